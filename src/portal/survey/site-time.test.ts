import { expect, test } from 'vitest'
import { instantOf, wallOf } from './site-time.ts'

const PARIS = 'Europe/Paris'

test('an hour is typed as the wall of the site shows it, on both sides of a clock change', () => {
  for (const [wall, instant] of [
    ['2026-12-05T08:00', '2026-12-05T07:00:00.000Z'],
    ['2026-07-05T08:00', '2026-07-05T06:00:00.000Z'],
    ['2026-10-25T01:30', '2026-10-24T23:30:00.000Z'],
    ['2026-10-25T02:30', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25T03:30', '2026-10-25T02:30:00.000Z'],
    ['2026-03-29T03:30', '2026-03-29T01:30:00.000Z'],
  ] as const) {
    expect(instantOf(PARIS, wall)).toBe(instant)
    expect(wallOf(PARIS, instant)).toBe(wall)
  }
  expect(instantOf(PARIS, '2026-03-29T02:30')).toBe('2026-03-29T01:30:00.000Z')
  expect([instantOf(PARIS, ''), instantOf(PARIS, 'x'), wallOf(PARIS, '')]).toEqual(['', '', ''])
})
