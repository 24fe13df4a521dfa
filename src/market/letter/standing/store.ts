import { sql } from 'kysely'
import type { Scope } from '#people'
import type { Db } from '#postgres'
import type { ServiceState } from '../../model.ts'
import { organisationsById, within } from '../../store.ts'
import type { StandingWire } from '../contract.ts'
import { partyOf } from '../shown/store.ts'

interface StandingRow {
  id: string
  issuer_id: string
  panel: string
  from: number
  to: number
  any_company: boolean
  companies: readonly string[]
  until_date: string
  given_at: Date
  ended_at: Date | null
  connected: number
}
const MOST = 500

export const readStanding = async (
  db: Db,
  of: { readonly scope: Scope; readonly id: string | null; readonly day: string },
): Promise<readonly StandingWire[]> => {
  const { rows } = await sql<StandingRow>`
    select c.id, c.issuer_id, p.handle as panel, lower(c.positions) as "from", upper(c.positions) - 1 as "to", c.any_company,
      array(select n.organisation_id from market.standing_consent_company n where n.consent_id = c.id order by 1) as companies,
      (select count(*)::int from market.standing_use u join market.line n on n.id = u.line_id join market.service s on s.id = n.service_id
        where u.consent_id = c.id and s.state <> 'closed') as connected,
      c.until_date::text as until_date, c.given_at, c.ended_at
    from market.standing_consent c join fibre.panel_card p on p.id = c.panel_id
    where ${within(of.scope, 'c.issuer_id')} and (${of.id}::uuid is null or c.id = ${of.id}::uuid) order by c.id desc limit ${MOST}`.execute(
    db,
  )
  const organisations = await organisationsById(
    db,
    rows.flatMap((row) => [row.issuer_id, ...row.companies]),
  )
  return rows.map((row) => ({
    id: row.id,
    issuer: partyOf(organisations.get(row.issuer_id)),
    panel: row.panel,
    from_position: row.from,
    to_position: row.to,
    companies: row.any_company ? null : row.companies.map((id) => partyOf(organisations.get(id))),
    until_date: row.until_date,
    in_force: row.ended_at === null && row.until_date >= of.day,
    given_at: row.given_at.toISOString(),
    ended_at: row.ended_at?.toISOString() ?? null,
    connected: row.connected,
  }))
}

/** What was connected under a standing consent and is still there. */
export interface Connected {
  readonly line_id: string
  readonly order_id: string
  readonly service_id: string
  readonly service: string
  readonly state: ServiceState
  readonly company_id: string
  readonly label: string
  readonly revoked_at: Date | null
}

/** In the order of services, so that two who revoke lock them alike. */
export const connectedUnder = async (db: Db, consentId: string): Promise<readonly Connected[]> =>
  (
    await sql<Connected>`
      select u.line_id, n.order_id, s.id as service_id, s.number as service, s.state, o.organisation_id as company_id, u.revoked_at,
        coalesce((select c.label from market.claim c where c.service_id = s.id and c.kind = 'end-z' and c.given_back_at is null limit 1), '') as label
      from market.standing_use u join market.line n on n.id = u.line_id join market.service s on s.id = n.service_id
        join market."order" o on o.id = n.order_id
      where u.consent_id = ${consentId} and s.state <> 'closed' order by s.id`.execute(db)
  ).rows

/** All orders first: whoever signs, drives or cancels one of them meanwhile is waited for in one order. */
export const lockOrders = async (tx: Db, ids: readonly string[]): Promise<void> => {
  await sql`select from market."order" where id = any(${[...new Set(ids)]}) order by id for update`.execute(tx)
}

export const markRevoked = async (
  tx: Db,
  of: { readonly lineId: string; readonly by: string | null; readonly now: Date },
): Promise<void> => {
  await sql`update market.standing_use set revoked_at = ${of.now}, revoked_by = ${of.by}
    where line_id = ${of.lineId} and revoked_at is null`.execute(tx)
}
