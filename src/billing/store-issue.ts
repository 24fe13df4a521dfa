import { sql } from 'kysely'
import { newId } from '#kernel'
import { dayIn } from '#market'
import { type By, type Db, writeJournal } from '#postgres'
import { numberInvoice } from './compose-invoice.ts'
import type { Draft } from './compose-run.ts'
import { type Issued, mailIssued } from './mail/store.ts'
import type { InvoiceKind } from './model.ts'
import type { BillingSite } from './store.ts'

/** Who does it, when. */
export interface Doing {
  readonly by: By
  readonly personId: string | null
  readonly now: Date
}

/** Gapless: the counter's row stays locked until the issuing transaction ends, and goes back if it fails. */
const takeNumbers = async (tx: Db, sellerId: string, series: string, count: number): Promise<number> => {
  const { rows } = await sql<{ last: number }>`
    insert into billing.number (seller_id, series, last) values (${sellerId}, ${series}, ${count})
    on conflict (seller_id, series) do update set last = billing.number.last + excluded.last
    returning last`.execute(tx)
  const row = rows[0]
  if (!row) throw new Error(`the counter ${series} gave no number`)
  return row.last - count + 1
}

/** A draft with the id of its row. */
export interface Drafted {
  readonly draft: Draft
  readonly id: string
}

/** Numbers and freezes one prepared invoice, and writes what a credit note repays. */
const issue = async (
  tx: Db,
  site: BillingSite,
  { draft, id }: Drafted,
  number: string,
  doing: Doing,
): Promise<Issued> => {
  const snapshot = numberInvoice(draft.snapshot, number, dayIn(site.zone, doing.now))
  await sql`
    update billing.invoice set state = 'issued', number = ${number}, issue_date = ${snapshot.issue_date}, due_date = ${snapshot.due_date},
      issued_at = ${doing.now}, snapshot = ${JSON.stringify(snapshot)}::jsonb where id = ${id}`.execute(tx)
  for (const { line, from } of draft.credited)
    await sql`
      update billing.billed set credited_from = ${from}, credited_by = ${id}
      where invoice_id = ${draft.creditsId} and line = ${line}`.execute(tx)
  for (const { line, part, lessMicroEuros, priceId, net_cents } of draft.reduced)
    await sql`
      insert into billing.reduced (id, invoice_id, line, credited_by, price_id, days, less_micro_euros, net_cents)
      values (${newId()}, ${draft.creditsId}, ${line}, ${id}, ${priceId}, daterange(${part.from}, ${part.until}), ${lessMicroEuros}, ${net_cents})`.execute(
      tx,
    )
  await writeJournal(tx, {
    room: 'billing',
    name: draft.kind === 'invoice' ? 'invoice-issued' : 'credit-note-issued',
    subject: ['invoice', id],
    by: doing.by,
    at: doing.now,
    siteId: site.id,
    onBehalfOf: draft.organisationId,
    data: { number, gross_cents: draft.snapshot.totals.gross_cents },
  })
  return { id, organisationId: draft.organisationId, snapshot }
}

const SERIES: { readonly [K in InvoiceKind]: string } = { invoice: 'F', 'credit-note': 'A' }
const NUMBER_DIGITS = 6

export const numberOf = (series: string, position: number): string =>
  `${series}-${String(position).padStart(NUMBER_DIGITS, '0')}`

/** Issues drafts in their order under numbers without a gap, one series of the year for each kind. */
export const issueAll = async (tx: Db, site: BillingSite, drafts: readonly Drafted[], doing: Doing): Promise<void> => {
  const issued: Issued[] = []
  const year = dayIn(site.zone, doing.now).slice(0, 4)
  for (const kind of ['invoice', 'credit-note'] as const) {
    const ofKind = drafts.filter(({ draft }) => draft.kind === kind)
    if (ofKind.length === 0) continue
    const series = `${SERIES[kind]}-${year}`
    const first = await takeNumbers(tx, site.sellerId, series, ofKind.length)
    for (const [index, drafted] of ofKind.entries())
      issued.push(await issue(tx, site, drafted, numberOf(series, first + index), doing))
  }
  await mailIssued(tx, site.zone, issued, doing.now)
}
