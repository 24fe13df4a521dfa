import { createHash } from 'node:crypto'
import pg from 'pg'
import { expect, test } from 'vitest'
import { type Migration, migrate, pendingOf, readMigrations } from './migrate.ts'
import { emptyDatabase } from './testing.ts'

const migration = (number: number, sql: string): Migration => ({
  number,
  name: `${String(number).padStart(4, '0')}-try.sql`,
  sql,
  sha256: createHash('sha256').update(sql).digest('hex'),
})

test('twenty starts at once on an empty database apply each migration once', async () => {
  const { owner, drop } = await emptyDatabase()
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => migrate(owner)))
  const files = await readMigrations()
  expect(outcomes.flatMap((o) => o.applied)).toEqual(files.map((f) => f.name))
  expect(new Set(outcomes.map((o) => o.version))).toEqual(new Set([files.length]))
  await drop()
})

test('a second run changes nothing and asks for no backup', async () => {
  const { owner, drop } = await emptyDatabase()
  await migrate(owner)
  const again = await migrate(owner, { before: () => Promise.reject(new Error('nothing is pending')) })
  expect(again.applied).toEqual([])
  await drop()
})

test('a backup is asked for before data changes, and one that fails stops the migration', async () => {
  const { owner, drop } = await emptyDatabase()
  const one = migration(1, 'create schema tried; create table tried.a (b int)')
  const two = migration(2, 'alter table tried.a add c int')
  const noted: number[] = []
  const before = async (pending: readonly Migration[], version: number) => {
    noted.push(version, ...pending.map((p) => p.number))
  }
  await migrate(owner, { migrations: [one], before })
  expect(noted).toEqual([])
  await expect(
    migrate(owner, { migrations: [one, two], before: () => Promise.reject(new Error('no space')) }),
  ).rejects.toThrow('no space')
  await migrate(owner, { migrations: [one, two], before })
  expect(noted).toEqual([1, 2])
  await drop()
})

test('a file that fails leaves nothing of itself behind', async () => {
  const { owner, drop } = await emptyDatabase()
  const bad = migration(1, 'create schema half; create table half.a (b nonsense)')
  await expect(migrate(owner, { migrations: [bad] })).rejects.toThrow('0001-try.sql did not apply')
  const client = new pg.Client(owner)
  await client.connect()
  const { rows } = await client.query("select from pg_namespace where nspname = 'half'")
  expect(rows).toEqual([])
  await client.end()
  await drop()
})

test('newer data and a changed file are refused', () => {
  const one = migration(1, 'select 1')
  const two = migration(2, 'select 2')
  expect(pendingOf([one, two], [one]).map((p) => p.number)).toEqual([2])
  expect(() => pendingOf([one], [one, two])).toThrow('newer than the code')
  expect(() => pendingOf([migration(1, 'select 11')], [one])).toThrow('never changes')
})
