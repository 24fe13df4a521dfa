import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClient } from '#kernel'
import { acceptOrder, cancelOrder, closeStep, createOrder, listWork, requoteOrder } from '#market/contract'
import { whoAmI } from '#people/contract'
import { must, orderNow, paper, problemOf } from '../../scenarios/house/asking.ts'
import { until } from '../../scenarios/house/until.ts'
import type { SpaceAsked } from './market/order-draft.ts'
import { axeOf, dialog, done, openStage, PASSWORD, press, shot, type Stage, totp } from './testing.ts'

const ADMIN = 'camille.roy@vesontio.example'
const TECHNICIAN = 'sacha.perrin@vesontio.example'
const MEMBER = 'morgan.vuillemin@jurassix.example'
const PDF = { name: 'preuve.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') }
const A_MINUTE_MS = 60_000
const A_DROP_MS = 5000

let stage: Stage
let base: string
/** One window of each, kept through the file: a page load costs more than an act. */
let admin: Page
let member: Page
/** Two lines of rack space: the first is accepted, the second rejected. */
let order: string
let service: string

const space = async (...lines: readonly SpaceAsked[]): Promise<string> => {
  const asked = lines.map((parameters) => ({ product: 'rack-space' as const, parameters }))
  return must(await stage.house.client.call(createOrder, { body: { organisation: 'jurassix', lines: asked } })).number
}
const onPaper = async (number: string): Promise<void> => {
  must(await stage.house.client.call(acceptOrder, { params: { order: number }, body: { paper } }))
}

const lineAt = async (number: string, position: number) =>
  (await orderNow(stage.house.client, number)).lines[position - 1]

/** Each of these steps of a line, closed by hand as soon as it waits for somebody. */
const closeSteps = async (number: string, position: number, names: readonly string[]): Promise<void> => {
  for (const name of names) {
    const waits = async () => (await lineAt(number, position))?.steps.find((one) => one.name === name && one.waits)
    const step = await until(`${name} waits`, async () => (await waits()) ?? null, A_MINUTE_MS)
    const body = { note: 'seen on site', file_name: PDF.name, content_base64: PDF.buffer.toString('base64') }
    must(await stage.house.client.call(closeStep, { params: { step: step.id }, body }))
  }
}
const untilLine = (number: string, position: number, state: string) =>
  until(
    `line ${position} is ${state}`,
    async () => (await lineAt(number, position))?.state === state || null,
    A_MINUTE_MS,
  )

const line = (page: Page, position: number): Locator =>
  page.getByRole('region', { name: new RegExp(`^${position}\\. `) })

beforeAll(async () => {
  stage = await openStage()
  base = stage.house.base
  order = await space({ size: 'half', watts: 2000, sides: 'A+B' }, { size: 'quarter', watts: 1000, sides: 'A' })
  await onPaper(order)
  admin = await stage.enter(ADMIN)
  member = await stage.enter(MEMBER)
  await closeSteps(order, 2, ['feeds', 'keys'])
})
afterAll(() => stage?.close())

test('an administrator closes a person’s step by hand with a proof, then hands the line over with the paper that was received', async () => {
  await admin.goto(`${base}/orders/${order}`)
  await line(admin, 1).getByRole('button', { name: 'Clore à la main…' }).click()
  await dialog(admin).getByText('L’étape et son intervention se ferment ensemble').waitFor()
  await press(dialog(admin), 'Clore avec cette preuve')
  await dialog(admin).getByText('Une étape se clôt avec un fichier qui la prouve.').waitFor()
  await admin.getByLabel('Ce qui a été constaté').fill('Tensions relevées avec l’installateur')
  await admin.getByLabel('Preuve (photo ou PDF').setInputFiles(PDF)
  await dialog(admin).getByText('Une étape se clôt avec un fichier qui la prouve.').waitFor({ state: 'detached' })
  expect(await axeOf(admin)).toEqual([])
  await shot(admin, 'close-step.fr.1440')
  await press(dialog(admin), 'Clore avec cette preuve')
  await done(admin)
  await line(admin, 1).getByText('Tensions relevées avec l’installateur').waitFor()
  await line(admin, 1).getByText('Prouver les deux voies · Close à la main').waitFor()
  await closeSteps(order, 1, ['keys'])

  await line(admin, 1).getByRole('button', { name: 'Accepter la livraison…' }).click()
  await press(dialog(admin), 'Accepter par écrit')
  await dialog(admin).getByRole('status').first().waitFor()
  expect((await lineAt(order, 1))?.state).toBe('ready')
  await admin.getByLabel('Document reçu').setInputFiles(PDF)
  await admin.getByLabel('Numéro du document').fill('PV-12')
  await admin.getByLabel('Signé par').fill('Morgan Vuillemin')
  expect(await axeOf(admin)).toEqual([])
  await press(dialog(admin), 'Accepter par écrit')
  await done(admin)
  await line(admin, 1).getByText('acceptation écrite', { exact: false }).waitFor()
  const first = await lineAt(order, 1)
  expect(first).toMatchObject({ state: 'in-service', billing: { reason: 'acceptance' } })
  expect(first?.evidence).toContainEqual(
    expect.objectContaining({ proof: 'accepted-on-paper', value: expect.objectContaining({ number: 'PV-12' }) }),
  )
  service = first?.service ?? ''
})

test('the customer rejects a line with its reason, the staff puts it right, and it is ready again', async () => {
  await untilLine(order, 2, 'ready')
  await member.goto(`${base}/orders/${order}`)
  await press(line(member, 2), 'Refuser…')
  await press(dialog(member), 'Refuser avec ce motif')
  await dialog(member).getByRole('status').first().waitFor()
  await member.getByRole('textbox', { name: 'Motif' }).fill('La serrure ne ferme pas')
  await press(dialog(member), 'Refuser avec ce motif')
  await done(member)
  await line(member, 2).getByText('refusée à la recette').waitFor()
  expect(await member.getByRole('button', { name: 'Mise en ordre…' }).count()).toBe(0)

  // Nothing was pressed or loaded on the other's page: the reason came by the live feed.
  await line(admin, 2).getByText('La serrure ne ferme pas').first().waitFor()
  await press(line(admin, 2), 'Mise en ordre…')
  await admin.getByLabel('Ce qui a été corrigé').fill('Serrure changée')
  await press(dialog(admin), 'Éprouver de nouveau')
  await done(admin)
  await line(member, 2).getByRole('button', { name: 'Accepter la livraison…' }).waitFor()
  await line(member, 2).getByText('Serrure changée').waitFor()
  // Who signs for the customer needs no paper.
  await press(line(member, 2), 'Accepter la livraison…')
  expect(await member.getByLabel('Document reçu').count()).toBe(0)
  await press(dialog(member), 'Accepter par écrit')
  await done(member)
  await untilLine(order, 2, 'in-service')
})

test('signing says which order was read: one that changed meanwhile is told, and signed once it was read anew', async () => {
  const number = await space({ size: 'quarter', watts: 500, sides: 'B' })
  await member.goto(`${base}/orders/${number}`)
  const sign = member.getByRole('button', { name: 'Accepter et réserver…' })
  await sign.waitFor()
  // Cut off from the live feed and from reading: what stands on the page is what was read.
  await member.route(`**/api/v1/orders/${number}`, (route) => route.abort())
  const read = (await orderNow(stage.house.client, number)).version
  must(await stage.house.client.call(requoteOrder, { params: { order: number } }))
  await sign.click()
  const [asked] = await Promise.all([
    member.waitForRequest((request) => request.url().endsWith(`/orders/${number}/accept`)),
    press(dialog(member), 'Accepter et réserver'),
  ])
  expect(asked.headers()['if-match']).toMatch(new RegExp(`^"?${read}"?$`))
  await dialog(member).getByText('Quelqu’un d’autre l’a modifié entre-temps', { exact: false }).waitFor()
  expect((await orderNow(stage.house.client, number)).state).toBe('quoted')
  await shot(member, 'sign-changed.fr.1440')
  await member.unroute(`**/api/v1/orders/${number}`)
  await press(dialog(member), 'Annuler')
  await member.reload()
  await sign.click()
  await press(dialog(member), 'Accepter et réserver')
  await done(member)
  await member.getByText('au portail', { exact: false }).waitFor()
  expect((await orderNow(stage.house.client, number)).accepted?.by).toBe('Morgan Vuillemin')
})

test('a service is suspended and resumed; its end is priced before notice is given, and the notice is taken back', async () => {
  await admin.goto(`${base}/services/${service}`)
  await press(admin, 'Suspendre…')
  await dialog(admin).getByText('Aucun appareil n’est coupé', { exact: false }).waitFor()
  await dialog(admin).getByRole('button', { name: 'Motif' }).click()
  await admin.getByRole('option', { name: 'sécurité' }).click()
  await press(dialog(admin), 'Suspendre maintenant')
  await done(admin)
  await admin.getByText('suspendu, sécurité').waitFor()
  await press(admin, 'Reprendre…')
  await press(dialog(admin), 'Reprendre maintenant')
  await done(admin)
  await admin.getByRole('button', { name: 'Suspendre…' }).waitFor()

  await press(admin, 'Résilier…')
  const would = dialog(admin).getByText(
    /Le service prend fin le .*\sIndemnité de fin anticipée\s:\s[\d\s]*[1-9][\d\s]*,\d\d/,
  )
  await would.waitFor()
  const early = await would.textContent()
  // A later end is a smaller charge: it is asked anew for each day.
  const later = new Date(Date.now() + 200 * 86_400_000).toISOString().slice(0, 10)
  await admin.getByLabel('Fin souhaitée').fill(later)
  await admin.waitForFunction(
    (before) => !document.querySelector('[role=dialog]')?.textContent?.includes(before),
    early ?? '',
  )
  await would.waitFor()
  expect(await axeOf(admin)).toEqual([])
  await shot(admin, 'cease.fr.1440')
  await press(dialog(admin), 'Résilier')
  await done(admin)
  await admin.getByText('résilié, encore en service').waitFor()
  // Beside the order that began the service, the one of the notice.
  await admin
    .getByRole('main')
    .getByRole('link', { name: /^BES-O-/ })
    .filter({ hasNotText: order })
    .first()
    .click()
  await press(admin, 'Retirer la résiliation…')
  await dialog(admin).getByText('Le service continue comme avant', { exact: false }).waitFor()
  await admin.getByRole('textbox', { name: 'Motif' }).fill('Le client reste')
  await press(dialog(admin), 'Retirer la résiliation')
  await done(admin)
  await admin.getByText('annulée').first().waitFor()
  await admin.getByRole('link', { name: service }).first().click()
  await admin.getByRole('button', { name: 'Résilier…' }).waitFor()
})

test('breakers are opened by one person and confirmed by another', async () => {
  const { client } = stage.house
  const number = await space({ size: 'quarter', watts: 700, sides: 'A' })
  await onPaper(number)
  await closeSteps(number, 1, ['feeds'])
  must(await client.call(cancelOrder, { params: { order: number }, body: { reason: 'the customer changed its mind' } }))
  const work = await until(
    'somebody is asked to open the breakers',
    async () =>
      must(await client.call(listWork, { query: { open: 'true' } })).items.find(
        (one) => one.order === number && one.second_person,
      ) ?? null,
    A_MINUTE_MS,
  )
  const phone = await stage.enter(TECHNICIAN, { width: 390 })
  await phone.goto(`${base}/work/${work.number}`)
  await press(phone, 'Prendre l’intervention')
  for (const _ of work.actions) await press(phone, 'Fait, suite')
  await phone.getByLabel('Étiquette lue').fill(work.needs.find((need) => need.kind === 'scan')?.equals ?? '')
  await press(phone, 'Garder la lecture')
  await press(phone, 'Fait, suite')
  await phone.getByRole('textbox').fill('0')
  await press(phone, 'Garder la valeur')
  await press(phone, 'Fait, suite')
  await press(phone, 'Fait, suite')
  await press(phone, 'Tout est fait')
  await phone.getByText('attend une 2ᵉ personne').waitFor()
  // Whoever did it does not confirm it, and no file stands for the second person.
  await phone.getByText('Une autre personne que vous doit confirmer.').first().waitFor()
  await phone.getByRole('button', { name: 'Confirmer', disabled: true }).waitFor()
  await admin.goto(`${base}/orders/${number}`)
  await admin.getByText('en démontage').first().waitFor()
  await admin.getByText(`L’intervention ${work.number} attend une seconde personne.`).first().waitFor()
  expect(await admin.getByRole('button', { name: 'Clore à la main…' }).count()).toBe(0)
  await admin.getByRole('link', { name: work.number }).first().click()
  await admin.getByText('Sacha Perrin a fait le travail.', { exact: false }).waitFor()
  expect(await axeOf(admin)).toEqual([])
  await press(admin, 'Confirmer')
  await admin.getByText('Confirmée par Camille Roy', { exact: false }).waitFor()
  await phone.getByText('Confirmée par Camille Roy', { exact: false }).waitFor()
  await untilLine(number, 1, 'cancelled')
})

test('a right is given from a day on, and withdrawn', async () => {
  await admin.goto(`${base}/organisations/jurassix`)
  await press(admin, 'Eden Cuenot')
  await press(admin, 'Autoriser…')
  await dialog(admin).getByRole('button', { name: 'Autorisation' }).click()
  await admin.getByRole('option', { name: 'visiter' }).click()
  await dialog(admin).getByText('Eden Cuenot pourra : visiter.', { exact: false }).waitFor()
  await press(dialog(admin), 'Autoriser')
  await done(admin)
  const row = admin.getByRole('table', { name: 'Eden Cuenot' }).getByRole('row', { name: /^visiter/ })
  await row.getByText('en vigueur').waitFor()
  // Given twice is told, not done.
  await press(admin, 'Autoriser…')
  await dialog(admin).getByRole('button', { name: 'Autorisation' }).click()
  await admin.getByRole('option', { name: 'visiter' }).click()
  await press(dialog(admin), 'Autoriser')
  await dialog(admin).getByRole('status').first().waitFor()
  await press(dialog(admin), 'Annuler')
  await press(row, 'Retirer…')
  await dialog(admin).getByText('Eden Cuenot ne pourra plus, dès maintenant : visiter.').waitFor()
  await press(dialog(admin), 'Retirer maintenant')
  await done(admin)
  await row.getByText('retirée').waitFor()
  expect(await axeOf(admin)).toEqual([])
})

test('a key is shown once, works, and is refused once it is revoked', async () => {
  await member.goto(`${base}/account`)
  await press(member, 'Créer une clé…')
  await member.getByLabel('À quoi sert-elle').fill('supervision')
  await dialog(member).getByText('consulter').click()
  await press(dialog(member), 'Créer la clé')
  const key = await member.getByLabel('Copiez-la maintenant', { exact: false }).inputValue()
  expect(await dialog(member).getByRole('button', { name: 'Créer la clé' }).count()).toBe(0)
  expect(await axeOf(member)).toEqual([])
  await press(dialog(member), 'Fermer')
  await done(member)
  await press(member, 'Créer une clé…')
  expect(await member.getByLabel('À quoi sert-elle').inputValue()).toBe('')
  expect(await dialog(member).textContent()).not.toContain(key)
  await press(dialog(member), 'Annuler')

  const outside = createClient({ base, key, language: () => 'en' })
  expect(must(await outside.call(whoAmI)).person.name).toBe('Morgan Vuillemin')
  const row = member.getByRole('row', { name: /^supervision/ })
  await press(row, 'Révoquer…')
  await press(dialog(member), 'Révoquer maintenant')
  await done(member)
  await row.getByText('révoquée').waitFor()
  expect(problemOf(await outside.call(whoAmI))?.status).toBe(401)
})

const leave = async (page: Page): Promise<void> => {
  await press(page.getByRole('banner'), 'Morgan Vuillemin')
  await page.getByRole('menuitem', { name: 'Se déconnecter' }).click()
  await page.locator('input[type=password]').waitFor()
}
const typePassword = async (page: Page): Promise<void> => {
  await page.locator('input[type=email]').fill(MEMBER)
  await page.locator('input[type=password]').fill(PASSWORD)
  await page.locator('input[type=password]').press('Enter')
  await page.getByLabel('Code à six chiffres').waitFor()
}

test('a second factor is set up, asked at the sign-in, replaced by a code on paper, and given up', async () => {
  await press(member, 'Mettre en place…')
  await member.getByLabel('Mot de passe').fill('not this one')
  await press(dialog(member), 'Mettre en place…')
  await dialog(member).getByRole('status').first().waitFor()
  await member.getByLabel('Mot de passe').fill(PASSWORD)
  await press(dialog(member), 'Mettre en place…')
  const secret = await member.getByLabel('Clé', { exact: true }).inputValue()
  const [onPaperCode] = await dialog(member)
    .getByRole('list', { name: 'Codes de secours' })
    .getByRole('listitem')
    .allTextContents()
  expect(await axeOf(member)).toEqual([])
  await member.getByLabel('Code à six chiffres').fill('000000')
  await press(dialog(member), 'Confirmer')
  await dialog(member).getByRole('status').first().waitFor()
  await member.getByLabel('Code à six chiffres').fill(totp(secret))
  await press(dialog(member), 'Confirmer')
  await done(member)
  await member.getByText('en place', { exact: true }).waitFor()

  await leave(member)
  await typePassword(member)
  expect(await axeOf(member)).toEqual([])
  await member.getByLabel('Code à six chiffres').fill(totp(secret))
  await member.getByLabel('Code à six chiffres').press('Enter')
  await member.locator('#content h1').waitFor()

  await leave(member)
  await typePassword(member)
  await press(member, 'Prendre un code de secours')
  await member.getByRole('textbox').fill(onPaperCode ?? '')
  await member.getByRole('textbox').press('Enter')
  await member.locator('#content h1').waitFor()

  await member.goto(`${base}/account`)
  await press(member, 'Nouveaux codes…')
  await member.getByLabel('Mot de passe').fill(PASSWORD)
  await press(dialog(member), 'Faire de nouveaux codes')
  const codes = dialog(member).getByRole('list', { name: 'Codes de secours' })
  await codes.getByRole('listitem').nth(9).waitFor()
  expect(await codes.getByRole('listitem').count()).toBe(10)
  await press(dialog(member), 'Fermer')
  await press(member, 'Retirer…')
  await member.getByLabel('Mot de passe').fill(PASSWORD)
  await press(dialog(member), 'Retirer le second facteur')
  await done(member)
  await member.getByText('pas encore', { exact: true }).waitFor()
})

test('a file is dropped on the page, as from a folder of the desktop', async () => {
  await admin.goto(`${base}/import`)
  const zone = admin.getByText('ou le déposer ici')
  const folder = mkdtempSync(join(tmpdir(), 'vesontio-drop-'))
  const path = join(folder, 'members.json')
  const members = [{ asnum: 2200, name: 'Renater', connection_list: [] }]
  writeFileSync(
    path,
    JSON.stringify({ version: '0.7', ixp_list: [{ ixp_id: 1, shortname: 'Est-IX' }], member_list: members }),
  )
  const devtools = await admin.context().newCDPSession(admin)
  const data = { items: [], files: [path], dragOperationsMask: 1 }
  const read = admin.getByText('AS2200 Renater').first()
  // What is dropped while the page still moves falls beside it, as by a hand: it is dropped again.
  await until('the file that was dropped is read', async () => {
    const place = await zone.boundingBox()
    const at = { x: (place?.x ?? 0) + 5, y: (place?.y ?? 0) + 5, data }
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await devtools.send('Input.dispatchDragEvent', { type, ...at })
    return read.waitFor({ timeout: A_DROP_MS }).then(
      () => true,
      () => null,
    )
  })
  await admin.getByText('members.json').waitFor()
  rmSync(folder, { recursive: true })
})

test('no page broke its own security policy or threw', () => {
  expect(stage.complaints).toEqual([])
})
