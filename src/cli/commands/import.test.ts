import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listMembers } from '#exchange/contract'
import { importIxf } from '#market/contract'
import type { TestServer } from '../../server/testing.ts'
import { testHouse } from '../../testing-house.ts'
import { run } from '../run.ts'

let here: TestServer
let folder: string
let admin: string
beforeAll(async () => {
  here = await testHouse()
  folder = await mkdtemp(join(tmpdir(), 'vesontio-import-'))
  const address = await here.app.listen({ host: '127.0.0.1', port: 0 })
  admin = await here.keyOf(await here.addPerson({ organisation: here.organisations.operator, roles: ['admin'] }))
  await writeFile(join(folder, 'server.lock'), JSON.stringify({ pid: process.pid, birth: '', address }))
  await writeFile(join(folder, 'cli.key'), `${admin}\n`)
}, 120_000)
afterAll(async () => {
  await here.close()
  await rm(folder, { recursive: true })
})

const vesontio = async (...args: string[]) => {
  let [out, err] = ['', '']
  const code = await run([...args, '--data', folder], {
    environment: { LANG: 'C.UTF-8' },
    home: '/nowhere',
    clock: () => 0,
    out: (text) => (out += text),
    err: (text) => (err += text),
    local: async () => ({ code: 0, value: null, lines: [] }),
  })
  return { code, out, err }
}
const file = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text)
  return join(folder, name)
}
const connection = (ixp: number, address: string) => ({
  ixp_id: ixp,
  vlan_list: [{ vlan_id: 1, ipv4: { address } }],
})
const exported = (...members: readonly object[]): string =>
  JSON.stringify({
    version: '1.0',
    ixp_list: [
      { ixp_id: 1, shortname: 'Est-IX' },
      { ixp_id: 2, shortname: 'Ouest-IX' },
    ],
    member_list: [
      { asnum: 2200, name: 'Renater', connection_list: [connection(1, '198.51.100.20'), connection(2, '192.0.2.20')] },
      ...members,
    ],
  })

test('import ixf: tried, held back by a refused row, applied with the good ones, unchanged the second time', async () => {
  const path = await file('members.json', exported({ name: 'Nobody', connection_list: [] }))
  const options = ['--ixp', '1', '--lan', '198.51.100.0/24', '--json']
  const dry = await vesontio('import', 'ixf', path, ...options, '--dry-run')
  expect([dry.code, JSON.parse(dry.out)]).toMatchObject([
    1,
    {
      dry_run: true,
      applied: false,
      rows: [
        { path: 'ixp_list[0]', line: null, did: 'created', subject: 'Est-IX', refusal: null, warnings: [] },
        { path: 'member_list[0].connection_list[0]', did: 'created', subject: 'AS2200 Renater' },
        { path: 'member_list[1]', did: 'refused', refusal: { code: 'ixf-no-asn' } },
      ],
    },
  ])
  const held = await vesontio('import', 'ixf', path)
  expect([held.code, held.err]).toEqual([1, expect.stringContaining('Nothing was applied: 1 rows refused.')])
  expect(held.err).toContain('member_list[1]  refused  Nobody  ixf-no-asn: This member has no AS number')
  const kept = await vesontio('import', 'ixf', path, ...options, '--keep-good')
  expect([kept.code, JSON.parse(kept.out)]).toMatchObject([1, { applied: true, counts: { created: 2, refused: 1 } }])
  const good = await file('good.json', exported())
  expect((await vesontio('import', 'ixf', good)).code).toBe(0)
  const again = await vesontio('import', 'ixf', good)
  expect([again.code, again.out]).toEqual([0, expect.stringContaining('4 unchanged, 0 refused.')])
  const shown = await here.ask(listMembers, { key: admin, query: { text: 'Renater' } })
  expect(shown.json()).toMatchObject({ total: 2, items: [{ state: 'declared' }, { state: 'declared' }] })
})

test('a file that cannot be read, one that is huge, a bad one, and a full disk', async () => {
  expect((await vesontio('import', 'ixf', join(folder, 'nowhere.json'))).code).toBe(2)
  expect((await vesontio('import', 'ixf')).code).toBe(2)
  expect((await vesontio('import', 'ixf', join(folder, 'good.json'), '--ixp', 'one')).code).toBe(2)
  const huge = await vesontio('import', 'ixf', await file('huge.json', ' '.repeat(20_000_000)))
  expect([huge.code, huge.err]).toEqual([2, expect.stringContaining('20000000 bytes')])
  const csv = await vesontio('import', 'ixf', await file('members.csv', 'asn;name\n'), '--json')
  expect([csv.code, JSON.parse(csv.out)]).toMatchObject([1, { code: 'json-broken', status: 409 }])
  const body = { file_name: 'm.json', content_base64: Buffer.from(exported()).toString('base64') }
  here.house.diskLow = true
  const full = await here.ask(importIxf, { key: admin, body })
  here.house.diskLow = false
  expect([full.statusCode, full.json()]).toMatchObject([507, { code: 'disk-low' }])
})

test('names with escapes in them neither reach the terminal nor pretend to be rows', async () => {
  const odd = { asnum: 2201, name: 'Red\u001B[31m\n9  created', connection_list: [connection(1, '198.51.100.21')] }
  const path = await file('odd.json', exported(odd, { name: 'No\u009Bbody', connection_list: [] }))
  for (const options of [[], ['--json']]) {
    const { out, err } = await vesontio('import', 'ixf', path, '--dry-run', ...options)
    // oxlint-disable-next-line no-control-regex -- these are what is looked for
    expect(out + err).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/)
    expect(out + err).not.toMatch(/^9 {2}created/m)
    expect(out + err).toContain('AS2201')
  }
})
