import { Fault } from '#kernel'
import { parseV4, parseV6 } from './lan/address.ts'
import type { FoundSession, RouteServer, WishedRouteServer } from './ports.ts'

/** A route server of the mind, for tests; proved by the conformance suite. */
export interface FakeRouteServer extends RouteServer {
  readonly told: () => WishedRouteServer | null
  readonly writes: () => number
  /** The peer at this address opens its session, or drops it. */
  readonly peer: (address: string, session: Partial<FoundSession> | null) => void
  readonly breakDown: (fault: Error | null) => void
  /** Died and came back with the configuration of its first day. */
  readonly forget: () => void
}

export const fakeRouteServer = (name: string): FakeRouteServer => {
  const peers = new Map<string, Partial<FoundSession>>()
  let held: WishedRouteServer | null = null
  let broken: Error | null = null
  let writes = 0
  const ready = (signal: AbortSignal): void => {
    signal.throwIfAborted()
    if (broken) throw broken
  }
  const session = (asn: number, family: 4 | 6, address: string): FoundSession => ({
    asn,
    family,
    address,
    state: 'down',
    since: null,
    imported: null,
    filtered: null,
    exported: null,
    lastError: null,
    ...peers.get(address),
  })
  return {
    name,
    told: () => held,
    writes: () => writes,
    peer: (address, found) => {
      if (found) peers.set(address, { state: 'established', imported: 1, filtered: 0, exported: 0, ...found })
      else peers.delete(address)
    },
    breakDown: (fault) => {
      broken = fault
    },
    forget: () => {
      held = null
    },
    look: async (signal) => {
      ready(signal)
      const sessions = (held?.peers ?? []).flatMap(({ asn, v4, v6 }) => [session(asn, 4, v4), session(asn, 6, v6)])
      return { generation: held?.generation ?? null, sessions }
    },
    apply: async (wish, signal) => {
      ready(signal)
      const wrong = wish.peers.find(({ v4, v6 }) => parseV4(v4) === null || parseV6(v6) === null)
      if (wrong) throw new Fault(name, `it refuses the configuration: AS${wrong.asn} has no address`, { again: false })
      if (held && held.generation > wish.generation) return
      if (JSON.stringify(held) !== JSON.stringify(wish)) writes += 1
      held = wish
    },
  }
}
