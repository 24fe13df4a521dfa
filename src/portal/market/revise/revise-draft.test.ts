import { expect, test } from 'vitest'
import { indexBodyOf, indexValueOf, microEurosOf, revisionDay, unitBodyOf } from './revise-draft.ts'

test('a value and a price are read as people type them, to the digit', () => {
  expect(['322,5', '1 322.514', '0', '-3', 'x', '1,2,3'].map(indexValueOf)).toEqual([
    322.5,
    1322.514,
    null,
    null,
    null,
    null,
  ])
  expect(['0,2185', '0.218501', '12', '0,1234567', ''].map(microEurosOf)).toEqual([218_500, 218_501, 12_000_000, null, null]) // prettier-ignore
  expect(indexBodyOf({ value: '322,5', on: '2026-12-16', published: '' })).toEqual({ index_value: 322.5, on: '2026-12-16' }) // prettier-ignore
  expect(indexBodyOf({ value: '322,5', on: '2026-12-16', published: '2026-11-20' })).toMatchObject({ published_on: '2026-11-20' }) // prettier-ignore
  expect(indexBodyOf({ value: '322,5', on: '', published: '' })).toBeNull()
  expect(unitBodyOf({ euros: '0,24', from: '2027-01-01' })).toEqual({ item: 'kwh', unit_micro_euros: 240_000, from: '2027-01-01' }) // prettier-ignore
})

test('the day of revision comes after the last one', () => {
  const taken = { index_day: '12-16', price_from: '2025-12-16' }
  const of = (over: object): string =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the rest of a service says nothing of its revision
    revisionDay({ taken_over: { ...taken, ...over }, prices: [{ from: '2024-03-01' }] } as unknown as Parameters<
      typeof revisionDay
    >[0])
  expect([of({}), of({ price_from: '2025-12-01' }), of({ price_from: null }), of({ index_day: null })]).toEqual([
    '2026-12-16',
    '2025-12-16',
    '2024-12-16',
    '',
  ])
})
