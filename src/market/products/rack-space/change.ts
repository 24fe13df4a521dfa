import { amountsOf, type Capacity, capacityOf, certificatesOf, nextFree, outletRefusal } from '#facility'
import { type Refusal, type Result, ok, refuse } from '#kernel'
import { claimsOfLines, heldSpans } from '../../claim/store.ts'
import type { AskingChange, Change, ChangePlan, Hold } from '../../product.ts'
import { dayIn } from '../../start-billing.ts'
import { lockLimits, reservedNow } from '../../sum/store.ts'
import { lockPanels } from '../cross-connect/store.ts'
import { admitHealthData } from './admit-health-data.ts'
import { changeSteps } from './change-steps.ts'
import { type SpaceChange, decideChange, extraPower, onlyGivesBack } from './decide-change.ts'
import { heldSpace, leftBehind, optionQuotedBy, OUTLET_KIND } from './store.ts'
import type { RackSpaceParameters } from './parameters.ts'
import { isOption, loadIn, optionHold, outletsOf, placementOf, reserveSpace, spaceHolds, spaceOf } from './stock.ts'

type Ask = AskingChange<RackSpaceParameters>

/** The first limit that more power at this place would break, the tenant's own way first. */
const brokenAt = async (
  { tx, site, held, lineId, parameters: to }: Ask,
  capacity: Capacity,
  extras: readonly Hold[],
): Promise<Refusal | null> => {
  const compartment = spaceOf(held).label
  const reserved = new Map(await reservedNow(tx, site.id, lineId))
  for (const { thingId, load } of extras) {
    if (!load) continue
    for (const { limit, amount } of amountsOf(capacity, { compartmentId: thingId, ...load })) {
      const before = reserved.get(limit.key) ?? 0
      if (limit.amount === null || before + amount > limit.amount) {
        const values = {
          compartment,
          element: limit.element,
          unit: limit.unit,
          amount,
          reserved: before,
          limit: limit.amount,
          own_draw: limit.ownDraw,
        }
        if (limit.kind === 'rack') return { code: 'weight-reached', ...values }
        if (limit.amount === null) return { code: 'limit-unknown', ...values }
        if (limit.kind === 'outlet') {
          const asked = { compartmentId: thingId, watts: to.watts, units: load.units ?? null }
          return { ...outletRefusal(capacity, asked, { limit, amount, reserved: before }), compartment }
        }
        if (limit.own) return { code: 'way-too-small', ...values, watts: load.watts }
        if (limit.phase !== null) return { code: 'phase-reached', ...values, phase: limit.phase }
        return { code: limit.kind === 'cooling-unit' ? 'cooling-reached' : 'limit-reached', ...values }
      }
      reserved.set(limit.key, before + amount)
    }
  }
  return null
}

/** A firm quote that promises to exercise one of these options: until it ends, nobody lets go of it. */
const quotedOption = async (tx: Ask['tx'], leaves: readonly Hold[], lineId: string | null): Promise<Refusal | null> => {
  for (const { thingId } of leaves.filter(isOption)) {
    const order = await optionQuotedBy(tx, thingId, lineId)
    if (order !== null) return { code: 'option-quoted', order }
  }
  return null
}

/** An option that is asked for now is found beside where the service stands; one that is given up is free once the change is done. */
const changeOption = async (
  { tx, site, lineId, from, parameters: to, held }: Ask,
  capacity: Capacity,
): Promise<Result<Pick<ChangePlan, 'takes' | 'leaves'>, Refusal>> => {
  if (from.place.option_next === to.place.option_next) return ok({ takes: [], leaves: [] })
  if (!to.place.option_next) {
    const leaves = held.filter(isOption)
    const quoted = await quotedOption(tx, leaves, lineId)
    return quoted ? refuse(quoted) : ok({ takes: [], leaves })
  }
  const space = spaceOf(held)
  const at = capacity.compartments.get(space.thingId)
  const taken = await heldSpace(tx, site.id, lineId)
  const next = at && nextFree(capacity.plant.compartments, at, ({ id }) => !taken.has(id))
  return next
    ? ok({ takes: [optionHold(next)], leaves: [] })
    : refuse({ code: 'place-no-next', compartment: space.label })
}

/** The same place: more power is held beside what is held until the change is done, then one load carries it all. */
const staysPlan = async (ask: Ask, change: SpaceChange): Promise<Result<ChangePlan, Refusal>> => {
  const { from, parameters: to } = ask
  const space = spaceOf(ask.held)
  const taken = (await heldSpans(ask.tx, [space.thingId], ask.lineId)).get(space.thingId) ?? []
  const extras = extraPower(space, from, to, taken)
  const { capacity } = await capacityOf(ask.tx, ask.site.id)
  const broken = await brokenAt(ask, capacity, extras)
  if (broken) return refuse(broken)
  const option = await changeOption(ask, capacity)
  if (!option.ok) return option
  const at = capacity.compartments.get(space.thingId)
  const outlets = at ? outletsOf(at, space.span, to.sides) : []
  const isHeld = ({ thingId }: Hold): boolean => ask.held.some((one) => one.thingId === thingId)
  const stays = ({ thingId }: Hold): boolean => outlets.some((one) => one.thingId === thingId)
  const { watts, sides } = to
  const same = watts === from.watts && sides === from.sides && to.weight_kg === from.weight_kg
  return ok({
    takes: [...extras, ...outlets.filter((one) => !isHeld(one)), ...option.value.takes],
    leaves: [...extras, ...ask.held.filter((one) => one.kind === OUTLET_KIND && !stays(one)), ...option.value.leaves],
    reloads: same ? [] : [{ ...space, load: loadIn(space.load?.units ?? null, to) }],
    steps: change.steps,
  })
}

/** Cross-connects that begin where it stands come along to where it would. Nobody leads one there meanwhile: the panels are locked. */
const admitLeaving = async (ask: Ask, takes: readonly Hold[], lock: boolean): Promise<Result<null, Refusal>> => {
  if (lock) await lockPanels(ask.tx, ask.site.id)
  const { capacity } = await capacityOf(ask.tx, ask.site.id)
  const to = spaceOf(takes)
  const left = await leftBehind({ ...ask, capacity, from: spaceOf(ask.held).thingId, to: to.thingId })
  return left.length > 0
    ? refuse({ code: 'change-cross-connect-first', services: left, compartment: to.label })
    : ok(null)
}

/** Another place: held with its power while the old one still is, for the customer stands in both while it moves. */
const movesPlan = async (ask: Ask, steps: readonly string[], lock: boolean): Promise<Result<ChangePlan, Refusal>> => {
  const takes = lock ? await reserveSpace(ask) : await lookForOne(ask)
  if (!takes.ok) return takes
  const along = await admitLeaving(ask, takes.value, lock)
  if (!along.ok) return along
  const quoted = await quotedOption(ask.tx, ask.held, ask.lineId)
  if (quoted) return refuse(quoted)
  return ok({ takes: takes.value, leaves: ask.held, reloads: [], steps })
}

const lookForOne = async (ask: Ask): Promise<Result<readonly Hold[], Refusal>> => {
  const placement = await placementOf(ask)
  return placement.ok ? spaceHolds(placement.value, ask.parameters) : placement
}

/** A service that carries health data already is not made larger, nor moved, under a certificate that has lapsed. */
const admitHealth = async (
  { tx, site, from, parameters: to, now }: Ask,
  change: SpaceChange,
): Promise<Result<unknown, Refusal>> => {
  if (!to.health_data || (from.health_data && onlyGivesBack(from, to, change))) return ok(null)
  return admitHealthData(await certificatesOf(tx, site.id), dayIn(site.zone, now))
}

/**
 * A firm quote is no promise that the certificate stays, nor that an option goes which another one has promised since, nor that no
 * cross-connect was ordered since that would be left behind.
 */
const admit = async (ask: Ask): Promise<Result<null, Refusal>> => {
  const { tx, site, from, parameters: to, held, lineId } = ask
  const decided = decideChange(from, to)
  if (!decided.ok) return decided
  const admitted = await admitHealth(ask, decided.value)
  if (!admitted.ok) return admitted
  if (!decided.value.moves && (to.place.option_next || !from.place.option_next)) return ok(null)
  await lockLimits(tx, site.id)
  const quoted = await quotedOption(tx, held, lineId)
  if (quoted) return refuse(quoted)
  return decided.value.moves && lineId !== null ? admitLeaving(ask, await claimsOfLines(tx, [lineId]), true) : ok(null)
}

const plan = async (ask: Ask, lock: boolean): Promise<Result<ChangePlan, Refusal>> => {
  const { tx, site, from, parameters: to } = ask
  const decided = decideChange(from, to)
  if (!decided.ok) return decided
  const admitted = await admitHealth(ask, decided.value)
  if (!admitted.ok) return admitted
  if (decided.value.moves) {
    // The option that it once came from is over.
    const { exercise: _, ...place } = to.place
    return movesPlan({ ...ask, parameters: { ...to, place } }, decided.value.steps, lock)
  }
  if (lock) await lockLimits(tx, site.id)
  return staysPlan(ask, decided.value)
}

/** More or less power, another side, another compartment: the same service, the same number. */
export const changeSpace: Change<RackSpaceParameters> = {
  look: (ask) => plan(ask, false),
  reserve: (ask) => plan(ask, true),
  admit,
  steps: changeSteps,
  liveStep: null,
}
