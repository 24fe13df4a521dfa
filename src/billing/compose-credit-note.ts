import { type Result, ok, refuse, say } from '#kernel'
import { amountOf, cents, microEuros } from '#units'
import { periodOf, sumInvoice } from './compose-invoice.ts'
import type { Reduction } from './correct-prices.ts'
import type { Less } from './model.ts'
import { splitAt } from './price-history.ts'
import { dayAfter, daysBetween, lastDayBefore, monthsOf, prorateMonth } from './prorate-month.ts'
import { unitPrice } from './print/format.ts'
import { quantityOf } from './rate-service.ts'
import type { InvoiceSnapshot, SnapshotLine } from './snapshot.ts'
import { words } from './words.ts'

/** An issued invoice with what happened since: the legal end of each service by number, and what was repaid of each line. */
export interface Issued {
  readonly id: string
  readonly snapshot: InvoiceSnapshot
  readonly services: ReadonlyMap<string, { readonly endsOn: string | null; readonly termEnds: string | null }>
  readonly creditedFrom: ReadonlyMap<number, string>
  /** Of lines of storage: the day on which the place was seen empty, where it was. */
  readonly emptyOn?: ReadonlyMap<number, string | null>
  /** What credit notes took off the price of each line, and off its amount. */
  readonly reduced?: ReadonlyMap<number, readonly (Less & { readonly net_cents: number })[]>
}

/** From `from` on, the days of that line of the invoice are repaid. */
export interface CreditedLine {
  readonly line: number
  readonly from: string
}

export interface CreditNote {
  readonly snapshot: InvoiceSnapshot
  readonly credited: readonly CreditedLine[]
  readonly reduced: readonly Reduction[]
}

interface Repaid {
  readonly of: number
  readonly from: string
  readonly lines: readonly SnapshotLine[]
}

/** What is repaid is an amount of its own: it says nothing of the price's parts. */
const whole = ({ parts: _, ...line }: SnapshotLine): SnapshotLine => line

const repaidName = (line: Pick<SnapshotLine, 'name'>): SnapshotLine['name'] => ({
  fr: say(words.repaid, 'fr', { name: line.name.fr }),
  en: say(words.repaid, 'en', { name: line.name.en }),
})

/** Rent: the days from the legal end on that were not repaid yet, at what they cost once later prices were taken off. */
const repayRent = (issued: Issued, line: SnapshotLine, endsOn: string | null): Repaid | null => {
  const until = issued.creditedFrom.get(line.line) ?? dayAfter(line.period.last_day)
  if (endsOn === null || endsOn >= until) return null
  const from = endsOn > line.period.first_day ? endsOn : line.period.first_day
  const reduced = issued.reduced?.get(line.line) ?? []
  // Two halves of a cent must not repay more than was billed.
  let left = reduced.reduce((rest, { net_cents: net }) => rest - net, line.net_cents)
  const lines = splitAt(
    from,
    until,
    reduced.flatMap((less) => [less.from, less.until]),
  ).flatMap(([start, stop]) =>
    monthsOf(start, stop).map((part) => {
      const price = reduced
        .filter((less) => less.from <= start && start < less.until)
        .reduce((rest, { lessMicroEuros }) => rest - lessMicroEuros, line.price_micro_euros)
      const net_cents = cents(Math.min(prorateMonth(microEuros(price), part), left))
      left -= net_cents
      return {
        ...whole(line),
        ...daysOf(part),
        name: repaidName(line),
        price_micro_euros: price,
        net_cents,
      }
    }),
  )
  return lines.length === 0 ? null : { of: line.line, from, lines: lines.filter(({ net_cents: net }) => net > 0) }
}

const daysOf = (part: Reduction['part']): Pick<SnapshotLine, 'unit' | 'quantity' | 'price_base' | 'period'> => {
  const { unit, quantity, base } = quantityOf(part)
  return { unit, quantity, price_base: base, period: { first_day: part.from, last_day: lastDayBefore(part.until) } }
}

/** Days that cost less from a change on: the difference of both prices comes back, at the VAT of the invoice that billed them. */
const reducedLine = (issued: Issued, reduction: Reduction): SnapshotLine => {
  const line = issued.snapshot.lines.find((one) => one.line === reduction.line)
  if (!line) throw new Error(`the invoice ${issued.id} has no line ${reduction.line}`)
  return {
    ...whole(line),
    ...daysOf(reduction.part),
    name: {
      fr: say(words.reduced, 'fr', { name: line.name.fr }),
      en: say(words.reduced, 'en', { name: line.name.en }),
    },
    price_micro_euros: reduction.lessMicroEuros,
    net_cents: reduction.net_cents,
  }
}

/** An early end's price: repaid whole when the service no longer ends on that day; the next run bills what is owed instead. */
const repayEarlyEnd = (line: SnapshotLine, endsOn: string | null, creditedFrom: string | undefined): Repaid | null =>
  creditedFrom !== undefined || endsOn === line.period.first_day
    ? null
    : { of: line.line, from: line.period.first_day, lines: [{ ...line, name: repaidName(line) }] }

const storageName = (days: number, price: number): SnapshotLine['name'] => ({
  fr: say(words.storage, 'fr', { days, price: unitPrice(price, 'fr') }),
  en: say(words.storage, 'en', { days, price: unitPrice(price, 'en') }),
})

/** Storage: the place was seen empty before what was billed, on a photo that came after the run. */
const repayStorage = (issued: Issued, line: SnapshotLine): Repaid | null => {
  const emptyOn = issued.emptyOn?.get(line.line) ?? null
  const first = line.period.first_day
  const until = issued.creditedFrom.get(line.line) ?? dayAfter(line.period.last_day)
  const from = emptyOn !== null && emptyOn > first ? emptyOn : first
  if (emptyOn === null || from >= until) return null
  const days = daysBetween(from, until)
  // What both parts cost apart may be a cent more than what was billed of them together.
  const upTo = (day: string): number => amountOf(microEuros(line.price_micro_euros), daysBetween(first, day))
  const repaid = {
    ...line,
    name: repaidName({ name: storageName(days, line.price_micro_euros) }),
    quantity: days,
    period: { first_day: from, last_day: lastDayBefore(until) },
    net_cents: cents(upTo(until) - upTo(from)),
  }
  return { of: line.line, from, lines: [repaid] }
}

const repay = (issued: Issued, line: SnapshotLine): Repaid | null => {
  const service = issued.services.get(line.service)
  if (!service) return null
  const creditedFrom = issued.creditedFrom.get(line.line)
  switch (line.charge) {
    // What was drawn was drawn, whenever the service ends.
    case 'setup':
    case 'usage':
      return null
    case 'rent':
      return repayRent(issued, line, service.endsOn)
    case 'storage':
      return repayStorage(issued, line)
    case 'early-end':
      return repayEarlyEnd(line, service.endsOn, creditedFrom)
  }
}

/**
 * What an issued invoice billed past the legal end of its services, and what a later price takes off its days, at the prices and the
 * VAT of that invoice.
 */
export const composeCreditNote = (
  issued: Issued,
  reductions: readonly Reduction[] = [],
): Result<CreditNote, { readonly code: 'nothing-to-repay' }> => {
  const { snapshot } = issued
  if (snapshot.number === null || snapshot.issue_date === null) throw new Error('only an issued invoice is repaid')
  const repaid = snapshot.lines.map((line) => repay(issued, line)).filter((one) => one !== null)
  const lines = [
    ...repaid.flatMap((one) => one.lines),
    ...reductions.map((reduction) => reducedLine(issued, reduction)),
  ].map((line, index) => ({ ...line, line: index + 1 }))
  if (lines.length === 0) return refuse({ code: 'nothing-to-repay' })
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
    reduced: reductions,
  })
}
