import { sql } from 'kysely'
import { labelOf } from '#fibre'
import { type Refusal, type Result, ok, refuse, say } from '#kernel'
import { type Call, mayAct, serve } from '#people'
import { type Db, writeJournal, writeMail } from '#postgres'
import { allOrNothing } from '../../all-or-nothing.ts'
import { soldMeanwhile } from '../../claim/store.ts'
import { maySign } from '../../may-act.ts'
import { numberInYear } from '../../order/store.ts'
import { type OrganisationCard, mailsOf, organisationByHandle, organisationsById, theSite } from '../../store.ts'
import { admitExpiry } from '../admit-letter.ts'
import { type LetterWire, issueLetter } from '../contract.ts'
import { type PanelRow, mayIssueFor, panelsWithTaken, readLetters, waitingRequests } from '../shown/store.ts'
import { dayOf, letterByNumber, letterTerms } from '../store.ts'
import { admitPayer } from './admit-payer.ts'
import { insertLetter } from './store.ts'
import { letterMailWords } from '../words.ts'

type Issuing = Pick<Call<typeof issueLetter>, 'actor' | 'body' | 'now' | 'by'>
type Site = Awaited<ReturnType<typeof theSite>>

/** The panel, if the caller may authorise others there: an unknown one and another's are the same answer. */
export const panelToIssue = async (
  tx: Db,
  of: { readonly site: Site; readonly actor: Issuing['actor']; readonly panel: string },
): Promise<Result<PanelRow, Refusal>> => {
  const [panel] = await panelsWithTaken(tx, { siteId: of.site.id, handle: of.panel })
  return panel && mayIssueFor(of.actor, panel.owner_id, of.site.operatorId)
    ? ok(panel)
    : refuse({ code: 'panel-not-yours', panel: of.panel })
}

/** The company that is let in. */
export const companyNamed = async (
  tx: Db,
  handle: string,
  issuerId: string,
): Promise<Result<OrganisationCard, Refusal>> => {
  const company = await organisationByHandle(tx, handle)
  if (company?.ended_at !== null) return refuse({ code: 'organisation-unknown', organisation: handle })
  return company.id === issuerId ? refuse({ code: 'letter-to-itself' }) : ok(company)
}

/** A product asks for one cable (os2) or for glass or copper alone, of whatever kind both ends have. */
const isCopper = (media: string): boolean => media === 'copper' || media === 'cat6a'
const goesTogether = (asked: string, panel: string): boolean =>
  ['os2', 'om4', 'cat6a'].includes(asked) ? asked === panel : isCopper(asked) === isCopper(panel)

/** The line that waits for this very letter; its request is locked, so that two letters never answer one line. */
const lineAnswered = async (
  tx: Db,
  issuing: Issuing,
  of: { readonly issuerId: string; readonly companyId: string; readonly media: string; readonly day: string },
): Promise<Result<string | null, Refusal>> => {
  const { answers, pays } = issuing.body
  if (answers === undefined) return pays === undefined ? ok(null) : refuse({ code: 'letter-pays-unasked' })
  const { rows: locked } = await sql<{ line_id: string }>`
    select q.line_id from market.letter_request q join market.line n on n.id = q.line_id join market."order" o on o.id = n.order_id
    where o.number = ${answers.order} and n.position = ${answers.position} and q.other_id = ${of.issuerId} for update of q`.execute(
    tx,
  )
  const { rows } = await sql<{ line_id: string; media: string | null; pays: boolean }>`
    select q.line_id, q.pays, coalesce(q.media, n.parameters ->> 'media') as media from ${waitingRequests(of.day)} and q.line_id = any(${locked.map((row) => row.line_id)}::uuid[])
      and o.organisation_id = ${of.companyId}`.execute(tx)
  const [row] = rows
  if (!row) return refuse({ code: 'request-unknown' })
  if (row.pays !== (pays !== undefined)) return refuse({ code: row.pays ? 'letter-must-pay' : 'letter-pays-unasked' })
  return row.media === null || goesTogether(row.media, of.media)
    ? ok(row.line_id)
    : refuse({ code: 'letter-media', media: of.media, asked: row.media })
}

/** Who agrees to a price signs for its organisation, and a public body names its own references. */
const payerOf = async (
  tx: Db,
  { actor, body }: Issuing,
  of: { readonly id: string; readonly day: string },
): Promise<Result<null, Refusal>> => {
  if (body.pays === undefined) return ok(null)
  const { personId } = actor
  const signs =
    personId !== null &&
    maySign(actor, of.id) &&
    (await mayAct(tx, { personId, organisationId: of.id, right: 'sign', day: of.day }))
  const card = (await organisationsById(tx, [of.id])).get(of.id)
  if (!card) throw new Error('a panel of nobody')
  return admitPayer(card, body.pays, signs)
}

interface Issued {
  readonly site: Site
  readonly panel: PanelRow
  readonly company: OrganisationCard
  readonly label: string
  readonly expiresOn: string
  readonly lineId: string | null
}

/** Everything that the letter says, or the first reason why it may not be issued. */
const admitted = async (tx: Db, issuing: Issuing): Promise<Result<Issued, Refusal>> => {
  const { body, actor, now } = issuing
  const site = await theSite(tx)
  const found = await panelToIssue(tx, { site, actor, panel: body.panel })
  if (!found.ok) return found
  const panel = found.value
  if (body.position > panel.positions)
    return refuse({
      code: 'no-such-position',
      panel: panel.handle,
      position: body.position,
      positions: panel.positions,
    })
  const label = labelOf(panel, body.position)
  const company = await companyNamed(tx, body.company, panel.owner_id)
  if (!company.ok) return company
  const day = await dayOf(tx, site.id, now)
  const { days } = await letterTerms(tx, site.id, panel.owner_id)
  const expiry = admitExpiry(body.expires_on, { day, days })
  if (!expiry.ok) return expiry
  const asked = { issuerId: panel.owner_id, companyId: company.value.id, media: panel.media, day }
  const line = await lineAnswered(tx, issuing, asked)
  if (!line.ok) return line
  const payer = await payerOf(tx, issuing, { id: panel.owner_id, day })
  if (!payer.ok) return payer
  return panel.taken.includes(body.position)
    ? refuse({ code: 'position-taken', label })
    : ok({ site, panel, company: company.value, label, expiresOn: expiry.value, lineId: line.value })
}

/** Both parties read of it in their journals; the company gets a mail. */
const tell = async (tx: Db, issuing: Issuing, number: string, issued: Issued): Promise<void> => {
  const { site, panel, company } = issued
  for (const onBehalfOf of [panel.owner_id, company.id])
    await writeJournal(tx, {
      room: 'market',
      name: 'letter-issued',
      subject: ['letter', number],
      by: issuing.by,
      at: issuing.now,
      siteId: site.id,
      onBehalfOf,
      data: { label: issued.label, expires_on: issued.expiresOn },
    })
  const issuer = (await organisationsById(tx, [panel.owner_id])).get(panel.owner_id)
  const values = {
    letter: number,
    issuer: issuer?.name ?? '',
    label: issued.label,
    connector: panel.connector,
    media: panel.media,
    expires_on: issued.expiresOn,
  }
  for (const to of await mailsOf(tx, company.id, ['order', 'sign'], await dayOf(tx, site.id, issuing.now)))
    await writeMail(tx, {
      recipient: to.mail,
      language: to.language,
      subject: say(letterMailWords['mail-letter-issued-subject'], to.language, values),
      body: say(letterMailWords['mail-letter-issued-body'], to.language, values),
      about: ['letter', number],
      now: issuing.now,
    })
}

const issued = async (tx: Db, issuing: Issuing): Promise<Result<LetterWire, Refusal>> => {
  const may = await admitted(tx, issuing)
  if (!may.ok) return may
  const { site, panel, company, label, expiresOn, lineId } = may.value
  const number = await numberInYear(tx, site, 'L', issuing.now)
  await insertLetter(tx, {
    siteId: site.id,
    number,
    issuerId: panel.owner_id,
    organisationId: company.id,
    panel,
    position: issuing.body.position,
    label,
    expiresOn,
    forLineId: lineId,
    issuedBy: issuing.actor.personId,
    ...(issuing.body.pays === undefined ? {} : { pays: issuing.body.pays }),
    now: issuing.now,
  })
  await tell(tx, issuing, number, may.value)
  const row = await letterByNumber(tx, number)
  const showing = { actor: issuing.actor, operatorId: site.operatorId, day: await dayOf(tx, site.id, issuing.now) }
  const [wire] = row ? await readLetters(tx, showing, [row]) : []
  if (!wire) throw new Error(`the letter ${number} was not written`)
  return ok(wire)
}

export const issue = serve(issueLetter, async ({ db, actor, body, now, by }) => {
  try {
    return await allOrNothing(db, (tx) => issued(tx, { actor, body, now, by }))
  } catch (thrown) {
    // Somebody took the position between the look and the claim.
    if (soldMeanwhile(thrown)) return refuse({ code: 'position-taken', label: `${body.panel}/${body.position}` })
    throw thrown
  }
})
