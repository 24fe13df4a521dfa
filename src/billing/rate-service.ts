import { dayIn, earlyEndCharge } from '#market'
import { type Cents, type MicroEuros, amountOf, microEuros } from '#units'
import type { BilledDays, BilledService, Charge, PricePart } from './model.ts'
import { priceOn, priceParts } from './price-history.ts'
import { partsOf } from './parts/name-parts.ts'
import type { MeteredEnds } from './usage/model.ts'
import { type MonthPart, dayAfter, firstAfter, prorateMonth } from './prorate-month.ts'

/** One amount that is due. quantity × price / base = net_cents, rounded once; `until` is not counted. */
export interface Due {
  readonly charge: Charge
  readonly from: string
  readonly until: string
  /** UN/ECE Recommendation 20: a month, a day, one, a kilowatt hour. */
  readonly unit: 'MON' | 'DAY' | 'C62' | 'KWH'
  readonly quantity: number
  /** The quantity that the price is for (BT-149): a part of a month is days at the price of that month's days. */
  readonly base: number
  readonly price: MicroEuros
  readonly net_cents: Cents
  /** The item of the price list, where it is not the service's own any more. */
  readonly item?: string | null
  /** The days were billed before: this is what the price from a change on costs more. */
  readonly priceId?: string
  /** Of rent: what its price is made of, where it is more than one thing. */
  readonly parts?: readonly PricePart[]
  /** Of usage: what each counter said at both ends. */
  readonly meters?: readonly MeteredEnds[]
}

const MICRO_EUROS_PER_CENT = 10_000

const earlier = (a: string, b: string): string => (a < b ? a : b)
const later = (a: string, b: string): string => (a > b ? a : b)

/**
 * The first day that a run may not bill yet. In advance: through the run's month. In arrears: the months that are over when the
 * run is prepared, none after the run's own.
 */
export const dueUntil = (service: Pick<BilledService, 'billing' | 'zone'>, month: string, now: Date): string =>
  service.billing === 'advance'
    ? firstAfter(month)
    : earlier(firstAfter(month), `${dayIn(service.zone, now).slice(0, 7)}-01`)

/** What is left of [from, until) once the billed days are taken out. */
export const notBilled = (
  from: string,
  until: string,
  billed: readonly Pick<BilledDays, 'from' | 'until'>[],
): readonly (readonly [string, string])[] => {
  const gaps: (readonly [string, string])[] = []
  let day = from
  for (const range of billed.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const stop = earlier(range.from, until)
    if (day < stop) gaps.push([day, stop])
    day = later(day, range.until)
  }
  if (day < until) gaps.push([day, until])
  return gaps
}

/** A whole month, or days at the price of that month's days. */
export const quantityOf = ({
  days,
  ofDays,
}: Pick<MonthPart, 'days' | 'ofDays'>): Pick<Due, 'unit' | 'quantity' | 'base'> =>
  days === ofDays ? { unit: 'MON', quantity: 1, base: 1 } : { unit: 'DAY', quantity: days, base: ofDays }

const rent = (service: BilledService, until: string, billed: readonly BilledDays[]): readonly Due[] => {
  return notBilled(service.billingFrom, until, billed)
    .flatMap(([from, to]) => priceParts(service, from, to))
    .filter(({ price }) => price.monthlyMicroEuros > 0)
    .map(({ part, price }) => ({
      charge: 'rent' as const,
      from: part.from,
      until: part.until,
      ...quantityOf(part),
      price: price.monthlyMicroEuros,
      net_cents: prorateMonth(price.monthlyMicroEuros, part),
      item: price.item,
      parts: partsOf(service, price.id, price.monthlyMicroEuros),
    }))
}

const one = (charge: Charge, from: string, until: string, price: MicroEuros): Due => ({
  charge,
  from,
  until,
  unit: 'C62',
  quantity: 1,
  base: 1,
  price,
  net_cents: amountOf(price, 1),
})

/** The price of an end inside the term; null: the service does not end, or ends with its term. */
const earlyEnd = (service: BilledService): Due | null => {
  const { endsOn, termEnds, earlyEndPercent } = service
  if (endsOn === null || termEnds === null || endsOn >= termEnds) return null
  const owed = earlyEndCharge(priceOn(service, endsOn).monthlyMicroEuros, endsOn, termEnds, earlyEndPercent)
  return owed === 0 ? null : one('early-end', endsOn, termEnds, microEuros(owed * MICRO_EUROS_PER_CENT))
}

/** Everything that a service owes by a run of `month` and that was not billed yet, in the order of an invoice. */
export const rateService = (
  service: BilledService,
  billed: readonly BilledDays[],
  month: string,
  now: Date,
): readonly Due[] => {
  const limit = dueUntil(service, month, now)
  if (service.billingFrom >= limit) return []
  const mine = (charge: Charge) => billed.filter((range) => range.serviceId === service.id && range.charge === charge)
  const due: Due[] = []
  if (service.setupMicroEuros > 0 && mine('setup').length === 0)
    due.push(one('setup', service.billingFrom, dayAfter(service.billingFrom), service.setupMicroEuros))
  due.push(...rent(service, earlier(limit, service.endsOn ?? limit), mine('rent')))
  const end = earlyEnd(service)
  if (end && end.from < limit && mine('early-end').length === 0) due.push(end)
  return due
}
