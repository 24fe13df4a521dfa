import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel'
import type { Db } from '#postgres'
import { type TestDatabase, testDatabase } from '#postgres/testing'
import { readInvoice } from './store-invoice.ts'
import type { Doing } from './store-issue.ts'
import { approveRun, prepareRun } from './store-run.ts'

const ids = { operator: newId(), isp: newId(), site: newId(), person: newId(), service: newId() }
const doing = (iso: string): Doing => ({
  by: { kind: 'person', id: ids.person },
  personId: ids.person,
  now: new Date(iso),
})

let database: TestDatabase
let db: Db
beforeAll(async () => {
  database = await testDatabase()
  db = database.db
  await sql`insert into floor.world (world, begun_at) values ('twin', '2026-01-01')`.execute(db)
  for (const [id, handle, kind] of [
    [ids.operator, 'operator', 'operator'],
    [ids.isp, 'isp', 'tenant'],
  ] as const)
    await sql`insert into people.organisation (id, handle, name, kinds, country, siret, address, created_at)
      values (${id}, ${handle}, ${handle}, ${[kind]}, 'FR', '98765432100019', '1 rue de la Montre', '2026-01-01')`.execute(
      db,
    )
  await sql`insert into people.person (id, organisation_id, name, created_at) values (${ids.person}, ${ids.operator}, 'Léa', '2026-01-01')`.execute(
    db,
  )
  await sql`insert into facility.site (id, code, name, zone, operator_id, created_at)
    values (${ids.site}, 'BES', 'Besançon', 'Europe/Paris', ${ids.operator}, '2026-01-01')`.execute(db)
  await sql`
    insert into market.service (id, site_id, number, organisation_id, product, item, parameters, state, monthly_micro_euros, billing, zone,
                                early_end_percent, billing_from, billing_reason, created_at)
    values (${ids.service}, ${ids.site}, 'BES-XP-000001', ${ids.isp}, 'exchange-port', 'port-10g', '{}', 'in-service', 350000000, 'advance',
            'Europe/Paris', 100, '2026-12-01', 'acceptance', '2026-11-01')`.execute(db)
})
afterAll(() => database.close())

const priced = (from: string, item: string, euros: number) =>
  sql`insert into market.service_price (id, service_id, from_date, item, items, monthly_micro_euros, made_at)
      values (${newId()}, ${ids.service}, ${from}, ${item}, '[]', ${euros * 1_000_000}, ${from})`.execute(db)
const bill = async (month: string) => {
  const at = doing(`${month}-01T07:00:00Z`)
  const prepared = await prepareRun(db, { month, dry_run: false }, at)
  if (!prepared.ok) throw new Error(prepared.refusal.code)
  const run = await approveRun(db, prepared.value.id ?? '', at)
  if (!run?.ok) throw new Error(run?.refusal.code ?? 'no run')
  return run.value.invoices.map((one) => [one.kind, one.number, one.net_cents])
}
const linesOf = async (number: string) =>
  (await readInvoice(db, { all: true }, number))?.snapshot.lines.map(
    ({ name, period, price_micro_euros: price, net_cents: net }) => [
      name.en,
      period.first_day,
      period.last_day,
      price / 1_000_000,
      net,
    ],
  )

test('changes dated before what was invoiced: a dearer day is charged the difference, a cheaper one comes back on a credit note, an end repays what is left', async () => {
  expect(await bill('2026-12')).toEqual([['invoice', 'F-2026-000001', 35_000]])
  await priced('2026-12-01', 'port-10g', 350)
  await priced('2026-12-11', 'port-100g', 700)
  expect(await bill('2027-01')).toEqual([['invoice', 'F-2027-000001', 93_710]])
  expect(await linesOf('F-2027-000001')).toEqual([
    ['Exchange port 100 Gbit/s, price difference', '2026-12-11', '2026-12-31', 350, 23_710],
    ['Exchange port 100 Gbit/s', '2027-01-01', '2027-01-31', 700, 70_000],
  ])
  expect(await bill('2027-01')).toEqual([])

  await priced('2027-01-15', 'port-1g', 250)
  expect(await bill('2027-02')).toEqual([
    ['credit-note', 'A-2027-000001', 24_677],
    ['invoice', 'F-2027-000002', 25_000],
  ])
  expect(await linesOf('A-2027-000001')).toEqual([
    ['Exchange port 100 Gbit/s: lower price', '2027-01-15', '2027-01-31', 450, 24_677], // 17/31 of 450 €
  ])
  expect(await bill('2027-02')).toEqual([])
  expect(await readInvoice(db, { all: true }, 'F-2027-000001')).toMatchObject({
    net_cents: 93_710,
    credit_notes: [{ number: 'A-2027-000001' }],
  })

  // It ends before days that were raised, lowered, and billed: each comes back at what it costs by now.
  await sql`update market.service set state = 'notice-given', ends_on = '2026-12-21' where id = ${ids.service}`.execute(
    db,
  )
  expect(await bill('2027-03')).toEqual([
    ['credit-note', 'A-2027-000002', 12_419],
    ['credit-note', 'A-2027-000003', 12_419 + 31_613 + 13_710],
    ['credit-note', 'A-2027-000004', 25_000],
  ])
  expect(await linesOf('A-2027-000003')).toEqual([
    ['Exchange port 100 Gbit/s, price difference: repayment', '2026-12-21', '2026-12-31', 350, 12_419],
    ['Exchange port 100 Gbit/s: repayment', '2027-01-01', '2027-01-14', 700, 31_613],
    ['Exchange port 100 Gbit/s: repayment', '2027-01-15', '2027-01-31', 250, 13_710],
  ])
  expect(await bill('2027-03')).toEqual([])
})

test('PostgreSQL itself brings a day to a price once, and keeps what was credited', async () => {
  const raise = sql`insert into billing.billed (id, service_id, invoice_id, line, charge, days, net_cents, price_id)
    select ${newId()}, p.service_id, i.id, 9, 'rent', daterange('2026-12-12', '2026-12-13'), 1, p.id
    from market.service_price p, billing.invoice i where p.from_date = '2026-12-11' and i.number = 'F-2027-000002'`
  await expect(raise.execute(db)).rejects.toMatchObject({ constraint: 'billed_once' })
  const again = sql`insert into billing.reduced (id, invoice_id, line, credited_by, price_id, days, less_micro_euros, net_cents)
    select ${newId()}, invoice_id, line, credited_by, price_id, days, 1, 1 from billing.reduced`
  await expect(again.execute(db)).rejects.toMatchObject({ constraint: 'reduced_once' })
  await expect(sql`update billing.reduced set net_cents = 0`.execute(db)).rejects.toThrow('stays')
})
