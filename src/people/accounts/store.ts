import { sql } from 'kysely'
import { newId } from '#kernel'
import type { Db } from '#postgres'
import { newSecret, sha256 } from '../key/secret.ts'

export interface LinkHolder {
  readonly person_id: string
  readonly name: string
  readonly mail: string | null
  readonly language: 'fr' | 'en'
  readonly account_id: string | null
  readonly organisation_id: string
  readonly organisation: string
}

/** A link that works once until it expires; the latest is the only one. */
export const insertLink = async (tx: Db, personId: string, expiresAt: Date): Promise<string> => {
  const token = newSecret()
  await sql`delete from people.sign_in_link where person_id = ${personId}`.execute(tx)
  await sql`insert into people.sign_in_link (sha256, person_id, expires_at) values (${sha256(token)}, ${personId}, ${expiresAt})`.execute(
    tx,
  )
  return token
}

/** Whose link this is, locked; null when it was used, has expired, or was never given. */
export const holderOfLink = async (tx: Db, token: string, now: Date): Promise<LinkHolder | null> => {
  const { rows } = await sql<LinkHolder>`
    select p.id as person_id, p.name, p.mail, p.language, p.account_id, o.id as organisation_id, o.name as organisation
    from people.sign_in_link l join people.person p on p.id = l.person_id join people.organisation o on o.id = p.organisation_id
    where l.sha256 = ${sha256(token)} and l.used_at is null and l.expires_at > ${now} and p.ended_at is null and o.ended_at is null
    for update of l, p`.execute(tx)
  return rows[0] ?? null
}

export const spendLink = async (tx: Db, token: string, now: Date): Promise<void> => {
  await sql`update people.sign_in_link set used_at = ${now} where sha256 = ${sha256(token)}`.execute(tx)
}

/** The library looks addresses up in small letters. */
const asLogin = (mail: string): string => mail.toLowerCase()

/** Gives the person an account with this password, or sets it on the one there is; every session of it ends. */
export const setPassword = async (
  tx: Db,
  holder: LinkHolder,
  of: { readonly mail: string; readonly hash: string; readonly now: Date },
): Promise<void> => {
  const accountId = holder.account_id ?? newId<'account'>()
  await sql`insert into accounts."user" (id, name, email, "emailVerified", "createdAt", "updatedAt", "twoFactorEnabled")
    values (${accountId}, ${holder.name}, ${asLogin(of.mail)}, true, ${of.now}, ${of.now}, false)
    on conflict (id) do update set email = excluded.email, "updatedAt" = excluded."updatedAt"`.execute(tx)
  await sql`delete from accounts.account where "userId" = ${accountId}`.execute(tx)
  await sql`insert into accounts.account (id, "accountId", "providerId", "userId", password, "createdAt", "updatedAt")
    values (${newId()}, ${accountId}, 'credential', ${accountId}, ${of.hash}, ${of.now}, ${of.now})`.execute(tx)
  await sql`delete from accounts.session where "userId" = ${accountId}`.execute(tx)
  await sql`update people.person set account_id = ${accountId}, mail = ${of.mail}, version = version + 1 where id = ${holder.person_id}`.execute(
    tx,
  )
}

/** A person's row is where name and address change; the account follows. */
export const followPerson = async (
  tx: Db,
  accountId: string,
  of: { readonly name: string; readonly mail: string; readonly now: Date },
): Promise<void> => {
  await sql`update accounts."user" set name = ${of.name}, email = ${asLogin(of.mail)}, "updatedAt" = ${of.now} where id = ${accountId}`.execute(
    tx,
  )
}

export const hasSecondFactor = async (db: Db, personId: string): Promise<boolean> => {
  const { rows } = await sql<{ on: boolean }>`select coalesce(u."twoFactorEnabled", false) as "on"
    from accounts."user" u join people.person p on p.account_id = u.id where p.id = ${personId}`.execute(db)
  return rows[0]?.on ?? false
}

export const organisationNames = async (
  db: Db,
  ids: readonly string[],
): Promise<readonly { readonly id: string; readonly handle: string; readonly name: string }[]> => {
  const { rows } = await sql<{ id: string; handle: string; name: string }>`
    select id, handle, name from people.organisation where id = any(${ids}::uuid[]) order by name, id`.execute(db)
  return rows
}
