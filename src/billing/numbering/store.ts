import { sql } from 'kysely'
import type { Db } from '#postgres'
import type { Continued } from './continue-series.ts'

/** The highest number of each series that this house has issued for the seller. */
export const issuedNumbers = async (tx: Db, sellerId: string): Promise<ReadonlyMap<string, number>> => {
  const { rows } = await sql<{ series: string; last: number }>`
    select left(number, 6) as series, max(substr(number, 8)::int) as last from billing.invoice
    where seller_id = ${sellerId} and state = 'issued' group by 1`.execute(tx)
  return new Map(rows.map(({ series, last }) => [series, last]))
}

/** The counter's row is locked by the write until the transaction ends: nothing is issued meanwhile. */
export const writeNumbering = async (
  tx: Db,
  sellerId: string,
  { series, last }: Continued,
  by: { readonly personId: string | null; readonly now: Date },
): Promise<'created' | 'updated' | 'unchanged'> => {
  const { rows } = await sql<{ taken_from: number }>`
    select taken_from from billing.numbering where seller_id = ${sellerId} and series = ${series} for update`.execute(
    tx,
  )
  const before = rows[0]?.taken_from
  if (before === last) return 'unchanged'
  await sql`
    insert into billing.numbering (seller_id, series, taken_from, said_by, at) values (${sellerId}, ${series}, ${last}, ${by.personId}, ${by.now})
    on conflict (seller_id, series) do update set taken_from = excluded.taken_from, said_by = excluded.said_by, at = excluded.at`.execute(
    tx,
  )
  await sql`
    insert into billing.number (seller_id, series, last) values (${sellerId}, ${series}, ${last})
    on conflict (seller_id, series) do update set last = excluded.last`.execute(tx)
  return before === undefined ? 'created' : 'updated'
}
