import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from '#kernel'
import { showStatus } from '../../src/server/contract.ts'
import { makeReady } from '../../tools/make-ready.mjs'
import { until } from './until.ts'

export const ROOT = new URL('../..', import.meta.url).pathname

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))))
    })
  })

export const newDataFolder = (): string => mkdtempSync(join(tmpdir(), 'vesontio-'))
/** With what the server keeps beside it: its words, and the folder of its sockets. */
export const dropDataFolder = (folder: string): void => {
  const mark = createHash('sha256').update(folder).digest('hex').slice(0, 8)
  for (const path of [folder, `${folder}.log`, join(tmpdir(), `vesontio-${mark}`)])
    rmSync(path, { recursive: true, force: true })
}

/** The real server in a process of its own, as `npm start` runs it. */
export interface House {
  readonly data: string
  readonly port: number
  readonly process: ChildProcess
  /** With the key that the server keeps for the command line: an administrator of the operator. */
  readonly client: Client
  readonly base: string
  readonly output: () => string
  /** Resolves when the process is gone. */
  readonly ended: Promise<number | null>
  /** SIGKILL: as the power cord pulled. */
  readonly kill: () => Promise<void>
  readonly stop: () => Promise<void>
}

export interface HouseOptions {
  readonly data: string
  readonly port: number
  readonly args?: readonly string[]
  readonly env?: NodeJS.ProcessEnv
}

/** The server as it stands in the sources, built once for all files of a run. */
let built: Promise<void> | undefined
export const ready = (): Promise<void> => (built ??= makeReady(['server'], () => undefined))

const MOST_MS = 60_000

/** The process alone: whether it comes up is the caller's question. */
export const spawnServer = async ({ data, port, args = [], env = {} }: HouseOptions) => {
  await ready()
  const log = openSync(`${data}.log`, 'a')
  const child = spawn(
    process.execPath,
    ['--enable-source-maps', join(ROOT, 'dist/server/main.js'), '--data', data, '--port', String(port), ...args],
    { cwd: ROOT, stdio: ['ignore', log, log], env: { ...process.env, LC_ALL: 'C', ...env } },
  )
  closeSync(log)
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  return { process: child, ended, output: (): string => readFileSync(`${data}.log`, 'utf8') }
}

export const startHouse = async (of: HouseOptions): Promise<House> => {
  const { data, port } = of
  const server = await spawnServer(of)
  const base = `http://127.0.0.1:${port}`
  const clientWith = (key: string): Client => createClient({ base, key, language: () => 'en' })
  const gone = server.ended.then(() => {
    throw new Error(`the server ended:\n${server.output().slice(-4000)}`)
  })
  // The key is written when the server answers; one from before the kill opens the door as well.
  const client = await Promise.race([
    gone,
    until(
      'the server answers its own key',
      async () => {
        const known = clientWith(readFileSync(join(data, 'cli.key'), 'utf8').trim())
        const status = await known.call(showStatus)
        return status.ok && status.value.detail !== null ? known : null
      },
      MOST_MS,
    ),
  ])
  gone.catch(() => undefined)
  const signal = async (name: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    server.process.kill(name)
    await server.ended
  }
  return { data, port, base, client, ...server, kill: () => signal('SIGKILL'), stop: () => signal('SIGTERM') }
}

/** Until the twin stands; answers with what the house says of itself then. */
export const twinStands = (house: House) =>
  until(
    'the twin runs',
    async () => {
      const status = await house.client.call(showStatus)
      return status.ok && status.value.detail?.twin.state === 'running' ? status.value.detail : null
    },
    MOST_MS,
  )
