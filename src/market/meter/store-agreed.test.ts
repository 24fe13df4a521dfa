import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { acceptLine, askChange, signedChange, standing } from '../change/testing.ts'
import { signedOrder, quotedOrder, signOrder } from '../order/testing.ts'
import { doWork, drive, type Hall, layHall, spaceAsked } from '../products/rack-space/testing.ts'
import { serviceById } from '../service/store.ts'
import { usagePriceOn } from './store.ts'

let hall: Hall
beforeAll(async () => {
  hall = await layHall()
})
afterAll(() => hall.close())

const agreed = async (order: string) => {
  const { rows } = await sql<{ item: string; price: number; from: string }>`
    select p.item, p.unit_micro_euros as price, p.from_date::text as "from" from market.service_usage_price p
      join market.line l on l.service_id = p.service_id join market."order" o on o.id = l.order_id
    where o.number = ${order} order by p.item, p.from_date`.execute(hall.db)
  return rows
}
const NEW_LIST = `  - { product: rack-space, item: kwh, unit: kWh, unit_euros: 0.31, from: "2026-12-01" }
`
const LIST = `  - { product: rack-space, item: kwh, unit: kWh, unit_euros: 0.2185, from: "2026-01-01" }
`

test('what is signed by the unit holds: a new list price is for those who sign after it; one that has begun is not edited', async () => {
  const quoted = await quotedOrder(hall, spaceAsked({ watts: 500 }))
  expect(await agreed(quoted)).toEqual([])
  expect(await signOrder(hall, quoted)).toMatchObject({ ok: true })
  const signed = [
    { item: 'kwh', price: 218_500, from: '2026-11-23' },
    { item: 'storage-day', price: 20_000_000, from: '2026-11-23' },
  ]
  expect(await agreed(quoted)).toEqual(signed)

  // Its price, edited in place; one more that would begin before today; and taken out.
  const begun = { code: 'price-begun', kind: 'usage-price' }
  for (const [text, handle] of [
    [LIST.replace('0.2185', '0.9185'), 'rack-space/kwh/2026-01-01'],
    [`${LIST}${LIST.replace('2026-01-01', '2026-11-01')}`, 'rack-space/kwh/2026-11-01'],
    ['  # No energy.\n', 'rack-space/kwh/2026-01-01'],
  ] as const) {
    await hall.edit('prices.yaml', LIST, text)
    expect((await hall.plan()).refusals).toMatchObject([{ ...begun, handle }])
    expect(await hall.apply()).toMatchObject({ ok: false, refusal: { code: 'site-refused' } })
    await hall.edit('prices.yaml', text, LIST)
  }
  // The rent's prices are the same.
  await hall.edit('prices.yaml', 'item: rack-half, setup_euros: 250', 'item: rack-half, setup_euros: 251')
  expect((await hall.plan()).refusals).toMatchObject([
    { code: 'price-begun', from: '2026-01-01', handle: 'rack-space/rack-half/2026-01-01' },
  ])
  await hall.edit('prices.yaml', 'item: rack-half, setup_euros: 251', 'item: rack-half, setup_euros: 250')

  await hall.edit('prices.yaml', LIST, `${LIST}${NEW_LIST}`)
  expect(await hall.apply()).toMatchObject({ ok: true })
  // What begins later is edited and taken out as long as it has not begun.
  await hall.edit('prices.yaml', '0.31', '0.32')
  expect(await hall.apply()).toMatchObject({ ok: true })
  const { id } = await standing(hall, quoted)
  const of = { siteId: (await serviceById(hall.db, id)).site_id, serviceId: id, product: 'rack-space' }
  expect(await usagePriceOn(hall.db, { ...of, day: '2027-02-01' }, 'kwh')).toBe(218_500)
})

test('a change shows what was agreed and keeps it; where nothing was, its quote’s price is agreed from its first day', async () => {
  const order = await signedOrder(hall, spaceAsked({ watts: 500 }))
  for (let round = 0; round < 3; round += 1) {
    await drive(hall)
    await doWork(hall)
  }
  await drive(hall)
  await acceptLine(hall, order)
  await drive(hall)
  const { id, number } = await standing(hall, order)
  // As one that was signed by the list of another day.
  await sql`update market.service_usage_price set unit_micro_euros = 190000 where service_id = ${id} and item = 'kwh'`.execute(
    hall.db,
  )
  await sql`delete from market.service_usage_price where service_id = ${id} and item = 'storage-day'`.execute(hall.db)
  const dry = await askChange(hall, number, { watts: 900 }, true)
  expect(dry.usage).toEqual([
    { item: 'kwh', unit: 'kWh', unit_micro_euros: 190_000 },
    { item: 'storage-day', unit: 'day', unit_micro_euros: 20_000_000 },
  ])
  const change = await signedChange(hall, number, { watts: 900 })
  for (let round = 0; round < 3; round += 1) {
    await drive(hall)
    await doWork(hall)
  }
  await drive(hall)
  await acceptLine(hall, change)
  await drive(hall)
  expect((await agreed(order)).map(({ item, price }) => [item, price])).toEqual([
    ['kwh', 190_000],
    ['storage-day', 20_000_000],
  ])
})

test('an item that nobody has words for is named by the price list, and may be named anew once it has begun', async () => {
  const row = (name: string): string =>
    `  - { product: rack-space, item: dark-corner, setup_euros: 0, monthly_euros: 9, from: "2026-01-01"${name} }\n`
  const first = '  - { product: rack-space, item: rack-quarter,'
  await hall.edit('prices.yaml', first, `${row('')}${first}`)
  await expect(hall.plan()).rejects.toThrow('item-unnamed')
  await hall.edit('prices.yaml', row(''), row(', name: { fr: Coin sombre, en: Dark corner }'))
  expect(await hall.apply()).toMatchObject({ ok: true })
  await hall.edit('prices.yaml', 'Coin sombre', 'Coin à l’ombre')
  expect(await hall.apply()).toMatchObject({ ok: true })
  const { rows } = await sql<{ fr: string }>`select name_fr as fr from market.item_name_card`.execute(hall.db)
  expect(rows).toEqual([{ fr: 'Coin à l’ombre' }])
})
