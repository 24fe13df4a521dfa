import { sql } from 'kysely'
import type { Db } from '#postgres'
import { organisationsById } from '../../store.ts'
import { stateOf } from '../admit-letter.ts'
import type { OtherSideWire } from '../shown/shape.ts'
import { partyOf } from '../shown/store.ts'

interface Row {
  readonly by: OtherSideWire['by']
  readonly issuer_id: string
  readonly company_id: string
  readonly letter: string | null
  readonly expires_on: string
  readonly used: boolean
  readonly revoked: boolean
}

/**
 * Who else is at an end of this service, and by what: the letter that it was connected by, the newest where an end was changed; the
 * standing consent; what a file declared of it; or nothing yet, while the letter that was asked for is waited for. Told to whoever reads
 * the service: its payer and the site's people, who is a party of that consent.
 */
export const otherSideOf = async (
  db: Db,
  service: { readonly id: string; readonly organisation_id: string },
  day: string,
): Promise<OtherSideWire | null> => {
  const { rows } = await sql<Row>`
    select 'letter' as by, l.issuer_id, l.organisation_id as company_id, l.number as letter, l.expires_on::text as expires_on, l.used_at as at,
      l.used_line_id is not null as used, l.revoked_at is not null as revoked
      from market.letter l join market.line n on n.id in (l.used_line_id, l.for_line_id) where n.service_id = ${service.id}
    union all select 'standing-consent', c.issuer_id, o.organisation_id, null, '', o.created_at, true, u.revoked_at is not null
      from market.standing_use u join market.standing_consent c on c.id = u.consent_id join market.line n on n.id = u.line_id
        join market."order" o on o.id = n.order_id where n.service_id = ${service.id}
    union all select 'taken-over', c.issuer_id, s.organisation_id, null, '', c.declared_at, true, c.revoked_at is not null
      from market.taken_consent c join market.service s on s.id = c.service_id where s.id = ${service.id}
    union all select 'asked', q.other_id, o.organisation_id, null, '', q.asked_at, false, false
      from market.letter_request q join market.line n on n.id = q.line_id join market."order" o on o.id = n.order_id where n.service_id = ${service.id}
    order by used desc, at desc nulls last limit 1`.execute(db)
  const [row] = rows
  if (!row) return null
  const otherId = row.issuer_id === service.organisation_id ? row.company_id : row.issuer_id
  const other = (await organisationsById(db, [otherId])).get(otherId)
  return {
    organisation: partyOf(other),
    by: row.by,
    letter: row.letter,
    letter_state:
      row.letter === null ? null : stateOf({ expiresOn: row.expires_on, used: row.used, revoked: row.revoked }, day),
    revoked: row.revoked,
  }
}
