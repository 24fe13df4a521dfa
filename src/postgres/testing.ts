import { createHash, randomBytes } from 'node:crypto'
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

/** What lies in a database when a test gets it, made once per run: as many tests copy it as ask under its name. */
export interface Laid {
  readonly name: string
  readonly lay: (db: Database['db']) => Promise<void>
}

/** Whichever process comes first makes the template, under another name at first: one that was cut short must not be taken for a whole one. */
const makeOnce = async (name: string, from: string, fill: (owner: Connection) => Promise<void>): Promise<string> => {
  await asAdmin(async (client) => {
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [name])
    const { rows } = await client.query('select from pg_database where datname = $1', [name])
    if (rows.length > 0) return
    await client.query(`drop database if exists ${name}_unfinished with (force)`)
    await client.query(`create database ${name}_unfinished template ${from} strategy file_copy`)
    await fill({ ...(await (server ??= serverOf())), database: `${name}_unfinished` })
    await client.query(`alter database ${name}_unfinished rename to ${name}`)
  })
  return name
}

const templates = new Map<string, Promise<string>>()
const remembered = (key: string, make: () => Promise<string>): Promise<string> => {
  const made = templates.get(key) ?? make()
  templates.set(key, made)
  return made
}

/** Of one version of the migrations, empty. */
const migrated = (): Promise<string> =>
  remembered('', async () => {
    const migrations = await readMigrations()
    const name = `template_${digestOf(migrations).slice(0, 16)}`
    return makeOnce(name, 'template1', async (owner) => void (await migrate(owner, { migrations })))
  })

const laidOut = ({ name, lay }: Laid): Promise<string> =>
  remembered(name, async () => {
    const from = await migrated()
    const suffix = createHash('sha256').update(name).digest('hex').slice(0, 8)
    return makeOnce(`${from}_${suffix}`, from, async (owner) => {
      const { db, close } = openDatabase({ connection: { ...owner, user: SERVER_ROLE } })
      try {
        await lay(db)
      } finally {
        await close()
      }
    })
  })

export interface TestDatabaseOptions {
  readonly max?: number
  /** Absent: migrated and empty. */
  readonly laid?: Laid
}

export const testDatabase = async ({ max = 10, laid }: TestDatabaseOptions = {}): Promise<TestDatabase> => {
  const { owner, drop } = await emptyDatabase(await (laid ? laidOut(laid) : migrated()))
  const connection = { ...owner, user: SERVER_ROLE }
  const { db, pool, close } = openDatabase({ connection, max })
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
