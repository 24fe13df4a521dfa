import pg from 'pg'
import { expect, test } from 'vitest'
import { testDatabase } from '#postgres/testing'
import { signedOrder } from '../order/testing.ts'
import { asked, layBench, orderNow, turnAll } from '../testing.ts'

test('a line that became ready wakes the delivery: another of its order may have waited for it', async () => {
  const database = await testDatabase()
  const bench = await layBench(database.db, { all: 1, prewired: 1 })
  const order = await signedOrder(bench, asked('isp', { asn: 64_801, mac: '02:00:00:05:00:01' }))
  const listener = new pg.Client(database.connection)
  await listener.connect()
  await listener.query('listen work')
  let heard = 0
  listener.on('notification', () => (heard += 1))
  // Patched at the opening: nobody's work order is opened or done meanwhile.
  await turnAll(bench, 8)
  expect((await orderNow(bench, order)).lines[0]?.state).toBe('ready')
  await listener.query('select 1')
  expect(heard).toBeGreaterThan(0)
  await listener.end()
  await database.close()
})
