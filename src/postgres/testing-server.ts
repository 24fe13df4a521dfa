import { spawn } from 'node:child_process'
import { access, constants, mkdtemp, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { type Binaries, embeddedBinaries, initdb, OWNER, spawnPostgres } from './embedded/binaries.ts'
import type { Connection } from './pool.ts'

/** A PostgreSQL for tests, its data thrown away: nothing is synced, nobody else can reach it. */
export interface TestServer {
  readonly connection: Connection
  readonly stop: () => Promise<void>
}

// A quicker server whose data does not survive a crash; `vesontio` at the real site never has these.
const SETTINGS = {
  listen_addresses: '',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  wal_init_zero: 'off',
  shared_buffers: '64MB',
  max_connections: '300',
  min_wal_size: '64MB',
  max_wal_size: '256MB',
  // The statements of tests are short and the databases live for seconds: compiling and cleaning cost more than they bring.
  jit: 'off',
  autovacuum: 'off',
  timezone: 'UTC',
} as const

/** Which PostgreSQL the stores are tried on: `VESONTIO_TEST_PG_BIN=/usr/lib/postgresql/15/bin` for Debian's. */
const binariesOf = async (): Promise<Binaries> => {
  const folder = process.env['VESONTIO_TEST_PG_BIN']
  return folder ? { folder } : embeddedBinaries()
}

/** Some twenty databases of 12 MB at once, and the log. */
const ROOM_B = 1024 ** 3

/** Memory where there is enough of it (a container's own has 64 MB): a clone took a quarter of the time. A unix socket's path may have 107 bytes. */
const shortTemporary = async (): Promise<string> => {
  const memory = await statfs('/dev/shm').catch(() => null)
  if (memory && memory.bavail * memory.bsize >= ROOM_B) {
    const writable = await access('/dev/shm', constants.W_OK).then(
      () => true,
      () => false,
    )
    if (writable) return '/dev/shm'
  }
  return Buffer.byteLength(tmpdir()) > 70 ? '/tmp' : tmpdir()
}

export const startTestServer = async (asked?: Binaries): Promise<TestServer> => {
  const folder = await mkdtemp(path.join(await shortTemporary(), 'vesontio-test-'))
  const data = path.join(folder, 'data')
  const binaries = asked ?? (await binariesOf())
  await initdb(binaries, data, false)
  const log = path.join(folder, 'log')
  const server = await spawnPostgres(binaries, data, log, { ...SETTINGS, unix_socket_directories: data })
  if (server.pid === undefined) throw new Error(`postgres did not start; see ${log}`)
  const reaper = reap(server.pid, folder)
  const connection: Connection = { host: data, user: OWNER, database: 'postgres' }
  await untilAnswers(connection, log, () => server.exitCode)
  const stop = async (): Promise<void> => {
    const gone = new Promise((resolve) => reaper.once('exit', resolve))
    reaper.stdin.end()
    await gone
  }
  return { connection, stop }
}

/** Stops the server and removes its folder when our end of the pipe closes, however this process ends. */
const reap = (pid: number, folder: string) =>
  spawn(
    'sh',
    [
      '-c',
      'read -r _; kill -QUIT "$1" 2>/dev/null; while kill -0 "$1" 2>/dev/null; do sleep 0.05; done; rm -rf "$2"',
      'reap',
      String(pid),
      folder,
    ],
    {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    },
  )

const untilAnswers = async (connection: Connection, log: string, exitCode: () => number | null): Promise<void> => {
  for (;;) {
    const client = new pg.Client(connection)
    try {
      await client.connect()
      return await client.end()
    } catch {
      if (exitCode() !== null) throw new Error(`postgres ended with ${exitCode()}; see ${log}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}
