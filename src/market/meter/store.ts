import { sql } from 'kysely'
import type { z } from 'zod'
import type { Db } from '#postgres'
import type { usagePriceWire } from './contract.ts'
import type { BilledDays } from './read-usage.ts'

/** Power that a service was sold with a place, or with units of a shared rack. */
export interface MeteredLoad {
  readonly claimId: string
  readonly serviceId: string
  readonly service: string
  readonly organisationId: string
  readonly compartmentId: string
  readonly compartment: string
  readonly watts: number
  readonly sides: 'A+B' | 'A' | 'B'
  /** The meters that count for it now: the feeds of a compartment of its own, the outlets of its units; none before it was handed over. */
  readonly feeds: readonly { readonly id: string; readonly handle: string; readonly side: 'A' | 'B' }[]
}

/** Those that are held now. */
export const soldLoads = async (db: Db, siteId: string): Promise<readonly Omit<MeteredLoad, 'feeds'>[]> =>
  (
    await sql<Omit<MeteredLoad, 'feeds'>>`
      select p.claim_id as "claimId", p.service_id as "serviceId", s.number as service, s.organisation_id as "organisationId",
        p.compartment_id as "compartmentId", c.handle as compartment, p.watts, p.sides
      from market.service_load_card p join market.service s on s.id = p.service_id join facility.space_card c on c.id = p.compartment_id
      where s.site_id = ${siteId} and p.kind in ('compartment', 'rack-units') and p.given_back_at is null
      order by s.number, c.handle`.execute(db)
  ).rows

/** From which day on, and until which, a service is billed here: what was taken over, from where the old system stopped. */
export const billedDaysOf = async (db: Db, serviceId: string): Promise<BilledDays> =>
  (
    await sql<BilledDays>`select greatest(s.billing_from, t.invoiced_until) as "from", s.ends_on as until
      from market.service s left join market.taken_over_card t on t.service_id = s.id where s.id = ${serviceId}`.execute(
      db,
    )
  ).rows[0] ?? { from: null, until: null }

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
