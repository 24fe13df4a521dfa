import type { ReactNode } from 'react'
import { useTongue } from '../language.tsx'
import { place, Rails, type Scale } from '../ui/track.tsx'
import { useWidth } from '../ui/width.ts'
import { periodText } from './parts.tsx'

interface Period {
  readonly first_day: string
  readonly last_day: string
}

const DAY_MS = 86_400_000
const HEIGHT = 7
/** Ticks nearer than this run into each other. */
const LEAST_GAP = 2.5

/** Days since 1970 of a written day; it has no zone. */
const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS
const isFirst = (day: number): boolean => new Date(day * DAY_MS).getUTCDate() === 1

/** The days that one line bills, on the calendar of the whole invoice: a tick a day, majors where a month begins. */
export const PeriodTrack = ({ whole, billed }: { readonly whole: Period; readonly billed: Period }): ReactNode => {
  const { f } = useTongue()
  const [box, width] = useWidth<HTMLDivElement>(140)
  const from = dayNumber(whole.first_day)
  const to = dayNumber(whole.last_day) + 1
  const scale: Scale = { from, to, left: 1, right: width - 2 }
  const days = Array.from({ length: to - from + 1 }, (_, i) => from + i)
  const firsts = days.filter(isFirst)
  const at = (day: number): number => place(scale, day)
  const gap = (scale.right - scale.left) / Math.max(1, to - from)
  const start = at(dayNumber(billed.first_day))
  const end = at(dayNumber(billed.last_day) + 1)
  return (
    <div ref={box} role="img" aria-label={periodText(f, billed)} className="w-full pt-1">
      <svg width={width} height="13" aria-hidden="true" className="block overflow-visible">
        <rect x={start} y={1} width={Math.max(1.5, end - start)} height={HEIGHT} fill="var(--color-steel)" />
        <Rails
          left={scale.left}
          right={scale.right}
          top={0.5}
          height={HEIGHT + 1}
          minors={gap >= LEAST_GAP ? days.map(at) : []}
          majors={firsts.map(at)}
          below={3}
        />
      </svg>
    </div>
  )
}
