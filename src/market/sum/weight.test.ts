import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { acceptLine, askChange, lineOf, signedChange, standing } from '../change/testing.ts'
import { judge } from '../judge.ts'
import { findOrder, linesOf } from '../order/store.ts'
import { quotedOrder, signedOrder, signOrder } from '../order/testing.ts'
import { doWork, drive, type Hall, layHall, spaceAsked } from '../products/rack-space/testing.ts'
import { heldSpaces } from '../space/store.ts'
import { tellCustomer } from '../space/tell-customer.ts'
import { theSite } from '../store.ts'

let hall: Hall
beforeAll(async () => {
  hall = await layHall()
})
afterAll(() => hall.close())

const quarter = (weight_kg?: number, rack = '3-21') =>
  spaceAsked({ watts: 300, place: { rack }, ...(weight_kg === undefined ? {} : { weight_kg }) })
const refusalOf = async (number: string) => {
  const order = await findOrder(hall.db, number)
  return (order ? await linesOf(hall.db, [order.id]) : [])[0]?.quote?.refusal ?? null
}
const borneBy = async (rack: string): Promise<number> =>
  (
    await sql<{
      kg: number
    }>`select e.reserved as kg from market.element_limit e join facility.rack k on k.id = e.element_id
      where k.handle = ${rack} and e.unit = 'kg'`.execute(hall.db)
  ).rows[0]?.kg ?? -1
const inService = async (number: string): Promise<void> => {
  for (let round = 0; round < 3; round += 1) {
    await drive(hall)
    await doWork(hall)
  }
  await drive(hall)
  await acceptLine(hall, number)
  await drive(hall)
  expect((await lineOf(hall, number)).line.state).toBe('in-service')
}

test('kilograms of a rack are one sum of its compartments: what is not said is in none, what is too much is refused with its reason', async () => {
  await signedOrder(hall, quarter(600))
  await signedOrder(hall, quarter())
  expect(await borneBy('3-21')).toBe(600)
  const refusal = await refusalOf(await quotedOrder(hall, quarter(401)))
  expect(refusal).toMatchObject({
    code: 'weight-reached',
    element: '3-21',
    unit: 'kg',
    amount: 401,
    reserved: 600,
    limit: 1000,
  })
  // What the neighbours' gear weighs is theirs.
  const told = refusal && tellCustomer(refusal)
  expect(told?.code).toBe('weight-not-left')
  expect(JSON.stringify(told)).not.toMatch(/600|1000|"element"/)
  // Where the rack is the site's to choose, another one bears it.
  const elsewhere = await signedOrder(hall, spaceAsked({ watts: 300, weight_kg: 401 }))
  expect(await refusalOf(elsewhere)).toBeNull()
  const held = await heldSpaces(hall.db, (await theSite(hall.db)).id)
  expect(new Set(held.map(({ weightKg }) => weightKg))).toEqual(new Set([600, null, 401]))
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test('the last kilograms at one instant: PostgreSQL itself lets nobody over; given back, they are free', async () => {
  const numbers = await Promise.all([400, 400].map((kg) => quotedOrder(hall, quarter(kg))))
  const signed = await Promise.all(numbers.map((number) => signOrder(hall, number)))
  expect(signed.filter(({ ok }) => ok)).toHaveLength(1)
  expect(signed.flatMap((one) => (one.ok ? [] : [one.refusal.code]))).toEqual(['weight-reached'])
  expect(await borneBy('3-21')).toBe(1000)
  await expect(
    sql`update market.element_limit set reserved = limit_amount + 1 where unit = 'kg' and reserved > 0`.execute(
      hall.db,
    ),
  ).rejects.toMatchObject({ constraint: 'within_limit' })
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test('an edit to a rack that bears less than what stands in it is refused with the services', async () => {
  const said = ['racks: [21, 22, 23, 24, 25], built_as: quarter', 'racks: [21, 22, 23, 24, 25], built_as: quarter, limit_kg: 900'] as const // prettier-ignore
  await hall.edit('racks.yaml', ...said)
  const refusals = (await hall.plan()).refusals
  expect(refusals).toMatchObject([{ code: 'limit-claimed', element: '3-21', unit: 'kg', limit: 900, reserved: 1000 }])
  expect(refusals[0]?.['services']).toHaveLength(2)
  await hall.edit('racks.yaml', said[1], said[0])
})

test('more weight in service is held from the signature on, and no more than the rack bears; less is free once it is done', async () => {
  const number = await signedOrder(hall, quarter(200, '3-23'))
  await signedOrder(hall, quarter(700, '3-23'))
  await inService(number)
  const { number: service } = await standing(hall, number)
  expect((await askChange(hall, service, { weight_kg: 301 }, true)).refusal).toMatchObject({
    code: 'weight-reached',
    element: '3-23',
    amount: 101,
    reserved: 900,
  })
  const dry = await askChange(hall, service, { weight_kg: 300 }, true)
  expect(dry).toMatchObject({
    refusal: null,
    steps: [],
    would_reserve: [{ kind: 'power', label: expect.stringMatching(/^3-23\/. \+100 kg$/) }],
  })
  await signedChange(hall, service, { weight_kg: 300 })
  expect(await borneBy('3-23')).toBe(1000)
  await drive(hall)
  expect(await borneBy('3-23')).toBe(1000)
  expect((await standing(hall, number)).parameters).toMatchObject({ watts: 300, weight_kg: 300 })
  await signedChange(hall, service, { weight_kg: 50 })
  await drive(hall)
  expect(await borneBy('3-23')).toBe(750)
  expect(await judge(hall.db, hall.now)).toEqual([])
})
