import { expect, test } from 'vitest'
import type { Found, FoundPortOf, FoundSessionOf } from '../found/model.ts'
import type { Attachment } from '../model.ts'
import { AGED_AT_ONCE, AGED_MS, agedRoutes, type Askable, asksOf, isFresh } from './plan-watch.ts'

const at = new Date('2026-11-23T09:00:00Z')
const later = (ms: number) => new Date(at.getTime() + ms)
const attachment = (changes: Partial<Attachment> = {}): Attachment => ({
  serviceId: 's1',
  label: null,
  siteId: 'x',
  organisationId: 'o',
  lanId: 'l',
  portId: 'p',
  switchHandle: 'sw1',
  portNumber: 1,
  speedMbps: 10000,
  asn: 64497,
  asSet: null,
  v4: '203.0.113.61',
  v6: '2001:db8:b5::61',
  mac: '02:00:00:00:00:61',
  macLearned: null,
  macLearnedAt: null,
  macConfirmedAt: null,
  maxPrefixV4: 1,
  maxPrefixV6: 1,
  prefixes: ['198.51.100.0/24', '2001:db8:4f00::/40'],
  state: 'quarantine',
  generation: 5,
  wishedAt: at,
  ...changes,
})
const port = (changes: Partial<FoundPortOf> = {}): FoundPortOf => ({
  generation: 5,
  state: 'quarantine',
  applied: true,
  link: 'up',
  errors: 0,
  macs: [],
  carriesV4: null,
  carriesV6: null,
  answersV4: null,
  answersV6: null,
  testedAt: null,
  changedAt: at,
  at,
  ...changes,
})
const session = (
  routeServer: string,
  family: 4 | 6,
  state: FoundSessionOf['state'] = 'established',
): FoundSessionOf => ({
  routeServer,
  kind: 'route-server',
  family,
  state,
  generation: 5,
  since: at,
  imported: 1,
  filtered: 0,
  exported: 0,
  lastError: null,
  at,
})
const route = (family: 4 | 6, pinged: boolean | null = true) => ({
  family,
  witness: 'AS64499',
  prefix: 'p',
  pinged,
  since: at,
  at,
})
const found = (changes: Partial<Found> = {}): Found => ({
  port: null,
  sessions: [],
  routes: [],
  routeServers: ['rs1', 'rs2'],
  ...changes,
})
const everybody: Askable = { switches: new Set(['sw1']), routeServers: new Set(['rs1', 'rs2']), witnesses: true }
const nobody: Askable = { switches: new Set(), routeServers: new Set(), witnesses: false }
const asked = (one: Attachment, of: Found, can = everybody) =>
  asksOf(one, of, can).map((ask) => Object.values(ask).join(' '))

test('in quarantine: first the port, then both tests, then nothing', () => {
  expect(asked(attachment(), found())).toEqual(['port sw1'])
  expect(asked(attachment(), found({ port: port() }))).toEqual(['carries', 'answers'])
  expect(
    asked(attachment(), found({ port: port({ carriesV4: true, carriesV6: true, answersV4: true, answersV6: false }) })),
  ).toEqual(['answers'])
  const proved = port({ carriesV4: true, carriesV6: true, answersV4: true, answersV6: true })
  expect(asked(attachment(), found({ port: proved }))).toEqual([])
  expect(asked(attachment({ mac: null }), found({ port: proved }))).toEqual(['port sw1'])
  expect(asked(attachment({ mac: null, macLearned: '02:00:00:00:00:61' }), found({ port: proved }))).toEqual([])
})

test('what a port showed under a former wish is asked anew', () => {
  const former = port({ applied: false, carriesV4: true, carriesV6: true, answersV4: true, answersV6: true })
  expect(asked(attachment(), found({ port: former }))).toEqual(['port sw1'])
})

test('in production: the route servers that miss a session, the families that nobody reached', () => {
  const one = attachment({ state: 'production' })
  const applied = port({ state: 'production' })
  expect(asked(one, found())).toEqual(['port sw1', 'sessions rs1', 'sessions rs2', 'route 4', 'route 6'])
  const sessions = [session('rs1', 4), session('rs1', 6), session('rs2', 4), session('rs2', 6, 'down')]
  expect(asked(one, found({ port: applied, sessions, routes: [route(4), route(6, false)] }))).toEqual([
    'sessions rs2',
    'route 6',
  ])
  const all = [...sessions.slice(0, 3), session('rs2', 6)]
  expect(asked(one, found({ port: applied, sessions: all, routes: [route(4), route(6)] }))).toEqual([])
  expect(
    asked(
      attachment({ state: 'production', prefixes: ['198.51.100.0/24'] }),
      found({ port: applied, sessions: all, routes: [route(4)] }),
    ),
  ).toEqual([])
})

test('of what is off or suspended nothing is asked, and of whom cannot answer neither', () => {
  for (const state of ['off', 'suspended'] as const) expect(asked(attachment({ state }), found())).toEqual([])
  expect(asked(attachment(), found(), nobody)).toEqual([])
  expect(
    asked(attachment({ state: 'production' }), found(), { ...everybody, routeServers: new Set(['rs1']) }),
  ).not.toContain('sessions rs2')
})

test('for a while after a wish or a change somebody waits for it', () => {
  expect(isFresh(attachment(), found(), later(1000))).toBe(true)
  expect(isFresh(attachment(), found(), later(60_000))).toBe(false)
  expect(isFresh(attachment(), found({ port: port({ changedAt: later(55_000) }) }), later(60_000))).toBe(true)
})

test('routes that were seen long ago are looked at again, the oldest first, a few at a time', () => {
  const many = Array.from({ length: 20 }, (_, n) => attachment({ serviceId: `s${n}`, state: 'production' }))
  const seen = new Map(many.map(({ serviceId }, n) => [serviceId, found({ routes: [{ ...route(4), at: later(-n) }] })]))
  expect(agedRoutes(many, seen, later(AGED_MS - 20))).toEqual([])
  const aged = agedRoutes(many, seen, later(AGED_MS))
  expect(aged).toHaveLength(AGED_AT_ONCE)
  expect(aged[0]?.attachment.serviceId).toBe('s19')
})
