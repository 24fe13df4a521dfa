import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { attachmentOf } from '#exchange'
import { newId } from '#kernel'
import { inTransaction } from '#postgres'
import { testDatabase } from '#postgres/testing'
import { askChange, cancelNow, lineOf, signedChange, standing } from '../../change/testing.ts'
import { driveLine } from '../../delivery/drive-line.ts'
import { judge } from '../../judge.ts'
import { signedOrder } from '../../order/testing.ts'
import { theSite } from '../../store.ts'
import { resumeService, suspendService } from '../../contract.ts'
import { type Bench, askAs, asked, layBench, proveAll, turnAll } from '../../testing.ts'
import { changeWork, insertProof, listWorkRows } from '../../work-order/store.ts'
import { changeSteps } from './change-steps.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let bench: Bench
beforeAll(async () => {
  database = await testDatabase()
  bench = await layBench(database.db, { all: 40, prewired: 1 })
  await sql`update exchange.port set speed_mbps = 100000 where number > 24`.execute(bench.db)
  await sql`insert into market.price (id, site_id, product, item, setup_micro_euros, monthly_micro_euros, from_date)
    values (${newId()}, ${bench.site}, 'exchange-port', 'port-100g', 500000000, 990000000, '2026-01-01')`.execute(
    bench.db,
  )
})
afterAll(() => database.close())

let n = 0
const member = () => {
  n += 1
  return { asn: 64_900 + n, mac: `02:00:00:09:00:${n.toString(16).padStart(2, '0')}` }
}

const doWork = async (): Promise<readonly string[]> => {
  const { rows } = await listWorkRows(bench.db, { state: null, open: true, before: null, limit: 100 })
  const [by, second] = bench.technicians
  for (const work of rows) {
    for (const need of work.needs.filter(({ required }) => required))
      await insertProof(bench.db, work.id, {
        need,
        text: 'seen',
        value: null,
        fileId: null,
        by,
        takenAt: bench.now,
        now: bench.now,
      })
    await changeWork(bench.db, work.id, {
      state: 'done',
      done: { by, at: bench.now },
      confirmed: { by: second, at: bench.now },
    })
  }
  return rows.map(({ what }) => what.what.code)
}
const rounds = async (most = 8): Promise<readonly string[]> => {
  const done: string[] = []
  for (let round = 0; round < most; round += 1) {
    await turnAll(bench)
    done.push(...(await doWork()))
  }
  return done
}
/** A member that peers, learned and seen by another one. */
const inService = async (): Promise<string> => {
  const number = await signedOrder(bench, asked('isp', member()))
  await turnAll(bench)
  await proveAll(bench)
  await rounds(9)
  expect((await lineOf(bench, number)).steps.map(({ state }) => state)).toEqual(Array.from({ length: 7 }, () => 'done'))
  return number
}
/** Fulfilment alone: no device answers meanwhile. */
const turnOnce = () => turnAll(bench, 1, false)
const wish = async (id: string) => {
  const row = await attachmentOf(bench.db, id)
  return [row?.state, row?.portNumber, row?.speedMbps, row?.v4, row?.asn, row?.mac, row?.asSet]
}
const openPorts = () => [...bench.fabric.told].filter(([, told]) => told.state !== 'off').map(([port]) => port)

test('another speed: the jumper is moved at the switch, addresses and AS stay, first use at the new price begins its bill', async () => {
  // The one that was wired at the opening keeps its jumper; its new port comes out at another position.
  const wired = await standing(bench, await inService())
  const created = await inService()
  await signedChange(bench, wired.number, { speed: '100G' })
  expect(await rounds()).toEqual(['work-patch-port'])
  expect((await wish(wired.id)).slice(0, 3)).toEqual(['production', 25, 100_000])
  expect(await judge(bench.db, bench.now)).toEqual([])

  const { id, number, monthly, holds } = await standing(bench, created)
  const [, oldPort, , v4, asn, mac] = await wish(id)
  const dry = await askChange(bench, number, { speed: '100G' }, true)
  expect(dry).toMatchObject({
    refusal: null,
    change: { monthly_before_micro_euros: monthly, monthly_after_micro_euros: 990_000_000 },
    would_reserve: [{ kind: 'port' }],
  })
  expect(dry.change?.would_give_back).toEqual([{ kind: 'port', label: `sw1/${String(oldPort)}` }])
  const order = await signedChange(bench, number, { speed: '100G' })
  await turnAll(bench, 2)
  expect([(await wish(id))[0], (await standing(bench, created)).monthly]).toEqual(['production', monthly])
  expect(await judge(bench.db, bench.now)).toEqual([])
  expect(await rounds()).toEqual(['work-repatch-port'])
  const { line, steps } = await lineOf(bench, order)
  expect([line.state, steps.map(({ name, state }) => [name, state])]).toEqual([
    'in-service',
    ['new-patch', 'switch-over', 'test-again', 'open-again', 'live-again', 'old-unpatch'].map((name) => [name, 'done']),
  ])
  const after = await wish(id)
  expect(after).toEqual(['production', after[1], 100_000, v4, asn, mac, null])
  expect(openPorts()).not.toContain(oldPort)
  const now = await standing(bench, created)
  expect(now).toMatchObject({
    monthly: 990_000_000,
    prices: [{ monthly }, { from: '2026-11-23', monthly: 990_000_000 }],
  })
  const kinds = (of: typeof holds) => of.map(([kind]) => String(kind)).toSorted((a, b) => a.localeCompare(b))
  expect(kinds(now.holds)).toEqual(kinds(holds))
  expect(await judge(bench.db, bench.now)).toEqual([])
})

test('other equipment is proved in quarantine before it peers; other filters are written on the open port', async () => {
  const created = await inService()
  const { id, number } = await standing(bench, created)
  const before = await wish(id)
  expect((await askChange(bench, number, { mac: '01:00:5e:00:00:01' }, true)).refusal).toMatchObject({
    code: 'mac-multicast',
  })
  expect((await askChange(bench, number, { asn: 64_501 }, true)).refusal).toMatchObject({
    code: 'change-not-sold',
    field: 'asn',
  })
  const mac = '02:00:00:0a:00:01'
  const order = await signedChange(bench, number, { mac })
  await turnAll(bench, 2)
  expect(await wish(id)).toEqual(['quarantine', ...before.slice(1, 5), mac, null])
  await rounds(5)
  expect((await lineOf(bench, order)).steps.map(({ name, state }) => [name, state])).toEqual(
    ['switch-over', 'quarantine-again', 'open-again', 'live-again'].map((name) => [name, 'done']),
  )
  expect(await wish(id)).toEqual(['production', ...before.slice(1, 5), mac, null])
  expect((await standing(bench, created)).holds.filter(([kind]) => kind === 'mac')).toEqual([['mac', mac]])
  const filters = await signedChange(bench, number, { as_set: 'AS-DOUBS', max_prefix_v4: 50 })
  await turnAll(bench)
  expect(await wish(id)).toEqual(['production', ...before.slice(1, 5), mac, 'AS-DOUBS'])
  await rounds(3)
  expect((await lineOf(bench, filters)).line.state).toBe('in-service')
  expect((await standing(bench, created)).prices).toHaveLength(3)
  expect(await judge(bench.db, bench.now)).toEqual([])
})

const CHANGE = { speed: '100G', mac: '02:00:00:0b:00:01' }
const names = changeSteps.map(({ name }) => name)

test.each(names.slice(0, 4).map((name, at) => [name, at] as const))(
  'cancelled after the step %s, each undo twice: the old port peers again and nothing of the change is held',
  async (_, at) => {
    const created = await inService()
    const before = await standing(bench, created)
    const peered = await wish(before.id)
    const order = await signedChange(bench, before.number, { ...CHANGE, mac: `02:00:00:0b:01:0${at}` })
    for (let round = 0; round < 12; round += 1) {
      await turnAll(bench)
      if ((await lineOf(bench, order)).steps[at]?.state === 'done') break
      await doWork()
    }
    if ((await lineOf(bench, order)).line.state === 'in-service') throw new Error('too late to cancel')
    for (const step of changeSteps) {
      const undo = step.undo.bind(step)
      vi.spyOn(step, 'undo').mockImplementation(async (context) => {
        await undo(context)
        await undo(context)
      })
    }
    await cancelNow(bench, order)
    await rounds(8)
    vi.restoreAllMocks()
    expect((await lineOf(bench, order)).line).toMatchObject({ state: 'cancelled', unwinding: false })
    expect([await standing(bench, created), await wish(before.id)]).toEqual([before, peered])
    expect(await judge(bench.db, bench.now)).toEqual([])
  },
)

test('each step twice, and killed in every round, is as done once', async () => {
  const created = await inService()
  const { id, number } = await standing(bench, created)
  const order = await signedChange(bench, number, CHANGE)
  for (const step of changeSteps) {
    const act = step.act.bind(step)
    vi.spyOn(step, 'act').mockImplementation(async (context) => {
      await act(context)
      await act(context)
    })
  }
  const site = await theSite(bench.db)
  for (let round = 0; round < 14; round += 1) {
    const { line } = await lineOf(bench, order)
    const before = [await standing(bench, created), await wish(id)]
    const killed = inTransaction(bench.db, async (tx) => {
      await driveLine(tx, site, line.id, bench.now)
      throw new Error('killed')
    })
    await expect(killed).rejects.toThrow('killed')
    expect([await standing(bench, created), await wish(id)]).toEqual(before)
    await turnAll(bench)
    await doWork()
  }
  vi.restoreAllMocks()
  const { line, steps } = await lineOf(bench, order)
  expect([line.state, steps.map(({ name, state }) => [name, state])]).toEqual([
    'in-service',
    names.map((name) => [name, 'done']),
  ])
  expect((await wish(id)).slice(0, 3)).toEqual(['production', expect.any(Number), 100_000])
  expect(await judge(bench.db, bench.now)).toEqual([])
})

test('suspended in the middle of a change the port stays shut; it goes on from quarantine, or back to what it was', async () => {
  const created = await inService()
  const before = await standing(bench, created)
  const peered = await wish(before.id)
  const act = (route: typeof suspendService | typeof resumeService, body: object = {}) =>
    askAs(bench, route, { params: { service: before.number }, body })
  const order = await signedChange(bench, before.number, { mac: '02:00:00:0c:00:01' })
  for (let round = 0; round < 6 && (await wish(before.id))[0] !== 'quarantine'; round += 1) await turnOnce()
  expect((await lineOf(bench, order)).steps.find(({ name }) => name === 'open-again')?.state).toBe('pending')
  await act(suspendService, { for: 'abuse' })
  await act(resumeService)
  expect((await wish(before.id))[0]).toBe('quarantine')
  await act(suspendService, { for: 'abuse' })
  await cancelNow(bench, order)
  await turnAll(bench, 4)
  expect([(await lineOf(bench, order)).line.state, (await wish(before.id))[0]]).toEqual(['cancelled', 'suspended'])
  expect(await judge(bench.db, bench.now)).toEqual([])
  await act(resumeService)
  expect([await wish(before.id), (await standing(bench, created)).holds]).toEqual([peered, before.holds])
  expect(await judge(bench.db, bench.now)).toEqual([])
})
