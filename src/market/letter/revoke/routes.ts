import { sql } from 'kysely'
import { type Refusal, type Result, type Word, ok, refuse, say } from '#kernel'
import { type Call, scopeOf, serve } from '#people'
import { type Db, inTransaction, notify, writeJournal, writeMail } from '#postgres'
import { expireQuotes } from '../../change/expire-quotes.ts'
import { cancelLines } from '../../order/cancel.ts'
import { lockLines } from '../../order/store.ts'
import { draftNotice, giveNotice } from '../../service/routes.ts'
import { type ServiceRow, changeService, serviceById } from '../../service/store.ts'
import { mailsOf, organisationsById, theSite } from '../../store.ts'
import { type Revocation, revokeLetter as decide, stateOf } from '../admit-letter.ts'
import { type RevokedWire, revokeLetter } from '../contract.ts'
import { mayIssueFor, mayRevoke, seesLetter } from '../shown/store.ts'
import { releaseLetter } from '../issue/store.ts'
import { type LetterRow, dayOf, factsOf, letterByNumber, letterTerms } from '../store.ts'
import { letterMailWords, letterWords } from '../words.ts'

export type Revoking = Pick<Call<typeof revokeLetter>, 'actor' | 'now' | 'by'> & { readonly tx: Db }
type Lines = Awaited<ReturnType<typeof lockLines>>

export interface Used {
  readonly lines: Lines
  readonly service: ServiceRow | null
}

/** What used the letter, locked in the house's order (order, line, service); the letter itself comes after. */
export const lockUse = async (tx: Db, lineId: string | null): Promise<Used> => {
  if (lineId === null) return { lines: [], service: null }
  const { rows } = await sql<{ id: string; service_id: string | null }>`
    select o.id, n.service_id from market."order" o join market.line n on n.order_id = o.id where n.id = ${lineId} for update of o`.execute(
    tx,
  )
  const [row] = rows
  if (!row) throw new Error(`no line ${lineId}`)
  const lines = await lockLines(tx, row.id)
  return {
    lines: lines.filter(({ id }) => id === lineId),
    service: row.service_id === null ? null : await serviceById(tx, row.service_id, true),
  }
}

/** The service ends by the notice of the other side: an order that takes it down, and no charge for what was not the payer's wish. */
const endByNotice = async (revoking: Revoking, service: ServiceRow, endsOn: string): Promise<void> => {
  const { tx, actor, now, by } = revoking
  if (service.state === 'notice-given')
    await changeService(tx, service.id, { notice: { at: service.notice_at ?? now, endsOn } })
  else {
    const order = await draftNotice(tx, service, { actor, now })
    await expireQuotes(tx, { serviceIds: [service.id], by: null, siteId: service.site_id, now, who: by })
    await giveNotice(tx, service, { endsOn, earlyEnd: null }, order, { now })
  }
  await sql`update market.service set early_end_percent = 0 where id = ${service.id}`.execute(tx)
  await writeJournal(tx, {
    room: 'market',
    name: 'notice-given',
    subject: ['service', service.number],
    by,
    at: now,
    siteId: service.site_id,
    onBehalfOf: service.organisation_id,
    data: { ends_on: endsOn, by: 'other-side' },
  })
}

/** What stood on the other side's consent ends: a service by notice, a delivery by being undone. */
export const endUsed = async (
  revoking: Revoking,
  { lines, service }: Used,
  revocation: Revocation,
  of: { readonly companyId: string; readonly why: Word; readonly values: object },
): Promise<Result<null, Refusal>> => {
  if (revocation.how === 'notice' && service) await endByNotice(revoking, service, revocation.endsOn)
  // What is being undone already needs no second reason.
  if (revocation.how !== 'delivery' || lines.every(({ unwinding }) => unwinding)) return ok(null)
  const company = (await organisationsById(revoking.tx, [of.companyId])).get(of.companyId)
  return cancelLines(revoking.tx, lines, say(of.why, company?.language ?? 'fr', of.values), revoking.now)
}

const carryOut = async (
  revoking: Revoking,
  letter: LetterRow,
  used: Used,
  revocation: Revocation,
): Promise<Result<null, Refusal>> => {
  const { tx, now } = revoking
  const ended = await endUsed(revoking, used, revocation, {
    companyId: letter.organisation_id,
    why: letterWords['letter-revoked-why'],
    values: { letter: letter.number },
  })
  if (!ended.ok) return ended
  if (letter.used_line_id === null) await releaseLetter(tx, letter.id, now)
  await sql`update market.letter set revoked_at = ${now}, revoked_by = ${revoking.actor.personId}, version = version + 1
    where id = ${letter.id}`.execute(tx)
  // Waiting lines look again: a letter that answered one of them is no consent any more.
  await notify(tx, 'work')
  return ok(null)
}

/** The company is told what ends, and when; both parties read it in their journals. */
const tell = async (revoking: Revoking, letter: LetterRow, told: RevokedWire): Promise<void> => {
  const { tx, now, by } = revoking
  for (const onBehalfOf of [letter.issuer_id, letter.organisation_id])
    await writeJournal(tx, {
      room: 'market',
      name: 'letter-revoked',
      subject: ['letter', letter.number],
      by,
      at: now,
      siteId: letter.site_id,
      onBehalfOf,
      data: { how: told.how, ends_on: told.ends_on },
    })
  // Where the issuer pays and a service ends, it is the company that revoked, and the payer who is told.
  const byCompany = letter.pays && (told.how === 'notice' || told.how === 'over')
  const [who, whom] = byCompany
    ? [letter.organisation_id, letter.issuer_id]
    : [letter.issuer_id, letter.organisation_id]
  const issuer = (await organisationsById(tx, [who])).get(who)
  const values = { ...told, letter: letter.number, label: letter.label, issuer: issuer?.name ?? '' }
  for (const to of await mailsOf(tx, whom, ['order', 'sign'], await dayOf(tx, letter.site_id, now)))
    await writeMail(tx, {
      recipient: to.mail,
      language: to.language,
      subject: say(letterMailWords['mail-letter-revoked-subject'], to.language, values),
      body: say(letterMailWords['mail-letter-revoked-body'], to.language, values),
      about: told.service === null ? ['letter', letter.number] : ['service', told.service],
      now,
    })
}

const revokeIn = async (
  revoking: Revoking,
  number: string,
  dryRun: boolean,
): Promise<Result<RevokedWire, Refusal> | null> => {
  const { tx, actor, now } = revoking
  const seen = await letterByNumber(tx, number)
  if (!seen || !seesLetter(scopeOf(actor), seen)) return null
  const { operatorId } = await theSite(tx)
  const used = await lockUse(tx, seen.used_line_id)
  const state = used.service?.state ?? null
  if (!mayRevoke(actor, seen, { operatorId, state }))
    return mayIssueFor(actor, seen.issuer_id, operatorId)
      ? refuse({ code: 'payer-ceases', service: used.service?.number ?? '' })
      : refuse({ code: 'not-allowed' })
  const letter = await letterByNumber(tx, number, !dryRun)
  if (!letter || letter.used_line_id !== seen.used_line_id)
    // A delivery used it at this very moment. It is used once: a dry run, which locks no letter, looks again and tells what stands.
    return dryRun && letter ? revokeIn(revoking, number, true) : refuse({ code: 'letter-changed' })
  const day = await dayOf(tx, letter.site_id, now)
  // The payer's agreement says how much notice it is given.
  const { noticeDays } = await letterTerms(tx, letter.site_id, letter.pays ? letter.issuer_id : letter.organisation_id)
  const { service } = used
  const usedBy =
    letter.used_line_id === null ? null : { service: service?.state ?? 'planned', endsOn: service?.ends_on ?? null }
  const decided = decide({ state: stateOf(factsOf(letter), day), usedBy }, { day, noticeDays })
  if (!decided.ok) return decided
  const told: RevokedWire = {
    how: decided.value.how,
    service: service?.number ?? null,
    ends_on: decided.value.how === 'notice' ? decided.value.endsOn : null,
    notice_days: noticeDays,
  }
  if (dryRun) return ok(told)
  const done = await carryOut(revoking, letter, used, decided.value)
  if (!done.ok) return done
  await tell(revoking, letter, told)
  return ok(told)
}

export const revoke = serve(revokeLetter, ({ db, actor, params, body, now, by }) =>
  inTransaction(db, (tx) => revokeIn({ tx, actor, now, by }, params.letter, body.dry_run)),
)
