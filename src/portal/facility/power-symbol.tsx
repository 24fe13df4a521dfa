import type { ReactNode } from 'react'
import type { ElementWire } from '#facility/contract'

const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.4 } as const
const letter = {
  fontSize: 13,
  textAnchor: 'middle',
  fill: 'currentColor',
  stroke: 'none',
  fontFamily: 'var(--font-narrow)',
} as const

/** IEC 60617's symbols, each on its conductor from top to bottom. */
const symbols: Readonly<Partial<Record<ElementWire['kind'], ReactNode>>> = {
  'grid-contract': <path d="M28 6v26m-6-7 6 8 6-8M10 40h36" {...line} strokeWidth={2} />,
  transformer: (
    <>
      <path d="M28 0v10M28 46v14" {...line} />
      <circle cx="28" cy="21" r="11" {...line} />
      <circle cx="28" cy="36" r="11" {...line} />
    </>
  ),
  genset: (
    <>
      <circle cx="28" cy="28" r="15" {...line} />
      <text x="28" y="27" {...letter}>
        G
      </text>
      <path d="M22 34q3-5 6 0t6 0" {...line} />
      <path d="M28 43v17" {...line} />
    </>
  ),
  'transfer-switch': (
    <>
      <path d="M28 0v14M28 38v22M28 14v24" {...line} />
      <circle cx="28" cy="14" r="3" fill="currentColor" />
      <circle cx="28" cy="38" r="3" fill="currentColor" />
      <circle cx="44" cy="14" r="3" {...line} />
      <path d="M44 11V0" {...line} />
    </>
  ),
  ups: (
    <>
      <path d="M28 0v8M28 48v12" {...line} />
      <rect x="14" y="8" width="28" height="19" {...line} />
      <rect x="14" y="29" width="28" height="19" {...line} />
      <path d="M14 27 42 8M14 48l28-19" {...line} strokeWidth={1} />
      <path d="M18 14q2-3 4 0t4 0M32 21h7M32 24h7M17 34h7M17 37h7M30 44q2-3 4 0t4 0" {...line} strokeWidth={1} />
    </>
  ),
  board: <path d="M28 0v24M4 26h48" {...line} strokeWidth={2} />,
}

export const PowerSymbol = ({
  kind,
  planned,
}: {
  readonly kind: ElementWire['kind']
  readonly planned: boolean
}): ReactNode => (
  <svg
    width="56"
    height="60"
    viewBox="0 0 56 60"
    aria-hidden="true"
    strokeDasharray={planned ? '3 2' : undefined}
    className="text-ink"
  >
    {symbols[kind] ?? <circle cx="28" cy="28" r="4" {...line} />}
    {kind === 'board' && <path d="M4 26h48" stroke="currentColor" strokeWidth="5" />}
  </svg>
)
