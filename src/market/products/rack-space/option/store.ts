import { sql } from 'kysely'
import type { Db } from '#postgres'

/** What was last quoted for the option of a service, 10⁻⁶ € a month; null: it stands in no list of parts. */
export const optionPriceOf = async (db: Db, serviceId: string): Promise<number | null> =>
  (
    await sql<{ price: number | null }>`
      select (select (i ->> 'monthly_micro_euros')::bigint from jsonb_array_elements(c.items) i where i ->> 'item' like 'option-%' limit 1) as price
      from market.service_price_part_card c left join market.service_price p on p.id = c.price_id
      where c.service_id = ${serviceId} order by p.from_date desc nulls last, p.id desc limit 1`.execute(db)
  ).rows[0]?.price ?? null
