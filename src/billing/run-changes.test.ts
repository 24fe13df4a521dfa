import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel'
import type { Db } from '#postgres'
import { readInvoice } from './store-invoice.ts'
import { type BilledSite, billedSite, orderLine, priceFrom, runMonth, sellService } from './testing-site.ts'

let site: BilledSite
let db: Db
let service: string
beforeAll(async () => {
  site = await billedSite()
  db = site.db
  const port = { product: 'exchange-port', item: 'port-10g', euros: 350 }
  service = await sellService(site, { number: 'BES-XP-000001', organisation: site.ids.isp, ...port })
})
afterAll(() => site.database.close())

const priced = (from: string, item: string, euros: number) => priceFrom(site, { service, from, item, euros })
const bill = async (month: string) =>
  (await runMonth(site, month, `${month}-01T07:00:00Z`)).invoices.map((one) => [one.kind, one.number, one.net_cents])
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
  await sql`update market.service set state = 'notice-given', ends_on = '2026-12-21' where id = ${service}`.execute(db)
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

test('a public body: from the first day of a change its order’s engagement is invoiced, in a month of both by two invoices', async () => {
  const town = { organisation: site.ids.town, product: 'exchange-port' }
  const port = await sellService(site, { number: 'BES-XP-000002', ...town, item: 'port-10g', euros: 350 })
  const first = {
    service: port,
    ...town,
    number: 'BES-O-2026-00002',
    does: 'create',
    engagement: 'EJ-2026-0001',
  } as const
  await orderLine(site, { ...first, reference: 'BC-17' })
  const change = { service: port, ...town, does: 'change' } as const
  const line = await orderLine(site, { ...change, number: 'BES-O-2026-00003', engagement: 'EJ-2026-0002' })
  await priceFrom(site, { service: port, from: '2026-12-01', item: 'port-10g', euros: 350 })
  await priceFrom(site, { service: port, from: '2026-12-11', item: 'port-100g', euros: 700, line })
  // An index moves the price later: no order did, the engagement of the change holds on.
  await priceFrom(site, { service: port, from: '2027-01-01', item: 'port-100g', euros: 714 })
  const shown = async (month: string, iso: string) => {
    const run = await runMonth(site, month, iso)
    const invoices = await Promise.all(
      run.invoices.map(async ({ number }) => (await readInvoice(db, { all: true }, number ?? ''))?.snapshot),
    )
    return invoices.map((of) => [
      of?.buyer_reference,
      of?.purchase_order,
      of?.sales_order,
      of?.totals.net_cents,
      ...(of?.lines ?? []).map((one) => [one.order, one.customer_reference, one.period.first_day, one.net_cents]),
    ])
  }
  expect(await shown('2026-12', '2027-03-02T07:00:00Z')).toEqual([
    // 10/31 of 350 €, and 21/31 of 700 €.
    ['DSI', 'EJ-2026-0001', first.number, 11_290, [first.number, 'BC-17', '2026-12-01', 11_290]],
    ['DSI', 'EJ-2026-0002', 'BES-O-2026-00003', 47_419, ['BES-O-2026-00003', 'BC-17', '2026-12-11', 47_419]],
  ])
  // A change that is dated back: what it costs more of days that were billed is its own order’s, too.
  const late = await orderLine(site, { ...change, number: 'BES-O-2026-00004', engagement: 'EJ-2027-0003' })
  await priceFrom(site, { service: port, from: '2026-12-20', item: 'port-100g', euros: 1010, line: late })
  await priceFrom(site, { service: port, from: '2027-01-01', item: 'port-100g', euros: 1024 })
  expect(await shown('2027-01', '2027-03-03T07:00:00Z')).toEqual([
    [
      'DSI',
      'EJ-2027-0003',
      'BES-O-2026-00004',
      12_000 + 102_400,
      ['BES-O-2026-00004', 'BC-17', '2026-12-20', 12_000], // 12/31 of 310 €
      ['BES-O-2026-00004', 'BC-17', '2027-01-01', 102_400],
    ],
  ])
  // One without its number is never signed; if it stood there all the same, its days would wait, and only those.
  const unsaid = await orderLine(site, { ...change, number: 'BES-O-2026-00005' })
  await priceFrom(site, { service: port, from: '2027-02-15', item: 'port-1g', euros: 250, line: unsaid })
  const run = await runMonth(site, '2027-02', '2027-03-04T07:00:00Z')
  expect(run.invoices.map(({ net_cents }) => net_cents)).toEqual([51_200]) // 14/28 of 1024 €
  expect(run.held).toMatchObject([
    { services: ['BES-XP-000002'], refusal: { code: 'engagement-unsaid', missing: ['engagement-number'] } },
  ])
})
