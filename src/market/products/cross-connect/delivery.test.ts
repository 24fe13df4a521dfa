import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Route } from '#kernel'
import type { Actor } from '#people'
import { inTransaction } from '#postgres'
import { driveLine } from '../../delivery/drive-line.ts'
import { judge } from '../../judge.ts'
import { cancelOrder } from '../../order/cancel.ts'
import { signedOrder } from '../../order/testing.ts'
import { theSite } from '../../store.ts'
import { admitProof } from '../../work-order/admit-proof.ts'
import { releaseLetter } from '../../letter/issue/store.ts'
import { listWorkRows } from '../../work-order/store.ts'
import { asked as portAsked, actorOf } from '../../testing.ts'
import { drive, type Hall, layHall } from '../rack-space/testing.ts'
import { listTimeToLight, showRoute } from './contract.ts'
import { crossConnectRoutes } from './routes.ts'
import { deliverSteps } from './steps.ts'
import { cease, connectAsked, doWorkAt, heldBy, letterOf, lineAt } from './testing.ts'
import { signsOf, timeToLight } from './store.ts'

let hall: Hall
let free = 0
beforeAll(async () => {
  hall = await layHall()
})
afterAll(() => hall.close())

const by = { kind: 'system', id: null } as const
/** From row 6, over the panel on the way, to another free position of the site's own panel each time. */
const farAsked = () => connectAsked({ a: { panel: 'R6-P01' }, z: { panel: 'M2-P03', position: (free += 1) } })
const carrier = { organisation: 'rhin-rhone-transit', panel: 'M3-P01' } as const

const deliver = async (rounds = 6, dbm = -70): Promise<readonly string[]> => {
  const asked: string[] = []
  for (let round = 0; round < rounds; round += 1) {
    await drive(hall)
    asked.push(...(await doWorkAt(hall, dbm)))
  }
  return asked
}
/** The oldest first. */
const openWork = async () =>
  (await listWorkRows(hall.db, { state: null, open: true, before: null, limit: 10 })).rows.toReversed()
const november = (siteId: string) => ({ siteId, from: '2026-11-01', until: '2026-11-30' })
const cancel = async (number: string): Promise<void> => {
  const { order } = await lineAt(hall, number)
  await inTransaction(hall.db, (tx) => cancelOrder({ tx, now: hall.now, by }, order, 'changed their mind'))
}

test('from the signature to the ready notice: jumpers told end by end, each strand under the limit of its own way', async () => {
  const number = await signedOrder(hall, farAsked())
  await drive(hall)
  const works = await openWork()
  const patching = works.flatMap(({ what }) => what.actions.filter(({ code }) => code.startsWith('act-run')))
  const service = (
    await sql<{ number: string }>`select number from market.service where product = 'cross-connect'`.execute(hall.db)
  ).rows[0]?.number
  expect(patching).toEqual([
    {
      code: 'act-run-jumper',
      service,
      from: 'R5-P02/01',
      to: 'R5-P01/01',
      length_m: 1,
      colour: 'yellow',
      connector_from: 'LC-UPC',
      connector_to: 'LC-UPC',
      label_from: `${service} → R5-P01/01`,
      label_to: `${service} → R5-P02/01`,
      stocked: true,
      hybrid: false,
    },
    expect.objectContaining({ from: 'M2-P02/25', to: 'M2-P03/01', length_m: 1 }),
  ])
  expect(works[0]?.what.places.map(({ room, rack, panel, position }) => [room, rack, panel, position])).toContainEqual([
    'Salle informatique',
    '5-1',
    'R5-P02',
    1,
  ])
  expect(works[0]?.needs.map(({ name }) => name)).toEqual([
    'end-faces',
    'end-face-grade',
    'label-from',
    'label-to',
    'note',
  ])
  expect((await doWorkAt(hall)).toSorted()).toEqual(['work-run-jumpers', 'work-run-jumpers'])
  await drive(hall)
  const [measuring] = await openWork()
  // Five sleeves, two splices, 42 m: 5 × 0.75 + 2 × 0.3 + 0.042 × 0.4.
  const loss = measuring?.needs.find(({ name }) => name === 'loss-1')
  expect([measuring?.what.what.code, loss?.unit, loss?.min, loss?.max]).toEqual(['work-prove-fibre', 'dB', 0, 4.37])
  expect(measuring?.needs.map(({ name }) => name)).toEqual(['loss-1', 'loss-2', 'polarity', 'note'])
  const read = (value: number) =>
    admitProof(measuring?.needs ?? [], { name: 'loss-2', kind: 'reading', value, taken_at: '2026-11-23T09:00:00Z' })
  expect([read(4.37).ok, read(4.38).ok]).toEqual([true, false])
  await deliver(3)
  const { line, steps } = await lineAt(hall, number)
  expect(steps.map(({ name, state }) => [name, state])).toEqual(deliverSteps.map(({ name }) => [name, 'done']))
  expect([line.state, line.notice_sent_at === null]).toEqual(['ready', false])
  const site = await theSite(hall.db)
  expect(await timeToLight(hall.db, november(site.id))).toEqual([
    { month: '2026-11', lines: 1, median_hours: 0, median_site_hours: 0 },
  ])
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test('a slow other side: the line waits for it by name, its own end is held; the letter brings the rest', async () => {
  const number = await signedOrder(hall, connectAsked({ a: { panel: 'R1-P01' }, z: carrier }))
  await drive(hall)
  const waiting = await lineAt(hall, number)
  expect([waiting.line.state, waiting.line.waiting_for, waiting.line.waiting_what]).toEqual([
    'waiting',
    'other-side',
    { code: 'letter-awaited', organisation: 'Rhin-Rhône Transit', handle: 'rhin-rhone-transit' },
  ])
  const asked = await sql`select from market.letter_request where line_id = ${waiting.line.id}`.execute(hall.db)
  expect(asked.rows).toHaveLength(1)
  const serviceId = waiting.line.service_id ?? ''
  const signOf = async () => (await signsOf(hall.db, waiting.order.site_id, [serviceId])).get(serviceId)
  const before = await signOf()
  hall.now = new Date(hall.now.getTime() + 48 * 3_600_000)
  await letterOf(hall, { panel: 'M3-P01', position: 9, lineId: waiting.line.id })
  expect(await signOf()).not.toBe(before)
  await drive(hall)
  expect(await heldBy(hall, number)).toEqual([
    'end-a R1-P01/01',
    'panel-position R1-P01/01',
    'trunk-pair K-R1/01',
    'panel-position M2-P01/01',
    'panel-position M3-P01/09',
    'end-z M3-P01/09',
  ])
  const hybrid = (await openWork()).flatMap(({ what }) => what.actions.filter(({ code }) => code === 'act-run-hybrid'))
  expect(hybrid).toMatchObject([
    { from: 'M2-P01/01', connector_from: 'LC-UPC', to: 'M3-P01/09', connector_to: 'SC-APC' },
  ])
  await deliver()
  expect((await lineAt(hall, number)).line.state).toBe('ready')
  // Two lines: one at once, one that waited two days for somebody else.
  expect(await timeToLight(hall.db, november(waiting.order.site_id))).toEqual([
    { month: '2026-11', lines: 2, median_hours: expect.closeTo(24, 1), median_site_hours: expect.closeTo(0, 1) },
  ])
  const { rows } = await sql<{
    owner: string
  }>`select distinct owner from market.clock where line_id = ${waiting.line.id} and ended_at is not null`.execute(
    hall.db,
  )
  expect(rows.map(({ owner }) => owner)).toContain('other-side')
})

test('the letter that was ordered with is revoked before anybody moved: the line waits, and another letter leads elsewhere', async () => {
  const number = await byLetter(20)
  const { line } = await lineAt(hall, number)
  expect(await heldBy(hall, number)).toContain('end-z M3-P01/20')
  const { rows } = await sql<{ id: string }>`update market.letter set revoked_at = ${hall.now}, version = version + 1
    where for_line_id = ${line.id} returning id`.execute(hall.db)
  await releaseLetter(hall.db, rows[0]?.id ?? '', hall.now)
  await drive(hall)
  expect((await lineAt(hall, number)).line).toMatchObject({ waiting_for: 'other-side' })
  await letterOf(hall, { panel: 'M3-P01', position: 21, lineId: line.id })
  await deliver()
  const held = await heldBy(hall, number)
  expect(held.filter((one) => one.includes('M3-P01'))).toEqual(['panel-position M3-P01/21', 'end-z M3-P01/21'])
  expect((await lineAt(hall, number)).line.state).toBe('ready')
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test('a standing consent needs no letter; a way that is full waits for the site and goes on when there is room', async () => {
  await sql`insert into market.standing_consent (id, site_id, issuer_id, panel_id, positions, any_company, until_date, given_at)
    select gen_random_uuid(), p.site_id, p.owner_id, p.id, '[3,4]', true, '2027-12-31', ${hall.now} from fibre.panel_card p where p.handle = 'M3-P02'`.execute(
    hall.db,
  )
  const z = { organisation: 'alpes-longue-distance' } as const
  const number = await signedOrder(hall, connectAsked({ a: { panel: 'R2-P01' }, z }))
  // Row 6 is reached over the panels of the other rows: with all of them held, the letter comes and there is no way.
  const far = await signedOrder(hall, connectAsked({ a: { panel: 'R6-P01' }, z: carrier }))
  const { line } = await lineAt(hall, far)
  const blocker = await lineAt(hall, number)
  await sql`insert into market.claim (id, site_id, line_id, service_id, kind, thing_id, span, label, held_at)
    select gen_random_uuid(), p.site_id, ${blocker.line.id}, ${blocker.line.service_id}, 'panel-position', p.id, int8range(n, n + 1), 'test', ${hall.now}
    from fibre.panel_card p cross join generate_series(1, 24) n where p.handle in ('R1-P01', 'R2-P01', 'R3-P01', 'R5-P01')
      and not exists (select from market.claim c where c.thing_id = p.id and c.span @> n::bigint and c.given_back_at is null)`.execute(
    hall.db,
  )
  await letterOf(hall, { panel: 'M3-P01', position: 11, lineId: line.id })
  await drive(hall)
  expect(await heldBy(hall, number)).toContain('end-z M3-P02/03')
  expect((await lineAt(hall, far)).line).toMatchObject({ waiting_for: 'site', waiting_what: { code: 'no-route' } })
  await sql`update market.claim set given_back_at = ${hall.now} where label = 'test'`.execute(hall.db)
  await deliver()
  expect((await lineAt(hall, far)).line.state).toBe('ready')
  expect((await lineAt(hall, number)).line.state).toBe('ready')
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test.each(deliverSteps.map(({ name }) => [name] as const))(
  'cancelled after the step %s: what was plugged is pulled with a second person, no claim is left',
  async (last) => {
    const number = await signedOrder(hall, farAsked())
    for (let round = 0; round < 8; round += 1) {
      await drive(hall)
      const { steps } = await lineAt(hall, number)
      if (steps.find(({ name }) => name === last)?.state === 'done') break
      await doWorkAt(hall)
    }
    expect((await lineAt(hall, number)).steps.find(({ name }) => name === last)?.state).toBe('done')
    await cancel(number)
    await drive(hall)
    // A jumper that nobody had begun to run has nothing to be pulled.
    const works = await openWork()
    expect(works.every(({ second_person: second }) => second)).toBe(true)
    const pulled = await deliver()
    expect(pulled).toEqual(last === 'consent' ? [] : ['work-pull-jumpers', 'work-pull-jumpers'])
    expect((await lineAt(hall, number)).line.state).toBe('cancelled')
    expect(await heldBy(hall, number)).toEqual([])
    expect(await judge(hall.db, hall.now)).toEqual([])
  },
)

const tally = async (number: string) => {
  const { line, holds } = await lineAt(hall, number)
  const { rows } = await sql<{ works: number; evidence: number; letters: number }>`
    select (select count(*)::int from market.work_order w join market.step s on s.id = w.step_id where s.line_id = ${line.id}) as works,
      (select count(*)::int from market.evidence where line_id = ${line.id}) as evidence,
      (select count(*)::int from market.letter where used_line_id = ${line.id}) as letters`.execute(hall.db)
  return { state: line.state, holds: holds.length, ...rows[0] }
}
const byLetter = async (position: number): Promise<string> => {
  const letter = await letterOf(hall, { panel: 'M3-P01', position })
  return signedOrder(hall, connectAsked({ a: { panel: 'R3-P01' }, z: carrier, letter }))
}

test('each step run twice equals once, each undo too', async () => {
  const once = await byLetter(13)
  await deliver()
  for (const step of deliverSteps) {
    const [act, found, undo] = [step.act.bind(step), step.found.bind(step), step.undo.bind(step)]
    const twoTimes =
      <A, B>(run: (context: A) => Promise<B>) =>
      async (context: A): Promise<B> => {
        await run(context)
        return run(context)
      }
    vi.spyOn(step, 'act').mockImplementation(twoTimes(act))
    vi.spyOn(step, 'found').mockImplementation(twoTimes(found))
    vi.spyOn(step, 'undo').mockImplementation(twoTimes(undo))
  }
  const twice = await byLetter(14)
  await deliver()
  expect(await tally(twice)).toEqual(await tally(once))
  expect(await tally(twice)).toMatchObject({ state: 'ready', letters: 1 })
  await cancel(twice)
  await deliver()
  vi.restoreAllMocks()
  expect(await tally(twice)).toMatchObject({ state: 'cancelled', holds: 0 })
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test('killed at any point of a round, the round leaves nothing, and the next driver finishes', async () => {
  const number = await byLetter(15)
  const site = await theSite(hall.db)
  const stateOf = async (id: string) =>
    (
      await sql`select (select json_agg(row(name, state) order by position) from market.step where line_id = ${id}) as steps,
        (select json_agg(label order by id) from market.claim where line_id = ${id}) as claims,
        (select count(*) from market.letter where used_line_id = ${id}) as used`.execute(hall.db)
    ).rows
  for (let round = 0; round < 8; round += 1) {
    const { line } = await lineAt(hall, number)
    if (line.state === 'ready') break
    const before = await stateOf(line.id)
    const killed = inTransaction(hall.db, async (tx) => {
      await driveLine(tx, site, line.id, hall.now)
      throw new Error('killed')
    })
    await expect(killed).rejects.toThrow('killed')
    expect(await stateOf(line.id)).toEqual(before)
    await drive(hall)
    await doWorkAt(hall)
  }
  expect((await lineAt(hall, number)).line.state).toBe('ready')
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test.each([
  ['dark', -70, false, 'work-pull-jumpers'],
  ['light on it', -3.2, true, 'work-pull-lit'],
  ['just above dark', -39.9, true, 'work-pull-lit'],
] as const)(
  'ceased, %s: seen first, then pulled backwards; a named person and a second one where there is light',
  async (_, dbm, lit, code) => {
    const number = await signedOrder(hall, farAsked())
    await deliver()
    const ceasing = await cease(hall, number)
    await drive(hall)
    expect((await openWork()).map(({ what }) => what.what.code)).toEqual(['work-see-dark'])
    await doWorkAt(hall, dbm)
    await drive(hall)
    const [pulling] = await openWork()
    expect([pulling?.what.what.code, pulling?.second_person]).toEqual([code, lit])
    expect(pulling?.needs.some(({ name, required }) => name === 'may-go-dark' && required)).toBe(lit)
    expect(pulling?.what.places[0]?.panel).toMatch(/^M2/)
    expect(await deliver()).toEqual([code, code])
    expect((await lineAt(hall, ceasing)).line.state).toBe('dismantled')
    expect(await heldBy(hall, number)).toEqual([])
    expect((await judge(hall.db, hall.now)).filter(({ kind }) => kind !== 'lost')).toEqual([])
  },
)

const ask = (route: Route, of: { readonly params?: object; readonly query?: object; readonly as: Actor }) => {
  const served = crossConnectRoutes.find((one) => one.route === route)
  if (!served) throw new Error(`${route.path} is not served`)
  return served.handle({
    params: of.params ?? {},
    query: of.query ?? { months: 12 },
    body: {},
    actor: of.as,
    by,
    db: hall.db,
    now: hall.now,
    clock: () => hall.now,
    ifMatch: null,
  })
}

test('a customer reads its own way, computed as the plant stands; a stranger is told of nothing; the time to light is public', async () => {
  const number = await signedOrder(hall, farAsked())
  await deliver()
  const { order, line } = await lineAt(hall, number)
  const { rows } = await sql<{
    number: string
  }>`select number from market.service where id = ${line.service_id}`.execute(hall.db)
  const params = { service: rows[0]?.number }
  const own = actorOf(null, new Set(), new Map([[order.organisation_id, new Set(['read'] as const)]]))
  const stranger = actorOf(null, new Set(), new Map([[line.id, new Set(['read'] as const)]]))
  expect(await ask(showRoute, { params, as: own })).toMatchObject({
    value: {
      media: 'os2',
      length_m: 42,
      mated_pairs: 5,
      splices: 2,
      limit_db: 4.37,
      wavelength_nm: 1310,
      hops: [
        { is: 'trunk', loss_db: 0.9, loss_source: 'assumed' },
        { is: 'jumper', colour: 'yellow', length_m: 1 },
        { is: 'trunk', loss_db: null, loss_source: null },
        { is: 'jumper' },
      ],
    },
  })
  expect(await ask(showRoute, { params, as: stranger })).toBeNull()
  expect(await ask(listTimeToLight, { as: stranger })).toMatchObject({ value: { items: [{ month: '2026-11' }] } })
})

test('a port of the exchange at one end: while equipment answers there, nobody pulls without a second person, however dark the meter reads', async () => {
  const port = portAsked('jurassix', { asn: 64510, mac: '02:be:50:00:02:01' })
  const both = connectAsked({ a: { panel: 'R2-P01' }, z: { exchange: true, line: 2 } })
  const number = await signedOrder(hall, { ...both, lines: [...both.lines, ...port.lines] })
  await deliver()
  const { line } = await lineAt(hall, number, 2)
  await sql`insert into exchange.found_port (port_id, link, changed_at, at)
    select c.thing_id, 'up', ${hall.now}, ${hall.now} from market.claim c where c.service_id = ${line.service_id} and c.kind = 'port'
    on conflict (port_id) do update set link = 'up'`.execute(hall.db)
  await cease(hall, number)
  await drive(hall)
  await doWorkAt(hall, -70)
  await drive(hall)
  const [pulling] = await openWork()
  expect([pulling?.what.what.code, pulling?.second_person]).toEqual(['work-pull-lit', true])
  await deliver()
  expect(await heldBy(hall, number)).toEqual([])
})

test('copper between two rows: wire map and length instead of dB; a row behind the meet-me room is still under 100 m', async () => {
  const number = await signedOrder(
    hall,
    connectAsked({ media: 'copper', a: { panel: 'R1-P02' }, z: { panel: 'R3-P02' } }),
  )
  await drive(hall)
  const [patching] = await openWork()
  expect(patching?.what.actions).toMatchObject([{ code: 'act-run-jumper', colour: 'blue', connector_from: 'RJ45' }, {}])
  await doWorkAt(hall)
  await drive(hall)
  const [measuring] = await openWork()
  expect(measuring?.needs.map(({ name, unit, max }) => [name, unit, max])).toEqual([
    ['wire-map', null, null],
    ['length', 'm', 100],
    ['note', null, null],
  ])
  await deliver(3)
  expect((await lineAt(hall, number)).line.state).toBe('ready')
})
