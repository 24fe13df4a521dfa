import { sql } from 'kysely'
import type { Db } from '#postgres'
import { microEuros } from '#units'
import { pricesThatHold } from '../change/plan-prices.ts'
import { monthlyOn, openChangeOf, pricesOfService } from '../change/store.ts'
import { claimsOfService } from '../claim/store.ts'
import type { ServiceWire } from '../contract.ts'
import { otherSideOf } from '../letter/other-side/store.ts'
import { earlyEndCharge } from '../end-service.ts'
import { evidenceOf, evidenceWire, organisationWire } from '../order/read.ts'
import { dayIn } from '../start-billing.ts'
import { organisationsById, personNames, within } from '../store.ts'
import type { Scope } from '#people'
import { takenOverOf } from '../take-over/store.ts'
import { storagePriceOn } from './store-storage.ts'
import type { ServiceRow } from './store.ts'

/** Orders of its own organisation: what another one ordered for it is that one's to read. */
const ordersOf = async (
  db: Db,
  { id: serviceId, organisation_id: organisationId }: ServiceRow,
): Promise<{ readonly create: string | null; readonly cease: string | null }> => {
  const { rows } = await sql<{
    does: string
    number: string
  }>`select l.does, o.number from market.line l join market."order" o on o.id = l.order_id
    where l.service_id = ${serviceId} and o.organisation_id = ${organisationId} and l.state <> 'cancelled' order by o.id`.execute(
    db,
  )
  return {
    create: rows.find((row) => row.does === 'create')?.number ?? null,
    cease: rows.findLast((row) => row.does === 'cease')?.number ?? null,
  }
}

/** What ending on a day inside the term costs, at the price of that day, as it is billed; null: no contract, nothing to say. */
const earlyEndOf = async (db: Db, service: ServiceRow): Promise<number | null> => {
  const { ends_on: endsOn, term_ends: termEnds } = service
  if (endsOn === null || service.monthly_micro_euros === null) return null
  if (termEnds === null || endsOn >= termEnds) return 0
  const monthly = await monthlyOn(db, service, endsOn)
  return earlyEndCharge(
    microEuros(monthly ?? service.monthly_micro_euros),
    endsOn,
    termEnds,
    service.early_end_percent ?? 0,
  )
}

export const readService = async (db: Db, service: ServiceRow, now: Date): Promise<ServiceWire> => {
  const orders = await ordersOf(db, service)
  const evidence = await evidenceOf(db, { lineIds: [], serviceId: service.id })
  const names = await personNames(
    db,
    evidence.map((row) => row.by_person),
  )
  return {
    number: service.number,
    product: service.product,
    item: service.item,
    parameters: { ...service.parameters },
    organisation: organisationWire(
      (await organisationsById(db, [service.organisation_id])).get(service.organisation_id),
    ),
    origin: service.origin,
    state: service.state,
    suspended_for: service.suspended_for,
    order: orders.create,
    cease_order: orders.cease,
    change_order: await openChangeOf(db, service.id),
    prices: [
      ...pricesThatHold(
        (await pricesOfService(db, service.id)).map(({ from_date: from, item, monthly_micro_euros, order, index }) => ({
          from,
          item,
          monthly_micro_euros,
          order,
          index,
        })),
      ),
    ],
    holds: (await claimsOfService(db, service.id)).map(({ kind, label, restsUntil }) => ({
      kind,
      label,
      rests_until: restsUntil?.toISOString() ?? null,
    })),
    evidence: evidence.map((row) => evidenceWire(row, names)),
    taken_over: await takenOverOf(db, service.id),
    other_side: service.product === 'cross-connect' ? await otherSideOf(db, service, dayIn(service.zone, now)) : null,
    setup_cents: service.setup_cents,
    monthly_micro_euros: service.monthly_micro_euros,
    ready_at: service.ready_at?.toISOString() ?? null,
    live_at: service.live_at?.toISOString() ?? null,
    billing_from: service.billing_from,
    billing_reason: service.billing_reason,
    term_ends: service.term_ends,
    notice_at: service.notice_at?.toISOString() ?? null,
    ends_on: service.ends_on,
    early_end_cents: await earlyEndOf(db, service),
    storage_day_micro_euros: await storagePriceOn(db, service, service.ends_on ?? dayIn(service.zone, now)),
    created_at: service.created_at.toISOString(),
    version: service.version,
  }
}

export const listServiceRows = async (
  db: Db,
  filter: {
    readonly scope: Scope
    readonly state: string | null
    readonly product: string | null
    readonly organisation: string | null
    readonly text: string | null
    readonly before: string | null
    readonly limit: number
  },
): Promise<{ readonly rows: readonly ServiceRow[]; readonly total: number }> => {
  const where = sql`${within(filter.scope, 's.organisation_id')}
    and (${filter.state}::text is null or s.state = ${filter.state}) and (${filter.product}::text is null or s.product = ${filter.product})
    and (${filter.organisation}::text is null or s.organisation_id = (select id from people.organisation_card where handle = ${filter.organisation}))
    and (${filter.text}::text is null or s.number ilike '%' || ${filter.text} || '%')`
  const { rows } = await sql<ServiceRow>`select s.* from market.service s where ${where}
    and (${filter.before}::uuid is null or s.id < ${filter.before}::uuid) order by s.id desc limit ${filter.limit}`.execute(
    db,
  )
  const total =
    (await sql<{ n: number }>`select count(*)::int as n from market.service s where ${where}`.execute(db)).rows[0]?.n ??
    0
  return { rows, total }
}
