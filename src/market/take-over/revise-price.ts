import { type Refusal, type Result, ok, refuse } from '#kernel'
import { divideHalfAway } from '#units'

const MICRO_EUROS_PER_CENT = 10_000n
const MILLIONTHS = 1_000_000

export interface Indexed {
  readonly monthlyMicroEuros: number
  readonly index: string | null
  /** The value that the price rests on. */
  readonly indexValue: number | null
  /** MM-DD of the yearly revision. */
  readonly indexDay: string | null
  /** The day from which the last price holds. */
  readonly pricedFrom: string
}

export interface Revised {
  readonly from: string
  readonly monthlyMicroEuros: number
}

/**
 * P × S₁ ÷ S₀, to the cent, a half away from zero, from the contract's day of revision on. An indexed price moves by the index alone and on
 * its day (C. mon. fin. art. L112-2), never before the last one that was revised.
 */
export const revisePrice = (
  { monthlyMicroEuros, index, indexValue, indexDay, pricedFrom }: Indexed,
  { value, on }: { readonly value: number; readonly on: string },
): Result<Revised, Refusal> => {
  if (index === null || indexValue === null || indexDay === null) return refuse({ code: 'not-indexed' })
  if (!on.endsWith(`-${indexDay}`)) return refuse({ code: 'not-the-revision-day', on, index_day: indexDay })
  if (on <= pricedFrom) return refuse({ code: 'revised-already', from: pricedFrom })
  const scaled = (figure: number): bigint => BigInt(Math.round(figure * MILLIONTHS))
  const cents = divideHalfAway(BigInt(monthlyMicroEuros) * scaled(value), scaled(indexValue) * MICRO_EUROS_PER_CENT)
  return ok({ from: on, monthlyMicroEuros: Number(cents * MICRO_EUROS_PER_CENT) })
}
