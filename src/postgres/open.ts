import { chmod, mkdir } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'kysely'
import { type Clock, Fault } from '#kernel'
import { backup } from './backup/backup.ts'
import type { DataFolder } from './embedded/data-folder.ts'
import { watchDisk } from './embedded/disk.ts'
import { startEmbedded } from './embedded/server.ts'
import { type MigrateOptions, migrate } from './migrate.ts'
import { type Connection, type Database, connectionOf, openDatabase } from './pool.ts'
import { SERVER_ROLE } from './roles.ts'

/** The floor, ready to stand on: migrated, with the server's own role. */
export interface Floor extends Database {
  readonly connection: Connection
  readonly kind: 'embedded' | 'external'
  /** `18.4` */
  readonly version: string
  readonly diskLow: () => boolean
  /** Null where the database's disk is not ours. */
  readonly diskFreeBytes: () => number | null
}

export interface OpenFloor {
  readonly data: DataFolder
  /** Of an external PostgreSQL, as the owner of its tables; absent: the embedded one. */
  readonly url?: string | undefined
  readonly clock: Clock
  readonly say: (line: string) => void
}

/** The oldest that everything here was tried with. */
const OLDEST = 150_000

const asServer = (owner: Connection): Connection => ({
  ...owner,
  options: `${owner.options ?? ''} -c role=${SERVER_ROLE}`.trim(),
})

export const openFloor = (of: OpenFloor): Promise<Floor> =>
  of.url === undefined ? openEmbedded(of) : openExternal(of, of.url)

const openExternal = async (of: OpenFloor, url: string): Promise<Floor> => {
  const owner = connectionOf(url)
  const told = await migrate(owner)
  if (told.applied.length > 0) of.say(`Applied ${told.applied.join(', ')}`)
  const connection = asServer(owner)
  const database = openDatabase({ connection })
  return {
    ...database,
    connection,
    kind: 'external',
    version: await versionOf(database),
    diskLow: () => false,
    diskFreeBytes: () => null,
  }
}

const openEmbedded = async (of: OpenFloor): Promise<Floor> => {
  const server = await startEmbedded(of.data, { say: of.say })
  try {
    const told = await migrate(server.owner, { before: backupFirst(of, server.owner) })
    if (told.applied.length > 0) of.say(`Applied ${told.applied.join(', ')}`)
    const database = openDatabase({ connection: server.connection })
    const watch = await watchDisk(of.data.folder)
    const close = async (): Promise<void> => {
      watch.stop()
      // Transactions of a turn that did not end in time are rolled back by the stop.
      await Promise.race([database.close(), pause(1000)])
      await server.stop()
    }
    return {
      ...database,
      close,
      connection: server.connection,
      kind: 'embedded',
      version: await versionOf(database),
      diskLow: watch.low,
      diskFreeBytes: watch.freeB,
    }
  } catch (cause) {
    await server.stop()
    throw cause
  }
}

/** Data is only changed by a new version after it was put aside as it was. */
const backupFirst =
  (of: OpenFloor, owner: Connection): NonNullable<MigrateOptions['before']> =>
  async (pending, version) => {
    const folder = path.join(of.data.folder, 'backups')
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await chmod(folder, 0o700)
    const now = of.clock()
    const file = path.join(folder, `${now.toISOString().slice(0, 19).replaceAll(':', '')}-version-${version}.backup`)
    of.say(`Backing up to ${file} before ${pending.map((m) => m.name).join(', ')}`)
    await backup(owner, file, { now, locked: true })
  }

const versionOf = async ({ db }: Database): Promise<string> => {
  const { rows } = await sql<{ version: string; number: number }>`
    select current_setting('server_version') as version, current_setting('server_version_num')::int as number`.execute(
    db,
  )
  const row = rows[0]
  if (!row || row.number < OLDEST)
    throw new Fault('database', `PostgreSQL 15 or later is needed; this is ${row?.version}`, { again: false })
  return row.version.split(' ')[0] ?? row.version
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref())
