import { Temporal } from 'temporal-polyfill'
import { type Result, ok, refuse, say } from '#kernel'
import { microEuros } from '#units'
import { periodOf, sumInvoice } from './compose-invoice.ts'
import { dayAfter, lastDayBefore, prorateMonth } from './prorate-month.ts'
import type { InvoiceSnapshot, SnapshotLine } from './snapshot.ts'
import { words } from './words.ts'

/** An issued invoice with what happened since: the legal end of each service by number, and what was repaid of each line. */
export interface Issued {
  readonly id: string
  readonly snapshot: InvoiceSnapshot
  readonly services: ReadonlyMap<string, { readonly endsOn: string | null; readonly termEnds: string | null }>
  readonly creditedFrom: ReadonlyMap<number, string>
}

/** From `from` on, the days of that line of the invoice are repaid. */
export interface CreditedLine {
  readonly line: number
  readonly from: string
}

export interface CreditNote {
  readonly snapshot: InvoiceSnapshot
  readonly credited: readonly CreditedLine[]
}

interface Repaid {
  readonly of: number
  readonly from: string
  readonly line: SnapshotLine
}

const repaidName = (line: SnapshotLine): SnapshotLine['name'] => ({
  fr: say(words.repaid, 'fr', { name: line.name.fr }),
  en: say(words.repaid, 'en', { name: line.name.en }),
})

/** Rent: the days from the legal end on that were not repaid yet. */
const repayRent = (line: SnapshotLine, endsOn: string | null, creditedFrom: string | undefined): Repaid | null => {
  const until = creditedFrom ?? dayAfter(line.period.last_day)
  if (endsOn === null || endsOn >= until) return null
  const from = endsOn > line.period.first_day ? endsOn : line.period.first_day
  const first = Temporal.PlainDate.from(from)
  const days = first.until(until).days
  const ofDays = first.daysInMonth
  if (days <= 0) return null
  const whole = days === ofDays
  return {
    of: line.line,
    from,
    line: {
      ...line,
      name: repaidName(line),
      unit: whole ? 'MON' : 'DAY',
      quantity: whole ? 1 : days,
      price_base: whole ? 1 : ofDays,
      // Two halves of a cent must not repay more than was billed.
      net_cents: Math.min(prorateMonth(microEuros(line.price_micro_euros), { days, ofDays }), line.net_cents),
      period: { first_day: from, last_day: lastDayBefore(until) },
    },
  }
}

/** An early end's price: repaid whole when the service no longer ends on that day; the next run bills what is owed instead. */
const repayEarlyEnd = (line: SnapshotLine, endsOn: string | null, creditedFrom: string | undefined): Repaid | null =>
  creditedFrom !== undefined || endsOn === line.period.first_day
    ? null
    : { of: line.line, from: line.period.first_day, line: { ...line, name: repaidName(line) } }

const repay = (issued: Issued, line: SnapshotLine): Repaid | null => {
  const service = issued.services.get(line.service)
  if (!service) return null
  const creditedFrom = issued.creditedFrom.get(line.line)
  switch (line.charge) {
    case 'setup':
      return null
    case 'rent':
      return repayRent(line, service.endsOn, creditedFrom)
    case 'early-end':
      return repayEarlyEnd(line, service.endsOn, creditedFrom)
  }
}

/** What an issued invoice billed past the legal end of its services, at the prices and the VAT of that invoice. */
export const composeCreditNote = (issued: Issued): Result<CreditNote, { readonly code: 'nothing-to-repay' }> => {
  const { snapshot } = issued
  if (snapshot.number === null || snapshot.issue_date === null) throw new Error('only an issued invoice is repaid')
  const repaid = snapshot.lines.map((line) => repay(issued, line)).filter((one) => one !== null)
  if (repaid.length === 0) return refuse({ code: 'nothing-to-repay' })
  const lines = repaid.map((one, index) => ({ ...one.line, line: index + 1 }))
  return ok({
    snapshot: {
      ...snapshot,
      number: null,
      issue_date: null,
      due_date: null,
      type_code: '381',
      preceding: { id: issued.id, number: snapshot.number, issue_date: snapshot.issue_date },
      // Penalties and discounts speak of paying, which nobody does here.
      notes: snapshot.notes.filter((note) => note.subject === 'TXD' || note.subject === 'ABL'),
      period: periodOf(lines),
      lines,
      ...sumInvoice(lines),
    },
    credited: repaid.map(({ of, from }) => ({ line: of, from })),
  })
}
