import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Language } from '#kernel'
import { A4, type Face, type Ink, type Paper } from './paper.ts'
import { type Subset, splitText } from './split-text.ts'

/** Fonts are embedded, from the package itself: no outside host, and the same page everywhere. */
const require = createRequire(import.meta.url)
const FILES: { readonly [F in Face]: readonly [family: string, weight: number] } = {
  regular: ['barlow', 400],
  medium: ['barlow', 500],
  semibold: ['barlow', 600],
  condensed: ['barlow-semi-condensed', 400],
}
const FACES: readonly Face[] = ['regular', 'medium', 'semibold', 'condensed']
const SUBSETS: readonly Subset[] = ['latin', 'latin-ext']

const fontOf = (face: Face, subset: Subset): Buffer => {
  const [family, weight] = FILES[face]
  return readFileSync(require.resolve(`@fontsource/${family}/files/${family}-${subset}-${weight}-normal.woff`))
}

/** Figures of one width that stand on the line. */
const FEATURES: PDFKit.Mixins.OpenTypeFeatures[] = ['tnum', 'lnum', 'kern']
const ACROSS_DEGREES = -52
/** An arrow in parts of the size of the letters around it: no file of the fonts has one. */
const ARROW = { width: 0.95, tip: 0.8, height: 0.28, head: 0.18, stroke: 0.075 } as const

const paperOf = (document: PDFKit.PDFDocument): Paper => {
  const set = ({ face, size }: Ink, subset: Subset) => document.font(`${face}-${subset}`).fontSize(size)
  const widthOf = (text: string, style: Ink, subset: Subset | 'arrow'): number =>
    subset === 'arrow'
      ? style.size * ARROW.width * text.length
      : set(style, subset).widthOfString(text, { features: FEATURES })
  const arrow = (x: number, baseline: number, { size, color }: Ink): void => {
    const [from, to, y, head] = [
      x + size * 0.1,
      x + size * ARROW.tip,
      baseline - size * ARROW.height,
      size * ARROW.head,
    ]
    document.moveTo(from, y).lineTo(to, y)
    document
      .moveTo(to - head, y - head)
      .lineTo(to, y)
      .lineTo(to - head, y + head)
    document
      .lineWidth(size * ARROW.stroke)
      .strokeColor(color)
      .stroke()
  }
  return {
    width: (text, style) => splitText(text).reduce((sum, [part, subset]) => sum + widthOf(part, style, subset), 0),
    text: (x, baseline, text, style) => {
      let at = x
      for (const [part, subset] of splitText(text)) {
        if (subset === 'arrow') arrow(at, baseline, style)
        else
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

export interface Printed {
  readonly title: string
  readonly author: string
  readonly language: Language
  /** When what it says was so; the same drawing at the same instant gives the same bytes. */
  readonly at: Date
}

/** A drawing as a PDF of A4 pages; `foot` draws under each page once it is known how many there are. */
export const printPdf = async (
  { title, author, language, at }: Printed,
  draw: (paper: Paper) => void,
  foot?: (paper: Paper, page: number, pages: number) => void,
): Promise<Uint8Array> => {
  // With its fonts' tables it is a sixth of what a start of the server costs, and most starts print nothing.
  const { default: Pdf } = await import('pdfkit')
  const document = new Pdf({
    size: 'A4',
    margin: 0,
    bufferPages: true,
    lang: language,
    pdfVersion: '1.7',
    displayTitle: true,
    info: { Title: title, Author: author, Creator: 'Vesontio', CreationDate: at },
  })
  const chunks: Buffer[] = []
  const ended = new Promise<void>((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk))
    document.on('end', resolve)
    document.on('error', reject)
  })
  for (const face of FACES)
    for (const subset of SUBSETS) document.registerFont(`${face}-${subset}`, fontOf(face, subset))
  const paper = paperOf(document)
  draw(paper)
  const { start, count } = document.bufferedPageRange()
  for (let page = 0; page < count; page += 1) {
    document.switchToPage(start + page)
    foot?.(paper, page + 1, count)
  }
  document.end()
  await ended
  return Buffer.concat(chunks)
}
