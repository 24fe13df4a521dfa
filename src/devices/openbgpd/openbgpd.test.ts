import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseNeighbors, parseRib } from './parse-show.ts'
import { renderSpeaker, type Speaker } from './render-config.ts'

/** What OpenBGPD 7.7 really said, on 2026-11-23. */
const recorded = (name: string): string =>
  readFileSync(new URL(`recorded/7.7-2026-11-23-${name}.json`, import.meta.url), 'utf8')

test('routes that it learned, each from both route servers', () => {
  const routes = parseRib(recorded('show-rib'))
  expect(routes).toHaveLength(2)
  expect(routes[0]).toEqual({ prefix: '198.18.2.0/24', path: [64512], nextHop: '203.0.113.22', valid: true })
  expect(parseRib(recorded('show-rib-nothing'))).toEqual([])
  expect(() => parseRib('{"rib":[{}]}')).toThrow('expected string')
})

test('its sessions', () => {
  const sessions = parseNeighbors(recorded('show-neighbor'))
  expect(sessions.map(({ address }) => address)).toEqual([
    '203.0.113.1',
    '2001:db8:0:1::1',
    '203.0.113.2',
    '2001:db8:0:1::2',
  ])
  expect(new Set(sessions.map(({ state }) => state))).toEqual(new Set(['Established']))
})

const speaker: Speaker = {
  asn: 64511,
  v4: '203.0.113.21',
  v6: '2001:db8:0:1::15',
  prefixes: ['198.18.1.0/24', '2001:db8:101::/48'],
  neighbors: [{ name: 'rs1', asn: 64496, v4: '203.0.113.1', v6: '2001:db8:0:1::1' }],
  socket: '/run/x/s1p1.sock',
}

test('a member’s router, and a collector that only listens', async () => {
  await expect(renderSpeaker(speaker)).toMatchFileSnapshot('golden/member.conf')
  await expect(renderSpeaker({ ...speaker, asn: 64496, prefixes: [] })).toMatchFileSnapshot('golden/collector.conf')
})
