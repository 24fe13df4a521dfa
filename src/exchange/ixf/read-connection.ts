import { ok, type Refusal, refuse, type Result } from '#kernel'
import { admitAsn } from '../asn/admit-asn.ts'
import { admitMac } from '../attachment/admit-mac.ts'
import { formatV4, formatV6, parseV4, parseV6 } from '../lan/address.ts'
import { families, type Family } from '../model.ts'
import type { DeclaredAddress, DeclaredConnection, DeclaredFacts, DeclaredPort, DeclaredRow } from './model.ts'
import { listIn, objectIn, Reading, shown } from './read-value.ts'

type Given = Readonly<Record<string, unknown>>

/** Ten terabits; and what is told in bit/s rather than Mbit/s is above it too. */
const MOST_MBPS = 10_000_000
const MOST_PREFIXES = 4_294_967_295
const MOST_ID = Number.MAX_SAFE_INTEGER
/** The words that exports use; the schemas name none. */
const STATES = new Set(['active', 'inactive', 'connected', 'operational', 'disabled', 'quarantine', 'up', 'down'])

const speedOf = (value: unknown, notes: Reading): number | null => {
  const digits = typeof value === 'string' && /^\d{1,8}$/.test(value) ? Number(value) : value
  if (value === undefined || value === null) return null
  if (typeof digits !== 'number' || !Number.isInteger(digits) || digits < 1 || digits > MOST_MBPS) {
    notes.warn('ixf-speed-odd', { value: shown(value) })
    return null
  }
  if (digits !== value) notes.warn('ixf-number-as-text', { field: 'if_speed', value: shown(value) })
  return digits
}

const portsOf = (given: Given, switches: ReadonlyMap<number, string>, notes: Reading): readonly DeclaredPort[] => {
  const { if_list: list } = given
  if (list === undefined || list === null) return []
  if (listIn(list).length === 0) notes.warn('ixf-no-port')
  return listIn(list).map((each) => {
    const { switch_id, if_speed, if_type } = objectIn(each)
    const id = notes.whole(switch_id, 'switch_id', 0, MOST_ID)
    if (id !== null && !switches.has(id)) notes.warn('ixf-switch-unknown', { id })
    return {
      switch: id === null ? null : (switches.get(id) ?? `#${id}`),
      speed_mbps: speedOf(if_speed, notes),
      type: notes.text(if_type, 'if_type', 60),
    }
  })
}

const macsOf = (given: Given, notes: Reading): readonly string[] => {
  const list = given['mac_addresses'] ?? given['mac_address'] ?? []
  const macs = (Array.isArray(list) ? list : [list]).flatMap((each: unknown) => {
    const mac = typeof each === 'string' ? admitMac(each) : null
    if (mac?.ok) return [mac.value]
    notes.warn('ixf-mac-odd', { value: shown(each) })
    return []
  })
  return [...new Set(macs)].toSorted()
}

const addressIn = (text: string, family: Family): string | null => {
  const v4 = family === 4 ? parseV4(text) : null
  const v6 = family === 6 ? parseV6(text) : null
  return v4 !== null ? formatV4(v4) : v6 !== null ? formatV6(v6) : null
}

const addressOf = (given: unknown, vlan: number | null, family: Family, notes: Reading): DeclaredAddress | null => {
  if (given === undefined || given === null) return null
  const of = objectIn(given)
  const said = of['address']
  const address = typeof said === 'string' ? addressIn(said.trim(), family) : null
  if (address === null) {
    notes.warn('ixf-address-odd', { value: shown(said ?? given) })
    return null
  }
  return {
    vlan,
    family,
    address,
    as_set: notes.text(of['as_macro'], 'as_macro'),
    max_prefix: notes.whole(of['max_prefix'], 'max_prefix', 0, MOST_PREFIXES),
    route_server: notes.truth(of['routeserver'], 'routeserver'),
    macs: macsOf(of, notes),
  }
}

const addressesOf = (given: Given, notes: Reading): readonly DeclaredAddress[] => {
  const addresses = listIn(given['vlan_list']).flatMap((each) => {
    const of = objectIn(each)
    const vlan = notes.whole(of['vlan_id'], 'vlan_id', 0, MOST_ID)
    return families.flatMap((family) => addressOf(of[`ipv${family}`], vlan, family, notes) ?? [])
  })
  if (addresses.length === 0) notes.warn('ixf-no-address')
  return addresses
}

/** What the file says of each exchange, as far as connections refer to it. */
export interface Known {
  readonly switches: ReadonlyMap<number, string>
}

const factsOf = (member: Given, given: Given, { switches }: Known, notes: Reading): DeclaredFacts => {
  const state = notes.text(given['state'], 'state', 40)
  if (state !== null && !STATES.has(state.toLowerCase())) notes.warn('ixf-state-odd', { state })
  return {
    state,
    connected_since: notes.instant(given['connected_since'], 'connected_since'),
    ports: portsOf(given, switches, notes),
    addresses: addressesOf(given, notes),
    member: {
      name: notes.text(member['name'], 'name'),
      since: notes.instant(member['member_since'], 'member_since'),
      type: notes.text(member['member_type'], 'member_type', 40),
      policy: notes.text(member['peering_policy'], 'peering_policy', 40),
      url: notes.text(member['url'], 'url', 500),
    },
  }
}

/** The AS of a member: without it nothing of the member can be kept. */
const asnOf = (value: unknown, notes: Reading): Result<number, Refusal> => {
  if (value === undefined || value === null || value === '') return refuse({ code: 'ixf-no-asn' })
  const text = typeof value === 'string' ? /^(?:AS)?(\d{1,10})$/i.exec(value.trim())?.[1] : undefined
  const asn = text === undefined ? value : Number(text)
  if (typeof asn !== 'number') return refuse({ code: 'asn-invalid', asn: shown(value) })
  const admitted = admitAsn(asn, false)
  const nobodys = asn === 0 || asn === 4_294_967_295
  if (!admitted.ok && (nobodys || admitted.refusal.code === 'asn-invalid'))
    return refuse({ code: 'asn-invalid', asn: shown(value) })
  if (text !== undefined) notes.warn('ixf-number-as-text', { field: 'asnum', value: shown(value) })
  if (!admitted.ok) notes.warn('ixf-asn-reserved', { asn, source: admitted.refusal['source'] })
  return ok(asn)
}

/** The rows of one member: one for each connection, or one alone where it has none or cannot be kept. */
export const readMember = (
  given: unknown,
  path: string,
  exchanges: ReadonlyMap<number, Known>,
): readonly DeclaredRow[] => {
  const member = objectIn(given)
  const first = new Reading()
  const asn = asnOf(member['asnum'], first)
  const name = new Reading().text(member['name'], 'name')
  if (!asn.ok) return [{ path, subject: name ?? shown(member['asnum'] ?? given), read: asn }]
  const subject = name === null ? `AS${asn.value}` : `AS${asn.value} ${name}`
  const connections = listIn(member['connection_list'])
  if (connections.length === 0) {
    first.warn('ixf-no-connection')
    const alone: DeclaredConnection = { asn: asn.value, name, ixp: null, facts: null, warnings: first.warnings }
    return [{ path, subject, read: ok(alone) }]
  }
  return connections.map((each, index): DeclaredRow => {
    const notes = new Reading()
    notes.warnings.push(...first.warnings)
    const at = `${path}.connection_list[${index}]`
    const connection = objectIn(each)
    const ixp = notes.whole(connection['ixp_id'], 'ixp_id', 0, MOST_ID)
    // A file of one exchange leaves no doubt.
    const id = ixp ?? (exchanges.size === 1 ? ([...exchanges.keys()][0] ?? null) : null)
    const known = id === null ? undefined : exchanges.get(id)
    if (!known)
      return { path: at, subject, read: refuse({ code: 'ixf-exchange-unknown', ixp: shown(connection['ixp_id']) }) }
    const facts = factsOf(member, connection, known, notes)
    return { path: at, subject, read: ok({ asn: asn.value, name, ixp: id, facts, warnings: notes.warnings }) }
  })
}
