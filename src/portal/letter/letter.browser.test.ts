import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { acceptOrder, createOrder, listRequests } from '#market/contract'
import { must, paper } from '../../../scenarios/house/asking.ts'
import { until } from '../../../scenarios/house/until.ts'
import { axeOf, openStage, overflowOf, shot, type Stage } from '../testing.ts'

const CARRIER = 'noa.barbier@rhin-rhone-transit.example'
const CUSTOMER = 'morgan.vuillemin@jurassix.example'

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

/** A customer orders a fibre to a carrier's panel: the line waits for the carrier's letter. */
const askForLetter = async (): Promise<string> => {
  const { client } = stage.house
  const parameters = {
    media: 'fibre-duplex',
    a: { panel: 'M1-P01' },
    z: { organisation: 'rhin-rhone-transit' },
  } as const
  const order = must(
    await client.call(createOrder, {
      body: {
        organisation: 'jurassix',
        quote: 'subject-to-availability',
        lines: [{ product: 'cross-connect', parameters }],
      },
    }),
  )
  must(await client.call(acceptOrder, { params: { order: order.number }, body: { paper } }))
  await until('the carrier is asked', async () => must(await client.call(listRequests)).items.length > 0, 60_000)
  return order.number
}

test('a carrier reads a request, picks its position and issues; the other side and anybody with the code read the state', async () => {
  const order = await askForLetter()
  const page = await stage.enter(CARRIER)
  await page.getByText('attend votre lettre d’autorisation').waitFor()
  await page.goto(`${stage.house.base}/letters`)
  await page.getByText(`${order}, ligne 1`).waitFor()
  await expectClean(page, 'letters-request.fr.1440')
  await page.getByRole('link', { name: 'Émettre…' }).click()
  await page.getByText(`La ligne 1 de ${order} n’attend plus.`).waitFor()
  await page.getByText('7', { exact: true }).click()
  await page.getByText('jurassix peut se raccorder à M3-P01/7').waitFor()
  await expectClean(page, 'letter-issue.fr.1440')
  await page.getByRole('button', { name: 'Émettre la lettre' }).click()
  await page.getByRole('heading', { name: /^BES-L-\d{4}-00001$/ }).waitFor()
  await page.getByRole('button', { name: 'Révoquer…' }).click()
  await page
    .getByRole('dialog')
    .getByText(/prend fin tout de suite|est défaite/)
    .waitFor()
  await expectClean(page, 'letter-revoke.fr.1440')
  await page.getByRole('button', { name: 'Annuler' }).click()
  await expectClean(page, 'letter.fr.1440')
  const code = /letters\/check\/([0-9A-Z-]+)/.exec(await page.content())?.[1] ?? ''

  const phone = await stage.enter(CUSTOMER, { language: 'en', width: 390 })
  await phone.goto(`${stage.house.base}/letters`)
  await phone.getByRole('link', { name: 'BES-L-' }).first().waitFor()
  await expectClean(phone, 'letters.en.390')
  await phone.getByRole('link', { name: 'BES-L-' }).first().click()
  await phone.getByText('Public check').waitFor()
  await expectClean(phone, 'letter.en.390')
  const [pdf] = await Promise.all([
    phone.waitForEvent('download'),
    phone.getByRole('link', { name: 'PDF in English' }).click(),
  ])
  expect(pdf.suggestedFilename()).toMatch(/^BES-L-\d{4}-00001\.pdf$/)

  const nobody = await stage.visit({ width: 390 })
  await nobody.goto(`${stage.house.base}/letters/check/${code.toLowerCase()}`)
  await nobody.getByText(/^Cette lettre (est valable|a servi)/).waitFor()
  expect(await nobody.locator('body').textContent()).not.toMatch(/jurassix|Rhin-Rhône|M3-P01/i)
  await expectClean(nobody, 'letter-check.fr.390')
  await nobody.goto(`${stage.house.base}/letters/check/00000-00000-00000-00000-00000`)
  await nobody.getByText('Aucune lettre n’a ce code').waitFor()
})

test('a standing consent is drawn, given and ended', async () => {
  const page = await stage.enter(CARRIER, { language: 'en' })
  await page.goto(`${stage.house.base}/letters/standing/new`)
  await page.getByText('to the free positions 1 to 4 of M3-P01').waitFor()
  await page.getByLabel('Until').fill(`${new Date().getFullYear() + 1}-06-30`)
  await expectClean(page, 'standing.en.1440')
  await page.setViewportSize({ width: 390, height: 844 })
  await expectClean(page, 'standing.en.390')
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.getByRole('button', { name: 'Give the consent' }).click()
  await page.getByText('M3-P01, 1 to 4').waitFor()
  await page.getByRole('button', { name: 'End it…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End it' }).click()
  await page.getByText('Ended', { exact: true }).waitFor()
  await expectClean(page, 'letters.en.1440')
  expect(stage.complaints).toEqual([])
})
