import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { turn } from '#kernel'
import { inTransaction } from '#postgres'
import { acceptLine, askChange, cancelNow, lineOf, signedChange, standing } from '../../change/testing.ts'
import { expiry, fulfilment } from '../../delivery/reconcile.ts'
import { judge } from '../../judge.ts'
import { quoteOrder } from '../../order/quote.ts'
import { linesOf } from '../../order/store.ts'
import { quotedOrder, signedOrder, signOrder } from '../../order/testing.ts'
import { theSite } from '../../store.ts'
import { doWork, drive, type Hall, layHall, spaceAsked } from './testing.ts'

let hall: Hall
beforeAll(async () => {
  hall = await layHall()
  // More firm quotes at a time than the sample's contract allows: their number is not what is tried here.
  await sql`update market.contract set firm_holds = 20`.execute(hall.db)
})
afterAll(() => hall.close())

/** A whole rack with an option on the next one, in service: its service's number, and its order's. */
const withOption = async (rack: string): Promise<{ readonly service: string; readonly order: string }> => {
  const order = await signedOrder(hall, spaceAsked({ size: 'full', place: { rack, option_next: true } }))
  for (let round = 0; round < 3; round += 1) {
    await drive(hall)
    await doWork(hall)
  }
  await drive(hall)
  await acceptLine(hall, order)
  await drive(hall)
  return { service: (await standing(hall, order)).number, order }
}
const exercising = (service: string, quote: 'firm' | 'subject-to-availability', watts = 2000) =>
  spaceAsked({ size: 'full', watts, place: { exercise: service } }, quote)
const refusalOf = async (number: string) => (await lineOf(hall, number)).line.quote?.refusal ?? null
/** What the lines of an order hold, with the power. */
const heldBy = async (number: string) =>
  (
    await sql<{ held: string }>`
      select concat_ws(' ', c.kind, c.label, p.watts) as held from market.claim c join market.line l on l.id = c.line_id
      join market."order" o on o.id = l.order_id left join market.load p on p.claim_id = c.id
      where o.number = ${number} and c.given_back_at is null order by held`.execute(hall.db)
  ).rows.map(({ held }) => held)
const reservedOf = async (element: string): Promise<number> =>
  (
    await sql<{ reserved: number }>`
      select coalesce(max(e.reserved), 0) as reserved from market.element_limit e join facility.element f on f.id = e.element_id
      where f.handle = ${element} and e.unit = 'VA' and e.failure_case not like '%:L_'`.execute(hall.db)
  ).rows[0]?.reserved ?? 0
const stillHeld = async (order: string) => (await standing(hall, order)).holds.map(([, label]) => label)

test('a firm quote of an exercise holds the power, the option goes on holding the place; signed, the rack is one claim', async () => {
  const { service, order } = await withOption('5-3')
  const firm = await quotedOrder(hall, exercising(service, 'firm'))
  expect(await refusalOf(firm)).toBeNull()
  expect(await heldBy(firm)).toEqual(['power 5-2 +2000 W A+B 2000'])
  expect(await stillHeld(order)).toEqual(['5-3', '5-2 (option)'])
  expect(await reservedOf('way-A-5-2')).toBeGreaterThan(2000)
  expect(await judge(hall.db, hall.now)).toEqual([])

  // What is promised to one order is promised to no other, and is not let go of: nor by a change of the service that has it.
  const promised = { code: 'option-quoted', order: firm }
  for (const kind of ['firm', 'subject-to-availability'] as const)
    expect(await refusalOf(await quotedOrder(hall, exercising(service, kind)))).toMatchObject(promised)
  await sql`update market.service set term_ends = '2026-11-01' where number = ${service}`.execute(hall.db)
  expect((await askChange(hall, service, { place: { option_next: false } }, true)).refusal).toMatchObject(promised)
  expect((await askChange(hall, service, { place: { rack: '6-3' } }, true)).refusal).toMatchObject(promised)

  // Asked for anew it is the same promise, once.
  const { order: row } = await lineOf(hall, firm)
  const again = await inTransaction(hall.db, async (tx) =>
    quoteOrder(
      tx,
      { site: await theSite(tx), now: hall.now, day: '2026-11-23' },
      row,
      await linesOf(tx, [row.id]),
      'firm',
    ),
  )
  expect(again.ok).toBe(true)
  expect(await heldBy(firm)).toEqual(['power 5-2 +2000 W A+B 2000'])

  const before = await reservedOf('way-A-5-2')
  expect(await signOrder(hall, firm)).toMatchObject({ ok: true })
  expect(await heldBy(firm)).toEqual(['compartment 5-2 2000'])
  expect([await stillHeld(order), await reservedOf('way-A-5-2')]).toEqual([['5-3'], before])
  expect(await judge(hall.db, hall.now)).toEqual([])
}, 120_000)

test('when the firm quote ends the power is free and the option lives on; so when it is cancelled', async () => {
  const { service, order } = await withOption('5-13')
  const firm = await quotedOrder(hall, exercising(service, 'firm'))
  const before = hall.now
  hall.now = new Date(hall.now.getTime() + 8 * 86_400_000)
  expect(await signOrder(hall, firm)).toMatchObject({ refusal: { code: 'quote-expired' } })
  await turn(expiry({ db: hall.db, clock: () => hall.now }), new AbortController().signal)
  expect((await lineOf(hall, firm)).line.state).toBe('expired')
  expect([await heldBy(firm), await reservedOf('way-A-5-12'), await stillHeld(order)]).toEqual([
    [],
    0,
    ['5-13', '5-12 (option)'],
  ])
  const next = await quotedOrder(hall, exercising(service, 'firm'))
  await cancelNow(hall, next)
  expect([await heldBy(next), await stillHeld(order)]).toEqual([[], ['5-13', '5-12 (option)']])
  expect(await refusalOf(await quotedOrder(hall, exercising(service, 'subject-to-availability')))).toBeNull()
  expect(await judge(hall.db, hall.now)).toEqual([])
  hall.now = before
}, 120_000)

test('at one instant: two firm quotes of one option, and a firm quote beside the act that gives the option up', async () => {
  const { service, order } = await withOption('6-3')
  const firm = await Promise.all([1, 2, 3].map(() => quotedOrder(hall, exercising(service, 'firm'))))
  const refusals = await Promise.all(firm.map(refusalOf))
  expect(refusals.filter((refusal) => refusal === null)).toHaveLength(1)
  const winner = firm[refusals.indexOf(null)] ?? ''
  expect(refusals.filter((refusal) => refusal !== null)).toMatchObject([
    { code: 'option-quoted', order: winner },
    { code: 'option-quoted', order: winner },
  ])
  expect(await judge(hall.db, hall.now)).toEqual([])
  await cancelNow(hall, winner)

  await sql`update market.service set term_ends = '2026-11-01' where number = ${service}`.execute(hall.db)
  const { order: change } = await askChange(hall, service, { place: { option_next: false } })
  const [quoted, given] = await Promise.all([
    quotedOrder(hall, exercising(service, 'firm')),
    signOrder(hall, change ?? ''),
  ])
  const refused = await refusalOf(quoted)
  // One of both, never both: what a firm quote promises stays, what is given up is promised to nobody.
  expect([refused === null, given.ok].filter(Boolean)).toHaveLength(1)
  if (given.ok) expect(['change-under-way', 'option-unknown']).toContain(refused?.code)
  else expect(given.refusal).toMatchObject({ code: 'option-quoted', order: quoted })
  expect(await judge(hall.db, hall.now)).toEqual([])
  expect((await stillHeld(order))[0]).toBe('6-3')
}, 120_000)

test('what the signature of an exercise would be refused for is told before: another change, a suspension', async () => {
  const { service } = await withOption('6-13')
  const asked = () => quotedOrder(hall, exercising(service, 'subject-to-availability', 500))
  const { order: moved } = await askChange(hall, service, { size: 'full', place: { rack: '6-20', option_next: true } })
  expect(await signOrder(hall, moved ?? '')).toMatchObject({ ok: true })
  expect(await refusalOf(await asked())).toMatchObject({ code: 'change-under-way', order: moved })
  await cancelNow(hall, moved ?? '')
  await turn(fulfilment({ db: hall.db, clock: () => hall.now }), new AbortController().signal)
  for (let round = 0; round < 3; round += 1) {
    await drive(hall)
    await doWork(hall)
  }
  await drive(hall)
  expect(await refusalOf(await asked())).toBeNull()
  const become = (what: string) =>
    sql`update market.service set ${sql.raw(what)} where number = ${service}`.execute(hall.db)
  await become(`state = 'suspended', suspended_for = 'unpaid'`)
  expect(await refusalOf(await asked())).toMatchObject({ code: 'illegal-move', from: 'suspended' })
  await become(`state = 'in-service', suspended_for = null`)
  await signedChange(hall, service, { watts: 1500 })
  await drive(hall)
  expect(await refusalOf(await asked())).toBeNull()
}, 120_000)
