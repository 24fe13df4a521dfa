import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { acceptLine, askChange, cancelNow, lineOf, signedChange, standing } from '../../../change/testing.ts'
import { createOrder, previewOrder } from '../../../contract.ts'
import { judge } from '../../../judge.ts'
import { quotedOrder, signedOrder, signOrder } from '../../../order/testing.ts'
import { actorOf, askAs } from '../../../testing.ts'
import { drive, type Hall, layHall } from '../../rack-space/testing.ts'
import { connectAsked, doWorkAt, lineAt, rackAndConnect } from '../testing.ts'
import { changeSteps } from './steps.ts'

let hall: Hall
let free = 0
beforeAll(async () => {
  hall = await layHall()
})
afterAll(() => hall.close())

const work = async (rounds = 6, dbm = -70): Promise<readonly string[]> => {
  const told: string[] = []
  for (let round = 0; round < rounds; round += 1) {
    await drive(hall)
    told.push(...(await doWorkAt(hall, dbm)))
  }
  await drive(hall)
  return told
}
/** From a position of row 1 to one of the site's panel in the meet-me room, in service. */
const inService = async (): Promise<string> => {
  free += 1
  const order = await signedOrder(
    hall,
    connectAsked({ a: { panel: 'R1-P01' }, z: { panel: 'M2-P03', position: free } }),
  )
  await work()
  await acceptLine(hall, order)
  await drive(hall)
  return order
}
const labels = (holds: readonly (readonly unknown[])[]) =>
  holds.map(([kind, label]) => `${String(kind)} ${String(label)}`)

test('an end goes elsewhere: run beside, seen dark, pulled, plugged and measured; the old way is free when all is done', async () => {
  const created = await inService()
  const before = await standing(hall, created)
  const kept = `M2-P03/${String(free).padStart(2, '0')}`
  expect(labels(before.holds)).toContain('end-a R1-P01/01')
  const dry = await askChange(hall, before.number, { a: { panel: 'R2-P01' } }, true)
  expect(dry).toMatchObject({ refusal: null, change: { monthly_before_micro_euros: before.monthly } })
  expect(dry.would_reserve.map(({ kind, label }) => `${kind} ${label}`)).toEqual([
    'end-a R2-P01/01',
    'panel-position R2-P01/01',
    'trunk-pair K-R2/01',
    expect.stringMatching(/^panel-position M2-P0/),
  ])
  expect(dry.change?.would_give_back.map(({ label }) => label)).not.toContain(kept)
  // Another medium, who pays, both ends at once, the line of an order: cease and order anew, or say it otherwise.
  const refusal = async (parameters: object) => (await askChange(hall, before.number, parameters, true)).refusal?.code
  expect([
    await refusal({ letter: 'BES-L-2026-00001' }),
    await refusal({ payer: 'z' }),
    await refusal({ a: { panel: 'R2-P01' }, z: { position: 20 } }),
    await refusal({ a: { panel: null, line: 1 } }),
    await refusal({ a: { panel: 'M3-P01' } }),
  ]).toEqual(['change-not-sold', 'change-not-sold', 'change-one-end', 'change-name-service', 'panel-of-another'])

  const order = await signedChange(hall, before.number, { a: { panel: 'R2-P01' } })
  // Lit: the old way goes dark only by a named person and a second one.
  const told = await work(6, -12)
  expect(told).toContain('work-pull-lit')
  expect(told.at(-1)).toBe('work-prove-fibre')
  const { line, steps } = await lineOf(hall, order)
  expect([line.state, steps.map(({ name, state }) => [name, state])]).toEqual([
    'ready',
    changeSteps.map(({ name }) => [name, 'done']),
  ])
  await acceptLine(hall, order)
  await drive(hall)
  const after = await standing(hall, created)
  expect([after.number, after.monthly]).toEqual([before.number, before.monthly])
  expect(labels(after.holds).toSorted()).toEqual(
    [
      ...labels(before.holds).filter((one) => one === `end-z ${kept}` || one === `panel-position ${kept}`),
      ...dry.would_reserve.map(({ kind, label }) => `${kind} ${label}`),
    ].toSorted(),
  )
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test('what to do at the sleeve that both ways share is said: left beside, then plugged over', async () => {
  const created = await inService()
  const { number } = await standing(hall, created)
  await signedChange(hall, number, { a: { panel: 'R2-P01' } })
  await drive(hall)
  const { rows } = await sql<{ codes: string[]; at: string | null }>`
    select array(select a ->> 'code' from jsonb_array_elements(w.what -> 'actions') a) as codes,
      (select a ->> 'at' from jsonb_array_elements(w.what -> 'actions') a where a ->> 'code' = 'act-leave-beside') as at
    from market.work_order w where w.state = 'open'`.execute(hall.db)
  expect(rows).toEqual([
    {
      codes: ['act-inspect-ends', 'act-run-jumper', 'act-label-ends', 'act-leave-beside'],
      at: `M2-P03/${String(free).padStart(2, '0')}`,
    },
  ])
  await work()
})

test.each(changeSteps.map(({ name }, at) => [name, at] as const))(
  'cancelled after the step %s: the cross-connect is what it was, and nothing of the change is held',
  async (_, at) => {
    const created = await inService()
    const before = await standing(hall, created)
    const order = await signedChange(hall, before.number, { a: { panel: 'R2-P01' } })
    for (let round = 0; round < 12; round += 1) {
      await drive(hall)
      if ((await lineOf(hall, order)).steps[at]?.state === 'done') break
      await doWorkAt(hall)
    }
    await cancelNow(hall, order)
    await work(8)
    expect((await lineOf(hall, order)).line.state).toBe('cancelled')
    const after = await standing(hall, created)
    expect([after.state, after.holds, after.parameters]).toEqual([before.state, before.holds, before.parameters])
    expect(await judge(hall.db, hall.now)).toEqual([])
  },
)

test('a rack moves with its cross-connect in one order: told before, signed together, and both stand in the new row', async () => {
  const created = await signedOrder(hall, rackAndConnect('1', { panel: 'M2-P03', position: 24 }))
  await work(8)
  const [space, connect] = [await lineAt(hall, created, 1), await lineAt(hall, created, 2)]
  for (const line of [space, connect])
    await sql`update market.line set accepted_handover_at = ${hall.now} where id = ${line.line.id}`.execute(hall.db)
  await drive(hall)
  const { rows } = await sql<{ product: string; number: string; state: string }>`
    select product, number, state from market.service where id in (${space.line.service_id}, ${connect.line.service_id}) order by product`.execute(
    hall.db,
  )
  const [cable, rack] = rows
  expect(rows.map(({ state }) => state)).toEqual(['in-service', 'in-service'])
  const as = actorOf(hall.technicians[0], new Set(['admin']))
  const body = (changes: readonly object[]) => ({
    organisation: 'jurassix',
    quote: 'subject-to-availability',
    together: false,
    lines: [],
    changes,
  })
  const move = { service: rack?.number, parameters: { place: { row: '2' } } }
  const along = { service: cable?.number, parameters: { a: { line: null, service: rack?.number } } }
  expect(await askAs(hall, previewOrder, { as, body: body([move]) })).toMatchObject({
    value: { lines: [{ refusal: { code: 'change-cross-connect-first', services: [cable?.number] } }] },
  })
  // Its other end goes elsewhere: this one stays where it is, and would be left behind, whoever asks and when.
  const elsewhere = { service: cable?.number, parameters: { z: { panel: 'M2-P03', position: 20 } } }
  expect(await askAs(hall, previewOrder, { as, body: body([elsewhere, move]) })).toMatchObject({
    value: {
      lines: [{ refusal: null }, { refusal: { code: 'change-cross-connect-first', services: [cable?.number] } }],
    },
  })
  expect(await askAs(hall, createOrder, { as, body: body([elsewhere, move]) })).toMatchObject({
    value: {
      lines: [{ refusal: null }, { refusal: { code: 'change-cross-connect-first', services: [cable?.number] } }],
    },
  })
  expect(await askAs(hall, previewOrder, { as, body: body([along, move]) })).toMatchObject({
    value: { refusal: null, lines: [{ refusal: null }, { refusal: null }] },
  })
  const drafted = await askAs(hall, createOrder, { as, body: body([along, move]) })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the route's own answer
  const order = drafted?.ok ? (drafted.value as { number: string }).number : ''
  expect(await signOrder(hall, order)).toMatchObject({ ok: true })
  const held = (await lineAt(hall, order, 1)).holds.map(({ kind, label }) => `${kind} ${label}`)
  expect(held[0]).toMatch(/^end-a R2-P01\//)
  await work(12)
  for (const position of [1, 2]) {
    const { line } = await lineAt(hall, order, position)
    await sql`update market.line set accepted_handover_at = ${hall.now} where id = ${line.id}`.execute(hall.db)
  }
  await work(6)
  expect([(await lineAt(hall, order, 1)).line.state, (await lineAt(hall, order, 2)).line.state]).toEqual([
    'in-service',
    'in-service',
  ])
  expect(await judge(hall.db, hall.now)).toEqual([])
  // The next move finds it by the service that it names, and takes it along by that very name.
  expect(await askChange(hall, rack?.number ?? '', { place: { row: '1' } }, true)).toMatchObject({
    refusal: { code: 'change-cross-connect-first', services: [cable?.number] },
  })
  const back = { service: rack?.number, parameters: { place: { row: '1' } } }
  expect(await askAs(hall, previewOrder, { as, body: body([along]) })).toMatchObject({
    value: { refusal: { code: 'nothing-changes' } },
  })
  expect(await askAs(hall, previewOrder, { as, body: body([along, back]) })).toMatchObject({ value: { refusal: null } })
  const again = await askAs(hall, createOrder, { as, body: body([along, back]) })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the route's own answer
  const next = again?.ok ? (again.value as { number: string }).number : JSON.stringify(again)
  expect(await signOrder(hall, next)).toMatchObject({ ok: true })
  expect((await lineAt(hall, next, 1)).holds[0]?.label).toMatch(/^R1-P01\//)
})

test('a firm quote to move a rack is not signed over a cross-connect that was ordered since and would be left behind', async () => {
  const both = rackAndConnect('1', { panel: 'M2-P03', position: 23 })
  const created = await signedOrder(hall, { ...both, lines: both.lines.slice(0, 1) })
  await work(8)
  await acceptLine(hall, created)
  await drive(hall)
  const rack = await standing(hall, created)
  const firm = await askChange(hall, rack.number, { place: { row: '2' } }, false, { quote: 'firm' })
  expect([rack.state, firm.refusal]).toEqual(['in-service', null])
  await signedOrder(hall, connectAsked({ a: { service: rack.number }, z: { panel: 'M2-P03', position: 23 } }))
  expect(await signOrder(hall, firm.order ?? '')).toMatchObject({ refusal: { code: 'change-cross-connect-first' } })
})

test('a cross-connect that was quoted firmly is not signed where its rack will no longer stand', async () => {
  const both = rackAndConnect('1', { panel: 'M2-P03', position: 22 })
  const created = await signedOrder(hall, { ...both, lines: both.lines.slice(0, 1) })
  await work(8)
  await acceptLine(hall, created)
  await drive(hall)
  const { number } = await standing(hall, created)
  const asked = (position: number) => connectAsked({ a: { service: number }, z: { panel: 'M2-P03', position } })
  const firm = await quotedOrder(hall, { ...asked(22), quote: 'firm' })
  await signedChange(hall, number, { place: { row: '2' } })
  expect(await signOrder(hall, firm)).toMatchObject({ refusal: { code: 'changed-meanwhile' } })
  // Quoted anew, it ends where the rack will be.
  const anew = await signedOrder(hall, asked(21))
  expect((await lineAt(hall, anew)).holds[0]?.label).toMatch(/^R2-P01\//)
})
