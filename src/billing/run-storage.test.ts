import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel'
import type { Db } from '#postgres'
import { type TestDatabase, testDatabase } from '#postgres/testing'
import { printInvoice } from './print/routes-pdf.ts'
import { readInvoice } from './store-invoice.ts'
import type { Doing } from './store-issue.ts'
import { approveRun, prepareRun } from './store-run.ts'

const ids = { operator: newId(), isp: newId(), site: newId(), person: newId() }
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
  await sql`insert into market.usage_price (id, site_id, product, item, unit, unit_micro_euros, from_date)
    values (${newId()}, ${ids.site}, 'rack-space', 'storage-day', 'day', 20000000, '2026-01-01')`.execute(db)
})
afterAll(() => database.close())

let sold = 0
/** A rack that was given notice for Christmas, and the step of its cease that sees it empty; gear was found there, or nobody came to look. */
const ceased = async (
  gearStays = true,
): Promise<{ readonly service: string; readonly line: string; readonly step: string }> => {
  sold += 1
  const [service, order, line, step] = [newId(), newId(), newId(), newId()]
  await sql`
    insert into market.service (id, site_id, number, organisation_id, product, item, parameters, state, monthly_micro_euros, billing, zone,
                                early_end_percent, billing_from, billing_reason, ends_on, created_at)
    values (${service}, ${ids.site}, ${`BES-RS-00000${sold}`}, ${ids.isp}, 'rack-space', 'rack-half', '{}', 'dismantling', 310000000, 'advance',
            'Europe/Paris', 0, '2026-12-01', 'acceptance', '2026-12-25', '2026-11-01')`.execute(db)
  await sql`insert into market."order" (id, site_id, number, organisation_id, kind, created_at)
    values (${order}, ${ids.site}, ${`BES-O-2026-0000${sold}`}, ${ids.isp}, 'cease', '2026-11-25')`.execute(db)
  await sql`insert into market.line (id, order_id, position, does, product, parameters, service_id, state)
    values (${line}, ${order}, 1, 'cease', 'rack-space', '{}', ${service}, 'delivering')`.execute(db)
  await sql`insert into market.step (id, line_id, position, name, does_by, for_ready, state)
    values (${step}, ${line}, 1, 'empty', 'person', true, 'acted')`.execute(db)
  await sql`insert into market.work_order (id, site_id, number, step_id, organisation_id, what, needs, state, was_blocked, created_at)
    values (${newId()}, ${ids.site}, ${`BES-W-2026-0000${sold}`}, ${step}, ${ids.isp}, '{}', '[]', 'taken', ${gearStays}, '2026-12-25')`.execute(
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
const bill = async (month: string, iso: string) => {
  const prepared = await prepareRun(db, { month, dry_run: false }, doing(iso))
  if (!prepared.ok) throw new Error(prepared.refusal.code)
  const run = await approveRun(db, prepared.value.id ?? '', doing(iso))
  if (!run?.ok) throw new Error(run?.refusal.code ?? 'no run')
  return run.value.invoices.flatMap(({ kind, lines }) =>
    lines.map((line) => [kind, line.service, line.charge, line.period.first_day, line.period.last_day, line.net_cents]),
  )
}

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
