import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { attachmentOf } from '#exchange'
import { testDatabase } from '#postgres/testing'
import { ceaseService, resumeService, suspendService } from '../contract.ts'
import { judge } from '../judge.ts'
import { signedOrder } from '../order/testing.ts'
import { type Bench, askAs, asked, layBench, memberOf, orderNow, proveAll, turnAll } from '../testing.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let bench: Bench
beforeAll(async () => {
  database = await testDatabase()
  bench = await layBench(database.db, { all: 8, prewired: 8 })
})
afterAll(() => database.close())

let n = 0
const one = () => {
  n += 1
  return { asn: 64_700 + n, mac: `02:00:00:04:00:${n.toString(16).padStart(2, '0')}` }
}
const DAY_MS = 86_400_000

const serviceOf = async (order: string): Promise<{ id: string; number: string }> => {
  const { rows } = await sql<{ id: string; number: string }>`select s.id, s.number from market.service s
    join market.line l on l.service_id = s.id join market."order" o on o.id = l.order_id where o.number = ${order}`.execute(
    bench.db,
  )
  if (!rows[0]) throw new Error(`no service of ${order}`)
  return rows[0]
}
/** In service because nobody said a word for five working days; the customer's AS is not proved, its port not opened. */
const silentService = async () => {
  const order = await signedOrder(bench, asked('isp', one()))
  await turnAll(bench, 5)
  bench.now = new Date(bench.now.getTime() + 10 * DAY_MS)
  await turnAll(bench, 2)
  expect((await orderNow(bench, order)).state).toBe('in-service')
  return { order, ...(await serviceOf(order)) }
}
const act = (route: typeof suspendService | typeof resumeService, service: string, body: object = {}) =>
  askAs(bench, route, { params: { service }, body })
const portOf = async (id: string) => (await attachmentOf(bench.db, id))?.state
const stepOf = async (order: string, name: string) =>
  (await orderNow(bench, order)).lines[0]?.steps.find((step) => step.name === name)?.state

test('a service suspended before its port was opened stays shut whatever the customer proves, and goes on from there', async () => {
  const { order, id, number } = await silentService()
  await act(suspendService, number, { for: 'abuse' })
  await proveAll(bench)
  await turnAll(bench, 4)
  expect([await portOf(id), await stepOf(order, 'open')]).toEqual(['suspended', 'pending'])
  expect(await act(resumeService, number)).toMatchObject({ ok: true, value: { state: 'in-service' } })
  expect(await portOf(id)).toBe('quarantine')
  await turnAll(bench, 6)
  expect([await portOf(id), await stepOf(order, 'live')]).toEqual(['production', 'done'])
  expect(await judge(bench.db, bench.now)).toEqual([])
})

test('a service that is closed is never opened again by what was still missing of its delivery', async () => {
  const { order, id, number } = await silentService()
  await askAs(bench, ceaseService, { params: { service: number }, body: { dry_run: false } })
  bench.now = new Date(bench.now.getTime() + 31 * DAY_MS)
  await turnAll(bench, 4)
  await proveAll(bench)
  await turnAll(bench, 4)
  expect([await portOf(id), await stepOf(order, 'open')]).toEqual(['off', 'pending'])
  const { rows } = await sql`select from market.clock c join market.line l on l.id = c.line_id
    where l.service_id = ${id} and c.ended_at is null`.execute(bench.db)
  expect(rows).toEqual([])
  expect(await judge(bench.db, bench.now)).toEqual([])
})

test('notice neither ends a suspension nor keeps one away', async () => {
  const order = await signedOrder(bench, asked('isp', one()))
  await proveAll(bench)
  await turnAll(bench, 8)
  const { id, number } = await serviceOf(order)
  await act(suspendService, number, { for: 'unpaid' })
  await askAs(bench, ceaseService, {
    params: { service: number },
    body: { dry_run: false },
    as: memberOf(bench, ['sign']),
  })
  await turnAll(bench, 2)
  expect(await portOf(id)).toBe('suspended')
  expect(await act(resumeService, number)).toMatchObject({ value: { state: 'notice-given', suspended_for: null } })
  expect(await portOf(id)).toBe('production')
  expect(await act(resumeService, number)).toMatchObject({ refusal: { code: 'illegal-move', from: 'notice-given' } })
  expect(await act(suspendService, number, { for: 'safety' })).toMatchObject({
    value: { state: 'notice-given', suspended_for: 'safety' },
  })
  expect(await act(suspendService, number, { for: 'abuse' })).toMatchObject({ refusal: { code: 'illegal-move' } })
  await turnAll(bench, 2)
  expect(await portOf(id)).toBe('suspended')
  bench.now = new Date(bench.now.getTime() + 31 * DAY_MS)
  await turnAll(bench, 4)
  const { rows } = await sql`select from market.service where id = ${id} and state = 'closed'`.execute(bench.db)
  expect(rows).toHaveLength(1)
  expect(await judge(bench.db, bench.now)).toEqual([])
})

test('the doctor sees a port that is open behind a suspension’s back', async () => {
  const order = await signedOrder(bench, asked('isp', one()))
  await proveAll(bench)
  await turnAll(bench, 8)
  const { id, number } = await serviceOf(order)
  await act(suspendService, number, { for: 'abuse' })
  await sql`update exchange.attachment set state = 'production' where service_id = ${id}`.execute(bench.db)
  expect(await judge(bench.db, bench.now)).toEqual([
    { kind: 'leaked', what: 'port open of a service that is suspended', subject: number },
  ])
})
