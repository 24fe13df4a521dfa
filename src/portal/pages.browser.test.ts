import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { showOrder } from '#market/contract'
import { must } from '../../scenarios/house/asking.ts'
import { axeOf, openStage, orderWork, overflowOf, shot, type Stage } from './testing.ts'

const ADMIN = 'camille.roy@vesontio.example'

let stage: Stage
let base: string
/** The numbers that the pages of one thing are asked by. */
const things = { order: '', service: '', work: '' }
beforeAll(async () => {
  stage = await openStage()
  base = stage.house.base
  Object.assign(things, await orderWork(stage))
  const order = must(await stage.house.client.call(showOrder, { params: { order: things.order } }))
  things.service = order.lines[0]?.service ?? ''
}, 240_000)
afterAll(async () => {
  await stage?.close()
})

const pages = (): readonly (readonly [name: string, path: string])[] => [
  ['today', '/'],
  ['plan', '/plan?rack=3-21'],
  ['plan-list', '/plan?view=list'],
  ['power', '/power'],
  ['orders', '/orders'],
  ['order', `/orders/${things.order}`],
  ['services', '/services'],
  ['service', `/services/${things.service}`],
  ['work', '/work?show=all'],
  ['work-order', `/work/${things.work}`],
  ['exchange', '/exchange'],
  ['member', `/exchange?member=${things.service}`],
  ['organisations', '/organisations'],
  ['organisation', '/organisations/jurassix'],
  ['site', '/site'],
  ['account', '/account'],
  ['invoices', '/invoices'],
  ['journal', '/journal'],
  ['gallery', '/ui'],
  ['not-found', '/nowhere'],
]

const settled = async (page: Page): Promise<void> => {
  await page.locator('h1').first().waitFor()
  await page.waitForFunction(() => !/Lecture…|Reading…/.test(document.querySelector('main')?.textContent ?? '…'))
}

test.each([
  { language: 'fr', width: 1440 },
  { language: 'en', width: 1440 },
  { language: 'fr', width: 390 },
  { language: 'en', width: 390 },
] as const)(
  'every page in $language at $width px: axe finds nothing, nothing overflows',
  async ({ language, width }) => {
    const page = await stage.enter(ADMIN, { language, width })
    const found: string[] = []
    for (const [name, path] of pages()) {
      await page.goto(`${base}${path}`)
      await settled(page)
      await shot(page, `${name}.${language}.${width}`)
      found.push(...(await axeOf(page)).map((line) => `${name}: ${line}`))
      const over = await overflowOf(page)
      if (over > 0) found.push(`${name}: ${over} px too wide`)
    }
    expect(found).toEqual([])
  },
  300_000,
)

test('no page broke its own security policy or threw', () => {
  expect(stage.complaints).toEqual([])
})
