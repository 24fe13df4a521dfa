import { type Language, say, type Word } from '#kernel'
import { words as exchange } from '#exchange/words'

/** A code of a room and its values, as the contract carries them. */
export interface Phrase {
  readonly code: string
  readonly [value: string]: unknown
}

const rooms: readonly { readonly [code: string]: Word }[] = [exchange]

/** The sentence of a code, from the words of the rooms; a code that no room says is shown as it is, so that it is seen. */
export const sentence = (phrase: Phrase, language: Language): string => {
  for (const words of rooms) {
    const word = words[phrase.code]
    if (word) return say(word, language, phrase)
  }
  return phrase.code
}

/** Does a room have a word for this code? */
export const isSaid = (code: string): boolean => rooms.some((words) => words[code] !== undefined)
