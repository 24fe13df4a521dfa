import { rm } from 'node:fs/promises'
import {
  type Bridge,
  createBridges,
  openVSwitch,
  type OpenVSwitch,
  Ovsdb,
  type SwitchBase,
} from '#devices/open-vswitch'
import { run } from './command.ts'
import { type DaemonPlan, startDaemon, untilAnswers, type Watch } from './daemon.ts'
import type { TwinNames } from './names.ts'
import { hostOf, PORT, siteMac, type TwinSite } from './site.ts'

/** The peering switches: one Open vSwitch with a bridge per switch, in a namespace of its own. */

const SCHEMA = '/usr/share/openvswitch/vswitch.ovsschema'

export interface FabricBase {
  readonly database: Ovsdb
  readonly switches: ReadonlyMap<string, OpenVSwitch>
  readonly bridgeOf: (switchHandle: string) => string
}

/** Bridges and devices live in the fabric's namespace only, so they need no mark of the data folder. */
const bridgeName = (at: number): string => `sw${at + 1}`
export const deviceName = (switchAt: number, port: number): string => `s${switchAt + 1}p${port}`

/** The first switch carries the route servers, the collector and the responder; each other one hangs on it by one uplink. */
export const switchBases = (site: TwinSite): readonly SwitchBase[] => {
  const { vlan, quarantineVlan } = site.lan
  const routeServers = site.routeServers.map((one, at) => ({
    number: routeServerPort(at),
    v4: hostOf(one.v4),
    v6: hostOf(one.v6),
  }))
  const collector = { number: PORT.collector, v4: hostOf(site.collector.v4), v6: hostOf(site.collector.v6) }
  return site.switches.map((_, at) =>
    at === 0
      ? {
          vlan,
          quarantineVlan,
          sitePorts: [...routeServers, collector].map((port) => ({ ...port, mac: siteMac(port.number) })),
          responder: PORT.responder,
          uplinks: site.switches.slice(1).map((__, other) => PORT.uplink + other),
        }
      : { vlan, quarantineVlan, sitePorts: [], responder: null, uplinks: [PORT.uplink] },
  )
}

/** Numbers 901, 902, then from 905 on: 903 and 904 are the collector's and the responder's. */
export const routeServerPort = (at: number): number => (at < 2 ? PORT.routeServer + at : PORT.responder + at - 1)

const bridges = (site: TwinSite): readonly Bridge[] =>
  site.switches.map((_, at) => ({
    name: bridgeName(at),
    ports:
      at === 0
        ? [...site.routeServers.map((__, rs) => routeServerPort(rs)), PORT.collector, PORT.responder]
            .map((number): Bridge['ports'][number] => ({ device: deviceName(0, number), number }))
            .concat(
              site.switches.slice(1).map((__, other) => ({
                device: `down${other + 2}`,
                number: PORT.uplink + other,
                patchTo: `up${other + 2}`,
              })),
            )
        : [{ device: `up${at + 1}`, number: PORT.uplink, patchTo: `down${at + 1}` }],
  }))

const plans = (names: TwinNames): { readonly database: DaemonPlan; readonly switching: DaemonPlan } => {
  const dir = names.runDir
  const env = { OVS_RUNDIR: dir, OVS_LOGDIR: dir, OVS_DBDIR: dir, OVS_SYSCONFDIR: dir }
  const common = { namespace: names.fabric, env }
  const quiet = ['-vconsole:warn', '-vsyslog:off', '-vfile:off']
  return {
    database: {
      ...common,
      name: 'ovsdb-server',
      command: [
        'ovsdb-server',
        `${dir}/conf.db`,
        `--remote=punix:${dir}/db.sock`,
        `--unixctl=${dir}/ovsdb.ctl`,
        '--no-chdir',
        ...quiet,
      ],
      logFile: `${dir}/ovsdb-server.log`,
      socket: `${dir}/db.sock`,
    },
    switching: {
      ...common,
      name: 'ovs-vswitchd',
      command: ['ovs-vswitchd', `unix:${dir}/db.sock`, `--unixctl=${dir}/vswitchd.ctl`, '--no-chdir', ...quiet],
      logFile: `${dir}/ovs-vswitchd.log`,
      socket: `${dir}/vswitchd.ctl`,
    },
  }
}

/** Starts the switches without ports and flows; the site's cables must be there for `wire`. */
export const startFabric = async (
  names: TwinNames,
  site: TwinSite,
  watch: Watch,
): Promise<FabricBase & { readonly wire: (signal: AbortSignal) => Promise<void> }> => {
  const dir = names.runDir
  await rm(`${dir}/conf.db`, { force: true })
  await run(['ovsdb-tool', 'create', `${dir}/conf.db`, SCHEMA])
  const plan = plans(names)
  const database = new Ovsdb({ socket: `${dir}/db.sock`, device: 'ovsdb-server' })
  const bases = switchBases(site)
  const switches = new Map(
    site.switches.map(({ handle }, at) => {
      const base = bases[at]
      if (base === undefined) throw new Error(`no base for switch ${handle}`)
      const bridge = bridgeName(at)
      return [
        handle,
        openVSwitch({
          name: handle,
          database,
          bridge,
          managementSocket: `${dir}/${bridge}.mgmt`,
          base,
          switchNumber: at + 1,
        }),
      ] as const
    }),
  )
  const layBases = async (): Promise<void> => {
    const signal = AbortSignal.timeout(LAY_MS)
    await Promise.all(
      site.switches.map(async (_, at) => {
        await untilAnswers(
          { ...plan.switching, name: bridgeName(at), socket: `${dir}/${bridgeName(at)}.mgmt` },
          () => !signal.aborted,
        )
      }),
    )
    for (const one of switches.values()) await one.layBase(signal)
  }
  await startDaemon(plan.database, watch)
  // What the members' ports carried is brought back by whoever wished it: a look shows that nothing is applied.
  await startDaemon({ ...plan.switching, revived: layBases }, watch)
  return {
    database,
    switches,
    bridgeOf: (handle) => bridgeName(site.switches.findIndex((one) => one.handle === handle)),
    wire: async (signal) => {
      await createBridges(database, bridges(site), signal)
      await layBases()
    },
  }
}

const LAY_MS = 15_000
