import { expect, test } from 'vitest'
import { isOutside, readNumber } from './work-steps.ts'

test('a reading is understood as it is typed on either keyboard', () => {
  expect(readNumber('-3,1')).toBe(-3.1)
  expect(readNumber('\u22123.1')).toBe(-3.1)
  expect(readNumber(' 231 ')).toBe(231)
  expect(readNumber('3,1 dBm')).toBeNull()
  expect(readNumber('')).toBeNull()
})

test('a limit that is not given does not bind', () => {
  const need = {
    name: 'light',
    kind: 'reading' as const,
    unit: 'dBm',
    min: -14.4,
    max: null,
    equals: null,
    required: true,
  }
  expect(isOutside(need, -20)).toBe(true)
  expect(isOutside(need, 100)).toBe(false)
})
