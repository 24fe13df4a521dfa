import type { ReactNode } from 'react'

/** One limit, and how many of the things tried broke it first. */
export interface Tried {
  readonly label: string
  readonly count: number
  readonly tone: 'plain' | 'steel' | 'stop' | 'wait' | 'planned' | 'unknown'
}

const tones: Readonly<Record<Tried['tone'], string>> = {
  plain: 'var(--color-edge)',
  steel: 'var(--color-step-4)',
  stop: 'var(--color-stop)',
  wait: 'var(--color-wait)',
  planned: 'var(--color-ink-3)',
  unknown: 'var(--color-ink-3)',
}

/** Everything that was tried as one track: a tick for each, bracketed by the first limit that it broke. */
export const TriedTrack = ({
  tried,
  label,
}: {
  readonly tried: readonly Tried[]
  readonly label: string
}): ReactNode => (
  <ul aria-label={label} className="flex flex-wrap items-start gap-x-5 gap-y-3 py-2">
    {tried.map((group) => (
      <li key={group.label} className="flex flex-col">
        <svg
          width={Math.max(8, group.count * 4.7)}
          height="30"
          viewBox={`0 0 ${Math.max(8, group.count * 4.7)} 30`}
          preserveAspectRatio="none"
          aria-hidden="true"
          className="block max-w-full"
        >
          <path
            d={Array.from({ length: group.count }, (_, i) => `M${i * 4.7 + 1} 2V24`).join('')}
            stroke={tones[group.tone]}
            strokeWidth="1.6"
            strokeDasharray={group.tone === 'planned' ? '2 2' : undefined}
          />
          <path d={`M0 28.5H${Math.max(8, group.count * 4.7)}`} stroke="var(--color-ink)" />
        </svg>
        <span className="text-section font-medium">{group.count}</span>
        <span className="max-w-44 text-head text-ink-2">{group.label}</span>
      </li>
    ))}
  </ul>
)

/**
 * The domain says no, or a person can end a wait (the same box in ochre): the sentence with the number asked, the rule in
 * one line, then whatever shows it, and what would make it yes.
 */
export const RefusalBox = ({
  sentence,
  rule,
  children,
  wait = false,
  action,
  live = false,
}: {
  readonly sentence: ReactNode
  readonly rule?: ReactNode
  readonly children?: ReactNode
  readonly wait?: boolean
  readonly action?: ReactNode
  /** Appeared as the answer to an act: said aloud, politely. */
  readonly live?: boolean
}): ReactNode => (
  <div
    {...(live ? { role: 'status' } : {})}
    className={`flex flex-wrap items-start justify-between gap-4 py-0.5 pl-4 ${wait ? 'double-wait' : 'double-stop'}`}
  >
    <div className="min-w-0 flex-1 basis-72">
      <p className="text-section font-medium">{sentence}</p>
      {rule !== undefined && <p className="text-second text-ink-2">{rule}</p>}
      {children}
    </div>
    {action}
  </div>
)
