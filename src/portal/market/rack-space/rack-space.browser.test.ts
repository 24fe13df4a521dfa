import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Client } from '#kernel'
import { acceptOrder, createOrder, handOver, importReadings, showOption, showOrder } from '#market/contract'
import { clientOf, must, paper } from '../../../../scenarios/house/asking.ts'
import { doOpenWork } from '../../../../scenarios/house/technician.ts'
import { until } from '../../../../scenarios/house/until.ts'
import { axeOf, dialog, done, openStage, overflowOf, press, shot, type Stage } from '../../testing.ts'

const CUSTOMER = 'morgan.vuillemin@jurassix.example'
const SITE = 'camille.roy@vesontio.example'

let stage: Stage
let base: string
let client: Client
let service: string
let hands: readonly [Client, Client]

/** Delivered by the site's people and accepted in writing: the number of its service. */
const delivered = async (order: string): Promise<string> => {
  const line = async () => must(await client.call(showOrder, { params: { order } })).lines[0]
  await until(`${order} is ready`, async () => {
    await doOpenWork(hands[0], hands[1], (work) => work.order === order)
    return (await line())?.state === 'ready' ? true : null
  })
  must(await client.call(handOver, { params: { order, position: 1 }, body: { verdict: 'accepted', paper } }))
  return until(`${order} is in service`, async () => {
    const now = await line()
    return now?.state === 'in-service' ? now.service : null
  })
}
const optionNow = async () => must(await client.call(showOption, { params: { service } })).option

beforeAll(async () => {
  stage = await openStage()
  base = stage.house.base
  client = stage.house.client
  hands = [
    await clientOf(stage.house, 'camille.roy@vesontio.example', ['technician']),
    await clientOf(stage.house, 'sacha.perrin@vesontio.example', ['technician']),
  ]
  const place = { rack: '5-3', option_next: true }
  const parameters = { size: 'full' as const, watts: 2000, sides: 'A+B' as const, place, term_months: 0 }
  const { number } = must(
    await client.call(createOrder, {
      body: { organisation: 'jurassix', lines: [{ product: 'rack-space', parameters }] },
    }),
  )
  must(await client.call(acceptOrder, { params: { order: number }, body: { paper } }))
  service = await delivered(number)
})
afterAll(() => stage?.close())

const expectClean = async (page: Page, name: string): Promise<void> => {
  await shot(page, name)
  expect(await axeOf(page), name).toEqual([])
  expect(await overflowOf(page), name).toBe(0)
}
const here = async (page: Page): Promise<void> => {
  await page.goto(`${base}/services/${service}`)
  await page.getByRole('heading', { name: 'Option', exact: true }).waitFor()
}
/** The number of the order on whose page one stands. */
const orderOn = async (page: Page): Promise<string> => {
  await page.waitForURL(/\/orders\/BES-O-/)
  return page.url().split('/').at(-1) ?? ''
}
const signed = async (order: string): Promise<void> =>
  void must(await client.call(acceptOrder, { params: { order }, body: { paper } }))

test('the customer’s authorised person sees what is kept, its price and until when; exercises it after a dry run, by a firm quote', async () => {
  const page = await stage.enter(CUSTOMER)
  await here(page)
  await page.getByRole('link', { name: '5-2', exact: true }).waitFor()
  await page.getByText('95,00', { exact: false }).first().waitFor()
  await page.getByText('aussi longtemps que le service').waitFor()
  await page.getByText('à tout moment').waitFor()
  await expectClean(page, 'option-kept.fr.1440')

  await press(page, 'Lever l’option…')
  const box = dialog(page)
  await box.getByText('5-2', { exact: true }).waitFor()
  await box.getByLabel('Puissance souscrite').fill('90')
  await box
    .getByText(/Une voie seule|une seule voie|ne porte/i)
    .first()
    .waitFor()
  await shot(page, 'option-exercise-refused.fr.1440')
  await box.getByLabel('Puissance souscrite').fill('2,5')
  await box.getByText('237,50', { exact: false }).waitFor()
  await box.getByText('−95,00', { exact: false }).waitFor()
  await box.getByText('Prouver les deux voies').waitFor()
  await expectClean(page, 'option-exercise.fr.1440')
  expect((await optionNow())?.quoted_by).toBeNull()
  await press(box, 'Établir le devis')
  const order = await orderOn(page)
  await page.getByText('20,00', { exact: false }).first().waitFor()

  // What the firm quote promises is shown with the option, and giving it up says why not.
  await here(page)
  await page.getByRole('link', { name: order }).waitFor()
  await press(page, 'Rendre l’option…')
  await dialog(page).getByText(`${order} promet déjà`, { exact: false }).waitFor()
  await shot(page, 'option-promised.fr.1440')
  await page.keyboard.press('Escape')
  await page.goto(`${base}/orders/${order}`)
  await press(page, 'Accepter et réserver…')
  await shot(page, 'option-sign.fr.1440')
  await press(dialog(page), 'Accepter et réserver')
  await done(page)
  expect(await optionNow()).toBeNull()
  await here(page)
  await page.getByText('Aucune place voisine n’est tenue', { exact: false }).waitFor()
})

test('staff takes an option anew and gives it up, on the phone and in English: each shown before it is asked', async () => {
  const page = await stage.enter(SITE, { language: 'en', width: 390 })
  await here(page)
  await press(page, 'Take an option…')
  await dialog(page).getByText('5-4 (option)').waitFor()
  await expectClean(page, 'option-take.en.390')
  await press(dialog(page), 'Make the firm quote')
  await signed(await orderOn(page))
  await until('the option is kept', async () => ((await optionNow()) ? true : null))

  await here(page)
  await page.getByRole('link', { name: '5-4', exact: true }).waitFor()
  await expectClean(page, 'option-kept.en.390')
  await press(page, 'Exercise the option…')
  await dialog(page).getByText('5-4', { exact: true }).waitFor()
  await expectClean(page, 'option-exercise.en.390')
  await press(dialog(page), 'Cancel')
  await press(page, 'Give the option up…')
  await dialog(page).getByText('5-4 (option)').waitFor()
  await expectClean(page, 'option-give-up.en.390')
  await press(dialog(page), 'Make the firm quote')
  await signed(await orderOn(page))
  await until('the option is given up', async () => ((await optionNow()) ? null : true))
  await here(page)
  await page.getByText('No place beside it is kept', { exact: false }).waitFor()
  expect(stage.complaints).toEqual([])
})

test('the order form: a rack, a row, near the meet-me room, apart from another of its own, each with its reason; what each place passed over breaks first; storage in the quote', async () => {
  const page = await stage.enter(SITE)
  await page.goto(`${base}/orders/new?organisation=jurassix&product=rack-space`)
  const proposed = page.getByText('Place proposée')
  await proposed.waitFor()
  await page.getByText('gardiennage du matériel resté après la fin', { exact: false }).waitFor()
  await page.getByText('20,00 € par jour').waitFor()

  await page.getByRole('button', { name: 'Taille' }).click()
  await page.getByRole('option', { name: /^Demi-baie/ }).click()
  await page.getByLabel('Rangée (facultatif)').fill('1')
  await page.getByText(/^1-\d+\/\w, rangée 1$/).waitFor()
  await page.getByRole('button', { name: /^Places écartées/ }).click()
  await page.getByText('Autre rangée').first().waitFor()
  await page
    .getByText(/n’est pas dans la rangée demandée/)
    .first()
    .waitFor()
  await page.getByLabel('Rangée (facultatif)').fill('')
  await page.getByLabel('Baie (facultatif)').fill('1-22')
  await page.getByText(/^1-22\/\w, rangée 1$/).waitFor()
  await page.getByLabel('Baie (facultatif)').fill('')
  await page.getByText('Près de la salle de rencontre').click()
  await page.getByText(/m de chemin de câbles jusqu’à la salle de rencontre/).waitFor()
  await shot(page, 'space-near.fr.1440')

  // Its own stands in row 5: the same row is passed over for it.
  await page.getByLabel('À l’écart de (facultatif)').fill(service)
  await page.getByRole('button', { name: 'Taille' }).click()
  await page.getByRole('option', { name: 'Baie entière' }).click()
  await page.getByText(/, rangée [^5]$/).waitFor()
  const passed = page.getByRole('button', { name: /^Places écartées/ })
  if ((await passed.getAttribute('aria-expanded')) !== 'true') await passed.click()
  await page.getByText('Même rangée que l’autre service').first().waitFor()
  await expectClean(page, 'space-apart.fr.1440')
  await page.getByRole('button', { name: 'Vider le brouillon' }).click()
})

test('what a metered tenant draws stands on the chains in the stead of what it has committed, which stays reserved', async () => {
  const readings = ['A,300', 'B,500'].map((said) => {
    const [side = '', watts = ''] = said.split(',')
    return `feed-${side}-5-3,${new Date(Date.now() - 60_000).toISOString()},100,${watts}`
  })
  const file = `meter,at,energy_kwh,power_w\n${readings.join('\n')}\n`
  must(
    await client.call(importReadings, {
      body: { file_name: 'readings.csv', content_base64: Buffer.from(file).toString('base64') },
    }),
  )
  const page = await stage.enter(SITE)
  await page.goto(`${base}/power?details=all`)
  await page.getByText('mesuré où compté').first().waitFor()
  const gauge = page.getByRole('meter', { name: 'Tableau row-A-5, kVA' })
  expect(await gauge.getAttribute('aria-valuetext')).toMatch(
    /^1,6\skVA mesurés où comptés, 2,4\skVA souscrits, 4,7\skVA/,
  )
  await expectClean(page, 'chains-measured.fr.1440')
})
