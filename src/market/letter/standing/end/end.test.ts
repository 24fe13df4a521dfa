import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Right } from '#kernel'
import type { Actor } from '#people'
import { judge } from '../../../judge.ts'
import { signedOrder } from '../../../order/testing.ts'
import { cancelOrder, ceaseService } from '../../../contract.ts'
import { connectAsked, doWorkAt, lineAt } from '../../../products/cross-connect/testing.ts'
import { drive, type Hall, layHall } from '../../../products/rack-space/testing.ts'
import { serviceById } from '../../../service/store.ts'
import { actorOf, askAs } from '../../../testing.ts'
import { endStanding, giveStanding, listStanding, type StandingServiceWire, type StandingWire } from '../../contract.ts'

let hall: Hall
let people: ReadonlyMap<string, { readonly person: string; readonly organisation: string }>
beforeAll(async () => {
  hall = await layHall()
  const { rows } = await sql<{ mail: string; person: string; organisation: string }>`
    select mail, id as person, organisation_id as organisation from people.person_card`.execute(hall.db)
  people = new Map(rows.map((row) => [row.mail.split('@')[0] ?? '', row]))
})
afterAll(() => hall.close())

const by = (name: string, rights: readonly Right[] = ['read', 'order', 'sign', 'loa']): Actor => {
  const one = people.get(name)
  if (!one) throw new Error(`nobody is ${name}`)
  return actorOf(one.person, new Set(), new Map([[one.organisation, new Set(rights)]]))
}
const carrier = () => by('mael.chopard')
const z = { organisation: 'alpes-longue-distance' } as const

type Ended = StandingWire & { readonly services: readonly StandingServiceWire[] }
const end = async (consent: string, body: object, as: Actor = carrier()) =>
  askAs(hall, endStanding, { as, params: { consent }, body: { revoke: [], dry_run: false, ...body } })
const ended = async (consent: string, body: object): Promise<Ended> => {
  const answer = await end(consent, body)
  if (!answer?.ok) throw new Error(JSON.stringify(answer))
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the route's own answer
  return answer.value as Ended
}
const given = async (): Promise<string> => {
  const answer = await askAs(hall, giveStanding, {
    as: carrier(),
    body: { panel: 'M3-P02', from_position: 1, to_position: 12, until_date: '2027-12-31' },
  })
  if (!answer?.ok) throw new Error(JSON.stringify(answer))
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the route's own answer
  return (answer.value as StandingWire).id
}
const numberOf = async (order: string): Promise<string> =>
  (await serviceById(hall.db, (await lineAt(hall, order)).line.service_id ?? '')).number
const stateOf = async (order: string) => {
  const {
    state,
    ends_on: endsOn,
    early_end_percent: percent,
  } = await serviceById(hall.db, (await lineAt(hall, order)).line.service_id ?? '')
  return [state, endsOn, percent]
}

test('a standing consent ends for the future: what stands on it is listed with what revoking would do, and lives on until it is revoked', async () => {
  const consent = await given()
  // Two in service, one on its way.
  const [first, second] = [
    await signedOrder(hall, connectAsked({ a: { panel: 'R2-P01' }, z })),
    await signedOrder(hall, connectAsked({ a: { panel: 'R2-P01' }, z })),
  ]
  for (let round = 0; round < 6; round += 1) {
    await drive(hall)
    await doWorkAt(hall)
  }
  await drive(hall)
  await sql`update market.line set accepted_handover_at = ${hall.now} where state = 'ready'`.execute(hall.db)
  await drive(hall)
  const third = await signedOrder(hall, connectAsked({ a: { panel: 'R2-P01' }, z }))
  await drive(hall)
  const [one, two, three] = [await numberOf(first), await numberOf(second), await numberOf(third)]
  expect(await askAs(hall, listStanding, { as: carrier() })).toMatchObject({ value: { items: [{ connected: 3 }] } })

  // Who may not, and who may not even know.
  expect(await end(consent, {}, by('morgan.vuillemin'))).toBeNull()
  expect(await end(consent, {}, by('mael.chopard', ['read']))).toMatchObject({ refusal: { code: 'not-allowed' } })
  expect(await end(consent, { revoke: ['BES-XC-009999'] })).toMatchObject({ refusal: { code: 'service-unknown' } })

  const dry = await ended(consent, { revoke: 'all', dry_run: true })
  expect(dry).toMatchObject({ in_force: true, connected: 3 })
  expect(dry.services.map(({ service, how, ends_on: on, revoked }) => [service, how, on, revoked])).toEqual([
    [one, 'notice', '2026-12-23', true],
    [two, 'notice', '2026-12-23', true],
    [three, 'delivery', null, true],
  ])
  expect(await stateOf(first)).toEqual(['in-service', null, 100])

  // Ended with notice to one of them and with the delivery undone: the other stays as it is.
  expect(await ended(consent, { revoke: [one, three] })).toMatchObject({ in_force: false })
  expect([await stateOf(first), await stateOf(second)]).toMatchObject([
    ['notice-given', '2026-12-23', 0],
    ['in-service', null, 100],
  ])
  expect((await lineAt(hall, third)).line.unwinding).toBe(true)
  // Its payer does not take back what is not its own to give.
  const { rows } = await sql<{
    number: string
  }>`select o.number from market."order" o join market.line l on l.order_id = o.id
    where l.does = 'cease' and l.service_id = ${(await lineAt(hall, first)).line.service_id}`.execute(hall.db)
  const admin = actorOf(hall.technicians[0], new Set(['admin']))
  expect(
    await askAs(hall, cancelOrder, { as: admin, params: { order: rows[0]?.number }, body: { reason: 'stay' } }),
  ).toMatchObject({ refusal: { code: 'letter-revoked' } })
  const mails = await sql<{
    about: string
  }>`select about_id as about from floor.mail where subject like '%raccordement%' or subject like '%connection%'`.execute(
    hall.db,
  )
  expect([...new Set(mails.rows.map(({ about }) => about))].toSorted()).toEqual([one, three].toSorted())

  // Once more, when it has ended: nothing more to end, but what is left gets its notice.
  expect(await end(consent, {})).toMatchObject({ refusal: { code: 'consent-ended' } })
  expect((await ended(consent, { revoke: 'all' })).services.find(({ service }) => service === two)).toMatchObject({
    how: 'notice',
    revoked: true,
    ends_on: '2026-12-23',
  })
  expect(await stateOf(second)).toMatchObject(['notice-given', '2026-12-23', 0])
  for (let round = 0; round < 4; round += 1) {
    await drive(hall)
    await doWorkAt(hall)
  }
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test('a service that ends sooner by its own notice stands on the revoked consent all the same: its notice is not taken back', async () => {
  const consent = await given()
  const order = await signedOrder(hall, connectAsked({ a: { panel: 'R2-P01' }, z }))
  for (let round = 0; round < 6; round += 1) {
    await drive(hall)
    await doWorkAt(hall)
  }
  await drive(hall)
  await sql`update market.line set accepted_handover_at = ${hall.now} where state = 'ready'`.execute(hall.db)
  await drive(hall)
  await sql`update market.service set notice_days = 5 where number = ${await numberOf(order)}`.execute(hall.db)
  const admin = actorOf(hall.technicians[0], new Set(['admin']))
  const service = await numberOf(order)
  const notice = await askAs(hall, ceaseService, { as: admin, params: { service }, body: { dry_run: false } })
  if (!notice?.ok) throw new Error(JSON.stringify(notice))
  const cease = ceaseService.reply.parse(notice.value)
  expect(await ended(consent, { revoke: 'all' })).toMatchObject({
    services: [{ service, how: 'over', revoked: true, ends_on: cease.ends_on }],
  })
  expect(
    await askAs(hall, cancelOrder, { as: admin, params: { order: cease.order }, body: { reason: 'stay' } }),
  ).toMatchObject({ refusal: { code: 'letter-revoked' } })
  const { rows } = await sql<{ body: string }>`select body from floor.mail where about_id = ${service}
    and (subject like '%raccordement%' or subject like '%connection%')`.execute(hall.db)
  expect(rows[0]?.body).toMatch(/prend fin|ends anyway/)
})
