import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { importServices, listServices, showService } from '#market/contract'
import { must } from '../../../scenarios/house/asking.ts'
import { axeOf, dialog, done, openStage, overflowOf, press, shot, type Stage } from '../testing.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
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
  await page.getByText('est supposé d’après les adresses').waitFor()
  await page.getByText('aucun port n’a ce débit').waitFor()
  await expectClean(page, 'import-refused.fr.1440')

  // By what it would do, and by the keyboard alone.
  await page.getByRole('radio', { name: 'Refusées 1' }).focus()
  await page.keyboard.press('Space')
  await page.waitForURL(/show=refused/)
  await page.getByText('est supposé d’après les adresses').waitFor({ state: 'detached' })
  expect(await page.getByRole('row').count()).toBe(2)
  const apply = page.getByRole('button', { name: 'Appliquer' })
  expect(await apply.getAttribute('aria-disabled')).toBe('true')
  await page.getByText('Garder les bonnes lignes').click()
  await apply.press('Enter')
  await page.getByText('Ce que ce fichier a fait').waitFor()
  await page.getByRole('link', { name: 'Voir les membres déclarés' }).click()
  await page.getByRole('button', { name: 'Renater' }).click()
  await page.getByText('Un fichier le dit').waitFor()
  await page.getByText('10G').first().waitFor()
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
  // Each of these is one sentence, and nothing else of it is read.
  const head = 'old_number,organisation,product,start,monthly_euros,invoiced_until'
  const nasty: readonly (readonly [name: string, buffer: ReturnType<typeof file>['buffer'], sentence: string])[] = [
    ['bom.csv', Buffer.from(`\uFEFF${head}\n`), 'begins with a byte order mark'],
    ['utf-16.csv', Buffer.from(`\uFEFF${head}\n`, 'utf16le'), 'The file is UTF-16'],
    ['latin-1.csv', Buffer.from(`${head}\n1,é,,,,\n`, 'latin1'), 'Line 2 is not UTF-8'],
    ['header.csv', Buffer.from(`${head}\n`), 'a header and nothing else'],
    ['twice.csv', Buffer.from(`${head},start\n1,2,3,4,5,6,7\n`), '“start” is there twice'],
    ['unknown.csv', Buffer.from(`${head},colour\n1,2,3,4,5,6,7\n`), '“colour” is not known'],
    ['deep.json', Buffer.from('['.repeat(100_000)), 'nests deeper than 32 levels'],
    ['huge.csv', Buffer.alloc(6_000_000, 'a'), 'This file is over 5 MB'],
  ]
  for (const [name, buffer, sentence] of nasty) {
    await choose(page, { name, mimeType: 'text/csv', buffer })
    await page.getByText(sentence).waitFor()
    expect([name, await page.getByRole('button', { name: 'Apply' }).count()]).toEqual([name, 0])
  }
  await expectClean(page, 'import-huge.en.390')
  // An escape in a cell is refused, a formula is a text.
  const row = (cell: string) =>
    `X-1,manufacture-vauclair,rack-space,2024-03-01,475.00,2026-11-01,4-19,full,1000,A+B,${cell}\n`
  const cells = (cell: string) => Buffer.from(`${head},place,size,watts,sides,order_reference\n${row(cell)}`)
  await choose(page, { name: 'escape.csv', mimeType: 'text/csv', buffer: cells('a\u001B[31mb') })
  await page.getByText('a character that nobody sees').waitFor()
  await choose(page, { name: 'formula.csv', mimeType: 'text/csv', buffer: cells('=cmd|calc') })
  await page.getByText('to create').waitFor()
  expect(stage.complaints).toEqual([])
})

const services = [
  'old_number,organisation,product,place,size,watts,sides,start,monthly_euros,invoiced_until,notice_days,index,index_value,index_day',
  'ANC-0042,manufacture-vauclair,rack-space,4-20,full,1000,A+B,2024-03-01,475.00,2026-11-01,90,SYNTEC,318.4,03-01',
  '',
].join('\n')

test('what the old system said of a service stands on its page, with the file and the line that say it', async () => {
  const { client } = stage.house
  const body = { file_name: 'clients.csv', content_base64: Buffer.from(services).toString('base64') }
  expect(must(await client.call(importServices, { body })).counts).toMatchObject({ created: 1, refused: 0 })
  const { items } = must(await client.call(listServices, { query: { organisation: 'manufacture-vauclair' } }))
  const number = items.find(({ origin }) => origin === 'taken-over')?.number ?? ''
  const page = await stage.enter(ADMIN)
  await page.goto(`${stage.house.base}/services/${number}`)
  const said = page.getByRole('region', { name: /^Repris de l’ancien système/ })
  await said.getByText('ANC-0042').waitFor()
  for (const text of ['clients.csv, ligne 2', '1 nov. 2026', '90 jours', 'SYNTEC, valeur 318,4'])
    await said.getByText(text.replaceAll(' ', '\u00a0')).or(said.getByText(text)).waitFor()
  await said.getByText(/révisé chaque année le 1.mars/).waitFor()
  // The proof names its file, and where in it.
  await page.getByText('Déclaré par clients.csv').waitFor()
  await expectClean(page, 'service-taken-over.fr.1440')
  const phone = await stage.enter(ADMIN, { language: 'en', width: 390 })
  await phone.goto(`${stage.house.base}/services/${number}`)
  await phone.getByText('Taken over from the old system').waitFor()
  await expectClean(phone, 'service-taken-over.en.390')
})

test('an imported service gets its contract in the portal: tried at each word, billed from its first day, once', async () => {
  const { client } = stage.house
  const found = async () => {
    const { items } = must(await client.call(listServices, { query: { product: 'declared-port' } }))
    return must(await client.call(showService, { params: { service: items.at(-1)?.number ?? '' } }))
  }
  const before = await found()
  expect(before.monthly_micro_euros).toBeNull()
  const page = await stage.enter(ADMIN, { language: 'en', width: 390 })
  await page.goto(`${stage.house.base}/services/${before.number}`)
  await page.getByText(/^Declared by members\.json/).waitFor()
  await press(page, 'Attach a contract…')
  const asks = dialog(page)
  await asks.getByRole('button', { name: /Item of the price list/ }).click()
  await page.getByRole('option', { name: /^Exchange port 10G/ }).click()
  await asks.getByLabel('First day billed').fill('2020-01-01')
  await asks.getByText('This service is known here since').waitFor()
  await asks.getByLabel('First day billed').fill('2032-12-17')
  await asks.getByText('Billed from 17').waitFor()
  await asks.getByText('The first month counts 15 of 31 days.').waitFor()
  await asks.getByLabel('Agreed price a month (empty: the list’s)').fill('310')
  await asks.getByText('310.00').waitFor()
  await expectClean(page, 'attach-contract.en.390')
  expect((await found()).monthly_micro_euros).toBeNull()
  await press(asks, 'Attach')
  await done(page)
  expect(await found()).toMatchObject({ monthly_micro_euros: 310_000_000, billing_from: '2032-12-17' })
  expect(await page.getByRole('button', { name: 'Attach a contract…' }).count()).toBe(0)
  expect(stage.complaints).toEqual([])
})
