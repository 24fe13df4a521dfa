import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { newId } from '#kernel'
import type { Db } from '#postgres'
import type { KnownConnection } from '../ixf/match-connections.ts'
import type { DeclaredExchange, DeclaredFacts, DeclaredLan } from '../ixf/model.ts'
import type { Declared, LanRow } from './wire.ts'

/** The file that declares, and when it was read. */
export interface Declaring {
  readonly siteId: string
  readonly file: { readonly name: string; readonly sha256: string }
  readonly now: Date
}

export type Did = 'created' | 'updated' | 'unchanged'

const toRow = (lan: DeclaredLan): LanRow => ({
  vlan: lan.vlan,
  name: lan.name,
  v4: lan.v4?.prefix ?? null,
  v4_source: lan.v4?.source ?? null,
  v6: lan.v6?.prefix ?? null,
  v6_source: lan.v6?.source ?? null,
})

const lansOf = async (tx: Db, exchangeId: string): Promise<readonly LanRow[]> =>
  (
    await sql<LanRow>`select vlan, name, v4::text as v4, v4_source, v6::text as v6, v6_source from exchange.declared_lan
      where exchange_id = ${exchangeId} order by vlan`.execute(tx)
  ).rows

/** What a file or a person said of a LAN is not replaced by what is only assumed of it. */
const keepSaid = (row: LanRow, known: LanRow | undefined): LanRow => {
  const keeps = (family: 'v4' | 'v6'): boolean =>
    row[`${family}_source`] !== 'file' && row[`${family}_source`] !== 'given' && known?.[family] != null
  return {
    ...row,
    ...(known && keeps('v4') && known.v4_source !== 'assumed' ? { v4: known.v4, v4_source: known.v4_source } : {}),
    ...(known && keeps('v6') && known.v6_source !== 'assumed' ? { v6: known.v6, v6_source: known.v6_source } : {}),
  }
}

const writeLan = async (tx: Db, exchangeId: string, lan: LanRow): Promise<void> => {
  await sql`insert into exchange.declared_lan (exchange_id, vlan, name, v4, v4_source, v6, v6_source)
    values (${exchangeId}, ${lan.vlan}, ${lan.name}, ${lan.v4}::cidr, ${lan.v4_source}, ${lan.v6}::cidr, ${lan.v6_source})
    on conflict (exchange_id, vlan) do update set name = excluded.name, v4 = excluded.v4, v4_source = excluded.v4_source,
      v6 = excluded.v6, v6_source = excluded.v6_source`.execute(tx)
}

/** An exchange by its name, with its LANs, brought to what the file says. A LAN that the file no longer names stays. */
export const declareExchange = async (
  tx: Db,
  exchange: DeclaredExchange,
  { siteId, file, now }: Declaring,
): Promise<{ readonly id: string; readonly did: Did }> => {
  const { rows } = await sql<{ id: string; ixf_id: number | null; country: string | null; url: string | null }>`
    select id, ixf_id, country, url from exchange.declared_exchange
    where site_id = ${siteId} and name = ${exchange.name} for update`.execute(tx)
  const known = rows[0]
  const id = known?.id ?? newId<'declared-exchange'>()
  const said = { ixf_id: exchange.ixf_id, country: exchange.country, url: exchange.url }
  const before = known ? await lansOf(tx, id) : []
  const lans = exchange.lans.map((lan) =>
    keepSaid(
      toRow(lan),
      before.find(({ vlan }) => vlan === lan.vlan),
    ),
  )
  const changed = lans.filter((lan) => !before.some((other) => isDeepStrictEqual(other, lan)))
  const same = known !== undefined && isDeepStrictEqual({ ...known, id: undefined }, { ...said, id: undefined })
  if (same && changed.length === 0) return { id, did: 'unchanged' }
  await sql`insert into exchange.declared_exchange (id, site_id, name, ixf_id, country, url, file_name, file_sha256, at)
    values (${id}, ${siteId}, ${exchange.name}, ${said.ixf_id}, ${said.country}, ${said.url}, ${file.name}, decode(${file.sha256}, 'hex'), ${now})
    on conflict (id) do update set ixf_id = excluded.ixf_id, country = excluded.country, url = excluded.url,
      file_name = excluded.file_name, file_sha256 = excluded.file_sha256, at = excluded.at`.execute(tx)
  for (const lan of changed) await writeLan(tx, id, lan)
  return { id, did: known ? 'updated' : 'created' }
}

export interface KnownDeclared extends KnownConnection {
  readonly label: string
  readonly organisationId: string
}

/** The connections of one exchange that were declared and have not ended, oldest first. */
export const declaredAt = async (tx: Db, exchangeId: string): Promise<readonly KnownDeclared[]> =>
  (
    await sql<KnownDeclared>`select service_id as "serviceId", label, organisation_id as "organisationId", asn, facts
      from exchange.declared_attachment where exchange_id = ${exchangeId} and ended_at is null order by service_id`.execute(
      tx,
    )
  ).rows

/** Writes what a file says of a connection. */
export const declareConnection = async (
  tx: Db,
  connection: {
    readonly serviceId: string
    readonly label: string
    readonly exchangeId: string
    readonly organisationId: string
    readonly asn: number
    readonly facts: DeclaredFacts
    readonly path: string
  },
  { siteId, file, now }: Declaring,
): Promise<void> => {
  await sql`
    insert into exchange.declared_attachment (service_id, label, site_id, exchange_id, organisation_id, asn, facts, file_name, file_sha256, file_path, at)
    values (${connection.serviceId}, ${connection.label}, ${siteId}, ${connection.exchangeId}, ${connection.organisationId}, ${connection.asn},
      ${JSON.stringify(connection.facts)}::jsonb, ${file.name}, decode(${file.sha256}, 'hex'), ${connection.path}, ${now})
    on conflict (service_id) do update set facts = excluded.facts, file_name = excluded.file_name, file_sha256 = excluded.file_sha256,
      file_path = excluded.file_path, at = excluded.at`.execute(tx)
}

/** The service is over: its member is no longer shown. Idempotent. */
export const endDeclared = async (tx: Db, serviceId: string, now: Date): Promise<void> => {
  await sql`update exchange.declared_attachment set ended_at = coalesce(ended_at, ${now}) where service_id = ${serviceId}`.execute(
    tx,
  )
}

/** Does a file's word of this service still stand? */
export const stillDeclared = async (tx: Db, serviceId: string): Promise<boolean> =>
  (await sql`select from exchange.declared_attachment where service_id = ${serviceId} and ended_at is null`.execute(tx))
    .rows.length > 0

/** Who is known to run this AS: by its declaration at the site. */
export const holderOfAsn = async (tx: Db, siteId: string, asn: number): Promise<string | null> =>
  (
    await sql<{
      id: string
    }>`select organisation_id as id from exchange.asn where site_id = ${siteId} and asn = ${asn}`.execute(tx)
  ).rows[0]?.id ?? null

const reading = sql`a.service_id as "serviceId", a.label, a.site_id as "siteId", a.organisation_id as "organisationId", a.asn, a.facts,
  a.file_name as "file", a.at, e.name as exchange, coalesce((select json_agg(json_build_object('vlan', l.vlan, 'name', l.name, 'v4', l.v4::text,
    'v4_source', l.v4_source, 'v6', l.v6::text, 'v6_source', l.v6_source) order by l.vlan)
    from exchange.declared_lan l where l.exchange_id = e.id), '[]') as lans`

/** What files say of these services, for those of whom one speaks. */
export const declaredById = async (tx: Db, serviceIds: readonly string[]): Promise<ReadonlyMap<string, Declared>> => {
  if (serviceIds.length === 0) return new Map()
  const { rows } = await sql<Declared>`select ${reading} from exchange.declared_attachment a
    join exchange.declared_exchange e on e.id = a.exchange_id
    where a.service_id = any(${[...serviceIds]}::uuid[]) and a.ended_at is null`.execute(tx)
  return new Map(rows.map((row) => [row.serviceId, row]))
}
