import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { z } from 'zod'
import { listMembers, getMember } from '#exchange/contract'
import { exchangeRoutes } from '#exchange/testing'
import { refuse } from '#kernel'
import { testDatabase } from '#postgres/testing'
import { allWords } from '../../../vocabulary.ts'
import { importAnswer, importIxf, ceaseService, showService } from '../../contract.ts'
import { judge } from '../../judge.ts'
import { type Bench, actorOf, askAs, layBench, turnAll } from '../../testing.ts'
import { bytesOf, export06, export10, oddExport, realExport } from './testing.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let bench: Bench
beforeAll(async () => {
  database = await testDatabase()
  bench = await layBench(database.db, { all: 3, prewired: 3 })
})
afterAll(() => database.close())

type Asked = Partial<z.input<typeof importIxf.body>>
const send = (content: Buffer, more: Asked = {}) => {
  const body = importIxf.body.parse({ file_name: 'members.json', content_base64: content.toString('base64'), ...more })
  return askAs(bench, importIxf, { body })
}
const take = async (content: Buffer, more: Asked = {}) => {
  const answer = await send(content, more)
  if (!answer?.ok) throw new Error(JSON.stringify(answer))
  return importAnswer.parse(answer.value)
}
type Answer = Awaited<ReturnType<typeof take>>
const codesOf = ({ rows }: Answer) => rows.map(({ warnings }) => warnings.map(({ code }) => code))
const members = async (query: object, actor = actorOf(bench.technicians[0], new Set(['admin']))) => {
  const served = exchangeRoutes.find(({ route }) => route === listMembers)
  const call = {
    params: {},
    query: listMembers.query.parse(query),
    body: undefined,
    actor,
    by: { kind: 'person', id: null } as const,
  }
  const answer = await served?.handle({ ...call, db: bench.db, now: bench.now, clock: () => bench.now, ifMatch: null })
  if (!answer?.ok) throw new Error('no members')
  return listMembers.reply.parse(answer.value)
}
const rowsIn = async (table: string): Promise<number> =>
  (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(bench.db)).rows[0]?.n ?? 0
const everything = async (): Promise<readonly number[]> =>
  Promise.all(
    [
      'people.organisation',
      'market.service',
      'exchange.declared_attachment',
      'exchange.declared_lan',
      'floor.journal',
    ].map(rowsIn),
  )

test('81 members of a real 0.6 export: a dry run changes nothing, then it is applied, then it is unchanged; unknown stays unknown', async ({
  skip,
}) => {
  const file = realExport('bcix.json')
  if (!file) skip('NOT RUN: ../shared/data/ixf/bcix.json is not on this machine')
  if (!file) return
  const before = await everything()
  const dry = await take(file, { dry_run: true })
  expect(dry).toMatchObject({ dry_run: true, applied: false, counts: { created: 82, refused: 0 } })
  expect(await everything()).toEqual(before)

  const done = await take(file)
  expect(done).toMatchObject({ applied: true, counts: { created: 82, updated: 0, unchanged: 0, refused: 0 } })
  expect(done.rows[0]).toMatchObject({
    path: 'ixp_list[0]',
    subject: 'Test IXP',
    warnings: [
      { code: 'ixf-lan-assumed', prefix: '193.178.185.0/24' },
      { code: 'ixf-lan-assumed', prefix: '2001:7f8:19:1::/64' },
    ],
  })
  expect(done.rows[1]).toMatchObject({ path: 'member_list[0].connection_list[0]', line: null, did: 'created' })
  const { rows } =
    await sql`select s.state, s.origin, s.monthly_micro_euros, s.billing_from, o.name, o.country, e.source, e.method, e.by_device,
      d.facts->'ports' as ports, d.facts->'state' as said
    from market.service s join people.organisation o on o.id = s.organisation_id join market.evidence e on e.service_id = s.id
      join exchange.declared_attachment d on d.service_id = s.id where d.asn = 15169`.execute(bench.db)
  expect(rows).toEqual([
    {
      state: 'in-service',
      origin: 'imported',
      monthly_micro_euros: null,
      billing_from: null,
      name: 'AS15169',
      country: 'ZZ',
      source: 'declared',
      method: expect.stringMatching(/^members\.json sha256:[0-9a-f]{64}$/),
      by_device: null,
      ports: [],
      said: null,
    },
  ])
  const after = await everything()
  expect(await take(file)).toMatchObject({
    applied: true,
    counts: { created: 0, updated: 0, unchanged: 82, refused: 0 },
  })
  expect(await everything()).toEqual(after)
  expect(await judge(bench.db, bench.now)).toEqual([])

  const shown = await members({ text: 'AS20880' })
  expect(shown.items).toMatchObject([
    {
      asn: 20880,
      state: 'declared',
      speed_mbps: null,
      v4: '193.178.185.29',
      port: null,
      declared: { exchange: 'Test IXP', ports: [] },
    },
  ])
  expect((await members({ state: 'declared', limit: 200 })).total).toBe(81)
})

test('a LAN that the file omits is given: it is not assumed, an address outside it is told, and a later import does not lose it', async ({
  skip,
}) => {
  const file = realExport('bcix.json')
  if (!file) skip('NOT RUN: ../shared/data/ixf/bcix.json is not on this machine')
  if (!file) return
  const given = await take(file, { lans: ['193.178.185.0/26', '2001:7f8:19:1::/64'] })
  expect(given.rows[0]).toMatchObject({ did: 'updated', warnings: [] })
  expect(codesOf(given).flat()).toContain('ixf-address-outside')
  expect((await take(file)).counts).toMatchObject({ updated: 0, created: 0 })
  const { rows } = await sql`select v4::text, v4_source, v6_source from exchange.declared_lan`.execute(bench.db)
  expect(rows).toEqual([{ v4: '193.178.185.0/26', v4_source: 'given', v6_source: 'given' }])
})

test('a real 0.7 export brings names, speeds, MACs and its own LAN', async ({ skip }) => {
  const file = realExport('small-0.7.json')
  if (!file) skip('NOT RUN: ../shared/data/ixf/small-0.7.json is not on this machine')
  if (!file) return
  expect(await take(file)).toMatchObject({ applied: true, counts: { created: 24, refused: 0 } })
  const [xmission] = (await members({ text: 'AS6315' })).items
  expect(xmission).toMatchObject({
    name: 'XMission',
    speed_mbps: 10000,
    as_set: 'AS-XMISSION',
    v6: '2001:504:60::18ab',
  })
  const detail = exchangeRoutes.find(({ route }) => route === getMember)
  const actor = actorOf(bench.technicians[0], new Set(['admin']))
  const call = {
    query: {},
    body: undefined,
    actor,
    by: { kind: 'person', id: null } as const,
    db: bench.db,
    now: bench.now,
  }
  const one = await detail?.handle({
    ...call,
    params: { service: xmission?.number },
    clock: () => bench.now,
    ifMatch: null,
  })
  expect(one).toMatchObject({
    value: {
      declared: {
        exchange: 'SUPRnet',
        ports: [{ switch: 'tdcSUPRnetNexus', speed_mbps: 10000 }],
        addresses: [{ macs: ['00:22:83:32:bf:f0'] }, {}],
      },
    },
  })
})

test('0.6 and 1.0 of our own: a LAG is one member with two ports; two exchanges of one file, both or one of them', async () => {
  expect((await take(bytesOf(export06))).counts).toMatchObject({ created: 2, warned: 0 })
  const [renater] = (await members({ text: 'AS2200' })).items
  expect(renater).toMatchObject({ speed_mbps: 20000, declared: { exchange: 'JuraIX', ports: [{}, {}] } })
  const one = await take(bytesOf(export10), { ixp: 2 })
  expect(one.rows.map(({ subject }) => subject.replace(/BES-DP-\d+/, 'N'))).toEqual([
    'Est-IX Metz',
    'AS3215 Orange → N',
  ])
  expect((await take(bytesOf(export10))).counts).toMatchObject({ created: 2, unchanged: 2 })
  const orange = (await members({ text: 'AS3215' })).items.map(({ declared }) => declared?.exchange)
  expect(new Set(orange)).toEqual(new Set(['Est Internet Exchange', 'Est-IX Metz']))
  expect(await send(bytesOf(export10), { ixp: 9 })).toEqual(refuse({ code: 'ixf-no-exchange', ixp: 9, known: [1, 2] }))
})

test('a changed file changes what it changed and nothing else; who is missing is told and not ended; a name follows the file until somebody writes another', async () => {
  const file = structuredClone(export06)
  const [member] = file.member_list
  const [connection] = member?.connection_list ?? []
  if (!member || !connection) throw new Error('no member')
  member.name = 'RENATER (GIP)'
  connection.if_list.pop()
  const changed = await take(bytesOf(file))
  expect(changed.rows.map(({ did }) => did)).toEqual(['unchanged', 'updated'])
  const [renater] = (await members({ text: 'AS2200' })).items
  expect(renater).toMatchObject({ name: 'RENATER (GIP)', speed_mbps: 10000, as_set: 'AS-RENATER' })

  const gone = await take(bytesOf({ ...file, member_list: [] }))
  expect(gone.counts).toMatchObject({ created: 0, updated: 0, unchanged: 2 })
  expect(gone.rows[1]).toMatchObject({
    path: null,
    warnings: [{ code: 'not-in-file' }],
    subject: expect.stringContaining('AS2200'),
  })
  expect((await members({ text: 'AS2200' })).total).toBe(1)

  await sql`update people.organisation set name = 'Renater, our friends' where handle = 'as2200'`.execute(bench.db)
  await take(bytesOf(export06))
  expect((await members({ text: 'AS2200' })).items[0]?.name).toBe('Renater, our friends')
})

test('an oddity warns and never refuses; what cannot be kept is refused alone, and then nothing is applied unless the good is kept', async () => {
  const odd = await take(bytesOf(oddExport), { dry_run: true })
  expect(odd.counts.refused).toBe(0)
  expect(codesOf(odd).slice(1, 5)).toEqual([
    [
      'ixf-number-as-text',
      'ixf-number-as-text',
      'ixf-state-odd',
      'ixf-switch-unknown',
      'ixf-speed-odd',
      'ixf-number-as-text',
      'ixf-value-odd',
      'ixf-mac-odd',
      'ixf-mac-odd',
      'ixf-address-odd',
      'ixf-address-outside',
    ],
    ['ixf-asn-reserved', 'ixf-no-port', 'ixf-address-outside', 'ixf-address-twice', 'ixf-mac-twice'],
    ['ixf-no-connection'],
    ['ixf-no-address', 'ixf-member-twice'],
  ])
  const unkept = {
    ...export10,
    member_list: [
      ...export10.member_list,
      { name: 'Nobody', connection_list: [] },
      'not a member',
      { asnum: 4294967295, connection_list: [] },
      { asnum: 12876, connection_list: [{ ixp_id: 5, vlan_list: [] }] },
      {
        asnum: 12322,
        connection_list: [{ ixp_id: 1, vlan_list: [{ vlan_id: 1, ipv4: { address: '198.51.100.7' } }] }],
      },
    ],
  }
  const before = await everything()
  const refused = await take(bytesOf(unkept))
  expect(refused).toMatchObject({ applied: false, counts: { created: 1, refused: 4 } })
  expect(refused.rows.flatMap(({ path, refusal }) => (refusal ? [[path, refusal.code]] : []))).toEqual([
    ['member_list[1]', 'ixf-no-asn'],
    ['member_list[2]', 'ixf-no-asn'],
    ['member_list[3]', 'asn-invalid'],
    ['member_list[4].connection_list[0]', 'ixf-exchange-unknown'],
  ])
  expect(await everything()).toEqual(before)
  expect(await take(bytesOf(unkept), { keep_good: true })).toMatchObject({
    applied: true,
    counts: { created: 1, refused: 4 },
  })
  expect((await members({ text: 'AS12322' })).total).toBe(1)
  const told = [...odd.rows, ...refused.rows].flatMap(({ refusal, warnings }) => [
    ...(refusal ? [refusal] : []),
    ...warnings,
  ])
  for (const { code } of told) expect([code, typeof allWords[code]]).toEqual([code, 'object'])
})

test('a member that is known here by its AS keeps its name and its own; a stranger sees of it what an exchange publishes', async () => {
  await sql`insert into exchange.asn (site_id, asn, organisation_id, declared_at) values (${bench.site}, 5511, ${bench.isp}, ${bench.now})`.execute(
    bench.db,
  )
  const [orange] = export10.member_list
  const file = bytesOf({
    ...export10,
    member_list: [...export10.member_list, { ...orange, asnum: 5511, name: 'Orange International' }],
  })
  expect((await take(file, { ixp: 1 })).counts).toMatchObject({ created: 1 })
  const own = await members(
    { text: 'AS5511' },
    actorOf(bench.signatory, new Set(), new Map([[bench.isp, new Set(['read'])]])),
  )
  expect(own.items).toMatchObject([{ name: 'isp', own: true, number: expect.stringMatching(/^BES-DP-/) }])
  const stranger = await members(
    { text: 'AS5511' },
    actorOf(null, new Set(), new Map([[bench.townHall, new Set(['read'])]])),
  )
  expect(stranger.items).toMatchObject([
    { own: false, number: null, v4: '198.51.100.9', declared: { file: null, addresses: null } },
  ])
})

test('it is ceased like any service: without an order to sign, a bill or a cable, and is shown no more', async () => {
  const [renater] = (await members({ text: 'AS2200' })).items
  const params = { service: renater?.number ?? '' }
  const service = await askAs(bench, showService, { params })
  expect(service).toMatchObject({
    value: { origin: 'imported', order: null, holds: [{ kind: 'declared-port', label: 'JuraIX AS2200' }] },
  })
  expect(await askAs(bench, ceaseService, { params, body: { dry_run: false } })).toMatchObject({
    ok: true,
    value: { early_end_cents: 0 },
  })
  bench.now = new Date('2027-03-01T09:00:00Z')
  await turnAll(bench, 2, false)
  expect(await askAs(bench, showService, { params })).toMatchObject({ value: { state: 'closed', holds: [] } })
  expect((await members({ text: 'AS2200' })).total).toBe(0)
  expect(await judge(bench.db, bench.now)).toEqual([])
  // The next import meets it anew.
  expect((await take(bytesOf(export06))).counts).toMatchObject({ created: 1 })
})

test.each<[string, Buffer | string, string]>([
  ['not JSON', 'a,b\n', 'json-broken'],
  ['nested a million deep', '['.repeat(1_000_000), 'json-too-deep'],
  ['huge', Buffer.alloc(5_000_001, 0x20), 'import-too-large'],
  ['with a byte order mark', '\uFEFF{}', 'import-byte-order-mark'],
  ['UTF-16', Buffer.from('{"version":"0.6"}', 'utf16le'), 'import-utf-16'],
  ['Latin-1', Buffer.from('{"version":"Besançon"}', 'latin1'), 'import-not-utf-8'],
  ['semicolons', 'asn;name\n2200;Renater\n', 'json-broken'],
  ['JSON of something else', '{"members":[]}', 'ixf-not-an-export'],
  ['a version from the future', JSON.stringify({ ...export06, version: '2.0' }), 'ixf-version'],
  ['no exchange', JSON.stringify({ ...export06, ixp_list: [] }), 'ixf-no-exchange'],
])('a file that is %s gets one clear error and changes nothing', async (_, file, code) => {
  const before = await everything()
  expect(await send(Buffer.from(file))).toMatchObject({ ok: false, refusal: { code } })
  expect(await everything()).toEqual(before)
  expect(allWords[code]).toBeDefined()
})
