import { previewOrder } from '#market/contract'
import { must } from '../scenarios/house/asking.ts'
import { MEMBER, siteHouse } from './house.ts'
import { percentile, type Row, timedTimes } from './row.ts'

const TURNS = 1000
const MOST_MS = 20

/** Four ports of three speeds, as a carrier would ask for them; the price and the stock of each are looked up. */
const FOUR_LINES = (['10G', '1G', '100G', '10G'] as const).map((speed) => ({
  product: 'exchange-port' as const,
  parameters: { speed, asn: MEMBER.asn, prefixes: ['203.0.113.0/24'] },
}))

export const quoteOrder: Row = {
  name: 'quote-order',
  what: 'quote of a four-line order, over HTTP',
  owed: `p99 < ${MOST_MS} ms`,
  kept: ({ samples }) => percentile(samples, 0.99) < MOST_MS,
  measure: async () => {
    const { admin } = await siteHouse()
    const samples = await timedTimes(TURNS, async () => {
      const quoted = must(
        await admin.call(previewOrder, { body: { organisation: MEMBER.organisation, lines: FOUR_LINES } }),
      )
      if (quoted.lines.length !== FOUR_LINES.length) throw new Error('a line was not quoted')
    })
    return { unit: 'ms', samples }
  },
}
