/** The shapes of the market on the wire; the routes that carry them are in contract.ts. */
import { z } from 'zod'
import { day, instant } from '#kernel'
import { instrumentKinds } from '#facility/contract'
import { lineStates, orderStates, serviceStates, suspensions, waitOwners } from './model.ts'
import { changeAsked, changeWire, priceOfService } from './change/contract.ts'
import { otherSideWire } from './letter/shown/shape.ts'
import { usageQuoted } from './meter/usage-quoted.ts'
import { crossConnectParameters } from './products/cross-connect/parameters.ts'
import { exchangePortParameters } from './products/exchange-port/parameters.ts'
import { moveParameters } from './products/move/parameters.ts'
import { instrumentOffered, instrumentRead } from './work-order/instrument.ts'
import { takenOverWire } from './take-over/shape.ts'
import { rackSpaceParameters } from './products/rack-space/parameters.ts'

export const text = (most: number) => z.string().trim().min(1).max(most)
export { day }
const at = z.iso.datetime()
const values = z.looseObject({ code: z.string() })

/** One line as asked for: a product and its parameters. Unknown keys are refused. */
export const lineAsked = z.discriminatedUnion('product', [
  z.strictObject({ product: z.literal('exchange-port'), parameters: exchangePortParameters }),
  z.strictObject({ product: z.literal('rack-space'), parameters: rackSpaceParameters }),
  z.strictObject({ product: z.literal('move'), parameters: moveParameters }),
  z.strictObject({ product: z.literal('cross-connect'), parameters: crossConnectParameters }),
])
export type LineAsked = z.output<typeof lineAsked>
export type PortAsked = Extract<LineAsked, { product: 'exchange-port' }>['parameters']

/** What the invoice will bear: how the customer calls it, and by which service and engagement a public body pays. */
export const references = {
  customer_reference: text(80).optional(),
  service_code: text(80).optional(),
  engagement_number: text(80).optional(),
}
export const orderAsked = z
  .strictObject({
    /** The organisation's handle. */
    organisation: text(63),
    quote: z.enum(['firm', 'subject-to-availability']).default('firm'),
    /** Deliver and bill all lines together rather than line by line. */
    together: z.boolean().default(false),
    ...references,
    lines: z.array(lineAsked).max(50),
    /** Lines that change a service in service; they stand after the others. */
    changes: z
      .array(changeAsked)
      .max(50)
      .refine((asked) => new Set(asked.map(({ service }) => service)).size === asked.length, {
        message: 'one change of a service at a time',
      })
      .optional(),
  })
  .refine(({ lines, changes = [] }) => lines.length + changes.length > 0 && lines.length + changes.length <= 50, {
    path: ['lines'],
    message: '1 to 50 lines',
  })
export type OrderAsked = z.output<typeof orderAsked>

export const priceQuoted = z.object({
  item: z.string(),
  setup_cents: z.number(),
  monthly_micro_euros: z.number(),
  monthly_cents: z.number(),
  /** 4 kW at 95 €: how many of it, and what each costs a month; absent: one. */
  times: z.object({ quantity: z.number(), unit: z.enum(['kW', 'U', 'x']), unit_micro_euros: z.number() }).optional(),
})
export { usageQuoted }
const hold = z.object({ kind: z.string(), label: z.string() })
const stepPlanned = z.object({
  name: z.string(),
  by: z.enum(['person', 'machine', 'customer']),
  for_ready: z.boolean(),
})

/** What would happen to one line, and what it would cost. */
export const lineQuoted = z.object({
  position: z.number(),
  product: z.string(),
  prices: z.array(priceQuoted),
  usage: z.array(usageQuoted),
  /** Agreed for this line alone; null: the contract's. */
  term_months: z.number().nullable(),
  would_reserve: z.array(hold),
  steps: z.array(stepPlanned),
  /** The service that it changes, and how; absent: a new one. */
  service: z.string().optional(),
  change: changeWire.nullable().optional(),
  /** What would not be expected: a way that is longer than it looks, lines that go together only. */
  notes: z.array(values),
  refusal: values.nullable(),
})
export type LineQuoted = z.output<typeof lineQuoted>
export const totals = z.object({ setup_cents: z.number(), monthly_cents: z.number() })
/** What is signed beside the prices: the term, what an end inside it costs (percent of its rest), and when bills come. */
const terms = z.object({
  billing: z.enum(['advance', 'arrears']),
  term_months: z.number(),
  notice_days: z.number(),
  acceptance_working_days: z.number(),
  early_end_percent: z.number(),
})
export const preview = z.object({ lines: z.array(lineQuoted), terms, totals, refusal: values.nullable() })

const waiting = z.object({ for: z.enum(waitOwners), what: values, since: at })
export const stepWire = stepPlanned.extend({
  id: z.string(),
  state: z.enum(['pending', 'acted', 'done', 'undoing', 'undone']),
  acted_at: at.nullable(),
  done_at: at.nullable(),
  waits: waiting.nullable(),
  fault: z.string().nullable(),
  work_order: z.string().nullable(),
  closed_by_hand: z.boolean(),
})
export const evidenceWire = z.object({
  step: z.string(),
  proof: z.string(),
  value: z.unknown(),
  unit: z.string().nullable(),
  method: z.string(),
  source: z.enum(['measured', 'attested', 'declared']),
  world: z.enum(['twin', 'plant']),
  by: z.string().nullable(),
  file: z.string().nullable(),
  /** What a person read it with, as it was on that day; null: nothing is read with an instrument here. */
  instrument: instrumentRead.nullable(),
  at,
})
export const clockWire = z.object({
  owner: z.enum([...waitOwners, 'ready', 'in-service']),
  what: values.nullable(),
  began_at: at,
  ended_at: at.nullable(),
})
const billingWire = z.object({
  from: day.nullable(),
  reason: z.enum(['acceptance', 'first-use', 'notice-elapsed']).nullable(),
  /** If nothing else happens: the last day on which billing can begin; null while it cannot be known. */
  expected_by: day.nullable(),
})
export const lineWire = z.object({
  position: z.number(),
  does: z.enum(['create', 'change', 'cease']),
  product: z.string(),
  parameters: z.record(z.string(), z.unknown()),
  state: z.enum(lineStates),
  unwinding: z.boolean(),
  service: z.string().nullable(),
  prices: z.array(priceQuoted),
  usage: z.array(usageQuoted),
  /** Agreed for this line alone; null: the contract's. */
  term_months: z.number().nullable(),
  /** As it was quoted. */
  notes: z.array(values),
  refusal: values.nullable(),
  holds: z.array(hold),
  waiting: waiting.nullable(),
  steps: z.array(stepWire),
  clocks: z.array(clockWire),
  evidence: z.array(evidenceWire),
  ready_at: at.nullable(),
  notice_sent_at: at.nullable(),
  live_at: at.nullable(),
  rejected: z.object({ at, reason: z.string() }).nullable(),
  billing: billingWire,
  /** Of a line that changes a service, once it is quoted. */
  change: changeWire.nullable(),
})
const organisationWire = z.object({ id: z.string(), handle: z.string(), name: z.string() })
export const orderWire = z.object({
  id: z.string(),
  number: z.string(),
  state: z.enum(orderStates),
  kind: z.enum(['new', 'change', 'cease']),
  organisation: organisationWire,
  together: z.boolean(),
  customer_reference: z.string().nullable(),
  service_code: z.string().nullable(),
  engagement_number: z.string().nullable(),
  quote: z.object({ kind: z.enum(['firm', 'subject-to-availability']), quoted_at: at, expires_at: at }).nullable(),
  accepted: z
    .object({
      at,
      by: z.string().nullable(),
      paper: z.object({ file: z.string(), number: z.string(), date: day, signer: z.string() }).nullable(),
    })
    .nullable(),
  cancelled: z.object({ at, reason: z.string() }).nullable(),
  lines: z.array(lineWire),
  /** As quoted; null of a cease. */
  terms: terms.nullable(),
  totals,
  created_at: at,
  version: z.number(),
})
export type OrderWire = z.output<typeof orderWire>
export type LineWire = OrderWire['lines'][number]

export const orderCard = z.object({
  number: z.string(),
  state: z.enum(orderStates),
  organisation: organisationWire,
  lines: z.array(
    z.object({
      position: z.number(),
      product: z.string(),
      state: z.enum(lineStates),
      service: z.string().nullable(),
      waiting: waiting.nullable(),
    }),
  ),
  totals,
  expires_at: at.nullable(),
  accepted_at: at.nullable(),
  created_at: at,
})

export const paper = z.strictObject({
  file_name: text(120),
  /** At most 5 MB before encoding. */
  content_base64: z.base64().max(7_000_000),
  number: text(80),
  /** The day that it bears, of the site's calendar. */
  date: day,
  signer: text(120),
})
export const paperRefused = ['paper-missing', 'paper-in-future', 'file-too-large', 'file-kind-refused'] as const
/** A proof on a work order; `taken_at` is the technician's clock, which may be hours before the signal came back. */
export const proofAsked = z.strictObject({
  name: text(40),
  kind: z.enum(['note', 'photo', 'scan', 'reading']),
  text: text(2000).optional(),
  value: z.number().optional(),
  file_name: text(120).optional(),
  content_base64: z.base64().max(7_000_000).optional(),
  /** The site's instrument that the value was read with, by its handle. */
  instrument: text(40).optional(),
  taken_at: instant,
})

export const serviceWire = z.object({
  number: z.string(),
  product: z.string(),
  item: z.string().nullable(),
  parameters: z.record(z.string(), z.unknown()),
  organisation: organisationWire,
  origin: z.enum(['ordered', 'opening', 'taken-over', 'imported']),
  state: z.enum(serviceStates),
  suspended_for: z.enum(suspensions).nullable(),
  order: z.string().nullable(),
  cease_order: z.string().nullable(),
  /** The change that it undergoes. */
  change_order: z.string().nullable(),
  /** Each from its day on, the first as it began; none: nothing is billed. */
  prices: z.array(priceOfService),
  holds: z.array(hold.extend({ rests_until: at.nullable() })),
  evidence: z.array(evidenceWire),
  /** Null: it was not taken over from a file. */
  taken_over: takenOverWire.nullable(),
  /** Of a connection to somebody else: who that is, and by what consent; both parties of it may know each other. Null: nobody else. */
  other_side: otherSideWire.nullable(),
  setup_cents: z.number(),
  monthly_micro_euros: z.number().nullable(),
  ready_at: at.nullable(),
  live_at: at.nullable(),
  billing_from: day.nullable(),
  billing_reason: z.enum(['acceptance', 'first-use', 'notice-elapsed']).nullable(),
  term_ends: day.nullable(),
  notice_at: at.nullable(),
  ends_on: day.nullable(),
  early_end_cents: z.number().nullable(),
  /** What a day of gear that stays after the end costs, today or on the day of its end; null: nothing of it may stay, or it is free. */
  storage_day_micro_euros: z.number().nullable(),
  created_at: at,
  version: z.number(),
})
export type ServiceWire = z.output<typeof serviceWire>
export const serviceCard = serviceWire.pick({
  number: true,
  product: true,
  item: true,
  organisation: true,
  origin: true,
  state: true,
  suspended_for: true,
  monthly_micro_euros: true,
  billing_from: true,
  live_at: true,
  ends_on: true,
})

export const placeWire = z.object({
  room: z.string(),
  row: z.string(),
  rack: z.string(),
  panel: z.string().nullable(),
  position: z.number().nullable(),
  device: z.string().nullable(),
  port: z.number().nullable(),
  unit_u: z.number().nullable(),
})
export const workWire = z.object({
  number: z.string(),
  organisation: organisationWire,
  order: z.string(),
  service: z.string().nullable(),
  undo: z.boolean(),
  state: z.enum(['open', 'taken', 'blocked', 'to-confirm', 'done', 'withdrawn']),
  /** A code of the market's words and its values: what is to be done. */
  what: values,
  places: z.array(placeWire),
  tools: z.array(values),
  actions: z.array(values),
  needs: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(['note', 'photo', 'scan', 'reading']),
      unit: z.string().nullable(),
      min: z.number().nullable(),
      max: z.number().nullable(),
      equals: z.string().nullable(),
      required: z.boolean(),
      /** What such a value is read with, the usual kind first; none: no instrument is asked for. */
      instruments: z.array(z.enum(instrumentKinds)),
    }),
  ),
  /** Those of the site that its needs can be read with; the one that the caller used last comes first. */
  instruments: z.array(instrumentOffered),
  proofs: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      text: z.string().nullable(),
      value: z.number().nullable(),
      unit: z.string().nullable(),
      file: z.string().nullable(),
      by: z.string().nullable(),
      instrument: instrumentRead.nullable(),
      taken_at: at,
    }),
  ),
  second_person: z.boolean(),
  taken_by: z.string().nullable(),
  done_by: z.string().nullable(),
  confirmed_by: z.string().nullable(),
  blocked_why: z.string().nullable(),
  planned_for: at.nullable(),
  created_at: at,
  done_at: at.nullable(),
  version: z.number(),
})
export type WorkWire = z.output<typeof workWire>

/** One thing that needs a person now. */
export const needWire = z.object({
  kind: z.enum([
    'session-down',
    'second-person',
    'quote-expires',
    'work-open',
    'work-blocked',
    'line-waits',
    'step-faults',
    'rejected',
    'power-alarm',
    'certificate-ends',
    'certificate-ended',
    'letter-asked',
    'line-ready',
  ]),
  severity: z.enum(['stop', 'wait', 'plain']),
  what: values,
  organisation: organisationWire.nullable(),
  since: at,
  /** Where to go: an order, a service or a work order by its number; the page of letters, where an order's line waits for one. */
  target: z.object({ kind: z.enum(['order', 'service', 'work-order', 'letters', 'site']), number: z.string() }),
})
