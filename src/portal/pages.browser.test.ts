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
})
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

const DESK = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }

// Each page is loaded once in a language and looked at in both widths; axe reads it once in each language and once at each width.
test.each([
  { language: 'fr', read: DESK, last: PHONE },
  { language: 'en', read: PHONE, last: DESK },
] as const)(
  'every page in $language, at $read.width px and at $last.width px: axe finds nothing, nothing overflows',
  async ({ language, read, last }) => {
    const page = await stage.enter(ADMIN, { language, width: read.width })
    const found: string[] = []
    const fits = async (name: string, width: number): Promise<void> => {
      await settled(page)
      const over = await overflowOf(page)
      if (over > 0) found.push(`${name}: ${over} px too wide at ${width} px`)
      await shot(page, `${name}.${language}.${width}`)
    }
    for (const [name, path] of pages()) {
      await page.setViewportSize(read)
      await page.goto(`${base}${path}`)
      await fits(name, read.width)
      found.push(...(await axeOf(page)).map((line) => `${name}: ${line}`))
      await page.setViewportSize(last)
      await fits(name, last.width)
    }
    expect(found).toEqual([])
  },
)

test('no page broke its own security policy or threw', () => {
  expect(stage.complaints).toEqual([])
})
