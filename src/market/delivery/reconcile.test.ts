import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { turn } from '#kernel'
import { testDatabase } from '#postgres/testing'
import { takeWork } from '../contract.ts'
import { signedOrder } from '../order/testing.ts'
import { deliverSteps } from '../products/exchange-port/steps.ts'
import { type Bench, askAs, asked, layBench, orderNow } from '../testing.ts'
import { fulfilment } from './reconcile.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let bench: Bench
const orders: string[] = []
beforeAll(async () => {
  database = await testDatabase()
  bench = await layBench(database.db, { all: 3, prewired: 0 })
  for (const asn of [64_901, 64_902, 64_903])
    orders.push(await signedOrder(bench, asked('isp', { asn, mac: `02:00:00:07:00:${asn - 64_900 + 10}` })))
})
afterAll(() => database.close())

test('woken by whatever, it drives only the lines of which something changed, and all of them after a while', async () => {
  const delivery = fulfilment({ db: bench.db, clock: () => bench.now })
  const driven = async (): Promise<number> => (await turn(delivery, new AbortController().signal)).steps
  expect([await driven(), await driven(), await driven()]).toEqual([3, 3, 0])
  const work = (await orderNow(bench, orders[1] ?? '')).lines[0]?.steps[0]?.work_order
  await askAs(bench, takeWork, { params: { work } })
  expect([await driven(), await driven()]).toEqual([1, 0])
  await sql`update exchange.asn set contact_mail = 'noc@isp.example' where asn = 64903`.execute(bench.db)
  expect(await driven()).toBe(1)
  await driven()
  bench.now = new Date(bench.now.getTime() + 600_000)
  expect(await driven()).toBe(3)
  // Another process takes over and knows nothing of what this one drove.
  expect((await turn(fulfilment({ db: bench.db, clock: () => bench.now }), new AbortController().signal)).steps).toBe(3)
})

test('a fault is kept beside the step that failed, tried again after a moment, and gone when it is over', async () => {
  const delivery = fulfilment({ db: bench.db, clock: () => bench.now })
  const step = deliverSteps.find(({ name }) => name === 'prove-asn')
  if (!step) throw new Error('no such step')
  vi.spyOn(step, 'found').mockRejectedValueOnce(new Error('the registry is away'))
  const first = await turn(delivery, new AbortController().signal)
  expect(first.failed).toHaveLength(1)
  const faults = async () =>
    (
      await sql<{
        name: string
        fault: string
        code: string
      }>`select name, fault, waits_what ->> 'code' as code from market.step where fault is not null`.execute(bench.db)
    ).rows
  expect(await faults()).toEqual([{ name: 'prove-asn', fault: 'the registry is away', code: 'step-faults' }])
  vi.restoreAllMocks()
  bench.now = new Date(bench.now.getTime() + 10_000)
  expect((await turn(delivery, new AbortController().signal)).failed).toEqual([])
  expect(await faults()).toEqual([])
})
