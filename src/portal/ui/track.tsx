import type { ReactNode } from 'react'

/**
 * The chemin de fer, a watch's minute track: two hairlines joined by ticks. Every gauge, timeline and progress is one.
 * Everything here is drawn in CSS pixels on half pixels; `x` maps a value to a place.
 */
export interface Scale {
  readonly from: number
  readonly to: number
  readonly left: number
  readonly right: number
}

export const place = (scale: Scale, value: number): number => {
  const share = (value - scale.from) / (scale.to - scale.from)
  return scale.left + Math.min(1, Math.max(0, share)) * (scale.right - scale.left)
}

/** A hairline of 1 px is sharp only on a half pixel. */
export const sharp = (x: number): number => Math.round(x - 0.5) + 0.5

/** Values of a scale, `step` apart, both ends counted. */
export const stepsOf = (from: number, to: number, step: number): readonly number[] => {
  const first = Math.ceil(from / step - 1e-9)
  const last = Math.floor(to / step + 1e-9)
  return Array.from({ length: Math.min(400, Math.max(0, last - first + 1)) }, (_, i) => (first + i) * step)
}

/** A scale's major step that leaves at least `gap` pixels between figures: 1, 2, 5 or 10 of a power of ten. */
export const majorStep = (span: number, width: number, gap = 44): number => {
  const least = (span * gap) / Math.max(1, width)
  const power = 10 ** Math.floor(Math.log10(least))
  return [1, 2, 5, 10].map((m) => m * power).find((step) => step >= least) ?? 10 * power
}

/** The patterns of one drawing: reserved (45°, steel), above rating (45° the other way, ochre), failed (crossed, stop). */
export const Hatches = ({ id }: { readonly id: string }): ReactNode => (
  <defs>
    <pattern id={`${id}-reserved`} width="4.5" height="4.5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="4.5" height="4.5" fill="var(--color-dial)" />
      <path d="M.75 0v4.5" stroke="var(--color-steel)" strokeWidth="1.1" />
    </pattern>
    <pattern id={`${id}-above`} width="4.5" height="4.5" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
      <rect width="4.5" height="4.5" fill="var(--color-dial)" />
      <path d="M.75 0v4.5" stroke="var(--color-wait)" strokeWidth="1.1" />
    </pattern>
    <pattern id={`${id}-failed`} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="5" height="5" fill="var(--color-dial)" />
      <path d="M.75 0v5M0 .75h5" stroke="var(--color-stop)" strokeWidth="1" />
    </pattern>
  </defs>
)

interface RailsProps {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly height: number
  readonly minors: readonly number[]
  readonly majors: readonly number[]
  /** How far majors reach below the track. */
  readonly below?: number
}

/** The two hairlines, their ticks and ends, in px. Drawn over the fill. */
export const Rails = ({ left, right, top, height, minors, majors, below = 4 }: RailsProps): ReactNode => {
  const low = top + height
  return (
    <g fill="none" stroke="var(--color-ink)">
      <path
        d={minors.map((x) => `M${x} ${top + 0.5}V${low - 0.5}`).join('')}
        stroke="var(--color-edge)"
        strokeWidth="0.75"
      />
      <path d={`M${left - 0.5} ${top}H${right + 0.5}M${left - 0.5} ${low}H${right + 0.5}`} />
      <path d={majors.map((x) => `M${sharp(x)} ${top}V${low + below}`).join('')} />
      <path d={`M${sharp(left)} ${top}V${low + below}M${sharp(right)} ${top}V${low + below}`} />
    </g>
  )
}

/**
 * What a hand says. `measured` solid · `reserved` hollow: reserved or contracted · `simulated` dashed blue: simulated or
 * assumed · `failure` dashed red: after a failure · `stale` hollow ink-3: the value has stopped coming.
 */
export type HandKind = 'measured' | 'reserved' | 'simulated' | 'failure' | 'stale'

const handStyles: Readonly<
  Record<HandKind, { readonly stroke: string; readonly fill: string; readonly dash?: string }>
> = {
  measured: { stroke: 'var(--color-steel)', fill: 'var(--color-steel)' },
  reserved: { stroke: 'var(--color-steel)', fill: 'var(--color-dial)' },
  simulated: { stroke: 'var(--color-steel)', fill: 'var(--color-dial)', dash: '2 1.5' },
  failure: { stroke: 'var(--color-stop)', fill: 'var(--color-dial)', dash: '2 1.5' },
  stale: { stroke: 'var(--color-ink-3)', fill: 'var(--color-dial)' },
}

/** A blued-steel hand over a track: its lozenge above, its stem through. It moves to its new value in 240 ms. */
export const Hand = ({
  x,
  top,
  height,
  kind,
}: {
  readonly x: number
  readonly top: number
  readonly height: number
  readonly kind: HandKind
}): ReactNode => {
  const style = handStyles[kind]
  return (
    <g className="hand" style={{ transform: `translate(${sharp(x)}px, ${top}px)` }}>
      <path d={`M0 -1V${height + 5}`} stroke={style.stroke} strokeWidth="1.6" strokeDasharray={style.dash} />
      <path
        d="M0-13.5 3.6-7.5 0-1-3.6-7.5z"
        fill={style.fill}
        stroke={style.stroke}
        strokeWidth="1.2"
        strokeDasharray={style.dash}
      />
    </g>
  )
}

/** A limit: two strokes of 1.4 px, 3 px apart. */
export const Limit = ({
  x,
  top,
  height,
}: {
  readonly x: number
  readonly top: number
  readonly height: number
}): ReactNode => (
  <path
    d={`M${x - 1.5} ${top - 5}V${top + height + 5}M${x + 1.5} ${top - 5}V${top + height + 5}`}
    stroke="var(--color-ink)"
    strokeWidth="1.4"
  />
)

export const LimitShape = (): ReactNode => (
  <svg width="8" height="15" viewBox="0 0 8 15" aria-hidden="true" className="inline-block shrink-0">
    <path d="M2.5 1v13M5.5 1v13" stroke="var(--color-ink)" strokeWidth="1.4" />
  </svg>
)
