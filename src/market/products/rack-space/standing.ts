import { capacityOf } from '#facility'
import type { Proof, StepContext } from '../../product.ts'
import type { RackSpaceParameters } from './parameters.ts'
import { spaceOf } from './stock.ts'
import { circuitsOf, type Standing } from './work.ts'

type Context = StepContext<RackSpaceParameters>

/** What a technician finds where the service stands, from the plant as it is. */
export const standingOf = async (context: Context): Promise<Standing> => {
  const { tx, site, holds, parameters, serviceNumber } = context
  const { capacity } = await capacityOf(tx, site.id)
  const space = spaceOf(holds)
  const compartment = capacity.compartments.get(space.thingId)
  if (!compartment) throw new Error(`the place of ${serviceNumber} is not built any more`)
  return {
    service: serviceNumber,
    compartment,
    label: space.label,
    shared: parameters.size === 'shared',
    watts: parameters.watts,
    outlets: compartment.outlets.filter(({ id }) => holds.some(({ thingId }) => thingId === id)),
    circuits: circuitsOf(capacity, space.thingId, parameters.sides),
  }
}

/** The shared rack is opened by the site's people only: there is no key to hand over or to take back. */
export const escorted = async ({ parameters, now }: Context): Promise<readonly Proof[] | null> =>
  parameters.size === 'shared'
    ? [{ proof: 'escorted-access', value: true, method: 'product', source: 'declared', at: now }]
    : null
