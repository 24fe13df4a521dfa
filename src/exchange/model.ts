import type { PortState } from './ports.ts'

/** What is wished of a port; also what a device may hold. */
export const portStates = ['off', 'quarantine', 'production', 'suspended'] as const satisfies readonly PortState[]

export type Family = 4 | 6
export const families: readonly Family[] = [4, 6]

/** The peering LAN of a site. Host number n has one v4 and one v6 address; 1…reservedHosts are the site's own. */
export interface Lan {
  readonly id: string
  readonly siteId: string
  readonly handle: string
  readonly name: string
  /** In CIDR notation, as `v6`. */
  readonly v4: string
  readonly v6: string
  readonly vlan: number
  readonly quarantineVlan: number
  readonly reservedHosts: number
  readonly restDays: number
  /** Documentation and benchmarking ranges that a sample site's members announce. */
  readonly samplePrefixes: readonly string[]
  /** No route server of the LAN is wished an older generation than this. */
  readonly generationFloor: number
}

/** A built port of a peering switch, and where it already comes out in the meet-me room. */
export interface BuiltPort {
  readonly id: string
  readonly switchId: string
  readonly switchHandle: string
  readonly driver: string
  readonly number: number
  readonly speedMbps: number
  readonly optic: string
  readonly rackHandle: string | null
  readonly rowHandle: string | null
  readonly topU: number
  readonly prewired: Prewired | null
}

export interface Prewired {
  readonly panelId: string
  readonly position: number
  readonly panelHandle: string
  readonly rackHandle: string
  readonly rowHandle: string
  readonly roomName: string
  readonly connector: string
  readonly topU: number
}

export interface RouteServerCard {
  readonly id: string
  readonly handle: string
  readonly kind: 'route-server' | 'collector'
  readonly asn: number
  readonly v4: string
  readonly v6: string
  readonly daemon: string
}

/** What one service wishes of the fabric. */
export interface Attachment {
  readonly serviceId: string
  /** The service's number, as people read it. */
  readonly label: string | null
  readonly siteId: string
  readonly organisationId: string
  readonly lanId: string
  readonly portId: string
  readonly switchHandle: string
  readonly portNumber: number
  readonly speedMbps: number
  readonly asn: number
  readonly asSet: string | null
  readonly v4: string
  readonly v6: string
  readonly mac: string | null
  readonly macLearned: string | null
  readonly macLearnedAt: Date | null
  readonly macConfirmedAt: Date | null
  readonly maxPrefixV4: number
  readonly maxPrefixV6: number
  readonly prefixes: readonly string[]
  readonly state: PortState
  readonly generation: number
  readonly wishedAt: Date
}
