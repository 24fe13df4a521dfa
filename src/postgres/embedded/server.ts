import { existsSync } from 'node:fs'
import { readFile, rename, rm, stat, unlink } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { Fault, messageOf } from '#kernel'
import type { Connection } from '../pool.ts'
import { SERVER_ROLE } from '../roles.ts'
import { type Binaries, embeddedBinaries, initdb, majorOf, OWNER, spawnPostgres } from './binaries.ts'
import type { DataFolder } from './data-folder.ts'
import { freeBytes } from './disk.ts'
import { birthOf, commandOf, untilGone, workingIn } from './process.ts'

const DATABASE = 'vesontio'

// No TCP: the embedded libssl is old, and nobody but this machine's user has any business here.
const SETTINGS = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '100',
  shared_buffers: '128MB',
  max_wal_size: '512MB',
  // Nothing replicates from the embedded server, and a restore's COPY need not be written twice.
  wal_level: 'minimal',
  max_wal_senders: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'warning',
} as const

export interface EmbeddedServer {
  /** As the owner of the tables: for migrations and restores. */
  readonly owner: Connection
  /** As the role that the server runs as. */
  readonly connection: Connection
  readonly pid: () => number | null
  /** How often it had to be started again, and why the last time. */
  readonly deaths: () => { readonly count: number; readonly last: string | null }
  readonly stop: () => Promise<void>
}

export interface EmbeddedOptions {
  readonly binaries?: Binaries
  /** A line for the person who watches the start, or the log. */
  readonly say?: (line: string) => void
}

/** The database of a data folder that a server keeps up now; starts and watches nothing. */
export const ownerOf = (data: DataFolder): Connection => ({ host: data.sockets, user: OWNER, database: DATABASE })

/** All that one supervised postmaster is; changed by the functions below only. */
interface Watched {
  readonly data: DataFolder
  readonly cluster: string
  readonly log: string
  readonly binaries: Binaries
  readonly say: (line: string) => void
  pid: number | null
  birth: string | null
  deaths: number
  last: string | null
  stopping: boolean
}

/** Starts (or adopts) the PostgreSQL of a data folder and keeps it up until `stop`. */
export const startEmbedded = async (data: DataFolder, options: EmbeddedOptions = {}): Promise<EmbeddedServer> => {
  const watched: Watched = {
    data,
    cluster: path.join(data.folder, 'postgres'),
    log: path.join(data.folder, 'postgres.log'),
    binaries: options.binaries ?? (await embeddedBinaries()),
    say: options.say ?? (() => undefined),
    pid: null,
    birth: null,
    deaths: 0,
    last: null,
    stopping: false,
  }
  await makeCluster(watched)
  const owner = ownerOf(data)
  if (!(await adopt(watched))) await start(watched)
  await makeDatabase({ ...owner, database: 'postgres' })
  const timer = setInterval(() => void keepUp(watched), 250)
  timer.unref()
  return {
    owner,
    connection: { ...owner, user: SERVER_ROLE },
    pid: () => watched.pid,
    deaths: () => ({ count: watched.deaths, last: watched.last }),
    stop: () => {
      clearInterval(timer)
      return stop(watched)
    },
  }
}

/** Made beside and renamed: a cluster whose making was cut short is never taken for a whole one. */
const makeCluster = async (of: Watched): Promise<void> => {
  const version = await readFile(path.join(of.cluster, 'PG_VERSION'), 'utf8').catch(() => null)
  if (version === null) {
    if (existsSync(of.cluster))
      throw new Fault('postgres', `${of.cluster} is not a PostgreSQL data folder`, { again: false })
    of.say('Making the database')
    const unfinished = `${of.cluster}.unfinished`
    await rm(unfinished, { recursive: true, force: true })
    await initdb(of.binaries, unfinished, true)
    await rename(unfinished, of.cluster)
    return
  }
  const ours = await majorOf(of.binaries)
  if (ours !== version.trim()) {
    throw new Fault(
      'postgres',
      `the data folder is of PostgreSQL ${version.trim()}, this is ${ours}; restore a backup`,
      { again: false },
    )
  }
}

interface Postmaster {
  readonly pid: number
  readonly sockets: string
}

/** The lines of postmaster.pid: pid, data folder, start time, port, socket folder, … */
const leftOver = async (of: Watched): Promise<Postmaster | null> => {
  const text = await readFile(path.join(of.cluster, 'postmaster.pid'), 'utf8').catch(() => '')
  const lines = text.split('\n')
  const pid = Number(lines[0])
  if (!Number.isSafeInteger(pid) || pid <= 0 || birthOf(pid) === null) return null
  const command = commandOf(pid)
  const folder = command[command.indexOf('-D') + 1]
  const isOurs =
    path.basename(command[0] ?? '') === 'postgres' && folder !== undefined && path.resolve(folder) === of.cluster
  return isOurs ? { pid, sockets: lines[4]?.trim() ?? '' } : null
}

/** A postmaster that outlived its server goes on under us; one that listens elsewhere is stopped first. */
const adopt = async (of: Watched): Promise<boolean> => {
  const found = await leftOver(of)
  if (!found) {
    await clearAway(of)
    return false
  }
  if (found.sockets === of.data.sockets) {
    of.pid = found.pid
    of.birth = birthOf(found.pid)
    if (await answers(of)) {
      of.say(`The database is still up (process ${found.pid})`)
      return true
    }
  }
  await end(found.pid)
  of.pid = null
  return false
}

/**
 * After a postmaster that was killed. Its children end as soon as they look up; one that is deep in a query is ended here, because two
 * generations on one data folder destroy it. Then its lock files go: they may name a number that another process has now, or that of
 * a dead one which nobody buries, and PostgreSQL would wait for those for ever.
 */
const clearAway = async (of: Watched): Promise<void> => {
  for (const [signal, withinMs] of [
    ['SIGQUIT', 2000],
    ['SIGKILL', 5000],
  ] as const) {
    for (const pid of workingIn(of.cluster)) {
      try {
        process.kill(pid, signal)
      } catch {
        // It ended by itself.
      }
    }
    for (const pid of workingIn(of.cluster)) await untilGone(pid, withinMs)
  }
  if (workingIn(of.cluster).length > 0) throw new Fault('postgres', `processes of ${of.cluster} do not end`)
  for (const left of [
    path.join(of.cluster, 'postmaster.pid'),
    path.join(of.data.sockets, '.s.PGSQL.5432.lock'),
    path.join(of.data.sockets, '.s.PGSQL.5432'),
  ]) {
    await unlink(left).catch(() => undefined)
  }
}

/** One try: a postmaster that answers, or a Fault with the last line of its log. */
const start = async (of: Watched): Promise<void> => {
  await shorten(of.log)
  const child = await spawnPostgres(of.binaries, of.cluster, of.log, {
    ...SETTINGS,
    unix_socket_directories: of.data.sockets,
  })
  const pid = child.pid
  if (pid === undefined) throw new Fault('postgres', 'could not be started')
  of.pid = pid
  of.birth = birthOf(pid)
  if (!(await answers(of))) {
    if (birthOf(pid) !== null && of.birth === birthOf(pid)) await end(pid)
    of.pid = null
    throw new Fault('postgres', `did not start: ${await lastLine(of.log)}`)
  }
}

/** Until it takes a connection (recovery after a crash may take a while) or is gone. */
const answers = async (of: Watched): Promise<boolean> => {
  const begun = performance.now()
  for (let told = 1; !of.stopping;) {
    const client = new pg.Client({
      host: of.data.sockets,
      user: OWNER,
      database: 'postgres',
      connectionTimeoutMillis: 2000,
    })
    client.on('error', () => undefined)
    try {
      await client.connect()
      await client.end()
      return true
    } catch {
      if (of.pid === null || birthOf(of.pid) !== of.birth) return false
      if (performance.now() - begun > told * 1500)
        of.say(`The database recovers what was not yet in place (${(told++ * 1.5).toFixed(0)} s)`)
      await pause(15)
    }
  }
  return false
}

const turns = new WeakMap<Watched, Promise<void>>()

/** One look after the postmaster; looks do not overlap. */
const keepUp = (of: Watched): Promise<void> => {
  const running = turns.get(of)
  if (running) return running
  const look = revive(of).finally(() => turns.delete(of))
  turns.set(of, look)
  return look
}

/** Under this much, recovery could not even write its first log segment (16 MB) and would die again. */
const RECOVERY_B = 48 * 1024 * 1024

const revive = async (of: Watched): Promise<void> => {
  if (of.stopping || (of.pid !== null && birthOf(of.pid) === of.birth)) return
  of.pid = null
  of.deaths += 1
  of.last = await lastLine(of.log)
  of.say(`The database died (${of.last}); starting it again`)
  for (let waitMs = 100; !of.stopping; waitMs = Math.min(waitMs * 2, 5000)) {
    try {
      const free = await freeBytes(of.data.folder)
      if (free < RECOVERY_B) throw new Fault('postgres', `waits for space: ${Math.floor(free / 2 ** 20)} MB are free`)
      if (!(await adopt(of))) await start(of)
      of.say('The database is up again')
      return
    } catch (thrown) {
      of.last = messageOf(thrown)
      of.say(of.last)
      for (let waited = 0; waited < waitMs && !of.stopping; waited += 50) await pause(50)
    }
  }
}

const stop = async (of: Watched): Promise<void> => {
  of.stopping = true
  await turns.get(of)
  if (of.pid !== null && birthOf(of.pid) === of.birth) await end(of.pid)
  of.pid = null
}

/** SIGINT: fast shutdown, open transactions are rolled back. SIGQUIT: at once; the next start recovers. */
const end = async (pid: number): Promise<void> => {
  for (const [signal, withinMs] of [
    ['SIGINT', 3500],
    ['SIGQUIT', 1000],
    ['SIGKILL', 1000],
  ] as const) {
    try {
      process.kill(pid, signal)
    } catch {
      return
    }
    if (await untilGone(pid, withinMs)) return
  }
  throw new Fault('postgres', `process ${pid} does not end`)
}

const makeDatabase = async (connection: Connection): Promise<void> => {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    const { rows } = await client.query('select from pg_database where datname = $1', [DATABASE])
    if (rows.length === 0) await client.query(`create database ${DATABASE}`)
  } finally {
    await client.end()
  }
}

const LOG_B = 8 * 1024 * 1024

/** The log of the run before is kept beside, one of them. */
const shorten = async (log: string): Promise<void> => {
  const size = await stat(log).then(
    (found) => found.size,
    () => 0,
  )
  if (size > LOG_B) await rename(log, `${log}.old`)
}

const lastLine = async (log: string): Promise<string> => {
  const text = await readFile(log, 'utf8').catch(() => '')
  const lines = text.trimEnd().split('\n')
  const telling = lines.findLast((line) => /FATAL|PANIC/.test(line)) ?? lines.at(-1)
  return telling?.replace(/^.*?(FATAL|PANIC):\s*/, '') || 'no word in its log'
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
