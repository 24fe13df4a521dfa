import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { type Refusal, type Result, newId, ok, refuse } from '#kernel'
import { type Call, type Served, scopeOf, serve } from '#people'
import { type Db, notify, writeJournal } from '#postgres'
import { allOrNothing } from '../../all-or-nothing.ts'
import { theSite } from '../../store.ts'
import { type StandingWire, giveStanding, listStanding } from '../contract.ts'
import { companyNamed, panelToIssue } from '../issue/routes.ts'
import { dayOf } from '../store.ts'
import { readStanding } from './store.ts'
import { endRoute } from './end/routes.ts'

/** Whoever gives it should look at it again one day. */
const MOST_YEARS = 10

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

export const standingRoutes: readonly Served[] = [list, giveRoute, endRoute]
