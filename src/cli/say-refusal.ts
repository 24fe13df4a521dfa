import { words as billing } from '#billing/words'
import { words as exchange } from '#exchange/words'
import { words as facility } from '#facility/words'
import { words as fibre } from '#fibre/words'
import { type Language, type Word, say } from '#kernel'
import { marketWords } from '#market/words'
import { peopleWords } from '#people/words'
import { telemetryWords } from '#telemetry/words'

/** What the terminal can say: the words of every room. */
export const sayable: Readonly<Record<string, Word>> = {
  ...peopleWords,
  ...facility,
  ...fibre,
  ...exchange,
  ...marketWords,
  ...billing,
  ...telemetryWords,
}

/** The sentence of a code that stands inside an answer (a line that was refused, what a line waits for). */
export const sentenceOf = (
  what: { readonly code: string; readonly [value: string]: unknown },
  language: Language,
): string => {
  const word = sayable[what.code]
  return word ? say(word, language, what) : what.code
}
