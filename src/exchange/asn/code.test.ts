import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCode, writeCode } from './code.ts'

test('a code is twelve signs that can be read aloud', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 12, maxLength: 16 }), (random) => {
      expect(writeCode(random)).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/)
    }),
  )
})

test('it is read however it is typed', () => {
  expect(readCode(' k7qf 2m9x-4tba\n')).toBe(readCode('K7QF-2M9X-4TBA'))
  expect(readCode('OIL0')).toBe('0110')
})

test('too few random bytes are a mistake', () => expect(() => writeCode(new Uint8Array(11))).toThrow(RangeError))
