import { startOfDay } from './start-of-day.ts'

type Side = 'A' | 'B'
type Sides = 'A+B' | Side

/** A place, or one outlet of a shared rack, that a service holds or held. Instants in seconds since 1970. */
export interface HeldPlace {
  readonly serviceId: string
  readonly compartmentId: string
  /** As people call it: the compartment's label. */
  readonly place: string
  /** What it is sold with now. */
  readonly sides: Sides
  /** Its sides come and go as claims of their own. */
  readonly outlet: boolean
  readonly meters: readonly { readonly id: string; readonly feed: string; readonly side: Side }[]
  readonly zone: string
  readonly heldAt: number
  readonly givenBackAt: number | null
  /** Of what came with an order: how many steps people owed before it was ready, how many are done, and when the last was. */
  readonly handing: { readonly steps: number; readonly done: number; readonly lastAt: number | null } | null
  /** Of what stood there before this system: its service's first day (YYYY-MM-DD). */
  readonly since: string | null
}

/** A change that gives a place in use another side of the power, or takes one from it. */
export interface FeedTurn {
  readonly serviceId: string
  readonly compartmentId: string
  readonly before: Sides
  readonly after: Sides
  /** When the last step that it was ready after was done: the added way is closed and read; null: it is not. */
  readonly readyAt: number | null
  /** When the last of all steps was done: the way that was given up is open; null: the change is not done. */
  readonly doneAt: number | null
}

/** One counter that counts for a service, and while it does: it is the service's from `from` on, and no more at `until`. */
export interface MeterSpan {
  readonly serviceId: string
  readonly compartmentId: string
  readonly place: string
  readonly meterId: string
  readonly feed: string
  readonly side: Side
  readonly from: number
  /** Null: it still counts. */
  readonly until: number | null
}

type While = Pick<MeterSpan, 'from' | 'until'>

/**
 * When a place began to be its customer's: once its breakers were proved and its keys handed over, not when it was reserved; what draws there
 * before is the site's own or another's. What was taken over was there from the first day of its service. Null: not yet.
 */
export const handedAt = ({ handing, since, zone, heldAt }: Omit<HeldPlace, 'meters'>): number | null => {
  if (handing === null) return since === null ? heldAt : startOfDay(since, zone)
  // Nobody had anything to do there: it was the customer's with the signature.
  if (handing.steps === 0) return heldAt
  return handing.done < handing.steps ? null : handing.lastAt
}

/**
 * While a service draws from one side of its place, which is its own over `held` and sold with `sides` now; null: never. A side that is
 * added counts once its breaker is closed and read, one that is given up until its way is open: the other does not wait for it, and nothing
 * that it counted is lost. Of a side that came back the whole: between, it counted nothing. `turns` of this place, in the order of time.
 */
export const sideSpan = (side: Side, sides: Sides, held: While, turns: readonly FeedTurn[]): While | null => {
  const mine = turns.filter(
    ({ before, after, readyAt, doneAt }) =>
      before.includes(side) !== after.includes(side) && (after.includes(side) ? readyAt : doneAt) !== null,
  )
  const [first, last] = [mine[0], mine.at(-1)]
  if (!first || !last) return sides.includes(side) ? held : null
  return {
    from: first.after.includes(side) ? (first.readyAt ?? held.from) : held.from,
    until: last.after.includes(side) ? held.until : last.doneAt,
  }
}

const spansOfPlace = (place: HeldPlace, turns: readonly FeedTurn[]): readonly MeterSpan[] => {
  const from = handedAt(place)
  if (from === null) return []
  const { serviceId, compartmentId, sides, givenBackAt } = place
  const mine = place.outlet
    ? []
    : turns.filter((turn) => turn.serviceId === serviceId && turn.compartmentId === compartmentId)
  return place.meters.flatMap(({ id, feed, side }) => {
    const span = sideSpan(side, sides, { from, until: givenBackAt }, mine)
    // A quote that lapsed, and what was given back before it was handed over, never was anybody's.
    if (!span || (span.until !== null && span.until <= span.from)) return []
    return [{ serviceId, compartmentId, place: place.place, meterId: id, feed, side, ...span }]
  })
}

/** Whom a meter came back to, nobody else having had it: it counted for one all the while. */
const joined = (spans: readonly MeterSpan[]): readonly MeterSpan[] => {
  const of = new Map<string, MeterSpan[]>()
  for (const span of spans) of.set(span.meterId, [...(of.get(span.meterId) ?? []), span])
  const gone = new Set<MeterSpan>()
  const longer = new Map<MeterSpan, number | null>()
  for (const one of of.values()) {
    const inTime = one.toSorted((a, b) => a.from - b.from)
    let first = inTime[0]
    for (const next of inTime.slice(1)) {
      if (first && next.serviceId === first.serviceId) {
        gone.add(next)
        longer.set(first, next.until)
      } else first = next
    }
  }
  return spans.filter((span) => !gone.has(span)).map((span) => ({ ...span, until: longer.has(span) ? (longer.get(span) ?? null) : span.until })) // prettier-ignore
}

/** Of all places that services held at a site: which meter counts for whom, from when, until when. In the order of the places. Pure. */
export const decideSpans = (places: readonly HeldPlace[], turns: readonly FeedTurn[]): readonly MeterSpan[] =>
  joined(places.flatMap((place) => spansOfPlace(place, turns)))
