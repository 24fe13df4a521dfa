import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { acceptLine, askChange, signedChange, standing } from '../../change/testing.ts'
import { reviseService } from '../../contract.ts'
import { signOrder, signedOrder } from '../../order/testing.ts'
import { doWork, drive, type Hall, layHall, spaceAsked } from '../../products/rack-space/testing.ts'
import { readService } from '../../service/read.ts'
import { serviceById } from '../../service/store.ts'
import { actorOf } from '../../testing.ts'
import { reviseRoute } from './routes.ts'

let hall: Hall
beforeAll(async () => {
  hall = await layHall()
})
afterAll(() => hall.close())

const settle = async (order: string): Promise<void> => {
  for (let round = 0; round < 3; round += 1) {
    await drive(hall)
    await doWork(hall)
  }
  await drive(hall)
  await acceptLine(hall, order)
  await drive(hall)
}
const revise = async (service: string, body: object) => {
  const { db, now, signatory } = hall
  const answer = await reviseRoute.handle({
    params: { service },
    query: {},
    body: { index_value: 105, on: '2026-11-22', dry_run: false, ...body },
    actor: actorOf(signatory, new Set(['accountant'])),
    by: { kind: 'person', id: signatory },
    db,
    now,
    clock: () => now,
    ifMatch: null,
  })
  return answer?.ok ? reviseService.reply.parse(answer.value) : answer?.refusal
}

test('a revision that is entered after a change moves the price before it and the changed one; a change that is under way is waited for', async () => {
  const created = await signedOrder(hall, spaceAsked({ watts: 500 }))
  await settle(created)
  const { id, number, monthly } = await standing(hall, created)
  // As a service that was taken over: in service since the spring, indexed on the day before today.
  await sql`update market.service set billing_from = '2026-03-01' where id = ${id}`.execute(hall.db)
  await sql`insert into market.taken_over (service_id, site_id, old_number, invoiced_until, setup_paid, index_name, index_value, index_day,
      declared, file_name, file_sha256, file_line, at)
    select id, site_id, 'A-1', '2026-03-01', true, 'ILC', 100, '11-22', '{}', 'a.csv', sha256('a'), 2, ${hall.now} from market.service where id = ${id}`.execute(
    hall.db,
  )
  const change = await signedChange(hall, number, { watts: 900 })
  expect(await revise(number, { published_on: '2026-12-31' })).toMatchObject({
    code: 'change-under-way',
    order: change,
  })
  await settle(change)
  const after = await standing(hall, created)
  expect(after.prices.map(({ monthly: micro }) => micro)).toEqual([monthly, after.monthly])
  expect(await revise(number, {})).toMatchObject({ code: 'publication-unsaid', agreed_on: '2026-11-23' })

  const by5 = (micro: number | null): number => Math.round(((micro ?? 0) * 1.05) / 10_000) * 10_000
  const [from, then] = [after.prices[0]?.monthly ?? 0, after.monthly ?? 0]
  // Published before the change was agreed: the changed price rests on it already.
  expect(await revise(number, { published_on: '2026-11-20', dry_run: true })).toMatchObject({
    prices: [
      { from: '2026-11-22', before_micro_euros: from, monthly_micro_euros: by5(from) },
      { from: '2026-11-23', before_micro_euros: then, monthly_micro_euros: then },
    ],
  })
  // A comma that slipped is asked about, with what it would cost; also by a dry run.
  for (const index_value of [1050, 1e-9])
    expect(await revise(number, { published_on: '2026-11-30', index_value, dry_run: true })).toMatchObject({
      code: 'revised-beyond',
      before_micro_euros: from,
    })
  expect(
    await revise(number, { published_on: '2026-11-30', index_value: 126, beyond: true, dry_run: true }),
  ).toMatchObject({ index_value: 126 })
  expect(await revise(number, { published_on: '2026-11-30' })).toMatchObject({
    index: 'ILC',
    index_before: 100,
    index_value: 105,
    letters: 2,
    prices: [
      { from: '2026-11-22', monthly_micro_euros: by5(from) },
      { from: '2026-11-23', monthly_micro_euros: by5(then) },
    ],
  })
  expect(await revise(number, { published_on: '2026-11-30' })).toMatchObject({ code: 'revised-already' })
  // Whoever signs for the customer was told, once, and leads on to the service.
  const { rows: mails } = await sql<{ subject: string; body: string; about_id: string }>`
    select subject, body, about_id from floor.mail where subject like ${`${number}%par mois à partir du%`}`.execute(
    hall.db,
  )
  expect(mails).toHaveLength(2)
  expect(mails[0]).toMatchObject({ about_id: number, subject: expect.stringContaining('22 novembre 2026') })
  expect(mails[0]?.body).toContain('de 100 à 105')
  expect(mails[0]?.body).toContain('régularisé avec la prochaine facture')
  const service = await serviceById(hall.db, id)
  expect(service.monthly_micro_euros).toBe(by5(then))
  // What is shown is what holds: each day once, with the order and the index that moved it.
  expect((await readService(hall.db, service, hall.now)).prices).toMatchObject([
    { from: '2026-03-01', order: null, index: null },
    {
      from: '2026-11-22',
      order: null,
      index: { name: 'ILC', before: 100, value: 105 },
      monthly_micro_euros: by5(from),
    },
    { from: '2026-11-23', order: change, index: null, monthly_micro_euros: by5(then) },
  ])
  // The next change goes on from there.
  const next = await askChange(hall, number, { watts: 1000 })
  expect(next.change?.monthly_before_micro_euros).toBe(by5(then))
  expect(await signOrder(hall, next.order ?? '')).toMatchObject({ ok: true })
})
