import { sql } from 'kysely'
import { newId } from '#kernel'
import type { Db } from '#postgres'
import { type Claim, claimsOfLines, claimsOfService } from '../claim/store.ts'
import { agreeUsage } from '../meter/store-agreed.ts'
import type { LineRow } from '../order/store.ts'
import type { AskingChange, ChangedBeside } from '../product.ts'
import type { ServiceRow } from '../service/store.ts'
import { lockLimits, claimSums, releaseSums } from '../sum/store.ts'
import { holdsOn, planPrices } from './plan-prices.ts'

/** What a change was signed on, kept with its line. */
export interface SignedChange {
  readonly from: object
  /** Claims given back when everything is done. */
  readonly leaves: readonly string[]
  readonly reloads: readonly Reload[]
}
/** The power that a claim which stays carries from then on. */
export interface Reload {
  readonly claimId: string
  readonly compartmentId: string
  readonly watts: number
  readonly sides: 'A+B' | 'A' | 'B'
  readonly weightKg?: number | null
  readonly units?: readonly [from: number, to: number] | null
}

export const signedChangeOf = async (db: Db, lineId: string): Promise<SignedChange> => {
  const { rows } = await sql<{
    change: SignedChange | null
  }>`select change from market.line where id = ${lineId}`.execute(db)
  const change = rows[0]?.change
  if (!change) throw new Error(`the change of line ${lineId} was never signed`)
  return change
}

/** The change that this service is undergoing: the number of its order; null: none. */
export const openChangeOf = async (db: Db, serviceId: string): Promise<string | null> =>
  (
    await sql<{ number: string }>`select o.number from market.line l join market."order" o on o.id = l.order_id
      where l.service_id = ${serviceId} and l.change_open`.execute(db)
  ).rows[0]?.number ?? null

export const openChange = async (tx: Db, lineId: string, signed: SignedChange): Promise<void> => {
  await sql`update market.line set change = ${JSON.stringify(signed)}::jsonb, change_open = true where id = ${lineId}`.execute(
    tx,
  )
  // What a firm quote held until a day is held until the change is done, or cancelled.
  await sql`update market.claim set firm_until = null where line_id = ${lineId} and given_back_at is null`.execute(tx)
}

export const closeChange = async (tx: Db, lineId: string): Promise<void> => {
  await sql`update market.line set change_open = false, version = version + 1 where id = ${lineId}`.execute(tx)
}

/** A line whose change is signed and not done. */
export const isOpenChange = async (db: Db, lineId: string): Promise<boolean> =>
  (await sql<{ open: boolean }>`select change_open as open from market.line where id = ${lineId}`.execute(db)).rows[0]
    ?.open ?? false

/** All that a service and the change that it undergoes hold. */
export const claimsOfChange = async (db: Db, line: Pick<LineRow, 'id' | 'service_id'>): Promise<readonly Claim[]> => {
  const held = line.service_id === null ? [] : await claimsOfService(db, line.service_id)
  const known = new Set(held.map(({ id }) => id))
  return [...held, ...(await claimsOfLines(db, [line.id])).filter(({ id }) => !known.has(id))]
}

/** What the same order makes of other services, by their ids: as the lines beside this one say, or what is asked and has no lines yet. */
export const changesBeside = async (
  db: Db,
  { lineId, beside }: Pick<AskingChange<never>, 'lineId' | 'beside'>,
): Promise<ReadonlyMap<string, object>> => {
  const { rows } = await sql<ChangedBeside>`select l.service_id as "serviceId", l.parameters from market.line o
    join market.line l on l.order_id = o.order_id and l.id <> o.id and l.does = 'change' where o.id = ${lineId}::uuid`.execute(
    db,
  )
  return new Map([...beside, ...rows].map(({ serviceId, parameters }) => [serviceId, parameters]))
}

/** The power of claims that stay, made anew under the lock of the limits. */
export const reloadClaims = async (tx: Db, siteId: string, reloads: readonly Reload[]): Promise<void> => {
  if (reloads.length === 0) return
  await lockLimits(tx, siteId)
  const ids = reloads.map(({ claimId }) => claimId)
  await releaseSums(tx, ids)
  await sql`delete from market.load where claim_id = any(${ids})`.execute(tx)
  for (const reload of reloads) await claimSums(tx, siteId, reload)
}

export interface PriceRow {
  readonly id: string | null
  readonly from_date: string
  readonly item: string | null
  readonly monthly_micro_euros: number
  readonly order: string | null
  /** The day on which that order was accepted, or its paper signed. */
  readonly agreed_on: string | null
  /** Of a revision: the index by which it moved. */
  readonly index: { readonly name: string; readonly before: number; readonly value: number } | null
}

/** Every price of a service, each from its day on; the first is the one at which it began. */
export const pricesOfService = async (db: Db, serviceId: string): Promise<readonly PriceRow[]> =>
  (
    await sql<PriceRow>`
      select c.id, c.from_date, c.item, c.monthly_micro_euros, o.number as order,
        coalesce(o.paper_date, (o.accepted_at at time zone s.zone)::date) as agreed_on,
        case when p.index_name is not null then jsonb_build_object('name', p.index_name, 'before', p.index_before, 'value', p.index_value) end as index
      from market.service_price_card c join market.service s on s.id = c.service_id left join market.service_price p on p.id = c.id
        left join market.line l on l.id = p.line_id left join market."order" o on o.id = l.order_id
      where c.service_id = ${serviceId} order by c.from_date, c.id`.execute(db)
  ).rows

/** What the service costs a month on a day, 10⁻⁶ €: its row has the last price of the history, which may hold from a later day; null: none. */
export const monthlyOn = async (
  db: Db,
  service: Pick<ServiceRow, 'id' | 'monthly_micro_euros'>,
  day: string,
): Promise<number | null> =>
  holdsOn(await pricesOfService(db, service.id), (price) => price.from_date, day)?.monthly_micro_euros ??
  service.monthly_micro_euros

/** The day from which a change is billed; null: it is not handed over yet. */
export const changedFrom = async (db: Db, lineId: string): Promise<string | null> =>
  (await sql<{ from_date: string }>`select from_date from market.service_price where line_id = ${lineId}`.execute(db))
    .rows[0]?.from_date ?? null

/** The same of many lines, by line. */
export const changedFromOf = async (db: Db, lineIds: readonly string[]): Promise<ReadonlyMap<string, string>> =>
  new Map(
    (
      await sql<{ id: string; from: string }>`select p.line_id as id, p.from_date as "from" from market.service_price p
        join market.line l on l.id = p.line_id and l.does = 'change' where p.line_id = any(${[...lineIds]})`.execute(db)
    ).rows.map(({ id, from }) => [id, from]),
  )

/** The service is what was asked from that day on: its parameters, its price, and what the change held. */
export const writeChange = async (
  tx: Db,
  service: ServiceRow,
  line: LineRow,
  { from, now }: { readonly from: string; readonly now: Date },
): Promise<string> => {
  const { quote } = line
  if (!quote?.change) throw new Error(`line ${line.id} is no quoted change`)
  const item = quote.prices[0]?.item ?? service.item
  const known = await pricesOfService(tx, service.id)
  const [first, ...later] = planPrices(
    known.map((price) => ({ from: price.from_date, monthlyMicroEuros: price.monthly_micro_euros })),
    quote.change,
    from,
  )
  const monthly = (later.at(-1) ?? first).monthlyMicroEuros
  const insert = async (row: {
    lineId: string | null
    day: string
    item: string | null
    items: object
    monthly: number | null
  }) => {
    await sql`
      insert into market.service_price (id, service_id, line_id, from_date, item, items, monthly_micro_euros, made_at)
      values (${newId()}, ${service.id}, ${row.lineId}, ${row.day}, ${row.item}, ${JSON.stringify(row.items)}::jsonb, ${row.monthly}, ${now})`.execute(
      tx,
    )
  }
  const [begun] = known
  if (begun && begun.id === null)
    await insert({
      lineId: null,
      day: begun.from_date,
      item: begun.item,
      items: [],
      monthly: begun.monthly_micro_euros,
    })
  await insert({ lineId: line.id, day: from, item, items: quote.prices, monthly: first.monthlyMicroEuros })
  for (const price of later)
    await insert({ lineId: null, day: price.from, item, items: [], monthly: price.monthlyMicroEuros })
  await sql`update market.service set parameters = ${JSON.stringify(line.parameters)}::jsonb, item = ${item}, monthly_micro_euros = ${monthly},
    version = version + 1 where id = ${service.id}`.execute(tx)
  await sql`update market.claim set service_id = ${service.id} where line_id = ${line.id} and given_back_at is null`.execute(
    tx,
  )
  await agreeUsage(tx, service.id, quote.usage ?? [], from)
  return from
}
