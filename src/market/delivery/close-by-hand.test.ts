import { afterAll, beforeAll, expect, test } from 'vitest'
import { acceptLine, lineOf, signedChange, standing } from '../change/testing.ts'
import { closeStep, confirmWork } from '../contract.ts'
import { judge } from '../judge.ts'
import { signedOrder } from '../order/testing.ts'
import { doWork, drive, type Hall, layHall, spaceAsked } from '../products/rack-space/testing.ts'
import { marketRoutes } from '../routes.ts'
import { actorOf } from '../testing.ts'
import { workOfStep } from '../work-order/store.ts'
import { closeByHand } from './close-by-hand.ts'

let hall: Hall
beforeAll(async () => {
  hall = await layHall()
})
afterAll(() => hall.close())

const asAdmin = async (route: object, person: string | null, params: object, body: object = {}) => {
  const served = marketRoutes.find((one) => one.route === route)
  const { db, now } = hall
  const actor = { ...actorOf(hall.technicians[0], new Set(['admin'])), personId: person }
  const by = { kind: 'person', id: person } as const
  const answer = await served?.handle({ params, query: {}, body, actor, by, db, now, clock: () => now, ifMatch: null })
  return answer?.ok ? 'ok' : answer?.refusal.code
}
const proof = {
  note: 'seen open',
  file_name: 'p.pdf',
  content_base64: Buffer.from('%PDF-1.4\n%proof\n').toString('base64'),
}

test('what takes two takes two: an administrator who closes it by hand is one of them, before or after the other', async () => {
  const created = await signedOrder(hall, spaceAsked({ watts: 500 }))
  for (let round = 0; round < 3; round += 1) {
    await drive(hall)
    await doWork(hall)
  }
  await drive(hall)
  await acceptLine(hall, created)
  await drive(hall)
  const { number } = await standing(hall, created)
  const order = await signedChange(hall, number, { sides: 'A' })
  await drive(hall)
  const feedOff = async () => {
    const step = (await lineOf(hall, order)).steps.find(({ name }) => name === 'feed-off')
    const work = step && (await workOfStep(hall.db, step.id, false))
    if (!step || !work) throw new Error('no side is opened')
    return { step, work }
  }
  const { step, work } = await feedOff()
  expect(work).toMatchObject({ second_person: true, state: 'open' })
  const [one, two] = hall.technicians

  expect(await asAdmin(closeStep, one, { step: step.id }, proof)).toBe('ok')
  await drive(hall)
  expect(await feedOff()).toMatchObject({
    step: { state: 'acted', closed_by: null, waits_what: { code: 'work-to-confirm' } },
    work: { state: 'to-confirm', done_by: one, confirmed_by: null },
  })
  // Not by the same one, neither on the work order nor by hand; not by a key that is nobody.
  expect(await asAdmin(confirmWork, one, { work: work.number })).toBe('same-person')
  expect(await asAdmin(closeStep, one, { step: step.id }, proof)).toBe('same-person')
  expect(await asAdmin(closeStep, null, { step: step.id }, proof)).toBe('same-person')
  expect(await asAdmin(closeStep, two, { step: step.id }, proof)).toBe('ok')
  expect(await feedOff()).toMatchObject({
    step: { state: 'done', closed_by: two },
    work: { state: 'done', done_by: one, confirmed_by: two },
  })
  await drive(hall)
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test('what one person may do, one closes; what is done already is closed as it is', () => {
  const work = (state: 'open' | 'blocked' | 'to-confirm' | 'done', second = true) =>
    ({ state, second_person: second, done_by: 'a' }) as const
  expect(closeByHand('machine', null, 'a')).toEqual({ ok: true, value: 'closed' })
  // Nobody was sent yet: there is nothing to attest.
  expect(closeByHand('person', null, 'a')).toMatchObject({ refusal: { code: 'step-not-open' } })
  expect(closeByHand('person', work('open', false), 'a')).toEqual({ ok: true, value: 'closed' })
  expect(closeByHand('person', work('done'), 'a')).toEqual({ ok: true, value: 'closed' })
  expect(closeByHand('person', work('blocked'), null)).toEqual({ ok: true, value: 'to-confirm' })
  expect(closeByHand('person', work('to-confirm'), 'b')).toEqual({ ok: true, value: 'confirmed' })
  expect(closeByHand('person', work('to-confirm'), null)).toMatchObject({ refusal: { code: 'same-person' } })
})

test('a place is not handed over before its agreed day by closing the step by hand', async () => {
  const order = await signedOrder(hall, spaceAsked({ watts: 400, start_on: '2027-02-01' }))
  for (let round = 0; round < 3; round += 1) {
    await drive(hall)
    await doWork(hall)
  }
  await drive(hall)
  const keys = async () => (await lineOf(hall, order)).steps.find(({ name }) => name === 'keys')
  expect(await keys()).toMatchObject({ state: 'acted', waits_what: { code: 'space-starts-on' } })
  expect(await asAdmin(closeStep, hall.technicians[0], { step: (await keys())?.id }, proof)).toBe('step-not-open')
  expect(await keys()).toMatchObject({ state: 'acted', closed_by: null })
})
