import { expect, test } from 'vitest'
import { bodyOf, centsOf, firstMonth } from './attach-draft.ts'

test.each([
  ['290', 29_000],
  ['290,5', 29_050],
  ['1 290.00', 129_000],
  ['0', 0],
  ['', null],
  ['290 €', null],
  ['-1', null],
  ['1.005', null],
  ['1000000.01', null],
])('%j is %s cents', (euros, cents) => {
  expect(centsOf(euros)).toBe(cents)
})

test('nothing is asked before an item and a day are said, nor with a price that cannot be read', () => {
  const said = { item: 'port-10g', from: '2026-12-17', euros: '' }
  expect(bodyOf({ ...said, item: '' })).toBeNull()
  expect(bodyOf({ ...said, from: '2026-12' })).toBeNull()
  expect(bodyOf({ ...said, euros: 'dear' })).toBeNull()
  expect(bodyOf(said)).toEqual({ item: 'port-10g', from: '2026-12-17' })
  expect(bodyOf({ ...said, euros: '310' })).toEqual({ item: 'port-10g', from: '2026-12-17', monthly_cents: 31_000 })
})

test.each([
  ['2026-12-17', 15, 31],
  ['2026-12-01', 31, 31],
  ['2028-02-29', 1, 29],
])('from %s on, %i of %i days', (from, days, of) => {
  expect(firstMonth(from)).toEqual({ days, of })
})
