import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { axeOf, dialog, done, openStage, overflowOf, press, shot, type Stage } from '../../src/portal/testing.ts'
import { doctorFindsNothing } from '../house/asking.ts'
import { doWorkOnPhone, type Worker } from '../house/at-the-phone.ts'
import { acceptLine, type AtDesk, lineOf, makeQuote, openSigning, sign, typeOrder } from '../house/at-the-portal.ts'

const ENGINEER = 'camille.roy@vesontio.example'
const TECHNICIAN = 'sacha.perrin@vesontio.example'
const ISP = 'morgan.vuillemin@jurassix.example'
const CARRIER = 'noa.barbier@rhin-rhone-transit.example'
const PHONE = { width: 390, height: 844 }
const DESK = { width: 1440, height: 900 }
const [RACK, PORT, CABLE] = [1, 2, 3] as const

let stage: Stage
let base: string
/** The ISP’s signatory and the carrier’s at their desks, a technician with a phone in the cold aisle. */
let isp: AtDesk
let carrier: Page
let crew: Worker
let order = ''
let rack = ''
beforeAll(async () => {
  stage = await openStage()
  base = stage.house.base
  isp = { page: await stage.enter(ISP), base, language: 'fr' }
  carrier = await stage.enter(CARRIER, { language: 'en' })
  crew = {
    page: await stage.enter(TECHNICIAN, { width: PHONE.width, language: 'en' }),
    base,
    language: 'en',
    notes: [
      [/handed to/i, 'Morgan Vuillemin'],
      [/number/i, 'K-207'],
    ],
  }
})
afterAll(() => stage?.close())

const settled = (page: Page): Promise<unknown> =>
  page.waitForFunction(
    () => !/Lecture…|Reading…|Calcul…|Computing…/.test(document.querySelector('main')?.textContent ?? 'Reading…'),
  )
/** Kept for eyes, and no wider than its window. */
const fits = async (page: Page, name: string): Promise<void> => {
  await settled(page)
  // Drawings are drawn anew for the width a moment after it has changed.
  await page
    .waitForFunction(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)
    .catch(() => undefined)
  await shot(page, `isp-${name}`)
  expect(await overflowOf(page), name).toBe(0)
}
/** Read by axe too. */
const see = async (page: Page, name: string): Promise<void> => {
  await fits(page, name)
  expect(await axeOf(page), name).toEqual([])
}
/** The same page on a phone; what axe says of its kinds of row there is in the tests of the pages. */
const seeBoth = async (page: Page, name: string): Promise<void> => {
  await see(page, `${name}.1440`)
  await page.setViewportSize(PHONE)
  await fits(page, `${name}.390`)
  await page.setViewportSize(DESK)
}

test('three lines are typed, quoted while they are typed, and signed by who may', async () => {
  const { page } = isp
  await typeOrder(isp, {
    reference: 'JX-2026-051',
    lines: [
      { product: 'rack-space', size: 'quarter', kilowatts: '1,5' },
      { product: 'exchange-port', speed: '10G', asn: '64510', prefixes: '198.18.110.0/24\n2001:db8:110::/48' },
      { product: 'cross-connect', to: { organisation: 'Rhin-Rhône Transit' } },
    ],
  })
  await lineOf(page, PORT).getByLabel('AS-SET (facultatif)').fill('AS-JURASSIX')
  await lineOf(page, PORT).getByLabel('Adresse MAC (facultatif)').fill('02:be:50:00:02:01')
  await lineOf(page, CABLE).getByText('Possible', { exact: true }).waitFor()
  await seeBoth(page, 'order-new.fr')
  order = await makeQuote(isp, 3)
  await seeBoth(page, 'quoted.fr')
  await openSigning(isp)
  await see(page, 'sign.fr.1440')
  await sign(isp)
  await lineOf(page, CABLE)
    .getByText(/attend.*Rhin-Rhône Transit|Rhin-Rhône Transit.*lettre/i)
    .first()
    .waitFor()
  rack =
    (await lineOf(page, RACK)
      .getByRole('link', { name: /^BES-RS-/ })
      .first()
      .textContent()) ?? ''
})

test('the rack is proved and its key handed by the phone, taken over, and billed while the carrier sleeps', async () => {
  await doWorkOnPhone(crew, /^Prove/)
  await doWorkOnPhone(crew, /^Hand over the key/)
  await acceptLine(isp, RACK)
  const { page } = isp
  await lineOf(page, CABLE)
    .getByText(/Autre côté, court encore/)
    .waitFor()
  await lineOf(page, CABLE).getByText('Pas encore facturée. L’attente présente : facturation décalée.').waitFor()
  expect(
    await lineOf(page, RACK)
      .getByText(/Autre côté/)
      .count(),
  ).toBe(0)
  await seeBoth(page, 'waits.fr')
})

test('the carrier finds the request on its first page, chooses a position, and issues its letter', async () => {
  await carrier.goto(base)
  await see(carrier, 'carrier-today.en.1440')
  await carrier.getByRole('link', { name: 'Orders' }).first().click()
  await carrier.getByRole('link', { name: 'Letters' }).click()
  await carrier.getByRole('link', { name: 'Issue…' }).click()
  await carrier.getByRole('radio', { name: '11, free' }).click({ force: true })
  await carrier.getByText('Jurassix', { exact: false }).first().waitFor()
  await seeBoth(carrier, 'letter-new.en')
  await press(carrier, 'Issue the letter')
  await carrier.getByRole('heading', { name: /^BES-L-/ }).waitFor()
  await seeBoth(carrier, 'letter.en')
  await lineOf(isp.page, CABLE)
    .getByText(/M3-P01\/11/)
    .first()
    .waitFor()
})

test('the jumpers are run and measured; one strand is dark, the line is rejected, put right and taken over', async () => {
  const { page } = isp
  await doWorkOnPhone({ ...crew, look: (_, at) => shot(crew.page, `isp-jumper-${at}.en.390`) }, /^Run/)
  await doWorkOnPhone({ ...crew, look: (_, at) => shot(crew.page, `isp-measure-${at}.en.390`) }, /^Measure/)
  await press(lineOf(page, CABLE), 'Refuser…')
  await dialog(page).getByRole('textbox', { name: 'Motif' }).fill('La lumière n’arrive que sur le brin 2.')
  await press(dialog(page), 'Refuser avec ce motif')
  await done(page)
  await lineOf(page, CABLE).getByText('refusée à la recette').waitFor()
  await see(page, 'rejected.fr.1440')

  const office = await stage.enter(ENGINEER)
  await office.goto(base)
  await see(office, 'office-today.fr.1440')
  await office.goto(`${base}/orders/${order}`)
  await lineOf(office, CABLE).getByText('La lumière n’arrive que sur le brin 2.').first().waitFor()
  await press(lineOf(office, CABLE), 'Mise en ordre…')
  await office.getByLabel('Ce qui a été corrigé').fill('Manchon de M3-P01/11 nettoyé.')
  await press(dialog(office), 'Éprouver de nouveau')
  await done(office)
  await acceptLine(isp, CABLE)
  await seeBoth(page, 'connected.fr')
})

test('half a kilowatt more: asked on the page of the service, priced before it is asked, signed, and in force', async () => {
  const { page } = isp
  await page.goto(`${base}/services/${rack}`)
  await press(page, 'Changer…')
  await dialog(page).getByLabel('Puissance souscrite (kW)').fill('2')
  await dialog(page).getByText('310,00').waitFor()
  await see(page, 'change.fr.1440')
  await press(dialog(page), 'Établir le devis ferme')
  await page.getByRole('heading', { name: /^BES-O-/ }).waitFor()
  await openSigning(isp)
  await sign(isp)
  await lineOf(page, 1).getByText('en service', { exact: false }).first().waitFor()
  await page.goto(`${base}/services/${rack}`)
  await page.getByText('310,00').first().waitFor()
  await page.getByText('2 kW', { exact: true }).first().waitFor()
  await seeBoth(page, 'changed.fr')
  expect(stage.complaints).toEqual([])
  await doctorFindsNothing(stage.house.client)
})
