import { sql } from 'kysely'
import pg from 'pg'
import { expect, test } from 'vitest'
import { inTransaction } from './db.ts'
import { connectionOf } from './pool.ts'
import { testDatabase } from './testing.ts'

test('what comes over the wire as what', async () => {
  const { db, close } = await testDatabase()
  const { rows } = await sql`select
      date '2026-03-29' as day, array[date '2026-03-29', null] as days, 9007199254740991::int8 as big, array[1, null]::int8[] as bigs,
      1.50::numeric as price, array[1.50]::numeric[] as prices, 0.1::float8 as ratio, timestamptz '2026-03-29T01:30:00Z' as at,
      inet '2001:db8::1' as address, cidr '203.0.113.0/24' as lan, macaddr '02:00:00:00:00:01' as mac,
      array[macaddr '02:00:00:00:00:01'] as macs, array[inet '::1'] as addresses, '{"a":[1]}'::jsonb as data,
      daterange('2026-03-01', '2026-04-01') as days_billed, current_setting('TimeZone') as zone`.execute(db)
  expect(rows[0]).toEqual({
    day: '2026-03-29',
    days: ['2026-03-29', null],
    big: 9007199254740991,
    bigs: [1, null],
    price: '1.50',
    prices: ['1.50'],
    ratio: 0.1,
    at: new Date('2026-03-29T01:30:00Z'),
    address: '2001:db8::1',
    lan: '203.0.113.0/24',
    mac: '02:00:00:00:00:01',
    macs: ['02:00:00:00:00:01'],
    addresses: ['::1'],
    data: { a: [1] },
    days_billed: '[2026-03-01,2026-04-01)',
    zone: 'UTC',
  })
  await expect(sql`select 9007199254740993::int8`.execute(db)).rejects.toThrow('does not fit')
  await close()
})

test('the options of a URL stand beside ours', () => {
  expect(connectionOf('postgres://u:p@h:1/d?options=-c%20work_mem%3D8MB&sslmode=disable')).toEqual({
    connectionString: 'postgres://u:p@h:1/d?sslmode=disable',
    options: '-c work_mem=8MB',
  })
  expect(connectionOf('postgres://u@h/d')).toEqual({ connectionString: 'postgres://u@h/d' })
})

test('a transaction whose server goes away between two queries fails; the process does not', async () => {
  const { db, owner, close } = await testDatabase()
  const client = new pg.Client(owner)
  await client.connect()
  const lost = inTransaction(db, async (tx) => {
    await sql`select 1`.execute(tx)
    await client.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    )
    // Until the news has arrived: no query is running that could be told.
    await new Promise((resolve) => setTimeout(resolve, 50))
    await sql`select 2`.execute(tx)
  })
  await expect(lost).rejects.toThrow()
  expect((await sql`select 3 as three`.execute(db)).rows).toEqual([{ three: 3 }])
  await client.end()
  await close()
})
