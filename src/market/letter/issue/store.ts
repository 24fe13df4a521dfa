import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { newId } from '#kernel'
import { type Db, notify } from '#postgres'
import { CODE_BYTES, codeFrom } from '../admit-letter.ts'
import { digestOf } from '../store.ts'

export interface NewLetter {
  readonly siteId: string
  readonly number: string
  readonly issuerId: string
  readonly organisationId: string
  readonly panel: { readonly id: string; readonly handle: string; readonly connector: string; readonly media: string }
  readonly position: number
  /** As on the sleeve: M3-P01/07. */
  readonly label: string
  readonly expiresOn: string
  readonly forLineId: string | null
  readonly issuedBy: string | null
  /** The issuer pays, and what its invoices name; absent: it does not. */
  readonly pays?: References
  readonly now: Date
}

/** What an invoice names of its payer's own books. */
export interface References {
  readonly customer_reference?: string | undefined
  readonly service_code?: string | undefined
  readonly engagement_number?: string | undefined
}

/** Writes a letter and holds its position. PostgreSQL refuses a position that somebody holds (`sold_once`). Wakes the delivery. */
export const insertLetter = async (tx: Db, letter: NewLetter): Promise<string> => {
  const id = newId<'letter'>()
  const code = codeFrom(randomBytes(CODE_BYTES))
  await sql`
    insert into market.letter (id, site_id, number, code, code_sha256, issuer_id, organisation_id, panel_id, panel, position, label, connector, media,
                               expires_on, for_line_id, issued_by, issued_at, pays, customer_reference, service_code, engagement_number)
    values (${id}, ${letter.siteId}, ${letter.number}, ${code}, ${digestOf(code)}, ${letter.issuerId}, ${letter.organisationId},
            ${letter.panel.id}, ${letter.panel.handle}, ${letter.position}, ${letter.label}, ${letter.panel.connector},
            ${letter.panel.media}, ${letter.expiresOn},
            ${letter.forLineId}, ${letter.issuedBy}, ${letter.now}, ${letter.pays !== undefined},
            ${letter.pays?.customer_reference ?? null}, ${letter.pays?.service_code ?? null}, ${letter.pays?.engagement_number ?? null})`.execute(
    tx,
  )
  await sql`
    insert into market.claim (id, site_id, letter_id, kind, thing_id, span, label, held_at)
    values (${newId()}, ${letter.siteId}, ${id}, 'panel-position', ${letter.panel.id}, int8range(${letter.position}, ${letter.position + 1}),
            ${letter.label}, ${letter.now})`.execute(tx)
  await notify(tx, 'work')
  return id
}

/** A line that a letter answered waits again once that letter is over: it stands on the other side's page, as if it had asked. */
const askAgain = async (tx: Db, letterIds: readonly string[], now: Date): Promise<void> => {
  await sql`
    insert into market.letter_request (line_id, site_id, other_id, pays, asked_at)
    select for_line_id, site_id, issuer_id, pays, ${now} from market.letter where id = any(${[...letterIds]}) and for_line_id is not null
    on conflict (line_id) do nothing`.execute(tx)
}

/** A letter that is over without having been used gives its position back. */
export const releaseLetter = async (tx: Db, letterId: string, now: Date): Promise<void> => {
  await sql`update market.claim set given_back_at = ${now} where letter_id = ${letterId} and given_back_at is null`.execute(
    tx,
  )
  await askAgain(tx, [letterId], now)
}

/** Letters whose last day has passed unused give their positions back; how many. */
export const releaseExpired = async (tx: Db, now: Date): Promise<number> => {
  const { rows } = await sql<{ letter_id: string }>`
    update market.claim c set given_back_at = ${now} from market.letter l join facility.site_card s on s.id = l.site_id
    where c.letter_id = l.id and c.given_back_at is null and l.used_line_id is null
      and l.expires_on < (${now}::timestamptz at time zone s.zone)::date returning c.letter_id`.execute(tx)
  if (rows.length === 0) return 0
  await askAgain(
    tx,
    rows.map((row) => row.letter_id),
    now,
  )
  // Who waits for the other side is told so anew.
  await notify(tx, 'work')
  return rows.length
}
