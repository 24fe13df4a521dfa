import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Db } from './db.ts'

/** How to reach one database as one role: what `pg` takes. */
export type Connection = Readonly<pg.ClientConfig>

export interface Database {
  readonly db: Db
  readonly pool: pg.Pool
  readonly close: () => Promise<void>
}

const OID = { int8: 20, date: 1082, timestamp: 1114, int8Array: 1016, dateArray: 1182, numericArray: 1231 } as const
const TEXT_ARRAY: number = 1009
/** cidr[], inet[], macaddr[], daterange[], int8range[]: text arrays all. */
const TEXT_ARRAYS: readonly number[] = [651, 1041, 1040, 3913, 3927]

const safeInteger = (text: string): number => {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new Error(`the int8 ${text} does not fit a number`)
  return value
}

const asText = (text: string): string => text

const arrayOf =
  <T>(each: (text: string) => T) =>
  (text: string): readonly (T | null)[] => {
    const items: unknown = pg.types.getTypeParser(TEXT_ARRAY, 'text')(text)
    if (!Array.isArray(items)) throw new Error('not an array')
    return items.map((item) => (item === null ? null : each(String(item))))
  }

const PARSERS = new Map<number, (text: string) => unknown>([
  [OID.int8, safeInteger],
  // A date has no zone: as a Date, 2026-03-29 in Paris would read as the 28th.
  [OID.date, asText],
  [OID.timestamp, asText],
  [OID.int8Array, arrayOf(safeInteger)],
  [OID.dateArray, arrayOf(asText)],
  [OID.numericArray, arrayOf(asText)],
  ...TEXT_ARRAYS.map((oid) => [oid, arrayOf(asText)] as const),
])

/** What comes over the wire as what: see the conventions at the top of db.ts. */
export const types: pg.CustomTypesConfig = {
  // pg's own signature promises `any`; ours keeps its formats apart.
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : PARSERS.get(oid)) ?? pg.types.getTypeParser(oid, format),
}

/** A connection from a URL. Its `options` are taken out of it: in pg they would hide ours. */
export const connectionOf = (url: string): Connection => {
  const asked = /[?&]options=([^&]*)/.exec(url)?.[1]
  if (asked === undefined) return { connectionString: url }
  const rest = url.replace(/([?&])options=[^&]*&?/, '$1').replace(/[?&]$/, '')
  return { connectionString: rest, options: decodeURIComponent(asked) }
}

/** The settings that every connection of ours has: the session's zone never decides what a date is. */
export const settled = (connection: Connection): pg.ClientConfig => ({
  application_name: 'vesontio',
  keepAlive: true,
  ...connection,
  options: `${connection.options ?? ''} -c TimeZone=UTC`.trim(),
  types,
})

/** One name for each text of a statement: PostgreSQL then plans it once a connection rather than at every call. */
const names = new Map<string, string>()
/** A text that was put together from data would fill the server's memory with plans: beyond so many, statements go without a name. */
const MOST_NAMES = 2000
const nameOf = (text: string): string | undefined => {
  const known = names.get(text)
  if (known !== undefined || names.size >= MOST_NAMES) return known
  const name = `v${names.size}`
  names.set(text, name)
  return name
}

/**
 * A client that prepares what it is asked. Our questions are short and plan for longer than they run: a quote took half as long
 * again without. What PostgreSQL plans better knowing the values, it goes on planning each time (plan_cache_mode auto).
 */
class PreparingClient extends pg.Client {
  // pg declares seven forms of this call; only the one with a text and its values is changed, the others pass through.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  override query = ((config: unknown, values: unknown, ...rest: unknown[]): unknown => {
    const named = typeof config === 'string' && Array.isArray(values) && values.length > 0
    const first = named ? { name: nameOf(config), text: config } : config
    return Reflect.apply(Reflect.get(pg.Client.prototype, 'query'), this, [first, values, ...rest])
  }) as pg.Client['query']
}

/** A pool and the query builder over it. An idle connection that breaks is dropped by the pool; the next query opens another. */
export const openDatabase = (of: { readonly connection: Connection; readonly max?: number }): Database => {
  const pool = new pg.Pool({
    ...settled(of.connection),
    Client: PreparingClient,
    max: of.max ?? 10,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
  })
  pool.on('error', () => undefined)
  // A client that is lent out and between two queries has nobody to tell that its server died: the next query will.
  pool.on('connect', (client) => void client.on('error', () => undefined))
  const db: Db = new Kysely<object>({ dialect: new PostgresDialect({ pool }) })
  let closed: Promise<void> | undefined
  return { db, pool, close: () => (closed ??= db.destroy()) }
}
