import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { turn } from '#kernel'
import { fulfilment } from '#market'
import { approveRun, prepareRun, type RunWire, takeNumbering } from '#billing/contract'
import {
  ceaseService,
  type ImportAnswer,
  importReadings,
  importServices,
  judgeHouse,
  reviseService,
  showService,
} from '#market/contract'
import type { TestServer } from '../../src/server/testing.ts'
import { testHouse } from '../../src/testing-house.ts'
import { CONNECT, file, PORT, SAMPLE } from './rows.ts'
import { linesOf, sheet } from './sheet.ts'

let here: TestServer
let admin: string
let csv: string
beforeAll(async () => {
  here = await testHouse()
  here.at('2026-12-01T07:00:00Z')
  admin = await here.keyOf(await here.addPerson({ organisation: here.organisations.operator, roles: ['admin'] }))
  csv = await readFile(`${SAMPLE}/services.csv`, 'utf8')
}, 120_000)
afterAll(() => here.close())

const take = async (text: string, over: { dry_run?: boolean; keep_good?: boolean } = {}): Promise<ImportAnswer> => {
  const body = { file_name: 'services.csv', content_base64: Buffer.from(text).toString('base64'), ...over }
  const answer = await here.ask(importServices, { key: admin, body })
  if (answer.statusCode !== 200) throw new Error(answer.body)
  return answer.json<ImportAnswer>()
}
const refusedIn = ({ rows }: ImportAnswer) =>
  rows.flatMap(({ line, refusal }) => (refusal ? [{ line, ...refusal }] : []))

/** What the file answers of its last row, the ones before being good. */
const lastOf = async (...rows: readonly Readonly<Record<string, string>>[]) => {
  const { rows: told, applied } = await take(file(...rows), { dry_run: true })
  expect(applied).toBe(false)
  expect(told.slice(0, -1).map(({ refusal }) => refusal)).toEqual(rows.slice(1).map(() => null))
  return told.at(-1)?.refusal
}

test('a row that the site contradicts is told, with its line, and nothing changes', async () => {
  expect(await lastOf({})).toBeNull()
  expect(await lastOf(PORT)).toBeNull()
  expect(await lastOf(CONNECT)).toBeNull()
  const cases: readonly (readonly [object, ...Readonly<Record<string, string>>[]])[] = [
    // The place.
    [{ code: 'compartment-unknown', compartment: '7-1' }, { place: '7-1' }],
    [{ code: 'compartment-other-size', size: 'half', said: 'full' }, { place: '1-21/a' }],
    [{ code: 'place-in-service', place: '4-20', by: expect.stringMatching(/^BES-RS-\d{6} \(X-1\)$/) }, {}, {}],
    [{ code: 'one-side-cannot-carry', watts: 3700 }, { watts: '3700' }],
    [
      { code: 'parameters-incomplete', columns: ['units_u'] },
      { size: 'shared', place: '3-1', lowest_u: '2' },
    ],
    [{ code: 'units-not-said' }, { size: 'shared', place: '3-1', units_u: '2' }],
    [
      { code: 'units-outside', from: 46, to: 48 },
      { size: 'shared', place: '3-1', units_u: '3', lowest_u: '46' },
    ],
    [
      { code: 'place-in-service', place: '3-1 U12–13' },
      { size: 'shared', place: '3-1', units_u: '3', lowest_u: '10' },
      { size: 'shared', place: '3-1', units_u: '2', lowest_u: '12' },
    ],
    // The fabric.
    [
      { code: 'port-unknown', port: 'sw1/99' },
      { ...PORT, place: 'sw1/99' },
    ],
    [
      { code: 'port-other-speed', speed_mbps: 10_000 },
      { ...PORT, speed: '1G' },
    ],
    [
      { code: 'place-in-service', place: 'sw1/25' },
      { ...PORT, place: 'sw1/25' },
    ],
    [{ code: 'panel-not-said' }, { ...PORT, place: 'sw1/50' }],
    [
      { code: 'port-wired-elsewhere', panel: 'M1-P01/16' },
      { ...PORT, panel: 'M1-P02/16' },
    ],
    [{ code: 'address-outside-lan' }, { ...PORT, v4: '203.0.114.9' }],
    [{ code: 'place-in-service' }, { ...PORT, v4: '203.0.113.21' }],
    [{ code: 'mac-not-said' }, { ...PORT, mac: '' }],
    [
      { code: 'place-in-service', place: '02:be:50:00:00:17' },
      { ...PORT, mac: '02:be:50:00:00:17' },
    ],
    [
      { code: 'asn-of-another', asn: 64_500 },
      { ...PORT, asn: '64500' },
    ],
    // The meet-me room.
    [
      { code: 'cell-missing', column: 'panel_z' },
      { ...CONNECT, panel_z: '' },
    ],
    [
      { code: 'panel-position-unknown', panel: 'M3-P01/25' },
      { ...CONNECT, panel_z: 'M3-P01/25' },
    ],
    [
      { code: 'media-differ', panel: 'R1-P02' },
      { ...CONNECT, panel: 'R1-P02/01' },
    ],
    [{ code: 'panel-of-another' }, { ...CONNECT, panel: 'M3-P02/01' }],
    [{ code: 'place-in-service', place: 'M3-P01/20' }, CONNECT, { ...CONNECT, panel: 'R1-P01/21' }],
    [
      { code: 'place-in-service', place: 'M2-P01/20' },
      CONNECT,
      { ...CONNECT, panel: 'M2-P01/20', panel_z: 'M3-P01/21' },
    ],
    // The contract.
    [{ code: 'cell-no-choice', cell: 'carrier-pigeon' }, { product: 'carrier-pigeon' }],
    [{ code: 'item-unknown', item: 'rack-giant' }, { item: 'rack-giant' }],
    [{ code: 'engagement-missing', missing: ['engagement_number'] }, { organisation: 'commune-de-thise' }],
    [{ code: 'start-after-term' }, { term_end: '2024-02-01' }],
    [{ code: 'invoiced-before-start' }, { invoiced_until: '2024-02-29' }],
    [{ code: 'not-in-service-yet' }, { start: '2026-12-02', invoiced_until: '2026-12-02' }],
    [{ code: 'notice-half-said' }, { ends_on: '2027-01-01' }],
    [{ code: 'ends-before-start' }, { notice_on: '2023-01-01', ends_on: '2024-02-01', invoiced_until: '2024-03-01' }],
    [{ code: 'ends-before-invoiced' }, { notice_on: '2026-10-01', ends_on: '2026-11-30' }],
    [{ code: 'cell-misread', column: 'start', cell: '01/03/2024', form: 'date' }, { start: '01/03/2024' }],
    [{ code: 'cell-misread', column: 'start' }, { start: '2026-02-30' }],
    [{ code: 'cell-misread', column: 'monthly_euros' }, { monthly_euros: '475 €' }],
    [{ code: 'cell-of-another-product', column: 'asn' }, { asn: '64499' }],
    [{ code: 'cell-missing', column: 'watts' }, { watts: '' }],
    [{ code: 'old-number-twice', old_number: 'X-1', other_line: 2 }, {}, { old_number: 'X-1', place: '4-21' }],
    [{ code: 'organisation-in-files', fields: ['name'] }, { name: 'Another name' }],
    [{ code: 'organisation-incomplete', missing: ['name', 'kinds', 'country'] }, { organisation: 'nobody-yet' }],
    [
      { code: 'organisation-contradicts', column: 'name', other_line: 2 },
      { organisation: 'new-one', name: 'One', kinds: 'tenant', country: 'FR' },
      { organisation: 'new-one', name: 'Two', place: '4-21' },
    ],
  ]
  for (const [refusal, ...rows] of cases) expect(await lastOf(...rows)).toMatchObject(refusal)

  // Four racks of a row of 50 kW of cooling are good, the one too many is not.
  const many = Array.from({ length: 15 }, (_, at) => ({ place: `4-${at + 2}`, watts: '3400' }))
  expect(await lastOf(...many)).toMatchObject({ code: 'cooling-reached' })

  // All or none, unless the good ones are kept.
  const two = file({}, { place: '9-9' })
  expect(await take(two)).toMatchObject({ applied: false, counts: { created: 1, refused: 1 } })
  const [bad] = [
    await here.ask(importServices, {
      key: admin,
      body: { file_name: 'x.csv', content_base64: Buffer.from('old_number;place\n1;2\n').toString('base64') },
    }),
  ]
  expect(bad.json()).toMatchObject({ code: 'csv-semicolons' })
}, 120_000)

test('60 customers are taken over, and their first month is that of the sheet, to the cent', async () => {
  const dry = await take(csv, { dry_run: true })
  expect(refusedIn(dry)).toEqual([])
  expect(dry).toMatchObject({ applied: false, counts: { created: 136, refused: 0 } })
  const taken = await take(csv)
  expect(taken).toMatchObject({ applied: true, counts: { created: 136, refused: 0 } })
  expect(await take(csv)).toMatchObject({ applied: true, counts: { created: 0, updated: 0, unchanged: 136 } })

  const run = (await here.ask(prepareRun, { key: admin, body: { month: '2026-12' } })).json<RunWire>()
  expect(run.held).toEqual([])
  const billed = new Map<string, number[]>()
  for (const { organisation, net_cents, vat_cents, gross_cents } of run.invoices) {
    const before = billed.get(organisation.handle) ?? []
    billed.set(
      organisation.handle,
      [1, net_cents, vat_cents, gross_cents].map((figure, at) => figure + (before[at] ?? 0)),
    )
  }
  const expected = await sheet()
  expect(expected.size).toBe(60)
  for (const [customer, cents] of expected)
    expect([customer, ...(billed.get(customer) ?? [0, 0, 0, 0])]).toEqual([customer, ...cents])
  expect([...billed.keys()].filter((customer) => !expected.has(customer))).toEqual([])

  // The sheet's own lines: what they come to is what is expected, and the run has the same lines.
  const lines = await linesOf('sheet-2026-12.csv')
  for (const [customer, [, net]] of expected) {
    const own = lines.filter(([whose]) => whose === customer)
    expect([customer, own.reduce((sum, line) => sum + Math.round(Number(line.at(-1)) * 100), 0)]).toEqual([
      customer,
      net,
    ])
  }
  expect(run.invoices.flatMap((invoice) => invoice.lines)).toHaveLength(lines.length)
}, 120_000)

const approve = async (month: string, now: string): Promise<RunWire> => {
  here.at(now)
  const { id } = (await here.ask(prepareRun, { key: admin, body: { month } })).json<RunWire>()
  const approved = await here.ask(approveRun, { key: admin, params: { run: id ?? '' } })
  if (approved.statusCode !== 200) throw new Error(approved.body)
  return approved.json<RunWire>()
}
const go = async (last: string) => (await here.ask(takeNumbering, { key: admin, body: { last } })).json<object>()

test('numbers go on from the old system’s last, without a gap, until this one has issued', async () => {
  expect(await go('2026/118')).toMatchObject({ code: 'numbering-unlike-ours' })
  expect(await go('F-2025-00118')).toMatchObject({ code: 'numbering-other-year' })
  expect(await go('F-2026-00117')).toEqual({ series: 'F-2026', next: 'F-2026-000118', did: 'created' })
  expect(await go('F-2026-00118')).toEqual({ series: 'F-2026', next: 'F-2026-000119', did: 'updated' })
  expect(await go('F-2026-00118')).toMatchObject({ did: 'unchanged' })
  const { invoices } = await approve('2026-12', '2026-12-01T08:00:00Z')
  expect(invoices.map(({ number }) => number)).toEqual(
    invoices.map((_, at) => `F-2026-${String(119 + at).padStart(6, '0')}`),
  )
  expect(await go('F-2026-00300')).toMatchObject({ code: 'numbering-issued' })
}, 120_000)

test('what was billed here is no longer put right by a file; the rest is, and the place never', async () => {
  const change = (from: string, to: string) => take(csv.replace(from, to))
  expect(refusedIn(await change('551.00,2026-01-01', '552.00,2026-01-01'))).toMatchObject([
    { line: 2, code: 'taken-over-billed', fields: ['monthlyMicroEuros'] },
  ])
  expect(refusedIn(await change('rack-space,1-2,', 'rack-space,1-20,'))).toMatchObject([
    { line: 2, code: 'taken-over-fixed', fields: ['place'] },
  ])
  expect(await change('BC-2000', 'BC-3000')).toMatchObject({ applied: true, counts: { updated: 1, unchanged: 135 } })
}, 120_000)

test('a taken-over service lives on like any other: evidence names the file, notice is its own, the doctor finds nothing', async () => {
  const { rows } = await take(csv, { dry_run: true })
  const numbers = new Map(
    rows.map(({ subject }) => subject.split(' → ')).map(([old = '', number = '']) => [old, number]),
  )
  const shown = await here.ask(showService, { key: admin, params: { service: numbers.get('A-0001') ?? '' } })
  expect(shown.json()).toMatchObject({
    origin: 'taken-over',
    state: 'in-service',
    order: null,
    billing_from: '2019-03-01',
    evidence: [
      {
        proof: 'declared-by-file',
        source: 'declared',
        method: expect.stringMatching(/^services\.csv sha256:[0-9a-f]{64}$/),
      },
    ],
    holds: [{ kind: 'compartment', label: '1-2' }],
  })
  expect(shown.json()).toMatchObject({
    taken_over: {
      old_number: 'A-0001',
      invoiced_until: '2026-12-01',
      index: 'SYNTEC',
      index_value: 314.2,
      index_day: '01-01',
      price_from: '2026-01-01',
      customer_reference: 'BC-3000',
      file_name: 'services.csv',
      file_line: 2,
    },
  })
  const revise = async (
    on: string,
    said: { readonly dry_run?: boolean; readonly beyond?: boolean } = {},
    old = 'A-0001',
  ) => {
    const params = { service: numbers.get(old) ?? '' }
    return (
      await here.ask(reviseService, { key: admin, params, body: { index_value: 320.1, on, ...said } })
    ).json<object>()
  }
  expect(await revise('2026-12-31')).toMatchObject({ code: 'not-the-revision-day' })
  // 551.00 × 320.1 ÷ 314.2 = 561.346…
  const revised = { from: '2027-01-01', before_micro_euros: 551_000_000, monthly_micro_euros: 561_350_000 }
  expect(await revise('2027-01-01', { dry_run: true })).toMatchObject(revised)
  expect(await revise('2027-01-01')).toMatchObject(revised)
  expect(await revise('2027-01-01')).toMatchObject({ code: 'revised-already' })
  // The same file again does not take the revision back.
  expect(await take(csv.replace('BC-2000', 'BC-4000'))).toMatchObject({ applied: true, counts: { updated: 1 } })
  expect(await revise('2027-01-01')).toMatchObject({ code: 'revised-already' })
  // Nor of a service that was not billed here yet: its price is history now, everything else may still be put right.
  expect(await revise('2027-07-01', {}, 'A-0008')).toMatchObject({ code: 'revised-beyond' })
  expect(await revise('2027-07-01', { beyond: true }, 'A-0008')).toMatchObject({ monthly_micro_euros: 1_342_880_000 })
  const corrected = async (from: string, to: string) => take(csv.replace('BC-2000', 'BC-4000').replace(from, to))
  expect(refusedIn(await corrected('570.00,2026-07-01,,,400.00', '571.00,2026-07-01,,,400.00'))).toMatchObject([
    { line: 9, code: 'taken-over-repriced', fields: ['monthlyMicroEuros'] },
  ])
  const setup = await corrected('570.00,2026-07-01,,,400.00', '570.00,2026-07-01,,,410.00')
  expect(setup).toMatchObject({ applied: true, counts: { updated: 1 } })
  const chailluz = await here.ask(showService, { key: admin, params: { service: numbers.get('A-0008') ?? '' } })
  expect(chailluz.json()).toMatchObject({ prices: [{ from: '2023-11-01' }, { from: '2027-07-01', monthly_micro_euros: 1_342_880_000 }] }) // prettier-ignore
  // An end before the revision costs by the price of its day, as it will be billed: 551.00 × (1 / 31 + 2).
  const early = { service: numbers.get('A-0001') ?? '' }
  expect((await here.ask(ceaseService, { key: admin, params: early, body: { dry_run: true } })).json()).toMatchObject({
    ends_on: '2026-12-31',
    early_end_cents: 111_977,
  })
  const ceased = await here.ask(ceaseService, {
    key: admin,
    params: { service: numbers.get('A-0003') ?? '' },
    body: { dry_run: true },
  })
  // Sixty days of notice, as the row says; thirty are the contract's.
  expect(ceased.json()).toMatchObject({ ends_on: '2027-01-30' })
  // A cross-connect that nobody here has plugged is pulled like any other.
  const connect = { service: numbers.get('A-0118') ?? '' }
  expect((await here.ask(ceaseService, { key: admin, params: connect, body: {} })).statusCode).toBe(200)
  expect((await here.ask(judgeHouse, { key: admin })).json()).toMatchObject({
    lost: 0,
    double: 0,
    leaked: 0,
    differences: [],
  })
}, 120_000)

test('a notice that the old system received is carried out by work orders on its day', async () => {
  const delivery = fulfilment({ db: here.database.db, clock: () => new Date('2027-02-01T08:00:00Z') })
  for (let round = 0; round < 4; round += 1) await turn(delivery, new AbortController().signal)
  const { rows } = await sql<{ old: string; state: string; work: string }>`
    select t.old_number as old, s.state, (select count(*) > 0 from market.work_order w join market.step p on p.id = w.step_id
      join market.line l on l.id = p.line_id where l.service_id = s.id) as work
    from market.taken_over t join market.service s on s.id = t.service_id where s.ends_on is not null order by 1`.execute(
    here.database.db,
  )
  expect(rows).toHaveLength(9)
  expect(rows.filter(({ state, work }) => state !== 'dismantling' || !work)).toEqual([])
}, 120_000)

test('the month after bills each day once: what was billed in December is not billed again, nothing is left out', async () => {
  const january = await approve('2027-01', '2027-01-04T08:00:00Z')
  expect(january.held).toEqual([])
  const indexed = january.invoices
    .flatMap(({ lines }) => lines)
    .filter(({ price_micro_euros: price }) => price === 561_350_000)
  expect(indexed).toMatchObject([{ net_cents: 56_135, period: { first_day: '2027-01-01', last_day: '2027-01-31' } }])
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from market.service s join market.taken_over t on t.service_id = s.id
    where s.monthly_micro_euros > 0 and (
      select coalesce(range_agg(daterange(lower(b.days), coalesce(b.credited_from, upper(b.days)))), '{}') from billing.billed b where b.service_id = s.id and b.charge = 'rent')
      is distinct from datemultirange(daterange(t.invoiced_until, least(s.ends_on, case s.billing when 'advance' then date '2027-02-01' else date '2027-01-01' end)))`.execute(
    here.database.db,
  )
  expect(rows[0]?.n).toBe(0)
}, 120_000)

test('a kWh costs what the file says, nothing where the rent includes it, and the list’s price where it says nothing', async () => {
  const feeds = ['1-2', '1-21/a', '3-21/b'].flatMap((place) => [`feed-A-${place}`, `feed-B-${place}`])
  const at = ['2026-12-01', '2026-12-16', '2027-01-01', '2027-01-02'].map((day) => `${day}T00:00:00+01:00`)
  const kwh = [1000, 1150, 1310, 1320]
  const csvOf = ['meter,at,energy_kwh', ...feeds.flatMap((feed) => at.map((when, n) => `${feed},${when},${kwh[n]}`))]
  here.at('2027-02-01T08:00:00Z')
  const sent = await here.ask(importReadings, {
    key: admin,
    body: { file_name: 'r.csv', content_base64: Buffer.from(`${csvOf.join('\n')}\n`).toString('base64') },
  })
  expect(sent.json<{ counts: object }>().counts).toMatchObject({ refused: 0 })
  const run = (await here.ask(prepareRun, { key: admin, body: { month: '2027-01' } })).json<RunWire>()
  const used = run.invoices
    .flatMap(({ organisation, lines }) => lines.map((line) => ({ ...line, of: organisation.handle })))
    .filter(({ charge, period }) => charge === 'usage' && period.last_day === '2026-12-31')
    .map(({ of, quantity, price_micro_euros: price, net_cents: net }) => [of, quantity, price, net])
  // 620 × 0.1475 = 91.45; 620 × 0.2185 = 135.47.
  expect(used.toSorted(([a], [b]) => String(a).localeCompare(String(b)))).toEqual([
    ['editions-battant', 620, 218_500, 13_547],
    ['fonderie-casamene', 620, 147_500, 9_145],
  ])
}, 120_000)
