import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { acceptOrder, createOrder, listWork, showMove, showOrder } from '#market/contract'
import { must, paper } from '../../../scenarios/house/asking.ts'
import { until } from '../../../scenarios/house/until.ts'
import { axeOf, openStage, overflowOf, shot, type Stage } from '../testing.ts'

const SITE = 'camille.roy@vesontio.example'
const WATCHMAKER = 'charlie.droz@manufacture-vauclair.example'
const CARRIER = 'noa.barbier@rhin-rhone-transit.example'
const MINUTE_MS = 60_000

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage?.close())

const settled = (page: Page): Promise<unknown> =>
  page.waitForFunction(
    () => !/Lecture…|Reading…|Calcul…/.test(document.querySelector('main')?.textContent ?? 'Lecture…'),
  )

const expectClean = async (page: Page, name: string): Promise<void> => {
  await settled(page)
  await shot(page, name)
  expect(await axeOf(page), name).toEqual([])
  expect(await overflowOf(page), name).toBe(0)
}

/** The same page on the phone, in the other language. */
const onThePhone = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name: 'EN, English' }).click()
  await page.setViewportSize({ width: 390, height: 844 })
  await expectClean(page, `${name}.en.390`)
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.getByRole('button', { name: 'FR, Français' }).click()
}

const typeDevice = async (page: Page, n: number, fields: Readonly<Record<string, string>>): Promise<void> => {
  const group = page.getByRole('group', { name: `Équipement ${n}` })
  for (const [name, value] of Object.entries(fields)) await group.getByLabel(name, { exact: true }).fill(value)
}

const fillIn = async (page: Page): Promise<void> => {
  await page.getByLabel('Où est le local').fill('Zone des Tilleroyes, atelier 2, placard du premier étage')
  await typeDevice(page, 1, {
    Étiquette: 'hv-1',
    Hauteur: '2',
    Mesurés: '240',
    Poids: '25',
    Profondeur: '700',
    'Démarre après': 'san',
  })
  await page.getByRole('button', { name: 'Ajouter un équipement' }).click()
  await typeDevice(page, 2, { Étiquette: 'san', Hauteur: '2', Plaque: '750', Poids: '31', Profondeur: '700' })
  await page.getByRole('button', { name: 'Ajouter un équipement' }).click()
  await typeDevice(page, 3, { Étiquette: 'fw', Mesurés: '45', Poids: '6', Cordons: '1' })
}

/** A wall time some days on, as the fields of the dialog want it. */
const wall = (days: number, hour: string): string =>
  `${new Date(Date.now() + days * 1440 * MINUTE_MS).toISOString().slice(0, 10)}T${hour}`

/** The survey on the phone, its proposal, and the order that it fills; answers with the service of the move. */
const surveyAndOrder = async (): Promise<string> => {
  const phone = await stage.enter(SITE, { width: 390 })
  await phone.goto(`${stage.house.base}/surveys/new?organisation=manufacture-vauclair`)
  await fillIn(phone)
  await phone.reload()
  await phone.getByText('3 équipements, 5').waitFor()
  await expectClean(phone, 'survey-new.fr.390')
  await phone.getByRole('button', { name: 'Enregistrer le relevé' }).click()
  await phone.getByRole('heading', { name: /^BES-S-\d{4}-00001$/ }).waitFor()
  await phone.getByText('Un seul cordon : fw.').waitFor()
  await expectClean(phone, 'survey.fr.390')
  await phone.getByRole('button', { name: 'Commander ceci…' }).click()
  await phone.getByLabel('Commence').fill(wall(14, '08:00'))
  await phone.getByLabel('Tout refonctionne au plus tard').fill(wall(14, '20:00'))
  await expectClean(phone, 'survey-order.fr.390')
  await phone.getByRole('button', { name: 'Ouvrir la commande' }).click()
  await phone.getByRole('heading', { name: /Déménagement, BES-S/ }).waitFor()
  await phone.getByText('480,00').first().waitFor()
  await expectClean(phone, 'survey-in-order.fr.390')
  await phone.getByRole('button', { name: 'Établir le devis' }).click()
  const heading = phone.getByRole('heading', { name: /^BES-O-/ })
  await heading.waitFor()
  const order = (await heading.textContent()) ?? ''
  await phone.context().close()
  must(await stage.house.client.call(acceptOrder, { params: { order }, body: { paper } }))
  const lines = must(await stage.house.client.call(showOrder, { params: { order } })).lines
  return lines.find(({ product }) => product === 'move')?.service ?? ''
}

test('a closet is surveyed on a phone, ordered, and the plan of its move is read and agreed by its owner', async () => {
  const service = await surveyAndOrder()
  const own = await stage.enter(WATCHMAKER)
  await own.goto(`${stage.house.base}/surveys`)
  await own.getByRole('link', { name: /^BES-S-/ }).waitFor()
  await expectClean(own, 'surveys.fr.1440')
  await own.getByRole('link', { name: /^BES-S-/ }).click()
  await own.getByText('Ce qu’il propose').waitFor()
  await expectClean(own, 'survey.fr.1440')
  await own.goto(`${stage.house.base}/services/${service}`)
  await own.getByRole('link', { name: 'Heures, décision et retour' }).click()
  await own.getByText('Où va chaque équipement').waitFor()
  await expectClean(own, 'move.fr.1440')
  await onThePhone(own, 'move')
  await own.getByRole('button', { name: 'Approuver le plan…' }).click()
  await own
    .getByRole('dialog')
    .getByText(/l’arrêt prévu est de/)
    .waitFor()
  await expectClean(own, 'move-agree.fr.1440')
  await own.getByRole('dialog').getByRole('button', { name: 'Approuver' }).click()
  await own.getByText('Plan approuvé', { exact: true }).first().waitFor()
  expect(must(await stage.house.client.call(showMove, { params: { service } })).agreed).not.toBeNull()
  await own.goto(stage.house.base)
  await own.getByRole('heading', { name: /Vos baies/ }).waitFor()
  await expectClean(own, 'today-tenant.fr.1440')
  await own.goto(`${stage.house.base}/organisations/manufacture-vauclair`)
  await own.getByRole('heading', { name: /^Relevés/ }).waitFor()
  await expectClean(own, 'organisation.fr.1440')
  await onThePhone(own, 'organisation')
  expect(stage.complaints).toEqual([])
})

test('a cross-connect’s way is drawn, its work order draws both ends, and a carrier reads its panels', async () => {
  const { client, base } = stage.house
  const parameters = { media: 'fibre-duplex', a: { panel: 'R6-P01' }, z: { panel: 'M2-P03', position: 20 } } as const
  const order = must(
    await client.call(createOrder, {
      body: { organisation: 'jurassix', lines: [{ product: 'cross-connect', parameters }] },
    }),
  )
  must(await client.call(acceptOrder, { params: { order: order.number }, body: { paper } }))
  const work = await until('jumpers are to be run', async () => {
    const { items } = must(await client.call(listWork, { query: { open: 'true', limit: 200 } }))
    return items.find(({ order: of, what }) => of === order.number && what.code === 'work-run-jumpers') ?? null
  })
  const page = await stage.enter(SITE)
  await page.goto(`${base}/services/${work.service}`)
  await page.getByText('Perte d’un brin, au plus').waitFor()
  await expectClean(page, 'way.fr.1440')
  await onThePhone(page, 'way')
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`${base}/work/${work.number}`)
  await page
    .getByRole('img', { name: /^Panneau / })
    .first()
    .waitFor()
  await expectClean(page, 'work-places.fr.390')
  await page.getByRole('button', { name: 'Prendre l’intervention' }).click()
  await page.getByRole('button', { name: 'Fait, suite' }).click()
  await page
    .getByRole('heading', { name: /^Tirer / })
    .nth(1)
    .waitFor()
  await expectClean(page, 'work-jumper.fr.390')
  const carrier = await stage.enter(CARRIER)
  await carrier.getByRole('heading', { name: /Panneaux en salle de rencontre/ }).waitFor()
  await expectClean(carrier, 'today-carrier.fr.1440')
  await onThePhone(carrier, 'today-carrier')
  expect(stage.complaints).toEqual([])
})
