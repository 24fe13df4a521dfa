import { sql } from 'kysely'
import type { z } from 'zod'
import type { Db } from '#postgres'
import type { unitPriceWire } from './contract.ts'

type UnitPrice = z.output<typeof unitPriceWire>

/** What was agreed with a service by the unit, each from its day on. */
export const unitPricesOf = async (db: Db, serviceId: string): Promise<readonly UnitPrice[]> =>
  (
    await sql<UnitPrice>`
      select item, from_date as "from", unit_micro_euros from market.service_usage_price
      where service_id = ${serviceId} order by item, from_date`.execute(db)
  ).rows

export const writeUnitPrice = async (
  tx: Db,
  serviceId: string,
  { item, from, microEuros }: { readonly item: UnitPrice['item']; readonly from: string; readonly microEuros: number },
): Promise<void> => {
  await sql`
    insert into market.service_usage_price (service_id, item, unit_micro_euros, from_date) values (${serviceId}, ${item}, ${microEuros}, ${from})
    on conflict (service_id, item, from_date) do update set unit_micro_euros = excluded.unit_micro_euros`.execute(tx)
}
