import { wakeSessions } from '#devices/openbgpd'
import type { Fabric, RouteServer } from '#exchange/ports'
import type { PluggedMember } from './members.ts'
import { hostOf, type TwinSite } from './site.ts'

/** In a twin the customers' routers are ours too: those whose way has just opened call again at once, instead of when they next try. */

export interface Wake {
  readonly members: readonly PluggedMember[]
  readonly routeServers: TwinSite['routeServers']
  /** The way to the other side has only now opened: calls that have no answer yet are made anew. */
  readonly unanswered: boolean
}

const WAKE_MS = 5000

/** A router that lost its session waits half a minute before it calls again; in a twin somebody presses its button. */
export const wakeMembers = async (wake: Wake, trouble: (fault: unknown) => void): Promise<void> => {
  const addresses = wake.routeServers.flatMap((one) => [hostOf(one.v4), hostOf(one.v6)])
  const woken = wake.members.map(({ speaker }) =>
    wakeSessions(
      { name: speaker.daemon.name, socket: speaker.speaker.socket },
      { addresses, unanswered: wake.unanswered },
      AbortSignal.timeout(WAKE_MS),
    ),
  )
  for (const result of await Promise.allSettled(woken)) if (result.status === 'rejected') trouble(result.reason)
}

type Press = (members: readonly PluggedMember[]) => void

/** A session that the route server did not know of before may have been refused until now. */
export const wakingRouteServer = (
  adapter: RouteServer,
  members: () => readonly PluggedMember[],
  press: Press,
): RouteServer => {
  let known = new Set<string>()
  return {
    ...adapter,
    async apply(wish, signal) {
      await adapter.apply(wish, signal)
      const now = new Set(wish.peers.map((peer) => hostOf(peer.v4)))
      const fresh = members().filter(({ member }) => now.has(hostOf(member.v4)) && !known.has(hostOf(member.v4)))
      known = now
      if (fresh.length > 0) press(fresh)
    },
  }
}

/** A port that has just gone into production carries what it did not carry before. */
export const wakingFabric = (
  adapter: Fabric,
  handle: string,
  members: () => readonly PluggedMember[],
  press: Press,
): Fabric => {
  const open = new Set<number>()
  return {
    ...adapter,
    async apply(ports, signal) {
      await adapter.apply(ports, signal)
      const opened = new Set(
        ports.filter((port) => port.state === 'production' && !open.has(port.number)).map((port) => port.number),
      )
      for (const port of ports) {
        if (port.state === 'production') open.add(port.number)
        else open.delete(port.number)
      }
      const fresh = members().filter(({ member }) => member.switch === handle && opened.has(member.port))
      if (fresh.length > 0) press(fresh)
    },
  }
}
