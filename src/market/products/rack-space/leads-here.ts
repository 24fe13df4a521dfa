import { sql } from 'kysely'
import type { Capacity } from '#facility'
import type { Db } from '#postgres'

interface Moving {
  readonly tx: Db
  readonly serviceId: string
  readonly capacity: Capacity
  /** Compartments: where the service stands, and where it would. */
  readonly from: string
  readonly to: string
}

/**
 * Cross-connects that begin in this space and would be left behind: a jumper comes along only as far as its panel still serves the
 * new rack, in the same row and not on the old rack itself. In the order of their numbers.
 */
export const leftBehind = async ({ tx, serviceId, capacity, from, to }: Moving): Promise<readonly string[]> => {
  const [old, next] = [from, to].map((id) => capacity.compartments.get(id))
  if (!old || !next) throw new Error(`no compartment ${old ? to : from}`)
  if (old.rack === next.rack) return []
  const { rows } = await sql<{ number: string }>`
    select x.number from market.service x join market.service s on s.id = ${serviceId} and s.site_id = x.site_id
    where x.product = 'cross-connect' and x.state <> 'closed' and x.organisation_id = s.organisation_id
      and (s.number in (x.parameters #>> '{a,service}', x.parameters #>> '{z,service}')
        or exists (select from market.line l join market.line o on o.order_id = l.order_id
          where l.service_id = x.id and l.does = 'create' and o.service_id = s.id and o.does = 'create'
            and o.position in ((x.parameters #>> '{a,line}')::int, (x.parameters #>> '{z,line}')::int)))
      and not (${old.row === next.row} and exists (select from market.claim c join fibre.panel_card p on p.id = c.thing_id
        where c.service_id = x.id and c.kind = 'panel-position' and c.given_back_at is null
          and p.row_handle = ${old.row} and p.rack_handle <> ${old.rack}))
    order by x.number`.execute(tx)
  return rows.map(({ number }) => number)
}
