import { words as facility } from '#facility/words'
import { type Language, type Word, longDay, say } from '#kernel'
import { marketWords } from '../../words.ts'
import type { InstrumentRead } from '../../work-order/instrument.ts'
import { sameValues } from '../same-values.ts'
import { changeNoteWords as w } from './words.ts'

/** What was shown of the change: read by whom, or by which device, with which tool. */
export interface Shown {
  readonly proof: string
  readonly value: string
  readonly unit: string | null
  readonly by: string | null
  readonly device: string | null
  /** What it was read with; null: nothing was named. */
  readonly instrument: InstrumentRead | null
  /** Codes of the tools that its work order named. */
  readonly tools: readonly string[]
  readonly at: Date
}

export interface ChangeNote {
  readonly customer: string
  readonly language: Language
  readonly zone: string
  readonly service: string
  readonly order: string
  readonly engagement: string | null
  readonly before: object
  readonly after: object
  /** Kinds and labels. */
  readonly takes: readonly { readonly kind: string; readonly label: string }[]
  readonly leaves: readonly { readonly kind: string; readonly label: string }[]
  readonly monthlyBefore: number
  readonly monthlyAfter: number
  /** First day billed at the new price; null: the day of the handover, which is still to come. */
  readonly from: string | null
  readonly shown: readonly Shown[]
}

const MICRO_EUROS = 1_000_000
const WATTS_PER_KILOWATT = 1000

const among = (words: Readonly<Record<string, Word>>, code: string): Word | undefined =>
  Object.entries(words).find(([name]) => name === code)?.[1]

/** What a parameter is called and how its value reads, in the customer's language; one that has no word is told as it is. */
const parameterOf = (name: string, value: unknown, language: Language): readonly [string, string] => {
  const word = among(w, name)
  const said = word ? say(word, language, {}) : name
  if (value === undefined || value === null) return [said, say(w.nothing, language, {})]
  if (typeof value === 'boolean') return [said, say(value ? w.yes : w.no, language, {})]
  if (name === 'watts' && typeof value === 'number')
    return [
      said,
      `${new Intl.NumberFormat(language, { maximumFractionDigits: 3 }).format(value / WATTS_PER_KILOWATT)}\u00A0kW`,
    ]
  if (Array.isArray(value)) return [said, value.length === 0 ? say(w.nothing, language, {}) : value.join(', ')]
  if (typeof value === 'object') return [said, wishesOf(value, language)]
  const of = typeof value === 'string' ? among(w, value) : undefined
  return [said, of ? say(of, language, {}) : String(value)]
}

/** A place or an end by what is said of it; what is not wished for says nothing. */
const wishesOf = (value: object, language: Language): string => {
  const said = Object.entries(value).flatMap(([name, one]: [string, unknown]): readonly string[] => {
    if (one === undefined || one === null || one === false) return []
    const word = among(w, `of-${name}`)
    const called = word ? say(word, language, {}) : name
    // A handle or a number is told as it is: a row may be called as an end is.
    return [one === true ? called : `${called} ${typeof one === 'object' ? JSON.stringify(one) : String(one)}`]
  })
  return said.length === 0 ? say(w.nothing, language, {}) : said.join(', ')
}

/** Only what differs; wishes of a place (the nearest row, no neighbour) by their own names. */
const differences = (
  before: object,
  after: object,
): readonly (readonly [name: string, before: unknown, after: unknown])[] => {
  const [old, now] = [new Map<string, unknown>(Object.entries(before)), new Map<string, unknown>(Object.entries(after))]
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((name) => !sameValues({ is: old.get(name) }, { is: now.get(name) }))
    .map((name) => [name, old.get(name), now.get(name)] as const)
}

const nameOf = (code: string, language: Language): string => {
  const word = among(marketWords, code)
  return word ? say(word, language, {}) : code
}

/** Power that joins what the place carries already is no thing of its own. */
const isRoom = ({ kind }: { readonly kind: string }): boolean => kind === 'power'

/** Pure: the lines of the note, in order, as pairs of a name and what is said of it. */
export const linesOfChangeNote = (note: ChangeNote): readonly (readonly [name: string, value: string])[] => {
  const { language } = note
  const says = (word: Word, values: object = {}): string => say(word, language, values)
  const instant = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone: note.zone })
  const money = new Intl.NumberFormat(language, { style: 'currency', currency: 'EUR' })
  const hold = (word: Word) => (of: { readonly kind: string; readonly label: string }) =>
    [says(word, { what: nameOf(`hold-${of.kind}`, language) }), of.label] as const
  return [
    [says(w.customer), note.customer],
    [says(w.service), note.service],
    [says(w.order), note.order],
    ...(note.engagement === null ? [] : [[says(w.engagement), note.engagement] as const]),
    ...differences(note.before, note.after).map(([name, before, after]) => {
      const [called, was] = parameterOf(name, before, language)
      return [called, says(w.moved, { before: was, after: parameterOf(name, after, language)[1] })] as const
    }),
    ...note.leaves.filter((one) => !isRoom(one)).map(hold(w.left)),
    ...note.takes.filter((one) => !isRoom(one)).map(hold(w.taken)),
    [says(w['price-before']), money.format(note.monthlyBefore / MICRO_EUROS)],
    [says(w['price-after']), money.format(note.monthlyAfter / MICRO_EUROS)],
    [says(w.from), note.from === null ? says(w['from-handover']) : longDay(note.from, language)],
    ...note.shown.map(({ proof, value, unit, by, device, instrument, tools, at }): readonly [string, string] => [
      nameOf(proof, language),
      [
        `${value === 'true' ? says(w.yes) : value}${unit === null ? '' : ` ${unit}`}`,
        ...[by, device].filter((one) => one !== null),
        // A figure says by which instrument it was read; where none was named, with which tools people went there.
        ...(instrument
          ? [says(facility['instrument-read'], instrument)]
          : unit === null
            ? []
            : tools.map((code) => nameOf(code, language))),
        instant.format(at),
      ].join(', '),
    ]),
  ]
}
