import type { ReactNode } from 'react'

/** Every state has a shape and a word; the shape is never alone and never only a colour. */
export const statuses = [
  'ok',
  'under-way',
  'waits',
  'not-begun',
  'above-rating',
  'redundancy-lost',
  'down',
  'without-power',
  'unknown',
  'planned',
  'ended',
] as const
export type Status = (typeof statuses)[number]

const colours: Readonly<Record<Status, string>> = {
  ok: 'text-ok',
  'under-way': 'text-steel',
  waits: 'text-wait',
  'not-begun': 'text-ink-2',
  'above-rating': 'text-wait',
  'redundancy-lost': 'text-wait',
  down: 'text-stop',
  'without-power': 'text-ink',
  unknown: 'text-ink-3',
  planned: 'text-ink-2',
  ended: 'text-ink-3',
}

const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.5 } as const

const shapes: Readonly<Record<Status, ReactNode>> = {
  ok: <circle cx="7" cy="7" r="4.5" fill="currentColor" />,
  'under-way': (
    <>
      <circle cx="7" cy="7" r="4.75" {...line} />
      <path d="M7 2.25a4.75 4.75 0 0 1 0 9.5z" fill="currentColor" />
    </>
  ),
  waits: (
    <>
      <circle cx="7" cy="7" r="5.25" {...line} />
      <path d="M7 3.75V7.25H9.75" {...line} />
    </>
  ),
  'not-begun': <circle cx="7" cy="7" r="4.75" {...line} />,
  'above-rating': (
    <>
      <path d="M7 1.75 12.75 12H1.25z" {...line} strokeLinejoin="round" />
      <path d="M7 5.5v3.25M7 9.75v1" {...line} strokeWidth={1.25} />
    </>
  ),
  'redundancy-lost': (
    <>
      <path d="M7 2.25a4.75 4.75 0 0 0 0 9.5z" fill="currentColor" />
      <path d="M7 2.25a4.75 4.75 0 0 1 0 9.5" {...line} strokeDasharray="2 1.6" />
    </>
  ),
  down: <path d="M7 1.25 12.75 7 7 12.75 1.25 7z" fill="currentColor" />,
  'without-power': (
    <>
      <rect x="1.75" y="1.75" width="10.5" height="10.5" fill="currentColor" />
      <path d="m4.5 4.5 5 5m0-5-5 5" stroke="var(--color-dial)" strokeWidth="1.5" />
    </>
  ),
  unknown: <circle cx="7" cy="7" r="5" {...line} strokeDasharray="2.2 1.8" />,
  planned: <rect x="2.25" y="2.25" width="9.5" height="9.5" {...line} strokeDasharray="2.2 1.8" />,
  ended: (
    <>
      <circle cx="7" cy="7" r="5" {...line} />
      <path d="M4.25 7h5.5" {...line} />
    </>
  ),
}

export const StatusShape = ({ status, size = 14 }: { readonly status: Status; readonly size?: number }): ReactNode => (
  <svg width={size} height={size} viewBox="0 0 14 14" aria-hidden="true" className="shrink-0 narrow:mt-0">
    {shapes[status]}
  </svg>
)

/** Mark and word, always both. `quiet` leaves the word in ink-2 and the colour to the mark. */
export const StatusMark = ({
  status,
  children,
  strong = false,
  quiet = false,
}: {
  readonly status: Status
  readonly children: ReactNode
  readonly strong?: boolean
  readonly quiet?: boolean
}): ReactNode => (
  <span className={`inline-flex items-baseline gap-2 ${strong ? 'text-section font-medium' : ''} ${colours[status]}`}>
    <span className="translate-y-[0.12em]">
      <StatusShape status={status} />
    </span>
    <span className={`mark-word ${quiet ? 'text-ink-2' : ''}`}>{children}</span>
  </span>
)
