import fc from 'fast-check'
import { expect, test } from 'vitest'
import { admitReadings, type Admitting, type ReadingAsked } from './admit-readings.ts'
import { countersOf, energyBetween } from './measure-energy.ts'
import { sumPower } from './measure-power.ts'
import { COUNTED, DAY_S, type Reading, RESET, RESET_TOLD, seriesOf, WRAPPED, WRAPS } from './model.ts'
import { packChunk, unpackChunks } from './pack-chunk.ts'

const T0 = Date.parse('2026-10-01T00:00:00Z') / 1000
const TEN = 600
/** 16 A at 230 V. */
const MOST_W = 3680

const wh = (minutes: number, energyWh: number | null, more: Partial<ReadingAsked> = {}): ReadingAsked => ({
  key: minutes,
  at: T0 + minutes * 60,
  energyWh,
  powerW: null,
  reset: false,
  ...more,
})
const admit = (asked: readonly ReadingAsked[], more: Partial<Admitting> = {}) =>
  admitReadings({ known: [], asked, mostW: MOST_W, jump: null, now: T0 + 100 * DAY_S, ...more })
const did = (asked: readonly ReadingAsked[], more: Partial<Admitting> = {}) =>
  admit(asked, more).answers.map(({ key, did: what, refusal }) => [key, refusal?.code ?? what])
const counted = (rows: readonly ReadingAsked[], more: Partial<Admitting> = {}) =>
  countersOf(seriesOf(admit(rows, more).readings))
const at = (minutes: number): number => T0 + minutes * 60

test('what is packed comes back as it was, whatever the numbers', () => {
  const reading = fc.record({
    gap: fc.integer({ min: 1, max: 4000 }),
    energyWh: fc.option(fc.integer({ min: 0, max: 2 ** 42 })),
    powerW: fc.option(fc.integer({ min: -500, max: 100_000 })),
    mark: fc.integer({ min: 0, max: WRAPPED + WRAPS.length - 1 }),
  })
  fc.assert(
    fc.property(fc.array(reading, { minLength: 1, maxLength: 20 }), (rows) => {
      const day = Math.floor(T0 / DAY_S)
      let last = T0 - 1
      const readings = rows.map(({ gap, ...rest }): Reading => ({ ...rest, at: (last += gap) }))
      const chunk = { day, readings: readings.length, content: packChunk(day, readings) }
      expect(unpackChunks([chunk])).toEqual(seriesOf(readings))
    }),
  )
  const usual = Array.from({ length: 144 }, (_, n): Reading => ({ at: T0 + n * TEN, energyWh: 5_000_000 + n * 190, powerW: 1100 + (n % 90), mark: 0 })) // prettier-ignore
  expect(packChunk(Math.floor(T0 / DAY_S), usual).length).toBeLessThan(144 * 8)
})

test('twice is unchanged, another value of the same instant is refused, order of time does not matter', () => {
  const rows = [wh(20, 1200), wh(0, 1000), wh(10, 1100)]
  expect(did(rows)).toEqual([[0, 'created'], [10, 'created'], [20, 'created']]) // prettier-ignore
  const { readings } = admit(rows)
  expect(did(rows, { known: readings }).every(([, what]) => what === 'unchanged')).toBe(true)
  expect(did([wh(10, 1101), wh(10, 1100, { key: 99 })], { known: readings })).toEqual([[10, 'reading-differs'], [99, 'unchanged']]) // prettier-ignore
  // Late ones stand between their neighbours, or nowhere.
  expect(did([wh(5, 1050), wh(15, 5000), wh(16, 900)], { known: readings })).toEqual([
    [5, 'created'],
    [15, 'reading-jump'],
    [16, 'reading-misfit'],
  ])
  expect(did([wh(0, 1, { at: T0 + 101 * DAY_S })])).toEqual([[0, 'reading-in-future']])
  expect(did([wh(0, null, { powerW: 9000 }), wh(10, null, { powerW: 3000 })])).toEqual([[0, 'power-implausible'], [10, 'created']]) // prettier-ignore
})

test('a counter set anew begins a new epoch: what it counted before is kept, what it counted last is not invented', () => {
  const rows = [wh(0, 50_000), wh(10, 50_200), wh(20, 40), wh(30, 240)]
  const { readings, counts } = admit(rows)
  expect(readings.map(({ mark }) => mark)).toEqual([COUNTED, COUNTED, RESET, COUNTED])
  expect(counts).toEqual({ resets: 1, wraps: 0, gaps: 0 })
  expect(energyBetween(counted(rows), at(0), at(30))).toEqual({
    wh: 400,
    firstWh: 50_000,
    lastWh: 240,
    resets: 1,
    estimated: false,
    firstEpochAt: at(0),
    lastEpochAt: at(20),
    lastReadAt: at(30),
    firstAnew: false,
  })
  // A late reading between makes the fall stand elsewhere.
  const late = admit([wh(15, 10)], { known: readings })
  expect(late.readings.map(({ mark }) => mark)).toEqual([COUNTED, COUNTED, RESET, COUNTED, COUNTED])
})

test('a counter that goes over its end loses nothing', () => {
  const end = WRAPS[1] ?? 0
  const rows = [wh(0, end - 150), wh(10, 50)]
  expect(admit(rows).readings.map(({ mark }) => mark)).toEqual([COUNTED, WRAPPED + 1])
  expect(energyBetween(counted(rows), at(0), at(10))).toMatchObject({ wh: 200, resets: 0, firstWh: end - 150, lastWh: 50 }) // prettier-ignore
  expect(energyBetween(counted(rows), at(0), at(9))).toMatchObject({ wh: 180, lastWh: 30 })
})

test('a jump is refused and so is what goes on from there, until somebody says that the counter was set', () => {
  const rows = [wh(0, 1000), wh(10, 1100), wh(20, 901_100), wh(30, 901_200), wh(20_000, 905_000)]
  const first = admit(rows)
  expect(did(rows).map(([, what]) => what)).toEqual(['created', 'created', ...Array(3).fill('reading-jump')])
  expect(first.answers[2]?.refusal).toMatchObject({ added_wh: 900_000, most_wh: 1889, minutes: 10 })
  // Long after, so that the time alone would make it plausible; and told, it begins anew without a watt hour of it.
  const later = [wh(60_000, 910_000)]
  expect(did(later, { known: first.readings, jump: first.jump })).toEqual([[60_000, 'reading-jump']])
  const told = admit([wh(60_000, 910_000, { reset: true })], { known: first.readings, jump: first.jump })
  expect([told.jump, told.readings.at(-1)?.mark]).toEqual([null, RESET_TOLD])
  expect(energyBetween(countersOf(seriesOf(told.readings)), at(0), at(60_000))).toMatchObject({ wh: 100, resets: 1 })
  // A slip upwards or downwards costs one row only.
  expect(did([wh(0, 1000), wh(10, 900_000), wh(20, 1200)]).map(([, what]) => what)).toEqual(['created', 'reading-jump', 'created']) // prettier-ignore
  expect(did([wh(0, 90_000), wh(10, 0), wh(20, 90_200)]).map(([, what]) => what)).toEqual(['created', 'reading-misfit', 'created']) // prettier-ignore
})

test('a missing week: known in total, shared by time at a bound inside it and marked so, without power or peak', () => {
  const week = 7 * 24 * 60
  const rows = [wh(0, 1000), wh(10, 1100), wh(10 + week, 101_100), wh(20 + week, 101_200)]
  expect(admit(rows).counts.gaps).toBe(1)
  const counters = counted(rows)
  expect(energyBetween(counters, at(0), at(20 + week))).toMatchObject({ wh: 100_200, estimated: false })
  const before = energyBetween(counters, at(0), at(10 + week / 4))
  expect(before).toMatchObject({ wh: 25_100, estimated: true, lastWh: 26_100 })
  expect(energyBetween(counters, at(10 + week / 4), at(20 + week))).toMatchObject({ wh: 75_100, estimated: true, firstWh: 26_100 }) // prettier-ignore
  expect(energyBetween(counters, at(0), at(21 + week))).toBeNull()
  expect(energyBetween(counters, at(-1), at(10))).toBeNull()
  expect(sumPower([seriesOf(admit(rows).readings)], at(0), at(30 + week))).toEqual({
    newestAt: at(20 + week),
    measuredW: 600,
    peakW: 600,
    peakAt: at(10),
    knownS: 1200,
  })
})

test('parts side by side add up to the whole, to the Wh', () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 9000 }), fc.integer({ min: 0, max: 2000 })), { minLength: 2, maxLength: 30 }) // prettier-ignore
  fc.assert(
    fc.property(steps, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 5 }), (rows, cuts) => {
      let [instant, energyWh] = [T0, 7]
      const readings = rows.map(([dt, add]): Reading => ({ at: (instant += dt), energyWh: (energyWh += add), powerW: null, mark: 0 })) // prettier-ignore
      const counters = countersOf(seriesOf(readings))
      const [from, until] = [readings[0]?.at ?? 0, instant]
      const bounds = [from, ...cuts.map((cut) => Math.round(from + cut * (until - from))).toSorted((a, b) => a - b), until] // prettier-ignore
      const parts = bounds.slice(1).map((stop, index) => energyBetween(counters, bounds[index] ?? 0, stop)?.wh ?? NaN)
      expect(parts.reduce((sum, one) => sum + one, 0)).toBe(energyBetween(counters, from, until)?.wh)
      expect(parts.every((one) => one >= 0)).toBe(true)
    }),
  )
})

test('the peak of two sides is what they drew at one instant, not the sum of two peaks', () => {
  const side = (powers: readonly number[], shift = 0) =>
    seriesOf(powers.map((powerW, n): Reading => ({ at: T0 + shift + n * TEN, energyWh: null, powerW, mark: 0 })))
  const a = side([0, 900, 100, 100])
  const b = side([0, 100, 100, 950])
  expect(sumPower([a, b], T0, T0 + DAY_S)).toEqual({ newestAt: T0 + 3 * TEN, measuredW: 1050, peakW: 1050, peakAt: T0 + 3 * TEN, knownS: 3 * TEN }) // prettier-ignore
  // Read at other instants: what both said of the same stretch.
  expect(sumPower([a, side([0, 100, 100, 950], 300)], T0, T0 + DAY_S)).toMatchObject({ peakW: 1050, knownS: 1500 })
  expect(sumPower([a, seriesOf([])], T0, T0 + DAY_S)).toEqual({ newestAt: null, measuredW: null, peakW: null, peakAt: null, knownS: 0 }) // prettier-ignore
  // Only what lies inside the stretch counts.
  expect(sumPower([a, b], T0 + TEN, T0 + 2 * TEN)).toMatchObject({ peakW: 200 })
})
