import { afterAll, beforeAll, expect, test } from 'vitest'
import { createOrder } from '#market/contract'
import { must } from '../../../../scenarios/house/asking.ts'
import { axeOf, openStage, overflowOf, shot, type Stage } from '../../testing.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage?.close())

test('a quote says how many kW at what price, what a kWh costs, and a term that the site granted; in both languages, on a phone too', async () => {
  const { base, client } = stage.house
  const parameters = { size: 'full', watts: 4000, sides: 'A+B', term_months: 6 } as const
  const { number } = must(
    await client.call(createOrder, {
      body: { organisation: 'jurassix', quote: 'firm', lines: [{ product: 'rack-space', parameters }] },
    }),
  )
  for (const [language, width, texts] of [
    ['fr', 1440, ['4 kW × 95,00 € = 380,00 €', 'Durée de cette ligne', '6 mois', '0,2185 €/kWh']],
    ['en', 390, ['4 kW × €95.00 = €380.00', 'Term of this line', '6 months', '€0.2185/kWh']],
  ] as const) {
    const page = await stage.enter('morgan.vuillemin@jurassix.example', { language, width })
    await page.goto(`${base}/orders/${number}`)
    await page.getByText(texts[1]).first().waitFor()
    const text = (await page.locator('main').innerText()).replaceAll(/[\u00A0\u202F]/g, ' ')
    for (const one of texts) expect(text).toContain(one)
    await shot(page, `terms.${language}.${width}`)
    expect(await axeOf(page)).toEqual([])
    expect(await overflowOf(page)).toBe(0)
    await page.close()
  }
})
