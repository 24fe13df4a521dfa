import { words as facility } from '#facility/words'
import { type Language, say, type Word } from '#kernel'
import { printNote as print } from '../../delivery/draw-note.ts'
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
    ...shown.map(({ proof, value, unit, by, instrument, at }): readonly [string, string] => [
      nameOf(proof, language),
      [
        `${value === 'true' ? says(noteWords.yes) : value}${unit ? ` ${unit}` : ''}`,
        ...(by ? [by] : []),
        ...(instrument ? [says(facility['instrument-read'], instrument)] : []),
        instant.format(at),
      ].join(', '),
    ]),
  ]
}

/** The handover note as a PDF: what stands where, what was read by whom and when, and room for two signatures. */
export const printNote = (note: HandoverNote): Promise<Uint8Array> => {
  const says = (word: Word, values: object = {}): string => say(word, note.language, values)
  return print({
    ...note,
    title: says(noteWords.title, { service: note.standing.service }),
    specimen: note.specimen ? says(noteWords.specimen) : null,
    lines: linesOfNote(note),
    signatures: says(noteWords.signatures),
  })
}
