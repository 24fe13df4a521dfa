import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkLetter } from '#market/contract'
import type { TestServer } from '../../server/testing.ts'
import { testHouse } from '../../testing-house.ts'
import { run } from '../run.ts'

let here: TestServer
let folder: string
let carrierKey: string
beforeAll(async () => {
  here = await testHouse()
  folder = await mkdtemp(join(tmpdir(), 'vesontio-letter-'))
  const address = await here.app.listen({ host: '127.0.0.1', port: 0 })
  const { rows } = await sql<{ id: string }>`
    select id from people.organisation where handle = 'rhin-rhone-transit'`.execute(here.database.db)
  carrierKey = await here.keyOf(await here.addPerson({ organisation: rows[0]?.id ?? '', rights: ['loa'] }))
  await writeFile(join(folder, 'server.lock'), JSON.stringify({ pid: process.pid, birth: '', address }))
}, 120_000)
afterAll(async () => {
  await here.close()
  await rm(folder, { recursive: true })
})

const vesontio = async (...args: readonly string[]) => {
  let [out, err] = ['', '']
  const code = await run([...args, '--data', folder], {
    environment: { LANG: 'C.UTF-8', VESONTIO_KEY: carrierKey },
    home: '/nowhere',
    clock: () => Date.parse('2026-11-23T09:00:00Z'),
    out: (text) => (out += text),
    err: (text) => (err += text),
    local: async () => ({ code: 0, value: null, lines: [] }),
  })
  return { code, out, err }
}
const check = async (code: string) => {
  const { statusCode, body } = await here.ask(checkLetter, { params: { code } })
  return { statusCode, body: body.replace(/"requestId":"[^"]*"/, '') }
}

test('a letter is issued, listed, printed and revoked; its code answers anybody, a few times, and nothing of unknown ones', async () => {
  const issued = await vesontio('letter', 'issue', 'jurassix', 'M3-P01/7', '--until', '2026-12-31', '--json')
  expect([issued.code, issued.err]).toEqual([0, ''])
  const letter: { number: string; code: string } = JSON.parse(issued.out)
  expect(letter).toMatchObject({ state: 'valid', label: 'M3-P01/07', expires_on: '2026-12-31', connector: 'SC-APC' })
  expect(await vesontio('letter', 'issue', 'jurassix', 'M3-P01/7')).toMatchObject({ code: 1 })
  expect(await vesontio('letter', 'issue', 'jurassix', 'M3-P01')).toMatchObject({ code: 2 })
  // Nobody asked it to pay: it does not agree to a price that it has not read.
  const pays = await vesontio('letter', 'issue', 'jurassix', 'M3-P01/8', '--pay', '--reference', 'R-1', '--json')
  expect([pays.code, pays.out]).toEqual([1, expect.stringContaining('letter-pays-unasked')])
  expect((await vesontio('letter', 'list', '--organisation', 'manufacture-vauclair')).out).not.toContain(letter.number)
  expect((await vesontio('letter', 'list', '--side', 'issued')).out).toContain(`${letter.number}  valid  M3-P01/07`)

  const file = join(folder, 'letter.pdf')
  expect(await vesontio('letter', 'pdf', letter.number, file, '--language', 'fr')).toMatchObject({ code: 0 })
  expect((await readFile(file)).subarray(0, 5).toString()).toBe('%PDF-')

  expect(JSON.parse((await check(letter.code)).body)).toEqual({ state: 'valid' })
  expect(await vesontio('letter', 'revoke', letter.number, '--dry-run')).toMatchObject({ code: 0 })
  expect((await vesontio('letter', 'revoke', letter.number)).out).toContain('its position is free')
  expect(JSON.parse((await check(letter.code)).body)).toEqual({ state: 'revoked' })
  // Whatever is unknown is the same answer, and who guesses is held to a few tries.
  const unknown = [await check('00000-00000-00000-00000-00000'), await check('x'), await check(letter.number)]
  expect(unknown.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404])
  expect(new Set(unknown.map(({ body }) => body)).size).toBe(1)
  for (let n = 0; n < 5; n += 1) await check('y')
  expect((await check(letter.code)).statusCode).toBe(429)
})
