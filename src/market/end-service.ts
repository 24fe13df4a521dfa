import { Temporal } from 'temporal-polyfill'
import { type Result, ok, refuse } from '#kernel'
import { type Cents, type MicroEuros, amountOf } from '#units'

/** Dates are YYYY-MM-DD in the service's zone; an end is always the first day that is not owed any more. */
export interface EndFacts {
  /** The day on which the notice was received. */
  readonly noticeOn: string
  /** Of the contract. */
  readonly noticeDays: number
  /** The end that the customer asks for; null: as early as the contract allows. */
  readonly wishedOn: string | null
  /** First day billed; null: the service never began (its order is cancelled instead). */
  readonly billingFrom: string | null
  /** First day after the term; null: no term. */
  readonly termEnds: string | null
  readonly monthlyMicroEuros: MicroEuros | null
  readonly earlyEndPercent: number
}

export interface EarlyEnd {
  readonly from: string
  readonly until: string
  readonly percent: number
  readonly net_cents: Cents
}

export interface ServiceEnd {
  /** Legal end: the first day that is not owed. */
  readonly endsOn: string
  readonly earlyEnd: EarlyEnd | null
}

export type EndRefusal =
  | {
      readonly code: 'cease-before-start'
      readonly wished_on: string | null
      readonly billing_from: string | null
    }
  | { readonly code: 'cease-in-the-past'; readonly wished_on: string; readonly notice_on: string }

/** Divisible by 28, 29, 30 and 31: sums of parts of months stay whole numbers. */
const PARTS_OF_A_MONTH = 377_580
const PERCENT = 100

const partsBetween = (from: string, until: string): number => {
  const end = Temporal.PlainDate.from(until)
  let parts = 0
  for (let day = Temporal.PlainDate.from(from); Temporal.PlainDate.compare(day, end) < 0;) {
    const nextMonth = day.with({ day: 1 }).add({ months: 1 })
    const stop = Temporal.PlainDate.compare(nextMonth, end) < 0 ? nextMonth : end
    parts += day.until(stop).days * (PARTS_OF_A_MONTH / day.daysInMonth)
    day = stop
  }
  return parts
}

/** What is owed for the rest of the term: the monthly price × the months and days left (real days of each month) × the percentage. */
export const earlyEndCharge = (monthly: MicroEuros, from: string, until: string, percent: number): Cents =>
  amountOf(monthly, partsBetween(from, until) * percent, PARTS_OF_A_MONTH * PERCENT)

/** When a service ends in law, and what an end inside the term costs. */
export const endService = (facts: EndFacts): Result<ServiceEnd, EndRefusal> => {
  const { billingFrom, wishedOn, noticeOn, termEnds } = facts
  if (billingFrom === null || (wishedOn !== null && wishedOn < billingFrom))
    return refuse({ code: 'cease-before-start', wished_on: wishedOn, billing_from: billingFrom })
  if (wishedOn !== null && wishedOn < noticeOn)
    return refuse({ code: 'cease-in-the-past', wished_on: wishedOn, notice_on: noticeOn })
  const earliest = Temporal.PlainDate.from(noticeOn).add({ days: facts.noticeDays }).toString()
  const endsOn = [earliest, billingFrom, wishedOn ?? earliest].toSorted().at(-1) ?? earliest
  const early =
    termEnds !== null && endsOn < termEnds && facts.monthlyMicroEuros !== null && facts.earlyEndPercent > 0
      ? {
          from: endsOn,
          until: termEnds,
          percent: facts.earlyEndPercent,
          net_cents: earlyEndCharge(facts.monthlyMicroEuros, endsOn, termEnds, facts.earlyEndPercent),
        }
      : null
  return ok({ endsOn, earlyEnd: early })
}
