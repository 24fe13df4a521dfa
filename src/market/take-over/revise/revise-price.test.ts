import { expect, test } from 'vitest'
import { type Indexed, type KnownPrice, revisePrices } from './revise-price.ts'

const price = (from: string, euros: number, agreedOn: string | null = null): KnownPrice => ({
  from,
  monthlyMicroEuros: euros * 1_000_000,
  agreedOn,
})
const indexed = (...later: readonly KnownPrice[]): Indexed => ({
  prices: [price('2023-12-16', 589), ...later],
  index: 'SYNTEC',
  indexValue: 314.2,
  indexDay: '12-16',
  revisedFrom: '2025-12-16',
})
const revise = (of: Indexed, on = '2026-12-16', publishedOn: string | null = '2026-11-20', value = 322.5) => {
  const revised = revisePrices(of, { value, on, publishedOn })
  return revised.ok ? revised.value.map((one) => [one.from, one.monthlyMicroEuros / 1_000_000]) : revised.refusal
}

test('a price follows its index to the cent, on its day, once a year', () => {
  // 589.00 × 322.5 ÷ 314.2 = 604.559…
  expect(revise(indexed())).toEqual([['2026-12-16', 604.56]])
  // 0.10 × 1.05 = 0.105: a half goes away from zero.
  const small = { ...indexed(), prices: [price('2023-12-16', 0.1)], indexValue: 100 }
  expect(revise(small, '2026-12-16', null, 105)).toEqual([['2026-12-16', 0.11]])
  expect(revise(indexed(), '2026-12-15')).toMatchObject({ code: 'not-the-revision-day' })
  expect(revise(indexed(), '2025-12-16')).toMatchObject({ code: 'revised-already' })
  expect(revise({ ...indexed(), indexValue: null })).toMatchObject({ code: 'not-indexed' })
})

test('entered late it multiplies every price in force on its day or later, whatever brought it; what was agreed once it was known stays', () => {
  const changed = price('2027-01-10', 700, '2026-10-02')
  // 700.00 × 322.5 ÷ 314.2 = 718.491…
  expect(revise(indexed(changed))).toEqual([
    ['2026-12-16', 604.56],
    ['2027-01-10', 718.49],
  ])
  // A change that began before the day of revision, and a step that was agreed for a later day by it.
  expect(revise(indexed(price('2026-11-01', 700, '2026-10-02'), price('2027-03-01', 650)))).toEqual([
    ['2026-12-16', 718.49],
    ['2027-03-01', 667.17],
  ])
  // Two on one day: the last counts.
  expect(revise(indexed(price('2027-01-10', 690, '2026-10-02'), price('2027-01-10', 700)))).toEqual([
    ['2026-12-16', 604.56],
    ['2027-01-10', 718.49],
  ])
  // Agreed the day after the publication, or on it: the first knew the value, of the second it is not said.
  expect(revise(indexed(price('2027-01-10', 700, '2026-11-21')))).toEqual([
    ['2026-12-16', 604.56],
    ['2027-01-10', 700],
  ])
  expect(revise(indexed(price('2027-01-10', 700, '2026-11-20')))).toContainEqual(['2027-01-10', 718.49])
  expect(revise(indexed(changed), '2026-12-16', null)).toMatchObject({
    code: 'publication-unsaid',
    agreed_on: '2026-10-02',
  })
})
