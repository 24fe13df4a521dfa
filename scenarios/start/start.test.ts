import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { cpus, loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openDataFolder, projectRoot } from '#postgres'
import { emptyDatabase } from '#postgres/testing'

const house = projectRoot()
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vesontio-start-'))
})
afterAll(async () => {
  const { sockets } = await openDataFolder(data())
  await rm(sockets, { recursive: true, force: true })
  await rm(folder, { recursive: true, force: true })
})
const data = (): string => path.join(folder, 'data')

/** A figure is promised for a machine that does nothing else; where others compute beside us, everything takes that much longer. */
const withinMs = (ms: number): number => ms * Math.max(1, (loadavg()[0] ?? 0) / cpus().length)

const all: Started[] = []
// A test that fell leaves nothing to the next one.
afterEach(async () => {
  for (const { child, ended } of all.splice(0)) {
    child.kill('SIGTERM')
    await ended
  }
})

interface Started {
  readonly child: ChildProcess
  readonly said: () => string
  /** The longest that nothing was said, until now or until it served. */
  readonly silenceMs: () => number
  readonly ended: Promise<number>
  /** Resolves with the address as soon as it answers; rejects when the process ends before. */
  readonly address: Promise<string>
}

const begin = (args: readonly string[], environment: NodeJS.ProcessEnv = {}): Started => {
  const child = spawn(process.execPath, ['start.mjs', ...args], {
    cwd: house,
    env: { ...process.env, LANG: 'C', LC_ALL: '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  let last = performance.now()
  let silence = 0
  let served: (url: string) => void = () => undefined
  let refused: (cause: Error) => void = () => undefined
  const address = new Promise<string>((resolve, reject) => {
    served = resolve
    refused = reject
  })
  address.catch(() => undefined)
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      silence = Math.max(silence, performance.now() - last)
      last = performance.now()
      said += String(chunk)
      const url = /answers at (\S+)/.exec(said)?.[1]
      if (url) served(url)
    })
  }
  const ended = once(child, 'exit').then(([code]) => {
    refused(new Error(said))
    return Number(code)
  })
  const started = { child, said: () => said, silenceMs: () => silence, ended, address }
  all.push(started)
  return started
}

const onFolder = (...more: readonly string[]): Started => begin(['--data', data(), '--port', '0', '--no-twin', ...more])

/** The process that serves, as the lock names it. */
const holder = (): { readonly pid: number; readonly address: string } =>
  JSON.parse(readFileSync(path.join(data(), 'server.lock'), 'utf8'))
const postmaster = (): number =>
  Number(readFileSync(path.join(data(), 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
const isAlive = (pid: number): boolean =>
  existsSync(`/proc/${pid}`) && !/\nState:\s+Z/.test(readFileSync(`/proc/${pid}/status`, 'utf8'))

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10))
}

const statusOf = async (url: string): Promise<Record<string, unknown>> => {
  const reply = await fetch(new URL('/api/v1/status', url))
  expect(reply.status).toBe(200)
  return JSON.parse(await reply.text())
}

test('an empty folder becomes a site that answers; a second server is refused by naming the first; Ctrl-C ends all of it', async () => {
  const first = onFolder()
  const url = await first.address
  expect(first.silenceMs()).toBeLessThan(withinMs(2000))
  await until(() => first.said().includes('/sign-in#'))
  expect(await statusOf(url)).toMatchObject({ name: 'vesontio', world: 'twin', site: { code: 'BES', sample: true } })
  const portal = await fetch(url)
  expect(portal.headers.get('content-type')).toContain('text/html')
  const key = (await readFile(path.join(data(), 'cli.key'), 'utf8')).trim()
  const told = await fetch(new URL('/api/v1/status', url), { headers: { authorization: `Bearer ${key}` } })
  expect(JSON.parse(await told.text())).toMatchObject({
    detail: { database: { kind: 'embedded' }, twin: { state: 'off' }, disk: { low: false } },
  })

  const second = onFolder()
  expect(await second.ended).toBe(1)
  const { pid, address } = holder()
  expect(second.said()).toContain(`is served by process ${pid} at ${address}`)
  expect((await statusOf(url))['name']).toBe('vesontio')

  const database = postmaster()
  const begun = performance.now()
  process.kill(pid, 'SIGINT')
  expect(await first.ended).toBe(0)
  expect(performance.now() - begun).toBeLessThan(withinMs(5000))
  expect(isAlive(database)).toBe(false)
  expect(existsSync(path.join(data(), 'server.lock'))).toBe(false)
})

test('killed with -9: the next start takes the database over and serves within five seconds; killed both: it recovers', async () => {
  const first = onFolder()
  await first.address
  const database = postmaster()
  process.kill(holder().pid, 'SIGKILL')
  await first.ended
  expect(isAlive(database)).toBe(true)

  const begun = performance.now()
  const second = onFolder()
  const url = await second.address
  const tookMs = performance.now() - begun
  console.log(`a start over what was left: ${Math.round(tookMs)} ms`)
  expect(tookMs).toBeLessThan(withinMs(5000))
  expect(second.said()).toContain(`still up (process ${database})`)
  expect(postmaster()).toBe(database)
  expect((await statusOf(url))['world']).toBe('twin')

  process.kill(holder().pid, 'SIGKILL')
  process.kill(database, 'SIGKILL')
  await second.ended
  const third = onFolder()
  await third.address
  expect(postmaster()).not.toBe(database)

  // The database dies under a running server: it says so, and the server goes on with the next one.
  process.kill(postmaster(), 'SIGKILL')
  await until(() => third.said().includes('is up again') || third.child.exitCode !== null)
  expect(await statusOf(await third.address)).toMatchObject({ site: { code: 'BES' } })
  process.kill(holder().pid, 'SIGTERM')
  expect(await third.ended).toBe(0)
})

test('a start that cannot be says so and leaves nothing running', async () => {
  const open = begin(['--data', data(), '--host', '0.0.0.0'])
  expect(await open.ended).toBe(2)
  expect(open.said()).toContain('--public-url')

  const squatter = createServer().listen(0, '127.0.0.1')
  await once(squatter, 'listening')
  const address = squatter.address()
  const port = typeof address === 'object' && address ? String(address.port) : ''
  const taken = begin(['--data', data(), '--port', port, '--no-twin'])
  expect(await taken.ended).toBe(2)
  expect(taken.said()).toContain(`Port ${port} is taken`)
  squatter.close()

  const world = onFolder('--world', 'plant')
  expect(await world.ended).toBe(1)
  expect(world.said()).toContain('is of the world “twin”')

  const site = path.join(folder, 'site')
  await cp(path.join(house, 'sites', 'besancon'), site, { recursive: true })
  await writeFile(path.join(site, 'odd.yaml'), 'rack_rowz: 1\n')
  const faulty = begin(['--data', path.join(folder, 'other'), '--port', '0', '--no-twin', '--site', site], {
    LANG: 'fr_FR.UTF-8',
  })
  expect(await faulty.ended).toBe(1)
  expect(faulty.said()).toContain('odd.yaml:1:1')
  for (const name of ['data', 'other']) {
    expect(existsSync(path.join(folder, name, 'server.lock'))).toBe(false)
    expect(existsSync(path.join(folder, name, 'postgres', 'postmaster.pid'))).toBe(false)
  }
  await rm((await openDataFolder(path.join(folder, 'other'))).sockets, { recursive: true, force: true })
})

test('an external PostgreSQL by its URL', async () => {
  const { owner, drop } = await emptyDatabase()
  const url = `postgres://${owner.user}@/${owner.database}?host=${encodeURIComponent(owner.host ?? '')}`
  const outside = path.join(folder, 'outside')
  const first = begin(['--data', outside, '--port', '0', '--no-twin'], { DATABASE_URL: url })
  expect(await statusOf(await first.address)).toMatchObject({ site: { code: 'BES' }, world: 'twin' })
  expect(existsSync(path.join(outside, 'postgres'))).toBe(false)
  first.child.kill('SIGTERM')
  expect(await first.ended).toBe(0)
  await drop()
})
