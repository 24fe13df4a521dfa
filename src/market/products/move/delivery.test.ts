import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '#postgres'
import { type OrderAsked, ceaseService } from '../../contract.ts'
import { judge } from '../../judge.ts'
import { cancelOrder } from '../../order/cancel.ts'
import { findOrder, linesOf } from '../../order/store.ts'
import { quotedOrder, signOrder, signedOrder } from '../../order/testing.ts'
import { serviceById } from '../../service/store.ts'
import {
  agree,
  agreedOf,
  builtSizes,
  insertSurvey,
  passTests,
  spaceOfMove,
  surveyByNumber,
} from '../../survey/store.ts'
import { agreeMove, passMoveTests, setMoveHours } from '../../survey/contract.ts'
import { proposeSpace } from '../../survey/propose-space.ts'
import { readMove } from '../../survey/read-move.ts'
import { organisationByHandle, theSite } from '../../store.ts'
import { askAs } from '../../testing.ts'
import { doWork, drive, type Hall, layHall, spaceAsked } from '../rack-space/testing.ts'
import { moveParameters } from './parameters.ts'

let hall: Hall
let survey: string
beforeAll(async () => {
  hall = await layHall()
  survey = await inTransaction(hall.db, async (tx) =>
    insertSurvey(tx, await theSite(tx), {
      organisationId: (await organisationByHandle(tx, WATCHMAKER))?.id ?? '',
      place: 'Zone des Tilleroyes, atelier 2, placard du premier étage',
      surveyedOn: '2026-11-20',
      devices: [
        { ...DEVICE, label: 'hv-1', after: ['san'] },
        { ...DEVICE, label: 'san', kind: 'storage', measured_w: 190 },
        { ...DEVICE, label: 'fw', kind: 'firewall', units_u: 1, measured_w: 45, cords: 1 },
      ],
      enteredBy: null,
      now: hall.now,
    }),
  )
})
afterAll(() => hall.close())

const WATCHMAKER = 'manufacture-vauclair'
const DEVICE = {
  kind: 'server',
  units_u: 2,
  depth_mm: 700,
  measured_w: 240,
  nameplate_w: 750,
  weight_kg: 25,
  cords: 2,
  after: [],
} as const
const by = { kind: 'system', id: null } as const

const asked = (of: object = {}): OrderAsked => {
  const order = spaceAsked()
  return {
    ...order,
    organisation: WATCHMAKER,
    lines: [
      ...order.lines,
      {
        product: 'move' as const,
        parameters: moveParameters.parse({
          survey,
          starts_at: '2026-12-05T08:00:00+01:00',
          must_run_at: '2026-12-05T20:00:00+01:00',
          road_minutes: 20,
          ...of,
        }),
      },
    ],
  }
}
const stand = async (number: string) => {
  const order = await findOrder(hall.db, number)
  if (!order) throw new Error(`no order ${number}`)
  const line = (await linesOf(hall.db, [order.id])).find(({ product }) => product === 'move')
  if (!line?.service_id) throw new Error(`${number} moves nothing`)
  return { order, line, service: await serviceById(hall.db, line.service_id) }
}
const waits = async (number: string) => (await stand(number)).line.waiting_what?.code ?? null
const approve = async (number: string) => {
  const { service } = await stand(number)
  const parameters = moveParameters.parse(service.parameters)
  const of = { serviceId: service.id, organisationId: service.organisation_id, parameters, zone: service.zone }
  const { plan } = await readMove(hall.db, of)
  if (!plan.ok) throw new Error(plan.refusal.code)
  await agree(hall.db, { serviceId: service.id, plan: plan.value, by: hall.signatory, now: hall.now })
  return service
}

test('the survey proposes what the order asks for; agreed, fetched, racked, tested: live, billed once, doctor content', async () => {
  const found = await surveyByNumber(hall.db, survey)
  const sizes = await builtSizes(hall.db, (await theSite(hall.db)).id)
  expect(proposeSpace(found?.devices ?? [], sizes)).toMatchObject({ value: { size: 'quarter', watts: 750 } })

  const number = await signedOrder(hall, asked())
  await drive(hall)
  expect(await waits(number)).toBe('move-to-agree')
  const service = await approve(number)
  await drive(hall)
  expect(await waits(number)).toBe('move-space-awaited')
  expect(await doWork(hall)).toContain('work-prove-feeds')
  await drive(hall)
  await doWork(hall)
  await drive(hall)
  await drive(hall)
  expect(await doWork(hall)).toEqual(['work-move-fetch'])
  await drive(hall)
  expect(await doWork(hall)).toEqual(['work-move-rack'])
  await drive(hall)
  expect(await waits(number)).toBeNull()
  expect((await stand(number)).line.state).toBe('ready')
  await passTests(hall.db, { serviceId: service.id, note: 'ERP and mail answer', by: hall.signatory, now: hall.now })
  await drive(hall)
  expect(await stand(number)).toMatchObject({
    line: { state: 'in-service' },
    service: { billing_from: '2026-11-23', billing_reason: 'first-use' },
  })
  const { rows } = await sql<{
    proof: string
  }>`select proof from market.evidence where service_id = ${service.id} order by proof`.execute(hall.db)
  expect(rows.map(({ proof }) => proof)).toEqual(
    expect.arrayContaining(['backup-by', 'drawn-a', 'drawn-b', 'move-agreed', 'move-tested', 'space-ready']),
  )
  expect((await agreedOf(hall.db, service.id))?.plan.positions).toHaveLength(3)
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test('cancelled on the road: the way back is a work order, and what was taken for the space is given back', async () => {
  const number = await signedOrder(
    hall,
    asked({ starts_at: '2026-12-06T08:00:00+01:00', must_run_at: '2026-12-06T20:00:00+01:00' }),
  )
  await drive(hall)
  const service = await approve(number)
  for (let turn = 0; turn < 4; turn += 1) {
    await drive(hall)
    await doWork(hall)
  }
  const before = await spaceOfMove(hall.db, {
    serviceId: service.id,
    to: null,
    organisationId: service.organisation_id,
  })
  expect(before?.service).toMatch(/^BES-RS-/)
  const { order } = await stand(number)
  await inTransaction(hall.db, (tx) => cancelOrder({ tx, now: hall.now, by }, order, 'the tests failed'))
  const done: string[] = []
  for (let turn = 0; turn < 5; turn += 1) {
    await drive(hall)
    done.push(...(await doWork(hall)))
  }
  expect(done).toContain('work-move-back')
  expect((await stand(number)).line.state).toBe('cancelled')
  expect(await judge(hall.db, hall.now)).toEqual([])
})

const act = (route: typeof agreeMove | typeof passMoveTests, service: string) =>
  askAs(hall, route, { params: { service }, body: { note: 'ERP and mail answer' } })

test('nobody says that tests passed before all stands in the rack, nor once the move is undone; nobody agrees to hours that have passed', async () => {
  const day = { starts_at: '2026-12-08T08:00:00+01:00', must_run_at: '2026-12-08T20:00:00+01:00' }
  const number = await signedOrder(hall, asked(day))
  await drive(hall)
  const { number: service } = (await stand(number)).service
  expect(await act(agreeMove, service)).toMatchObject({ ok: true })
  expect(await act(passMoveTests, service)).toMatchObject({
    refusal: { code: 'illegal-move', from: 'agreed', to: 'tested' },
  })
  for (let turn = 0; turn < 5; turn += 1) {
    await drive(hall)
    await doWork(hall)
  }
  const { order, line } = await stand(number)
  expect(line.state).toBe('ready')
  await inTransaction(hall.db, (tx) => cancelOrder({ tx, now: hall.now, by }, order, 'the customer stays at home'))
  expect(await act(passMoveTests, service)).toMatchObject({ refusal: { code: 'illegal-move', from: 'cancelled' } })

  const late = await signedOrder(hall, asked(day))
  await drive(hall)
  const before = hall.now
  hall.now = new Date('2026-12-08T07:00:01Z')
  expect(await act(agreeMove, (await stand(late)).service.number)).toMatchObject({
    refusal: { code: 'move-in-the-past', starts_at: '2026-12-08 08:00' },
  })
  hall.now = before
})

test('cancelled with everything in the rack: the gear leaves before anybody takes the keys of its space or opens a breaker', async () => {
  const number = await signedOrder(
    hall,
    asked({ starts_at: '2026-12-09T08:00:00+01:00', must_run_at: '2026-12-09T20:00:00+01:00' }),
  )
  await drive(hall)
  await approve(number)
  for (let turn = 0; turn < 5; turn += 1) {
    await drive(hall)
    await doWork(hall)
  }
  const { order, line } = await stand(number)
  expect(line.state).toBe('ready')
  await inTransaction(hall.db, (tx) => cancelOrder({ tx, now: hall.now, by }, order, 'the tests failed'))
  await drive(hall)
  const space = (await linesOf(hall.db, [order.id])).find(({ product }) => product === 'rack-space')
  expect(space?.waiting_what).toMatchObject({ code: 'space-gear-leaves-first' })
  const done: string[] = []
  for (let turn = 0; turn < 8; turn += 1) {
    done.push(...(await doWork(hall)))
    await drive(hall)
  }
  expect(done.indexOf('work-move-take-out')).toBe(0)
  expect(done).toEqual(expect.arrayContaining(['work-move-back', 'work-keys-back', 'work-open-breakers']))
  expect((await linesOf(hall.db, [order.id])).map(({ state }) => state)).toEqual(['cancelled', 'cancelled'])
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test('a space that is ready too late: nobody leaves at hours that have passed; the customer names others, and they are kept as evidence', async () => {
  const number = await signedOrder(
    hall,
    asked({ starts_at: '2026-12-10T08:00:00+01:00', must_run_at: '2026-12-10T20:00:00+01:00' }),
  )
  await drive(hall)
  const service = (await approve(number)).number
  const before = hall.now
  hall.now = new Date('2026-12-10T07:30:00Z')
  for (let turn = 0; turn < 3; turn += 1) {
    await drive(hall)
    await doWork(hall)
  }
  await drive(hall)
  expect((await stand(number)).line.waiting_what).toMatchObject({
    code: 'move-hours-passed',
    starts_at: '2026-12-10 08:00',
  })
  const hours = (starts_at: string, must_run_at: string) =>
    askAs(hall, setMoveHours, { params: { service }, body: { starts_at, must_run_at } })
  expect(await hours('2026-12-10T08:00:00+01:00', '2026-12-12T20:00:00+01:00')).toMatchObject({
    refusal: { code: 'move-in-the-past' },
  })
  expect(await hours('2026-12-12T08:00:00+01:00', '2026-12-12T09:00:00+01:00')).toMatchObject({
    refusal: { code: 'move-window-short' },
  })
  expect(await hours('2026-12-12T08:00:00+01:00', '2026-12-12T20:00:00+01:00')).toMatchObject({
    ok: true,
    value: { not_begun: true, plan: { starts_at: '2026-12-12T07:00:00.000Z' } },
  })
  await drive(hall)
  expect(await waits(number)).toBe('work-to-do')
  expect(await hours('2026-12-13T08:00:00+01:00', '2026-12-13T20:00:00+01:00')).toMatchObject({
    refusal: { code: 'illegal-move', from: 'begun' },
  })
  const { rows } = await sql<{
    step: string
    value: string
  }>`select e.step, e.value #>> '{}' as value from market.evidence e
    join market.service s on s.id = e.service_id where s.number = ${service} and proof = 'move-agreed' order by e.at`.execute(
    hall.db,
  )
  expect(rows.map(({ step }) => step)).toEqual(['agree', 'space'])
  expect(rows[1]?.value.startsWith('2026-12-12T')).toBe(true)
  const { order } = await stand(number)
  await inTransaction(hall.db, (tx) => cancelOrder({ tx, now: hall.now, by }, order, 'another year'))
  for (let turn = 0; turn < 6; turn += 1) {
    await drive(hall)
    await doWork(hall)
  }
  hall.now = before
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test('into a space of one side: one draw is read, on that side', async () => {
  const order = asked({ starts_at: '2026-12-11T08:00:00+01:00', must_run_at: '2026-12-11T20:00:00+01:00' })
  const lines = order.lines.map((line) =>
    line.product === 'rack-space' ? { ...line, parameters: { ...line.parameters, sides: 'B' as const } } : line,
  )
  const number = await signedOrder(hall, { ...order, lines })
  await drive(hall)
  const service = await approve(number)
  for (let turn = 0; turn < 5; turn += 1) {
    await drive(hall)
    await doWork(hall)
  }
  const { rows } = await sql<{ needs: { name: string }[]; what: { actions: { code: string }[] } }>`
    select w.needs, w.what from market.work_order w join market.step t on t.id = w.step_id join market.line l on l.id = t.line_id
    where l.service_id = ${service.id} and t.name = 'rack' and not w.undo`.execute(hall.db)
  expect(rows[0]?.needs.map(({ name }) => name)).toEqual(['drawn-b', 'photo-after'])
  expect(rows[0]?.what.actions.map(({ code }) => code)).toEqual([
    'act-move-rack',
    'act-move-cords-one',
    'act-move-on',
    'act-move-read-one',
  ])
})

test('a move that goes nowhere cannot be signed; to a space that was here before this system it goes at once', async () => {
  const moved = (of: object = {}): OrderAsked => {
    const order = asked(of)
    return { ...order, lines: order.lines.filter(({ product }) => product === 'move') }
  }
  const number = await quotedOrder(hall, moved())
  expect(await signOrder(hall, number)).toMatchObject({ refusal: { code: 'move-space-unknown', position: 1 } })
  const space = await signedOrder(hall, { ...spaceAsked(), organisation: WATCHMAKER })
  const { rows } = await sql<{ number: string }>`
    update market.service s set origin = 'taken-over', state = 'in-service' from market.line l join market."order" o on o.id = l.order_id
    where o.number = ${space} and l.service_id = s.id returning s.number`.execute(hall.db)
  const to = rows[0]?.number ?? ''
  const elsewhere = await findOrder(hall.db, await quotedOrder(hall, moved({ to: 'BES-RS-999999' })))
  expect((await linesOf(hall.db, [elsewhere?.id ?? '']))[0]?.quote?.refusal).toMatchObject({
    code: 'move-space-unknown',
  })
  const there = await signedOrder(hall, moved({ to }))
  await drive(hall)
  await approve(there)
  await drive(hall)
  await drive(hall)
  expect(await waits(there)).toBe('work-to-do')
})

test('a move that is over is taken off the books as any service: nothing is left to be dismantled', async () => {
  const { rows } = await sql<{ number: string; id: string }>`select number, id from market.service
    where product = 'move' and state = 'in-service'`.execute(hall.db)
  const [done] = rows
  expect(
    await askAs(hall, ceaseService, { params: { service: done?.number ?? '' }, body: { dry_run: false } }),
  ).toMatchObject({ ok: true, value: { early_end_cents: 0 } })
  expect((await judge(hall.db, hall.now)).filter(({ what }) => what === 'accepted line without steps')).toEqual([])
  const before = hall.now
  hall.now = new Date(hall.now.getTime() + 400 * 86_400_000)
  await drive(hall)
  hall.now = before
  expect((await serviceById(hall.db, done?.id ?? '')).state).toBe('closed')
})

test('another’s survey, one that does not exist, and a day that is past are refused in the quote', async () => {
  const refusalOf = async (order: ReturnType<typeof asked>) => {
    const found = await findOrder(hall.db, await quotedOrder(hall, order))
    const line = found && (await linesOf(hall.db, [found.id])).find(({ product }) => product === 'move')
    return line?.quote?.refusal?.code ?? null
  }
  expect(await refusalOf({ ...asked(), organisation: 'jurassix' })).toBe('survey-unknown')
  expect(await refusalOf(asked({ survey: 'BES-S-2026-00099' }))).toBe('survey-unknown')
  expect(await refusalOf(asked({ starts_at: '2026-11-01T08:00:00+01:00' }))).toBe('move-in-the-past')
  expect(await refusalOf(asked())).toBeNull()
})
