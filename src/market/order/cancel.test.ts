import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '#postgres'
import { testDatabase } from '#postgres/testing'
import { ceaseService, cancelOrder, finishWork, handOver, proveWork, takeWork } from '../contract.ts'
import { driveLine } from '../delivery/drive-line.ts'
import { judge } from '../judge.ts'
import { theSite } from '../store.ts'
import { type Bench, actorOf, askAs, asked, layBench, memberOf, orderNow, proveAll, turnAll } from '../testing.ts'
import { findOrder, linesOf } from './store.ts'
import { signedOrder } from './testing.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let bench: Bench
beforeAll(async () => {
  database = await testDatabase()
  // Ports 1 to 8 are patched at the opening, the others need a technician.
  bench = await layBench(database.db, { all: 20, prewired: 8 })
})
afterAll(() => database.close())

let n = 0
const one = () => {
  n += 1
  return { asn: 64_600 + n, mac: `02:00:00:03:00:${n.toString(16).padStart(2, '0')}` }
}
const cancel = (order: string) =>
  askAs(bench, cancelOrder, { params: { order }, body: { reason: 'changed their mind' } })
const lineIdOf = async (number: string): Promise<string> => {
  const order = await findOrder(bench.db, number)
  const line = order ? (await linesOf(bench.db, [order.id]))[0] : undefined
  if (!line) throw new Error(`no line of ${number}`)
  return line.id
}
const statesOf = async (order: string) => (await orderNow(bench, order)).lines.map((line) => line.state)

test('cancelled while a step waits for the customer: it unwinds to the end, its port goes off first', async () => {
  const order = await signedOrder(bench, asked('isp', one()))
  await turnAll(bench, 1)
  for (const port of bench.fabric.told.keys()) bench.fabric.plug(port, { link: 'down', macs: [] })
  await sql`update exchange.found_port set link = 'down', carries_v4 = null, carries_v6 = null`.execute(bench.db)
  const site = await theSite(bench.db)
  await inTransaction(bench.db, async (tx) => driveLine(tx, site, await lineIdOf(order), bench.now))
  expect((await orderNow(bench, order)).lines[0]).toMatchObject({
    state: 'waiting',
    waiting: { for: 'customer', what: { code: 'no-link' } },
  })
  expect(await cancel(order)).toMatchObject({ ok: true })
  await turnAll(bench, 4)
  expect(await statesOf(order)).toEqual(['cancelled'])
  expect(await judge(bench.db, bench.now)).toEqual([])
})

test('what waits while it unwinds is told once, not at every turn', async () => {
  for (let held = 0; held < 8; held += 1) await signedOrder(bench, asked('isp', one()))
  const order = await signedOrder(bench, asked('isp', one()))
  await turnAll(bench, 2, false)
  const work = (await orderNow(bench, order)).lines[0]?.steps[0]?.work_order ?? ''
  await askAs(bench, takeWork, { params: { work } })
  await cancel(order)
  await turnAll(bench, 4, false)
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from floor.journal
    where subject_id = ${order} and name = 'line-waits' and data ->> 'code' = 'work-to-do'`.execute(bench.db)
  // Once for the patch, once for its removal.
  expect(rows[0]?.n).toBe(2)
  // Whoever had taken the patch may have plugged something: somebody looks, and a second person too.
  const undo = (await orderNow(bench, order)).lines[0]?.steps[0]?.work_order ?? ''
  expect(undo).not.toBe(work)
  expect(
    await askAs(bench, proveWork, {
      params: { work: undo },
      body: { name: 'note', kind: 'note', text: 'nothing was plugged', taken_at: bench.now.toISOString() },
    }),
  ).toMatchObject({ ok: true })
  await sql`update market.work_order set needs = '[]' where number = ${undo}`.execute(bench.db)
  expect(await askAs(bench, finishWork, { params: { work: undo } })).toMatchObject({ value: { state: 'to-confirm' } })
  await sql`update market.work_order set state = 'done' where number = ${undo}`.execute(bench.db)
  await turnAll(bench, 2, false)
  expect(await statesOf(order)).toEqual(['cancelled'])
})

test('a work order that nobody had taken is withdrawn, and nobody is sent to undo nothing', async () => {
  const order = await signedOrder(bench, asked('isp', one()))
  await turnAll(bench, 2, false)
  await cancel(order)
  await turnAll(bench, 2, false)
  expect(await statesOf(order)).toEqual(['cancelled'])
  const { rows } = await sql<{ undo: boolean; state: string }>`select w.undo, w.state from market.work_order w
    join market.step s on s.id = w.step_id where s.line_id = ${await lineIdOf(order)}`.execute(bench.db)
  expect(rows).toEqual([{ undo: false, state: 'withdrawn' }])
})

test('of two lines one is in service and stays; the other can still be cancelled', async () => {
  const body = asked('isp', one())
  const second = { ...body.lines[0], parameters: { ...body.lines[0]?.parameters, ...one() } }
  for (const number of (
    await sql<{
      number: string
    }>`select number from market."order" where accepted_at is not null and cancelled_at is null`.execute(bench.db)
  ).rows)
    await cancel(number.number)
  await turnAll(bench, 4)
  const order = await signedOrder(bench, { ...body, lines: [body.lines[0], second] as typeof body.lines })
  await sql`update exchange.asn set proved_at = ${bench.now}, proved_how = 'attested' where asn = ${body.lines[0]?.parameters.asn}`.execute(
    bench.db,
  )
  await turnAll(bench, 8)
  expect(await statesOf(order)).toEqual(['in-service', 'ready'])
  expect(await cancel(order)).toMatchObject({ ok: true })
  await turnAll(bench, 6)
  expect(await statesOf(order)).toEqual(['in-service', 'cancelled'])
  expect((await orderNow(bench, order)).state).toBe('in-service')
  expect(await cancel(order)).toMatchObject({ ok: false, refusal: { code: 'in-service-already', position: 1 } })
  expect(await judge(bench.db, bench.now)).toEqual([])
})

test('rejected or cancelled while the delivery begins the service: the second comer sees what the first one did', async () => {
  for (const act of ['reject', 'cancel'] as const) {
    const order = await signedOrder(bench, asked('isp', one()))
    await turnAll(bench, 6)
    expect(await statesOf(order)).toEqual(['ready'])
    const site = await theSite(bench.db)
    const lineId = await lineIdOf(order)
    const late = new Date(bench.now.getTime() + 20 * 86_400_000)
    let answered: Promise<unknown> = Promise.resolve()
    await inTransaction(bench.db, async (tx) => {
      await driveLine(tx, site, lineId, late)
      answered =
        act === 'cancel'
          ? cancel(order)
          : askAs(bench, handOver, {
              params: { order, position: 1 },
              body: { verdict: 'rejected', reason: 'too late' },
            })
      // The other one waits for the line's lock, whichever statement it has come to.
      for (;;) {
        const { rows } =
          await sql`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`.execute(
            tx,
          )
        if (rows.length > 0) break
      }
    })
    expect(await answered).toMatchObject({ ok: false })
    expect(await statesOf(order)).toEqual(['in-service'])
  }
  expect(await judge(bench.db, bench.now)).toEqual([])
})

test('a notice is taken back by the site, not by the customer, and only while nothing is dismantled', async () => {
  const order = await signedOrder(bench, asked('isp', one()))
  await proveAll(bench)
  await turnAll(bench, 8)
  const service = (await orderNow(bench, order)).lines[0]?.service ?? ''
  const notice = async (): Promise<string> => {
    const given = await askAs(bench, ceaseService, { params: { service }, body: { dry_run: false } })
    return given?.ok ? (given.value as { order: string }).order : ''
  }
  const cease = await notice()
  const stateOf = async () =>
    (
      await sql<{
        state: string
        ends_on: string | null
      }>`select state, ends_on from market.service where number = ${service}`.execute(bench.db)
    ).rows[0]
  expect(
    await askAs(bench, cancelOrder, { params: { order: cease }, body: { reason: 'x' }, as: memberOf(bench, ['sign']) }),
  ).toMatchObject({ ok: false, refusal: { code: 'not-allowed' } })
  expect(await cancel(cease)).toMatchObject({ ok: true, value: { state: 'cancelled' } })
  expect(await stateOf()).toEqual({ state: 'in-service', ends_on: null })
  const again = await notice()
  bench.now = new Date(bench.now.getTime() + 31 * 86_400_000)
  await turnAll(bench, 1, false)
  expect(await cancel(again)).toMatchObject({ ok: false, refusal: { code: 'illegal-move' } })
  await turnAll(bench, 4)
  expect(await stateOf()).toMatchObject({ state: 'closed' })
  expect(await judge(bench.db, bench.now)).toEqual([])
})

test('a right in the operator’s own organisation is not one in the customer’s', async () => {
  const order = await signedOrder(bench, asked('isp', one()))
  const technician = actorOf(
    bench.technicians[1],
    new Set(['technician']),
    new Map([[bench.townHall, new Set(['sign'] as const)]]),
  )
  expect(await askAs(bench, cancelOrder, { params: { order }, body: { reason: 'x' }, as: technician })).toMatchObject({
    ok: false,
    refusal: { code: 'not-allowed' },
  })
  expect(await statesOf(order)).toEqual(['accepted'])
})
