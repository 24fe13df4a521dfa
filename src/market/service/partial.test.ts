import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '#postgres/testing'
import { ceaseService, handOver } from '../contract.ts'
import { judge } from '../judge.ts'
import { signedOrder } from '../order/testing.ts'
import { type Bench, askAs, asked, layBench, memberOf, orderNow, proveAll, turnAll } from '../testing.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let bench: Bench
beforeAll(async () => {
  database = await testDatabase()
  bench = await layBench(database.db, { all: 6, prewired: 6 })
})
afterAll(() => database.close())

const DAY_MS = 86_400_000

/** An order of three ports of one AS. */
const three = (asn: number) => {
  const order = asked('isp', { asn })
  const [line] = order.lines
  if (!line) throw new Error('an order has a line')
  const lines = [1, 2, 3].map((at) => ({
    ...line,
    parameters: { ...line.parameters, mac: `02:00:00:${asn.toString(16).slice(-2)}:00:0${at}` },
  }))
  return { ...order, lines }
}
const linesNow = async (order: string) =>
  (await orderNow(bench, order)).lines.map(({ state, service, billing }) => ({
    state,
    service: service ?? '',
    billing,
  }))

test('one of three services is ceased: the others stay, and none may end before it began', async () => {
  const order = await signedOrder(bench, three(64_711))
  await turnAll(bench)
  await proveAll(bench)
  await turnAll(bench, 8)
  const lines = await linesNow(order)
  expect(lines.map(({ state }) => state)).toEqual(['in-service', 'in-service', 'in-service'])
  const [, second] = lines
  const cease = (on?: string) =>
    askAs(bench, ceaseService, {
      params: { service: second?.service ?? '' },
      body: { dry_run: false, ...(on === undefined ? {} : { on }) },
    })
  expect(await cease('2026-11-20')).toMatchObject({
    refusal: { code: 'cease-before-start', wished_on: '2026-11-20', billing_from: '2026-11-23' },
  })
  expect(await cease()).toMatchObject({ ok: true, value: { ends_on: '2026-12-23' } })
  bench.now = new Date(bench.now.getTime() + 31 * DAY_MS)
  await turnAll(bench, 4)
  const { rows } = await sql<{ number: string; state: string; held: number }>`
    select s.number, s.state, (select count(*)::int from market.claim c where c.service_id = s.id and c.given_back_at is null
      and c.rests_until is null) as held from market.service s order by s.number`.execute(bench.db)
  expect(rows.map(({ state, held }) => [state, held > 0])).toEqual([
    ['in-service', true],
    ['closed', false],
    ['in-service', true],
  ])
  expect((await orderNow(bench, order)).state).toBe('in-service')
  expect(await judge(bench.db, bench.now)).toEqual([])
})

test('one line of three is rejected at handover: the others are billed, the rejected one is not', async () => {
  const order = await signedOrder(bench, three(64_712))
  await turnAll(bench, 4)
  expect((await linesNow(order)).map(({ state }) => state)).toEqual(['ready', 'ready', 'ready'])
  const answer = (position: number, body: object) =>
    askAs(bench, handOver, { params: { order, position }, body, as: memberOf(bench, ['sign']) })
  const today = bench.now.toISOString().slice(0, 10)
  await answer(1, { verdict: 'accepted' })
  await answer(2, { verdict: 'rejected', reason: 'no light at our panel' })
  await turnAll(bench, 2)
  // The third is silent: after five working days, Christmas and New Year between them, its silence counts.
  bench.now = new Date(bench.now.getTime() + 14 * DAY_MS)
  await turnAll(bench, 2)
  const lines = await linesNow(order)
  expect(lines.map(({ state }) => state)).toEqual(['in-service', 'rejected', 'in-service'])
  expect(lines.map(({ billing }) => [billing.from === null, billing.reason])).toEqual([
    [false, 'acceptance'],
    [true, null],
    [false, 'notice-elapsed'],
  ])
  expect(lines[0]?.billing.from).toBe(today)
  expect(await judge(bench.db, bench.now)).toEqual([])
})
