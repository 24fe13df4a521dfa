import type { Word } from '#kernel'
import { words as billing } from '#billing/words'
import { words as exchange } from '#exchange/words'
import { words as facility } from '#facility/words'
import { words as fibre } from '#fibre/words'
import { marketWords } from '#market/words'
import { peopleWords } from '#people/words'
import { floorWords } from '#postgres/words'
import { telemetryWords } from '#telemetry/words'

/** Every room's words: a refusal's sentence is found by its code, and a code says the same in every room. */
export const allWords: Readonly<Record<string, Word>> = {
  ...floorWords,
  ...telemetryWords,
  ...peopleWords,
  ...facility,
  ...fibre,
  ...exchange,
  ...marketWords,
  ...billing,
}
