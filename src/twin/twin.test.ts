import fc from 'fast-check'
import { expect, test } from 'vitest'
import { routeServerPort, switchBases } from './fabric-base.ts'
import { keyOf, planMembers } from './members.ts'
import { namesOf } from './names.ts'
import { PORT, siteMac, type TwinMember, type TwinSite } from './site.ts'

const member = fc.record<TwinMember>({
  switch: fc.constantFrom('sw1', 'sw2'),
  port: fc.integer({ min: 1, max: 4 }),
  asn: fc.integer({ min: 64_500, max: 64_502 }),
  v4: fc.constantFrom('203.0.113.21', '203.0.113.22'),
  v6: fc.constant('2001:db8::15'),
  mac: fc.option(fc.constant('02:00:00:00:00:01')),
  prefixes: fc.constantFrom([], ['198.18.0.0/24']),
})
const members = fc.uniqueArray(member, { selector: keyOf })

test('a plan brings what stands there to what should, and a second one has nothing to do', () => {
  fc.assert(
    fc.property(members, members, (there, wish) => {
      const stands = new Map(there.map((one) => [keyOf(one), one]))
      const plan = planMembers(wish, stands)
      for (const key of plan.remove) stands.delete(key)
      for (const one of [...plan.add, ...plan.change]) {
        expect(plan.add.includes(one) && stands.has(keyOf(one))).toBe(false)
        stands.set(keyOf(one), one)
      }
      expect(new Set(stands.values())).toEqual(new Set(wish))
      expect(planMembers(wish, stands)).toEqual({ remove: [], add: [], change: [] })
    }),
  )
})

test('other prefixes are another announcement, not another router', () => {
  const one: TwinMember = {
    switch: 'sw1',
    port: 1,
    asn: 64_500,
    v4: '203.0.113.21',
    v6: '2001:db8::15',
    mac: null,
    prefixes: [],
  }
  const plan = planMembers([{ ...one, prefixes: ['198.18.0.0/24'] }], new Map([[keyOf(one), one]]))
  expect([plan.remove.length, plan.add.length, plan.change.length]).toEqual([0, 0, 1])
})

test('two routers on one port are a defect of whoever wished them', () => {
  const one: TwinMember = {
    switch: 'sw1',
    port: 1,
    asn: 64_500,
    v4: '203.0.113.21',
    v6: '2001:db8::15',
    mac: null,
    prefixes: [],
  }
  expect(() => planMembers([one, one], new Map())).toThrow('two routers')
})

test('every name bears the data folder, and no socket’s path is too long for the kernel', () => {
  const [a, b] = [namesOf('/var/lib/vesontio'), namesOf('/var/lib/vesontio2')]
  expect(a.prefix).toMatch(/^v[0-9a-f]{8}-$/)
  expect(a.prefix).not.toBe(b.prefix)
  expect(namesOf('/var/lib/../lib/vesontio/').mark).toBe(a.mark)
  expect(`${a.runDir}/route-server-with-a-long-handle.sock`.length).toBeLessThan(108)
})

const site: TwinSite = {
  lan: { v4: '203.0.113.0/24', v6: '2001:db8::/64', vlan: 100, quarantineVlan: 101 },
  switches: [{ handle: 'sw1' }, { handle: 'sw2' }, { handle: 'sw3' }],
  routeServers: [1, 2, 3, 4].map((n) => ({
    handle: `rs${n}`,
    asn: 64_496,
    v4: `203.0.113.${n}`,
    v6: `2001:db8::${n}`,
  })),
  collector: { handle: 'collector', asn: 64_496, v4: '203.0.113.9', v6: '2001:db8::9' },
}

test('the site’s own ports have numbers and senders of their own, whatever their count', () => {
  const [hub, ...others] = switchBases(site)
  const numbers = [...(hub?.sitePorts ?? []).map(({ number }) => number), PORT.responder, ...(hub?.uplinks ?? [])]
  expect(new Set(numbers).size).toBe(numbers.length)
  expect(new Set(numbers.map(siteMac)).size).toBe(numbers.length)
  expect(Math.min(...numbers)).toBeGreaterThan(512)
  expect([0, 1, 2, 3].map(routeServerPort)).toEqual([901, 902, 905, 906])
  expect(others.map(({ uplinks, responder }) => [uplinks, responder])).toEqual([
    [[PORT.uplink], null],
    [[PORT.uplink], null],
  ])
})
