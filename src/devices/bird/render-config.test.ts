import { expect, test } from 'vitest'
import type { WishedPeer, WishedRouteServer } from '#exchange/ports'
import { admittedBogonAsns } from './bogon-asns.ts'
import { protocolName, renderConfig, type RenderOptions } from './render-config.ts'

const options: RenderOptions = {
  logFile: '/run/x/rs1.log',
  listeners: [{ name: 'collector', asn: 64500, v4: '198.51.100.9', v6: '2001:db8:100::9' }],
  waitSeconds: [1, 5],
}
const peer = (asn: number, host: number, prefixes: readonly string[]): WishedPeer => ({
  serviceId: `0190a0b0-0000-7000-8000-0000000000${host}`,
  asn,
  v4: `198.51.100.${host}`,
  v6: `2001:db8:100::${host}`,
  prefixes,
  maxPrefixV4: 50,
  maxPrefixV6: 20,
})
const wish: WishedRouteServer = {
  asn: 64500,
  routerId: '198.51.100.1',
  v4: '198.51.100.1',
  v6: '2001:db8:100::1',
  lanV4: '198.51.100.0/24',
  lanV6: '2001:db8:100::/64',
  bogons: ['0.0.0.0/0', '10.0.0.0/8', '192.168.0.0/16', '::/0', 'fc00::/7'],
  peers: [
    peer(64511, 22, []),
    peer(64501, 21, ['203.0.113.0/24', '192.0.0.0/22', '203.0.113.0/26', '2001:db8:501::/48']),
  ],
  generation: 42,
}

test('a route server of two members, one without registered prefixes', async () => {
  await expect(renderConfig(wish, options)).toMatchFileSnapshot('golden/two-members.conf')
})

test('who registered nothing gets nothing in', () => {
  const text = renderConfig({ ...wish, peers: [peer(64511, 22, [])] }, options)
  expect(text).not.toContain('OWN_')
  expect(text.slice(text.indexOf('protocol bgp as64511_v4')).match(/import none;/g)).toHaveLength(2)
})

test('the order in which members are wished does not matter', () => {
  expect(renderConfig({ ...wish, peers: wish.peers.toReversed() }, options)).toBe(renderConfig(wish, options))
})

test('a thousand members share one function', () => {
  const peers = Array.from({ length: 1000 }, (_, at) => ({
    ...peer(100_000 + at, 20, ['203.0.113.0/24']),
    v4: `198.18.${at >> 8}.${at & 255}`,
    v6: `2001:db8:100::${at.toString(16)}`,
  }))
  expect(renderConfig({ ...wish, peers }, options).match(/^function /gm)).toHaveLength(1)
})

test('a name that BIRD takes, for the longest number and address', () => {
  const name = protocolName(4_294_967_294, '2001:0db8:1000:2000:3000:4000:5000:6000')
  expect(name).toMatch(/^[a-z][a-z0-9_]{0,59}$/)
})

test('numbers that the exchange admitted are no bogons, their neighbours stay so', () => {
  const ranges = admittedBogonAsns([64501, 64496, 4_294_967_294])
  const isBogon = (asn: number): boolean => ranges.some(([from, to]) => asn >= from && asn <= to)
  expect([64501, 64496, 4_294_967_294].map(isBogon)).toEqual([false, false, false])
  expect([0, 64497, 64500, 64502, 65535, 131_071, 4_294_967_293, 4_294_967_295].every(isBogon)).toBe(true)
  expect([1, 64495, 131_072, 4_199_999_999].some(isBogon)).toBe(false)
})
