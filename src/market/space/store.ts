import { sql } from 'kysely'
import type { Db } from '#postgres'
import { SPACE_KINDS } from '../products/rack-space/store.ts'

/** One place that is held: by a service, or by a firm quote. */
export interface HeldSpace {
  readonly compartmentId: string
  readonly kind: (typeof SPACE_KINDS)[number]
  readonly from: number
  readonly to: number
  readonly watts: number | null
  readonly weightKg: number | null
  readonly sides: 'A+B' | 'A' | 'B' | null
  readonly since: Date
  readonly measuredW: number | null
  readonly measuredAt: Date | null
  readonly service: string | null
  readonly order: string | null
  readonly organisationId: string
  readonly handle: string
  readonly name: string
}

/** Power or weight that is held beside a place, by the order of a change or of an option that is exercised. */
export interface HeldBeside {
  readonly compartmentId: string
  readonly units: readonly [from: number, to: number] | null
  readonly watts: number
  readonly weightKg: number | null
  readonly sides: 'A+B' | 'A' | 'B'
  readonly order: string
  readonly service: string | null
  /** Until when, of a firm quote; null: until the change is done. */
  readonly until: Date | null
}

export const heldBeside = async (db: Db, siteId: string): Promise<readonly HeldBeside[]> =>
  (
    await sql<HeldBeside>`
      select c.thing_id as "compartmentId", p.watts, p.weight_kg as "weightKg", p.sides, o.number as "order", s.number as service,
        c.firm_until as until, case when p.units is not null then jsonb_build_array(lower(p.units), upper(p.units)) end as units
      from market.claim c join market.load p on p.claim_id = c.id join market.line l on l.id = c.line_id
        join market."order" o on o.id = l.order_id left join market.service s on s.id = l.service_id
      where c.site_id = ${siteId} and c.kind = 'power' and c.given_back_at is null order by c.held_at, c.id`.execute(db)
  ).rows

/** All of them: sums need those of everybody; whose are shown is the route's business. */
export const heldSpaces = async (db: Db, siteId: string): Promise<readonly HeldSpace[]> =>
  (
    await sql<HeldSpace>`
      select c.thing_id as "compartmentId", c.kind, lower(c.span)::int as "from", upper(c.span)::int as "to", p.watts, p.sides, p.weight_kg as "weightKg",
        c.held_at as since, m.measured_w as "measuredW", m.newest_at as "measuredAt", s.number as service, o.number as "order", k.id as "organisationId", k.handle, k.name
      from market.claim c left join market.load p on p.claim_id = c.id left join market.measured_load m on m.claim_id = c.id
        left join market.service s on s.id = c.service_id
        left join market.line l on l.id = c.line_id left join market."order" o on o.id = l.order_id
        join people.organisation_card k on k.id = coalesce(s.organisation_id, o.organisation_id)
      where c.site_id = ${siteId} and c.kind = any(${[...SPACE_KINDS]}) and c.given_back_at is null
      order by c.held_at, c.id`.execute(db)
  ).rows
