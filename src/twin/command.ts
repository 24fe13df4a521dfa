import { spawn } from 'node:child_process'
import { Fault, messageOf } from '#kernel'

const OUTPUT_BYTES_MAX = 64 * 1024 * 1024
const PATIENCE_MS = 20_000

/** The daemons' folders are not in everybody's PATH. */
export const systemEnv: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin:/usr/bin:/bin`,
  LC_ALL: 'C',
}

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs a program to its end. What it says and how it ended are the caller's to judge; one that cannot start or does not end is a Fault. */
export const ask = (
  command: readonly [string, ...string[]],
  options: { readonly input?: string; readonly patienceMs?: number; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const [program, ...args] = command
    const child = spawn(program, args, { env: { ...systemEnv, ...options.env }, stdio: ['pipe', 'pipe', 'pipe'] })
    const out: Buffer[] = []
    const err: Buffer[] = []
    let bytes = 0
    const fail = (message: string, cause?: unknown): void => {
      clearTimeout(timer)
      child.kill('SIGKILL')
      reject(new Fault(program, message, { cause }))
    }
    const patience = options.patienceMs ?? PATIENCE_MS
    const timer = setTimeout(() => fail(`did not end in ${patience} ms: ${command.join(' ')}`), patience)
    const keep = (into: Buffer[]) => (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > OUTPUT_BYTES_MAX) fail('says too much')
      else into.push(chunk)
    }
    child.stdout.on('data', keep(out))
    child.stderr.on('data', keep(err))
    child.on('error', (cause) => fail(`did not start: ${messageOf(cause)}`, cause))
    child.stdin.on('error', () => {
      // It ended before it read everything; how it ended is what counts.
    })
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code: code ?? -1, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() })
    })
    child.stdin.end(options.input ?? '')
  })

/** Runs a program that must succeed. */
export const run = async (
  command: readonly [string, ...string[]],
  options: Parameters<typeof ask>[1] = {},
): Promise<string> => {
  const ran = await ask(command, options)
  if (ran.code !== 0) {
    const said = (ran.err.trim() || ran.out.trim()).slice(0, 1000)
    throw new Fault(command[0], `ended with ${ran.code}: ${command.slice(1).join(' ').slice(0, 300)}: ${said}`)
  }
  return ran.out
}

/** The start of a command inside a network namespace. It changes nothing but the network (ip netns exec would also mount). */
export const inside = (namespace: string): readonly [string, string] => ['nsenter', `--net=/run/netns/${namespace}`]
