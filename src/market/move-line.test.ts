import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel'
import { testDatabase } from '#postgres/testing'
import { lineStates, orderStates, serviceStates } from './model.ts'
import { linesThatReach, moveLine, moveService, orderState } from './move-line.ts'
import { stateSql } from './order/read.ts'
import { changeLine } from './order/store.ts'
import { quotedOrder } from './order/testing.ts'
import { changeService } from './service/store.ts'
import { type Bench, asked, layBench } from './testing.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let bench: Bench
beforeAll(async () => {
  database = await testDatabase()
  bench = await layBench(database.db, { all: 1, prewired: 1 })
})
afterAll(() => database.close())

const line = fc.constantFrom(...lineStates)
const service = fc.constantFrom(...serviceStates)

test('wherever one tries to go, a line and a service stand in a listed state, and nothing leaves the end', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), fc.array(service, { maxLength: 30 }), (lines, services) => {
      let [lineAt, serviceAt] = ['draft', 'planned'] as [(typeof lineStates)[number], (typeof serviceStates)[number]]
      for (const to of lines) {
        const moved = moveLine(lineAt, to)
        if (lineAt === 'cancelled' || lineAt === 'in-service' || lineAt === 'dismantled') expect(moved.ok).toBe(false)
        lineAt = moved.ok ? moved.value : lineAt
      }
      for (const to of services) {
        const moved = moveService(serviceAt, to)
        if (serviceAt === 'closed') expect(moved).toMatchObject({ ok: false, refusal: { from: 'closed', to } })
        serviceAt = moved.ok ? moved.value : serviceAt
      }
      expect(lineStates).toContain(lineAt)
      expect(serviceStates).toContain(serviceAt)
    }),
  )
})

test('the state of an order in a list is the one that its page shows', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 6 }), async (states) => {
      const { rows } = await sql<{
        state: string
      }>`select ${stateSql} as state from unnest(${states}::text[]) as l (state)`.execute(bench.db)
      expect(rows[0]?.state).toBe(orderState(states))
      expect(orderStates).toContain(rows[0]?.state)
    }),
  )
})

test('a row is written with a state only from where that state can be reached', async () => {
  const number = await quotedOrder(bench, asked('isp'))
  const { rows } = await sql<{ id: string }>`select l.id from market.line l join market."order" o on o.id = l.order_id
    where o.number = ${number}`.execute(bench.db)
  const id = rows[0]?.id ?? ''
  await fc.assert(
    fc.asyncProperty(line, line, async (from, to) => {
      await sql`update market.line set state = ${from}, waiting_for = 'site', waiting_since = ${bench.now} where id = ${id}`.execute(
        bench.db,
      )
      const refused = await changeLine(bench.db, id, { state: to }).then(
        () => null,
        (thrown: unknown) => String(thrown),
      )
      expect(refused === null).toBe(linesThatReach(to).includes(from))
    }),
    { numRuns: 60 },
  )
  const closed = newId()
  await sql`insert into market.service (id, site_id, number, organisation_id, product, parameters, state, zone, created_at)
    values (${closed}, ${bench.site}, 'BES-XP-999999', ${bench.isp}, 'exchange-port', '{}', 'closed', 'Europe/Paris', ${bench.now})`.execute(
    bench.db,
  )
  await expect(changeService(bench.db, closed, { state: 'in-service' })).rejects.toThrow('in-service')
})
