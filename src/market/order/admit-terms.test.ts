import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createOrder, lineQuoted, orderWire, previewOrder } from '../contract.ts'
import { doWork, drive, type Hall, layHall, spaceAsked } from '../products/rack-space/testing.ts'
import { actorOf } from '../testing.ts'
import { say } from '#kernel'
import { admitTerms } from './admit-terms.ts'
import { orderRoutes } from './routes.ts'
import { signOrder } from './testing.ts'
import { orderWords } from './words.ts'

const today = '2026-11-23'
test('a start is neither past nor farther than the contract holds a place; a term is the contract’s at least; the site may go further', () => {
  const admit = (startOn: string | null, termMonths: number | null, bySite = false) => {
    const done = admitTerms({ startOn, termMonths }, { term_months: 12, start_days: 90 }, { today, bySite })
    return done.ok ? null : done.refusal.code
  }
  expect(admit('2026-11-22', null)).toBe('start-in-past')
  expect(admit('2026-11-22', null, true)).toBe('start-in-past')
  expect(admit(today, null)).toBeNull()
  expect(admit('2027-02-21', null)).toBeNull()
  expect(admit('2027-02-22', null)).toBe('start-too-far')
  expect(admit('2027-02-22', null, true)).toBeNull()
  expect(admit(null, 11)).toBe('term-too-short')
  expect(admit(null, 11, true)).toBeNull()
  expect(admit(null, 12)).toBeNull()
})

test('the sentences', () => {
  const no = { start_on: '2099-01-01', latest: '2027-02-21', days: 90, months: 0, least: 12 }
  expect(say(orderWords['start-too-far'], 'fr', no)).toBe(
    'Le début demandé, le 1er janvier 2099, est trop loin : un emplacement se réserve 90 jours d’avance au plus, soit jusqu’au 21 février 2027. Au-delà, écrire au site.',
  )
  expect(say(orderWords['term-too-short'], 'en', no)).toBe(
    'The term that was asked for, 0 months, is shorter than the contract’s 12 months: only the site can grant it.',
  )
})

let hall: Hall
beforeAll(async () => {
  hall = await layHall()
})
afterAll(() => hall.close())

const as = async (who: 'signatory' | 'staff', route: typeof createOrder | typeof previewOrder, body: object) => {
  const served = orderRoutes.find((candidate) => candidate.route === route)
  const { rows } = await sql<{ id: string }>`select id from people.organisation_card where handle = 'jurassix'`.execute(
    hall.db,
  )
  const actor =
    who === 'staff'
      ? actorOf(hall.technicians[0], new Set(['sales']))
      : actorOf(hall.signatory, new Set(), new Map([[rows[0]?.id ?? '', new Set(['order', 'sign'] as const)]]))
  const answer = await served?.handle({
    params: {},
    query: {},
    body,
    actor,
    by: { kind: 'person', id: actor.personId },
    db: hall.db,
    now: hall.now,
    clock: () => hall.now,
    ifMatch: null,
  })
  if (!answer?.ok) throw new Error(JSON.stringify(answer))
  return answer.value
}

test('a customer’s own order keeps to the contract; what the site grants is in the quote, and its place is handed over on its day', async () => {
  const far = spaceAsked({ watts: 400, start_on: '2099-01-01' })
  const refused = orderWire.parse(await as('signatory', createOrder, far))
  expect(refused.lines[0]).toMatchObject({ state: 'refused', refusal: { code: 'start-too-far', days: 90 } })
  expect(refused.lines[0]?.holds).toEqual([])
  const short = spaceAsked({ watts: 400, term_months: 0 })
  expect(await as('signatory', previewOrder, short)).toMatchObject({ refusal: { code: 'term-too-short', least: 12 } })
  expect(await as('staff', previewOrder, short)).toMatchObject({ refusal: null, lines: [{ term_months: 0 }] })

  const granted = orderWire.parse(
    await as('staff', createOrder, spaceAsked({ watts: 400, term_months: 6, start_on: '2027-03-15' })),
  )
  expect(granted.lines[0]).toMatchObject({ state: 'quoted', term_months: 6 })
  expect(await signOrder(hall, granted.number)).toMatchObject({ ok: true })
  const state = async () =>
    (
      await sql<{ state: string; code: string | null; day: string | null; from: string | null }>`
        select l.state, l.waiting_what ->> 'code' as code, l.waiting_what ->> 'day' as day, s.billing_from::text as "from" from market.line l
          join market."order" o on o.id = l.order_id join market.service s on s.id = l.service_id where o.number = ${granted.number}`.execute(
        hall.db,
      )
    ).rows[0]
  const work = async () => {
    await drive(hall)
    const codes = await doWork(hall)
    await drive(hall)
    return codes
  }
  expect(await work()).not.toContain('hand-keys')
  expect(await work()).toEqual([])
  expect(await state()).toMatchObject({ state: 'waiting', code: 'space-starts-on', day: '2027-03-15' })
  hall.now = new Date('2027-03-15T07:00:00Z')
  await drive(hall)
  expect(await work()).toHaveLength(1)
  await work()
  expect(await state()).toMatchObject({ state: 'ready' })
  hall.now = new Date('2027-04-01T07:00:00Z')
  await drive(hall)
  const begun = await state()
  expect(begun).toMatchObject({ state: 'in-service' })
  expect((begun?.from ?? '') >= '2027-03-15').toBe(true)
  expect(lineQuoted.shape.term_months).toBeDefined()
})
