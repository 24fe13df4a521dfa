import { sql } from 'kysely'
import { feedTurnsOf, startOfDay } from '#market'
import { type Db, upsertRows } from '#postgres'
import { EMPTY, firstDaysOf, readSeries } from '#telemetry'
import { microEuros } from '#units'
import type { BilledDays, BilledService } from '../model.ts'
import { dayAfter } from '../prorate-month.ts'
import type { Billed, MeteredEnds, ServiceMeter, ServiceUsage, UsagePrice } from './model.ts'
import { spanOfFeed } from './span-of-feed.ts'

interface MeterRow {
  readonly service_id: string
  readonly meter_id: string
  readonly feed: string
  readonly side: 'A' | 'B'
  readonly from: number | null
  readonly until: number | null
}

interface FedRow extends MeterRow {
  readonly compartment_id: string
  readonly sides: 'A+B' | 'A' | 'B'
  readonly zone: string
}

/** The metered outlets that came with units of a shared rack; the first ones count from the first billed day, as a first place does. */
const outletsOf = async (tx: Db, siteId: string): Promise<readonly MeterRow[]> =>
  (
    await sql<MeterRow>`
      select o.service_id, o.outlet_id as meter_id, o.handle as feed, o.chain as side,
        case when o.held_at > min(o.held_at) over (partition by o.service_id) then extract(epoch from o.held_at)::bigint end as "from",
        extract(epoch from o.given_back_at)::bigint as until
      from market.outlet_claim_card o join market.service s on s.id = o.service_id
      where s.site_id = ${siteId} and s.billing_from is not null
      order by o.service_id, o.chain, o.number`.execute(tx)
  ).rows

/** The feeds of places that were sold with power; the service's first place counts from its first billed day, whenever it was signed. */
const metersOf = async (tx: Db, siteId: string): Promise<readonly MeterRow[]> => {
  const { rows } = await sql<FedRow>`
      select p.service_id, f.id as meter_id, f.handle as feed, f.chain as side, p.compartment_id, p.sides, s.zone,
        case when p.held_at > min(p.held_at) over (partition by p.service_id) then extract(epoch from p.held_at)::bigint end as "from",
        extract(epoch from p.given_back_at)::bigint as until
      from market.service_load_card p join market.service s on s.id = p.service_id
        join facility.feed_card f on f.compartment_id = p.compartment_id
      where s.site_id = ${siteId} and p.kind = 'compartment' and s.billing_from is not null
      order by p.service_id, f.handle`.execute(tx)
  const turns = await feedTurnsOf(tx, siteId)
  const feeds = rows.flatMap((row) => {
    const mine = turns.filter((turn) => turn.serviceId === row.service_id && turn.compartmentId === row.compartment_id)
    const span = spanOfFeed(row.side, row.sides, { from: row.from, until: row.until }, mine, row.zone)
    return span ? [{ ...row, ...span }] : []
  })
  return [...feeds, ...(await outletsOf(tx, siteId))]
}

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

/** What the meters of every service said that was not billed yet, and what a kWh costs it. */
export const loadUsage = async (tx: Db, of: UsageOf): Promise<ReadonlyMap<string, ServiceUsage>> => {
  const services = new Map(of.services.map((service) => [service.id, service]))
  const rows = (await metersOf(tx, of.siteId)).filter(({ service_id: id }) => services.has(id))
  if (rows.length === 0) return new Map()
  const billed = new Map<string, BilledDays[]>()
  for (const range of of.billed) billed.set(range.serviceId, [...(billed.get(range.serviceId) ?? []), range])
  const until = Math.floor(of.now.getTime() / 1000)
  const begun = await firstDaysOf(
    tx,
    rows.map(({ meter_id: id }) => id),
  )
  const last = await billedUsage(tx, of.siteId, of.exceptRun)
  const stretches = new Map<string, { readonly subjectId: string; readonly from: number; readonly until: number }>()
  for (const { service_id: serviceId, meter_id: subjectId } of rows) {
    const service = services.get(serviceId)
    if (!service) continue
    const needed = firstNeeded(
      service,
      billed.get(serviceId) ?? [],
      begun.get(subjectId) ?? service.billingFrom,
      of.now,
    )
    const from = Math.min(needed, last.get(`${serviceId} ${subjectId}`)?.readAt ?? needed)
    // A place that was sold twice has one meter for both: as far back as the first of them needs.
    stretches.set(subjectId, { subjectId, from: Math.min(from, stretches.get(subjectId)?.from ?? from), until })
  }
  const series = await readSeries(tx, [...stretches.values()])
  const { list, agreed } = await unitPricesOf(tx, of.siteId, 'kwh')
  const usage = new Map<string, { meters: ServiceMeter[] } & Omit<ServiceUsage, 'meters'>>()
  for (const { service_id: id, meter_id: meterId, feed, side, from, until: ends } of rows) {
    const known = usage.get(id) ?? {
      meters: [],
      agreed: agreed.get(id) ?? [],
      list: list.get(services.get(id)?.product ?? '') ?? [],
    }
    const billedOf = last.get(`${id} ${meterId}`) ?? null
    known.meters.push({
      meterId,
      feed,
      side,
      from,
      until: ends,
      series: series.get(meterId) ?? EMPTY,
      billed: billedOf,
    })
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
