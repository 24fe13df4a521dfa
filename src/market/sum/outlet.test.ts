import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { acceptLine, askChange, cancelNow, lineOf, signedChange, standing } from '../change/testing.ts'
import { judge } from '../judge.ts'
import { findOrder, linesOf } from '../order/store.ts'
import { quotedOrder, signedOrder } from '../order/testing.ts'
import { productOf } from '../products/index.ts'
import { doWork, drive, type Hall, layHall, spaceAsked } from '../products/rack-space/testing.ts'
import { theSite } from '../store.ts'

let hall: Hall
beforeAll(async () => {
  hall = await layHall()
})
afterAll(() => hall.close())

const units = (count: number, watts: number, sides: 'A+B' | 'A' = 'A+B') =>
  spaceAsked({ size: 'shared', units_u: count, watts, sides })
const refusalOf = async (number: string) => {
  const order = await findOrder(hall.db, number)
  return (order ? await linesOf(hall.db, [order.id]) : [])[0]?.quote?.refusal ?? null
}
const reserved = async () =>
  (
    await sql<{ handle: string; reserved: number }>`
      select o.handle, l.reserved from market.element_limit l join facility.outlet o on o.id = l.element_id
      where l.reserved > 0 order by o.handle`.execute(hall.db)
  ).rows.map((row) => [row.handle, row.reserved])
const outletsOf = async (breaker: number, before: number) => {
  const said = (a: number) => `outlets: { breaker_a: ${a} }`
  await hall.edit('racks.yaml', said(before), said(breaker))
  const { refusals } = await hall.plan()
  await hall.edit('racks.yaml', said(breaker), said(before))
  return refusals
}

test('what is sold by the unit passes the breakers of its outlets, each side alone: quoted, signed and taken over no more than that', async () => {
  const refusal = await refusalOf(await quotedOrder(hall, units(1, 3000)))
  expect(refusal).toMatchObject({
    code: 'outlet-cannot-carry',
    compartment: '3-1',
    element: 'outlet-A-3-1/1',
    unit: 'VA',
    amount: 3158,
    limit: 2300,
    outlets: 1,
    most_watts: 2185,
    units_needed: 2,
  })
  expect((await refusalOf(await quotedOrder(hall, units(1, 2186, 'A'))))?.code).toBe('outlet-cannot-carry')
  for (const fits of [units(1, 2185), units(2, 3000)]) expect(await refusalOf(await quotedOrder(hall, fits))).toBeNull()
  // Firm, it is held and given back with the quote.
  const firm = await quotedOrder(hall, { ...units(2, 3000), quote: 'firm' })
  expect(await reserved()).toEqual(
    ['A-3-1/1', 'A-3-1/2', 'B-3-1/1', 'B-3-1/2'].map((outlet) => [`outlet-${outlet}`, 1579]),
  )
  await cancelNow(hall, firm)
  expect(await reserved()).toEqual([])
  const [line] = units(1, 3000).lines
  const takenOver = await productOf('rack-space').takeOver?.holds(
    {
      tx: hall.db,
      now: hall.now,
      site: await theSite(hall.db),
      organisationId: '',
      parameters: productOf('rack-space').parse(line?.parameters),
      lineId: null,
    },
    { at: '3-1', lowestU: 20, panels: [] },
  )
  expect(takenOver).toMatchObject({
    ok: false,
    refusal: { code: 'outlet-cannot-carry', element: 'outlet-A-3-1/20', most_watts: 2185 },
  })
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test('more kW are refused at the outlet with what would fit; an edit to a smaller breaker is refused with the services; PostgreSQL lets nobody over', async () => {
  const order = await signedOrder(hall, units(1, 1000))
  for (let round = 0; round < 3; round += 1) {
    await drive(hall)
    await doWork(hall)
  }
  await drive(hall)
  await acceptLine(hall, order)
  await drive(hall)
  expect((await lineOf(hall, order)).line.state).toBe('in-service')
  const { number: service } = await standing(hall, order)
  expect(await outletsOf(6, 10)).toEqual([])
  expect((await askChange(hall, service, { watts: 2500 }, true)).refusal).toMatchObject({
    code: 'outlet-cannot-carry',
    element: 'outlet-A-3-1/1',
    amount: 1579,
    reserved: 1053,
    limit: 2300,
    watts: 2500,
    most_watts: 2185,
    units_needed: 2,
  })
  await signedChange(hall, service, { watts: 2000 })
  await drive(hall)
  expect(await reserved()).toEqual(['A', 'B'].map((side) => [`outlet-${side}-3-1/1`, 2106]))
  const claimed = ['A', 'B'].map((side) => ({ code: 'limit-claimed', element: `outlet-${side}-3-1/1`, unit: 'VA', limit: 1380, reserved: 2106, services: [service] })) // prettier-ignore
  expect(await outletsOf(6, 10)).toMatchObject(claimed)
  expect(await judge(hall.db, hall.now)).toEqual([])
  const outlet = sql`element_id = (select id from facility.outlet where handle = 'outlet-A-3-1/1')`
  await expect(
    sql`update market.element_limit set reserved = 2301 where ${outlet}`.execute(hall.db),
  ).rejects.toMatchObject({ constraint: 'within_limit' })
  await sql`update market.element_limit set limit_amount = 3680 where ${outlet}`.execute(hall.db)
  expect((await judge(hall.db, hall.now)).map(({ what, subject }) => `${what}: ${subject}`)).toEqual([
    'limit that the plant does not make: outlet-A-3-1/1 other-side-lost VA',
  ])
})
