import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Language } from '#kernel'

/** A note that both parties sign, as lines of a name and what is said of it; every text in the language of the customer. */
export interface Note {
  readonly title: string
  readonly customer: string
  readonly operator: string
  readonly site: string
  readonly language: Language
  /** A twin's paper hands nothing over, and says so. */
  readonly specimen: string | null
  readonly lines: readonly (readonly [name: string, value: string])[]
  /** What stands above the signatures. */
  readonly signatures: string
  readonly at: Date
}

/** Fonts are embedded, from the package itself: no outside host, and the same page everywhere. */
const require = createRequire(import.meta.url)
const fontOf = (subset: 'latin' | 'latin-ext', weight: 400 | 600): Buffer =>
  readFileSync(require.resolve(`@fontsource/barlow/files/barlow-${subset}-${weight}-normal.woff`))
const LATIN = /^[\u0020-\u007E\u00A0-\u00FF\u0152\u0153\u2000-\u206F\u20AC\u2212]$/u

const LEFT = 56
const WIDTH = 483
const VALUE_X = 236

/** The note as a PDF, with room for two signatures. */
export const drawNote = async (note: Note): Promise<Uint8Array> => {
  const { default: Pdf } = await import('pdfkit')
  const document = new Pdf({
    size: 'A4',
    margin: LEFT,
    lang: note.language,
    pdfVersion: '1.7',
    displayTitle: true,
    info: { Title: note.title, Author: note.operator, Creator: 'Vesontio', CreationDate: note.at },
  })
  const chunks: Buffer[] = []
  const ended = new Promise<void>((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk))
    document.on('end', resolve)
    document.on('error', reject)
  })
  for (const weight of [400, 600] as const)
    for (const subset of ['latin', 'latin-ext'] as const)
      document.registerFont(`${subset} ${weight}`, fontOf(subset, weight))
  const write = (
    text: string,
    at: readonly [x: number, y: number, width: number],
    weight: 400 | 600,
    size: number,
  ): number => {
    const subset = [...text].every((letter) => LATIN.test(letter)) ? 'latin' : 'latin-ext'
    document.font(`${subset} ${weight}`).fontSize(size).fillColor('#1b1f24').text(text, at[0], at[1], { width: at[2] })
    return document.y
  }
  let y = write(`${note.operator} · ${note.site}`, [LEFT, 56, WIDTH], 400, 10)
  y = write(note.title, [LEFT, y + 12, WIDTH], 600, 18)
  if (note.specimen !== null) y = write(note.specimen, [LEFT, y + 4, WIDTH], 600, 11)
  y += 14
  for (const [name, value] of note.lines) {
    if (y > 700) {
      document.addPage()
      y = LEFT
    }
    const under = write(name, [LEFT, y, VALUE_X - LEFT - 12], 400, 9.5)
    y = Math.max(under, write(value, [VALUE_X, y, LEFT + WIDTH - VALUE_X], 600, 9.5)) + 5
  }
  y = write(note.signatures, [LEFT, y + 24, WIDTH], 400, 9.5)
  for (const x of [LEFT, LEFT + 260])
    document
      .moveTo(x, y + 60)
      .lineTo(x + 220, y + 60)
      .lineWidth(0.7)
      .strokeColor('#1b1f24')
      .stroke()
  write(note.operator, [LEFT, y + 66, 220], 400, 9)
  write(note.customer, [LEFT + 260, y + 66, 220], 400, 9)
  document.end()
  await ended
  return Buffer.concat(chunks)
}
