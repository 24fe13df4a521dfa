import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { exchangeSection } from '#exchange'
import { fibreSection } from '#fibre'
import { claimedIds, judge, marketSection } from '#market'
import { inTransaction } from '#postgres'
import { type TestDatabase, testDatabase } from '../../postgres/testing.ts'
import { facilitySection, organisationsSection } from '../site-section.ts'
import { applySite, checkSite, loadSite, planSite } from './store.ts'

const SAMPLE = new URL('../../../sites/besancon', import.meta.url).pathname
const sections = [organisationsSection, facilitySection, fibreSection, exchangeSection, marketSection]
const clock = (): Date => new Date('2026-11-23T08:00:00Z')
const by = { kind: 'file', id: null } as const

let database: TestDatabase
let folder: string

const begun = async (db: TestDatabase['db']): Promise<void> => {
  await sql`insert into floor.world (world, begun_at) values ('twin', ${clock()})`.execute(db)
}
/** Most of these tests begin where the first load ended: it is copied. */
const LOADED = {
  name: 'load-site: loaded',
  lay: async (db: TestDatabase['db']): Promise<void> => {
    await begun(db)
    const result = await loadSite({ db, dir: SAMPLE, sections, claimed: claimedIds, clock })
    if (!result.ok) throw new Error(JSON.stringify(result.refusal))
  },
}
/** For those that load it themselves. */
const beginAnew = async (): Promise<void> => {
  await database.close()
  database = await testDatabase()
  await begun(database.db)
}

beforeEach(async () => {
  database = await testDatabase({ laid: LOADED })
  folder = await mkdtemp(join(tmpdir(), 'site-'))
  await cp(SAMPLE, folder, { recursive: true })
})
afterEach(async () => {
  await database.close()
  await rm(folder, { recursive: true })
})

const count = async (table: string): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(database.db)
  return rows[0]?.n ?? -1
}
const load = () => loadSite({ db: database.db, dir: folder, sections, claimed: claimedIds, clock })
const loaded = async () => {
  const result = await load()
  if (!result.ok) throw new Error(JSON.stringify(result.refusal))
  return result.value
}
const edit = async (file: string, from: string, to: string): Promise<void> => {
  const text = await readFile(join(folder, file), 'utf8')
  expect(text).toContain(from)
  await writeFile(join(folder, file), text.replace(from, to))
}
const plan = async () => {
  const site = await checkSite(folder, sections)
  if (!site.ok) throw new Error(JSON.stringify(site.refusal))
  return planSite(database.db, site.value, sections, claimedIds, clock())
}
const apply = async () => {
  const planned = await plan()
  return inTransaction(database.db, (tx) => applySite(tx, planned, sections, { at: clock(), by }))
}
const moved = async () => (await plan()).changes.filter(({ does }) => does !== 'unchanged')

test('the first load makes the whole site, the second changes nothing', async () => {
  await beginAnew()
  expect((await loaded()).did).toBe('loaded')
  expect(await count('facility.rack')).toBe(154)
  expect(await count('exchange.port')).toBe(64)
  const before = await count('floor.journal')
  const again = await loaded()
  expect(again.did).toBe('unchanged')
  expect(again.plan.changes.filter(({ does }) => does !== 'unchanged')).toEqual([])
  expect((await apply()).ok).toBe(true)
  expect(await count('floor.journal')).toBe(before)
  const { rows } = await sql<{ plant_revision: number }>`select plant_revision from facility.site`.execute(database.db)
  expect(rows).toEqual([{ plant_revision: 1 }])
})

test('150 racks stand in the hall; every compartment there has a feed of each chain with nothing in common', async () => {
  const { rows: racks } = await sql<{ n: number }>`
    select count(*) as n from facility.rack k join facility.room r on r.id = k.room_id where r.kind = 'data-hall'`.execute(
    database.db,
  )
  expect(racks).toEqual([{ n: 150 }])
  const { rows: shared } = await sql`
    with recursive up as (
      select f.compartment_id, f.chain, f.id from facility.element f where f.kind = 'feed'
      union select up.compartment_id, up.chain, g.from_id from up join facility.edge g on g.to_id = up.id and g.kind = 'powers')
    select a.compartment_id from up a join up b on b.compartment_id = a.compartment_id and b.id = a.id and a.chain = 'A' and b.chain = 'B'`.execute(
    database.db,
  )
  expect(shared).toEqual([])
  const { rows: pairs } = await sql<{ chains: string; n: number }>`
    select chains, count(*) as n from (
      select string_agg(f.chain, '' order by f.chain) as chains from facility.compartment c left join facility.element f
        on f.compartment_id = c.id and f.kind = 'feed' group by c.id) pairs group by chains`.execute(database.db)
  expect(pairs).toEqual([{ chains: 'AB', n: 179 }])
})

test('members of the opening are services in service, attached, without a bill', async () => {
  const { rows } = await sql`
    select s.number, s.state, s.monthly_micro_euros, a.state as wish, host(a.v4) as v4, host(a.v6) as v6, e.source
    from market.service s join exchange.attachment a on a.service_id = s.id join market.evidence e on e.service_id = s.id
    order by s.number limit 1`.execute(database.db)
  expect(rows).toEqual([
    {
      number: 'BES-XP-000001',
      state: 'in-service',
      monthly_micro_euros: null,
      wish: 'production',
      v4: '203.0.113.21',
      v6: '2001:db8:b5::21',
      source: 'declared',
    },
  ])
  expect(await count('market.service')).toBe(12)
  // Port, address pair, panel position and MAC of each.
  expect(await count('market.claim')).toBe(48)
  expect(await judge(database.db, clock())).toEqual([])
})

test('an edit shows its plan first, keeps the ids, and counts the plant on', async () => {
  const first = await plan()
  await edit('racks.yaml', 'units_u: 42, limit_kg: 1000', 'units_u: 42, limit_kg: 1200')
  expect((await load()).ok && (await loaded()).did).toBe('differs')
  const changes = await moved()
  expect(changes).toHaveLength(25)
  expect(changes[0]).toMatchObject({
    kind: 'rack',
    handle: '5-1',
    does: 'updated',
    fields: [{ field: 'limit_kg', from: 1000, to: 1200 }],
  })
  expect((await apply()).ok).toBe(true)
  const idOf = (changed: typeof changes) => changed.find(({ handle }) => handle === '5-1')?.id
  expect(first.changes.find(({ kind, handle }) => kind === 'rack' && handle === '5-1')?.id).toBe(idOf(changes))
  const { rows } = await sql<{ plant_revision: number }>`select plant_revision from facility.site`.execute(database.db)
  expect(rows).toEqual([{ plant_revision: 2 }])
  expect(await moved()).toEqual([])
  const { rows: lines } = await sql<{
    n: number
  }>`select count(*) as n from floor.journal where name = 'rack-updated'`.execute(database.db)
  expect(lines).toEqual([{ n: 25 }])
})

test('a rack that goes takes its compartments, ways and feeds with it, and comes back as itself', async () => {
  await edit('racks.yaml', 'count: 4', 'count: 3')
  // The cableway above it ends a rack earlier.
  await edit('panels.yaml', ' { at: M-4, m: 2.4 },', '')
  await edit('organisations.yaml', 'Jurassix Télécom', 'Jurassix')
  const changes = await moved()
  expect(changes.map(({ kind, handle, does }) => `${does} ${kind} ${handle}`)).toEqual([
    'updated organisation jurassix',
    'removed rack M-4',
    'removed compartment M-4',
    'removed element feed-A-M-4',
    'removed element feed-B-M-4',
    'removed element way-A-M-4',
    'removed element way-B-M-4',
    'updated tray T-M',
  ])
  expect((await apply()).ok).toBe(true)
  await edit('racks.yaml', 'count: 3', 'count: 4')
  await edit('panels.yaml', '{ at: wall-mmr, m: 4 }', '{ at: M-4, m: 2.4 }, { at: wall-mmr, m: 4 }')
  const back = await moved()
  expect(back.map(({ handle, does }) => `${does} ${handle}`)).toContain('created M-4')
  expect(back.find(({ kind }) => kind === 'rack')?.id).toBe(changes.find(({ kind }) => kind === 'rack')?.id)
  expect((await apply()).ok).toBe(true)
  expect(await moved()).toEqual([])
})

test('what is claimed is neither removed nor changed into something else', async () => {
  await edit('exchange.yaml', '- { from: 57, to: 64, speed_mbps: 100000', '- { from: 58, to: 64, speed_mbps: 100000')
  await edit(
    'exchange.yaml',
    '- { from: 57, to: 62, panel: M1-P03, from_position: 1 }',
    '- { from: 58, to: 62, panel: M1-P03, from_position: 2 }',
  )
  await edit('opening.yaml', 'port: sw1/57', 'port: sw1/63')
  const refused = await apply()
  expect(refused.ok).toBe(false)
  expect(!refused.ok && refused.refusal.refusals).toContainEqual({
    code: 'row-claimed',
    kind: 'port',
    handle: 'sw1/57',
  })
  expect(await moved()).not.toEqual([])
  expect(await count('exchange.port')).toBe(64)
})

test('an instrument that a reading names is neither removed nor made another; what was unknown of it may be told', async () => {
  await sql`update market.evidence set instrument_id = i.id from facility.instrument i where i.handle = 'otdr-1'`.execute(
    database.db,
  )
  await edit(
    'instruments.yaml',
    'MTS-4000, calibrated_until: 2026-01-31',
    'MTS-4000, serial: "77", calibrated_until: 2027-01-31',
  )
  expect((await plan()).refusals).toEqual([])
  await edit('instruments.yaml', 'model: MTS-4000', 'model: MTS-2000')
  expect((await plan()).refusals).toEqual([
    { code: 'field-claimed', kind: 'instrument', handle: 'otdr-1', fields: ['model'] },
  ])
  await edit('instruments.yaml', 'handle: otdr-1', 'handle: otdr-2')
  expect((await plan()).refusals).toEqual([{ code: 'row-claimed', kind: 'instrument', handle: 'otdr-1' }])
})

test('a claimed port keeps its speed; the past of the opening is not rewritten', async () => {
  await edit('exchange.yaml', 'to: 64, speed_mbps: 100000', 'to: 64, speed_mbps: 10000')
  await edit('opening.yaml', 'max_prefix_v4: 100', 'max_prefix_v4: 200')
  expect((await plan()).refusals).toEqual([
    { code: 'field-claimed', kind: 'port', handle: 'sw1/57', fields: ['speed_mbps'] },
    { code: 'field-claimed', kind: 'port', handle: 'sw1/58', fields: ['speed_mbps'] },
    { code: 'opening-is-past', kind: 'opening', handle: 'sw1/57' },
  ])
})

test('two loaders at one time load one site', async () => {
  await beginAnew()
  const both = await Promise.all([load(), load()])
  expect(new Set(both.map((result) => result.ok && result.value.did))).toEqual(new Set(['loaded', 'unchanged']))
})

test('a person’s rights follow the file, and the former ones stay readable as withdrawn', async () => {
  await edit(
    'organisations.yaml',
    '{ rights: [read, order], from: "2026-01-01" }',
    '{ rights: [read], from: "2026-01-01" }',
  )
  expect((await moved()).map(({ kind, handle }) => `${kind} ${handle}`)).toEqual(['person claude-jeannin'])
  expect((await apply()).ok).toBe(true)
  expect(await moved()).toEqual([])
  const { rows } = await sql`select "right", withdrawn_at is null as holds from people.authorisation a
    join people.person p on p.id = a.person_id where p.file_handle = 'claude-jeannin' order by 1`.execute(database.db)
  expect(rows).toEqual([
    { right: 'order', holds: false },
    { right: 'read', holds: true },
  ])
})
