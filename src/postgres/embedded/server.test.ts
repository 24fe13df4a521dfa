import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import type { Connection } from '../pool.ts'
import { openDataFolder } from './data-folder.ts'
import { freeBytes } from './disk.ts'
import { birthOf } from './process.ts'
import { type EmbeddedServer, startEmbedded } from './server.ts'

const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step()
})

const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'vesontio-embedded-'))
  undo.push(() => rm(folder, { recursive: true, force: true }))
  return folder
}

const begin = async (folder: string, say: (line: string) => void = () => undefined): Promise<EmbeddedServer> => {
  const data = await openDataFolder(folder)
  const server = await startEmbedded(data, { say })
  undo.push(async () => {
    await server.stop()
    await rm(data.sockets, { recursive: true, force: true })
  })
  return server
}

const ask = async <Row extends pg.QueryResultRow>(connection: Connection, text: string): Promise<readonly Row[]> => {
  const client = new pg.Client(connection)
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<Row>(text)).rows
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Tries until it holds: the test's own time limit ends it. */
const until = async <T>(look: () => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      return await look()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}

test('it listens on a unix socket only, of a folder that bears the mark of the data folder', async () => {
  const folder = await newFolder()
  const data = await openDataFolder(folder)
  const server = await begin(folder)
  expect(data.mark).toMatch(/^[0-9a-f]{8}$/)
  expect(server.owner.host).toContain(data.mark)
  expect(Buffer.byteLength(`${data.sockets}/.s.PGSQL.5432`)).toBeLessThan(107)
  expect(await ask(server.owner, 'show listen_addresses')).toEqual([{ listen_addresses: '' }])
  expect(await ask(server.owner, 'show fsync')).toEqual([{ fsync: 'on' }])
  const pid = server.pid()
  // A session of its own: Ctrl-C in the terminal of the server does not reach it.
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  expect(Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3])).toBe(pid)
})

test('killed with -9 while rows are written: it comes back, and every acknowledged row is there', async () => {
  const server = await begin(await newFolder())
  await ask(server.owner, 'create table tried (n int)')
  const before = server.pid() ?? 0
  let acknowledged = 0
  const writer = new pg.Client(server.owner)
  writer.on('error', () => undefined)
  await writer.connect()
  try {
    while (true) {
      await writer.query('insert into tried values ($1)', [acknowledged])
      acknowledged += 1
      if (acknowledged === 200) process.kill(before, 'SIGKILL')
    }
  } catch {
    // The connection broke, as it must.
  }
  const [row] = await until(() => ask<{ n: string }>(server.owner, 'select count(*) as n from tried'))
  expect(acknowledged).toBeGreaterThanOrEqual(200)
  expect([acknowledged, acknowledged + 1]).toContain(Number(row?.n))
  expect(server.pid()).not.toBe(before)
  expect(server.deaths().count).toBe(1)
})

test('a postmaster that outlived its server is adopted with its connections', async () => {
  const folder = await newFolder()
  const first = await begin(folder)
  const open = new pg.Client(first.owner)
  await open.connect()
  // The first server is gone without stopping anything: nothing of it is called any more.
  const lines: string[] = []
  const second = await begin(folder, (line) => lines.push(line))
  expect(second.pid()).toBe(first.pid())
  expect(lines.join()).toContain('still up')
  expect((await open.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  await open.end()
  await second.stop()
  expect(birthOf(first.pid() ?? 0)).toBe(null)
})

test('the pid file of a dead postmaster whose number another process got is no obstacle', async () => {
  const folder = await newFolder()
  const first = await begin(folder)
  await first.stop()
  await writeFile(
    path.join(folder, 'postgres', 'postmaster.pid'),
    `${process.pid}\n${folder}/postgres\n0\n5432\n/nowhere\n\n`,
  )
  const second = await begin(folder)
  expect(second.pid()).not.toBe(null)
  expect(await ask(second.owner, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('stopping takes well under five seconds, with connections open', async () => {
  const server = await begin(await newFolder())
  const open = new pg.Client(server.owner)
  open.on('error', () => undefined)
  await open.connect()
  await open.query('begin')
  const begun = performance.now()
  await server.stop()
  expect(performance.now() - begun).toBeLessThan(4000)
})

const isRoot = process.getuid?.() === 0
if (!isRoot) console.warn('NOT RUN: a full disk needs a small tmpfs, and only root may mount one')

test.runIf(isRoot)(
  'on a full disk it dies, waits for space, and comes back with what was acknowledged',
  { timeout: 60_000 },
  async () => {
    const folder = await newFolder()
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=180m', 'tmpfs', folder])
    undo.push(() => execFileSync('umount', [folder]))
    const lines: string[] = []
    const server = await begin(folder, (line) => lines.push(line))
    await ask(server.owner, 'create table tried (n int, filler text)')
    const ballast = path.join(folder, 'ballast')
    await mkdir(ballast)
    const free = await freeBytes(folder)
    await writeFile(path.join(ballast, '1'), Buffer.alloc(Math.max(0, free - 12 * 1024 * 1024), 1))
    const before = server.pid()
    let acknowledged = 0
    // Both the table and its log grow until nothing is left: a row that was refused is not counted.
    while (server.deaths().count === 0) {
      try {
        await ask(
          server.owner,
          `insert into tried select ${acknowledged}, repeat('x', 1000) from generate_series(1, 500)`,
        )
        acknowledged += 500
      } catch {
        // Refused (heap) or dead (log): the write-ahead log is what kills it, so it is filled by what needs no heap.
        await ask(server.owner, "select pg_logical_emit_message(false, 'filler', repeat('x', 1000000))").catch(
          () => undefined,
        )
      }
    }
    await until(async () => {
      if (!lines.some((line) => line.includes('waits for space'))) throw new Error('not yet')
    })
    expect(server.pid()).toBe(null)
    await rm(ballast, { recursive: true })
    const [row] = await until(() => ask<{ n: string }>(server.owner, 'select count(*) as n from tried'))
    expect(Number(row?.n)).toBe(acknowledged)
    expect(server.pid()).not.toBe(before)
  },
)

test('a child that is deep in a query is over before the next generation begins', async () => {
  const server = await begin(await newFolder())
  await ask(server.owner, 'create table tried (n int)')
  const busy = new pg.Client(server.owner)
  busy.on('error', () => undefined)
  await busy.connect()
  const [row] = (await busy.query<{ pid: number }>('select pg_backend_pid() as pid')).rows
  const child = row?.pid ?? 0
  // It does not look up by itself: without a hand it would go on for half a minute beside its successors.
  const query = busy
    .query('do $$ declare x numeric := 0; begin for i in 1..200000000 loop x := x + 1; end loop; end $$')
    .catch(() => undefined)
  process.kill(server.pid() ?? 0, 'SIGKILL')
  await until(() => ask(server.owner, 'insert into tried values (1)'))
  expect(birthOf(child)).toBe(null)
  expect(server.deaths().count).toBe(1)
  await query
})
