import { z } from 'zod'
import { type Operation, type Ovsdb, ovsUuid, rowsOf } from './ovsdb.ts'

/** Bridges and their ports: the hardware of a switch, as far as it is software here. */

export interface Bridge {
  readonly name: string
  readonly ports: readonly BridgePort[]
}

export interface BridgePort {
  /** Of the network device; for an uplink, of our end. */
  readonly device: string
  readonly number: number
  /** Of the other bridge's end, where this is a way between two bridges. */
  readonly patchTo?: string
}

const portOperations = (bridge: string, ports: readonly BridgePort[], prefix: string): readonly Operation[] => [
  ...ports.flatMap((port, at): readonly Operation[] => [
    {
      op: 'insert',
      table: 'Interface',
      'uuid-name': `${prefix}i${at}`,
      row: {
        name: port.device,
        ofport_request: port.number,
        ...(port.patchTo === undefined ? {} : { type: 'patch', options: ['map', [['peer', port.patchTo]]] }),
      },
    },
    {
      op: 'insert',
      table: 'Port',
      'uuid-name': `${prefix}p${at}`,
      row: { name: port.device, interfaces: ['named-uuid', `${prefix}i${at}`] },
    },
  ]),
  {
    op: 'mutate',
    table: 'Bridge',
    where: [['name', '==', bridge]],
    mutations: [['ports', 'insert', ['set', ports.map((_, at) => ['named-uuid', `${prefix}p${at}`])]]],
  },
]

const WAIT_MS = 4000

/** Until the daemon gave the device a number, or said that it cannot (-1): only then frames pass. */
const numbered = (ports: readonly BridgePort[]): readonly Operation[] =>
  ports.map((port) => ({
    op: 'wait',
    table: 'Interface',
    timeout: WAIT_MS,
    where: [['name', '==', port.device]],
    columns: ['ofport'],
    until: '!=',
    rows: [{ ofport: ['set', []] }],
  }))

const nextTurn: Operation = { op: 'mutate', table: 'Open_vSwitch', where: [], mutations: [['next_cfg', '+=', 1]] }

/** Makes the bridges with their first ports, in an empty database. Userspace datapath: it needs no kernel module. */
export const createBridges = async (
  database: Ovsdb,
  bridges: readonly Bridge[],
  signal: AbortSignal,
): Promise<void> => {
  const [root] = await database.transact(
    [{ op: 'select', table: 'Open_vSwitch', where: [], columns: ['_uuid'] }],
    signal,
  )
  // A new database has no row at its root (`ovs-vsctl init` would make it).
  if (rowsOf(root, z.unknown()).length === 0)
    await database.transact([{ op: 'insert', table: 'Open_vSwitch', row: {} }], signal)
  await database.transact(
    [
      ...bridges.flatMap((bridge, at): readonly Operation[] => [
        // The bridge's own device: Open vSwitch wants a port of the bridge's name.
        { op: 'insert', table: 'Interface', 'uuid-name': `own${at}i`, row: { name: bridge.name, type: 'internal' } },
        {
          op: 'insert',
          table: 'Port',
          'uuid-name': `own${at}p`,
          row: { name: bridge.name, interfaces: ['named-uuid', `own${at}i`] },
        },
        {
          op: 'insert',
          table: 'Bridge',
          'uuid-name': `bridge${at}`,
          row: {
            name: bridge.name,
            datapath_type: 'netdev',
            // No controller, no flows: nothing passes.
            fail_mode: 'secure',
            protocols: ['set', ['OpenFlow10', 'OpenFlow14']],
            ports: ['set', [['named-uuid', `own${at}p`]]],
          },
        },
        ...(bridge.ports.length === 0 ? [] : portOperations(bridge.name, bridge.ports, `b${at}`)),
      ]),
      {
        op: 'mutate',
        table: 'Open_vSwitch',
        where: [],
        mutations: [['bridges', 'insert', ['set', bridges.map((_, at) => ['named-uuid', `bridge${at}`])]]],
      },
      nextTurn,
    ],
    signal,
  )
  await database.transact(numbered(bridges.flatMap((bridge) => bridge.ports)), signal)
}

/** Plugs devices in; answers when the switch carries their frames. */
export const addPorts = async (
  database: Ovsdb,
  bridge: string,
  ports: readonly BridgePort[],
  signal: AbortSignal,
): Promise<void> => {
  if (ports.length === 0) return
  await database.transact([...portOperations(bridge, ports, 'new'), nextTurn], signal)
  await database.transact(numbered(ports), signal)
}

/** Unplugs devices; those that are not there are none of its business. */
export const removePorts = async (
  database: Ovsdb,
  bridge: string,
  devices: readonly string[],
  signal: AbortSignal,
): Promise<void> => {
  if (devices.length === 0) return
  const answers = await database.transact(
    devices.map((device) => ({ op: 'select', table: 'Port', where: [['name', '==', device]], columns: ['_uuid'] })),
    signal,
  )
  const ids = answers.flatMap((answer) => rowsOf(answer, z.object({ uuid: ovsUuid })).map((row) => row.uuid))
  if (ids.length === 0) return
  const mutations = [['ports', 'delete', ['set', ids]]]
  // Rows that nothing refers to are collected by the database itself (RFC 7047 § 3.2, isRoot).
  await database.transact(
    [{ op: 'mutate', table: 'Bridge', where: [['name', '==', bridge]], mutations }, nextTurn],
    signal,
  )
}
