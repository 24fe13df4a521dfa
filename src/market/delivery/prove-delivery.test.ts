import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Db, inTransaction } from '#postgres'
import { testDatabase } from '#postgres/testing'
import { judge } from '../judge.ts'
import { cancelOrder } from '../order/cancel.ts'
import { findOrder, linesOf } from '../order/store.ts'
import { deliverSteps } from '../products/exchange-port/steps.ts'
import { theSite } from '../store.ts'
import { type Bench, asked, layBench, turnAll } from '../testing.ts'
import { changeWork, insertProof, listWorkRows } from '../work-order/store.ts'
import { attachmentOf } from '#exchange'
import { signedOrder } from '../order/testing.ts'
import { driveLine } from './drive-line.ts'
import { stepsOf } from './store.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let bench: Bench
let asn = 64_500

beforeAll(async () => {
  database = await testDatabase()
  bench = await layBench(database.db, { all: 40, prewired: 0 })
})
afterAll(() => database.close())

const member = () => {
  asn += 1
  return {
    asn,
    mac: `02:00:00:00:${(asn >> 8).toString(16).padStart(2, '0')}:${(asn & 255).toString(16).padStart(2, '0')}`,
  }
}
const by = { kind: 'system', id: null } as const

const lineOf = async (db: Db, number: string) => {
  const order = await findOrder(db, number)
  const line = order ? (await linesOf(db, [order.id]))[0] : undefined
  if (!order || !line) throw new Error(`no line of ${number}`)
  return { order, line, steps: await stepsOf(db, [line.id]) }
}

const proveAs = async (db: Db, number: string): Promise<void> => {
  await sql`update exchange.asn set proved_at = ${bench.now}, proved_how = 'attested' where asn = (
    select (l.parameters ->> 'asn')::bigint from market.line l join market."order" o on o.id = l.order_id where o.number = ${number})`.execute(
    db,
  )
}

/** The people of the site do what work orders ask, the second person too. */
const doWork = async (db: Db): Promise<void> => {
  const { rows } = await listWorkRows(db, { state: null, open: true, before: null, limit: 100 })
  for (const work of rows) {
    for (const need of work.needs.filter((candidate) => candidate.required)) {
      await insertProof(db, work.id, {
        need,
        text: 'seen',
        value: null,
        fileId: null,
        by: bench.technicians[0],
        takenAt: bench.now,
        now: bench.now,
      })
    }
    await changeWork(db, work.id, {
      state: 'done',
      done: { by: bench.technicians[0], at: bench.now },
      confirmed: { by: bench.technicians[1], at: bench.now },
    })
  }
}

const deliver = async (number: string, rounds = 12): Promise<void> => {
  await proveAs(bench.db, number)
  for (let round = 0; round < rounds; round += 1) {
    await turnAll(bench)
    await doWork(bench.db)
  }
}

test('an exchange port goes from the signature to live, each step with its evidence', async () => {
  const number = await signedOrder(bench, asked('isp', member()))
  await deliver(number)
  const { line, steps } = await lineOf(bench.db, number)
  expect(line.state).toBe('in-service')
  expect(steps.map((step) => [step.name, step.state])).toEqual(deliverSteps.map((step) => [step.name, 'done']))
  const { rows } = await sql<{
    proof: string
    source: string
  }>`select proof, source from market.evidence where line_id = ${line.id}`.execute(bench.db)
  expect(Object.fromEntries(rows.map((row) => [row.proof, row.source]))).toMatchObject({
    'photo-labels': 'attested',
    link: 'measured',
    'quarantine-carries': 'measured',
    'quarantine-answers': 'measured',
    'bgp-rs1-v4': 'measured',
    'bgp-rs2-v6': 'measured',
    'route-seen-v4': 'measured',
    'route-seen-v6': 'measured',
  })
  expect(await judge(bench.db, bench.now)).toEqual([])
})

test.each(deliverSteps.map((step, at) => [step.name, at] as const))(
  'cancelled after the step %s: no claim and no device state is left',
  async (_, at) => {
    const number = await signedOrder(bench, asked('isp', member()))
    await proveAs(bench.db, number)
    const last = deliverSteps[at]?.name
    for (let round = 0; round < 30; round += 1) {
      const { steps } = await lineOf(bench.db, number)
      if (steps.find((step) => step.name === last)?.state === 'done') break
      await turnAll(bench)
      await doWork(bench.db)
    }
    const reached = await lineOf(bench.db, number)
    expect(reached.steps.find((step) => step.name === last)?.state).toBe('done')
    if (reached.line.state === 'in-service') return // the last step: from here on it is ceased, which has its own proof
    await inTransaction(bench.db, (tx) => cancelOrder({ tx, now: bench.now, by }, reached.order, 'changed their mind'))
    await deliver(number)
    const { line } = await lineOf(bench.db, number)
    expect(line.state).toBe('cancelled')
    const { rows: held } =
      await sql`select from market.claim where line_id = ${line.id} and given_back_at is null and rests_until is null`.execute(
        bench.db,
      )
    expect(held).toEqual([])
    const attachment = line.service_id ? await attachmentOf(bench.db, line.service_id) : null
    const onDevice = attachment ? bench.fabric.told.get(attachment.portNumber)?.state : 'off'
    expect([attachment?.state ?? 'off', onDevice ?? 'off']).toEqual(['off', 'off'])
    const peers = bench.routeServers.flatMap((server) => server.told()?.peers ?? [])
    expect(peers.filter((peer) => peer.serviceId === line.service_id)).toEqual([])
    expect(await judge(bench.db, bench.now)).toEqual([])
  },
)

/** What one delivery left in the world. */
const tally = async (number: string) => {
  const { line } = await lineOf(bench.db, number)
  const attachment = line.service_id ? await attachmentOf(bench.db, line.service_id) : null
  const { rows } = await sql<{
    readonly claims: number
    readonly works: number
    readonly evidence: number
    readonly mails: number
    readonly wishes: number
  }>`select (select count(*)::int from market.claim where line_id = ${line.id}) as claims,
    (select count(*)::int from market.work_order w join market.step s on s.id = w.step_id where s.line_id = ${line.id}) as works,
    (select count(*)::int from market.evidence where line_id = ${line.id}) as evidence,
    (select count(*)::int from floor.mail where about_id = ${number}) as mails,
    (select count(*)::int from floor.journal where room = 'exchange' and subject_id = (select number from market.service where id = ${line.service_id})) as wishes`.execute(
    bench.db,
  )
  return {
    ...rows[0],
    state: line.state,
    wish: attachment?.state,
    device: attachment && bench.fabric.told.get(attachment.portNumber)?.state,
  }
}

test('each step done twice is as done once: claims, wishes, work orders, mails and evidence are the same', async () => {
  const once = await signedOrder(bench, asked('isp', member()))
  await deliver(once)
  for (const step of deliverSteps) {
    const act = step.act.bind(step)
    vi.spyOn(step, 'act').mockImplementation(async (context) => {
      await act(context)
      await act(context)
    })
  }
  const twice = await signedOrder(bench, asked('isp', member()))
  await deliver(twice)
  vi.restoreAllMocks()
  expect((await tally(twice)).state).toBe('in-service')
  expect(await tally(twice)).toEqual(await tally(once))
})

test('each undo run twice is as run once', async () => {
  for (const step of deliverSteps) {
    const undo = step.undo.bind(step)
    vi.spyOn(step, 'undo').mockImplementation(async (context) => {
      await undo(context)
      await undo(context)
    })
  }
  const number = await signedOrder(bench, asked('isp', member()))
  await turnAll(bench, 2)
  await doWork(bench.db)
  await turnAll(bench, 3)
  const { order } = await lineOf(bench.db, number)
  await inTransaction(bench.db, (tx) => cancelOrder({ tx, now: bench.now, by }, order, 'changed their mind'))
  await deliver(number)
  vi.restoreAllMocks()
  expect(await tally(number)).toMatchObject({ state: 'cancelled', wish: 'off', device: 'off', works: 2 })
  expect(await judge(bench.db, bench.now)).toEqual([])
})

test('killed at any point of a round, the round leaves nothing, and the next driver finishes', async () => {
  const number = await signedOrder(bench, asked('isp', member()))
  const site = await theSite(bench.db)
  for (let round = 0; round < 30; round += 1) {
    const { line } = await lineOf(bench.db, number)
    if (line.state === 'in-service') break
    const before = await sql`select name, state from market.step where line_id = ${line.id} order by position`.execute(
      bench.db,
    )
    const killed = inTransaction(bench.db, async (tx) => {
      await driveLine(tx, site, line.id, bench.now)
      throw new Error('killed')
    })
    await expect(killed).rejects.toThrow('killed')
    const after = await sql`select name, state from market.step where line_id = ${line.id} order by position`.execute(
      bench.db,
    )
    expect(after.rows).toEqual(before.rows)
    await proveAs(bench.db, number)
    await turnAll(bench)
    await doWork(bench.db)
  }
  expect((await lineOf(bench.db, number)).line.state).toBe('in-service')
  expect(await judge(bench.db, bench.now)).toEqual([])
})
