import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '#postgres/testing'
import { attach, attachmentOf, wishState } from '../attachment/store.ts'
import { layExchange, type Bench } from '../testing.ts'
import { familiesOf, isAnswering, isCarrying, isPeering, isReached, type SessionFinding } from './model.ts'
import { forgetUnwished, foundOf, recordPorts, recordSessions, recordSighting, recordTests } from './store.ts'

let database: TestDatabase
let bench: Bench
beforeEach(async () => {
  database = await testDatabase()
  bench = await layExchange(database.db)
  await attach(database.db, bench.wish(1, { mac: '02:00:00:00:00:61' }))
})
afterEach(() => database.close())

const later = (seconds: number) => new Date(bench.now.getTime() + seconds * 1000)
const id = () => bench.wish(1).serviceId
const generation = async () => (await attachmentOf(database.db, id()))?.generation ?? 0
const portId = () => bench.ports[0] ?? ''
const found = () => foundOf(database.db, id())
const see = async (seconds: number, changes: object = {}) =>
  recordPorts(
    database.db,
    [
      {
        portId: portId(),
        generation: await generation(),
        state: 'quarantine',
        link: 'up',
        errors: 0,
        macs: [],
        ...changes,
      },
    ],
    later(seconds),
  )
const yes = { v4: true, v6: true }

test('what nobody looked at is not known', async () => {
  expect(await found()).toEqual({ port: null, sessions: [], routes: [], routeServers: ['rs1', 'rs2'] })
  expect(await foundOf(database.db, bench.wish(9).serviceId)).toMatchObject({ port: null, routeServers: [] })
})

test('only what matters is news, and an older look never wins', async () => {
  expect(await see(1)).toEqual([portId()])
  expect(await see(2)).toEqual([])
  expect((await found()).port).toMatchObject({ applied: true, link: 'up', at: later(2), changedAt: later(1) })
  expect(await see(3, { errors: 4 })).toEqual([portId()])
  expect(await see(4, { errors: 9 })).toEqual([])
  expect(await see(5, { link: 'down' })).toEqual([portId()])
  expect(await see(4, { link: 'up' })).toEqual([])
  expect((await found()).port).toMatchObject({ link: 'down', changedAt: later(5) })
  expect(await see(6, { link: 'down', macs: ['02:00:00:00:00:61'] })).toEqual([portId()])
})

test('what was tested counts for the wish under which it was', async () => {
  await see(1)
  const of = { portId: portId(), generation: await generation() }
  expect(await recordTests(database.db, { ...of, carries: yes, answers: null }, later(2))).toBe(true)
  expect(await recordTests(database.db, { ...of, carries: yes, answers: null }, later(3))).toBe(false)
  expect(await recordTests(database.db, { ...of, carries: null, answers: { v4: true, v6: false } }, later(4))).toBe(
    true,
  )
  expect(isCarrying(await found())).toBe(true)
  expect(isAnswering(await found())).toBe(false)
  expect(await recordTests(database.db, { ...of, carries: null, answers: yes }, later(5))).toBe(true)
  expect(isAnswering(await found())).toBe(true)
  await wishState(database.db, id(), 'production', bench.now)
  expect(isAnswering(await found())).toBe(false)
  expect(
    await recordTests(database.db, { ...of, generation: await generation(), carries: yes, answers: yes }, later(6)),
  ).toBe(false)
  await see(7, { state: 'production' })
  expect((await found()).port).toMatchObject({ applied: true, carriesV4: null, answersV4: null, testedAt: null })
})

const routeServer = async (handle: string) => {
  const { rows } = await sql<{ id: string }>`select id from exchange.route_server where handle = ${handle}`.execute(
    database.db,
  )
  return { id: rows[0]?.id ?? '', generation: await generation() }
}
const session = async (family: 4 | 6, changes: Partial<SessionFinding> = {}): Promise<SessionFinding> => ({
  serviceId: id(),
  wished: await generation(),
  family,
  state: 'established',
  since: bench.now,
  imported: 1,
  filtered: 0,
  exported: 5,
  lastError: null,
  ...changes,
})

test('peering is four sessions: two route servers, two families', async () => {
  await wishState(database.db, id(), 'production', bench.now)
  for (const handle of ['rs1', 'rs2'] as const) {
    expect(isPeering(await found())).toBe(false)
    const server = await routeServer(handle)
    expect(await recordSessions(database.db, server, [await session(4), await session(6)], later(1))).toEqual([id()])
    expect(
      await recordSessions(database.db, server, [await session(4, { exported: 9 }), await session(6)], later(2)),
    ).toEqual([])
  }
  expect(isPeering(await found())).toBe(true)
  expect(
    await recordSessions(
      database.db,
      await routeServer('rs2'),
      [await session(6, { state: 'down', lastError: 'Hold timer expired' })],
      later(3),
    ),
  ).toEqual([id()])
  expect(isPeering(await found())).toBe(false)
})

test('a finding about a former wish is dropped, and a new wish starts with none', async () => {
  const server = await routeServer('rs1')
  expect(await recordSessions(database.db, server, [await session(4)], later(1))).toEqual([])
  await wishState(database.db, id(), 'production', bench.now)
  const before = await session(4)
  const wished = await generation()
  const sighting = { prefix: '198.51.100.0/24', witness: 'AS64499', pinged: true }
  await recordSessions(database.db, server, [before], later(1))
  await recordSighting(database.db, { serviceId: id(), wished, family: 4, sighting }, later(1))
  await wishState(database.db, id(), 'suspended', bench.now)
  await wishState(database.db, id(), 'production', bench.now)
  expect(await recordSessions(database.db, server, [before], later(2))).toEqual([])
  expect(await recordSighting(database.db, { serviceId: id(), wished, family: 4, sighting }, later(2))).toBe(false)
  expect(await found()).toMatchObject({ sessions: [], routes: [] })
})

test('a route counts where another reached it, in each family that the member announces', async () => {
  await wishState(database.db, id(), 'production', bench.now)
  const wished = await generation()
  const see4 = (pinged: boolean, seconds: number) =>
    recordSighting(
      database.db,
      { serviceId: id(), wished, family: 4, sighting: { prefix: '198.51.100.0/24', witness: 'AS64499', pinged } },
      later(seconds),
    )
  expect(await see4(false, 1)).toBe(true)
  expect(isReached(await found(), ['198.51.100.0/24'])).toBe(false)
  expect(await see4(true, 2)).toBe(true)
  expect(await see4(true, 3)).toBe(false)
  expect(isReached(await found(), ['198.51.100.0/24'])).toBe(true)
  expect(isReached(await found(), ['198.51.100.0/24', '2001:db8:4f00::/40'])).toBe(false)
  expect(await recordSighting(database.db, { serviceId: id(), wished, family: 4, sighting: null }, later(4))).toBe(true)
  expect(isReached(await found(), ['198.51.100.0/24'])).toBe(false)
})

test('a member without known prefixes is looked for in both families', () => {
  expect(familiesOf([])).toEqual([4, 6])
  expect(familiesOf(['2001:db8::/48'])).toEqual([6])
})

test('what is still told of a service that wishes no peering is forgotten', async () => {
  await wishState(database.db, id(), 'production', bench.now)
  await recordSessions(database.db, await routeServer('rs1'), [await session(4)], later(1))
  expect(await forgetUnwished(database.db, bench.site.id)).toEqual([])
  await sql`update exchange.attachment set state = 'off'`.execute(database.db)
  expect(await forgetUnwished(database.db, bench.site.id)).toEqual([id()])
  expect((await found()).sessions).toEqual([])
})
