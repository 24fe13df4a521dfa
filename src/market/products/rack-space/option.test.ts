import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '#postgres'
import { acceptLine, askChange, lineOf, signedChange, standing } from '../../change/testing.ts'
import { ceaseService } from '../../contract.ts'
import { judge } from '../../judge.ts'
import { quotedOrder, signedOrder, signOrder } from '../../order/testing.ts'
import { serviceRoutes } from '../../service/routes.ts'
import { serviceById } from '../../service/store.ts'
import { theSite } from '../../store.ts'
import { actorOf } from '../../testing.ts'
import { listWorkRows } from '../../work-order/store.ts'
import { rackSpaceParameters } from './parameters.ts'
import { takeOverSpace } from './take-over.ts'
import { doWork, drive, type Hall, layHall, spaceAsked } from './testing.ts'

let hall: Hall
beforeAll(async () => {
  hall = await layHall()
})
afterAll(() => hall.close())

const RENT = 380_000_000
const OPTION = 95_000_000
const KW = 95_000_000

/** A whole rack with 1 kW; `rack` in row 5 or 6, which are built of whole racks only. */
const full = (rack: string, optionNext: boolean, organisation = 'jurassix') => ({
  ...spaceAsked({ size: 'full', place: { rack, option_next: optionNext } }),
  organisation,
})
const holdsOf = async (number: string) => (await standing(hall, number)).holds
const refusalOf = async (number: string) => (await lineOf(hall, number)).line.quote?.refusal ?? null
/** In service and accepted in writing; every work order that was asked for, as text. */
const inService = async (number: string): Promise<string> => {
  let told = ''
  for (let round = 0; round < 3; round += 1) {
    await drive(hall)
    told += JSON.stringify(await listWorkRows(hall.db, { state: null, open: true, before: null, limit: 100 }))
    await doWork(hall)
  }
  await drive(hall)
  await acceptLine(hall, number)
  await drive(hall)
  expect((await lineOf(hall, number)).line.state).toBe('in-service')
  return told
}
const termIsOver = (service: string) =>
  sql`update market.service set term_ends = '2026-11-01' where number = ${service}`.execute(hall.db)

test('an option holds the rack beside it without power, at its own price, and nobody touches it; given up, it is free', async () => {
  const number = await signedOrder(hall, full('5-3', true))
  expect((await lineOf(hall, number)).line.quote?.prices).toEqual([
    { item: 'rack-full', setup_micro_euros: 400_000_000, monthly_micro_euros: RENT },
    {
      item: 'kw-committed',
      setup_micro_euros: 0,
      monthly_micro_euros: KW,
      quantity: 1,
      unit: 'kW',
      unit_micro_euros: 95_000_000,
    },
    { item: 'option-full', setup_micro_euros: 0, monthly_micro_euros: OPTION },
  ])
  const held = [
    ['compartment', '5-3', 1000, 'A+B'],
    ['compartment-option', '5-2 (option)'],
  ]
  expect(await holdsOf(number)).toEqual(held)
  const told = await inService(number)
  expect([told.includes('5-3'), told.includes('5-2')]).toEqual([true, false])
  expect(await judge(hall.db, hall.now)).toEqual([])
  expect(await refusalOf(await quotedOrder(hall, full('5-2', false, 'manufacture-vauclair')))).toMatchObject({
    code: 'place-held',
    compartment: '5-2',
  })

  // More power leaves it as it is; inside the term it is owed as everything else.
  const { number: service } = await standing(hall, number)
  await signedChange(hall, service, { watts: 2000 })
  await drive(hall)
  expect(await standing(hall, number)).toMatchObject({
    monthly: RENT + 2 * KW + OPTION,
    holds: [['compartment', '5-3', 2000, 'A+B'], held[1]],
  })
  const giveUp = { place: { option_next: false } }
  expect((await askChange(hall, service, giveUp, true)).refusal).toMatchObject({ code: 'term-runs' })
  await termIsOver(service)
  const dry = await askChange(hall, service, giveUp, true)
  expect(dry).toMatchObject({
    steps: [],
    would_reserve: [],
    change: { would_give_back: [{ kind: 'compartment-option', label: '5-2 (option)' }] },
  })
  await signedChange(hall, service, giveUp)
  await drive(hall)
  expect(await standing(hall, number)).toMatchObject({
    monthly: RENT + 2 * KW,
    holds: [['compartment', '5-3', 2000, 'A+B']],
  })
  expect(await judge(hall.db, hall.now)).toEqual([])
  await signedOrder(hall, full('5-2', false, 'manufacture-vauclair'))

  // Taken again while in service: on the other side, where there is one.
  const again = await askChange(hall, service, { place: { option_next: true } }, true)
  expect(again).toMatchObject({ steps: [], would_reserve: [{ kind: 'compartment-option', label: '5-4 (option)' }] })
  await signedChange(hall, service, { place: { option_next: true } })
  await drive(hall)
  expect(await standing(hall, number)).toMatchObject({
    monthly: RENT + 2 * KW + OPTION,
    holds: [
      ['compartment', '5-3', 2000, 'A+B'],
      ['compartment-option', '5-4 (option)'],
    ],
  })
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test('where nothing beside is free there is no option: neither in an order nor in a change', async () => {
  await signedOrder(hall, full('6-2', false))
  const ends = await quotedOrder(hall, full('6-1', true))
  expect(await refusalOf(ends)).toMatchObject({ code: 'place-no-next', compartment: '6-1' })
  const number = await signedOrder(hall, full('6-1', false))
  await inService(number)
  const { number: service } = await standing(hall, number)
  expect((await askChange(hall, service, { place: { option_next: true } }, true)).refusal).toMatchObject({
    code: 'place-no-next',
    compartment: '6-1',
  })
  const shared = { size: 'shared', units_u: 2, watts: 300, sides: 'A+B', place: { option_next: true } }
  expect(rackSpaceParameters.safeParse(shared).success).toBe(false)
  // Quarters: in the own rack first; where the customer wants no neighbour there, beside it.
  const quarter = await signedOrder(hall, spaceAsked({ place: { rack: '3-22', option_next: true } }))
  expect((await holdsOf(quarter)).map(([, label]) => label)).toEqual(['3-22/a', '3-22/b (option)'])
  const alone = spaceAsked({ place: { rack: '3-24', no_neighbour: true, option_next: true } })
  // Which of the four it stands in is the site's choice.
  const labels = (await holdsOf(await signedOrder(hall, alone))).map(([, label]) => String(label)).toSorted()
  expect(labels).toEqual(['3-23/a (option)', '3-24/a', '3-24/b', '3-24/c', '3-24/d'])
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test('two customers at one instant, one for the rack, one for an option on it: one of them has it', async () => {
  // On the other side somebody stands already.
  for (const [rack, beside, other] of [
    ['6-10', '6-9', '6-11'],
    ['6-15', '6-14', '6-16'],
  ] as const) {
    await signedOrder(hall, full(other, false))
    const numbers = [
      await quotedOrder(hall, full(rack, true)),
      await quotedOrder(hall, full(beside, false, 'manufacture-vauclair')),
    ]
    const signed = await Promise.all(numbers.map((number) => signOrder(hall, number)))
    expect(signed.filter(({ ok }) => ok)).toHaveLength(1)
    const [refused] = signed.flatMap((one) => (one.ok ? [] : [one.refusal.code]))
    expect(['place-no-next', 'place-held', 'sold-meanwhile']).toContain(refused)
  }
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test('an option is exercised by a new line of its customer alone: exactly that rack, once, and its price ends that day', async () => {
  const first = await signedOrder(hall, full('5-13', true))
  await inService(first)
  const { number: service } = await standing(hall, first)
  const exercising = (organisation = 'jurassix', of: Parameters<typeof spaceAsked>[0] = {}) => ({
    ...spaceAsked({ size: 'full', ...of, place: { exercise: service } }),
    organisation,
  })
  const unknown = { code: 'option-unknown', service }
  expect(await refusalOf(await quotedOrder(hall, exercising('manufacture-vauclair')))).toMatchObject(unknown)
  expect(await refusalOf(await quotedOrder(hall, exercising('jurassix', { size: 'half' })))).toMatchObject({
    code: 'compartment-other-size',
    compartment: '5-12',
  })
  expect(await refusalOf(await quotedOrder(hall, exercising('jurassix', { watts: 90_000 })))).toMatchObject({
    code: 'one-side-cannot-carry',
    compartment: '5-12',
  })
  // All or nothing: a second line that cannot be had leaves the option as it is.
  const taken = await quotedOrder(hall, full('5-20', false))
  const both = exercising()
  const mixed = await quotedOrder(hall, { ...both, lines: [...both.lines, ...full('5-20', false).lines] })
  expect((await signOrder(hall, taken)).ok).toBe(true)
  expect(await signOrder(hall, mixed)).toMatchObject({ refusal: { code: 'place-held', position: 2 } })
  expect(await standing(hall, first)).toMatchObject({ monthly: RENT + KW + OPTION, holds: [{}, {}] })

  const numbers = [await quotedOrder(hall, exercising()), await quotedOrder(hall, exercising())]
  const signed = await Promise.all(numbers.map((number) => signOrder(hall, number)))
  expect(signed.filter(({ ok }) => ok)).toHaveLength(1)
  expect(signed.flatMap((one) => (one.ok ? [] : [one.refusal]))).toMatchObject([unknown])
  const second = numbers[signed.findIndex(({ ok }) => ok)] ?? ''
  expect(await standing(hall, second)).toMatchObject({
    monthly: RENT + KW,
    holds: [['compartment', '5-12', 1000, 'A+B']],
  })
  // The term of the first still runs: what it owes is the option only, which is no more.
  expect(await standing(hall, first)).toMatchObject({
    monthly: RENT + KW,
    holds: [['compartment', '5-13', 1000, 'A+B']],
    parameters: { place: { option_next: false } },
    prices: [{ monthly: RENT + KW + OPTION }, { from: '2026-11-23', monthly: RENT + KW }],
  })
  expect(await judge(hall.db, hall.now)).toEqual([])
  await inService(second)
  const { number } = await standing(hall, second)
  expect((await askChange(hall, number, { place: { exercise: null } }, true)).refusal).toMatchObject({
    code: 'change-no-exercise',
  })
  expect((await askChange(hall, number, { watts: 1500 }, true)).refusal).toBeNull()
  expect((await askChange(hall, number, { place: { rack: '5-16' } }, true)).would_reserve).toMatchObject([
    { label: '5-16' },
  ])
  expect(await judge(hall.db, hall.now)).toEqual([])
}, 120_000)

test('a service that is ceased gives its option back on the day of its end, before anybody takes it down', async () => {
  const number = await signedOrder(hall, full('6-20', true))
  await inService(number)
  const { number: service, id } = await standing(hall, number)
  await termIsOver(service)
  const served = serviceRoutes.find(({ route }) => route === ceaseService)
  const given = await served?.handle({
    params: { service },
    query: {},
    body: { dry_run: false },
    actor: actorOf(hall.signatory, new Set(['admin'])),
    by: { kind: 'person', id: hall.signatory },
    db: hall.db,
    now: hall.now,
    clock: () => hall.now,
    ifMatch: null,
  })
  expect(given).toMatchObject({ ok: true })
  await drive(hall)
  expect((await holdsOf(number)).map(([, label]) => label)).toEqual(['6-20', '6-19 (option)'])
  hall.now = new Date(hall.now.getTime() + 31 * 86_400_000)
  await drive(hall)
  expect((await serviceById(hall.db, id)).state).toBe('dismantling')
  expect((await holdsOf(number)).map(([, label]) => label)).toEqual(['6-20'])
  expect(await refusalOf(await quotedOrder(hall, full('6-19', false, 'manufacture-vauclair')))).toBeNull()
  for (let round = 0; round < 3; round += 1) {
    await doWork(hall)
    await drive(hall)
  }
  expect([(await serviceById(hall.db, id)).state, await holdsOf(number)]).toEqual(['closed', []])
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test('space that is taken over brings its option with it', async () => {
  const holds = await inTransaction(hall.db, async (tx) =>
    takeOverSpace.holds(
      {
        tx,
        now: hall.now,
        site: await theSite(tx),
        organisationId: '00000000-0000-0000-0000-000000000000',
        parameters: rackSpaceParameters.parse({
          size: 'full',
          watts: 1000,
          sides: 'A+B',
          place: { option_next: true },
        }),
        lineId: null,
      },
      { at: '6-24', lowestU: null, panels: [] },
    ),
  )
  expect(holds.ok && holds.value.map(({ label }) => label)).toEqual(['6-24', '6-23 (option)'])
})
