import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { axeOf, dialog, done, openStage, overflowOf, press, shot, type Stage } from '../../src/portal/testing.ts'
import { doctorFindsNothing } from '../house/asking.ts'
import { doWorkOnPhone, type Worker } from '../house/at-the-phone.ts'
import { acceptLine, type AtDesk, choose, lineOf, makeQuote, openSigning, sign } from '../house/at-the-portal.ts'
import { ROOT } from '../house/start-house.ts'

const CREW = 'camille.roy@vesontio.example'
const OWNER = 'charlie.droz@manufacture-vauclair.example'
const HOUR_MS = 3_600_000
const PHONE = { width: 390, height: 844 }
const DESK = { width: 1440, height: 900 }

interface Device {
  readonly label: string
  readonly kind: string
  readonly units_u: number
  readonly depth_mm: number
  readonly measured_w?: number
  readonly nameplate_w?: number
  readonly weight_kg: number
  readonly cords: number
  readonly after?: readonly string[]
}
/** The closet of the file, typed by hand. */
const closet = parse(readFileSync(join(ROOT, 'scenarios/watchmaker/closet.yaml'), 'utf8')) as {
  readonly place: string
  readonly devices: readonly Device[]
}
const kinds: Readonly<Record<string, string>> = {
  server: 'serveur',
  storage: 'stockage',
  switch: 'commutateur',
  firewall: 'pare-feu',
  ups: 'onduleur, reste sur place',
}

let stage: Stage
let base: string
/** The site's two people, on a phone and at a desk, and the watchmaker at hers. */
let crew: Worker
let owner: Page
let desk: AtDesk
let order = ''
let rack = ''
beforeAll(async () => {
  stage = await openStage()
  base = stage.house.base
  const phone = await stage.enter(CREW, { width: PHONE.width })
  crew = {
    page: phone,
    base,
    language: 'fr',
    notes: [
      [/remise à/i, 'Charlie Droz'],
      [/numéro|clé/i, 'K-114'],
      [/sauvegarde/i, 'Charlie Droz, 06:40, relue'],
    ],
    readings: [
      [/puissance en A/i, 380],
      [/puissance en B/i, 350],
    ],
  }
  owner = await stage.enter(OWNER, { language: 'en' })
  desk = { page: owner, base, language: 'en' }
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
  await shot(page, `watchmaker-${name}`)
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
const typeDevice = async (page: Page, n: number, device: Device): Promise<void> => {
  const group = page.getByRole('group', { name: `Équipement ${n}` })
  if (n > 1) await press(page, 'Ajouter un équipement')
  const fields = {
    Étiquette: device.label,
    Hauteur: device.units_u,
    Mesurés: device.measured_w,
    Plaque: device.nameplate_w,
    Poids: device.weight_kg,
    Profondeur: device.depth_mm,
    Cordons: device.cords,
    'Démarre après': device.after?.join(', '),
  }
  for (const [name, value] of Object.entries(fields))
    if (value !== undefined) await group.getByLabel(name, { exact: true }).fill(String(value))
  if (device.kind === 'server') return
  await choose(page, group, 'Sorte', kinds[device.kind] ?? '')
}

test('the closet is surveyed on a phone: device by device, and it proposes a quarter rack and a kilowatt', async () => {
  const { page } = crew
  await page.goto(`${base}/surveys`)
  await page.getByRole('link', { name: 'Nouveau relevé' }).first().click()
  await choose(page, page, 'Organisation', 'Manufacture horlogère Vauclair')
  await page.getByLabel('Où est le local').fill(closet.place)
  for (const [at, device] of closet.devices.entries()) await typeDevice(page, at + 1, device)
  await page.getByText('6 équipements, 9 U, 730 W mesurés').waitFor()
  await see(page, 'survey-new.fr.390')
  await press(page, 'Enregistrer le relevé')
  await page.getByRole('heading', { name: /^BES-S-\d{4}-00001$/ }).waitFor()
  await page.getByText('Un seul cordon : switch, firewall.').waitFor()
  await page.getByRole('heading', { name: 'Reste sur place' }).waitFor()
  await see(page, 'survey.fr.390')
})

/** A wall time some days on, as the fields of the dialog want it. */
const wall = (days: number, hour: string): string =>
  `${new Date(Date.now() + days * 24 * HOUR_MS).toISOString().slice(0, 10)}T${hour}`

test('its owner reads the proposal, says the weekend, sees both lines priced, and signs', async () => {
  await owner.goto(base)
  await owner.getByRole('link', { name: 'Orders' }).first().click()
  await owner.getByRole('link', { name: 'Surveys' }).click()
  await owner.getByRole('link', { name: /^BES-S-/ }).click()
  await owner.getByRole('heading', { name: 'What it proposes' }).waitFor()
  await owner.getByText('Quarter rack', { exact: false }).first().waitFor()
  await seeBoth(owner, 'survey.en')
  await press(owner, 'Order this…')
  await dialog(owner).getByLabel('Begins').fill(wall(2, '08:00'))
  await dialog(owner).getByLabel('Everything runs again by').fill(wall(4, '06:00'))
  await dialog(owner).getByLabel('Road, one way').fill('75')
  await see(owner, 'order-dialog.en.1440')
  await press(dialog(owner), 'Open the order')
  await owner.getByRole('heading', { name: 'New order' }).waitFor()
  await owner.getByText('€630.00').first().waitFor()
  await seeBoth(owner, 'order-new.en')
  order = await makeQuote(desk, 2)
  await see(owner, 'quoted.en.1440')
  await openSigning(desk)
  await dialog(owner).getByText('€630.00').waitFor()
  await see(owner, 'sign.en.1440')
  await sign(desk)
  await lineOf(owner, 2).getByText('The customer agrees to the plan').first().waitFor()
  rack =
    (await lineOf(owner, 1)
      .getByRole('link', { name: /^BES-RS-/ })
      .first()
      .textContent()) ?? ''
})

/** Until when one can turn back, as the plan says it. */
const decideBy = async (page: Page): Promise<string> =>
  (await page.getByText(/^Unless the tests have passed by/).textContent()) ?? ''

test('the plan of the move has hours, heights and a way back; nothing is touched before its owner agrees', async () => {
  await lineOf(owner, 2).getByRole('link', { name: 'Plan of the move' }).first().click()
  await owner.getByText('Where each device goes').waitFor()
  await owner.getByText(/everything goes back and runs in the old closet again by/).waitFor()
  await seeBoth(owner, 'move-plan.en')
  await press(owner, 'Agree to the plan…')
  await dialog(owner)
    .getByText(/5 devices are switched off and fetched/)
    .waitFor()
  await press(dialog(owner), 'Agree')
  await done(owner)
  await owner.getByText('Plan agreed', { exact: true }).first().waitFor()

  // Nobody was sent yet: another weekend is named, and the plan is made anew for it.
  const before = await decideBy(owner)
  await press(owner, 'Name other hours…')
  await dialog(owner).getByLabel('Begins').fill(wall(3, '08:00'))
  await dialog(owner).getByLabel('Everything runs again by').fill(wall(5, '06:00'))
  await see(owner, 'move-other-hours.en.1440')
  await press(dialog(owner), 'Agree to these hours')
  await done(owner)
  await owner.waitForFunction((was) => !document.querySelector('main')?.textContent?.includes(was), before)
  expect(await decideBy(owner)).not.toBe(before)
})

test('the rack is proved and its key handed; then, and not before, the closet is emptied and racked', async () => {
  const { page } = crew
  await doWorkOnPhone(crew, /^Prouver/)
  await doWorkOnPhone(crew, /cl[ée]/i)
  // Of the screens of a work order, the first and the last are read by axe too; each kind of proof is in `portal.browser.test.ts`.
  const ends = (name: string) => (_: Page, at: string) =>
    ['take', 'finish'].includes(at) ? see(page, `${name}-${at}.fr.390`) : shot(page, `watchmaker-${name}-${at}.fr.390`)
  await doWorkOnPhone({ ...crew, look: ends('fetch') }, /^Enlever 5/)
  await doWorkOnPhone({ ...crew, look: ends('rack') }, /^Mettre 5/)
})

test('its owner tests, says so, and takes the rack over: both lines are in service and billed', async () => {
  await press(owner, 'Tests passed…')
  await dialog(owner).getByLabel('What was tried').fill('ERP, mail and files answer.')
  await press(dialog(owner), 'Say passed')
  await done(owner)
  await owner.getByText('Tests passed', { exact: true }).first().waitFor()
  await seeBoth(owner, 'move-done.en')
  await owner.goto(`${base}/orders/${order}`)
  await lineOf(owner, 2)
    .getByText(/Billed since .*: first use/)
    .waitFor()
  await acceptLine(desk, 1)
  await seeBoth(owner, 'order-done.en')
})

const READINGS = 48
/** What was read before the place was hers is another's: the twin's clock stands so far ahead that two days are hers. */
const DAYS_AHEAD = 3
/** Two days of hourly readings of both feeds: 350 W and 300 W. */
const readingsOf = (compartment: string): Buffer => {
  const from = Math.floor(Date.now() / HOUR_MS) * HOUR_MS + DAYS_AHEAD * 24 * HOUR_MS - READINGS * HOUR_MS
  const rows = Array.from({ length: READINGS + 1 }, (_, hour) => {
    const at = new Date(from + hour * HOUR_MS).toISOString()
    return [
      `feed-A-${compartment},${at},${(1200 + 0.35 * hour).toFixed(3)},350`,
      `feed-B-${compartment},${at},${(900 + 0.3 * hour).toFixed(3)},300`,
    ]
  })
  return Buffer.from(['meter,at,energy_kwh,power_w', ...rows.flat(), ''].join('\n'))
}

test('its meters are read, and its owner sees what is drawn beside what is committed', async () => {
  await stage.reopen('--days-ahead', String(DAYS_AHEAD))
  owner = await stage.enter(OWNER, { language: 'en' })
  await owner.goto(`${base}/services/${rack}`)
  const place =
    (await owner
      .getByRole('link', { name: /^\d+-\d+\/[a-d]$/ })
      .first()
      .textContent()) ?? ''
  const office = await stage.enter(CREW)
  await office.goto(`${base}/import`)
  const [chooser] = await Promise.all([
    office.waitForEvent('filechooser'),
    office.getByRole('button', { name: /^Choisir un fichier/ }).click(),
  ])
  await chooser.setFiles({ name: 'releves.csv', mimeType: 'text/csv', buffer: readingsOf(place) })
  await office.getByRole('heading', { name: /^Ce que ferait ce fichier/ }).waitFor()
  await press(office, 'Appliquer')
  await office.getByRole('heading', { name: /^Ce que ce fichier a fait/ }).waitFor()

  await owner.reload()
  await owner.getByRole('heading', { name: /^Energy/ }).waitFor()
  await owner.getByText('650 W').first().waitFor()
  await seeBoth(owner, 'energy.en')
  expect(stage.complaints).toEqual([])
  await doctorFindsNothing(stage.house.client)
})
