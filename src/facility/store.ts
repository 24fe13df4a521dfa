import { sql } from 'kysely'
import type { Db } from '#postgres'
import type { ElementWire, PlanWire, RackWire, SiteWire } from './contract.ts'

/** The site that this server runs; null before its first load. */
export const siteOf = async (db: Db): Promise<SiteWire | null> => {
  const { rows } = await sql<SiteWire>`
    select s.id, s.code, s.name, s.zone, s.sample, w.world, s.plant_revision,
      json_build_object('handle', o.handle, 'name', o.name) as operator, s.facts
    from facility.site s cross join floor.world w join people.organisation_card o on o.id = s.operator_id order by s.code limit 1`.execute(
    db,
  )
  return rows[0] ?? null
}

export type RoomRow = PlanWire['room'] & { readonly id: string; readonly racks: number }
export const roomsOf = async (db: Db, siteId: string): Promise<readonly RoomRow[]> =>
  (
    await sql<RoomRow>`
      select r.id, r.handle, r.name, r.kind, r.width_mm, r.depth_mm, r.invented,
        (select count(*) from facility.rack k where k.room_id = r.id and k.ended_at is null) as racks
      from facility.room r where r.site_id = ${siteId} and r.ended_at is null order by array_position(array['data-hall','meet-me-room'], r.kind), r.handle`.execute(
      db,
    )
  ).rows

export type RackRow = Omit<RackWire, 'compartments'> & { readonly id: string; readonly room_name: string }
const rackColumns = sql`k.id, k.handle, r.handle as room, r.name as room_name, k.row_handle as row, k.x_mm, k.y_mm, k.width_mm, k.depth_mm, k.front,
  k.units_u, k.limit_kg, k.shared, k.fact`
const racks = sql`facility.rack k join facility.room r on r.id = k.room_id`

export const racksIn = async (db: Db, roomId: string): Promise<readonly RackRow[]> =>
  (
    await sql<RackRow>`select ${rackColumns} from ${racks} where k.room_id = ${roomId} and k.ended_at is null order by k.row_handle, k.y_mm, k.x_mm, k.handle`.execute(
      db,
    )
  ).rows

export const rackOf = async (db: Db, siteId: string, handle: string): Promise<RackRow | null> =>
  (
    await sql<RackRow>`select ${rackColumns} from ${racks} where k.site_id = ${siteId} and k.handle = ${handle} and k.ended_at is null`.execute(
      db,
    )
  ).rows[0] ?? null

export interface CompartmentRow {
  readonly id: string
  readonly rack_id: string
  readonly handle: string
  readonly size: 'full' | 'half' | 'quarter' | 'shared'
  readonly first_u: number
  readonly units_u: number
  readonly lock: string | null
}
export const compartmentsIn = async (db: Db, rackIds: readonly string[]): Promise<readonly CompartmentRow[]> =>
  (
    await sql<CompartmentRow>`select id, rack_id, handle, size, first_u, units_u, lock from facility.compartment
      where rack_id = any(${[...rackIds]}) and ended_at is null order by handle`.execute(db)
  ).rows

export type ElementRow = Omit<ElementWire, 'measured_w'> & {
  readonly id: string
  readonly compartment_id: string | null
  readonly serves_rows: string[] | null
}
export const elementsOf = async (db: Db, siteId: string): Promise<readonly ElementRow[]> =>
  (
    await sql<ElementRow>`
      select e.id, e.handle, e.kind, e.chain, r.handle as room, e.limit_w, e.limit_va, e.breaker_a::float8 as breaker_a, e.breaker_curve,
        e.voltage_v, e.phases, e.phase, c.handle as compartment, e.compartment_id, e.serves_rows,
        e.own_draw_w, e.own_draw_percent::float8 as own_draw_percent, e.own_draw_source, e.fact, e.source, e.detail
      from facility.element e left join facility.room r on r.id = e.room_id left join facility.compartment c on c.id = e.compartment_id
      where e.site_id = ${siteId} and e.ended_at is null order by e.chain, e.kind, e.handle`.execute(db)
  ).rows

export interface EdgeRow {
  readonly from: string
  readonly to: string
}
/** By ids. */
export const edgesOf = async (db: Db, siteId: string): Promise<readonly EdgeRow[]> =>
  (
    await sql<EdgeRow>`select from_id as "from", to_id as "to" from facility.edge where site_id = ${siteId} and kind = 'powers'`.execute(
      db,
    )
  ).rows

export const organisationNames = async (
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly handle: string; readonly name: string }>> => {
  const { rows } = await sql<{ id: string; handle: string; name: string }>`
    select id, handle, name from people.organisation_card where id = any(${[...new Set(ids)]})`.execute(db)
  return new Map(rows.map(({ id, ...named }) => [id, named]))
}
