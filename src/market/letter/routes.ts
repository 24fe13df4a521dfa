import { ok } from '#kernel'
import { type Call, type Served, scopeOf, serve } from '#people'
import type { Db } from '#postgres'
import { theSite } from '../store.ts'
import { stateOf } from './admit-letter.ts'
import { checkLetter, letterPdf, listLetters, listPorts, listRequests, showLetter } from './contract.ts'
import { handOverRoute } from './handover/routes.ts'
import { issue } from './issue/routes.ts'
import { speaksForPanel } from './owner/store.ts'
import { printLetter } from './print-letter.ts'
import { revoke } from './revoke/routes.ts'
import {
  type Showing,
  listLetterRows,
  partiesOf,
  portsOf,
  readLetters,
  readRequests,
  seesLetter,
} from './shown/store.ts'
import { standingRoutes } from './standing/routes.ts'
import { takenRoutes } from './taken/routes.ts'
import { dayOf, factsOf, letterByCode, letterByNumber, letterTerms } from './store.ts'

const showingFor = async (db: Db, { actor, now }: Pick<Call<typeof showLetter>, 'actor' | 'now'>): Promise<Showing> => {
  const { id, operatorId } = await theSite(db)
  return { actor, operatorId, day: await dayOf(db, id, now) }
}

const list = serve(listLetters, async ({ db, actor, query, now }) => {
  const showing = await showingFor(db, { actor, now })
  const { rows, total } = await listLetterRows(db, {
    scope: scopeOf(actor),
    own: [...actor.organisations.keys()],
    side: query.side ?? null,
    state: query.state ?? null,
    organisation: query.organisation ?? null,
    text: query.text ?? null,
    day: showing.day,
    before: query.cursor ?? null,
    limit: query.limit,
  })
  return ok({
    items: [...(await readLetters(db, showing, rows))],
    next: rows.length === query.limit ? (rows.at(-1)?.id ?? null) : null,
    total,
  })
})

const show = serve(showLetter, async ({ db, actor, params, now }) => {
  const row = await letterByNumber(db, params.letter)
  if (!row || !seesLetter(scopeOf(actor), row)) return null
  const [wire] = await readLetters(db, await showingFor(db, { actor, now }), [row])
  return wire ? ok(wire) : null
})

const pdf = serve(letterPdf, async ({ db, actor, params, query, now, origin }) => {
  const row = await letterByNumber(db, params.letter)
  if (!row || !seesLetter(scopeOf(actor), row)) return null
  const site = await theSite(db)
  const showing = await showingFor(db, { actor, now })
  const [wire] = await readLetters(db, showing, [row])
  if (!wire) return null
  const language = query.language ?? actor.language
  const content = await printLetter({
    letter: wire,
    ...(await partiesOf(db, row)),
    language,
    specimen: site.world === 'twin',
    zone: site.zone,
    at: now,
    address: `${origin ?? ''}/letters/check/${row.code}`,
  })
  return ok({ name: `${row.number}.pdf`, mediaType: 'application/pdf', content })
})

const check = serve(checkLetter, async ({ db, params, now }) => {
  const row = await letterByCode(db, params.code)
  if (!row) return null
  const { operatorId } = await theSite(db)
  const speaks = await speaksForPanel(db, { panelId: row.panel_id, issuerId: row.issuer_id, operatorId })
  const state = stateOf(factsOf(row), await dayOf(db, row.site_id, now))
  return ok({ state: state === 'valid' && !speaks ? 'revoked' : state })
})

const requests = serve(listRequests, async ({ db, actor, now }) => {
  const { day } = await showingFor(db, { actor, now })
  return ok({ items: [...(await readRequests(db, scopeOf(actor), day))] })
})

const ports = serve(listPorts, async ({ db, actor }) => {
  const { id: siteId, operatorId } = await theSite(db)
  const items = await portsOf(db, { siteId, operatorId, actor })
  const { days } = await letterTerms(db, siteId, actor.organisations.keys().next().value ?? operatorId)
  return ok({ items: [...items], days })
})

export const letterRoutes: readonly Served[] = [
  list,
  requests,
  ports,
  ...standingRoutes,
  ...takenRoutes,
  show,
  pdf,
  issue,
  revoke,
  handOverRoute,
  check,
]
