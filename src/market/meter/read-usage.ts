import { Temporal } from 'temporal-polyfill'
import { coveredBy, countersOf, energyBetween, type Series } from '#telemetry'
import type { UsageWire } from './contract.ts'

const MS = 1000
const MONTHS = 3

/** The first instant of a day of the zone, in seconds since 1970: a day of a clock change has 23 or 25 hours. */
export const startOfDay = (day: string, zone: string): number =>
  Math.floor(Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone }).epochMilliseconds / MS)

const isoOf = (at: number): string => new Date(at * MS).toISOString()

/** All meters together from the instant on which the last of them was first read to the one on which the first was last read. */
const monthOf = (
  all: readonly ReturnType<typeof countersOf>[],
  month: string,
  zone: string,
): UsageWire['months'][number] => {
  // prettier-ignore
  const unknown = { month, wh: null, estimated: false, from: null, until: null }
  const first = Temporal.PlainYearMonth.from(month)
  const bounds = [first, first.add({ months: 1 })].map((one) =>
    startOfDay(one.toPlainDate({ day: 1 }).toString(), zone),
  )
  const covered = all.map(coveredBy)
  if (covered.length === 0 || covered.some((one) => one === null)) return unknown
  const known = covered.filter((one) => one !== null)
  const from = Math.max(bounds[0] ?? 0, ...known.map((one) => one.from))
  const until = Math.min(bounds[1] ?? 0, ...known.map((one) => one.until))
  if (from >= until) return unknown
  const parts = all.map((counters) => energyBetween(counters, from, until))
  return {
    month,
    wh: parts.reduce((sum, part) => sum + (part?.wh ?? 0), 0),
    estimated: parts.some((part) => part?.estimated === true),
    from: isoOf(from),
    until: isoOf(until),
  }
}

/** The running month of the zone and those before it, A + B. Pure. */
export const monthsOfUsage = (series: readonly Series[], zone: string, now: Date): UsageWire['months'] => {
  const running = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDate().toPlainYearMonth() // prettier-ignore
  const counters = series.map(countersOf)
  return Array.from({ length: MONTHS }, (_, back) =>
    monthOf(counters, running.subtract({ months: back }).toString(), zone),
  )
}
export const firstUsageDay = (zone: string, now: Date): string =>
  Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .with({ day: 1 })
    .subtract({ months: MONTHS - 1 })
    .toString()
