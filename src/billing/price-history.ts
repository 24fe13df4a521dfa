import type { MicroEuros } from '#units'
import type { BilledService } from './model.ts'
import { type MonthPart, monthsOf } from './prorate-month.ts'

/** What a service costs a month from some day on; `id` null: the price at which it began. */
export interface PriceThen {
  readonly id: string | null
  readonly item: string | null
  readonly monthlyMicroEuros: MicroEuros
}

type Priced = Pick<BilledService, 'item' | 'monthlyMicroEuros' | 'laterPrices'>

/** The price of one day (YYYY-MM-DD): the first day of a new price is counted at it. */
export const priceOn = ({ item, monthlyMicroEuros, laterPrices = [] }: Priced, day: string): PriceThen =>
  laterPrices.findLast(({ from }) => from <= day) ?? { id: null, item, monthlyMicroEuros }

/** Cuts [from, until) where a month begins and where the price changes. */
export const priceParts = (
  service: Priced,
  from: string,
  until: string,
): readonly { readonly part: MonthPart; readonly price: PriceThen }[] => {
  const cuts = (service.laterPrices ?? []).map((price) => price.from)
  return splitAt(from, until, cuts).flatMap(([start, stop]) =>
    monthsOf(start, stop).map((part) => ({ part, price: priceOn(service, start) })),
  )
}

/** [from, until) in parts that begin at the cuts inside it. */
export const splitAt = (
  from: string,
  until: string,
  cuts: readonly string[],
): readonly (readonly [from: string, until: string])[] => {
  if (from >= until) return []
  const inside = [...new Set(cuts)].filter((cut) => cut > from && cut < until).toSorted()
  const edges = [from, ...inside, until]
  return inside.length === 0 ? [[from, until]] : edges.slice(1).map((stop, at) => [edges[at] ?? from, stop] as const)
}
