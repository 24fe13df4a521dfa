import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '#postgres'
import { testDatabase } from '#postgres/testing'
import { ok } from '#kernel'
import { serviceRoutes } from './routes.ts'
import { ceaseService, resumeService, suspendService } from '../contract.ts'
import { judge } from '../judge.ts'
import { signedOrder } from '../order/testing.ts'
import { type Bench, actorOf, asked, layBench, turnAll } from '../testing.ts'
import { attachmentOf } from '#exchange'

let database: Awaited<ReturnType<typeof testDatabase>>
let bench: Bench
beforeAll(async () => {
  database = await testDatabase()
  bench = await layBench(database.db, { all: 4, prewired: 4 })
})
afterAll(() => database.close())

const admin = () => actorOf(bench.technicians[0], new Set(['admin']))

const call = async (route: object, service: string, body: object = {}) => {
  const served = serviceRoutes.find((candidate) => candidate.route === route)
  if (!served) throw new Error('the route is not served')
  return served.handle({
    params: { service },
    query: {},
    body,
    actor: admin(),
    by: { kind: 'person', id: bench.technicians[0] },
    db: bench.db,
    now: bench.now,
    clock: () => bench.now,
    ifMatch: null,
  } as never)
}

const liveService = async (
  parameters: object,
): Promise<{ id: string; number: string; billing_from: string; term_ends: string }> => {
  const number = await signedOrder(bench, asked('isp', parameters))
  await sql`update exchange.asn set proved_at = ${bench.now}, proved_how = 'attested' where proved_at is null`.execute(
    bench.db,
  )
  await turnAll(bench, 10)
  const { rows } = await sql<{ id: string; number: string; billing_from: string; term_ends: string; state: string }>`
    select s.id, s.number, s.billing_from, s.term_ends, s.state from market.service s join market.line l on l.service_id = s.id join market."order" o on o.id = l.order_id where o.number = ${number}`.execute(
    bench.db,
  )
  if (rows[0]?.state !== 'in-service') throw new Error(`not in service: ${JSON.stringify(rows)}`)
  return rows[0]
}

test('a service is suspended and comes back: its port follows, illegal moves are refused', async () => {
  const service = await liveService({ asn: 64_501, mac: '02:00:00:00:00:01' })
  expect(await call(suspendService, service.number, { for: 'unpaid' })).toMatchObject({
    ok: true,
    value: { state: 'suspended', suspended_for: 'unpaid' },
  })
  await turnAll(bench, 2)
  expect((await attachmentOf(bench.db, service.id))?.state).toBe('suspended')
  expect(await call(suspendService, service.number, { for: 'abuse' })).toMatchObject({
    ok: false,
    refusal: { code: 'illegal-move' },
  })
  expect(await call(resumeService, service.number)).toMatchObject({
    ok: true,
    value: { state: 'in-service', suspended_for: null },
  })
  await turnAll(bench, 2)
  expect((await attachmentOf(bench.db, service.id))?.state).toBe('production')
  expect(await call(resumeService, service.number)).toMatchObject({ ok: false, refusal: { code: 'illegal-move' } })
})

test('a cease is a delivery backwards: told first, then on its legal day, proved, and the address rests 60 days', async () => {
  const service = await liveService({ asn: 64_502, mac: '02:00:00:00:00:02' })
  expect(await call(ceaseService, service.number, { on: '2020-01-01', dry_run: true })).toMatchObject({
    ok: false,
    refusal: { code: 'cease-before-start' },
  })
  const told = await call(ceaseService, service.number, { dry_run: true })
  expect(told).toMatchObject({ ok: true, value: { order: null } })
  const given = await call(ceaseService, service.number, { dry_run: false })
  if (!given?.ok || !told?.ok) throw new Error('the notice was refused')
  expect({ ...(given.value as object), order: null }).toEqual(told.value)
  await turnAll(bench, 3)
  expect((await attachmentOf(bench.db, service.id))?.state).toBe('production')
  bench.now = new Date(bench.now.getTime() + 31 * 86_400_000)
  await turnAll(bench, 5)
  const { rows } = await sql<{
    state: string
    proofs: string[]
  }>`select s.state, array(select proof from market.evidence e where e.service_id = s.id and e.step in ('drain', 'unpatch') order by proof) as proofs
    from market.service s where s.id = ${service.id}`.execute(bench.db)
  expect(rows[0]).toEqual({ state: 'closed', proofs: ['port-off', 'stays-patched'] })
  const held = async () =>
    (
      await sql<{
        kind: string
      }>`select kind from market.claim where service_id = ${service.id} and given_back_at is null`.execute(bench.db)
    ).rows.map((row) => row.kind)
  expect(await held()).toEqual(['lan-host'])
  bench.now = new Date(bench.now.getTime() + 61 * 86_400_000)
  await turnAll(bench, 1)
  expect(await held()).toEqual([])
  expect(await judge(bench.db, bench.now)).toEqual([])
})

test('the doctor finds what was broken behind its back', async () => {
  const service = await liveService({ asn: 64_503, mac: '02:00:00:00:00:03' })
  const broken = inTransaction(bench.db, async (tx) => {
    await sql`update market.claim set given_back_at = ${bench.now} where service_id = ${service.id}`.execute(tx)
    await sql`update market.service set billing_from = null where id = ${service.id}`.execute(tx)
    const { rows } = await sql<{
      n: number
    }>`select count(*)::int as n from market.claim where service_id = ${service.id} and given_back_at is null`.execute(
      tx,
    )
    return ok(rows[0]?.n)
  })
  expect(await broken).toEqual(ok(0))
  const told = (await judge(bench.db, bench.now)).map((difference) => `${difference.kind} ${difference.subject}`)
  expect(new Set(told)).toEqual(new Set([`leaked ${service.id}`, `lost ${service.number}`]))
  expect(told).toHaveLength(3)
})
