import type { FoundSession } from '#exchange/ports'
import type { Reply } from './control-socket.ts'

/** What BIRD 2.0.12 tells, as values. What is not understood throws; nothing is invented. */

const CODE = { evaluated: 23, protocol: 1002, details: 1006, end: 0, configurationOk: 20 } as const
/** 0003 reconfigured, 0004 in progress, 0005 queued behind one in progress (nest/cli.c). */
const TAKEN = new Set([3, 4, 5])
const isError = (code: number): boolean => code >= 8000

export const parseGeneration = (reply: Reply): number | null => {
  const last = reply.at(-1)
  if (last?.code === CODE.evaluated && /^\d+$/.test(last.text)) return Number(last.text)
  // Another configuration than ours knows no such constant.
  if (last !== undefined && isError(last.code)) return null
  throw new Error(`no generation in ${JSON.stringify(reply)}`)
}

/** The daemon's words where it refuses a configuration; null where it takes it. */
export const parseConfigured = (reply: Reply): string | null => {
  const last = reply.at(-1)
  if (last !== undefined && (TAKEN.has(last.code) || last.code === CODE.configurationOk)) return null
  if (last !== undefined && isError(last.code)) return last.text
  throw new Error(`no verdict in ${JSON.stringify(reply)}`)
}

const dateOf = (text: string): Date => {
  const date = new Date(text)
  if (Number.isNaN(date.getTime())) throw new Error(`"${text}" is no time`)
  return date
}

interface Told {
  readonly kind: string
  readonly since: string
  readonly lines: readonly string[]
}

/** One entry per protocol: its line of the table, then its details. */
const entries = (reply: Reply): readonly Told[] => {
  const found: { kind: string; since: string; lines: string[] }[] = []
  for (const { code, text } of reply) {
    if (code === CODE.protocol) {
      const [, kind, , , since] = text.trim().split(/\s+/)
      if (kind === undefined || since === undefined) throw new Error(`no protocol in "${text}"`)
      found.push({ kind, since, lines: [] })
    } else if (code === CODE.details) found.at(-1)?.lines.push(text)
  }
  return found
}

const valueOf = (lines: readonly string[], label: string): string | null => {
  const line = lines.find((one) => one.trimStart().startsWith(`${label}:`))
  return line === undefined ? null : line.slice(line.indexOf(':') + 1).trim()
}

const countOf = (routes: string | null, what: string): number | null => {
  const count = routes === null ? null : new RegExp(String.raw`(\d+) ${what}`).exec(routes)
  return count === null ? null : Number(count[1])
}

/** The answer to `show protocols all`: sessions with their routes, in the daemon's order. */
export const parseSessions = (reply: Reply): readonly FoundSession[] => {
  const last = reply.at(-1)
  if (last?.code !== CODE.end) throw new Error(`"show protocols all" ended with ${last?.code} ${last?.text}`)
  return entries(reply)
    .filter((entry) => entry.kind === 'BGP')
    .map(({ lines, since }) => {
      const [asn, address, state] = [
        valueOf(lines, 'Neighbor AS'),
        valueOf(lines, 'Neighbor address'),
        valueOf(lines, 'BGP state'),
      ]
      if (asn === null || !/^\d+$/.test(asn) || address === null || state === null) {
        throw new Error(`a session without neighbour: ${lines.join(' | ')}`)
      }
      const routes = valueOf(lines, 'Routes')
      return {
        asn: Number(asn),
        family: address.includes(':') ? 6 : 4,
        address,
        state: state === 'Established' ? 'established' : 'down',
        since: dateOf(since),
        imported: countOf(routes, 'imported'),
        filtered: countOf(routes, 'filtered'),
        exported: countOf(routes, 'exported'),
        lastError: valueOf(lines, 'Last error'),
      }
    })
}
