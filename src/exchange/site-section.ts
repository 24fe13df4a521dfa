import { sql } from 'kysely'
import { type Kind, type Loading, section, type StoredRow } from '#facility'
import { type Db, upsertRows } from '#postgres'
import { exchangeRows, exchangeSchema, judgeExchange } from './site-rows.ts'

const end =
  (table: string) =>
  async (tx: Db, ids: readonly string[], { at }: Loading): Promise<void> => {
    await sql`update ${sql.table(table)} set ended_at = ${at} where id = any(${[...ids]})`.execute(tx)
  }

const lanKind: Kind = {
  name: 'lan',
  fixedWhileClaimed: ['v4', 'v6', 'reserved_hosts'],
  stored: async (db, siteId) => {
    const { rows } = await sql<StoredRow>`
      select id, handle, ended_at is not null as ended, jsonb_build_object('name', name, 'v4', v4::text, 'v6', v6::text, 'vlan', vlan,
        'quarantine_vlan', quarantine_vlan, 'reserved_hosts', reserved_hosts, 'rest_days', rest_days,
        'sample_prefixes', (select coalesce(jsonb_agg(p::text order by p::text collate "C"), '[]') from unnest(sample_prefixes) p)) as fields
      from exchange.lan where site_id = ${siteId}`.execute(db)
    return rows
  },
  write: async (tx, rows, { siteId }) => {
    await upsertRows(
      tx,
      'exchange.lan',
      rows.map(({ id, handle, fields }) => ({ id, site_id: siteId, handle, ...fields, ended_at: null })),
    )
  },
  end: end('exchange.lan'),
}

const switchKind: Kind = {
  name: 'switch',
  stored: async (db, siteId) => {
    const { rows } = await sql<StoredRow>`
      select s.id, s.handle, s.ended_at is not null as ended, jsonb_build_object('lan', l.handle, 'rack', k.handle, 'top_u', s.top_u,
        'driver', s.driver) as fields
      from exchange.switch s join exchange.lan l on l.id = s.lan_id left join facility.rack_card k on k.id = s.rack_id
      where s.site_id = ${siteId}`.execute(db)
    return rows
  },
  write: async (tx, rows, loading) => {
    const racks = await sql<{
      id: string
      room_id: string
    }>`select id, room_id from facility.rack_card where site_id = ${loading.siteId}`.execute(tx)
    const rooms = new Map(racks.rows.map((row) => [row.id, row.room_id]))
    const values = rows.map(({ id, handle, fields: { rack, lan, ...fields } }) => {
      const rackId = loading.idOf('rack', String(rack))
      const lanId = loading.idOf('lan', String(lan))
      return {
        id,
        site_id: loading.siteId,
        handle,
        ...fields,
        lan_id: lanId,
        rack_id: rackId,
        room_id: rooms.get(rackId),
        ended_at: null,
      }
    })
    await upsertRows(tx, 'exchange.switch', values)
  },
  end: end('exchange.switch'),
}

const portKind: Kind = {
  name: 'port',
  fixedWhileClaimed: ['speed_mbps', 'panel', 'position'],
  stored: async (db, siteId) => {
    const { rows } = await sql<StoredRow>`
      select p.id, s.handle || '/' || p.number as handle, p.ended_at is not null as ended, jsonb_build_object('switch', s.handle,
        'number', p.number, 'speed_mbps', p.speed_mbps, 'optic', p.optic, 'panel', f.handle, 'position', p.prewired_position,
        'fact', p.fact) as fields
      from exchange.port p join exchange.switch s on s.id = p.switch_id left join fibre.panel_card f on f.id = p.prewired_panel_id
      where p.site_id = ${siteId}`.execute(db)
    return rows
  },
  write: async (tx, rows, loading) => {
    const values = rows.map(({ id, fields: { switch: own, panel, position, ...fields } }) => ({
      id,
      site_id: loading.siteId,
      ...fields,
      switch_id: loading.idOf('switch', String(own)),
      prewired_panel_id: typeof panel === 'string' ? loading.idOf('panel', panel) : null,
      prewired_position: position,
      ended_at: null,
    }))
    await upsertRows(tx, 'exchange.port', values)
  },
  end: end('exchange.port'),
}

const routeServerKind: Kind = {
  name: 'route-server',
  stored: async (db, siteId) => {
    const { rows } = await sql<StoredRow>`
      select r.id, r.handle, r.ended_at is not null as ended, jsonb_build_object('kind', r.kind, 'lan', l.handle, 'asn', r.asn,
        'v4', host(r.v4), 'v6', host(r.v6), 'daemon', r.daemon) as fields
      from exchange.route_server r join exchange.lan l on l.id = r.lan_id where r.site_id = ${siteId}`.execute(db)
    return rows
  },
  write: async (tx, rows, loading) => {
    const values = rows.map(({ id, handle, fields: { lan, ...fields } }) => ({
      id,
      site_id: loading.siteId,
      handle,
      ...fields,
      lan_id: loading.idOf('lan', String(lan)),
      ended_at: null,
    }))
    await upsertRows(tx, 'exchange.route_server', values)
  },
  end: end('exchange.route_server'),
}

/** How a number is known to be proved when the site's files vouch for it; also what marks the rows that they own. */
const VOUCHED = 'declared by site file'
const SOURCE = 'site file'

const asnKind: Kind = {
  name: 'asn',
  naturalId: (handle) => handle,
  fixedWhileClaimed: ['organisation'],
  stored: async (db, siteId) => {
    const { rows } = await sql<StoredRow>`
      select 'AS' || n.asn as id, 'AS' || n.asn as handle, false as ended, jsonb_build_object('organisation', o.handle, 'as_set', n.as_set,
        'contact_mail', n.contact_mail, 'vouched', n.proved_how is not distinct from ${VOUCHED}) as fields
      from exchange.asn n join people.organisation_card o on o.id = n.organisation_id
      where n.site_id = ${siteId} and n.contact_source = ${SOURCE}`.execute(db)
    return rows
  },
  write: async (tx, rows, loading) => {
    for (const { handle, fields } of rows) {
      const asn = Number(handle.slice(2))
      const vouched = fields['vouched'] === true
      const organisation = loading.idOf('organisation', String(fields['organisation']))
      // A proof by mailed code outlives the file's silence: only the file's own word is taken back.
      await sql`
        insert into exchange.asn as n (site_id, asn, organisation_id, as_set, contact_mail, contact_source, declared_at, proved_at, proved_how)
        values (${loading.siteId}, ${asn}, ${organisation}, ${fields['as_set']}, ${fields['contact_mail']}, ${SOURCE}, ${loading.at},
                ${vouched ? loading.at : null}, ${vouched ? VOUCHED : null})
        on conflict (site_id, asn) do update set organisation_id = excluded.organisation_id, as_set = excluded.as_set,
          contact_mail = excluded.contact_mail, contact_source = excluded.contact_source,
          proved_at = case when ${vouched} then coalesce(n.proved_at, excluded.proved_at) when n.proved_how = ${VOUCHED} then null else n.proved_at end,
          proved_how = case when ${vouched} then ${VOUCHED} when n.proved_how = ${VOUCHED} then null else n.proved_how end`.execute(
        tx,
      )
    }
  },
  /** No longer the files' own: the row stays, for attachments refer to it, and a mailed code may prove it anew. */
  end: async (tx, ids, { siteId }) => {
    const asns = ids.map((id) => Number(id.slice(2)))
    await sql`update exchange.asn set contact_source = null,
        proved_at = case when proved_how = ${VOUCHED} then null else proved_at end,
        proved_how = case when proved_how = ${VOUCHED} then null else proved_how end
      where site_id = ${siteId} and asn = any(${asns})`.execute(tx)
  },
}

export const exchangeSection = section({
  name: 'exchange',
  schema: exchangeSchema,
  rows: exchangeRows,
  judge: judgeExchange,
  kinds: [lanKind, switchKind, portKind, routeServerKind, asnKind],
})
