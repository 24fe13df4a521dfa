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
