import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { say } from '#kernel'
import type { InvoiceSnapshot } from '../snapshot.ts'
import { words } from '../words.ts'
import { drawFoot, drawInvoice } from './draw-invoice.ts'
import { A4, type Face, type Ink, type Paper } from './paper.ts'

/** Fonts are embedded, from the package itself: no outside host, and the same page everywhere. */
const require = createRequire(import.meta.url)
const FILES: { readonly [F in Face]: readonly [family: string, weight: number] } = {
  regular: ['barlow', 400],
  medium: ['barlow', 500],
  semibold: ['barlow', 600],
  condensed: ['barlow-semi-condensed', 400],
}
const FACES: readonly Face[] = ['regular', 'medium', 'semibold', 'condensed']

const fontOf = (face: Face, subset: 'latin' | 'latin-ext'): Buffer => {
  const [family, weight] = FILES[face]
  return readFileSync(require.resolve(`@fontsource/${family}/files/${family}-${subset}-${weight}-normal.woff`))
}

// What the package's `latin` file holds of what names and addresses are written in; the rest is in `latin-ext`.
const LATIN =
  /[\u0020-\u007E\u00A0-\u00FF\u0131\u0152\u0153\u02BB\u02BC\u02C6\u02DA\u02DC\u2000-\u206F\u20AC\u2122\u2191\u2193\u2212\u2215]/u

/** Parts of a text that one file can write. */
const parts = (text: string): readonly (readonly [text: string, subset: 'latin' | 'latin-ext'])[] => {
  const found: (readonly [string, 'latin' | 'latin-ext'])[] = []
  for (const letter of text) {
    const subset = LATIN.test(letter) ? 'latin' : 'latin-ext'
    const last = found.at(-1)
    if (last?.[1] === subset) found[found.length - 1] = [last[0] + letter, subset]
    else found.push([letter, subset])
  }
  return found
}

/** Figures of one width that stand on the line. */
const FEATURES: PDFKit.Mixins.OpenTypeFeatures[] = ['tnum', 'lnum', 'kern']
const ACROSS_DEGREES = -52

const paperOf = (document: PDFKit.PDFDocument): Paper => {
  const set = ({ face, size }: Ink, subset: string) => document.font(`${face}-${subset}`).fontSize(size)
  const widthOf = (text: string, style: Ink, subset: string): number =>
    set(style, subset).widthOfString(text, { features: FEATURES })
  return {
    width: (text, style) => parts(text).reduce((sum, [part, subset]) => sum + widthOf(part, style, subset), 0),
    text: (x, baseline, text, style) => {
      let at = x
      for (const [part, subset] of parts(text)) {
        set(style, subset)
          .fillColor(style.color)
          .text(part, at, baseline, { lineBreak: false, baseline: 'alphabetic', features: FEATURES })
        at += widthOf(part, style, subset)
      }
    },
    line: ([x1, y1], [x2, y2], stroke) => {
      document.moveTo(x1, y1).lineTo(x2, y2).lineWidth(stroke.width).strokeColor(stroke.color).stroke()
    },
    fill: (x, y, [width, height], color) => {
      document.rect(x, y, width, height).fill(color)
    },
    across: (text, color) => {
      document.save().rotate(ACROSS_DEGREES, { origin: [A4.width / 2, A4.height / 2] })
      document.font('semibold-latin').fontSize(132).fillColor(color)
      const wide = document.widthOfString(text, { characterSpacing: 6 })
      document.text(text, (A4.width - wide) / 2, A4.height / 2 + 46, {
        lineBreak: false,
        baseline: 'alphabetic',
        characterSpacing: 6,
      })
      document.restore()
    },
    turn: () => {
      document.addPage()
    },
  }
}

/** The invoice as a PDF. The same snapshot gives the same pages; `at` is when it was issued, or prepared. */
export const printInvoice = async (invoice: InvoiceSnapshot, at: Date): Promise<Uint8Array> => {
  // With its fonts' tables it is a sixth of what a start of the server costs, and most starts print nothing.
  const { default: Pdf } = await import('pdfkit')
  const language = invoice.buyer.language
  const title = say(invoice.type_code === '381' ? words['credit-note'] : words.invoice, language)
  const document = new Pdf({
    size: 'A4',
    margin: 0,
    bufferPages: true,
    lang: language,
    pdfVersion: '1.7',
    displayTitle: true,
    info: {
      Title: `${title} ${invoice.number ?? ''}`.trim(),
      Author: invoice.seller.name,
      Creator: 'Vesontio',
      CreationDate: at,
    },
  })
  const chunks: Buffer[] = []
  const ended = new Promise<void>((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk))
    document.on('end', resolve)
    document.on('error', reject)
  })
  for (const face of FACES)
    for (const subset of ['latin', 'latin-ext'] as const)
      document.registerFont(`${face}-${subset}`, fontOf(face, subset))
  const paper = paperOf(document)
  drawInvoice(paper, invoice)
  const { start, count } = document.bufferedPageRange()
  for (let page = 0; page < count; page += 1) {
    document.switchToPage(start + page)
    drawFoot(paper, invoice, page + 1, count)
  }
  document.end()
  await ended
  return Buffer.concat(chunks)
}
