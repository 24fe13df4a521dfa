import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openKeys } from './secrets.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vesontio-keys-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('a key is made once, for its owner alone, also when two starts come at once', async () => {
  const file = path.join(folder, 'made')
  const [one, two] = await Promise.all([openKeys(file), openKeys(file)])
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(two.open(one.seal('s3cret', 'row 1'), 'row 1')).toBe('s3cret')
  expect(two.derive('accounts')).toBe(one.derive('accounts'))
  expect(one.derive('accounts')).not.toBe(one.derive('cookies'))
})

test('a secret opens in its own place and unchanged only', async () => {
  const keys = await openKeys(path.join(folder, 'place'))
  const sealed = keys.seal('clé é', 'switch 1 snmp')
  expect(sealed).toMatch(/^1\.[0-9a-f]{8}\./)
  expect(keys.seal('clé é', 'switch 1 snmp')).not.toBe(sealed)
  expect(keys.open(sealed, 'switch 1 snmp')).toBe('clé é')
  expect(() => keys.open(sealed, 'switch 2 snmp')).toThrow('does not open')
  const at = sealed.length - 6
  const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1)
  expect(() => keys.open(changed, 'switch 1 snmp')).toThrow('does not open')
})

test('a new key put in front seals; what the old one sealed still opens, what a lost one sealed says so', async () => {
  const file = path.join(folder, 'turned')
  const before = await openKeys(file)
  const old = before.seal('old', 'row')
  const other = path.join(folder, 'other')
  await openKeys(other)
  await writeFile(file, (await readFile(other, 'utf8')) + (await readFile(file, 'utf8')))
  const after = await openKeys(file)
  expect(after.open(old, 'row')).toBe('old')
  expect(after.seal('new', 'row').slice(0, 10)).not.toBe(old.slice(0, 10))
  expect(after.derive('accounts')).toBe(before.derive('accounts'))
  expect(() => before.open(after.seal('new', 'row'), 'row')).toThrow('which is not in the key file')
})

test('a key file that others may read, or that holds no key, is refused', async () => {
  const file = path.join(folder, 'open')
  await openKeys(file)
  await chmod(file, 0o644)
  await expect(openKeys(file)).rejects.toThrow('set its mode to 0600')
  await writeFile(path.join(folder, 'bad'), 'not a key\n', { mode: 0o600 })
  await expect(openKeys(path.join(folder, 'bad'))).rejects.toThrow('line 1 is no key')
  await writeFile(path.join(folder, 'empty'), '\n', { mode: 0o600 })
  await expect(openKeys(path.join(folder, 'empty'))).rejects.toThrow('holds no key')
})
