import { spawn } from 'node:child_process'
import { Fault } from '#kernel'
import { type LearnedRoute, parseNeighbors, parseRib, type SpeakerSession } from './parse-show.ts'

/** Asks a bgpd by its own `bgpctl`: its socket speaks structs of the C compiler, which change with every release. */

const PROGRAM = 'bgpctl'
const PATIENCE_MS = 5000
const OUTPUT_BYTES_MAX = 64 * 1024 * 1024

export interface SpeakerAt {
  readonly name: string
  readonly socket: string
}

const bgpctl = (at: SpeakerAt, args: readonly string[], signal: AbortSignal): Promise<string> =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` }
    const child = spawn(PROGRAM, ['-s', at.socket, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env })
    const told = { out: '', err: '' }
    const fail = (message: string, cause?: unknown): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      child.kill('SIGKILL')
      reject(new Fault(at.name, message, { cause }))
    }
    const abort = (): void => fail('the question was given up', signal.reason)
    const timer = setTimeout(() => fail(`gave no answer in ${PATIENCE_MS} ms`), PATIENCE_MS)
    signal.addEventListener('abort', abort, { once: true })
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      told.out += chunk
      if (told.out.length > OUTPUT_BYTES_MAX) fail('an answer without end')
    })
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      told.err = (told.err + chunk).slice(-2000)
    })
    child.on('error', (cause) => fail('bgpctl did not start', cause))
    child.on('close', (code) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      if (code === 0) resolve(told.out)
      else reject(new Fault(at.name, `bgpctl ${args.join(' ')} ended with ${code}: ${told.err.trim()}`))
    })
  })

const understood = <T>(at: SpeakerAt, parse: () => T): T => {
  try {
    return parse()
  } catch (cause) {
    throw new Fault(at.name, 'answered what we do not understand', { cause })
  }
}

/** Routes whose path begins with this AS, as learned from the route servers. */
export const learnedFrom = async (
  at: SpeakerAt,
  of: { readonly asn: number; readonly family: 4 | 6 },
  signal: AbortSignal,
): Promise<readonly LearnedRoute[]> => {
  const text = await bgpctl(
    at,
    ['-j', 'show', 'rib', of.family === 4 ? 'inet' : 'inet6', 'peer-as', String(of.asn)],
    signal,
  )
  return understood(at, () => parseRib(text))
}

const sessionsOf = async (at: SpeakerAt, signal: AbortSignal): Promise<readonly SpeakerSession[]> => {
  const text = await bgpctl(at, ['-j', 'show', 'neighbor'], signal)
  return understood(at, () => parseNeighbors(text))
}

/**
 * Has the sessions with these addresses call again at once; those that are up, or on their way, do not notice.
 * `unanswered`: also those whose call has had no answer yet, where the way to the other side has only now opened.
 */
export const wakeSessions = async (
  at: SpeakerAt,
  of: { readonly addresses: readonly string[]; readonly unanswered: boolean },
  signal: AbortSignal,
): Promise<void> => {
  const waits = new Set(of.unanswered ? ['Idle', 'Active', 'Connect'] : ['Idle', 'Active'])
  const waiting = (await sessionsOf(at, signal)).filter(
    ({ address, state }) => of.addresses.includes(address) && waits.has(state),
  )
  await Promise.all(
    waiting.map(async ({ address, state }) => {
      // `up` alone ends the wait of Idle; in the other two it is ignored (RFC 4271 § 8.2.2, event 1).
      if (state !== 'Idle') await bgpctl(at, ['neighbor', address, 'down'], signal)
      await bgpctl(at, ['neighbor', address, 'up'], signal)
    }),
  )
}
