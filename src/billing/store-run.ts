import { sql } from 'kysely'
import { type Refusal, type Result, newId, ok, refuse } from '#kernel'
import { type Db, inTransaction, upsertRows, writeJournal } from '#postgres'
import { type ComposedRun, type Draft, type Unbilled, composeRun } from './compose-run.ts'
import { type RunWire, invoiceSnapshot } from './contract.ts'
import { type RunItem, type RunView, describeRun } from './describe-run.ts'
import { changedSince, guardMonth } from './guard-run.ts'
import type { Held, InvoiceKind, RunState } from './model.ts'
import { type Doing, issueAll } from './store-issue.ts'
import { saveUsage } from './usage/store.ts'
import { type BillingSite, findSite, loadParties, loadRunFacts, loadSeller, lockBilling, siteById } from './store.ts'

interface RunRow {
  readonly id: string
  readonly site_id: string
  readonly month: string
  readonly state: RunState
  readonly prepared_at: Date
  readonly prepared_by: string | null
  readonly approved_at: Date | null
  readonly approved_by: string | null
  readonly held: readonly Held[]
  readonly usage_unknown: readonly Unbilled[]
}

const runColumns = sql`r.id, r.site_id, r.month, r.state, r.prepared_at, r.approved_at, r.held, r.usage_unknown,
  (select p.name from people.person_card p where p.id = r.prepared_by) as prepared_by,
  (select p.name from people.person_card p where p.id = r.approved_by) as approved_by`

const findRun = async (db: Db, id: string): Promise<RunRow | null> => {
  const { rows } = await sql<RunRow>`select ${runColumns} from billing.run r where r.id = ${id}`.execute(db)
  return rows[0] ?? null
}

interface ItemRow {
  readonly id: string
  readonly kind: InvoiceKind
  readonly organisation_id: string
  readonly snapshot: unknown
}

const itemsOf = async (db: Db, runId: string): Promise<readonly (RunItem & { readonly id: string })[]> => {
  const { rows } = await sql<ItemRow>`
    select id, kind, organisation_id, snapshot from billing.invoice where run_id = ${runId} order by number, id`.execute(
    db,
  )
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    organisationId: row.organisation_id,
    snapshot: invoiceSnapshot.parse(row.snapshot),
  }))
}

/** Net by organisation of the last run of the site that was approved before; null: there was none. */
const previousNet = async (db: Db, siteId: string, before: Date): Promise<ReadonlyMap<string, number> | null> => {
  const { rows } = await sql<{ organisation_id: string | null; net_cents: number }>`
    with last as (
      select id from billing.run where site_id = ${siteId} and state = 'approved' and approved_at < ${before}
      order by approved_at desc limit 1)
    select i.organisation_id, coalesce(sum(case i.kind when 'invoice' then i.net_cents else -i.net_cents end), 0)::bigint as net_cents
    from last left join billing.invoice i on i.run_id = last.id group by i.organisation_id`.execute(db)
  if (rows.length === 0) return null
  return new Map(
    rows.flatMap(({ organisation_id, net_cents }) => (organisation_id === null ? [] : [[organisation_id, net_cents]])),
  )
}

const invoicedBefore = async (db: Db, siteId: string, before: Date): Promise<ReadonlySet<string>> => {
  const { rows } = await sql<{ organisation_id: string }>`
    select distinct organisation_id from billing.invoice where site_id = ${siteId} and issued_at < ${before}`.execute(
    db,
  )
  return new Set(rows.map((row) => row.organisation_id))
}

type Head = Parameters<typeof describeRun>[0]['head']

const view = async (
  db: Db,
  site: BillingSite,
  head: Head,
  { items, held, unbilled }: Pick<RunView, 'items' | 'held' | 'unbilled'>,
): Promise<RunWire> => {
  // A run is compared with what came before it, however late it is looked at.
  const before = new Date(head.prepared_at)
  return describeRun({
    head,
    items,
    held,
    unbilled,
    parties: await loadParties(
      db,
      [...items, ...held].map((one) => one.organisationId),
    ),
    seller: await loadSeller(db, site.sellerId),
    previous: await previousNet(db, site.id, before),
    known: await invoicedBefore(db, site.id, before),
  })
}

const headOf = (row: RunRow, site: BillingSite): Head => ({
  id: row.id,
  site: site.code,
  month: row.month,
  state: row.state,
  prepared_at: row.prepared_at.toISOString(),
  prepared_by: row.prepared_by,
  approved_at: row.approved_at?.toISOString() ?? null,
  approved_by: row.approved_by,
  specimen: site.specimen,
})

export const readRun = async (db: Db, id: string): Promise<RunWire | null> => {
  const row = await findRun(db, id)
  if (!row) return null
  const site = await siteById(db, row.site_id)
  return view(db, site, headOf(row, site), {
    items: await itemsOf(db, id),
    held: row.held,
    unbilled: row.usage_unknown,
  })
}

const mustRead = async (db: Db, id: string): Promise<RunWire> => {
  const run = await readRun(db, id)
  if (!run) throw new Error(`the run ${id} is gone`)
  return run
}

/** Frees everything that a prepared run has billed. */
const freeRun = async (tx: Db, run: { readonly id: string; readonly site_id: string }, doing: Doing): Promise<void> => {
  await sql`delete from billing.invoice where run_id = ${run.id}`.execute(tx)
  await sql`
    update billing.run set state = 'discarded', discarded_at = ${doing.now}, discarded_by = ${doing.personId}
    where id = ${run.id}`.execute(tx)
  await writeJournal(tx, {
    room: 'billing',
    name: 'run-discarded',
    subject: ['invoice-run', run.id],
    by: doing.by,
    at: doing.now,
    siteId: run.site_id,
  })
}

const saveDrafts = async (
  tx: Db,
  site: BillingSite,
  runId: string,
  drafts: readonly Draft[],
  now: Date,
): Promise<void> => {
  const named = drafts.map((draft) => ({ draft, id: newId<'invoice'>() }))
  await upsertRows(
    tx,
    'billing.invoice',
    named.map(({ draft, id }) => ({
      id,
      site_id: site.id,
      run_id: runId,
      kind: draft.kind,
      seller_id: site.sellerId,
      organisation_id: draft.organisationId,
      state: 'prepared',
      credits_id: draft.creditsId,
      ...draft.snapshot.totals,
      currency: draft.snapshot.currency,
      specimen: draft.snapshot.specimen,
      snapshot: draft.snapshot,
      created_at: now,
    })),
  )
  const billed = named.flatMap(({ draft, id }) =>
    draft.days.map((days) => ({ id: newId<'billed'>(), invoiceId: id, days })),
  )
  await upsertRows(
    tx,
    'billing.billed',
    billed.map(({ id, invoiceId, days }) => ({
      id,
      service_id: days.serviceId,
      invoice_id: invoiceId,
      line: days.line,
      charge: days.charge,
      days: `[${days.from},${days.until})`,
      net_cents: days.net_cents,
      price_id: days.priceId,
    })),
  )
  await saveUsage(
    tx,
    billed.map(({ id, days }) => ({ billedId: id, meters: days.meters })),
  )
}

const saveRun = async (
  tx: Db,
  site: BillingSite,
  month: string,
  composed: ComposedRun,
  doing: Doing,
): Promise<string> => {
  const id = newId<'invoice-run'>()
  await sql`
    insert into billing.run (id, site_id, month, state, prepared_by, prepared_at, held, usage_unknown)
    values (${id}, ${site.id}, ${month}, 'prepared', ${doing.personId}, ${doing.now}, ${JSON.stringify(composed.held)}::jsonb,
            ${JSON.stringify(composed.unbilled)}::jsonb)`.execute(tx)
  await saveDrafts(tx, site, id, composed.drafts, doing.now)
  await writeJournal(tx, {
    room: 'billing',
    name: 'run-prepared',
    subject: ['invoice-run', id],
    by: doing.by,
    at: doing.now,
    siteId: site.id,
    data: { month, invoices: composed.drafts.length, held: composed.held.length },
  })
  return id
}

export interface Preparing {
  readonly month: string
  readonly dry_run: boolean
  readonly site?: string | undefined
}

/** Prepares a month, or only shows it. The same month again replaces what was prepared; another month's must be ended first. */
export const prepareRun = async (db: Db, asked: Preparing, doing: Doing): Promise<Result<RunWire, Refusal>> =>
  inTransaction(db, async (tx) => {
    const site = await findSite(tx, asked.site)
    if (!site) return refuse({ code: 'site-unknown', site: asked.site })
    const month = guardMonth(asked.month, site.zone, doing.now)
    if (!month.ok) return month
    await lockBilling(tx, site.id)
    const { rows } = await sql<{ id: string; site_id: string; month: string }>`
      select id, site_id, month from billing.run where site_id = ${site.id} and state = 'prepared'`.execute(tx)
    const open = rows[0]
    if (open && open.month !== asked.month && !asked.dry_run)
      return refuse({ code: 'run-open', run: open.id, month: open.month })
    const exceptRun = open?.month === asked.month ? open.id : null
    const facts = await loadRunFacts(tx, { site, month: asked.month, now: doing.now, exceptRun })
    const composed = composeRun(facts)
    if (asked.dry_run) {
      const head: Head = {
        id: null,
        site: site.code,
        month: asked.month,
        state: 'dry-run',
        prepared_at: doing.now.toISOString(),
        prepared_by: null,
        approved_at: null,
        approved_by: null,
        specimen: site.specimen,
      }
      return ok(
        await view(tx, site, head, { ...composed, items: composed.drafts.map((draft) => ({ ...draft, id: null })) }),
      )
    }
    if (open) await freeRun(tx, open, doing)
    return ok(await mustRead(tx, await saveRun(tx, site, asked.month, composed, doing)))
  })

/** The run under the site's lock, if it is still open. */
const lockRun = async (tx: Db, id: string): Promise<Result<RunRow, Refusal> | null> => {
  const seen = await findRun(tx, id)
  if (!seen) return null
  await lockBilling(tx, seen.site_id)
  const row = await findRun(tx, id)
  if (!row) return null
  return row.state === 'prepared' ? ok(row) : refuse({ code: 'run-not-open', state: row.state })
}

export const discardRun = async (db: Db, id: string, doing: Doing): Promise<Result<RunWire, Refusal> | null> =>
  inTransaction(db, async (tx) => {
    const run = await lockRun(tx, id)
    if (!run?.ok) return run
    await freeRun(tx, run.value, doing)
    return ok(await mustRead(tx, id))
  })

/** A person approves what was checked: if anything has changed since, nothing is issued. */
export const approveRun = async (db: Db, id: string, doing: Doing): Promise<Result<RunWire, Refusal> | null> => {
  if (doing.personId === null) return refuse({ code: 'approval-needs-a-person' })
  return inTransaction(db, async (tx) => {
    const run = await lockRun(tx, id)
    if (!run?.ok) return run
    const site = await siteById(tx, run.value.site_id)
    const facts = await loadRunFacts(tx, { site, month: run.value.month, now: run.value.prepared_at, exceptRun: id })
    const { drafts } = composeRun(facts)
    const items = await itemsOf(tx, id)
    const composed = drafts.map((draft) => ({ draft, snapshot: invoiceSnapshot.parse(draft.snapshot) }))
    const changed = changedSince(
      items.map((item) => item.snapshot),
      composed.map(({ snapshot }) => snapshot),
    )
    if (changed > 0) return refuse({ code: 'run-outdated', changed })
    const ids = new Map(items.map((item) => [JSON.stringify(item.snapshot), item.id]))
    const matched = composed.map(({ draft, snapshot }) => {
      const invoiceId = ids.get(JSON.stringify(snapshot))
      if (invoiceId === undefined) throw new Error('a draft without its row, although nothing changed')
      return { draft, id: invoiceId }
    })
    await issueAll(tx, site, matched, doing)
    await sql`
      update billing.run set state = 'approved', approved_at = ${doing.now}, approved_by = ${doing.personId}
      where id = ${id}`.execute(tx)
    await writeJournal(tx, {
      room: 'billing',
      name: 'run-approved',
      subject: ['invoice-run', id],
      by: doing.by,
      at: doing.now,
      siteId: site.id,
      data: { month: run.value.month, invoices: drafts.length },
    })
    return ok(await mustRead(tx, id))
  })
}
