import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { Fault } from '#kernel'
import { type Connection, settled } from './pool.ts'
import { projectRoot } from './root.ts'
import { grantToServer } from './roles.ts'

export interface Migration {
  readonly number: number
  /** `0001-floor.sql` */
  readonly name: string
  readonly sql: string
  readonly sha256: string
}

export interface Applied {
  readonly number: number
  readonly name: string
  readonly sha256: string
}

export interface MigrateOptions {
  readonly migrations?: readonly Migration[]
  /** Called once, before anything is applied, when the database already holds data: a backup is made there. */
  readonly before?: (pending: readonly Migration[], version: number) => Promise<void>
}

const FILE = /^(\d{4})-[a-z0-9-]+\.sql$/

/** The files of `migrations/` in their order. Two of one number, or a hole, is a defect of the clone. */
export const readMigrations = async (
  folder = path.join(projectRoot(), 'migrations'),
): Promise<readonly Migration[]> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql') && name !== 'schema.sql').toSorted()
  return Promise.all(
    names.map(async (name, index) => {
      const number = Number(FILE.exec(name)?.[1])
      if (number !== index + 1) throw new Error(`migrations/${name}: number ${index + 1} was expected`)
      const sql = await readFile(path.join(folder, name), 'utf8')
      return { number, name, sql, sha256: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

/** One digest over all migrations: what a template or a backup was made with. */
export const digestOf = (migrations: readonly Migration[]): string =>
  createHash('sha256')
    .update(migrations.map((m) => `${m.name} ${m.sha256}`).join('\n'))
    .digest('hex')

/** What is still to be applied. Throws where the data is newer than the code, or was made by a file that has changed since. */
export const pendingOf = (migrations: readonly Migration[], applied: readonly Applied[]): readonly Migration[] => {
  for (const done of applied) {
    const here = migrations[done.number - 1]
    if (!here) {
      throw new Fault(
        'database',
        `holds ${done.name}, which this version of Vesontio does not know: the data is newer than the code`,
        { again: false },
      )
    }
    if (here.sha256 !== done.sha256) {
      throw new Fault(
        'database',
        `${here.name} is not the file that was applied to it: an applied migration never changes`,
        { again: false },
      )
    }
  }
  return migrations.slice(applied.length)
}

/** Any number; the same in every version, so that concurrent starts of all versions wait for each other. */
export const MIGRATION_LOCK = 8_245_001

export const MIGRATION_TABLE = `create table if not exists public.migration (
  number int primary key, name text not null, sha256 text not null, applied_at timestamptz not null default now())`

export const appliedOf = async (client: pg.ClientBase): Promise<readonly Applied[]> => {
  const { rows } = await client.query<Applied>('select number, name, sha256 from public.migration order by number')
  return rows
}

/** Inside a transaction of the caller's. */
export const applyMigrations = async (client: pg.ClientBase, migrations: readonly Migration[]): Promise<void> => {
  for (const migration of migrations) {
    try {
      await client.query(migration.sql)
    } catch (cause) {
      throw new Fault('database', `${migration.name} did not apply`, { cause, again: false })
    }
    await client.query('insert into public.migration (number, name, sha256) values ($1, $2, $3)', [
      migration.number,
      migration.name,
      migration.sha256,
    ])
  }
}

/** Commits what `work` did, or nothing of it. */
export const inOne = async <T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> => {
  await client.query('begin')
  try {
    const done = await work()
    await client.query('commit')
    return done
  } catch (cause) {
    await client.query('rollback').catch(() => undefined)
    throw cause
  }
}

/** Brings the database to this version, as its owner. Concurrent starts wait for one another; each file is one transaction. */
export const migrate = async (
  owner: Connection,
  options: MigrateOptions = {},
): Promise<{ readonly applied: readonly string[]; readonly version: number }> => {
  const migrations = options.migrations ?? (await readMigrations())
  const client = new pg.Client(settled(owner))
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await client.query(MIGRATION_TABLE)
    const applied = await appliedOf(client)
    const pending = pendingOf(migrations, applied)
    if (pending.length > 0 && applied.length > 0) await options.before?.(pending, applied.length)
    for (const migration of pending) await inOne(client, () => applyMigrations(client, [migration]))
    await grantToServer(client)
    return { applied: pending.map((m) => m.name), version: migrations.length }
  } finally {
    await client.end()
  }
}
