import { type Standing, keepOpen } from './connection.ts'
import type { Connection } from './pool.ts'

/** Of all processes on one database, the one that holds a name acts under it. */
export interface Keeper {
  /** Null: another process holds it. The signal aborts when the connection that holds it is lost: somebody else may act from then on. */
  readonly hold: (name: string) => Promise<AbortSignal | null>
  readonly stop: () => Promise<void>
}

/** Session advisory locks, all on one connection that is nobody else's: a pool would hand it round. */
export const openKeeper = async (connection: Connection): Promise<Keeper> => {
  const held = new Map<string, AbortController>()
  const letGo = (): void => {
    const all = [...held.values()]
    held.clear()
    for (const controller of all) controller.abort(new Error('the lock was lost with its connection'))
  }
  const standing: Standing = await keepOpen(connection, { opened: async () => undefined, lost: letGo })

  const hold = async (name: string): Promise<AbortSignal | null> => {
    const mine = held.get(name)
    if (mine) return mine.signal
    const got = await standing.ask(async (client) => {
      const { rows } = await client.query<{ got: boolean }>(
        "select pg_try_advisory_lock(hashtextextended('turn ' || $1, 0)) as got",
        [name],
      )
      return rows[0]?.got === true && standing.client() === client
    })
    if (got !== true) return null
    const controller = held.get(name) ?? new AbortController()
    held.set(name, controller)
    return controller.signal
  }
  return {
    hold,
    stop: async () => {
      await standing.stop()
      letGo()
    },
  }
}
