import { expect, test } from 'vitest'
import { renderSchema } from './schema.ts'
import { read } from './sources.ts'

test('migrations/schema.sql is what the migrations come to (npm run golden)', async () => {
  expect(await renderSchema()).toBe(read('migrations/schema.sql'))
})

test('names that people sort and search are not sorted by bytes', async () => {
  const tables = (await renderSchema()).split('\n\n').filter((part) => part.startsWith('CREATE TABLE people.'))
  const names = tables.flatMap((table) => table.split('\n').filter((line) => line.startsWith('  name text')))
  expect(names.length).toBeGreaterThan(1)
  for (const name of names) expect(name).toContain('COLLATE "und-x-icu"')
})
