import { z } from 'zod'
import { day, route } from '#kernel'
import { invoiceKinds, invoiceStates, runStates } from './model.ts'
import { invoiceSnapshot, snapshotLine } from './snapshot.ts'

import { takeNumbering } from './numbering/contract.ts'
import { tryPrices } from './price-correction/contract.ts'

export * from './numbering/contract.ts'
export * from './price-correction/contract.ts'
export { type InvoiceSnapshot, invoiceSnapshot } from './snapshot.ts'

const at = z.iso.datetime()
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)
/** A code of this room's words and its values. */
const values = z.looseObject({ code: z.string() })
const organisation = z.object({ id: z.string(), handle: z.string(), name: z.string() })
const page = { cursor: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }
const amounts = { net_cents: z.number(), vat_cents: z.number(), gross_cents: z.number() }

/** One line of a list of invoices. A credit note's amounts are positive: they are what it repays. */
export const invoiceCard = z.object({
  id: z.string(),
  kind: z.enum(invoiceKinds),
  state: z.enum(invoiceStates),
  /** F-2026-000001, a credit note A-2026-000001; null until issued. */
  number: z.string().nullable(),
  organisation,
  issue_date: day.nullable(),
  due_date: day.nullable(),
  ...amounts,
  currency: z.literal('EUR'),
  /** A twin's invoice: nobody owes it. */
  specimen: z.boolean(),
  run: z.string().nullable(),
  /** The number of the invoice that it repays from. */
  credits: z.string().nullable(),
})
export const invoiceWire = invoiceCard.extend({
  snapshot: invoiceSnapshot,
  credit_notes: z.array(z.object({ id: z.string(), number: z.string().nullable(), gross_cents: z.number() })),
})
export type InvoiceWire = z.output<typeof invoiceWire>

/** What a person checks before approving: each invoice beside the last run's, and what looks wrong with it. */
export const runInvoice = z.object({
  /** null in a dry run. */
  id: z.string().nullable(),
  kind: z.enum(invoiceKinds),
  number: z.string().nullable(),
  organisation,
  ...amounts,
  /** Net of the same organisation in the last approved run, credit notes taken off; null: it had none. */
  previous_net_cents: z.number().nullable(),
  lines: z.array(snapshotLine),
  warnings: z.array(values),
})
export const runTotals = z.object({ invoices: z.number(), credit_notes: z.number(), ...amounts })
export const runCard = z.object({
  /** null: a dry run. */
  id: z.string().nullable(),
  site: z.string(),
  month,
  state: z.enum(['dry-run', ...runStates]),
  prepared_at: at,
  prepared_by: z.string().nullable(),
  approved_at: at.nullable(),
  approved_by: z.string().nullable(),
  specimen: z.boolean(),
  /** Credit notes are taken off. */
  totals: runTotals,
  /** Net of the last approved run of the site before this one. */
  previous_net_cents: z.number().nullable(),
  held_total: z.number(),
})
export const runWire = runCard.extend({
  invoices: z.array(runInvoice),
  held: z.array(z.object({ organisation, services: z.array(z.string()), refusal: values })),
  warnings: z.array(values),
})
export type RunWire = z.output<typeof runWire>

export const sellerWire = z.object({
  organisation,
  /** « SAEM au capital de 1 000 000 € » (C. com. art. R123-238). */
  legal_form: z.string().nullable(),
  /** « RCS Besançon 123 456 789 » (C. com. art. R123-237). */
  register: z.string().nullable(),
  iban: z.string().nullable(),
  bic: z.string().nullable(),
})
export const sellerAsked = z.strictObject({
  legal_form: z.string().trim().min(1).max(120).nullable(),
  register: z.string().trim().min(1).max(120).nullable(),
  /** ISO 13616: two letters, two check digits, then up to 30. */
  iban: z
    .string()
    .transform((text) => text.replaceAll(/\s/g, '').toUpperCase())
    .pipe(z.string().regex(/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/))
    .nullable(),
  bic: z
    .string()
    .regex(/^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/)
    .nullable(),
})

const counts = ['admin', 'accountant'] as const
const run = z.object({ run: z.uuid() })
/** By its id or, once issued, by its number. */
const invoice = z.object({ invoice: z.union([z.uuid(), z.string().regex(/^[FA]-\d{4}-\d{6}$/)]) })
const site = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .optional()

export const prepareRun = route({
  method: 'POST',
  path: '/invoice-runs',
  summary:
    'Prepare the invoices of a month; a dry run changes nothing. The same month again replaces what was prepared',
  who: counts,
  body: z.strictObject({ month, dry_run: z.boolean().default(false), site }),
  reply: runWire,
  idempotent: true,
  refusals: ['site-unknown', 'run-open', 'month-too-far'],
})
export const listRuns = route({
  method: 'GET',
  path: '/invoice-runs',
  summary: 'Invoice runs, newest first',
  who: counts,
  query: z.strictObject({ ...page, state: z.enum(runStates).optional(), month: month.optional() }),
  reply: z.object({ items: z.array(runCard), next: z.string().nullable(), total: z.number() }),
})
export const showRun = route({
  method: 'GET',
  path: '/invoice-runs/:run',
  summary: 'One run with its invoices, the differences to the last one, and what looks wrong',
  who: counts,
  params: run,
  reply: runWire,
})
export const approveRun = route({
  method: 'POST',
  path: '/invoice-runs/:run/approve',
  summary: 'Issue every invoice of a prepared run: numbers without a gap, and nothing changes afterwards',
  who: counts,
  params: run,
  reply: runWire,
  idempotent: true,
  refusals: ['run-not-open', 'run-outdated', 'approval-needs-a-person'],
})
export const discardRun = route({
  method: 'POST',
  path: '/invoice-runs/:run/discard',
  summary: 'Throw a prepared run away: everything that it billed is free again',
  who: counts,
  params: run,
  reply: runWire,
  idempotent: true,
  refusals: ['run-not-open'],
})
export const listInvoices = route({
  method: 'GET',
  path: '/invoices',
  summary: 'Invoices and credit notes, newest first; a customer sees its own, once issued',
  who: ['admin', 'accountant', 'sales', 'own:billing'],
  query: z.strictObject({
    ...page,
    /** The organisation's handle. */
    organisation: z.string().max(63).optional(),
    state: z.enum(invoiceStates).optional(),
    kind: z.enum(invoiceKinds).optional(),
    run: z.uuid().optional(),
    /** Issued in this month. */
    month: month.optional(),
    /** Part of a number. */
    text: z.string().trim().min(1).max(20).optional(),
  }),
  reply: z.object({ items: z.array(invoiceCard), next: z.string().nullable(), total: z.number() }),
})
export const showInvoice = route({
  method: 'GET',
  path: '/invoices/:invoice',
  summary: 'One invoice with the fields of EN 16931',
  who: ['admin', 'accountant', 'sales', 'own:billing'],
  params: invoice,
  reply: invoiceWire,
})
export const printInvoice = route({
  method: 'GET',
  path: '/invoices/:invoice/pdf',
  summary: 'One invoice as a PDF, in the language of its buyer',
  who: ['admin', 'accountant', 'sales', 'own:billing'],
  params: invoice,
  media: 'application/pdf',
})
export const creditInvoice = route({
  method: 'POST',
  path: '/invoices/:invoice/credit-note',
  summary:
    'Issue the credit note of an invoice: repays the days that lie after the legal end of a service; a dry run shows it',
  who: counts,
  params: invoice,
  body: z.strictObject({ dry_run: z.boolean().default(false) }),
  reply: z.object({ id: z.string().nullable(), number: z.string().nullable(), snapshot: invoiceSnapshot }),
  idempotent: true,
  refusals: ['invoice-not-issued', 'nothing-to-repay', 'approval-needs-a-person'],
})
export const showSeller = route({
  method: 'GET',
  path: '/seller',
  summary: 'What invoices say of their seller beside its organisation: legal form, register, bank account',
  who: ['admin', 'accountant', 'sales'],
  query: z.strictObject({ site }),
  reply: sellerWire,
  refusals: ['site-unknown'],
})
export const saveSeller = route({
  method: 'PUT',
  path: '/seller',
  summary: 'Change what the next invoices say of their seller; issued ones stay',
  who: counts,
  query: z.strictObject({ site }),
  body: sellerAsked,
  reply: sellerWire,
  refusals: ['site-unknown', 'iban-wrong'],
})

export const billingRoutesOffered = [
  takeNumbering,
  tryPrices,
  prepareRun,
  listRuns,
  showRun,
  approveRun,
  discardRun,
  listInvoices,
  showInvoice,
  printInvoice,
  creditInvoice,
  showSeller,
  saveSeller,
]
