import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '#kernel'
import type { Db } from '#postgres'
import { type TestDatabase, testDatabase } from '#postgres/testing'
import { correctionBy } from './price-correction/store.ts'
import { creditInvoice, listInvoices, readInvoice } from './store-invoice.ts'
import type { Doing } from './store-issue.ts'
import { listRuns } from './store-run-list.ts'
import { approveRun, discardRun, prepareRun, readRun } from './store-run.ts'

const ids = {
  operator: newId(),
  isp: newId(),
  town: newId(),
  german: newId(),
  site: newId(),
  person: newId(),
}
const all = { all: true } as const

const doing = (iso: string): Doing => ({
  by: { kind: 'person', id: ids.person },
  personId: ids.person,
  now: new Date(iso),
})
const DECEMBER = '2026-12-01T07:00:00Z'

let database: TestDatabase
let db: Db

const organisation = async (id: string, handle: string, over: object = {}): Promise<void> => {
  const row = {
    name: handle,
    kinds: ['tenant'],
    country: 'FR',
    siret: '98765432100019',
    vat_number: null,
    service_code: null,
    ...over,
  }
  await sql`
    insert into people.organisation (id, handle, name, kinds, country, siret, vat_number, service_code, address, invoice_mail, created_at)
    values (${id}, ${handle}, ${row.name}, ${row.kinds}, ${row.country}, ${row.siret}, ${row.vat_number}, ${row.service_code},
            '1 rue de la Montre', 'factures@example.net', '2026-01-01')`.execute(db)
}

interface Sold {
  readonly organisation: string
  readonly from: string
  readonly billing?: 'advance' | 'arrears'
  readonly engagement?: string
}
let sold = 0

/** A service in service, with the order that created it. */
const sell = async ({ organisation: owner, from, billing = 'advance', engagement }: Sold): Promise<string> => {
  sold += 1
  const service = newId()
  const order = newId()
  await sql`
    insert into market."order" (id, site_id, number, organisation_id, engagement_number, created_at)
    values (${order}, ${ids.site}, ${`BES-O-2026-${String(sold).padStart(5, '0')}`}, ${owner}, ${engagement ?? null}, '2026-11-01')`.execute(
    db,
  )
  await sql`
    insert into market.service (id, site_id, number, organisation_id, product, item, parameters, state, setup_cents, monthly_micro_euros,
                                billing, zone, term_months, early_end_percent, billing_from, billing_reason, term_ends, created_at)
    values (${service}, ${ids.site}, ${`BES-XP-${String(sold).padStart(6, '0')}`}, ${owner}, 'exchange-port', 'port-10g', '{}', 'in-service',
            50000, 350000000, ${billing}, 'Europe/Paris', 12, 100, ${from}, 'acceptance', '2027-11-20', '2026-11-01')`.execute(
    db,
  )
  await sql`
    insert into market.line (id, order_id, position, product, parameters, service_id, state)
    values (${newId()}, ${order}, 1, 'exchange-port', '{}', ${service}, 'in-service')`.execute(db)
  return service
}

const end = (service: string, on: string | null) =>
  sql`update market.service set ends_on = ${on}, state = ${on === null ? 'in-service' : 'notice-given'} where id = ${service}`.execute(
    db,
  )

beforeAll(async () => {
  database = await testDatabase({ max: 25 })
  db = database.db
  await sql`insert into floor.world (world, begun_at) values ('twin', '2026-01-01')`.execute(db)
  await organisation(ids.operator, 'operator', { kinds: ['operator'], vat_number: 'FR32123456782' })
  await organisation(ids.isp, 'isp')
  await organisation(ids.town, 'town', { kinds: ['public-body'], service_code: 'DSI' })
  await organisation(ids.german, 'german', { country: 'DE', vat_number: 'DE123456789', siret: null })
  await sql`insert into people.person (id, organisation_id, name, created_at) values (${ids.person}, ${ids.operator}, 'Léa', '2026-01-01')`.execute(
    db,
  )
  await sql`
    insert into facility.site (id, code, name, zone, operator_id, created_at)
    values (${ids.site}, 'BES', 'Besançon', 'Europe/Paris', ${ids.operator}, '2026-01-01')`.execute(db)
})
afterAll(() => database.close())

beforeEach(async () => {
  // As the role that owns the tables: nobody else may undo an issued invoice, which is what this test wants to begin without.
  const { default: pg } = await import('pg')
  const owner = new pg.Client(database.owner)
  await owner.connect()
  await owner.query(
    'truncate billing.billed, billing.invoice, billing.run, billing.number, billing.seller, market.line, market.service, market."order" cascade',
  )
  await owner.end()
})

const prepare = async (month: string, now = `${month}-01T07:00:00Z`) => {
  const run = await prepareRun(db, { month, dry_run: false }, doing(now))
  if (!run.ok) throw new Error(run.refusal.code)
  if (run.value.id === null) throw new Error('a prepared run has an id')
  return { ...run.value, id: run.value.id }
}
const bill = async (month: string, now = `${month}-01T07:00:00Z`) => {
  const { id } = await prepare(month, now)
  const run = await approveRun(db, id, doing(now))
  if (!run?.ok) throw new Error(run?.refusal.code ?? 'no run')
  return run.value
}
const count = async (table: string): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(db)
  return rows[0]?.n ?? 0
}

test('a run is prepared, checked and approved: then its invoices have numbers, and say SPECIMEN in the twin', async () => {
  await sell({ organisation: ids.isp, from: '2026-11-20' })
  await sell({ organisation: ids.german, from: '2026-12-01' })
  const prepared = await prepare('2026-12')
  expect(prepared).toMatchObject({
    site: 'BES',
    state: 'prepared',
    prepared_by: 'Léa',
    specimen: true,
    totals: { invoices: 2, credit_notes: 0, net_cents: 97_833 + 85_000, vat_cents: 19_567 },
    warnings: [{ code: 'seller-register-missing' }, { code: 'seller-account-missing' }],
    invoices: [
      { number: null, organisation: { handle: 'german' }, gross_cents: 85_000, warnings: [{ code: 'first-invoice' }] },
      { number: null, organisation: { handle: 'isp' }, gross_cents: 117_400 },
    ],
  })
  const approved = await approveRun(db, prepared.id, doing(DECEMBER))
  expect(approved).toMatchObject({
    value: {
      state: 'approved',
      approved_by: 'Léa',
      invoices: [{ number: 'F-2026-000001' }, { number: 'F-2026-000002' }],
    },
  })
  expect(await readInvoice(db, all, 'F-2026-000002')).toMatchObject({
    state: 'issued',
    issue_date: '2026-12-01',
    due_date: '2026-12-31',
    specimen: true,
    snapshot: { number: 'F-2026-000002', specimen: true, buyer: { name: 'isp' } },
  })
  // Whoever pays is told in the transaction that issues: the address for invoices, with the page of each.
  const { rows: mails } = await sql`
    select m.recipient, m.subject, m.about_kind, i.number, m.language, m.body ~ 'rien n’est dû' as specimen
    from floor.mail m join billing.invoice i on i.id::text = m.about_id order by i.number`.execute(db)
  expect(mails).toEqual(
    [
      ['F-2026-000001', '850,00'],
      ['F-2026-000002', '1\u00A0174,00'],
    ].map(([number, total]) => ({
      recipient: 'factures@example.net',
      subject: `SPECIMEN, Facture ${number}\u00A0: ${total}\u00A0€ TTC, échéance le 31 décembre 2026`,
      about_kind: 'invoice',
      number,
      language: 'fr',
      specimen: true,
    })),
  )
  expect(await bill('2027-01')).toMatchObject({
    previous_net_cents: 182_833,
    invoices: [
      { number: 'F-2027-000001', previous_net_cents: 85_000, warnings: [{ code: 'large-change', percent: -59 }] },
      { number: 'F-2027-000002', net_cents: 35_000, lines: [{ service: 'BES-XP-000001' }] },
    ],
  })
})

test('what another price would change of what is invoiced is said before it is entered: lines to come, or a credit note', async () => {
  await sell({ organisation: ids.isp, from: '2026-11-20' })
  const [{ number } = { number: '' }] = (await sql<{ number: string }>`select number from market.service`.execute(db))
    .rows
  const by = (from: string, euros: number) =>
    correctionBy(db, number, [{ from, monthly_micro_euros: euros * 1_000_000 }])
  const nothing = { service: number, months: 0, raise_cents: 0, credits: [] }
  expect(await by('2026-12-01', 400)).toEqual({ ...nothing, invoiced_until: null })
  await bill('2026-12')
  expect(await by('2027-01-01', 400)).toEqual({ ...nothing, invoiced_until: '2027-01-01' })
  // Ten days of November at 128.33 instead of 116.67, and December.
  expect(await by('2026-11-21', 385)).toEqual({
    ...nothing,
    invoiced_until: '2027-01-01',
    months: 2,
    raise_cents: 1167 + 3500,
  })
  expect(await by('2026-12-01', 300)).toMatchObject({
    months: 1,
    raise_cents: 0,
    credits: [{ invoice: 'F-2026-000001', net_cents: 5000 }],
  })
  expect(await correctionBy(db, 'BES-XP-999999', [])).toBeNull()
})

test('a dry run changes nothing', async () => {
  await sell({ organisation: ids.isp, from: '2026-11-20' })
  const dry = await prepareRun(db, { month: '2026-12', dry_run: true }, doing(DECEMBER))
  expect(dry).toMatchObject({ value: { id: null, state: 'dry-run', totals: { gross_cents: 117_400 } } })
  for (const table of ['billing.run', 'billing.invoice', 'billing.billed']) expect(await count(table)).toBe(0)
})

test('nothing is billed twice; a discarded run frees all, and takes no number', async () => {
  await sell({ organisation: ids.isp, from: '2026-11-20' })
  const first = await prepare('2026-12')
  const again = await prepare('2026-12')
  expect(again.totals).toEqual(first.totals)
  expect(await readRun(db, first.id)).toMatchObject({ state: 'discarded', invoices: [] })
  expect(await prepareRun(db, { month: '2026-11', dry_run: false }, doing(DECEMBER))).toMatchObject({
    refusal: { code: 'run-open', month: '2026-12' },
  })
  expect(await discardRun(db, again.id, doing(DECEMBER))).toMatchObject({ value: { state: 'discarded' } })
  expect(await approveRun(db, again.id, doing(DECEMBER))).toMatchObject({ refusal: { code: 'run-not-open' } })
  expect(await count('billing.billed')).toBe(0)
  expect(await bill('2026-12')).toMatchObject({ invoices: [{ number: 'F-2026-000001' }] })
  expect(await bill('2026-12')).toMatchObject({ invoices: [] })
  expect(await discardRun(db, newId(), doing(DECEMBER))).toBeNull()
})

test('PostgreSQL itself refuses a day that was billed', async () => {
  const service = await sell({ organisation: ids.isp, from: '2026-11-20' })
  await bill('2026-12')
  const insert = (charge: string, days: string) =>
    sql`insert into billing.billed (id, service_id, invoice_id, line, charge, days, net_cents)
        select ${newId()}, ${service}, id, 9, ${charge}, ${days}::daterange, 1 from billing.invoice`.execute(db)
  await expect(insert('rent', '[2026-12-31,2027-01-01)')).rejects.toMatchObject({ constraint: 'billed_once' })
  await expect(insert('setup', '[2027-06-01,2027-06-02)')).rejects.toMatchObject({ constraint: 'billed_setup_once' })
  await insert('rent', '[2027-01-01,2027-01-02)')
})

test('an issued invoice never changes, nor what it billed', async () => {
  await sell({ organisation: ids.isp, from: '2026-11-20' })
  await bill('2026-12')
  const final = /an issued invoice never changes/
  await expect(sql`update billing.invoice set net_cents = 1, gross_cents = 1 + vat_cents`.execute(db)).rejects.toThrow(
    final,
  )
  await expect(sql`update billing.invoice set snapshot = '{}'`.execute(db)).rejects.toThrow(final)
  await expect(sql`delete from billing.invoice`.execute(db)).rejects.toThrow(final)
  await expect(sql`delete from billing.billed`.execute(db)).rejects.toThrow(/stays billed/)
  await expect(sql`update billing.billed set days = '[2020-01-01,2020-01-02)'`.execute(db)).rejects.toThrow(
    /stays billed/,
  )
})

test('twenty approvals at once: one issues, nineteen are refused, numbers have no gap', async () => {
  for (let n = 0; n < 3; n += 1) await sell({ organisation: ids.town, from: '2026-11-20', engagement: `EJ-${n}` })
  await sell({ organisation: ids.isp, from: '2026-11-20' })
  const { id } = await prepare('2026-12')
  const answers = await Promise.all(Array.from({ length: 20 }, () => approveRun(db, id, doing(DECEMBER))))
  expect(answers.filter((answer) => answer?.ok)).toHaveLength(1)
  expect(answers.filter((answer) => answer?.ok === false && answer.refusal.code === 'run-not-open')).toHaveLength(19)
  const { rows } = await sql<{ number: string }>`select number from billing.invoice order by number`.execute(db)
  expect(rows.map(({ number }) => number)).toEqual(['F-2026-000001', 'F-2026-000002', 'F-2026-000003', 'F-2026-000004'])
})

test('five preparations at once leave one run, and every day is billed once', async () => {
  await sell({ organisation: ids.isp, from: '2026-11-20' })
  await Promise.all(Array.from({ length: 5 }, () => prepare('2026-12')))
  const runs = await listRuns(db, { limit: 50 })
  expect(runs.items.map(({ state }) => state).toSorted()).toEqual([...Array(4).fill('discarded'), 'prepared'])
  expect(await count('billing.billed')).toBe(3)
})

test('an issue that fails gives its numbers back', async () => {
  await sell({ organisation: ids.isp, from: '2026-11-20' })
  const { id } = await prepare('2026-12')
  // The journal's line of the issue can't be written: that comes after the counter was raised.
  const broken = { ...doing(DECEMBER), by: { kind: 'person' as const, id: 'not-an-id' } }
  await expect(approveRun(db, id, broken)).rejects.toThrow()
  expect(await count('billing.number')).toBe(0)
  expect(await approveRun(db, id, doing(DECEMBER))).toMatchObject({
    value: { invoices: [{ number: 'F-2026-000001' }] },
  })
})

test('what changed since the check is not issued; the system approves nothing', async () => {
  const service = await sell({ organisation: ids.isp, from: '2026-11-20' })
  const { id } = await prepare('2026-12')
  expect(await approveRun(db, id, { ...doing(DECEMBER), personId: null })).toMatchObject({
    refusal: { code: 'approval-needs-a-person' },
  })
  await end(service, '2026-12-10')
  expect(await approveRun(db, id, doing(DECEMBER))).toMatchObject({ refusal: { code: 'run-outdated', changed: 1 } })
  expect((await bill('2026-12')).invoices[0]?.lines.map((line) => line.charge)).toEqual([
    'setup',
    'rent',
    'rent',
    'early-end',
  ])
})

test('a public body is invoiced in arrears, one invoice an engagement; without one it is held and billed later', async () => {
  await sell({ organisation: ids.town, from: '2026-11-20', engagement: 'EJ-1' })
  await sell({ organisation: ids.town, from: '2026-11-25', engagement: 'EJ-2' })
  await sell({ organisation: ids.town, from: '2026-11-28' })
  expect(await prepareRun(db, { month: '2026-12', dry_run: true }, doing('2026-11-30T07:00:00Z'))).toMatchObject({
    value: { invoices: [] },
  })
  const run = await bill('2026-12')
  expect(run.invoices.map((invoice) => invoice.lines.map((line) => [line.charge, line.period.last_day]))).toEqual([
    [['setup', '2026-11-20'], ['rent', '2026-11-30']],
    [['setup', '2026-11-25'], ['rent', '2026-11-30']],
  ]) // prettier-ignore
  expect(run.held).toMatchObject([
    { organisation: { handle: 'town' }, refusal: { code: 'engagement-unsaid', missing: ['engagement-number'] } },
  ])
  expect(run.held[0]?.services).toHaveLength(1)
  await sql`update market."order" set engagement_number = 'EJ-3' where engagement_number is null`.execute(db)
  expect(await bill('2026-12')).toMatchObject({ held: [], invoices: [{ lines: [{}, { quantity: 3 }] }] })
})

test('days billed past the legal end are repaid, by the next run or at once, and never twice', async () => {
  const first = await sell({ organisation: ids.isp, from: '2026-11-20' })
  const second = await sell({ organisation: ids.german, from: '2026-11-20' })
  await bill('2026-12')
  await sql`update market.service set term_ends = null`.execute(db)
  await end(first, '2026-12-10')
  await end(second, '2026-12-10')
  const invoice = (await listInvoices(db, all, { organisation: 'german', limit: 50 })).items[0]
  if (!invoice) throw new Error('no invoice')
  const dry = await creditInvoice(db, invoice.id, true, doing(DECEMBER))
  expect(dry).toMatchObject({ value: { id: null, snapshot: { totals: { net_cents: 24_839 } } } })
  const note = await creditInvoice(db, invoice.id, false, doing('2026-12-05T07:00:00Z'))
  expect(note).toMatchObject({ value: { number: 'A-2026-000001', snapshot: { type_code: '381', due_date: null } } })
  expect(await creditInvoice(db, invoice.id, false, doing(DECEMBER))).toMatchObject({
    refusal: { code: 'nothing-to-repay' },
  })
  expect(await readInvoice(db, all, invoice.id)).toMatchObject({ credit_notes: [{ number: 'A-2026-000001' }] })
  const run = await bill('2027-01')
  expect(run.invoices).toMatchObject([
    { kind: 'credit-note', number: 'A-2027-000001', organisation: { handle: 'isp' }, net_cents: 24_839 },
  ])
  expect(run.totals).toMatchObject({ invoices: 0, credit_notes: 1, net_cents: -24_839, gross_cents: -29_807 })
  expect(await bill('2027-01')).toMatchObject({ invoices: [] })
  // A notice that is taken back: the days that were repaid are billed again.
  await end(first, null)
  const back = await bill('2027-01')
  expect(back.invoices[0]?.lines.map((line) => [line.period.first_day, line.net_cents])).toEqual([
    ['2026-12-10', 24_839],
    ['2027-01-01', 35_000],
  ])
})

test('a slip of the keyboard bills no years', async () => {
  expect(await prepareRun(db, { month: '2027-02', dry_run: false }, doing(DECEMBER))).toMatchObject({
    refusal: { code: 'month-too-far', last: '2027-01' },
  })
  expect(await prepareRun(db, { month: '2026-12', dry_run: false, site: 'ZZZ' }, doing(DECEMBER))).toMatchObject({
    refusal: { code: 'site-unknown' },
  })
})

test('a customer sees its own invoices, once issued; lists are paged and filtered', async () => {
  for (let n = 0; n < 3; n += 1) await sell({ organisation: ids.town, from: '2026-11-20', engagement: `EJ-${n}` })
  await sell({ organisation: ids.isp, from: '2026-11-20' })
  const own = { all: false, organisations: [ids.town] } as const
  const { id } = await prepare('2026-12')
  expect(await listInvoices(db, own, { limit: 50 })).toEqual({ items: [], next: null, total: 0 })
  await approveRun(db, id, doing(DECEMBER))
  const page = await listInvoices(db, own, { limit: 2 })
  expect(page).toMatchObject({ total: 3, items: [{ organisation: { handle: 'town' } }, {}] })
  const rest = await listInvoices(db, own, { limit: 2, cursor: page.next ?? '' })
  expect(rest).toMatchObject({ next: null, items: [{}] })
  const others = (await listInvoices(db, all, { organisation: 'isp', limit: 50 })).items[0]
  if (!others?.number) throw new Error('no number')
  expect(await readInvoice(db, own, others.id)).toBeNull()
  expect(await readInvoice(db, own, others.number)).toBeNull()
  expect(
    await listInvoices(db, all, {
      text: '000001',
      month: '2026-12',
      kind: 'invoice',
      state: 'issued',
      run: id,
      limit: 9,
    }),
  ).toMatchObject({ total: 1 })
  expect(await listInvoices(db, all, { month: '2026-11', limit: 9 })).toMatchObject({ total: 0 })
  expect(await listRuns(db, { state: 'approved', limit: 1 })).toMatchObject({
    total: 1,
    items: [{ id, month: '2026-12', state: 'approved', totals: { invoices: 4 }, previous_net_cents: null }],
  })
})
