import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { restore } from './backup/restore.ts'
import { openDataFolder } from './embedded/data-folder.ts'
import { freeBytes, watchDisk } from './embedded/disk.ts'
import { startEmbedded } from './embedded/server.ts'
import { migrate, readMigrations } from './migrate.ts'
import { openFloor } from './open.ts'
import { emptyDatabase } from './testing.ts'
import { fixWorld } from './world.ts'

const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step()
})
const clock = (): Date => new Date('2026-11-23T10:00:00Z')

const newData = async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'vesontio-open-'))
  const data = await openDataFolder(folder)
  undo.push(async () => {
    await rm(folder, { recursive: true, force: true })
    await rm(data.sockets, { recursive: true, force: true })
  })
  return data
}

test('data of an older version is put aside before a new one touches it, and what was put aside can be restored', async () => {
  const data = await newData()
  const files = await readMigrations()
  const older = files.slice(0, 2)
  const before = await startEmbedded(data)
  await migrate(before.owner, { migrations: older })
  const client = new pg.Client(before.owner)
  await client.connect()
  await client.query("insert into floor.world (world, begun_at) values ('plant', now())")
  await client.end()
  await before.stop()

  const lines: string[] = []
  const floor = await openFloor({ data, clock, say: (line) => lines.push(line) })
  undo.push(floor.close)
  const [kept] = await readdir(path.join(data.folder, 'backups'))
  expect(kept).toBe('2026-11-23T100000-version-2.backup')
  expect((await stat(path.join(data.folder, 'backups', kept ?? ''))).mode & 0o777).toBe(0o600)
  expect(lines.join('\n')).toContain('before 0003-')
  expect(floor).toMatchObject({ kind: 'embedded', version: expect.stringMatching(/^18\./) })

  const { owner, drop } = await emptyDatabase()
  undo.push(drop)
  const back = await restore(owner, path.join(data.folder, 'backups', kept ?? ''))
  expect(back.applied).toEqual(files.slice(2).map((file) => file.name))
})

test('the floor is stood on as the role of the server, whatever user the URL names', async () => {
  const { owner, drop } = await emptyDatabase()
  undo.push(drop)
  const url = `postgres://${owner.user}@/${owner.database}?host=${encodeURIComponent(owner.host ?? '')}`
  const floor = await openFloor({ data: await newData(), url, clock, say: () => undefined })
  undo.push(floor.close)
  expect((await sql<{ role: string }>`select current_user as role`.execute(floor.db)).rows).toEqual([
    { role: 'vesontio_app' },
  ])
  await expect(sql`delete from floor.journal`.execute(floor.db)).rejects.toThrow('permission denied')
  expect(floor.diskFreeBytes()).toBe(null)
})

test('a world is fixed at the first start', async () => {
  const { owner, drop } = await emptyDatabase()
  undo.push(drop)
  const url = `postgres://${owner.user}@/${owner.database}?host=${encodeURIComponent(owner.host ?? '')}`
  const floor = await openFloor({ data: await newData(), url, clock, say: () => undefined })
  undo.push(floor.close)
  const otherwise = async () => 'twin' as const
  expect(await fixWorld(floor.db, { asked: null, otherwise, now: clock() })).toBe('twin')
  const never = () => Promise.reject(new Error('asked again'))
  expect(await fixWorld(floor.db, { asked: null, otherwise: never, now: clock() })).toBe('twin')
  await expect(fixWorld(floor.db, { asked: 'plant', otherwise, now: clock() })).rejects.toThrow('of the world “twin”')
})

test('little space is told, and that there is space again', async () => {
  const folder = tmpdir()
  const free = await freeBytes(folder)
  expect(free).toBeGreaterThan(0)
  const low = await watchDisk(folder, Number.MAX_SAFE_INTEGER)
  const good = await watchDisk(folder, 1)
  expect([low.low(), good.low()]).toEqual([true, false])
  low.stop()
  good.stop()
})
