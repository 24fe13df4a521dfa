import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { inTransaction } from '#postgres'
import { testDatabase, type TestDatabase } from '#postgres/testing'
import { layExchange, type Bench } from '../testing.ts'
import {
  attach,
  attachmentOf,
  confirmMac,
  detach,
  learnMac,
  macTaken,
  outrun,
  passedQuarantine,
  plugged,
  recordQuarantinePass,
  wishState,
} from './store.ts'

let database: TestDatabase
let bench: Bench
beforeEach(async () => {
  database = await testDatabase()
  bench = await layExchange(database.db)
})
afterEach(() => database.close())

const MAC = '02:00:00:00:00:61'
const generationOf = async (n: number) => (await attachmentOf(database.db, bench.wish(n).serviceId))?.generation
const attached = (n: number, changes = {}) => inTransaction(database.db, (tx) => attach(tx, bench.wish(n, changes)))

test('a wish is kept whole, and the same wish again is the same', async () => {
  const first = await attached(1, { mac: MAC.toUpperCase() })
  expect(first).toMatchObject({ ok: true, value: { changed: true } })
  expect(await attachmentOf(database.db, bench.wish(1).serviceId)).toMatchObject({
    label: 'BES-XP-000001',
    switchHandle: 'sw1',
    portNumber: 1,
    asn: 64497,
    v4: '203.0.113.61',
    v6: '2001:db8:b5::61',
    mac: MAC,
    prefixes: ['198.51.100.0/24', '2001:db8:4f00::/40'],
    state: 'quarantine',
  })
  expect(await attached(1, { mac: MAC })).toEqual({
    ok: true,
    value: { ...(first.ok ? first.value : {}), changed: false },
  })
  // A step that is run again does not take back the address that was confirmed since.
  expect(await attached(1)).toMatchObject({ ok: true, value: { changed: false } })
})

test('each change draws a greater generation, and a step run twice draws one', async () => {
  await attached(1, { mac: MAC })
  const seen = [await generationOf(1)]
  for (const state of ['production', 'production', 'suspended', 'suspended', 'production', 'off', 'off'] as const) {
    await wishState(database.db, bench.wish(1).serviceId, state, bench.now)
    seen.push(await generationOf(1))
  }
  expect(new Set(seen).size).toBe(5)
  expect(seen).toEqual(seen.toSorted((a, b) => (a ?? 0) - (b ?? 0)))
})

test('generations commit in the order in which they are drawn', async () => {
  const order: number[] = []
  await Promise.all(
    [1, 2, 3, 4].map((n) =>
      inTransaction(database.db, async (tx) => {
        const done = await attach(tx, bench.wish(n))
        const { rows } = await sql<{
          newest: number
        }>`select max(generation) as newest from exchange.attachment`.execute(tx)
        // Nobody with a greater number has committed, for nobody has drawn one.
        expect(done).toMatchObject({ ok: true, value: { generation: rows[0]?.newest } })
        order.push(rows[0]?.newest ?? 0)
      }),
    ),
  )
  expect(new Set(order).size).toBe(4)
})

test.each([
  ['port-taken', { portId: 0 }],
  ['address-taken', { v4: '203.0.113.61' }],
  ['address-taken', { v6: '2001:db8:b5::61' }],
  ['mac-taken', { mac: MAC }],
])('%s: what another member holds is refused', async (code, changes) => {
  await attached(1, { mac: MAC })
  const wish = 'portId' in changes ? { portId: bench.ports[0] } : changes
  expect(await attached(2, { organisationId: bench.doubs, asn: 64499, ...wish })).toMatchObject({
    ok: false,
    refusal: { code },
  })
  await detach(database.db, bench.wish(1).serviceId, bench.now)
  expect(await attached(2, { organisationId: bench.doubs, asn: 64499, ...wish })).toMatchObject({ ok: true })
  // And it cannot come back meanwhile.
  expect(await wishState(database.db, bench.wish(1).serviceId, 'quarantine', bench.now)).toMatchObject({
    ok: false,
    refusal: { code },
  })
})

test('what cannot be is refused before anything is written', async () => {
  for (const [code, changes] of [
    ['mac-multicast', { mac: '01:00:5e:00:00:01' }],
    ['mac-invalid', { mac: 'nothing' }],
    ['address-outside-lan', { v4: '192.0.2.1' }],
    ['address-outside-lan', { v6: '2001:db8:b6::61' }],
    ['asn-unknown', { asn: 64510 }],
    ['asn-of-another', { asn: 64499 }],
    ['prefix-invalid', { prefixes: ['198.51.100.1/24'] }],
  ] as const) {
    expect(await attached(1, changes)).toMatchObject({ ok: false, refusal: { code } })
    expect(await attachmentOf(database.db, bench.wish(1).serviceId)).toBeNull()
  }
})

test('production waits for a MAC, learned then confirmed', async () => {
  await attached(1)
  const { serviceId } = bench.wish(1)
  expect(await wishState(database.db, serviceId, 'production', bench.now)).toMatchObject({
    ok: false,
    refusal: { code: 'mac-not-confirmed' },
  })
  expect(await confirmMac(database.db, serviceId, 'learned', bench.now)).toMatchObject({
    ok: false,
    refusal: { code: 'mac-not-learned' },
  })
  const generation = (await generationOf(1)) ?? 0
  expect(await learnMac(database.db, { serviceId, generation: generation - 1, mac: MAC, at: bench.now })).toBe(false)
  expect(await learnMac(database.db, { serviceId, generation, mac: MAC, at: bench.now })).toBe(true)
  const confirmed = await confirmMac(database.db, serviceId, 'learned', bench.now)
  expect(confirmed).toMatchObject({ ok: true, value: { changed: true } })
  expect(await confirmMac(database.db, serviceId, MAC, bench.now)).toMatchObject({
    ok: true,
    value: { changed: false },
  })
  expect(await wishState(database.db, serviceId, 'production', bench.now)).toMatchObject({ ok: true })
})

test('another member’s MAC is not confirmed', async () => {
  await attached(1, { mac: MAC })
  await attached(2)
  expect(await confirmMac(database.db, bench.wish(2).serviceId, MAC, bench.now)).toMatchObject({
    ok: false,
    refusal: { code: 'mac-taken' },
  })
  expect(await macTaken(database.db, bench.lan, MAC, bench.wish(2).serviceId)).toBe(true)
  expect(await macTaken(database.db, bench.lan, MAC, bench.wish(1).serviceId)).toBe(false)
})

test('what never was attached is detached already', async () => {
  expect(await detach(database.db, bench.wish(1).serviceId, bench.now)).toEqual({ ok: true, value: null })
  expect(await wishState(database.db, bench.wish(1).serviceId, 'production', bench.now)).toMatchObject({
    ok: false,
    refusal: { code: 'attachment-unknown' },
  })
})

test('equipment that passed quarantine once is known by its AS and MAC', async () => {
  const pass = { asn: 64497, mac: MAC }
  expect(await passedQuarantine(database.db, pass)).toBe(false)
  await recordQuarantinePass(database.db, { ...pass, serviceId: bench.wish(1).serviceId, now: bench.now })
  await recordQuarantinePass(database.db, { ...pass, serviceId: bench.wish(2).serviceId, now: bench.now })
  expect(await passedQuarantine(database.db, pass)).toBe(true)
  expect(await passedQuarantine(database.db, { ...pass, asn: 64499 })).toBe(false)
  expect(await passedQuarantine(database.db, { ...pass, mac: '02:00:00:00:00:62' })).toBe(false)
})

test('the twin has equipment at each port that is not off', async () => {
  await attached(1, { mac: MAC })
  await attached(2)
  await detach(database.db, bench.wish(2).serviceId, bench.now)
  expect(await plugged(database.db, bench.site.id)).toEqual([
    {
      serviceId: bench.wish(1).serviceId,
      switchHandle: 'sw1',
      portNumber: 1,
      asn: 64497,
      v4: '203.0.113.61',
      v6: '2001:db8:b5::61',
      mac: MAC,
      prefixes: ['198.51.100.0/24', '2001:db8:4f00::/40'],
      state: 'quarantine',
    },
  ])
})

test('a restored database counts on above what its devices hold, once', async () => {
  await attached(1)
  expect(await outrun(database.db, bench.site.id, bench.lan, 900)).toBe(true)
  expect(await generationOf(1)).toBeGreaterThan(900)
  expect(await outrun(database.db, bench.site.id, bench.lan, 900)).toBe(false)
})
