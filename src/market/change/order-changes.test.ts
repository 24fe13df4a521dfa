import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Route } from '#kernel'
import { claimsOfLines } from '../claim/store.ts'
import { createOrder, type OrderWire, orderWire, preview, previewOrder, requoteOrder } from '../contract.ts'
import { judge } from '../judge.ts'
import { orderRoutes } from '../order/routes.ts'
import { signOrder, signedOrder } from '../order/testing.ts'
import { doWork, drive, type Hall, layHall, spaceAsked } from '../products/rack-space/testing.ts'
import { serviceById } from '../service/store.ts'
import { writeRevision } from '../take-over/revise/store.ts'
import { actorOf } from '../testing.ts'
import { acceptLine, askChange, lineOf, signedChange, standing } from './testing.ts'

let hall: Hall
beforeAll(async () => {
  hall = await layHall()
})
afterAll(() => hall.close())

const ask = async (route: Route, body: object, params: object = {}) => {
  const served = orderRoutes.find((one) => one.route === route)
  const actor = actorOf(hall.signatory, new Set(['admin']))
  const by = { kind: 'person', id: hall.signatory } as const
  const { db, now } = hall
  return served?.handle({ params, query: {}, body, actor, by, db, now, clock: () => now, ifMatch: null })
}
const order = (answer: Awaited<ReturnType<typeof ask>>): OrderWire => {
  if (!answer?.ok) throw new Error(JSON.stringify(answer))
  return orderWire.parse(answer.value)
}

test('an order that creates one service and changes another is signed whole or not at all', async () => {
  const created = await signedOrder(hall, spaceAsked({ watts: 500 }))
  for (let round = 0; round < 3; round += 1) {
    await drive(hall)
    await doWork(hall)
  }
  await drive(hall)
  await acceptLine(hall, created)
  await drive(hall)
  const { number, monthly } = await standing(hall, created)
  const asked = { ...spaceAsked({ watts: 800 }), changes: [{ service: number, parameters: { watts: 900 } }] }

  expect(await ask(previewOrder, { ...asked, changes: [{ service: 'BES-RS-999999', parameters: {} }] })).toMatchObject({
    refusal: { code: 'service-unknown' },
  })
  const dry = await ask(previewOrder, asked)
  expect(
    preview
      .parse(dry?.ok ? dry.value : null)
      .lines.map(({ position, service, change }) => [position, service, change?.monthly_before_micro_euros]),
  ).toEqual([
    [1, undefined, undefined],
    [2, number, monthly],
  ])
  const made = order(await ask(createOrder, asked))
  expect([made.kind, made.lines.map(({ does, state }) => [does, state])]).toEqual([
    'new',
    [
      ['create', 'quoted'],
      ['change', 'quoted'],
    ],
  ])

  // Somebody changes the service meanwhile: then neither of both lines is signed.
  await signedChange(hall, number, { watts: 600 })
  expect(await signOrder(hall, made.number)).toMatchObject({ refusal: { code: 'change-under-way', position: 2 } })
  await drive(hall)
  expect(await signOrder(hall, made.number)).toMatchObject({ refusal: { code: 'changed-meanwhile', position: 2 } })
  expect(await claimsOfLines(hall.db, [(await lineOf(hall, made.number)).line.id])).toEqual([])
  expect((await standing(hall, created)).parameters).toMatchObject({ watts: 600 })

  const again = order(await ask(requoteOrder, {}, { order: made.number }))
  expect(again.lines[1]?.change?.parameters_before).toMatchObject({ watts: 600 })
  expect(await signOrder(hall, made.number)).toMatchObject({ ok: true })
  await drive(hall)
  expect((await standing(hall, created)).parameters).toMatchObject({ watts: 900 })
  expect((await lineOf(hall, made.number)).line.service_id).not.toBeNull()
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test('ten changes of one service signed at one instant: one is, nine are told by which', async () => {
  const created = await signedOrder(hall, spaceAsked({ watts: 400 }))
  for (let round = 0; round < 3; round += 1) {
    await drive(hall)
    await doWork(hall)
  }
  await drive(hall)
  await acceptLine(hall, created)
  await drive(hall)
  const { number, id, monthly } = await standing(hall, created)
  // Its price is revised already, for a day that is yet to come.
  const revised = { from: '2099-01-01', beforeMicroEuros: monthly ?? 0, monthlyMicroEuros: 999_000_000 }
  const by = { index: 'ILC', before: 1, value: 2, publishedOn: null }
  await writeRevision(hall.db, await serviceById(hall.db, id), [revised], by, hall.now)
  const { lines: _, ...head } = spaceAsked()
  const orders: string[] = []
  for (let at = 1; at <= 10; at += 1)
    orders.push(
      order(
        await ask(createOrder, {
          ...head,
          lines: [],
          changes: [{ service: number, parameters: { watts: 400 + at * 10 } }],
        }),
      ).number,
    )
  const signed = await Promise.all(orders.map((one) => signOrder(hall, one)))
  expect(signed.filter(({ ok }) => ok)).toHaveLength(1)
  expect(new Set(signed.map((one) => (one.ok ? 'signed' : one.refusal.code)))).toEqual(
    new Set(['signed', 'change-under-way']),
  )
  await drive(hall)
  const { rows } = await sql<{ day: string; monthly: number }>`
    select distinct on (from_date) from_date as day, monthly_micro_euros as monthly from market.service_price
    where service_id = ${id} order by from_date, id desc`.execute(hall.db)
  const more = ((await standing(hall, created)).monthly ?? 0) - revised.monthlyMicroEuros
  expect(more).toBeGreaterThan(0)
  // Billed from its own day on, not from the revision's, and the revision stands with it.
  expect(rows.map((row) => row.monthly)).toEqual([(monthly ?? 0) + more, revised.monthlyMicroEuros + more])
  expect(rows.at(-1)?.day).toBe('2099-01-01')
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test('a public body’s change is signed under its own engagement number, or not at all; that number is what is invoiced from its first day', async () => {
  const asked = { ...spaceAsked({ watts: 400 }), organisation: 'grand-besancon', engagement_number: 'EJ-2026-0001' }
  const created = await signedOrder(hall, asked)
  for (let round = 0; round < 3; round += 1) {
    await drive(hall)
    await doWork(hall)
  }
  await drive(hall)
  await acceptLine(hall, created)
  await drive(hall)
  const { number, id } = await standing(hall, created)
  const unsaid = await askChange(hall, number, { watts: 600 })
  expect(unsaid).toMatchObject({ refusal: null, public_body: true })
  // That of the first order does not stand in for it.
  expect(await signOrder(hall, unsaid.order ?? '')).toMatchObject({
    refusal: { code: 'engagement-missing', missing: ['engagement_number'] },
  })
  expect((await standing(hall, created)).parameters).toMatchObject({ watts: 400 })
  const said = await askChange(hall, number, { watts: 600 }, false, { engagement_number: 'EJ-2026-0002' })
  expect(await signOrder(hall, said.order ?? '')).toMatchObject({ ok: true })
  await drive(hall)
  const { rows } = await sql<{ number: string; engagement_number: string }>`
    select o.number, o.engagement_number from market.service_price_card p join market.service_price_order_card o on o.price_id = p.id
    where p.service_id = ${id}`.execute(hall.db)
  expect(rows).toEqual([{ number: said.order, engagement_number: 'EJ-2026-0002' }])
})
