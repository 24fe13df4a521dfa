import { expect, test } from 'vitest'
import { sayCli } from './command.ts'
import { unitPrice } from './money.ts'

test('a price by the unit keeps all its digits, in both languages', () => {
  expect(sayCli('en', 'as-metered', { price: unitPrice(218_500, 'kWh', 'en') })).toBe(
    'energy: 0.2185 €/kWh, as metered, agreed at the signature',
  )
  expect(sayCli('fr', 'as-metered', { price: unitPrice(218_500, 'kWh', 'fr') })).toBe(
    'énergie : 0,2185 €/kWh, selon compteur, convenu à la signature',
  )
})
