import { sql } from 'kysely'
import { type Against, certificatesOf, type SiteRows } from '#facility'
import type { Scope } from '#people'
import type { Db } from '#postgres'
import { within } from '../store.ts'
import { z } from 'zod'
import { dayIn } from '../start-billing.ts'
import type { Difference } from '../sum/compare-limits.ts'
import { type Cover, coverEnds, coveredThrough, firstDayLost } from './cover-days.ts'

/** Services that house health data, or that a signed change makes so; what was given up and not yet closed stands still. */
const carrying = async (db: Db, siteId: string, scope: Scope = { all: true }): Promise<readonly string[]> =>
  (
    await sql<{ number: string }>`select s.number from market.service s
      where s.site_id = ${siteId} and s.state <> 'closed' and ${within(scope, 's.organisation_id')}
        and (s.parameters ->> 'health_data' = 'true'
          or exists (select from market.line l where l.service_id = s.id and l.change_open and l.parameters ->> 'health_data' = 'true'))
      order by s.number`.execute(db)
  ).rows.map(({ number }) => number)

const edited = z.array(
  z.object({ scheme: z.literal('HDS'), activities: z.array(z.number()), from: z.string(), until: z.string() }),
)
const zoneOf = async (db: Db, siteId: string): Promise<string> => {
  const { rows } = await sql<{ zone: string }>`select zone from facility.site_card where id = ${siteId}`.execute(db)
  if (!rows[0]) throw new Error(`no site ${siteId}`)
  return rows[0].zone
}

/** An edit that takes cover away from under services that house health data. That a certificate runs out is no edit. */
export const againstHealthData = async (
  db: Db,
  rows: SiteRows,
  of: { readonly siteId: string; readonly at: Date },
): Promise<readonly Against[]> => {
  const [site] = rows.of('site')
  if (!site) return []
  const after: readonly Cover[] = edited.parse(site.fields['certificates'] ?? [])
  const today = dayIn(await zoneOf(db, of.siteId), of.at)
  const from = firstDayLost(await certificatesOf(db, of.siteId), after, today)
  if (from === null) return []
  const services = await carrying(db, of.siteId)
  if (services.length === 0) return []
  return [{ on: { kind: 'site', handle: site.handle }, refusal: { code: 'certificate-claimed', from, services } }]
}

/** What the site, and each of these customers, has to be told of the certificate that its services stand on. */
export const certificateNeed = async (
  db: Db,
  of: { readonly siteId: string; readonly zone: string; readonly scope: Scope; readonly now: Date },
) => {
  const ends = coverEnds(await certificatesOf(db, of.siteId), dayIn(of.zone, of.now))
  const services = ends === null ? [] : await carrying(db, of.siteId, of.scope)
  if (ends === null || services.length === 0) return null
  const kind = ends.over ? 'certificate-ended' : 'certificate-ends'
  const since = sql`(${ends.since}::date)::timestamp at time zone ${of.zone}`
  return sql`select ${sql.lit(kind)} as kind, ${sql.lit(`need-${kind}`)} as code,
    ${JSON.stringify({ until: ends.until, services })}::jsonb as values, null::uuid as organisation_id, ${since} as since,
    ${sql.lit(of.scope.all ? 'site' : 'service')} as target_kind, ${services[0]}::text as target`
}

/** Services that house health data on a day on which the site may not. */
export const judgeHealthData = async (tx: Db, now: Date): Promise<readonly Difference[]> => {
  const { rows: sites } = await sql<{ id: string; zone: string }>`select id, zone from facility.site_card`.execute(tx)
  const differences: Difference[] = []
  for (const { id, zone } of sites) {
    if (coveredThrough(await certificatesOf(tx, id), dayIn(zone, now)) !== null) continue
    const what = 'health data without a valid HDS certificate of the site'
    differences.push(...(await carrying(tx, id)).map((subject): Difference => ({ kind: 'lost', what, subject })))
  }
  return differences
}
