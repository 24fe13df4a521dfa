import { type Refusal, type Result, ok, refuse } from '#kernel'
import { dayIn } from '../start-billing.ts'

interface When {
  readonly zone: string
  readonly now: Date
}

const notLater = (date: string, { zone, now }: When): Result<null, Refusal> => {
  const today = dayIn(zone, now)
  return date > today ? refuse({ code: 'paper-in-future', signed_on: date, today }) : ok(null)
}

/**
 * A paper that signs an order says yes to what stands in it, so it is never older than the order itself: what a customer wrote before is a
 * request, and becomes its reference. A later quote of the same order may be younger than the paper: sales is who judges that it still fits.
 */
export const admitOrderPaper = (date: string, draftedAt: Date, when: When): Result<null, Refusal> => {
  const draftedOn = dayIn(when.zone, draftedAt)
  return date < draftedOn
    ? refuse({ code: 'paper-before-order', signed_on: date, drafted_on: draftedOn })
    : notLater(date, when)
}

/** Nobody accepts what was not handed over yet: at the earliest on the day of the ready notice that the line stands on. */
export const admitHandoverPaper = (date: string, noticeAt: Date, when: When): Result<null, Refusal> => {
  const noticedOn = dayIn(when.zone, noticeAt)
  return date < noticedOn
    ? refuse({ code: 'paper-before-notice', signed_on: date, noticed_on: noticedOn })
    : notLater(date, when)
}
