import type { Refusal, Result } from '#kernel'
import type { Family } from '../model.ts'

/** What a member export says of an address. Null: it does not say. */
export interface DeclaredAddress {
  readonly vlan: number | null
  readonly family: Family
  readonly address: string
  readonly as_set: string | null
  readonly max_prefix: number | null
  readonly route_server: boolean | null
  readonly macs: readonly string[]
}

export interface DeclaredPort {
  readonly switch: string | null
  readonly speed_mbps: number | null
  readonly type: string | null
}

/** Everything that is kept of one connection: what the file says, in one form whatever its version. */
export interface DeclaredFacts {
  /** The file's own word, such as `active`. */
  readonly state: string | null
  readonly connected_since: string | null
  /** More than one: a LAG. */
  readonly ports: readonly DeclaredPort[]
  readonly addresses: readonly DeclaredAddress[]
  readonly member: {
    readonly name: string | null
    readonly since: string | null
    readonly type: string | null
    readonly policy: string | null
    readonly url: string | null
  }
}

/** `file`: the file says it; `given`: who imported it said it; `assumed`: derived from the addresses. */
export const lanSources = ['file', 'given', 'assumed'] as const
export type LanSource = (typeof lanSources)[number]

export interface DeclaredPrefix {
  readonly prefix: string
  readonly source: LanSource
}

export interface DeclaredLan {
  readonly vlan: number
  readonly name: string | null
  readonly v4: DeclaredPrefix | null
  readonly v6: DeclaredPrefix | null
}

export interface DeclaredExchange {
  readonly path: string
  readonly ixp: number
  /** Its name, or else its short name. */
  readonly name: string
  readonly ixf_id: number | null
  readonly country: string | null
  readonly url: string | null
  readonly lans: readonly DeclaredLan[]
  readonly warnings: readonly Refusal[]
}

/** One connection of a member, or a member without any. */
export interface DeclaredConnection {
  readonly asn: number
  readonly name: string | null
  readonly ixp: number | null
  /** Null: the member has no connection, and only its organisation and AS are known. */
  readonly facts: DeclaredFacts | null
  readonly warnings: readonly Refusal[]
}

export interface DeclaredRow {
  readonly path: string
  readonly subject: string
  readonly read: Result<DeclaredConnection>
}

/** One file as it was read and judged. */
export interface DeclaredFile {
  readonly version: string
  readonly exchanges: readonly DeclaredExchange[]
  readonly rows: readonly DeclaredRow[]
}
