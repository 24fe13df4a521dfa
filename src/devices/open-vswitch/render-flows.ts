import type { WishedPort } from '#exchange/ports'
import type { Action, Flow, Match } from './flow.ts'

/**
 * What a peering switch does with frames, as flows. Nothing is flooded that is not broadcast, and nothing is forwarded by
 * learning in production: each address is known by contract.
 *
 *   table 0  hygiene, and whose port it is        table 3  quarantine: to and from the responder only
 *   table 1  what a member may send               table 4  learned: the way back to a quarantined device
 *   table 2  forwarding on the peering LAN        table 5  noted: which senders were seen on which port
 */
export const TABLE = { entry: 0, lock: 1, lan: 2, quarantine: 3, wayBack: 4, seen: 5 } as const

/** A port of the site itself: route server or collector. */
interface SitePort {
  readonly number: number
  readonly mac: string
  readonly v4: string
  readonly v6: string
}

/** What one switch always carries, whoever is plugged in. */
export interface SwitchBase {
  readonly vlan: number
  readonly quarantineVlan: number
  readonly sitePorts: readonly SitePort[]
  /** Where the quarantine responder sits; null: behind an uplink. */
  readonly responder: number | null
  /** Tagged ways to other switches; they must form a tree. */
  readonly uplinks: readonly number[]
}

/** The first 16 bits of a cookie name the port, the others the generation: the flows themselves tell what was applied. */
const BASE_PORT = 0xffff
const PORT_SHIFT = 48n
export const COOKIE_PORT_MASK = 0xffffn << PORT_SHIFT
export const cookieOf = (port: number, generation: number): bigint => (BigInt(port) << PORT_SHIFT) | BigInt(generation)
export const portOfCookie = (cookie: bigint): number => Number(cookie >> PORT_SHIFT)
export const generationOfCookie = (cookie: bigint): number => Number(cookie & ((1n << PORT_SHIFT) - 1n))
export const BASE_COOKIE = cookieOf(BASE_PORT, 0)

/** Marks a frame that the operator put in ("VESO"); a member cannot set a register. */
export const PROBE_MARK = 0x5645534f
const PROBE_COPY_BYTES = 128

/** The sender of a probe at this port: locally administered, and different on every switch of the LAN. */
export const probeMac = (switchNumber: number, port: number): string => {
  const bytes = [0x02, 0x56, switchNumber & 0xff, 0x50, port >> 8, port & 0xff]
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(':')
}

const MULTICAST = '01:00:00:00:00:00/01:00:00:00:00:00'
const IP = { dl_type: '0x0800' } as const
const ARP = { dl_type: '0x0806' } as const
const IPV6 = { dl_type: '0x86dd' } as const
const UDP = { nw_proto: '17' } as const
const ICMP6 = { ...IPV6, nw_proto: '58' } as const
const SEEN_SECONDS = 300
/** Beyond so many senders on one port no more are noted: a broken device must not fill the table. */
const SEEN_AT_MOST = 16

/** Frames that no member may send: link control, discovery protocols, router advertisement and redirect, DHCP, tags. */
const forbidden: readonly Match[] = [
  { dl_dst: '01:80:c2:00:00:00/ff:ff:ff:ff:ff:f0' }, // IEEE 802.1Q-2018 table 8-1: STP, LACP, LLDP, pause
  { dl_dst: '01:00:0c:cc:cc:cc/ff:ff:ff:ff:ff:fe' }, // Cisco's CDP, VTP, UDLD and PVST+
  { dl_src: MULTICAST }, // IEEE 802.3 § 3.2.3: a sender is never a group
  { dl_vlan: 'any' },
  { ...ICMP6, icmp_type: '134' }, // RFC 4861: router advertisement
  { ...ICMP6, icmp_type: '137' }, // RFC 4861: redirect
  { ...IP, ...UDP, tp_dst: '67' },
  { ...IP, ...UDP, tp_dst: '68' },
  { ...IPV6, ...UDP, tp_dst: '546' },
  { ...IPV6, ...UDP, tp_dst: '547' },
]

const to = (port: number): Action => ({ do: 'output', port })
/** Sends the frame as it is to these ports, then tagged to the other switches. The switch itself never sends one back where it came from. */
const everywhere = (ports: readonly number[], uplinks: readonly number[], vlan: number): readonly Action[] => [
  ...ports.toSorted((a, b) => a - b).map(to),
  ...(uplinks.length === 0 ? [] : [{ do: 'push-vlan', vlan } as const, ...uplinks.map(to)]),
]

type Locked = { readonly number: number; readonly mac: string; readonly v4: string; readonly v6: string }

/** In production: this sender only, its own addresses in ARP and neighbour discovery, no other broadcast or multicast. */
const lockFlows = (port: Locked, cookie: bigint): readonly Flow[] => {
  const from = { in_port: String(port.number) } as const
  const flow = (table: number, priority: number, match: Match, rest: Partial<Flow> = {}): Flow => ({
    table,
    priority,
    cookie,
    match: { ...from, ...match },
    actions: [],
    ...rest,
  })
  const seen: Action = { do: 'learn-seen', table: TABLE.seen, cookie, seconds: SEEN_SECONDS, atMost: SEEN_AT_MOST }
  const onLan = { goto: TABLE.lan } as const
  return [
    flow(TABLE.entry, 100, { dl_src: port.mac }, { actions: [seen], goto: TABLE.lock }),
    flow(TABLE.entry, 90, {}, { actions: [seen] }),
    // From its own address, or (RFC 5227 § 2.1.1) from none while it looks for duplicates.
    ...[port.v4, '0.0.0.0'].map((sender) =>
      flow(TABLE.lock, 100, { ...ARP, arp_spa: sender, arp_sha: port.mac }, onLan),
    ),
    // Solicitations: from its own address, its link-local one, or (looking for duplicates, RFC 4862 § 5.4.2) from none.
    ...[port.v6, 'fe80::/10', '::'].map((source) =>
      flow(TABLE.lock, 100, { ...ICMP6, icmp_type: '135', ipv6_src: source }, onLan),
    ),
    ...[port.v6, 'fe80::/10'].map((target) =>
      flow(TABLE.lock, 100, { ...ICMP6, icmp_type: '136', nd_target: target }, onLan),
    ),
    flow(TABLE.lock, 90, { ...ICMP6, icmp_type: '135' }),
    flow(TABLE.lock, 90, { ...ICMP6, icmp_type: '136' }),
    flow(TABLE.lock, 80, { dl_dst: MULTICAST }),
    flow(TABLE.lock, 50, IP, onLan),
    flow(TABLE.lock, 50, IPV6, onLan),
    { table: TABLE.lan, priority: 100, cookie, match: { dl_dst: port.mac }, actions: [to(port.number)] },
  ]
}

/** The way in and out again of the operator's own probes at this port. */
const probeFlows = (port: WishedPort, cookie: bigint, table: number, mac: string): readonly Flow[] => [
  {
    table: TABLE.entry,
    priority: 300,
    cookie,
    match: { reg5: String(PROBE_MARK), in_port: String(port.number) },
    actions: [],
    goto: table,
  },
  {
    table,
    priority: 110,
    cookie,
    match: { dl_dst: mac },
    actions: [to(port.number), { do: 'controller', bytes: PROBE_COPY_BYTES }],
  },
]

const quarantineFlows = (port: WishedPort, base: SwitchBase, cookie: bigint): readonly Flow[] => {
  const from = { in_port: String(port.number) } as const
  const note = { cookie, seconds: SEEN_SECONDS, atMost: SEEN_AT_MOST } as const
  const toResponder = base.responder === null ? everywhere([], base.uplinks, base.quarantineVlan) : [to(base.responder)]
  return [
    {
      table: TABLE.entry,
      priority: 100,
      cookie,
      match: from,
      actions: [
        { do: 'learn-way-back', table: TABLE.wayBack, ...note },
        { do: 'learn-seen', table: TABLE.seen, ...note },
      ],
      goto: TABLE.quarantine,
    },
    ...[ARP, IP, IPV6].map((kind): Flow => ({
      table: TABLE.quarantine,
      priority: 100,
      cookie,
      match: { ...from, ...kind },
      actions: toResponder,
    })),
    { table: TABLE.quarantine, priority: 95, cookie, match: from, actions: [] },
  ]
}

/** The flows of one member port; all bear its cookie. `mac` of the probe as by `probeMac`. */
export const renderPort = (port: WishedPort, base: SwitchBase, switchNumber: number): readonly Flow[] => {
  const cookie = cookieOf(port.number, port.generation)
  const probe = probeMac(switchNumber, port.number)
  const { mac } = port
  if (port.state === 'production' && mac !== null) {
    return [...lockFlows({ ...port, mac }, cookie), ...probeFlows(port, cookie, TABLE.lan, probe)]
  }
  if (port.state === 'quarantine') {
    return [...quarantineFlows(port, base, cookie), ...probeFlows(port, cookie, TABLE.quarantine, probe)]
  }
  // Off, suspended, or production without a sender to lock to: nothing passes.
  return [{ table: TABLE.entry, priority: 100, cookie, match: { in_port: String(port.number) }, actions: [] }]
}

/** The flows that depend on who is there: where broadcasts of the LAN and of the quarantine go. */
export const renderFloods = (ports: readonly WishedPort[], base: SwitchBase): readonly Flow[] => {
  const live = ports.filter((port) => port.state === 'production' && port.mac !== null).map((port) => port.number)
  const quarantined = ports.filter((port) => port.state === 'quarantine').map((port) => port.number)
  const group = (table: number, actions: readonly Action[]): Flow => ({
    table,
    priority: 50,
    cookie: BASE_COOKIE,
    match: { dl_dst: MULTICAST },
    actions,
  })
  return [
    group(TABLE.lan, everywhere([...base.sitePorts.map((port) => port.number), ...live], base.uplinks, base.vlan)),
    group(TABLE.quarantine, everywhere(quarantined, base.responder === null ? [] : base.uplinks, base.quarantineVlan)),
  ]
}

/** What the switch carries before any member is plugged in. */
export const renderBase = (base: SwitchBase): readonly Flow[] => {
  const flow = (table: number, priority: number, match: Match, rest: Partial<Flow> = {}): Flow => ({
    table,
    priority,
    cookie: BASE_COOKIE,
    match,
    actions: [],
    ...rest,
  })
  const untag: Action = { do: 'pop-vlan' }
  const others = everywhere([], base.uplinks, base.vlan)
  const quarantineOthers = everywhere([], base.uplinks, base.quarantineVlan)
  return [
    ...forbidden.map((match) => flow(TABLE.entry, 200, match)),
    // What comes from another switch of the LAN was judged there, where it came in.
    ...base.uplinks.flatMap((uplink) => [
      flow(
        TABLE.entry,
        210,
        { in_port: String(uplink), dl_vlan: String(base.vlan) },
        { actions: [untag], goto: TABLE.lan },
      ),
      flow(
        TABLE.entry,
        210,
        { in_port: String(uplink), dl_vlan: String(base.quarantineVlan) },
        base.responder === null
          ? { actions: [untag], goto: TABLE.quarantine }
          : { actions: [untag, to(base.responder)] },
      ),
    ]),
    ...base.sitePorts.flatMap((port) => lockFlows(port, BASE_COOKIE)),
    ...(base.responder === null
      ? []
      : [flow(TABLE.entry, 100, { in_port: String(base.responder) }, { goto: TABLE.quarantine })]),
    ...(base.uplinks.length === 0 ? [] : [flow(TABLE.lan, 10, {}, { actions: others })]),
    flow(TABLE.quarantine, 40, {}, { goto: TABLE.wayBack }),
    ...(base.responder === null || base.uplinks.length === 0
      ? []
      : [flow(TABLE.wayBack, 1, {}, { actions: quarantineOthers })]),
  ]
}
