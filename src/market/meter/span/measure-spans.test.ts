import { expect, test } from 'vitest'
import { type Series, seriesOf } from '#telemetry'
import type { MeterSpan } from './decide-spans.ts'
import { energyOfSpans, powerOfSpans } from './measure-spans.ts'

const HOUR = 3600
const DAY = 24 * HOUR
/** A counter read every hour of these days that goes on by its power. */
const steady = (from: number, until: number, watts: number): Series =>
  seriesOf(
    Array.from({ length: (until - from) / HOUR + 1 }, (_, hour) => ({ at: from + hour * HOUR, energyWh: 1000 + hour * watts, powerW: watts, mark: 0 })), // prettier-ignore
  )
const span = (meterId: string, from: number, until: number | null, place = meterId.slice(1)): MeterSpan => ({
  serviceId: 's',
  compartmentId: place,
  place,
  meterId,
  feed: `feed-${meterId}`,
  side: meterId.startsWith('B') ? 'B' : 'A',
  from,
  until,
})

test('the kWh of a month with a move are those of both places, each named and each while it was the service’s', () => {
  const metered = [
    { span: span('A1', 0, 10 * DAY), series: steady(0, 30 * DAY, 400) },
    { span: span('B1', 0, 10 * DAY), series: steady(0, 30 * DAY, 600) },
    { span: span('A2', 9 * DAY, null), series: steady(0, 30 * DAY, 100) },
  ]
  expect(energyOfSpans(metered, 0, 20 * DAY)).toEqual({
    wh: 10 * 24 * 1000 + 11 * 24 * 100,
    estimated: false,
    places: [
      { place: '1', wh: 240_000 },
      { place: '2', wh: 26_400 },
    ],
    from: 0,
    until: 20 * DAY,
    missingS: 0,
  })
  // Of what one of them does not tell nothing is taken, and it is said how long that was.
  const late = [...metered.slice(0, 2), { span: span('A2', 9 * DAY, null), series: steady(12 * DAY, 30 * DAY, 100) }]
  expect(energyOfSpans(late, 0, 20 * DAY)).toMatchObject({
    wh: 9 * 24 * 1000 + 8 * 24 * 100,
    missingS: 3 * DAY,
    until: 20 * DAY,
  })
  expect(energyOfSpans([{ span: span('A1', 0, null), series: seriesOf([]) }], 0, DAY)).toBeNull()
  expect(energyOfSpans([], 0, DAY)).toBeNull()
})

test('the peak is of the meters that counted at that instant: neither of who was there before nor of who came after', () => {
  const before = [{ span: span('A1', 2 * DAY, null), series: seriesOf([...Array(5).keys()].map((day) => ({ at: day * DAY, energyWh: null, powerW: 900, mark: 0 }))) }] // prettier-ignore
  expect(powerOfSpans(before, 0, 4 * DAY)).toMatchObject({ peakW: null, measuredW: null, newestAt: 4 * DAY })
  const spike = (at: number, watts: number): Series =>
    seriesOf([...Array(4 * 24 + 1).keys()].map((hour) => ({ at: hour * HOUR, energyWh: null, powerW: hour * HOUR === at ? watts : 300, mark: 0 }))) // prettier-ignore
  const handed = { span: span('A1', DAY, null), series: spike(12 * HOUR, 2000) }
  expect(powerOfSpans([handed], 0, 4 * DAY)).toMatchObject({ peakW: 300, knownS: 3 * DAY, measuredW: 300 })
  const left = { span: span('A1', 0, 2 * DAY), series: spike(3 * DAY, 2000) }
  const there = { span: span('A2', DAY, null), series: spike(36 * HOUR, 500) }
  expect(powerOfSpans([left, there], 0, 4 * DAY)).toEqual({
    newestAt: 4 * DAY,
    measuredW: 300,
    peakW: 800,
    peakAt: 36 * HOUR,
    knownS: 4 * DAY,
  })
})
