import { type ReactNode, useId } from 'react'
import type { MoveWire } from '#market/contract'
import { useTongue } from '../language.tsx'
import { useNow } from '../now.ts'
import { Hand, Hatches, Limit, place, Rails, type Scale, sharp } from '../ui/track.tsx'
import { useWidth } from '../ui/width.ts'
import { w } from './words.ts'

type Plan = NonNullable<MoveWire['plan']>
type Part = Plan['parts'][number]

const HOUR_MS = 3_600_000
const QUARTERS = 4
const TOP = 18.5
const HEIGHT = 12

/** The devices are off from the first that stops to the last that starts. */
export const downFor = ({ parts }: Plan): number => {
  const [off, on] = [parts.find(({ part }) => part === 'off'), parts.find(({ part }) => part === 'on')]
  return off && on ? Date.parse(on.until) - Date.parse(off.from) : 0
}

const paints: Readonly<Partial<Record<Part['part'], string>>> = {
  off: 'var(--color-step-2)',
  unrack: 'var(--color-step-3)',
  road: 'var(--color-edge)',
  rack: 'var(--color-step-3)',
  on: 'var(--color-step-2)',
  tests: 'var(--color-steel)',
}

/** The swatch of one part, as it is painted on the track. */
export const PartSwatch = ({ part }: { readonly part: Part['part'] }): ReactNode => {
  const id = useId()
  const paint = part === 'back' ? `url(#${id}-above)` : paints[part]
  return (
    <svg width="16" height="10" aria-hidden="true" className="inline-block shrink-0">
      <Hatches id={id} />
      {paint === undefined ? (
        <path d={part === 'decide' ? 'M6.5 0v10M9.5 0v10' : 'M8 0v10'} stroke="var(--color-ink)" strokeWidth="1.4" />
      ) : (
        <rect x="0.5" y="0.5" width="15" height="9" fill={paint} stroke="var(--color-ink)" strokeWidth="0.75" />
      )}
    </svg>
  )
}

/** Marks under the track; one that would touch its neighbour goes a row lower. */
const Marks = ({
  marks,
  scale,
  letter,
}: {
  readonly marks: readonly { at: number; text: string }[]
  readonly scale: Scale
  readonly letter: number
}): ReactNode => {
  const ends: [number, number] = [-1e9, -1e9]
  return (
    <g fontSize="var(--text-tick)" fill="var(--color-ink-2)" fontFamily="var(--font-narrow)">
      {marks.map(({ at, text }) => {
        const x = place(scale, at)
        const wide = text.length * letter + 8
        const anchor = x - wide / 2 < scale.left ? 'start' : x + wide / 2 > scale.right ? 'end' : 'middle'
        const from = anchor === 'start' ? x : anchor === 'middle' ? x - wide / 2 : x - wide
        const row = from > ends[0] ? 0 : 1
        ends[row] = from + wide
        return (
          <text key={text} x={x} y={TOP + HEIGHT + 18 + row * 15} textAnchor={anchor}>
            {text}
          </text>
        )
      })}
    </g>
  )
}

const FIGURE_PX = 46
const MIDNIGHT = '00:00'

/** The hours over the track, as close as they can be read. */
const Hours = ({ scale }: { readonly scale: Scale }): ReactNode => {
  const { f } = useTongue()
  const gap = ((scale.right - scale.left) * HOUR_MS) / (scale.to - scale.from)
  const hours = [1, 2, 3, 6, 12, 24].find((some) => some * gap >= FIGURE_PX) ?? 24
  const every = hours * HOUR_MS
  // On the wall’s own multiples, so that a midnight among them can say its day.
  const next = Math.ceil(scale.from / HOUR_MS) * HOUR_MS
  const first = next + ((hours - (Number.parseInt(f.time(new Date(next)), 10) % hours)) % hours) * HOUR_MS
  const shown = Array.from(
    { length: Math.max(0, Math.floor((scale.to - first) / every) + 1) },
    (_, n) => first + n * every,
  )
  return (
    <g fontSize="var(--text-tick)" fill="var(--color-ink-2)" fontFamily="var(--font-narrow)">
      {shown.map((at) => (
        <text
          key={at}
          x={place(scale, at)}
          y="12"
          textAnchor={at === scale.from ? 'start' : at === scale.to ? 'end' : 'middle'}
        >
          {f.time(new Date(at)) === MIDNIGHT ? f.day(new Date(at)) : f.time(new Date(at))}
        </text>
      ))}
    </g>
  )
}

/** A move on its chemin de fer: a major tick an hour, a minor each quarter; each part filled, the way back hatched behind its limit, the decision. */
export const MoveTrack = ({ plan }: { readonly plan: Plan }): ReactNode => {
  const { t, f } = useTongue()
  const now = useNow()
  const id = useId()
  const [box, width] = useWidth<HTMLDivElement>(700)
  const [from, to, decide] = [Date.parse(plan.starts_at), Date.parse(plan.must_run_at), Date.parse(plan.decide_by)]
  const scale: Scale = { from, to, left: 6, right: width - 7 }
  const oneDay = f.date(plan.starts_at) === f.date(plan.must_run_at)
  const said = (at: string): string => (oneDay ? f.time(at) : f.shortDateTime(at))
  const hours = (to - from) / HOUR_MS
  const gap = (scale.right - scale.left) / Math.max(1, hours)
  const first = Math.ceil(from / HOUR_MS) * HOUR_MS
  const ticks = (step: number): readonly number[] =>
    Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, n) => place(scale, first + n * step))
  return (
    <div
      ref={box}
      role="img"
      aria-label={t(w.track, {
        from: f.dateTime(plan.starts_at),
        until: f.dateTime(plan.must_run_at),
        decide: f.dateTime(plan.decide_by),
      })}
    >
      <svg width={width} height={TOP + HEIGHT + 38} aria-hidden="true" className="block overflow-visible">
        <Hatches id={id} />
        <rect x={scale.left} y={TOP} width={scale.right - scale.left} height={HEIGHT} fill="#fff" />
        {plan.parts.map((part) => {
          const [x, end] = [place(scale, Date.parse(part.from)), place(scale, Date.parse(part.until))]
          const paint = part.part === 'back' ? `url(#${id}-above)` : paints[part.part]
          return paint === undefined ? null : (
            <rect key={part.part} x={x} y={TOP} width={Math.max(0.5, end - x)} height={HEIGHT} fill={paint} />
          )
        })}
        <Rails
          left={scale.left}
          right={scale.right}
          top={TOP}
          height={HEIGHT}
          minors={gap >= 14 ? ticks(HOUR_MS / QUARTERS).map(sharp) : []}
          majors={gap >= 3 ? ticks(HOUR_MS) : []}
        />
        <Hours scale={scale} />
        <Limit x={place(scale, decide)} top={TOP} height={HEIGHT} />
        {now.getTime() > from && now.getTime() < to && (
          <Hand x={place(scale, now.getTime())} top={TOP} height={HEIGHT} kind="measured" />
        )}
        <Marks
          scale={scale}
          letter={width < 420 ? 6.8 : 5.6}
          marks={[
            { at: from, text: `${said(plan.starts_at)} ${t(w.begins)}` },
            { at: decide, text: `${said(plan.decide_by)} ${t(w.decide)}` },
            { at: to, text: `${said(plan.must_run_at)} ${t(w.mustRun)}` },
          ]}
        />
      </svg>
    </div>
  )
}
