import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { languages } from '../src/kernel/words.ts'
import { allUses, allWords, renderRefusals, sample, usesIn } from './refusals.ts'
import { house, isTest, listFiles, read } from './sources.ts'

const uses = allUses()
const words = await allWords()

test('codes are found in refusals and in promises of routes, also where one of two is chosen', () => {
  const text = `
    const a = refuse({ code: 'fabric-full', free: 0 })
    const b = refuse({ code: late ? 'quote-expired' : 'quote-spent' })
    route({ refusals: ['not-a-signatory'], summary: 'code: no-code-here' })`
  expect(usesIn('planted.ts', text).map(({ code, kind }) => `${code} ${kind}`)).toEqual([
    'fabric-full refused',
    'quote-expired refused',
    'quote-spent refused',
    'not-a-signatory promised',
  ])
})

test('every code has its sentence', () => {
  const keys = new Set(words.map(({ key }) => key))
  const wordless = uses.filter(({ code }) => !keys.has(code))
  expect(wordless.map(({ code, path }) => `${code} (${path})`)).toEqual([])
})

test('what a route promises to refuse, something refuses', () => {
  const text = listFiles()
    .filter((path) => /^src\/.*\.ts$/.test(path) && !isTest(path) && !/(contract|words)\.ts$/.test(path))
    .map(read)
    .join('\n')
  const idle = uses.filter(({ kind, code }) => kind === 'promised' && !text.includes(`'${code}'`))
  expect(idle.map(({ code, path }) => `${code} (${path})`)).toEqual([])
})

test('every word is said somewhere', () => {
  const sources = listFiles().filter((path) => /^src\/.*\.tsx?$/.test(path) && !isTest(path))
  const text = sources
    .filter((path) => !path.endsWith('words.ts'))
    .map(read)
    .join('\n')
  const all = sources.map(read).join('\n')
  // `step-${name}` says every word that begins so; a sentence may say another word's name.
  const isComposed = (key: string) =>
    Array.from(key, (_, last) => key.slice(0, last + 1)).some(
      (start) => start.length > 2 && all.includes(`\`${start}\${`),
    )
  const isSaid = (key: string) =>
    text.includes(`'${key}'`) || text.includes(`.${key}`) || text.includes(`${key}:`) || isComposed(key)
  const unsaid = words.filter(({ key }) => !isSaid(key))
  expect(unsaid.map(({ room, key }) => `${key} (${room})`)).toEqual([])
})

test('French is written as French is: ’ for the apostrophe, and a space that does not break before : ; ! ? »', async () => {
  const faulty = (await allWords(/^src\/(?!kernel\/).*words\.ts$/))
    .map(({ room, key, word }) => ({ room, key, text: sample(word, 'fr') }))
    .filter(
      ({ text }) =>
        /[a-zé]'[a-zéhà]/i.test(text) ||
        /[^\u00a0\u202f:/][;!?»]|[^\u00a0\u202f\d:]:(?=\s)|«[^\u00a0\u202f]/.test(text),
    )
  expect(faulty.map(({ room, key, text }) => `${room} ${key}: ${text}`)).toEqual([])
})

test('no sentence is empty, and none shows a value that is not there', () => {
  for (const { room, key, word } of words)
    for (const language of languages) {
      const text = sample(word, language)
      expect(text.trim(), `${room} ${key} ${language}`).not.toBe('')
      expect(text, `${room} ${key} ${language}`).not.toMatch(/undefined|\[object/)
    }
})

test('docs/refusals.md says what the sources say (npm run golden)', () => {
  const path = 'docs/refusals.md'
  expect(existsSync(join(house, path))).toBe(true)
  expect(read(path)).toBe(renderRefusals(uses, words))
})
