import { expect, test } from 'vitest'
import { asked, suggest } from './suggest.ts'

const names = ['order', 'order show', 'service show', 'service cease', 'import ixf', 'work list']

test.each([
  [['ordre'], ['order', 'order show']],
  [['services'], ['service show', 'service cease']],
  [
    ['service', 'sow'],
    ['service show', 'service cease'],
  ],
  [['ixf'], ['import ixf']],
  [['xy'], []],
  [[], []],
])('%j was perhaps %j', (typed, found) => {
  expect(suggest(typed, names)).toEqual(found)
})

test('help is given of a noun, or of one command; what stands behind it is no part of its name', () => {
  const all = names.map((name) => ({ name }))
  const found = (...words: string[]) => asked(words, all).map(({ name }) => name)
  expect(found('service')).toEqual(['service show', 'service cease'])
  expect(found('order', 'show', 'BES-O-2026-00001')).toEqual(['order show'])
  expect(found('order', 'file.yaml')).toEqual(['order', 'order show'])
  expect(found('nothing')).toEqual([])
})
