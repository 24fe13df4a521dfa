import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '#postgres/testing'
import { handOver, today } from '../contract.ts'
import { judge } from '../judge.ts'
import { signedOrder } from '../order/testing.ts'
import { type Bench, askAs, asked, layBench, memberOf, orderNow, turnAll } from '../testing.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let bench: Bench
beforeAll(async () => {
  database = await testDatabase()
  // The second port of the order needs a technician.
  bench = await layBench(database.db, { all: 2, prewired: 1 })
})
afterAll(() => database.close())

const DAY_MS = 86_400_000

test('lines that go together are noticed when the last is ready, and billed from one day, though one was used before', async () => {
  const body = asked('isp', { asn: 64_801, mac: '02:00:00:05:00:01' })
  const second = asked('isp', { asn: 64_802, mac: '02:00:00:05:00:02' }).lines
  const order = await signedOrder(bench, { ...body, together: true, lines: [...body.lines, ...second] })
  await sql`update exchange.asn set proved_at = ${bench.now}, proved_how = 'attested' where asn = 64801`.execute(
    bench.db,
  )
  const lines = async () => (await orderNow(bench, order)).lines
  /** What the customer is asked to accept today, by position. */
  const toAccept = async (): Promise<readonly string[]> => {
    const told = await askAs(bench, today, { as: memberOf(bench, ['read', 'sign']) })
    if (!told?.ok) throw new Error(JSON.stringify(told))
    return today.reply
      .parse(told.value)
      .needs.filter(({ kind }) => kind === 'line-ready')
      .map(({ what, since }) => `${Number(what['position'])} ${since.slice(0, 10)}`)
      .toSorted()
  }
  await turnAll(bench, 8)
  // The first is used already; nothing is owed for it, and no notice went out.
  expect((await lines()).map((line) => [line.state, line.notice_sent_at])).toEqual([
    ['ready', null],
    ['waiting', null],
  ])
  expect((await lines())[0]?.steps.find((step) => step.name === 'live')?.state).toBe('done')
  expect((await lines())[0]?.clocks.at(-1)).toMatchObject({ owner: 'ready', what: { code: 'together' } })
  // Nobody is asked to accept what no notice was sent of: it would be refused.
  expect(await toAccept()).toEqual([])

  bench.now = new Date('2026-12-07T09:00:00Z')
  await sql`update market.work_order set state = 'done', version = version + 1`.execute(bench.db)
  await turnAll(bench, 6)
  const ready = await lines()
  expect(ready.map((line) => line.state)).toEqual(['ready', 'ready'])
  expect(ready.every((line) => line.notice_sent_at?.startsWith('2026-12-07'))).toBe(true)
  // Silence of five working days, of the one that is not used.
  expect(ready.map((line) => line.billing.expected_by)).toEqual(['2026-12-14', '2026-12-14'])

  expect(await toAccept()).toEqual(['1 2026-12-07', '2 2026-12-07'])

  // Accepted in writing on Wednesday, the last of the two decides, for both.
  bench.now = new Date('2026-12-09T09:00:00Z')
  await askAs(bench, handOver, {
    params: { order, position: 2 },
    body: { verdict: 'accepted' },
    as: memberOf(bench, ['sign']),
  })
  expect(await toAccept()).toEqual(['1 2026-12-07'])
  // Neither a later acceptance nor a rejection takes the place of what was accepted in writing.
  bench.now = new Date(bench.now.getTime() + DAY_MS)
  const again = (said: object) =>
    askAs(bench, handOver, { params: { order, position: 2 }, body: said, as: memberOf(bench, ['sign']) })
  for (const said of [{ verdict: 'accepted' }, { verdict: 'rejected', reason: 'too late' }])
    expect(await again(said)).toMatchObject({ refusal: { code: 'illegal-move', from: 'accepted' } })
  await turnAll(bench, 3)
  expect((await lines()).map((line) => [line.state, line.billing.from])).toEqual([
    ['in-service', '2026-12-09'],
    ['in-service', '2026-12-09'],
  ])
  expect(await judge(bench.db, bench.now)).toEqual([])
})
