import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deriveLan, liesIn } from './derive-lan.ts'
import { matchConnections } from './match-connections.ts'
import type { DeclaredFacts } from './model.ts'
import { readExport } from './read-export.ts'

test.each([
  [4, [], null],
  [4, ['193.178.185.7'], '193.178.185.0/24'],
  [4, ['193.178.185.7', '193.178.185.250'], '193.178.185.0/24'],
  [4, ['193.178.184.7', '193.178.185.250'], '193.178.184.0/23'],
  // One address far away is an oddity of the file, not a LAN of half the Internet.
  [4, ['193.178.185.7', '193.178.185.8', '10.0.0.1'], '193.178.185.0/24'],
  [6, ['2001:7f8:19:1::b5a:1', '2001:7f8:19:1::b5a:2'], '2001:7f8:19:1::/64'],
  [6, ['2001:7f8:19:1::1', '2001:7f8:19:2::1'], '2001:7f8:19::/62'],
] as const)('the LAN of IPv%s addresses %j is assumed to be %s', (family, addresses, lan) => {
  expect(deriveLan(family, addresses)).toBe(lan)
})

test('an assumed LAN holds every address, or is of usual size', () => {
  const v4 = fc
    .tuple(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 1, max: 254 }))
    .map(([third, last]) => `198.51.${96 + third}.${last}`)
  fc.assert(
    fc.property(fc.array(v4, { minLength: 1, maxLength: 20 }), (addresses) => {
      const lan = deriveLan(4, addresses) ?? ''
      expect(addresses.every((address) => liesIn(address, lan))).toBe(true)
    }),
  )
})

const facts = (addresses: readonly string[], speeds: readonly number[] = []): DeclaredFacts => ({
  state: null,
  connected_since: null,
  ports: speeds.map((speed_mbps) => ({ switch: null, speed_mbps, type: null })),
  addresses: addresses.map((address) => ({
    vlan: 1,
    family: 4,
    address,
    as_set: null,
    max_prefix: null,
    route_server: null,
    macs: [],
  })),
  member: { name: null, since: null, type: null, policy: null, url: null },
})

test('a connection is known again by its address, else by its ports, else in order; never as another AS', () => {
  const known = [
    { serviceId: 'a', asn: 1, facts: facts(['10.0.0.1'], [1000]) },
    { serviceId: 'b', asn: 1, facts: facts(['10.0.0.2'], [10000]) },
    { serviceId: 'c', asn: 2, facts: facts(['10.0.0.3']) },
  ]
  const found = [
    { path: 'renumbered', asn: 1, facts: facts(['10.0.0.9'], [10000]) },
    { path: 'same', asn: 1, facts: facts(['10.0.0.1'], [10000]) },
    { path: 'new', asn: 1, facts: facts(['10.0.0.8']) },
    { path: 'other', asn: 3, facts: facts(['10.0.0.3']) },
  ]
  expect(Object.fromEntries(matchConnections(known, found))).toEqual({ renumbered: 'b', same: 'a' })
})

const arbitraryFile = fc.record({
  version: fc.constant('0.7'),
  ixp_list: fc.array(
    fc.oneof(
      fc.jsonValue(),
      fc.record({
        ixp_id: fc.oneof(fc.nat(3), fc.jsonValue()),
        name: fc.jsonValue(),
        vlan: fc.jsonValue(),
        switch: fc.jsonValue(),
      }),
    ),
    { minLength: 1 },
  ),
  member_list: fc.array(
    fc.oneof(
      fc.jsonValue(),
      fc.record({
        asnum: fc.oneof(fc.integer(), fc.jsonValue()),
        name: fc.jsonValue(),
        connection_list: fc.oneof(
          fc.jsonValue(),
          fc.array(
            fc.record({
              ixp_id: fc.oneof(fc.nat(3), fc.jsonValue()),
              state: fc.jsonValue(),
              if_list: fc.jsonValue(),
              vlan_list: fc.jsonValue(),
            }),
          ),
        ),
      }),
    ),
  ),
})

test('whatever stands in a file, it is read or refused row by row; nothing throws and each row has its path', () => {
  fc.assert(
    fc.property(arbitraryFile, (file) => {
      const read = readExport(file, { lans: [], ixp: null })
      expect(read.ok).toBe(true)
      if (!read.ok) return
      for (const { path, subject } of read.value.rows) {
        expect(path).toMatch(/^member_list\[\d+\](\.connection_list\[\d+\])?$/)
        expect(subject.length).toBeLessThan(300)
      }
    }),
    { numRuns: 500 },
  )
})

test('signs that no database holds stay out: NUL and half of a surrogate pair', () => {
  const file = {
    version: '0.6',
    ixp_list: [{ ixp_id: 1, shortname: 'A\u0000B' }],
    member_list: [
      { asnum: 2200, name: '\ud83d', connection_list: [{ ixp_id: 1, state: '😀'.repeat(30), vlan_list: [] }] },
    ],
  }
  const read = readExport(file, { lans: [], ixp: null })
  expect(read).toMatchObject({
    value: { exchanges: [{ name: 'IXP 1' }], rows: [{ subject: 'AS2200', read: { value: { name: null } } }] },
  })
  expect(JSON.stringify(read)).not.toMatch(/(?<!\\)\\(?:ud83d|u0000)/)
})

test('a file that would be compared with itself for hours is told at once what it has too much of', () => {
  const many = (length: number) => Array.from({ length }, (_, at) => at)
  const read = (ixp_list: readonly object[], member_list: readonly object[]) =>
    readExport({ version: '1.0', ixp_list, member_list }, { lans: [], ixp: null })
  const member = (vlans: readonly number[]) => ({
    asnum: 2200,
    connection_list: [{ ixp_id: 1, vlan_list: vlans.map((vlan_id) => ({ vlan_id })) }],
  })
  expect(read(many(200_000).map(() => ({})), [])).toMatchObject({ refusal: { code: 'ixf-too-many-exchanges', found: 200_000 } }) // prettier-ignore
  expect(read([{ ixp_id: 1 }], [member(many(501))])).toMatchObject({ refusal: { code: 'ixf-too-many-lans', most: 500 } }) // prettier-ignore
  expect(read([{ ixp_id: 1, vlan: many(501).map((id) => ({ id })) }], [])).toMatchObject({ refusal: { code: 'ixf-too-many-lans' } }) // prettier-ignore
  expect(read([{ ixp_id: 1 }], [member(many(20_001).map(() => 1))])).toMatchObject({ refusal: { code: 'ixf-too-many-addresses' } }) // prettier-ignore
  expect(read([{ ixp_id: 1 }], many(5001).map(() => ({})))).toMatchObject({ refusal: { code: 'ixf-too-many', found: 5001, most: 5000 } }) // prettier-ignore
  const most = read(many(100).map((ixp_id) => ({ ixp_id })), many(5000).map((at) => member([at % 400]))) // prettier-ignore
  expect(most.ok).toBe(true)
})
