import { Temporal } from 'temporal-polyfill'
import type { Refusal } from '#kernel'
import { buyerOf, missingReferences } from '../miss-references.ts'
import type { TakenRow } from './model.ts'

/** The customer as the file and the house together say. */
export interface Customer {
  readonly kinds: readonly string[]
  readonly siret: string | null
  readonly service_code: string | null
}

/** What a row is judged against, beside itself. */
export interface Ground {
  /** In the site's zone. */
  readonly today: string
  readonly products: readonly string[]
  /** Items of the price list, by product. */
  readonly items: ReadonlyMap<string, ReadonlySet<string>>
}

const days = ({ billed, open, fixed }: TakenRow, today: string): readonly Refusal[] => {
  const { start, invoicedUntil: invoiced, next } = billed
  const { noticeOn, endsOn } = fixed
  return [
    ...(start > today ? [{ code: 'not-in-service-yet', start, today }] : []),
    ...(open.termEnd !== null && start >= open.termEnd
      ? [{ code: 'start-after-term', start, term_end: open.termEnd }]
      : []),
    ...(invoiced < start ? [{ code: 'invoiced-before-start', invoiced_until: invoiced, start }] : []),
    ...((noticeOn === null) === (endsOn === null) ? [] : [{ code: 'notice-half-said' }]),
    ...(endsOn !== null && endsOn <= start ? [{ code: 'ends-before-start', ends_on: endsOn, start }] : []),
    ...(endsOn !== null && noticeOn !== null && endsOn < noticeOn
      ? [{ code: 'ends-before-notice', ends_on: endsOn, notice_on: noticeOn }]
      : []),
    // What the old system invoiced too much, the old system repays: its invoices are not ours to credit.
    ...(endsOn !== null && endsOn < invoiced
      ? [{ code: 'ends-before-invoiced', ends_on: endsOn, invoiced_until: invoiced }]
      : []),
    ...(endsOn !== null && endsOn <= today && endsOn === invoiced ? [{ code: 'over-already', ends_on: endsOn }] : []),
    ...(next !== null && next.from <= start ? [{ code: 'next-price-before-start', from: next.from, start }] : []),
    ...(open.priceFrom !== null && next !== null && next.from <= open.priceFrom
      ? [{ code: 'next-price-before-start', from: next.from, start: open.priceFrom }]
      : []),
  ]
}

const engagement = ({ open }: TakenRow, customer: Customer): readonly Refusal[] => {
  const missing = missingReferences(buyerOf(customer), [{ engagementNumber: open.engagementNumber }])
  return missing.length === 0 ? [] : [{ code: 'engagement-missing', missing }]
}

/** Everything that is wrong with one row, whatever stands in the site. Pure. */
export const judgeRow = (row: TakenRow, customer: Customer, ground: Ground): readonly Refusal[] => {
  const { product } = row.fixed
  const { item } = row.billed
  return [
    ...(ground.products.includes(product) ? [] : [{ code: 'product-not-taken-over', product }]),
    ...(item !== null && ground.items.get(product)?.has(item) !== true
      ? [{ code: 'item-unknown', product, item }]
      : []),
    ...days(row, ground.today),
    ...engagement(row, customer),
  ]
}

/** What may be so, and is more often a slip of the hand: a year that was paid ahead ends within a year. Pure. */
export const warnOfRow = ({ billed: { invoicedUntil } }: TakenRow, today: string): readonly Refusal[] =>
  Temporal.PlainDate.compare(invoicedUntil, Temporal.PlainDate.from(today).add({ years: 1 })) > 0
    ? [{ code: 'invoiced-far-ahead', invoiced_until: invoicedUntil }]
    : []

/** Cells of one customer, said on several rows: all say the same, or the later one is refused. Old numbers are there once. Pure. */
export const judgeTogether = (rows: readonly TakenRow[]): ReadonlyMap<number, Refusal> => {
  const complaints = new Map<number, Refusal>()
  const numbers = new Map<string, number>()
  const said = new Map<string, { readonly line: number; readonly text: string }>()
  for (const { line, oldNumber, organisation } of rows) {
    const before = numbers.get(oldNumber)
    if (before === undefined) numbers.set(oldNumber, line)
    else complaints.set(line, { code: 'old-number-twice', old_number: oldNumber, other_line: before })
    for (const [column, value] of Object.entries(organisation.given)) {
      const key = `${organisation.handle} ${column}`
      const text = JSON.stringify(value)
      const first = said.get(key)
      if (first === undefined) said.set(key, { line, text })
      else if (first.text !== text && !complaints.has(line))
        complaints.set(line, {
          code: 'organisation-contradicts',
          organisation: organisation.handle,
          column,
          other_line: first.line,
        })
    }
  }
  return complaints
}

/** What all rows of the file together say of each customer. Pure. */
export const customersOf = (rows: readonly TakenRow[]): ReadonlyMap<string, TakenRow['organisation']> => {
  const customers = new Map<string, TakenRow['organisation']>()
  for (const { organisation } of rows) {
    const { handle, given } = organisation
    customers.set(handle, { handle, given: { ...given, ...customers.get(handle)?.given } })
  }
  return customers
}

/** Keys in one order: PostgreSQL keeps an object's in its own. */
const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, canonical(inner)])
}
const same = (a: unknown, b: unknown): boolean => JSON.stringify(canonical(a)) === JSON.stringify(canonical(b))

/** The fields in which two declarations of one service differ, by group. */
export const changedFields = (before: object, after: object): readonly string[] => {
  const was = new Map(Object.entries(before))
  return Object.entries(after).flatMap(([field, value]) => (same(was.get(field) ?? null, value) ? [] : [field]))
}
