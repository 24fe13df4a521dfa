import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel'
import type { Db } from '#postgres'
import { printInvoice } from './print/print-invoice.ts'
import { readInvoice } from './store-invoice.ts'
import { type BilledSite, billedSite, orderLine, runMonth, sellService } from './testing-site.ts'

let site: BilledSite
let db: Db
beforeAll(async () => {
  site = await billedSite()
  db = site.db
  await sql`insert into market.usage_price (id, site_id, product, item, unit, unit_micro_euros, from_date)
    values (${newId()}, ${site.ids.site}, 'rack-space', 'storage-day', 'day', 20000000, '2026-01-01')`.execute(db)
})
afterAll(() => site.database.close())

let sold = 0
/** A rack that was given notice for Christmas, and the step of its cease that sees it empty; gear was found there, or nobody came to look. */
const ceased = async (
  gearStays = true,
): Promise<{ readonly service: string; readonly line: string; readonly step: string }> => {
  sold += 1
  const of = { organisation: site.ids.isp, product: 'rack-space' }
  const service = await sellService(site, {
    ...of,
    number: `BES-RS-00000${sold}`,
    item: 'rack-half',
    euros: 310,
    state: 'dismantling',
    endsOn: '2026-12-25',
    earlyEndPercent: 0,
  })
  const line = await orderLine(site, { ...of, service, number: `BES-O-2026-0000${sold}`, does: 'cease' })
  const step = newId()
  await sql`insert into market.step (id, line_id, position, name, does_by, for_ready, state)
    values (${step}, ${line}, 1, 'empty', 'person', true, 'acted')`.execute(db)
  await sql`insert into market.work_order (id, site_id, number, step_id, organisation_id, what, needs, state, was_blocked, created_at)
    values (${newId()}, ${site.ids.site}, ${`BES-W-2026-0000${sold}`}, ${step}, ${site.ids.isp}, '{}', '[]', 'taken', ${gearStays}, '2026-12-25')`.execute(
    db,
  )
  return { service, line, step }
}
/** Seen empty on a photo of that instant, and everything is over. */
const seenEmpty = async (of: Awaited<ReturnType<typeof ceased>>, at: string, doneAt = at): Promise<void> => {
  await sql`insert into market.evidence (id, line_id, service_id, step, proof, value, method, source, world, at)
    values (${newId()}, ${of.line}, ${of.service}, 'empty', 'photo-empty', '"seen"', 'work order', 'attested', 'twin', ${at})`.execute(
    db,
  )
  await sql`update market.step set state = 'done', done_at = ${doneAt} where id = ${of.step}`.execute(db)
  await sql`update market.service set state = 'closed', closed_at = ${doneAt} where id = ${of.service}`.execute(db)
}
const bill = async (month: string, iso: string) =>
  (await runMonth(site, month, iso)).invoices.flatMap(({ kind, lines }) =>
    lines.map((line) => [kind, line.service, line.charge, line.period.first_day, line.period.last_day, line.net_cents]),
  )

test('gear that stays twelve days over a month’s end is billed by two runs, each day once; what was empty in time owes nothing', async () => {
  const late = await ceased()
  const inTime = await ceased()
  await seenEmpty(inTime, '2026-12-25T08:00:00Z')
  // The site came to look on New Year's Eve only, and found the place empty: that is not the customer's to pay.
  await seenEmpty(await ceased(false), '2026-12-31T08:00:00Z')
  expect(await bill('2026-12', '2027-01-03T08:00:00Z')).toEqual([
    ['invoice', 'BES-RS-000001', 'rent', '2026-12-01', '2026-12-24', 24_000],
    ['invoice', 'BES-RS-000001', 'storage', '2026-12-25', '2026-12-31', 14_000],
    ['invoice', 'BES-RS-000002', 'rent', '2026-12-01', '2026-12-24', 24_000],
    ['invoice', 'BES-RS-000003', 'rent', '2026-12-01', '2026-12-24', 24_000],
  ])
  expect(await bill('2027-01', '2027-01-04T08:00:00Z')).toEqual([])
  // The fifth in Greenwich is the sixth in Besançon.
  await seenEmpty(late, '2027-01-05T23:30:00Z')
  expect(await bill('2027-01', '2027-01-31T08:00:00Z')).toEqual([])
  expect(await bill('2027-01', '2027-02-01T08:00:00Z')).toEqual([
    ['invoice', 'BES-RS-000001', 'storage', '2027-01-01', '2027-01-05', 10_000],
  ])
  expect(await bill('2027-03', '2027-03-01T08:00:00Z')).toEqual([])
  const invoice = await readInvoice(db, { all: true }, 'F-2027-000002')
  if (!invoice) throw new Error('the invoice is not there')
  expect(invoice.snapshot.lines).toMatchObject([
    {
      name: {
        fr: 'Frais de gardiennage, matériel resté en place\u00A0: 5 jours × 20,00\u00A0€',
        en: 'Storage fee, gear that stayed: 5 days × €20.00',
      },
      unit: 'DAY',
      quantity: 5,
      price_base: 1,
      price_micro_euros: 20_000_000,
    },
  ])
  expect((await printInvoice(invoice.snapshot, new Date('2027-02-01'))).length).toBeGreaterThan(5000)
  await expect(
    sql`insert into billing.billed (id, service_id, invoice_id, line, charge, days, net_cents)
      select ${newId()}, ${late.service}, id, 99, 'storage', '[2026-12-31,2027-01-02)', 1 from billing.invoice limit 1`.execute(
      db,
    ),
  ).rejects.toMatchObject({ constraint: 'billed_once' })
})

test('a photo that comes after the run repays the days on which nothing was there any more', async () => {
  const third = await ceased()
  expect(await bill('2027-01', '2027-02-02T08:00:00Z')).toEqual([
    ['invoice', 'BES-RS-000004', 'rent', '2026-12-01', '2026-12-24', 24_000],
    ['invoice', 'BES-RS-000004', 'storage', '2026-12-25', '2026-12-31', 14_000],
    ['invoice', 'BES-RS-000004', 'storage', '2027-01-01', '2027-01-31', 62_000],
  ])
  await seenEmpty(third, '2027-01-30T09:00:00Z', '2027-02-03T09:00:00Z')
  expect(await bill('2027-02', '2027-03-01T08:00:00Z')).toEqual([
    ['credit-note', 'BES-RS-000004', 'storage', '2027-01-30', '2027-01-31', 4_000],
  ])
  expect(await bill('2027-02', '2027-03-02T08:00:00Z')).toEqual([])
})
