import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { microEuros } from '#units'
import { firstAfter, lastDayBefore, monthsOf, prorateMonth } from './prorate-month.ts'

const monthly = microEuros(350_000_000)

// On the other side of the earth no machine's day is Paris's day; nothing may depend on the machine's own zone.
describe.each([
  ['UTC', -0],
  ['Pacific/Auckland', -720],
])('under TZ=%s', (zone, offset) => {
  beforeEach(() => {
    vi.stubEnv('TZ', zone)
    expect(new Date('2026-07-01T00:00:00Z').getTimezoneOffset() + 0).toBe(offset + 0)
  })
  afterEach(() => void vi.unstubAllEnvs())

  test('the first day is counted, the last is not, and a month has its real days', () => {
    expect(monthsOf('2026-11-20', '2027-03-01')).toEqual([
      { from: '2026-11-20', until: '2026-12-01', days: 11, ofDays: 30 },
      { from: '2026-12-01', until: '2027-01-01', days: 31, ofDays: 31 },
      { from: '2027-01-01', until: '2027-02-01', days: 31, ofDays: 31 },
      { from: '2027-02-01', until: '2027-03-01', days: 28, ofDays: 28 },
    ])
    expect(monthsOf('2028-02-01', '2028-03-01')).toMatchObject([{ days: 29, ofDays: 29 }])
    expect(monthsOf('2026-11-20', '2026-11-21')).toMatchObject([{ days: 1, ofDays: 30 }])
    expect(monthsOf('2026-11-20', '2026-11-20')).toEqual([])
    expect(monthsOf('2026-11-20', '2026-11-19')).toEqual([])
  })

  test('a part of a month is rounded once, half away from zero', () => {
    const of = (from: string, until: string) => monthsOf(from, until).map((part) => prorateMonth(monthly, part))
    expect(of('2026-11-20', '2026-12-01')).toEqual([12_833]) // 128,333…
    expect(of('2026-12-01', '2027-01-01')).toEqual([35_000])
    expect(prorateMonth(microEuros(10_000), { days: 15, ofDays: 30 })).toBe(1) // half a cent
  })

  test('the months of both clock changes have whole days: the one of 23 hours and the one of 25 count like others', () => {
    expect(monthsOf('2026-03-28', '2026-03-31')).toMatchObject([{ days: 3, ofDays: 31 }])
    expect(monthsOf('2026-03-29', '2026-03-30')).toMatchObject([{ days: 1, ofDays: 31 }])
    expect(monthsOf('2026-10-25', '2026-10-26')).toMatchObject([{ days: 1, ofDays: 31 }])
    expect(monthsOf('2026-10-01', '2026-11-01')).toMatchObject([{ days: 31, ofDays: 31 }])
    // Auckland changes on 2026-04-05 and 2026-09-27.
    expect(monthsOf('2026-04-05', '2026-04-06')).toMatchObject([{ days: 1, ofDays: 30 }])
    expect(monthsOf('2026-09-27', '2026-09-28')).toMatchObject([{ days: 1, ofDays: 30 }])
  })

  test('edges of months', () => {
    expect(firstAfter('2026-12')).toBe('2027-01-01')
    expect(lastDayBefore('2026-03-01')).toBe('2026-02-28')
  })
})
