import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serverOf, takeLock } from './server-lock.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vesontio-lock-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const lockFile = (): string => path.join(folder, 'server.lock')

test('a second server is refused by naming the first: its process and its address', async () => {
  const lock = await takeLock(folder)
  await expect(takeLock(folder)).rejects.toThrow(`is served by process ${process.pid}, which is starting`)
  await lock.tell('http://127.0.0.1:7300')
  await expect(takeLock(folder)).rejects.toThrow(`is served by process ${process.pid} at http://127.0.0.1:7300`)
  expect(await serverOf(folder)).toMatchObject({ pid: process.pid, address: 'http://127.0.0.1:7300' })
  await lock.release()
  expect(await serverOf(folder)).toBe(null)
})

test('a lock of a process that is gone, of one that has its number now, or one cut short is taken over', async () => {
  const child = spawn('true')
  await once(child, 'exit')
  for (const left of [
    JSON.stringify({ pid: child.pid, birth: 'some boot 1', address: 'http://127.0.0.1:7300' }),
    JSON.stringify({ pid: process.pid, birth: 'another boot 1', address: 'http://127.0.0.1:7300' }),
    '{"pid": 12',
    '',
  ]) {
    await writeFile(lockFile(), left)
    expect(await serverOf(folder)).toBe(null)
    const lock = await takeLock(folder)
    expect(await serverOf(folder)).toMatchObject({ pid: process.pid })
    await lock.release()
  }
})

test('of eight servers that find a dead lock at once, one serves', async () => {
  await writeFile(lockFile(), JSON.stringify({ pid: 999_999_999, birth: 'gone', address: '' }))
  const module = path.join(import.meta.dirname, 'server-lock.ts')
  const script = `import { takeLock } from ${JSON.stringify(module)}
    await takeLock(${JSON.stringify(folder)}).then(() => console.log('serves'), (e) => console.log('refused: ' + e.message))
    process.stdin.resume()`
  const children = Array.from({ length: 8 }, () =>
    spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      stdio: ['pipe', 'pipe', 'inherit'],
    }),
  )
  const words = await Promise.all(children.map(async (child) => String((await once(child.stdout, 'data'))[0])))
  for (const child of children) child.kill('SIGKILL')
  expect(words.filter((word) => word.startsWith('serves'))).toHaveLength(1)
  expect(words.filter((word) => word.includes('is served by process'))).toHaveLength(7)
})
