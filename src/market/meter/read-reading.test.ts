import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { readReading } from './read-reading.ts'

/** Seconds since 1970, or what it is refused for. */
const read = (at: string): number | string => {
  const fields = { meter: 'm', at, energy_kwh: '', energy_wh: '1', power_w: '', reset: '' }
  const done = readReading({ line: 2, fields })
  return done.ok ? done.value.at : done.refusal.code
}

test('a day that the calendar has not is no instant, nor is one before there were such meters', () => {
  const days = ['2026-02-29', '2026-02-30', '2026-04-31', '2026-13-01', '1900-01-01', '1999-12-31', '0000-01-01']
  expect(days.map((day) => read(`${day}T10:00:00Z`))).toEqual(days.map(() => 'reading-instant'))
  expect(['2026-02-28T24:00Z', '2026-02-28T10:00:00+24:00', '2026-02-28T10:60Z'].map(read)).toEqual(
    Array<string>(3).fill('reading-instant'),
  )
  expect(read('2028-02-29T10:00:00.5+02:00')).toBe(Date.UTC(2028, 1, 29, 8) / 1000)
  expect(read('2000-01-01 00:00Z')).toBe(Date.UTC(2000, 0, 1) / 1000)
})

test('an instant is read as Temporal reads it', () => {
  const two = (from: number, to: number) => fc.integer({ min: from, max: to }).map((n) => String(n).padStart(2, '0'))
  const day = fc.tuple(fc.integer({ min: 2001, max: 2100 }), two(0, 13), two(0, 32)).map((parts) => parts.join('-'))
  const time = fc.tuple(two(0, 24), two(0, 60), two(0, 59)).map((parts) => parts.join(':'))
  const offset = fc.oneof(
    fc.constant('Z'),
    fc.tuple(fc.constantFrom('+', '-'), two(0, 23), two(0, 59)).map(([sign, h, m]) => `${sign}${h}:${m}`),
  )
  fc.assert(
    fc.property(day, time, offset, (on, at, by) => {
      const text = `${on}T${at}${by}`
      const told = () => Math.floor(Temporal.Instant.from(text).epochMilliseconds / 1000)
      const one = read(text)
      if (typeof one === 'number') expect(one).toBe(told())
      else expect(told).toThrow(RangeError)
    }),
    { numRuns: 1000 },
  )
})
