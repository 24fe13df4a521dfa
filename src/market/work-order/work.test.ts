import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '#postgres/testing'
import {
  type WorkWire,
  blockWork,
  cancelOrder,
  confirmWork,
  finishWork,
  listWork,
  proveWork,
  showFile,
  takeWork,
} from '../contract.ts'
import { signedOrder } from '../order/testing.ts'
import { type Bench, actorOf, askAs, asked, layBench, memberOf, orderNow, turnAll } from '../testing.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let bench: Bench
let order = ''
let work = ''
beforeAll(async () => {
  database = await testDatabase()
  bench = await layBench(database.db, { all: 2, prewired: 0 })
  order = await signedOrder(bench, asked('isp'))
  await turnAll(bench, 2, false)
  work = await workNow()
})
afterAll(() => database.close())

const workNow = async (): Promise<string> => (await orderNow(bench, order)).lines[0]?.steps[0]?.work_order ?? ''
const who = (at: 0 | 1) => actorOf(bench.technicians[at], new Set(['technician']))
type Route = Parameters<typeof askAs>[1]
const act = async (route: Route, body: object = {}, at: 0 | 1 = 0) =>
  (await askAs(bench, route, { params: { work }, body, as: who(at) })) as
    | { ok: true; value: WorkWire }
    | { ok: false; refusal: { code: string } }
const prove = (proof: object, at: 0 | 1 = 0) => act(proveWork, { taken_at: '2026-11-23T08:00:00Z', ...proof }, at)

const crc = (bytes: Buffer): number => {
  let c = 0xffffffff
  for (const byte of bytes) {
    c ^= byte
    for (let bit = 0; bit < 8; bit += 1) c = (c >>> 1) ^ (c & 1 ? 0xedb88320 : 0)
  }
  return (c ^ 0xffffffff) >>> 0
}
const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type), data])
  const out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(data.length, 0)
  body.copy(out, 4)
  out.writeUInt32BE(crc(body), body.length + 4)
  return out
}
/** One grey pixel (RFC 2083), its IDAT a stored deflate block. */
const photo = Buffer.concat([
  Buffer.from('89504e470d0a1a0a', 'hex'),
  chunk('IHDR', Buffer.from('00000001000000010800000000', 'hex')),
  chunk('IDAT', Buffer.from('7801010200fdff007f00810080', 'hex')),
  chunk('IEND', Buffer.alloc(0)),
]).toString('base64')

test('a technician reads where, with what and in which order; a page of the list has the same', async () => {
  const answer = await askAs(bench, listWork, { query: { open: true, limit: 50 }, as: who(0) })
  expect(answer).toMatchObject({ ok: true, value: { total: 1, items: [{ number: work, state: 'open', order }] } })
  const { value } = (await act(takeWork)) as { value: WorkWire }
  expect(value.what).toMatchObject({ code: 'work-patch-port', from: 'sw1/1', to: 'm-p1/1' })
  expect(value.places.map((place) => [place.rack, place.device ?? place.panel, place.port ?? place.position])).toEqual([
    ['m-1', 'sw1', 1],
    ['m-1', 'm-p1', 1],
  ])
  expect(value.actions.map((action) => action.code)).toEqual([
    'act-find-port',
    'act-clean-ends',
    'act-plug-both',
    'act-label-both',
    'act-read-light',
  ])
})

test.each([
  [{ name: 'nonsense', kind: 'note', text: 'x' }, 'proof-unknown'],
  [{ name: 'light', kind: 'note', text: '-3 dBm' }, 'proof-kind'],
  [{ name: 'light', kind: 'reading' }, 'proof-kind'],
  [{ name: 'light', kind: 'reading', value: -14.5 }, 'reading-outside'],
  [{ name: 'light', kind: 'reading', value: 0.6 }, 'reading-outside'],
  [{ name: 'scan-port', kind: 'scan', text: 'sw1/2' }, 'scan-differs'],
  [
    { name: 'photo-labels', kind: 'photo', content_base64: Buffer.from('%PDF-1.4\n%%EOF\n').toString('base64') },
    'file-kind-refused',
  ],
  [
    { name: 'photo-labels', kind: 'photo', content_base64: Buffer.from('a secret').toString('base64') },
    'file-kind-refused',
  ],
  [
    { name: 'photo-labels', kind: 'photo', content_base64: Buffer.alloc(5 * 1024 * 1024 + 1).toString('base64') },
    'file-too-large',
  ],
])('a proof that does not show it is refused and leaves nothing: %#', async (proof, code) => {
  expect(await prove(proof)).toMatchObject({ ok: false, refusal: { code } })
  const { rows } = await sql<{ files: number; proofs: number }>`select (select count(*)::int from floor.file) as files,
    (select count(*)::int from market.work_proof) as proofs`.execute(bench.db)
  expect(rows).toEqual([{ files: 0, proofs: 0 }])
})

test('the window of a reading is closed at both ends', async () => {
  expect(await prove({ name: 'light', kind: 'reading', value: -14.4 })).toMatchObject({ ok: true })
  expect(await prove({ name: 'light', kind: 'reading', value: 0.5 })).toMatchObject({ ok: true })
})

const layInstruments = async (): Promise<void> => {
  const rows = [
    ['pm-1', 'power-meter', 'EXFO', '1502998', '2026-11-22', null],
    ['pm-2', 'power-meter', null, null, null, '2026-11-23'],
    ['olts-1', 'loss-test-set', 'EXFO', '77', '2027-03-03', null],
    ['mm-1', 'multimeter', 'Fluke', '12345678', '2027-03-03', null],
  ]
  for (const [handle, kind, make, serial, until, retired] of rows)
    await sql`insert into facility.instrument (id, site_id, handle, kind, make, serial, calibrated_until, retired_on)
      values (gen_random_uuid(), ${bench.site}, ${handle}, ${kind}, ${make}, ${serial}, ${until}, ${retired})`.execute(
      bench.db,
    )
}

test('a site without instruments says that it is unknown; one that has some says which one, and none that may not be used', async () => {
  const light = { name: 'light', kind: 'reading', value: -3.1 }
  const unknown = (await prove(light)) as { value: WorkWire }
  expect(unknown.value.instruments).toEqual([])
  expect(unknown.value.proofs[0]?.instrument).toMatchObject({ handle: null, kind: 'power-meter', serial: null })
  expect(await prove({ ...light, instrument: 'pm-1' })).toMatchObject({ refusal: { code: 'instrument-unknown' } })
  await layInstruments()
  for (const [given, code] of [
    [{}, 'instrument-missing'],
    [{ instrument: 'pm-9' }, 'instrument-unknown'],
    [{ instrument: 'mm-1' }, 'instrument-unfit'],
    [{ instrument: 'pm-2' }, 'instrument-retired'],
    [{ instrument: 'pm-1' }, 'instrument-expired'],
    // Half past midnight where the site stands: the day after the last one.
    [{ instrument: 'pm-1', taken_at: '2026-11-22T23:30:00Z' }, 'instrument-expired'],
  ] as const)
    expect(await prove({ ...light, ...given })).toMatchObject({ ok: false, refusal: { code } })
  expect(await prove({ name: 'scan-port', kind: 'scan', text: 'sw1/1', instrument: 'olts-1' })).toMatchObject({
    refusal: { code: 'instrument-unfit' },
  })
  // Taken on its last day, sent the day after from a phone that had no signal.
  expect(await prove({ ...light, instrument: 'pm-1', taken_at: '2026-11-22T22:30:00Z' })).toMatchObject({ ok: true })
  const { value } = (await prove({ ...light, instrument: 'olts-1' })) as { value: WorkWire }
  expect(value.proofs).toMatchObject([{ name: 'light', instrument: { handle: 'olts-1', serial: '77' } }])
  // No multimeter: nothing here is read with one.
  expect(value.instruments.map(({ handle }) => handle)).toEqual(['olts-1', 'pm-1', 'pm-2'])
  expect(value.instruments[0]?.last_used_at).toBe('2026-11-23T08:00:00.000Z')
  await sql`update facility.instrument set calibrated_until = '2028-03-03', serial = '78' where handle = 'olts-1'`.execute(
    bench.db,
  )
})

test('blocked with a reason, the order says so; whoever takes it over is named', async () => {
  expect(await act(blockWork, { reason: 'the panel is locked' })).toMatchObject({
    value: { state: 'blocked', blocked_why: 'the panel is locked' },
  })
  await turnAll(bench, 1, false)
  expect((await orderNow(bench, order)).lines[0]?.waiting).toMatchObject({
    for: 'site',
    what: { code: 'work-blocked', reason: 'the panel is locked' },
  })
  await act(takeWork, {}, 1)
  const { rows } = await sql<{
    by: string
  }>`select taken_by as by from market.work_order where number = ${work}`.execute(bench.db)
  expect(rows[0]?.by).toBe(bench.technicians[1])
})

test('done needs every required proof; a photo taken in the future is taken now; the evidence follows', async () => {
  expect(await act(finishWork)).toMatchObject({ refusal: { code: 'proof-missing', missing: ['photo-labels'] } })
  expect(
    await prove({ name: 'photo-labels', kind: 'photo', content_base64: photo, taken_at: '2030-01-01T00:00:00Z' }),
  ).toMatchObject({ ok: true })
  expect(await act(finishWork)).toMatchObject({ value: { state: 'done' } })
  expect(await act(finishWork)).toMatchObject({ refusal: { code: 'work-not-open' } })
  await turnAll(bench, 1, false)
  const evidence = (await orderNow(bench, order)).lines[0]?.evidence ?? []
  expect(evidence.map(({ proof, source, unit }) => [proof, source, unit])).toEqual(
    expect.arrayContaining([
      ['light', 'attested', 'dBm'],
      ['photo-labels', 'attested', null],
    ]),
  )
  // As it was on the day of the reading, whatever the site's files say since.
  expect(evidence.find(({ proof }) => proof === 'light')?.instrument).toEqual({
    handle: 'olts-1',
    kind: 'loss-test-set',
    make: 'EXFO',
    model: null,
    serial: '77',
    calibrated_until: '2027-03-03',
  })
  expect(evidence.find(({ proof }) => proof === 'photo-labels')?.instrument).toBeNull()
  const shown = evidence.find(({ proof }) => proof === 'photo-labels')
  expect(Date.parse(shown?.at ?? '')).toBeLessThanOrEqual(bench.now.getTime())
  const params = { file: shown?.file }
  const stranger = actorOf(
    bench.technicians[1],
    new Set(),
    new Map([[bench.townHall, new Set(['read', 'sign'] as const)]]),
  )
  expect(await askAs(bench, showFile, { params, as: memberOf(bench, ['read']) })).toMatchObject({ ok: true })
  expect(await askAs(bench, showFile, { params, as: stranger })).toBeNull()
})

test('what can darken a customer is confirmed by another person, who may also find that it is not so', async () => {
  await askAs(bench, cancelOrder, { params: { order }, body: { reason: 'test' } })
  await turnAll(bench, 4, false)
  work = await workNow()
  await prove({ name: 'photo-labels', kind: 'photo', content_base64: photo })
  expect(await act(finishWork)).toMatchObject({ value: { state: 'to-confirm' } })
  expect(await act(confirmWork)).toMatchObject({ refusal: { code: 'same-person' } })
  expect(await act(blockWork, { reason: 'one end is still plugged' }, 1)).toMatchObject({ value: { state: 'blocked' } })
  expect(await act(confirmWork, {}, 1)).toMatchObject({ refusal: { code: 'work-not-to-confirm' } })
  await act(finishWork)
  expect(await act(confirmWork, {}, 1)).toMatchObject({ value: { state: 'done' } })
  await turnAll(bench, 2, false)
  expect((await orderNow(bench, order)).state).toBe('cancelled')
})
