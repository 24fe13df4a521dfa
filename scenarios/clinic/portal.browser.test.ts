import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { dialog, done, openStage, press, type Stage } from '../../src/portal/testing.ts'
import { doctorFindsNothing } from '../house/asking.ts'
import { doWorkOnPhone } from '../house/at-the-phone.ts'
import {
  acceptLine,
  type AtDesk,
  lineOf,
  makeQuote,
  openSigning,
  see,
  seeBoth,
  sign,
  typeOrder,
} from '../house/at-the-portal.ts'
import { ROOT } from '../house/start-house.ts'
import { certificate } from './certificate.ts'

const ADMIN = 'camille.roy@vesontio.example'
/** Orders and signs for the clinic. */
const DOCTOR = 'swann.mercier@polyclinique-du-plateau.example'
const SITE = join(ROOT, 'sites/besancon')

let stage: Stage
let base: string
let clinic: AtDesk
/** The site's administrator. */
let admin: Page
beforeAll(async () => {
  stage = await openStage()
  base = stage.house.base
  clinic = { page: await stage.enter(DOCTOR, { language: 'en' }), base, language: 'en' }
  admin = await stage.enter(ADMIN)
})
afterAll(() => stage?.close())

/** The files of the sample site as their folder has them, with a certificate beside, as a browser hands them over. */
const siteWith = (certificates: string) => [
  ...readdirSync(SITE)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => ({ name, mimeType: 'application/yaml', buffer: readFileSync(join(SITE, name)) })),
  { name: 'certificates.yaml', mimeType: 'application/yaml', buffer: Buffer.from(certificates) },
]

const chooseSiteFiles = async (certificates: string): Promise<void> => {
  const [chooser] = await Promise.all([
    admin.waitForEvent('filechooser'),
    admin.getByRole('button', { name: 'Choisir les fichiers…' }).click(),
  ])
  await chooser.setFiles(siteWith(certificates))
}
const apply = async (): Promise<void> => {
  await press(admin, 'Appliquer…')
  await press(dialog(admin), 'Appliquer')
  await done(admin)
  await admin.getByRole('heading', { name: /^Ce qui a changé/ }).waitFor()
}
const year = new Date().getFullYear()

test('records of patients: refused with the reason and the rule, beside what would make it possible', async () => {
  const { page } = clinic
  await typeOrder(clinic, { lines: [{ product: 'rack-space', size: 'half', kilowatts: '2', healthData: true }] })
  await lineOf(page, 1).getByText('The site has no HDS certificate: no health data.').waitFor()
  await lineOf(page, 1).getByText('Refused', { exact: true }).waitFor()
  await page.getByText('This order can’t be signed yet.').waitFor()
  await lineOf(page, 1).getByRole('button', { name: 'Without health data' }).waitFor()
  await seeBoth(page, 'clinic-refused.en')
  await lineOf(page, 1).getByRole('link', { name: 'See the site’s certificates' }).click()
  await page.getByText('No certificate is recorded.', { exact: false }).waitFor()
  await seeBoth(page, 'clinic-no-certificate.en')
})

test('a certificate for another activity is recorded, and the refusal says which one is needed', async () => {
  await admin.getByRole('button', { name: 'Camille Roy' }).click()
  await admin.getByRole('menuitem', { name: 'Le site et ses fichiers' }).click()
  await admin.getByRole('heading', { name: 'Fichiers du site' }).waitFor()
  await see(admin, 'clinic-site.fr.1440')
  await chooseSiteFiles(certificate(year, 5))
  const changes = admin.getByRole('table', { name: 'Ce qui changerait' })
  await changes.getByText('certificates').waitFor()
  expect(await changes.getByRole('row').count()).toBe(2)
  await seeBoth(admin, 'clinic-site-plan.fr')
  await apply()
  await admin.getByText('HDS-EXEMPLE-0042').first().waitFor()

  const { page } = clinic
  await page.goto(`${base}/orders/new`)
  await lineOf(page, 1)
    .getByText(/does not cover activity 1 \(physical site\)/)
    .waitFor()
})

test('the right certificate is recorded; the draft, kept as it was, is possible now, and is signed', async () => {
  await chooseSiteFiles(certificate(year, 1))
  await admin.getByRole('table', { name: 'Ce qui changerait' }).getByText('certificates').waitFor()
  await apply()
  await admin.getByRole('table', { name: 'Certificats' }).getByText('valable', { exact: true }).waitFor()
  await seeBoth(admin, 'clinic-site-applied.fr')

  const { page } = clinic
  await page.reload()
  await makeQuote(clinic, 1)
  await openSigning(clinic)
  await see(page, 'clinic-sign.en.1440')
  await sign(clinic)
  await page.getByText('Swann Mercier').first().waitFor()
})

test('delivered on a phone and accepted: the half rack is in service, and says that it carries health data', async () => {
  const phone = await stage.enter(ADMIN, { width: 390, language: 'en' })
  const worker = {
    page: phone,
    base,
    language: 'en',
    notes: [
      [/number/i, 'K-21'],
      [/handed to/i, 'Swann Mercier'],
    ],
  } as const
  await doWorkOnPhone(worker, /^Prove/)
  await doWorkOnPhone(worker, /key/i)
  await acceptLine(clinic, 1)
  const { page } = clinic
  await lineOf(page, 1)
    .getByText(/^in service/)
    .first()
    .waitFor()
  await lineOf(page, 1)
    .getByRole('link', { name: /^BES-RS-/ })
    .first()
    .click()
  await page.getByText('Health data').first().waitFor()
  await seeBoth(page, 'clinic-service.en')
  expect(stage.complaints).toEqual([])
  await doctorFindsNothing(stage.house.client)
})
