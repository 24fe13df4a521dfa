import { attachmentOf, lanOf, passedQuarantine, wishState } from '#exchange'
import { ok, refuse } from '#kernel'
import type { Product } from '../../product.ts'
import { type ExchangePortParameters, exchangePortParameters } from './parameters.ts'
import { ceaseSteps, deliverSteps } from './steps.ts'
import { lookAtStock, reserveStock } from './stock.ts'

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
  reserve: reserveStock,
  deliver: deliverSteps,
  cease: ceaseSteps,
  liveStep: 'live',
  suspend: async (tx, serviceId, now) => {
    await wishState(tx, serviceId, 'suspended', now)
  },
  resume: async (tx, serviceId, now) => {
    const attachment = await attachmentOf(tx, serviceId)
    const passed = attachment?.mac ? await passedQuarantine(tx, { asn: attachment.asn, mac: attachment.mac }) : false
    await wishState(tx, serviceId, passed ? 'production' : 'quarantine', now)
  },
  // An address that was announced is remembered by routers and filters of others: it is not given to a stranger at once.
  restDays: async (kind, tx, siteId) => (kind === 'lan-host' ? ((await lanOf(tx, siteId))?.restDays ?? 0) : 0),
}
