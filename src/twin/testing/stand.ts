import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { WishedPort, WishedRouteServer } from '#exchange/ports'
import { canRun, sayHindrance } from '../can-run.ts'
import type { TwinMember, TwinSite } from '../site.ts'
import { startTwin, type Twin } from '../twin.ts'

/** A twin of a small site for a test, and the wishes that bring its members to life. */

const hindrances = await canRun()
/** Why live tests are not run here; said aloud, because a silent gap looks like a proof. */
export const hindrance: string | null = hindrances.map((one) => sayHindrance(one, 'en')).join('; ') || null
if (hindrance !== null) console.warn(`NOT RUN, real daemons are missing: ${hindrance}`)

export const site: TwinSite = {
  lan: { v4: '203.0.113.0/24', v6: '2001:db8:0:1::/64', vlan: 100, quarantineVlan: 900 },
  switches: [{ handle: 'sw1' }],
  routeServers: [
    { handle: 'rs1', asn: 64496, v4: '203.0.113.1', v6: '2001:db8:0:1::1' },
    { handle: 'rs2', asn: 64496, v4: '203.0.113.2', v6: '2001:db8:0:1::2' },
  ],
  collector: { handle: 'collector', asn: 64496, v4: '203.0.113.3', v6: '2001:db8:0:1::3' },
  responders: [{ v4: '203.0.113.19', v6: '2001:db8:0:1::19' }],
}

export interface Stand {
  readonly twin: Twin
  readonly dataFolder: string
  readonly troubles: unknown[]
  readonly close: () => Promise<void>
}

export const makeStand = async (of: TwinSite = site): Promise<Stand> => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'vesontio-twin-'))
  const troubles: unknown[] = []
  const twin = await startTwin({ dataFolder, site: of, trouble: (fault) => troubles.push(fault) })
  return {
    twin,
    dataFolder,
    troubles,
    close: async () => {
      await twin.stop()
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
}

export const signal = (): AbortSignal => AbortSignal.timeout(60_000)

/** The n-th customer, on port n. */
export const member = (n: number, over: Partial<TwinMember> = {}): TwinMember => ({
  switch: 'sw1',
  port: n,
  asn: 64_510 + n,
  v4: `203.0.113.${20 + n}`,
  v6: `2001:db8:0:1::${(20 + n).toString(16)}`,
  mac: `02:00:00:00:00:${n.toString(16).padStart(2, '0')}`,
  prefixes: [`198.18.${n}.0/24`, `2001:db8:${(256 + n).toString(16)}::/48`],
  ...over,
})

let generation = 0
/** Each wish is newer than the one before. */
const nextGeneration = (): number => (generation += 1)

export const portOf = (one: TwinMember, state: WishedPort['state'], over: Partial<WishedPort> = {}): WishedPort => ({
  number: one.port,
  state,
  vlan: site.lan.vlan,
  quarantineVlan: site.lan.quarantineVlan,
  mac: one.mac,
  v4: one.v4,
  v6: one.v6,
  generation: nextGeneration(),
  ...over,
})

export const peersOf = (members: readonly TwinMember[]): WishedRouteServer['peers'] =>
  members.map((one) => ({
    serviceId: `service-${one.port}`,
    asn: one.asn,
    v4: one.v4,
    v6: one.v6,
    prefixes: one.prefixes,
    maxPrefixV4: 10,
    maxPrefixV6: 10,
  }))

export const tellRouteServers = async (twin: Twin, peers: WishedRouteServer['peers']): Promise<void> => {
  const at = nextGeneration()
  await Promise.all(
    site.routeServers.map(async (one) =>
      twin.routeServers.get(one.handle)?.apply(
        {
          asn: one.asn,
          routerId: one.v4,
          v4: one.v4,
          v6: one.v6,
          lanV4: site.lan.v4,
          lanV6: site.lan.v6,
          bogons: ['10.0.0.0/8', 'fc00::/7'],
          peers,
          generation: at,
        },
        signal(),
      ),
    ),
  )
}

/** Routers plugged in, ports in production, sessions wished: what an exchange does for its members. */
export const connect = async (twin: Twin, members: readonly TwinMember[], fresh = members): Promise<void> => {
  const perSwitch = [...twin.fabrics].map(([handle, fabric]) => {
    const ports = fresh.filter((one) => one.switch === handle).map((one) => portOf(one, 'production'))
    return ports.length === 0 ? Promise.resolve() : fabric.apply(ports, signal())
  })
  await Promise.all([twin.plug(members, signal()), tellRouteServers(twin, peersOf(members)), ...perSwitch])
}

/** Until it holds; the time is only the bound of a failure. */
export const until = async (holds: () => Promise<boolean>, about: string, mostMs = 60_000): Promise<void> => {
  const end = performance.now() + mostMs
  for (;;) {
    if (await holds()) return
    if (performance.now() > end) throw new Error(`not in ${mostMs} ms: ${about}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

export const isSeen = async (twin: Twin, one: TwinMember): Promise<boolean> => {
  const families = [
    { family: 4, nextHop: one.v4 },
    { family: 6, nextHop: one.v6 },
  ] as const
  const seen = await Promise.all(families.map((of) => twin.witnesses.sighting({ asn: one.asn, ...of }, signal())))
  return seen.every((sighting) => sighting?.pinged === true)
}

export const untilSeen = (twin: Twin, one: TwinMember): Promise<void> =>
  until(() => isSeen(twin, one), `AS${one.asn} seen and pinged at another member, v4 and v6`)
