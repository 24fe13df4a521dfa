import { type Refusal, type Result, ok, refuse, say } from '#kernel'
import { type Served, scopeOf, serve } from '#people'
import { inTransaction, notify, writeJournal, writeMail } from '#postgres'
import { serviceById } from '../../service/store.ts'
import { mailsOf, organisationsById, theSite } from '../../store.ts'
import { revokeLetter as decide } from '../admit-letter.ts'
import { type Revoking, endUsed } from '../revoke/routes.ts'
import { mayIssueFor, partyOf } from '../shown/store.ts'
import { dayOf, letterTerms } from '../store.ts'
import { letterMailWords, letterWords } from '../words.ts'
import { listTakenConsents, revokeTakenConsent, type TakenRevokedWire } from './contract.ts'
import { markTakenRevoked, type TakenConsentRow, takenConsents } from './store.ts'

const list = serve(listTakenConsents, async ({ db, actor }) => {
  const { operatorId } = await theSite(db)
  const rows = await takenConsents(db, { scope: scopeOf(actor), service: null })
  const organisations = await organisationsById(
    db,
    rows.flatMap((row) => [row.issuer_id, row.company_id]),
  )
  return ok({
    items: rows.map((row) => ({
      service: row.service,
      issuer: partyOf(organisations.get(row.issuer_id)),
      company: partyOf(organisations.get(row.company_id)),
      label: row.label,
      state: row.state,
      ends_on: row.ends_on,
      file_name: row.file_name,
      file_line: row.file_line,
      declared_at: row.declared_at.toISOString(),
      revoked_at: row.revoked_at?.toISOString() ?? null,
      may_revoke: row.revoked_at === null && mayIssueFor(actor, row.issuer_id, operatorId),
    })),
  })
})

/** The company is told what ends, and when; both parties read it in their journals. */
const tell = async ({ tx, now, by }: Revoking, row: TakenConsentRow, told: TakenRevokedWire): Promise<void> => {
  const site = await theSite(tx)
  for (const onBehalfOf of [row.issuer_id, row.company_id])
    await writeJournal(tx, {
      room: 'market',
      name: 'taken-consent-revoked',
      subject: ['service', row.service],
      by,
      at: now,
      siteId: site.id,
      onBehalfOf,
      data: { label: row.label, how: told.how, ends_on: told.ends_on },
    })
  if (told.how === 'over') return
  const issuer = (await organisationsById(tx, [row.issuer_id])).get(row.issuer_id)
  const values = { ...told, label: row.label, issuer: issuer?.name ?? '' }
  for (const to of await mailsOf(tx, row.company_id, ['order', 'sign'], await dayOf(tx, site.id, now)))
    await writeMail(tx, {
      recipient: to.mail,
      language: to.language,
      subject: say(letterMailWords['mail-standing-revoked-subject'], to.language, values),
      body: say(letterMailWords['mail-taken-revoked-body'], to.language, values),
      about: ['service', row.service],
      now,
    })
}

const revokeIn = async (
  revoking: Revoking,
  number: string,
  dryRun: boolean,
): Promise<Result<TakenRevokedWire, Refusal> | null> => {
  const { tx, actor, now } = revoking
  const site = await theSite(tx)
  const of = { scope: scopeOf(actor), service: number }
  const [seen] = await takenConsents(tx, of)
  if (!seen) return null
  if (!mayIssueFor(actor, seen.issuer_id, site.operatorId)) return refuse({ code: 'not-allowed' })
  const service = await serviceById(tx, seen.service_id, true)
  // Read again under the lock of its service: two who revoke at one instant give one notice.
  const [row] = await takenConsents(tx, of)
  if (!row || row.revoked_at !== null) return refuse({ code: 'letter-revoked' })
  const day = await dayOf(tx, site.id, now)
  const { noticeDays } = await letterTerms(tx, site.id, service.organisation_id)
  const usedBy = { service: service.state, endsOn: service.ends_on }
  const decided = decide({ state: 'used', usedBy }, { day, noticeDays })
  if (!decided.ok) return decided
  const notice = decided.value.how === 'notice' ? decided.value : null
  const told: TakenRevokedWire = {
    how: notice ? 'notice' : 'over',
    service: service.number,
    ends_on: notice?.endsOn ?? service.ends_on,
    notice_days: noticeDays,
  }
  if (dryRun) return ok(told)
  const ended = await endUsed(revoking, { lines: [], service }, decided.value, {
    companyId: row.company_id,
    why: letterWords['standing-revoked-why'],
    values: { label: row.label },
  })
  if (!ended.ok) return ended
  await markTakenRevoked(tx, { serviceId: service.id, by: actor.personId, now })
  await tell(revoking, row, told)
  await notify(tx, 'work')
  return ok(told)
}

const revoke = serve(revokeTakenConsent, ({ db, actor, params, body, now, by }) =>
  inTransaction(db, (tx) => revokeIn({ tx, actor, now, by }, params.taken, body.dry_run)),
)

export const takenRoutes: readonly Served[] = [list, revoke]
