import { z } from 'zod'
import type { Fabric, FoundPort, WishedPort } from '#exchange/ports'
import { Fault } from '#kernel'
import { choosePorts, keyOf, readPorts, writePort } from './held-ports.ts'
import { converse, type FlowChange, type HeldFlow, type OpenFlow } from './openflow.ts'
import { DatabaseRefusal, type Ovsdb, ovsMap, ovsOptional, ovsSet, ovsUuid, rowsOf } from './ovsdb.ts'
import { probePort } from './probe.ts'
import {
  BASE_COOKIE,
  COOKIE_PORT_MASK,
  cookieOf,
  generationOfCookie,
  portOfCookie,
  renderBase,
  renderFloods,
  renderPort,
  type SwitchBase,
  TABLE,
} from './render-flows.ts'

interface OpenVSwitchOptions {
  /** The switch's name on the site, used in faults. */
  readonly name: string
  readonly database: Ovsdb
  readonly bridge: string
  /** The bridge's management socket (`<rundir>/<bridge>.mgmt`). */
  readonly managementSocket: string
  readonly base: SwitchBase
  /** Tells this switch's probes from those of the LAN's other switches: 0…255. */
  readonly switchNumber: number
}

export interface OpenVSwitch extends Fabric {
  /** Writes what the switch carries whoever is plugged in. Needed after each start of the daemon, harmless otherwise. */
  layBase(signal: AbortSignal): Promise<void>
}

const interfaceRow = z.object({
  uuid: ovsUuid,
  ofport: ovsOptional(z.number()),
  link_state: ovsOptional(z.string()),
  statistics: ovsMap,
})
type InterfaceRow = z.output<typeof interfaceRow>
const bridgeRow = z.object({ external_ids: ovsMap, ports: ovsSet(ovsUuid) })
const portRow = z.object({ uuid: ovsUuid, interfaces: ovsSet(ovsUuid) })

/** Ports of members are numbered as on the front of the switch; the site's own follow above. */
const MEMBER_PORT_MAX = 512

interface Held {
  readonly ids: ReadonlyMap<string, string | number>
  readonly ports: readonly WishedPort[]
  readonly interfaces: readonly InterfaceRow[]
}

const readDevice = async (o: OpenVSwitchOptions, signal: AbortSignal): Promise<Held> => {
  const select = (table: string, columns: readonly string[], where: readonly unknown[] = []) =>
    ({ op: 'select', table, where, columns }) as const
  const [bridges, ports, interfaces] = await o.database.transact(
    [
      select('Bridge', ['external_ids', 'ports'], [['name', '==', o.bridge]]),
      select('Port', ['_uuid', 'interfaces']),
      select('Interface', ['_uuid', 'ofport', 'link_state', 'statistics']),
    ],
    signal,
  )
  const bridge = rowsOf(bridges, bridgeRow)[0]
  if (bridge === undefined) throw new Fault(o.name, `has no bridge ${o.bridge}`)
  const ofBridge = new Set(bridge.ports.map(([, id]) => id))
  const plugged = new Set(
    rowsOf(ports, portRow)
      .filter((port) => ofBridge.has(port.uuid[1]))
      .flatMap((port) => port.interfaces.map(([, id]) => id)),
  )
  return {
    ids: bridge.external_ids,
    ports: readPorts(bridge.external_ids),
    interfaces: rowsOf(interfaces, interfaceRow).filter((one) => plugged.has(one.uuid[1])),
  }
}

/** Which generation the flows of each port bear, and whether the base is there. */
const readApplied = (
  entry: readonly HeldFlow[],
): { readonly applied: ReadonlyMap<number, number>; readonly hasBase: boolean } => ({
  applied: new Map(
    entry
      .filter((flow) => flow.cookie !== BASE_COOKIE)
      .map((flow) => [portOfCookie(flow.cookie), generationOfCookie(flow.cookie)]),
  ),
  hasBase: entry.some((flow) => flow.cookie === BASE_COOKIE),
})

const linkOf = (one: InterfaceRow | undefined): FoundPort['link'] => {
  // A port without an interface has no cable: nothing is plugged in.
  if (one === undefined) return 'down'
  return one.link_state === 'up' || one.link_state === 'down' ? one.link_state : 'unknown'
}

const errorsOf = (one: InterfaceRow | undefined): number | null => {
  const [received, sent] = [one?.statistics.get('rx_errors'), one?.statistics.get('tx_errors')]
  return received === undefined || sent === undefined ? null : Number(received) + Number(sent)
}

const look = async (o: OpenVSwitchOptions, signal: AbortSignal): Promise<readonly FoundPort[]> => {
  const [device, flows] = await Promise.all([
    readDevice(o, signal),
    converse({ socket: o.managementSocket, device: o.name }, signal, async (board) => ({
      entry: await board.flows(TABLE.entry),
      seen: await board.flows(TABLE.seen),
    })),
  ])
  const { applied } = readApplied(flows.entry)
  const held = new Map(device.ports.map((port) => [port.number, port]))
  const plugged = new Map(device.interfaces.map((one) => [one.ofport ?? -1, one]))
  const numbers = new Set([...held.keys(), ...plugged.keys()].filter((n) => n >= 1 && n <= MEMBER_PORT_MAX))
  return [...numbers]
    .toSorted((a, b) => a - b)
    .map((number) => {
      const port = held.get(number)
      // The daemon forgets its flows when it restarts, the database does not: only both together are held.
      const isApplied = port !== undefined && applied.get(number) === port.generation
      return {
        number,
        generation: isApplied ? port.generation : null,
        state: isApplied ? port.state : null,
        link: linkOf(plugged.get(number)),
        errors: errorsOf(plugged.get(number)),
        macs: flows.seen.flatMap((flow) =>
          portOfCookie(flow.cookie) === number && flow.sender !== null ? [flow.sender] : [],
        ),
      }
    })
}

const MAP_RACES_MAX = 5

const writeHeld = (o: OpenVSwitchOptions, ids: Held['ids'], chosen: readonly WishedPort[], signal: AbortSignal) => {
  const where = [['name', '==', o.bridge]]
  const keys = chosen.map((port) => keyOf(port.number))
  return o.database.transact(
    [
      // Somebody else wrote since we read: refused, and read again.
      {
        op: 'wait',
        table: 'Bridge',
        timeout: 0,
        where,
        columns: ['external_ids'],
        until: '==',
        rows: [{ external_ids: ['map', [...ids]] }],
      },
      {
        op: 'mutate',
        table: 'Bridge',
        where,
        mutations: [
          ['external_ids', 'delete', ['set', keys]],
          ['external_ids', 'insert', ['map', chosen.map((port) => [keyOf(port.number), writePort(port)])]],
        ],
      },
    ],
    signal,
  )
}

const change = (ports: readonly WishedPort[], o: OpenVSwitchOptions): readonly FlowChange[] =>
  ports.flatMap((port) => [
    { deleteCookie: cookieOf(port.number, 0), mask: COOKIE_PORT_MASK },
    ...renderPort(port, o.base, o.switchNumber).map((add) => ({ add })),
  ])

const baseChange = (o: OpenVSwitchOptions): readonly FlowChange[] => [
  { deleteCookie: BASE_COOKIE, mask: COOKIE_PORT_MASK },
  ...renderBase(o.base).map((add) => ({ add })),
]

const checkWish = (o: OpenVSwitchOptions, ports: readonly WishedPort[]): void => {
  for (const port of ports) {
    if (port.number < 1 || port.number > MEMBER_PORT_MAX)
      throw new Fault(o.name, `has no port ${port.number}`, { again: false })
    if (port.vlan !== o.base.vlan || port.quarantineVlan !== o.base.quarantineVlan) {
      throw new Fault(
        o.name,
        `carries VLANs ${o.base.vlan} and ${o.base.quarantineVlan}, not those of port ${port.number}`,
        { again: false },
      )
    }
  }
}

/** Notes first, then flows: a death in between shows as "not applied", because the flows bear the generation too. */
const applyOnce = async (
  o: OpenVSwitchOptions,
  wish: readonly WishedPort[],
  board: OpenFlow,
  signal: AbortSignal,
): Promise<void> => {
  const device = await readDevice(o, signal)
  const { applied, hasBase } = readApplied(await board.flows(TABLE.entry))
  const chosen = choosePorts(wish, device.ports, applied)
  if (chosen.length === 0 && hasBase) return
  if (chosen.length > 0) await writeHeld(o, device.ids, chosen, signal)
  const changed = new Set(chosen.map((port) => port.number))
  const staying = device.ports.filter(
    (port) => !changed.has(port.number) && applied.get(port.number) === port.generation,
  )
  await board.bundle([
    ...(hasBase ? [] : baseChange(o)),
    ...change(chosen, o),
    ...renderFloods([...staying, ...chosen], o.base).map((add) => ({ add })),
  ])
}

const apply = async (o: OpenVSwitchOptions, wish: readonly WishedPort[], signal: AbortSignal): Promise<void> => {
  checkWish(o, wish)
  await converse({ socket: o.managementSocket, device: o.name }, signal, async (board) => {
    for (let race = 1; ; race++) {
      try {
        return await applyOnce(o, wish, board, signal)
      } catch (cause) {
        const lostRace = cause instanceof DatabaseRefusal && cause.reason === 'timed out'
        if (!lostRace || race === MAP_RACES_MAX) throw cause
      }
    }
  })
}

const layBase = async (o: OpenVSwitchOptions, signal: AbortSignal): Promise<void> => {
  const device = await readDevice(o, signal)
  await converse({ socket: o.managementSocket, device: o.name }, signal, async (board) => {
    const { applied } = readApplied(await board.flows(TABLE.entry))
    const here = device.ports.filter((port) => applied.get(port.number) === port.generation)
    await board.bundle([...baseChange(o), ...renderFloods(here, o.base).map((add) => ({ add }))])
  })
}

/** A peering switch of Open vSwitch: its database says what was wished, its flows do it. */
export const openVSwitch = (o: OpenVSwitchOptions): OpenVSwitch => {
  // One change at a time: the second would be judged against what the first has not yet written.
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = (act: () => Promise<void>): Promise<void> => {
    const mine = last.then(act, act)
    last = mine.catch(() => {})
    return mine
  }
  return {
    name: o.name,
    look: (signal) => look(o, signal),
    apply: (ports, signal) => inTurn(() => apply(o, ports, signal)),
    layBase: (signal) => inTurn(() => layBase(o, signal)),
    probe: (port, target, signal) =>
      converse({ socket: o.managementSocket, device: o.name }, signal, (board) =>
        probePort(board, { port, switchNumber: o.switchNumber, target }),
      ),
  }
}
