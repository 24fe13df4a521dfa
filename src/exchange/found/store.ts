import { sql } from 'kysely'
import type { Db } from '#postgres'
import type { FoundPort, Sighting } from '../ports.ts'
import type { Family } from '../model.ts'
import type { Found, FoundPortOf, FoundRouteOf, FoundSessionOf, SessionFinding } from './model.ts'

const grouped = <T extends { readonly serviceId: string }>(
  rows: readonly T[],
): ((id: string) => readonly Omit<T, 'serviceId'>[]) => {
  const groups = new Map<string, Omit<T, 'serviceId'>[]>()
  for (const { serviceId, ...rest } of rows) {
    const group = groups.get(serviceId)
    if (group) group.push(rest)
    else groups.set(serviceId, [rest])
  }
  return (id) => groups.get(id) ?? []
}

/** What was last found of many services; those without an attachment are not in the map. */
export const foundOfMany = async (tx: Db, serviceIds: readonly string[]): Promise<ReadonlyMap<string, Found>> => {
  const ports = await sql<FoundPortOf & { serviceId: string }>`
    select a.service_id as "serviceId", f.generation, f.state, f.link, f.errors, f.learned_macs::text[] as macs,
           coalesce(f.generation = a.generation and f.state = a.state, false) as applied, f.carries_v4 as "carriesV4",
           f.carries_v6 as "carriesV6", f.answers_v4 as "answersV4", f.answers_v6 as "answersV6", f.tested_at as "testedAt",
           f.changed_at as "changedAt", f.at
    from exchange.attachment a join exchange.found_port f on f.port_id = a.port_id
    where a.service_id = any(${serviceIds}::uuid[])`.execute(tx)
  const sessions = await sql<FoundSessionOf & { serviceId: string }>`
    select f.service_id as "serviceId", r.handle as "routeServer", r.kind, f.family, f.state, f.generation, f.since, f.imported,
           f.filtered, f.exported, f.last_error as "lastError", f.at
    from exchange.found_session f join exchange.route_server r on r.id = f.route_server_id and r.ended_at is null
    where f.service_id = any(${serviceIds}::uuid[]) order by r.handle, f.family`.execute(tx)
  const routes = await sql<FoundRouteOf & { serviceId: string }>`
    select service_id as "serviceId", family, witness, prefix, pinged, since, at from exchange.found_route
    where service_id = any(${serviceIds}::uuid[]) order by family`.execute(tx)
  const attached = await sql<{ serviceId: string; routeServers: readonly string[] }>`
    select a.service_id as "serviceId", array(select r.handle from exchange.route_server r
      where r.lan_id = a.lan_id and r.kind = 'route-server' and r.ended_at is null order by r.handle) as "routeServers"
    from exchange.attachment a where a.service_id = any(${serviceIds}::uuid[])`.execute(tx)
  const portOf = grouped(ports.rows)
  const sessionsOf = grouped(sessions.rows)
  const routesOf = grouped(routes.rows)
  return new Map(
    attached.rows.map(({ serviceId, routeServers }) => [
      serviceId,
      {
        port: portOf(serviceId)[0] ?? null,
        sessions: sessionsOf(serviceId),
        routes: routesOf(serviceId),
        routeServers,
      },
    ]),
  )
}

const nothing: Found = { port: null, sessions: [], routes: [], routeServers: [] }

/** What was last found of one service. Nothing is invented: what no device said is absent. */
export const foundOf = async (tx: Db, serviceId: string): Promise<Found> =>
  (await foundOfMany(tx, [serviceId])).get(serviceId) ?? nothing

export interface PortFinding extends Omit<FoundPort, 'number'> {
  readonly portId: string
}

/**
 * Keeps what a switch says of its ports; an older look never overwrites a newer one. What was tested of a port counts for the
 * generation it was tested under and is forgotten with it. Answers the ports of which something that matters is new.
 */
export const recordPorts = async (tx: Db, findings: readonly PortFinding[], at: Date): Promise<readonly string[]> => {
  if (findings.length === 0) return []
  const { rows } = await sql<{ portId: string }>`
    with told as (
      insert into exchange.found_port as f (port_id, generation, state, link, errors, learned_macs, changed_at, at)
      select "portId", generation, state, link, errors, macs, ${at}, ${at}
      from jsonb_to_recordset(${JSON.stringify(findings)}::jsonb)
        as x ("portId" uuid, generation bigint, state text, link text, errors bigint, macs macaddr[])
      order by "portId"
      on conflict (port_id) do update set generation = excluded.generation, state = excluded.state, link = excluded.link,
        errors = excluded.errors, learned_macs = excluded.learned_macs, at = excluded.at,
        carries_v4 = case when f.generation = excluded.generation then f.carries_v4 end,
        carries_v6 = case when f.generation = excluded.generation then f.carries_v6 end,
        answers_v4 = case when f.generation = excluded.generation then f.answers_v4 end,
        answers_v6 = case when f.generation = excluded.generation then f.answers_v6 end,
        tested_at = case when f.generation = excluded.generation then f.tested_at end,
        changed_at = case when (f.generation, f.state, f.link, f.learned_macs, coalesce(f.errors, 0) > 0) is distinct from
          (excluded.generation, excluded.state, excluded.link, excluded.learned_macs, coalesce(excluded.errors, 0) > 0)
          then excluded.at else f.changed_at end
      where f.at <= excluded.at
      returning port_id, changed_at)
    select port_id as "portId" from told where changed_at = ${at}`.execute(tx)
  return rows.map(({ portId }) => portId)
}

interface Reach {
  readonly v4: boolean
  readonly v6: boolean
}

/** Keeps what a test of a port in quarantine showed, if the port still is as it was tested. True: it is news. */
export const recordTests = async (
  tx: Db,
  of: { portId: string; generation: number; carries: Reach | null; answers: Reach | null },
  at: Date,
): Promise<boolean> => {
  const { carries, answers } = of
  const { rows } = await sql<{ news: boolean }>`
    with old as (select * from exchange.found_port where port_id = ${of.portId} and generation = ${of.generation} for no key update),
    new as (
      update exchange.found_port f set tested_at = ${at},
        carries_v4 = coalesce(${carries?.v4 ?? null}, f.carries_v4), carries_v6 = coalesce(${carries?.v6 ?? null}, f.carries_v6),
        answers_v4 = coalesce(${answers?.v4 ?? null}, f.answers_v4), answers_v6 = coalesce(${answers?.v6 ?? null}, f.answers_v6)
      from old where f.port_id = old.port_id returning f.*)
    select (new.carries_v4, new.carries_v6, new.answers_v4, new.answers_v6)
      is distinct from (old.carries_v4, old.carries_v6, old.answers_v4, old.answers_v6) as news
    from new join old using (port_id)`.execute(tx)
  return rows[0]?.news === true
}

/** Keeps the sessions of one route server. Answers the services of which something that matters is new. */
export const recordSessions = async (
  tx: Db,
  routeServer: { readonly id: string; readonly generation: number | null },
  findings: readonly SessionFinding[],
  at: Date,
): Promise<readonly string[]> => {
  await sql`insert into exchange.found_route_server as f (route_server_id, generation, applied_at, at)
    values (${routeServer.id}, ${routeServer.generation}::bigint, ${at}, ${at})
    on conflict (route_server_id) do update set generation = excluded.generation, at = excluded.at,
      applied_at = case when f.generation is distinct from excluded.generation then excluded.at else f.applied_at end
    where f.at <= excluded.at`.execute(tx)
  if (findings.length === 0) return []
  const { rows } = await sql<{ serviceId: string }>`
    with old as (select * from exchange.found_session where route_server_id = ${routeServer.id}),
    new as (
      insert into exchange.found_session as f
        (service_id, route_server_id, family, state, generation, since, imported, filtered, exported, last_error, at)
      select x."serviceId", ${routeServer.id}, x.family, x.state, ${routeServer.generation}::bigint, x.since, x.imported, x.filtered,
             x.exported, x."lastError", ${at}
      from jsonb_to_recordset(${JSON.stringify(findings)}::jsonb)
        as x ("serviceId" uuid, wished bigint, family int, state text, since timestamptz, imported int, filtered int, exported int, "lastError" text)
      join exchange.attachment a on a.service_id = x."serviceId" and a.generation = x.wished and a.state = 'production'
      order by 1, 3
      on conflict (service_id, route_server_id, family) do update set state = excluded.state, generation = excluded.generation,
        since = excluded.since, imported = excluded.imported, filtered = excluded.filtered, exported = excluded.exported,
        last_error = excluded.last_error, at = excluded.at
      where f.at <= excluded.at
      returning f.*)
    select distinct new.service_id as "serviceId" from new left join old using (service_id, family)
    where (old.state, old.last_error, coalesce(old.imported, 0) > 0) is distinct from
          (new.state, new.last_error, coalesce(new.imported, 0) > 0)`.execute(tx)
  return rows.map(({ serviceId }) => serviceId)
}

/** Keeps (or, null, takes back) that a witness holds a route of this service. True: it is news. */
export const recordSighting = async (
  tx: Db,
  of: {
    readonly serviceId: string
    readonly wished: number
    readonly family: Family
    readonly sighting: Sighting | null
  },
  at: Date,
): Promise<boolean> => {
  const { serviceId, wished, family, sighting } = of
  if (sighting === null) {
    const { rows } = await sql`delete from exchange.found_route where service_id = ${serviceId} and family = ${family}
      and at <= ${at} returning service_id`.execute(tx)
    return rows.length > 0
  }
  const { rows } = await sql<{ since: Date }>`
    insert into exchange.found_route as f (service_id, family, witness, prefix, pinged, generation, since, at)
    select service_id, ${family}, ${sighting.witness}, ${sighting.prefix}::cidr, ${sighting.pinged}, generation, ${at}, ${at}
    from exchange.attachment where service_id = ${serviceId} and generation = ${wished} and state = 'production'
    on conflict (service_id, family) do update set witness = excluded.witness, prefix = excluded.prefix, pinged = excluded.pinged,
      generation = excluded.generation, at = excluded.at,
      since = case when (f.pinged, f.generation) is distinct from (excluded.pinged, excluded.generation) then excluded.at else f.since end
    where f.at <= excluded.at
    returning since`.execute(tx)
  return rows[0]?.since.getTime() === at.getTime()
}

/** What was seen of services that wish no peering any more is taken away; answers those services. */
export const forgetUnwished = async (tx: Db, siteId: string): Promise<readonly string[]> => {
  const { rows } = await sql<{ serviceId: string }>`
    with sessions as (delete from exchange.found_session f using exchange.attachment a
        where a.service_id = f.service_id and a.site_id = ${siteId} and a.state <> 'production' returning f.service_id),
      routes as (delete from exchange.found_route f using exchange.attachment a
        where a.service_id = f.service_id and a.site_id = ${siteId} and a.state <> 'production' returning f.service_id)
    select service_id as "serviceId" from sessions union select service_id from routes`.execute(tx)
  return rows.map(({ serviceId }) => serviceId)
}

export const countUnwished = async (tx: Db, siteId: string): Promise<number> => {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from exchange.attachment a where a.site_id = ${siteId} and a.state <> 'production'
      and (exists (select from exchange.found_session f where f.service_id = a.service_id)
        or exists (select from exchange.found_route f where f.service_id = a.service_id))`.execute(tx)
  return rows[0]?.count ?? 0
}
