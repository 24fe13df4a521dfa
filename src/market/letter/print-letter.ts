import { encodeQR } from 'qr'
import { type Language, type Word, longDay, say } from '#kernel'
import { A4, type Ink, LEFT, type Paper, RIGHT, color, flow, ink, pairs, printPdf } from '#paper'
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

const WIDTH = RIGHT - LEFT
const HEAD: Ink = { ...ink.title, size: 20 }
const BODY: Ink = { ...ink.body, size: 11 }
/** A telephone reads it at arm's length: 30 mm, with the four modules of quiet that ISO/IEC 18004 asks for. */
const CODE_SIZE = 85
const CODE_X = RIGHT - CODE_SIZE
const QUIET_MODULES = 4

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
    [says(printWords.expires), says(printWords['expires-value'], { day: longDay(letter.expires_on, language) })],
    [says(printWords.use), says(printWords['use-value'])],
  ]
}

/** The check's address for a telephone. */
const drawCode = (paper: Paper, text: string, top: number): void => {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: QUIET_MODULES })
  const module = CODE_SIZE / rows.length
  rows.forEach((row, line) =>
    row.forEach((dark, column) => {
      if (dark) paper.fill(CODE_X + column * module, top + line * module, [module, module], color.ink)
    }),
  )
}

/** Heads, body, facts and the check, from the top down. */
export const drawLetter = (paper: Paper, printed: PrintedLetter): void => {
  const { letter, language, operator } = printed
  const says = (word: Word, values: object = {}): string => say(word, language, values)
  let y = flow(paper, [LEFT, 66, WIDTH], `${operator.name} · ${printed.site}`, ink.section)
  y = flow(paper, [LEFT, y, WIDTH], operator.address, ink.second)
  y = flow(paper, [LEFT, y + 28, WIDTH], `${says(printWords.title)} ${letter.number}`, HEAD)
  if (printed.specimen) y = flow(paper, [LEFT, y, WIDTH], says(printWords.specimen), ink.warn)
  const parties = { issuer: printed.issuer.name, company: printed.company.name }
  y = flow(paper, [LEFT, y + 12, WIDTH], says(printWords.body, parties), BODY)
  y = pairs(paper, y + 22, linesOfLetter(printed), { nameWidth: 140, gap: 10, floor: A4.height - 180 })
  drawCode(paper, printed.address, y + 6)
  const beside = CODE_X - LEFT - 16
  y = flow(paper, [LEFT, y + 22, beside], says(printWords.check), ink.section)
  y = flow(paper, [LEFT, y + 2, beside], says(printWords['check-says']), ink.body)
  y = flow(paper, [LEFT, y + 6, beside], printed.address, ink.identifier)
  flow(paper, [LEFT, y + 14, beside], `${says(printWords.code)} ${letter.code}`, ink.brand)
}

/** The letter as a PDF: who lets whom connect where, once and until when, and where anybody checks it. */
export const printLetter = (printed: PrintedLetter): Promise<Uint8Array> => {
  const { letter, issuer, language, at } = printed
  const title = `${say(printWords.title, language)} ${letter.number}`
  return printPdf({ title, author: issuer.name, language, at }, (paper) => drawLetter(paper, printed))
}
