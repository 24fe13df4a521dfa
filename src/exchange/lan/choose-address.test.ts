import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressOf, chooseAddress, firstFreeHosts, hostOf, lastHost, quarantineResponder } from './choose-address.ts'

const lan = { v4: '203.0.113.0/24', v6: '2001:db8:b5::/64', reservedHosts: 19 }

test('people read one number in both families', () => {
  expect(addressOf(lan, 61)).toEqual({ host: 61, v4: '203.0.113.61', v6: '2001:db8:b5::61' })
  expect(addressOf(lan, 100)).toEqual({ host: 100, v4: '203.0.113.100', v6: '2001:db8:b5::100' })
})

test('each host has its own address, and is found again by it', () => {
  const wide = { v4: '10.60.0.0/16', v6: '2001:db8:b5::/64', reservedHosts: 19 }
  expect(lastHost(wide)).toBe(65534)
  fc.assert(
    fc.property(fc.integer({ min: 1, max: lastHost(wide) }), (host) => {
      const { v4, v6 } = addressOf(wide, host)
      expect([hostOf(wide, v4), hostOf(wide, v6)]).toEqual([host, host])
    }),
  )
})

test('free hosts come in order, behind the reserved ones and around the held ones', () => {
  expect(firstFreeHosts(lan, [20, 22], 3)).toEqual([21, 23, 24])
  expect(firstFreeHosts({ ...lan, v4: '203.0.113.0/27' }, [20, 21, 22, 23, 24, 25, 26, 27, 28, 29], 3)).toEqual([30])
})

test('a full LAN refuses', () => {
  const all = Array.from({ length: 254 }, (_, n) => n + 1)
  expect(chooseAddress(lan, all)).toEqual({ ok: false, refusal: { code: 'lan-full', v4: lan.v4 } })
})

test('what was asked for is given, by either family', () => {
  expect(chooseAddress(lan, [], { v4: '203.0.113.77' })).toMatchObject({
    ok: true,
    value: { host: 77, v6: '2001:db8:b5::77' },
  })
  expect(chooseAddress(lan, [], { v6: '2001:db8:b5::77' })).toMatchObject({
    ok: true,
    value: { host: 77, v4: '203.0.113.77' },
  })
})

test.each([
  [{ v4: '203.0.114.5' }, 'address-outside-lan'],
  [{ v4: '203.0.113.0' }, 'address-outside-lan'],
  [{ v4: '203.0.113.255' }, 'address-outside-lan'],
  [{ v4: 'nowhere' }, 'address-outside-lan'],
  [{ v6: '2001:db8:b6::61' }, 'address-outside-lan'],
  [{ v6: '2001:db8:b5::3d' }, 'address-outside-lan'],
  [{ v4: '203.0.113.1' }, 'address-reserved'],
  [{ v4: '203.0.113.19' }, 'address-reserved'],
  [{ v4: '203.0.113.50' }, 'address-taken'],
  [{ v4: '203.0.113.61', v6: '2001:db8:b5::62' }, 'address-not-a-pair'],
] as const)('%j is refused: %s', (asked, code) => {
  expect(chooseAddress(lan, [50], asked)).toMatchObject({ ok: false, refusal: { code } })
})

test('the quarantine responder is the last of the site’s own hosts', () => {
  expect(quarantineResponder(lan)).toEqual({ host: 19, v4: '203.0.113.19', v6: '2001:db8:b5::19' })
})
