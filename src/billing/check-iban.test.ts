import { expect, test } from 'vitest'
import { checkIban } from './check-iban.ts'

test('one digit wrong, or two turned round, and the account is refused', () => {
  expect(checkIban('FR1420041010050500013M02606').ok).toBe(true) // the example of the registry of ISO 13616
  expect(checkIban('DE89370400440532013000').ok).toBe(true)
  expect(checkIban('FR1420041010050500013M02607')).toMatchObject({ refusal: { code: 'iban-wrong' } })
  expect(checkIban('DE89370400440532010300').ok).toBe(false)
})
