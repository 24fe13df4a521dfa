import type { MicroEuros } from '#units'
import type { BilledService, OrderReference } from './model.ts'
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

/**
 * The order on which the price of one day (YYYY-MM-DD) rests: the last change that has begun by then, else what created the service. A public
 * body's invoice names the engagement of this one (BT-13). The customer's own reference goes on where a change names none.
 */
export const orderOn = (
  { order, laterPrices = [] }: Pick<BilledService, 'order' | 'laterPrices'>,
  day: string,
): OrderReference | null =>
  laterPrices.reduce((before: OrderReference | null, price) => {
    if (!price.order || price.from > day) return before
    const named = price.order.customerReference ?? price.order.paperNumber
    return { ...price.order, customerReference: named ?? before?.customerReference ?? before?.paperNumber ?? null }
  }, order)

/** The days (YYYY-MM-DD) from which another engagement, or another service code, is invoiced: use is cut there as rent is. */
export const engagementCuts = ({
  order,
  laterPrices = [],
}: Pick<BilledService, 'order' | 'laterPrices'>): readonly string[] => {
  let before = order
  return laterPrices.flatMap(({ from, order: next }) => {
    if (!next) return []
    const same = next.engagementNumber === before?.engagementNumber && next.serviceCode === before?.serviceCode
    before = next
    return same ? [] : [from]
  })
}

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
