import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { acceptOrder, closeStep, createOrder, handOver, listServices, showService } from '#market/contract'
import { must, orderNow, paper } from '../../../../scenarios/house/asking.ts'
import { until } from '../../../../scenarios/house/until.ts'
import { axeOf, dialog, done, openStage, overflowOf, press, shot, type Stage } from '../../testing.ts'

/** Signs for the public body. */
const SIGNATORY = 'alix.monnier@grand-besancon.example'
const A_MINUTE_MS = 60_000
const PDF = { file_name: 'proof.pdf', content_base64: Buffer.from('%PDF-1.4\n%%EOF\n').toString('base64') }

let stage: Stage
let base: string
let service: string

const lineOf = async (number: string) => {
  const [line] = (await orderNow(stage.house.client, number)).lines
  if (!line) throw new Error(`${number} has no line`)
  return line
}
const untilState = (number: string, state: string) =>
  until(`${number} is ${state}`, async () => (await lineOf(number)).state === state || null, A_MINUTE_MS)
/** What the site's people do, closed by hand as soon as it waits for them. */
const closeSteps = async (number: string, names: readonly string[]): Promise<void> => {
  for (const name of names) {
    const waits = async () => (await lineOf(number)).steps.find((one) => one.name === name && one.waits)
    const step = await until(`${name} waits`, async () => (await waits()) ?? null, A_MINUTE_MS)
    must(
      await stage.house.client.call(closeStep, { params: { step: step.id }, body: { note: 'seen on site', ...PDF } }),
    )
  }
}
const now = async () => must(await stage.house.client.call(showService, { params: { service } }))

beforeAll(async () => {
  stage = await openStage()
  base = stage.house.base
  const { client } = stage.house
  const body = {
    organisation: 'grand-besancon',
    engagement_number: 'EJ-2026-0001',
    lines: [
      { product: 'rack-space' as const, parameters: { size: 'quarter' as const, watts: 500, sides: 'A' as const } },
    ],
  }
  const { number } = must(await client.call(createOrder, { body }))
  must(await client.call(acceptOrder, { params: { order: number }, body: { paper } }))
  await closeSteps(number, ['feeds', 'keys'])
  await untilState(number, 'ready')
  must(await client.call(handOver, { params: { order: number, position: 1 }, body: { verdict: 'accepted', paper } }))
  await untilState(number, 'in-service')
  const { items } = must(await client.call(listServices, { query: { organisation: 'grand-besancon' } }))
  service = items[0]?.number ?? ''
})
afterAll(() => stage?.close())

const words = {
  fr: {
    change: 'Changer…',
    engagement: 'Numéro d’engagement',
    draft: 'Établir le devis ferme',
    accept: 'Accepter et réserver…',
    reserve: 'Accepter et réserver',
    history: 'Prix dans le temps',
    note: 'Procès-verbal de changement',
  },
  en: {
    change: 'Change…',
    engagement: 'Engagement number',
    draft: 'Make the firm quote',
    accept: 'Accept and reserve…',
    reserve: 'Accept and reserve',
    history: 'Price over time',
    note: 'Note of the change',
  },
} as const

/** From the dry run on the service's page to the signed order: its number. */
const sign = async (page: Page, language: 'fr' | 'en', engagement: string): Promise<string> => {
  const w = words[language]
  await dialog(page).getByLabel(w.engagement, { exact: true }).fill(engagement)
  await press(dialog(page), w.draft)
  await page.waitForURL(/\/orders\/BES-O-/)
  const number = page.url().split('/').at(-1) ?? ''
  await page.getByRole('button', { name: w.accept }).click()
  await press(dialog(page), w.reserve)
  await done(page)
  expect((await orderNow(stage.house.client, number)).engagement_number).toBe(engagement)
  return number
}
const pick = async (page: Page, label: string, option: string): Promise<void> => {
  await dialog(page).getByRole('button', { name: label }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

test('more power: shown before it is asked, signed under its own engagement, begun at once; its price and its note stand on the service', async () => {
  const page = await stage.enter(SIGNATORY)
  await page.goto(`${base}/services/${service}`)
  expect(await page.getByRole('heading', { name: words.fr.history }).count()).toBe(0)
  await press(page, words.fr.change)
  await dialog(page).getByText('Dites ce qui doit devenir autre', { exact: false }).waitFor()
  await dialog(page).getByLabel('Puissance souscrite').fill('beaucoup')
  await dialog(page).getByText('Un nombre, s’il vous plaît').waitFor()
  await dialog(page).getByLabel('Puissance souscrite').fill('80')
  await dialog(page).getByText('ne porte pas', { exact: false }).first().waitFor()
  await dialog(page).getByLabel('Puissance souscrite').fill('0,9')
  await dialog(page).getByText('Personne n’a rien à faire', { exact: false }).waitFor()
  await dialog(page)
    .getByText('dès son premier jour, le service est facturé sous ce numéro', { exact: false })
    .waitFor()
  expect(await axeOf(page)).toEqual([])
  await shot(page, 'change-power.fr.1440')
  const before = (await now()).monthly_micro_euros ?? 0
  const order = await sign(page, 'fr', 'EJ-2026-0002')
  await untilState(order, 'in-service')
  await page.getByText(words.fr.note).first().waitFor()
  expect(await axeOf(page)).toEqual([])
  await shot(page, 'change-order.fr.1440')
  await page.goto(`${base}/services/${service}`)
  await page.getByRole('heading', { name: words.fr.history }).waitFor()
  await page.getByRole('link', { name: order }).first().waitFor()
  const [note] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: words.fr.note }).click(),
  ])
  expect(note.suggestedFilename()).toBe(`change-${order}-1.pdf`)
  expect((await readFile(await note.path())).subarray(0, 5).toString()).toBe('%PDF-')
  await page
    .getByText(/^0,9\skW A/)
    .first()
    .waitFor()
  const { prices, parameters } = await now()
  expect(parameters).toMatchObject({ watts: 900, sides: 'A' })
  expect(prices.map((price) => price.order)).toEqual([order])
  expect(prices.at(-1)?.monthly_micro_euros).toBeGreaterThan(before)
  expect(await axeOf(page)).toEqual([])
  await shot(page, 'change-history.fr.1440')
})

test('a second feed: its steps are shown, proved by the site, accepted by the customer; the price stays', async () => {
  const page = await stage.enter(SIGNATORY, { language: 'en' })
  await page.goto(`${base}/services/${service}`)
  await press(page, words.en.change)
  await pick(page, 'Sides', 'A+B')
  await dialog(page).getByText('Prove the added side').waitFor()
  expect(await axeOf(page)).toEqual([])
  await shot(page, 'change-feed.en.1440')
  const order = await sign(page, 'en', 'EJ-2026-0003')
  await page.goto(`${base}/services/${service}`)
  await page.getByText('Change under way').waitFor()
  expect(await page.getByRole('button', { name: words.en.change }).count()).toBe(0)
  await closeSteps(order, ['second-feed'])
  await page.goto(`${base}/orders/${order}`)
  // Who accepts has the note in hand.
  await page.getByText(words.en.note).first().waitFor()
  await page.getByRole('button', { name: 'Accept the delivery…' }).click()
  await press(dialog(page), 'Accept in writing')
  await done(page)
  await untilState(order, 'in-service')
  expect((await now()).parameters).toMatchObject({ sides: 'A+B', watts: 900 })
})

test('a bigger compartment on a phone: what would be held and given back, and the move is delivered while the old place is still held', async () => {
  const page = await stage.enter(SIGNATORY, { language: 'en', width: 390 })
  await page.goto(`${base}/services/${service}`)
  await press(page, words.en.change)
  await pick(page, 'Space', 'Half rack, own lock')
  await dialog(page).getByText('Given back at the end', { exact: false }).waitFor()
  await dialog(page).getByText('See the old place empty').waitFor()
  expect(await axeOf(page)).toEqual([])
  expect(await overflowOf(page)).toBe(0)
  await shot(page, 'change-move.en.390')
  const order = await sign(page, 'en', 'EJ-2026-0004')
  await closeSteps(order, ['new-feeds', 'new-keys'])
  await page.getByRole('button', { name: 'Accept the delivery…' }).click()
  await press(dialog(page), 'Accept in writing')
  await done(page)
  await untilState(order, 'in-service')
  await page.goto(`${base}/services/${service}`)
  await page.getByRole('heading', { name: words.en.history }).waitFor()
  await page.getByRole('link', { name: words.en.note }).first().waitFor()
  expect(await axeOf(page)).toEqual([])
  expect(await overflowOf(page)).toBe(0)
  await shot(page, 'change-history.en.390')
  const { parameters, holds } = await now()
  expect(parameters).toMatchObject({ size: 'half' })
  expect(holds.filter(({ kind }) => kind === 'compartment')).toHaveLength(2)
  expect(stage.complaints).toEqual([])
})
