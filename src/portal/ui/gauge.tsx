import { type ReactNode, useId } from 'react'
import { useTongue } from '../language.tsx'
import { Hand, type HandKind, Hatches, Limit, majorStep, place, Rails, type Scale, stepsOf } from './track.tsx'
import { useWidth } from './width.ts'

export interface GaugeHand {
  readonly at: number
  readonly kind: HandKind
}

export interface GaugeProps {
  /** The name of the quantity, for who cannot see the drawing. */
  readonly label: string
  /** The value with its unit, source and age; for a value that is not known, the word for that. */
  readonly words: string
  readonly unit?: string
  readonly from?: number
  readonly to: number
  /** What is drawn: filled from the left. Null: not known, and then the track stays empty, never 0. */
  readonly value: number | null
  readonly reserved?: number | null
  readonly hands?: readonly GaugeHand[]
  readonly limits?: readonly number[]
  /** From the rating to 1.13 of it (IEC 60898-1: a breaker does not trip within the hour below that): ochre hatch. */
  readonly rating?: number | null
  readonly fill?: 'steel' | 'light'
  readonly stale?: boolean
  /** Ticks between two figures; as many as fit where absent. */
  readonly major?: number
  readonly decimals?: number
}

const TOP = 15.5
const HEIGHT = 7
const NOT_TRIPPING = 1.13

const Fill = ({ x, width, paint }: { readonly x: number; readonly width: number; readonly paint: string }): ReactNode =>
  width > 0 ? <rect x={x} y={TOP} width={width} height={HEIGHT} fill={paint} /> : null

const Fills = ({ p, scale, id }: { readonly p: GaugeProps; readonly scale: Scale; readonly id: string }): ReactNode => {
  const at = (v: number): number => place(scale, v)
  const drawn = p.value === null ? scale.left : at(p.value)
  const steel = p.fill === 'light' ? 'var(--color-step-3)' : 'var(--color-steel)'
  return (
    <>
      <Fill x={scale.left} width={scale.right - scale.left} paint="var(--color-dial)" />
      <Fill x={scale.left} width={drawn - scale.left} paint={p.stale === true ? 'var(--color-rule)' : steel} />
      {p.reserved !== undefined && p.reserved !== null && (
        <Fill x={drawn} width={at(p.reserved) - drawn} paint={`url(#${id}-reserved)`} />
      )}
      {p.rating !== undefined && p.rating !== null && (
        <Fill x={at(p.rating)} width={at(p.rating * NOT_TRIPPING) - at(p.rating)} paint={`url(#${id}-above)`} />
      )}
    </>
  )
}

/** The figures under the majors; the last one bears the unit where it is given. */
const Figures = ({
  p,
  scale,
  majors,
}: {
  readonly p: GaugeProps
  readonly scale: Scale
  readonly majors: readonly number[]
}): ReactNode => {
  const { f } = useTongue()
  const figure = (v: number): string =>
    v === majors.at(-1) && p.unit !== undefined ? f.quantity(v, p.unit, p.decimals) : f.number(v, p.decimals)
  return (
    <g fontSize="var(--text-tick)" fill="var(--color-ink-2)" fontFamily="var(--font-narrow)" textAnchor="middle">
      {majors.map((v) => (
        <text key={v} x={place(scale, v)} y={TOP + HEIGHT + 16}>
          {figure(v)}
        </text>
      ))}
    </g>
  )
}

/** One quantity on its track, with what is drawn, reserved, limited. Linear, and 0 is on the scale unless it says otherwise. */
export const Gauge = (p: GaugeProps): ReactNode => {
  const id = useId()
  const [box, width] = useWidth<HTMLDivElement>()
  const from = p.from ?? 0
  const scale: Scale = { from, to: p.to, left: 8, right: width - (p.unit === undefined ? 12 : 20) }
  const span = scale.right - scale.left
  const major = p.major ?? majorStep(p.to - from, span)
  const majors = stepsOf(from, p.to, major)
  const minors = span / stepsOf(from, p.to, major / 5).length >= 4 ? stepsOf(from, p.to, major / 5) : []
  const known = p.value !== null
  const described = known
    ? {
        role: 'meter',
        'aria-valuenow': p.value,
        'aria-valuemin': from,
        'aria-valuemax': p.to,
        'aria-valuetext': p.words,
      }
    : { role: 'img' }
  return (
    <div ref={box} {...described} aria-label={known ? p.label : `${p.label}: ${p.words}`} className="w-full">
      <svg width={width} height={TOP + HEIGHT + 20} aria-hidden="true" className="block overflow-visible">
        <Hatches id={id} />
        <Fills p={p} scale={scale} id={id} />
        <Rails
          left={scale.left}
          right={scale.right}
          top={TOP}
          height={HEIGHT}
          minors={minors.map((v) => place(scale, v))}
          majors={majors.map((v) => place(scale, v))}
        />
        {(p.limits ?? []).map((v) => (
          <Limit key={v} x={place(scale, v)} top={TOP} height={HEIGHT} />
        ))}
        {(p.hands ?? []).map((hand) => (
          <Hand
            key={hand.kind}
            x={place(scale, hand.at)}
            top={TOP}
            height={HEIGHT}
            kind={p.stale === true && hand.kind === 'measured' ? 'stale' : hand.kind}
          />
        ))}
        <Figures p={p} scale={scale} majors={majors} />
      </svg>
    </div>
  )
}

/** A track of equal parts: steps done, the present one begun. `role="progressbar"`. */
export const Progress = ({
  done,
  of,
  label,
  partly = 0,
}: {
  readonly done: number
  readonly of: number
  readonly label: string
  /** How far the present part is, 0 to 1. */
  readonly partly?: number
}): ReactNode => {
  const [box, width] = useWidth<HTMLDivElement>()
  const scale: Scale = { from: 0, to: of, left: 2, right: width - 2 }
  const at = (v: number): number => place(scale, v)
  const majors = stepsOf(0, of, 1)
  return (
    <div
      ref={box}
      role="progressbar"
      aria-label={label}
      aria-valuenow={done}
      aria-valuemin={0}
      aria-valuemax={of}
      className="w-full"
    >
      <svg width={width} height={TOP + HEIGHT + 8} aria-hidden="true" className="block">
        <Fill x={scale.left} width={at(done) - scale.left} paint="var(--color-steel)" />
        <Fill x={at(done)} width={at(done + partly) - at(done)} paint="var(--color-step-3)" />
        <Rails
          left={scale.left}
          right={scale.right}
          top={TOP}
          height={HEIGHT}
          minors={of <= 20 ? stepsOf(0, of, 0.2).map(at) : []}
          majors={majors.map(at)}
        />
        <Hand x={at(done + partly)} top={TOP} height={HEIGHT} kind="measured" />
      </svg>
    </div>
  )
}
