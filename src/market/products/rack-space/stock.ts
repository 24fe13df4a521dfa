import {
  amountsOf,
  type Candidate,
  type Capacity,
  capacityOf,
  certificatesOf,
  type Occupation,
  type PlantCompartment,
  type Placement,
  placeLoad,
  whyNowhere,
  type Wish,
} from '#facility'
import { type Refusal, type Result, ok, refuse } from '#kernel'
import type { Asking, AskingAll, Hold } from '../../product.ts'
import { dayIn } from '../../start-billing.ts'
import { lockLimits, reservedNow } from '../../sum/store.ts'
import { admitHealthData } from './admit-health-data.ts'
import type { RackSpaceParameters } from './parameters.ts'
import {
  heldSpace,
  OPTION_KIND,
  OUTLET_KIND,
  type OwnOption,
  optionQuotedBy,
  ownOption,
  ownSpace,
  SPACE_KINDS,
} from './store.ts'

type Ask = Asking<RackSpaceParameters>

export const wishOf = (parameters: RackSpaceParameters, apartFromRows: readonly string[]): Wish => ({
  size: parameters.size,
  units: parameters.units_u ?? 1,
  watts: parameters.watts,
  weightKg: parameters.weight_kg ?? null,
  sides: parameters.sides,
  rack: parameters.place.rack ?? null,
  row: parameters.place.row ?? null,
  nearMeetMe: parameters.place.near_meet_me,
  apartFromRows,
  noNeighbour: parameters.place.no_neighbour,
  optionNext: parameters.place.option_next,
})

const isSpace = ({ kind }: Hold): boolean => SPACE_KINDS.some((space) => space === kind)

/** The site as it stands: its plant, and what of it is held. */
interface Stock {
  readonly capacity: Capacity
  readonly occupation: Occupation
}

const readStock = async ({ tx, site }: Pick<Ask, 'tx' | 'site'>, exceptLineId: string | null): Promise<Stock> => ({
  capacity: (await capacityOf(tx, site.id)).capacity,
  occupation: {
    reserved: await reservedNow(tx, site.id, exceptLineId),
    held: await heldSpace(tx, site.id, exceptLineId),
  },
})

/** What would be left once these things were held too. */
const without = ({ capacity, occupation }: Stock, holds: readonly Hold[]): Stock => {
  const reserved = new Map(occupation.reserved)
  const held = new Map(occupation.held)
  for (const { thingId, span, load } of holds) {
    held.set(thingId, [...(held.get(thingId) ?? []), span])
    if (!load) continue
    for (const { limit, amount } of amountsOf(capacity, { compartmentId: thingId, ...load }))
      reserved.set(limit.key, (reserved.get(limit.key) ?? 0) + amount)
  }
  return { capacity, occupation: { reserved, held } }
}

/** The stock as it is without this option, and of all places only the one that it holds. */
const placeOnOption = (
  { capacity, occupation }: Stock,
  parameters: RackSpaceParameters,
  optionId: string,
): Result<Placement, Refusal> => {
  const at = capacity.compartments.get(optionId)
  if (!at) throw new Error(`no compartment ${optionId}`)
  if (at.size !== parameters.size)
    return refuse({ code: 'compartment-other-size', compartment: at.handle, size: at.size, said: parameters.size })
  const held = new Map(occupation.held)
  // One span only: another line of the same order may want it too.
  held.set(optionId, (held.get(optionId) ?? []).slice(1))
  const { ranked, passedOver } = placeLoad(capacity, wishOf(parameters, []), { ...occupation, held })
  const isIt = ({ compartment }: { readonly compartment: PlantCompartment }): boolean => compartment.id === optionId
  return ok({ ranked: ranked.filter(isIt), passedOver: passedOver.filter(isIt) })
}

/** May this option be exercised as its service stands? What else its signature would be refused for is told before. */
const admitExercise = async (
  { tx, lineId }: Pick<Ask, 'tx' | 'lineId'>,
  service: string,
  option: OwnOption | null,
): Promise<Result<OwnOption, Refusal>> => {
  if (option === null) return refuse({ code: 'option-unknown', service })
  if (option.state !== 'in-service') return refuse({ code: 'illegal-move', from: option.state, to: 'changed' })
  if (!option.hasContract) return refuse({ code: 'no-contract', service })
  if (option.changeOrder !== null) return refuse({ code: 'change-under-way', order: option.changeOrder, service })
  const order = await optionQuotedBy(tx, option.compartmentId, lineId)
  return order === null ? ok(option) : refuse({ code: 'option-quoted', service, order })
}

/** Where this could stand now, ranked with reasons, and why the others are passed over; or why the question cannot be put. */
const placeIn = async (
  { capacity, occupation }: Stock,
  { tx, site, parameters, organisationId, now, lineId }: Ask,
): Promise<Result<Placement, Refusal>> => {
  if (parameters.health_data) {
    const admitted = admitHealthData(await certificatesOf(tx, site.id), dayIn(site.zone, now))
    if (!admitted.ok) return admitted
  }
  const { rack, apart_from: apartFrom, exercise } = parameters.place
  if (exercise !== undefined) {
    const own = await ownOption(tx, { organisationId, service: exercise })
    const option = await admitExercise({ tx, lineId }, exercise, own)
    return option.ok ? placeOnOption({ capacity, occupation }, parameters, option.value.compartmentId) : option
  }
  if (rack !== undefined && !capacity.plant.compartments.some((one) => one.rack === rack))
    return refuse({ code: 'rack-unknown', rack })
  const other = apartFrom === undefined ? [] : await ownSpace(tx, { organisationId, service: apartFrom })
  if (other === null) return refuse({ code: 'apart-from-unknown', service: apartFrom })
  const rows = other.flatMap((id) => capacity.compartments.get(id)?.row ?? [])
  return ok(placeLoad(capacity, wishOf(parameters, rows), occupation))
}

/** `taken`: what earlier lines of the same order would hold. */
export const placementOf = async (ask: Ask, taken: readonly Hold[] = []): Promise<Result<Placement, Refusal>> =>
  placeIn(without(await readStock(ask, ask.lineId), taken.filter(isSpace)), ask)

/** It says of itself that it is an option, wherever it is read; the word is the same in both languages. */
export const optionHold = ({ id, handle }: PlantCompartment): Hold => ({
  kind: OPTION_KIND,
  thingId: id,
  span: [0, 1],
  label: `${handle} (option)`,
})
/** What a service is that has no option any more. */
export const withoutOption = (from: RackSpaceParameters): RackSpaceParameters => ({
  ...from,
  place: { ...from.place, option_next: false },
})
export const isOption = ({ kind }: Hold): boolean => kind === OPTION_KIND

/** The metered outlets beside these units, on the sides that are sold; of a place taken whole, none. */
export const outletsOf = (
  { size, outlets }: PlantCompartment,
  [from, to]: readonly [from: number, to: number],
  sides: RackSpaceParameters['sides'],
): readonly Hold[] =>
  size === 'shared'
    ? outlets
        .filter(({ side, number }) => (sides === 'A+B' || sides === side) && number >= from && number < to)
        .map(({ id, handle }): Hold => ({ kind: OUTLET_KIND, thingId: id, span: [0, 1], label: handle }))
    : []

/** The power that a place is sold with; of units of a shared rack it is drawn at their outlets. */
export const loadIn = (
  units: readonly [from: number, to: number] | null,
  { watts, sides, weight_kg: weightKg }: Pick<RackSpaceParameters, 'watts' | 'sides' | 'weight_kg'>,
): NonNullable<Hold['load']> => ({
  watts,
  sides,
  ...(weightKg === undefined ? {} : { weightKg }),
  ...(units === null ? {} : { units }),
})

/** The place with its power, the compartments beside it that stay empty, and the one that it has an option on. */
export const holdsOf = (
  { compartment, span, keptEmpty, option }: Candidate,
  { watts, sides, weight_kg: weightKg }: RackSpaceParameters,
): readonly Hold[] => {
  const load = loadIn(compartment.size === 'shared' ? span : null, { watts, sides, weight_kg: weightKg })
  const [from, to] = span
  const space: Hold =
    compartment.size === 'shared'
      ? { kind: 'rack-units', thingId: compartment.id, span, label: `${compartment.handle} U${from}–${to - 1}`, load }
      : { kind: 'compartment', thingId: compartment.id, span, label: compartment.handle, load }
  return [
    space,
    ...outletsOf(compartment, span, sides),
    ...keptEmpty.map(({ id, handle }): Hold => ({ kind: 'compartment', thingId: id, span: [0, 1], label: handle })),
    ...(option ? [optionHold(option)] : []),
  ]
}

/** What the first place in rank would hold, or why there is none. */
export const spaceHolds = (placement: Placement, parameters: RackSpaceParameters): Result<readonly Hold[], Refusal> => {
  const [best] = placement.ranked
  return best ? ok(holdsOf(best, parameters)) : refuse(whyNowhere(placement, parameters.size))
}

/** The first place in rank, or the nearest miss with how many broke which limit. */
const chooseHolds = async (stock: Stock, ask: Ask): Promise<Result<readonly Hold[], Refusal>> => {
  const placement = await placeIn(stock, ask)
  return placement.ok ? spaceHolds(placement.value, ask.parameters) : placement
}

export const lookForSpace = async (
  asking: AskingAll,
  lines: readonly RackSpaceParameters[],
): Promise<readonly Result<readonly Hold[], Refusal>[]> => {
  let stock = without(await readStock(asking, null), asking.taken.filter(isSpace))
  const looked: Result<readonly Hold[], Refusal>[] = []
  for (const parameters of lines) {
    const holds = await chooseHolds(stock, { ...asking, parameters, lineId: null })
    if (holds.ok) stock = without(stock, holds.value)
    looked.push(holds)
  }
  return looked
}

/**
 * One line under the lock of the limits. The look before it reads committed sums only, so its "full" is true at that instant:
 * who comes too late need not wait for those who are signing.
 */
export const reserveSpace = async (ask: Ask): Promise<Result<readonly Hold[], Refusal>> => {
  const early = await chooseHolds(await readStock(ask, ask.lineId), ask)
  if (!early.ok) return early
  await lockLimits(ask.tx, ask.site.id)
  return chooseHolds(await readStock(ask, ask.lineId), ask)
}

/** What the service stands in: the hold that carries its power; the others stay empty beside it. */
export const spaceOf = (holds: readonly Hold[]): Hold => {
  const hold = holds.find(({ load }) => load !== undefined)
  if (!hold) throw new Error('the service holds no space')
  return hold
}
