import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Route, turn } from '#kernel'
import { judge } from '../judge.ts'
import { findOrder, linesOf } from '../order/store.ts'
import { signedOrder } from '../order/testing.ts'
import { acceptLine, signedChange, standing } from '../change/testing.ts'
import { doWork, drive, type Hall, layHall, spaceAsked } from '../products/rack-space/testing.ts'
import { listWorkRows } from '../work-order/store.ts'
import { actorOf } from '../testing.ts'
import { importReadings, measuredLoads, measuredLoadsWire, serviceUsage, usageWire } from './contract.ts'
import { meterReconciler } from './reconcile.ts'
import { meterRoutes } from './routes.ts'

let hall: Hall
beforeAll(async () => {
  hall = await layHall()
})
afterAll(() => hall.close())

const ask = async (route: Route, more: { body?: object; params?: object } = {}): Promise<unknown> => {
  const served = meterRoutes.find((one) => one.route === route)
  const answer: unknown = await served?.handle({
    params: more.params ?? {},
    query: {},
    body: route.body?.parse(more.body ?? {}),
    actor: actorOf(hall.technicians[0], new Set(['admin'])),
    by: { kind: 'person', id: hall.technicians[0] },
    db: hall.db,
    now: hall.now,
    clock: () => hall.now,
    ifMatch: null,
  })
  if (typeof answer === 'object' && answer !== null && 'value' in answer) return answer.value
  throw new Error(`refused: ${JSON.stringify(answer)}`)
}
const HEAD = 'meter,at,energy_kwh,power_w\n'
const sent = async (rows: readonly string[]) =>
  importReadings.reply.parse(
    await ask(importReadings, {
      body: { file_name: 'outlets.csv', content_base64: Buffer.from(HEAD + rows.join('\n')).toString('base64') },
    }),
  )
const usage = async (service: string) => usageWire.parse(await ask(serviceUsage, { params: { service } }))
const labels = async (number: string, kind: string): Promise<readonly string[]> =>
  (
    await sql<{ label: string }>`select c.label from market.claim c join market.service s on s.id = c.service_id
      where s.number = ${number} and c.kind = ${kind} and c.given_back_at is null order by c.label`.execute(hall.db)
  ).rows.map(({ label }) => label)
const units = async (count: number, watts: number): Promise<string> => {
  const order = await signedOrder(hall, spaceAsked({ size: 'shared', units_u: count, watts }))
  const found = await findOrder(hall.db, order)
  const [line] = found ? await linesOf(hall.db, [found.id]) : []
  expect(line?.quote?.usage).toContainEqual({ item: 'kwh', unit: 'kWh', unit_micro_euros: 218_500 })
  return order
}
const numberOf = async (order: string) => (await standing(hall, order)).number

test('units of the shared rack come with the metered outlets beside them, which the technician reads at the handover', async () => {
  const [first, second] = [await units(2, 400), await units(1, 300)]
  const [one, other] = [await numberOf(first), await numberOf(second)]
  expect(await labels(one, 'outlet')).toEqual(['outlet-A-3-1/1', 'outlet-A-3-1/2', 'outlet-B-3-1/1', 'outlet-B-3-1/2'])
  expect(await labels(other, 'outlet')).toEqual(['outlet-A-3-1/3', 'outlet-B-3-1/3'])
  await drive(hall)
  const { rows } = await listWorkRows(hall.db, { state: null, open: true, before: null, limit: 10 })
  const needs = rows.map((work) => work.needs.filter(({ name }) => name.startsWith('outlets-')).map(({ name, equals }) => [name, equals])) // prettier-ignore
  expect(needs).toContainEqual([
    ['outlets-a', '1 2'],
    ['outlets-b', '1 2'],
  ])
  expect(needs).toContainEqual([
    ['outlets-a', '3'],
    ['outlets-b', '3'],
  ])
  for (let round = 0; round < 4; round += 1) {
    await doWork(hall)
    await drive(hall)
  }
  for (const order of [first, second]) await acceptLine(hall, order)
  await drive(hall)
  const { rows: kept } = await sql<{
    value: string
  }>`select e.value #>> '{}' as value from market.evidence e join market.service s on s.id = e.service_id
    where s.number = ${one} and e.proof = 'outlets-a'`.execute(hall.db)
  expect(kept).toEqual([{ value: '1 2' }])
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test('each tenant’s kWh, peak and alarm are of its own outlets, not of the rack', async () => {
  const { rows } = await sql<{ number: string }>`select number from market.service where product = 'rack-space' order by number`.execute(hall.db) // prettier-ignore
  const [one, other] = rows.map(({ number }) => number)
  expect(await usage(one ?? '')).toMatchObject({ source: 'unknown', measured_w: null, committed_w: 400 })
  const first = hall.now.getTime()
  hall.now = new Date(first + 3_600_000)
  const at = (minute: number): string => new Date(first + minute * 60_000).toISOString()
  const read = (outlet: string, powers: readonly number[]): readonly string[] => {
    let wh = 10_000
    return powers.map((w, index) => {
      wh += index === 0 ? 0 : w / 6
      return `outlet-${outlet},${at(index * 10)},${(wh / 1000).toFixed(3)},${w}`
    })
  }
  const answer = await sent([
    ...read('A-3-1/1', [60, 120, 60]),
    ...read('A-3-1/2', [60, 120, 60]),
    ...read('B-3-1/1', [60, 120, 60]),
    ...read('B-3-1/2', [60, 120, 60]),
    ...read('A-3-1/3', [90, 90, 90]),
    ...read('B-3-1/3', [0, 0, 0]),
  ])
  expect(answer).toMatchObject({ applied: true, counts: { created: 18, refused: 0 } })
  expect(await usage(one ?? '')).toMatchObject({
    source: 'measured',
    measured_w: 240,
    peak_7d_w: 480,
    peak_at: at(10),
    meters: [
      { feed: 'outlet-A-3-1/1', side: 'A', power_w: 60 },
      { feed: 'outlet-A-3-1/2', side: 'A' },
      { feed: 'outlet-B-3-1/1', side: 'B' },
      { feed: 'outlet-B-3-1/2', side: 'B' },
    ],
    months: [{ month: '2026-11', wh: 120 }, {}, {}],
  })
  expect(await usage(other ?? '')).toMatchObject({ measured_w: 90, peak_7d_w: 90, months: [{ wh: 30 }, {}, {}] })
  const { failed } = await turn(meterReconciler({ db: hall.db, clock: () => hall.now }), new AbortController().signal)
  expect(failed).toEqual([])
  const loads = measuredLoadsWire.parse(await ask(measuredLoads))
  expect(
    loads.compartments.map(({ compartment, service, measured_w, peak_7d_w, alarm }) => [
      compartment,
      service,
      measured_w,
      peak_7d_w,
      alarm,
    ]),
  ).toEqual([
    // prettier-ignore
    ['3-1', one, 240, 480, true],
    ['3-1', other, 90, 90, false],
  ])
  // An outlet lets through what its own breaker does: 10 A at 230 V, not the 16 A of the way.
  const jump = await sent([`outlet-A-3-1/3,${at(30)},13.0,90`])
  expect(jump.rows[0]?.refusal?.code).toBe('reading-jump')
  expect((await sent([`outlet-A-3-1/99,${at(30)},1,1`])).rows[0]?.refusal?.code).toBe('meter-unknown')
})

test('a side that is given up gives its outlets back, and a strip that tenants draw from is not taken out of the files', async () => {
  const { rows } = await sql<{ number: string }>`select number from market.service where product = 'rack-space' order by number`.execute(hall.db) // prettier-ignore
  const number = rows[1]?.number ?? ''
  const shared = '{ racks: [1], built_as: shared, outlets: { breaker_a: 10 } }'
  await hall.edit('racks.yaml', shared, '{ racks: [1], built_as: shared }')
  const { refusals } = await hall.plan()
  expect(refusals.map(({ code, kind }) => [code, kind])).toEqual(refusals.map(() => ['row-claimed', 'outlet']))
  expect(refusals).toHaveLength(6)
  await hall.edit('racks.yaml', '{ racks: [1], built_as: shared }', shared)
  const order = await signedChange(hall, number, { sides: 'A' })
  for (let round = 0; round < 4; round += 1) {
    await drive(hall)
    await doWork(hall)
  }
  await acceptLine(hall, order)
  await drive(hall)
  expect(await labels(number, 'outlet')).toEqual(['outlet-A-3-1/3'])
  const meters = async () => (await usage(number)).meters.map(({ feed, place, until }) => [feed, place, until === null])
  // What it counted stays its own to see.
  expect(await meters()).toEqual([
    ['outlet-A-3-1/3', '3-1', true],
    ['outlet-B-3-1/3', '3-1', false],
  ])
  const back = await signedChange(hall, number, { sides: 'A+B' })
  await drive(hall)
  const { rows: asked } = await listWorkRows(hall.db, { state: null, open: true, before: null, limit: 10 })
  expect(asked.flatMap((work) => work.needs.map(({ name, equals }) => [name, equals]))).toContainEqual(['outlets-b', '3']) // prettier-ignore
  for (let round = 0; round < 3; round += 1) {
    await doWork(hall)
    await drive(hall)
  }
  await acceptLine(hall, back)
  await drive(hall)
  expect(await labels(number, 'outlet')).toEqual(['outlet-A-3-1/3', 'outlet-B-3-1/3'])
  // The same outlet came back, nobody else having had it: one span.
  expect(await meters()).toEqual([
    ['outlet-A-3-1/3', '3-1', true],
    ['outlet-B-3-1/3', '3-1', true],
  ])
  expect(await judge(hall.db, hall.now)).toEqual([])
})
