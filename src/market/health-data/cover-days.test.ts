import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Cover, coveredThrough, coverEnds, firstDayLost } from './cover-days.ts'

const TODAY = '2026-11-24'
const hds = (from: string, until: string, activities = [1, 2]): Cover => ({ scheme: 'HDS', activities, from, until })

test('the cover goes on from one certificate into the next, and stops at a gap', () => {
  expect(coveredThrough([hds('2026-01-01', '2026-12-31'), hds('2027-01-01', '2027-06-30')], TODAY)).toBe('2027-06-30')
  expect(coveredThrough([hds('2026-01-01', '2026-12-31'), hds('2027-01-02', '2027-06-30')], TODAY)).toBe('2026-12-31')
  expect(coveredThrough([hds('2026-01-01', '2028-12-31', [2, 5])], TODAY)).toBeNull()
})

test('an edit that removes, shortens or narrows loses a day; a renewal, a correction and what is past lose none', () => {
  const old = hds('2026-01-01', '2028-12-31')
  expect(firstDayLost([old], [], TODAY)).toBe(TODAY)
  expect(firstDayLost([old], [hds('2026-01-01', '2027-12-31')], TODAY)).toBe('2028-01-01')
  expect(firstDayLost([old], [hds('2026-01-01', '2028-12-31', [2])], TODAY)).toBe(TODAY)
  expect(firstDayLost([old], [hds('2026-12-01', '2028-12-31')], TODAY)).toBe(TODAY)
  expect(firstDayLost([old], [hds('2026-11-24', '2027-11-24'), hds('2027-11-25', '2029-01-31')], TODAY)).toBeNull()
  expect(firstDayLost([hds('2020-01-01', '2026-11-23')], [], TODAY)).toBeNull()
})

const days = fc.integer({ min: 0, max: 40 }).map((n) => new Date(Date.UTC(2026, 10, 10 + n)).toISOString().slice(0, 10))
const cover = fc.tuple(days, days).map(([a, b]) => (a < b ? hds(a, b) : hds(b, a)))
const each = Array.from({ length: 60 }, (_, n) => new Date(Date.UTC(2026, 10, 24 + n)).toISOString().slice(0, 10))
const on = (all: readonly Cover[], day: string): boolean => all.some(({ from, until }) => from <= day && day <= until)

test('equal to looking at each day', () => {
  fc.assert(
    fc.property(fc.array(cover, { maxLength: 4 }), fc.array(cover, { maxLength: 4 }), (before, after) => {
      const plain = each.find((day) => on(before, day) && !on(after, day)) ?? null
      expect(firstDayLost(before, after, TODAY) === null).toBe(plain === null)
      const gap = each.findIndex((day) => !on(before, day))
      expect(coveredThrough(before, TODAY)).toBe(gap === 0 ? null : (each[gap - 1] ?? null))
    }),
  )
})

test('told from ninety days before the last covered day, and once it is over', () => {
  expect(coverEnds([hds('2026-01-01', '2027-02-23')], TODAY)).toBeNull()
  expect(coverEnds([hds('2026-01-01', '2027-02-22')], TODAY)).toEqual({
    over: false,
    until: '2027-02-22',
    since: TODAY,
  })
  expect(coverEnds([hds('2026-01-01', '2026-11-20')], TODAY)).toEqual({ over: true, until: '2026-11-20', since: '2026-11-21' }) // prettier-ignore
  expect(coverEnds([], TODAY)).toEqual({ over: true, until: null, since: TODAY })
})
