import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { type Refusal, type Result, newId, ok, refuse } from '#kernel'
import { type Call, type Scope, type Served, scopeOf, sees, serve } from '#people'
import { type Db, inTransaction, notify, writeJournal } from '#postgres'
import { allOrNothing } from '../../all-or-nothing.ts'
import { within } from '../../order/read.ts'
import { organisationsById, theSite } from '../../store.ts'
import { type StandingWire, endStanding, giveStanding, listStanding } from '../contract.ts'
import { companyNamed, panelToIssue } from '../issue/routes.ts'
import { mayIssueFor, partyOf } from '../shown/store.ts'
import { dayOf } from '../store.ts'

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
}
const MOST = 500
/** Whoever gives it should look at it again one day. */
const MOST_YEARS = 10

const readStanding = async (
  db: Db,
  of: { readonly scope: Scope; readonly id: string | null; readonly day: string },
): Promise<readonly StandingWire[]> => {
  const { rows } = await sql<StandingRow>`
    select c.id, c.issuer_id, p.handle as panel, lower(c.positions) as "from", upper(c.positions) - 1 as "to", c.any_company,
      array(select n.organisation_id from market.standing_consent_company n where n.consent_id = c.id order by 1) as companies,
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
  }))
}

const list = serve(listStanding, async ({ db, actor, now }) => {
  const { id } = await theSite(db)
  return ok({
    items: [...(await readStanding(db, { scope: scopeOf(actor), id: null, day: await dayOf(db, id, now) }))],
  })
})

type Giving = Pick<Call<typeof giveStanding>, 'actor' | 'body' | 'now' | 'by'>

const companiesNamed = async (
  tx: Db,
  handles: readonly string[],
  issuerId: string,
): Promise<Result<readonly string[], Refusal>> => {
  const ids = new Set<string>()
  for (const handle of handles) {
    const company = await companyNamed(tx, handle, issuerId)
    if (!company.ok) return company
    ids.add(company.value.id)
  }
  return ok([...ids])
}

const give = async (tx: Db, { actor, body, now, by }: Giving): Promise<Result<StandingWire, Refusal>> => {
  const site = await theSite(tx)
  const panel = await panelToIssue(tx, { site, actor, panel: body.panel })
  if (!panel.ok) return panel
  const { handle, positions, owner_id: issuerId } = panel.value
  if (body.from_position > body.to_position)
    return refuse({ code: 'positions-reversed', from: body.from_position, to: body.to_position })
  if (body.to_position > positions)
    return refuse({ code: 'no-such-position', panel: handle, position: body.to_position, positions })
  const day = await dayOf(tx, site.id, now)
  const latest = Temporal.PlainDate.from(day).add({ years: MOST_YEARS }).toString()
  if (body.until_date < day || body.until_date > latest)
    return refuse({ code: 'consent-until', until_date: body.until_date, latest })
  const companies = await companiesNamed(tx, body.companies ?? [], issuerId)
  if (!companies.ok) return companies
  const id = newId<'standing-consent'>()
  await sql`
    insert into market.standing_consent (id, site_id, issuer_id, panel_id, positions, any_company, until_date, given_by, given_at)
    values (${id}, ${site.id}, ${issuerId}, ${panel.value.id}, int4range(${body.from_position}, ${body.to_position + 1}),
            ${body.companies === undefined}, ${body.until_date}, ${actor.personId}, ${now})`.execute(tx)
  for (const company of companies.value)
    await sql`insert into market.standing_consent_company (consent_id, organisation_id) values (${id}, ${company})`.execute(
      tx,
    )
  await writeJournal(tx, {
    room: 'market',
    name: 'standing-consent-given',
    subject: ['standing-consent', id],
    by,
    at: now,
    siteId: site.id,
    onBehalfOf: issuerId,
    data: { panel: handle, from: body.from_position, to: body.to_position, until: body.until_date },
  })
  await notify(tx, 'work')
  const [wire] = await readStanding(tx, { scope: { all: true }, id, day })
  if (!wire) throw new Error('the standing consent was not written')
  return ok(wire)
}

const giveRoute = serve(giveStanding, ({ db, actor, body, now, by }) =>
  allOrNothing(db, (tx) => give(tx, { actor, body, now, by })),
)

const end = serve(endStanding, ({ db, actor, params, now, by }) =>
  inTransaction(db, async (tx): Promise<Result<StandingWire, Refusal> | null> => {
    const { rows } = await sql<{ id: string; issuer_id: string; ended_at: Date | null }>`
      select id, issuer_id, ended_at from market.standing_consent where id = ${params.consent} for update`.execute(tx)
    const [row] = rows
    if (!row || !sees(scopeOf(actor), row.issuer_id)) return null
    const site = await theSite(tx)
    if (!mayIssueFor(actor, row.issuer_id, site.operatorId)) return refuse({ code: 'not-allowed' })
    if (row.ended_at !== null) return refuse({ code: 'consent-ended' })
    await sql`update market.standing_consent set ended_at = ${now}, ended_by = ${actor.personId} where id = ${row.id}`.execute(
      tx,
    )
    await writeJournal(tx, {
      room: 'market',
      name: 'standing-consent-ended',
      subject: ['standing-consent', row.id],
      by,
      at: now,
      siteId: site.id,
      onBehalfOf: row.issuer_id,
    })
    const [wire] = await readStanding(tx, { scope: { all: true }, id: row.id, day: await dayOf(tx, site.id, now) })
    if (!wire) throw new Error('the standing consent is gone')
    return ok(wire)
  }),
)

export const standingRoutes: readonly Served[] = [list, giveRoute, end]
