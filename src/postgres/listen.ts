import type pg from 'pg'
import { keepOpen } from './connection.ts'
import type { Connection } from './pool.ts'

/** `payload` is null after the connection was away: something may have been said meanwhile. */
export type Heard = (payload: string | null) => void

export interface Listener {
  /** Calls `heard` at each NOTIFY on the channel; the answer ends that. */
  readonly on: (channel: string, heard: Heard) => () => void
  readonly stop: () => Promise<void>
}

/** LISTEN, on a connection of its own. */
export const openListener = async (connection: Connection): Promise<Listener> => {
  const channels = new Map<string, Set<Heard>>()
  let first = true

  const opened = async (client: pg.Client): Promise<void> => {
    client.on('notification', ({ channel, payload }) => {
      for (const heard of channels.get(channel) ?? []) heard(payload ?? '')
    })
    for (const channel of channels.keys()) await client.query(`listen ${client.escapeIdentifier(channel)}`)
    if (!first) for (const all of channels.values()) for (const heard of all) heard(null)
    first = false
  }
  const standing = await keepOpen(connection, { opened, lost: () => undefined })

  const on = (channel: string, heard: Heard): (() => void) => {
    const all = channels.get(channel) ?? new Set()
    channels.set(channel, all.add(heard))
    if (all.size === 1) {
      // What was said before the LISTEN took hold is not heard: one look makes up for it.
      standing
        .ask((client) => client.query(`listen ${client.escapeIdentifier(channel)}`))
        .then(
          () => heard(null),
          () => undefined,
        )
    }
    return () => void all.delete(heard)
  }
  return { on, stop: standing.stop }
}
