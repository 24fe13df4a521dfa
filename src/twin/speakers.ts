import { mkdir, rename, writeFile } from 'node:fs/promises'
import { bird, renderConfig, UNTOLD, type BirdOptions } from '#devices/bird'
import { renderSpeaker, type Speaker } from '#devices/openbgpd'
import type { RouteServer } from '#exchange/ports'
import { ask } from './command.ts'
import { type Daemon, startDaemon, type Watch } from './daemon.ts'
import type { TwinNames } from './names.ts'
import { hostOf, type TwinSite } from './site.ts'

/** Who speaks BGP: BIRD as route server, OpenBGPD as a member's router and as the collector. */

export type TwinRouteServer = TwinSite['routeServers'][number]

export interface StartedRouteServer {
  readonly site: TwinRouteServer
  readonly adapter: RouteServer
}

/** A twin's sessions try again at once: nobody is protected by waiting. */
const WAIT_SECONDS: readonly [number, number] = [1, 5]

export const startRouteServer = async (
  names: TwinNames,
  site: TwinSite,
  one: TwinRouteServer,
  on: { readonly watch: Watch; readonly revived: () => Promise<void> },
): Promise<StartedRouteServer> => {
  const dir = names.runDir
  const options: BirdOptions = {
    name: one.handle,
    socket: `${dir}/${one.handle}.sock`,
    configFile: `${dir}/${one.handle}.conf`,
    logFile: `${dir}/${one.handle}.log`,
    listeners: [
      {
        name: site.collector.handle,
        asn: site.collector.asn,
        v4: hostOf(site.collector.v4),
        v6: hostOf(site.collector.v6),
      },
    ],
    waitSeconds: WAIT_SECONDS,
  }
  const untold = {
    asn: one.asn,
    routerId: hostOf(one.v4),
    v4: one.v4,
    v6: one.v6,
    lanV4: site.lan.v4,
    lanV6: site.lan.v6,
    bogons: [],
    peers: [],
    generation: UNTOLD,
  }
  await writeFile(options.configFile, renderConfig(untold, options), { mode: 0o600 })
  await startDaemon(
    {
      name: one.handle,
      namespace: names.routeServer(one.handle),
      command: ['bird', '-f', '-c', options.configFile, '-s', options.socket],
      logFile: `${dir}/${one.handle}.out`,
      socket: options.socket,
      revived: on.revived,
    },
    on.watch,
  )
  return { site: one, adapter: bird(options) }
}

/** Where OpenBGPD locks itself in; its package leaves the folder to systemd, and it wants root as the owner. */
export const makeCell = async (): Promise<void> => {
  await mkdir('/run/openbgpd', { recursive: true, mode: 0o755 })
}

export interface StartedSpeaker {
  readonly speaker: Speaker
  readonly daemon: Daemon
  /** Writes the configuration anew and has it read. */
  readonly change: (prefixes: readonly string[]) => Promise<void>
}

const write = async (file: string, speaker: Speaker): Promise<void> => {
  await writeFile(`${file}.next`, renderSpeaker(speaker), { mode: 0o600 })
  await rename(`${file}.next`, file)
}

export interface SpeakerPlan {
  readonly name: string
  readonly namespace: string
  /** Without ending: `.conf`, `.sock` and `.out` are made beside it. */
  readonly path: string
  readonly asn: number
  readonly v4: string
  readonly v6: string
  readonly prefixes: readonly string[]
}

export const startSpeaker = async (site: TwinSite, plan: SpeakerPlan, watch: Watch): Promise<StartedSpeaker> => {
  const file = `${plan.path}.conf`
  const speaker: Speaker = {
    asn: plan.asn,
    v4: hostOf(plan.v4),
    v6: hostOf(plan.v6),
    prefixes: plan.prefixes,
    neighbors: site.routeServers.map((one) => ({
      name: one.handle,
      asn: one.asn,
      v4: hostOf(one.v4),
      v6: hostOf(one.v6),
    })),
    socket: `${plan.path}.sock`,
  }
  await write(file, speaker)
  const daemon = await startDaemon(
    {
      name: plan.name,
      namespace: plan.namespace,
      command: ['bgpd', '-d', '-f', file],
      logFile: `${plan.path}.out`,
      socket: speaker.socket,
    },
    watch,
  )
  return {
    speaker,
    daemon,
    change: async (prefixes) => {
      await write(file, { ...speaker, prefixes })
      await ask(['bgpctl', '-s', speaker.socket, 'reload'])
    },
  }
}
