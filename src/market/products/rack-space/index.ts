import type { Product } from '../../product.ts'
import { changeSpace } from './change.ts'
import { besideOption } from './decide-change.ts'
import { type RackSpaceParameters, rackSpaceParameters } from './parameters.ts'
import { priceSpace } from './price-space.ts'
import { ceaseSteps, deliverSteps } from './steps.ts'
import { gearInside } from '../../survey/store.ts'
import { isOption, lookForSpace, reserveSpace, withoutOption } from './stock.ts'
import { OUTLET_KIND } from './store.ts'
import { takeOverSpace } from './take-over.ts'

/** A compartment with its own lock and strips, or height units of the shared rack; committed power on both sides or one. */
export const rackSpace: Product<RackSpaceParameters> = {
  name: 'rack-space',
  code: 'RS',
  parse: (parameters) => rackSpaceParameters.parse(parameters),
  price: priceSpace,
  look: lookForSpace,
  reserve: reserveSpace,
  takeOver: takeOverSpace,
  change: changeSpace,
  instead: {
    service: ({ place }) => place.exercise ?? null,
    meanwhile: besideOption,
    without: withoutOption,
    leaves: isOption,
  },
  deliver: deliverSteps,
  cease: ceaseSteps,
  // Nothing that the site does shows that the customer's equipment draws power; a meter will.
  liveStep: null,
  // Its steps see work orders and a file of this room, which a line's own sign tells, and gear that leaves first.
  signs: (tx, _siteId, serviceIds) => gearInside(tx, serviceIds),
  termMonths: ({ term_months: months }) => months ?? null,
  // The feeds of a shared rack say nothing of one tenant; the outlets that came with its units do.
  metered: ({ size }, holds) => size !== 'shared' || holds.some(({ kind }) => kind === OUTLET_KIND),
  startOn: ({ start_on: day }) => day ?? null,
  // Power is never cut by software: a suspension closes the door, and people cut what is dangerous.
  suspend: async () => undefined,
  resume: async () => undefined,
  restDays: async () => 0,
}
