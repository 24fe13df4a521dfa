import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '#postgres'
import { type Hall, layHall, spaceAsked } from '../products/rack-space/testing.ts'
import { theSite } from '../store.ts'
import { readOrder } from './read.ts'
import { findOrder } from './store.ts'
import { signedOrder } from './testing.ts'

let hall: Hall
beforeAll(async () => {
  hall = await layHall()
})
afterAll(() => hall.close())

/** The same database, and how often it was asked. */
const counting = (db: Db): { readonly db: Db; readonly asked: () => number } => {
  let asked = 0
  const counted = db.withPlugin({
    transformQuery: ({ node }) => {
      asked += 1
      return node
    },
    transformResult: async ({ result }) => result,
  })
  return { db: counted, asked: () => asked }
}

test('an order of lines that are delivered together is read by a few questions a line, however many lines there are', async () => {
  const asked = async (lines: number): Promise<number> => {
    const [line] = spaceAsked({ size: 'shared', units_u: 1, watts: 100 }).lines
    if (!line) throw new Error('no line')
    const number = await signedOrder(hall, {
      ...spaceAsked(),
      together: true,
      lines: Array.from({ length: lines }, () => line),
    })
    // All of them are ready, and silence runs: each would begin with the last.
    await sql`update market.line set state = 'ready', notice_sent_at = ${hall.now}, waiting_for = null, waiting_what = null, waiting_since = null
      where order_id = (select id from market."order" where number = ${number})`.execute(hall.db)
    const order = await findOrder(hall.db, number)
    if (!order) throw new Error(`no order ${number}`)
    const site = await theSite(hall.db)
    const count = counting(hall.db)
    const read = await readOrder(count.db, { site, now: hall.now, staff: true }, order)
    expect(new Set(read.lines.map(({ billing }) => billing.expected_by))).toEqual(new Set(['2026-11-30']))
    return count.asked()
  }
  const [few, many] = [await asked(2), await asked(22)]
  // Twenty lines more: when each would begin, of its own.
  expect(many - few).toBeLessThanOrEqual(20 * 2)
  expect(few).toBeLessThan(20)
})
