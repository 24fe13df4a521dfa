import { Temporal } from 'temporal-polyfill'
import type { UsageWire } from './contract.ts'
import { energyOfSpans, type MeteredSpan } from './span/measure-spans.ts'
import { startOfDay } from './span/start-of-day.ts'

const MS = 1000
const MONTHS = 3

const isoOf = (at: number): string => new Date(at * MS).toISOString()

/** The days of a service that are billed here: from the first one on, to the legal end, which is not; null: none yet, or none ends. */
export interface BilledDays {
  readonly from: string | null
  readonly until: string | null
}

/** What is billed of a stretch, in Wh: nothing that was drawn before the first billed day, or from the legal end on. */
const owedOf = (
  all: readonly MeteredSpan[],
  known: { readonly from: number; readonly until: number },
  { from, until }: BilledDays,
  zone: string,
): number => {
  if (from === null) return 0
  const ends = until === null ? known.until : Math.min(known.until, startOfDay(until, zone))
  return energyOfSpans(all, Math.max(known.from, startOfDay(from, zone)), ends)?.wh ?? 0
}

const monthOf = (
  all: readonly MeteredSpan[],
  month: string,
  { zone, billed, now }: { readonly zone: string; readonly billed: BilledDays; readonly now: Date },
): UsageWire['months'][number] => {
  const first = Temporal.PlainYearMonth.from(month)
  const [begins = 0, ends = 0] = [first, first.add({ months: 1 })].map((one) =>
    startOfDay(one.toPlainDate({ day: 1 }).toString(), zone),
  )
  const known = energyOfSpans(all, begins, Math.min(ends, Math.floor(now.getTime() / MS)))
  if (known === null)
    return { month, wh: null, owed_wh: null, estimated: false, from: null, until: null, missing_s: 0, places: [] }
  return {
    month,
    wh: known.wh,
    owed_wh: owedOf(all, known, billed, zone),
    estimated: known.estimated,
    from: isoOf(known.from),
    until: isoOf(known.until),
    missing_s: known.missingS,
    places: [...known.places],
  }
}

const monthIn = (zone: string, now: Date): Temporal.PlainYearMonth =>
  Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDate().toPlainYearMonth()

/** The running month of the zone and those before it, A + B of every place that was the service's then. Pure. */
export const monthsOfUsage = (
  all: readonly MeteredSpan[],
  of: { readonly zone: string; readonly billed: BilledDays; readonly now: Date },
): UsageWire['months'] =>
  Array.from({ length: MONTHS }, (_, back) =>
    monthOf(all, monthIn(of.zone, of.now).subtract({ months: back }).toString(), of),
  )

/** The first day of the first of those months. */
export const firstUsageDay = (zone: string, now: Date): string =>
  monthIn(zone, now)
    .subtract({ months: MONTHS - 1 })
    .toPlainDate({ day: 1 })
    .toString()
