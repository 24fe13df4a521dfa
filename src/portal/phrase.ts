import { type Language, say, type Word } from '#kernel'
import { words as billing } from '#billing/words'
import { words as exchange } from '#exchange/words'
import { words as facility } from '#facility/words'
import { words as fibre } from '#fibre/words'
import { marketWords } from '#market/words'
import { peopleWords } from '#people/words'
import { telemetryWords } from '#telemetry/words'

/** A code of a room and its values, as the contract carries them. */
export interface Phrase {
  readonly code: string
  readonly [value: string]: unknown
}

export const rooms: readonly { readonly [code: string]: Word }[] = [
  marketWords,
  facility,
  exchange,
  billing,
  telemetryWords,
  peopleWords,
  fibre,
]

/** The sentence of a code, from the words of the rooms; a code that no room says is shown as it is, so that it is seen. */
export const sentence = (phrase: Phrase, language: Language): string => {
  for (const words of rooms) {
    const word = words[phrase.code]
    if (word) return say(word, language, phrase)
  }
  return phrase.code
}

/** The label of a step, a proof, a thing held or an item of the price list. */
export const label = (code: string, language: Language): string => sentence({ code }, language)
export const stepLabel = (name: string, language: Language): string => sentence({ code: `step-${name}` }, language)
export const holdLabel = (kind: string, language: Language): string => sentence({ code: `hold-${kind}` }, language)
