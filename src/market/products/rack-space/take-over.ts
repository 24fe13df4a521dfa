import {
  amountsOf,
  type Capacity,
  capacityOf,
  certificatesOf,
  type PlantCompartment,
  placeLoad,
  whyNowhere,
} from '#facility'
import { type Refusal, type Result, ok, refuse } from '#kernel'
import { holderOf } from '../../claim/store.ts'
import type { Asking, Hold, Place, TakeOver } from '../../product.ts'
import { dayIn } from '../../start-billing.ts'
import { reservedOf } from '../../sum/store.ts'
import { admitHealthData } from './admit-health-data.ts'
import type { RackSpaceParameters } from './parameters.ts'
import { holdsOf, wishOf } from './stock.ts'
import { heldSpace } from './store.ts'

/** The row alone, where a shared rack is no more than the units that are taken over: the placement then asks its own questions of it. */
const onlyThere = (capacity: Capacity, at: PlantCompartment): Capacity => ({
  ...capacity,
  plant: {
    ...capacity.plant,
    compartments: capacity.plant.compartments
      .filter(({ room, row }) => room === at.room && row === at.row)
      .map((one) => (one.id === at.id ? at : one)),
  },
})

/** The compartment that the file names, as far as this service stands in it. Pure. */
export const locate = (
  compartments: readonly PlantCompartment[],
  { size, units_u: units }: Pick<RackSpaceParameters, 'size' | 'units_u'>,
  { at, lowestU }: Place,
): Result<PlantCompartment, Refusal> => {
  const named = compartments.find(({ handle }) => handle === at)
  if (!named) return refuse({ code: 'compartment-unknown', compartment: at })
  if (named.size !== size)
    return refuse({ code: 'compartment-other-size', compartment: at, size: named.size, said: size })
  if (size !== 'shared') return ok(named)
  if (lowestU === null) return refuse({ code: 'units-not-said', compartment: at })
  const last = lowestU + (units ?? 1) - 1
  const top = named.firstU + named.unitsU - 1
  return lowestU < named.firstU || last > top
    ? refuse({ code: 'units-outside', compartment: at, from: lowestU, to: last, first: named.firstU, last: top })
    : ok({ ...named, firstU: lowestU, unitsU: units ?? 1 })
}

const held = async ({ tx }: Pick<Asking<never>, 'tx'>, at: PlantCompartment): Promise<Refusal | null> => {
  const span = at.size === 'shared' ? ([at.firstU, at.firstU + at.unitsU] as const) : ([0, 1] as const)
  const by = await holderOf(tx, at.id, span)
  const place = at.size === 'shared' ? `${at.handle} U${span[0]}–${span[1] - 1}` : at.handle
  return by === null ? null : { code: 'place-in-service', place, by }
}

const holds = async (ask: Asking<RackSpaceParameters>, place: Place): Promise<Result<readonly Hold[], Refusal>> => {
  const { tx, site, parameters, now } = ask
  if (parameters.health_data) {
    const admitted = admitHealthData(await certificatesOf(tx, site.id), dayIn(site.zone, now))
    if (!admitted.ok) return admitted
  }
  const { capacity } = await capacityOf(tx, site.id)
  const at = locate(capacity.plant.compartments, parameters, place)
  if (!at.ok) return at
  const taken = await held(ask, at.value)
  if (taken) return refuse(taken)
  // Asked before the lock, which comes with the claim: what is sold in between is refused there (`within_limit`). Nobody holds the place, so
  // but for an option beside it only the limits behind it are read, not the whole site's for each row of a file.
  const { watts, sides } = parameters
  const { size, firstU, unitsU } = at.value
  const units = size === 'shared' ? ([firstU, firstU + unitsU] as const) : null
  const behind = amountsOf(capacity, { compartmentId: at.value.id, watts, sides, units })
  const elements = behind.flatMap(({ limit }) => (limit.elementId === '' ? [] : [limit.elementId]))
  const occupation = {
    reserved: await reservedOf(tx, elements),
    held: parameters.place.option_next ? await heldSpace(tx, site.id, null) : new Map(),
  }
  const placement = placeLoad(
    onlyThere(capacity, at.value),
    { ...wishOf(parameters, []), rack: at.value.rack },
    occupation,
  )
  const fits = placement.ranked.find(({ compartment }) => compartment.id === at.value.id)
  if (fits) return ok(holdsOf(fits, parameters))
  const passed = placement.passedOver.find(({ compartment }) => compartment.id === at.value.id)
  return refuse(passed ? passed.because : whyNowhere(placement, parameters.size))
}

/** Space that is occupied already: held where it stands, with its power counted like any other. */
export const takeOverSpace: TakeOver<RackSpaceParameters> = {
  holds,
  // A tenant's strips are live, and the site holds no device for them.
  begin: async () => ok(null),
}
