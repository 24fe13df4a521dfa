import { type Clock, messageOf, type Reconciler, say } from '#kernel'
import { lanOf, listPorts, plugged, quarantineResponder, routeServersOf } from '#exchange'
import type { Fabric, RouteServer, Witnesses } from '#exchange/ports'
import type { Db } from '#postgres'
import { type House } from '#server'
import { installTwin, sayHindrance, startTwin, stopTwin, type Twin, type TwinMember, type TwinSite } from '#twin'
import { type StartWord, startWords } from './start-words.ts'

export interface TwinAsked {
  readonly db: Db
  readonly clock: Clock
  readonly siteId: string
  readonly dataFolder: string
  readonly trouble: (fault: unknown) => void
  /** A line for the person who watches the start. */
  readonly tell: (word: StartWord, values?: object) => void
}

/** The exchange's devices, as far as there are any. */
export interface Devices {
  readonly fabrics: ReadonlyMap<string, Fabric>
  readonly routeServers: ReadonlyMap<string, RouteServer>
  readonly witnesses: Witnesses | null
  /** Of the devices' own: members' routers are plugged into the twin as they are wished. */
  readonly reconcilers: readonly Reconciler[]
}

export const noDevices: Devices = { fabrics: new Map(), routeServers: new Map(), witnesses: null, reconcilers: [] }

const HALF_BUILT_MS = 1500

type Told = ReturnType<House['twin']>

/** The twin of this data folder, while it comes up, stands, or cannot. */
export interface TwinHouse {
  readonly told: () => Told
  /** Never throws: without a twin the rest works. */
  readonly start: () => Promise<Devices>
  readonly stop: () => Promise<void>
}

const sentence = (word: StartWord, values: object = {}): Told['says'] => ({
  fr: say(startWords[word], 'fr', values),
  en: say(startWords[word], 'en', values),
})

export const absentTwin = (word: 'twin-off' | 'twin-plant', dataFolder: string): TwinHouse => ({
  told: () => ({ state: 'off', says: sentence(word), missing: [] }),
  start: async () => {
    // What a server that was killed left on the machine; nothing to do, and not ours to do, where we are not root.
    if (process.platform === 'linux' && process.getuid?.() === 0) await stopTwin(dataFolder).catch(() => undefined)
    return noDevices
  },
  stop: async () => undefined,
})

export const twinHouse = (of: TwinAsked): TwinHouse => {
  let told: Told = { state: 'starting', says: sentence('twin-starting'), missing: [] }
  let twin: Twin | undefined
  let starting: Promise<Devices> | undefined
  let stopping = false
  const become = (
    state: Told['state'],
    word: StartWord,
    values: object = {},
    missing: readonly string[] = [],
  ): Devices => {
    told = { state, says: sentence(word, values), missing: [...missing] }
    of.tell(word, values)
    return noDevices
  }

  const start = async (): Promise<Devices> => {
    const site = await siteOf(of.db, of.siteId)
    if (!site) return become('off', 'twin-no-lan')
    const { hindrances } = await installTwin((packages) =>
      of.tell('twin-installing', { packages: packages.join(', ') }),
    )
    if (hindrances.length > 0) {
      const why = (language: 'fr' | 'en') => hindrances.map((hindrance) => sayHindrance(hindrance, language)).join('; ')
      become(
        'missing',
        'twin-missing',
        { why: why('en') },
        hindrances.flatMap((hindrance) => hindrance.programs?.split(', ') ?? []),
      )
      told = { ...told, says: { fr: say(startWords['twin-missing'], 'fr', { why: why('fr') }), en: told.says.en } }
      return noDevices
    }
    const started = await startTwin({ dataFolder: of.dataFolder, site, trouble: of.trouble })
    twin = started
    if (stopping) return noDevices
    become('running', 'twin-running')
    return { ...started, reconcilers: [plugMembers(of, started)] }
  }
  return {
    told: () => told,
    start: () =>
      (starting ??= start().catch((fault: unknown) => become('failed', 'twin-failed', { why: messageOf(fault) }))),
    stop: async () => {
      stopping = true
      const before = told.state
      told = { state: 'off', says: sentence('twin-stopped'), missing: [] }
      // Half of a twin is told to go when it stands, or is taken away as it is.
      await Promise.race([starting, new Promise((resolve) => setTimeout(resolve, HALF_BUILT_MS).unref())])
      if (twin) await twin.stop()
      else if (before === 'starting' || before === 'failed') await stopTwin(of.dataFolder).catch(() => undefined)
    },
  }
}

/** The site as the twin must know it, from the database: files that were edited but not applied do not count. */
const siteOf = async (db: Db, siteId: string): Promise<TwinSite | null> => {
  const lan = await lanOf(db, siteId)
  const servers = await routeServersOf(db, siteId)
  const ports = await listPorts(db, siteId)
  const switches = [
    ...new Set(ports.filter(({ driver }) => driver === 'open-vswitch').map(({ switchHandle }) => switchHandle)),
  ]
  const collector = servers.find(({ kind }) => kind === 'collector')
  if (!lan || !collector || switches.length === 0) return null
  return {
    lan,
    switches: switches.map((handle) => ({ handle })),
    routeServers: servers.filter(({ kind }) => kind === 'route-server'),
    collector,
    responders: [quarantineResponder(lan)],
  }
}

/** The customers' side: in the twin, who is wished on a port has a router plugged into it. */
const plugMembers = (
  { db, siteId }: TwinAsked,
  twin: Twin,
): Reconciler<readonly TwinMember[], null, readonly TwinMember[]> => ({
  name: 'twin-members',
  everySeconds: 10,
  wakes: ['wish'],
  look: async () => {
    const members = await plugged(db, siteId)
    return {
      wish: members.map(({ switchHandle, portNumber, ...member }) => ({
        ...member,
        switch: switchHandle,
        port: portNumber,
      })),
      found: null,
    }
  },
  plan: (wish) => [wish],
  apply: (wish, signal) => twin.plug(wish, signal),
})
