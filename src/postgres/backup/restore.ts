import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import pg from 'pg'
import { from } from 'pg-copy-streams'
import { Fault } from '#kernel'
import {
  type Migration,
  MIGRATION_LOCK,
  MIGRATION_TABLE,
  applyMigrations,
  inOne,
  pendingOf,
  readMigrations,
} from '../migrate.ts'
import { type Connection, settled } from '../pool.ts'
import { grantToServer } from '../roles.ts'
import {
  type Frame,
  type Header,
  type TableBegin,
  type TableEnd,
  endShape,
  headerShape,
  readFrames,
  tableEndShape,
  tableShape,
} from './frames.ts'
import { OURS, TEXT_SETTINGS, columnsOf, nameOf, rowsOf, tablesOf } from './tables.ts'

export interface RestoreOptions {
  readonly migrations?: readonly Migration[]
  readonly say?: (line: string) => void
}

export interface Restored {
  readonly tables: number
  readonly rows: number
  readonly madeAt: string
  /** Migrations that the data did not have yet. */
  readonly applied: readonly string[]
}

const damaged = (file: string, why: string, cause?: unknown): Fault =>
  new Fault('restore', `${file} is damaged: ${why}`, { again: false, cause })

/** Frames of a file whose end says that it is whole. */
async function* framesOf(file: string): AsyncGenerator<Frame> {
  const source = createReadStream(file, { highWaterMark: 1 << 18 })
  const gunzip = createGunzip({ chunkSize: 1 << 18 })
  source.on('error', (cause) => gunzip.destroy(cause))
  try {
    yield* readFrames(source.pipe(gunzip))
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')
      throw new Fault('restore', `${file} is not there`, { cause, again: false })
    throw damaged(file, cause instanceof Error ? cause.message : 'unreadable', cause)
  } finally {
    source.destroy()
  }
}

/** Fills an empty database with a backup, all of it or nothing, then proves that it holds what the file holds. */
export const restore = async (owner: Connection, file: string, options: RestoreOptions = {}): Promise<Restored> => {
  const migrations = options.migrations ?? (await readMigrations())
  const client = new pg.Client(settled(owner))
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await refuseFull(client)
    const filled = await inOne(client, () => fill(client, file, migrations, options))
    options.say?.('Counting what the database knows of its tables')
    await client.query('analyze')
    const pending = migrations.slice(filled.header.migrations.length)
    for (const migration of pending) await inOne(client, () => applyMigrations(client, [migration]))
    await grantToServer(client)
    return { ...filled.total, madeAt: filled.header.made_at, applied: pending.map((m) => m.name) }
  } finally {
    await client.end()
  }
}

const holdsOurs = async (client: pg.ClientBase): Promise<boolean> =>
  (await client.query(`select from pg_namespace n where ${OURS} limit 1`)).rows.length > 0

/** Is there nothing of ours in this database yet? */
export const isEmptyDatabase = async (connection: Connection): Promise<boolean> => {
  const client = new pg.Client(settled(connection))
  await client.connect()
  try {
    return !(await holdsOurs(client))
  } finally {
    await client.end()
  }
}

const refuseFull = async (client: pg.ClientBase): Promise<void> => {
  if (await holdsOurs(client))
    throw new Fault('restore', 'the database is not empty; restore into a new data folder or a new database', {
      again: false,
    })
}

interface Filled {
  readonly header: Header
  readonly total: { readonly tables: number; readonly rows: number }
}

/** In one transaction: the tables as they were then, their rows, and only then what ties them together. */
const fill = async (
  client: pg.ClientBase,
  file: string,
  migrations: readonly Migration[],
  options: RestoreOptions,
): Promise<Filled> => {
  await client.query(TEXT_SETTINGS)
  const frames = framesOf(file)
  const header = await readHeader(frames, file)
  // Throws where the data is newer than the code, or of other migrations.
  pendingOf(migrations, header.migrations)
  await client.query(MIGRATION_TABLE)
  await applyMigrations(client, migrations.slice(0, header.migrations.length))
  const ties = await untie(client)
  for (const month of header.journal_months) await client.query('select floor.journal_month($1)', [month])
  const ends = new Map<string, TableEnd>()
  const total = { tables: 0, rows: 0 }
  for (let next = await frames.next(); ; next = await frames.next()) {
    if (next.done) throw damaged(file, 'its end is missing')
    if (next.value.letter === 'Z') {
      const end = endShape.parse(JSON.parse(next.value.body.toString('utf8')))
      if (end.tables !== total.tables || end.rows !== total.rows) throw damaged(file, 'tables are missing')
      break
    }
    if (next.value.letter !== 'T') throw damaged(file, 'a table was expected')
    const table = tableShape.parse(JSON.parse(next.value.body.toString('utf8')))
    const end = await fillTable(client, table, frames, file)
    ends.set(nameOf(table), end)
    total.tables += 1
    total.rows += end.rows
    if (end.rows > 0) options.say?.(`${table.schema}.${table.name}: ${end.rows} rows`)
  }
  options.say?.('Tying the tables together')
  for (const { schema, name, last, called } of header.sequences) {
    await client.query('select setval($1::regclass, $2::bigint, $3)', [nameOf({ schema, name }), last, called])
  }
  for (const tie of ties) await client.query(tie)
  options.say?.('Reading everything again')
  await prove(client, ends)
  return { header, total }
}

const readHeader = async (frames: AsyncGenerator<Frame>, file: string): Promise<Header> => {
  const first = await frames.next()
  if (first.done || first.value.letter !== 'H') throw damaged(file, 'no header')
  const header = headerShape.safeParse(JSON.parse(first.value.body.toString('utf8')))
  if (!header.success) throw damaged(file, 'its header is not one that this version reads', header.error)
  return header.data
}

const TIES = `
  select format('alter table %I.%I drop constraint %I', n.nspname, c.relname, o.conname) as untie,
    format('alter table %I.%I add constraint %I %s', n.nspname, c.relname, o.conname, pg_get_constraintdef(o.oid)) as tie
  from pg_constraint o join pg_class c on c.oid = o.conrelid join pg_namespace n on n.oid = c.relnamespace
  where ${OURS} and o.contype = 'f' and o.conparentid = 0
  union all
  select distinct format('alter table %I.%I disable trigger user', n.nspname, c.relname), format('alter table %I.%I enable trigger user', n.nspname, c.relname)
  from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
  where ${OURS} and not t.tgisinternal and not c.relispartition
  union all
  select format('drop index %I.%I', n.nspname, i.relname), replace(pg_get_indexdef(i.oid), ' ON ONLY ', ' ON ')
  from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class c on c.oid = x.indrelid join pg_namespace n on n.oid = c.relnamespace
  where ${OURS} and not c.relispartition and not exists (select from pg_constraint o where o.conindid = i.oid)
  order by 1`

/**
 * Takes off foreign keys (rows come in no order, some point at each other), triggers, and indexes (made at once they are three times
 * as quick as row by row). The answer puts them back; each key is checked then.
 */
const untie = async (client: pg.ClientBase): Promise<readonly string[]> => {
  const { rows } = await client.query<{ untie: string; tie: string }>(TIES)
  for (const row of rows) await client.query(row.untie)
  // What migrations themselves wrote is in the backup.
  const tables = await tablesOf(client)
  await client.query(`truncate ${tables.map(nameOf).join(', ')}`)
  // Indexes first: a foreign key may stand on a unique one, and is quicker to check with them.
  return rows.map((row) => row.tie).toSorted((a, b) => Number(b.startsWith('CREATE')) - Number(a.startsWith('CREATE')))
}

const fillTable = async (
  client: pg.ClientBase,
  table: TableBegin,
  frames: AsyncGenerator<Frame>,
  file: string,
): Promise<TableEnd> => {
  const hash = createHash('sha256')
  const into = client.query(from(`copy ${nameOf(table)} (${columnsOf(table)}) from stdin`))
  const ended = finished(into)
  // Told by `ended` when it is awaited below.
  ended.catch(() => undefined)
  const end = await pour(frames, into, hash, file).catch(async (cause: unknown) => {
    into.destroy(cause instanceof Error ? cause : new Error('stopped'))
    await ended.catch((told: unknown) => told)
    throw into.errored ?? cause
  })
  into.end()
  await ended
  if (end.sha256 !== hash.digest('hex') || end.rows !== into.rowCount) {
    throw damaged(file, `${table.schema}.${table.name} is not what was written: ${into.rowCount} of ${end.rows} rows`)
  }
  return end
}

const pour = async (
  frames: AsyncGenerator<Frame>,
  into: NodeJS.WritableStream & { readonly errored: Error | null },
  hash: Hash,
  file: string,
): Promise<TableEnd> => {
  for (;;) {
    const next = await frames.next()
    if (next.done) throw damaged(file, 'it ends within a table')
    const { letter, body } = next.value
    if (letter === 'E') return tableEndShape.parse(JSON.parse(body.toString('utf8')))
    if (letter !== 'D') throw damaged(file, 'rows were expected')
    hash.update(body)
    if (into.errored) throw into.errored
    if (!into.write(body)) await once(into, 'drain')
  }
}

/** Reads each table back as a backup would write it: the same text has the same sum. */
const prove = async (client: pg.ClientBase, ends: ReadonlyMap<string, TableEnd>): Promise<void> => {
  for (const table of await tablesOf(client)) {
    const rows = rowsOf(client, table)
    // oxlint-disable-next-line no-unused-vars
    for await (const _ of rows.chunks);
    const { sha256 } = rows.total()
    const end = ends.get(nameOf(table))
    if (end && end.sha256 !== sha256)
      throw new Fault('restore', `${table.schema}.${table.name} does not hold what the file holds`, { again: false })
  }
}
