import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { inTransaction } from '#postgres'
import { acceptLine, askChange, cancelNow, lineOf, signedChange, standing } from '../../change/testing.ts'
import { handOver, remedyLine } from '../../contract.ts'
import { deliveryRoutes } from '../../delivery/routes.ts'
import { actorOf } from '../../testing.ts'
import { driveLine } from '../../delivery/drive-line.ts'
import { judge } from '../../judge.ts'
import { feedTurnsOf, meterSpansOf } from '../../meter/span/store.ts'
import { signOrder, signedOrder } from '../../order/testing.ts'
import { serviceById } from '../../service/store.ts'
import { theSite } from '../../store.ts'
import { settleLimits } from '../../sum/store.ts'
import { listWorkRows } from '../../work-order/store.ts'
import { changeSteps } from './change-steps.ts'
import { doWork, drive, type Hall, layHall, spaceAsked } from './testing.ts'

let hall: Hall
beforeAll(async () => {
  hall = await layHall()
})
afterAll(() => hall.close())

const rounds = async (most = 6): Promise<readonly string[]> => {
  const asked: string[] = []
  for (let round = 0; round < most; round += 1) {
    await drive(hall)
    asked.push(...(await doWork(hall)))
  }
  await drive(hall)
  return asked
}
/** A quarter rack in service, accepted in writing; its order's number. */
const inService = async (asked: Parameters<typeof spaceAsked>[0] = {}): Promise<string> => {
  const number = await signedOrder(hall, spaceAsked({ watts: 500, ...asked }))
  await rounds(3)
  await acceptLine(hall, number)
  await drive(hall)
  expect((await lineOf(hall, number)).line.state).toBe('in-service')
  return number
}
/** What staff answers to the only line of an order: its state afterwards. */
const answer = async (
  order: string,
  body: { verdict: 'rejected'; reason: string } | { note: string },
): Promise<string> => {
  const served = deliveryRoutes.find(({ route }) => route === ('note' in body ? remedyLine : handOver))
  const { db, now, signatory } = hall
  const actor = actorOf(signatory, new Set(['admin']))
  const by = { kind: 'person', id: signatory } as const
  const call = { params: { order, position: 1 }, query: {}, body, actor, by, db, now, clock: () => now, ifMatch: null }
  const done = await served?.handle(call)
  if (!done?.ok) throw new Error(JSON.stringify(done))
  return (await lineOf(hall, order)).line.state
}
const sides = async (name: string) => {
  const { rows } = await listWorkRows(hall.db, { state: null, open: true, before: null, limit: 10 })
  return rows.find((work) => work.what.what.code === name)?.needs.map((need) => need.name)
}

test('more power in the same place: the difference is held from the signature on, and one load carries it from then', async () => {
  const created = await inService()
  const { number, monthly, holds } = await standing(hall, created)
  const dry = await askChange(hall, number, { watts: 1200 }, true)
  expect(dry).toMatchObject({ order: null, refusal: null, steps: [], would_reserve: [{ kind: 'power' }] })
  expect(dry.change).toMatchObject({ monthly_before_micro_euros: monthly, would_give_back: [], from: null })
  expect((dry.change?.monthly_after_micro_euros ?? 0) > (monthly ?? 0)).toBe(true)
  const order = await signedChange(hall, number, { watts: 1200 })
  expect(await standing(hall, created)).toMatchObject({ monthly, holds, parameters: { watts: 500 } })
  expect((await askChange(hall, number, { watts: 900 }, true)).refusal).toMatchObject({
    code: 'change-under-way',
    order,
  })
  expect(await judge(hall.db, hall.now)).toEqual([])
  await drive(hall)
  const after = await standing(hall, created)
  expect(after).toMatchObject({
    parameters: { watts: 1200 },
    monthly: dry.change?.monthly_after_micro_euros,
    prices: [{ monthly }, { from: '2026-11-23', monthly: dry.change?.monthly_after_micro_euros }],
  })
  expect(after.holds).toEqual([[...(holds[0]?.slice(0, 2) ?? []), 1200, 'A+B']])
  expect((await lineOf(hall, order)).line.state).toBe('in-service')
  expect(await judge(hall.db, hall.now)).toEqual([])

  expect((await askChange(hall, number, { watts: 1200 }, true)).refusal).toMatchObject({ code: 'nothing-changes' })
  expect((await askChange(hall, number, { watts: 60_000 }, true)).refusal).toMatchObject({ code: 'way-too-small' })
  expect((await askChange(hall, number, { watts: 'many' }, true)).refusal).toMatchObject({
    code: 'parameters-refused',
    path: 'watts',
  })
  expect((await askChange(hall, number, { term_months: 3 }, true)).refusal).toMatchObject({ code: 'change-of-term' })
  expect((await askChange(hall, number, { watts: 1500, start_on: '2099-01-01' }, true)).refusal).toMatchObject({
    code: 'change-of-start',
  })
  expect((await askChange(hall, number, { watts: 600 }, true)).refusal).toMatchObject({ code: 'term-runs' })
  // Once the term is over, less power is given back at once.
  await sql`update market.service set term_ends = '2026-11-01' where number = ${number}`.execute(hall.db)
  await signedChange(hall, number, { watts: 600 })
  await drive(hall)
  const less = await standing(hall, created)
  expect([less.holds[0]?.slice(2), less.prices.length]).toEqual([[600, 'A+B'], 3])
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test('more power that a shared board does not have: staff read the figures, the customer the kind of limit', async () => {
  const created = await inService()
  const { number } = await standing(hall, created)
  const { service_id: serviceId } = (await lineOf(hall, created)).line
  const { organisation_id: organisation } = await serviceById(hall.db, serviceId ?? '')
  // Every shared limit is sold out for as long as this asks.
  await sql`update market.element_limit set reserved = limit_amount where not own`.execute(hall.db)
  const customer = actorOf(hall.signatory, new Set(), new Map([[organisation, new Set(['order'] as const)]]))
  const ask = (house: Parameters<typeof askChange>[0]) => askChange(house, number, { watts: 700 }, true)
  expect((await ask(hall)).refusal).toMatchObject({
    code: expect.stringMatching(/-reached$/),
    reserved: expect.any(Number),
  })
  const told = (await ask({ ...hall, as: customer })).refusal
  expect(told?.code).toMatch(/-not-left$/)
  expect(Object.keys(told ?? {})).not.toEqual(expect.arrayContaining(['reserved']))
  await inTransaction(hall.db, async (tx) => settleLimits(tx, (await theSite(tx)).id))
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test('a second feed is proved alone while the first carries on; given up, it is opened by two', async () => {
  const created = await inService({ sides: 'A' })
  const { number, monthly } = await standing(hall, created)
  const order = await signedChange(hall, number, { sides: 'A+B' })
  await drive(hall)
  expect(await sides('work-prove-feeds')).toEqual([
    'scan-way-b',
    'scan-feed-b',
    'voltage-b',
    'phase-b',
    'dead-b',
    'note',
  ])
  await rounds(2)
  expect((await lineOf(hall, order)).line.state).toBe('ready')
  expect((await standing(hall, created)).holds[0]?.slice(2)).toEqual([500, 'A'])
  await acceptLine(hall, order)
  await drive(hall)
  const both = await standing(hall, created)
  expect([both.monthly, both.holds.map((hold) => hold.slice(2))]).toEqual([monthly, [[500, 'A+B']]])
  expect(await judge(hall.db, hall.now)).toEqual([])
  const back = await signedChange(hall, number, { sides: 'A' })
  await drive(hall)
  expect(await sides('work-open-breakers')).toEqual(['scan-way-b', 'dead-b', 'note'])
  expect(await rounds(2)).toEqual(['work-open-breakers'])
  await acceptLine(hall, back)
  await drive(hall)
  expect((await standing(hall, created)).holds.map((hold) => hold.slice(2))).toEqual([[500, 'A']])
  // The bill of kWh knows that B counted meanwhile.
  const { id } = await theSite(hall.db)
  const turns = (await feedTurnsOf(hall.db, id)).filter(({ serviceId }) => serviceId === both.id)
  expect(turns).toMatchObject([
    { before: 'A', after: 'A+B' },
    { before: 'A+B', after: 'A' },
  ])
  const spans = (await meterSpansOf(hall.db, id)).filter(({ serviceId }) => serviceId === both.id)
  expect(spans.map(({ side, until }) => [side, until])).toEqual([
    ['A', null],
    ['B', turns[1]?.doneAt],
  ])
  expect(spans[1]?.from).toBe(turns[0]?.readyAt)
  expect(turns[1]?.doneAt).toBeGreaterThan(turns[0]?.readyAt ?? Infinity)
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test('rejected at handover the service stays as it was: put right it is noticed anew, or it is cancelled and all is given back', async () => {
  const created = await inService({ sides: 'A' })
  const before = await standing(hall, created)
  const order = await signedChange(hall, before.number, { sides: 'A+B', watts: 700 })
  await rounds(2)
  expect(await answer(order, { verdict: 'rejected', reason: 'B reads 180 V' })).toBe('rejected')
  await rounds(1)
  expect(await standing(hall, created)).toEqual(before)
  expect(await answer(order, { note: 'breaker changed, 231 V' })).toBe('delivering')
  await rounds(1)
  expect((await lineOf(hall, order)).line).toMatchObject({ state: 'ready', rejected_at: null })
  expect(await answer(order, { verdict: 'rejected', reason: 'still' })).toBe('rejected')
  await cancelNow(hall, order)
  expect(await rounds(3)).toEqual(['work-open-breakers'])
  expect(await standing(hall, created)).toEqual(before)
  expect(await judge(hall.db, hall.now)).toEqual([])
})

const MOVE = { size: 'half', watts: 900 }
const moveSteps = changeSteps.slice(0, 5).map(({ name }) => name)

test('a move: both places are held until the old one is seen empty, dark and its key back; number and price history go on', async () => {
  const created = await inService()
  const before = await standing(hall, created)
  const dry = await askChange(hall, before.number, MOVE, true)
  expect(dry.would_reserve).toHaveLength(1)
  expect(dry.change?.would_give_back).toEqual([{ kind: 'compartment', label: before.holds[0]?.[1] }])
  expect(dry.steps.map(({ name, for_ready }) => [name, for_ready])).toEqual([
    ['new-feeds', true],
    ['new-keys', true],
    ['old-empty', false],
    ['old-breakers', false],
    ['old-keys-back', false],
  ])
  const order = await signedChange(hall, before.number, MOVE)
  await drive(hall)
  await doWork(hall)
  await drive(hall)
  await doWork(hall)
  await drive(hall)
  expect((await lineOf(hall, order)).line.state).toBe('ready')
  await acceptLine(hall, order)
  await drive(hall)
  const during = await standing(hall, created)
  expect(during.holds).toHaveLength(2)
  expect([during.number, during.monthly]).toEqual([before.number, dry.change?.monthly_after_micro_euros])
  expect(await judge(hall.db, hall.now)).toEqual([])
  expect((await rounds(4)).toSorted()).toEqual(['work-empty-space', 'work-keys-back', 'work-open-breakers'])
  const after = await standing(hall, created)
  expect(after.holds.map((hold) => hold.slice(2))).toEqual([[900, 'A+B']])
  expect(after.holds[0]?.[1]).not.toBe(before.holds[0]?.[1])
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test('a firm quote of a move holds the new place; cancelled before it is signed, it is free at once', async () => {
  const created = await inService()
  const { number } = await standing(hall, created)
  const { order } = await askChange(hall, number, MOVE, false, { quote: 'firm' })
  const held = async () =>
    (
      await sql`select from market.claim c join market.line l on l.id = c.line_id join market."order" o on o.id = l.order_id
      where o.number = ${order} and c.given_back_at is null`.execute(hall.db)
    ).rows.length
  expect([await held(), await judge(hall.db, hall.now)]).toEqual([1, []])
  await cancelNow(hall, order ?? '')
  expect([await held(), (await standing(hall, created)).holds.length]).toEqual([0, 1])
  // Two firm quotes of more power stand beside each other; the first that is signed is the one.
  const [small, large] = [
    await askChange(hall, number, { watts: 600 }, false, { quote: 'firm' }),
    await askChange(hall, number, { watts: 650 }, false, { quote: 'firm' }),
  ]
  expect([small.refusal, large.refusal, large.would_reserve.length]).toEqual([null, null, 1])
  await cancelNow(hall, small.order ?? '')
  await cancelNow(hall, large.order ?? '')
  const again = await askChange(hall, number, MOVE, false, { quote: 'firm' })
  const rival = await askChange(hall, number, { watts: 700 })
  expect(await signOrder(hall, again.order ?? '')).toMatchObject({ ok: true })
  expect(await signOrder(hall, rival.order ?? '')).toMatchObject({ refusal: { code: 'change-under-way' } })
  await cancelNow(hall, again.order ?? '')
  await rounds(2)
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test.each(moveSteps.map((name, at) => [name, at] as const))(
  'cancelled after the step %s, and each undo twice: the service stays as it was, nothing of the change is held',
  async (_, at) => {
    const created = await inService()
    const before = await standing(hall, created)
    const order = await signedChange(hall, before.number, MOVE)
    for (let round = 0; round < 12; round += 1) {
      await drive(hall)
      if ((await lineOf(hall, order)).steps[at]?.state === 'done') break
      await doWork(hall)
    }
    for (const step of changeSteps) {
      const undo = step.undo.bind(step)
      vi.spyOn(step, 'undo').mockImplementation(async (context) => {
        await undo(context)
        await undo(context)
      })
    }
    await cancelNow(hall, order)
    await rounds(8)
    vi.restoreAllMocks()
    expect((await lineOf(hall, order)).line).toMatchObject({ state: 'cancelled', unwinding: false })
    expect(await standing(hall, created)).toEqual(before)
    expect(await judge(hall.db, hall.now)).toEqual([])
  },
)

test('each step of a move twice, and killed in every round, is as done once', async () => {
  const created = await inService()
  const { number } = await standing(hall, created)
  const order = await signedChange(hall, number, MOVE)
  for (const step of changeSteps) {
    const act = step.act.bind(step)
    vi.spyOn(step, 'act').mockImplementation(async (context) => {
      await act(context)
      await act(context)
    })
  }
  const site = await theSite(hall.db)
  for (let round = 0; round < 14; round += 1) {
    const { line } = await lineOf(hall, order)
    const before = await standing(hall, created)
    const killed = inTransaction(hall.db, async (tx) => {
      await driveLine(tx, site, line.id, hall.now)
      throw new Error('killed')
    })
    await expect(killed).rejects.toThrow('killed')
    expect(await standing(hall, created)).toEqual(before)
    await drive(hall)
    await doWork(hall)
    if (line.state === 'ready') await acceptLine(hall, order)
  }
  vi.restoreAllMocks()
  const { line, steps } = await lineOf(hall, order)
  expect([line.state, steps.map(({ state }) => state)]).toEqual(['in-service', moveSteps.map(() => 'done')])
  const { rows } = await sql<{
    n: number
  }>`select count(*)::int as n from market.work_order w join market.step s on s.id = w.step_id where s.line_id = ${line.id}`.execute(
    hall.db,
  )
  expect([rows[0]?.n, (await standing(hall, created)).holds.length]).toEqual([5, 1])
  expect(await judge(hall.db, hall.now)).toEqual([])
})
