import { amountOf } from '#units'
import type { BilledDays, BilledService } from './model.ts'
import { splitAt } from './price-history.ts'
import { monthsOf } from './prorate-month.ts'
import { type Due, dueUntil, notBilled } from './rate-service.ts'
import type { UnitPrices } from './usage/model.ts'
import { priceCuts, priceOf } from './usage/rate-usage.ts'

/** What became of the place of a service that was given notice, and what a day of gear that stays costs. */
export interface Storage extends UnitPrices {
  /** The day (YYYY-MM-DD in the service's zone) on which the place was seen empty; null: not yet. */
  readonly emptyOn: string | null
}

const earlier = (a: string, b: string): string => (a < b ? a : b)
const later = (a: string, b: string): string => (a > b ? a : b)

/**
 * Pure: the days of the months that are over on which gear was still there, from the legal end on; the day on which the place was seen
 * empty is not owed any more. In arrears whatever was agreed for the rent: nobody knows before how long it stays. One line a month and price.
 */
export const rateStorage = (
  service: BilledService,
  billed: readonly BilledDays[],
  storage: Storage | undefined,
  month: string,
  now: Date,
): readonly Due[] => {
  if (!storage || service.endsOn === null) return []
  const over = dueUntil({ billing: 'arrears', zone: service.zone }, month, now)
  const limit = earlier(over, storage.emptyOn ?? over)
  const mine = billed.filter(({ serviceId, charge }) => serviceId === service.id && charge === 'storage')
  const cuts = priceCuts(storage)
  return notBilled(later(service.endsOn, service.billingFrom), limit, mine)
    .flatMap(([from, until]) => splitAt(from, until, cuts))
    .flatMap(([from, until]) => monthsOf(from, until))
    .flatMap(({ from, until, days }): readonly Due[] => {
      const price = priceOf(storage, from)?.microEuros
      if (price === undefined || price === 0) return []
      const net_cents = amountOf(price, days)
      return [{ charge: 'storage', from, until, unit: 'DAY', quantity: days, base: 1, price, net_cents }]
    })
}
