import { dayIn, startOfDay } from '#market'
import { coveredBy, countersOf, energyBetween } from '#telemetry'
import { amountOf } from '#units'
import type { BilledDays, BilledService } from '../model.ts'
import { engagementCuts, splitAt } from '../price-history.ts'
import { dayAfter, monthsOf } from '../prorate-month.ts'
import { type Due, dueUntil, notBilled } from '../rate-service.ts'
import type { Billed, MeteredEnds, ServiceMeter, ServiceUsage, UnitPrices, UnknownUsage, UsagePrice } from './model.ts'

const WH_PER_KWH = 1000
const MS = 1000
/** After everything that is billed. */
const LAST_DAY = '9999-12-31'

interface Metered extends Omit<ServiceMeter, 'billed' | 'series'> {
  readonly counters: ReturnType<typeof countersOf>
  /** Where its first reading stands; null: it was never read. */
  readonly firstAt: number | null
  readonly lastAt: number | null
}

const meteredOf = ({ series, billed: _, ...meter }: ServiceMeter): Metered => {
  const counters = countersOf(series)
  const covered = coveredBy(counters)
  return { ...meter, counters, firstAt: covered?.from ?? null, lastAt: covered?.until ?? null }
}

const dayOf = (at: number, zone: string): string => dayIn(zone, new Date(at * MS))

/**
 * Days of which this meter does not yet say all: those before its first reading and from its last reading on, while the place was the
 * service's. The day of the first reading is billed from that reading on: what was drawn before is not known and never will be.
 */
const unknownDays = (
  { from, until, firstAt, lastAt }: Metered,
  zone: string,
): readonly Omit<BilledDays, 'serviceId' | 'charge'>[] => {
  const begins = dayOf(from, zone)
  // A place that was given back counts to that instant: its day, too, is asked for.
  const ends = until === null ? LAST_DAY : dayAfter(dayOf(until, zone))
  if (firstAt === null || lastAt === null) return begins < ends ? [{ from: begins, until: ends }] : []
  const known = dayOf(firstAt, zone)
  const rest = until !== null && lastAt >= until ? ends : dayOf(lastAt, zone)
  return [
    ...(begins < known && begins < ends ? [{ from: begins, until: known < ends ? known : ends }] : []),
    ...(rest < ends ? [{ from: rest > begins ? rest : begins, until: ends }] : []),
  ]
}

/** The days on which the price may change: those of the list only as long as nothing was agreed. */
export const priceCuts = ({ agreed, list }: UnitPrices): readonly string[] => {
  const first = agreed[0]?.from
  return [...agreed, ...list.filter(({ from }) => first === undefined || from < first)].map(({ from }) => from)
}

/** The price of one day, if there is one. */
export const priceOf = ({ agreed, list }: UnitPrices, day: string): UsagePrice | undefined =>
  agreed.findLast(({ from }) => from <= day) ?? list.findLast(({ from }) => from <= day)

/**
 * The last bill ended on an estimate, and it turned out that the counter was set anew before: what the old counter and the new one are known to
 * have counted up to that end, less what was billed of it. What it counted in the interval in which it was set anew stays unknown.
 */
const knownSince = (
  { counters }: Metered,
  { lastWh, readAt }: Billed,
  end: number,
): { readonly wh: number; readonly resets: number } | null => {
  const known = readAt === undefined ? null : energyBetween(counters, readAt, end)
  return known && { wh: known.wh + known.firstWh - lastWh, resets: known.resets }
}

/** What one meter counted on these days, from where its last bill ended; null: the place was not the service's. */
const endsOf = (
  meter: Metered,
  days: { readonly from: string; readonly until: string },
  zone: string,
  before: Billed | undefined,
): MeteredEnds | null => {
  const from = Math.max(startOfDay(days.from, zone), meter.from, meter.firstAt ?? 0)
  const until = Math.min(startOfDay(days.until, zone), meter.until ?? Infinity)
  if (from >= until) return null
  const counted = energyBetween(meter.counters, from, until)
  if (!counted) throw new Error(`${meter.feed} does not say what it counted from ${days.from} to ${days.until}`)
  // A bill begins where the last one ended, as the paper of both says: an end that was estimated then is put right here.
  // A run reads a counter only as far back as it needs: where these readings begin says nothing, a counter that was set anew does.
  const sameCounter = before !== undefined && (!counted.firstAnew || counted.firstEpochAt <= before.epochAt)
  // A place that it came back to, after another had it, begins anew.
  const goesOn = before?.day === days.from && meter.from <= startOfDay(days.from, zone)
  const anew = goesOn && !sameCounter ? knownSince(meter, before, from) : null
  const firstWh = goesOn && (sameCounter || anew) ? before.lastWh : counted.firstWh
  const wh = counted.wh + (anew ? anew.wh : counted.firstWh - firstWh)
  const { lastWh, estimated, lastEpochAt: epochAt, lastReadAt: readAt } = counted
  const resets = counted.resets + (anew?.resets ?? 0)
  const { meterId, feed, side } = meter
  // Estimated too high, by more than was drawn since: nothing is owed, and the next bill begins with what is left of it, on the counter
  // as it stands now.
  if (wh < 0)
    return { meterId, feed, side, firstWh, lastWh: lastWh - wh, resets, epochAt, readAt, wh: 0, estimated: true }
  return { meterId, feed, side, firstWh, lastWh, resets, epochAt, readAt, wh, estimated }
}

/** A meter that another had between counts once on a line: from where it stood first to where it stood last, for what was this service's alone. */
const onceEach = (ends: readonly MeteredEnds[]): readonly MeteredEnds[] => {
  const of = new Map<string, MeteredEnds>()
  for (const one of ends) {
    const before = of.get(one.meterId)
    of.set(
      one.meterId,
      before
        ? {
            ...one,
            firstWh: before.firstWh,
            wh: before.wh + one.wh,
            resets: before.resets + one.resets,
            estimated: before.estimated || one.estimated,
          }
        : one,
    )
  }
  return [...of.values()]
}

/** Pure: the kWh of the months that are over, of all days of which every meter of the service says all, each at its day's price. */
export const rateUsage = (
  service: BilledService,
  billed: readonly BilledDays[],
  usage: ServiceUsage | undefined,
  month: string,
  now: Date,
): readonly Due[] => {
  if (!usage || usage.meters.length === 0) return []
  const { zone } = service
  // What was drawn is known afterwards: in arrears, whatever was agreed for the rent.
  const over = dueUntil({ billing: 'arrears', zone }, month, now)
  const limit = service.endsOn !== null && service.endsOn < over ? service.endsOn : over
  const meters = usage.meters.map(meteredOf)
  const mine = billed.filter((range) => range.serviceId === service.id && range.charge === 'usage')
  const taken = [...mine, ...meters.flatMap((meter) => unknownDays(meter, zone))]
  const last = new Map(usage.meters.flatMap(({ meterId, billed: at }) => (at ? [[meterId, at] as const] : [])))
  const cuts = [...priceCuts(usage), ...engagementCuts(service)]
  return notBilled(service.billingFrom, limit, taken)
    .flatMap(([from, until]) => splitAt(from, until, cuts))
    .flatMap(([from, until]) => monthsOf(from, until))
    .flatMap((part): readonly Due[] => {
      const price = priceOf(usage, part.from)
      if (!price || price.microEuros === 0) return []
      const ends = onceEach(meters.flatMap((meter) => endsOf(meter, part, zone, last.get(meter.meterId)) ?? []))
      if (ends.length === 0) return []
      for (const { meterId, lastWh, epochAt, readAt } of ends)
        last.set(meterId, { day: part.until, lastWh, epochAt, readAt })
      const wh = ends.reduce((sum, one) => sum + one.wh, 0)
      return [
        {
          charge: 'usage',
          from: part.from,
          until: part.until,
          unit: 'KWH',
          quantity: wh / WH_PER_KWH,
          base: 1,
          price: price.microEuros,
          net_cents: amountOf(price.microEuros, wh, WH_PER_KWH),
          meters: ends,
        },
      ]
    })
}

/**
 * Pure: what the last month that is over lacks of this service's meters. Its kWh of those days are not billed in this run, and wait for readings.
 * `until` is not counted; null: all of it is known, or costs nothing.
 */
export const unknownUsage = (
  service: BilledService,
  billed: readonly BilledDays[],
  usage: ServiceUsage | undefined,
  month: string,
  now: Date,
): UnknownUsage | null => {
  const { zone, endsOn, billingFrom } = service
  const over = dueUntil({ billing: 'arrears', zone }, month, now)
  const [last] = billingFrom < over ? monthsOf(billingFrom, over).slice(-1) : []
  if (!usage || !last) return null
  const price = priceOf(usage, last.from)
  const limit = endsOn !== null && endsOn < over ? endsOn : over
  if (!price || price.microEuros === 0 || last.from >= limit) return null
  const mine = billed.filter((range) => range.serviceId === service.id && range.charge === 'usage')
  const open = notBilled(last.from, limit, mine)
  const lacking = usage.meters.map(meteredOf).flatMap((meter) =>
    unknownDays(meter, zone).flatMap((days) =>
      open.flatMap(([first, stop]) => {
        const from = days.from > first ? days.from : first
        const until = days.until < stop ? days.until : stop
        return from < until ? [{ feed: meter.feed, from, until }] : []
      }),
    ),
  )
  const [from] = lacking.map((one) => one.from).toSorted()
  const until = lacking
    .map((one) => one.until)
    .toSorted()
    .at(-1)
  if (from === undefined || until === undefined) return null
  return { feeds: [...new Set(lacking.map(({ feed }) => feed))].toSorted(), from, until }
}
