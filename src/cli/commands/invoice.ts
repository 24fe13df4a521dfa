import { type RunWire, approveRun, prepareRun, printInvoice } from '#billing/contract'
import { type Command, type Ending, type ServerCall, Unusable, refused, sayCli, textOf } from '../command.ts'
import { euros } from '../money.ts'
import { sentenceOf } from '../say-refusal.ts'
import { writeReceived } from '../write-file.ts'
import { invoiceList } from './list.ts'
import { stateSaid } from './said.ts'

const told = (run: RunWire, call: ServerCall, { language } = call): Ending => ({
  code: 0,
  value: run,
  lines: [
    sayCli(language, 'run-line', {
      month: run.month,
      state: stateSaid('run', run.state, call),
      invoices: run.totals.invoices,
      credit_notes: run.totals.credit_notes,
      gross: euros(run.totals.gross_cents, language),
    }),
    ...run.invoices.map(
      (invoice) =>
        `  ${invoice.number ?? '—'}  ${invoice.organisation.name}  ${euros(invoice.gross_cents, language)}${invoice.warnings.map((warning) => `  ! ${sentenceOf(warning, language)}`).join('')}`,
    ),
    ...run.held.map((held) => `  ${held.organisation.name}: ${sentenceOf(held.refusal, language)}`),
  ],
})

const invoiceRun: Command = {
  where: 'server',
  name: 'invoice run',
  takes: '--month YYYY-MM [--dry-run | --approve]',
  does: { fr: 'préparer les factures d’un mois, les émettre', en: 'prepare the invoices of a month, issue them' },
  options: { month: { type: 'string' }, 'dry-run': { type: 'boolean' }, approve: { type: 'boolean' } },
  least: 0,
  most: 0,
  run: async (call) => {
    const month = textOf(call.flags['month'])
    const [dry_run, approves] = [call.flags['dry-run'] === true, call.flags['approve'] === true]
    if (month === undefined || (dry_run && approves))
      throw new Unusable(sayCli(call.language, 'wrong-arguments', { command: 'invoice run', takes: invoiceRun.takes }))
    const prepared = await call.client.call(prepareRun, { body: { month, dry_run } })
    if (!prepared.ok) return refused(prepared.problem, call.language)
    const { id } = prepared.value
    if (!approves || id === null) return told(prepared.value, call)
    const approved = await call.client.call(approveRun, { params: { run: id } })
    return approved.ok ? told(approved.value, call) : refused(approved.problem, call.language)
  },
}

const invoicePdf: Command = {
  where: 'server',
  name: 'invoice pdf',
  takes: 'NUMBER FILE',
  does: { fr: 'écrire une facture en PDF', en: 'write an invoice as a PDF' },
  least: 2,
  most: 2,
  run: async (call) => {
    const [invoice = '', file = ''] = call.args
    const outcome = await call.client.call(printInvoice, { params: { invoice } })
    return outcome.ok ? writeReceived(call, file, outcome.value) : refused(outcome.problem, call.language)
  },
}

export const invoiceCommands = [invoiceList, invoiceRun, invoicePdf]
