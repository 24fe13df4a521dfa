import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { prepareRun, approveRun } from '#billing/contract'
import { type Route, newId, operatorRoles, rights, turn } from '#kernel'
import { fulfilment } from '#market'
import {
  acceptOrder,
  createOrder,
  createSurvey,
  issueLetter,
  type LetterWire,
  type OrderWire,
  type SurveyWire,
} from '#market/contract'
import { watchEvents } from '#server/contract'
import { contract } from './contract.ts'
import { closedPaths } from './people/accounts/open-paths.ts'
import type { TestServer } from './server/testing.ts'
import { testHouse } from './testing-house.ts'

let here: TestServer
beforeAll(async () => {
  here = await testHouse()
}, 120_000)
afterAll(() => here.close())

let second = 0
/** Tries are counted by the clock: each question is asked ten seconds after the one before. */
const later = (): void => here.at(new Date(Date.parse('2026-11-23T09:00:00Z') + (second += 10) * 1000).toISOString())

/** Names of nothing, one of which has the form that a route asks for. */
const NOTHING = [
  '00000000-0000-7000-8000-000000000000',
  'no-such-thing',
  'BES-O-2000-00000',
  'BES-XP-000000',
  'BES-XC-000000',
  'BES-W-2000-00000',
  'BES-L-2000-00000',
  'BES-S-2000-00000',
  'BES-MV-000000',
  'F-2000-000000',
  '1',
]

const fieldsOf = (route: Route): readonly string[] => [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '')

/** Params that the route takes: for each field the first candidate with which all are of the right form. */
const paramsFor = (route: Route, candidates: Readonly<Record<string, readonly string[]>>): Record<string, string> => {
  const fields = fieldsOf(route)
  const choices = fields.reduce<Record<string, string>[]>(
    (all, field) =>
      all.flatMap((chosen) => (candidates[field] ?? NOTHING).map((value) => ({ ...chosen, [field]: value }))),
    [{}],
  )
  const fitting = choices.find((params) => route.params?.safeParse(params).success ?? true)
  if (!fitting) throw new Error(`no name fits ${route.path}`)
  return fitting
}

const knock = async (route: Route, key: string | undefined): Promise<string> => {
  later()
  const params = paramsFor(route, {})
  if (route.path === watchEvents.path) {
    const response = await here.app.inject({
      url: `/api/v1${route.path}`,
      payloadAsStream: true,
      headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
    })
    response.stream().destroy()
    return response.statusCode === 200 ? 'in' : String(response.statusCode)
  }
  const { statusCode } = await here.ask(route, { params, ...(key === undefined ? {} : { key }) })
  if (statusCode === 401 || statusCode === 403) return String(statusCode)
  if (statusCode >= 500) throw new Error(`${route.method} ${route.path} answered ${statusCode}`)
  return 'in'
}

test('every route, asked by nobody, with every role, every right, and a narrowed key: who comes in is committed', async () => {
  const { operator, member } = here.organisations
  const callers: [string, string | undefined][] = [['nobody', undefined]]
  for (const role of operatorRoles)
    callers.push([role, await here.keyOf(await here.addPerson({ organisation: operator, roles: [role] }))])
  callers.push(['member', await here.keyOf(await here.addPerson({ organisation: member }))])
  for (const right of rights.filter((each) => each !== 'read'))
    callers.push([right, await here.keyOf(await here.addPerson({ organisation: member, rights: [right] }))])
  const everything = await here.addPerson({ organisation: operator, roles: operatorRoles, rights })
  callers.push(['key: order', await here.keyOf(everything, ['order'])])

  const rows: string[] = []
  for (const route of contract) {
    const cells: string[] = []
    for (const [, key] of callers) {
      const answer = await knock(route, key)
      cells.push(answer === 'in' ? '●' : answer)
    }
    rows.push(`| ${route.method} ${route.path} | ${cells.join(' | ')} |`)
  }
  const closed = Object.entries(closedPaths).map(
    ([path, reason]) => `| ${path.replace(' ', ' /accounts')} | ${reason} |`,
  )
  const head = `| route | ${callers.map(([name]) => name).join(' | ')} |\n|---|${callers.map(() => '---').join('|')}|`
  await expect(
    `# Who may call what\n\n● comes in (rows are restricted further: another organisation’s are 404), 401 is not signed in, 403 may not.\n“member” belongs to an organisation without any right; a right’s column is a member with that right alone; “key: order” is a key\nof somebody who holds every role and every right, narrowed to \`order\`. Written by \`who.test.ts\` (\`vitest -u\`).\n\n${head}\n${rows.toSorted().join('\n')}\n\n## Closed to everybody\n\nPaths that the accounts library would answer, and that are 404 here.\n\n| path | why |\n|---|---|\n${closed.join('\n')}\n`,
  ).toMatchFileSnapshot('./server/who.table.md')
}, 120_000)

const organisationOf = async (handle: string): Promise<string> => {
  const { rows } = await sql<{ id: string }>`select id from people.organisation where handle = ${handle}`.execute(
    here.database.db,
  )
  if (!rows[0]) throw new Error(`no organisation ${handle}`)
  return rows[0].id
}

const MONTH = '2026-11'
/** What the stranger asks with, where a route takes a body. A route that is new here says so by failing. */
const BODIES: Readonly<Record<string, unknown>> = {
  'POST /exchange/services/:service/mac/confirm': { mac: '02:be:50:00:00:99' },
  'POST /exchange/asns/:asn/prove': { code: '123456' },
  'POST /orders/:order/accept': {},
  'POST /letters/:letter/revoke': { dry_run: true },
  'POST /letters/taken-over/:taken/revoke': { dry_run: true },
  'POST /letters/:letter/handover': { verdict: 'accepted' },
  'POST /orders/:order/cancel': { reason: 'mine now' },
  'POST /services/:service/cease': { dry_run: true },
  'POST /services/:service/change': { parameters: { speed: '1G' }, dry_run: true },
  'POST /moves/:service/tests': { note: 'all is well' },
  'POST /moves/:service/hours': { starts_at: '2099-01-03T08:00:00Z', must_run_at: '2099-01-04T20:00:00Z' },
  'POST /orders/:order/lines/:position/handover': { verdict: 'accepted' },
}
/** Published by design: an exchange tells everybody who its members are (their own fields stay null), a site what it is built of. */
const PUBLIC = new Set(['GET /exchange/members/:service', 'GET /facility/racks/:rack'])
const nameOf = (route: Route): string => `${route.method} ${route.path}`

/** A letter that a carrier issued to the member, and a standing consent as a member with a panel of its own would give it. */
const ownLetters = async (): Promise<readonly [letter: string, consent: string]> => {
  const { db } = here.database
  const issuer = await here.addPerson({ organisation: await organisationOf('rhin-rhone-transit'), rights: ['loa'] })
  const body = { company: 'jurassix', panel: 'M3-P01', position: 1 }
  const issued = (await here.ask(issueLetter, { key: await here.keyOf(issuer), body })).json<LetterWire>()
  const consent = newId()
  await sql`insert into market.standing_consent (id, site_id, issuer_id, panel_id, positions, any_company, until_date, given_at)
    select ${consent}, site_id, ${here.organisations.member}, id, '[1,2)', true, '2027-01-01', '2026-11-23' from fibre.panel where handle = 'M3-P01'`.execute(
    db,
  )
  return [issued.number, consent]
}

/** A survey of the member's closet, and the move that was ordered by it. */
const ownMove = async (key: string, paper: object): Promise<readonly [survey: string, service: string]> => {
  const device = { label: 'hv-1', kind: 'server', units_u: 2, measured_w: 200, cords: 2 }
  const entered = { organisation: 'jurassix', place: 'Closet', surveyed_on: '2026-11-20', devices: [device] }
  const survey = (await here.ask(createSurvey, { key, body: entered })).json<SurveyWire>().number
  const hours = { starts_at: '2026-12-05T07:00:00Z', must_run_at: '2026-12-05T19:00:00Z', road_minutes: 20 }
  const lines = [
    { product: 'rack-space', parameters: { size: 'quarter', watts: 500, sides: 'A+B' } },
    { product: 'move', parameters: { survey, ...hours } },
  ]
  const order = (await here.ask(createOrder, { key, body: { organisation: 'jurassix', lines } })).json<OrderWire>()
    .number
  const signed = (await here.ask(acceptOrder, { key, params: { order }, body: { paper } })).json<OrderWire>()
  return [survey, signed.lines[1]?.service ?? '']
}

/** One of everything that an organisation may own, made by the routes themselves. */
const ownEverything = async (): Promise<Record<string, readonly string[]>> => {
  const { db } = here.database
  const [admin, sales, accountant] = await Promise.all(
    (['admin', 'sales', 'accountant'] as const).map(async (role) =>
      here.keyOf(await here.addPerson({ organisation: here.organisations.operator, roles: [role] })),
    ),
  )
  if (!admin || !sales || !accountant) throw new Error('no keys')
  const body = {
    organisation: 'jurassix',
    lines: [{ product: 'exchange-port', parameters: { speed: '10G', asn: 64510, prefixes: ['198.51.100.0/24'] } }],
  }
  const paper = {
    file_name: 'order.pdf',
    content_base64: Buffer.from('%PDF-1.4\n%%EOF\n').toString('base64'),
    number: 'PO-1',
    date: '2026-11-23',
    signer: 'Lou',
  }
  const made = await here.ask(createOrder, { key: sales, body })
  expect([made.statusCode, made.body]).toEqual([200, expect.anything()])
  const order = made.json<OrderWire>().number
  const accepted = (await here.ask(acceptOrder, { key: admin, params: { order }, body: { paper } })).json<OrderWire>()
  const service = accepted.lines[0]?.service ?? ''
  // The delivery goes as far as it can without devices: the port's wish is written.
  const delivery = fulfilment({ db, clock: () => new Date('2026-11-23T09:00:00Z') })
  for (let round = 0; round < 4; round += 1) await turn(delivery, new AbortController().signal)
  await sql`update market.service set state = 'in-service', billing_from = '2026-10-15', billing_reason = 'acceptance', live_at = '2026-10-15T08:00:00Z', ready_at = '2026-10-15T08:00:00Z' where number = ${service}`.execute(
    db,
  )
  const run = (await here.ask(prepareRun, { key: accountant, body: { month: MONTH } })).json<{ id: string }>()
  const issued = await here.ask(approveRun, { key: accountant, params: { run: run.id } })
  expect(issued.statusCode).toBe(200)
  const person = await here.addPerson({ organisation: here.organisations.member, rights, name: 'Lou' })
  await here.keyOf(person)
  const { rows } = await sql<{ invoice: string; authorisation: string; key: string; file: string; step: string }>`
    select (select number from billing.invoice where organisation_id = ${here.organisations.member} limit 1) as invoice,
      (select id::text from people.authorisation where person_id = ${person} limit 1) as authorisation,
      (select id::text from people.api_key where person_id = ${person} limit 1) as key,
      (select paper_file_id::text from market."order" where number = ${order}) as file,
      (select s.id::text from market.step s limit 1) as step`.execute(db)
  const [row] = rows
  if (!row) throw new Error('nothing was made')
  const [letter, consent] = await ownLetters()
  await sql`insert into market.taken_consent (service_id, site_id, issuer_id, label, declared_at)
    select id, site_id, organisation_id, 'M3-P01/02', created_at from market.service where number = ${service}`.execute(
    db,
  )
  const [survey, move] = await ownMove(admin, paper)
  return {
    organisation: ['jurassix'],
    person: [person],
    authorisation: [row.authorisation],
    key: [row.key],
    order: [order],
    service: [service, move],
    survey: [survey],
    position: ['1'],
    invoice: [row.invoice],
    file: [row.file],
    step: [row.step],
    run: [run.id],
    asn: ['64510'],
    rack: ['no-such-rack'],
    work: ['BES-W-2026-00001'],
    letter: [letter],
    consent: [consent],
    taken: [service],
  }
}

test('a stranger who holds every right in another organisation finds nothing: 404, and 403 only where no right would do', async () => {
  second = 0
  later()
  const owned = await ownEverything()
  const {
    rows: [other],
  } = await sql<{ id: string }>`select id from people.organisation where handle = 'doubs-fibre'`.execute(
    here.database.db,
  )
  const stranger = await here.keyOf(await here.addPerson({ organisation: other?.id ?? '', rights, name: 'Stranger' }))
  const owner = await here.keyOf(
    await here.addPerson({ organisation: here.organisations.member, rights, name: 'Owner' }),
  )
  const seen: string[] = []
  for (const route of contract.filter(
    (each) => each.params && each.who.some((who) => who === 'anyone' || who.startsWith('own:')),
  )) {
    if (PUBLIC.has(nameOf(route))) continue
    const params = paramsFor(route, owned)
    const asked = { params, ...(route.body ? { body: BODIES[nameOf(route)] } : {}) }
    if (route.body)
      expect([nameOf(route), route.body.safeParse(BODIES[nameOf(route)]).success]).toEqual([nameOf(route), true])
    later()
    const strangers = await here.ask(route, { ...asked, key: stranger })
    later()
    // The owner asks after the stranger, and is told something: it was there all along.
    const owners = await here.ask(route, { ...asked, key: owner })
    seen.push(`${nameOf(route)} stranger ${strangers.statusCode} owner ${owners.statusCode === 404 ? 404 : 'finds it'}`)
    expect(strangers.body).not.toMatch(/jurassix|Jurassix|Lou/)
  }
  const keys = 'POST /keys/:key/revoke'
  // A key is its person's own: for another person of one organisation it does not exist either.
  expect(seen).toEqual(
    seen.map((line) => line.replace(/ stranger .*/, ` stranger 404 owner ${line.startsWith(keys) ? 404 : 'finds it'}`)),
  )
  expect(seen.length).toBeGreaterThan(12)
}, 120_000)

test('no list shows a stranger anything of another organisation, save what is published', async () => {
  const {
    rows: [other],
  } = await sql<{ id: string }>`select id from people.organisation where handle = 'doubs-fibre'`.execute(
    here.database.db,
  )
  const stranger = await here.keyOf(await here.addPerson({ organisation: other?.id ?? '', rights, name: 'Stranger' }))
  const lists = contract.filter(
    (route) =>
      route.method === 'GET' &&
      !route.params &&
      route.media === undefined &&
      route.who.some((who) => who === 'anyone' || who.startsWith('own:')),
  )
  const telling: string[] = []
  for (const route of lists) {
    later()
    const { statusCode, body } = await here.ask(route, { key: stranger })
    expect([nameOf(route), statusCode]).toEqual([nameOf(route), 200])
    if (body.includes('jurassix') || body.includes(here.organisations.member) || body.includes('BES-O-'))
      telling.push(nameOf(route))
  }
  // The members of an exchange and the owners of the meet-me room's panels are known to whoever is connected there.
  expect(telling.filter((name) => name !== 'GET /exchange/members')).toEqual([])
})
