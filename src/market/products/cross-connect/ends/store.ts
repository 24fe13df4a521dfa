import { sql } from 'kysely'
import type { Db } from '#postgres'
import type { Difference } from '../../../sum/compare-limits.ts'

/** An end that leads to a place which the service that it names does not have. */
export interface StrayEnd {
  /** The cross-connect. */
  readonly number: string
  /** As its mark says: a position of a panel, or a rack. */
  readonly label: string
  /** The service that should be there; null: a port of the exchange that nobody named. */
  readonly service: string | null
}

const ids = (lineIds: readonly string[]) => sql`${[...lineIds]}::uuid[]`

/** Of a service and of the change that it undergoes: held, but for what these lines hold, and what is being undone. */
const held = (claim: 'c' | 'h', line: 'l' | 'm', without: readonly string[]) => {
  const [c, l] = [sql.raw(claim), sql.raw(line)]
  return {
    changing: sql`left join market.line ${l} on ${l}.id = ${c}.line_id and ${l}.does = 'change' and ${l}.change_open and not ${l}.unwinding`,
    stands: sql`${c}.given_back_at is null and ${c}.rests_until is null and (${c}.line_id is null or ${c}.line_id <> all(${ids(without)}))`,
  }
}

/** What a change gives back is no place any more once it has begun, though it is held until the last step. */
const placeLeft = sql`exists (select from market.line g where g.service_id = s.id and g.change_open and g.state = 'in-service'
  and g.change -> 'leaves' ? h.id::text)`

const hasSpace = (without: readonly string[]) => {
  const { changing, stands } = held('h', 'm', without)
  return sql`exists (select from market.claim h ${changing} join facility.compartment_card k on k.id = h.thing_id
    cross join lateral (select coalesce(h.service_id, m.service_id) as id) s
    where h.kind in ('compartment', 'rack-units') and ${stands} and s.id = o.id and (k.rack_handle = c.label or k.row_handle = f.row_handle)
      and not ${placeLeft})`
}

/** The claim `h` is the position of the panel that the mark says. */
const atPosition = sql`h.thing_id = f.id and h.span @> substring(c.label from '/0*([0-9]+)$')::bigint`

const hasPort = (without: readonly string[]) => {
  const { changing, stands } = held('h', 'm', without)
  return sql`exists (select from market.claim h ${changing} join market.service s on s.id = coalesce(h.service_id, m.service_id)
    where s.product = 'exchange-port' and s.state <> 'closed' and h.kind = 'panel-position' and ${stands} and (o.id is null or s.id = o.id)
      and ${atPosition} and not ${placeLeft})`
}

/**
 * The marks of cross-connects that are not under notice, once these lines are undone: each with what its end asks for (`e`), the service
 * that it names (`o`, null: none) and the panel that it lies on (`f`).
 */
const marks = (without: readonly string[]) => {
  const { changing, stands } = held('c', 'l', without)
  return sql`market.claim c ${changing}
    join market.service x on x.id = coalesce(c.service_id, l.service_id) and x.product = 'cross-connect'
      and x.state in ('planned', 'in-service', 'suspended')
    left join market.line made on made.service_id = x.id and made.does = 'create'
    cross join lateral (select coalesce(l.parameters, x.parameters) -> right(c.kind, 1) as asked) e
    left join lateral (select s.id, s.number from market.service s where s.site_id = x.site_id and s.number = e.asked ->> 'service'
      union all select s.id, s.number from market.line b join market.service s on s.id = b.service_id
        where b.order_id = made.order_id and b.does = 'create' and b.position = (e.asked ->> 'line')::int) o on true
    left join fibre.panel_card f on f.site_id = x.site_id and f.handle = regexp_replace(c.label, '/[0-9]+$', '')
    where c.kind in ('end-a', 'end-z') and ${stands} and e.asked ?| '{service,line,exchange}'
      and not coalesce(made.unwinding or made.id = any(${ids(without)}), false)`
}

/**
 * Ends that lead nowhere: a space has to stand in the row of its panel (or be the very rack), a port of the exchange has to come out at the
 * position. An end that moves is where it goes.
 */
const questionOf = (without: readonly string[]) => sql`
  select x.number, c.label, coalesce(o.number, e.asked ->> 'service') as service from ${marks(without)}
    and not exists (select from market.line g where g.service_id = x.id and g.change_open and not g.unwinding and g.id <> all(${ids(without)})
      and g.change -> 'leaves' ? c.id::text)
    and not case when e.asked ? 'exchange' then ${hasPort(without)} else ${hasSpace(without)} end
  order by x.number, c.label`

/** Every end that leads to a place which its service does not have, as the rows stand. */
export const strayEnds = async (db: Db, without: readonly string[] = []): Promise<readonly StrayEnd[]> =>
  (await sql<StrayEnd>`${questionOf(without)}`.execute(db)).rows

const keyOf = ({ number, label }: StrayEnd): string => `${number} ${label}`

/** The cross-connects that would lead nowhere if these lines were undone, by their numbers. Asked under the lock of the panels. */
export const leftAstray = async (db: Db, lineIds: readonly string[]): Promise<readonly string[]> => {
  const known = new Set((await strayEnds(db)).map(keyOf))
  const left = (await strayEnds(db, lineIds)).filter((end) => !known.has(keyOf(end)))
  return [...new Set(left.map(({ number }) => number))]
}

/** The cross-connects that lead to this service and are not under notice, by their numbers. */
export const ledTo = async (db: Db, serviceId: string): Promise<readonly string[]> =>
  (
    await sql<{ number: string }>`select distinct x.number from ${marks([])} and (o.id = ${serviceId}::uuid
      or e.asked ? 'exchange' and exists (select from market.claim h where h.service_id = ${serviceId}::uuid and h.kind = 'panel-position'
        and h.given_back_at is null and ${atPosition})) order by x.number`.execute(db)
  ).rows.map(({ number }) => number)

/** Of these services, which one order moves, those where an end is or would be: `ends` as parameters say them. */
export const standsAt = async (
  db: Db,
  of: { readonly serviceId: string; readonly ends: readonly object[] },
  moved: readonly string[],
): Promise<readonly string[]> =>
  (
    await sql<{ id: string }>`select s.id from market.service s
      where s.id = any(${ids(moved)}) and s.product in ('rack-space', 'exchange-port')
        and exists (select from jsonb_array_elements(${JSON.stringify(of.ends)}::jsonb) e where e ->> 'service' = s.number
          or s.product = 'exchange-port' and e ? 'exchange' and not e ?| '{service,line}'
          or s.id = (select b.service_id from market.line m join market.line b on b.order_id = m.order_id and b.does = 'create'
            where m.service_id = ${of.serviceId}::uuid and m.does = 'create' and b.position = (e ->> 'line')::int))
      order by s.number`.execute(db)
  ).rows.map(({ id }) => id)

/** What the doctor tells of them: which one, where it leads, and whose place that was. */
export const judgeEnds = async (db: Db): Promise<readonly Difference[]> =>
  (await strayEnds(db)).map(({ number, label, service }) => ({
    kind: 'lost',
    what: 'cross-connect that ends where its service does not stand: move that end, or cease it',
    subject: `${number} ${label}${service === null ? '' : ` (${service})`}`,
  }))
