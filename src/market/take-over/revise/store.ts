import { sql } from 'kysely'
import { newId } from '#kernel'
import type { Db } from '#postgres'
import { pricesOfService } from '../../change/store.ts'
import type { ServiceRow } from '../../service/store.ts'
import type { Indexed, Revised } from './revise-price.ts'

/** The index clause of a service that was taken over, with all its prices; null: it was not. */
export const indexedOf = async (tx: Db, serviceId: string): Promise<Indexed | null> => {
  const { rows } = await sql<{
    index: string | null
    value: number | null
    day: string | null
    priced: string | null
    next: string | null
  }>`
    select index_name as index, index_value::float8 as value, index_day as day, price_from as priced, next_price_from as next
    from market.taken_over where service_id = ${serviceId}`.execute(tx)
  const row = rows[0]
  if (!row) return null
  const prices = (await pricesOfService(tx, serviceId)).map((price) => ({
    from: price.from_date,
    monthlyMicroEuros: price.monthly_micro_euros,
    agreedOn: price.agreed_on,
  }))
  // The next price of the file is one that the old system had revised already.
  const revisedFrom = [row.priced ?? prices[0]?.from ?? '', row.next ?? ''].toSorted().at(-1) ?? ''
  return { prices, index: row.index, indexValue: row.value, indexDay: row.day, revisedFrom }
}

export interface Revision {
  readonly index: string | null
  readonly before: number | null
  readonly value: number
  readonly publishedOn: string | null
}

/**
 * What was revised is the history's like any other price: the one at which the service began is written with it, where it stood in its row
 * alone. The row of the day of revision bears the index.
 */
export const writeRevision = async (
  tx: Db,
  service: Pick<ServiceRow, 'id' | 'item' | 'billing_from' | 'monthly_micro_euros'>,
  revised: readonly [Revised, ...Revised[]],
  by: Revision,
  now: Date,
): Promise<void> => {
  const known = await pricesOfService(tx, service.id)
  const first =
    known.length === 1 && known[0]?.id === null && service.billing_from !== null
      ? [{ from: service.billing_from, monthlyMicroEuros: service.monthly_micro_euros }]
      : []
  for (const price of [...first, ...revised]) {
    const item = known.findLast(({ from_date: from }) => from <= price.from)?.item ?? service.item
    const index = price === revised[0] && by.index !== null && by.before !== null ? by : null
    await sql`
      insert into market.service_price (id, service_id, from_date, item, items, monthly_micro_euros, index_name, index_before, index_value, published_on, made_at)
      values (${newId()}, ${service.id}, ${price.from}, ${item}, '[]', ${price.monthlyMicroEuros}, ${index?.index ?? null}, ${index?.before ?? null},
        ${index?.value ?? null}, ${index?.publishedOn ?? null}, ${now})`.execute(tx)
  }
  await sql`update market.service set monthly_micro_euros = ${(revised.at(-1) ?? revised[0]).monthlyMicroEuros}, version = version + 1
    where id = ${service.id}`.execute(tx)
  await sql`update market.taken_over set index_value = ${by.value}, price_from = ${revised[0].from} where service_id = ${service.id}`.execute(
    tx,
  )
}
