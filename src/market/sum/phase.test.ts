import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { judge } from '../judge.ts'
import { findOrder, linesOf } from '../order/store.ts'
import { quotedOrder, signedOrder, signOrder } from '../order/testing.ts'
import { type Hall, layHall, spaceAsked } from '../products/rack-space/testing.ts'
import { tellCustomer } from '../space/tell-customer.ts'

let hall: Hall
const board = 'handle: row-A-4, kind: board, room: hall, powered_by: [output-A], breaker_a: '
/** Row 4 as the file says it, with ways that were read on other phases. */
const ROW = 'feeds: { boards: { A: row-A-4, B: row-B-4 }, breaker_a: 16 }'
const onPhase = (...ways: readonly string[]): string => `${ROW}\n    ways: [${ways.join(', ')}]`
beforeAll(async () => {
  hall = await layHall([['power.yaml', `${board}125`, `${board}32`]])
})
afterAll(() => hall.close())

const rack = (number: number) => spaceAsked({ size: 'full', watts: 3000, place: { rack: `4-${number}` } })
const refusalOf = async (number: string) => {
  const order = await findOrder(hall.db, number)
  return (order ? await linesOf(hall.db, [order.id]) : [])[0]?.quote?.refusal ?? null
}
const reserved = async (handle: string) =>
  (
    await sql<{
      reserved: number
    }>`select l.reserved from market.element_limit l join facility.element e on e.id = l.element_id
      where e.handle = ${handle} and l.unit = 'VA' and l.failure_case ~ ':L' order by l.failure_case`.execute(hall.db)
  ).rows.map((row) => row.reserved)

test('a phase is a limit: full on L1 is refused there while the board has more than half left, and sold on L2', async () => {
  for (const number of [1, 4]) await signedOrder(hall, rack(number))
  expect(await reserved('row-A-4')).toEqual([6316, 0, 0])
  const refusal = await refusalOf(await quotedOrder(hall, rack(7)))
  expect(refusal).toMatchObject({
    code: 'phase-reached',
    compartment: '4-7',
    element: 'row-A-4',
    phase: 'L1',
    unit: 'VA',
    limit: 7390,
    reserved: 6316,
    amount: 3158,
  })
  // A customer is told which kind of limit, not what others hold of it.
  expect(refusal && tellCustomer(refusal)).toMatchObject({ code: 'phase-not-left', compartment: '4-7', kind: 'board' })
  expect(JSON.stringify(refusal && tellCustomer(refusal))).not.toMatch(/6316|7390|L1|row-A/)
  await signedOrder(hall, rack(2))
  expect([await reserved('row-A-4'), await reserved('output-A'), await reserved('ups-A'), await reserved('main-A')]).toEqual([[6316, 3158, 0], [6316, 3158, 0], [6316, 3158, 0], []]) // prettier-ignore
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test('the last of one phase at one instant: one gets it, and PostgreSQL itself lets nobody over', async () => {
  const numbers = await Promise.all(Array.from({ length: 8 }, async (_, at) => quotedOrder(hall, rack(3 + 3 * at))))
  const signed = await Promise.all(numbers.map(async (number) => signOrder(hall, number)))
  // L3 carries two of them.
  expect(signed.filter(({ ok }) => ok)).toHaveLength(2)
  expect(new Set(signed.flatMap((one) => (one.ok ? [] : [one.refusal.code])))).toEqual(new Set(['phase-reached']))
  expect(await reserved('row-A-4')).toEqual([6316, 3158, 6316])
  await expect(
    sql`update market.element_limit set reserved = limit_amount + 1 where failure_case ~ ':L3$'`.execute(hall.db),
  ).rejects.toMatchObject({ constraint: 'within_limit' })
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test('a way that is moved to another phase is checked against what is sold there; so is one whose phase is no longer known', async () => {
  const refusals = async () => (await hall.plan()).refusals
  await hall.edit('racks.yaml', ROW, onPhase('{ way: way-A-4-2, phase: L1 }'))
  expect(await refusals()).toMatchObject([
    {
      code: 'limit-claimed',
      element: 'row-A-4',
      phase: 'L1',
      limit: 7390,
      reserved: 9474,
      services: expect.any(Array),
    },
  ])
  expect(await hall.apply()).toMatchObject({ ok: false, refusal: { code: 'site-refused' } })
  await hall.edit('racks.yaml', 'phase: L1 }', 'phase: unknown }')
  expect(await refusals()).toMatchObject([{ code: 'limit-claimed', element: 'row-A-4', phase: 'L1', reserved: 9474 }])
  // Of the two on L1 one goes where there is room.
  await hall.edit('racks.yaml', 'way: way-A-4-2, phase: unknown', 'way: way-A-4-4, phase: L2')
  expect((await hall.apply()).ok).toBe(true)
  expect([await reserved('row-A-4'), await reserved('row-B-4')]).toEqual([[3158, 6316, 6316], [6316, 3158, 6316]]) // prettier-ignore
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test('a limit of a phase that the plant does not make is found by the doctor', async () => {
  await sql`update market.element_limit set limit_amount = limit_amount + 1 where failure_case = 'other-side-lost:L2'
    and element_id = (select id from facility.element where handle = 'row-A-4')`.execute(hall.db)
  await sql`update market.sum_claim set amount = amount - 1 where failure_case = 'other-side-lost:L2'
    and element_id = (select id from facility.element where handle = 'output-A')`.execute(hall.db)
  const found = (await judge(hall.db, hall.now)).map(({ what, subject }) => `${what}: ${subject}`)
  expect(found).toContain('limit that the plant does not make: row-A-4 other-side-lost:L2 VA')
  expect(found).toContain('sum that the load does not make: output-A other-side-lost:L2 VA')
})
