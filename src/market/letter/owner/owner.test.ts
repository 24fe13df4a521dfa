import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId, say } from '#kernel'
import { signedOrder } from '../../order/testing.ts'
import { previewOrder } from '../../contract.ts'
import { connectAsked, letterOf, lineAt } from '../../products/cross-connect/testing.ts'
import { drive, type Hall, layHall } from '../../products/rack-space/testing.ts'
import { actorOf, askAs } from '../../testing.ts'
import { marketWords } from '../../words.ts'
import { checkLetter } from '../contract.ts'

let hall: Hall
beforeAll(async () => {
  hall = await layHall()
})
afterAll(() => hall.close())

const OWNED = 'positions: 24, owner: rhin-rhone-transit'
const OTHERS = 'positions: 24, owner: doubs-fibre'
const hand = () => hall.edit('panels.yaml', OWNED, OTHERS)
const back = () => hall.edit('panels.yaml', OTHERS, OWNED)
const end = async (number: string): Promise<void> => {
  await sql`update market.letter set revoked_at = ${hall.now} where number = ${number}`.execute(hall.db)
  await sql`update market.claim set given_back_at = ${hall.now} where letter_id = (select id from market.letter where number = ${number})`.execute(
    hall.db,
  )
}
const claimed = (standing: object) => [
  {
    code: 'panel-owner-claimed',
    panel: 'M3-P01',
    owner: 'rhin-rhone-transit',
    to: 'doubs-fibre',
    letters: [],
    consents: [],
    orders: [],
    services: [],
    ...standing,
  },
]

test('a panel keeps its owner under letters, standing consents, requests and cross-connects, which are named; without any it is handed over', async () => {
  await hand()
  const letter = await letterOf(hall, { panel: 'M3-P01', position: 5 })
  const { refusals } = await hall.plan()
  expect(refusals).toEqual(claimed({ letters: [letter] }))
  for (const language of ['fr', 'en'] as const)
    expect(say(marketWords['panel-owner-claimed'], language, refusals[0])).toMatch(new RegExp(`M3-P01.*${letter}`))
  expect(await hall.apply()).toMatchObject({ ok: false, refusal: { code: 'site-refused' } })

  // Used, it stands as long as its service does; who asked another waits for this owner's word.
  const z = { organisation: 'rhin-rhone-transit', panel: 'M3-P01' }
  const number = await signedOrder(hall, connectAsked({ a: { panel: 'R1-P01' }, z, letter }))
  await drive(hall)
  const { rows } = await sql<{ number: string }>`select number from market.service where id = ${(await lineAt(hall, number)).line.service_id}`.execute(hall.db) // prettier-ignore
  const waiting = await signedOrder(hall, connectAsked({ a: { panel: 'R1-P01' }, z }))
  await drive(hall)
  const consent = newId()
  await sql`insert into market.standing_consent (id, site_id, issuer_id, panel_id, positions, any_company, until_date, given_at)
    select ${consent}, site_id, owner_id, id, '[7,13)', true, '2027-01-01', ${hall.now} from fibre.panel where handle = 'M3-P01'`.execute(
    hall.db,
  )
  const services = rows.map((one) => one.number)
  expect((await hall.plan()).refusals).toEqual(
    claimed({ letters: [letter], consents: ['M3-P01/7–12'], orders: [waiting], services }),
  )
  await back()
  expect((await hall.plan()).refusals).toEqual([])
})

test('a letter whose issuer no longer owns the panel opens no way, under neither owner’s name, and its check does not say valid', async () => {
  const letter = await letterOf(hall, { panel: 'M3-P02', position: 5 })
  const { rows } = await sql<{ code: string }>`select code from market.letter where number = ${letter}`.execute(hall.db)
  const check = () => askAs(hall, checkLetter, { params: { code: rows[0]?.code }, as: actorOf(null) })
  expect(await check()).toMatchObject({ value: { state: 'valid' } })
  const asked = (organisation: string) => connectAsked({ a: { panel: 'R1-P01' }, z: { organisation }, letter })
  const dry = async (organisation: string) =>
    askAs(hall, previewOrder, { as: actorOf(hall.technicians[0], new Set(['admin'])), body: asked(organisation) })
  expect(await dry('alpes-longue-distance')).toMatchObject({ value: { lines: [{ refusal: null }] } })
  // As if nobody had guarded the edit.
  await sql`update fibre.panel set owner_id = (select id from people.organisation where handle = 'doubs-fibre') where handle = 'M3-P02'`.execute(
    hall.db,
  )
  for (const organisation of ['alpes-longue-distance', 'doubs-fibre'])
    expect(await dry(organisation)).toMatchObject({ value: { lines: [{ refusal: { code: 'letter-of-another' } }] } })
  expect(await check()).toMatchObject({ value: { state: 'revoked' } })
  await end(letter)
  await hall.edit('panels.yaml', 'owner: alpes-longue-distance', 'owner: grand-besancon')
  expect((await hall.plan()).refusals).toEqual([])
})
