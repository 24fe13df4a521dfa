import { expect, test } from 'vitest'
import { revisePrice } from './revise-price.ts'

const indexed = {
  monthlyMicroEuros: 589_000_000,
  index: 'SYNTEC',
  indexValue: 314.2,
  indexDay: '12-16',
  pricedFrom: '2025-12-16',
}

test('a price follows its index to the cent, on its day, once a year', () => {
  // 589.00 × 322.5 ÷ 314.2 = 604.559…
  expect(revisePrice(indexed, { value: 322.5, on: '2026-12-16' })).toEqual({
    ok: true,
    value: { from: '2026-12-16', monthlyMicroEuros: 604_560_000 },
  })
  // 0.10 × 1.05 = 0.105: a half goes away from zero.
  expect(
    revisePrice({ ...indexed, monthlyMicroEuros: 100_000, indexValue: 100 }, { value: 105, on: '2026-12-16' }),
  ).toMatchObject({ value: { monthlyMicroEuros: 110_000 } })
  expect(revisePrice(indexed, { value: 322.5, on: '2026-12-15' })).toMatchObject({
    refusal: { code: 'not-the-revision-day' },
  })
  expect(revisePrice(indexed, { value: 322.5, on: '2025-12-16' })).toMatchObject({
    refusal: { code: 'revised-already' },
  })
  expect(revisePrice({ ...indexed, indexValue: null }, { value: 1, on: '2026-12-16' })).toMatchObject({
    refusal: { code: 'not-indexed' },
  })
})
