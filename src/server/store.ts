import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { type Refusal } from '#kernel'
import { type Db, inTransaction } from '#postgres'

/** What a handler answered: kept for 24 h under its caller's key. */
export type Kept =
  | { readonly is: 'value'; readonly value: unknown }
  | { readonly is: 'refusal'; readonly refusal: Refusal }
  | { readonly is: 'nothing' }

export interface PromiseAsked {
  readonly caller: string
  readonly key: string
  /** What was asked: the same key for something else is refused. */
  readonly asked: unknown
  readonly now: Date
}

const KEPT_HOURS = 24
/** How long a second, identical request waits for the first one's answer. */
const WAIT = '10s'
const LOCK_TIMED_OUT = '55P03'

const digestOf = (asked: unknown): Buffer => createHash('sha256').update(JSON.stringify(asked)).digest()

const timedOut = (thrown: unknown): boolean =>
  typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === LOCK_TIMED_OUT

/** The row is ours to fill, or another's: then we waited here until that one committed or gave up. */
const begin = async (tx: Db, asked: PromiseAsked, digest: Buffer): Promise<boolean> => {
  await sql`set local lock_timeout = ${sql.lit(WAIT)}`.execute(tx)
  const { rows } = await sql`
    insert into floor.idempotency as kept (caller_id, key, digest, at) values (${asked.caller}, ${asked.key}, ${digest}, ${asked.now})
    on conflict (caller_id, key) do update set digest = excluded.digest, at = excluded.at, status = null, answer = null
      where kept.at < ${asked.now}::timestamptz - make_interval(hours => ${KEPT_HOURS})
    returning key`.execute(tx)
  await sql`set local lock_timeout = default`.execute(tx)
  return rows.length > 0
}

const recall = async (tx: Db, asked: PromiseAsked, digest: Buffer): Promise<Kept> => {
  const { rows } = await sql<{ digest: Buffer; answer: Kept | null }>`
    select digest, answer from floor.idempotency where caller_id = ${asked.caller} and key = ${asked.key}`.execute(tx)
  const row = rows[0]
  // An answer is committed together with its row: a row without one cannot be seen from here.
  if (!row?.answer) return { is: 'refusal', refusal: { code: 'in-progress' } }
  return row.digest.equals(digest) ? row.answer : { is: 'refusal', refusal: { code: 'idempotency-key-reused' } }
}

/**
 * Keeps a promise once. The answer is written in the transaction of its effect: when the process dies, both are there or
 * neither, and the same request sent again finds the answer or does the work. A refusal is an answer too; a fault is not.
 */
export const keepPromise = async (db: Db, asked: PromiseAsked, act: (tx: Db) => Promise<Kept>): Promise<Kept> => {
  const digest = digestOf(asked.asked)
  let begun = false
  try {
    return await inTransaction(db, async (tx) => {
      begun = await begin(tx, asked, digest)
      if (!begun) return recall(tx, asked, digest)
      const answer = await act(tx)
      await sql`update floor.idempotency set answer = ${JSON.stringify(answer)}::jsonb, status = ${answer.is === 'value' ? 200 : 409}
        where caller_id = ${asked.caller} and key = ${asked.key}`.execute(tx)
      return answer
    })
  } catch (thrown) {
    if (!begun && timedOut(thrown)) return { is: 'refusal', refusal: { code: 'in-progress' } }
    throw thrown
  }
}

/** Forgets answers older than a day, a bounded number at a time. */
export const forgetOldAnswers = async (db: Db, now: Date): Promise<number> => {
  const { numAffectedRows } = await sql`
    delete from floor.idempotency where (caller_id, key) in (
      select caller_id, key from floor.idempotency
      where at < ${now}::timestamptz - make_interval(hours => ${KEPT_HOURS}) order by at limit 10000 for update skip locked)`.execute(
    db,
  )
  return Number(numAffectedRows ?? 0n)
}

export interface SiteFacts {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly zone: string
  readonly sample: boolean
  readonly operator_id: string
}

/** The site that this database holds; null before its files were loaded. */
export const siteFacts = async (db: Db): Promise<SiteFacts | null> => {
  const { rows } =
    await sql<SiteFacts>`select id, code, name, zone, sample, operator_id from facility.site_card order by id limit 1`.execute(
      db,
    )
  return rows[0] ?? null
}

/** Does the site still owe this organisation a service? By the card that the market publishes. */
export const stillServed = async (db: Db, organisationId: string): Promise<boolean> => {
  const { rows } =
    await sql`select from market.service_card where organisation_id = ${organisationId} and state <> 'closed' limit 1`.execute(
      db,
    )
  return rows.length > 0
}
