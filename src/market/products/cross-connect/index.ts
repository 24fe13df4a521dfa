import type { Product } from '../../product.ts'
import { changeEnd } from './change/index.ts'
import { type CrossConnectParameters, crossConnectParameters } from './parameters.ts'
import { priceConnect } from './price-connect.ts'
import { ceaseSteps, deliverSteps } from './steps.ts'
import { lookForRoute, reserveRoute } from './stock.ts'
import { tellWay } from './tell-way.ts'
import { signsOf } from './store.ts'
import { takeOverConnect } from './take-over.ts'

/** A fibre or a copper cable between two demarcations, through panels and trunks. */
export const crossConnect: Product<CrossConnectParameters> = {
  name: 'cross-connect',
  code: 'XC',
  parse: (parameters) => crossConnectParameters.parse(parameters),
  price: priceConnect,
  otherPays: ({ payer }) => payer === 'z',
  look: lookForRoute,
  tell: tellWay,
  reserve: reserveRoute,
  takeOver: takeOverConnect,
  change: changeEnd,
  deliver: deliverSteps,
  cease: ceaseSteps,
  // Nothing of the site's sees a customer's light; a port of the exchange at one end shows its own.
  liveStep: null,
  signs: signsOf,
  // Glass is passive: a suspension pulls nothing.
  suspend: async () => undefined,
  resume: async () => undefined,
  restDays: async () => 0,
}
