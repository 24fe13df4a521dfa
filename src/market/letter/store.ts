import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { type Result, ok, refuse, say } from '#kernel'
import { type Db, writeJournal, writeMail } from '#postgres'
import { heldSpans } from '../claim/store.ts'
import { mailsOf } from '../store.ts'
import { admitLetter, pickPosition, readCode } from './admit-letter.ts'
import type { Consent, Letter, LetterRefusal } from './model.ts'
import { letterMailWords } from './words.ts'

export type { Consent, Letter, LetterRefusal } from './model.ts'

export interface LetterRow {
  id: string
  site_id: string
  number: string
  code: string
  issuer_id: string
  organisation_id: string
  panel_id: string
  panel: string
  position: number
  label: string
  connector: string
  media: string
  expires_on: string
  for_line_id: string | null
  issued_by: string | null
  issued_at: Date
  used_line_id: string | null
  used_at: Date | null
  revoked_by: string | null
  revoked_at: Date | null
  pays: boolean
  version: number
}

export const letterColumns = sql`l.id, l.site_id, l.number, l.code, l.issuer_id, l.organisation_id, l.panel_id, l.panel, l.position, l.label,
  l.connector, l.media, l.expires_on::text as expires_on, l.for_line_id, l.issued_by, l.issued_at, l.used_line_id, l.used_at,
  l.revoked_by, l.revoked_at, l.pays, l.version`

const toLetter = (row: LetterRow): Letter => ({
  letterId: row.id,
  kind: 'letter',
  standingId: null,
  issuerId: row.issuer_id,
  panelId: row.panel_id,
  panel: row.panel,
  position: row.position,
  connector: row.connector,
  media: row.media,
})

export const factsOf = (row: LetterRow) => ({
  organisationId: row.organisation_id,
  expiresOn: row.expires_on,
  used: row.used_line_id !== null,
  revoked: row.revoked_at !== null,
})

const systemBy = { kind: 'system', id: null } as const

export const digestOf = (code: string): Buffer => createHash('sha256').update(code).digest()

/** The letter with this check code; what was typed is read first. Looked up by digest: a near guess takes as long as a far one. */
export const letterByCode = async (db: Db, typed: string): Promise<LetterRow | null> =>
  (
    await sql<LetterRow>`select ${letterColumns} from market.letter l where l.code_sha256 = ${digestOf(readCode(typed) ?? '')}`.execute(
      db,
    )
  ).rows[0] ?? null

export const letterByNumber = async (db: Db, number: string, lock = false): Promise<LetterRow | null> =>
  (
    await sql<LetterRow>`select ${letterColumns} from market.letter l where l.number = ${number} ${lock ? sql`for update` : sql``}`.execute(
      db,
    )
  ).rows[0] ?? null

/** The number of the revoked letter on which this service stands, or the standing consent that was revoked for it; null: none. */
export const revokedLetterOf = async (db: Db, serviceId: string): Promise<string | null> =>
  (
    await sql<{ number: string }>`select l.number from market.letter l join market.line n on n.id = l.used_line_id
      where n.service_id = ${serviceId} and l.revoked_at is not null
      union all select u.consent_id::text from market.standing_use u join market.line n on n.id = u.line_id
      where n.service_id = ${serviceId} and u.revoked_at is not null
      union all select c.label from market.taken_consent c where c.service_id = ${serviceId} and c.revoked_at is not null limit 1`.execute(
      db,
    )
  ).rows[0]?.number ?? null

/** The site's day. */
export const dayOf = async (db: Db, siteId: string, now: Date): Promise<string> => {
  const { rows } = await sql<{ day: string }>`
    select (${now}::timestamptz at time zone zone)::date::text as day from facility.site_card where id = ${siteId}`.execute(
    db,
  )
  if (!rows[0]) throw new Error(`no site ${siteId}`)
  return rows[0].day
}

/** What the agreement with this organisation, or the site's default one, says of letters. */
export const letterTerms = async (
  db: Db,
  siteId: string,
  organisationId: string,
): Promise<{ readonly days: number; readonly noticeDays: number }> => {
  const { rows } = await sql<{ days: number; noticeDays: number }>`
    select letter_days as days, letter_notice_days as "noticeDays" from market.contract
    where site_id = ${siteId} and (organisation_id = ${organisationId} or organisation_id is null)
    order by organisation_id nulls last limit 1`.execute(db)
  if (!rows[0]) throw new Error(`the site ${siteId} has no default contract`)
  return rows[0]
}

/** A line for which a letter still stands apart: it is neither over nor being undone. */
const boundElsewhere = (lineId: string | null) => sql`exists (select from market.line b where b.id = l.for_line_id
  and (${lineId}::uuid is null or b.id <> ${lineId}::uuid) and not b.unwinding and b.state not in ('cancelled', 'expired', 'refused', 'dismantled'))`

/**
 * The letter that a customer names in its order: by its check code, or by its number, which the company that it is for reads on its
 * page. For another company there is no such letter. One that answers another line that is under way counts as used.
 */
export const letterFor = async (
  tx: Db,
  of: {
    readonly siteId: string
    readonly code: string
    readonly organisationId: string
    readonly now: Date
    readonly lineId?: string | null
  },
): Promise<Result<Letter, LetterRefusal>> => {
  const typed = of.code.trim()
  const { rows } = await sql<LetterRow & { elsewhere: boolean }>`
    select ${letterColumns}, ${boundElsewhere(of.lineId ?? null)} as elsewhere from market.letter l
    where l.site_id = ${of.siteId} and (l.code_sha256 = ${digestOf(readCode(typed) ?? '')} or l.number = ${typed.toUpperCase()})`.execute(
    tx,
  )
  const [row] = rows
  if (!row) return refuse({ code: 'letter-unknown' })
  // What a line used already is its own: asked again, the same answer.
  if (
    row.used_line_id !== null &&
    row.used_line_id === of.lineId &&
    row.revoked_at === null &&
    row.organisation_id === of.organisationId
  )
    return ok(toLetter(row))
  const admitted = admitLetter(factsOf(row), {
    organisationId: of.organisationId,
    day: await dayOf(tx, of.siteId, of.now),
  })
  if (!admitted.ok) return admitted
  return row.elsewhere && of.lineId !== undefined ? refuse({ code: 'letter-used' }) : ok(toLetter(row))
}

/** The letter that an order named answers its line from now on, and no other one, unless that line ends. */
export const bindLetter = async (
  tx: Db,
  of: { readonly letterId: string; readonly lineId: string },
): Promise<Result<'bound', LetterRefusal>> => {
  const { numAffectedRows } = await sql`update market.letter l set for_line_id = ${of.lineId}, version = version + 1
    where l.id = ${of.letterId} and l.used_line_id is null and l.revoked_at is null and not ${boundElsewhere(of.lineId)}`.execute(
    tx,
  )
  return numAffectedRows === 1n ? ok('bound') : refuse({ code: 'letter-used' })
}

interface Waiting {
  readonly siteId: string
  readonly lineId: string
  /** The organisation whose port is reached. */
  readonly otherId: string
  /** Who orders. */
  readonly organisationId: string
  readonly now: Date
  /** Where only one medium will do: os2, om4, cat6a. */
  readonly media?: string
  /** The other side is to pay: only a letter that says so is its consent. */
  readonly pays?: boolean
}

/** The letter of this line: the one that it used, or the one that answers it and is valid. */
const letterOfLine = async (tx: Db, of: Waiting, day: string): Promise<Letter | null> => {
  const { rows } = await sql<LetterRow>`
    select ${letterColumns} from market.letter l
    where l.site_id = ${of.siteId} and l.issuer_id = ${of.otherId} and l.organisation_id = ${of.organisationId} and l.revoked_at is null
      and (l.used_line_id = ${of.lineId} or (l.used_line_id is null and l.for_line_id = ${of.lineId} and l.expires_on >= ${day}::date))
      and (${of.media ?? null}::text is null or l.media = ${of.media ?? null}) and (l.pays or not ${of.pays === true})
    order by l.used_line_id nulls last, l.id limit 1`.execute(tx)
  return rows[0] ? toLetter(rows[0]) : null
}

interface GroupRow {
  id: string
  panel_id: string
  panel: string
  from: number
  to: number
  connector: string
  media: string
  wired: readonly number[]
}

/** The lowest free position of what the other side lets this company use without asking. */
const standingFor = async (tx: Db, of: Waiting, day: string): Promise<Consent | null> => {
  const { rows } = await sql<GroupRow>`
    select c.id, c.panel_id, p.handle as panel, lower(c.positions) as "from", least(upper(c.positions) - 1, p.positions) as "to", p.connector, p.media,
      array(select w.prewired_position from exchange.port_card w where w.prewired_panel_id = p.id) as wired
    from market.standing_consent c join fibre.panel_card p on p.id = c.panel_id
    where c.site_id = ${of.siteId} and c.issuer_id = ${of.otherId} and c.ended_at is null and c.until_date >= ${day}::date
      and (c.any_company or exists (select from market.standing_consent_company n where n.consent_id = c.id and n.organisation_id = ${of.organisationId}))
      and (${of.media ?? null}::text is null or p.media = ${of.media ?? null})
    order by p.handle, 3, c.id`.execute(tx)
  if (rows.length === 0) return null
  const panels = [...new Set(rows.map((row) => row.panel_id))]
  const [all, others] = [await heldSpans(tx, panels, null), await heldSpans(tx, panels, of.lineId)]
  const numbers = (spans: readonly (readonly [number, number])[] = []): readonly number[] =>
    spans.flatMap(([from, to]) => Array.from({ length: to - from }, (_, step) => from + step))
  for (const row of rows) {
    const foreign = numbers(others.get(row.panel_id))
    const own = numbers(all.get(row.panel_id)).filter((position) => !foreign.includes(position))
    const position = pickPosition(row, { own, others: [...foreign, ...row.wired] })
    if (position !== null)
      return {
        letterId: null,
        kind: 'standing',
        standingId: row.id,
        panelId: row.panel_id,
        panel: row.panel,
        position,
        connector: row.connector,
        media: row.media,
      }
  }
  return null
}

/**
 * The other side's consent to this line: the letter that was issued for it or named in it, else a position of a standing consent
 * (nothing is held by asking: whoever takes it claims it). Null: the line waits.
 */
export const consentOf = async (tx: Db, of: Waiting): Promise<Consent | null> => {
  const day = await dayOf(tx, of.siteId, of.now)
  // A consent given to anybody agrees to no price.
  return (await letterOfLine(tx, of, day)) ?? (of.pays === true ? null : standingFor(tx, of, day))
}

/** What a line was connected under, so that whoever ends the standing consent sees it. */
export const useStanding = async (
  tx: Db,
  of: { readonly lineId: string; readonly consentId: string; readonly now: Date },
): Promise<void> => {
  await sql`insert into market.standing_use (line_id, consent_id, used_at) values (${of.lineId}, ${of.consentId}, ${of.now})
    on conflict (line_id) do nothing`.execute(tx)
}

/**
 * Asks the other side for its consent, once for each line: it stands on its page and in its day, and who may issue letters there
 * gets a mail. Asked again, nothing happens.
 */
export const requestConsent = async (
  tx: Db,
  of: Waiting & { readonly orderNumber: string; readonly panelId?: string | null },
): Promise<void> => {
  const { numAffectedRows } = await sql`
    insert into market.letter_request (line_id, site_id, other_id, media, panel_id, pays, asked_at)
    values (${of.lineId}, ${of.siteId}, ${of.otherId}, ${of.media ?? null}, ${of.panelId ?? null}, ${of.pays === true}, ${of.now})
    on conflict (line_id) do nothing`.execute(tx)
  if (numAffectedRows !== 1n) return
  await writeJournal(tx, {
    room: 'market',
    name: 'letter-asked',
    subject: ['letter-request', of.orderNumber],
    by: systemBy,
    at: of.now,
    siteId: of.siteId,
    onBehalfOf: of.otherId,
  })
  const { rows } = await sql<{ name: string }>`
    select name from people.organisation_card where id = ${of.organisationId}`.execute(tx)
  for (const to of await mailsOf(tx, of.otherId, ['loa'], await dayOf(tx, of.siteId, of.now))) {
    const values = { company: rows[0]?.name ?? '' }
    await writeMail(tx, {
      recipient: to.mail,
      language: to.language,
      subject: say(letterMailWords['mail-letter-asked-subject'], to.language, values),
      body: say(letterMailWords['mail-letter-asked-body'], to.language, values),
      about: ['letter-request', of.orderNumber],
      now: of.now,
    })
  }
}

/** Why a letter could not be used by this line; read after the update that took no row. */
const whyNot = async (
  tx: Db,
  of: { readonly letterId: string; readonly lineId: string; readonly now: Date },
): Promise<Result<'used', LetterRefusal>> => {
  const { rows } = await sql<LetterRow & { company: string }>`
    select ${letterColumns}, o.organisation_id as company from market.letter l cross join market.line n join market."order" o on o.id = n.order_id
    where l.id = ${of.letterId} and n.id = ${of.lineId}`.execute(tx)
  const [row] = rows
  if (!row) return refuse({ code: 'letter-unknown' })
  if (row.used_line_id === of.lineId && row.revoked_at === null) return ok('used')
  const admitted = admitLetter(factsOf(row), { organisationId: row.company, day: await dayOf(tx, row.site_id, of.now) })
  return admitted.ok ? refuse({ code: 'letter-used' }) : admitted
}

/** Both parties' pages wake: the issuer learns that its letter was used, and by what. */
const tellUsed = async (tx: Db, of: { readonly letterId: string; readonly now: Date }): Promise<void> => {
  const { rows } = await sql<Pick<LetterRow, 'number' | 'site_id' | 'issuer_id' | 'organisation_id'>>`
    select number, site_id, issuer_id, organisation_id from market.letter where id = ${of.letterId}`.execute(tx)
  for (const row of rows)
    for (const onBehalfOf of [row.issuer_id, row.organisation_id])
      await writeJournal(tx, {
        room: 'market',
        name: 'letter-used',
        subject: ['letter', row.number],
        by: systemBy,
        at: of.now,
        siteId: row.site_id,
        onBehalfOf,
      })
}

/**
 * Uses a letter for a line, once and for all: the row is taken by one of two at one instant, and the position that the letter
 * held is held by the line from then on. Used again by the same line, nothing happens.
 */
export const useLetter = async (
  tx: Db,
  of: { readonly letterId: string; readonly lineId: string; readonly now: Date },
): Promise<Result<'used', LetterRefusal>> => {
  const { numAffectedRows } = await sql`
    update market.letter l set used_line_id = ${of.lineId}, used_at = ${of.now}, version = version + 1
    where l.id = ${of.letterId} and l.used_line_id is null and l.revoked_at is null
      and l.expires_on >= (select (${of.now}::timestamptz at time zone s.zone)::date from facility.site_card s where s.id = l.site_id)
      and l.organisation_id = (select o.organisation_id from market.line n join market."order" o on o.id = n.order_id where n.id = ${of.lineId})
      and not ${boundElsewhere(of.lineId)}`.execute(tx)
  if (numAffectedRows !== 1n) return whyNot(tx, of)
  const passed = await sql`
    update market.claim c set line_id = n.id, service_id = n.service_id, letter_id = null,
      firm_until = case when n.service_id is null then o.expires_at end
    from market.line n join market."order" o on o.id = n.order_id
    where n.id = ${of.lineId} and c.letter_id = ${of.letterId} and c.given_back_at is null`.execute(tx)
  if (passed.numAffectedRows !== 1n) throw new Error(`the letter ${of.letterId} held no position`)
  await tellUsed(tx, of)
  return ok('used')
}
