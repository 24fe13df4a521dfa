import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { acceptLine, askChange, cancelNow, signedChange } from '../../../change/testing.ts'
import { ceaseService, createOrder, handOver, orderWire, previewOrder, preview } from '../../../contract.ts'
import { judge } from '../../../judge.ts'
import { cancelOrder } from '../../../order/cancel.ts'
import { quotedOrder, signedOrder, signOrder } from '../../../order/testing.ts'
import { actorOf, askAs } from '../../../testing.ts'
import { drive, type Hall, layHall } from '../../rack-space/testing.ts'
import { connectAsked, doWorkAt, lineAt, rackAndConnect } from '../testing.ts'
import { strayEnds } from './store.ts'

let hall: Hall
beforeAll(async () => {
  hall = await layHall()
})
afterAll(() => hall.close())

/** The site's people work until nobody is sent anywhere any more. */
const work = async (): Promise<void> => {
  for (let round = 0; round < 12; round += 1) {
    await drive(hall)
    if ((await doWorkAt(hall)).length === 0 && round > 1) return
  }
}
const admin = () => actorOf(hall.technicians[0], new Set(['admin']))
const accept = async (order: string, position: number): Promise<void> => {
  const { line } = await lineAt(hall, order, position)
  await sql`update market.line set accepted_handover_at = ${hall.now}, version = version + 1 where id = ${line.id}`.execute(
    hall.db,
  )
}
const stateOf = async (order: string, position: number): Promise<string> =>
  (await lineAt(hall, order, position)).line.state
const numberOf = async (order: string, position: number): Promise<string> => {
  const { line } = await lineAt(hall, order, position)
  const { rows } = await sql<{
    number: string
  }>`select number from market.service where id = ${line.service_id}`.execute(hall.db)
  return rows[0]?.number ?? ''
}
const endA = async (order: string, position = 1): Promise<string | undefined> =>
  (await lineAt(hall, order, position)).holds.find(({ kind }) => kind === 'end-a')?.label
const stray = async (): Promise<readonly string[]> =>
  (await judge(hall.db, hall.now)).map(({ kind, subject }) => `${kind} ${subject}`)

/** A rack in row 1 and what leads from it, in service. */
const inService = async (position: number): Promise<{ order: string; rack: string; cable: string }> => {
  const order = await signedOrder(hall, rackAndConnect('1', { panel: 'M2-P03', position }))
  await work()
  for (const line of [1, 2]) await accept(order, line)
  await drive(hall)
  return { order, rack: await numberOf(order, 1), cable: await numberOf(order, 2) }
}
/** A rack in row 1, in service, from which nothing leads. */
const rackInService = async (): Promise<string> => {
  const both = rackAndConnect('1', { panel: 'M2-P03' })
  const order = await signedOrder(hall, { ...both, lines: both.lines.slice(0, 1) })
  await work()
  await acceptLine(hall, order)
  await drive(hall)
  return numberOf(order, 1)
}
const along = ({ rack, cable }: { readonly rack: string; readonly cable: string }) => ({
  organisation: 'jurassix',
  quote: 'subject-to-availability',
  together: false,
  lines: [],
  changes: [
    { service: cable, parameters: { a: { line: null, service: rack } } },
    { service: rack, parameters: { place: { row: '2' } } },
  ],
})
const drafted = async (body: object): Promise<ReturnType<typeof orderWire.parse>> => {
  const answer = await askAs(hall, createOrder, { as: admin(), body })
  if (!answer?.ok) throw new Error(JSON.stringify(answer))
  return orderWire.parse(answer.value)
}

test('a rack and the cross-connect that it takes along begin on one day or not at all: half of it is neither accepted nor cancelled', async () => {
  const there = await inService(1)
  const dry = await askAs(hall, previewOrder, { as: admin(), body: along(there) })
  expect(dry?.ok && preview.parse(dry.value).lines.map(({ notes }) => notes)).toEqual([
    [{ code: 'goes-together', services: [there.rack] }],
    [],
  ])
  const quoted = await drafted(along(there))
  const { number } = quoted
  expect([quoted.together, quoted.lines.map(({ notes }) => notes.map(({ code }) => code))]).toEqual([
    true,
    [['goes-together'], []],
  ])
  expect(await signOrder(hall, number)).toMatchObject({ ok: true })
  await work()
  expect([await stateOf(number, 1), await stateOf(number, 2)]).toEqual(['ready', 'ready'])
  // The cable is accepted, the rack is not as it should be.
  const said = (position: number, body: object) =>
    askAs(hall, handOver, { as: admin(), params: { order: number, position }, body })
  expect(await said(2, { verdict: 'rejected', reason: 'feed B reads 180 V' })).toMatchObject({ ok: true })
  await accept(number, 1)
  await drive(hall)
  expect([await stateOf(number, 1), await stateOf(number, 2)]).toEqual(['ready', 'rejected'])
  await cancelNow(hall, number)
  await work()
  expect([await stateOf(number, 1), await stateOf(number, 2)]).toEqual(['cancelled', 'cancelled'])
  expect(await endA(there.order, 2)).toMatch(/^R1-P01\//)
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test('both accepted, one begins an instant before the other: the rest is not cancelled behind it', async () => {
  const there = await inService(2)
  const again = await drafted(along(there))
  expect(await signOrder(hall, again.number)).toMatchObject({ ok: true })
  await work()
  for (const half of [1, 2] as const) {
    const other = half === 1 ? 2 : 1
    const { order, line } = await lineAt(hall, again.number, half)
    // What the instant between both looks like: one of them has begun, and the other is not driven yet.
    await hall.db
      .transaction()
      .execute(async (tx) => {
        const held =
          await sql`update market.claim set service_id = ${line.service_id} where line_id = ${line.id}`.execute(tx)
        expect(held.numAffectedRows).toBeGreaterThan(0n)
        await sql`update market.line set state = 'in-service' where id = ${line.id}`.execute(tx)
        expect(
          await cancelOrder({ tx, now: hall.now, by: { kind: 'system', id: null } }, order, 'too late'),
        ).toMatchObject({ refusal: { code: 'cancel-leaves-cross-connect', services: [there.cable], position: other } })
        throw new Error('looked only')
      })
      .catch((thrown: unknown) => {
        if (!(thrown instanceof Error && thrown.message === 'looked only')) throw thrown
      })
  }
  for (const line of [1, 2]) await accept(again.number, line)
  await work()
  expect([await stateOf(again.number, 1), await stateOf(again.number, 2)]).toEqual(['in-service', 'in-service'])
  expect(await stray()).toEqual([])
})

test('a move on which another order’s cross-connect already counts is not cancelled; while it is undone, what is ordered ends where the rack stands', async () => {
  const rack = await rackInService()
  const moved = await signedChange(hall, rack, { place: { row: '2' } })
  const asked = (position: number) => connectAsked({ a: { service: rack }, z: { panel: 'M2-P03', position } })
  const cable = await signedOrder(hall, asked(5))
  expect(await endA(cable)).toMatch(/^R2-P01\//)
  const { rows } = await sql<{
    number: string
  }>`select s.number from market.service s join market.line l on l.service_id = s.id
    join market."order" o on o.id = l.order_id where o.number = ${cable}`.execute(hall.db)
  await expect(cancelNow(hall, moved)).rejects.toThrow(
    JSON.stringify({ code: 'cancel-leaves-cross-connect', services: [rows[0]?.number], position: 1 }),
  )
  await work()
  await cancelNow(hall, cable)
  await cancelNow(hall, moved)
  expect(await endA(await signedOrder(hall, asked(6)))).toMatch(/^R1-P01\//)
  await work()
  expect(await stray()).toEqual([])
  // What is on its way to this rack counts as much as what is there already.
  const other = await inService(7)
  await signedChange(hall, other.cable, { a: { line: null, service: rack } })
  expect(await askChange(hall, rack, { place: { row: '2' } }, true)).toMatchObject({
    refusal: { code: 'change-cross-connect-first', services: expect.arrayContaining([other.cable]) },
  })
})

test('the doctor names a cross-connect that leads where its rack is not, and the rack', async () => {
  const { order, rack, cable } = await inService(8)
  expect(await stray()).toEqual([])
  const { line } = await lineAt(hall, order, 2)
  const label = await endA(order, 2)
  const become = (to: string | undefined) =>
    sql`update market.claim set label = ${to} where line_id = ${line.id} and kind = 'end-a'`.execute(hall.db)
  await become('R2-P01/09')
  expect(await stray()).toEqual([`lost ${cable} R2-P01/09 (${rack})`])
  // Another rack of the row is another place all the same.
  await become('1-99')
  expect(await strayEnds(hall.db)).toEqual([{ number: cable, label: '1-99', service: rack }])
  await become(label)
  expect(await stray()).toEqual([])
})

test('a rack is not ceased while a cross-connect leads from it, and nothing new is led to one under notice', async () => {
  const { rack, cable } = await inService(10)
  const firm = await quotedOrder(hall, {
    ...connectAsked({ a: { service: rack }, z: { panel: 'M2-P03', position: 11 } }),
    quote: 'firm',
  })
  const notice = (service: string, dry_run = false) =>
    askAs(hall, ceaseService, { as: admin(), params: { service }, body: { dry_run } })
  for (const dry of [true, false])
    expect(await notice(rack, dry)).toMatchObject({
      refusal: { code: 'cease-cross-connect-first', services: [cable] },
    })
  expect(await notice(cable)).toMatchObject({ ok: true })
  expect(await notice(rack)).toMatchObject({ ok: true })
  expect(await signOrder(hall, firm)).toMatchObject({ refusal: { code: 'service-under-notice', service: rack } })
  const late = await quotedOrder(hall, connectAsked({ a: { service: rack }, z: { panel: 'M2-P03', position: 12 } }))
  expect((await lineAt(hall, late)).line.quote?.refusal).toMatchObject({ code: 'service-under-notice', service: rack })
})
