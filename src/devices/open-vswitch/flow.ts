import { never } from '#kernel'

/**
 * One flow as a value. Matches are written as Open vSwitch writes them (ovs-fields(7)), so that a golden file reads like
 * `ovs-ofctl dump-flows`; `encode-flow.ts` makes the bytes.
 */

/** What a flow may match; in the order in which OXM wants its prerequisites. */
export const fieldNames = [
  'reg5',
  'in_port',
  'dl_vlan',
  'dl_src',
  'dl_dst',
  'dl_type',
  'nw_proto',
  'arp_spa',
  'arp_sha',
  'ipv6_src',
  'tp_src',
  'tp_dst',
  'icmp_type',
  'nd_target',
] as const
export type FieldName = (typeof fieldNames)[number]
export type Match = { readonly [F in FieldName]?: string }

export type Action =
  | { readonly do: 'output'; readonly port: number }
  /** A copy to whoever asked, with at most so many bytes. */
  | { readonly do: 'controller'; readonly bytes: number }
  | { readonly do: 'push-vlan'; readonly vlan: number }
  | { readonly do: 'pop-vlan' }
  /** Writes a flow that sends frames for this sender back to where it was seen. */
  | {
      readonly do: 'learn-way-back'
      readonly table: number
      readonly cookie: bigint
      readonly seconds: number
      readonly atMost: number
    }
  /** Writes a flow without actions: a note that this sender was seen on this port. */
  | {
      readonly do: 'learn-seen'
      readonly table: number
      readonly cookie: bigint
      readonly seconds: number
      readonly atMost: number
    }

export interface Flow {
  readonly table: number
  readonly priority: number
  readonly cookie: bigint
  readonly match: Match
  /** None, and no `goto`: the frame is dropped. */
  readonly actions: readonly Action[]
  readonly goto?: number
}

const showAction = (action: Action): string => {
  switch (action.do) {
    case 'output':
      return `output:${action.port}`
    case 'controller':
      return `CONTROLLER:${action.bytes}`
    case 'push-vlan':
      return `push_vlan:0x8100,set_field:${action.vlan | 0x1000}->vlan_vid`
    case 'pop-vlan':
      return 'pop_vlan'
    case 'learn-way-back':
      return `learn(table=${action.table},idle_timeout=${action.seconds},priority=10,limit=${action.atMost},delete_learned,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[])`
    case 'learn-seen':
      return `learn(table=${action.table},idle_timeout=${action.seconds},priority=10,limit=${action.atMost},delete_learned,NXM_OF_IN_PORT[],NXM_OF_ETH_SRC[])`
    default:
      return never(action)
  }
}

const showMatch = (match: Match): string =>
  fieldNames.flatMap((name) => (match[name] === undefined ? [] : [`${name}=${match[name]}`])).join(',')

/** One line of `ovs-ofctl`'s language, for people and golden files. */
export const showFlow = (flow: Flow): string => {
  const what = [...flow.actions.map(showAction), ...(flow.goto === undefined ? [] : [`goto_table:${flow.goto}`])]
  const match = showMatch(flow.match)
  return `table=${flow.table} priority=${flow.priority}${match === '' ? '' : `,${match}`} actions=${what.length === 0 ? 'drop' : what.join(',')}`
}
