import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

const ASSETS = 'dist/portal/assets'
const KB = 1000

const names = readdirSync(ASSETS).filter((name) => name.endsWith('.js'))
const chunk = (begin: string): string => names.find((name) => new RegExp(`^${begin}-[\\w-]{8}\\.js$`).test(name)) ?? ''

/** What a browser fetches for these chunks: they, and what they import before they can run. */
const reached = (...begin: readonly string[]): ReadonlyMap<string, string> => {
  const seen = new Map<string, string>()
  const go = (name: string): void => {
    if (seen.has(name)) return
    const code = readFileSync(`${ASSETS}/${name}`, 'utf8')
    seen.set(name, code)
    for (const [, next = ''] of code.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) go(next)
  }
  for (const name of begin) go(name)
  return seen
}
const entry = /\/assets\/(index-[\w-]+\.js)/.exec(readFileSync('dist/portal/index.html', 'utf8'))?.[1] ?? ''
const ZOD = /invalid_type/

test.each([
  ['today-page', 265],
  ['work-page', 265],
  ['work-order-page', 265],
  ['plan-page', 230],
])('%s comes with less than %i kB, and without the shapes that only the server judges by', (page, most) => {
  const found = reached(entry, chunk('signed-in'), chunk(page))
  expect(found.size).toBeGreaterThan(10)
  const bytes = [...found.values()].reduce((sum, code) => sum + gzipSync(code).length, 0)
  expect(Math.round(bytes / KB)).toBeLessThan(most)
  expect([...found].filter(([, code]) => ZOD.test(code)).map(([name]) => name)).toEqual([])
})

test('a draft is still judged by its shape before it is sent, where it is written', () => {
  const found = reached(entry, chunk('signed-in'), chunk('new-order-page'))
  expect([...found.values()].some((code) => ZOD.test(code))).toBe(true)
})
