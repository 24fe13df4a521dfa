import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutFile } from './cut-file.ts'

const textOf = (content: Uint8Array): string => Buffer.from(content).toString()

test('each piece has the header, no row is lost or twice, and the offset makes its lines those of the file', () => {
  const row = fc.stringMatching(/^[a-z0-9,]{1,12}$/)
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 9 }),
      fc.boolean(),
      (rows, most, ends) => {
        // prettier-ignore
        const file = `head,er\n${rows.join('\n')}${ends ? '\n' : ''}`
        const pieces = cutFile(Buffer.from(file), { bytes: 60, rows: most })
        const lines = pieces.flatMap(({ content, offset }) => {
          const [head, ...own] = textOf(content).trimEnd().split('\n')
          expect(head).toBe('head,er')
          expect(own.length).toBeLessThanOrEqual(most)
          return own.map((text, index) => [index + 2 + offset, text] as const)
        })
        expect(lines).toEqual(rows.map((text, index) => [index + 2, text]))
      },
    ),
  )
})

test('what has no rows, or no line at all, goes as it is: the server says what is wrong with it', () => {
  const most = { bytes: 100, rows: 10 }
  for (const file of ['', 'meter,at', 'meter,at\n'])
    expect(cutFile(Buffer.from(file), most).map(({ content, offset }) => [textOf(content), offset])).toEqual([
      [file, 0],
    ])
})
