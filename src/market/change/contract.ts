import { z } from 'zod'
import { day, route } from '#kernel'
import { usageQuoted } from '../meter/usage-quoted.ts'

const MOST_KEYS = 40
const hold = z.object({ kind: z.string(), label: z.string() })
const serviceNumber = z.string().regex(/^[A-Z]{3}-[A-Z]{2}-\d{6}$/)

/** Parameters that become otherwise; what is not named stays, null takes one away. Read as the product reads them. */
const parametersAsked = z
  .record(z.string().min(1).max(40), z.unknown())
  .refine((asked) => Object.keys(asked).length <= MOST_KEYS, { message: `at most ${MOST_KEYS} keys` })

/** A line of an order that changes a service in service. */
export const changeAsked = z.strictObject({ service: serviceNumber, parameters: parametersAsked })
export type ChangeAsked = z.output<typeof changeAsked>

/** What a change makes of a service: the monthly price before and after, what it holds more and gives back, and from when. */
export const changeWire = z.object({
  parameters_before: z.record(z.string(), z.unknown()),
  monthly_before_micro_euros: z.number(),
  monthly_after_micro_euros: z.number(),
  would_give_back: z.array(hold),
  /** First day billed at the new price; null: not handed over yet. */
  from: day.nullable(),
})

export const changeQuoted = z.object({
  service: z.string(),
  /** The order that was drafted and quoted; null of a dry run, and where it is refused. */
  order: z.string().nullable(),
  parameters: z.record(z.string(), z.unknown()),
  change: changeWire.nullable(),
  would_reserve: z.array(hold),
  steps: z.array(z.object({ name: z.string(), by: z.enum(['person', 'machine', 'customer']), for_ready: z.boolean() })),
  /** By the unit, as it was agreed with the service: a change leaves it. */
  usage: z.array(usageQuoted),
  /** What would not be expected of it. */
  notes: z.array(z.looseObject({ code: z.string() })),
  refusal: z.looseObject({ code: z.string() }).nullable(),
  /** Its order is signed with a service code and an engagement number of its own, and invoiced under them. */
  public_body: z.boolean(),
})
export type ChangeQuotedWire = z.output<typeof changeQuoted>

/** One price of a service, from its day on. */
export const priceOfService = z.object({
  from: day,
  item: z.string().nullable(),
  monthly_micro_euros: z.number(),
  /** The order of the change that brought it; null: the price at which the service began. */
  order: z.string().nullable(),
  /** Of a revision: the index, and the values between which it moved. */
  index: z.object({ name: z.string(), before: z.number(), value: z.number() }).nullable(),
})

const words = z.string().trim().min(1).max(80)
export const changeService = route({
  method: 'POST',
  path: '/services/:service/change',
  summary: 'Quote a change of a service in service and draft its order; a dry run only shows it',
  who: ['admin', 'sales', 'own:order'],
  params: z.object({ service: serviceNumber }),
  body: z.strictObject({
    parameters: parametersAsked,
    quote: z.enum(['firm', 'subject-to-availability']).default('firm'),
    customer_reference: words.optional(),
    service_code: words.optional(),
    engagement_number: words.optional(),
    dry_run: z.boolean().default(false),
  }),
  reply: changeQuoted,
  idempotent: true,
  refusals: ['not-allowed', 'firm-holds-spent'],
})
