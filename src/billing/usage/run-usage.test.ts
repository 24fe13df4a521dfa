import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel'
import { startOfDay } from '#market'
import { type Db, inTransaction } from '#postgres'
import { type TestDatabase, testDatabase } from '#postgres/testing'
import { keepReadings, weighReadings } from '#telemetry'
import type { BilledDays } from '../model.ts'
import { printInvoice } from '../print/print-invoice.ts'
import { readInvoice } from '../store-invoice.ts'
import type { Doing } from '../store-issue.ts'
import { approveRun, discardRun, prepareRun } from '../store-run.ts'
import { service } from '../testing.ts'
import { loadUsage } from './store.ts'

const ids = { operator: newId(), isp: newId(), site: newId(), person: newId(), service: newId() }
const place = { room: newId(), rack: newId(), compartment: newId(), claim: newId(), A: newId(), B: newId() }
let database: TestDatabase
let db: Db
const doing = (iso: string): Doing => ({
  by: { kind: 'person', id: ids.person },
  personId: ids.person,
  now: new Date(iso),
})
const HOUR = 3600

/** Readings of every hour from a day to another: A goes on by 400 Wh an hour, B by 600. */
const read = (from: string, until: string, since = '2026-09-01') =>
  inTransaction(db, async (tx) => {
    const [begin, end, zero] = [from, until, since].map((day) => startOfDay(day, 'Europe/Paris'))
    const hours = ((end ?? 0) - (begin ?? 0)) / HOUR
    const sent = (['A', 'B'] as const).map((side) => ({
      subjectId: place[side],
      mostW: 3680,
      asked: Array.from({ length: hours + 1 }, (_, hour) => {
        const at = (begin ?? 0) + hour * HOUR
        const counted = ((at - (zero ?? 0)) / HOUR) * (side === 'A' ? 400 : 600)
        return { key: hour, at, energyWh: 5_000_000 + counted, powerW: null, reset: false }
      }),
    }))
    const weighed = await weighReadings(tx, sent, new Date('2027-04-01T00:00:00Z'))
    expect(weighed.flatMap(({ admission }) => admission.answers).filter(({ did }) => did === 'refused')).toEqual([])
    await keepReadings(tx, weighed)
  })

beforeAll(async () => {
  database = await testDatabase()
  db = database.db
  await sql`insert into floor.world (world, begun_at) values ('twin', '2026-01-01')`.execute(db)
  for (const [id, handle, kind] of [
    [ids.operator, 'operator', 'operator'],
    [ids.isp, 'isp', 'tenant'],
  ])
    // prettier-ignore
    await sql`insert into people.organisation (id, handle, name, kinds, country, siret, address, invoice_mail, created_at)
      values (${id}, ${handle}, ${handle}, ${[kind]}, 'FR', '98765432100019', '1 rue de la Montre', 'f@example.net', '2026-01-01')`.execute(
      db,
    )
  await sql`insert into people.person (id, organisation_id, name, created_at) values (${ids.person}, ${ids.operator}, 'Léa', '2026-01-01')`.execute(
    db,
  )
  await sql`insert into facility.site (id, code, name, zone, operator_id, created_at)
    values (${ids.site}, 'BES', 'Besançon', 'Europe/Paris', ${ids.operator}, '2026-01-01')`.execute(db)
  await sql`insert into facility.room (id, site_id, handle, name, kind, width_mm, depth_mm)
    values (${place.room}, ${ids.site}, 'hall', 'Hall', 'data-hall', 9000, 9000)`.execute(db)
  await sql`insert into facility.rack (id, site_id, room_id, handle, row_handle, x_mm, y_mm, width_mm, depth_mm, front, units_u, limit_kg)
    values (${place.rack}, ${ids.site}, ${place.room}, '2-21', '2', 0, 0, 600, 1200, 'north', 47, 1000)`.execute(db)
  await sql`insert into facility.compartment (id, site_id, rack_id, handle, size, first_u, units_u)
    values (${place.compartment}, ${ids.site}, ${place.rack}, '2-21/a', 'half', 1, 23)`.execute(db)
  for (const side of ['A', 'B'] as const)
    await sql`insert into facility.element (id, site_id, handle, kind, chain, limit_va, compartment_id)
      values (${place[side]}, ${ids.site}, ${`feed-${side}-2-21/a`}, 'feed', ${side}, 3680, ${place.compartment})`.execute(
      db,
    )
  await sql`insert into market.service (id, site_id, number, organisation_id, product, item, parameters, state, monthly_micro_euros, billing, zone,
      early_end_percent, billing_from, billing_reason, created_at)
    values (${ids.service}, ${ids.site}, 'BES-RS-000001', ${ids.isp}, 'rack-space', 'rack-half', '{}', 'in-service', 305000000, 'advance',
      'Europe/Paris', 0, '2026-09-21', 'acceptance', '2026-09-20')`.execute(db)
  await sql`insert into market.claim (id, site_id, service_id, kind, thing_id, label, held_at)
    values (${place.claim}, ${ids.site}, ${ids.service}, 'compartment', ${place.compartment}, '2-21/a', '2026-11-20')`.execute(
    db,
  )
  await sql`insert into market.load (claim_id, watts, sides) values (${place.claim}, 1000, 'A+B')`.execute(db)
  for (const [from, micro] of [
    ['2026-01-01', 200_000],
    ['2026-10-16', 250_000],
  ])
    // prettier-ignore
    await sql`insert into market.usage_price (id, site_id, product, item, unit, unit_micro_euros, from_date)
      values (${newId()}, ${ids.site}, 'rack-space', 'kwh', 'kWh', ${micro}, ${from})`.execute(db)
})
afterAll(() => database.close())

const bill = async (month: string, iso: string) => {
  const prepared = await prepareRun(db, { month, dry_run: false }, doing(iso))
  if (!prepared.ok || prepared.value.id === null) throw new Error(JSON.stringify(prepared))
  const approved = await approveRun(db, prepared.value.id, doing(iso))
  if (!approved?.ok) throw new Error(JSON.stringify(approved))
  return approved.value.invoices
}
const usageIn = (invoices: Awaited<ReturnType<typeof bill>>) =>
  invoices.flatMap(({ lines }) => lines).filter(({ charge }) => charge === 'usage')

test('from readings to the invoice: by day’s price, with both counters, once; what comes late is billed when it comes', async () => {
  await read('2026-10-01', '2026-10-21')
  const first = await bill('2026-11', '2026-11-03T08:00:00Z')
  expect(first[0]?.lines.map(({ charge }) => charge)).toEqual(['rent', 'rent', 'rent', 'usage', 'usage'])
  expect(usageIn(first)).toMatchObject([
    {
      name: { en: 'Half rack and committed power, energy measured' },
      quantity: 360,
      unit: 'KWH',
      price_micro_euros: 200_000,
      net_cents: 7200,
      period: { first_day: '2026-10-01', last_day: '2026-10-15' },
    },
    {
      quantity: 120,
      price_micro_euros: 250_000,
      net_cents: 3000,
      metered: { estimated: false, meters: [{ side: 'A', first_wh: 5_432_000, last_wh: 5_480_000 }, { side: 'B' }] },
    },
  ])
  const number = first[0]?.number ?? ''
  const invoice = await readInvoice(db, { all: true }, number)
  expect((await printInvoice(invoice?.snapshot ?? fail(), new Date('2026-11-03'))).length).toBeGreaterThan(5000)

  expect(usageIn(await bill('2026-11', '2026-11-04T08:00:00Z'))).toEqual([])
  await read('2026-10-22', '2026-12-02')
  // A run that was discarded billed nothing, and the next one finds the same.
  const prepared = await prepareRun(db, { month: '2026-12', dry_run: false }, doing('2026-12-03T08:00:00Z'))
  if (prepared.ok) await discardRun(db, prepared.value.id ?? '', doing('2026-12-03T08:00:00Z'))
  const late = usageIn(await bill('2026-12', '2026-12-03T08:00:00Z'))
  expect(late.map(({ quantity, period }) => [period.first_day, period.last_day, quantity])).toEqual([
    ['2026-10-21', '2026-10-31', 265],
    ['2026-11-01', '2026-11-30', 720],
  ])
  expect(late[0]?.metered?.meters[0]).toMatchObject({ first_wh: 5_480_000, last_wh: 5_586_000, wh: 106_000 })
  // Nobody knows what was drawn before the first reading, and no run reads all that came after it again.
  const loaded = await loadUsage(db, { siteId: ids.site, services: [billedService], billed: await billedRanges(), now: new Date('2026-12-04'), exceptRun: null }) // prettier-ignore
  expect(loaded.get(ids.service)?.meters.map(({ series }) => series.length < 5 * 24)).toEqual([true, true])
  // Until its readings are found.
  await read('2026-09-15', '2026-09-30')
  expect(usageIn(await bill('2026-12', '2026-12-04T08:00:00Z')).map(({ quantity, period }) => [period.first_day, period.last_day, quantity])).toEqual([['2026-09-21', '2026-09-30', 240]]) // prettier-ignore
  const { rows } = await sql<{ wh: number; meters: number }>`
    select sum(wh)::bigint as wh, count(distinct meter_id)::int as meters from billing.usage`.execute(db)
  expect(rows).toEqual([{ wh: 240_000 + 480_000 + 265_000 + 720_000, meters: 2 }])
  await expect(
    sql`insert into billing.billed (id, service_id, invoice_id, line, charge, days, net_cents)
      select ${newId()}, ${ids.service}, id, 99, 'usage', '[2026-10-30,2026-11-02)', 1 from billing.invoice limit 1`.execute(
      db,
    ),
  ).rejects.toMatchObject({ constraint: 'billed_once' })
})

test('what a run estimated in a gap comes back with the next, although that reads no further back than it needs', async () => {
  await read('2026-12-02', '2026-12-30')
  await read('2027-01-03', '2027-01-04')
  const december = usageIn(await bill('2027-01', '2027-01-04T08:00:00Z'))
  expect(december).toMatchObject([{ quantity: 744, metered: { estimated: true } }])
  // The collector’s memory is found: at new year A stood 10 kWh higher than by time.
  const at = startOfDay('2027-01-01', 'Europe/Paris')
  const known = 5_000_000 + ((at - startOfDay('2026-09-01', 'Europe/Paris')) / HOUR) * 400
  await inTransaction(db, async (tx) => {
    const asked = [{ key: 0, at, energyWh: known + 10_000, powerW: null, reset: false }]
    await keepReadings(
      tx,
      await weighReadings(tx, [{ subjectId: place.A, mostW: 3680, asked }], new Date('2027-02-02')),
    )
  })
  await read('2027-01-05', '2027-02-02')
  expect(usageIn(await bill('2027-02', '2027-02-03T08:00:00Z'))).toMatchObject([
    { quantity: 744, metered: { meters: [{ side: 'A', first_wh: known }, { side: 'B' }] } },
  ])
})

test('a side that was given up is billed until its way was open', async () => {
  const [order, line] = [newId(), newId()]
  await sql`insert into market."order" (id, site_id, number, organisation_id, kind, created_at)
    values (${order}, ${ids.site}, 'BES-O-2027-00001', ${ids.isp}, 'change', '2027-02-01')`.execute(db)
  await sql`insert into market.line (id, order_id, position, does, product, parameters, service_id, state, change)
    values (${line}, ${order}, 1, 'change', 'rack-space', '{}', ${ids.service}, 'in-service', ${JSON.stringify({ from: { sides: 'A+B' }, leaves: [], reloads: [{ claimId: place.claim, compartmentId: place.compartment, watts: 1000, sides: 'A' }] })}::jsonb)`.execute(db) // prettier-ignore
  await sql`insert into market.service_price (id, service_id, line_id, from_date, item, items, monthly_micro_euros, made_at)
    values (${newId()}, ${ids.service}, ${line}, '2027-02-10', 'rack-half', '[]', 305000000, '2027-02-10')`.execute(db)
  await sql`insert into market.step (id, line_id, position, name, does_by, for_ready, state, done_at)
    values (${newId()}, ${line}, 1, 'feed-off', 'person', true, 'done', '2027-02-11T00:00:00+01:00')`.execute(db)
  await sql`update market.load set sides = 'A' where claim_id = ${place.claim}`.execute(db)
  await read('2027-02-03', '2027-03-02')
  // 28 days of A, ten of B.
  expect(usageIn(await bill('2027-03', '2027-03-03T08:00:00Z'))).toMatchObject([
    {
      quantity: 28 * 9.6 + 10 * 14.4,
      metered: {
        meters: [
          { side: 'A', wh: 268_800 },
          { side: 'B', wh: 144_000 },
        ],
      },
    },
  ])
})

const billedService = service({ id: ids.service, product: 'rack-space', billingFrom: '2026-09-21' })
const billedRanges = async (): Promise<readonly BilledDays[]> =>
  (await sql<BilledDays>`select service_id as "serviceId", charge, lower(days) as "from", upper(days) as until from billing.billed`.execute(db) // prettier-ignore
  ).rows

const fail = (): never => {
  throw new Error('the invoice is not there')
}

test('units of a shared rack are billed by the outlets that came with them, side by side', async () => {
  const units = { service: newId(), compartment: newId(), space: newId() }
  const outlets = [
    ['A', newId(), 100],
    ['B', newId(), 50],
  ] as const
  await sql`insert into facility.compartment (id, site_id, rack_id, handle, size, first_u, units_u)
    values (${units.compartment}, ${ids.site}, ${place.rack}, '2-21/b', 'shared', 24, 20)`.execute(db)
  await sql`insert into market.service (id, site_id, number, organisation_id, product, item, parameters, state, monthly_micro_euros, billing, zone,
      early_end_percent, billing_from, billing_reason, created_at)
    values (${units.service}, ${ids.site}, 'BES-RS-000009', ${ids.isp}, 'rack-space', 'rack-unit', '{}', 'in-service', 10000000, 'advance',
      'Europe/Paris', 0, '2026-10-01', 'acceptance', '2026-09-30')`.execute(db)
  await sql`insert into market.claim (id, site_id, service_id, kind, thing_id, span, label, held_at)
    values (${units.space}, ${ids.site}, ${units.service}, 'rack-units', ${units.compartment}, int8range(24, 25), '2-21/b U24–24', '2026-09-30')`.execute(
    db,
  )
  await sql`insert into market.load (claim_id, watts, sides) values (${units.space}, 300, 'A+B')`.execute(db)
  const [begin, end] = ['2026-10-01', '2026-11-01'].map((day) => startOfDay(day, 'Europe/Paris'))
  for (const [side, id, wh] of outlets) {
    await sql`insert into facility.outlet (id, site_id, handle, compartment_id, chain, number, breaker_a, voltage_v)
      values (${id}, ${ids.site}, ${`outlet-${side}-2-21/24`}, ${units.compartment}, ${side}, 24, 10, 230)`.execute(db)
    await sql`insert into market.claim (id, site_id, service_id, kind, thing_id, label, held_at)
      values (${newId()}, ${ids.site}, ${units.service}, 'outlet', ${id}, ${`outlet-${side}-2-21/24`}, '2026-09-30')`.execute(
      db,
    )
    const asked = Array.from({ length: ((end ?? 0) - (begin ?? 0)) / HOUR + 1 }, (_, hour) => ({
      key: hour,
      at: (begin ?? 0) + hour * HOUR,
      energyWh: hour * wh,
      powerW: null,
      reset: false,
    }))
    await inTransaction(db, async (tx) =>
      keepReadings(
        tx,
        await weighReadings(tx, [{ subjectId: id, mostW: 2300, asked }], new Date('2027-04-01T00:00:00Z')),
      ),
    )
  }
  const one = { ...service({}), id: units.service, zone: 'Europe/Paris', billingFrom: '2026-10-01' }
  const loaded = await loadUsage(db, { siteId: ids.site, services: [one], billed: [], now: new Date('2026-11-02T08:00:00Z'), exceptRun: null }) // prettier-ignore
  const meters = loaded.get(units.service)?.meters ?? []
  expect(meters.map(({ feed, side, series }) => [feed, side, series.energyWh.at(-1)])).toEqual([
    ['outlet-A-2-21/24', 'A', 745 * 100],
    ['outlet-B-2-21/24', 'B', 745 * 50],
  ])
})
