import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readReplies, type Reply } from './control-socket.ts'
import { parseConfigured, parseGeneration, parseSessions } from './parse-show.ts'

/** What BIRD 2.0.12 really said, on 2026-11-23. */
const said = (name: string): string =>
  readFileSync(new URL(`recorded/2.0.12-2026-11-23-${name}.txt`, import.meta.url), 'utf8')
const recorded = (name: string): Reply => readReplies()(said(name))[0] ?? []

test('the generation, of ours and of a configuration that is not', () => {
  expect(parseGeneration(recorded('eval-generation'))).toBe(4)
  expect(parseGeneration(recorded('eval-unknown'))).toBeNull()
  expect(() => parseGeneration([])).toThrow('no generation')
})

test('what it thinks of a configuration', () => {
  expect(parseConfigured(recorded('configure'))).toBeNull()
  expect(parseConfigured(recorded('configure-check'))).toBeNull()
  expect(parseConfigured(recorded('configure-refused'))).toContain(':153:1 syntax error')
  expect(() => parseConfigured(recorded('eval-generation'))).toThrow('no verdict')
})

test('sessions that are up, waiting, and cut off for saying too much', () => {
  const sessions = parseSessions(recorded('show-protocols-all'))
  expect(sessions).toHaveLength(8)
  expect(sessions.find(({ address }) => address === '203.0.113.21')).toEqual({
    asn: 64511,
    family: 4,
    address: '203.0.113.21',
    state: 'established',
    since: new Date('2026-11-23T17:39:31Z'),
    imported: 1,
    filtered: 1,
    exported: 0,
    lastError: null,
  })
  expect(sessions.find(({ address }) => address === '203.0.113.22')).toMatchObject({
    state: 'down',
    imported: null,
    lastError: 'Automatic shutdown: Route limit exceeded',
  })
  expect(sessions.find(({ address }) => address === '2001:db8:0:1::17')).toMatchObject({
    family: 6,
    state: 'down',
    asn: 64513,
  })
})

test('a reply is whole however the stream is cut', () => {
  const text = said('show-protocols-all')
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), (size) => {
      const read = readReplies()
      const replies: Reply[] = []
      for (let at = 0; at < text.length; at += size) replies.push(...read(text.slice(at, at + size)))
      expect(replies).toEqual([recorded('show-protocols-all')])
    }),
    { numRuns: 30 },
  )
})

test('what the protocol does not know is no reply', () => {
  expect(() => readReplies()('hello\n')).toThrow('without a code')
  expect(() => parseSessions(recorded('configure'))).toThrow('ended with 3')
})
