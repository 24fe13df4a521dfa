import type { ServiceWire } from '#market/contract'

/** What was typed into the dialog of a revision by the index. */
export interface IndexDraft {
  readonly value: string
  readonly on: string
  readonly published: string
}
/** What was typed into the dialog of a price by the unit. */
export interface UnitDraft {
  readonly euros: string
  readonly from: string
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const plain = (typed: string): string => typed.replaceAll(/[\s\u00A0\u202F]/g, '').replace(',', '.')

/** The value of an index as people type it, to six decimals; null: it cannot be read. */
export const indexValueOf = (typed: string): number | null => {
  const text = plain(typed)
  if (!/^\d{1,6}(\.\d{1,6})?$/.test(text)) return null
  const value = Number(text)
  return value > 0 ? value : null
}

const MICRO_DIGITS = 6
/** Micro-euros of a unit price as people type it, no binary fraction in between; null: it cannot be read. */
export const microEurosOf = (typed: string): number | null => {
  const [, whole, part = ''] = /^(\d{1,3})(?:\.(\d{1,6}))?$/.exec(plain(typed)) ?? []
  return whole === undefined ? null : Number(`${whole}${part.padEnd(MICRO_DIGITS, '0')}`)
}

/** What is asked of the server; null: not enough is said yet, or not readably. */
export const indexBodyOf = ({ value, on, published }: IndexDraft) => {
  const read = indexValueOf(value)
  if (read === null || !DAY.test(on) || (published !== '' && !DAY.test(published))) return null
  return { index_value: read, on, ...(published === '' ? {} : { published_on: published }) }
}
export const unitBodyOf = ({ euros, from }: UnitDraft) => {
  const micro = microEurosOf(euros)
  return micro === null || !DAY.test(from) ? null : { item: 'kwh' as const, unit_micro_euros: micro, from }
}

/** The day of revision that comes after the last one on which the price rests; empty: the contract names none. */
export const revisionDay = ({ taken_over: taken, prices }: Pick<ServiceWire, 'taken_over' | 'prices'>): string => {
  const last = taken?.price_from ?? prices[0]?.from
  if (!taken?.index_day || !last) return ''
  const year = Number(last.slice(0, 4))
  const same = `${year}-${taken.index_day}`
  return same > last ? same : `${year + 1}-${taken.index_day}`
}
