import { sql } from 'kysely'
import { type Refusal, type Result, ok, refuse, say } from '#kernel'
import { type Call, scopeOf, sees, serve } from '#people'
import { notify, writeJournal, writeMail } from '#postgres'
import { allOrNothing } from '../../../all-or-nothing.ts'
import { mailsOf, organisationsById, theSite } from '../../../store.ts'
import { type Revocation, revokeLetter as decide } from '../../admit-letter.ts'
import { type StandingServiceWire, type StandingWire, endStanding } from '../../contract.ts'
import { type Revoking, type Used, endUsed, lockUse } from '../../revoke/routes.ts'
import { mayIssueFor, partyOf } from '../../shown/store.ts'
import { dayOf, letterTerms } from '../../store.ts'
import { letterMailWords, letterWords } from '../../words.ts'
import { type Connected, connectedUnder, lockOrders, markRevoked, readStanding } from '../store.ts'

type Ended = StandingWire & { readonly services: StandingServiceWire[] }

interface Consent {
  readonly id: string
  readonly issuer_id: string
  readonly ended_at: Date | null
}

interface Ending {
  readonly revoking: Revoking
  readonly consent: Consent
  readonly siteId: string
  readonly day: string
  readonly asked: readonly string[] | 'all'
  readonly dryRun: boolean
}

/** The company is told what ends, and when. */
const tell = async (
  { revoking: { tx, now }, consent, siteId }: Ending,
  one: Connected,
  told: StandingServiceWire,
): Promise<void> => {
  const issuer = (await organisationsById(tx, [consent.issuer_id])).get(consent.issuer_id)
  const values = { ...told, issuer: issuer?.name ?? '' }
  for (const to of await mailsOf(tx, one.company_id, ['order', 'sign'], await dayOf(tx, siteId, now)))
    await writeMail(tx, {
      recipient: to.mail,
      language: to.language,
      subject: say(letterMailWords['mail-standing-revoked-subject'], to.language, values),
      body: say(letterMailWords['mail-standing-revoked-body'], to.language, values),
      about: ['service', one.service],
      now,
    })
}

const revokeOne = async (
  ending: Ending,
  one: Connected,
  used: Used,
  { told, how }: { readonly told: StandingServiceWire; readonly how: Revocation },
): Promise<Result<null, Refusal>> => {
  const { revoking, dryRun } = ending
  // What ends sooner anyway is revoked too: its notice is not taken back behind that.
  if (dryRun || !told.revoked) return ok(null)
  const ended = await endUsed(revoking, used, how, {
    companyId: one.company_id,
    why: letterWords['standing-revoked-why'],
    values: { label: one.label },
  })
  if (!ended.ok) return ended
  await markRevoked(revoking.tx, { lineId: one.line_id, by: revoking.actor.personId, now: revoking.now })
  await tell(ending, one, told)
  return ok(null)
}

/** Everything that stands on the consent, with what revoking does to it; what was asked for is done, in this transaction. */
const revokeConnected = async (ending: Ending): Promise<Result<StandingServiceWire[], Refusal>> => {
  const { revoking, consent, siteId, day, asked } = ending
  const { tx } = revoking
  const all = await connectedUnder(tx, consent.id)
  const unknown = asked === 'all' ? undefined : asked.find((number) => !all.some(({ service }) => service === number))
  if (unknown !== undefined) return refuse({ code: 'service-unknown', service: unknown })
  await lockOrders(
    tx,
    all.map((one) => one.order_id),
  )
  const companies = await organisationsById(
    tx,
    all.map((one) => one.company_id),
  )
  const services: StandingServiceWire[] = []
  for (const one of all) {
    const used = await lockUse(tx, one.line_id)
    const { service } = used
    const { noticeDays } = await letterTerms(tx, siteId, service?.organisation_id ?? one.company_id)
    const usedBy = { service: service?.state ?? 'planned', endsOn: service?.ends_on ?? null }
    const decided = decide({ state: 'used', usedBy }, { day, noticeDays })
    if (!decided.ok) return decided
    const how = decided.value.how === 'at-once' ? 'over' : decided.value.how
    const told: StandingServiceWire = {
      service: one.service,
      company: partyOf(companies.get(one.company_id)),
      label: one.label,
      state: service?.state ?? one.state,
      revoked: one.revoked_at === null && (asked === 'all' || asked.includes(one.service)),
      how,
      ends_on: decided.value.how === 'notice' ? decided.value.endsOn : (service?.ends_on ?? null),
    }
    const done = await revokeOne(ending, one, used, { told, how: decided.value })
    if (!done.ok) return done
    services.push(told)
  }
  return ok(services)
}

const closeConsent = async ({ revoking, consent, siteId }: Ending): Promise<void> => {
  const { tx, actor, now, by } = revoking
  await sql`update market.standing_consent set ended_at = ${now}, ended_by = ${actor.personId} where id = ${consent.id}`.execute(
    tx,
  )
  await writeJournal(tx, {
    room: 'market',
    name: 'standing-consent-ended',
    subject: ['standing-consent', consent.id],
    by,
    at: now,
    siteId,
    onBehalfOf: consent.issuer_id,
  })
}

const ended = async (
  revoking: Revoking,
  params: Call<typeof endStanding>['params'],
  body: Call<typeof endStanding>['body'],
): Promise<Result<Ended, Refusal> | null> => {
  const { tx, actor, now } = revoking
  const { rows } = await sql<Consent>`
    select id, issuer_id, ended_at from market.standing_consent where id = ${params.consent} for no key update`.execute(
    tx,
  )
  const [consent] = rows
  if (!consent || !sees(scopeOf(actor), consent.issuer_id)) return null
  const site = await theSite(tx)
  if (!mayIssueFor(actor, consent.issuer_id, site.operatorId)) return refuse({ code: 'not-allowed' })
  const asks = body.revoke === 'all' || body.revoke.length > 0
  // Once it has ended, what stands on it can still be given notice, one by one or all.
  if (consent.ended_at !== null && !asks && !body.dry_run) return refuse({ code: 'consent-ended' })
  const day = await dayOf(tx, site.id, now)
  const ending: Ending = { revoking, consent, siteId: site.id, day, asked: body.revoke, dryRun: body.dry_run }
  const services = await revokeConnected(ending)
  if (!services.ok) return services
  if (!body.dry_run && consent.ended_at === null) await closeConsent(ending)
  if (!body.dry_run) await notify(tx, 'work')
  const [wire] = await readStanding(tx, { scope: { all: true }, id: consent.id, day })
  if (!wire) throw new Error('the standing consent is gone')
  return ok({ ...wire, services: services.value })
}

/** Ends a standing consent, and gives notice to what stands on it where that is asked for: all of it or nothing. */
export const endRoute = serve(endStanding, ({ db, actor, params, body, now, by }) =>
  allOrNothing(db, (tx) => ended({ tx, actor, now, by }, params, body)),
)
