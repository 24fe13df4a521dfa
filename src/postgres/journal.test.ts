import { sql } from 'kysely'
import pg from 'pg'
import { expect, test } from 'vitest'
import { type Db, inTransaction } from './db.ts'
import { type Entry, writeJournal } from './journal.ts'
import { testDatabase } from './testing.ts'

const entry = (at: string, name = 'tried'): Entry => ({
  room: 'floor',
  name,
  subject: ['thing', '1'],
  by: { kind: 'system', id: null },
  at: new Date(at),
})

const partitions = async (db: Db): Promise<readonly string[]> => {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'floor.journal'::regclass order by 1`.execute(db)
  return rows.map((row) => row.name)
}

test('a line lands in the month of its time, which is made when it is first needed', async () => {
  const { db, close } = await testDatabase()
  await inTransaction(db, async (tx) => {
    await writeJournal(tx, entry('2026-12-31T23:59:59.999Z'))
    await writeJournal(tx, entry('2027-01-01T00:00:00.000Z'))
  })
  expect(await partitions(db)).toEqual(['journal_2026_12', 'journal_2027_01'])
  const { rows } = await sql<{
    at: Date
    part: string
  }>`select at, tableoid::regclass::text as part from floor.journal order by at`.execute(db)
  expect(rows.map((row) => row.part)).toEqual(['floor.journal_2026_12', 'floor.journal_2027_01'])
  await close()
})

test('a month that turns under many open transactions stops none of them', async () => {
  const { db, close } = await testDatabase()
  let begun = 0
  let release = (): void => undefined
  const all = new Promise<void>((resolve) => (release = resolve))
  const work = (n: number) =>
    inTransaction(db, async (tx) => {
      await writeJournal(tx, entry('2026-11-30T23:59:59Z', `before-${n}`))
      begun += 1
      if (begun === 8) release()
      await all
      await writeJournal(tx, entry('2026-12-01T00:00:00Z', `after-${n}`))
    })
  // The first line makes November alone, so that the eight transactions do not wait for one another.
  await writeJournal(db, entry('2026-11-30T12:00:00Z'))
  await Promise.all(Array.from({ length: 8 }, (_, n) => work(n)))
  const { rows } = await sql<{ n: number }>`select count(*) as n from floor.journal where name like 'after-%'`.execute(
    db,
  )
  expect(rows[0]?.n).toBe(8)
  await close()
})

test('the server writes a line and can never change, remove or hide it', async () => {
  const { db, connection, owner, close } = await testDatabase()
  await writeJournal(db, entry('2026-11-23T10:00:00Z'))
  expect(connection.user).toBe('vesontio_app')
  for (const forbidden of [
    sql`update floor.journal set name = 'other'`,
    sql`delete from floor.journal`,
    sql`truncate floor.journal`,
    sql`update floor.journal_2026_11 set name = 'other'`,
    sql`delete from floor.journal_2026_11`,
    sql`truncate floor.journal_2026_11`,
    sql`drop table floor.journal_2026_11`,
    sql`alter table floor.journal detach partition floor.journal_2026_11`,
    sql`alter table floor.journal disable trigger all`,
    sql`update public.migration set sha256 = ''`,
  ]) {
    await expect(forbidden.execute(db)).rejects.toThrow(/permission denied|must be owner/)
  }
  // What the wall keeps out does exist: the owner may.
  const client = new pg.Client(owner)
  await client.connect()
  expect((await client.query('delete from floor.journal')).rowCount).toBe(1)
  await client.end()
  await close()
})

test('the server does all else that the rooms ask of it', async () => {
  const { db, close } = await testDatabase()
  const { rows } = await sql<{ name: string }>`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname !~ '^(pg_|information_schema$|public$)' and c.relkind in ('r', 'p') and not c.relispartition
      and not (has_table_privilege(c.oid, 'select') and has_table_privilege(c.oid, 'insert')
               and has_table_privilege(c.oid, 'update') and has_table_privilege(c.oid, 'delete'))`.execute(db)
  expect(rows.filter((row) => row.name !== 'floor.journal')).toEqual([])
  await close()
})

test('live pages are told of a line when it is committed, not before', async () => {
  const { db, connection, close } = await testDatabase()
  const client = new pg.Client(connection)
  await client.connect()
  const told: string[] = []
  const first = new Promise<void>((resolve) => {
    client.on('notification', (n) => {
      told.push(n.payload ?? '')
      resolve()
    })
  })
  await client.query('listen journal')
  await inTransaction(db, async (tx) => {
    await writeJournal(tx, entry('2026-11-23T10:00:00Z', 'taken-back'))
    throw new Error('taken back')
  }).catch(() => undefined)
  await writeJournal(db, entry('2026-11-23T10:00:00Z', 'kept'))
  await first
  expect(told.map((text) => JSON.parse(text).name)).toEqual(['kept'])
  await client.end()
  await close()
})
