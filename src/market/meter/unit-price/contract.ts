import { z } from 'zod'
import { day, route } from '#kernel'

/** A thousand euros a unit is more than anything that is sold by it. */
const MOST_MICRO_EUROS = 1_000_000_000

const params = z.object({ service: z.string().regex(/^[A-Z]{3}-[A-Z]{2}-\d{6}$/) })
const item = z.enum(['kwh', 'storage-day'])
export const unitPriceWire = z.object({ item, from: day, unit_micro_euros: z.number() })

export const reviseUnitPrice = route({
  method: 'POST',
  path: '/services/:service/unit-price',
  summary: 'Revise what a kWh, or a day of storage, costs a service from a day on, with the notice of its contract',
  who: ['admin', 'accountant'],
  params,
  body: z.strictObject({
    item,
    unit_micro_euros: z.int().min(0).max(MOST_MICRO_EUROS),
    /** The first day at the new price. */
    from: day,
    dry_run: z.boolean().default(false),
  }),
  reply: z.object({
    service: z.string(),
    item,
    from: day,
    /** On the day before; null: it had none. */
    before_micro_euros: z.number().nullable(),
    unit_micro_euros: z.number(),
    /** What the contract asks of a higher price. */
    notice_days: z.number(),
    /** How many people of the customer are written to. */
    letters: z.number(),
  }),
  idempotent: true,
  refusals: ['unit-price-notice', 'no-contract'],
})

export const listUnitPrices = route({
  method: 'GET',
  path: '/services/:service/unit-prices',
  summary: 'What was agreed with a service by the unit, each price from its day on',
  who: ['admin', 'sales', 'engineer', 'technician', 'accountant', 'own:read'],
  params,
  reply: z.object({ prices: z.array(unitPriceWire), notice_days: z.number() }),
})
