import { sql } from 'kysely'
import { newId } from '#kernel'
import type { Db } from '#postgres'
import { type TestDatabase, testDatabase } from '#postgres/testing'
import type { RunWire } from './contract.ts'
import type { Doing } from './store-issue.ts'
import { approveRun, prepareRun } from './store-run.ts'

/** A twin's site with its operator, a tenant and a public body, and who bills there: for the tests of runs on a real database. */
export interface BilledSite {
  readonly database: TestDatabase
  readonly db: Db
  readonly ids: {
    readonly operator: string
    readonly isp: string
    readonly town: string
    readonly site: string
    readonly person: string
  }
}

export const billedSite = async (): Promise<BilledSite> => {
  const database = await testDatabase()
  const { db } = database
  const ids = { operator: newId(), isp: newId(), town: newId(), site: newId(), person: newId() }
  await sql`insert into floor.world (world, begun_at) values ('twin', '2026-01-01')`.execute(db)
  for (const [id, handle, kind, code] of [
    [ids.operator, 'operator', 'operator', null],
    [ids.isp, 'isp', 'tenant', null],
    [ids.town, 'town', 'public-body', 'DSI'],
  ] as const)
    await sql`insert into people.organisation (id, handle, name, kinds, country, siret, service_code, address, created_at)
      values (${id}, ${handle}, ${handle}, ${[kind]}, 'FR', '98765432100019', ${code}, '1 rue de la Montre', '2026-01-01')`.execute(
      db,
    )
  await sql`insert into people.person (id, organisation_id, name, created_at) values (${ids.person}, ${ids.operator}, 'Léa', '2026-01-01')`.execute(
    db,
  )
  await sql`insert into facility.site (id, code, name, zone, operator_id, created_at)
    values (${ids.site}, 'BES', 'Besançon', 'Europe/Paris', ${ids.operator}, '2026-01-01')`.execute(db)
  return { database, db, ids }
}

export interface ServiceSold {
  readonly number: string
  readonly organisation: string
  readonly product: string
  readonly item: string
  readonly euros: number
  readonly state?: 'in-service' | 'dismantling'
  readonly endsOn?: string
  readonly earlyEndPercent?: number
}
/** A service whose billing began on 1 December 2026: its id. */
export const sellService = async ({ db, ids }: BilledSite, sold: ServiceSold): Promise<string> => {
  const service = newId()
  await sql`
    insert into market.service (id, site_id, number, organisation_id, product, item, parameters, state, monthly_micro_euros, billing, zone,
                                early_end_percent, billing_from, billing_reason, ends_on, created_at)
    values (${service}, ${ids.site}, ${sold.number}, ${sold.organisation}, ${sold.product}, ${sold.item}, '{}', ${sold.state ?? 'in-service'},
            ${sold.euros * 1_000_000}, 'advance', 'Europe/Paris', ${sold.earlyEndPercent ?? 100}, '2026-12-01', 'acceptance',
            ${sold.endsOn ?? null}, '2026-11-01')`.execute(db)
  return service
}

export interface LineOrdered {
  readonly service: string
  readonly organisation: string
  readonly number: string
  readonly does: 'create' | 'change' | 'cease'
  readonly product: string
  readonly engagement?: string
  readonly reference?: string
}
/** An order of one line of a service: the line's id. */
export const orderLine = async ({ db, ids }: BilledSite, of: LineOrdered): Promise<string> => {
  const [order, line] = [newId(), newId()]
  const kind = of.does === 'create' ? 'new' : of.does
  await sql`insert into market."order" (id, site_id, number, organisation_id, kind, engagement_number, customer_reference, created_at)
    values (${order}, ${ids.site}, ${of.number}, ${of.organisation}, ${kind}, ${of.engagement ?? null}, ${of.reference ?? null}, '2026-11-25')`.execute(
    db,
  )
  await sql`insert into market.line (id, order_id, position, does, product, parameters, service_id, state)
    values (${line}, ${order}, 1, ${of.does}, ${of.product}, '{}', ${of.service}, ${of.does === 'cease' ? 'delivering' : 'in-service'})`.execute(
    db,
  )
  return line
}

/** What the service costs from a day on, as a change writes it (`line`), or an index. */
export const priceFrom = async (
  { db }: BilledSite,
  of: {
    readonly service: string
    readonly from: string
    readonly item: string
    readonly euros: number
    readonly line?: string
  },
): Promise<void> => {
  await sql`insert into market.service_price (id, service_id, line_id, from_date, item, items, monthly_micro_euros, made_at)
    values (${newId()}, ${of.service}, ${of.line ?? null}, ${of.from}, ${of.item}, '[]', ${of.euros * 1_000_000}, ${of.from})`.execute(
    db,
  )
}

/** Prepares a month's run at that instant and approves it: what was issued, and who was held. */
export const runMonth = async ({ db, ids }: BilledSite, month: string, iso: string): Promise<RunWire> => {
  const doing: Doing = { by: { kind: 'person', id: ids.person }, personId: ids.person, now: new Date(iso) }
  const prepared = await prepareRun(db, { month, dry_run: false }, doing)
  if (!prepared.ok) throw new Error(prepared.refusal.code)
  const run = await approveRun(db, prepared.value.id ?? '', doing)
  if (!run?.ok) throw new Error(run?.refusal.code ?? 'no run')
  return run.value
}
