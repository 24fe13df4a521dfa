import fc from 'fast-check'
import { isIPv6 } from 'node:net'
import { expect, test } from 'vitest'
import { formatV4, formatV6, parsePrefix, parseV4, parseV6, prefixOf, within } from './address.ts'

test('v4 addresses go there and back', () => {
  fc.assert(
    fc.property(fc.ipV4(), (text) => {
      expect(formatV4(parseV4(text) ?? -1)).toBe(text)
    }),
  )
})

test('v6 addresses go there and back, and one address has one text', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), (value) => {
      const text = formatV6(value)
      expect(isIPv6(text)).toBe(true)
      expect(parseV6(text)).toBe(value)
    }),
  )
})

test.each([
  ['2001:db8:0:0:0:0:0:1', '2001:db8::1'],
  ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
  ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['0:0:0:0:0:0:0:0', '::'],
])('%s is written %s (RFC 5952)', (text, written) => expect(formatV6(parseV6(text) ?? -1n)).toBe(written))

test.each(['', '1.2.3', '1.2.3.4.5', '01.2.3.4', '256.1.1.1', 'a.b.c.d', ' 1.2.3.4'])('%j is no v4 address', (text) =>
  expect(parseV4(text)).toBeNull(),
)
test.each(['', '1:2:3', '1::2::3', ':::', '12345::', '1:2:3:4:5:6:7:8:9', 'g::', '1:2:3:4:5:6:7::8'])(
  '%j is no v6 address',
  (text) => expect(parseV6(text)).toBeNull(),
)
test.each(['203.0.113.1/24', '203.0.113.0/33', '2001:db8::1/64', '203.0.113.0/', '203.0.113.0/24/1', 'nowhere/8'])(
  '%j is no prefix',
  (text) => expect(parsePrefix(text)).toBeNull(),
)

test('a prefix holds itself and its more specifics, of its own family', () => {
  expect(within(prefixOf('10.1.0.0/16'), prefixOf('10.0.0.0/8'))).toBe(true)
  expect(within(prefixOf('10.0.0.0/8'), prefixOf('10.0.0.0/8'))).toBe(true)
  expect(within(prefixOf('10.0.0.0/8'), prefixOf('10.1.0.0/16'))).toBe(false)
  expect(within(prefixOf('11.0.0.0/16'), prefixOf('10.0.0.0/8'))).toBe(false)
  expect(within(prefixOf('::/0'), prefixOf('0.0.0.0/0'))).toBe(false)
})
