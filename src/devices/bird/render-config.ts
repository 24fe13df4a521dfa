import type { WishedPeer, WishedRouteServer } from '#exchange/ports'
import { admittedBogonAsns } from './bogon-asns.ts'

/**
 * A route server's bird.conf (BIRD 2.0.12) as text. All that differs between members stands in sets and in the
 * arguments of one function: BIRD 2.0 reads its configuration in time quadratic in the number of functions.
 */

/** Who only listens to all that the route servers say: the collector. */
interface Listener {
  readonly name: string
  readonly asn: number
  readonly v4: string
  readonly v6: string
}

export interface RenderOptions {
  readonly logFile: string
  readonly listeners: readonly Listener[]
  /** How long a session that failed must wait, in seconds, first and at most. */
  readonly waitSeconds: readonly [number, number]
}

type Family = 4 | 6
const families = [4, 6] as const

/** Shortest and longest prefix that is let in (RIPE-399, RIPE-532; common to European route servers). */
const LENGTHS = { 4: { shortest: 8, longest: 24 }, 6: { shortest: 12, longest: 48 } } as const
const PATH_LENGTH_MAX = 64
const LINE = 4

const familyOf = (prefix: string): Family => (prefix.includes(':') ? 6 : 4)
const lengthOf = (prefix: string): number => Number(prefix.split('/')[1] ?? (familyOf(prefix) === 4 ? 32 : 128))
const addressOf = (inet: string): string => inet.split('/')[0] ?? inet

/** A string of BIRD's language knows no escape (conf/cf-lex.l). */
const quoted = (text: string): string => `"${text.replaceAll(/[^ -~]|"/g, '')}"`

/** Protocols keep their names when others come and go, so that their sessions do. */
export const protocolName = (asn: number, address: string): string =>
  `as${asn}_${familyOf(address) === 4 ? 'v4' : 'v6'}_${addressOf(address).replaceAll(/[^0-9a-f]/g, '_')}`

const set = (items: readonly string[]): string => {
  const lines = Array.from({ length: Math.ceil(items.length / LINE) }, (_, at) =>
    items.slice(at * LINE, (at + 1) * LINE).join(', '),
  )
  return `[\n  ${lines.join(',\n  ')}\n]`
}

/** A member's own prefixes with their more specific ones, as far as the length rule lets them; none: null. */
const ownSet = (prefixes: readonly string[], family: Family): string | null => {
  const { shortest, longest } = LENGTHS[family]
  const own = prefixes
    .filter((prefix) => familyOf(prefix) === family && lengthOf(prefix) <= longest)
    .map((prefix) => `${prefix}{${Math.max(lengthOf(prefix), shortest)},${longest}}`)
  return own.length === 0 ? null : set(own)
}

/** The default route is refused as itself, every other bogon with all that is inside it. */
const bogonSet = (wish: WishedRouteServer, family: Family): string => {
  const bogons = [...wish.bogons, family === 4 ? wish.lanV4 : wish.lanV6].filter(
    (prefix) => familyOf(prefix) === family,
  )
  const fallback = family === 4 ? '0.0.0.0/0' : '::/0'
  return set([...new Set([fallback, ...bogons])].map((prefix) => (lengthOf(prefix) === 0 ? prefix : `${prefix}+`)))
}

const sessionOf = (peer: WishedPeer, family: Family): { readonly address: string; readonly max: number } =>
  family === 4
    ? { address: addressOf(peer.v4), max: peer.maxPrefixV4 }
    : { address: addressOf(peer.v6), max: peer.maxPrefixV6 }

const renderSession = (peer: WishedPeer, family: Family): string => {
  const { address, max } = sessionOf(peer, family)
  const name = protocolName(peer.asn, address)
  const own = ownSet(peer.prefixes, family)
  // An empty list lets in nothing: what was not registered is not his.
  const admitted =
    own === null ? 'none' : `where from_member(${peer.asn}, ${address}, OWN_${name}, BOGONS${family}, ${family})`
  return `${own === null ? '' : `define OWN_${name} = ${own};\n`}protocol bgp ${name} from member_v${family} {
  description ${quoted(peer.serviceId)};
  neighbor ${address} as ${peer.asn};
  ipv${family} {
    import ${admitted};
    receive limit ${max} action restart;
  };
}
`
}

const renderListener = (listener: Listener, family: Family, asn: number): string => {
  const address = addressOf(family === 4 ? listener.v4 : listener.v6)
  const external = listener.asn === asn ? '' : '  rs client;\n  local role rs_server;\n'
  return `protocol bgp ${protocolName(listener.asn, address)} from session_v${family} {
  description ${quoted(listener.name)};
${external}  neighbor ${address} as ${listener.asn};
  ipv${family} { import none; };
}
`
}

const renderHead = (
  wish: WishedRouteServer,
  options: RenderOptions,
): string => `# Written by Vesontio; changes by hand are lost.
log "${options.logFile}" 1000000 "${options.logFile}.old" { info, remote, warning, error, auth, fatal, bug };
timeformat protocol "%Y-%m-%dT%H:%M:%SZ";
router id ${addressOf(wish.routerId)};

# What the exchange wished when this was written: read back before anything newer replaces it.
define GENERATION = ${wish.generation};

define BOGON_ASNS = ${set(admittedBogonAsns(wish.peers.map((peer) => peer.asn)).map(([from, to]) => (from === to ? `${from}` : `${from}..${to}`)))};
${families.map((family) => `define BOGONS${family} = ${bogonSet(wish, family)};\n`).join('')}
protocol device {}
`

const renderPolicy = (): string => `
function from_member(int member_as; ip member_ip; prefix set own; prefix set bogons; int family)
{
  if family = 4 && (net.len < ${LENGTHS[4].shortest} || net.len > ${LENGTHS[4].longest}) then return false;
  if family = 6 && (net.len < ${LENGTHS[6].shortest} || net.len > ${LENGTHS[6].longest}) then return false;
  if net ~ bogons then return false;
  if bgp_path.len < 1 || bgp_path.len > ${PATH_LENGTH_MAX} then return false;
  if bgp_path.first != member_as then return false;
  if bgp_path ~ BOGON_ASNS then return false;
  # RFC 7948 § 4.8: nobody sends his neighbour's traffic elsewhere.
  if bgp_next_hop != member_ip then return false;
  return net ~ own;
}
`

const renderTemplates = (wish: WishedRouteServer, options: RenderOptions): string =>
  families
    .map((family) => {
      const [first, most] = options.waitSeconds
      return `
template bgp session_v${family} {
  local ${addressOf(family === 4 ? wish.v4 : wish.v6)} as ${wish.asn};
  passive on;
  hold time 90;
  error wait time ${first}, ${most};
  # RFC 7947 § 2.2: a route server hands on what it was told, unchanged.
  interpret communities off;
  # Kept as it came, so that a changed rule is applied at once, whether or not the member can say it all again (RFC 2918).
  ipv${family} { import table on; import keep filtered on; export all; next hop keep; };
}
template bgp member_v${family} from session_v${family} {
  rs client;
  enforce first as on;
  # RFC 9234 § 4: a route that came down from elsewhere is not passed on.
  local role rs_server;
}
`
    })
    .join('')

export const renderConfig = (wish: WishedRouteServer, options: RenderOptions): string => {
  const addresses = new Set(wish.peers.map((peer) => addressOf(peer.v4)))
  const listeners = options.listeners.filter((listener) => !addresses.has(addressOf(listener.v4)))
  const peers = wish.peers.toSorted((a, b) => a.asn - b.asn || a.v4.localeCompare(b.v4, 'en'))
  return [
    renderHead(wish, options),
    renderPolicy(),
    renderTemplates(wish, options),
    ...listeners.flatMap((listener) => families.map((family) => `\n${renderListener(listener, family, wish.asn)}`)),
    ...peers.flatMap((peer) => families.map((family) => `\n${renderSession(peer, family)}`)),
  ].join('')
}
