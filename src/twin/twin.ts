import { mkdir } from 'node:fs/promises'
import type { Fabric, RouteServer, Witnesses } from '#exchange/ports'
import { deviceName, type FabricBase, routeServerPort, startFabric } from './fabric-base.ts'
import type { Watch } from './daemon.ts'
import type { PluggedMember } from './members.ts'
import { namesOf, RUN_ROOT, type TwinNames } from './names.ts'
import { type Cable, cableLines, dressCable, ipBatch } from './namespaces.ts'
import { plugger } from './plug.ts'
import { hostOf, lengthOf, PORT, siteMac, type TwinMember, type TwinSite } from './site.ts'
import { makeCell, type StartedRouteServer, type StartedSpeaker, startRouteServer, startSpeaker } from './speakers.ts'
import { type TwinStatus, twinStatus } from './status.ts'
import { stopTwin } from './stop.ts'
import { type Wake, waker, wakingFabric, wakingRouteServer } from './wake.ts'
import { memberWitness, twinWitnesses } from './witnesses.ts'

export interface TwinOptions {
  readonly dataFolder: string
  readonly site: TwinSite
  /** Told of a daemon that died, and of one that could not be brought back. */
  readonly trouble: (fault: unknown) => void
}

/** The site on this machine: its devices behind the exchange's ports, and its customers' equipment. */
export interface Twin {
  readonly fabrics: ReadonlyMap<string, Fabric>
  readonly routeServers: ReadonlyMap<string, RouteServer>
  readonly witnesses: Witnesses
  /** Which routers stand at which port; idempotent. Others are taken away. */
  plug(members: readonly TwinMember[], signal: AbortSignal): Promise<void>
  status(): Promise<TwinStatus>
  stop(): Promise<void>
}

interface SiteCable extends Cable {
  readonly device: string
  readonly more: readonly { readonly v4: string; readonly v6: string }[]
}

/** The site's own cables: route servers, collector, quarantine responder. */
const siteCables = (names: TwinNames, site: TwinSite): readonly SiteCable[] => {
  const on = (address: { readonly v4: string; readonly v6: string }) => ({
    v4: `${hostOf(address.v4)}/${lengthOf(site.lan.v4)}`,
    v6: `${hostOf(address.v6)}/${lengthOf(site.lan.v6)}`,
  })
  const cable = (
    namespace: string,
    port: number,
    address: { readonly v4: string; readonly v6: string },
  ): SiteCable => ({
    namespace,
    device: deviceName(0, port),
    mac: siteMac(port),
    ...on(address),
    more: [],
  })
  return [
    ...site.routeServers.map((one, at) => cable(names.routeServer(one.handle), routeServerPort(at), one)),
    cable(names.collector, PORT.collector, site.collector),
    { ...cable(names.responder, PORT.responder, site.collector), more: (site.responders ?? []).map(on) },
  ]
}

interface Base {
  readonly names: TwinNames
  readonly fabric: FabricBase
  readonly routeServers: readonly StartedRouteServer[]
  readonly collector: StartedSpeaker
}

const START_MS = 30_000

/** From nothing to switches, route servers and collector that speak with each other; no member yet. */
const buildBase = async (
  o: TwinOptions,
  watch: Watch,
  revived: (routeServer: TwinSite['routeServers'][number]) => void,
): Promise<Base> => {
  const names = namesOf(o.dataFolder)
  // Left by a server that was killed: its daemons know a past that nobody wished since.
  await stopTwin(o.dataFolder)
  await mkdir(RUN_ROOT, { recursive: true, mode: 0o755 })
  await mkdir(names.runDir, { recursive: true, mode: 0o700 })
  await makeCell()
  const cables = siteCables(names, o.site)
  await ipBatch([`netns add ${names.fabric}`, ...cableLines(names.fabric, cables)])
  const [fabric] = await Promise.all([
    startFabric(names, o.site, watch),
    ...cables.map((cable) => dressCable(cable, cable.more)),
  ])
  const [routeServers, collector] = await Promise.all([
    Promise.all(
      o.site.routeServers.map((one) =>
        startRouteServer(names, o.site, one, { watch, revived: async () => revived(one) }),
      ),
    ),
    startSpeaker(
      o.site,
      {
        ...o.site.collector,
        name: o.site.collector.handle,
        namespace: names.collector,
        path: `${names.runDir}/collector`,
        prefixes: [],
      },
      watch,
    ),
    fabric.wire(AbortSignal.timeout(START_MS)),
  ])
  return { names, fabric, routeServers, collector }
}

export const startTwin = async (o: TwinOptions): Promise<Twin> => {
  const there = new Map<string, PluggedMember>()
  const members = (): readonly PluggedMember[] => [...there.values()]
  let isOver = false
  const watch: Watch = {
    isOver: () => isOver,
    trouble: (fault) => {
      if (!isOver) o.trouble(fault)
    },
  }
  const { routeServers } = o.site
  const press = waker(watch.isOver)
  const wake = (some: Partial<Wake>): void => press({ members: members(), routeServers, unanswered: false, ...some })
  const end = async (): Promise<void> => {
    isOver = true
    await stopTwin(o.dataFolder)
  }

  let base: Base
  try {
    base = await buildBase(o, watch, (one) => wake({ routeServers: [one] }))
  } catch (fault) {
    await end()
    throw fault
  }
  const { names, fabric, collector } = base
  return {
    fabrics: new Map(
      [...fabric.switches].map(([handle, adapter]) => [
        handle,
        wakingFabric(adapter, handle, members, (some) => wake({ members: some, unanswered: true })),
      ]),
    ),
    routeServers: new Map(
      base.routeServers.map(({ site, adapter }) => [
        site.handle,
        wakingRouteServer(adapter, members, (some) => wake({ members: some, routeServers: [site] })),
      ]),
    ),
    witnesses: twinWitnesses({
      members: () => members().map(memberWitness),
      collector: {
        name: o.site.collector.handle,
        asn: o.site.collector.asn,
        namespace: names.collector,
        at: { name: o.site.collector.handle, socket: collector.speaker.socket },
      },
      responder: names.responder,
    }),
    plug: plugger({ names, site: o.site, fabric, watch, wake: (some) => wake({ members: some }) }, there),
    status: () => twinStatus(o.dataFolder),
    async stop() {
      fabric.database.close()
      await end()
    },
  }
}
