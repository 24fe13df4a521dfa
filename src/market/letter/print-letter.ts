import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Language, type Word, say } from '#kernel'
import type { LetterWire } from './contract.ts'
import { printWords } from './print-words.ts'
import type { PrintedParty } from './shown/store.ts'

export interface PrintedLetter {
  readonly letter: LetterWire
  readonly issuer: PrintedParty
  readonly company: PrintedParty
  readonly site: string
  readonly operator: PrintedParty
  readonly language: Language
  /** A twin's letter authorises nothing. */
  readonly specimen: boolean
  readonly zone: string
  readonly at: Date
  /** Where anybody checks it. */
  readonly address: string
}

/** Fonts are embedded, from the package itself: no outside host, and the same page everywhere. */
const require = createRequire(import.meta.url)
const fontOf = (subset: 'latin' | 'latin-ext', weight: 400 | 600): Buffer =>
  readFileSync(require.resolve(`@fontsource/barlow/files/barlow-${subset}-${weight}-normal.woff`))
const LATIN = /^[\u0020-\u007E\u00A0-\u00FF\u0152\u0153\u2000-\u206F\u20AC\u2212]$/u

const LEFT = 56
const WIDTH = 483
const VALUE_X = 196
const INK = '#15191d'

const partyText = ({ name, address, siret }: PrintedParty): string =>
  [name, address, siret === null ? '' : `SIRET ${siret}`].filter((part) => part !== '').join('\n')

const mediaWord = (media: string): Word | null =>
  Object.entries(printWords).find(([name]) => name === `media-${media}`)?.[1] ?? null

/** Pure: the lines of the letter in their order, as pairs of a name and what is said of it. */
export const linesOfLetter = (printed: PrintedLetter): readonly (readonly [name: string, value: string])[] => {
  const { letter, language, zone } = printed
  const says = (word: Word, values: object = {}): string => say(word, language, values)
  const locale = language === 'en' ? 'en-GB' : 'fr-FR'
  const instant = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: zone })
  // A date is the site's day already: said without a zone moving it.
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  const at = instant.format(new Date(letter.issued_at))
  const media = mediaWord(letter.media)
  return [
    [says(printWords.issuer), partyText(printed.issuer)],
    [says(printWords.company), partyText(printed.company)],
    [says(printWords.site), `${printed.site}, ${printed.operator.name}`],
    [says(printWords.label), letter.label],
    [says(printWords.connector), letter.connector],
    [says(printWords.media), media ? says(media) : letter.media],
    ...(letter.answers ? [[says(printWords.answers), says(printWords['answers-value'], letter.answers)] as const] : []),
    [
      says(printWords.issued),
      letter.issued_by === null ? at : says(printWords['issued-value'], { at, by: letter.issued_by }),
    ],
    [says(printWords.expires), says(printWords['expires-value'], { day: day.format(new Date(letter.expires_on)) })],
    [says(printWords.use), says(printWords['use-value'])],
  ]
}

type Write = (
  text: string,
  at: readonly [x: number, y: number, width: number],
  weight: 400 | 600,
  size: number,
) => number

/** Heads, body, facts and the check, from the top down. */
const draw = (printed: PrintedLetter, write: Write, rule: (y: number) => void): void => {
  const { letter, language, operator } = printed
  const says = (word: Word, values: object = {}): string => say(word, language, values)
  let y = write(`${operator.name} · ${printed.site}`, [LEFT, 56, WIDTH], 600, 11)
  y = write(operator.address, [LEFT, y + 1, WIDTH], 400, 9.5)
  y = write(`${says(printWords.title)} ${letter.number}`, [LEFT, y + 26, WIDTH], 600, 20)
  if (printed.specimen) y = write(says(printWords.specimen), [LEFT, y + 4, WIDTH], 600, 12)
  const parties = { issuer: printed.issuer.name, company: printed.company.name }
  y = write(says(printWords.body, parties), [LEFT, y + 14, WIDTH], 400, 11) + 18
  for (const [name, value] of linesOfLetter(printed)) {
    rule(y - 5)
    const under = write(name, [LEFT, y, VALUE_X - LEFT - 12], 400, 10)
    y = Math.max(under, write(value, [VALUE_X, y, LEFT + WIDTH - VALUE_X], 600, 10)) + 10
  }
  rule(y - 5)
  y = write(says(printWords.check), [LEFT, y + 22, WIDTH], 600, 12)
  y = write(says(printWords['check-says']), [LEFT, y + 4, WIDTH], 400, 10)
  y = write(printed.address, [LEFT, y + 8, WIDTH], 600, 10)
  write(`${says(printWords.code)} ${letter.code}`, [LEFT, y + 4, WIDTH], 600, 13)
}

/** The letter as a PDF: who lets whom connect where, once and until when, and where anybody checks it. */
export const printLetter = async (printed: PrintedLetter): Promise<Uint8Array> => {
  const { default: Pdf } = await import('pdfkit')
  const document = new Pdf({
    size: 'A4',
    margin: LEFT,
    lang: printed.language,
    pdfVersion: '1.7',
    displayTitle: true,
    info: {
      Title: `${say(printWords.title, printed.language)} ${printed.letter.number}`,
      Author: printed.issuer.name,
      Creator: 'Vesontio',
      CreationDate: printed.at,
    },
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
  const write: Write = (text, [x, y, width], weight, size) => {
    const subset = [...text.replaceAll('\n', '')].every((letter) => LATIN.test(letter)) ? 'latin' : 'latin-ext'
    document.font(`${subset} ${weight}`).fontSize(size).fillColor(INK).text(text, x, y, { width })
    return document.y
  }
  const rule = (y: number): void => {
    document
      .moveTo(LEFT, y)
      .lineTo(LEFT + WIDTH, y)
      .lineWidth(0.5)
      .strokeColor('#d9d6cb')
      .stroke()
  }
  draw(printed, write, rule)
  document.end()
  await ended
  return Buffer.concat(chunks)
}
