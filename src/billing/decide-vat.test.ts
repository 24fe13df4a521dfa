import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cents } from '#units'
import { decideVat, doubtfulVatNumber, vatOn } from './decide-vat.ts'

const vat = (country: string, vatNumber: string | null = null) => decideVat({ country, vatNumber })

test('French and Monegasque customers pay 20 %, with a number or without', () => {
  const standard = { ok: true, value: { category: 'S', rate_percent: 20, reason_code: null } }
  expect(vat('FR')).toEqual(standard)
  expect(vat('FR', 'FR12345678901')).toEqual(standard)
  expect(vat('MC', 'FR12345678901')).toEqual(standard)
})

test('in the Union, the customer with a number owes the tax itself, the one without pays ours', () => {
  expect(vat('DE', 'DE123456789')).toMatchObject({
    value: { category: 'AE', rate_percent: 0, reason_code: 'VATEX-EU-AE' },
  })
  expect(vat('GR', 'EL123456789')).toMatchObject({ value: { category: 'AE' } })
  expect(vat('DE')).toMatchObject({ value: { category: 'S', rate_percent: 20 } })
  expect(vat('DE', 'FR12345678901')).toMatchObject({ value: { category: 'S' } })
  expect(doubtfulVatNumber({ country: 'DE', vatNumber: 'FR12345678901' })).toBe(true)
  expect(doubtfulVatNumber({ country: 'CH', vatNumber: 'CHE-123.456.789' })).toBe(false)
})

test('outside the Union nothing is charged, and overseas France is for a person', () => {
  expect(vat('CH', 'CHE-123.456.789')).toMatchObject({
    value: { category: 'O', rate_percent: 0, reason_code: 'VATEX-EU-O' },
  })
  expect(vat('GB')).toMatchObject({ value: { category: 'O' } })
  expect(['EL', 'UK', 'XX', 'ZZ'].map((country) => vat(country))).toMatchObject(
    Array.from({ length: 4 }, () => ({ ok: false, refusal: { code: 'vat-territory-by-hand' } })),
  )
  expect(vat('RE')).toEqual({ ok: false, refusal: { code: 'vat-territory-by-hand', country: 'RE' } })
})

test('the tax is rounded once, on the sum', () => {
  expect(vatOn(cents(3), 20)).toBe(1) // 0,6
  expect(vatOn(cents(2), 20)).toBe(0) // 0,4
  expect(vatOn(cents(5), 5.5)).toBe(0) // 0,275
  expect(vatOn(cents(50), 5)).toBe(3) // 2,5 goes up
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 ** 12 }), (net) => Math.abs(vatOn(cents(net), 20) - net / 5) <= 0.5),
  )
})
