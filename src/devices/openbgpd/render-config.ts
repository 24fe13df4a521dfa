/** A bgpd.conf (OpenBGPD 7.7 portable) of a router that speaks to route servers. */

interface SpeakerNeighbor {
  readonly name: string
  readonly asn: number
  readonly v4: string
  readonly v6: string
}

export interface Speaker {
  readonly asn: number
  readonly v4: string
  readonly v6: string
  /** What it announces; nothing: it only listens. */
  readonly prefixes: readonly string[]
  readonly neighbors: readonly SpeakerNeighbor[]
  readonly socket: string
}

const GROUP = 'route-servers'

const renderNeighbor = (speaker: Speaker, neighbor: SpeakerNeighbor): string =>
  [
    { family: 4, address: neighbor.v4, local: speaker.v4, announce: 'announce IPv4 unicast\n    announce IPv6 none' },
    { family: 6, address: neighbor.v6, local: speaker.v6, announce: 'announce IPv6 unicast\n    announce IPv4 none' },
  ]
    .map(
      ({ family, address, local, announce }) => `  neighbor ${address} {
    descr "${neighbor.name} v${family}"
    remote-as ${neighbor.asn}
    local-address ${local}
    ${announce}
    # A route server does not put itself into the path (RFC 7947 § 2.2.2.1).
    enforce neighbor-as no
${neighbor.asn === speaker.asn ? '' : '    announce policy rs-client\n'}  }
`,
    )
    .join('')

export const renderSpeaker = (speaker: Speaker): string => `AS ${speaker.asn}
router-id ${speaker.v4}
socket "${speaker.socket}"
# The kernel's table is left alone: sessions and routes are what counts here.
fib-update no
nexthop qualify via default
connect-retry 1
holdtime 90
${speaker.prefixes.map((prefix) => `network ${prefix}\n`).join('')}
group "${GROUP}" {
${speaker.neighbors.map((neighbor) => renderNeighbor(speaker, neighbor)).join('')}}
allow from group "${GROUP}"
${speaker.prefixes.length === 0 ? '' : `allow to group "${GROUP}"\n`}`
