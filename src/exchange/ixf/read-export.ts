import { ok, type Refusal, refuse, type Result } from '#kernel'
import type { Family } from '../model.ts'
import { canonicalPrefix, completeLans, liesIn } from './derive-lan.ts'
import type {
  DeclaredConnection,
  DeclaredExchange,
  DeclaredFile,
  DeclaredLan,
  DeclaredPrefix,
  DeclaredRow,
} from './model.ts'
import { type Known, readMember } from './read-connection.ts'
import { listIn, objectIn, Reading, shown } from './read-value.ts'
import { weighExport } from './weigh-export.ts'

/** What is said beside the file by who imports it. */
export interface Chosen {
  readonly lans: readonly string[]
  /** One exchange of the file; null: all. */
  readonly ixp: number | null
}

export type FileRefusal = Refusal & {
  readonly code: 'ixf-not-an-export' | 'ixf-version' | 'ixf-no-exchange' | 'ixf-lan-invalid' | 'ixf-lan-twice'
}

export const versions = ['0.6', '0.7', '1.0'] as const
const MOST_ID = Number.MAX_SAFE_INTEGER

const versionOf = (value: unknown): Result<string, FileRefusal> => {
  const text = typeof value === 'number' ? value.toFixed(1) : value
  const known = versions.find((version) => version === text)
  return known === undefined ? refuse({ code: 'ixf-version', version: shown(value), known: [...versions] }) : ok(known)
}

const givenLans = (lans: readonly string[]): Result<ReadonlyMap<Family, string>, FileRefusal> => {
  const given = new Map<Family, string>()
  for (const lan of lans) {
    const read = canonicalPrefix(lan.trim())
    if (!read) return refuse({ code: 'ixf-lan-invalid', lan })
    if (given.has(read.family)) return refuse({ code: 'ixf-lan-twice', family: read.family })
    given.set(read.family, read.prefix)
  }
  return ok(given)
}

/** `{prefix: 206.53.201.0, mask_length: 24}`; some write the length into the prefix. */
const prefixIn = (value: unknown, family: Family, notes: Reading): DeclaredPrefix | null => {
  if (value === undefined || value === null) return null
  const { prefix, mask_length } = objectIn(value)
  const text = typeof prefix === 'string' && !prefix.includes('/') ? `${prefix.trim()}/${String(mask_length)}` : prefix
  const read = typeof text === 'string' ? canonicalPrefix(text) : null
  if (read?.family === family) return { prefix: read.prefix, source: 'file' }
  notes.warn('ixf-lan-odd', { value: shown(value) })
  return null
}

const lansIn = (value: unknown, notes: Reading): readonly DeclaredLan[] =>
  listIn(value).map((each, index) => {
    const of = objectIn(each)
    return {
      vlan: notes.whole(of['id'], 'vlan.id', 0, MOST_ID) ?? index,
      name: notes.text(of['name'], 'vlan.name'),
      v4: prefixIn(of['ipv4'], 4, notes),
      v6: prefixIn(of['ipv6'], 6, notes),
    }
  })

interface ReadExchange {
  readonly exchange: DeclaredExchange
  readonly known: Known
}

const readExchange = (given: unknown, index: number): ReadExchange => {
  const of = objectIn(given)
  const notes = new Reading()
  const ixp = notes.whole(of['ixp_id'], 'ixp_id', 0, MOST_ID) ?? index
  const switches = listIn(of['switch']).flatMap((each): [number, string][] => {
    const { id, name } = objectIn(each)
    const number = notes.whole(id, 'switch.id', 0, MOST_ID)
    return number === null ? [] : [[number, notes.text(name, 'switch.name') ?? `#${number}`]]
  })
  const exchange = {
    path: `ixp_list[${index}]`,
    ixp,
    name: notes.text(of['name'], 'ixp.name') ?? notes.text(of['shortname'], 'shortname') ?? `IXP ${ixp}`,
    ixf_id: notes.whole(of['ixf_id'], 'ixf_id', 0, MOST_ID),
    country: notes.text(of['country'], 'country', 2),
    url: notes.text(of['url'], 'url', 500),
    lans: lansIn(of['vlan'], notes),
    warnings: notes.warnings,
  }
  return { exchange, known: { switches: new Map(switches) } }
}

/** Two exchanges of one file never share a name: the number in the file tells them apart. */
const nameApart = (all: readonly ReadExchange[]): readonly ReadExchange[] =>
  all.map(({ exchange, known }) => {
    const shared = all.filter((other) => other.exchange.name === exchange.name).length > 1
    return { exchange: shared ? { ...exchange, name: `${exchange.name} (${exchange.ixp})` } : exchange, known }
  })

const connectionsOf = (rows: readonly DeclaredRow[], ixp: number): readonly DeclaredConnection[] =>
  rows.flatMap(({ read }) => (read.ok && read.value.ixp === ixp ? [read.value] : []))

/** LANs that only connections speak of, and what the file leaves open of the others. */
const complete = (
  exchange: DeclaredExchange,
  rows: readonly DeclaredRow[],
  given: ReadonlyMap<Family, string>,
): DeclaredExchange => {
  const addresses = connectionsOf(rows, exchange.ixp).flatMap(({ facts }) => facts?.addresses ?? [])
  const named = new Set(exchange.lans.map(({ vlan }) => vlan))
  const more = [...new Set(addresses.flatMap(({ vlan }) => (vlan === null || named.has(vlan) ? [] : [vlan])))]
  const bare = exchange.lans.length + more.length === 0 && addresses.length > 0 ? [0] : more
  const lans = completeLans(
    [...exchange.lans, ...bare.map((vlan) => ({ vlan, name: null, v4: null, v6: null }))],
    addresses,
    given,
  )
  const assumed = lans.flatMap(({ v4, v6 }) => [v4, v6]).filter((prefix) => prefix?.source === 'assumed')
  const warnings = assumed.map((prefix) => ({ code: 'ixf-lan-assumed', prefix: prefix?.prefix }))
  return { ...exchange, lans, warnings: [...exchange.warnings, ...warnings] }
}

/** What only all rows together show: an address outside its LAN, or on two connections; a MAC at two members; a member twice. */
const judgeTogether = (
  rows: readonly DeclaredRow[],
  exchanges: ReadonlyMap<number, DeclaredExchange>,
): readonly DeclaredRow[] => {
  const seen = new Map<string, string>()
  const firstWith = (key: string, path: string): string | undefined => {
    const other = seen.get(key)
    if (other === undefined) seen.set(key, path)
    return other
  }
  return rows.map((row) => {
    if (!row.read.ok || row.read.value.ixp === null) return row
    const { asn, ixp, facts } = row.read.value
    const notes = new Reading()
    const member = row.path.replace(/\.connection_list.*/, '')
    const twice = firstWith(`${ixp} AS${asn}`, member)
    if (twice !== undefined && twice !== member) notes.warn('ixf-member-twice', { other: twice })
    for (const { vlan, family, address, macs } of facts?.addresses ?? []) {
      const lans = exchanges.get(ixp)?.lans ?? []
      const lan = lans.find((each) => each.vlan === vlan) ?? (lans.length === 1 ? lans[0] : undefined)
      const prefix = lan?.[`v${family}`]?.prefix
      if (prefix !== undefined && !liesIn(address, prefix)) notes.warn('ixf-address-outside', { address, prefix })
      const other = firstWith(`${ixp} ${address}`, row.path)
      if (other !== undefined) notes.warn('ixf-address-twice', { address, other })
      for (const mac of macs) {
        const holder = firstWith(`${ixp} ${mac}`, member)
        if (holder !== undefined && holder !== member) notes.warn('ixf-mac-twice', { mac, other: holder })
      }
    }
    return { ...row, read: ok({ ...row.read.value, warnings: [...row.read.value.warnings, ...notes.warnings] }) }
  })
}

/**
 * An IX-F member export (Euro-IX JSON schema 0.6, 0.7 or 1.0) as exchanges and connections. What it does not say stays unknown; what is odd is
 * told beside the row and does not stand in the way; only what cannot be kept at all is refused, row by row.
 */
export const readExport = (value: unknown, { lans, ixp }: Chosen): Result<DeclaredFile, Refusal> => {
  const root = objectIn(value)
  if (!Array.isArray(root['ixp_list']) || !Array.isArray(root['member_list']))
    return refuse({ code: 'ixf-not-an-export' })
  const version = versionOf(root['version'])
  if (!version.ok) return version
  const weighed = weighExport(root['ixp_list'], root['member_list'])
  if (!weighed.ok) return weighed
  const given = givenLans(lans)
  if (!given.ok) return given
  const all = nameApart(root['ixp_list'].map(readExchange))
  const wanted = all.filter(({ exchange }) => ixp === null || exchange.ixp === ixp)
  if (wanted.length === 0)
    return refuse({ code: 'ixf-no-exchange', ixp, known: all.map(({ exchange }) => exchange.ixp) })
  const known = new Map(all.map((each) => [each.exchange.ixp, each.known]))
  const rows = root['member_list']
    .flatMap((member, index) => readMember(member, `member_list[${index}]`, known))
    .filter(({ read }) => ixp === null || !read.ok || read.value.ixp === null || read.value.ixp === ixp)
  const exchanges = wanted.map(({ exchange }) => complete(exchange, rows, given.value))
  const judged = judgeTogether(rows, new Map(exchanges.map((each) => [each.ixp, each])))
  return ok({ version: version.value, exchanges, rows: judged })
}
