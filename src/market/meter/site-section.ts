import { sql } from 'kysely'
import type { Kind, StoredRow } from '#facility'
import { upsertRows } from '#postgres'

/** Quotes stand on what has begun: a new price is a new row with a later day. */
export const priceBegins: NonNullable<Kind['begins']> = {
  code: 'price-begun',
  free: ['name_fr', 'name_en'],
  of: ({ product, item, from_date: day }) => ({ series: `${String(product)}/${String(item)}`, day: String(day) }),
}

export const usagePriceKind: Kind = {
  name: 'usage-price',
  stored: async (db, siteId) => {
    const { rows } = await sql<StoredRow>`
      select id, product || '/' || item || '/' || from_date as handle, false as ended, jsonb_build_object('product', product, 'item', item,
        'unit', unit, 'unit_micro_euros', unit_micro_euros, 'from_date', from_date::text) as fields
      from market.usage_price where site_id = ${siteId}`.execute(db)
    return rows
  },
  write: async (tx, rows, { siteId }) => {
    await upsertRows(
      tx,
      'market.usage_price',
      rows.map(({ id, fields }) => ({ id, site_id: siteId, ...fields })),
    )
  },
  begins: priceBegins,
  /** What was billed carries its own price. */
  end: async (tx, ids) => {
    await sql`delete from market.usage_price where id = any(${[...ids]})`.execute(tx)
  },
}
