import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel'
import { testDatabase } from '#postgres/testing'
import { askChange, standing } from '../../change/testing.ts'
import { signedLine } from '../../letter/testing.ts'
import { signOrder, signedOrder } from '../../order/testing.ts'
import { asked, type Bench, layBench, proveAll, turnAll } from '../../testing.ts'
import { changeWork, insertProof, listWorkRows } from '../../work-order/store.ts'

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

const doWork = async (): Promise<void> => {
  const { rows } = await listWorkRows(bench.db, { state: null, open: true, before: null, limit: 100 })
  const [by, second] = bench.technicians
  const { now } = bench
  for (const work of rows) {
    for (const need of work.needs.filter(({ required }) => required))
      await insertProof(bench.db, work.id, { need, text: 'seen', value: null, fileId: null, by, takenAt: now, now })
    await changeWork(bench.db, work.id, { state: 'done', done: { by, at: now }, confirmed: { by: second, at: now } })
  }
}

test('a port from whose front a cross-connect leads does not leave that position: the service is named, and comes along in one order', async () => {
  const created = await signedOrder(bench, asked('isp', { asn: 64_900, mac: '02:00:00:09:00:01' }))
  await turnAll(bench)
  await proveAll(bench)
  for (let round = 0; round < 9; round += 1) {
    await turnAll(bench)
    await doWork()
  }
  const port = await standing(bench, created)
  const faster = () => askChange(bench, port.number, { speed: '100G' }, true)
  // It was wired at the opening: the faster port comes out elsewhere.
  expect((await faster()).change?.would_give_back.map(({ kind }) => kind)).toContain('panel-position')

  // Quoted firmly while nothing is plugged there; what is plugged since is asked for again at the signature.
  const order = await askChange(bench, port.number, { speed: '100G' }, false, { quote: 'firm' })
  const connect = await signedLine(bench, bench.isp, 'cross-connect')
  await sql`insert into market.claim (id, site_id, line_id, service_id, kind, thing_id, span, label, held_at)
    select ${newId()}, c.site_id, ${connect.lineId}, ${connect.serviceId}, 'panel-front', fibre.front_of(c.thing_id), c.span, c.label, ${bench.now}
    from market.claim c where c.service_id = ${port.id} and c.kind = 'panel-position'`.execute(bench.db)
  expect(await faster()).toMatchObject({
    change: null,
    refusal: { code: 'change-front-first', services: [connect.service] },
  })
  // Other filters and other equipment move nothing.
  expect(await askChange(bench, port.number, { mac: '02:00:00:09:00:02' }, true)).toMatchObject({ refusal: null })

  // In one order with that cross-connect's own change it may go.
  expect(await signOrder(bench, order.order ?? '')).toMatchObject({ refusal: { code: 'change-front-first' } })
  await sql`insert into market.line (id, order_id, position, does, product, parameters, service_id, state)
    select ${newId()}, o.id, 2, 'change', 'cross-connect', '{}'::jsonb, ${connect.serviceId}, 'draft' from market."order" o
    where o.number = ${order.order}`.execute(bench.db)
  const { pluggedInFront } = await import('./store.ts')
  const { rows } = await sql<{ line: string; thing: string; at: number; label: string }>`
    select l.id as line, c.thing_id as thing, lower(c.span)::int as at, c.label from market.line l join market."order" o on o.id = l.order_id
      join market.claim c on c.service_id = l.service_id and c.kind = 'panel-position'
    where o.number = ${order.order} and l.position = 1`.execute(bench.db)
  const [held] = rows
  if (!held) throw new Error('no position is held')
  const hold = { kind: 'panel-position', thingId: held.thing, span: [held.at, held.at + 1], label: held.label } as const
  // Another end of it goes elsewhere: it stays plugged.
  expect(await pluggedInFront(bench.db, hold, { lineId: held.line, beside: [] })).toEqual([connect.service])
  const away = { z: { panel: 'M9-P01' } }
  const beside = [{ serviceId: connect.serviceId, parameters: away }]
  expect(await pluggedInFront(bench.db, hold, { lineId: null, beside })).toEqual([])
  await sql`update market.line set parameters = ${JSON.stringify(away)}::jsonb where service_id = ${connect.serviceId} and does = 'change'`.execute(
    bench.db,
  )
  expect(await pluggedInFront(bench.db, hold, { lineId: held.line, beside: [] })).toEqual([])
  expect(await pluggedInFront(bench.db, hold, { lineId: null, beside: [] })).toEqual([connect.service])
})
