import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signedOrder } from '../../order/testing.ts'
import { actorOf, askAs } from '../../testing.ts'
import { type Hall, layHall } from '../rack-space/testing.ts'
import { listTimeToLight } from './contract.ts'
import { connectAsked, lineAt } from './testing.ts'

let hall: Hall
beforeAll(async () => {
  hall = await layHall()
})
afterAll(() => hall.close())

/** Signed now, ready so many hours later. */
const readyAfter = async (position: number, hours: number): Promise<void> => {
  const a = { panel: 'M2-P03', position: position * 2 - 1 }
  const number = await signedOrder(hall, connectAsked({ a, z: { panel: 'M2-P03', position: position * 2 } }))
  const { line, order } = await lineAt(hall, number)
  const readyAt = new Date((order.accepted_at ?? hall.now).getTime() + hours * 3_600_000)
  await sql`update market.service set ready_at = ${readyAt} where id = ${line.service_id}`.execute(hall.db)
}

test('what is published to anybody: the median, the spread and the count of a period; of no line no figure', async () => {
  const ask = (months: number) => askAs(hall, listTimeToLight, { as: actorOf(null), query: { months } })
  expect(await ask(12)).toEqual({
    ok: true,
    value: { items: [], period: { from: '2025-12-01', until: '2026-11-23', lines: 0, times: null } },
  })
  for (const [n, hours] of [2, 4, 6, 8, 30].entries()) await readyAfter(n + 1, hours)
  hall.now = new Date('2026-11-25T09:00:00Z')
  // Half of the longest wait was the other side's.
  await sql`insert into market.clock (line_id, owner, began_at, ended_at)
    select l.id, 'other-side', s.ready_at - interval '15 hours', s.ready_at from market.service s join market.line l on l.service_id = s.id
    where s.ready_at = (select max(ready_at) from market.service)`.execute(hall.db)
  expect(await ask(1)).toEqual({
    ok: true,
    value: {
      items: [{ month: '2026-11', lines: 5, median_hours: 6, median_site_hours: 6 }],
      period: {
        from: '2026-11-01',
        until: '2026-11-25',
        lines: 5,
        times: {
          median_hours: 6,
          tenth_hours: 2.8,
          ninetieth_hours: 21.2,
          least_hours: 2,
          most_hours: 30,
          median_site_hours: 6,
        },
      },
    },
  })
})
