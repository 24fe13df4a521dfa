import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { turn } from '#kernel'
import { fulfilment } from '#market'
import type { TestServer } from '../server/testing.ts'
import { testHouse } from '../testing-house.ts'
import { commands, run } from './run.ts'

let here: TestServer
let folder: string
let adminKey: string
beforeAll(async () => {
  here = await testHouse()
  folder = await mkdtemp(join(tmpdir(), 'vesontio-cli-'))
  const address = await here.app.listen({ host: '127.0.0.1', port: 0 })
  adminKey = await here.keyOf(await here.addPerson({ organisation: here.organisations.operator, roles: ['admin'] }))
  await writeFile(join(folder, 'server.lock'), JSON.stringify({ pid: process.pid, birth: '', address }))
  await writeFile(join(folder, 'cli.key'), `${adminKey}\n`)
  await writeFile(join(folder, 'paper.pdf'), '%PDF-1.4\n%%EOF\n')
  await writeFile(join(folder, 'order.yaml'), ORDER)
}, 120_000)
afterAll(async () => {
  await here.close()
  await rm(folder, { recursive: true })
})

const ORDER = `organisation: jurassix
lines:
  - product: exchange-port
    parameters: { speed: 10G, asn: 64510, prefixes: [198.51.100.0/24] }
`
const PAPER = ['--paper-number', 'PO-7', '--paper-date', '2026-11-23', '--paper-signer', 'Lou']

interface Said {
  readonly code: number
  readonly out: string
  readonly err: string
}
const vesontio = async (args: readonly string[], environment: Record<string, string> = {}): Promise<Said> => {
  let [out, err] = ['', '']
  let time = 0
  const code = await run([...args, '--data', folder], {
    environment: { LANG: 'C.UTF-8', ...environment },
    home: '/nowhere',
    // Each look at the clock is a second later: waits end without waiting.
    clock: () => Date.parse('2026-11-23T09:00:00Z') + (time += 1000),
    out: (text) => (out += text),
    err: (text) => (err += text),
    local: async (name) => ({ code: 0, value: { local: name }, lines: [name] }),
  })
  return { code, out, err }
}
const json = (said: Said): Record<string, unknown> => JSON.parse(said.out)
const file = (name: string): string => join(folder, name)

test('the help names every command, in the language of the terminal', async () => {
  const english = await vesontio(['--help'])
  for (const { name } of commands) expect(english.out).toContain(`  ${name}`)
  expect((await vesontio(['--help'], { LANG: 'fr_FR.UTF-8' })).out).toContain('rédiger et chiffrer une commande')
  expect((await vesontio(['order', 'show', '--help'])).out).not.toContain('backup')
})

test('an order from a dry run to a wait that says for whom; each step one JSON document', async () => {
  const dry = await vesontio(['order', file('order.yaml'), '--dry-run', '--json'])
  expect(dry.code).toBe(0)
  expect(json(dry)).toMatchObject({
    refusal: null,
    lines: [{ would_reserve: expect.arrayContaining([expect.objectContaining({ kind: 'port' })]) }],
  })
  const none = await vesontio(['order', 'show', 'BES-O-2026-00001', '--json'])
  expect([none.code, json(none)['code']]).toEqual([1, 'not-found'])

  const asked = await vesontio([
    'order',
    file('order.yaml'),
    '--accept',
    '--paper',
    file('paper.pdf'),
    ...PAPER,
    '--wait',
    '2',
    '--json',
  ])
  expect(asked.code).toBe(3)
  expect(json(asked)).toMatchObject({
    number: 'BES-O-2026-00001',
    state: 'delivering',
    accepted: { paper: { number: 'PO-7', signer: 'Lou' } },
  })
  expect(asked.err).toBe('')

  const delivery = fulfilment({ db: here.database.db, clock: () => new Date('2026-11-23T09:00:00Z') })
  for (let round = 0; round < 3; round += 1) await turn(delivery, new AbortController().signal)
  const shown = await vesontio(['order', 'show', 'BES-O-2026-00001'], { LC_ALL: 'fr_FR.UTF-8' })
  expect(shown.out).toMatch(/mise en service 200,00\s€/)
  const service = /BES-XP-\d{6}/.exec(shown.out)?.[0] ?? ''
  expect((await vesontio(['service', 'show', service])).out).toContain('Jurassix')
  const cancelled = await vesontio(['order', 'cancel', 'BES-O-2026-00001', '--reason', 'changed my mind', '--json'])
  expect([cancelled.code, json(cancelled)['cancelled']]).toEqual([
    0,
    expect.objectContaining({ reason: 'changed my mind' }),
  ])
})

test('acceptance needs a signatory’s key, or the administrator with the signed paper', async () => {
  const bare = await vesontio(['order', file('order.yaml'), '--accept', '--json'])
  expect([bare.code, json(bare)['code']]).toEqual([1, 'paper-missing'])
  const { member } = here.organisations
  const [reader, signatory] = await Promise.all(
    [['order'], ['order', 'sign']].map(async (rights) =>
      here.keyOf(await here.addPerson({ organisation: member, rights: rights as ['order'] })),
    ),
  )
  const refused = await vesontio(['order', file('order.yaml'), '--accept', '--json'], { VESONTIO_KEY: reader ?? '' })
  expect([refused.code, json(refused)['code']]).toEqual([1, 'not-allowed'])
  const signed = await vesontio(['order', file('order.yaml'), '--accept', '--json'], { VESONTIO_KEY: signatory ?? '' })
  expect([signed.code, json(signed)['state']]).toEqual([0, 'delivering'])
})

test('an order that is refused at its signature says its number, until when it holds its stock, and how to sign it or take it back', async () => {
  const unsigned = await vesontio(['order', file('order.yaml'), '--accept', '--json'])
  const { order, quote } = json(unsigned)
  expect([unsigned.code, order, quote]).toEqual([
    1,
    expect.stringMatching(/^BES-O-/),
    expect.objectContaining({ kind: 'firm' }),
  ])
  const said = await vesontio(['order', file('order.yaml'), '--accept'], { LANG: 'fr_FR.UTF-8' })
  const text = said.out + said.err
  expect(text).toMatch(/BES-O-\d{4}-\d{5} reste chiffrée, et occupe le stock jusqu’au 2026-/)
  const [other] = /BES-O-\d{4}-\d{5}/.exec(text) ?? []
  expect(text).toContain(`vesontio order cancel ${other ?? ''}`)
  expect((await vesontio(['order', 'cancel', other ?? '', '--json'])).code).toBe(0)
  const paper = ['--paper', file('paper.pdf'), ...PAPER]
  const signed = await vesontio(['order', 'accept', String(order), ...paper, '--json'])
  expect([signed.code, json(signed)['state']]).toEqual([0, 'delivering'])
  // Nothing is handed over yet.
  const note = await vesontio(['order', 'note', `${String(order)}/1`, file('note.pdf'), '--json'])
  expect([note.code, json(note)['code']]).toEqual([1, 'no-note'])
  expect((await vesontio(['order', 'note', String(order), file('note.pdf')])).code).toBe(2)
})

test('a refused line ends with 1, the code and its sentence', async () => {
  await writeFile(file('bogon.yaml'), ORDER.replace('64510', '23456'))
  const said = await vesontio(['order', file('bogon.yaml'), '--json'], { LANG: 'fr_FR.UTF-8' })
  expect(said.code).toBe(1)
  expect(json(said)).toMatchObject({
    state: 'refused',
    code: expect.stringMatching(/asn/),
    title: expect.stringMatching(/ /),
  })
  expect((await vesontio(['order', file('bogon.yaml'), '--dry-run'])).code).toBe(1)
})

test('an order file with an unknown key is refused, with the place', async () => {
  await writeFile(file('unknown.yaml'), `${ORDER}discount: 50\n`)
  const said = await vesontio(['order', file('unknown.yaml')], { LANG: 'fr' })
  expect(said.code).toBe(1)
  expect(said.err).toMatch(/malformed: La demande n’a pas la forme attendue\.\n {2}body: .*discount/)
  await writeFile(file('broken.yaml'), 'lines: [\n')
  expect((await vesontio(['order', file('broken.yaml')])).err).toMatch(/broken\.yaml cannot be read: .* at line 2/)
})

test('the doctor, the twin, the work list, a run of invoices and a key', async () => {
  expect(await vesontio(['doctor'])).toMatchObject({ code: 0, out: '0 lost, 0 double, 0 leaked\n' })
  expect(json(await vesontio(['twin', 'status', '--json']))).toMatchObject({ world: 'twin', twin: { state: 'off' } })
  expect(json(await vesontio(['work', 'list', '--json']))).toEqual({ items: expect.any(Array) })
  expect(json(await vesontio(['invoice', 'run', '--month', '2026-12', '--dry-run', '--json']))).toMatchObject({
    month: '2026-12',
    state: 'dry-run',
  })
  const key = json(await vesontio(['key', 'create', '--label', 'ci', '--scope', 'admin', '--json']))
  expect(key['key']).toMatch(/^ves_/)
  expect(json(await vesontio(['doctor', '--json'], { VESONTIO_KEY: String(key['key']) }))).toMatchObject({
    lost: 0,
    double: 0,
    leaked: 0,
  })
  expect(json(await vesontio(['site', 'plan', 'sites/besancon', '--json']))).toMatchObject({
    may_apply: true,
    changes: [],
  })
})

test.each([
  [['nonsense'], {}, /Unknown command: nonsense/],
  [['order'], {}, /FILE\.yaml/],
  [['order', 'show', 'a', 'b'], {}, /order show N/],
  [['order', 'a.yaml', '--wait', 'soon'], {}, /--wait soon/],
  [['order', 'a.yaml', '--paper', 'x'], {}, /--paper-number/],
  [['order', '/no/such/file.yaml'], {}, /\/no\/such\/file\.yaml cannot be read/],
  [['doctor', '--loud'], {}, /--loud/],
  [['doctor', '--port', '1'], {}, /no-server: The server does not answer/],
  [['doctor', '--port', 'x'], {}, /--port x/],
  [['doctor'], { VESONTIO_KEY: 'ves_wrong' }, /not-signed-in/],
])('an unusable call (%j) ends with 2 and says why', async (args, environment, why) => {
  const said = await vesontio(args, environment)
  expect([said.code, said.out]).toEqual([2, ''])
  expect(said.err).toMatch(why)
  const told = await vesontio([...args, '--json'], environment)
  expect([told.code, typeof json(told)['code']]).toEqual([2, 'string'])
})

test('what needs no server is handed to the composition root', async () => {
  expect(json(await vesontio(['backup', 'x.vesontio', '--json']))).toEqual({ local: 'backup' })
  expect(json(await vesontio(['twin', 'install', '--json']))).toEqual({ local: 'twin install' })
})

test('an AS is given its contact, mailed its code, and proved or vouched for; a wrong code is refused', async () => {
  const asn = async (...args: readonly string[]) => {
    const said = await vesontio(['asn', ...args, '--json'])
    return [said.code, json(said)['code'] ?? json(said)['proved_how']]
  }
  // The delivery above sent a code already; a new one is not sent within minutes.
  expect(await asn('send-code', '64510')).toEqual([1, 'code-just-sent'])
  expect(await asn('prove', 'AS64510', 'WRONG-CODE')).toEqual([1, 'code-wrong'])
  expect((await asn('contact', 'AS64510', 'noc@jurassix.example', '--source', 'registry'))[0]).toBe(0)
  expect(await asn('vouch', 'AS64510', 'known for ten years')).toEqual([0, 'attested'])
  expect((await asn('vouch', 'ASx', 'no such number'))[0]).toBe(2)
})

test('a newcomer who errs is led: help of a noun, a word written nearly so, lists of what there is', async () => {
  const group = await vesontio(['help', 'service'])
  expect([group.code, group.out]).toEqual([0, expect.stringContaining('service attach')])
  expect(group.out).not.toContain('import ixf')
  expect((await vesontio(['service', '--help'])).out).toBe(group.out)
  const wrong = await vesontio(['ordre', 'list'], { LANG: 'fr_FR.UTF-8' })
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('Peut-être\u00A0: order')])
  expect(json(await vesontio(['xyzzy', '--json']))).toMatchObject({ code: 'unusable-call', perhaps: [] })
  for (const list of ['order', 'service', 'invoice', 'work']) {
    const said = await vesontio([list, 'list', '--json'])
    expect([list, said.code, json(said)['items']]).toEqual([list, 0, expect.any(Array)])
  }
  const services = await vesontio(['service', 'list', '--product', 'exchange-port'])
  expect(services.out).toMatch(/^BES-XP-\d{6} {2}/m)
  expect((await vesontio(['order', 'list', '--organisation', 'nobody'])).out).toBe('No row of this kind.\n')
  expect((await vesontio(['service', 'attach', 'BES-DP-000001'])).code).toBe(2)
  const [port = ''] = services.out.split(' ')
  expect((await vesontio(['service', 'revise', port, '--index-value', 'much'])).code).toBe(2)
  const plain = await vesontio(['service', 'revise', port, '--index-value', '105', '--on', '2026-12-16', '--dry-run', '--json']) // prettier-ignore
  expect([plain.code, json(plain)['code']]).toEqual([1, 'not-indexed'])
  expect((await vesontio(['order', 'list', '--state', 'odd'])).code).toBe(1)
})
