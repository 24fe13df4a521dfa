import { sql } from 'kysely'
import type { z } from 'zod'
import type { Db } from '#postgres'
import type { usagePriceWire } from './contract.ts'

/** Power that a service was sold, with its meters: the feeds of a compartment of its own, the outlets of its units in a shared rack. */
export interface MeteredLoad {
  readonly claimId: string
  readonly serviceId: string
  readonly service: string
  readonly organisationId: string
  readonly compartmentId: string
  readonly compartment: string
  readonly watts: number
  readonly sides: 'A+B' | 'A' | 'B'
  /** Since when the place is this service's, in seconds since 1970: what its meters said before is another tenant's. */
  readonly since: number
  readonly feeds: readonly { readonly id: string; readonly handle: string; readonly side: 'A' | 'B' }[]
}

/** Those that are held now; of one service, or of all. The feeds of a shared rack say nothing of one tenant: without metered outlets it has no meter. */
export const meteredLoads = async (db: Db, siteId: string, serviceId: string | null): Promise<readonly MeteredLoad[]> =>
  (
    await sql<MeteredLoad>`
      select p.claim_id as "claimId", p.service_id as "serviceId", s.number as service, s.organisation_id as "organisationId",
        p.compartment_id as "compartmentId", c.handle as compartment, p.watts, p.sides,
        -- What was taken over stood there before its row came.
        floor(extract(epoch from case when k.line_id is null and s.billing_from is not null
          then s.billing_from::timestamp at time zone s.zone else p.held_at end))::bigint as since,
        case p.kind when 'compartment' then
          coalesce((select jsonb_agg(jsonb_build_object('id', f.id, 'handle', f.handle, 'side', f.chain) order by f.chain)
            from facility.feed_card f where f.compartment_id = p.compartment_id and strpos(p.sides, f.chain) > 0), '[]')
        else
          coalesce((select jsonb_agg(jsonb_build_object('id', o.outlet_id, 'handle', o.handle, 'side', o.chain) order by o.chain, o.number)
            from market.outlet_claim_card o where o.service_id = p.service_id and o.compartment_id = p.compartment_id
              and o.given_back_at is null and strpos(p.sides, o.chain) > 0), '[]') end as feeds
      from market.service_load_card p join market.claim k on k.id = p.claim_id join market.service s on s.id = p.service_id
        join facility.space_card c on c.id = p.compartment_id
      where s.site_id = ${siteId} and p.kind in ('compartment', 'rack-units') and p.given_back_at is null
        and (${serviceId}::uuid is null or s.id = ${serviceId}::uuid)
      order by s.number, c.handle`.execute(db)
  ).rows

/** What a unit of it (a kWh, a day of storage) costs a service on a day: as agreed with this service, else by the list. */
export const usagePriceOn = async (
  db: Db,
  of: { readonly siteId: string; readonly serviceId: string; readonly product: string; readonly day: string },
  item: 'kwh' | 'storage-day',
): Promise<number | null> =>
  (
    await sql<{ price: number }>`
      select unit_micro_euros as price from (
        select unit_micro_euros, from_date, 0 as rank from market.service_usage_price where service_id = ${of.serviceId} and item = ${item}
        union all
        select unit_micro_euros, from_date, 1 from market.usage_price where site_id = ${of.siteId} and product = ${of.product} and item = ${item}
      ) as prices where from_date <= ${of.day} order by rank, from_date desc limit 1`.execute(db)
  ).rows[0]?.price ?? null

/** The list's prices of what is metered, of one day. */
export const usagePricesOn = async (
  db: Db,
  siteId: string,
  day: string,
): Promise<readonly z.output<typeof usagePriceWire>[]> =>
  (
    await sql<z.output<typeof usagePriceWire>>`
      select distinct on (product, item) product, item, unit, unit_micro_euros from market.usage_price
      where site_id = ${siteId} and from_date <= ${day} order by product, item, from_date desc`.execute(db)
  ).rows

/** A change that gave a place in use another side of the power, or took one from it. */
export interface FeedTurn {
  readonly serviceId: string
  readonly compartmentId: string
  readonly before: 'A+B' | 'A' | 'B'
  readonly after: 'A+B' | 'A' | 'B'
  /** The first day billed as changed (YYYY-MM-DD). */
  readonly day: string
  /** When the last of its steps was done, in seconds since 1970: the way that was given up is open. */
  readonly doneAt: number
}

/** Those that are done, in the order of time: what a place was sold with stands beside it as it is now alone. */
export const feedTurnsOf = async (db: Db, siteId: string): Promise<readonly FeedTurn[]> =>
  (
    await sql<FeedTurn>`
      select l.service_id as "serviceId", r ->> 'compartmentId' as "compartmentId", l.change -> 'from' ->> 'sides' as before, r ->> 'sides' as after,
        p.from_date as day, (select extract(epoch from max(t.done_at))::bigint from market.step t where t.line_id = l.id) as "doneAt"
      from market.line l join market.service s on s.id = l.service_id join market.service_price p on p.line_id = l.id
        cross join lateral jsonb_array_elements(l.change -> 'reloads') as r
      where s.site_id = ${siteId} and l.does = 'change' and l.state = 'in-service' and not l.change_open
        and l.change -> 'from' ->> 'sides' is distinct from r ->> 'sides'
      order by p.from_date, p.id`.execute(db)
  ).rows
