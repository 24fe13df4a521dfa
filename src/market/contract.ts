import { z } from 'zod'
import { instrumentRefusals } from './work-order/instrument.ts'
import { route } from '#kernel'
import { usagePriceWire } from './meter/contract.ts'
import { orderStates, serviceStates, suspensions, waitOwners } from './model.ts'
import { changeService } from './change/contract.ts'
import {
  text,
  day,
  orderAsked,
  preview,
  orderWire,
  orderCard,
  paper,
  paperRefused,
  proofAsked,
  references,
  serviceWire,
  serviceCard,
  workWire,
  needWire,
} from './shapes.ts'

export * from './shapes.ts'
export * from './products/cross-connect/contract.ts'
export * from './products/rack-space/option/contract.ts'
export * from './change/contract.ts'
export * from './import/contract.ts'
export * from './import/ixf/contract.ts'
export * from './meter/contract.ts'
export * from './space/contract.ts'
export * from './letter/contract.ts'
export * from './survey/contract.ts'
export * from './take-over/contract.ts'

const orderNumber = z.object({ order: z.string().regex(/^[A-Z]{3}-O-\d{4}-\d{5}$/) })
const serviceNumber = z.object({ service: z.string().regex(/^[A-Z]{3}-[A-Z]{2}-\d{6}$/) })
const workNumber = z.object({ work: z.string().regex(/^[A-Z]{3}-W-\d{4}-\d{5}$/) })
/** A page begins after the row that `next` of the page before named. */
const page = { cursor: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }
const paged = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable(), total: z.number() })

const staff = ['admin', 'sales', 'engineer', 'technician', 'accountant'] as const
export const previewOrder = route({
  method: 'POST',
  path: '/orders/preview',
  summary: 'Price an order and say what would be reserved and done; nothing changes',
  who: ['admin', 'sales', 'own:order'],
  body: orderAsked,
  reply: preview,
  refusals: ['organisation-unknown', 'service-unknown', 'parameters-refused'],
})
export const createOrder = route({
  method: 'POST',
  path: '/orders',
  summary: 'Draft and quote an order; a firm quote holds the stock',
  who: ['admin', 'sales', 'own:order'],
  body: orderAsked,
  reply: orderWire,
  idempotent: true,
  refusals: ['organisation-unknown', 'firm-holds-spent', 'service-unknown', 'parameters-refused'],
})
export const listOrders = route({
  method: 'GET',
  path: '/orders',
  summary: 'Orders, newest first',
  who: [...staff, 'own:read'],
  query: z.strictObject({
    ...page,
    state: z.enum(orderStates).optional(),
    organisation: text(63).optional(),
    waiting_for: z.enum(waitOwners).optional(),
    text: text(80).optional(),
  }),
  reply: paged(orderCard),
})
export const showOrder = route({
  method: 'GET',
  path: '/orders/:order',
  summary: 'One order with its lines, steps, clocks and evidence',
  who: [...staff, 'own:read'],
  params: orderNumber,
  reply: orderWire,
})
export const requoteOrder = route({
  method: 'POST',
  path: '/orders/:order/quote',
  summary: 'Quote again what was refused or has expired, or extend a firm quote',
  who: ['admin', 'sales'],
  params: orderNumber,
  reply: orderWire,
  idempotent: true,
  refusals: ['illegal-move', 'firm-holds-spent', 'version-changed'],
})
export const acceptOrder = route({
  method: 'POST',
  path: '/orders/:order/accept',
  summary: 'Sign: reserves everything in one transaction, all lines or none',
  who: ['admin', 'sales', 'own:sign'],
  params: orderNumber,
  /** References take the place of those that the order was drafted with: a purchase order comes after its quote. */
  body: z.strictObject({ paper: paper.optional(), ...references }),
  reply: orderWire,
  idempotent: true,
  refusals: [
    'illegal-move',
    'quote-expired',
    ...paperRefused,
    'paper-before-order',
    'not-a-signatory',
    'engagement-missing',
    'nothing-to-sign',
    'change-under-way',
    'changed-meanwhile',
    'no-contract',
    'nothing-changes',
    'sold-meanwhile',
    'version-changed',
  ],
})
export const cancelOrder = route({
  method: 'POST',
  path: '/orders/:order/cancel',
  summary: 'Cancel what is not yet in service; what was done is undone. Of a cease: the site takes the notice back',
  who: ['admin', 'sales', 'own:sign'],
  params: orderNumber,
  body: z.strictObject({ reason: text(500) }),
  reply: orderWire,
  idempotent: true,
  refusals: ['illegal-move', 'in-service-already', 'letter-revoked', 'not-allowed', 'version-changed'],
})
export const handOver = route({
  method: 'POST',
  path: '/orders/:order/lines/:position/handover',
  summary: 'Accept a ready line in writing, or reject it with the reason; the site accepts with the paper it received',
  who: ['admin', 'own:sign'],
  params: orderNumber.extend({ position: z.coerce.number().int().min(1).max(50) }),
  body: z.discriminatedUnion('verdict', [
    z.strictObject({ verdict: z.literal('accepted'), paper: paper.optional() }),
    z.strictObject({ verdict: z.literal('rejected'), reason: text(1000) }),
  ]),
  reply: orderWire,
  idempotent: true,
  refusals: ['illegal-move', ...paperRefused, 'paper-before-notice', 'not-allowed', 'payer-accepts'],
})
export const remedyLine = route({
  method: 'POST',
  path: '/orders/:order/lines/:position/remedy',
  summary: 'A line that was rejected at handover was put right: prove it again and send a new notice',
  who: ['admin', 'engineer'],
  params: orderNumber.extend({ position: z.coerce.number().int().min(1).max(50) }),
  body: z.strictObject({ note: text(1000) }),
  reply: orderWire,
  idempotent: true,
  refusals: ['illegal-move'],
})
export const closeStep = route({
  method: 'POST',
  path: '/steps/:step/close',
  summary: 'Close by hand a step that no device can show, with a proof',
  who: ['admin'],
  params: z.object({ step: z.uuid() }),
  body: z.strictObject({ note: text(2000), file_name: text(120), content_base64: z.base64().max(7_000_000) }),
  reply: orderWire,
  idempotent: true,
  refusals: ['step-not-open', 'same-person', 'file-too-large', 'file-kind-refused'],
})

export const listServices = route({
  method: 'GET',
  path: '/services',
  summary: 'Services, newest first',
  who: [...staff, 'own:read'],
  query: z.strictObject({
    ...page,
    state: z.enum(serviceStates).optional(),
    product: text(40).optional(),
    organisation: text(63).optional(),
    text: text(80).optional(),
  }),
  reply: paged(serviceCard),
})
export const showService = route({
  method: 'GET',
  path: '/services/:service',
  summary: 'One service with what it holds and its evidence',
  who: [...staff, 'own:read'],
  params: serviceNumber,
  reply: serviceWire,
})
export const suspendService = route({
  method: 'POST',
  path: '/services/:service/suspend',
  summary: 'Suspend: unpaid, abuse or safety',
  who: ['admin', 'engineer'],
  params: serviceNumber,
  body: z.strictObject({ for: z.enum(suspensions) }),
  reply: serviceWire,
  idempotent: true,
  refusals: ['illegal-move'],
})
export const resumeService = route({
  method: 'POST',
  path: '/services/:service/resume',
  summary: 'End a suspension',
  who: ['admin', 'engineer'],
  params: serviceNumber,
  reply: serviceWire,
  idempotent: true,
  refusals: ['illegal-move'],
})
export const ceaseService = route({
  method: 'POST',
  path: '/services/:service/cease',
  summary: 'Give notice: the service ends on the legal day or the wished one if later; a dry run tells the charge',
  who: ['admin', 'sales', 'own:sign'],
  params: serviceNumber,
  body: z.strictObject({ on: day.optional(), dry_run: z.boolean().default(false) }),
  reply: z.object({
    ends_on: day,
    early_end_cents: z.number(),
    /** A day of gear that is still there from `ends_on` on, until the place was seen empty; null: there is no such fee. */
    storage_day_micro_euros: z.number().nullable(),
    order: z.string().nullable(),
  }),
  idempotent: true,
  refusals: [
    'illegal-move',
    'cease-before-start',
    'cease-in-the-past',
    'cease-cross-connect-first',
    'change-under-way',
    'not-allowed',
  ],
})

export const listWork = route({
  method: 'GET',
  path: '/work-orders',
  summary: 'Work orders, newest first',
  who: ['admin', 'engineer', 'technician', 'sales'],
  query: z.strictObject({
    ...page,
    state: z.enum(['open', 'taken', 'blocked', 'to-confirm', 'done', 'withdrawn']).optional(),
    open: z.stringbool().optional(),
  }),
  reply: paged(workWire),
})
export const showWork = route({
  method: 'GET',
  path: '/work-orders/:work',
  summary: 'One work order: what, where, with what, in which order',
  who: ['admin', 'engineer', 'technician', 'sales'],
  params: workNumber,
  reply: workWire,
})
export const takeWork = route({
  method: 'POST',
  path: '/work-orders/:work/take',
  summary: 'Take a work order',
  who: ['admin', 'engineer', 'technician'],
  params: workNumber,
  reply: workWire,
  idempotent: true,
  refusals: ['work-not-open'],
})
export const proveWork = route({
  method: 'POST',
  path: '/work-orders/:work/proofs',
  summary: 'Add one proof: a note, a photo, a scan or a reading',
  who: ['admin', 'engineer', 'technician'],
  params: workNumber,
  body: proofAsked,
  reply: workWire,
  idempotent: true,
  refusals: [
    'work-not-open',
    'proof-unknown',
    'proof-kind',
    'reading-outside',
    'scan-differs',
    'file-too-large',
    'file-kind-refused',
    ...instrumentRefusals,
  ],
})
export const finishWork = route({
  method: 'POST',
  path: '/work-orders/:work/done',
  summary: 'Say that it is done; every proof asked for must be there',
  who: ['admin', 'engineer', 'technician'],
  params: workNumber,
  reply: workWire,
  idempotent: true,
  refusals: ['work-not-open', 'proof-missing'],
})
export const blockWork = route({
  method: 'POST',
  path: '/work-orders/:work/block',
  summary: 'Say why it cannot be done',
  who: ['admin', 'engineer', 'technician'],
  params: workNumber,
  body: z.strictObject({ reason: text(1000) }),
  reply: workWire,
  idempotent: true,
  refusals: ['work-not-open'],
})
export const confirmWork = route({
  method: 'POST',
  path: '/work-orders/:work/confirm',
  summary: 'The second person confirms what can darken a customer',
  who: ['admin', 'engineer', 'technician'],
  params: workNumber,
  reply: workWire,
  idempotent: true,
  refusals: ['work-not-to-confirm', 'same-person'],
})

export const listPrices = route({
  method: 'GET',
  path: '/prices',
  summary: 'The price list of the day',
  who: ['anyone'],
  reply: z.object({
    items: z.array(
      z.object({
        product: z.string(),
        item: z.string(),
        setup_micro_euros: z.number(),
        monthly_micro_euros: z.number(),
      }),
    ),
    usage: z.array(usagePriceWire),
  }),
})
export const today = route({
  method: 'GET',
  path: '/today',
  summary: 'What needs a person now, and what waits',
  who: [...staff, 'own:read'],
  reply: z.object({
    needs: z.array(needWire),
    waiting: z.array(orderCard),
    waiting_total: z.number(),
    under_way_total: z.number(),
  }),
})
export const judgeHouse = route({
  method: 'GET',
  path: '/doctor',
  summary: 'Recompute everything and list every difference',
  who: ['admin'],
  reply: z.object({
    lost: z.number(),
    double: z.number(),
    leaked: z.number(),
    differences: z.array(
      z.object({ kind: z.enum(['lost', 'double', 'leaked']), what: z.string(), subject: z.string() }),
    ),
  }),
})
export const showFile = route({
  method: 'GET',
  path: '/files/:file',
  summary: 'A proof, photo or paper, as an attachment',
  who: [...staff, 'own:read'],
  params: z.object({ file: z.uuid() }),
  media: '*/*',
})

export const marketRoutesOffered = [
  previewOrder,
  createOrder,
  listOrders,
  showOrder,
  requoteOrder,
  acceptOrder,
  cancelOrder,
  handOver,
  remedyLine,
  closeStep,
  listServices,
  showService,
  suspendService,
  resumeService,
  ceaseService,
  changeService,
  listWork,
  showWork,
  takeWork,
  proveWork,
  finishWork,
  blockWork,
  confirmWork,
  listPrices,
  today,
  judgeHouse,
  showFile,
]
