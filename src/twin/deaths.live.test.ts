import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { listNamespaces } from './namespaces.ts'
import { namesOf } from './names.ts'
import { stopTwin } from './stop.ts'
import { twinStatus } from './status.ts'
import {
  connect,
  hindrance,
  isSeen,
  makeStand,
  member,
  portOf,
  signal,
  site,
  type Stand,
  until,
  untilSeen,
} from './testing/stand.ts'

const stands: Stand[] = []
const fresh = async (): Promise<Stand> => {
  const stand = await makeStand()
  stands.push(stand)
  return stand
}
afterEach(async () => {
  for (const stand of stands.splice(0)) await stand.close()
})

const pidsOf = async (stand: Stand, program: string, namespace?: string): Promise<readonly number[]> =>
  (await stand.twin.status()).namespaces
    .filter(({ name }) => namespace === undefined || name === namespace)
    .flatMap(({ processes }) => processes.filter((one) => one.program === program).map(({ pid }) => pid))
const killAll = (pids: readonly number[]): void => {
  expect(pids).not.toHaveLength(0)
  for (const pid of pids) process.kill(pid, 'SIGKILL')
}
const fabricOf = (stand: Stand) => {
  const fabric = stand.twin.fabrics.get('sw1')
  if (fabric === undefined) throw new Error('no switch')
  return fabric
}

describe.skipIf(hindrance !== null)('deaths', () => {
  const members = [member(1), member(2)]

  test('BIRD killed: it comes back with the generation that it had, and so do its sessions', async () => {
    const stand = await fresh()
    await connect(stand.twin, members)
    await untilSeen(stand.twin, members[0] ?? member(1))
    const rs = stand.twin.routeServers.get('rs1')
    const established = async () => {
      const held = await rs?.look(signal()).catch(() => null)
      return held?.sessions.length === 4 && held.sessions.every((s) => s.state === 'established')
        ? held.generation
        : null
    }
    await until(async () => (await established()) !== null, 'four sessions')
    const before = await established()
    killAll(await pidsOf(stand, 'bird', namesOf(stand.dataFolder).routeServer('rs1')))
    await until(async () => (await rs?.look(signal()).catch(() => null)) === null, 'it is gone')
    await until(async () => (await established()) !== null, 'its sessions are back')
    expect(await established()).toBe(before)
    expect(stand.troubles.map(String)).toEqual(['Fault: rs1: died and is started again'])
  })

  test('Open vSwitch killed: a look says that nothing is applied; the same wish brings everything back', async () => {
    const stand = await fresh()
    await connect(stand.twin, members)
    await untilSeen(stand.twin, members[0] ?? member(1))
    const ports = members.map((one) => portOf(one, 'production'))
    await fabricOf(stand).apply(ports, signal())
    killAll(await pidsOf(stand, 'ovs-vswitchd'))
    const look = () =>
      fabricOf(stand)
        .look(signal())
        .catch(() => null)
    await until(
      async () => (await look())?.every((port) => port.generation === null && port.link === 'up') === true,
      'it answers, told nothing',
    )
    await fabricOf(stand).apply(ports, signal())
    expect((await look())?.map(({ state, generation }) => [state, generation])).toEqual(
      ports.map(({ generation }) => ['production', generation]),
    )
    for (const one of members) await untilSeen(stand.twin, one)
  })

  test('its database killed: what it holds is still told', async () => {
    const stand = await fresh()
    await connect(stand.twin, members)
    await untilSeen(stand.twin, members[0] ?? member(1))
    killAll(await pidsOf(stand, 'ovsdb-server'))
    await until(async () => {
      const ports = await fabricOf(stand)
        .look(signal())
        .catch(() => [])
      return ports.length === 2 && ports.every(({ state }) => state === 'production')
    }, 'the database answers again')
    expect(await isSeen(stand.twin, members[1] ?? member(2))).toBe(true)
    await connect(stand.twin, [...members, member(3)], [member(3)])
    await untilSeen(stand.twin, member(3))
  })

  test('a member’s router killed: it is started again and calls again', async () => {
    const stand = await fresh()
    await connect(stand.twin, members)
    await untilSeen(stand.twin, members[0] ?? member(1))
    killAll(await pidsOf(stand, 'bgpd', namesOf(stand.dataFolder).member(0, 1)))
    await until(async () => stand.troubles.length > 0, 'its death is told')
    await until(
      async () => (await pidsOf(stand, 'bgpd', namesOf(stand.dataFolder).member(0, 1))).length > 0,
      'it runs again',
    )
    await untilSeen(stand.twin, members[0] ?? member(1))
  })

  test('the server killed: the next start stands on clean ground', async () => {
    const dataFolder = await mkdtemp(join(tmpdir(), 'vesontio-twin-'))
    const script = `
      import { startTwin } from '${import.meta.dirname}/twin.ts'
      import { member } from '${import.meta.dirname}/testing/stand.ts'
      const twin = await startTwin({ dataFolder: ${JSON.stringify(dataFolder)}, site: ${JSON.stringify(site)}, trouble: () => {} })
      await twin.plug([member(1), member(2)], AbortSignal.timeout(60000))
      process.kill(process.pid, 'SIGKILL')
    `
    const server = spawn('node', ['--import', 'tsx', '--input-type=module', '-e', script], { stdio: 'ignore' })
    const end = await new Promise((resolve) => server.once('exit', (code, by) => resolve(by ?? code)))
    expect(end).toBe('SIGKILL')
    const orphans = (await twinStatus(dataFolder)).namespaces
    expect(orphans.map(({ name }) => name)).toContain(namesOf(dataFolder).member(0, 2))
    expect(orphans.flatMap(({ processes }) => processes).length).toBeGreaterThan(10)

    const { startTwin } = await import('./twin.ts')
    const twin = await startTwin({ dataFolder, site, trouble: () => {} })
    await connect(twin, members)
    await untilSeen(twin, members[0] ?? member(1))
    const old = new Set(orphans.flatMap(({ processes }) => processes.map(({ pid }) => pid)))
    const now = (await twin.status()).namespaces.flatMap(({ processes }) => processes.map(({ pid }) => pid))
    expect(now.filter((pid) => old.has(pid))).toEqual([])
    await twin.stop()
    expect(await listNamespaces(namesOf(dataFolder).prefix)).toEqual([])
    await rm(dataFolder, { recursive: true, force: true })
  })

  test('two twins stand side by side; one that is stopped, twice, does not touch the other', async () => {
    const [first, second] = [await fresh(), await fresh()]
    await Promise.all([connect(first.twin, members), connect(second.twin, members)])
    await untilSeen(second.twin, members[0] ?? member(1))
    const before = (await second.twin.status()).namespaces
    await first.twin.stop()
    expect(await stopTwin(first.dataFolder)).toEqual({ namespaces: 0 })
    expect((await twinStatus(first.dataFolder)).namespaces).toEqual([])
    const pids = (all: typeof before) =>
      all.flatMap(({ name, processes }) => processes.map(({ pid }) => `${name} ${pid}`))
    expect(pids((await second.twin.status()).namespaces)).toEqual(pids(before))
    expect(await isSeen(second.twin, members[0] ?? member(1))).toBe(true)
    expect(second.troubles).toEqual([])
  })
})

describe.skipIf(hindrance !== null)('two switches', () => {
  test('members on both learn of each other; quarantine reaches the responder across the uplink', async () => {
    const stand = await makeStand({ ...site, switches: [{ handle: 'sw1' }, { handle: 'sw2' }] })
    stands.push(stand)
    const [here, there] = [member(1), member(2, { switch: 'sw2' })]
    const far = { ...member(3), switch: 'sw2', port: 1 }
    await connect(stand.twin, [here, there, far])
    for (const one of [here, there, far]) await untilSeen(stand.twin, one)
    const other = stand.twin.fabrics.get('sw2')
    await other?.apply([portOf(far, 'quarantine', { mac: null })], signal())
    expect(await stand.twin.witnesses.answers({ ...far, vlan: 900 }, signal())).toEqual({ v4: true, v6: true })
    expect(await other?.probe(1, { v4: '203.0.113.19', v6: '2001:db8:0:1::19' }, signal())).toEqual({
      v4: true,
      v6: true,
    })
    expect((await other?.look(signal()))?.find(({ number }) => number === 1)?.macs).toEqual([far.mac])
    for (const one of [here, there]) await untilSeen(stand.twin, one)
  })
})
