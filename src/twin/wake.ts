import type { Fabric, RouteServer } from '#exchange/ports'
import type { PluggedMember } from './members.ts'
import { hostOf } from './site.ts'

/** In a twin the customers' routers are ours too: those whose way has just opened call again at once, instead of when they next try. */

type Wake = (members: readonly PluggedMember[]) => Promise<void>

/** A session that the route server did not know of before may have been refused until now. */
export const wakingRouteServer = (
  adapter: RouteServer,
  members: () => readonly PluggedMember[],
  wake: Wake,
): RouteServer => {
  let known = new Set<string>()
  return {
    ...adapter,
    async apply(wish, signal) {
      await adapter.apply(wish, signal)
      const now = new Set(wish.peers.map((peer) => hostOf(peer.v4)))
      const fresh = members().filter(({ member }) => now.has(hostOf(member.v4)) && !known.has(hostOf(member.v4)))
      known = now
      if (fresh.length > 0) void wake(fresh)
    },
  }
}

/** A port that has just gone into production carries what it did not carry before. */
export const wakingFabric = (
  adapter: Fabric,
  handle: string,
  members: () => readonly PluggedMember[],
  wake: Wake,
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
      if (fresh.length > 0) void wake(fresh)
    },
  }
}
