import { type Kysely, sql } from 'kysely'

/** The floor: a pool or a transaction. A room names its own tables: `db.withTables<{ 'people.organisation': … }>()`. */
export type Db = Kysely<object>

const SERIALIZATION_FAILURE = '40001'
const DEADLOCK = '40P01'
const TRIES = 5

const codeOf = (thrown: unknown): string | undefined =>
  typeof thrown === 'object' && thrown !== null && 'code' in thrown && typeof thrown.code === 'string'
    ? thrown.code
    : undefined

/** All or nothing by itself inside a running transaction, which stays usable when a constraint refused a row in here. */
const inSavepoint = async <T>(tx: Db, work: (tx: Db) => Promise<T>): Promise<T> => {
  await sql`savepoint nested`.execute(tx)
  try {
    const value = await work(tx)
    await sql`release savepoint nested`.execute(tx)
    return value
  } catch (thrown) {
    // Released too: a savepoint that was gone back to still stands, and would be the one that an outer work goes back to.
    // A lost connection cannot go back either; what broke it is what is told.
    await sql`rollback to savepoint nested`
      .execute(tx)
      .then(() => sql`release savepoint nested`.execute(tx))
      .catch(() => undefined)
    throw thrown
  }
}

/** Runs `work` in one transaction; tries again, a bounded number of times, where PostgreSQL asks for it. Joins a running one, as a savepoint. */
export const inTransaction = async <T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> => {
  if (db.isTransaction) return inSavepoint(db, work)
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().execute(work)
    } catch (thrown) {
      const code = codeOf(thrown)
      if (attempt >= TRIES || (code !== SERIALIZATION_FAILURE && code !== DEADLOCK)) throw thrown
    }
  }
}

/** The name of the constraint that refused a row, if that is what was thrown. */
export const violated = (thrown: unknown): string | undefined =>
  codeOf(thrown)?.startsWith('23') &&
  typeof thrown === 'object' &&
  thrown !== null &&
  'constraint' in thrown &&
  typeof thrown.constraint === 'string'
    ? thrown.constraint
    : undefined

/** Wakes reconcilers and live pages when the transaction commits. */
export const notify = async (tx: Db, channel: string, payload = ''): Promise<void> => {
  await sql`select pg_notify(${channel}, ${payload})`.execute(tx)
}

/** The next number of a series that people see: `nextNumber(tx, site, 'O-2026')` is 42 after 41. Gaps are allowed. */
export const nextNumber = async (tx: Db, siteId: string, series: string): Promise<number> => {
  const { rows } = await sql<{ last: number }>`
    insert into floor.counter (site_id, series, last) values (${siteId}, ${series}, 1)
    on conflict (site_id, series) do update set last = floor.counter.last + 1 returning last`.execute(tx)
  const row = rows[0]
  if (!row) throw new Error(`the counter ${series} gave no number`)
  return row.last
}
