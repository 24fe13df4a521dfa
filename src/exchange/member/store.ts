import { sql } from 'kysely'
import type { Scope } from '#people'
import type { Db } from '#postgres'
import { attachmentOf, attachmentsById } from '../attachment/store.ts'
import type { BuiltPort } from '../model.ts'
import type { PortState } from '../ports.ts'
import { declaredById } from '../declared/store.ts'
import type { DeclaredMember } from '../declared/wire.ts'
import type { Member } from './wire.ts'

export interface Wanted {
  readonly siteId: string
  readonly scope: Scope
  readonly text?: string | undefined
  readonly state?: PortState | 'declared' | undefined
  /** False: without those at exchanges that files declare. */
  readonly declared?: boolean | undefined
  readonly sessions?: 'missing' | 'filtered' | undefined
}

export interface Page {
  readonly cursor: string | undefined
  readonly limit: number
}

/** A place in a list: the last row's sort key and id. One that was not made here starts at the beginning. */
export const writeCursor = (...key: readonly [string, string]): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url')
export const readCursor = (cursor: string | undefined): readonly [string, string] | null => {
  if (cursor === undefined) return null
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return Array.isArray(key) && typeof key[0] === 'string' && typeof key[1] === 'string' ? [key[0], key[1]] : null
  } catch {
    return null
  }
}

/** LIKE's own signs, taken as they stand. */
const likeText = (text: string): string => `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`

/** Established in both families with every route server that is told of: four of four where there are two. */
const missingSession = sql`a.state = 'production' and (
  select count(*) from exchange.found_session f join exchange.route_server r on r.id = f.route_server_id
  where f.service_id = a.service_id and f.state = 'established' and r.kind = 'route-server' and r.ended_at is null)
  < 2 * (select count(*) from exchange.route_server r where r.lan_id = a.lan_id and r.kind = 'route-server' and r.ended_at is null)`
const filtering = sql`exists (select from exchange.found_session f where f.service_id = a.service_id and f.filtered > 0)`

/** Others' members are known once they are in production; everything about sessions is each member's own. */
const known = (scope: Scope): ReturnType<typeof sql> =>
  scope.all ? sql`true` : sql`(a.organisation_id = any(${scope.organisations}::uuid[]) or a.state = 'production')`
const own = (scope: Scope): ReturnType<typeof sql> =>
  scope.all ? sql`true` : sql`a.organisation_id = any(${scope.organisations}::uuid[])`

const wantedRows = ({ siteId, scope, text, state, sessions }: Wanted): ReturnType<typeof sql> => {
  const like = likeText(text ?? '')
  const number = text?.match(/^(?:AS)?(\d{1,10})$/i)?.[1]
  return sql`from exchange.attachment a join people.organisation_card o on o.id = a.organisation_id
    where a.site_id = ${siteId} and a.state <> 'off' and ${known(scope)}
      and (${state ?? null}::text is null or a.state = ${state ?? null})
      and (${text ?? ''} = '' or o.name ilike ${like} or o.handle ilike ${like} or host(a.v4) ilike ${like} or host(a.v6) ilike ${like}
        or a.asn::text like ${number ? `${number}%` : '-'})
      ${sessions === 'missing' ? sql`and ${own(scope)} and ${missingSession}` : sql``}
      ${sessions === 'filtered' ? sql`and ${own(scope)} and ${filtering}` : sql``}`
}

/** Those that files declare: everybody may know of them, as exchanges publish them. */
const declaredRows = ({ siteId, text, state, sessions, declared }: Wanted): ReturnType<typeof sql> => {
  const like = likeText(text ?? '')
  const number = text?.match(/^(?:AS)?(\d{1,10})$/i)?.[1]
  return sql`from exchange.declared_attachment a join exchange.declared_exchange e on e.id = a.exchange_id
    join people.organisation_card o on o.id = a.organisation_id
    where a.site_id = ${siteId} and a.ended_at is null and ${declared !== false && sessions === undefined && (state ?? 'declared') === 'declared'}
      and (${text ?? ''} = '' or o.name ilike ${like} or o.handle ilike ${like} or e.name ilike ${like}
        or a.asn::text like ${number ? `${number}%` : '-'}
        or exists (select from jsonb_array_elements(a.facts -> 'addresses') x where x ->> 'address' ilike ${like}))`
}

interface ListedRow {
  readonly serviceId: string
  readonly name: string
  readonly handle: string
}

/** Members by name, those of this site's fabric and those that files declare. */
export const listMemberRows = async (
  tx: Db,
  wanted: Wanted,
  { cursor, limit }: Page,
): Promise<{
  readonly members: readonly (Member | DeclaredMember)[]
  readonly next: string | null
  readonly total: number
}> => {
  const after = readCursor(cursor)
  const both = sql`(select a.service_id, o.name, o.handle ${wantedRows(wanted)}
    union all select a.service_id, o.name, o.handle ${declaredRows(wanted)}) m`
  const { rows: found } = await sql<ListedRow>`
    select m.service_id as "serviceId", m.name, m.handle from ${both}
      ${after ? sql`where (m.name, m.service_id::text) > (${after[0]}, ${after[1]})` : sql``}
    order by m.name, m.service_id::text limit ${limit + 1}`.execute(tx)
  const counted = await sql<{ total: number }>`select count(*)::int as total from ${both}`.execute(tx)
  const page = found.slice(0, limit)
  const ids = page.map(({ serviceId }) => serviceId)
  const attachments = await attachmentsById(tx, ids)
  const declared = await declaredById(tx, ids)
  const last = page.at(-1)
  return {
    members: page.flatMap(({ serviceId, name, handle }): (Member | DeclaredMember)[] => {
      const attachment = attachments.get(serviceId)
      const said = declared.get(serviceId)
      return attachment ? [{ attachment, name, handle }] : said ? [{ declared: said, name, handle }] : []
    }),
    next: found.length > limit && last ? writeCursor(last.name, last.serviceId) : null,
    total: counted.rows[0]?.total ?? 0,
  }
}

/** One declared connection by its service's id or number, with whose it is. */
export const findDeclared = async (tx: Db, service: string): Promise<DeclaredMember | null> => {
  const { rows } = await sql<ListedRow>`
    select a.service_id as "serviceId", o.name, o.handle
    from exchange.declared_attachment a join people.organisation_card o on o.id = a.organisation_id
    where a.ended_at is null and (a.service_id::text = ${service} or a.label = ${service}) limit 1`.execute(tx)
  const row = rows[0]
  const declared = row && (await declaredById(tx, [row.serviceId])).get(row.serviceId)
  return row && declared ? { declared, name: row.name, handle: row.handle } : null
}

/** One attachment by its service's id or number, with whose it is. */
export const findMember = async (tx: Db, service: string): Promise<Member | null> => {
  const { rows } = await sql<{ serviceId: string; name: string; handle: string }>`
    select a.service_id as "serviceId", o.name, o.handle
    from exchange.attachment a join people.organisation_card o on o.id = a.organisation_id
    where a.service_id::text = ${service} or a.label = ${service} limit 1`.execute(tx)
  const row = rows[0]
  const attachment = row ? await attachmentOf(tx, row.serviceId) : null
  return row && attachment ? { attachment, name: row.name, handle: row.handle } : null
}

export interface Tally {
  readonly production: number
  readonly quarantine: number
  readonly suspended: number
  readonly declared: number
  readonly session_missing: number
  readonly filtering: number
}

/** How many there are, of those that the caller may know of. */
export const tallyMembers = async (tx: Db, siteId: string, scope: Scope): Promise<Tally> => {
  const { rows } = await sql<Tally>`
    select count(*) filter (where a.state = 'production')::int as production,
           count(*) filter (where a.state = 'quarantine')::int as quarantine,
           count(*) filter (where a.state = 'suspended')::int as suspended,
           (select count(*)::int from exchange.declared_attachment d where d.site_id = ${siteId} and d.ended_at is null) as declared,
           count(*) filter (where ${own(scope)} and ${missingSession})::int as session_missing,
           count(*) filter (where ${own(scope)} and ${filtering})::int as filtering
    from exchange.attachment a where a.site_id = ${siteId} and a.state <> 'off' and ${known(scope)}`.execute(tx)
  const row = rows[0]
  if (!row) throw new Error('a count gave no row')
  return row
}

export interface PortRow {
  readonly id: string
  readonly service: string | null
  readonly wished: PortState | null
  readonly found: PortState | null
  readonly link: 'up' | 'down' | 'unknown' | null
  readonly errors: number | null
  readonly at: Date | null
}

/** What is wished and found of built ports. */
export const portsInUse = async (tx: Db, siteId: string): Promise<ReadonlyMap<string, PortRow>> => {
  const { rows } = await sql<PortRow>`
    select p.id, coalesce(a.label, a.service_id::text) as service, a.state as wished, f.state as found, f.link, f.errors, f.at
    from exchange.port p left join exchange.attachment a on a.port_id = p.id and a.state <> 'off'
    left join exchange.found_port f on f.port_id = p.id
    where p.site_id = ${siteId} and p.ended_at is null`.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}

export interface SwitchRow {
  readonly handle: string
  readonly rack: string | null
  readonly driver: string
  readonly at: Date | null
}

export const switchesOf = async (tx: Db, siteId: string): Promise<readonly SwitchRow[]> => {
  const { rows } = await sql<SwitchRow>`
    select s.handle, k.handle as rack, s.driver, (select max(f.at) from exchange.found_port f join exchange.port p on p.id = f.port_id
      where p.switch_id = s.id) as at
    from exchange.switch s left join facility.rack_card k on k.id = s.rack_id
    where s.site_id = ${siteId} and s.ended_at is null order by s.handle`.execute(tx)
  return rows
}

export interface RouteServerRow {
  readonly id: string
  readonly generation: number | null
  readonly appliedAt: Date | null
  readonly wished: number
  readonly established: number
  readonly imported: number | null
  readonly filtered: number | null
  readonly at: Date | null
}

export const routeServersInUse = async (tx: Db, siteId: string): Promise<ReadonlyMap<string, RouteServerRow>> => {
  const { rows } = await sql<RouteServerRow>`
    select r.id, w.generation, w.applied_at as "appliedAt", w.at,
      2 * (select count(*)::int from exchange.attachment a where a.lan_id = r.lan_id and a.state = 'production') as wished,
      count(*) filter (where f.state = 'established')::int as established,
      sum(f.imported)::int as imported, sum(f.filtered)::int as filtered
    from exchange.route_server r left join exchange.found_route_server w on w.route_server_id = r.id
    left join exchange.found_session f on f.route_server_id = r.id
    where r.site_id = ${siteId} and r.ended_at is null group by r.id, w.route_server_id`.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}

/** The site that this database is of. */
export const siteIdOf = async (tx: Db): Promise<string> => {
  const { rows } = await sql<{ id: string }>`select id from facility.site_card order by code limit 1`.execute(tx)
  const row = rows[0]
  if (!row) throw new Error('no site is loaded')
  return row.id
}

/** Built ports by speed, on one switch. */
export const countBySpeed = (
  ports: readonly BuiltPort[],
  used: ReadonlySet<string>,
): readonly { readonly speed_mbps: number; readonly built: number; readonly used: number }[] => {
  const speeds = [...new Set(ports.map(({ speedMbps }) => speedMbps))].toSorted((a, b) => a - b)
  return speeds.map((speed) => {
    const ofSpeed = ports.filter(({ speedMbps }) => speedMbps === speed)
    return { speed_mbps: speed, built: ofSpeed.length, used: ofSpeed.filter(({ id }) => used.has(id)).length }
  })
}
