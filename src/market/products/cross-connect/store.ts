import { sql } from 'kysely'
import { capacityOf } from '#facility'
import type { Position } from '#fibre'
import type { Db } from '#postgres'

/** Everybody who takes positions of this site's panels for a cross-connect waits for one another; PostgreSQL's `sold_once` guards the rest. */
export const lockPanels = async (tx: Db, siteId: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`panels ${siteId}`}, 0))`.execute(tx)
}

/** `panel/position` of every position that somebody else holds, or that a port of the exchange is wired to. */
export const heldPositions = async (
  db: Db,
  siteId: string,
  exceptLineId: string | null,
): Promise<ReadonlySet<string>> => {
  const { rows } = await sql<{ panel: string; from: number; to: number }>`
    select thing_id as panel, lower(span)::int as "from", upper(span)::int as "to" from market.claim
    where site_id = ${siteId} and kind = 'panel-position' and given_back_at is null
      and (${exceptLineId}::uuid is null or line_id is distinct from ${exceptLineId}::uuid)
    union all select p.id, lower(c.span)::int, upper(c.span)::int from fibre.panel_card p
      join market.claim c on c.thing_id = ${frontId(sql`p.id`)} and c.kind = 'panel-front' and c.given_back_at is null
    where p.site_id = ${siteId} and (${exceptLineId}::uuid is null or c.line_id is distinct from ${exceptLineId}::uuid)
    union all select prewired_panel_id, prewired_position, prewired_position + 1 from exchange.port_card
    where site_id = ${siteId} and prewired_panel_id is not null`.execute(db)
  return new Set(
    rows.flatMap(({ panel, from, to }) => Array.from({ length: to - from }, (_, step) => `${panel}/${from + step}`)),
  )
}

/** `thing from` of all that a line took. */
export const holdsOfLine = async (db: Db, lineId: string): Promise<readonly string[]> =>
  (
    await sql<{ key: string }>`select thing_id || ' ' || lower(span) as key from market.claim
      where line_id = ${lineId} and given_back_at is null`.execute(db)
  ).rows.map(({ key }) => key)

/** Where a service is going: what a change of it took, in the same order, or in one that is signed and not done. */
const nextHolds = async (
  db: Db,
  of: { readonly organisationId: string; readonly lineId: string | null },
  service: string,
  kinds: readonly string[],
): Promise<readonly { readonly id: string; readonly from: number }[]> =>
  (
    await sql<{ id: string; from: number }>`
      select c.thing_id as id, lower(c.span)::int as "from" from market.service s join market.line l on l.service_id = s.id and l.does = 'change'
        join market.claim c on c.line_id = l.id
      where s.number = ${service} and s.organisation_id = ${of.organisationId} and c.kind = any(${[...kinds]}) and c.given_back_at is null
        and not l.unwinding and (l.change_open or l.order_id = (select o.order_id from market.line o where o.id = ${of.lineId}::uuid and l.state <> 'in-service'))
      order by c.held_at, c.id`.execute(db)
  ).rows

/** Of one service, or of one line of the same order: what it holds of these kinds; where it moves, what it will. */
const ownHolds = async (
  db: Db,
  of: { readonly organisationId: string; readonly lineId: string | null },
  named: { readonly service: string } | { readonly line: number },
  kinds: readonly string[],
): Promise<readonly { readonly id: string; readonly from: number }[]> => {
  const next = 'service' in named ? await nextHolds(db, of, named.service, kinds) : []
  return next.length > 0 ? next : holdsNow(db, of, named, kinds)
}

const holdsNow = async (
  db: Db,
  of: { readonly organisationId: string; readonly lineId: string | null },
  named: { readonly service: string } | { readonly line: number },
  kinds: readonly string[],
): Promise<readonly { readonly id: string; readonly from: number }[]> =>
  'service' in named
    ? (
        await sql<{ id: string; from: number }>`
          select c.thing_id as id, lower(c.span)::int as "from" from market.claim c join market.service s on s.id = c.service_id
          where s.number = ${named.service} and s.organisation_id = ${of.organisationId} and s.state <> 'closed'
            and not exists (select from market.line u where u.service_id = s.id and u.does = 'create' and u.unwinding) and c.kind = any(${[...kinds]}) and c.given_back_at is null order by c.held_at, c.id`.execute(
          db,
        )
      ).rows
    : (
        await sql<{ id: string; from: number }>`
          select c.thing_id as id, lower(c.span)::int as "from" from market.line l join market.line o on o.order_id = l.order_id
            join market.claim c on c.line_id = o.id
          where l.id = ${of.lineId} and o.position = ${named.line} and o.id <> l.id
            and c.kind = any(${[...kinds]}) and c.given_back_at is null order by c.held_at, c.id`.execute(db)
      ).rows

type Of = Parameters<typeof ownHolds>[1] & { readonly siteId: string }
type Named = Parameters<typeof ownHolds>[2]

/** The rack in which this customer's own service, or the line of its order, stands; null where there is none. */
export const ownRack = async (db: Db, of: Of, named: Named): Promise<string | null> => {
  const [space] = await ownHolds(db, of, named, ['compartment', 'rack-units'])
  if (!space) return null
  const { capacity } = await capacityOf(db, of.siteId)
  return capacity.compartments.get(space.id)?.rack ?? null
}

/** The port of the exchange that another line of the same order changes: that is the one that is meant. */
const portChangedBeside = async (db: Db, of: Of): Promise<string | null> =>
  (
    await sql<{ number: string }>`
      select s.number from market.line o join market.line l on l.order_id = o.order_id and l.does = 'change'
        join market.service s on s.id = l.service_id and s.product = 'exchange-port' and s.organisation_id = ${of.organisationId}
      where o.id = ${of.lineId}::uuid and o.does = 'change' order by s.number limit 1`.execute(db)
  ).rows[0]?.number ?? null

/** Where this customer's port of the exchange comes out, with the id of that position's front; null where there is none. */
export const ownPort = async (db: Db, of: Of, named: Named | null): Promise<Position | null> => {
  if (named !== null) {
    const [port] = await ownHolds(db, of, named, ['panel-position'])
    return port ? { panelId: port.id, position: port.from } : null
  }
  const changed = await portChangedBeside(db, of)
  if (changed !== null) return ownPort(db, of, { service: changed })
  return (await ownPorts(db, of))[0] ?? null
}

/** Where this customer's ports come out, or will once a change that is signed is done; nothing is plugged in front but by this line itself. */
export const ownPorts = async (db: Db, of: Of): Promise<readonly Position[]> =>
  (
    await sql<Position>`
      select c.thing_id as "panelId", lower(c.span)::int as position from market.service s
        left join market.line g on g.service_id = s.id and g.change_open and not g.unwinding and exists (select from market.claim n
          where n.line_id = g.id and n.kind = 'panel-position' and n.given_back_at is null)
        join market.claim c on (g.id is null and c.service_id = s.id or c.line_id = g.id) and c.kind = 'panel-position' and c.given_back_at is null
      where s.product = 'exchange-port' and s.organisation_id = ${of.organisationId} and s.state in ('planned', 'in-service', 'suspended')
        and not exists (select from market.line u where u.service_id = s.id and u.does = 'create' and u.unwinding)
        and not exists (select from market.claim f where f.thing_id = ${frontId(sql`c.thing_id`)}
          and f.span && c.span and f.given_back_at is null and (${of.lineId}::uuid is null or f.line_id is distinct from ${of.lineId}::uuid))
      order by s.number`.execute(db)
  ).rows

/** The last day of one of this customer's own services that is under notice; null: it is not. */
export const noticeOf = async (
  db: Db,
  of: Pick<Of, 'organisationId'>,
  service: string,
): Promise<{ readonly ends_on: string | null } | null> =>
  (
    await sql<{ ends_on: string | null }>`select ends_on from market.service where number = ${service}
      and organisation_id = ${of.organisationId} and state in ('notice-given', 'dismantling')`.execute(db)
  ).rows[0] ?? null

const frontId = (panelId: ReturnType<typeof sql>) => sql`fibre.front_of(${panelId}::uuid)`

/**
 * The front of a panel whose positions others hold by their backs: a position of the exchange is its port's, what is plugged in front
 * of it is the cross-connect's.
 */
export const frontOf = async (db: Db, panelId: string): Promise<string> => {
  const { rows } = await sql<{ id: string }>`select ${frontId(sql`${panelId}`)} as id`.execute(db)
  if (!rows[0]) throw new Error('no answer')
  return rows[0].id
}

/** The service whose port of the exchange comes out at this position. */
export const portServiceAt = async (
  db: Db,
  at: { readonly panelId: string; readonly position: number },
): Promise<string | null> =>
  (
    await sql<{ id: string }>`
      select c.service_id as id from market.claim c join market.service s on s.id = c.service_id
      where s.product = 'exchange-port' and c.thing_id = ${at.panelId} and lower(c.span) = ${at.position}
        and c.kind = 'panel-position' and c.given_back_at is null`.execute(db)
  ).rows[0]?.id ?? null

/** Does this customer's own port of the exchange come out here? */
export const isOwnPort = async (
  db: Db,
  at: { readonly panelId: string; readonly position: number; readonly organisationId: string },
): Promise<boolean> => {
  const { rows } = await sql`
    select from market.claim c join market.service s on s.id = c.service_id
    where s.product = 'exchange-port' and s.organisation_id = ${at.organisationId} and c.thing_id = ${at.panelId}
      and lower(c.span) = ${at.position} and c.kind = 'panel-position' and c.given_back_at is null`.execute(db)
  return rows.length > 0
}

/** What was read of a service's strands before they are pulled, in dBm. */
export const lightSeen = async (db: Db, lineId: string, step: string): Promise<readonly number[]> =>
  (
    await sql<{ dbm: number }>`select (value #>> '{}')::float8 as dbm from market.evidence
      where line_id = ${lineId} and step = ${step} and unit = 'dBm'`.execute(db)
  ).rows.map(({ dbm }) => dbm)

/** Who ordered this line: side A, whoever pays. */
export const ordererOf = async (db: Db, lineId: string): Promise<string> => {
  const { rows } = await sql<{ id: string }>`
    select o.organisation_id as id from market.line l join market."order" o on o.id = l.order_id where l.id = ${lineId}`.execute(
    db,
  )
  if (!rows[0]) throw new Error(`no line ${lineId}`)
  return rows[0].id
}

export const nameOf = async (
  db: Db,
  organisationId: string,
): Promise<{ readonly handle: string; readonly name: string }> => {
  const { rows } = await sql<{ handle: string; name: string }>`
    select handle, name from people.organisation_card where id = ${organisationId}`.execute(db)
  if (!rows[0]) throw new Error(`no organisation ${organisationId}`)
  return rows[0]
}

/** All that the steps of these lines see of letters, of standing consents and of free positions. */
export const signsOf = async (
  db: Db,
  siteId: string,
  serviceIds: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const { rows } = await sql<{ id: string; sign: string }>`
    select n.service_id as id, concat_ws(' ',
      (select string_agg(l.id || ':' || l.version, ',' order by l.id) from market.letter l where l.for_line_id = n.id or l.used_line_id = n.id),
      (select count(*) || ':' || count(ended_at) from market.standing_consent where site_id = ${siteId}),
      case when n.state = 'waiting' then (select count(*)::text from market.claim
        where site_id = ${siteId} and kind = 'panel-position' and given_back_at is null) end) as sign
    from market.line n where n.service_id = any(${[...serviceIds]}) and n.does = 'create'`.execute(db)
  return new Map(rows.map(({ id, sign }) => [id, sign]))
}

export const serviceCalled = async (
  db: Db,
  number: string,
): Promise<{
  readonly id: string
  readonly siteId: string
  readonly organisationId: string
  /** Who ordered it; null: it was taken over. */
  readonly ordererId: string | null
  readonly product: string
  readonly parameters: unknown
} | null> =>
  (
    await sql<{
      id: string
      siteId: string
      organisationId: string
      ordererId: string | null
      product: string
      parameters: unknown
    }>`
      select s.id, s.site_id as "siteId", s.organisation_id as "organisationId", s.product, s.parameters,
        (select o.organisation_id from market.line l join market."order" o on o.id = l.order_id
          where l.service_id = s.id and l.does = 'create' limit 1) as "ordererId"
      from market.service s where s.number = ${number}`.execute(db)
  ).rows[0] ?? null

export interface MonthRow {
  readonly month: string
  readonly lines: number
  readonly median_hours: number
  readonly median_site_hours: number
}

interface Period {
  readonly siteId: string
  /** First and last day, in the site's zone. */
  readonly from: string
  readonly until: string
}

/** From the signature to the ready proof, each line of the period: all of it in hours, and how much of it was waits for others. */
const eachLine = ({ siteId, from, until }: Period) => sql`(
  select (s.ready_at at time zone k.zone)::date as day, extract(epoch from s.ready_at - o.accepted_at) / 3600 as hours,
    coalesce((select sum(extract(epoch from least(c.ended_at, s.ready_at) - c.began_at)) / 3600 from market.clock c
      where c.line_id = l.id and c.owner in ('customer', 'other-side', 'supplier') and c.began_at < s.ready_at), 0) as waited
  from market.service s join market.line l on l.service_id = s.id and l.does = 'create' join market."order" o on o.id = l.order_id
    join facility.site_card k on k.id = s.site_id
  where s.product = 'cross-connect' and s.site_id = ${siteId} and s.ready_at is not null
    and (s.ready_at at time zone k.zone)::date between ${from}::date and ${until}::date) each_line`

const share = (of: number, value: ReturnType<typeof sql>) =>
  sql`round((percentile_cont(${of}) within group (order by ${value}))::numeric, 2)::float8`
const hours = sql`hours`
const siteHours = sql`hours - waited`

/** By the month in which they were ready, the newest first: the median of all of it, and of what is left without the waits for others. */
export const timeToLight = async (db: Db, of: Period): Promise<readonly MonthRow[]> =>
  (
    await sql<MonthRow>`
      select to_char(day, 'YYYY-MM') as month, count(*)::int as lines, ${share(0.5, hours)} as median_hours,
        ${share(0.5, siteHours)} as median_site_hours
      from ${eachLine(of)} group by 1 order by 1 desc`.execute(db)
  ).rows

export interface PeriodRow {
  readonly lines: number
  readonly median_hours: number
  readonly tenth_hours: number
  readonly ninetieth_hours: number
  readonly least_hours: number
  readonly most_hours: number
  readonly median_site_hours: number
}

/** The whole period at once; of no line at all there are no figures. */
export const timeToLightIn = async (db: Db, of: Period): Promise<PeriodRow> => {
  const { rows } = await sql<PeriodRow>`
    select count(*)::int as lines, ${share(0.5, hours)} as median_hours, ${share(0.1, hours)} as tenth_hours,
      ${share(0.9, hours)} as ninetieth_hours, ${share(0, hours)} as least_hours, ${share(1, hours)} as most_hours,
      ${share(0.5, siteHours)} as median_site_hours
    from ${eachLine(of)}`.execute(db)
  if (!rows[0]) throw new Error('no answer')
  return rows[0]
}
