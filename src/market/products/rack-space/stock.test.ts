import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { lanOf, lockFabric } from '#exchange'
import { inTransaction } from '#postgres'
import { judge } from '../../judge.ts'
import { cancelOrder } from '../../order/cancel.ts'
import { acceptLine, askChange, standing } from '../../change/testing.ts'
import { quoteOrder } from '../../order/quote.ts'
import { findOrder, linesOf } from '../../order/store.ts'
import { quotedOrder, signedOrder, signOrder } from '../../order/testing.ts'
import { claimsOfLines, giveBack } from '../../claim/store.ts'
import { theSite } from '../../store.ts'
import { lockLimits } from '../../sum/store.ts'
import { asked as portAsked } from '../../testing.ts'
import { doWork, drive, type Hall, layHall, spaceAsked } from './testing.ts'

let hall: Hall
beforeAll(async () => {
  // A board of row 1 that binds before the cooling does.
  const board = 'handle: row-A-1, kind: board, room: hall, powered_by: [output-A], breaker_a: '
  hall = await layHall([['power.yaml', `${board}125`, `${board}63`]])
})
afterAll(() => hall.close())

const by = { kind: 'system', id: null } as const
const lineOf = async (number: string) => {
  const order = await findOrder(hall.db, number)
  const [line] = order ? await linesOf(hall.db, [order.id]) : []
  if (!order || !line) throw new Error(`no order ${number}`)
  return { order, line }
}
const refusalOf = async (number: string) => (await lineOf(number)).line.quote?.refusal ?? null
const heldBy = async (number: string) =>
  (await claimsOfLines(hall.db, [(await lineOf(number)).line.id])).map(({ label }) => label)
const cancel = async (...numbers: readonly string[]): Promise<void> => {
  for (const number of numbers) {
    const { order } = await lineOf(number)
    await inTransaction(hall.db, (tx) => cancelOrder({ tx, now: hall.now, by }, order, 'changed their mind'))
  }
  await drive(hall)
  await drive(hall)
}
const reservedOf = async (handle: string, unit: string): Promise<number> =>
  (
    await sql<{
      reserved: number
    }>`select l.reserved from market.element_limit l join facility.element e on e.id = l.element_id
      where e.handle = ${handle} and l.unit = ${unit} and l.failure_case !~ ':L[123]$'`.execute(hall.db)
  ).rows[0]?.reserved ?? -1

/** In VA, L1 to L3. */
const phasesOf = async (handle: string): Promise<readonly number[]> =>
  (
    await sql<{ reserved: number }>`select l.reserved from market.element_limit l
      join facility.element e on e.id = l.element_id
      where e.handle = ${handle} and l.unit = 'VA' and l.failure_case ~ ':L[123]$' order by l.failure_case`.execute(
      hall.db,
    )
  ).rows.map(({ reserved }) => reserved)

test('a quarter rack on A+B counts once for space and price, and whole on each side; given back, nothing is left', async () => {
  const number = await signedOrder(hall, spaceAsked({ watts: 1500 }))
  expect(await heldBy(number)).toEqual(['3-21/a'])
  expect((await lineOf(number)).line.quote?.prices).toEqual([
    { item: 'rack-quarter', setup_micro_euros: 150_000_000, monthly_micro_euros: 120_000_000 },
    {
      item: 'kw-committed',
      setup_micro_euros: 0,
      monthly_micro_euros: 142_500_000,
      quantity: 1.5,
      unit: 'kW',
      unit_micro_euros: 95_000_000,
    },
  ])
  // What is metered is in no sum before it is used: its price stands beside them.
  // So does what a day of gear that stays after the end would cost.
  const storage = { item: 'storage-day', unit: 'day', unit_micro_euros: 20_000_000 }
  expect((await lineOf(number)).line.quote?.usage).toEqual([
    { item: 'kwh', unit: 'kWh', unit_micro_euros: 218_500 },
    storage,
  ])
  for (const side of ['A', 'B']) {
    expect(await reservedOf(`way-${side}-3-21/a`, 'VA')).toBe(1579)
    expect(await reservedOf(`ups-${side}`, 'W')).toBe(1500)
    expect(await reservedOf(`grid-${side}`, 'W')).toBe(1500)
  }
  expect(await reservedOf('cooling-3', 'W')).toBe(1500)
  expect(await judge(hall.db, hall.now)).toEqual([])
  await cancel(number)
  expect(await reservedOf('ups-A', 'W')).toBe(0)
  expect(await reservedOf('way-B-3-21/a', 'VA')).toBe(0)
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test('one side only counts on that side alone', async () => {
  const number = await signedOrder(hall, spaceAsked({ sides: 'B' }))
  expect([await reservedOf('ups-A', 'W'), await reservedOf('ups-B', 'W')]).toEqual([0, 1000])
  await cancel(number)
})

test('more than one side alone can carry is refused, though both together could', async () => {
  expect(
    await refusalOf(await quotedOrder(hall, spaceAsked({ size: 'full', watts: 4000, place: { rack: '1-1' } }))),
  ).toMatchObject({
    code: 'one-side-cannot-carry',
    compartment: '1-1',
    limit: 3680,
    amount: 4211,
    unit: 'VA',
  })
  const number = await quotedOrder(hall, spaceAsked({ size: 'full', watts: 4000 }))
  expect(await refusalOf(number)).toBeNull()
})

test('a firm quote holds power too, until it is asked anew or signed', async () => {
  const number = await quotedOrder(hall, spaceAsked({ watts: 2000 }, 'firm'))
  expect(await reservedOf('ups-A', 'W')).toBe(2000)
  expect((await signOrder(hall, number)).ok).toBe(true)
  expect(await reservedOf('ups-A', 'W')).toBe(2000)
  await cancel(number)
  expect(await reservedOf('ups-A', 'W')).toBe(0)
})

test('height units of the shared rack: runs from the bottom up, its way shared by its tenants', async () => {
  const numbers = [2, 3].map((units) => spaceAsked({ size: 'shared', units_u: units, watts: 300 }))
  const [first, second] = [await signedOrder(hall, numbers[0]!), await signedOrder(hall, numbers[1]!)]
  // Beside each unit lie the metered outlets of both strips.
  expect([await heldBy(first), (await heldBy(second)).slice(0, 2)]).toEqual([
    ['3-1 U1–2', 'outlet-A-3-1/1', 'outlet-A-3-1/2', 'outlet-B-3-1/1', 'outlet-B-3-1/2'],
    ['3-1 U3–5', 'outlet-A-3-1/3'],
  ])
  // Gear that stays costs the same.
  expect((await lineOf(first)).line.quote?.usage?.map(({ item }) => item)).toContain('storage-day')
  expect(await reservedOf('way-A-3-1', 'VA')).toBe(632)
  await cancel(first)
  const again = await signedOrder(hall, spaceAsked({ size: 'shared', units_u: 2, watts: 300 }))
  expect((await heldBy(again))[0]).toBe('3-1 U1–2')
  await cancel(second)
  await cancel(again)
})

test('no neighbour: the other compartments are held without power, and paid for', async () => {
  const number = await signedOrder(hall, spaceAsked({ place: { no_neighbour: true } }))
  expect(await heldBy(number)).toHaveLength(4)
  expect((await lineOf(number)).line.quote?.prices[0]?.monthly_micro_euros).toBe(480_000_000)
  expect(await reservedOf('ups-A', 'W')).toBe(1000)
  await cancel(number)
})

test('apart from another of its own: another row; somebody else’s service is not known', async () => {
  const first = await signedOrder(hall, spaceAsked({ size: 'half' }))
  const { rows } = await sql<{
    number: string
  }>`select s.number from market.service s join market.line l on l.service_id = s.id
    join market."order" o on o.id = l.order_id where o.number = ${first}`.execute(hall.db)
  const second = await signedOrder(hall, spaceAsked({ size: 'half', place: { apart_from: rows[0]?.number ?? '' } }))
  expect([(await heldBy(first))[0]?.slice(0, 2), (await heldBy(second))[0]?.slice(0, 2)]).toEqual(['2-', '1-'])
  expect(
    await refusalOf(await quotedOrder(hall, spaceAsked({ place: { apart_from: 'BES-XP-000001' } }))),
  ).toMatchObject({ code: 'apart-from-unknown' })
  expect(await refusalOf(await quotedOrder(hall, spaceAsked({ place: { rack: '9-1' } })))).toMatchObject({
    code: 'rack-unknown',
  })
  await cancel(first)
  await cancel(second)
})

test('a hundred at one instant for twenty quarter racks: twenty get one, nothing is sold twice, nobody deadlocks for good', async () => {
  const numbers: string[] = []
  for (let each = 0; each < 100; each += 1) numbers.push(await quotedOrder(hall, spaceAsked({ watts: 500 })))
  const signed = await Promise.all(numbers.map((number) => signOrder(hall, number)))
  expect(signed.filter(({ ok }) => ok)).toHaveLength(20)
  expect(new Set(signed.flatMap((one) => (one.ok ? [] : [one.refusal.code])))).toEqual(new Set(['place-held']))
  expect(await reservedOf('row-A-3', 'VA')).toBe(20 * 527)
  expect(await judge(hall.db, hall.now)).toEqual([])
  await cancel(...numbers.filter((_, at) => signed[at]?.ok))
  expect(await reservedOf('row-A-3', 'VA')).toBe(0)
}, 120_000)

test('a hundred at one instant for the last power of one board: never a watt over it', async () => {
  const asked = () => spaceAsked({ size: 'full', watts: 2900, sides: 'A', place: { row: '1' } })
  const numbers: string[] = []
  for (let each = 0; each < 100; each += 1) numbers.push(await quotedOrder(hall, asked()))
  const signed = await Promise.all(numbers.map((number) => signOrder(hall, number)))
  // 63 A at 230 V are 14,549 VA on each phase: four times 3,053 on each of three, though a thirteenth would be within their sum.
  expect(signed.filter(({ ok }) => ok)).toHaveLength(12)
  expect(new Set(signed.flatMap((one) => (one.ok ? [] : [one.refusal.code])))).toEqual(new Set(['phase-reached']))
  expect(await reservedOf('row-A-1', 'VA')).toBe(12 * 3053)
  expect(await phasesOf('row-A-1')).toEqual([4 * 3053, 4 * 3053, 4 * 3053])
  expect(await judge(hall.db, hall.now)).toEqual([])
  await cancel(...numbers.filter((_, at) => signed[at]?.ok))
}, 120_000)

test('PostgreSQL itself refuses a sum over its limit', async () => {
  await expect(
    sql`update market.element_limit set reserved = limit_amount + 1 where unit = 'W'`.execute(hall.db),
  ).rejects.toMatchObject({ constraint: 'within_limit' })
})

test('a breaker a size down under a claim, and oversell below what is sold, are refused with the services; else the limits follow', async () => {
  const number = await signedOrder(hall, spaceAsked({ size: 'full', watts: 3000, place: { row: '4' } }))
  const { rows } = await sql<{
    number: string
  }>`select number from market.service where state = 'planned' order by number desc limit 1`.execute(hall.db)
  const service = rows[0]?.number
  const small = [
    'breaker_a: 125, voltage_v: 400, source: assumed, detail: { invented: true } }\n      - { handle: row-A-5',
    'breaker_a: 4, voltage_v: 400, source: assumed, detail: { invented: true } }\n      - { handle: row-A-5',
  ] as const
  await hall.edit('power.yaml', ...small)
  const planned = await hall.plan()
  expect(planned.refusals).toMatchObject([
    { code: 'limit-claimed', element: 'row-A-4', unit: 'VA', limit: 2771, reserved: 3158, services: [service] },
  ])
  expect(await hall.apply()).toMatchObject({ ok: false, refusal: { code: 'site-refused' } })
  await hall.edit('power.yaml', small[1], small[0])

  await hall.edit('power.yaml', 'limit_w: 180000', 'limit_w: 20000')
  await hall.edit('power.yaml', 'oversell: {}', 'oversell: { ups: 0.29 }')
  // 5,800 W, of which the meet-me room's gear draws 3,000.
  expect((await hall.plan()).refusals).toMatchObject([
    { code: 'limit-claimed', element: 'ups-A', unit: 'W', limit: 2800, own_draw: 3000, reserved: 3000 },
  ])
  await hall.edit('power.yaml', 'oversell: { ups: 0.29 }', 'oversell: { ups: 1.1 }')
  expect((await hall.apply()).ok).toBe(true)
  expect(await judge(hall.db, hall.now)).toEqual([])
  const { rows: limits } = await sql<{
    limit: number
    reserved: number
  }>`select l.limit_amount as limit, l.reserved from market.element_limit l
    join facility.element e on e.id = l.element_id where e.handle = 'ups-A' and l.unit = 'W' and l.failure_case = 'other-side-lost'`.execute(
    hall.db,
  )
  expect(limits).toEqual([{ limit: 19_000, reserved: 3000 }])

  // A bigger module draws more on its own chain: what is sold there must still be carried.
  const bigger = [
    'cooling-1, chain: A, room: hall, powered_by: [mechanical-A], limit_w: 50000, own_draw_w: 3500',
    'cooling-1, chain: A, room: hall, powered_by: [mechanical-A], limit_w: 50000, own_draw_w: 224000',
  ] as const
  await hall.edit('cooling.yaml', ...bigger)
  // 400 A at 400 V are 277,128 VA; 224 kW, two modules, the mechanical board, the meet-me room and 5 % of the UPS leave too little in W too.
  const [told] = (await hall.plan()).refusals
  expect(told).toMatchObject({ code: 'limit-claimed', reserved: 3158, services: [service] })
  expect(told?.['own_draw']).toBeGreaterThan(224_000)
  expect(await hall.apply()).toMatchObject({ ok: false, refusal: { code: 'site-refused' } })
  await hall.edit('cooling.yaml', bigger[1], bigger[0])
  expect((await hall.plan()).refusals).toEqual([])
  await cancel(number)
})

test('the doctor finds a limit that the plant does not make and a sum that no load makes', async () => {
  const number = await signedOrder(hall, spaceAsked())
  const broken = inTransaction(hall.db, async (tx) => {
    await sql`update market.element_limit set limit_amount = limit_amount + 1 where element_id = (select id from facility.element where handle = 'ups-B') and unit = 'W'`.execute(
      tx,
    )
    await sql`update market.sum_claim set amount = amount + 1 where unit = 'W' and element_id = (select id from facility.element where handle = 'grid-B')`.execute(
      tx,
    )
  })
  await broken
  const found = (await judge(hall.db, hall.now)).map(({ what, subject }) => `${what}: ${subject}`)
  expect(found).toContain('limit that the plant does not make: ups-B other-side-lost W')
  expect(found).toContain('sum that the load does not make: grid-B other-side-lost W')
  expect(found.some((one) => one.startsWith('reserved sum that its claims do not make'))).toBe(true)
  expect(await heldBy(number)).toHaveLength(1)
})

/** Does somebody wait for a lock of somebody else? */
const isWaiting = async (): Promise<boolean> =>
  (
    await sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
      hall.db,
    )
  ).rows.length > 0

test('who gives power back and takes some again never waits in a circle with who takes some meanwhile', async () => {
  const site = await theSite(hall.db)
  // Behind one side of the last row alone: most limits that are shared lie before those that it counts for.
  const number = await quotedOrder(hall, spaceAsked({ watts: 300, sides: 'B', place: { row: '3' } }, 'firm'))
  const claims = await claimsOfLines(hall.db, [(await lineOf(number)).line.id])
  expect(claims.some(({ load }) => load !== undefined)).toBe(true)
  let taking: Promise<unknown> = Promise.resolve()
  // Without `inTransaction`, which would hide it by trying again.
  await hall.db.transaction().execute(async (tx) => {
    await giveBack(tx, claims, hall.now, async () => 0)
    taking = hall.db.transaction().execute((other) => lockLimits(other, site.id))
    await vi.waitUntil(isWaiting, { timeout: 20_000, interval: 20 })
    await lockLimits(tx, site.id)
  })
  await taking
})

test('a quote of a port and a space made anew takes their locks in the order of a signature', async () => {
  const site = await theSite(hall.db)
  const lan = await lanOf(hall.db, site.id)
  const order = spaceAsked({ watts: 200 }, 'firm')
  const number = await quotedOrder(hall, { ...order, lines: [...order.lines, ...portAsked('jurassix').lines] })
  const found = await findOrder(hall.db, number)
  if (!found || !lan) throw new Error('no order or no LAN')
  const at = { site, now: hall.now, day: '2026-11-23' }
  let anew: Promise<unknown> = Promise.resolve()
  await hall.db.transaction().execute(async (tx) => {
    await lockFabric(tx, lan.id)
    anew = hall.db
      .transaction()
      .execute(async (other) => quoteOrder(other, at, found, await linesOf(other, [found.id]), 'firm'))
    await vi.waitUntil(isWaiting, { timeout: 20_000, interval: 20 })
    await lockLimits(tx, site.id)
  })
  expect(await anew).toMatchObject({ ok: true })
})

test('health data: without a certificate, with one of another scope, with one that has run out, with a valid one', async () => {
  const asked = () => quotedOrder(hall, spaceAsked({ health_data: true }))
  const certificate = (activities: string, until: string) =>
    `certificates:\n  - { scheme: HDS, activities: [${activities}], number: EXEMPLE-1, issuer: Exemple, from: "2026-01-01", until: "${until}" }\n\npower:\n`
  expect(await refusalOf(await asked())).toMatchObject({ code: 'hds-missing' })
  const steps = [
    ['power:\n', certificate('5, 6', '2028-12-31'), 'hds-scope'],
    [certificate('5, 6', '2028-12-31'), certificate('1', '2026-10-31'), 'hds-not-valid'],
    [certificate('1', '2026-10-31'), certificate('1, 2', '2028-12-31'), undefined],
  ] as const
  for (const [from, to, code] of steps) {
    await hall.edit('power.yaml', from, to)
    expect((await hall.apply()).ok).toBe(true)
    expect((await refusalOf(await asked()))?.code).toBe(code)
  }
  // A quote does not outlive the certificate: neither a firm one of a new space nor that of a service in service.
  const firm = await quotedOrder(hall, spaceAsked({ health_data: true }, 'firm'))
  const created = await signedOrder(hall, spaceAsked({ watts: 300 }))
  for (let round = 0; round < 3; round += 1) {
    await drive(hall)
    await doWork(hall)
  }
  await drive(hall)
  await acceptLine(hall, created)
  await drive(hall)
  const { number } = await standing(hall, created)
  const { order: change } = await askChange(hall, number, { health_data: true })
  const before = hall.now
  hall.now = new Date('2026-11-28T09:00:00Z')
  const untilDay = (from: string, to: string) =>
    sql`update facility.site set certificates = replace(certificates::text, ${from}::text, ${to}::text)::jsonb`.execute(
      hall.db,
    )
  await untilDay('2028-12-31', '2026-11-27')
  for (const order of [firm, change ?? ''])
    expect(await signOrder(hall, order)).toMatchObject({ refusal: { code: 'hds-not-valid', position: 1 } })
  await untilDay('2026-11-27', '2028-12-31')
  for (const order of [firm, change ?? '']) expect(await signOrder(hall, order)).toMatchObject({ ok: true })
  hall.now = before
  await cancel(firm)
})
