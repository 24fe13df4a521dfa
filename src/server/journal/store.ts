import { type RawBuilder, sql } from 'kysely'
import type { Scope } from '#people'
import type { Db } from '#postgres'
import type { JournalLine } from '../contract.ts'

export interface JournalFilter {
  readonly room?: string | undefined
  readonly name?: string | undefined
  readonly subject_kind?: string | undefined
  readonly subject_id?: string | undefined
  readonly organisation?: string | undefined
  readonly before?: string | undefined
  readonly after: readonly [at: string, id: string] | null
  readonly limit: number
}

export interface JournalRow extends JournalLine {
  /** To the microsecond, as a cursor needs it: a Date would cut it. */
  readonly sorts_at: string
}

const MICROSECONDS = 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'
const MILLISECONDS = 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'

const where = (filter: JournalFilter): RawBuilder<unknown> => {
  const { room, name, subject_kind, subject_id, before, after } = filter
  const conditions = [
    ...(room === undefined ? [] : [sql`j.room = ${room}`]),
    ...(name === undefined ? [] : [sql`j.name = ${name}`]),
    ...(subject_kind === undefined ? [] : [sql`j.subject_kind = ${subject_kind}`]),
    ...(subject_id === undefined ? [] : [sql`j.subject_id = ${subject_id}`]),
    ...(before === undefined ? [] : [sql`j.at < ${before}::timestamptz`]),
    ...(after ? [sql`(j.at, j.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`] : []),
  ]
  return conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`
}

/** The newest lines that match; for an organisation's people, the newest of each of theirs, then the newest of those. */
const newest = (filter: JournalFilter, organisations: readonly string[] | null): RawBuilder<unknown> =>
  organisations === null
    ? sql`select * from floor.journal j where ${where(filter)} order by j.at desc, j.id desc limit ${filter.limit}`
    : sql`
      select found.* from unnest(${organisations}::uuid[]) as own(id) cross join lateral (
        select * from floor.journal j where j.on_behalf_of = own.id and ${where(filter)}
        order by j.at desc, j.id desc limit ${filter.limit}) found
      order by found.at desc, found.id desc limit ${filter.limit}`

const organisationId = async (db: Db, handle: string): Promise<string | null> => {
  const { rows } = await sql<{ id: string }>`select id from people.organisation_card where handle = ${handle}`.execute(
    db,
  )
  return rows[0]?.id ?? null
}

/** Whose lines are looked through: null for all; an empty list where the asker may not know of the organisation. */
const whoseLines = async (db: Db, scope: Scope, handle: string | undefined): Promise<readonly string[] | null> => {
  if (handle === undefined) return scope.all ? null : scope.organisations
  const id = await organisationId(db, handle)
  return id !== null && (scope.all || scope.organisations.includes(id)) ? [id] : []
}

/** Newest first. Names are looked up at reading: the journal holds ids only. */
export const listJournal = async (db: Db, scope: Scope, filter: JournalFilter): Promise<readonly JournalRow[]> => {
  const organisations = await whoseLines(db, scope, filter.organisation)
  const { rows } = await sql<JournalRow>`
    with lines as materialized (${newest(filter, organisations)})
    select l.id, to_char(l.at at time zone 'UTC', ${MILLISECONDS}) as at, to_char(l.at at time zone 'UTC', ${MICROSECONDS}) as sorts_at,
      json_build_object('kind', l.actor_kind, 'id', l.actor_id, 'name', coalesce(p.name, kp.name)) as actor,
      case when o.id is null then null else json_build_object('id', o.id, 'handle', o.handle, 'name', o.name) end as organisation,
      l.request_id, l.room, l.name, l.version, json_build_object('kind', l.subject_kind, 'id', l.subject_id) as subject, l.data
    from lines l
    left join people.person_card p on l.actor_kind = 'person' and p.id = l.actor_id
    left join people.key_card k on l.actor_kind = 'key' and k.id = l.actor_id
    left join people.person_card kp on kp.id = k.person_id
    left join people.organisation_card o on o.id = l.on_behalf_of
    order by l.at desc, l.id desc`.execute(db)
  return rows
}
