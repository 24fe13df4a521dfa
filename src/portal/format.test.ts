import { expect, test } from 'vitest'
import { formats } from './format.ts'

const fr = formats('fr', 'Europe/Paris')
const en = formats('en', 'Europe/Paris')
const at = new Date('2026-11-23T14:24:07Z')

test('numbers are set as Barlow can show them', () => {
  expect(fr.quantity(1234.5, 'kW', 1)).toBe('1\u00a0234,5\u00a0kW')
  expect(en.quantity(1234.5, 'kW', 1)).toBe('1,234.5\u00a0kW')
  expect(fr.quantity(-3.1, 'dBm')).toBe('\u22123,1\u00a0dBm')
  expect(fr.money(35000)).toBe('350,00\u00a0€')
  expect(en.money(35000)).toBe('€350.00')
  expect(en.money(-35000)).toBe('\u2212€350.00')
  expect(fr.price(184_000)).toBe('0,184\u00a0€')
})

test('dates are the site’s, whatever the reader’s zone', () => {
  expect(fr.dateTime(at)).toBe('lun. 23\u00a0nov. 2026, 15:24')
  expect(en.dateTime(at)).toBe('Mon 23\u00a0Nov 2026, 15:24')
  expect(fr.longDate(at)).toBe('lundi 23\u00a0novembre 2026')
  expect(fr.clock(at)).toBe('15:24:07')
  expect(fr.month('2026-12')).toBe('décembre 2026')
})

test('a day without a time stays the day that was written', () => {
  const auckland = formats('fr', 'Pacific/Auckland')
  expect(auckland.date('2026-11-23')).toBe('23\u00a0nov. 2026')
  expect(formats('fr', 'America/Los_Angeles').date('2026-11-23')).toBe('23\u00a0nov. 2026')
})

test('ages and waits keep two units at most', () => {
  const before = (ms: number): Date => new Date(at.getTime() - ms)
  expect(fr.age(before(4_000), at)).toBe('il y a 4\u00a0s')
  expect(en.age(before(4_000), at)).toBe('4\u00a0s ago')
  expect(fr.duration(70 * 60_000)).toBe('1\u00a0h\u00a010')
  expect(fr.duration((11 * 24 + 3) * 3_600_000)).toBe('11\u00a0j\u00a03\u00a0h')
  expect(en.duration((11 * 24 + 3) * 3_600_000)).toBe('11\u00a0d\u00a03\u00a0h')
  expect(fr.duration(0)).toBe('0\u00a0s')
})
