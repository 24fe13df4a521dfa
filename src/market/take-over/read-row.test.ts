import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Refusal } from '#kernel'
import { columns } from './columns.ts'
import { changedFields, judgeRow, judgeTogether, warnOfRow } from './judge-row.ts'
import type { TakenRow } from './model.ts'
import { type Cells, readRow } from './read-row.ts'

const cells: Cells = {
  old_number: 'A-1',
  organisation: 'someone',
  product: 'rack-space',
  place: '1-2',
  start: '2024-02-29',
  monthly_euros: '380.5',
  invoiced_until: '2026-12-01',
  size: 'full',
  watts: '1500',
  sides: 'A+B',
}
const rowOf = (over: Cells = {}, line = 2): TakenRow => {
  const read = readRow(line, { ...cells, ...over })
  if (!read.ok) throw new Error(JSON.stringify(read.refusal))
  return read.value
}
const complaintsOf = (over: Cells) => {
  const read = readRow(2, { ...cells, ...over })
  if (read.ok) return []
  const { also } = read.refusal
  const all: readonly Refusal[] = [read.refusal, ...(Array.isArray(also) ? also : [])]
  return all.map(({ code, column }) => `${code} ${String(column)}`)
}

test('a row is read by its columns, nothing is invented for an empty cell', () => {
  expect(rowOf({ kinds: 'tenant  carrier', siret: '', contact_name: ' Lou ', contact_rights: 'sign loa' })).toEqual({
    line: 2,
    oldNumber: 'A-1',
    organisation: { handle: 'someone', given: { kinds: ['tenant', 'carrier'] } },
    contact: { name: 'Lou', mail: null, phone: null, rights: ['sign', 'loa'] },
    fixed: {
      organisation: 'someone',
      product: 'rack-space',
      parameters: { size: 'full', watts: 1500, sides: 'A+B' },
      place: { at: '1-2', lowestU: null, panels: [] },
      noticeOn: null,
      endsOn: null,
    },
    billed: {
      start: '2024-02-29',
      invoicedUntil: '2026-12-01',
      item: null,
      monthlyMicroEuros: 380_500_000,
      next: null,
      kwhMicroEuros: null,
      setupCents: 0,
      setupPaid: true,
      billing: null,
    },
    open: {
      termEnd: null,
      noticeDays: null,
      earlyEndPercent: null,
      priceFrom: null,
      index: null,
      orderReference: null,
      engagementNumber: null,
    },
  })
})

test('every cell that cannot be read is told at once', () => {
  expect(
    complaintsOf({ start: '29/02/2024', monthly_euros: '380,50', organisation: 'Some One', asn: '64500' }),
  ).toEqual([
    'cell-misread organisation',
    'cell-misread start',
    'cell-misread monthly_euros',
    'cell-of-another-product asn',
  ])
  expect(complaintsOf({ old_number: ' ', invoiced_until: undefined })).toEqual([
    'cell-missing old_number',
    'cell-missing invoiced_until',
  ])
  expect(complaintsOf({ start: '2023-02-29' })).toEqual(['cell-misread start'])
  expect(complaintsOf({ next_price_from: '2026-12-16', index_day: '07-01' })).toEqual([
    'cell-alone next_price_from',
    'cell-alone index_day',
  ])
  expect(complaintsOf({ index: 'SYNTEC', index_day: '02-30' })).toEqual(['cell-misread index_day'])
})

test('euros are read to the millionth, without a binary fraction', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 9_999_999_999_999n }), (micro) => {
      const text = `${micro / 1_000_000n}.${String(micro % 1_000_000n).padStart(6, '0')}`
      expect(rowOf({ monthly_euros: text }).billed.monthlyMicroEuros).toBe(Number(micro))
    }),
  )
})

test('old numbers stand once, and an organisation is told the same on all of its rows', () => {
  const rows = [
    rowOf({ name: 'One' }, 2),
    rowOf({ old_number: 'A-2' }, 3),
    rowOf({ old_number: 'A-3', name: 'Two' }, 4),
    rowOf({ name: 'One' }, 5),
  ]
  expect([...judgeTogether(rows)].map(([line, { code }]) => [line, code])).toEqual([
    [4, 'organisation-contradicts'],
    [5, 'old-number-twice'],
  ])
})

test('a row is judged against its customer and the price list', () => {
  const customer = { kinds: ['public-body'], siret: null, service_code: 'DSI' }
  const ground = {
    today: '2026-12-01',
    products: ['rack-space'],
    items: new Map([['rack-space', new Set(['rack-full'])]]),
  }
  expect(
    judgeRow(rowOf({ item: 'rack-huge', next_monthly_euros: '400', next_price_from: '2024-01-01' }), customer, ground),
  ).toEqual([
    { code: 'item-unknown', product: 'rack-space', item: 'rack-huge' },
    { code: 'next-price-before-start', from: '2024-01-01', start: '2024-02-29' },
    { code: 'engagement-missing', missing: ['siret', 'engagement_number'] },
  ])
  const over = rowOf({ notice_on: '2026-10-01', ends_on: '2026-12-01', engagement_number: 'E' })
  expect(judgeRow(over, { ...customer, siret: '1' }, ground)).toEqual([{ code: 'over-already', ends_on: '2026-12-01' }])
})

test('two declarations are compared by what they say, not by the order in which it is kept', () => {
  const { billed } = rowOf({ next_monthly_euros: '400', next_price_from: '2026-12-16' })
  const kept = Object.fromEntries(Object.entries(billed).toReversed())
  expect(changedFields(kept, billed)).toEqual([])
  expect(changedFields(kept, { ...billed, setupPaid: false })).toEqual(['setupPaid'])
})

test.each([
  ['an escape that a terminal obeys', '\u001B[31mRed'],
  ['the same in eight bits', '\u009B31mRed'],
  ['a line end', 'Jean\nDupont'],
  ['a reading order turned around', 'txt.\u202Eexe'],
  ['a character of no width', 'a\u200Bb'],
])('a cell with %s is refused, whatever its column', (_, text) => {
  for (const column of ['name', 'address', 'contact_name', 'old_number', 'order_reference', 'item', 'index'])
    expect(complaintsOf({ contact_name: 'Lou', [column]: text })).toContain(`cell-unprinted ${column}`)
})

test('a formula is a text like any other: it is kept as it stands, and what leaves as CSV disarms it', () => {
  expect(rowOf({ name: '=cmd|’/C calc’!A0' }).organisation.given.name).toBe('=cmd|’/C calc’!A0')
})

test('a number or a day outside what it may be, a country that is none and a SIRET whose check fails are told by column', () => {
  expect(complaintsOf({ notice_days: '99999', early_end_percent: '5000', index: 'ILC', index_value: '0' })).toEqual([
    'cell-outside notice_days',
    'cell-outside early_end_percent',
    'cell-outside index_value',
  ])
  expect(complaintsOf({ start: '0000-01-01', invoiced_until: '9999-01-01', kwh_euros: '1001' })).toEqual([
    'cell-misread start',
    'cell-misread invoiced_until',
    'cell-outside kwh_euros',
  ])
  const refused = readRow(2, { ...cells, country: 'EL', siret: '12345678901234' })
  expect(refused).toMatchObject({
    refusal: { code: 'country-unknown', meant: 'GR', also: [{ code: 'siret-wrong', siret: '12345678901234' }] },
  })
  expect(complaintsOf({ country: 'GR', vat_number: 'EL123456789', siret: '73282932000074' })).toEqual([])
})

test('a row that was invoiced for more than a year ahead is taken and told', () => {
  expect(warnOfRow(rowOf({ invoiced_until: '2027-12-01' }), '2026-12-01')).toEqual([])
  expect(warnOfRow(rowOf({ invoiced_until: '2027-12-02' }), '2026-12-01')).toEqual([
    { code: 'invoiced-far-ahead', invoiced_until: '2027-12-02' },
  ])
})

test('no cell, however nasty, is a fault: a row is read and judged, or every complaint has its code', () => {
  const ground = { today: '2026-12-01', products: ['rack-space'], items: new Map() }
  const customer = { kinds: ['tenant'], siret: null, service_code: null }
  const nasty = fc.oneof(
    fc.constantFrom(
      '0',
      '-1',
      '1e309',
      'NaN',
      '9999999999',
      '0000-01-01',
      '9999-12-31',
      '2026-02-30',
      '\u0000',
      '\uD800',
      '__proto__',
    ),
    fc.string({ unit: 'binary', maxLength: 600 }),
    fc.bigInt().map(String),
  )
  const given = fc.dictionary(fc.constantFrom(...columns.map(({ name }) => name)), nasty, { maxKeys: 12 })
  fc.assert(
    fc.property(given, (over) => {
      const read = readRow(2, { ...cells, ...over })
      if (!read.ok) {
        expect(read.refusal.code).toMatch(/^(cell|country|siret)-/)
        return
      }
      const { open, billed } = read.value
      expect([open.noticeDays ?? 0, open.earlyEndPercent ?? 0].every((n) => n >= 0 && n <= 3650)).toBe(true)
      expect(billed.start > '1899' && billed.invoicedUntil < '2200').toBe(true)
      judgeRow(read.value, customer, ground)
      warnOfRow(read.value, ground.today)
    }),
    { numRuns: 500, seed: 4 },
  )
})
