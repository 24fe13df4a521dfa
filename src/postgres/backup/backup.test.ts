import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate, readMigrations } from '../migrate.ts'
import type { Connection } from '../pool.ts'
import { emptyDatabase } from '../testing.ts'
import { startTestServer } from '../testing-server.ts'
import { backup } from './backup.ts'
import { restore } from './restore.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vesontio-backup-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const now = new Date('2026-11-23T10:00:00Z')

const ask = async (connection: Connection, ...statements: readonly string[]): Promise<readonly pg.QueryResultRow[]> => {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    let rows: readonly pg.QueryResultRow[] = []
    for (const statement of statements) rows = (await client.query(statement)).rows
    return rows
  } finally {
    await client.end()
  }
}

const id = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`

/** Rows that are hard to carry: pointing at each other, final by trigger, with every kind of value, bytes, and text that COPY must escape. */
const fillIn = (owner: Connection) =>
  ask(
    owner,
    `select floor.journal_month('2026-10-15Z'), floor.journal_month('2026-11-15Z')`,
    `insert into floor.world (world, begun_at) values ('twin', '2026-11-01T00:00:00.123456Z')`,
    `insert into floor.journal (id, at, actor_kind, room, name, subject_kind, subject_id, data)
      select gen_random_uuid(), timestamptz '2026-10-20Z' + n * interval '1 minute', 'system', 'floor', 'tried', 'thing', n, jsonb_build_object('n', n, 'é', E'tab\\there\\nline \\\\ back')
      from generate_series(1, 40000) n`,
    `insert into floor.file (id, name, media_type, size_bytes, sha256, content, kept_at)
      values ('${id(1)}', 'é.bin', 'text/plain', 256, '\\x00ff', decode(repeat('00ff0a0d5c', 50), 'hex'), now())`,
    `insert into people.organisation (id, handle, name, kinds, reseller_id, country, created_at) values
      ('${id(1)}', 'zeta', 'Zêta', '{tenant}', '${id(2)}', 'FR', now()), ('${id(2)}', 'alpha', 'École "A", ''b''', '{operator,tenant}', '${id(1)}', 'FR', now())`,
    `insert into facility.site (id, code, name, zone, operator_id, created_at) values ('${id(3)}', 'BES', 'Besançon', 'Europe/Paris', '${id(2)}', now())`,
    `select setval('exchange.generation', 4711)`,
    `insert into floor.odd values (0.1 + 0.2, 1e-30, '[1,5)', '2001:db8::1/64', '1 mon 2 days 03:04:05.6', '{"a,b",NULL,"\\"q\\""}'), ('NaN', 'NaN', 'empty', null, null, '{}'), ('-Infinity', 0.10, null, null, null, null)`,
  )

/** As the database tells of itself: rows, what ties them, who may what. */
const portrait = async (connection: Connection): Promise<unknown> => ({
  constraints: await ask(
    connection,
    `select conrelid::regclass::text as t, conname, pg_get_constraintdef(oid) as d from pg_constraint where connamespace <> 'pg_catalog'::regnamespace and contype <> 'n' order by 1, 2`,
  ),
  indexes: await ask(
    connection,
    `select schemaname, indexname, indexdef from pg_indexes where schemaname not like 'pg\\_%' order by 1, 2`,
  ),
  triggers: await ask(
    connection,
    `select tgrelid::regclass::text as t, tgname, tgenabled from pg_trigger where not tgisinternal order by 1, 2`,
  ),
  grants: await ask(
    connection,
    `select table_schema, table_name, privilege_type from information_schema.role_table_grants where grantee = 'vesontio_app' order by 1, 2, 3`,
  ),
  sequence: await ask(connection, `select last_value, is_called from exchange.generation`),
  journal: await ask(
    connection,
    `select tableoid::regclass::text as part, count(*), md5(string_agg(j::text, '|' order by at, id)) from floor.journal j group by 1 order by 1`,
  ),
  file: await ask(connection, `select md5(content) as content from floor.file`),
  organisations: await ask(connection, `select * from people.organisation order by handle`),
})

/** One table more, for values that no table of ours has yet. */
const odd = {
  number: 0,
  name: '',
  sql: 'create table floor.odd (a float8, b numeric, c int8range, d inet, e interval, f text[])',
  sha256: 'f'.repeat(64),
}

const withOdd = async () => {
  const files = await readMigrations()
  return [...files, { ...odd, number: files.length + 1, name: `${String(files.length + 1).padStart(4, '0')}-odd.sql` }]
}

const filledDatabase = async () => {
  const made = await emptyDatabase()
  await migrate(made.owner, { migrations: await withOdd() })
  await fillIn(made.owner)
  return made
}

test('there and back: every row, tie, index, trigger, right and number is the same', async () => {
  const { owner, drop } = await filledDatabase()
  const file = path.join(folder, 'there')
  const told = await backup(owner, file, { now })
  const other = await emptyDatabase()
  const back = await restore(other.owner, file, { migrations: await withOdd() })
  expect(back).toEqual({ ...told, madeAt: now.toISOString(), applied: [] })
  expect(back.rows).toBe(40_008)
  expect(await portrait(other.owner)).toEqual(await portrait(owner))
  expect(
    await ask(other.owner, 'select a::text, b::text, c::text, d::text, e::text, f::text from floor.odd order by 1'),
  ).toEqual(await ask(owner, 'select a::text, b::text, c::text, d::text, e::text, f::text from floor.odd order by 1'))
  await drop()
  await other.drop()
})

test('a backup is one moment, whatever is written meanwhile', async () => {
  const { owner, drop } = await filledDatabase()
  const client = new pg.Client(owner)
  await client.connect()
  let written = 0
  let going = true
  const writing = (async () => {
    while (going) {
      // One row in each of two tables, together: a backup has both or neither.
      written += 1
      await client.query(`with a as (insert into floor.counter (site_id, series, last) values ('${id(1)}', 's${written}', 1))
        insert into floor.idempotency (caller_id, key, digest, at) values ('c', 'key-${String(written).padStart(8, '0')}', '', now())`)
    }
  })()
  while (written < 20) await new Promise((resolve) => setTimeout(resolve, 5))
  const file = path.join(folder, 'moment')
  await backup(owner, file, { now })
  going = false
  await writing
  await client.end()
  const other = await emptyDatabase()
  await restore(other.owner, file, { migrations: await withOdd() })
  const [row] = await ask(
    other.owner,
    'select (select count(*) from floor.counter) as counters, (select count(*) from floor.idempotency) as keys',
  )
  expect(row?.['counters']).toBe(row?.['keys'])
  expect(Number(row?.['counters'])).toBeGreaterThanOrEqual(20)
  await drop()
  await other.drop()
})

test('an older backup is brought to this version; a newer one and a full database are refused', async () => {
  const all = await withOdd()
  const { owner, drop } = await emptyDatabase()
  await migrate(owner, { migrations: all.slice(0, -1) })
  const file = path.join(folder, 'old')
  await backup(owner, file, { now })
  const other = await emptyDatabase()
  expect((await restore(other.owner, file, { migrations: all })).applied).toEqual([all.at(-1)?.name])
  await expect(restore(other.owner, file, { migrations: all })).rejects.toThrow('not empty')
  const third = await emptyDatabase()
  await expect(restore(third.owner, file, { migrations: all.slice(0, -2) })).rejects.toThrow('newer than the code')
  expect(await ask(third.owner, `select count(*)::int as n from pg_namespace where nspname = 'floor'`)).toEqual([
    { n: 0 },
  ])
  await drop()
  await other.drop()
  await third.drop()
})

test('a file that was cut short or changed is refused, and leaves an empty database empty', async () => {
  const { owner, drop } = await filledDatabase()
  const file = path.join(folder, 'whole')
  await backup(owner, file, { now })
  const packed = await readFile(file)
  const plain = gunzipSync(packed)
  const changed = Buffer.from(plain)
  const at = changed.indexOf('Zêta')
  changed[at] = 0x59
  const bad = path.join(folder, 'bad')
  const { owner: empty, drop: dropEmpty } = await emptyDatabase()
  const migrations = await withOdd()
  for (const content of [
    packed.subarray(0, packed.length / 2),
    gzipSync(plain.subarray(0, plain.length - 40)),
    gzipSync(plain.subarray(0, plain.length / 2)),
    gzipSync(changed),
    Buffer.from('no backup'),
  ]) {
    await writeFile(bad, content)
    await expect(restore(empty, bad, { migrations })).rejects.toThrow('is damaged')
    expect(await ask(empty, `select count(*)::int as n from pg_namespace where nspname = 'floor'`)).toEqual([{ n: 0 }])
  }
  await expect(restore(empty, path.join(folder, 'nowhere'))).rejects.toThrow('is not there')
  await expect(backup(owner, path.join(folder, 'no', 'folder'), { now })).rejects.toThrow('cannot be written')
  await drop()
  await dropEmpty()
})

const DEBIAN_15 = '/usr/lib/postgresql/15/bin'
const has15 = existsSync(path.join(DEBIAN_15, 'postgres'))
if (!has15)
  console.warn(
    `NOT RUN: between PostgreSQL 18 and 15, because ${DEBIAN_15} is not there (apt-get install postgresql-15)`,
  )

test.runIf(has15)('between the embedded 18 and an external 15, there and back', { timeout: 60_000 }, async () => {
  expect(execFileSync(path.join(DEBIAN_15, 'postgres'), ['--version']).toString()).toContain(' 15.')
  const server = await startTestServer({ folder: DEBIAN_15 })
  const { owner, drop } = await filledDatabase()
  const back = await emptyDatabase()
  const external = { ...server.connection, database: 'plant' }
  const migrations = await withOdd()
  await ask(
    server.connection,
    `create database plant template template0 encoding 'UTF8' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8'`,
  )
  await backup(owner, path.join(folder, 'from18'), { now })
  await restore(external, path.join(folder, 'from18'), { migrations })
  expect(await portrait(external)).toEqual(await portrait(owner))
  await backup(external, path.join(folder, 'from15'), { now })
  await restore(back.owner, path.join(folder, 'from15'), { migrations })
  expect(await portrait(back.owner)).toEqual(await portrait(owner))
  await drop()
  await back.drop()
  await server.stop()
})

test('a database whose user is no superuser can be filled too', async () => {
  const { owner, drop } = await filledDatabase()
  const file = path.join(folder, 'plain')
  await backup(owner, file, { now })
  const other = await emptyDatabase()
  await ask(
    other.owner,
    `do $$ begin create role plain login createrole; exception when duplicate_object then null; end $$`,
    `grant vesontio_app to plain with admin option`,
    `alter database ${other.owner.database} owner to plain`,
  )
  const back = await restore({ ...other.owner, user: 'plain' }, file, { migrations: await withOdd() })
  expect(back.rows).toBe(40_008)
  await drop()
  await other.drop()
})
