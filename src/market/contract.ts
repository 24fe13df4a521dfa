import { z } from 'zod'
import { route } from '#kernel'
import { lineStates, orderStates, serviceStates, suspensions, waitOwners } from './model.ts'
import { exchangePortParameters } from './products/exchange-port/parameters.ts'

const text = (most: number) => z.string().trim().min(1).max(most)
const day = z.iso.date()
const at = z.iso.datetime()
const values = z.looseObject({ code: z.string() })
const orderNumber = z.object({ order: z.string().regex(/^[A-Z]{3}-O-\d{4}-\d{5}$/) })
const serviceNumber = z.object({ service: z.string().regex(/^[A-Z]{3}-[A-Z]{2}-\d{6}$/) })
const workNumber = z.object({ work: z.string().regex(/^[A-Z]{3}-W-\d{4}-\d{5}$/) })
const page = { cursor: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }
const paged = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable(), total: z.number() })

/** One line as asked for: a product and its parameters. Unknown keys are refused. */
export const lineAsked = z.discriminatedUnion('product', [
  z.strictObject({ product: z.literal('exchange-port'), parameters: exchangePortParameters }),
])
export type LineAsked = z.output<typeof lineAsked>

export const orderAsked = z.strictObject({
  /** The organisation's handle. */
  organisation: text(63),
  quote: z.enum(['firm', 'subject-to-availability']).default('firm'),
  /** Deliver and bill all lines together rather than line by line. */
  together: z.boolean().default(false),
  customer_reference: text(80).optional(),
  service_code: text(80).optional(),
  engagement_number: text(80).optional(),
  lines: z.array(lineAsked).min(1).max(50),
})
export type OrderAsked = z.output<typeof orderAsked>

export const priceQuoted = z.object({
  item: z.string(),
  setup_cents: z.number(),
  monthly_micro_euros: z.number(),
  monthly_cents: z.number(),
})
const hold = z.object({ kind: z.string(), label: z.string() })
const stepPlanned = z.object({ name: z.string(), by: z.enum(['person', 'machine', 'customer']), for_ready: z.boolean() })

/** What would happen to one line, and what it would cost. */
export const lineQuoted = z.object({
  position: z.number(),
  product: z.string(),
  prices: z.array(priceQuoted),
  would_reserve: z.array(hold),
  steps: z.array(stepPlanned),
  refusal: values.nullable(),
})
export const totals = z.object({ setup_cents: z.number(), monthly_cents: z.number() })
export const preview = z.object({ lines: z.array(lineQuoted), totals, refusal: values.nullable() })

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
    .object({ at, by: z.string().nullable(), paper: z.object({ file: z.string(), number: z.string(), date: day, signer: z.string() }).nullable() })
    .nullable(),
  cancelled: z.object({ at, reason: z.string() }).nullable(),
  lines: z.array(lineWire),
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
    z.object({ position: z.number(), product: z.string(), state: z.enum(lineStates), service: z.string().nullable(), waiting: waiting.nullable() }),
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
  date: day,
  signer: text(120),
})
/** A proof on a work order; `taken_at` is the technician's clock, which may be hours before the signal came back. */
export const proofAsked = z.strictObject({
  name: text(40),
  kind: z.enum(['note', 'photo', 'scan', 'reading']),
  text: text(2000).optional(),
  value: z.number().optional(),
  file_name: text(120).optional(),
  content_base64: z.base64().max(7_000_000).optional(),
  taken_at: at,
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
  holds: z.array(hold.extend({ rests_until: at.nullable() })),
  evidence: z.array(evidenceWire),
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
  created_at: at,
  version: z.number(),
})
export type ServiceWire = z.output<typeof serviceWire>
export const serviceCard = serviceWire.pick({
  number: true, product: true, item: true, organisation: true, origin: true, state: true, suspended_for: true,
  monthly_micro_euros: true, billing_from: true, live_at: true, ends_on: true,
})

export const placeWire = z.object({
  room: z.string(), row: z.string(), rack: z.string(), panel: z.string().nullable(), position: z.number().nullable(),
  device: z.string().nullable(), port: z.number().nullable(), unit_u: z.number().nullable(),
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
    z.object({ name: z.string(), kind: z.enum(['note', 'photo', 'scan', 'reading']), unit: z.string().nullable(), min: z.number().nullable(), max: z.number().nullable(), equals: z.string().nullable(), required: z.boolean() }),
  ),
  proofs: z.array(
    z.object({ name: z.string(), kind: z.string(), text: z.string().nullable(), value: z.number().nullable(), unit: z.string().nullable(), file: z.string().nullable(), by: z.string().nullable(), taken_at: at }),
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
  kind: z.enum(['session-down', 'second-person', 'quote-expires', 'work-open', 'work-blocked', 'line-waits', 'step-faults', 'rejected']),
  severity: z.enum(['stop', 'wait', 'plain']),
  what: values,
  organisation: organisationWire.nullable(),
  since: at,
  /** Where to go: an order, a service or a work order by its number. */
  target: z.object({ kind: z.enum(['order', 'service', 'work-order']), number: z.string() }),
})

const staff = ['admin', 'sales', 'engineer', 'technician', 'accountant'] as const
export const previewOrder = route({ method: 'POST', path: '/orders/preview', summary: 'Price an order and say what would be reserved and done; nothing changes', who: ['admin', 'sales', 'own:order'], body: orderAsked, reply: preview, refusals: ['organisation-unknown'] })
export const createOrder = route({ method: 'POST', path: '/orders', summary: 'Draft and quote an order; a firm quote holds the stock', who: ['admin', 'sales', 'own:order'], body: orderAsked, reply: orderWire, idempotent: true, refusals: ['organisation-unknown', 'firm-holds-spent'] })
export const listOrders = route({ method: 'GET', path: '/orders', summary: 'Orders, newest first', who: [...staff, 'own:read'], query: z.strictObject({ ...page, state: z.enum(orderStates).optional(), organisation: text(63).optional(), waiting_for: z.enum(waitOwners).optional(), text: text(80).optional() }), reply: paged(orderCard) })
export const showOrder = route({ method: 'GET', path: '/orders/:order', summary: 'One order with its lines, steps, clocks and evidence', who: [...staff, 'own:read'], params: orderNumber, reply: orderWire })
export const requoteOrder = route({ method: 'POST', path: '/orders/:order/quote', summary: 'Quote again what was refused or has expired, or extend a firm quote', who: ['admin', 'sales'], params: orderNumber, reply: orderWire, idempotent: true, refusals: ['illegal-move', 'firm-holds-spent'] })
export const acceptOrder = route({ method: 'POST', path: '/orders/:order/accept', summary: 'Sign: reserves everything in one transaction, all lines or none', who: ['admin', 'sales', 'own:sign'], params: orderNumber, body: z.strictObject({ paper: paper.optional() }), reply: orderWire, idempotent: true, refusals: ['illegal-move', 'quote-expired', 'paper-missing', 'not-a-signatory', 'engagement-missing', 'nothing-to-sign', 'sold-meanwhile', 'file-too-large', 'file-kind-refused'] })
export const cancelOrder = route({ method: 'POST', path: '/orders/:order/cancel', summary: 'Cancel what is not yet in service; what was done is undone', who: ['admin', 'sales', 'own:sign'], params: orderNumber, body: z.strictObject({ reason: text(500) }), reply: orderWire, idempotent: true, refusals: ['illegal-move', 'in-service-already'] })
export const handOver = route({ method: 'POST', path: '/orders/:order/lines/:position/handover', summary: 'Accept a ready line in writing, or reject it with the reason', who: ['admin', 'own:sign'], params: orderNumber.extend({ position: z.coerce.number().int().min(1).max(50) }), body: z.discriminatedUnion('verdict', [z.strictObject({ verdict: z.literal('accepted') }), z.strictObject({ verdict: z.literal('rejected'), reason: text(1000) })]), reply: orderWire, idempotent: true, refusals: ['illegal-move'] })
export const remedyLine = route({ method: 'POST', path: '/orders/:order/lines/:position/remedy', summary: 'A line that was rejected at handover was put right: prove it again and send a new notice', who: ['admin', 'engineer'], params: orderNumber.extend({ position: z.coerce.number().int().min(1).max(50) }), body: z.strictObject({ note: text(1000) }), reply: orderWire, idempotent: true, refusals: ['illegal-move'] })
export const closeStep = route({ method: 'POST', path: '/steps/:step/close', summary: 'Close by hand a step that no device can show, with a proof', who: ['admin'], params: z.object({ step: z.uuid() }), body: z.strictObject({ note: text(2000), file_name: text(120), content_base64: z.base64().max(7_000_000) }), reply: orderWire, idempotent: true, refusals: ['step-not-open', 'file-too-large', 'file-kind-refused'] })

export const listServices = route({ method: 'GET', path: '/services', summary: 'Services, newest first', who: [...staff, 'own:read'], query: z.strictObject({ ...page, state: z.enum(serviceStates).optional(), product: text(40).optional(), organisation: text(63).optional(), text: text(80).optional() }), reply: paged(serviceCard) })
export const showService = route({ method: 'GET', path: '/services/:service', summary: 'One service with what it holds and its evidence', who: [...staff, 'own:read'], params: serviceNumber, reply: serviceWire })
export const suspendService = route({ method: 'POST', path: '/services/:service/suspend', summary: 'Suspend: unpaid, abuse or safety', who: ['admin', 'engineer'], params: serviceNumber, body: z.strictObject({ for: z.enum(suspensions) }), reply: serviceWire, idempotent: true, refusals: ['illegal-move'] })
export const resumeService = route({ method: 'POST', path: '/services/:service/resume', summary: 'End a suspension', who: ['admin', 'engineer'], params: serviceNumber, reply: serviceWire, idempotent: true, refusals: ['illegal-move'] })
export const ceaseService = route({ method: 'POST', path: '/services/:service/cease', summary: 'Give notice: the service ends on the legal day or the wished one if later; a dry run tells the charge', who: ['admin', 'sales', 'own:sign'], params: serviceNumber, body: z.strictObject({ on: day.optional(), dry_run: z.boolean().default(false) }), reply: z.object({ ends_on: day, early_end_cents: z.number(), order: z.string().nullable() }), idempotent: true, refusals: ['illegal-move', 'cease-before-start', 'cease-in-the-past'] })

export const listWork = route({ method: 'GET', path: '/work-orders', summary: 'Work orders, open ones first', who: ['admin', 'engineer', 'technician', 'sales'], query: z.strictObject({ ...page, state: z.enum(['open', 'taken', 'blocked', 'to-confirm', 'done', 'withdrawn']).optional(), open: z.stringbool().optional() }), reply: paged(workWire) })
export const showWork = route({ method: 'GET', path: '/work-orders/:work', summary: 'One work order: what, where, with what, in which order', who: ['admin', 'engineer', 'technician', 'sales'], params: workNumber, reply: workWire })
export const takeWork = route({ method: 'POST', path: '/work-orders/:work/take', summary: 'Take a work order', who: ['admin', 'engineer', 'technician'], params: workNumber, reply: workWire, idempotent: true, refusals: ['work-not-open'] })
export const proveWork = route({ method: 'POST', path: '/work-orders/:work/proofs', summary: 'Add one proof: a note, a photo, a scan or a reading', who: ['admin', 'engineer', 'technician'], params: workNumber, body: proofAsked, reply: workWire, idempotent: true, refusals: ['work-not-open', 'proof-unknown', 'proof-kind', 'reading-outside', 'scan-differs', 'file-too-large', 'file-kind-refused'] })
export const finishWork = route({ method: 'POST', path: '/work-orders/:work/done', summary: 'Say that it is done; every proof asked for must be there', who: ['admin', 'engineer', 'technician'], params: workNumber, reply: workWire, idempotent: true, refusals: ['work-not-open', 'proof-missing'] })
export const blockWork = route({ method: 'POST', path: '/work-orders/:work/block', summary: 'Say why it cannot be done', who: ['admin', 'engineer', 'technician'], params: workNumber, body: z.strictObject({ reason: text(1000) }), reply: workWire, idempotent: true, refusals: ['work-not-open'] })
export const confirmWork = route({ method: 'POST', path: '/work-orders/:work/confirm', summary: 'The second person confirms what can darken a customer', who: ['admin', 'engineer', 'technician'], params: workNumber, reply: workWire, idempotent: true, refusals: ['work-not-to-confirm', 'same-person'] })

export const listPrices = route({ method: 'GET', path: '/prices', summary: 'The price list of the day', who: ['anyone'], reply: z.object({ items: z.array(z.object({ product: z.string(), item: z.string(), setup_micro_euros: z.number(), monthly_micro_euros: z.number() })) }) })
export const today = route({ method: 'GET', path: '/today', summary: 'What needs a person now, and what waits', who: [...staff, 'own:read'], reply: z.object({ needs: z.array(needWire), waiting: z.array(orderCard), waiting_total: z.number(), under_way_total: z.number() }) })
export const judgeHouse = route({ method: 'GET', path: '/doctor', summary: 'Recompute everything and list every difference', who: ['admin'], reply: z.object({ lost: z.number(), double: z.number(), leaked: z.number(), differences: z.array(z.object({ kind: z.enum(['lost', 'double', 'leaked']), what: z.string(), subject: z.string() })) }) })
export const showFile = route({ method: 'GET', path: '/files/:file', summary: 'A proof, photo or paper, as an attachment', who: [...staff, 'own:read'], params: z.object({ file: z.uuid() }), media: '*/*' })

export const marketRoutesOffered = [
  previewOrder, createOrder, listOrders, showOrder, requoteOrder, acceptOrder, cancelOrder, handOver, remedyLine, closeStep,
  listServices, showService, suspendService, resumeService, ceaseService,
  listWork, showWork, takeWork, proveWork, finishWork, blockWork, confirmWork, listPrices, today, judgeHouse, showFile,
]
