import type { ReactNode } from 'react'

/** The mark is the site's clock: its blued hands stand at site time. */
export const Mark = ({
  now,
  zone,
  size = 30,
}: {
  readonly now: Date
  readonly zone: string
  readonly size?: number
}): ReactNode => {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
      .formatToParts(now)
      .map((p) => [p.type, p.value]),
  )
  const minute = Number(parts['minute'])
  const hour = (Number(parts['hour']) % 12) + minute / 60
  return (
    <svg width={size} height={size} viewBox="-15 -15 30 30" aria-hidden="true" className="shrink-0">
      <circle r="14" fill="none" stroke="var(--color-ink)" strokeWidth="1.1" />
      {Array.from({ length: 12 }, (_, i) => (
        <path
          key={i}
          d={i % 3 === 0 ? 'M0-14V-11' : 'M0-14V-12'}
          stroke="var(--color-ink)"
          strokeWidth={i % 3 === 0 ? 1.3 : 0.9}
          transform={`rotate(${i * 30})`}
        />
      ))}
      <path
        d="M0 1.5V-6.4"
        stroke="var(--color-steel)"
        strokeWidth="2"
        strokeLinecap="round"
        transform={`rotate(${hour * 30})`}
      />
      <path
        d="M0 1.5V-10"
        stroke="var(--color-steel)"
        strokeWidth="1.4"
        strokeLinecap="round"
        transform={`rotate(${minute * 6})`}
      />
      <circle r="1.4" fill="var(--color-steel)" />
    </svg>
  )
}

/** Two rings, one dashed: the twin. One ring: the real site. */
export const WorldSign = ({ world }: { readonly world: 'twin' | 'plant' }): ReactNode => (
  <svg
    width={world === 'twin' ? 20 : 14}
    height="14"
    viewBox={world === 'twin' ? '0 0 20 14' : '0 0 14 14'}
    aria-hidden="true"
    className="shrink-0"
  >
    <circle cx="7" cy="7" r="5.25" fill="none" stroke="currentColor" strokeWidth="1.4" />
    {world === 'twin' && (
      <circle cx="12.5" cy="7" r="5.25" fill="none" stroke="currentColor" strokeWidth="1.4" strokeDasharray="2.2 1.7" />
    )}
  </svg>
)
