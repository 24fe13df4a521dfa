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
/** Each question is a process: more at a time than cores would only be slower, for everybody. */
const AT_ONCE = 2

interface Pending {
  readonly member: PluggedMember
  readonly addresses: ReadonlySet<string>
  readonly unanswered: boolean
}

/**
 * A router that lost its session waits half a minute before it calls again; in a twin somebody presses its button.
 * What is asked for one router while it waits for its turn is asked once.
 */
export const waker = (isOver: () => boolean): ((wake: Wake) => void) => {
  const pending = new Map<string, Pending>()
  let working = 0
  const press = async ({ member, addresses, unanswered }: Pending): Promise<void> => {
    const { daemon, speaker } = member.speaker
    const of = { addresses: [...addresses], unanswered }
    // Where it fails nothing is lost: the router calls again by itself, later.
    await wakeSessions({ name: daemon.name, socket: speaker.socket }, of, AbortSignal.timeout(WAKE_MS)).catch(() => {})
  }
  const work = async (): Promise<void> => {
    working += 1
    for (const [socket, next] of pending) {
      pending.delete(socket)
      if (!isOver()) await press(next)
    }
    working -= 1
  }
  return ({ members, routeServers, unanswered }) => {
    const addresses = routeServers.flatMap((one) => [hostOf(one.v4), hostOf(one.v6)])
    for (const member of members) {
      const { socket } = member.speaker.speaker
      const before = pending.get(socket)
      pending.set(socket, {
        member,
        addresses: new Set([...(before?.addresses ?? []), ...addresses]),
        unanswered: unanswered || before?.unanswered === true,
      })
    }
    while (working < Math.min(AT_ONCE, pending.size)) void work()
  }
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
