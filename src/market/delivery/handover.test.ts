import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '#postgres/testing'
import { acceptOrder, cancelOrder, closeStep, handOver, remedyLine, showOrder, type OrderWire } from '../contract.ts'
import { judge } from '../judge.ts'
import { dayIn } from '../start-billing.ts'
import { marketRoutes } from '../routes.ts'
import { quotedOrder, signedOrder } from '../order/testing.ts'
import { longDay, say } from '#kernel'
import { marketWords } from '../words.ts'
import { type Bench, actorOf, asked, layBench, memberOf, turnAll } from '../testing.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let bench: Bench
beforeAll(async () => {
  database = await testDatabase()
  bench = await layBench(database.db, { all: 10, prewired: 10 })
})
afterAll(() => database.close())

const DAY_MS = 86_400_000
const paperOn = (date: string) => ({
  file_name: 'po.pdf',
  content_base64: Buffer.from('%PDF-1.4\n%order\n').toString('base64'),
  number: 'PO-7',
  date,
  signer: 'Mme Roux',
})
const today = (): string => dayIn('Europe/Paris', bench.now)
const dayAfter = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString()
let n = 0
const one = () => {
  n += 1
  return { asn: 64_600 + n, mac: `02:00:00:02:00:${n.toString(16).padStart(2, '0')}` }
}

const call = async (
  route: object,
  params: object,
  body: object = {},
  as = actorOf(bench.technicians[0], new Set(['admin'])),
): Promise<{ ok: boolean; value: OrderWire; refusal: { code: string } } | null> => {
  const served = marketRoutes.find((candidate) => candidate.route === route)
  if (!served) throw new Error('the route is not served')
  return (await served.handle({
    params,
    query: {},
    body,
    actor: as,
    by: { kind: 'person', id: as.personId },
    db: bench.db,
    now: bench.now,
    clock: () => bench.now,
    ifMatch: null,
  } as never)) as never
}
const show = async (order: string) => {
  const answer = await call(showOrder, { order })
  if (!answer?.ok) throw new Error('not shown')
  return answer.value
}
const line = async (order: string) => {
  const first = (await show(order)).lines[0]
  if (!first) throw new Error('no line')
  return first
}

test('ready without the customer: its AS is not proved, yet the notice goes out; silence of five working days begins the bill', async () => {
  const order = await signedOrder(bench, asked('isp', one()))
  await turnAll(bench, 5)
  const ready = await line(order)
  expect(ready.state).toBe('ready')
  expect(ready.billing).toEqual({ from: null, reason: null, expected_by: '2026-11-30' })
  expect(ready.steps.find((step) => step.name === 'prove-asn')?.waits).toMatchObject({
    for: 'site',
    what: { code: 'asn-contact-unknown' },
  })
  const { rows } = await sql`select from floor.mail where about_id = ${order}`.execute(bench.db)
  expect(rows).toHaveLength(1)
  bench.now = new Date(bench.now.getTime() + 8 * DAY_MS)
  await turnAll(bench, 1)
  expect(await line(order)).toMatchObject({
    state: 'in-service',
    live_at: null,
    billing: { from: '2026-11-30', reason: 'notice-elapsed' },
  })
  // The customer comes at last: its equipment is seen though the bill runs already.
  await sql`update exchange.asn set proved_at = ${bench.now}, proved_how = 'attested' where proved_at is null`.execute(
    bench.db,
  )
  await turnAll(bench, 6)
  expect((await line(order)).live_at).not.toBeNull()
  expect(await judge(bench.db, bench.now)).toEqual([])
})

test('a rejection with a reason stops the days; put right, it is proved anew and noticed anew', async () => {
  const order = await signedOrder(bench, asked('isp', one()))
  await turnAll(bench, 5)
  expect(await call(remedyLine, { order, position: 1 }, { note: 'x' })).toMatchObject({
    ok: false,
    refusal: { code: 'illegal-move' },
  })
  const rejected = await call(handOver, { order, position: 1 }, { verdict: 'rejected', reason: 'no light at our end' })
  expect(rejected?.value.lines[0]).toMatchObject({ state: 'rejected', rejected: { reason: 'no light at our end' } })
  bench.now = new Date(bench.now.getTime() + 20 * DAY_MS)
  await turnAll(bench, 2)
  expect((await line(order)).state).toBe('rejected')
  await call(remedyLine, { order, position: 1 }, { note: 'cleaned both ends' })
  await turnAll(bench, 4)
  const again = await line(order)
  expect(again.state).toBe('ready')
  expect(new Date(again.notice_sent_at ?? 0).getTime()).toBeGreaterThan(bench.now.getTime() - DAY_MS)
  expect(again.evidence).toContainEqual(expect.objectContaining({ proof: 'rejected', value: 'no light at our end' }))
  expect(again.evidence).toContainEqual(expect.objectContaining({ proof: 'remedied', value: 'cleaned both ends' }))
  // The site does not start a bill by its own word: it shows what the customer wrote.
  expect(await call(handOver, { order, position: 1 }, { verdict: 'accepted' })).toMatchObject({
    ok: false,
    refusal: { code: 'paper-missing' },
  })
  const accepted = await call(handOver, { order, position: 1 }, { verdict: 'accepted', paper: paperOn(today()) })
  expect(accepted?.value.lines[0]?.evidence).toContainEqual(
    expect.objectContaining({ step: 'handover', proof: 'accepted-on-paper', file: expect.any(String) }),
  )
  await turnAll(bench, 1)
  expect(await line(order)).toMatchObject({ state: 'in-service', billing: { reason: 'acceptance' } })
})

test('rejected when its port was open already: it goes back to quarantine to be tested, and is opened again', async () => {
  const order = await signedOrder(bench, asked('isp', one()))
  await turnAll(bench, 6)
  await sql`update exchange.asn set proved_at = ${bench.now}, proved_how = 'attested' where proved_at is null`.execute(
    bench.db,
  )
  // Quarantine is over and the port is wished open, but nobody peers yet.
  await turnAll(bench, 1, false)
  await turnAll(bench, 1, false)
  expect((await line(order)).state).toBe('ready')
  expect((await line(order)).steps.find((step) => step.name === 'open')?.state).toBe('acted')
  await call(handOver, { order, position: 1 }, { verdict: 'rejected', reason: 'errors at night' })
  await call(remedyLine, { order, position: 1 }, { note: 'new optics' })
  await turnAll(bench, 10)
  expect(await line(order)).toMatchObject({ state: 'in-service', billing: { reason: 'first-use' } })
  expect(await judge(bench.db, bench.now)).toEqual([])
})

test('without a device the step waits and says so; an administrator closes it by hand with a proof', async () => {
  const order = await signedOrder(bench, asked('isp', one()))
  await turnAll(bench, 30, false)
  const waiting = await line(order)
  expect(waiting.waiting).toMatchObject({ for: 'site', what: { code: 'device-silent' } })
  const step = waiting.steps.find((candidate) => candidate.name === 'port')
  const proof = Buffer.from('%PDF-1.4\n%proof\n').toString('base64')
  expect(
    await call(
      closeStep,
      { step: step?.id },
      { note: 'configured on the console', file_name: 'p.pdf', content_base64: proof },
    ),
  ).toMatchObject({ ok: true })
  const closed = (await line(order)).steps.find((candidate) => candidate.name === 'port')
  expect(closed).toMatchObject({ state: 'done', closed_by_hand: true })
  expect((await line(order)).evidence).toContainEqual(
    expect.objectContaining({ step: 'port', proof: 'closed-by-hand', source: 'attested' }),
  )
  await call(cancelOrder, { order }, { reason: 'test' })
})

test('a person’s step closed by hand closes its work order; cancelled then, somebody is sent to undo it', async () => {
  const { rows } = await sql<{
    id: string
    panel: string
  }>`with before as (select id, prewired_panel_id from exchange.port),
    cut as (update exchange.port set prewired_panel_id = null, prewired_position = null)
    select id, prewired_panel_id as panel from before`.execute(bench.db)
  const order = await signedOrder(bench, asked('isp', one()))
  const held = (await line(order)).holds.find(({ kind }) => kind === 'port')?.label
  await sql`update exchange.port set prewired_panel_id = ${rows[0]?.panel}, prewired_position = number
    where 'sw1/' || number <> ${held}`.execute(bench.db)
  await turnAll(bench, 2, false)
  const patch = (await line(order)).steps.find(({ name }) => name === 'patch')
  const by = { note: 'the installer did it', file_name: 'p.pdf', content_base64: paperOn(today()).content_base64 }
  expect(await call(closeStep, { step: patch?.id }, by)).toMatchObject({ ok: true })
  expect(await judge(bench.db, bench.now)).toEqual([])
  await call(cancelOrder, { order }, { reason: 'test' })
  await turnAll(bench, 4, false)
  const undoing = (await line(order)).steps.find(({ name }) => name === 'patch')
  expect(undoing).toMatchObject({ state: 'undoing', waits: { what: { code: 'work-to-do' } } })
  // What can darken a customer takes two: the first one's word is confirmed by another's.
  expect(await call(closeStep, { step: undoing?.id }, by)).toMatchObject({ ok: true })
  expect(await call(closeStep, { step: undoing?.id }, by)).toMatchObject({ refusal: { code: 'same-person' } })
  const other = actorOf(bench.technicians[1], new Set(['admin']))
  expect(await call(closeStep, { step: undoing?.id }, by, other)).toMatchObject({ ok: true })
  await turnAll(bench, 2, false)
  expect((await line(order)).state).toBe('cancelled')
  expect(await judge(bench.db, bench.now)).toEqual([])
})

test('what broke inside is told to the staff, not to the customer', async () => {
  const order = await signedOrder(bench, asked('isp', one()))
  await turnAll(bench, 1, false)
  const id = (await line(order)).steps.find(({ name }) => name === 'port')?.id
  await sql`update market.step set fault = 'ECONNREFUSED 10.0.0.7' where id = ${id}`.execute(bench.db)
  const faultFor = async (as: ReturnType<typeof actorOf>) =>
    (await call(showOrder, { order }, {}, as))?.value.lines[0]?.steps.find((step) => step.id === id)?.fault
  expect(await faultFor(actorOf(bench.technicians[0], new Set(['technician'])))).toBe('ECONNREFUSED 10.0.0.7')
  expect(await faultFor(memberOf(bench, ['read']))).toBeNull()
  await call(cancelOrder, { order }, { reason: 'test' })
})

test('a key signs by what it was given, not by all that its person may', async () => {
  const order = await quotedOrder(bench, asked('isp', one()))
  const salesKey = actorOf(bench.signatory, new Set(['sales']), new Map([[bench.isp, new Set(['read'] as const)]]))
  expect(await call(acceptOrder, { order }, {}, salesKey)).toMatchObject({ refusal: { code: 'paper-missing' } })
  expect(await call(acceptOrder, { order }, {}, memberOf(bench, ['sign']))).toMatchObject({ ok: true })
  await call(cancelOrder, { order }, { reason: 'test' })
})

test('who signs: a signatory of the organisation, or the operator with the paper; a reader and a stranger never', async () => {
  const order = await quotedOrder(bench, asked('isp', one()))
  const reader = actorOf(bench.technicians[1], new Set(), new Map([[bench.isp, new Set(['read'] as const)]]))
  expect(await call(acceptOrder, { order }, {}, reader)).toMatchObject({
    ok: false,
    refusal: { code: 'not-a-signatory' },
  })
  const stranger = actorOf(
    bench.technicians[1],
    new Set(),
    new Map([[bench.townHall, new Set(['read', 'sign'] as const)]]),
  )
  expect(await call(acceptOrder, { order }, {}, stranger)).toBeNull()
  expect(await call(acceptOrder, { order })).toMatchObject({ ok: false, refusal: { code: 'paper-missing' } })
  expect(await call(acceptOrder, { order }, { paper: paperOn(today()) })).toMatchObject({
    ok: true,
    value: { accepted: { by: 'Mme Roux', paper: { number: 'PO-7' } } },
  })
  expect(await call(acceptOrder, { order }, { paper: paperOn(today()) })).toMatchObject({
    ok: false,
    refusal: { code: 'illegal-move' },
  })
})

test('a paper counts by the day that it bears: neither tomorrow nor before the order or the notice; its day begins the bill, whenever it is entered', async () => {
  // An hour before midnight of UTC it is tomorrow where the site stands.
  bench.now = new Date(`${bench.now.toISOString().slice(0, 10)}T23:15:00Z`)
  const order = await quotedOrder(bench, asked('isp', one()))
  const signedOn = today()
  expect(signedOn).toBe(dayAfter(bench.now.toISOString().slice(0, 10), 1))
  const sign = async (on: string) => call(acceptOrder, { order }, { paper: paperOn(on) })
  expect(await sign('2099-01-01')).toMatchObject({ refusal: { code: 'paper-in-future', signed_on: '2099-01-01', today: signedOn } }) // prettier-ignore
  for (const early of ['0000-01-01', '1900-01-01', dayAfter(signedOn, -1)])
    expect(await sign(early)).toMatchObject({ refusal: { code: 'paper-before-order', signed_on: early, drafted_on: signedOn } }) // prettier-ignore
  expect(await sign(signedOn)).toMatchObject({ value: { accepted: { paper: { date: signedOn } } } })

  await turnAll(bench, 5)
  expect((await line(order)).state).toBe('ready')
  const noticedOn = today()
  bench.now = new Date(bench.now.getTime() + 3 * DAY_MS)
  const accept = async (on: string) =>
    call(handOver, { order, position: 1 }, { verdict: 'accepted', paper: paperOn(on) })
  const late = { signed_on: '2099-12-31', today: today() }
  expect(await accept('2099-12-31')).toMatchObject({ refusal: { code: 'paper-in-future', ...late } })
  const early = { signed_on: dayAfter(noticedOn, -1), noticed_on: noticedOn }
  expect(await accept(early.signed_on)).toMatchObject({ refusal: { code: 'paper-before-notice', ...early } })
  expect(await line(order)).toMatchObject({ state: 'ready', evidence: expect.not.arrayContaining([expect.objectContaining({ proof: 'accepted-on-paper' })]) }) // prettier-ignore
  expect(await accept(dayAfter(noticedOn, 1))).toMatchObject({ ok: true })
  await turnAll(bench, 1)
  expect(await line(order)).toMatchObject({
    state: 'in-service',
    billing: { from: dayAfter(noticedOn, 1), reason: 'acceptance' },
  })
  const said = { signed_on: '2026-11-22', noticed_on: '2026-11-23', drafted_on: '2026-11-23', today: '2026-11-20' }
  for (const [code, named] of [
    ['paper-in-future', 'today'],
    ['paper-before-order', 'drafted_on'],
    ['paper-before-notice', 'noticed_on'],
  ] as const)
    // prettier-ignore
    for (const language of ['fr', 'en'] as const)
      for (const day of ['signed_on', named] as const)
        expect(say(marketWords[code], language, said)).toContain(longDay(said[day], language))
})

test('the clocks of every owner are kept: site, then customer or ready', async () => {
  const order = await signedOrder(bench, asked('isp', one()))
  await turnAll(bench, 5)
  const { clocks } = await line(order)
  expect(clocks.map((clock) => clock.owner)).toEqual(expect.arrayContaining(['site', 'ready']))
  expect(clocks.filter((clock) => clock.ended_at === null)).toHaveLength(1)
})
