import { z } from 'zod'
import { route } from '#kernel'

/** A thousand euros a unit is more than anything that is sold by it. */
const MOST_MICRO_EUROS = 1_000_000_000

export const reviseUnitPrice = route({
  method: 'POST',
  path: '/services/:service/unit-price',
  summary: 'Revise what a kWh, or a day of storage, costs a service from a day on, with the notice of its contract',
  who: ['admin', 'accountant'],
  params: z.object({ service: z.string().regex(/^[A-Z]{3}-[A-Z]{2}-\d{6}$/) }),
  body: z.strictObject({
    item: z.enum(['kwh', 'storage-day']),
    unit_micro_euros: z.int().min(0).max(MOST_MICRO_EUROS),
    /** The first day at the new price. */
    from: z.iso.date(),
    dry_run: z.boolean().default(false),
  }),
  reply: z.object({
    service: z.string(),
    item: z.enum(['kwh', 'storage-day']),
    from: z.iso.date(),
    /** On the day before; null: it had none. */
    before_micro_euros: z.number().nullable(),
    unit_micro_euros: z.number(),
  }),
  idempotent: true,
  refusals: ['unit-price-notice', 'no-contract'],
})
