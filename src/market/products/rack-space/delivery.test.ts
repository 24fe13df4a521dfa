import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PlantCompartment } from '#facility'
import { inTransaction, readFile } from '#postgres'
import { acceptLine } from '../../change/testing.ts'
import { claimsOfLines } from '../../claim/store.ts'
import { insertSteps, stepsOf } from '../../delivery/store.ts'
import { judge } from '../../judge.ts'
import { cancelOrder } from '../../order/cancel.ts'
import { changeLine, findOrder, insertLine, insertOrder, linesOf } from '../../order/store.ts'
import { signedOrder } from '../../order/testing.ts'
import { changeService } from '../../service/store.ts'
import { theSite } from '../../store.ts'
import { admitProof } from '../../work-order/admit-proof.ts'
import { listWorkRows } from '../../work-order/store.ts'
import { type HandoverNote, linesOfNote, printNote } from './print-note.ts'
import { ceaseSteps, deliverSteps } from './steps.ts'
import { doWork, drive, type Hall, layHall, spaceAsked } from './testing.ts'

let hall: Hall
beforeAll(async () => {
  hall = await layHall()
})
afterAll(() => hall.close())

const by = { kind: 'system', id: null } as const
const lineOf = async (number: string) => {
  const order = await findOrder(hall.db, number)
  const [line] = order ? await linesOf(hall.db, [order.id]) : []
  if (!order || !line) throw new Error(`no order ${number}`)
  return { order, line, steps: await stepsOf(hall.db, [line.id]) }
}
const heldOf = async (number: string) => claimsOfLines(hall.db, [(await lineOf(number)).line.id])
/** Fulfilment and the site's people in turn; answers what they were asked, in order. */
const deliver = async (rounds = 6): Promise<readonly string[]> => {
  const asked: string[] = []
  for (let round = 0; round < rounds; round += 1) {
    await drive(hall)
    asked.push(...(await doWork(hall)))
  }
  return asked
}

test('a half rack goes from the signature to the notice: both sides proved, keys handed, the note on paper', async () => {
  const number = await signedOrder(hall, spaceAsked({ size: 'half', watts: 2000 }))
  await drive(hall)
  const [work] = (await listWorkRows(hall.db, { state: null, open: true, before: null, limit: 10 })).rows
  expect(work?.needs.map(({ name, equals, min, max }) => [name, equals ?? [min, max]])).toEqual([
    ['scan-way-a', 'way-A-1-21/a'],
    ['scan-feed-a', 'feed-A-1-21/a'],
    ['voltage-a', [207, 253]],
    ['phase-a', 'L3'],
    ['dead-a', [0, 50]],
    ['scan-way-b', 'way-B-1-21/a'],
    ['scan-feed-b', 'feed-B-1-21/a'],
    ['voltage-b', [207, 253]],
    ['phase-b', 'L3'],
    ['dead-b', [0, 50]],
    ['note', [null, null]],
  ])
  const proof = { name: 'scan-way-a', kind: 'scan' as const, text: 'way-A-1-22/a', taken_at: '2026-11-23T09:00:00Z' }
  expect(admitProof(work?.needs ?? [], proof)).toMatchObject({ ok: false, refusal: { code: 'scan-differs' } })
  expect(
    admitProof(work?.needs ?? [], { ...proof, name: 'dead-a', kind: 'reading', text: undefined, value: 231 }),
  ).toMatchObject({
    ok: false,
    refusal: { code: 'reading-outside' },
  })

  expect(await deliver()).toEqual(['work-prove-feeds', 'work-hand-keys'])
  const { line, steps } = await lineOf(number)
  expect(steps.map(({ name, state }) => [name, state])).toEqual(deliverSteps.map(({ name }) => [name, 'done']))
  expect([line.state, line.notice_sent_at === null]).toEqual(['ready', false])
  const { rows } = await sql<{ file_id: string; by_person: string | null }>`
    select file_id, by_person from market.evidence where line_id = ${line.id} and proof = 'handover-note'`.execute(
    hall.db,
  )
  const note = await readFile(hall.db, rows[0]?.file_id ?? '')
  expect(note?.mediaType).toBe('application/pdf')
  expect(
    Buffer.from(note?.content ?? [])
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-')
  expect(note?.ownerOrganisationId).toBe((await lineOf(number)).order.organisation_id)
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test.each(deliverSteps.map(({ name }, at) => [name, at] as const))(
  'cancelled after the step %s: breakers are opened and keys come back, no claim and no watt is left',
  async (_, at) => {
    const number = await signedOrder(hall, spaceAsked({ watts: 700 }))
    for (let round = 0; round < 10; round += 1) {
      await drive(hall)
      const { steps } = await lineOf(number)
      if (steps[at]?.state === 'done') break
      await doWork(hall)
    }
    const { order, line } = await lineOf(number)
    // Billing may not have begun: what was noticed and not accepted is cancelled like the rest.
    expect(['delivering', 'waiting', 'ready']).toContain(line.state)
    await inTransaction(hall.db, (tx) => cancelOrder({ tx, now: hall.now, by }, order, 'changed their mind'))
    const asked = await deliver()
    expect(asked).toEqual(['work-keys-back', 'work-open-breakers'].slice(at === 0 ? 1 : 0))
    expect((await lineOf(number)).line.state).toBe('cancelled')
    expect(await heldOf(number)).toEqual([])
    expect(await judge(hall.db, hall.now)).toEqual([])
  },
)

test('units of the shared rack: nobody opens its breakers, nobody gets a key', async () => {
  const number = await signedOrder(hall, spaceAsked({ size: 'shared', units_u: 2, watts: 300, sides: 'A' }))
  await drive(hall)
  const [work] = (await listWorkRows(hall.db, { state: null, open: true, before: null, limit: 10 })).rows
  expect(work?.needs.map(({ name }) => name)).toEqual([
    'scan-way-a',
    'scan-feed-a',
    'voltage-a',
    'phase-a',
    'outlets-a',
    'note',
  ])
  expect(work?.what.actions.map(({ code }) => code)).toContain('act-never-open')
  expect(await deliver()).toEqual(['work-prove-feeds'])
  expect((await lineOf(number)).line.state).toBe('ready')
})

test('cease: seen empty before a breaker is opened, then keys back; the place and its power are free again', async () => {
  const number = await signedOrder(hall, spaceAsked({ watts: 900 }))
  await deliver()
  const { order, line } = await lineOf(number)
  const held = await heldOf(number)
  const serviceId = line.service_id ?? ''
  const site = await theSite(hall.db)
  await inTransaction(hall.db, async (tx) => {
    await changeLine(tx, line.id, { state: 'in-service' })
    await changeService(tx, serviceId, { state: 'in-service' })
    await changeService(tx, serviceId, { state: 'notice-given' })
    const { id } = await insertOrder(tx, site, {
      organisationId: order.organisation_id,
      kind: 'cease',
      draftedBy: null,
      now: hall.now,
      asked: { together: false },
    })
    const cease = await insertLine(tx, {
      orderId: id,
      position: 1,
      does: 'cease',
      product: 'rack-space',
      parameters: {},
      serviceId,
    })
    await insertSteps(tx, cease, ceaseSteps)
    await changeLine(tx, cease, { state: 'quoted' })
    await changeLine(tx, cease, { state: 'accepted' })
  })
  expect(held.map(({ label }) => label)).toHaveLength(1)
  await drive(hall)
  const { rows: open } = await listWorkRows(hall.db, { state: null, open: true, before: null, limit: 10 })
  expect(open.map((one) => [one.what.what.code, one.second_person])).toEqual([['work-empty-space', false]])
  expect((await deliver()).toSorted()).toEqual(['work-empty-space', 'work-keys-back', 'work-open-breakers'])
  expect(await heldOf(number)).toEqual([])
  const { rows } = await sql<{ state: string }>`select state from market.service where id = ${serviceId}`.execute(
    hall.db,
  )
  expect(rows[0]?.state).toBe('closed')
  expect((await judge(hall.db, hall.now)).filter(({ what }) => what.includes('power') || what.includes('sum'))).toEqual(
    [],
  )
})

test('the note says place, power and readings in the customer’s language, and prints names of any Latin alphabet', async () => {
  const compartment: PlantCompartment = {
    id: 'c',
    handle: '3-21/a',
    firstU: 1,
    unitsU: 11,
    lock: 'lock 3-21/a',
    rack: '3-21',
    rackId: 'k',
    rackKg: 1000,
    row: '3',
    room: 'hall',
    roomName: 'Salle informatique',
    roomKind: 'data-hall',
    xMm: 0,
    yMm: 0,
    size: 'quarter',
    fact: 'built',
    outlets: [],
  }
  const note: HandoverNote = {
    customer: 'Łódź Hébergement',
    operator: 'Vesontio Datacenter',
    site: 'Besançon',
    order: 'BES-O-2026-00042',
    language: 'fr',
    sides: 'A+B',
    specimen: true,
    zone: 'Europe/Paris',
    at: new Date('2026-11-23T09:00:00Z'),
    standing: {
      service: 'BES-RS-000001',
      compartment,
      label: '3-21/a',
      shared: false,
      watts: 1500,
      circuits: [],
      outlets: [],
    },
    shown: [
      {
        step: 'feeds',
        proof: 'voltage-a',
        value: '231',
        unit: 'V',
        by: 'Camille Roy',
        instrument: {
          handle: 'mm-1',
          kind: 'multimeter',
          make: 'Fluke',
          model: '179',
          serial: '12345678',
          calibrated_until: '2027-03-03',
        },
        at: new Date('2026-11-23T09:00:00Z'),
      },
    ],
  }
  const lines = linesOfNote(note)
  expect(lines).toContainEqual(['Puissance souscrite', '1,5 kW au total sur A et B, que chaque voie porte seule'])
  expect(lines.at(-1)).toEqual([
    'Tension A',
    '231 V, Camille Roy, Fluke 179, n°\u00A012345678, étalonné jusqu’au 3 mars 2027, 23 nov. 2026, 10:00',
  ])
  expect((await printNote(note)).length).toBeGreaterThan(5000)
})

test('an agreed start: held from the signature, made ready before, handed over on its day and billed from it', async () => {
  const number = await signedOrder(hall, spaceAsked({ watts: 400, start_on: '2027-02-01' }))
  expect(await heldOf(number)).toHaveLength(1)
  await deliver()
  expect((await lineOf(number)).line).toMatchObject({ state: 'waiting', waiting_what: { code: 'space-starts-on' } })
  hall.now = new Date('2027-02-01T07:00:00Z')
  await drive(hall)
  await deliver()
  expect((await lineOf(number)).line.state).toBe('ready')
  await acceptLine(hall, number)
  await drive(hall)
  const { line } = await lineOf(number)
  const { rows } = await sql<{ billing_from: string; state: string; term_ends: string }>`
    select billing_from::text, state, term_ends::text from market.service where id = ${line.service_id}`.execute(
    hall.db,
  )
  expect(rows).toEqual([{ billing_from: '2027-02-01', state: 'in-service', term_ends: '2028-02-01' }])
})
