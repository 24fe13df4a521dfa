import { Temporal } from 'temporal-polyfill'

/** What decides the first day that a service is billed. Dates are YYYY-MM-DD in the contract's zone. */
export interface HandoverFacts {
  /** The day on which the customer accepted in writing: that of its paper, whenever this was entered. */
  readonly acceptedHandoverOn: string | null
  /** The day on which the customer's own traffic was first seen. */
  readonly firstUseOn: string | null
  readonly readyNoticeAt: Date | null
  /** The customer answered the notice with a reason why the service is not as promised. */
  readonly rejected: boolean
  /** How long the customer's own clock ran in the steps that were owed before the notice. */
  readonly customerClockBeforeReadyMs: number
  /** Of the contract: after so many working days a silent customer has accepted. */
  readonly workingDays: number
  /** IANA zone of the contract. */
  readonly zone: string
  /** Public holidays of one year, as YYYY-MM-DD. */
  readonly holidays: (year: number) => readonly string[]
  readonly now: Date
  /** The start date that was signed: what is ready, accepted or used before is not billed before. Absent: none was agreed. */
  readonly notBefore?: string | null
}

export type BillingReason = 'acceptance' | 'first-use' | 'notice-elapsed'

/** `from` is the first day billed; `expectedBy` the day on which silence will count as acceptance; null: nothing to count from. */
export type BillingStart =
  | { readonly from: string; readonly reason: BillingReason }
  | { readonly expectedBy: string }
  | null

/** The calendar day of an instant in a zone. */
export const dayIn = (zone: string, at: Date): string =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toPlainDate().toString()

const SATURDAY = 6

const isWorkingDay = (day: Temporal.PlainDate, holidays: (year: number) => readonly string[]): boolean =>
  day.dayOfWeek < SATURDAY && !holidays(day.year).includes(day.toString())

/** The day that is `count` working days after `from`; the day itself is not counted. */
export const addWorkingDays = (from: string, count: number, holidays: (year: number) => readonly string[]): string => {
  let day = Temporal.PlainDate.from(from)
  for (let left = count; left > 0;) {
    day = day.add({ days: 1 })
    if (isWorkingDay(day, holidays)) left -= 1
  }
  return day.toString()
}

/**
 * The day on which silence counts as acceptance. A notice that came late because the customer was waited for does not give
 * the customer a later bill: the days are counted from when the notice would have come, but never end before its own day.
 * Waits of ours or of the other side stay in the notice's date and so move it.
 */
export const silenceAccepts = (
  facts: Pick<HandoverFacts, 'customerClockBeforeReadyMs' | 'zone' | 'workingDays' | 'holidays'>,
  noticeAt: Date,
): string => {
  const owedAt = new Date(noticeAt.getTime() - Math.max(0, facts.customerClockBeforeReadyMs))
  const counted = addWorkingDays(dayIn(facts.zone, owedAt), facts.workingDays, facts.holidays)
  const noticed = dayIn(facts.zone, noticeAt)
  return counted > noticed ? counted : noticed
}

/** The earliest of written acceptance, first use, and N working days of silence after the ready notice; never before the agreed start. */
export const startBilling = (facts: HandoverFacts): BillingStart => {
  const start = startOfItself(facts)
  const { notBefore } = facts
  if (start === null || !notBefore || dayOf(start) >= notBefore) return start
  return 'from' in start ? { from: notBefore, reason: start.reason } : { expectedBy: notBefore }
}

const startOfItself = (facts: HandoverFacts): BillingStart => {
  const today = dayIn(facts.zone, facts.now)
  const elapsesOn = facts.readyNoticeAt && !facts.rejected ? silenceAccepts(facts, facts.readyNoticeAt) : null
  const candidates: readonly (readonly [BillingReason, string | null])[] = [
    ['acceptance', facts.acceptedHandoverOn],
    ['first-use', facts.firstUseOn],
    ['notice-elapsed', elapsesOn !== null && elapsesOn <= today ? elapsesOn : null],
  ]
  let first: { readonly from: string; readonly reason: BillingReason } | null = null
  for (const [reason, from] of candidates) {
    if (from !== null && (first === null || from < first.from)) first = { from, reason }
  }
  if (first) return first
  return elapsesOn === null ? null : { expectedBy: elapsesOn }
}

/**
 * Lines that are billed together begin on the day on which the last of them would begin by itself, so that nothing is billed
 * before all of it is delivered. A line that has nothing to count from yet holds the others back.
 */
export const startTogether = (starts: readonly BillingStart[]): BillingStart => {
  let last: BillingStart = null
  for (const start of starts) {
    if (start === null) return null
    if (last === null || dayOf(start) > dayOf(last) || (dayOf(start) === dayOf(last) && !('from' in start)))
      last = start
  }
  if (last === null || !('from' in last) || starts.every((start) => start !== null && 'from' in start)) return last
  return { expectedBy: last.from }
}

const dayOf = (start: NonNullable<BillingStart>): string => ('from' in start ? start.from : start.expectedBy)
