import { isIP } from 'node:net'
import { parseArgs } from 'node:util'
import type { World } from '#postgres'

/** What a start is told by its command and its environment. */
export interface StartOptions {
  readonly data: string
  readonly port: number
  readonly host: string
  /** Where people reach it through a reverse proxy; absent: only this machine's people do. */
  readonly publicUrl: URL | undefined
  readonly site: string
  readonly twin: boolean
  readonly world: World | null
  /** How far the clock of a twin stands ahead, to see what the months bring. */
  readonly daysAhead: number
  readonly databaseUrl: string | undefined
  readonly smtpUrl: string | undefined
  readonly mailFrom: string
  readonly keyFile: string | undefined
}

/** A call that cannot be done: said in one line, exit code 2. */
export class Unusable extends Error {}

export const usage = `npm start -- [--data DIR] [--port 7300] [--host 127.0.0.1] [--public-url URL] [--site DIR] [--no-twin] [--world twin|plant] [--days-ahead N]
environment: DATABASE_URL, VESONTIO_PUBLIC_URL, VESONTIO_SMTP_URL, VESONTIO_MAIL_FROM, VESONTIO_KEY_FILE`

type Environment = Readonly<Record<string, string | undefined>>

export const readOptions = (args: readonly string[], environment: Environment): StartOptions => {
  const values = parse(args)
  const publicUrl = urlOf(values['public-url'] ?? environment['VESONTIO_PUBLIC_URL'])
  const host = values.host ?? '127.0.0.1'
  const daysAhead = daysOf(values['days-ahead'] ?? '0')
  const world = worldOf(values.world)
  // A plant's invoices and evidence bear the day on which they came to be. Asking for a twin refuses a plant's database as well.
  if (daysAhead > 0 && world === 'plant') throw new Unusable('--days-ahead is for a twin: the plant lives today')
  if (!isLoopback(host) && !publicUrl) {
    throw new Unusable(
      `--host ${host} can be reached by others: say with --public-url (or VESONTIO_PUBLIC_URL) which https address of a reverse proxy they use`,
    )
  }
  return {
    data: values.data ?? 'data',
    port: portOf(values.port ?? '7300'),
    host,
    publicUrl,
    site: values.site ?? 'sites/besancon',
    twin: !values['no-twin'],
    world: daysAhead > 0 ? 'twin' : world,
    daysAhead,
    databaseUrl: environment['DATABASE_URL'] || undefined,
    smtpUrl: environment['VESONTIO_SMTP_URL'] || undefined,
    mailFrom: environment['VESONTIO_MAIL_FROM'] || `Vesontio <vesontio@${publicUrl?.hostname ?? 'localhost'}>`,
    keyFile: environment['VESONTIO_KEY_FILE'] || undefined,
  }
}

const parse = (args: readonly string[]) => {
  const text = { type: 'string' } as const
  const options = {
    data: text,
    port: text,
    host: text,
    'public-url': text,
    site: text,
    world: text,
    'days-ahead': text,
    'no-twin': { type: 'boolean' },
  } as const
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values
  } catch (cause) {
    throw new Unusable(cause instanceof Error ? cause.message : 'unusable call', { cause })
  }
}

/** 0: any free one. */
const portOf = (text: string): number => {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (!(port <= 65_535)) throw new Unusable(`--port ${text} is not a port`)
  return port
}

const urlOf = (text: string | undefined): URL | undefined => {
  if (!text) return undefined
  const url = URL.canParse(text) ? new URL(text) : null
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') throw new Unusable(`${text} is not an http address`)
  if (url.pathname !== '/') throw new Unusable(`${text}: the public address is a host, without a path`)
  return url
}

const worldOf = (text: string | undefined): World | null => {
  if (text === undefined) return null
  if (text !== 'twin' && text !== 'plant') throw new Unusable(`--world ${text}: twin or plant`)
  return text
}

const MOST_DAYS_AHEAD = 3660

const daysOf = (text: string): number => {
  const days = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN
  if (!(days <= MOST_DAYS_AHEAD)) throw new Unusable(`--days-ahead ${text}: 0 to ${MOST_DAYS_AHEAD}`)
  return days
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
