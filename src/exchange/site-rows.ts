import { z } from 'zod'
import {
  type Complaint,
  fact,
  handle,
  list,
  mail,
  name,
  type Path,
  plantHandle,
  type Read,
  type SiteRow,
  type SiteRows,
} from '#facility'
import { reservedAsns } from './asn/admit-asn.ts'
import { hostOf } from './lan/choose-address.ts'
import { formatV4, formatV6, parsePrefix, parseV6 } from './lan/address.ts'

const asn = z.int().min(1).max(4_294_967_294)
const vlan = z.int().min(1).max(4094)
const number = z.int().min(1).max(512)
/** RFC 2622 § 5. */
const asSet = z.string().regex(/^(AS\d+:)*AS-[A-Z0-9_-]{1,60}(:AS-[A-Z0-9_-]{1,60})*$/)
const range = { from: number, to: number }

/** Addresses and prefixes are compared as PostgreSQL writes them (RFC 5952); a wrong one is kept as it is, for the complaint. */
const writtenPrefix = (text: string): string => {
  const prefix = parsePrefix(text)
  if (!prefix) return text
  return `${prefix.family === 4 ? formatV4(Number(prefix.base)) : formatV6(prefix.base)}/${prefix.length}`
}
const writtenV6 = (text: string): string => {
  const address = parseV6(text)
  return address === null ? text : formatV6(address)
}

const lan = z.strictObject({
  handle,
  name,
  v4: z.cidrv4(),
  v6: z.cidrv6().transform(writtenPrefix),
  vlan,
  quarantine_vlan: vlan,
  reserved_hosts: z.int().min(3).max(100),
  rest_days: z.int().min(0).max(365),
  sample_prefixes: list(z.union([z.cidrv4(), z.cidrv6()]).transform(writtenPrefix), 20).default([]),
})

const fabricSwitch = z.strictObject({
  handle,
  lan: handle,
  rack: plantHandle,
  top_u: z.int().min(1).max(60),
  driver: z.enum(['open-vswitch', 'none']),
  fact,
  /** Ports of one kind that follow each other. */
  ports: list(
    z.strictObject({
      ...range,
      speed_mbps: z.union([z.literal(1000), z.literal(10_000), z.literal(100_000)]),
      optic: z.string().trim().min(1).max(60),
    }),
    50,
  ).min(1),
  /** Ports that are patched to a panel already: the first to `from_position`, the others behind it. */
  prewired: list(z.strictObject({ ...range, panel: plantHandle, from_position: z.int().min(1).max(288) }), 50).default(
    [],
  ),
})

const routeServer = z.strictObject({
  handle,
  kind: z.enum(['route-server', 'collector']).default('route-server'),
  lan: handle,
  asn,
  v4: z.ipv4(),
  v6: z.ipv6().transform(writtenV6),
  daemon: z.enum(['bird', 'openbgpd', 'none']),
})

const autonomousSystem = z.strictObject({
  asn,
  organisation: handle,
  as_set: asSet.nullable().default(null),
  contact_mail: mail.nullable().default(null),
  /** The site vouches for it; otherwise a mailed code has to prove it. */
  vouched: z.boolean(),
})

export const exchangeSchema = z.strictObject({
  peering_lans: list(lan, 5),
  switches: list(fabricSwitch, 50),
  route_servers: list(routeServer, 10),
  autonomous_systems: list(autonomousSystem, 2000).default([]),
})
type Exchange = z.output<typeof exchangeSchema>
type Switch = z.output<typeof fabricSwitch>

/** Bits behind the length are a mistake: PostgreSQL would refuse them without saying where they stand. */
const prefixFaults = (prefixes: readonly string[], path: Path): readonly Complaint[] =>
  prefixes.flatMap((prefix, place) =>
    parsePrefix(prefix) ? [] : [{ path: [...path, place], refusal: { code: 'prefix-with-host-bits', prefix } }],
  )

const lanFaults = (of: z.output<typeof lan>, path: Path): readonly Complaint[] => [
  ...(of.quarantine_vlan === of.vlan
    ? [{ path: [...path, 'quarantine_vlan'], refusal: { code: 'quarantine-in-lan', vlan: of.vlan } }]
    : []),
  ...[of.v4, of.v6].flatMap((prefix, i) =>
    parsePrefix(prefix)
      ? []
      : [{ path: [...path, i === 0 ? 'v4' : 'v6'], refusal: { code: 'prefix-with-host-bits', prefix } }],
  ),
  ...prefixFaults(of.sample_prefixes, [...path, 'sample_prefixes']),
]

const portRows = (of: Switch, path: Path): Read => {
  const rows: SiteRow[] = []
  const complaints: Complaint[] = []
  const wired = new Map<number, { readonly panel: string; readonly position: number; readonly path: Path }>()
  for (const [index, { from, to, panel, from_position: first }] of of.prewired.entries()) {
    const at = [...path, 'prewired', index]
    if (to < from) complaints.push({ path: [...at, 'to'], refusal: { code: 'range-backwards' } })
    for (let port = from; port <= to; port += 1) {
      if (wired.has(port))
        complaints.push({ path: at, refusal: { code: 'prewired-twice', port: `${of.handle}/${port}` } })
      wired.set(port, { panel, position: first + port - from, path: at })
    }
  }
  for (const [index, { from, to, speed_mbps: speed, optic }] of of.ports.entries()) {
    const at = [...path, 'ports', index]
    if (to < from) complaints.push({ path: [...at, 'to'], refusal: { code: 'range-backwards' } })
    for (let port = from; port <= to; port += 1) {
      const patch = wired.get(port)
      wired.delete(port)
      rows.push({
        kind: 'port',
        handle: `${of.handle}/${port}`,
        path: at,
        fields: {
          switch: of.handle,
          number: port,
          speed_mbps: speed,
          optic,
          panel: patch?.panel ?? null,
          position: patch?.position ?? null,
          fact: of.fact,
        },
        refers: patch ? [{ kind: 'panel', handle: patch.panel, path: [...patch.path, 'panel'] }] : [],
      })
    }
  }
  for (const [port, patch] of wired)
    complaints.push({
      path: patch.path,
      refusal: { code: 'no-such-row', kind: 'port', handle: `${of.handle}/${port}` },
    })
  return { rows, complaints }
}

const switchRows = (of: Switch, path: Path): Read => {
  const { handle: own, ports: _ports, prewired: _prewired, fact: _fact, ...fields } = of
  const read = portRows(of, path)
  const refers = [
    { kind: 'rack', handle: of.rack, path: [...path, 'rack'] },
    { kind: 'lan', handle: of.lan, path: [...path, 'lan'] },
  ]
  return { rows: [{ kind: 'switch', handle: own, path, fields, refers }, ...read.rows], complaints: read.complaints }
}

/** Pure: LANs, switches with their ports, route servers, AS numbers. */
export const exchangeRows = (exchange: Exchange): Read => {
  const rows: SiteRow[] = []
  const complaints: Complaint[] = []
  for (const [index, of] of exchange.peering_lans.entries()) {
    const path = ['peering_lans', index]
    const { handle: own, ...fields } = of
    rows.push({
      kind: 'lan',
      handle: own,
      path,
      fields: { ...fields, sample_prefixes: fields.sample_prefixes.toSorted() },
    })
    complaints.push(...lanFaults(of, path))
  }
  for (const [index, of] of exchange.switches.entries()) {
    const read = switchRows(of, ['switches', index])
    rows.push(...read.rows)
    complaints.push(...read.complaints)
  }
  for (const [index, { handle: own, ...fields }] of exchange.route_servers.entries()) {
    const path = ['route_servers', index]
    rows.push({
      kind: 'route-server',
      handle: own,
      path,
      fields,
      refers: [{ kind: 'lan', handle: fields.lan, path: [...path, 'lan'] }],
    })
  }
  for (const [index, { asn: own, ...fields }] of exchange.autonomous_systems.entries()) {
    const path = ['autonomous_systems', index]
    const refers = [{ kind: 'organisation', handle: fields.organisation, path: [...path, 'organisation'] }]
    rows.push({ kind: 'asn', handle: `AS${own}`, path, fields, refers })
  }
  return { rows, complaints }
}

const outside = (all: SiteRows, row: SiteRow): readonly Complaint[] => {
  const of = all.find('lan', String(row.fields['lan']))
  if (!of) return []
  const lanShape = {
    v4: String(of.fields['v4']),
    v6: String(of.fields['v6']),
    reservedHosts: Number(of.fields['reserved_hosts']),
  }
  return ['v4', 'v6'].flatMap((family): readonly Complaint[] => {
    const address = String(row.fields[family])
    const host = hostOf(lanShape, address)
    // The last reserved host is the quarantine responder's.
    return host !== null && host < lanShape.reservedHosts
      ? []
      : [
          {
            path: [...row.path, family],
            refusal: {
              code: 'address-not-reserved',
              address,
              v4: lanShape.v4,
              v6: lanShape.v6,
              hosts: lanShape.reservedHosts - 1,
            },
          },
        ]
  })
}

const positions = (all: SiteRows): readonly Complaint[] => {
  const taken = new Map<string, string>()
  return all.of('port').flatMap((row): readonly Complaint[] => {
    const { panel, position } = row.fields
    if (typeof panel !== 'string') return []
    const at = `${panel}/${Number(position)}`
    const other = taken.get(at)
    taken.set(at, row.handle)
    if (other !== undefined) return [{ path: row.path, refusal: { code: 'place-taken', row: row.handle, other } }]
    const most = Number(all.find('panel', panel)?.fields['positions'])
    return Number(position) <= most
      ? []
      : [{ path: row.path, refusal: { code: 'no-such-position', panel, position, positions: most } }]
  })
}

/** What can only be judged with the panels and the site at hand. Pure. */
export const judgeExchange = (all: SiteRows): readonly Complaint[] => {
  const sample = all.of('site')[0]?.fields['sample'] === true
  const reserved = all
    .of('asn')
    .concat(all.of('route-server'))
    .flatMap((row): readonly Complaint[] => {
      const own = row.kind === 'asn' ? Number(row.handle.slice(2)) : Number(row.fields['asn'])
      const within = reservedAsns.find(({ from, to }) => own >= from && own <= to)
      return within && !(sample && within.inSample)
        ? [{ path: row.path, refusal: { code: 'asn-reserved', asn: own, source: within.source } }]
        : []
    })
  const misplaced = all.of('route-server').flatMap((row) => outside(all, row))
  const samples = sample
    ? []
    : all
        .of('lan')
        .filter((row) => Array.isArray(row.fields['sample_prefixes']) && row.fields['sample_prefixes'].length > 0)
  return [
    ...reserved,
    ...misplaced,
    ...positions(all),
    ...samples.map((row) => ({ path: row.path, refusal: { code: 'sample-prefixes-on-real-site' } })),
  ]
}
