import { type Refusal, type Result, ok, refuse } from '#kernel'
import { divideHalfAway } from '#units'
import { holdsOn } from '../../change/plan-prices.ts'

const MICRO_EUROS_PER_CENT = 10_000n
const MILLIONTHS = 1_000_000

/** A price of the history; `agreedOn`: the day on which the order of the change that brought it was accepted, null: no order did. */
export interface KnownPrice {
  readonly from: string
  readonly monthlyMicroEuros: number
  readonly agreedOn: string | null
}

export interface Indexed {
  /** In the order of their days, the first one included; of one day the last counts. */
  readonly prices: readonly KnownPrice[]
  readonly index: string | null
  /** The value that the price rests on. */
  readonly indexValue: number | null
  /** MM-DD of the yearly revision. */
  readonly indexDay: string | null
  /** The last day of revision that the price rests on already. */
  readonly revisedFrom: string
}

export interface Published {
  readonly value: number
  /** The day of revision. */
  readonly on: string
  /** The day on which the value was published; null: not said. */
  readonly publishedOn: string | null
}

/** What a price is from its day on, and what it would have been. */
export interface Revised {
  readonly from: string
  readonly beforeMicroEuros: number
  readonly monthlyMicroEuros: number
}

/** The day on which what is in force on a day was last agreed. */
const agreedBy = (prices: readonly KnownPrice[], day: string): string | null =>
  prices.findLast(({ from, agreedOn }) => from <= day && agreedOn !== null)?.agreedOn ?? null

/** P × S₁ ÷ S₀, to the cent, a half away from zero. */
const scale = (micro: number, value: number, base: number): number => {
  const scaled = (figure: number): bigint => BigInt(Math.round(figure * MILLIONTHS))
  const cents = divideHalfAway(BigInt(micro) * scaled(value), scaled(base) * MICRO_EUROS_PER_CENT)
  return Number(cents * MICRO_EUROS_PER_CENT)
}

/**
 * An indexed price moves by the index alone and on its day (C. mon. fin. art. L112-2), however late the value is entered: every price
 * that is in force on that day or later, whatever brought it, is multiplied. What was agreed once the value was published rests on it already
 * and stays as agreed. The first row is that of the day of revision. Never before the last one that was revised. Pure.
 */
export const revisePrices = (
  { prices, index, indexValue, indexDay, revisedFrom }: Indexed,
  { value, on, publishedOn }: Published,
): Result<readonly [Revised, ...Revised[]], Refusal> => {
  if (index === null || indexValue === null || indexDay === null) return refuse({ code: 'not-indexed' })
  if (!on.endsWith(`-${indexDay}`)) return refuse({ code: 'not-the-revision-day', on, index_day: indexDay })
  if (on <= revisedFrom) return refuse({ code: 'revised-already', from: revisedFrom })
  const then = holdsOn(prices, ({ from }) => from, on)
  if (!then) return refuse({ code: 'not-indexed' })
  const agreed = agreedBy(prices, prices.at(-1)?.from ?? on)
  if (publishedOn === null && agreed !== null) return refuse({ code: 'publication-unsaid', agreed_on: agreed })
  const revise = (from: string, before: number): Revised => {
    const by = agreedBy(prices, from)
    const rests = by !== null && publishedOn !== null && by > publishedOn
    return {
      from,
      beforeMicroEuros: before,
      monthlyMicroEuros: rests ? before : scale(before, value, indexValue),
    }
  }
  const later = new Map(prices.filter(({ from }) => from > on).map((price) => [price.from, price.monthlyMicroEuros]))
  return ok([revise(on, then.monthlyMicroEuros), ...[...later].map(([from, micro]) => revise(from, micro))])
}

/** No index of services moved so far within a year: a comma that slipped does, and multiplies what is invoiced. */
const BEYOND = 0.25

/** An index that moved beyond a quarter has to be confirmed; the refusal says what it would cost. Pure. */
export const admitIndex = (
  { index, before, value }: { readonly index: string; readonly before: number; readonly value: number },
  { beforeMicroEuros, monthlyMicroEuros }: Revised,
): Result<null, Refusal> =>
  Math.abs(value / before - 1) <= BEYOND
    ? ok(null)
    : refuse({
        code: 'revised-beyond',
        index,
        index_before: before,
        index_value: value,
        before_micro_euros: beforeMicroEuros,
        monthly_micro_euros: monthlyMicroEuros,
      })
