import type { LineWire, OrderWire } from '#market/contract'
import type { Tongue } from '../language.tsx'
import { type Calendar, calendarOf, type ClockOwner, type Stretch, type TimelineEvent } from '../ui/timeline.tsx'
import { w } from './words.ts'

/** The end of a day that has no time: what lapses "by the 26th" lapses when the 26th is over. */
const endOfDay = (day: string): Date => new Date(`${day}T22:00:00Z`)

/** One calendar for every line of an order: from its acceptance until what is expected last. */
export const calendarFor = (order: OrderWire, now: Date): Calendar | null => {
  const begins = order.lines.flatMap((line) => line.clocks.map((c) => c.began_at)).toSorted()[0] ?? order.accepted?.at
  if (begins === undefined) return null
  const expected = order.lines.flatMap((line) =>
    line.billing.expected_by === null ? [] : [endOfDay(line.billing.expected_by).getTime()],
  )
  return calendarOf(new Date(begins), new Date(Math.max(now.getTime(), ...expected)))
}

export const stretchesOf = (line: LineWire): readonly Stretch[] =>
  line.clocks.map((clock) => ({
    owner: clock.owner,
    from: new Date(clock.began_at),
    to: clock.ended_at === null ? null : new Date(clock.ended_at),
  }))

/** What happened to a line, and what is expected of it. */
export const eventsOf = (line: LineWire, order: OrderWire, { t }: Tongue): readonly TimelineEvent[] => {
  const serving = line.clocks.find((clock) => clock.owner === 'in-service')
  const at = (text: string | null | undefined, label: string, expected = false): readonly TimelineEvent[] =>
    text === null || text === undefined ? [] : [{ at: new Date(text), label, expected }]
  const expected = line.billing.from === null ? line.billing.expected_by : null
  return [
    ...at(order.accepted?.at, t(w.evAccepted)),
    ...at(line.ready_at, t(w.evReady)),
    ...at(serving === undefined ? line.live_at : null, t(w.evLive)),
    ...at(serving?.began_at, t(w.evInService)),
    ...at(line.rejected?.at, t(w.evRejected)),
    ...at(expected === null ? null : endOfDay(expected).toISOString(), t(w.evBilling), true),
  ]
}

export interface ClockTotal {
  readonly owner: ClockOwner
  readonly ms: number
  readonly running: boolean
}

const order: readonly ClockOwner[] = ['site', 'customer', 'other-side', 'supplier', 'ready', 'in-service']

/** Each owner's whole time; the running one is told apart. */
export const totalsOf = (line: LineWire, now: Date): readonly ClockTotal[] =>
  order.flatMap((owner) => {
    const own = line.clocks.filter((clock) => clock.owner === owner)
    if (own.length === 0) return []
    const ms = own.reduce(
      (sum, c) =>
        sum + (c.ended_at === null ? now.getTime() : new Date(c.ended_at).getTime()) - new Date(c.began_at).getTime(),
      0,
    )
    return [{ owner, ms, running: own.some((c) => c.ended_at === null) }]
  })
