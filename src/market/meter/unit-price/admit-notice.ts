import { Temporal } from 'temporal-polyfill'
import { type Refusal, type Result, ok, refuse } from '#kernel'

/**
 * Who signed a price has the contract’s notice before a higher one; a lower one may begin tomorrow. Days that are over keep theirs.
 * Days are YYYY-MM-DD. Pure.
 */
export const admitNotice = (
  asked: { readonly from: string; readonly microEuros: number },
  before: number | null,
  { today, noticeDays }: { readonly today: string; readonly noticeDays: number },
): Result<'admitted', Refusal> => {
  const days = before !== null && asked.microEuros <= before ? 1 : Math.max(1, noticeDays)
  const earliest = Temporal.PlainDate.from(today).add({ days }).toString()
  return asked.from < earliest
    ? refuse({ code: 'unit-price-notice', from: asked.from, earliest, days })
    : ok('admitted')
}
