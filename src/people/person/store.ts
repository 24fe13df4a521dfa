import { type RawBuilder, sql } from 'kysely'
import { type OperatorRole, type Right, newId } from '#kernel'
import type { Db } from '#postgres'
import type { Scope } from '../actor.ts'
import type { PersonAsked, PersonEdit, PersonWire } from '../contract.ts'
import { containing } from '../organisation/store.ts'

export interface PersonRow extends Omit<PersonWire, 'created_at' | 'ended_at' | 'authorisations'> {
  readonly account_id: string | null
  readonly created_at: Date
  readonly ended_at: Date | null
  readonly organisation_ended: boolean
  readonly authorisations: readonly (Omit<PersonWire['authorisations'][number], 'withdrawn_at'> & {
    readonly withdrawn_at: string | null
  })[]
}

const columns = (day: string): RawBuilder<unknown> => sql`
  p.id, p.name, p.mail, p.phone, p.language, p.account_id, p.account_id is not null as has_account, p.file_handle is not null as file_owned,
  p.created_at, p.ended_at, p.version, o.ended_at is not null as organisation_ended,
  json_build_object('id', o.id, 'handle', o.handle, 'name', o.name) as organisation,
  array(select role from people.operator_role r where r.person_id = p.id order by role) as roles,
  coalesce((
    select json_agg(json_build_object('id', a.id, 'right', a."right", 'from_date', a.from_date, 'until_date', a.until_date,
      'in_force', a.withdrawn_at is null and a.from_date <= ${day}::date and (a.until_date is null or a.until_date >= ${day}::date),
      'withdrawn_at', to_char(a.withdrawn_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by a."right", a.from_date, a.id)
    from people.authorisation a where a.person_id = p.id), '[]'::json) as authorisations`
const from = sql`people.person p join people.organisation o on o.id = p.organisation_id`
const within = (scope: Scope): RawBuilder<unknown> =>
  scope.all ? sql`true` : sql`p.organisation_id = any(${scope.organisations}::uuid[])`

export interface PersonFilter {
  readonly organisation?: string | undefined
  readonly right?: string | undefined
  readonly text?: string | undefined
  readonly ended: boolean
  readonly after: readonly [name: string, id: string] | null
  readonly limit: number
}

export const listPersons = async (
  db: Db,
  scope: Scope,
  day: string,
  filter: PersonFilter,
): Promise<readonly PersonRow[]> => {
  const { organisation, right, text, after } = filter
  const { rows } = await sql<PersonRow>`
    select ${columns(day)} from ${from} where ${within(scope)}
      and ${filter.ended ? sql`true` : sql`p.ended_at is null`}
      and ${organisation === undefined ? sql`true` : sql`o.handle = ${organisation}`}
      and ${text === undefined ? sql`true` : sql`(p.name ilike ${containing(text)} or p.mail ilike ${containing(text)})`}
      and ${
        right === undefined
          ? sql`true`
          : sql`exists (select from people.authorisation a where a.person_id = p.id and a."right" = ${right}
          and a.withdrawn_at is null and a.from_date <= ${day}::date and (a.until_date is null or a.until_date >= ${day}::date))`
      }
      and ${after ? sql`(p.name, p.id) > (${after[0]}, ${after[1]}::uuid)` : sql`true`}
    order by p.name, p.id limit ${filter.limit}`.execute(db)
  return rows
}

export const personById = async (db: Db, scope: Scope, day: string, id: string): Promise<PersonRow | null> => {
  const { rows } =
    await sql<PersonRow>`select ${columns(day)} from ${from} where p.id = ${id} and ${within(scope)}`.execute(db)
  return rows[0] ?? null
}

/** Locked for an edit in this transaction. */
export const lockPerson = async (tx: Db, scope: Scope, day: string, id: string): Promise<PersonRow | null> => {
  await sql`select from people.person where id = ${id} for update`.execute(tx)
  return personById(tx, scope, day, id)
}

export const insertPerson = async (tx: Db, asked: PersonAsked, organisationId: string, now: Date): Promise<string> => {
  const id = newId<'person'>()
  await sql`insert into people.person (id, organisation_id, name, mail, phone, language, created_at)
    values (${id}, ${organisationId}, ${asked.name}, ${asked.mail}, ${asked.phone}, ${asked.language}, ${now})`.execute(
    tx,
  )
  return id
}

export const updatePerson = async (tx: Db, id: string, edit: PersonEdit): Promise<void> => {
  const set = Object.entries(edit).flatMap(([field, value]) =>
    value === undefined ? [] : [sql`${sql.ref(field)} = ${value}`],
  )
  await sql`update people.person set ${sql.join([...set, sql`version = version + 1`])} where id = ${id}`.execute(tx)
}

/** Anonymised: the row stays because others name it; nothing in it tells any more who it was. */
export const endPerson = async (tx: Db, id: string, now: Date): Promise<void> => {
  await sql`update people.authorisation set withdrawn_at = ${now} where person_id = ${id} and withdrawn_at is null`.execute(
    tx,
  )
  await sql`delete from people.operator_role where person_id = ${id}`.execute(tx)
  await sql`update people.api_key set revoked_at = ${now}, label = '—' where person_id = ${id} and revoked_at is null`.execute(
    tx,
  )
  await sql`delete from people.sign_in_link where person_id = ${id}`.execute(tx)
  await sql`delete from accounts."user" where id = (select account_id from people.person where id = ${id})`.execute(tx)
  await sql`update people.person set name = '—', mail = null, phone = null, account_id = null, ended_at = ${now}, version = version + 1
    where id = ${id}`.execute(tx)
}

/** Administrators who can still act, this person apart. */
export const otherAdmins = async (tx: Db, personId: string, operatorId: string): Promise<number> => {
  // Two administrators who end each other at one moment must not both find the other still there.
  await sql`select pg_advisory_xact_lock(hashtext('people.admins'))`.execute(tx)
  const { rows } = await sql<{ others: number }>`
    select count(*) as others from people.operator_role r join people.person p on p.id = r.person_id
    where r.role = 'admin' and p.id <> ${personId} and p.organisation_id = ${operatorId} and p.ended_at is null`.execute(
    tx,
  )
  return rows[0]?.others ?? 0
}

/** A right that has run out gives way; one still in force or to come is kept, and the grant is refused by its index. */
export const grantRight = async (
  tx: Db,
  of: {
    readonly personId: string
    readonly right: Right
    readonly from_date: string
    readonly until_date: string | null
  },
  by: { readonly id: string | null; readonly day: string; readonly now: Date },
): Promise<string> => {
  const id = newId<'authorisation'>()
  await sql`update people.authorisation set withdrawn_at = ${by.now}
    where person_id = ${of.personId} and "right" = ${of.right} and withdrawn_at is null and until_date < ${by.day}::date`.execute(
    tx,
  )
  await sql`insert into people.authorisation (id, person_id, "right", from_date, until_date, granted_by, created_at)
    values (${id}, ${of.personId}, ${of.right}, ${of.from_date}, ${of.until_date}, ${by.id}, ${by.now})`.execute(tx)
  return id
}

export const withdrawRight = async (tx: Db, personId: string, authorisationId: string, now: Date): Promise<boolean> => {
  const { numAffectedRows } = await sql`update people.authorisation set withdrawn_at = ${now}
    where id = ${authorisationId} and person_id = ${personId} and withdrawn_at is null`.execute(tx)
  return numAffectedRows === 1n
}

export const setRoles = async (tx: Db, personId: string, roles: readonly OperatorRole[], now: Date): Promise<void> => {
  await sql`delete from people.operator_role where person_id = ${personId} and role <> all(${roles}::text[])`.execute(
    tx,
  )
  await sql`insert into people.operator_role (person_id, role, created_at) select ${personId}, role, ${now} from unnest(${roles}::text[]) as role
    on conflict do nothing`.execute(tx)
  await sql`update people.person set version = version + 1 where id = ${personId}`.execute(tx)
}

/** What other rooms may know of a person. */
export interface PersonCard {
  readonly id: string
  readonly organisation_id: string
  readonly name: string
  readonly mail: string | null
  readonly language: 'fr' | 'en'
  readonly ended_at: Date | null
}

export const personCard = async (tx: Db, id: string): Promise<PersonCard | null> => {
  const { rows } = await sql<PersonCard>`select * from people.person_card where id = ${id}`.execute(tx)
  return rows[0] ?? null
}
