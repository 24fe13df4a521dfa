import { expect, test } from 'vitest'
import { monthAfter, monthAt, monthsBefore } from './months.ts'

test('a month is that of the site, not of the reader', () => {
  expect(monthAt(new Date('2026-12-31T23:30:00Z'), 'Europe/Paris')).toBe('2027-01')
  expect(monthAt(new Date('2026-12-31T22:30:00Z'), 'Europe/Paris')).toBe('2026-12')
})

test('months are counted over the turn of a year, both ways', () => {
  expect(monthAfter('2026-12', 1)).toBe('2027-01')
  expect(monthAfter('2026-01', -1)).toBe('2025-12')
  expect(monthAfter('2026-03', -14)).toBe('2025-01')
  expect(monthsBefore(new Date('2026-01-15T12:00:00Z'), 'Europe/Paris', 1, 1)).toEqual([
    '2026-02',
    '2026-01',
    '2025-12',
  ])
})
