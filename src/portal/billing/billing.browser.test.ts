import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { axeOf, overflowOf, shot } from '../testing.ts'
import { openStage, type Stage, type Who } from './testing.ts'

let stage: Stage
let accountant: Who
let member: Who
let seller: Who
let engineer: Who
beforeAll(async () => {
  stage = await openStage('2026-11-02T08:00:00Z')
  const { db } = stage.here.database
  const { operator, member: jura, commune } = stage.here.organisations
  await sql`update people.organisation set name = 'Vesontio SAEM', address = E'4 rue du Balancier\n25000 Besançon', siret = '12345678200012', vat_number = 'FR32123456782' where id = ${operator}`.execute(
    db,
  )
  await sql`update people.organisation set name = 'Jura Net', address = E'12 quai Vauban\n25000 Besançon', siret = '98765432100019', invoice_mail = 'factures@example.net' where id = ${jura}`.execute(
    db,
  )
  await sql`update people.organisation set name = 'Ville d’Ornans' where id = ${commune}`.execute(db)
  accountant = await stage.person('Armelle', { organisation: operator, roles: ['accountant'] })
  seller = await stage.person('Sylvain', { organisation: operator, roles: ['sales'] })
  engineer = await stage.person('Edouard', { organisation: operator, roles: ['engineer'] })
  member = await stage.person('Marion', { organisation: jura, rights: ['read', 'billing'] })
  await stage.service({ organisation: jura })
  await stage.service({ organisation: jura, item: 'port-100g', monthly: 1200, from: '2026-11-16' })
  await stage.service({ organisation: commune, item: 'port-1g', monthly: 90 })
})
afterAll(() => stage?.close())

const expectClean = async (page: Page, name: string): Promise<void> => {
  await shot(page, name)
  expect(await axeOf(page), name).toEqual([])
  expect(await overflowOf(page), name).toBe(0)
}

test('an empty list teaches, and a member, a seller and an engineer each see what is theirs', async () => {
  const page = await stage.enter(accountant)
  await page.goto(`${stage.origin}/invoices`)
  await page.getByText('Ici se tiendront les factures').waitFor()
  await expectClean(page, 'invoices-empty.fr.1440')
  const own = await stage.enter(member, { language: 'en' })
  await own.goto(`${stage.origin}/invoices`)
  await own.getByText('Your invoices will stand here').waitFor()
  expect(await own.getByRole('navigation', { name: 'Invoices, runs or seller' }).count()).toBe(0)
  await own.goto(`${stage.origin}/invoices/runs`)
  await own.getByText('Invoices are not open to you').waitFor()
  const other = await stage.enter(engineer)
  await other.goto(`${stage.origin}/invoices`)
  await other.getByText('Les factures ne vous sont pas ouvertes').waitFor()
  await expectClean(other, 'invoices-not-open.fr.1440')
  const sells = await stage.enter(seller)
  await sells.goto(`${stage.origin}/invoices/seller`)
  await sells.getByText('Modifier demande le rôle').waitFor()
  await expectClean(sells, 'seller-read.fr.1440')
})

test('a month is tried, prepared, approved; its invoices stand in the list and are downloaded as PDF', async () => {
  const page = await stage.enter(accountant)
  await page.goto(`${stage.origin}/invoices/runs`)
  await page.getByText('Ici se tiendront les facturations').waitFor()
  await page.getByRole('link', { name: 'Essayer un mois' }).first().click()
  await page.getByRole('button', { name: 'Essayer', exact: true }).click()
  await page.getByText('essai, rien n’est enregistré').waitFor()
  await page.getByText('Ville d’Ornans est un organisme public').first().waitFor()
  await expectClean(page, 'run-try.fr.1440')
  await page.getByRole('button', { name: 'Préparer…' }).click()
  await page.getByRole('dialog').getByText('sans numéro').waitFor()
  await expectClean(page, 'run-prepare-dialog.fr.1440')
  await page.getByRole('dialog').getByRole('button', { name: 'Préparer' }).click()
  await page.waitForURL(/\/invoices\/runs\/[0-9a-f-]{36}/)
  const address = page.url()
  await page.getByText('préparée, attend une approbation').waitFor()
  await page.getByRole('button', { name: 'Jura Net' }).click()
  await page.getByText('BES-XP-000002').first().waitFor()
  await expectClean(page, 'run-prepared.fr.1440')

  await page.getByRole('button', { name: 'Approuver…' }).click()
  await page.getByRole('button', { name: 'Approuver et émettre' }).click()
  await page.getByText('Cocher d’abord la case').waitFor()
  await expectClean(page, 'run-approve-dialog.fr.1440')
  await page.getByText('J’ai vu les avertissements').click()
  await page.getByRole('button', { name: 'Approuver et émettre' }).click()
  await page.getByText('approuvée', { exact: true }).waitFor()
  await expectClean(page, 'run-approved.fr.1440')

  const english = await stage.enter(accountant, { language: 'en', width: 390 })
  await english.goto(address)
  await english.getByText('approved', { exact: true }).waitFor()
  await expectClean(english, 'run-approved.en.390')

  await page.goto(`${stage.origin}/invoices`)
  await page.getByRole('link', { name: 'F-2026-000001' }).waitFor()
  await expectClean(page, 'invoices.fr.1440')
  await page.getByRole('link', { name: 'F-2026-000001' }).click()
  await page.getByRole('heading', { name: 'F-2026-000001' }).waitFor()
  await page.getByText('document du jumeau, rien n’est dû').waitFor()
  await expectClean(page, 'invoice.fr.1440')
  const [paper] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'PDF' }).click()])
  expect(paper.suggestedFilename()).toBe('F-2026-000001.pdf')
  await english.goto(`${stage.origin}/invoices/F-2026-000001`)
  await english.getByText('a document of the twin, nothing is owed').waitFor()
  await expectClean(english, 'invoice.en.390')
  await english.goto(`${stage.origin}/invoices`)
  await english.getByRole('link', { name: 'F-2026-000001' }).waitFor()
  await expectClean(english, 'invoices.en.390')
})

test('a member finds its own issued invoice by its number, in a CSV too, and nothing of another', async () => {
  const page = await stage.enter(member, { language: 'en' })
  await page.goto(`${stage.origin}/invoices?kind=invoice`)
  await page.getByRole('link', { name: 'F-2026-000001' }).waitFor()
  await page.getByText('1 of 1').waitFor()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV' }).click()])
  const { readFile } = await import('node:fs/promises')
  const csv = await readFile(await file.path(), 'utf8')
  expect(csv).toContain('F-2026-000001,Invoice,2026-11-02')
  expect(csv).toContain('SPECIMEN')
  await page.getByPlaceholder('Part of a number').fill('999999')
  await page.getByText('Nothing answers this filter.').waitFor()
  expect(page.url()).toContain('text=999999')
  await page.goto(`${stage.origin}/invoices/F-2026-000001`)
  await page.getByRole('heading', { name: 'F-2026-000001' }).waitFor()
  expect(await page.getByRole('button', { name: 'Make a credit note…' }).count()).toBe(0)
  await expectClean(page, 'invoice-member.en.1440')
})

test('a credit note is shown before it is issued, and refused while there is nothing to repay', async () => {
  const page = await stage.enter(accountant)
  await page.goto(`${stage.origin}/invoices/F-2026-000001`)
  await page.getByRole('button', { name: 'Faire un avoir…' }).click()
  await page.getByText('Aucun jour facturé ne dépasse').waitFor()
  await expectClean(page, 'credit-refused.fr.1440')
  await page.keyboard.press('Escape')
  await sql`update market.service set state = 'notice-given', ends_on = '2026-11-21' where number = 'BES-XP-000002'`.execute(
    stage.here.database.db,
  )
  await page.getByRole('button', { name: 'Faire un avoir…' }).click()
  await page.getByRole('heading', { name: 'Ce qui serait remboursé' }).waitFor()
  await expectClean(page, 'credit-would.fr.1440')
  await page.getByRole('button', { name: 'Émettre l’avoir' }).click()
  await page.getByRole('heading', { name: 'A-2026-000001' }).waitFor()
  await expectClean(page, 'credit-note.fr.1440')
  await page.goto(`${stage.origin}/invoices/F-2026-000001`)
  await page.getByRole('link', { name: 'A-2026-000001' }).waitFor()
})

test('the next run is held against the last one, and is discarded with its reason said', async () => {
  stage.here.at('2026-12-01T08:00:00Z')
  const page = await stage.enter(accountant, { language: 'en' })
  await page.goto(`${stage.origin}/invoices/runs/new?month=2026-12`)
  await page.getByRole('button', { name: 'Try it' }).click()
  await page.getByText('Hollow hand: the last run').waitFor()
  await page.getByRole('button', { name: 'Prepare…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Prepare' }).click()
  await page.getByText('prepared, waits for approval').waitFor()
  await expectClean(page, 'run-second.en.1440')
  await page.goto(`${stage.origin}/invoices/runs`)
  await page.getByRole('table').getByText('prepared, waits for approval').waitFor()
  await expectClean(page, 'runs.en.1440')
  const narrow = await stage.enter(accountant, { width: 390 })
  await narrow.goto(`${stage.origin}/invoices/runs`)
  await narrow.getByRole('list', { name: 'Facturations' }).getByText('préparée, attend une approbation').waitFor()
  await narrow.getByRole('button', { name: 'Filtrer' }).click()
  await narrow.getByLabel('Mois').first().waitFor()
  await expectClean(narrow, 'runs.fr.390')
  await page.getByRole('link', { name: 'December 2026' }).first().click()
  // By keyboard alone: opened, left with Escape, and the focus is where it was.
  await page.getByRole('button', { name: 'Discard…' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  // The focus goes back a moment after the dialog is gone.
  await page.waitForFunction(() => document.activeElement?.textContent === 'Discard…')
  await page.getByRole('button', { name: 'Discard…' }).click()
  await page.getByText('free again for another preparation').waitFor()
  await expectClean(page, 'run-discard.en.1440')
  await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click()
  await page.getByText('its invoices were erased').waitFor()
})

test('the seller’s account is checked where it is typed, and saved', async () => {
  const page = await stage.enter(accountant)
  await page.goto(`${stage.origin}/invoices/seller`)
  await page.getByLabel('IBAN').fill('FR14 2004 1010 0505 0001 3M02 607')
  await page.getByLabel('Forme juridique et capital').fill('SAEM au capital de 1 000 000 €')
  await page.getByRole('button', { name: 'Enregistrer' }).click()
  await page.getByText('ses chiffres de contrôle ne correspondent pas').waitFor()
  await expectClean(page, 'seller-wrong.fr.1440')
  await page.getByLabel('IBAN').fill('fr14 2004 1010 0505 0001 3m02 606')
  await page.getByLabel('BIC').fill('x')
  await page.getByRole('button', { name: 'Enregistrer' }).click()
  await page.getByText('Un BIC a 8 ou 11 caractères').waitFor()
  await page.getByLabel('BIC').fill('PSSTFRPPXXX')
  await page.getByRole('button', { name: 'Enregistrer' }).click()
  await page.getByText('Enregistré à').waitFor()
  const narrow = await stage.enter(accountant, { language: 'en', width: 390 })
  await narrow.goto(`${stage.origin}/invoices/seller`)
  await narrow.getByText('FR14 2004').first().waitFor()
  await expectClean(narrow, 'seller.en.390')
})
