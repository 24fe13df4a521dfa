import { sql } from 'kysely'
import { type Capacity, capacityOf } from '#facility'
import { ok } from '#kernel'
import { type Served, scopeOf, sees, serve } from '#people'
import type { Db } from '#postgres'
import { EMPTY, type Newest, newestOf, readingAt, readSeries, seriesWithin } from '#telemetry'
import type { ServiceRow } from '../service/store.ts'
import { findService } from '../service/store.ts'
import { dayIn } from '../start-billing.ts'
import { theSite } from '../store.ts'
import { importReadings, measuredLoads, type MeasuredLoadsWire, serviceUsage, type UsageWire } from './contract.ts'
import { unitPriceRoutes } from './unit-price/routes.ts'
import { firstUsageDay, monthsOfUsage } from './read-usage.ts'
import { PEAK_S } from './reconcile.ts'
import { type MeteredSpan, powerOfSpans } from './span/measure-spans.ts'
import { startOfDay } from './span/start-of-day.ts'
import { holdsMeters, meterSpansOf } from './span/store.ts'
import { forgetPieces, importFile, keepPiece, readReadings } from './store-import.ts'
import { billedDaysOf, usagePriceOn } from './store.ts'

const readings = serve(importReadings, async ({ db, body, by, now }) => {
  const content = Buffer.from(body.content_base64, 'base64')
  const { line_offset: lineOffset, dry_run: dryRun, keep_good: keepGood, piece } = body
  const csv = readReadings(content)
  if (!csv.ok) {
    if (piece) await forgetPieces(db, piece.file)
    return csv
  }
  const last = { content, lineOffset }
  if (piece !== null && piece.place < piece.of)
    return ok(await keepPiece(db, { ...last, file: piece.file, place: piece.place, pieces: piece.of, dryRun, now }))
  const file = piece && { id: piece.file, pieces: piece.of }
  return importFile(db, { siteId: (await theSite(db)).id, file, last, dryRun, keepGood, by, now })
})

const alarmOf = async (db: Db, serviceId: string): Promise<UsageWire['alarm']> => {
  const { rows } = await sql<{ since: Date; peak_w: number; peak_at: Date; limit_w: number }>`
    select began_at as since, peak_w, peak_at, limit_w from market.power_alarm where service_id = ${serviceId} and ended_at is null
    order by began_at limit 1`.execute(db)
  const row = rows[0]
  return row ? { ...row, since: row.since.toISOString(), peak_at: row.peak_at.toISOString() } : null
}

const MS = 1000
const isoOf = (at: number | null): string | null => (at === null ? null : new Date(at * MS).toISOString())

/** The last that a meter said while it counted for the service: what it says now, of one that still does. */
const newestOfSpan = ({ span, series }: MeteredSpan, newest: Newest | undefined): UsageWire['meters'][number] => {
  const still = span.until === null
  const said = seriesWithin(series, span.from, span.until)
  const last = said.length === 0 ? null : readingAt(said, said.length - 1)
  // What another drew before is nobody's to see.
  const now = still && newest && newest.at.getTime() >= span.from * MS ? newest : null
  return {
    feed: span.feed,
    side: span.side,
    place: span.place,
    from: new Date(span.from * MS).toISOString(),
    until: isoOf(span.until),
    newest_at: now?.at.toISOString() ?? isoOf(last?.at ?? null),
    power_w: now?.powerW ?? null,
    energy_wh: (now ?? last)?.energyWh ?? null,
  }
}

/** Every meter that counted for a service since an instant, with what it said since: those that count now first. */
const meteredSince = async (
  db: Db,
  service: ServiceRow,
  from: number,
  until: number,
): Promise<readonly MeteredSpan[]> => {
  const spans = (await meterSpansOf(db, service.site_id)).filter(
    (span) => span.serviceId === service.id && (span.until === null || span.until > from),
  )
  const subjects = new Set(spans.map(({ meterId }) => meterId))
  const series = await readSeries(
    db,
    [...subjects].map((subjectId) => ({ subjectId, from, until })),
  )
  return spans
    .toSorted((a, b) => Number(a.until !== null) - Number(b.until !== null))
    .map((span) => ({ span, series: series.get(span.meterId) ?? EMPTY }))
}

/** What the meters of a service say, of every place while it was the service's; of one without meters, nothing. */
const usageOf = async (db: Db, service: ServiceRow, now: Date): Promise<UsageWire> => {
  const { rows } = await sql<{ watts: number; sides: NonNullable<UsageWire['sides']> }>`
    select watts, sides from market.service_load_card
    -- Power that a change held beside the place's own joined it: the place says all of it.
    where service_id = ${service.id} and kind in ('compartment', 'rack-units')
    order by given_back_at is not null, held_at desc limit 1`.execute(db)
  const sold = rows[0]
  const until = Math.floor(now.getTime() / MS)
  const from = Math.min(startOfDay(firstUsageDay(service.zone, now), service.zone), until - PEAK_S)
  const metered = await meteredSince(db, service, from, until)
  const power = powerOfSpans(metered, until - PEAK_S, until)
  const newest = await newestOf(
    db,
    metered.map(({ span }) => span.meterId),
  )
  return {
    service: service.number,
    at: now.toISOString(),
    source: power.measuredW === null ? 'unknown' : 'measured',
    awaits_handover: metered.length === 0 && (await holdsMeters(db, service.id)),
    measured_w: power.measuredW,
    newest_at: isoOf(power.newestAt),
    peak_7d_w: power.peakW,
    peak_at: isoOf(power.peakAt),
    known_s: power.knownS,
    committed_w: sold?.watts ?? null,
    sides: sold?.sides ?? null,
    alarm: await alarmOf(db, service.id),
    price_micro_euros: await usagePriceOn(
      db,
      {
        siteId: service.site_id,
        serviceId: service.id,
        product: service.product,
        day: dayIn(service.zone, now),
      },
      'kwh',
    ),
    meters: metered.map((one) => newestOfSpan(one, newest.get(one.span.meterId))),
    months: monthsOfUsage(metered, { zone: service.zone, billed: await billedDaysOf(db, service.id), now }),
  }
}

const usage = serve(serviceUsage, async ({ db, actor, params, now }) => {
  const service = await findService(db, params.service)
  if (!service || !sees(scopeOf(actor), service.organisation_id)) return null
  return ok(await usageOf(db, service, now))
})

/** What the feeds behind each element of a chain said last; those that never said anything are counted, not taken for nothing. */
export const elementLoads = (
  capacity: Capacity,
  newest: ReadonlyMap<string, Newest>,
  sold: ReadonlySet<string>,
): MeasuredLoadsWire['elements'] => {
  const behind = new Map<string, Set<string>>()
  for (const feed of capacity.plant.elements) {
    if (feed.kind !== 'feed' || feed.compartmentId === null || feed.chain === null) continue
    if (!sold.has(feed.id) && !newest.has(feed.id)) continue
    for (const { elementId } of capacity.behind.get(feed.compartmentId)?.[feed.chain] ?? [])
      behind.set(elementId, (behind.get(elementId) ?? new Set()).add(feed.id))
  }
  return capacity.plant.elements
    .filter(({ kind }) => kind !== 'cooling-unit' && kind !== 'way' && kind !== 'feed')
    .map(({ id, handle, kind, chain }) => {
      const feeds = [...(behind.get(id) ?? [])]
      const said = feeds.flatMap((feed) => newest.get(feed) ?? []).filter(({ powerW }) => powerW !== null)
      return {
        element: handle,
        kind,
        chain,
        measured_w: said.length === 0 ? null : said.reduce((sum, { powerW }) => sum + (powerW ?? 0), 0),
        feeds: feeds.length,
        feeds_measured: said.length,
        oldest_at: said.length === 0 ? null : new Date(Math.min(...said.map(({ at }) => at.getTime()))).toISOString(),
      }
    })
}

interface SoldRow {
  readonly compartment: string
  readonly service: string
  readonly handle: string
  readonly name: string
  readonly committed_w: number
  readonly sides: NonNullable<UsageWire['sides']>
  readonly measured_w: number | null
  readonly newest_at: Date | null
  readonly peak_7d_w: number | null
  readonly peak_at: Date | null
  readonly alarm: boolean
}

const soldLoads = async (db: Db, siteId: string): Promise<readonly SoldRow[]> =>
  (
    await sql<SoldRow>`
      select c.handle as compartment, s.number as service, o.handle, o.name, p.watts as committed_w, p.sides, m.measured_w, m.newest_at,
        m.peak_w as peak_7d_w, m.peak_at, exists (select from market.power_alarm a where a.claim_id = p.claim_id and a.ended_at is null) as alarm
      from market.service_load_card p join market.service s on s.id = p.service_id join people.organisation_card o on o.id = s.organisation_id
        join facility.space_card c on c.id = p.compartment_id left join market.measured_load m on m.claim_id = p.claim_id
      where s.site_id = ${siteId} and p.kind in ('compartment', 'rack-units') and p.given_back_at is null order by c.handle, s.number`.execute(
      db,
    )
  ).rows

const loads = serve(measuredLoads, async ({ db, now }) => {
  const { id } = await theSite(db)
  const { capacity } = await capacityOf(db, id)
  const feeds = capacity.plant.elements.filter(({ kind }) => kind === 'feed')
  const rows = await soldLoads(db, id)
  const places = new Set(rows.map(({ compartment }) => compartment))
  const sold = feeds.filter(({ compartmentId }) => places.has(capacity.compartments.get(compartmentId ?? '')?.handle ?? '')) // prettier-ignore
  const newest = await newestOf(
    db,
    feeds.map((feed) => feed.id),
  )
  return ok({
    at: now.toISOString(),
    compartments: rows.map(({ handle, name, ...row }) => ({
      ...row,
      organisation: { handle, name },
      newest_at: row.newest_at?.toISOString() ?? null,
      peak_at: row.peak_at?.toISOString() ?? null,
    })),
    elements: elementLoads(capacity, newest, new Set(sold.map((feed) => feed.id))),
  })
})

export const meterRoutes: readonly Served[] = [readings, usage, loads, ...unitPriceRoutes]
