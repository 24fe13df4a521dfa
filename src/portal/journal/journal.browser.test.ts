import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { newId } from '#kernel'
import { axeOf, overflowOf, shot } from '../testing.ts'
import { openStage, type Stage, type Who } from '../billing/testing.ts'

let stage: Stage
let engineer: Who
let member: Who
beforeAll(async () => {
  stage = await openStage('2026-11-23T09:00:00Z')
  const { operator, member: jura, commune } = stage.here.organisations
  engineer = await stage.person('Edouard', { organisation: operator, roles: ['engineer'] })
  member = await stage.person('Marion', { organisation: jura, rights: ['read'] })
  for (let n = 1; n <= 60; n += 1) {
    stage.here.at(`2026-11-23T09:${String(n % 60).padStart(2, '0')}:00Z`)
    await stage.happens(
      n % 3 === 0 ? 'order-accepted' : 'order-quoted',
      ['order', `BES-O-2026-${String(n).padStart(5, '0')}`],
      n % 2 === 0 ? jura : commune,
    )
  }
  stage.here.at('2026-11-23T10:00:00Z')
  await stage.happens('rack-updated', ['rack', newId()], jura)
})
afterAll(() => stage?.close())

const expectClean = async (page: Page, name: string): Promise<void> => {
  await shot(page, name)
  expect(await axeOf(page), name).toEqual([])
  expect(await overflowOf(page), name).toBe(0)
}

test('pages by keyset, opens a line to all it holds, leads to its subject', async () => {
  const page = await stage.enter(engineer)
  await page.goto(`${stage.origin}/journal`)
  await page.getByText('50 lignes, d’autres sont plus anciennes').waitFor()
  await page.getByRole('button', { name: 'baie : modifié par les fichiers' }).click()
  await page.getByText('market/rack-updated v1').waitFor()
  await expectClean(page, 'journal.fr.1440')
  await page.getByRole('button', { name: 'Plus anciennes' }).click()
  await page.getByText('il n’y en a pas d’autres').waitFor()
  expect(await page.getByRole('link', { name: 'BES-O-2026-00001' }).getAttribute('href')).toBe(
    '/orders/BES-O-2026-00001',
  )
  const narrow = await stage.enter(engineer, { language: 'en', width: 390 })
  await narrow.goto(`${stage.origin}/journal`)
  await narrow.getByText('rack changed by the files').waitFor()
  await expectClean(narrow, 'journal.en.390')
})

test('filters stand in the address; the CSV holds what they let through', async () => {
  const page = await stage.enter(engineer, { language: 'en' })
  await page.goto(`${stage.origin}/journal?room=market&name=order-accepted&organisation=jura-net`)
  await page.getByText('10 lines, there are no others').waitFor()
  await expectClean(page, 'journal-filtered.en.1440')
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV' }).click()])
  const csv = await readFile(await file.path(), 'utf8')
  expect(csv.trim().split('\r\n')).toHaveLength(11)
  expect(csv).toContain('market/order-accepted,order BES-O-2026-00060,jura-net')
  await page.getByLabel('Number or id').fill('BES-O-2026-00060')
  await page.getByText('1 line, there are no others').waitFor()
  expect(page.url()).toContain('subject_id=BES-O-2026-00060')
  await page.getByRole('button', { name: 'Clear the filters' }).click()
  await page.getByText('50 lines, others are older').waitFor()
  await expect.poll(() => page.getByLabel('Number or id').inputValue()).toBe('')
  await page.waitForURL(({ search }) => search === '')
})

test('what happens while the page opens is not missed: the feed says hello, and it is read again', async () => {
  const { commune } = stage.here.organisations
  const page = await stage.enter(engineer, { language: 'en' })
  let letGo: (() => void) | undefined
  const held = new Promise<void>((resolve) => (letGo = resolve))
  await page.route('**/api/v1/events', async (route) => {
    await held
    await route.continue()
  })
  await page.goto(`${stage.origin}/journal?room=market`)
  await page.getByText('50 lines, others are older').waitFor()
  await stage.happens('order-quoted', ['order', 'BES-O-2026-00069'], commune)
  expect(await page.getByRole('link', { name: 'BES-O-2026-00069' }).count()).toBe(0)
  letGo?.()
  await page.getByRole('link', { name: 'BES-O-2026-00069' }).waitFor()
})

test('a new line comes by itself at the top, and waits behind a button while something is read', async () => {
  const { commune } = stage.here.organisations
  const page = await stage.enter(engineer, { language: 'en' })
  await page.goto(`${stage.origin}/journal?room=market`)
  await page.getByText('50 lines, others are older').waitFor()
  await stage.happens('order-cancelled', ['order', 'BES-O-2026-00070'], commune)
  await page.getByRole('link', { name: 'BES-O-2026-00070' }).waitFor()
  await page.getByRole('status').filter({ hasText: '1 new line' }).waitFor({ state: 'attached' })
  await page.getByRole('button', { name: 'order cancelled' }).click()
  await page.getByText('market/order-cancelled v1').waitFor()
  await stage.happens('order-cancelled', ['order', 'BES-O-2026-00071'], commune)
  await page.getByRole('button', { name: 'Show 1 new line' }).waitFor()
  expect(await page.getByRole('link', { name: 'BES-O-2026-00071' }).count()).toBe(0)
  await expectClean(page, 'journal-fresh.en.1440')
  await page.getByRole('button', { name: 'Show 1 new line' }).click()
  await page.getByRole('link', { name: 'BES-O-2026-00071' }).waitFor()
})

test('a member reads its own lines only, and is not told who of the operator’s people did something', async () => {
  const page = await stage.enter(member)
  await page.goto(`${stage.origin}/journal`)
  await page.getByRole('link', { name: 'BES-O-2026-00060' }).waitFor()
  expect(await page.getByRole('link', { name: 'BES-O-2026-00059' }).count()).toBe(0)
  // Its own people were given a link by a key of the operator's: whose key, it is not told.
  await page.getByRole('cell', { name: 'une clé d’API', exact: true }).first().waitFor()
  expect(await page.getByText('Root').count()).toBe(0)
  await expectClean(page, 'journal-member.fr.1440')
})
