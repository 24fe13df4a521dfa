import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { z } from 'zod'
import { newId, type OperatorRole, type Right, type Route } from '#kernel'
import { type Actor, byOf, type Served } from '#people'
import { testDatabase, type TestDatabase } from '#postgres/testing'
import { attach, attachmentOf, learnMac, wishState } from './attachment/store.ts'
import {
  attestControl,
  confirmMacAddress,
  exchangeRoutesOffered,
  getExchange,
  getMember,
  listExchangePorts,
  listMembers,
  proveControl,
  sendCode,
  setContact,
} from './contract.ts'
import { recordPorts, recordSessions } from './found/store.ts'
import { exchangeRoutes } from './routes.ts'
import { layExchange, type Bench } from './testing.ts'
import { words } from './words.ts'

let database: TestDatabase
let bench: Bench
const MAC = '02:00:00:00:00:61'
beforeEach(async () => {
  database = await testDatabase()
  bench = await layExchange(database.db)
  await attach(database.db, bench.wish(1, { mac: MAC }))
  await attach(database.db, bench.wish(2))
  await attach(database.db, bench.wish(3, { mac: '02:00:00:00:00:63', organisationId: bench.doubs, asn: 64499 }))
  await attach(database.db, bench.wish(4, { organisationId: bench.doubs, asn: 64499 }))
  for (const n of [1, 3]) await wishState(database.db, bench.wish(n).serviceId, 'production', bench.now)
})
afterEach(() => database.close())

const someone = (
  roles: readonly OperatorRole[],
  organisations: readonly (readonly [string, readonly Right[]])[] = [],
): Actor => ({
  kind: 'person',
  personId: newId(),
  name: 'somebody',
  language: 'fr',
  roles: new Set(roles),
  organisations: new Map(organisations.map(([id, rights]) => [id, new Set(rights)])),
  requestId: 'r',
})
const engineer = () => someone(['engineer'])
const jura = (...rights: readonly Right[]) => someone([], [[bench.jura, ['read', ...rights]]])
const stranger = () => someone([], [[newId(), ['read', 'order', 'sign', 'incident']]])

interface Asked {
  readonly params?: object
  readonly query?: object
  readonly body?: object
  readonly later_s?: number
}
/** As the server calls it: input parsed by the contract, the answer parsed by it too. */
const call = async (route: Route, actor: Actor, asked: Asked = {}) => {
  const served: Served | undefined = exchangeRoutes.find((one) => one.route === route)
  if (!served) throw new Error(`nobody answers ${route.path}`)
  const parse = (shape: z.ZodType | undefined, value: object | undefined): never => shape?.parse(value ?? {}) as never
  const now = new Date(bench.now.getTime() + (asked.later_s ?? 0) * 1000)
  const result = await served.handle({
    params: parse(route.params, asked.params),
    query: parse(route.query, asked.query),
    body: parse(route.body, asked.body),
    actor,
    by: byOf({ ...actor, personId: null }),
    db: database.db,
    now,
    clock: () => now,
    ifMatch: null,
  })
  if (result?.ok) route.reply?.parse(result.value)
  return result as { ok: boolean; value: never; refusal: { code: string } } | null
}
const items = async (
  actor: Actor,
  query: object = {},
): Promise<{ items: Record<string, unknown>[]; next: string | null; total: number }> => {
  const reply = await call(listMembers, actor, { query })
  if (!reply?.ok) throw new Error('the list was refused')
  return reply.value
}
const look = async () => {
  const { rows } = await sql<{ id: string }>`select id from exchange.route_server where handle = 'rs1'`.execute(
    database.db,
  )
  const wished = (await attachmentOf(database.db, bench.wish(1).serviceId))?.generation ?? 0
  const session = {
    serviceId: bench.wish(1).serviceId,
    wished,
    state: 'established',
    since: bench.now,
    imported: 3,
    filtered: 2,
    exported: 9,
    lastError: null,
  } as const
  await recordSessions(
    database.db,
    { id: rows[0]?.id ?? '', generation: wished },
    [
      { ...session, family: 4 },
      { ...session, family: 6 },
    ],
    bench.now,
  )
  await recordPorts(
    database.db,
    [{ portId: bench.ports[0] ?? '', generation: wished, state: 'production', link: 'up', errors: 0, macs: [MAC] }],
    bench.now,
  )
}

test('every route of the contract is answered', () => {
  expect(exchangeRoutes.map(({ route }) => route)).toEqual([...exchangeRoutesOffered])
})

test('every refusal of the contract has its words', () => {
  for (const { refusals = [] } of exchangeRoutesOffered as readonly Route[])
    for (const code of refusals) expect(words).toHaveProperty(code)
})

test('the exchange tells its LAN, and how old what it knows of each device is', async () => {
  await look()
  const reply = await call(getExchange, engineer())
  expect(reply?.value).toMatchObject({
    lan: { v4: '203.0.113.0/24', v6: '2001:db8:b5::/64' },
    members: { production: 2, quarantine: 2, suspended: 0, session_missing: 2, filtering: 1 },
    switches: [
      { handle: 'sw1', rack: 'm-1', ports: [{ speed_mbps: 10000, built: 4, used: 4 }], at: bench.now.toISOString() },
      { handle: 'sw2', ports: [{ built: 4, used: 0 }], at: null },
    ],
    route_servers: [
      { handle: 'rc1', kind: 'collector', at: null },
      {
        handle: 'rs1',
        sessions_wished: 4,
        sessions_established: 2,
        routes_imported: 6,
        routes_filtered: 4,
        at: bench.now.toISOString(),
      },
      { handle: 'rs2', sessions_wished: 4, sessions_established: 0, routes_imported: null, at: null },
    ],
  })
})

test('the site’s people see every member in full', async () => {
  const list = await items(engineer())
  expect(list.total).toBe(4)
  expect(list.items.every(({ own, port }) => own === true && port !== null)).toBe(true)
})

test('a member sees who is in production, and more of its own only', async () => {
  await look()
  const list = await items(jura())
  expect(
    list.items.map(({ name, state, own, number, port, sessions }) => ({
      name,
      state,
      own,
      number,
      port: port !== null,
      sessions: sessions !== null,
    })),
  ).toEqual([
    { name: 'doubs', state: 'production', own: false, number: null, port: false, sessions: false },
    { name: 'Jura Transit', state: 'production', own: true, number: 'BES-XP-000001', port: true, sessions: true },
    { name: 'Jura Transit', state: 'quarantine', own: true, number: 'BES-XP-000002', port: true, sessions: true },
  ])
  expect(list.items[1]?.['sessions']).toMatchObject([
    { route_server: 'rc1', family: 4, state: 'unknown' },
    { route_server: 'rc1', family: 6, state: 'unknown' },
    { route_server: 'rs1', family: 4, state: 'established', imported: 3, filtered: 2 },
    { route_server: 'rs1', family: 6, state: 'established' },
    { route_server: 'rs2', family: 4, state: 'unknown', at: null },
    { route_server: 'rs2', family: 6, state: 'unknown' },
  ])
  expect((await items(stranger())).items.map(({ own }) => own)).toEqual([false, false])
})

test('the list is filtered by text, state and sessions, and a filter tells nothing of others', async () => {
  await look()
  const count = async (actor: Actor, query: object) => (await items(actor, query)).total
  expect(await count(engineer(), { text: 'jura' })).toBe(2)
  expect(await count(engineer(), { text: 'AS64499' })).toBe(2)
  expect(await count(engineer(), { text: '203.0.113.63' })).toBe(1)
  expect(await count(engineer(), { text: '%' })).toBe(0)
  expect(await count(engineer(), { state: 'quarantine' })).toBe(2)
  expect(await count(engineer(), { sessions: 'missing' })).toBe(2)
  expect(await count(engineer(), { sessions: 'filtered' })).toBe(1)
  expect(await count(jura(), { sessions: 'missing' })).toBe(1)
  expect(await count(stranger(), { sessions: 'missing' })).toBe(0)
  expect(await count(stranger(), { state: 'quarantine' })).toBe(0)
})

test('page after page, each member comes once', async () => {
  const seen: unknown[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page = await items(engineer(), { limit: 1, ...(cursor === '' ? {} : { cursor }) })
    seen.push(...page.items.map(({ service }) => service))
    cursor = page.next
  }
  expect(seen).toHaveLength(4)
  expect(new Set(seen).size).toBe(4)
  expect((await items(engineer(), { cursor: 'nonsense' })).items).toHaveLength(4)
})

test('one attachment in full, by number or id, for whom it concerns', async () => {
  await look()
  const params = { service: 'BES-XP-000001' }
  const reply = await call(getMember, jura(), { params })
  expect(reply?.value).toMatchObject({
    mac: MAC,
    max_prefix_v4: 10,
    found: { applied: true, link: 'up', errors: 0, macs: [MAC], carries: { v4: null, v6: null } },
    routes: [],
    asn_proof: { proved_at: null, attempts_left: null },
  })
  expect(await call(getMember, jura(), { params: { service: bench.wish(1).serviceId } })).toEqual(reply)
  expect(await call(getMember, stranger(), { params })).toBeNull()
  expect(await call(getMember, engineer(), { params: { service: 'BES-XP-000099' } })).toBeNull()
})

test('ports are listed with what is wished and what was found', async () => {
  await look()
  const ports = async (query: object): Promise<{ items: object[]; next: string | null; total: number }> => {
    const reply = await call(listExchangePorts, engineer(), { query })
    if (!reply?.ok) throw new Error('the list was refused')
    return reply.value
  }
  const all = await ports({})
  expect(all).toMatchObject({ total: 8, next: null })
  expect(all.items[0]).toMatchObject({
    switch: 'sw1',
    number: 1,
    service: 'BES-XP-000001',
    wished: 'production',
    found: 'production',
    link: 'up',
    prewired: { panel: 'm-p1', position: 7 },
  })
  expect(all.items[4]).toMatchObject({
    switch: 'sw2',
    number: 1,
    service: null,
    wished: null,
    found: null,
    link: 'unknown',
    at: null,
  })
  expect((await ports({ state: 'free' })).total).toBe(4)
  const first = await ports({ limit: 5 })
  expect(first.items).toHaveLength(5)
  expect((await ports({ limit: 5, cursor: first.next })).items).toEqual(all.items.slice(5))
})

test('control of an AS: contact, code, proof', async () => {
  const params = { asn: 64497 }
  expect(await call(sendCode, jura('order'), { params })).toMatchObject({
    ok: false,
    refusal: { code: 'asn-contact-unknown' },
  })
  await call(setContact, engineer(), { params, body: { mail: 'noc@jura.example', source: 'RIPE aut-num' } })
  expect(await call(sendCode, jura('sign'), { params })).toMatchObject({ ok: true, value: { attempts_left: 5 } })
  expect(await call(proveControl, jura('sign'), { params, body: { code: 'AAAA-AAAA-AAAA' } })).toMatchObject({
    ok: false,
    refusal: { code: 'code-wrong', left: 4 },
  })
  const { rows } = await sql<{ body: string }>`select body from floor.mail`.execute(database.db)
  const code = rows[0]?.body.match(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/)?.[0] ?? ''
  expect(await call(proveControl, jura('order'), { params, body: { code } })).toMatchObject({
    ok: true,
    value: { proved_how: 'mailed-code' },
  })
})

test('an attempt is counted although it is refused', async () => {
  const params = { asn: 64497 }
  await call(setContact, engineer(), { params, body: { mail: 'noc@jura.example', source: 'RIPE aut-num' } })
  await call(sendCode, engineer(), { params })
  for (let n = 0; n < 5; n += 1) await call(proveControl, jura('order'), { params, body: { code: 'AAAA-AAAA-AAAA' } })
  expect(await call(proveControl, jura('order'), { params, body: { code: 'AAAA' } })).toMatchObject({
    ok: false,
    refusal: { code: 'too-many-attempts' },
  })
})

test('an engineer vouches with a reason', async () => {
  const body = { reason: 'a letter signed by its administrator' }
  expect(await call(attestControl, engineer(), { params: { asn: 64499 }, body })).toMatchObject({
    ok: true,
    value: { proved_how: 'attested' },
  })
})

test('another’s AS, or one without the right, is not there', async () => {
  const params = { asn: 64497 }
  for (const actor of [stranger(), jura(), jura('billing')]) {
    expect(await call(sendCode, actor, { params })).toBeNull()
    expect(await call(proveControl, actor, { params, body: { code: 'AAAA' } })).toBeNull()
  }
  expect(await call(sendCode, engineer(), { params: { asn: 64510 } })).toBeNull()
})

test('the learned MAC is confirmed by the member itself, by nobody else', async () => {
  const { serviceId } = bench.wish(2)
  const params = { service: 'BES-XP-000002' }
  expect(await call(confirmMacAddress, jura('incident'), { params })).toMatchObject({
    ok: false,
    refusal: { code: 'mac-not-learned' },
  })
  const generation = (await attachmentOf(database.db, serviceId))?.generation ?? 0
  await learnMac(database.db, { serviceId, generation, mac: '02:00:00:00:00:62', at: bench.now })
  expect(await call(confirmMacAddress, stranger(), { params })).toBeNull()
  expect(await call(confirmMacAddress, jura(), { params })).toBeNull()
  expect(await call(confirmMacAddress, jura('incident'), { params, body: { mac: MAC } })).toMatchObject({
    ok: false,
    refusal: { code: 'mac-taken' },
  })
  expect(await call(confirmMacAddress, jura('order'), { params })).toMatchObject({
    ok: true,
    value: { mac: '02:00:00:00:00:62' },
  })
})
