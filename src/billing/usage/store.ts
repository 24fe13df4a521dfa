import { sql } from 'kysely'
import { type MeterSpan, meterSpansOf, startOfDay } from '#market'
import { type Db, upsertRows } from '#postgres'
import { EMPTY, firstDaysOf, readSeries } from '#telemetry'
import { microEuros } from '#units'
import type { BilledDays, BilledService } from '../model.ts'
import { dayAfter } from '../prorate-month.ts'
import type { Billed, MeteredEnds, ServiceMeter, ServiceUsage, UsagePrice } from './model.ts'

const billedUsage = async (tx: Db, siteId: string, exceptRun: string | null): Promise<ReadonlyMap<string, Billed>> => {
  const { rows } = await sql<{
    service_id: string
    meter_id: string
    day: string
    last_wh: number
    epoch_at: number
    read_at: number | null
  }>`
    select distinct on (b.service_id, u.meter_id) b.service_id, u.meter_id, upper(b.days) as day, u.last_wh, extract(epoch from u.epoch_at)::bigint as epoch_at,
      -- Only where it was estimated is it asked again what was counted since.
      case when u.estimated then extract(epoch from u.read_at)::bigint end as read_at
    from billing.usage u join billing.billed b on b.id = u.billed_id join billing.invoice i on i.id = b.invoice_id
    where i.site_id = ${siteId} and (${exceptRun}::uuid is null or i.run_id is distinct from ${exceptRun}::uuid)
    order by b.service_id, u.meter_id, upper(b.days) desc`.execute(tx)
  return new Map(
    rows.map((row) => [
      `${row.service_id} ${row.meter_id}`,
      {
        day: row.day,
        lastWh: row.last_wh,
        epochAt: row.epoch_at,
        ...(row.read_at === null ? {} : { readAt: row.read_at }),
      },
    ]),
  )
}

/** The list by product, and what was agreed by service. */
interface Prices {
  readonly list: ReadonlyMap<string, readonly UsagePrice[]>
  readonly agreed: ReadonlyMap<string, readonly UsagePrice[]>
}
export const unitPricesOf = async (tx: Db, siteId: string, item: string): Promise<Prices> => {
  const { rows } = await sql<{ product: string | null; service_id: string | null; price: number; from: string }>`
    select product, null as service_id, unit_micro_euros as price, from_date as "from" from market.usage_price_card
    where site_id = ${siteId} and item = ${item}
    union all
    select null, service_id, unit_micro_euros, from_date from market.service_usage_price_card where item = ${item}
    order by "from"`.execute(tx)
  const [list, agreed] = [new Map<string, UsagePrice[]>(), new Map<string, UsagePrice[]>()]
  for (const { product, service_id: serviceId, price, from } of rows) {
    const [map, key] = serviceId === null ? [list, product ?? ''] : [agreed, serviceId]
    map.set(key, [...(map.get(key) ?? []), { from, microEuros: microEuros(price) }])
  }
  return { list, agreed }
}

/**
 * How far back days may still be billed that lacked a reading: fourteen months, as the law has it for consumers of energy
 * (C. consommation art. L224-11).
 */
const BACK_S = 427 * 86_400

/**
 * From which instant on readings are needed: the first day that was not billed and can be, as far as there are readings. `begun`: the
 * day of the first one, in UTC, a day before that of the zone at most: days before it stay unbilled, and are not asked for in every run.
 */
const firstNeeded = (service: BilledService, billed: readonly BilledDays[], begun: string, now: Date): number => {
  const inOrder = billed.filter(({ charge }) => charge === 'usage').toSorted((a, b) => (a.from < b.from ? -1 : 1))
  let day = service.billingFrom > begun ? service.billingFrom : begun
  for (const range of inOrder) if (range.from <= dayAfter(day) && range.until > day) day = range.until
  return Math.max(startOfDay(day, service.zone), Math.floor(now.getTime() / 1000) - BACK_S)
}

export interface UsageOf {
  readonly siteId: string
  readonly services: readonly BilledService[]
  readonly billed: readonly BilledDays[]
  readonly now: Date
  readonly exceptRun: string | null
}

/** A span of a service that is billed, and from when on its meter is asked. */
interface Asked {
  readonly span: MeterSpan
  readonly needed: number
}

/** Nothing is asked of a place that was given back before the first day that was not billed: all of it was. */
const spansToBill = async (tx: Db, of: UsageOf): Promise<readonly Asked[]> => {
  const services = new Map(of.services.map((service) => [service.id, service]))
  const spans = (await meterSpansOf(tx, of.siteId)).filter(({ serviceId }) => services.has(serviceId))
  const billed = new Map<string, BilledDays[]>()
  for (const range of of.billed) billed.set(range.serviceId, [...(billed.get(range.serviceId) ?? []), range])
  const begun = await firstDaysOf(
    tx,
    spans.map(({ meterId }) => meterId),
  )
  return spans.flatMap((span) => {
    const service = services.get(span.serviceId)
    if (!service) return []
    const first = begun.get(span.meterId) ?? service.billingFrom
    const needed = firstNeeded(service, billed.get(span.serviceId) ?? [], first, of.now)
    return span.until !== null && span.until <= needed ? [] : [{ span, needed: Math.max(needed, span.from) }]
  })
}

/** What the meters of every service said that was not billed yet, and what a kWh costs it. */
export const loadUsage = async (tx: Db, of: UsageOf): Promise<ReadonlyMap<string, ServiceUsage>> => {
  const asked = await spansToBill(tx, of)
  if (asked.length === 0) return new Map()
  const products = new Map(of.services.map(({ id, product }) => [id, product]))
  const until = Math.floor(of.now.getTime() / 1000)
  const last = await billedUsage(tx, of.siteId, of.exceptRun)
  const stretches = new Map<string, { readonly subjectId: string; readonly from: number; readonly until: number }>()
  for (const { span, needed } of asked) {
    const { serviceId, meterId: subjectId } = span
    const from = Math.min(needed, last.get(`${serviceId} ${subjectId}`)?.readAt ?? needed)
    // A place that was sold twice has one meter for both: as far back as the first of them needs.
    stretches.set(subjectId, { subjectId, from: Math.min(from, stretches.get(subjectId)?.from ?? from), until })
  }
  const series = await readSeries(tx, [...stretches.values()])
  const { list, agreed } = await unitPricesOf(tx, of.siteId, 'kwh')
  const usage = new Map<string, { meters: ServiceMeter[] } & Omit<ServiceUsage, 'meters'>>()
  for (const { span } of asked) {
    const { serviceId: id, meterId, feed, side, from, until: ends } = span
    const known = usage.get(id) ?? {
      meters: [],
      agreed: agreed.get(id) ?? [],
      list: list.get(products.get(id) ?? '') ?? [],
    }
    const billed = last.get(`${id} ${meterId}`) ?? null
    known.meters.push({ meterId, feed, side, from, until: ends, series: series.get(meterId) ?? EMPTY, billed })
    usage.set(id, known)
  }
  return usage
}

/** What the counters of billed lines stood at: the next bill begins there. */
export const saveUsage = async (
  tx: Db,
  lines: readonly { readonly billedId: string; readonly meters: readonly MeteredEnds[] }[],
): Promise<void> => {
  await upsertRows(
    tx,
    'billing.usage',
    lines.flatMap(({ billedId, meters }) =>
      meters.map(({ meterId, firstWh, lastWh, resets, epochAt, readAt, wh, estimated }) => ({
        billed_id: billedId,
        meter_id: meterId,
        first_wh: firstWh,
        last_wh: lastWh,
        resets,
        epoch_at: new Date(epochAt * 1000).toISOString(),
        read_at: new Date(readAt * 1000).toISOString(),
        wh,
        estimated,
      })),
    ),
    { key: ['billed_id', 'meter_id'] },
  )
}
