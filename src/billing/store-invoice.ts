import { type RawBuilder, sql } from 'kysely'
import { type Refusal, type Result, newId, ok, refuse } from '#kernel'
import type { Scope } from '#people'
import { type Db, inTransaction } from '#postgres'
import { composeCreditNote } from './compose-credit-note.ts'
import { type InvoiceWire, invoiceSnapshot } from './contract.ts'
import type { InvoiceKind } from './model.ts'
import type { InvoiceSnapshot } from './snapshot.ts'
import { loadIssued, lockBilling, siteById } from './store.ts'
import { type Doing, issueAll } from './store-issue.ts'

interface CardRow {
  readonly id: string
  readonly kind: InvoiceKind
  readonly state: 'prepared' | 'issued'
  readonly number: string | null
  readonly organisation_id: string
  readonly handle: string
  readonly name: string
  readonly issue_date: string | null
  readonly due_date: string | null
  readonly net_cents: number
  readonly vat_cents: number
  readonly gross_cents: number
  readonly specimen: boolean
  readonly run_id: string | null
  readonly credits: string | null
}

type Card = Omit<InvoiceWire, 'snapshot' | 'credit_notes'>

const cardColumns = sql`i.id, i.kind, i.state, i.number, i.organisation_id, o.handle, o.name, i.issue_date, i.due_date,
  i.net_cents, i.vat_cents, i.gross_cents, i.specimen, i.run_id,
  (select c.number from billing.invoice c where c.id = i.credits_id) as credits`

const cardOf = (row: CardRow): Card => ({
  id: row.id,
  kind: row.kind,
  state: row.state,
  number: row.number,
  organisation: { id: row.organisation_id, handle: row.handle, name: row.name },
  issue_date: row.issue_date,
  due_date: row.due_date,
  net_cents: row.net_cents,
  vat_cents: row.vat_cents,
  gross_cents: row.gross_cents,
  currency: 'EUR',
  specimen: row.specimen,
  run: row.run_id,
  credits: row.credits,
})

/** A customer knows of its own invoices, once they are issued. */
const known = (scope: Scope): RawBuilder<unknown> =>
  scope.all ? sql`true` : sql`i.state = 'issued' and i.organisation_id = any(${[...scope.organisations]}::uuid[])`

export interface InvoiceFilter {
  readonly organisation?: string | undefined
  readonly state?: string | undefined
  readonly kind?: string | undefined
  readonly run?: string | undefined
  readonly month?: string | undefined
  readonly text?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

const maybe = (value: string | undefined, condition: (value: string) => RawBuilder<unknown>): RawBuilder<unknown> =>
  value === undefined ? sql`true` : condition(value)

export interface Page<T> {
  readonly items: T[]
  readonly next: string | null
  readonly total: number
}

/** Ids are UUIDv7: newest first is by id, downwards. One row more than asked for tells whether there is a next page. */
export const listInvoices = async (db: Db, scope: Scope, filter: InvoiceFilter): Promise<Page<Card>> => {
  const where = sql`${known(scope)}
    and ${maybe(filter.organisation, (handle) => sql`o.handle = ${handle}`)}
    and ${maybe(filter.state, (state) => sql`i.state = ${state}`)}
    and ${maybe(filter.kind, (kind) => sql`i.kind = ${kind}`)}
    and ${maybe(filter.run, (run) => sql`i.run_id = ${run}::uuid`)}
    and ${maybe(filter.month, (month) => sql`to_char(i.issue_date, 'YYYY-MM') = ${month}`)}
    and ${maybe(filter.text, (text) => sql`strpos(i.number, upper(${text})) > 0`)}`
  const from = sql`from billing.invoice i join people.organisation_card o on o.id = i.organisation_id`
  const { rows } = await sql<CardRow>`
    select ${cardColumns} ${from} where ${where} and ${maybe(filter.cursor, (cursor) => sql`i.id < ${cursor}::uuid`)}
    order by i.id desc limit ${filter.limit + 1}`.execute(db)
  const counted = await sql<{ total: number }>`select count(*) as total ${from} where ${where}`.execute(db)
  const items = rows.slice(0, filter.limit).map(cardOf)
  return {
    items,
    next: rows.length > filter.limit ? (items.at(-1)?.id ?? null) : null,
    total: counted.rows[0]?.total ?? 0,
  }
}

const byIdOrNumber = (idOrNumber: string): RawBuilder<unknown> =>
  /^[FA]-/.test(idOrNumber) ? sql`i.number = ${idOrNumber}` : sql`i.id = ${idOrNumber}::uuid`

/** One invoice, by its id or its number; null where this caller knows of none. */
export const readInvoice = async (db: Db, scope: Scope, idOrNumber: string): Promise<InvoiceWire | null> => {
  const { rows } = await sql<CardRow & { readonly snapshot: unknown }>`
    select ${cardColumns}, i.snapshot
    from billing.invoice i join people.organisation_card o on o.id = i.organisation_id
    where ${known(scope)} and ${byIdOrNumber(idOrNumber)} order by i.id limit 1`.execute(db)
  const row = rows[0]
  if (!row) return null
  const notes = await sql<{ id: string; number: string | null; gross_cents: number }>`
    select i.id, i.number, i.gross_cents from billing.invoice i where i.credits_id = ${row.id} and ${known(scope)}
    order by i.id`.execute(db)
  return { ...cardOf(row), snapshot: invoiceSnapshot.parse(row.snapshot), credit_notes: notes.rows }
}

export interface Credited {
  readonly id: string | null
  readonly number: string | null
  readonly snapshot: InvoiceSnapshot
}

/** Issues at once what `composeCreditNote` finds, or only shows it. */
export const creditInvoice = async (
  db: Db,
  idOrNumber: string,
  dryRun: boolean,
  doing: Doing,
): Promise<Result<Credited, Refusal> | null> => {
  if (doing.personId === null) return refuse({ code: 'approval-needs-a-person' })
  return inTransaction(db, async (tx) => {
    const { rows } = await sql<{ id: string; site_id: string; state: string; run_id: string | null }>`
      select i.id, i.site_id, i.state, i.run_id from billing.invoice i where ${byIdOrNumber(idOrNumber)} limit 1`.execute(
      tx,
    )
    const row = rows[0]
    if (!row) return null
    if (row.state !== 'issued') return refuse({ code: 'invoice-not-issued' })
    const site = await siteById(tx, row.site_id)
    await lockBilling(tx, site.id)
    const [issued] = await loadIssued(tx, [row.id])
    if (!issued) return refuse({ code: 'nothing-to-repay' })
    const composed = composeCreditNote(issued)
    if (!composed.ok) return composed
    const { snapshot, credited, reduced } = composed.value
    if (dryRun) return ok({ id: null, number: null, snapshot })
    const id = newId<'invoice'>()
    const { net_cents, vat_cents, gross_cents } = snapshot.totals
    await sql`
      insert into billing.invoice (id, site_id, kind, seller_id, organisation_id, state, credits_id, net_cents, vat_cents,
                                   gross_cents, specimen, snapshot, created_at)
      values (${id}, ${site.id}, 'credit-note', ${site.sellerId}, ${snapshot.buyer.id}, 'prepared', ${row.id}, ${net_cents},
              ${vat_cents}, ${gross_cents}, ${snapshot.specimen}, ${JSON.stringify(snapshot)}::jsonb, ${doing.now})`.execute(
      tx,
    )
    const draft = {
      kind: 'credit-note' as const,
      organisationId: snapshot.buyer.id,
      creditsId: row.id,
      snapshot,
      days: [],
      credited,
      reduced,
    }
    await issueAll(tx, site, [{ draft, id }], doing)
    const note = await readInvoice(tx, { all: true }, id)
    if (!note) throw new Error(`the credit note ${id} is gone`)
    return ok({ id, number: note.number, snapshot: note.snapshot })
  })
}
