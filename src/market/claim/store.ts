import { sql } from 'kysely'
import { newId } from '#kernel'
import { type Db, violated } from '#postgres'
import type { Hold } from '../product.ts'
import { claimSums, releaseSums } from '../sum/store.ts'

export interface Claim extends Hold {
  readonly id: string
  readonly lineId: string | null
  readonly serviceId: string | null
  readonly firmUntil: Date | null
  readonly restsUntil: Date | null
}

interface ClaimRow {
  id: string
  line_id: string | null
  service_id: string | null
  kind: string
  thing_id: string
  from: number
  to: number
  label: string
  firm_until: Date | null
  rests_until: Date | null
  watts: number | null
  weight_kg: number | null
  sides: 'A+B' | 'A' | 'B' | null
  units: readonly [number, number] | null
}

const loadOf = (watts: number, sides: 'A+B' | 'A' | 'B', { weight_kg: weightKg, units }: ClaimRow) => ({
  watts,
  sides,
  ...(weightKg === null ? {} : { weightKg }),
  ...(units === null ? {} : { units }),
})

const toClaim = (row: ClaimRow): Claim => ({
  id: row.id,
  lineId: row.line_id,
  serviceId: row.service_id,
  kind: row.kind,
  thingId: row.thing_id,
  span: [row.from, row.to],
  label: row.label,
  firmUntil: row.firm_until,
  restsUntil: row.rests_until,
  ...(row.watts === null || row.sides === null ? {} : { load: loadOf(row.watts, row.sides, row) }),
})

const columns = sql`id, line_id, service_id, kind, thing_id, lower(span) as "from", upper(span) as "to", label, firm_until, rests_until, watts, sides, weight_kg,
  case when units is not null then jsonb_build_array(lower(units), upper(units)) end as units`
const withLoad = sql`market.claim left join market.load on claim_id = id`

/** PostgreSQL refused a second holder, or a sum over its limit: the stock was sold between the look and the claim. */
export const soldMeanwhile = (thrown: unknown): boolean =>
  ['sold_once', 'within_limit'].includes(violated(thrown) ?? '')

/** Holds things for a line (firm: until the quote expires) or a service, with the power that is sold with them. PostgreSQL refuses what is held already. */
export const holdThings = async (
  tx: Db,
  by: {
    readonly siteId: string
    readonly lineId: string | null
    readonly serviceId: string | null
    readonly firmUntil: Date | null
    readonly now: Date
  },
  holds: readonly Hold[],
): Promise<void> => {
  for (const hold of holds) {
    const id = newId()
    await sql`
      insert into market.claim (id, site_id, line_id, service_id, kind, thing_id, span, label, held_at, firm_until)
      values (${id}, ${by.siteId}, ${by.lineId}, ${by.serviceId}, ${hold.kind}, ${hold.thingId},
              int8range(${hold.span[0]}, ${hold.span[1]}), ${hold.label}, ${by.now}, ${by.firmUntil})`.execute(tx)
    if (hold.load) await claimSums(tx, by.siteId, { claimId: id, compartmentId: hold.thingId, ...hold.load })
  }
}

export const claimsOfLines = async (db: Db, lineIds: readonly string[]): Promise<readonly Claim[]> =>
  (
    await sql<ClaimRow>`select ${columns} from ${withLoad}
      where line_id = any(${[...lineIds]}) and given_back_at is null order by held_at, id`.execute(db)
  ).rows.map(toClaim)

export const claimsOfService = async (db: Db, serviceId: string): Promise<readonly Claim[]> =>
  (
    await sql<ClaimRow>`select ${columns} from ${withLoad}
      where service_id = ${serviceId} and given_back_at is null order by held_at, id`.execute(db)
  ).rows.map(toClaim)

/** A firm quote was signed: what it held belongs to the service now. */
export const bindClaims = async (tx: Db, lineId: string, serviceId: string): Promise<void> => {
  await sql`update market.claim set service_id = ${serviceId}, firm_until = null
    where line_id = ${lineId} and given_back_at is null`.execute(tx)
}

/** Gives back what a line holds: at once, its power with it, or after a rest by kind. */
export const giveBack = async (
  tx: Db,
  claims: readonly Claim[],
  now: Date,
  restDays: (kind: string) => Promise<number>,
): Promise<void> => {
  const atOnce: string[] = []
  for (const claim of claims) {
    const days = await restDays(claim.kind)
    if (days === 0) atOnce.push(claim.id)
    await (
      days === 0
        ? sql`update market.claim set given_back_at = ${now} where id = ${claim.id}`
        : sql`update market.claim set rests_until = ${now}::timestamptz + make_interval(days => ${days}) where id = ${claim.id}`
    ).execute(tx)
  }
  if (atOnce.length > 0) await releaseSums(tx, atOnce)
}

/** The rest is over: resold from now on. */
export const endRests = async (tx: Db, now: Date): Promise<number> => {
  const { rows } = await sql<{ id: string }>`update market.claim set given_back_at = ${now}
    where given_back_at is null and rests_until <= ${now} returning id`.execute(tx)
  if (rows.length > 0)
    await releaseSums(
      tx,
      rows.map(({ id }) => id),
    )
  return rows.length
}

/** Which of these things are held, and over which spans, by others than `exceptLineId`. */
export const heldSpans = async (
  db: Db,
  thingIds: readonly string[],
  exceptLineId: string | null,
): Promise<ReadonlyMap<string, readonly (readonly [number, number])[]>> => {
  const { rows } = await sql<{ thing_id: string; from: number; to: number }>`
    select thing_id, lower(span) as "from", upper(span) as "to" from market.claim
    where thing_id = any(${[...thingIds]}) and given_back_at is null
      and (${exceptLineId}::uuid is null or line_id is distinct from ${exceptLineId}::uuid)`.execute(db)
  const held = new Map<string, [number, number][]>()
  for (const row of rows) held.set(row.thing_id, [...(held.get(row.thing_id) ?? []), [row.from, row.to]])
  return held
}

/** Who holds this span of a thing: the number of a service (the old one beside it, where it was taken over), of an order or of a letter; null: nobody. */
export const holderOf = async (
  db: Db,
  thingId: string,
  [from, to]: readonly [from: number, to: number],
): Promise<string | null> =>
  (
    await sql<{ holder: string }>`
      select coalesce(s.number || coalesce(' (' || t.old_number || ')', ''), o.number, r.number, '') as holder
      from market.claim c left join market.service s on s.id = c.service_id left join market.taken_over t on t.service_id = s.id
        left join market.line l on l.id = c.line_id left join market."order" o on o.id = l.order_id
        left join market.letter r on r.id = c.letter_id
      where c.thing_id = ${thingId} and c.span && int8range(${from}, ${to}) and c.given_back_at is null
      order by c.held_at, c.id limit 1`.execute(db)
  ).rows[0]?.holder ?? null
