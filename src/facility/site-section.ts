import { sql } from 'kysely'
import { organisationKind, personKind } from '#people'
import { type Db, upsertRows } from '#postgres'
import { instrumentKind } from './instruments/site-section.ts'
import { judgeChains } from './power/judge-chains.ts'
import { judgeRacks } from './racks/judge-racks.ts'
import { organisationRows, organisationsSchema } from './site-files/organisations.ts'
import { plantRows, plantSchema } from './site-files/plant.ts'
import { type Kind, type Loading, section, type StoredRow, type WrittenRow } from './site-files/site-section.ts'

/** What the files say of organisations and their persons. Their rows belong to the room of people, which knows no site. */
export const organisationsSection = section({
  name: 'people',
  schema: organisationsSchema,
  rows: organisationRows,
  kinds: [organisationKind, personKind],
})

const end =
  (table: string) =>
  async (tx: Db, ids: readonly string[], { at }: Loading): Promise<void> => {
    await sql`update ${sql.table(table)} set ended_at = ${at} where id = any(${[...ids]})`.execute(tx)
  }

const idOrNull = (loading: Loading, kind: string, handle: unknown): string | null =>
  typeof handle === 'string' ? loading.idOf(kind, handle) : null

const siteKind: Kind = {
  name: 'site',
  stored: async (db, siteId) => {
    const { rows } = await sql<StoredRow>`
      select s.id, s.code as handle, false as ended, jsonb_build_object('name', s.name, 'zone', s.zone, 'sample', s.sample,
        'operator', o.handle, 'facts', s.facts, 'capacity', s.capacity, 'certificates', s.certificates) as fields
      from facility.site s join people.organisation_card o on o.id = s.operator_id where s.id = ${siteId}`.execute(db)
    return rows
  },
  write: async (tx, rows, loading) => {
    const values = rows.map(({ id, handle, fields: { operator, ...fields } }) => ({
      id,
      code: handle,
      ...fields,
      operator_id: loading.idOf('organisation', String(operator)),
      plant_revision: 1,
      created_at: loading.at,
    }))
    await upsertRows(tx, 'facility.site', values, { keep: ['created_at', 'plant_revision'] })
  },
  end: () => Promise.reject(new Error('a site is never removed: its code names the database’s own')),
}

const roomKind: Kind = {
  name: 'room',
  stored: async (db, siteId) => {
    const { rows } = await sql<StoredRow>`
      select id, handle, ended_at is not null as ended, jsonb_build_object('name', name, 'kind', kind, 'width_mm', width_mm,
        'depth_mm', depth_mm, 'invented', invented) as fields
      from facility.room where site_id = ${siteId}`.execute(db)
    return rows
  },
  write: async (tx, rows, { siteId }) => {
    const values = rows.map(({ id, handle, fields }) => ({ id, site_id: siteId, handle, ...fields, ended_at: null }))
    await upsertRows(tx, 'facility.room', values)
  },
  end: end('facility.room'),
}

const rackKind: Kind = {
  name: 'rack',
  fixedWhileClaimed: ['units_u', 'limit_kg', 'shared'],
  stored: async (db, siteId) => {
    const { rows } = await sql<StoredRow>`
      select k.id, k.handle, k.ended_at is not null as ended, jsonb_build_object('room', r.handle, 'row_handle', k.row_handle, 'x_mm', k.x_mm,
        'y_mm', k.y_mm, 'width_mm', k.width_mm, 'depth_mm', k.depth_mm, 'front', k.front, 'units_u', k.units_u, 'limit_kg', k.limit_kg,
        'shared', k.shared, 'fact', k.fact) as fields
      from facility.rack k join facility.room r on r.id = k.room_id where k.site_id = ${siteId}`.execute(db)
    return rows
  },
  write: async (tx, rows, loading) => {
    const values = rows.map(({ id, handle, fields: { room, ...fields } }) => ({
      id,
      site_id: loading.siteId,
      handle,
      ...fields,
      room_id: loading.idOf('room', String(room)),
      ended_at: null,
    }))
    await upsertRows(tx, 'facility.rack', values)
  },
  end: end('facility.rack'),
}

const compartmentKind: Kind = {
  name: 'compartment',
  fixedWhileClaimed: ['rack', 'size', 'first_u', 'units_u'],
  stored: async (db, siteId) => {
    const { rows } = await sql<StoredRow>`
      select c.id, c.handle, c.ended_at is not null as ended, jsonb_build_object('rack', k.handle, 'size', c.size, 'first_u', c.first_u,
        'units_u', c.units_u, 'lock', c.lock) as fields
      from facility.compartment c join facility.rack k on k.id = c.rack_id where c.site_id = ${siteId}`.execute(db)
    return rows
  },
  write: async (tx, rows, loading) => {
    const values = rows.map(({ id, handle, fields: { rack, ...fields } }) => ({
      id,
      site_id: loading.siteId,
      handle,
      ...fields,
      rack_id: loading.idOf('rack', String(rack)),
      ended_at: null,
    }))
    await upsertRows(tx, 'facility.compartment', values)
  },
  end: end('facility.compartment'),
}

const outletKind: Kind = {
  name: 'outlet',
  fixedWhileClaimed: ['compartment', 'chain', 'number'],
  stored: async (db, siteId) => {
    const { rows } = await sql<StoredRow>`
      select o.id, o.handle, o.ended_at is not null as ended, jsonb_build_object('compartment', c.handle, 'chain', o.chain, 'number', o.number,
        'breaker_a', o.breaker_a, 'voltage_v', o.voltage_v) as fields
      from facility.outlet o join facility.compartment c on c.id = o.compartment_id where o.site_id = ${siteId}`.execute(
      db,
    )
    return rows
  },
  write: async (tx, rows, loading) => {
    const values = rows.map(({ id, handle, fields: { compartment, ...fields } }) => ({
      id,
      site_id: loading.siteId,
      handle,
      ...fields,
      compartment_id: loading.idOf('compartment', String(compartment)),
      ended_at: null,
    }))
    await upsertRows(tx, 'facility.outlet', values)
  },
  end: end('facility.outlet'),
}

/** The edges that lead to these elements, as the files say and no others. */
const writeEdges = async (tx: Db, rows: readonly WrittenRow[], loading: Loading): Promise<void> => {
  await sql`delete from facility.edge where kind = 'powers' and to_id = any(${rows.map(({ id }) => id)})`.execute(tx)
  const edges = rows.flatMap(({ id, fields: { powered_by: by } }) =>
    (Array.isArray(by) ? by : []).map((above) => ({
      site_id: loading.siteId,
      kind: 'powers',
      from_id: loading.idOf('element', String(above)),
      to_id: id,
    })),
  )
  await upsertRows(tx, 'facility.edge', edges, { key: ['site_id', 'kind', 'from_id', 'to_id'] })
}

const elementKind: Kind = {
  name: 'element',
  stored: async (db, siteId) => {
    const { rows } = await sql<StoredRow>`
      with by as (
        select g.to_id, jsonb_agg(f.handle order by f.handle collate "C") as handles
        from facility.edge g join facility.element f on f.id = g.from_id where g.site_id = ${siteId} and g.kind = 'powers' group by g.to_id)
      select e.id, e.handle, e.ended_at is not null as ended, jsonb_build_object('kind', e.kind, 'chain', e.chain, 'room', r.handle,
        'limit_w', e.limit_w, 'limit_va', e.limit_va, 'breaker_a', e.breaker_a, 'breaker_curve', e.breaker_curve, 'voltage_v', e.voltage_v,
        'phases', e.phases, 'phase', e.phase, 'compartment', c.handle, 'serves_rows', e.serves_rows, 'own_draw_w', e.own_draw_w,
        'own_draw_percent', e.own_draw_percent, 'own_draw_source', e.own_draw_source, 'fact', e.fact, 'source', e.source,
        'detail', e.detail, 'powered_by', coalesce(by.handles, '[]')) as fields
      from facility.element e left join facility.room r on r.id = e.room_id left join facility.compartment c on c.id = e.compartment_id
        left join by on by.to_id = e.id where e.site_id = ${siteId}`.execute(db)
    return rows
  },
  write: async (tx, rows, loading) => {
    const values = rows.map(({ id, handle, fields: { room, compartment, powered_by: _by, ...fields } }) => ({
      id,
      site_id: loading.siteId,
      handle,
      ...fields,
      room_id: idOrNull(loading, 'room', room),
      compartment_id: idOrNull(loading, 'compartment', compartment),
      ended_at: null,
    }))
    await upsertRows(tx, 'facility.element', values)
    await writeEdges(tx, rows, loading)
  },
  end: async (tx, ids, loading) => {
    await sql`delete from facility.edge where from_id = any(${[...ids]}) or to_id = any(${[...ids]})`.execute(tx)
    await end('facility.element')(tx, ids, loading)
  },
}

export const facilitySection = section({
  name: 'facility',
  schema: plantSchema,
  rows: plantRows,
  judge: (all) => [...judgeRacks(all), ...judgeChains(all)],
  kinds: [siteKind, roomKind, rackKind, compartmentKind, elementKind, outletKind, instrumentKind],
})
