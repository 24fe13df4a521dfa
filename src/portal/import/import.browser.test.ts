import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { axeOf, openStage, overflowOf, shot, type Stage } from '../testing.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
}, 300_000)
afterAll(() => stage?.close())

const ADMIN = 'camille.roy@vesontio.example'

const expectClean = async (page: Page, name: string): Promise<void> => {
  await shot(page, name)
  expect(await axeOf(page), name).toEqual([])
  expect(await overflowOf(page), name).toBe(0)
}

const address = (last: number) => ({
  vlan_id: 1,
  ipv4: { address: `198.51.100.${last}`, as_macro: 'AS-SET', max_prefix: 50 },
})
const file = (...more: readonly object[]) => ({
  name: 'members.json',
  mimeType: 'application/json',
  buffer: Buffer.from(
    JSON.stringify({
      version: '0.7',
      ixp_list: [{ ixp_id: 1, ixf_id: 1, shortname: 'Est-IX', vlan: [{ id: 1 }] }],
      member_list: [
        {
          asnum: 2200,
          name: 'Renater',
          connection_list: [{ ixp_id: 1, if_list: [{ if_speed: 10000 }], vlan_list: [address(20)] }],
        },
        { asnum: 3215, connection_list: [{ ixp_id: 1, if_list: [{ if_speed: 0 }], vlan_list: [address(21)] }] },
        ...more,
      ],
    }),
  ),
})

const choose = async (page: Page, chosen: ReturnType<typeof file>): Promise<void> => {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: /^(Choisir un fichier|Choose a file)/ }).click(),
  ])
  await chooser.setFiles(chosen)
}

test('a file is tried first, row by row; refused rows hold the rest back until the good ones are kept; then the members are there', async () => {
  const page = await stage.enter(ADMIN)
  await page.goto(`${stage.house.base}/import`)
  await page.getByRole('heading', { name: 'Reprise d’un fichier' }).waitFor()
  await expectClean(page, 'import-empty.fr.1440')

  await choose(page, file({ name: 'Personne', connection_list: [] }))
  await page.getByText('Ce membre n’a pas de numéro d’AS').waitFor()
  expect(await page.getByText('est supposé d’après les adresses').count()).toBe(1)
  expect(await page.getByText('aucun port n’a ce débit').count()).toBe(1)
  await expectClean(page, 'import-refused.fr.1440')

  // By what it would do, and by the keyboard alone.
  await page.getByRole('radio', { name: 'Refusées 1' }).focus()
  await page.keyboard.press('Space')
  await page.waitForURL(/show=refused/)
  expect(await page.getByRole('row').count()).toBe(2)
  const apply = page.getByRole('button', { name: 'Appliquer' })
  expect(await apply.getAttribute('aria-disabled')).toBe('true')
  await page.getByText('Garder les bonnes lignes').click()
  await apply.press('Enter')
  await page.getByText('Ce que ce fichier a fait').waitFor()
  await page.getByRole('link', { name: 'Voir les membres déclarés' }).click()
  await page.getByRole('button', { name: 'Renater' }).click()
  await page.getByText('Un fichier le dit').waitFor()
  expect(await page.getByText('10G').count()).toBeGreaterThan(0)
  await expectClean(page, 'members-declared.fr.1440')
})

test('on a phone: the same file again is unchanged, and a bad one is told in one sentence', async () => {
  const page = await stage.enter(ADMIN, { language: 'en', width: 390 })
  await page.goto(`${stage.house.base}/import`)
  await choose(page, file())
  await page.getByText('all of it is so already').waitFor()
  await expectClean(page, 'import-unchanged.en.390')
  await choose(page, {
    name: 'members.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{"version": "0.7",\n  oops}'),
  })
  await page.getByText('This is not JSON: line 2, column 3.').waitFor()
  await expectClean(page, 'import-broken.en.390')
  await choose(page, {
    name: 'clients.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('old_number;organisation\n1;x\n'),
  })
  await page.getByText('The columns are separated by semicolons').waitFor()
  expect(stage.complaints).toEqual([])
})
