import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction, violated } from './db.ts'
import { type TestDatabase, testDatabase } from './testing.ts'

let here: TestDatabase
beforeAll(async () => {
  here = await testDatabase()
  await sql`insert into floor.counter (site_id, series, last) values ('00000000-0000-7000-8000-000000000001', 'A', 1)`.execute(
    here.db,
  )
})
afterAll(() => here.close())

const count = (series: string, last = 1) =>
  sql`insert into floor.counter (site_id, series, last) values ('00000000-0000-7000-8000-000000000001', ${series}, ${last})`

test('a constraint that refuses inside leaves the outer transaction usable, and takes back only what was inside', async () => {
  await inTransaction(here.db, async (tx) => {
    await count('B').execute(tx)
    const refused = await inTransaction(tx, async (inner) => {
      await count('C').execute(inner)
      await count('A').execute(inner)
      return 'kept'
    }).catch((thrown: unknown) => violated(thrown))
    expect(refused).toBe('counter_pkey')
    await count('D').execute(tx)
  })
  const { rows } = await sql<{ series: string }>`select series from floor.counter order by series`.execute(here.db)
  expect(rows.map((row) => row.series)).toEqual(['A', 'B', 'D'])
})

test('an outer work that goes back takes everything back, also what stood before an inner one that was refused', async () => {
  await inTransaction(here.db, async (tx) => {
    await inTransaction(tx, async (outer) => {
      await count('E').execute(outer)
      await inTransaction(outer, async (inner) => {
        await count('A').execute(inner)
      }).catch(() => undefined)
      throw new Error('the outer work is not wanted')
    }).catch(() => undefined)
  })
  const { rows } = await sql`select from floor.counter where series = 'E'`.execute(here.db)
  expect(rows).toEqual([])
})
