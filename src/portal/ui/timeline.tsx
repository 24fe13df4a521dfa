import { type ReactNode, useId } from 'react'
import { useTongue } from '../language.tsx'
import { Hand, Hatches, place, type Scale, sharp } from './track.tsx'
import { useWidth } from './width.ts'

/** Whose clock runs. `ready`: all that the site owes is there, the customer's equipment is not yet seen. */
export type ClockOwner = 'site' | 'customer' | 'other-side' | 'supplier' | 'ready' | 'in-service'

export interface Stretch {
  readonly owner: ClockOwner
  readonly from: Date
  /** Null: still running. */
  readonly to: Date | null
}

export interface TimelineEvent {
  readonly at: Date
  readonly label: string
  /** Not happened yet: hollow, on a dashed stretch. */
  readonly expected?: boolean
}

export interface Calendar {
  readonly from: Date
  readonly to: Date
}

const TOP = 18.5
const HEIGHT = 8
const DAY_MS = 86_400_000
const LEFT = 8
const RIGHT = 8

const paints: Readonly<Record<ClockOwner, string | null>> = {
  site: 'var(--color-step-3)',
  customer: 'var(--color-edge)',
  'other-side': 'var(--color-wait)',
  supplier: 'var(--color-wait)',
  ready: null,
  'in-service': 'var(--color-steel)',
}

const scaleOf = (calendar: Calendar, width: number): Scale => ({
  from: calendar.from.getTime(),
  to: calendar.to.getTime(),
  left: LEFT,
  right: width - RIGHT,
})

/** Days of the calendar in the site's zone, from their midnights; found by stepping a day and reading the wall's date. */
const daysOf = (calendar: Calendar, zone: string): readonly { at: number; weekday: string }[] => {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const days: { at: number; weekday: string }[] = []
  for (let t = calendar.from.getTime(); t <= calendar.to.getTime() && days.length < 370; t += DAY_MS) {
    const parts = Object.fromEntries(format.formatToParts(t).map((p) => [p.type, p.value]))
    const past = (Number(parts['hour']) * 60 + Number(parts['minute'])) * 60_000
    days.push({ at: t - past, weekday: parts['weekday'] ?? '' })
  }
  return days
}

/** The calendar of several lines: from the Monday-ish start to a few days after now, a whole number of days. */
export const calendarOf = (begins: Date, ends: Date): Calendar => {
  const length = Math.max(6 * DAY_MS, ends.getTime() - begins.getTime())
  return { from: new Date(begins.getTime() - length * 0.02), to: new Date(begins.getTime() + length * 1.12) }
}

/** The dates over all tracks of one page: they share one calendar. */
export const CalendarHead = ({ calendar }: { readonly calendar: Calendar }): ReactNode => {
  const { f } = useTongue()
  const [box, width] = useWidth<HTMLDivElement>()
  const scale = scaleOf(calendar, width)
  const days = daysOf(calendar, f.zone)
  const inside = days.filter((d) => d.at >= calendar.from.getTime())
  const wide = Math.max(1, Math.ceil((days.length * 84) / Math.max(1, width)))
  const mondays = inside.filter((d) => d.weekday === 'Mon')
  const weeks = Math.ceil(wide / 7)
  // Few days: each, or every second. More: the Mondays, where the weeks begin.
  const shown = wide <= 2 ? inside.filter((_, i) => i % wide === 0) : mondays.filter((_, i) => i % weeks === 0)
  return (
    <div ref={box} aria-hidden="true">
      <svg width={width} height="18" className="block overflow-visible">
        <g fontSize="var(--text-tick)" fill="var(--color-ink-2)" fontFamily="var(--font-narrow)">
          {shown.map((d, i) => (
            <text
              key={d.at}
              x={place(scale, d.at)}
              y="12"
              textAnchor={place(scale, d.at) < 30 ? 'start' : place(scale, d.at) > width - 30 ? 'end' : 'middle'}
            >
              {d.weekday === 'Mon' && i > 0
                ? f.weekday(new Date(d.at + DAY_MS / 2))
                : f.day(new Date(d.at + DAY_MS / 2))}
            </text>
          ))}
        </g>
      </svg>
    </div>
  )
}

const Weekends = ({
  calendar,
  scale,
  zone,
}: {
  readonly calendar: Calendar
  readonly scale: Scale
  readonly zone: string
}): ReactNode =>
  daysOf(calendar, zone)
    .filter((d) => d.weekday === 'Sat' || d.weekday === 'Sun')
    .map((d) => (
      <rect
        key={d.at}
        x={place(scale, d.at)}
        width={place(scale, d.at + DAY_MS) - place(scale, d.at)}
        y={TOP}
        height={HEIGHT}
        fill="var(--color-recess)"
      />
    ))

/** Nearer than this, points lie on one another. */
const TOGETHER_PX = 7

/** Events that lie on one another are told by one label, in their order: "accepted, ready". */
const joined = (events: readonly TimelineEvent[], scale: Scale): readonly TimelineEvent[] =>
  events
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .reduce<readonly TimelineEvent[]>((before, event) => {
      const last = before.at(-1)
      const near = last && place(scale, event.at.getTime()) - place(scale, last.at.getTime()) < TOGETHER_PX
      return near && last.expected === event.expected
        ? [...before.slice(0, -1), { ...last, label: `${last.label}, ${event.label}` }]
        : [...before, event]
    }, [])

interface Placed extends TimelineEvent {
  readonly x: number
  readonly row: 0 | 1
  readonly anchor: 'start' | 'middle' | 'end'
}

/** Puts the labels under their events; one that would touch its neighbour goes to the second row. */
const placeLabels = (events: readonly TimelineEvent[], scale: Scale, letter: number): readonly Placed[] => {
  const ends: [number, number] = [-1e9, -1e9]
  return joined(events, scale).map((event) => {
    const x = place(scale, event.at.getTime())
    const wide = event.label.length * letter + 8
    const anchor = x - wide / 2 < scale.left ? 'start' : x + wide / 2 > scale.right ? 'end' : 'middle'
    const starts = anchor === 'start' ? x : anchor === 'middle' ? x - wide / 2 : x - wide
    const row = starts > ends[0] ? 0 : 1
    ends[row] = starts + wide
    return { ...event, x, row, anchor }
  })
}

const Events = ({ placed }: { readonly placed: readonly Placed[] }): ReactNode => (
  <g fontFamily="var(--font-narrow)" fontSize="var(--text-tick)" fill="var(--color-ink-2)">
    {placed.map((event) => (
      <g key={`${event.label} ${event.at.getTime()}`}>
        <path d={`M${sharp(event.x)} ${TOP - 4}V${TOP + HEIGHT + 4}`} stroke="var(--color-ink)" />
        <circle
          cx={sharp(event.x)}
          cy={TOP + HEIGHT / 2}
          r="3.5"
          fill={event.expected === true ? 'var(--color-dial)' : 'var(--color-ink)'}
          stroke="var(--color-ink)"
          strokeWidth="1.4"
        />
        <text x={event.x} y={TOP + HEIGHT + 17 + event.row * 15} textAnchor={event.anchor}>
          {event.label}
        </text>
      </g>
    ))}
  </g>
)

const Stretches = ({
  stretches,
  scale,
  now,
  id,
}: {
  readonly stretches: readonly Stretch[]
  readonly scale: Scale
  readonly now: Date
  readonly id: string
}): ReactNode =>
  stretches.map((s) => {
    const x = place(scale, s.from.getTime())
    const end = place(scale, (s.to ?? now).getTime())
    return (
      <rect
        key={`${s.owner} ${s.from.getTime()}`}
        x={x}
        y={TOP}
        width={Math.max(0.5, end - x)}
        height={HEIGHT}
        fill={paints[s.owner] ?? `url(#${id}-reserved)`}
      />
    )
  })

/** One track per line, all on one calendar: whose clock ran when, what happened, what is expected; the hand at now. */
export const Timeline = ({
  calendar,
  now,
  stretches,
  events,
  expectedTo,
  label,
  live = true,
}: {
  readonly calendar: Calendar
  readonly now: Date
  readonly stretches: readonly Stretch[]
  readonly events: readonly TimelineEvent[]
  /** Dashed from now to here. */
  readonly expectedTo?: Date | null
  readonly label: string
  readonly live?: boolean
}): ReactNode => {
  const id = useId()
  const { f } = useTongue()
  const [box, width] = useWidth<HTMLDivElement>()
  const scale = scaleOf(calendar, width)
  const days = daysOf(calendar, f.zone)
  // Barlow Semi Condensed is about half as wide as high: 11 px in drawings, 13 on the phone.
  const placed = placeLabels(events, scale, width < 420 ? 6.8 : 5.6)
  const rows = placed.some((p) => p.row === 1) ? 2 : 1
  const low = TOP + HEIGHT
  const ticks = days.map((d) => ({ ...d, x: place(scale, d.at) })).filter((d) => d.x > scale.left)
  return (
    <div ref={box} role="img" aria-label={label}>
      <svg width={width} height={low + 8 + rows * 15} aria-hidden="true" className="block overflow-visible">
        <Hatches id={id} />
        <rect x={scale.left} y={TOP} width={scale.right - scale.left} height={HEIGHT} fill="#fff" />
        <Weekends calendar={calendar} scale={scale} zone={f.zone} />
        <Stretches stretches={stretches} scale={scale} now={now} id={id} />
        <g fill="none" stroke="var(--color-ink)">
          <path
            d={ticks
              .filter((d) => d.weekday !== 'Mon')
              .map((d) => `M${sharp(d.x)} ${TOP}V${low}`)
              .join('')}
            stroke="var(--color-edge)"
            strokeWidth="0.75"
          />
          <path d={`M${scale.left} ${TOP}H${scale.right}M${scale.left} ${low}H${scale.right}`} />
          <path
            d={ticks
              .filter((d) => d.weekday === 'Mon')
              .map((d) => `M${sharp(d.x)} ${TOP}V${low + 5}`)
              .join('')}
          />
          <path d={`M${sharp(scale.left)} ${TOP}V${low + 5}M${sharp(scale.right)} ${TOP}V${low + 5}`} />
          {expectedTo && (
            <path
              d={`M${place(scale, now.getTime())} ${low}H${place(scale, expectedTo.getTime())}`}
              strokeDasharray="3 2.5"
              strokeWidth="2"
            />
          )}
        </g>
        <Events placed={placed} />
        <Hand x={place(scale, now.getTime())} top={TOP} height={HEIGHT + 3} kind={live ? 'measured' : 'stale'} />
      </svg>
    </div>
  )
}

/** The swatch of one clock under its track. */
export const Swatch = ({ owner }: { readonly owner: ClockOwner }): ReactNode => {
  const id = useId()
  return (
    <svg width="16" height="10" aria-hidden="true" className="inline-block shrink-0">
      <Hatches id={id} />
      <rect width="16" height="10" fill={paints[owner] ?? `url(#${id}-reserved)`} />
    </svg>
  )
}
