import { Temporal } from 'temporal-polyfill'
import { type Cents, type MicroEuros, amountOf } from '#units'

/**
 * Days of one calendar month: `from` is counted, `until` is not (YYYY-MM-DD). Dates are those of the contract's zone, so a day of
 * 23 or 25 hours is a day.
 */
export interface MonthPart {
  readonly from: string
  readonly until: string
  readonly days: number
  /** The real days of that month: 28 to 31. */
  readonly ofDays: number
}

/** Cuts [from, until) at the first of each month. Empty when there is no day between. */
export const monthsOf = (from: string, until: string): readonly MonthPart[] => {
  const parts: MonthPart[] = []
  const end = Temporal.PlainDate.from(until)
  for (let day = Temporal.PlainDate.from(from); Temporal.PlainDate.compare(day, end) < 0;) {
    const nextMonth = day.with({ day: 1 }).add({ months: 1 })
    const stop = Temporal.PlainDate.compare(nextMonth, end) < 0 ? nextMonth : end
    parts.push({
      from: day.toString(),
      until: stop.toString(),
      days: day.until(stop).days,
      ofDays: day.daysInMonth,
    })
    day = stop
  }
  return parts
}

/** The rent of one part of a month, rounded once (half away from zero). */
export const prorateMonth = (monthly: MicroEuros, part: Pick<MonthPart, 'days' | 'ofDays'>): Cents =>
  amountOf(monthly, part.days, part.ofDays)

/** The first day of the month after `month` (YYYY-MM). */
export const firstAfter = (month: string): string =>
  Temporal.PlainYearMonth.from(month).add({ months: 1 }).toPlainDate({ day: 1 }).toString()

/** The day before: what a person, and EN 16931 (BT-74, BT-135), call the last day of a period. */
export const lastDayBefore = (day: string): string => Temporal.PlainDate.from(day).subtract({ days: 1 }).toString()

export const dayAfter = (day: string): string => Temporal.PlainDate.from(day).add({ days: 1 }).toString()

/** How many days [from, until) has. */
export const daysBetween = (from: string, until: string): number => Temporal.PlainDate.from(from).until(until).days
