/** What the twin must know of the site and of its customers' equipment: plain values, from the same model that drives the real one. */

interface Addressed {
  readonly v4: string
  readonly v6: string
}

export interface TwinSite {
  readonly lan: {
    /** In CIDR notation, as `v6`. */
    readonly v4: string
    readonly v6: string
    readonly vlan: number
    readonly quarantineVlan: number
  }
  /** The first carries the site's own ports; the others hang on it. */
  readonly switches: readonly { readonly handle: string }[]
  readonly routeServers: readonly (Addressed & { readonly handle: string; readonly asn: number })[]
  /** Listens to all route servers; its addresses are also the quarantine responder's. */
  readonly collector: Addressed & { readonly handle: string; readonly asn: number }
  /** Further addresses at which the quarantine responder answers. */
  readonly responders?: readonly Addressed[]
}

/** A customer's router, and the port that it is plugged into. */
export interface TwinMember extends Addressed {
  readonly switch: string
  readonly port: number
  readonly asn: number
  /** Null: as the factory would have made it. */
  readonly mac: string | null
  readonly prefixes: readonly string[]
}

export const hostOf = (inet: string): string => inet.split('/')[0] ?? inet
export const lengthOf = (cidr: string): string => cidr.split('/')[1] ?? (cidr.includes(':') ? '128' : '32')

/** OpenFlow numbers of the site's own ports, above every member's. */
export const PORT = { routeServer: 901, collector: 903, responder: 904, uplink: 951 } as const

const hexByte = (n: number): string => (n & 0xff).toString(16).padStart(2, '0')
/** Locally administered senders: `02:56` ("V"), a kind, and where. */
export const siteMac = (port: number): string => `02:56:00:00:${hexByte(port >> 8)}:${hexByte(port)}`
export const factoryMac = (switchAt: number, port: number): string =>
  `02:56:${hexByte(switchAt + 1)}:01:${hexByte(port >> 8)}:${hexByte(port)}`
