import { expect, test } from 'vitest'
import { parsePrefix } from '../lan/address.ts'
import type { Attachment, Lan, RouteServerCard } from '../model.ts'
import { announceable, bogons, bogonsOf } from './bogons.ts'
import { mustTell, sessionFindings, wishRouteServer } from './plan-peers.ts'

const lan: Lan = {
  id: 'lan',
  siteId: 'site',
  handle: 'lan',
  name: 'LAN',
  v4: '203.0.113.0/24',
  v6: '2001:db8:b5::/64',
  vlan: 100,
  quarantineVlan: 199,
  reservedHosts: 19,
  restDays: 60,
  samplePrefixes: ['198.51.100.0/24', '2001:db8::/32'],
  generationFloor: 1,
}
const rs1: RouteServerCard = {
  id: 'rs1',
  handle: 'rs1',
  kind: 'route-server',
  asn: 64999,
  v4: '203.0.113.1',
  v6: '2001:db8:b5::1',
  daemon: 'bird',
}
const member = (n: number, changes: Partial<Attachment> = {}): Attachment => ({
  serviceId: `s${n}`,
  label: null,
  siteId: 'site',
  organisationId: 'o',
  lanId: 'lan',
  portId: `p${n}`,
  switchHandle: 'sw1',
  portNumber: n,
  speedMbps: 10000,
  asn: 64500 + n,
  asSet: null,
  v4: `203.0.113.${60 + n}`,
  v6: `2001:db8:b5::${60 + n}`,
  mac: null,
  macLearned: null,
  macLearnedAt: null,
  macConfirmedAt: null,
  maxPrefixV4: 10,
  maxPrefixV6: 20,
  prefixes: ['198.51.100.0/24', '2001:db8:4f00::/40'],
  state: 'production',
  generation: n,
  wishedAt: new Date(0),
  ...changes,
})

test('only members in production are peers, with their own prefixes', () => {
  const wish = wishRouteServer(rs1, lan, [
    member(1),
    member(2, { state: 'quarantine' }),
    member(3, { state: 'suspended' }),
    member(4, { state: 'off' }),
  ])
  expect(wish.peers).toEqual([
    {
      serviceId: 's1',
      asn: 64501,
      v4: '203.0.113.61',
      v6: '2001:db8:b5::61',
      prefixes: ['198.51.100.0/24', '2001:db8:4f00::/40'],
      maxPrefixV4: 10,
      maxPrefixV6: 20,
    },
  ])
})

test('the generation never falls when a member leaves', () => {
  expect(wishRouteServer(rs1, lan, [member(1), member(7)]).generation).toBe(7)
  expect(wishRouteServer(rs1, lan, [member(1), member(7, { state: 'off', generation: 8 })]).generation).toBe(8)
  expect(wishRouteServer(rs1, { ...lan, generationFloor: 30 }, []).generation).toBe(30)
})

test('members of another LAN are not its peers', () => {
  expect(wishRouteServer(rs1, lan, [member(9, { lanId: 'other' })])).toMatchObject({ peers: [], generation: 1 })
})

test('the peering LAN is a bogon, a sample site’s own documentation ranges are not', () => {
  const refused = bogonsOf(lan)
  expect(refused).toContain('203.0.113.0/24')
  expect(refused).toContain('2001:db8:b5::/64')
  expect(refused).toContain('192.0.2.0/24')
  expect(refused).not.toContain('198.51.100.0/24')
  expect(refused).not.toContain('2001:db8::/32')
})

test('bogons and whatever holds or lies in the LAN are never announced', () => {
  const wished = ['10.1.0.0/16', '203.0.113.128/25', '203.0.112.0/23', '198.51.100.0/24', 'fd00::/8', '2a00:1450::/32']
  expect(announceable(wished, bogonsOf(lan), lan)).toEqual(['198.51.100.0/24', '2a00:1450::/32'])
})

test('every bogon is a prefix, with its source, and none of them is everything', () => {
  for (const { prefix, source } of bogons) {
    expect(parsePrefix(prefix)?.length).toBeGreaterThan(0)
    expect(source).toMatch(/^RFC \d+/)
  }
  expect(
    announceable(
      ['2600::/12', '1.0.0.0/8'],
      bogons.map(({ prefix }) => prefix),
      lan,
    ),
  ).toEqual(['2600::/12', '1.0.0.0/8'])
})

test('it is told when it holds an older wish, or when the site’s own data changed', () => {
  const wish = wishRouteServer(rs1, lan, [member(5)])
  const told = JSON.stringify(wish)
  expect(mustTell(wish, null, null)).toBe(true)
  expect(mustTell(wish, 4, told)).toBe(true)
  expect(mustTell(wish, 5, null)).toBe(true)
  expect(mustTell(wish, 5, told)).toBe(false)
  expect(mustTell({ ...wish, bogons: [] }, 5, told)).toBe(true)
  expect(mustTell(wish, 6, null)).toBe(false)
})

test('a member that a route server does not know is absent, and others’ sessions are nobody’s', () => {
  const session = {
    asn: 64501,
    family: 4,
    address: '203.0.113.61',
    state: 'established',
    since: null,
    imported: 3,
    filtered: 0,
    exported: 9,
    lastError: null,
  } as const
  const findings = sessionFindings(
    [member(1), member(2, { state: 'quarantine' })],
    [session, { ...session, address: '203.0.113.99' }],
  )
  expect(findings.map(({ serviceId, family, state, imported }) => ({ serviceId, family, state, imported }))).toEqual([
    { serviceId: 's1', family: 4, state: 'established', imported: 3 },
    { serviceId: 's1', family: 6, state: 'absent', imported: null },
  ])
})
