import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { type Client, createClient, newId } from '#kernel'
import { type Connection, openDataFolder, serverOf } from '#postgres'
import { newSecret, sha256 } from '../src/people/key/secret.ts'
import { OWNER } from '../src/postgres/embedded/binaries.ts'

/** A member of the sample site's exchange: its AS is proved, its signatory signs. */
export const MEMBER = { organisation: 'doubs-fibre', asn: 64_499, mail: 'sam.daclin@doubs-fibre.example' } as const
const LONGEST_START_MS = 120_000

const root = fileURLToPath(new URL('..', import.meta.url))

/** The whole of Vesontio, started as anybody would start it, on a folder that is thrown away. */
export interface House {
  readonly data: string
  readonly pid: number
  readonly admin: Client
  readonly signatory: Client
  readonly owner: Connection
  readonly freePorts: (speed: '1G' | '10G' | '100G') => Promise<number>
  readonly deadlocks: () => Promise<number>
  readonly stop: () => Promise<void>
}

export const until = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
  const end = performance.now() + LONGEST_START_MS
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`not in ${LONGEST_START_MS / 1000} s: ${what}`)
    await sleep(20)
  }
}

export const query = async <Row extends pg.QueryResultRow>(
  owner: Connection,
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> => {
  const client = new pg.Client(owner)
  await client.connect()
  try {
    return (await client.query<Row>(text, [...values])).rows
  } finally {
    await client.end()
  }
}

const one = async (owner: Connection, text: string, values: readonly unknown[] = []): Promise<number> => {
  const [row] = await query<{ n: number }>(owner, text, values)
  if (!row) throw new Error('a count gave no row')
  return Number(row.n)
}

/** A key of the signatory, as the portal would make it for its holder. */
const signatoryKey = async (owner: Connection): Promise<string> => {
  const secret = newSecret()
  const made = await query(
    owner,
    `insert into people.api_key (id, person_id, label, sha256, scopes, created_at, expires_at)
     select $1, id, 'bench', $2, array['read', 'order', 'sign'], now(), now() + interval '1 day' from people.person where mail = $3 returning id`,
    [newId(), sha256(secret), MEMBER.mail],
  )
  if (made.length !== 1) throw new Error(`the sample site has no ${MEMBER.mail}`)
  return secret
}

const MEGABITS = { '1G': 1000, '10G': 10_000, '100G': 100_000 } as const

const stopChild = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await gone
}

export const openHouse = async (options: { readonly twin: boolean }): Promise<House> => {
  const data = await mkdtemp(join(tmpdir(), 'vesontio-bench-'))
  const child = spawn(
    process.execPath,
    ['start.mjs', '--data', data, '--port', '0', ...(options.twin ? [] : ['--no-twin'])],
    {
      cwd: root,
      stdio: 'ignore',
    },
  )
  const stop = async (): Promise<void> => {
    await stopChild(child)
    await rm(data, { recursive: true, force: true })
  }
  try {
    await until('the server answers', async () => {
      if (child.exitCode !== null)
        throw new Error(`the server ended with ${child.exitCode}; try npm start -- --data DIR`)
      return ((await serverOf(data))?.address ?? '') !== ''
    })
    const holder = await serverOf(data)
    if (!holder) throw new Error('the server is gone')
    const owner: Connection = { host: (await openDataFolder(data)).sockets, user: OWNER, database: 'vesontio' }
    let key = ''
    await until('the key of the command line is there', async () => {
      key = (await readFile(join(data, 'cli.key'), 'utf8').catch(() => '')).trim()
      return key !== ''
    })
    const client = (secret: string): Client => createClient({ base: holder.address, key: secret, language: () => 'en' })
    return {
      data,
      pid: holder.pid,
      admin: client(key),
      signatory: client(await signatoryKey(owner)),
      owner,
      freePorts: (speed) =>
        one(
          owner,
          `select count(*)::int as n from exchange.port p where speed_mbps = $1 and ended_at is null
           and not exists (select from market.claim c where c.thing_id = p.id and c.given_back_at is null)`,
          [MEGABITS[speed]],
        ),
      deadlocks: () =>
        one(owner, 'select deadlocks::int as n from pg_stat_database where datname = current_database()'),
      stop,
    }
  } catch (thrown) {
    await stop()
    throw thrown
  }
}

let site: Promise<House> | undefined

/** One house for all rows that need no twin. */
export const siteHouse = (): Promise<House> => (site ??= openHouse({ twin: false }))

export const closeSiteHouse = async (): Promise<void> => {
  await (await site?.catch(() => undefined))?.stop()
}
