import { z } from 'zod'
import { date, list, type SiteRow } from '#facility'

const MICRO_EUROS = 1_000_000
const item = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/)

/** What is metered, or counted in days, costs by the unit: use of a day costs that day's price. */
const usagePrice = z.strictObject({
  product: item,
  item,
  unit: z.enum(['kWh', 'day']),
  unit_euros: z
    .number()
    .min(0)
    .max(1000)
    .refine((amount) => Math.abs(amount * MICRO_EUROS - Math.round(amount * MICRO_EUROS)) < 1e-3, {
      message: '0.000001 €',
    })
    .transform((amount) => Math.round(amount * MICRO_EUROS)),
  from: date,
})
export const usagePrices = list(usagePrice, 1000).default([])

/** Pure. */
export const usagePriceRows = (prices: z.output<typeof usagePrices>): readonly SiteRow[] =>
  prices.map(({ unit_euros, from, ...rest }, index) => ({
    kind: 'usage-price',
    handle: `${rest.product}/${rest.item}/${from}`,
    path: ['usage_prices', index],
    fields: { ...rest, unit_micro_euros: unit_euros, from_date: from },
  }))
