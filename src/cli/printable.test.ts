import fc from 'fast-check'
import { expect, test } from 'vitest'
import { onOneLine, printable, printableJson } from './printable.ts'

const NASTY = '\u001B[2J\u009B31m\r\u0007\u202Eexe\u007F'

test('nothing that a terminal obeys is printed, and it is shown what stood there', () => {
  expect(printable(`Été ${NASTY}\nnext\tcell`)).toBe(
    'Été \\u001b[2J\\u009b31m\\u000d\\u0007\\u202eexe\\u007f\nnext\tcell',
  )
  expect(onOneLine('a\n2  created  b')).toBe('a\\u000a2  created  b')
})

test('JSON is the same document', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const json = printableJson({ [text]: [text, NASTY] })
      expect(JSON.parse(json)).toEqual({ [text]: [text, NASTY] })
      // oxlint-disable-next-line no-control-regex -- these are what is looked for
      expect(json).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E]/)
    }),
  )
})
