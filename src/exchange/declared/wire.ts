import type { z } from 'zod'
import type { AsnState } from '../asn/store.ts'
import type { memberDetailWire, memberWire } from '../contract.ts'
import type { DeclaredAddress, DeclaredFacts, LanSource } from '../ixf/model.ts'
import type { Family } from '../model.ts'
import { toProof } from '../member/wire.ts'

/** A LAN of a declared exchange as its row stands. */
export interface LanRow {
  readonly vlan: number
  readonly name: string | null
  readonly v4: string | null
  readonly v4_source: LanSource | null
  readonly v6: string | null
  readonly v6_source: LanSource | null
}

/** A connection as a file declares it, with its exchange. */
export interface Declared {
  readonly serviceId: string
  readonly label: string
  readonly siteId: string
  readonly organisationId: string
  readonly asn: number
  readonly facts: DeclaredFacts
  readonly exchange: string
  readonly lans: readonly LanRow[]
  readonly file: string
  readonly at: Date
}

export interface DeclaredMember {
  readonly declared: Declared
  readonly name: string
  readonly handle: string
}

type Wire = z.input<typeof memberWire>
type Said = NonNullable<Wire['declared']>

const first = ({ facts }: Declared, family: Family): DeclaredAddress | undefined =>
  facts.addresses.find((address) => address.family === family)

/** A LAG carries what its ports carry together; one port of unknown speed makes the sum unknown. */
const speedOf = ({ facts: { ports } }: Declared): number | null => {
  const speeds = ports.map(({ speed_mbps }) => speed_mbps)
  return speeds.length === 0 || speeds.includes(null)
    ? null
    : speeds.reduce<number>((sum, speed) => sum + (speed ?? 0), 0)
}

const withLan = (address: DeclaredAddress, lans: readonly LanRow[]): NonNullable<Said['addresses']>[number] => {
  const lan = lans.find(({ vlan }) => vlan === address.vlan) ?? (lans.length === 1 ? lans[0] : undefined)
  const family = `v${address.family}` as const
  return {
    ...address,
    macs: [...address.macs],
    lan: lan?.[family] ?? null,
    lan_source: lan?.[`${family}_source`] ?? null,
  }
}

const saidOf = (declared: Declared, own: boolean): Said => {
  const { facts, exchange, lans, file, at } = declared
  return {
    exchange,
    state: facts.state,
    since: facts.connected_since,
    ports: facts.ports.map((port) => ({ ...port })),
    addresses: own ? facts.addresses.map((address) => withLan(address, lans)) : null,
    file: own ? file : null,
    at: own ? at.toISOString() : null,
  }
}

/** What a caller may know of a member that a file declares. */
export const toDeclared = ({ declared, name, handle }: DeclaredMember, own: boolean): Wire => ({
  service: declared.serviceId,
  number: own ? declared.label : null,
  name,
  handle,
  asn: declared.asn,
  as_set: declared.facts.addresses.find(({ as_set }) => as_set !== null)?.as_set ?? null,
  speed_mbps: speedOf(declared),
  v4: first(declared, 4)?.address ?? null,
  v6: first(declared, 6)?.address ?? null,
  state: 'declared',
  declared: saidOf(declared, own),
  own,
  port: null,
  sessions: null,
  wished_at: null,
})

export const toDeclaredDetail = (member: DeclaredMember, proof: AsnState | null): z.input<typeof memberDetailWire> => ({
  ...toDeclared(member, true),
  mac: null,
  mac_learned: null,
  mac_learned_at: null,
  mac_confirmed_at: null,
  max_prefix_v4: first(member.declared, 4)?.max_prefix ?? null,
  max_prefix_v6: first(member.declared, 6)?.max_prefix ?? null,
  prefixes: [],
  generation: null,
  found: null,
  routes: [],
  asn_proof: toProof(proof),
})
