import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { OWNER } from './embedded/binaries.ts'
import { digestOf, migrate, readMigrations } from './migrate.ts'
import { type Connection, type Database, openDatabase } from './pool.ts'
import { SERVER_ROLE } from './roles.ts'
import { startTestServer } from './testing-server.ts'

/** A database of its own for one test, migrated, empty, as the server's own role sees it. */
export interface TestDatabase extends Database {
  /** As `vesontio_app`, like `db`. */
  readonly connection: Connection
  /** As the role that migrates: for what the server itself may not do. */
  readonly owner: Connection
}

let server: Promise<Connection> | undefined

/** The run's server; outside a run (a bench, a script) one is started that ends with this process. */
const serverOf = async (): Promise<Connection> => {
  const host = process.env['VESONTIO_TEST_POSTGRES']
  if (host) return { host, user: OWNER, database: 'postgres' }
  const started = await startTestServer()
  return started.connection
}

const asAdmin = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client(await (server ??= serverOf()))
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** An empty database, or a copy of `template`. Drop it by `drop`. */
export const emptyDatabase = async (
  template = 'template1',
): Promise<{ readonly owner: Connection; readonly drop: () => Promise<void> }> => {
  const name = `test_${randomBytes(8).toString('hex')}`
  await asAdmin((client) => client.query(`create database ${name} template ${template} strategy file_copy`))
  const owner = { ...(await (server ??= serverOf())), database: name }
  const drop = async (): Promise<void> => {
    await asAdmin((client) => client.query(`drop database if exists ${name} with (force)`))
  }
  return { owner, drop }
}

let template: Promise<string> | undefined

/** Made once per run and version of the migrations, whichever process comes first. */
const templateOf = async (): Promise<string> => {
  const migrations = await readMigrations()
  const name = `template_${digestOf(migrations).slice(0, 16)}`
  await asAdmin(async (client) => {
    await client.query('select pg_advisory_lock(1)')
    const { rows } = await client.query('select from pg_database where datname = $1', [name])
    if (rows.length > 0) return
    // Made under another name: a template that was cut short must not be taken for a whole one.
    await client.query(`drop database if exists ${name}_unfinished with (force)`)
    await client.query(`create database ${name}_unfinished`)
    await migrate({ ...(await (server ??= serverOf())), database: `${name}_unfinished` }, { migrations })
    await client.query(`alter database ${name}_unfinished rename to ${name}`)
  })
  return name
}

export const testDatabase = async (options: { readonly max?: number } = {}): Promise<TestDatabase> => {
  const { owner, drop } = await emptyDatabase(await (template ??= templateOf()))
  const connection = { ...owner, user: SERVER_ROLE }
  const { db, pool, close } = openDatabase({ connection, max: options.max ?? 10 })
  return {
    db,
    pool,
    connection,
    owner,
    close: async () => {
      await close()
      await drop()
    },
  }
}
