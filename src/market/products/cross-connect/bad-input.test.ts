import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from 'kysely'
import { say } from '#kernel'
import { askChange } from '../../change/testing.ts'
import { ceaseService, createOrder, type OrderWire, orderWire, preview, previewOrder } from '../../contract.ts'
import { judge } from '../../judge.ts'
import { signOrder, signedOrder } from '../../order/testing.ts'
import { actorOf, askAs } from '../../testing.ts'
import { marketWords } from '../../words.ts'
import { drive, type Hall, layHall } from '../rack-space/testing.ts'
import { connectAsked, doWorkAt, heldBy, letterOf, lineAt } from './testing.ts'

let hall: Hall
beforeAll(async () => {
  hall = await layHall()
})
afterAll(() => hall.close())

const z = { organisation: 'rhin-rhone-transit', panel: 'M3-P01' } as const
const drafted = async (asked: ReturnType<typeof connectAsked>): Promise<OrderWire> => {
  const answer = await askAs(hall, createOrder, {
    as: actorOf(hall.technicians[0], new Set(['admin'])),
    body: asked,
  })
  if (!answer?.ok) throw new Error(JSON.stringify(answer))
  return orderWire.parse(answer.value)
}
const refusedBy = async (asked: ReturnType<typeof connectAsked>) => (await drafted(asked)).lines[0]?.refusal?.code

test('a letter of authorisation used twice, expired, revoked, or for the wrong company does not open a second way', async () => {
  const letter = await letterOf(hall, { panel: 'M3-P01', position: 5 })
  const asked = (organisation = 'jurassix') => connectAsked({ a: { panel: 'R1-P01' }, z, letter }, organisation)
  // Two orders are quoted with it; the one that is signed has it, the other is told that it has been used.
  const [first, second] = [await drafted(asked()), await drafted(asked())]
  expect([first.lines[0]?.refusal, second.lines[0]?.refusal]).toEqual([null, null])
  expect(await signOrder(hall, first.number)).toMatchObject({ ok: true })
  expect(await signOrder(hall, second.number)).toMatchObject({ refusal: { code: 'letter-used', position: 1 } })
  await drive(hall)
  expect(await heldBy(hall, first.number)).toContain('panel-position M3-P01/05')
  expect(await refusedBy(asked())).toBe('letter-used')
  // For another company there is no such letter.
  expect(await refusedBy(asked('manufacture-vauclair'))).toBe('letter-unknown')
  const old = await letterOf(hall, { panel: 'M3-P01', position: 6, expiresOn: '2026-11-22' })
  expect(await refusedBy(connectAsked({ a: { panel: 'R1-P01' }, z, letter: old }))).toBe('letter-expired')
  const gone = await letterOf(hall, { panel: 'M3-P01', position: 7 })
  await sql`update market.letter set revoked_at = ${hall.now} where number = ${gone}`.execute(hall.db)
  await sql`update market.claim set given_back_at = ${hall.now} where letter_id = (select id from market.letter where number = ${gone})`.execute(
    hall.db,
  )
  expect(await refusedBy(connectAsked({ a: { panel: 'R1-P01' }, z, letter: gone }))).toBe('letter-revoked')
})

test('both ends on one panel: one position twice is refused, two positions are one jumper of a metre', async () => {
  const ends = (a: number, other: number) =>
    connectAsked({ a: { panel: 'M2-P03', position: a }, z: { panel: 'M2-P03', position: other } })
  expect(await refusedBy(ends(3, 3))).toBe('same-end')
  const number = await signedOrder(hall, ends(3, 4))
  await drive(hall)
  const { rows } = await sql<{ action: { from: string; to: string; length_m: number } }>`
    select a as action from market.work_order w join market.step s on s.id = w.step_id, jsonb_array_elements(w.what -> 'actions') a
    where s.line_id = ${(await lineAt(hall, number)).line.id} and a ->> 'code' = 'act-run-jumper'`.execute(hall.db)
  expect(rows.map(({ action }) => [action.from, action.to, action.length_m])).toEqual([['M2-P03/03', 'M2-P03/04', 1]])
})

test('both ends on one panel with trunks behind it: the quote says that the way goes out and back, and what is run is one jumper out there', async () => {
  const asked = connectAsked({ a: { panel: 'R1-P01', position: 7 }, z: { panel: 'R1-P01', position: 8 } })
  const note = { code: 'way-over-trunks', panel: 'R1-P01', pairs: ['K-R1/07', 'K-R1/08'], length_m: 37 }
  const dry = await askAs(hall, previewOrder, { as: actorOf(hall.technicians[0], new Set(['admin'])), body: asked })
  expect(dry?.ok && preview.parse(dry.value).lines.map(({ notes }) => notes)).toEqual([[note]])
  expect(say(marketWords['way-over-trunks'], 'fr', note)).toMatch(/R1-P01.*K-R1\/07 et K-R1\/08, 37\u00a0m/)
  expect(say(marketWords['way-over-trunks'], 'en', note)).toMatch(/R1-P01.*K-R1\/07 and K-R1\/08, 37\u00a0m/)
  const quoted = await drafted(asked)
  expect(quoted.lines[0]?.notes).toEqual([note])
  expect(await signOrder(hall, quoted.number)).toMatchObject({ ok: true })
  await drive(hall)
  const { rows } = await sql<{ action: { from: string; to: string } }>`
    select a as action from market.work_order w join market.step s on s.id = w.step_id, jsonb_array_elements(w.what -> 'actions') a
    where s.line_id = ${(await lineAt(hall, quoted.number)).line.id} and a ->> 'code' = 'act-run-jumper'`.execute(
    hall.db,
  )
  expect(rows.map(({ action }) => [action.from, action.to])).toEqual([['M2-P01/07', 'M2-P01/08']])
  // A change that brings both ends onto one panel says the same.
  const other = await signedOrder(
    hall,
    connectAsked({ a: { panel: 'R1-P01', position: 9 }, z: { panel: 'M2-P03', position: 20 } }),
  )
  const { line } = await lineAt(hall, other)
  await sql`update market.service set state = 'in-service', billing_from = '2026-11-23' where id = ${line.service_id}`.execute(
    hall.db,
  )
  const { rows: named } = await sql<{
    number: string
  }>`select number from market.service where id = ${line.service_id}`.execute(hall.db)
  const moved = await askChange(hall, named[0]?.number ?? '', { z: { panel: 'R1-P01', position: 10 } }, true)
  expect(moved.notes).toEqual([{ ...note, pairs: ['K-R1/09', 'K-R1/10'] }])
})

test('a cease dated before the start is refused, and changes nothing', async () => {
  const number = await signedOrder(
    hall,
    connectAsked({ a: { panel: 'M2-P03', position: 8 }, z: { panel: 'M2-P03', position: 9 } }),
  )
  const service = async () =>
    (
      await sql<{ number: string; state: string }>`select number, state from market.service
        where id = ${(await lineAt(hall, number)).line.service_id}`.execute(hall.db)
    ).rows[0]
  const cease = async (on?: string) =>
    askAs(hall, ceaseService, {
      as: actorOf(hall.technicians[0], new Set(['admin'])),
      params: { service: (await service())?.number },
      body: { dry_run: false, ...(on === undefined ? {} : { on }) },
    })
  // While it is delivered there is nothing to cease: its order is cancelled.
  expect(await cease('2026-11-30')).toMatchObject({ refusal: { code: 'illegal-move' } })
  for (let round = 0; round < 5; round += 1) {
    await drive(hall)
    await doWorkAt(hall)
  }
  await drive(hall)
  await sql`update market.line set accepted_handover_at = ${hall.now} where state = 'ready'`.execute(hall.db)
  await drive(hall)
  expect(await cease('2026-11-22')).toMatchObject({
    refusal: { code: 'cease-before-start', wished_on: '2026-11-22', billing_from: '2026-11-23' },
  })
  expect((await service())?.state).toBe('in-service')
  expect((await judge(hall.db, hall.now)).filter(({ what }) => !what.includes('letter'))).toEqual([])
})
