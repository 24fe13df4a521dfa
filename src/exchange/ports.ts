/**
 * What the exchange asks of devices, in its own words. Adapters live in `devices/`; each promise is proved by one
 * conformance suite, run against the recordings and the real daemon.
 */

/** How a member's port is to behave. `quarantine`: it sees the quarantine responder only. `production`: the peering LAN, locked to its MAC. */
export type PortState = 'off' | 'quarantine' | 'production' | 'suspended'

export interface WishedPort {
  /** The port's number on the switch. */
  readonly number: number
  readonly state: PortState
  readonly vlan: number
  readonly quarantineVlan: number
  /** Locked to in production: nothing else may send. Null in quarantine where it is still to be learned. */
  readonly mac: string | null
  /** The only addresses that the port may use in ARP and neighbour discovery in production. */
  readonly v4: string
  readonly v6: string
  readonly generation: number
}

export interface FoundPort {
  readonly number: number
  /** The generation and state that the device holds; null where it was never told. */
  readonly generation: number | null
  readonly state: PortState | null
  readonly link: 'up' | 'down' | 'unknown'
  /** Receive and transmit errors since the port came up; null: unknown. */
  readonly errors: number | null
  readonly macs: readonly string[]
}

/** One peering switch. */
export interface Fabric {
  readonly name: string
  look(signal: AbortSignal): Promise<readonly FoundPort[]>
  /** Idempotent. An older generation than the one on the device changes nothing. All ports of one call are one atomic change. */
  apply(ports: readonly WishedPort[], signal: AbortSignal): Promise<void>
  /** A frame put in at the port as if it came from the cable asks the quarantine responder for its address: does the port carry it there and back? */
  probe(
    port: number,
    target: { readonly v4: string; readonly v6: string },
    signal: AbortSignal,
  ): Promise<{ readonly v4: boolean; readonly v6: boolean }>
}

export interface WishedPeer {
  readonly serviceId: string
  readonly asn: number
  readonly v4: string
  readonly v6: string
  readonly prefixes: readonly string[]
  readonly maxPrefixV4: number
  readonly maxPrefixV6: number
}

export interface WishedRouteServer {
  readonly asn: number
  readonly routerId: string
  readonly v4: string
  readonly v6: string
  readonly lanV4: string
  readonly lanV6: string
  /** Prefixes that no member may announce (bogons, the peering LAN). */
  readonly bogons: readonly string[]
  readonly peers: readonly WishedPeer[]
  readonly generation: number
}

export interface FoundSession {
  readonly asn: number
  readonly family: 4 | 6
  readonly address: string
  readonly state: 'established' | 'down'
  readonly since: Date | null
  readonly imported: number | null
  readonly filtered: number | null
  readonly exported: number | null
  readonly lastError: string | null
}

/** One route server (or the collector, which only listens). */
export interface RouteServer {
  readonly name: string
  look(signal: AbortSignal): Promise<{ readonly generation: number | null; readonly sessions: readonly FoundSession[] }>
  /** Idempotent; an older generation changes nothing. A configuration that the daemon refuses is a Fault and the old one stays. */
  apply(wish: WishedRouteServer, signal: AbortSignal): Promise<void>
}

export interface Sighting {
  readonly prefix: string
  /** From where: `AS64500`, or the collector's name. */
  readonly witness: string
  readonly pinged: boolean
}

/** Somebody else on the LAN who can be asked what it learned: another member in the twin, the collector on the real site. */
export interface Witnesses {
  /** Routes of `asn` through `nextHop` at a witness that is not `asn` itself, with that witness's ping of the next hop. Null: not seen. */
  sighting(
    of: { readonly asn: number; readonly family: 4 | 6; readonly nextHop: string },
    signal: AbortSignal,
  ): Promise<Sighting | null>
  /** Does the device on this quarantined port answer ARP/ND and ping? Asked by the quarantine responder. */
  answers(
    of: { readonly v4: string; readonly v6: string; readonly vlan: number },
    signal: AbortSignal,
  ): Promise<{ readonly v4: boolean; readonly v6: boolean }>
}
