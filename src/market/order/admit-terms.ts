import { Temporal } from 'temporal-polyfill'
import { type Refusal, type Result, ok, refuse } from '#kernel'

/** What a line asks for otherwise than its contract says; null: nothing. Days are YYYY-MM-DD. */
export interface OwnTerms {
  readonly startOn: string | null
  readonly termMonths: number | null
}

/** Of the contract: what everybody may ask for by itself. */
export interface Bounds {
  readonly term_months: number
  readonly start_days: number
}

/**
 * A start in the past is a mistake whoever asks. What is held without rent until a far start, or ends before the contract’s term, is
 * the site’s to grant: its own people may go further, and the quote says so. Pure.
 */
export const admitTerms = (
  { startOn, termMonths }: OwnTerms,
  { term_months: least, start_days: days }: Bounds,
  { today, bySite }: { readonly today: string; readonly bySite: boolean },
): Result<'admitted', Refusal> => {
  if (startOn !== null && startOn < today) return refuse({ code: 'start-in-past', start_on: startOn, today })
  if (bySite) return ok('admitted')
  const latest = Temporal.PlainDate.from(today).add({ days }).toString()
  if (startOn !== null && startOn > latest) return refuse({ code: 'start-too-far', start_on: startOn, latest, days })
  if (termMonths !== null && termMonths < least) return refuse({ code: 'term-too-short', months: termMonths, least })
  return ok('admitted')
}
