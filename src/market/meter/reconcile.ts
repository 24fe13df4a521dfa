import { sql } from 'kysely'
import { type Capacity, capacityOf } from '#facility'
import { type Clock, type Reconciler, newId } from '#kernel'
import { type Db, inTransaction, upsertRows, writeJournal } from '#postgres'
import { EMPTY, readSeries } from '#telemetry'
import { theSite } from '../store.ts'
import { mailAlarm } from './alarm/store.ts'
import { type AlarmStep, type Measured, type OpenAlarm, planAlarms } from './plan-alarms.ts'
import type { MeterSpan } from './span/decide-spans.ts'
import { powerOfSpans } from './span/measure-spans.ts'
import { meterSpansOf } from './span/store.ts'
import { soldLoads } from './store.ts'

/** Over which the peak is taken. */
export const PEAK_S = 7 * 86_400
const MS = 1000

/** What a breaker lets through, taken as W: a supply's power factor is above 0.95 where it draws most. */
const oneSideOf = (capacity: Capacity, feedIds: readonly string[]): number | null => {
  const known = feedIds.flatMap((id) => capacity.limits.get(`${id} other-side-lost VA`)?.nominal ?? [])
  return known.length === 0 ? null : Math.floor(Math.min(...known) * capacity.plant.rules.powerFactor)
}

/** A + B of every place that is sold and was handed over, of the outlets that came with units: each while it was its service's. */
export const measureLoads = async (
  db: Db,
  of: { readonly siteId: string; readonly now: Date },
): Promise<readonly Measured[]> => {
  const loads = await soldLoads(db, of.siteId)
  const { capacity } = await capacityOf(db, of.siteId)
  const until = Math.floor(of.now.getTime() / MS)
  const from = until - PEAK_S
  const spans = new Map<string, MeterSpan[]>()
  for (const span of await meterSpansOf(db, of.siteId)) {
    if (span.until !== null && span.until <= from) continue
    const place = `${span.serviceId} ${span.compartmentId}`
    spans.set(place, [...(spans.get(place) ?? []), span])
  }
  const metered = new Map(
    loads.map(({ claimId, serviceId, compartmentId }) => [claimId, spans.get(`${serviceId} ${compartmentId}`) ?? []]),
  )
  const subjects = new Set([...metered.values()].flat().map(({ meterId }) => meterId))
  const series = await readSeries(
    db,
    [...subjects].map((subjectId) => ({ subjectId, from, until })),
  )
  return loads.map((load) => {
    const mine = metered.get(load.claimId) ?? []
    const feeds = mine
      .filter((span) => span.until === null)
      .map(({ meterId: id, feed: handle, side }) => ({ id, handle, side }))
    return {
      load: { ...load, feeds },
      power: powerOfSpans(
        mine.map((span) => ({ span, series: series.get(span.meterId) ?? EMPTY })),
        from,
        until,
      ),
      oneSideW: oneSideOf(
        capacity,
        feeds.map(({ id }) => id),
      ),
    }
  })
}

export const openAlarms = async (db: Db, siteId: string): Promise<readonly OpenAlarm[]> =>
  (
    await sql<OpenAlarm>`
      select a.id, a.claim_id as "claimId", a.service_id as "serviceId", s.number as service, s.organisation_id as "organisationId",
        a.limit_w as "limitW", a.peak_w as "peakW"
      from market.power_alarm a join market.service s on s.id = a.service_id where s.site_id = ${siteId} and a.ended_at is null`.execute(
      db,
    )
  ).rows

const isoOf = (at: number): string => new Date(at * MS).toISOString()

const keepMeasured = async (tx: Db, measured: readonly Measured[], now: Date): Promise<void> => {
  await upsertRows(
    tx,
    'market.measured_load',
    measured.map(({ load, power: { newestAt, measuredW, peakW, peakAt, knownS } }) => ({
      claim_id: load.claimId,
      newest_at: newestAt === null ? null : isoOf(newestAt),
      measured_w: measuredW,
      peak_w: peakW,
      peak_at: peakAt === null ? null : isoOf(peakAt),
      known_s: knownS,
      computed_at: now.toISOString(),
    })),
    { key: ['claim_id'] },
  )
}

/** The rows of one alarm, and what it tells. */
const applyStep = async (tx: Db, step: AlarmStep, now: Date): Promise<void> => {
  switch (step.does) {
    case 'raise':
      await sql`insert into market.power_alarm (id, claim_id, service_id, limit_w, peak_w, peak_at, began_at)
        values (${newId()}, ${step.load.claimId}, ${step.load.serviceId}, ${step.limitW}, ${step.peak.w}, ${isoOf(step.peak.at)}, ${now})`.execute(
        tx,
      )
      return
    case 'renew':
      await sql`update market.power_alarm set limit_w = ${step.limitW}, peak_w = ${step.peak.w}, peak_at = ${isoOf(step.peak.at)}
        where id = ${step.alarm.id}`.execute(tx)
      return
    case 'end':
      await sql`update market.power_alarm set ended_at = ${now} where id = ${step.alarm.id}`.execute(tx)
  }
}

const tellStep = async (tx: Db, step: AlarmStep, now: Date): Promise<void> => {
  if (step.does === 'renew') return
  const site = await theSite(tx)
  const { service, organisationId } = step.does === 'raise' ? step.load : step.alarm
  const data = step.does === 'raise' ? { peak_w: step.peak.w, limit_w: step.limitW } : {}
  await writeJournal(tx, {
    room: 'market',
    name: step.does === 'raise' ? 'power-alarm-raised' : 'power-alarm-ended',
    subject: ['service', service],
    by: { kind: 'system', id: null },
    at: now,
    siteId: site.id,
    onBehalfOf: organisationId,
    data,
  })
  await mailAlarm(tx, step, site, now)
}

type Step = { readonly does: 'keep'; readonly measured: readonly Measured[] } | AlarmStep

/** Keeps what is measured beside what is sold, when readings come and hourly: the seven days go on without readings too. */
export const meterReconciler = ({
  db,
  clock,
}: {
  readonly db: Db
  readonly clock: Clock
}): Reconciler<readonly Measured[], readonly OpenAlarm[], Step> => ({
  name: 'measured-loads',
  everySeconds: 3600,
  wakes: ['readings'],
  look: async () => {
    const { id } = await theSite(db)
    return {
      wish: await measureLoads(db, { siteId: id, now: clock() }),
      found: await openAlarms(db, id),
    }
  },
  plan: (measured, open) => [{ does: 'keep', measured }, ...planAlarms(measured, open)],
  apply: (step) =>
    inTransaction(db, async (tx) => {
      const now = clock()
      if (step.does === 'keep') return keepMeasured(tx, step.measured, now)
      await applyStep(tx, step, now)
      return tellStep(tx, step, now)
    }),
})
