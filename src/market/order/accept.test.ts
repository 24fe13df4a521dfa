import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '#postgres'
import { testDatabase } from '#postgres/testing'
import { judge } from '../judge.ts'
import { type Bench, asked, layBench, turnAll } from '../testing.ts'
import { admitSignature } from './accept.ts'
import { cancelOrder } from './cancel.ts'
import { findOrder, linesOf } from './store.ts'
import { quotedOrder, signOrder, signedOrder } from './testing.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let bench: Bench
beforeAll(async () => {
  database = await testDatabase({ max: 20 })
  bench = await layBench(database.db, { all: 10, prewired: 10 })
})
afterAll(() => database.close())

const by = { kind: 'system', id: null } as const
const heldPorts = async (): Promise<number> =>
  (
    await sql<{
      n: number
    }>`select count(*)::int as n from market.claim where kind = 'port' and given_back_at is null`.execute(bench.db)
  ).rows[0]?.n ?? 0
const linesIn = async (number: string) => {
  const order = await findOrder(bench.db, number)
  return order
    ? (await linesOf(bench.db, [order.id])).map((line) => [line.state, line.quote?.refusal?.code ?? null])
    : []
}
let n = 0
const one = () => {
  n += 1
  return { asn: 4_200_000_000 + n, mac: `02:00:00:01:00:${n.toString(16).padStart(2, '0')}` }
}

test('a quote subject to availability holds nothing; a firm one holds the port, the addresses, the panel position and the MAC until it expires', async () => {
  await quotedOrder(bench, asked('isp', one()))
  expect(await heldPorts()).toBe(0)
  const number = await quotedOrder(bench, asked('isp', one(), 'firm'))
  const { rows } = await sql<{
    kind: string
  }>`select kind from market.claim where given_back_at is null order by kind`.execute(bench.db)
  expect(rows.map((row) => row.kind)).toEqual(['lan-host', 'mac', 'panel-position', 'port'])
  bench.now = new Date(bench.now.getTime() + 8 * 86_400_000)
  expect(await signOrder(bench, number)).toMatchObject({ ok: false, refusal: { code: 'quote-expired' } })
  await turnAll(bench, 1, false)
  expect(await linesIn(number)).toEqual([['expired', null]])
  expect(await heldPorts()).toBe(0)
})

const portsAsked = (ports: number) => {
  const order = asked('isp', one())
  const lines = Array.from({ length: ports }, () => ({
    ...order.lines[0],
    parameters: { ...order.lines[0]?.parameters, ...one() },
  }))
  return { ...order, lines: lines as typeof order.lines }
}

test('the lines of one order know of each other: on a switch of ten the eleventh port is refused in the quote already', async () => {
  const number = await quotedOrder(bench, portsAsked(11))
  expect(await linesIn(number)).toEqual([
    ...Array.from({ length: 10 }, () => ['quoted', null]),
    ['refused', 'fabric-full'],
  ])
  const order = await findOrder(bench.db, number)
  if (order) await inTransaction(bench.db, (tx) => cancelOrder({ tx, now: bench.now, by }, order, 'test'))
})

test('what cannot be reserved cannot be signed: the last of ten ports is gone, and nothing of the other nine is left behind', async () => {
  const number = await quotedOrder(bench, portsAsked(10))
  const quicker = await signedOrder(bench, asked('isp', one()))
  expect(await signOrder(bench, number)).toMatchObject({ ok: false, refusal: { code: 'fabric-full', position: 10 } })
  expect(await heldPorts()).toBe(1)
  expect(await linesIn(number)).toEqual(Array.from({ length: 10 }, () => ['quoted', null]))
  const order = await findOrder(bench.db, quicker)
  if (order) await inTransaction(bench.db, (tx) => cancelOrder({ tx, now: bench.now, by }, order, 'test'))
  await turnAll(bench, 3, false)
  expect(await heldPorts()).toBe(0)
})

test('thirty customers sign at once for the last ten ports: ten get one, nobody deadlocks, nothing is sold twice', async () => {
  const numbers = []
  for (let i = 0; i < 30; i += 1) numbers.push(await quotedOrder(bench, asked('isp', one())))
  const results = await Promise.all(numbers.map((number) => signOrder(bench, number)))
  expect(results.filter((result) => result.ok)).toHaveLength(10)
  const refused = results.flatMap((result) => (result.ok ? [] : [result.refusal.code]))
  expect(refused.filter((code) => code !== 'fabric-full' && code !== 'sold-meanwhile')).toEqual([])
  expect(await heldPorts()).toBe(10)
  expect(await judge(bench.db, bench.now)).toEqual([])
  for (const number of numbers) {
    const order = await findOrder(bench.db, number)
    if (order) await inTransaction(bench.db, (tx) => cancelOrder({ tx, now: bench.now, by }, order, 'test'))
  }
  await turnAll(bench, 3, false)
  expect(await heldPorts()).toBe(0)
})

test('PostgreSQL itself refuses a second holder, whatever the code believes', async () => {
  const number = await signedOrder(bench, asked('isp', one()))
  const { rows } = await sql<{
    thing_id: string
    line_id: string
  }>`select thing_id, line_id from market.claim where kind = 'port' and given_back_at is null`.execute(bench.db)
  const again = sql`insert into market.claim (id, site_id, line_id, kind, thing_id, label, held_at) values (gen_random_uuid(), ${bench.site}, ${rows[0]?.line_id}, 'port', ${rows[0]?.thing_id}, 'x', now())`
  await expect(again.execute(bench.db)).rejects.toMatchObject({ constraint: 'sold_once' })
  const order = await findOrder(bench.db, number)
  if (order) await inTransaction(bench.db, (tx) => cancelOrder({ tx, now: bench.now, by }, order, 'test'))
  await turnAll(bench, 2, false)
})

test.each([
  [{ mac: '01:00:5e:00:00:01' }, 'mac-multicast'],
  [{ asn: 23_456 }, 'asn-reserved'],
  [{ v4: '198.51.100.7' }, 'address-outside-lan'],
  [{ v4: '203.0.113.1' }, 'address-reserved'],
  [{ speed: '100G' as const }, 'no-price'],
])('%o is refused with its reason in the quote', async (parameters, code) => {
  const number = await quotedOrder(bench, asked('isp', { ...one(), ...parameters }))
  expect(await linesIn(number)).toEqual([['refused', code]])
  expect(await signOrder(bench, number)).toMatchObject({ ok: false, refusal: { code: 'nothing-to-sign' } })
})

test('another member’s MAC and a taken address are refused', async () => {
  const mine = one()
  const signed = await signedOrder(bench, asked('isp', { ...mine, v4: '203.0.113.77' }))
  expect(await linesIn(await quotedOrder(bench, asked('isp', { ...one(), mac: mine.mac })))).toEqual([
    ['refused', 'mac-taken'],
  ])
  expect(await linesIn(await quotedOrder(bench, asked('isp', { ...one(), v4: '203.0.113.77' })))).toEqual([
    ['refused', 'address-taken'],
  ])
  expect(await linesIn(signed)).toEqual([['accepted', null]])
})

test('a customer may hold stock by a limited number of firm quotes', async () => {
  for (let held = 0; held < 5; held += 1) await quotedOrder(bench, asked('isp', one(), 'firm'))
  await expect(quotedOrder(bench, asked('isp', one(), 'firm'))).rejects.toThrow('firm-holds-spent')
})

test('a public body signs with SIRET, service code and engagement number', () => {
  const order = {
    quoted_at: bench.now,
    expires_at: new Date(bench.now.getTime() + 1),
    accepted_at: null,
    cancelled_at: null,
    engagement_number: null,
    service_code: null,
  }
  const lines = [{ state: 'quoted' as const, position: 1 }]
  const body = { kinds: ['public-body'], siret: '21250056500016', service_code: null }
  expect(admitSignature(order, lines, body, bench.now)).toEqual({
    ok: false,
    refusal: { code: 'engagement-missing', missing: ['service_code', 'engagement_number'] },
  })
  expect(
    admitSignature({ ...order, engagement_number: 'E-7', service_code: 'DSI' }, lines, body, bench.now),
  ).toMatchObject({ ok: true })
})
