import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Route } from '#kernel'
import type { Served } from '#people'
import { ceaseService, listSpaceLoads } from '../contract.ts'
import { judge } from '../judge.ts'
import { signedOrder, signOrder } from '../order/testing.ts'
import { doWork, drive, type Hall, layHall, spaceAsked } from '../products/rack-space/testing.ts'
import { serviceRoutes } from '../service/routes.ts'
import { spaceRoutes } from '../space/routes.ts'
import { actorOf } from '../testing.ts'
import { acceptLine, askChange, lineOf, standing } from './testing.ts'

let hall: Hall
let service = ''
beforeAll(async () => {
  hall = await layHall()
  const order = await signedOrder(hall, spaceAsked({ size: 'full', watts: 1000, place: { rack: '4-2' } }))
  for (let round = 0; round < 3; round += 1) {
    await drive(hall)
    await doWork(hall)
  }
  await drive(hall)
  await acceptLine(hall, order)
  await drive(hall)
  service = (await standing(hall, order)).number
})
afterAll(() => hall.close())

const ask = async (served: readonly Served[], route: Route, more: { params?: object; body?: object } = {}) => {
  const answer = await served
    .find((one) => one.route === route)
    ?.handle({
      params: more.params ?? {},
      query: {},
      body: more.body,
      actor: actorOf(hall.signatory, new Set(['admin'])),
      by: { kind: 'person', id: hall.signatory },
      db: hall.db,
      now: hall.now,
      clock: () => hall.now,
      ifMatch: null,
    })
  if (!answer?.ok) throw new Error(JSON.stringify(answer))
  return answer.value
}
const firm = async (watts: number): Promise<string> => {
  const { order, refusal } = await askChange(hall, service, { watts }, false, { quote: 'firm' })
  if (order === null) throw new Error(JSON.stringify(refusal))
  return order
}
const stateOf = async (order: string) => (await lineOf(hall, order)).line.state
/** VA of the way and of the board, as they are reserved. */
const reserved = async () =>
  (
    await sql<{
      reserved: number
    }>`select l.reserved from market.element_limit l join facility.element e on e.id = l.element_id
      where e.handle in ('way-A-4-2', 'row-A-4') and l.unit = 'VA' and l.failure_case = 'other-side-lost' order by e.handle`.execute(
      hall.db,
    )
  ).rows.map((row) => row.reserved)
const apparent = (watts: number): number => Math.ceil(watts / 0.95 - 1e-9)

test('of a service’s firm quotes one holds: a new one takes the place of the old, one that cannot be sold takes none', async () => {
  const first = await firm(2000)
  expect(await reserved()).toEqual([2106, 2106])
  // As if the other were not there: both together would be over the way.
  expect((await askChange(hall, service, { watts: 3400 }, true)).refusal).toBeNull()
  const second = await firm(3000)
  expect([await stateOf(first), await stateOf(second)]).toEqual(['expired', 'quoted'])
  expect(await reserved()).toEqual([1053 + 2106, 1053 + 2106])
  expect(await signOrder(hall, first)).toMatchObject({ ok: false, refusal: { code: 'quote-expired' } })
  const tooMuch = await askChange(hall, service, { watts: 5000 }, false, { quote: 'firm' })
  expect(tooMuch).toMatchObject({ order: null, refusal: { code: 'way-too-small' } })
  expect(await stateOf(second)).toBe('quoted')
  const both = await Promise.all([firm(2200), firm(2400)])
  const states = await Promise.all(both.map(stateOf))
  expect(states.toSorted()).toEqual(['expired', 'quoted'])
  const held = states[0] === 'quoted' ? 1200 : 1400
  expect(await reserved()).toEqual([1053 + apparent(held), 1053 + apparent(held)])
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test('what a firm quote holds is named beside the place, so that what is reserved is the sum of what is listed', async () => {
  const order = await firm(2500)
  const { loads, elements } = listSpaceLoads.reply.parse(await ask(spaceRoutes, listSpaceLoads))
  expect(loads).toMatchObject([
    {
      compartment: '4-2',
      state: 'sold',
      service,
      watts: 1000,
      beside: [{ order, service, watts: 1500, sides: 'A+B', weight_kg: null, until: expect.any(String) }],
    },
  ])
  const listed = loads.flatMap((load) => [load.watts ?? 0, ...load.beside.map(({ watts }) => watts)]).map(apparent)
  const sum = listed.reduce((total, each) => total + each, 0)
  expect(await reserved()).toEqual([sum, sum])
  expect(loads[0]?.feeds.map(({ amount_va: amount }) => amount)).toEqual([sum, sum])
  const board = elements?.find(({ element }) => element === 'row-A-4')
  expect(board?.sums.find(({ unit }) => unit === 'VA')?.other_side_lost).toBe(sum)
  expect(board?.sums.find(({ unit }) => unit === 'VA')?.firm).toEqual([{ order, amount: apparent(1500) }])
  // An order that is no promise takes nothing; signed, it ends the promise that can be kept no more.
  const open = (await askChange(hall, service, { watts: 3400 })).order ?? ''
  expect(await signOrder(hall, open)).toMatchObject({ ok: true })
  expect([await stateOf(order), await stateOf(open)]).toEqual(['expired', 'accepted'])
  await drive(hall)
  expect(await reserved()).toEqual([apparent(3400), apparent(3400)])
})

test('a notice ends what is quoted for the service, and gives back what it holds', async () => {
  const order = await firm(3450)
  const open = (await askChange(hall, service, { watts: 3460 })).order ?? ''
  expect((await reserved())[0]).toBeGreaterThan(apparent(3400))
  const cease = (dry_run: boolean) => ask(serviceRoutes, ceaseService, { params: { service }, body: { dry_run } })
  await cease(true)
  expect(await stateOf(order)).toBe('quoted')
  await cease(false)
  expect([await stateOf(order), await stateOf(open)]).toEqual(['expired', 'expired'])
  expect(await reserved()).toEqual([apparent(3400), apparent(3400)])
  expect((await askChange(hall, service, { watts: 3450 }, true)).refusal?.code).toBe('illegal-move')
  expect(await judge(hall.db, hall.now)).toEqual([])
})
