import { Temporal } from 'temporal-polyfill'
import { type Result, ok, refuse } from '#kernel'
import { dayIn } from '#market'
import type { InvoiceSnapshot } from './snapshot.ts'

/** A run bills at most the month that comes: a slip of the keyboard must not bill years. */
export const guardMonth = (
  month: string,
  zone: string,
  now: Date,
): Result<string, { readonly code: 'month-too-far'; readonly month: string; readonly last: string }> => {
  const last = Temporal.PlainDate.from(dayIn(zone, now)).toPlainYearMonth().add({ months: 1 }).toString()
  return month > last ? refuse({ code: 'month-too-far', month, last }) : ok(month)
}

/** How many invoices differ between what was prepared and checked, and what would be prepared now. */
export const changedSince = (checked: readonly InvoiceSnapshot[], now: readonly InvoiceSnapshot[]): number => {
  const left = new Set(checked.map((snapshot) => JSON.stringify(snapshot)))
  let changed = 0
  for (const snapshot of now) if (!left.delete(JSON.stringify(snapshot))) changed += 1
  return Math.max(changed, left.size)
}
