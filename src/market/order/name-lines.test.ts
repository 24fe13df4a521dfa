import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '#postgres'
import type { OrderAsked } from '../contract.ts'
import { previewOrder } from '../contract.ts'
import { connectLine } from '../products/cross-connect/testing.ts'
import { type Hall, layHall, spaceAsked } from '../products/rack-space/testing.ts'
import { actorOf, asked as portAsked } from '../testing.ts'
import { cancelNow } from '../change/testing.ts'
import { orderRoutes } from './routes.ts'
import { findOrder, linesOf } from './store.ts'
import { quotedOrder, signOrder } from './testing.ts'

let hall: Hall
beforeAll(async () => {
  hall = await layHall()
})
afterAll(() => hall.close())

const [space] = spaceAsked({ watts: 300 }).lines
const [port] = portAsked('jurassix', { asn: 64510, mac: '02:be:50:00:02:01' }).lines
const connect = connectLine
const orderOf = (...lines: readonly (OrderAsked['lines'][number] | undefined)[]): OrderAsked => ({
  ...spaceAsked(),
  lines: lines.filter((line) => line !== undefined),
})

const dryRun = async (order: OrderAsked) => {
  const served = orderRoutes.find(({ route }) => route === previewOrder)
  const answer = await served?.handle({
    params: {},
    query: {},
    body: previewOrder.body?.parse(order),
    actor: actorOf(hall.signatory, new Set(['admin'])),
    by: { kind: 'person', id: hall.signatory },
    db: hall.db,
    now: hall.now,
    clock: () => hall.now,
    ifMatch: null,
  })
  if (!answer?.ok) throw new Error(JSON.stringify(answer))
  return previewOrder.reply.parse(answer.value).lines.map(({ refusal }) => refusal)
}
/** What the order itself is refused for, its lines quoted as they stand. */
const quoted = async (order: OrderAsked) => {
  const number = await quotedOrder(hall, order)
  const found = await inTransaction(hall.db, (tx) => findOrder(tx, number))
  const lines = found ? await linesOf(hall.db, [found.id]) : []
  return { number, refusals: lines.map(({ quote }) => quote?.refusal ?? null) }
}

const panel = { panel: 'M2-P03' } as const
const wrong: readonly (readonly [why: string, order: OrderAsked, refusals: readonly (object | null)[]])[] = [
  ['itself', orderOf(connect({ a: { line: 1 }, z: { line: 1 } })), [{ code: 'space-unknown', line: 1 }]],
  ['a line that is not there', orderOf(space, connect({ a: { line: 3 }, z: panel })), [null, { code: 'space-unknown', line: 3 }]], // prettier-ignore
  [
    'a port for a space',
    orderOf(port, connect({ a: { line: 1 }, z: panel })),
    [null, { code: 'space-unknown', line: 1 }],
  ],
  ['a port for a space at end Z', orderOf(space, connect({ a: { line: 1 }, z: { line: 3 } }), port), [null, { code: 'space-unknown', line: 3 }, null]], // prettier-ignore
  ['a space for a port', orderOf(space, connect({ a: { line: 1 }, z: { exchange: true, line: 1 } })), [null, { code: 'port-none' }]], // prettier-ignore
  ['another connection for a port', orderOf(space, connect({ a: { line: 1 }, z: panel }), connect({ a: panel, z: { exchange: true, line: 2 } })), [null, null, { code: 'port-none' }]], // prettier-ignore
]

test('a dry run refuses what the order would: an end that names its own line, one that is not there, or one of another product', async () => {
  for (const [why, order, refusals] of wrong) {
    expect(await dryRun(order), why).toEqual(refusals)
    // The same code and values, quoted to be signed or to be held.
    expect((await quoted(order)).refusals, why).toEqual(refusals)
    const firm = await quoted({ ...order, quote: 'firm' })
    expect(firm.refusals, why).toEqual(refusals)
    expect(await signOrder(hall, firm.number), why).toMatchObject({ ok: false, refusal: { code: 'nothing-to-sign' } })
    await cancelNow(hall, firm.number)
  }
})

test('an end that names a line of its own order that will hold it is taken, wherever that line stands', async () => {
  const fits = orderOf(connect({ a: { line: 3 }, z: { exchange: true, line: 2 } }), port, space)
  expect(await dryRun(fits)).toEqual([null, null, null])
  const { number, refusals } = await quoted(fits)
  expect(refusals).toEqual([null, null, null])
  expect(await signOrder(hall, number)).toMatchObject({ ok: true })
})
