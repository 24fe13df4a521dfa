import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { acceptOrder, createOrder, listRequests, listStanding, showOrder } from '#market/contract'
import { must, paper } from '../../../scenarios/house/asking.ts'
import { until } from '../../../scenarios/house/until.ts'
import { axeOf, dialog, done, openStage, overflowOf, press, shot, type Stage } from '../testing.ts'

const CARRIER = 'noa.barbier@rhin-rhone-transit.example'
const CUSTOMER = 'morgan.vuillemin@jurassix.example'
const ADMIN = 'camille.roy@vesontio.example'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage?.close())

const expectClean = async (page: Page, name: string): Promise<void> => {
  await shot(page, name)
  expect(await axeOf(page), name).toEqual([])
  expect(await overflowOf(page), name).toBe(0)
}
const ordered = async (more: object): Promise<string> => {
  const { client } = stage.house
  const order = must(
    await client.call(createOrder, {
      body: {
        organisation: 'jurassix',
        quote: 'subject-to-availability',
        lines: [
          {
            product: 'cross-connect',
            parameters: {
              media: 'fibre-duplex',
              a: { panel: 'M1-P01' },
              z: { organisation: 'rhin-rhone-transit' },
              ...more,
            },
          },
        ],
      },
    }),
  )
  must(await client.call(acceptOrder, { params: { order: order.number }, body: { paper } }))
  return order.number
}

test('who is reached pays: the form says so, the request carries the price, the letter agrees, the orderer sees no price', async () => {
  const phone = await stage.enter(CUSTOMER, { width: 390 })
  await phone.goto(`${stage.house.base}/orders/new?product=cross-connect`)
  await phone.getByRole('button', { name: /Vers \(Z\)/ }).click()
  await phone.getByRole('option', { name: 'Une autre organisation' }).click()
  await phone.getByRole('button', { name: /Qui paie/ }).click()
  await phone.getByRole('option', { name: 'L’organisation atteinte' }).click()
  await phone.getByText('Elle lit le prix et l’accepte dans sa lettre').waitFor()
  await expectClean(phone, 'payer-form.fr.390')
  const order = await ordered({ payer: 'z' })
  await until(
    'the carrier is asked',
    async () => must(await stage.house.client.call(listRequests)).items.length > 0,
    60_000,
  )
  await phone.goto(`${stage.house.base}/orders/${order}`)
  await phone.getByText('L’organisation atteinte paie').first().waitFor()
  await expectClean(phone, 'payer-order.fr.390')

  const page = await stage.enter(CARRIER, { language: 'en' })
  await page.goto(`${stage.house.base}/letters`)
  await page.getByRole('cell', { name: 'Rhin-Rhône Transit', exact: true }).waitFor()
  await expectClean(page, 'payer-letters.en.1440')
  // Who waits is found by its name; nobody else's is told.
  await page.goto(`${stage.house.base}/letters/new`)
  await page.getByLabel('Company authorised').fill('jura')
  await page.getByRole('button', { name: `Jurassix`, exact: false }).first().click()
  await page.getByText('Your organisation pays').waitFor()
  await page.locator('label', { hasText: /^9$/ }).click()
  await expectClean(page, 'payer-issue.en.1440')
  await page.setViewportSize({ width: 390, height: 844 })
  await expectClean(page, 'payer-issue.en.390')
  await page.setViewportSize({ width: 1440, height: 900 })
  await press(page, 'Issue the letter and pay')
  await page.getByRole('heading', { name: /^BES-L-\d{4}-00001$/ }).waitFor()
  await until(
    'the letter is used',
    async () =>
      must(await stage.house.client.call(showOrder, { params: { order } })).lines[0]?.waiting?.for !== 'other-side',
    60_000,
  )
  await page.reload()
  await page.getByText('being delivered').waitFor()
  await expectClean(page, 'payer-letter.en.1440')
  await page.getByRole('link', { name: /^BES-XC-/ }).click()
  await page.getByRole('heading', { name: /BES-XC-/ }).waitFor()
  expect(await page.locator('body').textContent()).not.toContain(order)
})

test('a standing consent that is ended lists what stands on it, and gives notice to what is ticked', async () => {
  const page = await stage.enter(CARRIER)
  await page.goto(`${stage.house.base}/letters/standing/new`)
  await page.getByLabel('Jusqu’au').fill(`${new Date().getFullYear() + 1}-06-30`)
  await press(page, 'Donner l’accord')
  await page.getByText('M3-P01, 1 à 4').waitFor()
  await ordered({})
  await until(
    'it is connected under the consent',
    async () => must(await stage.house.client.call(listStanding)).items.some(({ connected }) => connected === 1),
    60_000,
  )
  await page.reload()
  await page.getByRole('button', { name: 'Y mettre fin…' }).click()
  await dialog(page).getByText('La livraison serait défaite').waitFor()
  await dialog(page)
    .getByText(/BES-XC-/)
    .click()
  await expectClean(page, 'standing-end.fr.1440')
  const small = await stage.enter(CARRIER, { language: 'en', width: 390 })
  await small.goto(`${stage.house.base}/letters`)
  await small.getByRole('button', { name: 'End it…' }).click()
  await dialog(small).getByText('The delivery would be undone').waitFor()
  await expectClean(small, 'standing-end.en.390')
  await press(page, 'Mettre fin, avec préavis à 1 service')
  await done(page)
  await page.getByText('Terminé', { exact: true }).waitFor()

  const admin = await stage.enter(ADMIN, { language: 'en' })
  await admin.goto(`${stage.house.base}/letters?organisation=manufacture-vauclair`)
  await admin.getByLabel('Organisation').waitFor()
  expect(await admin.getByRole('link', { name: /^BES-L-/ }).count()).toBe(0)
  await admin.goto(`${stage.house.base}/letters?organisation=jurassix`)
  await admin.getByRole('link', { name: /^BES-L-/ }).waitFor()
  await expectClean(admin, 'letters-of.en.1440')
})

test('anybody reads how long cross-connects take, and what is meant by that', async () => {
  const nobody = await stage.visit({ width: 390 })
  await nobody.goto(`${stage.house.base}/time-to-light`)
  await nobody.getByText('Ce qui est mesuré').waitFor()
  await nobody.getByText('Aucune liaison livrée dans cette période.').waitFor()
  await expectClean(nobody, 'time-to-light.fr.390')
  const english = await stage.visit({ language: 'en' })
  await english.goto(`${stage.house.base}/time-to-light`)
  await english.getByText('What is measured').waitFor()
  await expectClean(english, 'time-to-light.en.1440')
  expect(stage.complaints).toEqual([])
})
