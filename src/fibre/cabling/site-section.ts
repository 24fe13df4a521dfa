import { sql } from 'kysely'
import type { Kind, StoredRow } from '#facility'
import { upsertRows } from '#postgres'

export const trunkKind: Kind = {
  name: 'trunk',
  fixedWhileClaimed: ['from_panel', 'from_position', 'to_panel', 'to_position', 'positions', 'media'],
  stored: async (db, siteId) => {
    const { rows } = await sql<StoredRow>`
      select t.id, t.handle, t.ended_at is not null as ended, jsonb_build_object('from_panel', f.handle, 'from_position', t.from_position,
        'to_panel', o.handle, 'to_position', t.to_position, 'positions', t.positions, 'media', t.media, 'length_m', t.length_m::float8,
        'splices', t.splices, 'loss_db', t.loss_db::float8, 'loss_source', t.loss_source) as fields
      from fibre.trunk t join fibre.panel f on f.id = t.from_panel_id join fibre.panel o on o.id = t.to_panel_id
      where t.site_id = ${siteId}`.execute(db)
    return rows
  },
  write: async (tx, rows, loading) => {
    const values = rows.map(({ id, handle, fields: { from_panel, to_panel, ...fields } }) => ({
      id,
      site_id: loading.siteId,
      handle,
      ...fields,
      from_panel_id: loading.idOf('panel', String(from_panel)),
      to_panel_id: loading.idOf('panel', String(to_panel)),
      ended_at: null,
    }))
    await upsertRows(tx, 'fibre.trunk', values)
  },
  end: async (tx, ids, { at }) => {
    await sql`update fibre.trunk set ended_at = ${at} where id = any(${[...ids]})`.execute(tx)
  },
}

export const trayKind: Kind = {
  name: 'tray',
  stored: async (db, siteId) => {
    const { rows } = await sql<StoredRow>`
      select id, handle, ended_at is not null as ended, jsonb_build_object('stops', stops) as fields
      from fibre.tray where site_id = ${siteId}`.execute(db)
    return rows
  },
  write: async (tx, rows, { siteId }) => {
    const values = rows.map(({ id, handle, fields }) => ({ id, site_id: siteId, handle, ...fields, ended_at: null }))
    await upsertRows(tx, 'fibre.tray', values)
  },
  end: async (tx, ids, { at }) => {
    await sql`update fibre.tray set ended_at = ${at} where id = any(${[...ids]})`.execute(tx)
  },
}

export const patchingKind: Kind = {
  name: 'patching',
  stored: async (db, siteId) => {
    const { rows } = await sql<StoredRow>`
      select id, 'patching' as handle, false as ended, jsonb_build_object('lengths_m', lengths_m, 'drop_m', drop_m::float8,
        'slack_m', slack_m::float8, 'colours', colours) as fields
      from fibre.patching where site_id = ${siteId}`.execute(db)
    return rows
  },
  write: async (tx, rows, { siteId }) => {
    await upsertRows(
      tx,
      'fibre.patching',
      rows.map(({ id, fields }) => ({ id, site_id: siteId, ...fields })),
    )
  },
  /** Without it no jumper is cut: routes say so. */
  end: async (tx, ids) => {
    await sql`delete from fibre.patching where id = any(${[...ids]})`.execute(tx)
  },
}
