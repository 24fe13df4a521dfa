import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Language, say, type Word } from '#kernel'
import { marketWords } from '../../words.ts'
import { noteWords } from './words.ts'
import type { RackSpaceParameters } from './parameters.ts'
import type { Shown } from './store.ts'
import type { Standing } from './work.ts'

export interface HandoverNote {
  readonly customer: string
  readonly operator: string
  readonly site: string
  readonly language: Language
  readonly standing: Standing
  readonly sides: RackSpaceParameters['sides']
  readonly order: string
  /** A twin's paper hands nothing over. */
  readonly specimen: boolean
  readonly zone: string
  readonly shown: readonly Shown[]
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

const wordOf = (code: string): Word | null => Object.entries(marketWords).find(([name]) => name === code)?.[1] ?? null

const nameOf = (code: string, language: Language): string => {
  const word = wordOf(code)
  return word ? say(word, language, {}) : code
}

/** Pure: the lines of the note, in order, as pairs of a name and what is said of it. */
export const linesOfNote = (note: HandoverNote): readonly (readonly [name: string, value: string])[] => {
  const { language, standing, shown, zone } = note
  const says = (word: Word, values: object = {}): string => say(word, language, values)
  const instant = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone: zone })
  return [
    [says(noteWords.customer), note.customer],
    [says(noteWords.order), note.order],
    [says(noteWords.place), `${standing.compartment.roomName}, ${standing.label}`],
    [says(noteWords.power), says(noteWords['power-value'], { watts: standing.watts, sides: note.sides })],
    ...standing.circuits.map(({ side, way, feed }): readonly [string, string] => [
      says(noteWords.circuit, { side }),
      `${way.handle} → ${feed.handle}, ${feed.voltageV ?? '?'} V, ${feed.breakerA ?? '?'} A, ${feed.phase ?? 'L1 L2 L3'}`,
    ]),
    ...shown.map(({ proof, value, unit, by, at }): readonly [string, string] => [
      nameOf(proof, language),
      `${value === 'true' ? says(noteWords.yes) : value}${unit ? ` ${unit}` : ''}${by ? `, ${by}` : ''}, ${instant.format(at)}`,
    ]),
  ]
}

/** The handover note as a PDF: what stands where, what was read by whom and when, and room for two signatures. */
export const printNote = async (note: HandoverNote): Promise<Uint8Array> => {
  const { default: Pdf } = await import('pdfkit')
  const says = (word: Word, values: object = {}): string => say(word, note.language, values)
  const title = says(noteWords.title, { service: note.standing.service })
  const document = new Pdf({
    size: 'A4',
    margin: LEFT,
    lang: note.language,
    pdfVersion: '1.7',
    displayTitle: true,
    info: { Title: title, Author: note.operator, Creator: 'Vesontio', CreationDate: note.at },
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
  y = write(title, [LEFT, y + 12, WIDTH], 600, 18)
  if (note.specimen) y = write(says(noteWords.specimen), [LEFT, y + 4, WIDTH], 600, 11)
  y += 14
  for (const [name, value] of linesOfNote(note)) {
    if (y > 700) {
      document.addPage()
      y = LEFT
    }
    const under = write(name, [LEFT, y, VALUE_X - LEFT - 12], 400, 9.5)
    y = Math.max(under, write(value, [VALUE_X, y, LEFT + WIDTH - VALUE_X], 600, 9.5)) + 5
  }
  y = write(says(noteWords.signatures), [LEFT, y + 24, WIDTH], 400, 9.5)
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
