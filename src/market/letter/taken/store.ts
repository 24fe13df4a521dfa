import { sql } from 'kysely'
import type { Scope } from '#people'
import type { Db } from '#postgres'
import { within } from '../../store.ts'
import type { ServiceState } from '../../model.ts'

/** The consent that a file of services declares, once. */
export const declareConsent = async (
  tx: Db,
  of: {
    readonly serviceId: string
    readonly siteId: string
    readonly issuerId: string
    readonly label: string
    readonly now: Date
  },
): Promise<void> => {
  await sql`insert into market.taken_consent (service_id, site_id, issuer_id, label, declared_at)
    values (${of.serviceId}, ${of.siteId}, ${of.issuerId}, ${of.label}, ${of.now}) on conflict (service_id) do nothing`.execute(
    tx,
  )
}

export interface TakenConsentRow {
  readonly service_id: string
  readonly service: string
  readonly issuer_id: string
  readonly company_id: string
  readonly label: string
  readonly state: ServiceState
  readonly ends_on: string | null
  readonly file_name: string | null
  readonly file_line: number | null
  readonly declared_at: Date
  readonly revoked_at: Date | null
}
/** As many as a site has panels' positions worth naming on one page. */
const MOST = 2000

/** Of connections that are there; of one service, also when it is over. */
export const takenConsents = async (
  db: Db,
  of: { readonly scope: Scope; readonly service: string | null },
): Promise<readonly TakenConsentRow[]> =>
  (
    await sql<TakenConsentRow>`
      select c.service_id, s.number as service, c.issuer_id, s.organisation_id as company_id, c.label, s.state, s.ends_on::text as ends_on,
        t.file_name, t.file_line, c.declared_at, c.revoked_at
      from market.taken_consent c join market.service s on s.id = c.service_id left join market.taken_over t on t.service_id = c.service_id
      where ${within(of.scope, 'c.issuer_id')} and (${of.service}::text is null and s.state <> 'closed' or s.number = ${of.service})
      order by c.label, s.number limit ${MOST}`.execute(db)
  ).rows

export const markTakenRevoked = async (
  tx: Db,
  of: { readonly serviceId: string; readonly by: string | null; readonly now: Date },
): Promise<void> => {
  await sql`update market.taken_consent set revoked_at = ${of.now}, revoked_by = ${of.by}
    where service_id = ${of.serviceId} and revoked_at is null`.execute(tx)
}
