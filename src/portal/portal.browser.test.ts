import { afterAll, beforeAll, expect, test } from 'vitest'
import { showOrder, showWork } from '#market/contract'
import { must } from '../../scenarios/house/asking.ts'
import { dayHere } from '../../scenarios/house/days.ts'
import { axeOf, openStage, orderWork, SAMPLE_ASN, shot, signIn, type Stage } from './testing.ts'

const ADMIN = 'camille.roy@vesontio.example'
const SELLER = 'sacha.perrin@vesontio.example'
const MEMBER = 'morgan.vuillemin@jurassix.example'

let stage: Stage
let base: string
beforeAll(async () => {
  stage = await openStage()
  base = stage.house.base
})
afterAll(async () => {
  await stage?.close()
})

/** The numbers that the pages of one thing are asked by. */
const things = { order: '', service: '', work: '' }

test('the one-time link leads to a password, the password to today; the link works once', async () => {
  const page = await stage.visit()
  await page.goto(base)
  await page.waitForURL(`${base}/sign-in`)
  expect(await axeOf(page)).toEqual([])
  await page.goto(`${base}${await stage.linkOf(SELLER)}`)
  await page.getByRole('heading', { name: 'Bienvenue, Sacha Perrin' }).waitFor()
  expect(await axeOf(page)).toEqual([])
  const address = page.url()
  await page.getByLabel('Nouveau mot de passe').fill('court')
  await page.getByRole('button', { name: 'Choisir ce mot de passe' }).click()
  await page.getByText('Il en faut douze signes au moins.').waitFor()
  await page.getByLabel('Nouveau mot de passe').fill('six words that nobody else knows')
  await page.getByRole('button', { name: 'Choisir ce mot de passe' }).click()
  await page.getByRole('heading', { name: 'Aujourd’hui' }).waitFor()
  const again = await stage.visit()
  await again.goto(address)
  await again.getByText('Ce lien a déjà servi').waitFor()
  await again.goto(`${base}/sign-in`)
  await signIn(again, SELLER)
})

test('an order is quoted while it is typed, refused with its reason, signed on paper, and its page lives', async () => {
  const page = await stage.enter(ADMIN)
  await page.goto(`${base}/orders/new`)
  await page.getByText('Choisir…').waitFor()
  await page.getByRole('button', { name: /Organisation/ }).click()
  await page.getByRole('option', { name: 'Jurassix Télécom' }).click()
  await page.getByRole('button', { name: 'Port d’échange', exact: true }).click()
  await page.getByLabel('Numéro d’AS').fill('23456')
  await page
    .getByText(/AS23456 est réservé/)
    .first()
    .waitFor()
  await page.getByText('Cette commande ne peut pas encore être signée.').waitFor()
  expect(await axeOf(page)).toEqual([])
  await shot(page, 'order-refused.fr.1440')
  await page.getByLabel('Numéro d’AS').fill(String(SAMPLE_ASN))
  await page.getByText('Possible').waitFor()
  await page.getByLabel('Préfixes annoncés').fill('198.51.100.0/24')
  expect(await axeOf(page)).toEqual([])
  await shot(page, 'order-quoted.fr.1440')
  await page.getByRole('button', { name: 'Établir le devis' }).click()
  await page.getByRole('heading', { name: /^BES-O-\d{4}-\d{5}$/ }).waitFor()
  things.order = (await page.locator('h1').textContent()) ?? ''

  await page.getByRole('button', { name: 'Accepter et réserver…' }).click()
  await page
    .getByLabel('Document reçu')
    .setInputFiles({ name: 'bon.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') })
  await page.getByLabel('Numéro du document').fill('BDC-77')
  // Today of the site is proposed; what nobody has signed yet is refused where it was typed.
  const date = page.getByLabel('Date du document')
  expect(await date.inputValue()).toBe(dayHere(Date.now()))
  await date.fill('2099-12-31')
  await page.getByLabel('Signé par').fill('Morgan Vuillemin')
  await page.getByRole('button', { name: 'Accepter et réserver', exact: true }).click()
  await page.getByText('le document porte la date du 31 décembre 2099', { exact: false }).waitFor()
  await date.fill(dayHere(Date.now()))
  expect(await axeOf(page)).toEqual([])
  await page.getByRole('button', { name: 'Accepter et réserver', exact: true }).click()
  await page.getByText('document BDC-77').waitFor()
  // Nothing is pressed from here on: what is shown comes by the live feed.
  await page.getByText('En direct').waitFor()
  await page.getByText('Aucun appareil ne répond', { exact: false }).first().waitFor({ timeout: 60_000 })
  await shot(page, 'order.fr.1440')
  const order = must(await stage.house.client.call(showOrder, { params: { order: things.order } }))
  things.service = order.lines[0]?.service ?? ''
})

/** The smallest picture that is one: 1 by 1 px. */
const PHOTO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

test('a technician works without signal: proofs are kept, counted, and sent once when it comes back', async () => {
  things.work = (await orderWork(stage)).work
  const page = await stage.enter(ADMIN, { width: 390 })
  await page.goto(`${base}/work/${things.work}`)
  await page.getByRole('button', { name: 'Prendre l’intervention' }).waitFor()
  expect(await axeOf(page)).toEqual([])
  await shot(page, 'work-order.fr.390')
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await page.reload()
  await page.getByRole('button', { name: 'Prendre l’intervention' }).click()
  await page.getByText('Étape 1 sur 9').waitFor()

  await page.context().setOffline(true)
  await page.getByText(/Hors ligne/).waitFor()
  for (let i = 0; i < 5; i += 1) await page.getByRole('button', { name: 'Fait, suite' }).click()
  await page.getByLabel('Étiquette lue').fill('sw9/9')
  await page.getByText(/vérifier l’endroit/).waitFor()
  const place = (await page.getByRole('heading', { level: 1 }).textContent()) ?? ''
  await page.getByLabel('Étiquette lue').fill(/(sw\d+\/\d+)/.exec(place)?.[1] ?? '')
  await page.getByRole('button', { name: 'Garder la lecture' }).click()
  await page.getByText('1 preuve gardée sur cet appareil').waitFor()
  await page.getByRole('button', { name: 'Fait, suite' }).click()
  await page.getByRole('textbox', { name: 'Lumière reçue' }).fill('-3,1')
  await page.getByRole('button', { name: 'Garder la valeur' }).click()
  await page.getByText('2 preuves gardées sur cet appareil').waitFor()
  expect(await axeOf(page)).toEqual([])
  await shot(page, 'work-order-offline.fr.390')
  await page.getByRole('button', { name: 'Fait, suite' }).click()
  await page.getByLabel('Prendre la photo').setInputFiles({ name: 'labels.png', mimeType: 'image/png', buffer: PHOTO })
  await page.getByText('3 preuves gardées sur cet appareil').waitFor()

  // The phone is locked and opened again in the cold aisle: the page and the proofs are still there.
  await page.reload()
  await page.getByText('3 preuves gardées sur cet appareil').waitFor()
  const before = must(await stage.house.client.call(showWork, { params: { work: things.work } }))
  expect(before.proofs).toEqual([])

  await page.context().setOffline(false)
  await page.getByText('Aucune preuve gardée sur cet appareil').waitFor()
  const after = must(await stage.house.client.call(showWork, { params: { work: things.work } }))
  expect(after.proofs.map((proof) => proof.name).toSorted()).toEqual(['light', 'photo-labels', 'scan-port'])
  const instrument = { handle: 'olts-1', serial: '1502998' }
  expect(after.proofs.find((proof) => proof.name === 'light')).toMatchObject({ value: -3.1, instrument })
  for (let i = 0; i < 9; i += 1) await page.getByRole('button', { name: 'Fait, suite' }).click()
  await page.getByRole('button', { name: 'Tout est fait' }).click()
  await page.getByText(/Faite par Camille Roy/).waitFor()
  expect(await axeOf(page)).toEqual([])
})

test('arrow keys walk on the floor plan, Enter opens a rack, the list gives the same', async () => {
  const page = await stage.enter(ADMIN)
  await page.goto(`${base}/plan`)
  const first = page.getByRole('button', { name: /^Baie 1-1,/ })
  await first.focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowDown')
  await page.waitForFunction(() => document.activeElement?.getAttribute('data-rack') === '2-2')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Baie 2-2' }).waitFor()
  expect(page.url()).toBe(`${base}/plan?rack=2-2`)
  await page.getByText('Liste', { exact: true }).click()
  await page.getByRole('link', { name: '2-2', exact: true }).waitFor()
  await page.getByRole('button', { name: /150 baies/ }).click()
  await expect.poll(() => page.getByRole('row').count()).toBe(151)
})

test('a member sees its own rows, and nothing of another’s', async () => {
  const page = await stage.enter(MEMBER)
  expect(await page.getByRole('link', { name: 'Énergie' }).count()).toBe(0)
  await page.goto(`${base}/orders`)
  await page.getByRole('link', { name: things.order }).waitFor()
  await page.goto(`${base}/organisations`)
  await page.getByRole('link', { name: 'Jurassix Télécom' }).first().waitFor()
  expect(await page.getByText('Manufacture horlogère Vauclair').count()).toBe(0)
  await page.goto(`${base}/organisations/manufacture-vauclair`)
  await page.getByRole('heading', { name: 'Cette page n’a pas pu être montrée' }).waitFor()
  expect(await axeOf(page)).toEqual([])
  await page.goto(`${base}/exchange`)
  await page.getByText('Rhin-Rhône Transit').waitFor()
  await page.getByText('vu de ce membre seul').first().waitFor()
  expect(await axeOf(page)).toEqual([])
})

test('no page broke its own security policy or threw', () => {
  expect(stage.complaints).toEqual([])
})
