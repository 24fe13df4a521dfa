import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { approveRun, prepareRun } from '#billing/contract'
import { importServices, listServices, showService } from '#market/contract'
import { must } from '../../../../scenarios/house/asking.ts'
import { until } from '../../../../scenarios/house/until.ts'
import { axeOf, dialog, done, openStage, overflowOf, press, shot, type Stage } from '../../testing.ts'

const ADMIN = 'camille.roy@vesontio.example'
const CUSTOMER = 'charlie.droz@manufacture-vauclair.example'
const DAY_MS = 86_400_000

/** Whatever day it is: the price was to be revised at the beginning of last month, and the months until now are invoiced. */
const today = new Date()
const firstOf = (months: number): string =>
  new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + months, 1)).toISOString().slice(0, 10)
const inDays = (days: number): string => new Date(today.getTime() + days * DAY_MS).toISOString().slice(0, 10)
const services = [
  'old_number,organisation,product,place,size,watts,sides,start,monthly_euros,invoiced_until,notice_days,index,index_value,index_day,kwh_euros',
  `ANC-0042,manufacture-vauclair,rack-space,4-20,full,1000,A+B,${firstOf(-8)},475.00,${firstOf(-2)},90,SYNTEC,318.4,${firstOf(-1).slice(5)},0.2185`,
  '',
].join('\n')

let stage: Stage
let service = ''
const now = async () => must(await stage.house.client.call(showService, { params: { service } }))

beforeAll(async () => {
  stage = await openStage()
  const { client } = stage.house
  const body = { file_name: 'clients.csv', content_base64: Buffer.from(services).toString('base64') }
  const { counts, rows } = must(await client.call(importServices, { body }))
  expect([counts, rows]).toMatchObject([{ created: 1, refused: 0 }, {}])
  const { items } = must(await client.call(listServices, { query: { organisation: 'manufacture-vauclair' } }))
  service = items.find(({ origin }) => origin === 'taken-over')?.number ?? ''
  const run = must(await client.call(prepareRun, { body: { month: firstOf(0).slice(0, 7), dry_run: false } }))
  must(await client.call(approveRun, { params: { run: run.id ?? '' } }))
})
afterAll(() => stage?.close())

test('a price follows its index: refused in words, shown whole with what is invoiced, done, told by a letter that leads to it', async () => {
  const page = await stage.enter(ADMIN)
  await page.goto(`${stage.house.base}/services/${service}`)
  await press(page, 'Réviser le prix…')
  const asks = dialog(page)
  await asks.getByLabel('Nouvelle valeur de l’indice').fill('beaucoup')
  await asks.getByText('Un nombre, comme 322,5').waitFor()
  await asks.getByLabel('Nouvelle valeur de l’indice').fill('330')
  expect(await asks.getByLabel('Jour de la révision').inputValue()).toBe(firstOf(-1))
  await asks.getByLabel('Jour de la révision').fill(inDays(40).replace(/-\d{2}$/, '-17'))
  await asks.getByText('Ce prix se révise le 1').waitFor()
  await asks.getByLabel('Jour de la révision').fill(firstOf(-1))
  await asks.getByText('Prochaine facture, hors taxes').waitFor()
  await asks.getByText(/mois à l’ancien prix/).waitFor()
  await asks.getByText('reçoit une lettre aussitôt').waitFor()
  await shot(page, 'revise-index.fr.1440')
  expect(await axeOf(page)).toEqual([])
  expect(await overflowOf(page)).toBe(0)
  expect((await now()).monthly_micro_euros).toBe(475_000_000)
  await press(asks, 'Réviser')
  await done(page)
  await page.getByRole('heading', { name: 'Prix dans le temps' }).waitFor()
  await page.getByText('Révisé selon SYNTEC 318,4 → 330').waitFor()
  expect((await now()).prices.at(-1)).toMatchObject({ from: firstOf(-1), monthly_micro_euros: 492_310_000 })
  await shot(page, 'revise-history.fr.1440')
  expect(await axeOf(page)).toEqual([])
  const letters = join(stage.house.data, 'mail')
  await until('the letter has left', async () => {
    const files = await readdir(letters).catch(() => [])
    const texts = await Promise.all(files.map((file) => readFile(join(letters, file), 'utf8')))
    const plain = texts.map((text) => text.replaceAll('=\r\n', ''))
    return plain.find((text) => text.includes(`To: ${CUSTOMER}`) && text.includes(`${stage.house.base}/services/${service}`)) ?? null // prettier-ignore
  })
  expect(stage.complaints).toEqual([])
})

test('the price of a kWh on a phone: with the contract’s notice, and both prices stand there; its customer reads them and revises nothing', async () => {
  const page = await stage.enter(ADMIN, { language: 'en', width: 390 })
  await page.goto(`${stage.house.base}/services/${service}`)
  await press(page, 'Revise the price of a kWh…')
  const asks = dialog(page)
  await asks.getByLabel('New price of a kWh, without VAT').fill('0.24')
  await asks.getByLabel('First day at the new price').fill(inDays(20))
  await asks.getByText('An agreed price takes notice: 90 days ahead', { exact: false }).waitFor()
  await asks.getByLabel('First day at the new price').fill(inDays(200))
  await asks.getByText('nothing that is invoiced changes', { exact: false }).waitFor()
  await shot(page, 'revise-unit.en.390')
  expect(await axeOf(page)).toEqual([])
  expect(await overflowOf(page)).toBe(0)
  await press(asks, 'Revise')
  await done(page)
  const customer = await stage.enter(CUSTOMER, { language: 'en', width: 390 })
  await customer.goto(`${stage.house.base}/services/${service}`)
  for (const price of ['€0.2185/kWh', '€0.24/kWh']) await customer.getByText(price).first().waitFor()
  expect(await customer.getByRole('button', { name: /Revise/ }).count()).toBe(0)
  await shot(customer, 'revise-units.en.390')
  expect(await axeOf(customer)).toEqual([])
  expect(await overflowOf(customer)).toBe(0)
  expect(stage.complaints).toEqual([])
})
