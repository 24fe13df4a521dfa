import { expect, test } from 'vitest'
import { words as billing } from '#billing/words'
import { words as exchange } from '#exchange/words'
import { words as facility } from '#facility/words'
import { words as fibre } from '#fibre/words'
import { marketWords } from '#market/words'
import { peopleWords } from '#people/words'
import { floorWords } from '#postgres/words'
import { telemetryWords } from '#telemetry/words'
import { sayable } from './cli/say-refusal.ts'
import { rooms as shown } from './portal/phrase.ts'
import { allWords } from './vocabulary.ts'

/** What is sold has a longer name on an invoice; and two rooms say of the same AS what is missing. Neither tells values that the other has not. */
const SAID_TWICE = /^(exchange-port|port-\d+g|rack-\w+|asn-contact-unknown)$/

test('no code is said in two rooms: the sentence of the one would be told of the other', () => {
  const rooms = { billing, exchange, facility, fibre, marketWords, peopleWords, floorWords, telemetryWords }
  const told = new Map<string, string>()
  const twice: string[] = []
  for (const [room, words] of Object.entries(rooms))
    for (const code of Object.keys(words)) {
      const other = told.get(code)
      if (other !== undefined && !SAID_TWICE.test(code)) twice.push(`${code}: ${other}, ${room}`)
      told.set(code, room)
    }
  expect(twice).toEqual([])
})

test('whatever a room says stands in the terminal and in the portal as a sentence: a row of an import tells codes of any room', () => {
  // What the database itself refuses is said by the server, never inside an answer.
  const unsaid = Object.keys(allWords)
    .filter((code) => !(code in floorWords))
    .filter((code) => !(code in sayable) || !shown.some((words) => code in words))
  expect(unsaid).toEqual([])
})
