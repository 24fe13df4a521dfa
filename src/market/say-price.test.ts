import { expect, test } from 'vitest'
import { sayPrice, UNIT_DIGITS } from './say-price.ts'

test('a price is written as its language writes it, one by the unit with the decimals that it has', () => {
  expect([sayPrice(1_342_880_000, 'fr'), sayPrice(1_342_880_000, 'en')]).toEqual(['1\u00a0342,88\u00a0€', '€1,342.88'])
  expect([sayPrice(218_500, 'fr', UNIT_DIGITS), sayPrice(240_000, 'fr', UNIT_DIGITS)]).toEqual([
    '0,2185\u00a0€',
    '0,24\u00a0€',
  ])
})
