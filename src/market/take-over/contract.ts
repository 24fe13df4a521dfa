import { z } from 'zod'
import { day, route } from '#kernel'
import { csvRefusals, importAnswer, importAsked } from '../import/contract.ts'

export { columns as takeOverColumns } from './columns.ts'

export const importServices = route({
  method: 'POST',
  path: '/imports/services',
  summary:
    'Take over services that live already from a CSV file: they claim what they hold, without a step; row by row, as a dry run if asked',
  who: ['admin'],
  body: importAsked,
  reply: importAnswer,
  idempotent: true,
  refusals: csvRefusals,
})

export const reviseService = route({
  method: 'POST',
  path: '/services/:service/revise',
  summary: 'Revise the price of an indexed service by the value of its index, on its day; a dry run shows it',
  who: ['admin', 'accountant'],
  params: z.object({ service: z.string().regex(/^[A-Z]{3}-[A-Z]{2}-\d{6}$/) }),
  body: z.strictObject({
    /** As published. */
    index_value: z.number().positive().max(1_000_000),
    /** The day of revision, as the contract has it. */
    on: day,
    /** The day on which the value was published: a price that was agreed later rests on it already. */
    published_on: day.optional(),
    /** The index moved by more than a quarter, and somebody looked at it. */
    beyond: z.boolean().default(false),
    dry_run: z.boolean().default(false),
  }),
  reply: z.object({
    service: z.string(),
    from: day,
    before_micro_euros: z.number(),
    monthly_micro_euros: z.number(),
    index: z.string(),
    /** The value on which the price rests until then. */
    index_before: z.number(),
    index_value: z.number(),
    /** How many people of the customer are written to. */
    letters: z.number(),
    /** Every price in force on that day or later. */
    prices: z.array(z.object({ from: day, before_micro_euros: z.number(), monthly_micro_euros: z.number() })),
  }),
  idempotent: true,
  refusals: [
    'not-indexed',
    'not-the-revision-day',
    'revised-already',
    'revised-beyond',
    'publication-unsaid',
    'change-under-way',
  ],
})

export const attachContract = route({
  method: 'POST',
  path: '/services/:service/attach',
  summary: 'Attach a price to an imported service: it is billed from a day on; a dry run shows it',
  who: ['admin', 'sales'],
  params: z.object({ service: z.string().regex(/^[A-Z]{3}-[A-Z]{2}-\d{6}$/) }),
  body: z.strictObject({
    /** Of the site's price list, whichever product it belongs to. */
    item: z.string().trim().min(1).max(63),
    /** Where another price was agreed than the list's. */
    monthly_cents: z.int().min(0).max(100_000_000).optional(),
    /** The first day that is billed. */
    from: day,
    dry_run: z.boolean().default(false),
  }),
  reply: z.object({
    service: z.string(),
    item: z.string(),
    from: day,
    monthly_micro_euros: z.number(),
    billing: z.enum(['advance', 'arrears']),
  }),
  idempotent: true,
  refusals: ['contract-attached', 'contract-before-import', 'no-price', 'illegal-move'],
})
