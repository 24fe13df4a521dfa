import { sql } from 'kysely'
import type { Db } from '#postgres'
import { computeLimits } from './compute-limits.ts'
import type { Capacity, Plant, PlantCompartment, PlantElement } from './model.ts'
import { rulesOf } from './rules-of.ts'

const elementsOf = async (db: Db, siteId: string): Promise<readonly PlantElement[]> =>
  (
    await sql<PlantElement>`
      select id, handle, kind, chain, limit_w as "limitW", limit_va as "limitVa", breaker_a::float8 as "breakerA", voltage_v as "voltageV",
        phases, phase, compartment_id as "compartmentId", coalesce(serves_rows, '{}') as "servesRows", own_draw_w as "ownDrawW",
        own_draw_percent::float8 as "ownDrawPercent", source
      from facility.element where site_id = ${siteId} and ended_at is null order by handle`.execute(db)
  ).rows

const edgesOf = async (db: Db, siteId: string): Promise<Plant['edges']> =>
  (
    await sql<Plant['edges'][number]>`select from_id as "from", to_id as "to" from facility.edge
      where site_id = ${siteId} and kind = 'powers'`.execute(db)
  ).rows

const compartmentsOf = async (db: Db, siteId: string): Promise<readonly PlantCompartment[]> =>
  (
    await sql<PlantCompartment>`
      select c.id, c.handle, c.size, c.first_u as "firstU", c.units_u as "unitsU", c.lock, k.handle as rack, k.id as "rackId", k.limit_kg as "rackKg", k.row_handle as row,
        r.handle as room, r.name as "roomName", r.kind as "roomKind", k.x_mm + k.width_mm / 2 as "xMm", k.y_mm + k.depth_mm / 2 as "yMm", k.fact,
        coalesce((select jsonb_agg(jsonb_build_object('id', o.id, 'handle', o.handle, 'side', o.chain, 'number', o.number,
          'limitVa', floor(o.breaker_a * o.voltage_v)) order by o.chain, o.number) from facility.outlet_card o where o.compartment_id = c.id), '[]') as outlets
      from facility.compartment c join facility.rack k on k.id = c.rack_id join facility.room r on r.id = k.room_id
      where c.site_id = ${siteId} and c.ended_at is null order by c.handle`.execute(db)
  ).rows

const siteOf = async (db: Db, siteId: string): Promise<{ readonly revision: number; readonly capacity: unknown }> => {
  const { rows } = await sql<{ revision: number; capacity: unknown }>`
    select plant_revision as revision, capacity from facility.site where id = ${siteId}`.execute(db)
  if (!rows[0]) throw new Error(`no site ${siteId}`)
  return rows[0]
}

export interface KnownCapacity {
  readonly revision: number
  readonly capacity: Capacity
}

/** Made afresh from the rows: for the transaction that edits the plant, whose revision is not committed yet. */
export const readCapacity = async (db: Db, siteId: string): Promise<KnownCapacity> => {
  const site = await siteOf(db, siteId)
  const [elements, edges, compartments] = [
    await elementsOf(db, siteId),
    await edgesOf(db, siteId),
    await compartmentsOf(db, siteId),
  ]
  return {
    revision: site.revision,
    capacity: computeLimits({ elements, edges, compartments, rules: rulesOf(site.capacity) }),
  }
}

/** The last plant of each site that was asked for, by its revision: only committed ones ever come here. */
const known = new Map<string, KnownCapacity>()

/**
 * The plant's limits, kept in memory as long as the plant is not edited. Not for the transaction that edits the plant.
 * One question to the database when nothing has changed.
 */
export const capacityOf = async (db: Db, siteId: string): Promise<KnownCapacity> => {
  const { revision } = await siteOf(db, siteId)
  const held = known.get(siteId)
  if (held?.revision === revision) return held
  const read = await readCapacity(db, siteId)
  known.set(siteId, read)
  return read
}

export interface Certificate {
  readonly scheme: 'HDS'
  readonly activities: readonly number[]
  readonly number: string
  readonly issuer: string
  readonly from: string
  readonly until: string
}

export const certificatesOf = async (db: Db, siteId: string): Promise<readonly Certificate[]> =>
  (
    await sql<{
      certificates: readonly Certificate[]
    }>`select certificates from facility.site where id = ${siteId}`.execute(db)
  ).rows[0]?.certificates ?? []
