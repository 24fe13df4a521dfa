import type { PriceMove } from './plan-change.ts'

/** The price of a service from a day (YYYY-MM-DD) on, 10⁻⁶ € a month. */
export interface PriceFrom {
  readonly from: string
  readonly monthlyMicroEuros: number
}

/** The last written of those that hold on a day; before all of them, the first. `known` in the order of their days. Pure. */
export const holdsOn = <P>(known: readonly P[], fromOf: (price: P) => string, day: string): P | undefined =>
  known.findLast((price) => fromOf(price) <= day) ?? known[0]

/**
 * What a change writes into the history of a price, in its order: the price from the day of the change on, and anew each one that was fixed
 * for a later day already (a revision by the index, a step that was agreed). Both move by what the change costs more or less. `known`
 * begins with the first price; of two on one day the later written counts. Pure.
 */
export const planPrices = (
  known: readonly PriceFrom[],
  { before, after }: PriceMove,
  from: string,
): readonly [PriceFrom, ...PriceFrom[]] => {
  const moved = (price: number): number => Math.max(0, price + after - before)
  const then = holdsOn(known, (price) => price.from, from)
  const later = new Map(
    known.filter((price) => price.from > from).map((price) => [price.from, price.monthlyMicroEuros]),
  )
  return [
    { from, monthlyMicroEuros: moved(then?.monthlyMicroEuros ?? before) },
    ...[...later].map(([day, price]) => ({ from: day, monthlyMicroEuros: moved(price) })),
  ]
}

interface Shown {
  readonly from: string
  readonly order: string | null
  readonly index: object | null
}

/**
 * The prices that hold, each from its day on: of several written for one day the last, with the order and the index that moved it on that
 * day. `known` in their order. Pure.
 */
export const pricesThatHold = <P extends Shown>(known: readonly P[]): readonly P[] => {
  const days = new Map<string, P>()
  for (const price of known) {
    const before = days.get(price.from)
    days.set(price.from, {
      ...price,
      order: price.order ?? before?.order ?? null,
      index: price.index ?? before?.index ?? null,
    })
  }
  return [...days.values()]
}
