import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { dialog, done, openStage, press, type Stage } from '../../src/portal/testing.ts'
import { doctorFindsNothing } from '../house/asking.ts'
import { doWorkOnPhone, type Worker } from '../house/at-the-phone.ts'
import {
  acceptLine,
  type AtDesk,
  choose,
  lineOf,
  makeQuote,
  openSigning,
  see,
  seeBoth,
  sign,
  typeOrder,
} from '../house/at-the-portal.ts'
import { dayHere, firstMonth } from '../house/days.ts'
import { lettersTo } from '../house/mailbox.ts'
import { until } from '../house/until.ts'

/** Sells and keeps the accounts. */
const SALES = 'sacha.perrin@vesontio.example'
const TECHNICIAN = 'camille.roy@vesontio.example'
const CARRIER = 'noa.barbier@rhin-rhone-transit.example'
/** Signs for Grand Besançon; another person reads its bills. */
const SIGNATORY = 'alix.monnier@grand-besancon.example'
const PAYER = 'dominique.faivre@grand-besancon.example'
const ENGAGEMENT = 'EJ-2026-00481'
const LINES = 3

let stage: Stage
let base: string
let sales: AtDesk
let order = ''
let services: readonly string[] = []
beforeAll(async () => {
  stage = await openStage()
  base = stage.house.base
  sales = { page: await stage.enter(SALES), base, language: 'fr' }
})
afterAll(() => stage?.close())

const serviceNumbers = async (page: Page): Promise<readonly string[]> =>
  Promise.all(
    Array.from({ length: LINES }, async (_, i) => {
      const link = lineOf(page, i + 1).getByRole('link', { name: /^BES-(RS|XC)-\d{6}$/ })
      return (await link.first().textContent()) ?? ''
    }),
  )

test('sales types three lines, and the form says what they cost and which rack is proposed', async () => {
  const { page } = sales
  await typeOrder(sales, {
    organisation: 'Grand Besançon Métropole',
    lines: [
      { product: 'rack-space', size: 'full', kilowatts: '4', nearMeetMe: true },
      { product: 'cross-connect', to: { panel: /^M3-P03/ } },
      { product: 'cross-connect', to: { organisation: 'Rhin-Rhône Transit' } },
    ],
    reference: 'BC-2026-0117',
  })
  await page.getByText('810,00\u00a0€').first().waitFor()
  await page.getByText('520,00\u00a0€').first().waitFor()
  await lineOf(page, 1).getByText('Place proposée').waitFor()
  await seeBoth(page, 'besancon-order-new.fr')
  order = await makeQuote(sales, LINES)
  await seeBoth(page, 'besancon-quoted.fr')
})

test('without its engagement number it is not signed; the sentence names what is missing, and it is typed there', async () => {
  const { page } = sales
  const today = dayHere(Date.now())
  await openSigning(sales, { number: 'BC-2026-0117', date: today, signer: 'Alix Monnier' })
  await dialog(page).getByText('4\u00a0kW').or(dialog(page).getByText('810,00\u00a0€')).first().waitFor()
  await press(dialog(page), 'Accepter et réserver')
  await dialog(page)
    .getByText(/Il manque.*le numéro d’engagement .*bon de commande/)
    .waitFor()
  await see(page, 'besancon-no-engagement.fr.1440')
  expect(await dialog(page).getByLabel('Code service').inputValue()).toBe('DSI-EXEMPLE')
  await dialog(page).getByLabel('Numéro d’engagement').fill(ENGAGEMENT)
  await sign(sales)
  await page.getByText('document BC-2026-0117').waitFor()
  await page.getByText(ENGAGEMENT).waitFor()
  await lineOf(page, 3).getByText('Attend l’autre côté', { exact: false }).first().waitFor()
  services = await serviceNumbers(page)
  await seeBoth(page, 'besancon-signed.fr')
})

test('the carrier finds the request, picks its port and issues the letter', async () => {
  const page = await stage.enter(CARRIER, { language: 'en' })
  await see(page, 'besancon-carrier-today.en.1440')
  await page.getByRole('link', { name: 'Orders' }).first().click()
  await page.getByRole('link', { name: 'Letters' }).click()
  await page.getByText('Grand Besançon Métropole').first().waitFor()
  await seeBoth(page, 'besancon-letters.en')
  await page.getByRole('link', { name: 'Issue…' }).click()
  await page.getByRole('radio', { name: '7, free', exact: true }).check({ force: true })
  await page
    .getByText(/M3-P01\/0?7/)
    .first()
    .waitFor()
  await seeBoth(page, 'besancon-letter-new.en')
  await press(page, 'Issue the letter')
  await page.getByRole('heading', { name: /^BES-L-\d{4}-00001$/ }).waitFor()
  await seeBoth(page, 'besancon-letter.en')
  await lineOf(sales.page, 3).getByText('M3-P01/07').first().waitFor()
})

/** Screens of work orders look alike: so many different ones are looked at, each once. */
const once =
  (before: Set<string>, name: string, most: number): NonNullable<Worker['look']> =>
  async (page) => {
    const title = (await page.getByRole('heading', { level: 2 }).first().textContent()) ?? ''
    if (before.has(title) || before.size >= most) return
    before.add(title)
    await see(page, `${name}-${before.size}.fr.390`)
  }

test('the technician does every work order on a phone: both feeds, the key, jumpers, losses', async () => {
  const page = await stage.enter(TECHNICIAN, { width: 390 })
  const worker: Worker = {
    page,
    base,
    language: 'fr',
    notes: [
      [/numéro/i, '59-1'],
      [/remise à/i, 'Alix Monnier'],
    ],
    look: once(new Set(), 'besancon-work', 8),
  }
  for (let work = 0; work < 6; work += 1)
    await doWorkOnPhone(worker, /^(Prouver|Remettre|Tirer|Poser|Mesurer|Éprouver)/)
  await page.goto(`${base}/work`)
  await page.getByText('Ici se tiendront les interventions').waitFor()
})

test('Alix is told, sees each line ready, and accepts one after the other', async () => {
  await until('the ready notice', async () => lettersTo(stage.house.data, SIGNATORY).length > 0 || null)
  const page = await stage.enter(SIGNATORY, { language: 'en' })
  const alix: AtDesk = { page, base, language: 'en' }
  await page.getByText('Ready, the notice has left', { exact: false }).waitFor()
  await page.getByText('3 lines').waitFor()
  await seeBoth(page, 'besancon-tenant-today.en')
  await page.getByRole('link', { name: 'See the order' }).first().click()
  await page.getByRole('heading', { name: order }).waitFor()
  for (let n = 1; n <= LINES; n += 1)
    await lineOf(page, n).getByRole('button', { name: 'Accept the delivery…' }).waitFor()
  await seeBoth(page, 'besancon-ready.en')
  for (let n = 1; n <= LINES; n += 1) await acceptLine(alix, n)
  await seeBoth(page, 'besancon-accepted.en')
  await doctorFindsNothing(stage.house.client)
})

test('Alix gives notice for the line to the carrier: when it ends and what that costs is read first', async () => {
  const page = await stage.enter(SIGNATORY, { language: 'en' })
  await page.goto(`${base}/services/${services[2]}`)
  await press(page, 'Give notice…')
  await dialog(page)
    .getByText(/^The service ends on .* Early-termination charge: €\d+\.\d\d\./)
    .waitFor()
  await see(page, 'besancon-notice.en.1440')
  await press(dialog(page), 'Give notice')
  await done(page)
  await page.getByText('notice given, still in service').first().waitFor()
})

const euros = (language: string, cents: number): string =>
  new Intl.NumberFormat(language, { style: 'currency', currency: 'EUR' })
    .format(cents / 100)
    .replaceAll(/[\u202f\u2009 ]/g, '\u00a0')

test('a month later the accountant tries the month, reads it, approves it; the invoice is a PDF', async () => {
  const from = dayHere(Date.now())
  const month = new Intl.DateTimeFormat('fr', { month: 'long', year: 'numeric' }).format(new Date(`${from}T12:00:00Z`))
  await stage.reopen('--days-ahead', '31')
  const page = await stage.enter(SALES)
  await page.getByRole('link', { name: 'Factures' }).first().click()
  await page.getByRole('link', { name: 'Facturations' }).click()
  await page.getByRole('link', { name: 'Essayer un mois' }).first().click()
  await page.getByRole('heading', { name: 'Facturer un mois' }).waitFor()
  await choose(page, page, 'Mois', month)
  await press(page, 'Essayer')
  const rents = [76_000, 2500, 2500].map((cents) => firstMonth(cents, from))
  const net = 52_000 + rents.reduce((sum, one) => sum + one, 0)
  await page.getByText(euros('fr', net)).first().waitFor()
  await seeBoth(page, 'besancon-run-try.fr')
  await press(page, 'Préparer…')
  await press(dialog(page), 'Préparer')
  await page.getByText('préparée, attend une approbation').waitFor()
  await seeBoth(page, 'besancon-run.fr')
  await press(page, 'Approuver…')
  await page.getByText('J’ai vu les avertissements').click()
  await see(page, 'besancon-approve.fr.1440')
  await press(dialog(page), 'Approuver et émettre')
  await page.getByText('approuvée', { exact: true }).waitFor()
  await page.goto(`${base}/invoices`)
  await page.getByRole('link', { name: /^F-\d{4}-000001$/ }).click()
  await page.getByRole('heading', { name: /^F-\d{4}-000001$/ }).waitFor()
  await page.getByText(ENGAGEMENT).first().waitFor()
  await page.getByText('DSI-EXEMPLE').first().waitFor()
  for (const number of services) await page.getByText(number).first().waitFor()
  for (const cents of [40_000, 6000, ...rents, net, net + Math.round(net / 5)])
    await page.getByText(euros('fr', cents)).first().waitFor()
  await seeBoth(page, 'besancon-invoice.fr')
  const [pdf] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'PDF' }).click()])
  expect(
    readFileSync(await pdf.path())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-')
})

test('light is still seen on the line that has ended: it is pulled with a name, and confirmed by a second person', async () => {
  const page = await stage.enter(TECHNICIAN, { width: 390 })
  const worker: Worker = {
    page,
    base,
    language: 'fr',
    notes: [[/accepte l’extinction/, 'Noa Barbier, par téléphone']],
    readings: [[/bout/i, -3.2]],
    look: once(new Set(), 'besancon-pull', 6),
  }
  await doWorkOnPhone(worker, /^Constater l’extinction/)
  await doWorkOnPhone(worker, /^Lumière vue/)
  await page.getByText('Une autre personne que vous doit confirmer.').first().waitFor()
  const second = await stage.enter(SALES, { width: 390 })
  await second.goto(`${base}/work`)
  await second.getByRole('link', { name: /^Lumière vue/ }).click()
  await second.getByText(/Camille Roy a fait le travail/).waitFor()
  await see(second, 'besancon-confirm.fr.390')
  await press(second, 'Confirmer')
  await second.getByText(/^Faite par Camille Roy/).waitFor()
})

test('Grand Besançon sees its own: who signs its service, who pays its invoice', async () => {
  const alix = await stage.enter(SIGNATORY, { language: 'en' })
  await alix.goto(`${base}/services`)
  await alix.getByRole('link', { name: services[0] ?? '' }).click()
  await alix.getByRole('heading', { name: services[0] ?? '' }).waitFor()
  await seeBoth(alix, 'besancon-service.en')
  const payer = await stage.enter(PAYER, { language: 'en' })
  await payer.getByRole('link', { name: 'Invoices' }).first().click()
  await payer.getByRole('link', { name: /^F-\d{4}-000001$/ }).click()
  await payer.getByText(ENGAGEMENT).first().waitFor()
  await seeBoth(payer, 'besancon-own-invoice.en')
  const [pdf] = await Promise.all([payer.waitForEvent('download'), payer.getByRole('link', { name: /PDF/ }).click()])
  expect(pdf.suggestedFilename()).toMatch(/^F-\d{4}-000001\.pdf$/)
  expect(stage.complaints).toEqual([])
  await doctorFindsNothing(stage.house.client)
})
