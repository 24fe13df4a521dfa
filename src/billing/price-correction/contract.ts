import { z } from 'zod'
import { day, route } from '#kernel'

export const tryPrices = route({
  method: 'POST',
  path: '/services/:service/price-correction',
  summary:
    'What other prices would change of what was invoiced already: the next lines, and the credit notes; nothing is written',
  who: ['admin', 'accountant'],
  params: z.object({ service: z.string().regex(/^[A-Z]{3}-[A-Z]{2}-\d{6}$/) }),
  body: z.strictObject({
    /** Each from its day on, beside those that stand. */
    prices: z
      .array(z.strictObject({ from: day, monthly_micro_euros: z.int().min(0).max(1_000_000_000_000) }))
      .min(1)
      .max(50),
  }),
  reply: z.object({
    service: z.string(),
    /** The first day that is not invoiced; null: nothing is. */
    invoiced_until: day.nullable(),
    /** Of the invoiced days, the months that the prices touch. */
    months: z.number(),
    /** What lines of the next invoice make up for, without VAT. */
    raise_cents: z.number(),
    /** What credit notes repay, without VAT, each on one invoice. */
    credits: z.array(z.object({ invoice: z.string(), net_cents: z.number() })),
  }),
})
