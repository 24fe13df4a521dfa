import { ok, refuse } from '#kernel'
import { type Call, type Served, serve } from '#people'
import { inTransaction, writeJournal } from '#postgres'
import { checkIban } from './check-iban.ts'
import {
  type InvoiceWire,
  approveRun as approve,
  creditInvoice as credit,
  discardRun as discard,
  listInvoices as list,
  listRuns as listOfRuns,
  prepareRun as prepare,
  printInvoice as print,
  saveSeller as save,
  showInvoice,
  showRun,
  showSeller,
} from './contract.ts'
import type { sellerWire } from './contract.ts'
import { numberingRoutes } from './numbering/routes.ts'
import { tryPricesRoute } from './price-correction/routes.ts'
import { printInvoice } from './print/print-invoice.ts'
import { seeInvoices } from './see-invoices.ts'
import { findSite, loadSeller, saveSeller } from './store.ts'
import { creditInvoice, listInvoices, readInvoice } from './store-invoice.ts'
import type { Doing } from './store-issue.ts'
import { listRuns } from './store-run-list.ts'
import { approveRun, discardRun, prepareRun, readRun } from './store-run.ts'
import type { Seller } from './compose-invoice.ts'
import type { z } from 'zod'

const doing = ({ actor, by, now }: Pick<Call<unknown>, 'actor' | 'by' | 'now'>): Doing => ({
  by,
  personId: actor.personId,
  now,
})

const found = <T>(value: T | null) => (value === null ? null : ok(value))

const sellerCard = ({ id, handle, name, legalForm, register, iban, bic }: Seller): z.output<typeof sellerWire> => ({
  organisation: { id, handle, name },
  legal_form: legalForm,
  register,
  iban,
  bic,
})

const nameOf = (invoice: InvoiceWire): string => `${invoice.number ?? `projet-${invoice.id}`}.pdf`

export const billingRoutes: readonly Served[] = [
  ...numberingRoutes,
  tryPricesRoute,
  serve(prepare, (call) => prepareRun(call.db, call.body, doing(call))),
  serve(listOfRuns, async ({ db, query }) => ok(await listRuns(db, query))),
  serve(showRun, async ({ db, params }) => found(await readRun(db, params.run))),
  serve(approve, (call) => approveRun(call.db, call.params.run, doing(call))),
  serve(discard, (call) => discardRun(call.db, call.params.run, doing(call))),
  serve(list, async ({ db, actor, query }) => ok(await listInvoices(db, seeInvoices(actor), query))),
  serve(showInvoice, async ({ db, actor, params }) => found(await readInvoice(db, seeInvoices(actor), params.invoice))),
  serve(print, async ({ db, actor, params, now }) => {
    const invoice = await readInvoice(db, seeInvoices(actor), params.invoice)
    if (!invoice) return null
    const day = invoice.issue_date
    const content = await printInvoice(invoice.snapshot, day === null ? now : new Date(`${day}T00:00:00Z`))
    return ok({ name: nameOf(invoice), mediaType: 'application/pdf', content })
  }),
  serve(credit, (call) => creditInvoice(call.db, call.params.invoice, call.body.dry_run, doing(call))),
  serve(showSeller, async ({ db, query }) => {
    const site = await findSite(db, query.site)
    return site
      ? ok(sellerCard(await loadSeller(db, site.sellerId)))
      : refuse({ code: 'site-unknown', site: query.site })
  }),
  serve(save, async ({ db, query, body, by, now }) => {
    const iban = body.iban === null ? ok(null) : checkIban(body.iban)
    if (!iban.ok) return iban
    return inTransaction(db, async (tx) => {
      const site = await findSite(tx, query.site)
      if (!site) return refuse({ code: 'site-unknown', site: query.site })
      await saveSeller(tx, site.sellerId, body)
      await writeJournal(tx, {
        room: 'billing',
        name: 'seller-changed',
        subject: ['organisation', site.sellerId],
        by,
        at: now,
        siteId: site.id,
      })
      return ok(sellerCard(await loadSeller(tx, site.sellerId)))
    })
  }),
]
