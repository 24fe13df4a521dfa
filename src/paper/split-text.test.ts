import { expect, test } from 'vitest'
import { printPdf } from './print-pdf.ts'
import { ink } from './paper.ts'
import { splitText } from './split-text.ts'

test('each letter is written by the file that has it; an arrow is drawn; what no file has is seen to be missing', () => {
  expect(splitText('way-A-5-9 → feed Łódź')).toEqual([
    ['way-A-5-9 ', 'latin'],
    ['→', 'arrow'],
    [' feed ', 'latin'],
    ['Ł', 'latin-ext'],
    ['ód', 'latin'],
    ['ź', 'latin-ext'],
  ])
  // A decomposed accent is one letter; Greek is in neither file; French figures part their thousands by U+202F.
  expect(splitText('e\u0301 Ω, Ǎ, 1\u202F234, BES\u2011XC')).toEqual([['é ?, A, 1\u00A0234, BES-XC', 'latin']])
  expect(splitText('')).toEqual([])
})

test('the same drawing at the same instant is the same bytes, and every page has its foot', async () => {
  const feet: string[] = []
  const print = () =>
    printPdf(
      { title: 'Łódź', author: 'Vesontio', language: 'fr', at: new Date('2026-11-23T23:30:00Z') },
      (paper) => {
        paper.text(48, 60, 'way-A-5-9 → feed-A-5-9, Łódź', ink.body)
        expect(paper.width('→', ink.body)).toBeGreaterThan(5)
        paper.turn()
      },
      (_paper, page, pages) => void feet.push(`${page}/${pages}`),
    )
  expect(await print()).toEqual(await print())
  expect(feet).toEqual(['1/2', '2/2', '1/2', '2/2'])
})
