import { sql } from 'kysely'
import { type Clock, newId } from '#kernel'
import { type Db, inTransaction, writeJournal } from '#postgres'
import { linkPath } from '../accounts/routes.ts'
import { insertLink } from '../accounts/store.ts'
import { insertKey } from '../key/store.ts'
import { isSecret, sha256 } from '../key/secret.ts'
import type { AskSite } from '../model.ts'

interface First {
  readonly id: string
  readonly organisation_id: string
  readonly has_account: boolean
}

export interface AdministratorOptions {
  readonly db: Db
  readonly clock: Clock
  readonly site: AskSite
}

const LINK_DAYS = 7
const KEY_DAYS = 366
/** A key that runs out within this time is replaced at the next start. */
const RENEW_DAYS = 30
const DAY_MS = 86_400_000
const SYSTEM = { kind: 'system', id: null } as const

const findFirst = async (tx: Db, operatorId: string): Promise<First | null> => {
  const { rows } = await sql<First>`
    select p.id, p.organisation_id, p.account_id is not null as has_account
    from people.operator_role r join people.person p on p.id = r.person_id
    where r.role = 'admin' and p.organisation_id = ${operatorId} and p.ended_at is null order by r.created_at, p.id limit 1`.execute(
    tx,
  )
  return rows[0] ?? null
}

/** The operator's first administrator; made where the site's files name none: somebody must be able to let others in. */
const firstAdministrator = async (tx: Db, operatorId: string, now: Date): Promise<First> => {
  await sql`select pg_advisory_xact_lock(hashtext('people.admins'))`.execute(tx)
  const found = await findFirst(tx, operatorId)
  if (found) return found
  const id = newId<'person'>()
  await sql`insert into people.person (id, organisation_id, name, created_at) values (${id}, ${operatorId}, 'Administration', ${now})`.execute(
    tx,
  )
  await sql`insert into people.operator_role (person_id, role, created_at) values (${id}, 'admin', ${now})`.execute(tx)
  await writeJournal(tx, {
    room: 'people',
    name: 'person-added',
    subject: ['person', id],
    by: SYSTEM,
    at: now,
    onBehalfOf: operatorId,
  })
  return { id, organisation_id: operatorId, has_account: false }
}

/** A one-time link for the first administrator, printed at the start; null once that person has a password, or before the site is loaded. */
export const firstAdministratorLink = async (options: AdministratorOptions, url: URL): Promise<string | null> => {
  const { db, clock, site } = options
  const here = await site()
  if (!here) return null
  const now = clock()
  return inTransaction(db, async (tx) => {
    const first = await firstAdministrator(tx, here.operator_id, now)
    if (first.has_account) return null
    const token = await insertLink(tx, first.id, new Date(now.getTime() + LINK_DAYS * DAY_MS))
    return new URL(linkPath(token), url).href
  })
}

/** The key of the machine's own command line: whoever may read the data folder may administer the site. The one it has, or a new one. */
export const localKey = async (options: AdministratorOptions, held: string | null): Promise<string | null> => {
  const { db, clock, site } = options
  const here = await site()
  if (!here) return null
  const now = clock()
  return inTransaction(db, async (tx) => {
    if (held !== null && isSecret(held)) {
      const { rows } = await sql`
        select from people.api_key k join people.operator_role r on r.person_id = k.person_id and r.role = 'admin'
        join people.person p on p.id = k.person_id and p.ended_at is null
        where k.sha256 = ${sha256(held)} and k.revoked_at is null and k.expires_at > ${new Date(now.getTime() + RENEW_DAYS * DAY_MS)}`.execute(
        tx,
      )
      if (rows.length > 0) return held
    }
    const first = await firstAdministrator(tx, here.operator_id, now)
    const expiresAt = new Date(now.getTime() + KEY_DAYS * DAY_MS)
    const { id, secret } = await insertKey(tx, {
      personId: first.id,
      label: 'vesontio',
      scopes: ['read', 'admin'],
      now,
      expiresAt,
    })
    await writeJournal(tx, {
      room: 'people',
      name: 'key-made',
      subject: ['key', id],
      by: SYSTEM,
      at: now,
      onBehalfOf: first.organisation_id,
    })
    return secret
  })
}
