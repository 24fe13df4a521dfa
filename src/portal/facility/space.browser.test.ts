import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { acceptOrder, createOrder, listServices } from '#market/contract'
import { must, paper } from '../../../scenarios/house/asking.ts'
import type { SpaceAsked } from '../market/order-draft.ts'
import { axeOf, openStage, overflowOf, shot, type Stage } from '../testing.ts'

const ADMIN = 'camille.roy@vesontio.example'
const MEMBER = 'morgan.vuillemin@jurassix.example'

let stage: Stage
let base: string
const sell = async (organisation: string, parameters: SpaceAsked): Promise<void> => {
  const body = { organisation, lines: [{ product: 'rack-space' as const, parameters }] }
  const { number } = must(await stage.house.client.call(createOrder, { body }))
  must(await stage.house.client.call(acceptOrder, { params: { order: number }, body: { paper } }))
}

beforeAll(async () => {
  stage = await openStage()
  base = stage.house.base
  await sell('jurassix', { size: 'half', watts: 2000, sides: 'A+B', place: { rack: '1-21' } })
  await sell('manufacture-vauclair', { size: 'quarter', watts: 3300, sides: 'A', place: { rack: '3-22' } })
  await sell('manufacture-vauclair', { size: 'shared', units_u: 3, watts: 300, sides: 'A+B' })
})
afterAll(async () => {
  await stage?.close()
})

const settled = async (page: Page): Promise<void> => {
  await page.locator('h1').first().waitFor()
  await page.waitForFunction(
    () => !/Lecture…|Reading…|Recherche|Looking/.test(document.querySelector('main')?.textContent ?? '…'),
  )
}

test('an order of three products is typed: a place is proposed with its reasons, one side is said aloud, the draft outlives a reload', async () => {
  const page = await stage.enter(ADMIN)
  await page.goto(`${base}/orders/new?organisation=jurassix&product=rack-space`)
  await page.getByText('Place proposée').waitFor()
  await page.getByText(/chemin de câbles jusqu’à la salle de rencontre/).waitFor()
  await page.getByText('TVA 20').first().waitFor()
  await page.getByText('100 % du reste dû').waitFor()

  await page.getByRole('button', { name: 'Voies' }).click()
  await page.getByRole('option', { name: 'B seule' }).click()
  await page.getByText('Une seule voie, B : si elle tombe, tout s’éteint avec elle.').waitFor()
  await page.getByText('Ce service hébergera des données de santé', { exact: false }).click()
  await page.getByText('Le site n’a pas de certificat HDS', { exact: false }).first().waitFor()
  await page.getByText('Ce service hébergera des données de santé', { exact: false }).click()

  await page.getByRole('button', { name: 'Liaison croisée' }).click()
  await page.getByRole('button', { name: 'Port d’échange', exact: true }).click()
  await page.getByText('La ligne 3 n’est pas complète', { exact: false }).waitFor()
  await page.reload()
  await page.getByText('Une seule voie, B : si elle tombe, tout s’éteint avec elle.').waitFor()
  await page.getByRole('heading', { name: /Liaison croisée/ }).waitFor()

  await page.getByLabel('Puissance souscrite').fill('12')
  await page.getByRole('heading', { name: 'Les plus proches' }).waitFor()
  await page.getByRole('button', { name: /^Demander 3,4/ }).waitFor()
  expect(await axeOf(page)).toEqual([])
  await shot(page, 'space-refused.fr.1440')
  await page.getByRole('button', { name: 'Vider le brouillon' }).click()
})

const pages = [
  ['space-order', '/orders/new?organisation=jurassix&product=rack-space'],
  ['plan-lost', '/plan?layer=lost'],
  ['plan-tenant', '/plan?layer=tenant'],
  ['plan-age', '/plan?layer=age'],
  ['rack', '/plan?rack=3-22'],
  ['rack-shared', '/plan?rack=3-1'],
  ['frame', '/plan?room=mmr&rack=M-1'],
  ['power-lost', '/power?lost=A'],
] as const

test.each([
  { language: 'fr', width: 1440 },
  { language: 'en', width: 390 },
] as const)(
  'plan, racks, chains and order form in $language at $width px: axe finds nothing, nothing overflows',
  async ({ language, width }) => {
    const page = await stage.enter(ADMIN, { language, width })
    const found: string[] = []
    for (const [name, path] of pages) {
      await page.goto(`${base}${path}`)
      await settled(page)
      await shot(page, `${name}.${language}.${width}`)
      found.push(...(await axeOf(page)).map((line) => `${name}: ${line}`))
      const over = await overflowOf(page)
      if (over > 0) found.push(`${name}: ${over} px too wide`)
    }
    expect(found).toEqual([])
  },
)

test('the plan says in words what a rack carries with one side lost; the chain that is lost is dead, the other carries all', async () => {
  const page = await stage.enter(ADMIN, { language: 'en' })
  await page.goto(`${base}/plan?layer=lost`)
  await page.getByRole('button', { name: 'Rack 3-22, 3.3 kW with one side lost, near a limit, built' }).waitFor()
  await page.getByRole('button', { name: 'Rack 1-21, 2 kW with one side lost, built' }).click()
  await page.getByText('Jurassix Télécom').first().waitFor()
  await page.getByText('Rear', { exact: true }).click()
  await page.getByRole('img', { name: /Elevation of rack 1-21, Rear/ }).waitFor()
  await shot(page, 'rack-rear.en.1440')
  expect(page.url()).toContain('layer=lost&rack=1-21&face=rear')

  // In short first: the boards' limits, their phases behind each element's own button.
  await page.goto(`${base}/power`)
  await page.getByRole('button', { name: /^Board row-A-1/, expanded: false }).waitFor()
  expect(await page.getByRole('meter', { name: 'Phase L3 of row-A-1, kVA' }).count()).toBe(0)
  await page.getByText('All details', { exact: true }).click()
  await page.getByRole('button', { name: /^Board row-A-1/, expanded: true }).waitFor()
  // 2,000 W on A+B hang on L3 of their row's board, 2,106 VA with the other side lost; the phases beside it are empty.
  const phase = (name: string) => page.getByRole('meter', { name: `Phase ${name} of row-A-1, kVA` }).getAttribute('aria-valuetext') // prettier-ignore
  expect(await phase('L3')).toMatch(/^1\.1\skVA committed, 2\.1\skVA with the other side lost, limit 28\.9\skVA$/)
  expect(await phase('L1')).toMatch(/^0\.0\skVA committed, 0\.0\skVA/)
  await page.getByText('A lost', { exact: true }).click()
  await page.getByText('Simulation. Nothing is cut.').waitFor()
  await page.getByText('goes dark').first().waitFor()
  await page.getByRole('meter', { name: 'UPS ups-B, kW' }).waitFor()
  expect(await page.getByRole('meter', { name: 'UPS ups-A, kW' }).count()).toBe(0)
  expect(await page.getByRole('meter', { name: 'UPS ups-B, kW' }).getAttribute('aria-valuetext')).toMatch(
    /^would carry 2\.3\skW/,
  )
})

test('a customer sees its own racks and no figure of another', async () => {
  const page = await stage.enter(MEMBER)
  await page.goto(`${base}/plan?layer=committed&view=list`)
  await page.getByRole('link', { name: '1-21', exact: true }).waitFor()
  expect(await page.getByRole('row').count()).toBe(2)
  expect(await page.getByText('Vauclair').count()).toBe(0)
  const [service] = must(
    await stage.house.client.call(listServices, { query: { organisation: 'jurassix', product: 'rack-space' } }),
  ).items
  await page.goto(`${base}/services/${service?.number ?? ''}`)
  await page.getByRole('link', { name: '1-21/a' }).click()
  await page.getByRole('heading', { name: 'Baie 1-21' }).waitFor()
  expect(await axeOf(page)).toEqual([])
  expect(stage.complaints).toEqual([])
})
