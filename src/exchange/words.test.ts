import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { languages, say } from '#kernel'
import { words } from './words.ts'

const room = import.meta.dirname
const sources = readdirSync(room, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !/\.test\.ts$|^site-|\/site-/.test(name))
  .map((name) => readFileSync(join(room, name), 'utf8'))
const refused = new Set(
  sources.flatMap((text) => [...text.matchAll(/refuse\(\{ code: '([a-z0-9-]+)'/g)].map(([, code]) => code ?? '')),
)

test('each refusal of the room has its words', () => {
  expect(refused.size).toBeGreaterThan(15)
  expect([...refused].filter((code) => !(code in words))).toEqual([])
})

test('each word is said in both languages, and French keeps its signs', () => {
  // Whatever value a sentence asks for.
  const values = new Proxy({}, { get: (_, name) => `<${String(name)}>` })
  for (const word of Object.values(words)) {
    for (const language of languages) expect(say(word, language, values)).toMatch(/^[^']+$/)
    expect(say(word, 'fr', values)).not.toMatch(/ [:;!?»]|« /)
  }
})
