import { type ReactNode, useId } from 'react'
import type { Feed } from '../live.tsx'
import { useTongue } from '../language.tsx'
import { Hand, Hatches, place, Rails, type Scale, stepsOf } from '../ui/track.tsx'
import { useWidth } from '../ui/width.ts'
import { w } from '../words.ts'

/** What of today is drawn: instants at which work was finished, at which it is planned, and at which something lapses. */
export interface Day {
  readonly done: readonly Date[]
  readonly planned: readonly Date[]
  readonly deadlines: readonly Date[]
}

const TOP = 17.5
const HEIGHT = 6
const QUARTER = 0.25

/** Hours since the site's midnight. */
export const hourOf = (at: Date, zone: string): number => {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    })
      .formatToParts(at)
      .map((p) => [p.type, Number(p.value)]),
  )
  return (parts['hour'] ?? 0) + (parts['minute'] ?? 0) / 60 + (parts['second'] ?? 0) / 3600
}

const Quarters = ({
  at,
  scale,
  zone,
  paint,
}: {
  readonly at: readonly Date[]
  readonly scale: Scale
  readonly zone: string
  readonly paint: string
}): ReactNode =>
  [...new Set(at.map((one) => Math.floor(hourOf(one, zone) / QUARTER) * QUARTER))].map((hour) => (
    <rect
      key={hour}
      x={place(scale, hour)}
      width={place(scale, hour + QUARTER) - place(scale, hour)}
      y={TOP}
      height={HEIGHT}
      fill={paint}
    />
  ))

/** The day, 0 to 24 h: a filled quarter holds finished work, a hatched one planned work, ◆ a deadline; the hand is the live feed. */
export const DayTrack = ({
  day,
  now,
  feed,
}: {
  readonly day: Day
  readonly now: Date
  readonly feed: Feed
}): ReactNode => {
  const id = useId()
  const { t, f } = useTongue()
  const [box, width] = useWidth<HTMLDivElement>()
  const scale: Scale = { from: 0, to: 24, left: 6, right: width - 8 }
  const at = (h: number): number => place(scale, h)
  const every = width > 500 ? 3 : 6
  const shown = feed.state === 'stopped' ? feed.since : now
  const label = t(w.dayTrack, {
    now: f.time(shown),
    done: day.done.length,
    planned: day.planned.length,
    deadlines:
      day.deadlines.length > 0 ? t(w.deadlinesAt, { times: day.deadlines.map((d) => f.time(d)).join(', ') }) : '',
  })
  return (
    <div ref={box} role="img" aria-label={label} className="w-full">
      <svg width={width} height="42" aria-hidden="true" className="block overflow-visible">
        <Hatches id={id} />
        <Quarters at={day.done} scale={scale} zone={f.zone} paint="var(--color-step-3)" />
        <Quarters at={day.planned} scale={scale} zone={f.zone} paint={`url(#${id}-reserved)`} />
        <Rails
          left={scale.left}
          right={scale.right}
          top={TOP}
          height={HEIGHT}
          minors={width > 700 ? stepsOf(0, 24, QUARTER).map(at) : []}
          majors={stepsOf(0, 24, width > 400 ? 1 : 3).map(at)}
          below={0}
        />
        <Rails
          left={scale.left}
          right={scale.right}
          top={TOP}
          height={HEIGHT}
          minors={[]}
          majors={stepsOf(0, 24, every).map(at)}
        />
        {day.deadlines.map((d) => {
          const x = at(hourOf(d, f.zone))
          return <path key={d.getTime()} d={`M${x} ${TOP - 14}l3.5 3.5-3.5 3.5-3.5-3.5z`} fill="var(--color-wait)" />
        })}
        <Hand
          x={at(hourOf(shown, f.zone))}
          top={TOP}
          height={HEIGHT}
          kind={feed.state === 'live' ? 'measured' : 'stale'}
        />
        <g fontSize="var(--text-tick)" fill="var(--color-ink-2)" fontFamily="var(--font-narrow)" textAnchor="middle">
          {stepsOf(0, 24, every).map((h) => (
            <text key={h} x={at(h)} y={TOP + HEIGHT + 15}>
              {h}
            </text>
          ))}
        </g>
      </svg>
    </div>
  )
}
