import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import { ok, refuse, say, type Result } from '#kernel'
import { type By, type Db, notify, writeJournal, writeMail } from '#postgres'
import { words } from '../words.ts'
import { expiryOf, MOST_ATTEMPTS, readCode, REST_SECONDS, VALID_DAYS, writeCode } from './code.ts'

const system: By = { kind: 'system', id: null }
/** A number that was declared and neither proved nor used for so long may be declared by another organisation. */
const ABANDONED_DAYS = 30

export interface AsnState {
  readonly asn: number
  readonly organisationId: string
  readonly asSet: string | null
  readonly contactMail: string | null
  readonly contactSource: string | null
  readonly declaredAt: Date | null
  readonly codeSentAt: Date | null
  readonly codeExpiresAt: Date | null
  readonly codeAttempts: number
  readonly provedAt: Date | null
  readonly provedHow: string | null
  readonly provedReason: string | null
}

interface Row extends Omit<AsnState, 'codeExpiresAt'> {
  readonly codeSha256: Uint8Array | null
}

interface Of {
  readonly siteId: string
  readonly asn: number
}
interface Change extends Of {
  readonly now: Date
  readonly by?: By | undefined
}

const columns = sql`asn, organisation_id as "organisationId", as_set as "asSet", contact_mail as "contactMail", contact_source as "contactSource",
  declared_at as "declaredAt", code_sha256 as "codeSha256", code_sent_at as "codeSentAt", code_attempts as "codeAttempts",
  proved_at as "provedAt", proved_how as "provedHow", proved_reason as "provedReason"`

const read = async (tx: Db, { siteId, asn }: Of, lock = false): Promise<Row | null> => {
  const { rows } =
    await sql<Row>`select ${columns} from exchange.asn where site_id = ${siteId} and asn = ${asn} ${lock ? sql`for update` : sql``}`.execute(
      tx,
    )
  return rows[0] ?? null
}

const journal = (tx: Db, change: Change, name: string, organisationId: string, data: object = {}): Promise<void> =>
  writeJournal(tx, {
    room: 'exchange',
    name,
    subject: ['asn', `AS${change.asn}`],
    by: change.by ?? system,
    at: change.now,
    siteId: change.siteId,
    onBehalfOf: organisationId,
    data,
  })

const stateOf = ({ codeSha256, ...state }: Row): AsnState => ({
  ...state,
  codeExpiresAt: codeSha256 && state.codeSentAt ? expiryOf(state.codeSentAt) : null,
})

/** What is known of an AS number at this site; null: nobody declared it. */
export const asnState = async (tx: Db, of: Of): Promise<AsnState | null> => {
  const row = await read(tx, of)
  return row ? stateOf(row) : null
}

/** The same of many; those that nobody declared are not in the map. */
export const asnStates = async (
  tx: Db,
  siteId: string,
  asns: readonly number[],
): Promise<ReadonlyMap<number, AsnState>> => {
  const { rows } = await sql<Row>`select ${columns} from exchange.asn
    where site_id = ${siteId} and asn = any(${asns}::bigint[])`.execute(tx)
  return new Map(rows.map((row) => [row.asn, stateOf(row)]))
}

/** Nobody waits for it any more: not proved, long ago, and no port uses it. */
const abandoned = async (tx: Db, change: Change, row: Row): Promise<boolean> => {
  const since = row.declaredAt?.getTime() ?? change.now.getTime()
  if (row.provedAt || change.now.getTime() - since < ABANDONED_DAYS * 86_400_000) return false
  const { rows } = await sql`select from exchange.attachment
    where site_id = ${change.siteId} and asn = ${change.asn} and state <> 'off' limit 1`.execute(tx)
  return rows.length === 0
}

/** An organisation says that it runs this AS. Saying it again changes nothing but the AS-SET. */
export const declareAsn = async (
  tx: Db,
  wish: Change & { readonly organisationId: string; readonly asSet: string | null },
): Promise<Result<AsnState>> => {
  const { rows: inserted } = await sql`
    insert into exchange.asn (site_id, asn, organisation_id, as_set, declared_at)
    values (${wish.siteId}, ${wish.asn}, ${wish.organisationId}, ${wish.asSet}, ${wish.now})
    on conflict do nothing returning asn`.execute(tx)
  const row = await read(tx, wish, true)
  if (!row) throw new Error(`AS${wish.asn} vanished while it was declared`)
  if (row.organisationId !== wish.organisationId) {
    if (!(await abandoned(tx, wish, row))) return refuse({ code: 'asn-of-another', asn: wish.asn })
    await sql`update exchange.asn set organisation_id = ${wish.organisationId}, as_set = ${wish.asSet}, declared_at = ${wish.now},
        contact_mail = null, contact_source = null, code_sha256 = null, code_sent_at = null, code_attempts = 0
      where site_id = ${wish.siteId} and asn = ${wish.asn}`.execute(tx)
    await journal(tx, wish, 'asn-declared', wish.organisationId, { instead_of: row.organisationId })
  } else if (inserted.length > 0) {
    await journal(tx, wish, 'asn-declared', wish.organisationId, { as_set: wish.asSet })
  } else if (wish.asSet !== null && wish.asSet !== row.asSet) {
    await sql`update exchange.asn set as_set = ${wish.asSet} where site_id = ${wish.siteId} and asn = ${wish.asn}`.execute(
      tx,
    )
    await journal(tx, wish, 'as-set-changed', wish.organisationId, { as_set: wish.asSet })
  }
  const state = await asnState(tx, wish)
  if (!state) throw new Error(`AS${wish.asn} vanished while it was declared`)
  return ok(state)
}

/** Where the code goes, and where that address was read: the registry's object of this AS. A code that went elsewhere counts no more. */
export const setAsnContact = async (
  tx: Db,
  wish: Change & { readonly mail: string; readonly source: string },
): Promise<Result<null>> => {
  const row = await read(tx, wish, true)
  if (!row) return refuse({ code: 'asn-unknown', asn: wish.asn })
  if (row.contactMail === wish.mail && row.contactSource === wish.source) return ok(null)
  const elsewhere = row.contactMail !== wish.mail
  await sql`update exchange.asn set contact_mail = ${wish.mail}, contact_source = ${wish.source},
      code_sha256 = case when ${elsewhere} then null else code_sha256 end,
      code_sent_at = case when ${elsewhere} then null else code_sent_at end,
      code_attempts = case when ${elsewhere} then 0 else code_attempts end
    where site_id = ${wish.siteId} and asn = ${wish.asn}`.execute(tx)
  await journal(tx, wish, 'asn-contact-set', row.organisationId, { source: wish.source })
  await notify(tx, 'found', `asn ${wish.asn}`)
  return ok(null)
}

const digestOf = ({ siteId, asn }: Of, code: string): Buffer =>
  createHash('sha256')
    .update(`${siteId} AS${asn} ${readCode(code)}`)
    .digest()

const mailCode = async (tx: Db, { asn, now }: Change, to: string, code: string): Promise<void> => {
  const values = { asn, code, days: VALID_DAYS, attempts: MOST_ATTEMPTS }
  const both = (word: 'asn-code-subject' | 'asn-code-body', between: string): string =>
    `${say(words[word], 'fr', values)}${between}${say(words[word], 'en', values)}`
  const letter = { recipient: to, subject: both('asn-code-subject', ' / '), body: both('asn-code-body', '\n\n---\n\n') }
  await writeMail(tx, { ...letter, about: ['asn', `AS${asn}`], now })
}

/**
 * Mails a code to the contact of the AS; only its SHA-256 stays. Idempotent: while a code is valid, or once control is proved,
 * nothing is sent. `again`: a person asks for a new one, which makes the former worthless.
 */
export const sendAsnCode = async (
  tx: Db,
  wish: Change & { readonly again?: boolean | undefined },
): Promise<Result<{ readonly sent: boolean; readonly to: string | null; readonly expiresAt: Date | null }>> => {
  const row = await read(tx, wish, true)
  if (!row) return refuse({ code: 'asn-unknown', asn: wish.asn })
  if (row.provedAt) return ok({ sent: false, to: row.contactMail, expiresAt: null })
  if (row.contactMail === null) return refuse({ code: 'asn-contact-unknown', asn: wish.asn })
  const expiresAt = row.codeSha256 && row.codeSentAt ? expiryOf(row.codeSentAt) : null
  if (expiresAt && expiresAt > wish.now && !wish.again) return ok({ sent: false, to: row.contactMail, expiresAt })
  if (row.codeSentAt && wish.now.getTime() - row.codeSentAt.getTime() < REST_SECONDS * 1000) {
    return refuse({ code: 'code-just-sent', asn: wish.asn, wait_s: REST_SECONDS })
  }
  const code = writeCode(randomBytes(16))
  await sql`update exchange.asn set code_sha256 = ${digestOf(wish, code)}, code_sent_at = ${wish.now}, code_attempts = 0
    where site_id = ${wish.siteId} and asn = ${wish.asn}`.execute(tx)
  await mailCode(tx, wish, row.contactMail, code)
  await journal(tx, wish, 'asn-code-sent', row.organisationId)
  return ok({ sent: true, to: row.contactMail, expiresAt: expiryOf(wish.now) })
}

const proved = async (tx: Db, change: Change, row: Row, how: string, reason: string | null): Promise<void> => {
  const person = change.by?.kind === 'person' ? change.by.id : null
  await sql`update exchange.asn set proved_at = ${change.now}, proved_how = ${how}, proved_reason = ${reason}, proved_by = ${person},
      code_sha256 = null where site_id = ${change.siteId} and asn = ${change.asn}`.execute(tx)
  await journal(tx, change, 'asn-proved', row.organisationId, { how })
  await notify(tx, 'found', `asn ${change.asn}`)
}

/** Counts the attempt also when it refuses: the caller commits either way. */
export const proveAsn = async (tx: Db, wish: Change & { readonly code: string }): Promise<Result<null>> => {
  const row = await read(tx, wish, true)
  if (!row) return refuse({ code: 'asn-unknown', asn: wish.asn })
  if (row.provedAt) return ok(null)
  if (!row.codeSha256 || !row.codeSentAt) return refuse({ code: 'code-not-sent', asn: wish.asn })
  if (expiryOf(row.codeSentAt) <= wish.now) return refuse({ code: 'code-expired', asn: wish.asn })
  if (row.codeAttempts >= MOST_ATTEMPTS) return refuse({ code: 'too-many-attempts', asn: wish.asn })
  if (!timingSafeEqual(digestOf(wish, wish.code), row.codeSha256)) {
    await sql`update exchange.asn set code_attempts = code_attempts + 1
      where site_id = ${wish.siteId} and asn = ${wish.asn}`.execute(tx)
    return refuse({ code: 'code-wrong', asn: wish.asn, left: MOST_ATTEMPTS - row.codeAttempts - 1 })
  }
  await proved(tx, wish, row, 'mailed-code', null)
  return ok(null)
}

/** An operator vouches for it, and says why (a signed letter, a call back to the registry's number). */
export const attestAsn = async (tx: Db, wish: Change & { readonly reason: string }): Promise<Result<null>> => {
  const row = await read(tx, wish, true)
  if (!row) return refuse({ code: 'asn-unknown', asn: wish.asn })
  if (!row.provedAt) await proved(tx, wish, row, 'attested', wish.reason)
  return ok(null)
}
