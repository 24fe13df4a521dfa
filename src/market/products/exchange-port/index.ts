import { lanOf, lockFabric, wishState } from '#exchange'
import { Fault, ok, refuse } from '#kernel'
import type { Db } from '#postgres'
import type { Product } from '../../product.ts'
import { changePort } from './change.ts'
import { type ExchangePortParameters, exchangePortParameters } from './parameters.ts'
import { signsOf } from './signs.ts'
import { ceaseSteps, deliverSteps } from './steps.ts'
import { lookAtStock, reserveStock } from './stock.ts'
import { takeOverPort } from './take-over.ts'

/** A service that has no port yet has nothing to be switched; any other refusal is ours to look into. */
const wishPort = async (
  tx: Db,
  serviceId: string,
  state: 'suspended' | 'production' | 'quarantine',
  now: Date,
): Promise<void> => {
  const wished = await wishState(tx, serviceId, state, now)
  if (!wished.ok && wished.refusal.code !== 'attachment-unknown')
    throw new Fault('exchange', `${wished.refusal.code} ${JSON.stringify(wished.refusal)}`)
}

/** A port of the peering fabric: light, two addresses of the LAN, sessions with both route servers. */
export const exchangePort: Product<ExchangePortParameters> = {
  name: 'exchange-port',
  code: 'XP',
  parse: (parameters) => exchangePortParameters.parse(parameters),
  price: ({ speed }, prices) => {
    const item = `port-${speed.toLowerCase()}`
    const price = prices.find((candidate) => candidate.item === item)
    return price ? ok([price]) : refuse({ code: 'no-price', item })
  },
  look: lookAtStock,
  lock: async (tx, siteId) => {
    const lan = await lanOf(tx, siteId)
    if (lan) await lockFabric(tx, lan.id)
  },
  reserve: reserveStock,
  takeOver: takeOverPort,
  change: changePort,
  deliver: deliverSteps,
  cease: ceaseSteps,
  liveStep: 'live',
  signs: signsOf,
  suspend: (tx, serviceId, now) => wishPort(tx, serviceId, 'suspended', now),
  // Back to where the delivery had come: a port that was never opened is not opened by the end of a suspension.
  resume: (tx, serviceId, now, begun) => wishPort(tx, serviceId, begun('open') ? 'production' : 'quarantine', now),
  // An address that was announced is remembered by routers and filters of others: it is not given to a stranger at once.
  restDays: async (kind, tx, siteId) => (kind === 'lan-host' ? ((await lanOf(tx, siteId))?.restDays ?? 0) : 0),
}
