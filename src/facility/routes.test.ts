import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exchangeSection } from '#exchange'
import { fibreRoutes, fibreSection } from '#fibre'
import { type OperatorRole, type Right, route } from '#kernel'
import { claimedIds, heldPlaces, holdersOf, marketSection } from '#market'
import type { Actor, Call } from '#people'
import { type TestDatabase, testDatabase } from '../postgres/testing.ts'
import { facilityRoutes } from './routes.ts'
import { facilitySection, organisationsSection } from './site-section.ts'
import { loadSite } from './site-files/store.ts'

const SAMPLE = new URL('../../sites/besancon', import.meta.url).pathname
const sections = [organisationsSection, facilitySection, fibreSection, exchangeSection, marketSection]
const now = new Date('2026-11-23T08:00:00Z')
const files = readdirSync(SAMPLE)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({ name, text: readFileSync(join(SAMPLE, name), 'utf8') }))

let database: TestDatabase
let siteId: string
const routes = [
  ...facilityRoutes({ sections, claimed: claimedIds, holders: (db, site) => holdersOf(db, site, 'compartment') }),
  ...fibreRoutes({ heldPositions: heldPlaces }),
]

beforeAll(async () => {
  database = await testDatabase()
  await sql`insert into floor.world (world, begun_at) values ('twin', ${now})`.execute(database.db)
  const loaded = await loadSite({ db: database.db, dir: SAMPLE, sections, claimed: claimedIds, clock: () => now })
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.refusal))
  siteId = loaded.value.siteId
})
afterAll(() => database.close())

const actor = (
  roles: readonly OperatorRole[],
  organisations: ReadonlyMap<string, ReadonlySet<Right>> = new Map(),
): Actor => ({
  kind: 'person',
  personId: null,
  name: 'somebody',
  language: 'fr',
  roles: new Set(roles),
  organisations,
  requestId: 'r',
})
const operator = actor(['engineer'])
const tenant = async (handle: string): Promise<Actor> => {
  const { rows } = await sql<{ id: string }>`select id from people.organisation where handle = ${handle}`.execute(
    database.db,
  )
  return actor([], new Map([[rows[0]?.id ?? '', new Set<Right>(['read'])]]))
}

interface Given {
  readonly params?: object
  readonly query?: object
  readonly body?: object
}
/** As the server does it: input through the contract, the answer through the contract; null is a 404. */
const call = async (path: string, as: Actor, given: Given = {}): Promise<unknown> => {
  const served = routes.find((one) => one.route.path === path)
  if (!served) throw new Error(`no route ${path}`)
  const parsed = {
    params: served.route.params?.parse(given.params ?? {}),
    query: served.route.query?.parse(given.query ?? {}),
    body: served.route.body?.parse(given.body ?? {}),
  }
  const context = {
    ...parsed,
    actor: as,
    by: { kind: 'person', id: null },
    db: database.db,
    now,
    clock: () => now,
    ifMatch: null,
  }
  const answer = await served.handle(context as Call<ReturnType<typeof route>>)
  if (!answer?.ok) return answer?.refusal ?? null
  return served.route.reply?.parse(answer.value)
}

/** Sells one compartment, as the market would. */
const sell = async (handle: string, organisation: string): Promise<void> => {
  await sql`
    with held as (
      insert into market.service (id, site_id, number, organisation_id, product, parameters, state, zone, created_at)
      select gen_random_uuid(), ${siteId}, 'BES-SP-000001', id, 'space', '{}', 'in-service', 'Europe/Paris', ${now} from people.organisation where handle = ${organisation}
      returning id)
    insert into market.claim (id, site_id, service_id, kind, thing_id, label, held_at)
    select gen_random_uuid(), ${siteId}, held.id, 'compartment', c.id, c.handle, ${now} from held, facility.compartment c where c.handle = ${handle}`.execute(
    database.db,
  )
}

test('the site says its world, and every public fact its source', async () => {
  const site = await call('/site', operator)
  expect(site).toMatchObject({
    code: 'BES',
    zone: 'Europe/Paris',
    sample: true,
    world: 'twin',
    plant_revision: 1,
    operator: { handle: 'vesontio' },
  })
  expect(site).toMatchObject({
    facts: expect.arrayContaining([
      { fact: 'racks', fact_fr: 'baies', figure: '150', figure_fr: null, said_by: 'solutions-numeriques.com' },
    ]),
  })
})

test('the floor plan: 150 racks to scale; the site’s people see what is sold and to whom, a tenant its own only', async () => {
  await sell('1-21/a', 'manufacture-vauclair')
  const plan = await call('/facility/plan', operator)
  expect(plan).toMatchObject({
    room: { handle: 'hall', width_mm: 18_000 },
    counts: { racks: 150, compartments: 175, sold: 1, held: 0, free: 174 },
  })
  const racks = (seen: unknown) => (seen as { racks: { handle: string; compartments: object[] }[] }).racks
  const half = racks(plan).find(({ handle }) => handle === '1-21')
  expect(half?.compartments).toMatchObject([
    { handle: '1-21/a', state: 'sold', organisation: { handle: 'manufacture-vauclair' } },
    { handle: '1-21/b', state: 'free', organisation: null },
  ])
  const own = await call('/facility/plan', await tenant('manufacture-vauclair'))
  expect(own).toMatchObject({ counts: null })
  expect(racks(own)).toHaveLength(150)
  expect(racks(own).flatMap(({ compartments }) => compartments)).toMatchObject([{ handle: '1-21/a', state: 'sold' }])
  expect(
    racks(await call('/facility/plan', await tenant('jurassix'))).flatMap(({ compartments }) => compartments),
  ).toEqual([])
  expect(await call('/facility/plan', operator, { query: { room: 'nowhere' } })).toBeNull()
})

test('a rack shows each compartment with its feeds, their breaker and board; unmetered is unknown', async () => {
  const rack = await call('/facility/racks/:rack', operator, { params: { rack: '6-1' } })
  expect(rack).toMatchObject({
    handle: '6-1',
    room_name: 'Salle informatique',
    compartments: [
      {
        handle: '6-1',
        lock: 'lock 6-1',
        feeds: [
          {
            chain: 'A',
            board: 'row-A-6',
            way: 'way-A-6-1',
            voltage_v: 400,
            phases: 3,
            phase: null,
            breaker_a: 16,
            breaker_curve: 'C',
            limit_va: 11_085,
            measured_w: null,
          },
          { chain: 'B', board: 'row-B-6' },
        ],
      },
    ],
  })
  const own = await call('/facility/racks/:rack', await tenant('manufacture-vauclair'), { params: { rack: '1-21' } })
  expect(own).toMatchObject({ compartments: [{ handle: '1-21/a' }] })
  expect(await call('/facility/racks/:rack', operator, { params: { rack: '9-99' } })).toBeNull()
})

test('power: both chains down to the boards, every feed for the site’s people, a tenant’s own feeds for the tenant', async () => {
  const elements = (seen: unknown) =>
    (seen as { elements: { handle: string; kind: string; measured_w: null }[] }).elements
  const boards = await call('/facility/power', operator)
  expect(elements(boards).find(({ handle }) => handle === 'ups-A')).toMatchObject({
    limit_w: 180_000,
    limit_va: 200_000,
    source: 'assumed',
    measured_w: null,
  })
  expect(elements(boards).some(({ kind }) => kind === 'way' || kind === 'feed')).toBe(false)
  expect(boards).toMatchObject({ edges: expect.arrayContaining([{ from: 'genset-A', to: 'transfer-A' }]) })
  const all = await call('/facility/power', operator, { query: { down_to: 'feeds' } })
  expect(elements(all).filter(({ kind }) => kind === 'feed')).toHaveLength(358)
  const own = await call('/facility/power', await tenant('manufacture-vauclair'), { query: { down_to: 'feeds' } })
  expect(
    elements(own)
      .filter(({ kind }) => kind === 'feed' || kind === 'way')
      .map(({ handle }) => handle)
      .toSorted(),
  ).toEqual(['feed-A-1-21/a', 'feed-B-1-21/a', 'way-A-1-21/a', 'way-B-1-21/a'])
})

test('cooling and rooms', async () => {
  const cooling = await call('/facility/cooling', operator)
  expect(cooling).toMatchObject({ mode: null, pue: null })
  expect((cooling as { units: object[] }).units).toHaveLength(6)
  expect((cooling as { units: object[] }).units[0]).toMatchObject({
    handle: 'cooling-1',
    chain: 'A',
    limit_w: 50_000,
    serves_rows: ['1', '2'],
    powered_by: ['mechanical-A'],
  })
  expect(await call('/facility/rooms', operator)).toMatchObject({
    items: [{ handle: 'hall', racks: 150 }, { handle: 'mmr', racks: 4 }, { handle: 'elec-a' }, { handle: 'elec-b' }],
  })
})

test('panels by page, with what is held; a carrier sees the site’s and its own', async () => {
  const handles = (seen: unknown) => (seen as { items: { handle: string }[] }).items.map(({ handle }) => handle)
  const first = await call('/fibre/panels', operator, { query: { limit: '4' } })
  expect(handles(first)).toEqual(['M1-P01', 'M1-P02', 'M1-P03', 'M2-P01'])
  expect(first).toMatchObject({
    next: 'M2-P01',
    items: [{ rack: 'M-1', top_u: 46, held: [1, 2, 3, 4, 5, 6] }, {}, {}, {}],
  })
  expect(handles(await call('/fibre/panels', operator, { query: { cursor: 'M2-P01', limit: '5' } }))).toEqual([
    'M2-P02',
    'M2-P03',
    'M2-P04',
    'M3-P01',
    'M3-P02',
  ])
  const carrier = await call('/fibre/panels', await tenant('rhin-rhone-transit'))
  expect(handles(carrier)).toContain('M3-P01')
  expect(handles(carrier)).not.toContain('M3-P02')
  const told = (carrier as { items: { handle: string; held: unknown }[] }).items.filter(({ held }) => held !== null)
  expect(told.map(({ handle }) => handle)).toEqual(['M3-P01'])
})

test('files are checked, planned and applied by call; the plan that was shown is the one that is done', async () => {
  const changed = files.map((file) =>
    file.name === 'site.yaml' ? { ...file, text: file.text.replace('Salle informatique', 'Salle 1') } : file,
  )
  expect(await call('/site/check', operator, { body: { files } })).toMatchObject({
    code: 'BES',
    rows: { rack: 154, opening: 12 },
  })
  expect(await call('/site/plan', operator, { body: { files } })).toMatchObject({ changes: [], may_apply: true })
  const plan = await call('/site/plan', operator, { body: { files: changed } })
  expect(plan).toMatchObject({
    changes: [
      {
        kind: 'room',
        handle: 'hall',
        does: 'updated',
        fields: [{ field: 'name', from: 'Salle informatique', to: 'Salle 1' }],
      },
    ],
  })
  const { digest } = plan as { digest: string }
  expect(await call('/site/apply', operator, { body: { files, digest } })).toEqual({ code: 'plan-changed' })
  expect(await call('/site/apply', operator, { body: { files: changed, digest } })).toMatchObject({ digest })
  expect(await call('/facility/rooms', operator)).toMatchObject({ items: [{ name: 'Salle 1' }, {}, {}, {}] })
  const elsewhere = files.map((file) =>
    file.name === 'site.yaml' ? { ...file, text: file.text.replace('code: BES', 'code: DIJ') } : file,
  )
  expect(await call('/site/plan', operator, { body: { files: elsewhere } })).toEqual({
    code: 'another-site',
    here: 'BES',
    there: 'DIJ',
  })
})
