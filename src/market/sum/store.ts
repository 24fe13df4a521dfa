import { sql } from 'kysely'
import { amountsOf, capacityOf, type Capacity, type Load, readCapacity, sumLoads } from '#facility'
import type { Db } from '#postgres'
import { compareLimits, type Difference, type KeptLimit, type KeptSum } from './compare-limits.ts'

/** The order in which rows are locked, everywhere: limits that many share first, a tenant's own last, by id. */
const inOrder = sql`order by e.own, e.element_id, e.failure_case, e.unit`

/** Keeps everybody from reserving power until this transaction ends: who holds the sums may change their phases, nobody else does. */
export const holdLimits = async (tx: Db, siteId: string): Promise<void> => {
  await sql`select from market.element_limit e where e.site_id = ${siteId} and not e.own
    and e.failure_case not like 'other-side-lost:%' ${inOrder} for update`.execute(tx)
}

const computedFor = async (tx: Db, siteId: string): Promise<number | null> =>
  (
    await sql<{
      revision: number
    }>`select plant_revision as revision from market.limits_of where site_id = ${siteId}`.execute(tx)
  ).rows[0]?.revision ?? null

interface ClaimedLoad extends Load {
  readonly claimId: string
}

/** A load that is held now, with the claim of the space that it was sold with and whose it is. */
export interface HeldLoad extends ClaimedLoad {
  /** The service's number, or the order's of a firm quote. */
  readonly holder: string
  /** The order whose firm quote holds it; null: it is sold. */
  readonly firmOrder: string | null
}

export const heldLoads = async (db: Db, siteId: string): Promise<readonly HeldLoad[]> =>
  (
    await sql<HeldLoad>`
      select c.id as "claimId", c.thing_id as "compartmentId", p.watts, p.sides, p.weight_kg as "weightKg",
        case when p.units is not null then jsonb_build_array(lower(p.units), upper(p.units)) end as units, coalesce(s.number, o.number) as holder,
        case when c.firm_until is not null then o.number end as "firmOrder"
      from market.load p join market.claim c on c.id = p.claim_id left join market.service s on s.id = c.service_id
        left join market.line l on l.id = c.line_id left join market."order" o on o.id = l.order_id
      where c.site_id = ${siteId} and c.given_back_at is null order by holder, c.id`.execute(db)
  ).rows

interface SumRow {
  readonly claim_id: string
  readonly element_id: string
  readonly failure_case: string
  readonly unit: string
  readonly amount: number
}
const sumsOf = (capacity: Capacity, load: ClaimedLoad): readonly SumRow[] =>
  amountsOf(capacity, load).map(({ limit, amount }) => ({
    claim_id: load.claimId,
    element_id: limit.elementId,
    failure_case: limit.failureCase,
    unit: limit.unit,
    amount,
  }))

const insertSums = async (tx: Db, rows: readonly SumRow[]): Promise<void> => {
  await sql`insert into market.sum_claim (claim_id, element_id, failure_case, unit, amount)
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as t (claim_id uuid, element_id uuid, failure_case text, unit text, amount bigint)`.execute(tx)
}

/**
 * Limits, and what every load counts for against them, computed anew from the plant as this transaction sees it. Serialized with
 * reservations; a limit under what is sold is refused by PostgreSQL (`within_limit`), but the plan of the edit was refused before.
 */
export const settleLimits = async (tx: Db, siteId: string): Promise<void> => {
  await holdLimits(tx, siteId)
  await sql`select pg_advisory_xact_lock(hashtextextended(${`market.limits ${siteId}`}, 0))`.execute(tx)
  const { capacity, revision } = await readCapacity(tx, siteId)
  const loads = await heldLoads(tx, siteId)
  const reserved = sumLoads(capacity, loads)
  const limits = [...capacity.limits.values()].flatMap((limit) =>
    limit.amount === null
      ? []
      : [
          {
            site_id: siteId,
            element_id: limit.elementId,
            failure_case: limit.failureCase,
            unit: limit.unit,
            // Nobody locks every rack ahead: who claims weight holds the shared limits first.
            own: limit.own || limit.kind === 'rack',
            limit_amount: limit.amount,
            reserved: reserved.get(limit.key) ?? 0,
          },
        ],
  )
  await sql`delete from market.sum_claim s using market.claim c where c.id = s.claim_id and c.site_id = ${siteId}`.execute(
    tx,
  )
  await sql`
    with asked as (select * from jsonb_populate_recordset(null::market.element_limit, ${JSON.stringify(limits)}::jsonb)),
      gone as (delete from market.element_limit e where e.site_id = ${siteId} and not exists (
        select from asked a where a.element_id = e.element_id and a.failure_case = e.failure_case and a.unit = e.unit))
    insert into market.element_limit (site_id, element_id, failure_case, unit, own, limit_amount, reserved)
    select site_id, element_id, failure_case, unit, own, limit_amount, reserved from asked
    on conflict (element_id, failure_case, unit) do update set own = excluded.own, limit_amount = excluded.limit_amount, reserved = excluded.reserved`.execute(
    tx,
  )
  await insertSums(
    tx,
    loads.flatMap((load) => sumsOf(capacity, load)),
  )
  await sql`insert into market.limits_of (site_id, plant_revision) values (${siteId}, ${revision})
    on conflict (site_id) do update set plant_revision = excluded.plant_revision`.execute(tx)
}

/** Everybody who reserves power comes by here, one after the other; afterwards the limits are those of the plant as it stands. */
export const lockLimits = async (tx: Db, siteId: string): Promise<Capacity> => {
  await holdLimits(tx, siteId)
  const known = await capacityOf(tx, siteId)
  if ((await computedFor(tx, siteId)) !== known.revision) await settleLimits(tx, siteId)
  return known.capacity
}

/** What is reserved, by limit key, but for what this line holds itself. Empty before anything was ever sold. */
export const reservedNow = async (
  db: Db,
  siteId: string,
  exceptLineId: string | null,
): Promise<ReadonlyMap<string, number>> => {
  // Without a line there is nothing to take off: the question would be put for each of a thousand limits.
  const own =
    exceptLineId === null
      ? sql`0`
      : sql`coalesce((
          select sum(s.amount) from market.sum_claim s join market.claim c on c.id = s.claim_id
          where c.line_id = ${exceptLineId}::uuid and c.given_back_at is null
            and s.element_id = e.element_id and s.failure_case = e.failure_case and s.unit = e.unit), 0)::bigint`
  const { rows } = await sql<{ key: string; reserved: number }>`
    select e.element_id || ' ' || e.failure_case || ' ' || e.unit as key, e.reserved - ${own} as reserved
    from market.element_limit e where e.site_id = ${siteId} and e.reserved > 0`.execute(db)
  return new Map(rows.map(({ key, reserved }) => [key, reserved]))
}

/** What is reserved of these limits alone, by limit key. */
export const reservedOf = async (db: Db, elementIds: readonly string[]): Promise<ReadonlyMap<string, number>> => {
  const { rows } = await sql<{ key: string; reserved: number }>`
    select e.element_id || ' ' || e.failure_case || ' ' || e.unit as key, e.reserved from market.element_limit e
    where e.element_id = any(${[...elementIds]}::uuid[]) and e.reserved > 0`.execute(db)
  return new Map(rows.map(({ key, reserved }) => [key, reserved]))
}

/** Takes what a load counts for, under the lock of the limits; PostgreSQL refuses what is over one (`within_limit`). */
export const claimSums = async (tx: Db, siteId: string, load: ClaimedLoad): Promise<void> => {
  const capacity = await lockLimits(tx, siteId)
  const rows = sumsOf(capacity, load)
  const [from, to] = load.units ?? [null, null]
  await sql`insert into market.load (claim_id, watts, sides, weight_kg, units)
    values (${load.claimId}, ${load.watts}, ${load.sides}, ${load.weightKg ?? null},
            case when ${from}::bigint is not null then int8range(${from}, ${to}) end)`.execute(tx)
  await insertSums(tx, rows)
  await sql`update market.element_limit e set reserved = e.reserved + s.amount from market.sum_claim s
    where s.claim_id = ${load.claimId} and s.element_id = e.element_id and s.failure_case = e.failure_case and s.unit = e.unit`.execute(
    tx,
  )
}

/**
 * Gives back what these claims count for; those that hold no power are passed by. Whoever touches one shared limit holds them all, as
 * who reserves does: what is taken afterwards in the same transaction is never waited for in a circle.
 */
export const releaseSums = async (tx: Db, claimIds: readonly string[]): Promise<void> => {
  const ids = [...claimIds]
  const { rows: sites } = await sql<{ id: string }>`
    select distinct c.site_id as id from market.claim c join market.sum_claim s on s.claim_id = c.id where c.id = any(${ids}) order by 1`.execute(
    tx,
  )
  if (sites.length === 0) return
  for (const { id } of sites) await holdLimits(tx, id)
  await sql`
    with given as (delete from market.sum_claim where claim_id = any(${ids}) returning element_id, failure_case, unit, amount),
      sums as (select element_id, failure_case, unit, sum(amount)::bigint as amount from given group by 1, 2, 3)
    update market.element_limit e set reserved = e.reserved - s.amount from sums s
    where s.element_id = e.element_id and s.failure_case = e.failure_case and s.unit = e.unit`.execute(tx)
}

/** Are the limits those of the plant as it stands, and do the sums follow from the loads? Sites whose limits were never asked for keep none. */
export const judgeLimits = async (tx: Db): Promise<readonly Difference[]> => {
  const { rows: sites } = await sql<{ id: string }>`select site_id as id from market.limits_of`.execute(tx)
  const differences: Difference[] = []
  for (const { id } of sites) {
    const { capacity } = await readCapacity(tx, id)
    const { rows: limits } = await sql<KeptLimit>`
      select element_id || ' ' || failure_case || ' ' || unit as key, limit_amount as limit from market.element_limit where site_id = ${id}`.execute(
      tx,
    )
    const { rows: sums } = await sql<KeptSum>`
      select s.claim_id as "claimId", s.element_id || ' ' || s.failure_case || ' ' || s.unit as key, s.amount
      from market.sum_claim s join market.claim c on c.id = s.claim_id where c.site_id = ${id} and c.given_back_at is null`.execute(
      tx,
    )
    differences.push(...compareLimits({ limits, sums }, capacity, await heldLoads(tx, id)))
  }
  return differences
}
