import { sql } from 'kysely'
import { newId } from '#kernel'
import type { Db } from '#postgres'
import type { KeyWire } from '../contract.ts'
import { newSecret, sha256 } from './secret.ts'

export interface KeyRow extends Omit<KeyWire, 'created_at' | 'expires_at' | 'last_used_at' | 'revoked_at'> {
  readonly organisation_id: string
  readonly created_at: Date
  readonly expires_at: Date
  readonly last_used_at: Date | null
  readonly revoked_at: Date | null
}

/** Whose keys: one person's, or everybody's. */
export type Whose = { readonly all: true } | { readonly all: false; readonly personId: string }

const columns = sql`
  k.id, k.label, k.scopes, k.created_at, k.expires_at, k.last_used_at, k.revoked_at, p.organisation_id,
  json_build_object('id', p.id, 'name', p.name) as person`
const from = sql`people.api_key k join people.person p on p.id = k.person_id`
const within = (whose: Whose) => (whose.all ? sql`true` : sql`k.person_id = ${whose.personId}`)

/** Newest first: ids sort by the time at which they were made. */
export const listKeys = async (
  db: Db,
  whose: Whose,
  before: string | null,
  limit: number,
): Promise<readonly KeyRow[]> => {
  const { rows } = await sql<KeyRow>`select ${columns} from ${from} where ${within(whose)}
    and ${before === null ? sql`true` : sql`k.id < ${before}::uuid`} order by k.id desc limit ${limit}`.execute(db)
  return rows
}

export const keyById = async (db: Db, whose: Whose, id: string): Promise<KeyRow | null> => {
  const { rows } = await sql<KeyRow>`select ${columns} from ${from} where k.id = ${id} and ${within(whose)}`.execute(db)
  return rows[0] ?? null
}

export interface NewKey {
  readonly personId: string
  readonly label: string
  readonly scopes: readonly string[]
  readonly now: Date
  readonly expiresAt: Date
}

/** The secret is in this answer and nowhere else. */
export const insertKey = async (tx: Db, key: NewKey): Promise<{ readonly id: string; readonly secret: string }> => {
  const id = newId<'key'>()
  const secret = newSecret()
  await sql`insert into people.api_key (id, person_id, label, sha256, scopes, created_at, expires_at)
    values (${id}, ${key.personId}, ${key.label}, ${sha256(secret)}, ${key.scopes}, ${key.now}, ${key.expiresAt})`.execute(
    tx,
  )
  return { id, secret }
}

export const revokeKey = async (tx: Db, id: string, now: Date): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`update people.api_key set revoked_at = ${now} where id = ${id} and revoked_at is null`.execute(tx)
  return numAffectedRows === 1n
}
