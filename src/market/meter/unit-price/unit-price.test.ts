import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signedOrder } from '../../order/testing.ts'
import { standing } from '../../change/testing.ts'
import { type Hall, layHall, spaceAsked } from '../../products/rack-space/testing.ts'
import { serviceById } from '../../service/store.ts'
import { askAs } from '../../testing.ts'
import { usagePriceOn } from '../store.ts'
import { admitNotice } from './admit-notice.ts'
import { listUnitPrices, reviseUnitPrice } from './contract.ts'

test('a higher price has the contract’s notice, a lower one begins tomorrow at the earliest', () => {
  const admit = (from: string, microEuros: number, before: number | null = 200_000): boolean =>
    admitNotice({ from, microEuros }, before, { today: '2026-11-23', noticeDays: 30 }).ok
  expect([admit('2026-12-22', 200_001), admit('2026-12-23', 200_001)]).toEqual([false, true])
  expect([admit('2026-11-23', 100_000), admit('2026-11-24', 200_000)]).toEqual([false, true])
  // Where there was none, any is higher.
  expect(admit('2026-12-22', 0, null)).toBe(false)
})

let hall: Hall
beforeAll(async () => {
  hall = await layHall()
})
afterAll(() => hall.close())

test('an agreed kWh is revised from a day on, with notice; days before keep theirs', async () => {
  const { id, number } = await standing(hall, await signedOrder(hall, spaceAsked({ watts: 500 })))
  const revise = async (over: object) => {
    const body = { item: 'kwh', unit_micro_euros: 240_000, from: '2027-01-01', dry_run: false, ...over }
    const answer = await askAs(hall, reviseUnitPrice, { params: { service: number }, body })
    return answer?.ok ? answer.value : answer?.refusal
  }
  expect(await revise({ from: '2026-12-01' })).toMatchObject({ code: 'unit-price-notice', earliest: '2026-12-23' })
  const told = { service: number, before_micro_euros: 218_500, unit_micro_euros: 240_000, from: '2027-01-01' }
  expect(await revise({ dry_run: true })).toMatchObject(told)
  const { site_id: siteId } = await serviceById(hall.db, id)
  const on = (day: string) => usagePriceOn(hall.db, { siteId, serviceId: id, product: 'rack-space', day }, 'kwh')
  expect(await on('2027-02-01')).toBe(218_500)
  expect(await revise({})).toMatchObject(told)
  // Entered again with another figure before it has begun.
  expect(await revise({ unit_micro_euros: 230_000 })).toMatchObject({ before_micro_euros: 218_500 })
  expect([await on('2026-12-31'), await on('2027-01-01')]).toEqual([218_500, 230_000])
  const { rows: mails } = await sql<{ body: string }>`
    select body from floor.mail where about_id = ${number} and subject like '%le kWh%' order by id`.execute(hall.db)
  expect(mails.map(({ body }) => /coûte [\d,]+/.exec(body)?.[0])).toEqual([
    'coûte 0,24',
    'coûte 0,24',
    'coûte 0,23',
    'coûte 0,23',
  ])
  expect(mails[0]?.body).toContain('1er janvier 2027')
  const prices = await askAs(hall, listUnitPrices, { params: { service: number } })
  expect(prices).toMatchObject({
    value: {
      notice_days: 30,
      prices: [
        { item: 'kwh', from: '2026-11-23', unit_micro_euros: 218_500 },
        { item: 'kwh', from: '2027-01-01', unit_micro_euros: 230_000 },
        { item: 'storage-day' },
      ],
    },
  })
  const { rows } = await sql<{
    n: number
  }>`select count(*)::int as n from floor.journal where name = 'unit-price-revised'`.execute(hall.db)
  expect(rows).toEqual([{ n: 2 }])
})
