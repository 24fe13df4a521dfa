import { sql } from 'kysely'
import { upsertRows } from '#postgres'
import type { Kind, StoredRow } from '../site-files/site-section.ts'

/** Named by a reading, it stays the thing that it is; what was unknown of it may become known, and it is calibrated anew. */
export const instrumentKind: Kind = {
  name: 'instrument',
  fixedWhileClaimed: ['kind', 'make', 'model', 'serial'],
  fillsUnknown: true,
  stored: async (db, siteId) => {
    const { rows } = await sql<StoredRow>`
      select id, handle, ended_at is not null as ended, jsonb_build_object('kind', kind, 'make', make, 'model', model, 'serial', serial,
        'calibrated_until', calibrated_until, 'retired_on', retired_on) as fields
      from facility.instrument where site_id = ${siteId}`.execute(db)
    return rows
  },
  write: async (tx, rows, { siteId }) => {
    const values = rows.map(({ id, handle, fields }) => ({ id, site_id: siteId, handle, ...fields, ended_at: null }))
    await upsertRows(tx, 'facility.instrument', values)
  },
  end: async (tx, ids, { at }) => {
    await sql`update facility.instrument set ended_at = ${at} where id = any(${[...ids]})`.execute(tx)
  },
}
