import { sql } from 'kysely'
import type { z } from 'zod'
import type { Db } from '#postgres'
import type { usageQuoted } from './usage-quoted.ts'

type Usage = z.output<typeof usageQuoted>

/** A day of gear that stays after the legal end. */
export const STORAGE_ITEM = 'storage-day'

/**
 * What the quote shows by the unit is agreed for the service from a day (YYYY-MM-DD) on, as its rent is: a new price of the list is for those who
 * sign after it. What was agreed before, or revised meanwhile, stays.
 */
export const agreeUsage = async (tx: Db, serviceId: string, usage: readonly Usage[], from: string): Promise<void> => {
  if (usage.length === 0) return
  await sql`
    insert into market.service_usage_price (service_id, item, unit_micro_euros, from_date)
    select ${serviceId}, u.item, u.price, ${from}
    from unnest(${usage.map(({ item }) => item)}::text[], ${usage.map(({ unit_micro_euros: price }) => price)}::bigint[]) as u (item, price)
    where not exists (select from market.service_usage_price p where p.service_id = ${serviceId} and p.item = u.item and p.from_date <= ${from})
    on conflict do nothing`.execute(tx)
}

/** What a new service is signed with: what its quote shows, and no fee for gear where the quote showed none. */
export const usageSigned = (quoted: readonly Usage[], mayLeaveGear: boolean): readonly Usage[] =>
  mayLeaveGear && !quoted.some(({ item }) => item === STORAGE_ITEM)
    ? [...quoted, { item: STORAGE_ITEM, unit: 'day', unit_micro_euros: 0 }]
    : quoted

/** What a service pays by the unit on a day: as agreed with it, else by the list. */
export const usageOf = async (
  db: Db,
  service: { readonly id: string; readonly site_id: string; readonly product: string },
  day: string,
): Promise<readonly Usage[]> =>
  (
    await sql<Usage>`
      select distinct on (item) item, case item when ${STORAGE_ITEM} then 'day' else 'kWh' end as unit, unit_micro_euros from (
        select item, unit_micro_euros, from_date, 0 as rank from market.service_usage_price where service_id = ${service.id}
        union all
        select item, unit_micro_euros, from_date, 1 from market.usage_price where site_id = ${service.site_id} and product = ${service.product}
      ) as prices where from_date <= ${day} order by item, rank, from_date desc`.execute(db)
  ).rows
