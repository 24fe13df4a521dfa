import { amountsOf, capacityOf, type Capacity, type Load, type Placement, sumLoads } from '#facility'
import { type Refusal, type Result, ok, refuse } from '#kernel'
import { type Actor, type Served, scopeOf, sees, serve } from '#people'
import type { Db } from '#postgres'
import { type Newest, newestOf } from '#telemetry'
import { isStaff, mayFor } from '../may-act.ts'
import { lookForSpace, placementOf } from '../products/rack-space/stock.ts'
import { OPTION_KIND } from '../products/rack-space/store.ts'
import { elementLoads } from '../meter/routes.ts'
import { organisationByHandle, theSite } from '../store.ts'
import { type HeldLoad, heldLoads, reservedNow } from '../sum/store.ts'
import { listSpaceLoads, placeSpace, type PlacementWire, type SpaceLoadWire } from './contract.ts'
import { measurePhases } from './measure-phases.ts'
import { type HeldBeside, heldBeside, type HeldSpace, heldSpaces } from './store.ts'
import { type DrawnAt, feedsOf, normalWatts, sidesOf, sumElements } from './sum-elements.ts'
import { reasonsForCustomer, tellCustomer } from './tell-customer.ts'

/** As many as anybody reads; the count says how many more there are. */
const MOST_RANKED = 25

type At = Placement['passedOver'][number]['compartment']
const placeOf = ({ handle, rack, row, room }: At) => ({ compartment: handle, rack, row, room })

/** Both ends counted, as people say it. */
const unitsOf = (from: number, to: number) => ({ from_u: from, to_u: to - 1 })

const toWire = ({ ranked, passedOver }: Placement, staff: boolean): PlacementWire => {
  const counts = new Map<string, number>()
  for (const { because } of passedOver) {
    const { code } = staff ? because : tellCustomer(because)
    counts.set(code, (counts.get(code) ?? 0) + 1)
  }
  return {
    ranked: ranked.slice(0, MOST_RANKED).map(({ compartment, span: [from, to], keptEmpty, option, reasons }) => ({
      ...placeOf(compartment),
      units: compartment.size === 'shared' ? unitsOf(from, to) : null,
      kept_empty: keptEmpty.map(({ handle }) => handle),
      option: option?.handle ?? null,
      reasons: [...(staff ? reasons : reasonsForCustomer(reasons))],
    })),
    fits: ranked.length,
    tried: ranked.length + passedOver.length,
    counts: [...counts].map(([code, count]) => ({ code, count })).toSorted((a, b) => b.count - a.count),
    passed_over: staff
      ? passedOver.map(({ compartment, because }) => ({ ...placeOf(compartment), because: { ...because } }))
      : null,
  }
}

/** An organisation that the caller may order for; an unknown one and another's are the same answer. */
const orderer = async (db: Db, actor: Actor, handle: string): Promise<Result<string, Refusal>> => {
  const organisation = await organisationByHandle(db, handle)
  return organisation?.ended_at === null && mayFor(actor, organisation.id, ['admin', 'sales'], 'order')
    ? ok(organisation.id)
    : refuse({ code: 'organisation-unknown', organisation: handle })
}

const place = serve(placeSpace, async ({ db, actor, body, now }) => {
  const organisation = await orderer(db, actor, body.organisation)
  if (!organisation.ok) return organisation
  const asking = { tx: db, now, site: await theSite(db), organisationId: organisation.value }
  const before = await lookForSpace({ ...asking, taken: [] }, body.before)
  const placement = await placementOf(
    { ...asking, parameters: body.parameters, lineId: null },
    before.flatMap((one) => (one.ok ? one.value : [])),
  )
  return placement.ok ? ok(toWire(placement.value, isStaff(actor))) : placement
})

interface Knowing {
  readonly capacity: Capacity
  readonly reserved: ReadonlyMap<string, number>
  readonly feeds: ReturnType<typeof feedsOf>
  readonly newest: ReadonlyMap<string, Newest>
  readonly staff: boolean
  readonly beside: readonly HeldBeside[]
}

/** The power held with a place, if any: what stays empty beside a service has none. */
const loadsOf = ({ compartmentId, kind, from, to, watts, sides }: HeldSpace): readonly Load[] =>
  watts === null || sides === null
    ? []
    : [{ compartmentId, watts, sides, units: kind === 'rack-units' ? [from, to] : null }]

/** What is held beside this place, by a firm quote or by a change that is under way. */
const besideOf = (beside: readonly HeldBeside[], { compartmentId, kind, from, to }: HeldSpace): readonly HeldBeside[] =>
  beside.filter(
    ({ compartmentId: at, units }) =>
      at === compartmentId && (kind !== 'rack-units' || (units?.[0] === from && units[1] === to)),
  )

const feedLoads = (
  { capacity, feeds, reserved, newest }: Knowing,
  load: Load,
  shared: boolean,
): SpaceLoadWire['feeds'] =>
  sidesOf(load).flatMap((side) => {
    const feed = feeds.get(`${side} ${load.compartmentId}`)
    const limit = capacity.behind.get(load.compartmentId)?.[side].find(({ own, unit }) => own && unit === 'VA')
    if (!feed) return []
    const said = shared ? undefined : newest.get(feed.id)
    return [
      {
        side,
        feed: feed.handle,
        phase: feed.phase,
        normal_w: normalWatts(load),
        other_side_lost_w: load.watts,
        amount_va: limit ? (reserved.get(limit.key) ?? 0) : 0,
        limit_va: limit?.amount ?? null,
        measured_w: said?.powerW ?? null,
        measured_at: said?.at.toISOString() ?? null,
      },
    ]
  })

/** The fullest limit behind a load; one that is not known binds before any other. */
const nearestOf = ({ capacity, reserved }: Knowing, load: Load): SpaceLoadWire['nearest'] => {
  const limits = amountsOf(capacity, load).map(({ limit }) => ({ limit, held: reserved.get(limit.key) ?? 0 }))
  const share = ({ limit, held }: (typeof limits)[number]): number =>
    limit.amount === null ? Number.POSITIVE_INFINITY : held / Math.max(1, limit.amount)
  const [nearest] = limits.toSorted((a, b) => share(b) - share(a))
  if (!nearest || nearest.limit.unit === 'kg') return null
  const { element, phase, unit, amount } = nearest.limit
  return { element, phase, unit, reserved: nearest.held, limit: amount }
}

const toLoad = (knowing: Knowing, held: HeldSpace): readonly SpaceLoadWire[] => {
  const at = knowing.capacity.compartments.get(held.compartmentId)
  if (!at) return []
  const [load] = loadsOf(held)
  return [
    {
      ...placeOf(at),
      size: at.size,
      units: held.kind === 'rack-units' ? unitsOf(held.from, held.to) : null,
      state: held.service === null ? 'held' : 'sold',
      option: held.kind === OPTION_KIND,
      organisation: { handle: held.handle, name: held.name },
      service: held.service,
      order: held.order,
      since: held.since.toISOString(),
      watts: held.watts,
      weight_kg: held.weightKg,
      sides: held.sides,
      beside: besideOf(knowing.beside, held).map(({ order, service, watts, weightKg, sides, until }) => ({
        order,
        service,
        watts,
        weight_kg: weightKg,
        sides,
        until: until?.toISOString() ?? null,
      })),
      feeds: load ? feedLoads(knowing, load, held.kind === 'rack-units') : [],
      nearest: load && knowing.staff ? nearestOf(knowing, load) : null,
      measured_w: held.measuredW,
      measured_at: held.measuredAt?.toISOString() ?? null,
    },
  ]
}

/** Both chains: what is committed, beside what is measured of the feeds that are sold. */
const elementsOf = ({ capacity, feeds, newest }: Knowing, loads: readonly HeldLoad[]) => {
  const sold = new Set(
    loads.flatMap((load) => sidesOf(load).flatMap((side) => feeds.get(`${side} ${load.compartmentId}`)?.id ?? [])),
  )
  const elements = new Map(elementLoads(capacity, newest, sold).map((one) => [one.element, one]))
  const drawnAt: DrawnAt = (compartmentId, side) =>
    capacity.compartments.get(compartmentId)?.size === 'shared'
      ? null
      : (newest.get(feeds.get(`${side} ${compartmentId}`)?.id ?? '')?.powerW ?? null)
  return sumElements(capacity, loads, { elements, phases: measurePhases(capacity, newest, sold), drawnAt })
}

const loads = serve(listSpaceLoads, async ({ db, actor, now }) => {
  const { id } = await theSite(db)
  const { capacity, revision } = await capacityOf(db, id)
  const held = await heldSpaces(db, id)
  const staff = isStaff(actor)
  const scope = scopeOf(actor)
  const seen = held.filter(({ organisationId }) => sees(scope, organisationId))
  // In a shared rack the sum on the way is others' business too: a customer is told its own part of it.
  const beside = await heldBeside(db, id)
  const own = seen.flatMap((one) => [...loadsOf(one), ...besideOf(beside, one)])
  const reserved = staff ? await reservedNow(db, id, null) : sumLoads(capacity, own)
  const feeds = feedsOf(capacity)
  const newest = await newestOf(
    db,
    [...feeds.values()].map((feed) => feed.id),
  )
  const knowing = { capacity, reserved, feeds, newest, staff, beside }
  // Sums are of every load: during a change, of what is held beside a place too.
  const sums = staff ? elementsOf(knowing, await heldLoads(db, id)) : { elements: null, cooling: null }
  return ok({
    plant_revision: revision,
    at: now.toISOString(),
    power_factor: capacity.plant.rules.powerFactor,
    loads: seen.flatMap((one) => toLoad(knowing, one)),
    ...sums,
  })
})

export const spaceRoutes: readonly Served[] = [place, loads]
