import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ceaseService } from '../../contract.ts'
import { signedOrder } from '../../order/testing.ts'
import { askAs } from '../../testing.ts'
import { changeWork, listWorkRows } from '../../work-order/store.ts'
import { doWork, drive, type Hall, layHall, spaceAsked } from './testing.ts'

let hall: Hall
beforeAll(async () => {
  hall = await layHall()
})
afterAll(() => hall.close())

const serviceOf = async (order: string): Promise<{ readonly id: string; readonly number: string }> => {
  const { rows } = await sql<{ id: string; number: string }>`
    select s.id, s.number from market.service s join market.line l on l.service_id = s.id join market."order" o on o.id = l.order_id
    where o.number = ${order}`.execute(hall.db)
  if (!rows[0]) throw new Error(`${order} has no service`)
  return rows[0]
}
const emptying = async (serviceId: string) =>
  (await sql`select seen_on from market.emptying_card where service_id = ${serviceId}`.execute(hall.db)).rows

test('who gives notice is told what gear that stays costs; the place is seen empty on the day of the photo, wherever midnight is', async () => {
  const service = await serviceOf(await signedOrder(hall, spaceAsked({ watts: 900 })))
  for (let round = 0; round < 4; round += 1) {
    await drive(hall)
    await doWork(hall)
  }
  hall.now = new Date('2026-12-04T09:00:00Z')
  await drive(hall)
  expect(await emptying(service.id)).toEqual([])
  const cease = (dry: boolean) =>
    askAs(hall, ceaseService, { params: { service: service.number }, body: { on: '2027-01-25', dry_run: dry } })
  const told = { ends_on: '2027-01-25', storage_day_micro_euros: 20_000_000 }
  expect(await cease(true)).toMatchObject({ ok: true, value: { ...told, order: null } })
  const given = await cease(false)
  expect(given).toMatchObject({ ok: true, value: told })
  const { rows: mails } = await sql<{ subject: string; body: string }>`
    select subject, body from floor.mail where subject like ${`${service.number}%`} and body ~ '25 (janvier|January) 2027'`.execute(
    hall.db,
  )
  expect(mails.length).toBeGreaterThan(0)
  expect(mails[0]?.body.replaceAll(/\s/g, ' ')).toMatch(/20,00 € par jour|€20\.00 a day/)

  hall.now = new Date('2027-01-25T09:00:00Z')
  await drive(hall)
  // Nobody has looked yet: what nobody saw is not owed.
  expect(await emptying(service.id)).toEqual([])
  const { rows: open } = await listWorkRows(hall.db, { state: null, open: true, before: null, limit: 10 })
  const found = open.find(({ what }) => what.what.code === 'work-empty-space')
  await changeWork(hall.db, found?.id ?? '', { state: 'blocked', blockedWhy: 'two servers are still there' })
  expect(await emptying(service.id)).toEqual([{ seen_on: null }])
  // In Besançon it is the sixth of February already.
  hall.now = new Date('2027-02-05T23:30:00Z')
  expect(await doWork(hall)).toEqual(['work-empty-space'])
  hall.now = new Date('2027-02-08T09:00:00Z')
  await drive(hall)
  expect(await emptying(service.id)).toEqual([{ seen_on: '2027-02-06' }])
  await doWork(hall)
  await drive(hall)
  const { rows } = await sql`select state from market.service where id = ${service.id}`.execute(hall.db)
  expect(rows).toEqual([{ state: 'closed' }])
  expect(await emptying(service.id)).toEqual([{ seen_on: '2027-02-06' }])
})
