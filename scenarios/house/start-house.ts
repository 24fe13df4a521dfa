import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from '#kernel'

const ROOT = new URL('../..', import.meta.url).pathname

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))))
    })
  })

export const newDataFolder = (): string => mkdtempSync(join(tmpdir(), 'vesontio-'))
export const dropDataFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true })

/** The real server in a process of its own, as `npm start` runs it. */
export interface House {
  readonly data: string
  readonly port: number
  readonly process: ChildProcess
  /** With the key that the server keeps for the command line: an administrator of the operator. */
  readonly client: Client
  readonly output: () => string
  /** Resolves when the process is gone. */
  readonly ended: Promise<number | null>
  readonly stop: () => Promise<void>
}

export interface HouseOptions {
  readonly data: string
  readonly port: number
  readonly args?: readonly string[]
  readonly env?: NodeJS.ProcessEnv
}

/** Tries until `ask` answers, or the process is gone, or `most` tries were made (each at least 20 ms apart). */
export const until = async <T>(ask: () => Promise<T | null>, most = 3000, everyMs = 20): Promise<T> => {
  for (let tries = 0; tries < most; tries += 1) {
    const answer = await ask().catch(() => null)
    if (answer !== null) return answer
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
  throw new Error('the condition did not come true')
}

export const startHouse = async ({ data, port, args = [], env = {} }: HouseOptions): Promise<House> => {
  const logFile = join(data, `..`, `${data.split('/').at(-1)}.log`)
  const log = openSync(logFile, 'a')
  const child = spawn(
    process.execPath,
    [join(ROOT, 'dist/server/main.js'), '--data', data, '--port', String(port), ...args],
    {
      cwd: ROOT,
      stdio: ['ignore', log, log],
      env: { ...process.env, ...env },
    },
  )
  let gone = false
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => ((gone = true), resolve(code))))
  const output = (): string => readFileSync(logFile, 'utf8')
  const base = `http://127.0.0.1:${port}`
  await until(async () => {
    if (gone) throw new Error('gone')
    const answer = await fetch(`${base}/api/v1/status`)
    return answer.ok ? true : null
  }, 6000).catch(() => {
    throw new Error(`the server did not answer:\n${output().slice(-4000)}`)
  })
  const key = readFileSync(join(data, 'cli-key'), 'utf8').trim()
  return {
    data,
    port,
    process: child,
    client: createClient({ base, key, language: () => 'en' }),
    output,
    ended,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}
