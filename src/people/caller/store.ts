import { type RawBuilder, sql } from 'kysely'
import { type Language, type Right } from '#kernel'
import type { Db } from '#postgres'
import type { Actor } from '../actor.ts'
import { type Standing, decideRights } from '../decide-rights.ts'
import { isSecret, sha256 } from '../key/secret.ts'

interface Row extends Standing {
  readonly id: string
  readonly name: string
  readonly language: Language
  readonly key_id: string | null
  readonly scopes: readonly string[] | null
}

export interface Asking {
  readonly requestId: string
  readonly operatorId: string
  /** The site's day. */
  readonly day: string
  readonly now: Date
}

const inForce = (day: string): RawBuilder<unknown> =>
  sql`a.withdrawn_at is null and a.from_date <= ${day}::date and (a.until_date is null or a.until_date >= ${day}::date)`

const standing = (day: string): RawBuilder<unknown> => sql`
  p.id, p.name, p.language, p.organisation_id,
  array(select a."right" from people.authorisation a where a.person_id = p.id and ${inForce(day)}) as rights,
  array(select r.role from people.operator_role r where r.person_id = p.id) as roles,
  array(select s.id from people.organisation s where s.reseller_id = p.organisation_id and s.ended_at is null order by s.handle) as resold`

const live = sql`people.person p join people.organisation o on o.id = p.organisation_id and o.ended_at is null and p.ended_at is null`

const actorFrom = (row: Row, asking: Asking): Actor => ({
  kind: row.key_id === null ? 'person' : 'key',
  personId: row.id,
  ...(row.key_id === null ? {} : { keyId: row.key_id }),
  name: row.name,
  language: row.language,
  ...decideRights(row, asking.operatorId, row.scopes),
  requestId: asking.requestId,
})

/** Who is signed in to this account; null when the person or the organisation has ended. */
export const actorByAccount = async (db: Db, accountId: string, asking: Asking): Promise<Actor | null> => {
  const { rows } = await sql<Row>`
    select ${standing(asking.day)}, null as key_id, null as scopes from ${live} where p.account_id = ${accountId}`.execute(
    db,
  )
  return rows[0] ? actorFrom(rows[0], asking) : null
}

/** Whose key this is; null when it is unknown, expired or revoked. */
export const actorByKey = async (
  db: Db,
  secret: string,
  asking: Asking,
): Promise<{ readonly actor: Actor; readonly seenLately: boolean } | null> => {
  if (!isSecret(secret)) return null
  const { rows } = await sql<Row & { readonly seen_lately: boolean }>`
    select ${standing(asking.day)}, k.id as key_id, k.scopes,
      coalesce(k.last_used_at >= ${asking.now}::timestamptz - interval '1 minute', false) as seen_lately
    from people.api_key k join ${live} on p.id = k.person_id
    where k.sha256 = ${sha256(secret)} and k.revoked_at is null and k.expires_at > ${asking.now}`.execute(db)
  return rows[0] ? { actor: actorFrom(rows[0], asking), seenLately: rows[0].seen_lately } : null
}

/** When the key was last seen, to the minute. */
export const touchKey = async (db: Db, keyId: string, now: Date): Promise<void> => {
  await sql`update people.api_key set last_used_at = ${now}
    where id = ${keyId} and (last_used_at is null or last_used_at < ${now}::timestamptz - interval '1 minute')`.execute(
    db,
  )
}

/** Is this person authorised for that organisation (its own, or one that it resells to) on that day? */
export const mayAct = async (
  tx: Db,
  of: { readonly personId: string; readonly organisationId: string; readonly right: Right; readonly day: string },
): Promise<boolean> => {
  const { rows } = await sql`
    select from ${live} join people.organisation t on t.id = ${of.organisationId} and t.ended_at is null
    where p.id = ${of.personId} and (t.id = p.organisation_id or t.reseller_id = p.organisation_id)
      and exists (select from people.authorisation a where a.person_id = p.id and a."right" = ${of.right} and ${inForce(of.day)})`.execute(
    tx,
  )
  return rows.length > 0
}
