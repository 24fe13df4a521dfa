import pg from 'pg'
import { type Connection, settled } from './pool.ts'

/** A connection of its own that comes back by itself: for what hangs on a session (LISTEN, advisory locks). */
export interface Standing {
  /** The live session, null while it is away. */
  readonly client: () => pg.Client | null
  /** One question at a time, as pg wants it; null while the session is away. */
  readonly ask: <T>(question: (client: pg.Client) => Promise<T>) => Promise<T | null>
  readonly stop: () => Promise<void>
}

export interface StandingHooks {
  /** On each new session, before it counts as up. A throw tries again. */
  readonly opened: (client: pg.Client) => Promise<void>
  readonly lost: () => void
}

const FIRST_WAIT_MS = 50
const LAST_WAIT_MS = 1000
/** A peer that vanished without a word (a pulled cable) is noticed within twice this. */
const HEARTBEAT_MS = 5000

// So that PostgreSQL, too, lets go of the locks of a peer that vanished. Without meaning on a unix socket.
const KEEPALIVE = '-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3'

/** Opens it, and keeps it open until `stop`. The first session stands when this returns. */
export const keepOpen = async (connection: Connection, hooks: StandingHooks): Promise<Standing> => {
  const config = settled({ ...connection, options: `${connection.options ?? ''} ${KEEPALIVE}`.trim() })
  let client: pg.Client | null = null
  let stopped = false
  let timer: NodeJS.Timeout | undefined

  const open = async (): Promise<void> => {
    const fresh = new pg.Client({ ...config, connectionTimeoutMillis: 5000, query_timeout: HEARTBEAT_MS })
    const gone = (): void => {
      if (client !== fresh) return
      client = null
      hooks.lost()
      if (!stopped) again(FIRST_WAIT_MS)
    }
    fresh.on('error', gone)
    fresh.on('end', gone)
    try {
      await fresh.connect()
      await hooks.opened(fresh)
    } catch (cause) {
      await close(fresh)
      throw cause
    }
    if (stopped) return close(fresh)
    client = fresh
  }
  const again = (waitMs: number): void => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      open().catch(() => {
        if (!stopped) again(Math.min(waitMs * 2, LAST_WAIT_MS))
      })
    }, waitMs)
  }
  let last: Promise<unknown> = Promise.resolve()
  const ask = <T>(question: (client: pg.Client) => Promise<T>): Promise<T | null> => {
    const answer = last.then(() => client && question(client))
    last = answer.catch(() => undefined)
    return answer
  }
  const beat = setInterval(() => {
    ask((beating) => beating.query('select 1').catch(() => close(beating))).catch(() => undefined)
  }, HEARTBEAT_MS)
  beat.unref()

  await open()
  const stop = async (): Promise<void> => {
    stopped = true
    clearTimeout(timer)
    clearInterval(beat)
    if (client) await close(client)
  }
  return { client: () => client, ask, stop }
}

/** Says goodbye, and does not wait for an answer that may never come. */
const close = async (client: pg.Client): Promise<void> => {
  const ended = client.end().catch(() => undefined)
  await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 500).unref())])
}
