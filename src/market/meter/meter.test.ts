import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Route, turn } from '#kernel'
import type { Actor } from '#people'
import { signedOrder } from '../order/testing.ts'
import { acceptLine } from '../change/testing.ts'
import { doWork, drive, type Hall, layHall, spaceAsked } from '../products/rack-space/testing.ts'
import { listSpaceLoads, spaceLoadsWire } from '../space/contract.ts'
import { spaceRoutes } from '../space/routes.ts'
import { actorOf } from '../testing.ts'
import { needsOf } from '../today/store.ts'
import { importReadings, measuredLoads, measuredLoadsWire, serviceUsage, usageWire } from './contract.ts'
import { meterReconciler } from './reconcile.ts'
import { meterRoutes } from './routes.ts'

let hall: Hall
let service = ''
let own = ''
let place = ''
beforeAll(async () => {
  hall = await layHall()
  const today = hall.now
  hall.now = new Date('2026-11-02T09:00:00Z')
  const order = await signedOrder(hall, spaceAsked({ size: 'half', watts: 1500, place: { row: '2' } }))
  for (let round = 0; round < 3; round += 1) {
    await drive(hall)
    await doWork(hall)
  }
  await drive(hall)
  await acceptLine(hall, order)
  await drive(hall)
  hall.now = today
  const { rows } = await sql<{ number: string; organisation: string; label: string }>`
    select s.number, s.organisation_id as organisation, c.label from market.service s join market.claim c on c.service_id = s.id where s.product = 'rack-space'`.execute(
    hall.db,
  )
  service = rows[0]?.number ?? ''
  own = rows[0]?.organisation ?? ''
  place = rows[0]?.label ?? ''
})
afterAll(() => hall.close())

const staff = (): Actor => actorOf(hall.technicians[0], new Set(['admin']))
const customer = (organisation: string): Actor =>
  actorOf(hall.signatory, new Set(), new Map([[organisation, new Set(['read'] as const)]]))

const ask = async (route: Route, as: Actor, more: { body?: object; params?: object } = {}): Promise<unknown> => {
  const served = meterRoutes.find((one) => one.route === route)
  if (!served) throw new Error(`${route.path} is not served`)
  return served.handle({
    params: more.params ?? {},
    query: {},
    body: route.body?.parse(more.body ?? {}),
    actor: as,
    by: { kind: 'person', id: as.personId },
    db: hall.db,
    now: hall.now,
    clock: () => hall.now,
    ifMatch: null,
  })
}
const valueOf = (answer: unknown): unknown => {
  if (typeof answer === 'object' && answer !== null && 'value' in answer) return answer.value
  throw new Error(`refused: ${JSON.stringify(answer)}`)
}
const send = (text: string | Uint8Array, more: object = {}) =>
  ask(importReadings, staff(), {
    body: { file_name: 'october.csv', content_base64: Buffer.from(text).toString('base64'), ...more },
  })
const sent = async (text: string, more: object = {}) => importReadings.reply.parse(valueOf(await send(text, more)))
const told = async (text: string, more: object = {}) =>
  (await sent(text, more)).rows.map(({ line, did, refusal }) => [line, refusal?.code ?? did])
const usage = async (as: Actor) => {
  const answer = await ask(serviceUsage, as, { params: { service } })
  return answer === null ? null : usageWire.parse(valueOf(answer))
}
const observe = async () => {
  const { failed } = await turn(meterReconciler({ db: hall.db, clock: () => hall.now }), new AbortController().signal)
  if (failed.length > 0) throw failed[0]
}
const kept = async (): Promise<number> =>
  (await sql<{ n: number }>`select coalesce(sum(readings), 0)::int as n from telemetry.chunk`.execute(hall.db)).rows[0]?.n ?? 0 // prettier-ignore

const HEAD = 'meter,at,energy_kwh,power_w\n'
const feed = (side: 'A' | 'B'): string => `feed-${side}-${place}`
/** Both sides every ten minutes from an instant on; each counter goes on by what its power gives. */
const both = (from: string, powers: readonly (readonly [a: number, b: number])[], begin = 100): string => {
  let [a, b] = [begin * 1000, begin * 2000]
  return powers
    .map(([pa, pb], index) => {
      const at = new Date(Date.parse(from) + index * 600_000).toISOString()
      a += index === 0 ? 0 : pa / 6
      b += index === 0 ? 0 : pb / 6
      return `${feed('A')},${at},${(a / 1000).toFixed(3)},${pa}\n${feed('B')},${at},${(b / 1000).toFixed(3)},${pb}\n`
    })
    .join('')
}

test('a file is judged row by row: dry first, all or none, the good ones if asked; twice is unchanged', async () => {
  const mixed = `${HEAD}${feed('A')},2026-11-01T00:00:00Z,50,300
feed-A-9-99/z,2026-11-01T00:00:00Z,50,300
${feed('A')},2026-11-01T01:10:00,50.1,300
${feed('A')},2026-11-01T01:10:00+01:00,50.05,"1,5"
${feed('A')},2026-11-01T00:20:00Z,,
${feed('A')},2026-11-01T00:30:00Z,950.1,300
${feed('A')},2026-11-01T00:40:00Z,50.2,300
`
  const codes = [
    [2, 'created'],
    [3, 'meter-unknown'],
    [4, 'reading-instant'],
    [5, 'reading-number'],
    [6, 'reading-empty'],
    [7, 'reading-jump'],
    [8, 'created'],
  ]
  expect(await told(mixed, { dry_run: true })).toEqual(codes)
  expect(await sent(mixed)).toMatchObject({ applied: false, counts: { created: 2, refused: 5, unchanged: 0 } })
  expect(await kept()).toBe(0)
  expect(await sent(mixed, { keep_good: true, line_offset: 100 })).toMatchObject({ applied: true, rows: [{ line: 102 }, {}, {}, {}, {}, {}, {}] }) // prettier-ignore
  expect(await kept()).toBe(2)
  expect((await told(mixed, { keep_good: true })).map(([, did]) => did).filter((did) => did === 'unchanged')).toHaveLength(2) // prettier-ignore
  expect(await told(`${HEAD}${feed('A')},2026-11-01T00:40:00Z,50.3,300\n`)).toEqual([[2, 'reading-differs']])
  expect((await sent(`${HEAD}${feed('A')},2026-11-01T00:50:00Z,0.02,\n`)).resets).toBe(1)
})

test('a file that is larger than one call is kept whole or not at all, however often it is sent and wherever it breaks off', async () => {
  const rows = (day: number, more = ''): string =>
    HEAD + [0, 1, 2].map((hour) => `${feed('A')},2026-09-0${day}T0${hour}:00:00Z,${20 + day + hour / 10},\n`).join('') + more // prettier-ignore
  const pieces = [rows(1), rows(2, `${feed('B')},2026-09-02T00:00:00Z,,\n`), rows(3)]
  const before = await kept()
  const sendPieces = async (file: string, texts: readonly string[], more: object = {}) => {
    const answers = []
    for (const [at, text] of texts.entries())
      answers.push(await sent(text, { line_offset: at * 3, piece: { file, place: at + 1, of: texts.length }, ...more }))
    return answers
  }
  const aside = async (): Promise<number> => (await sql`select from market.import_piece`.execute(hall.db)).rows.length
  const [first, second, third] = await sendPieces('00000000-0000-4000-8000-000000000001', pieces)
  expect([first, second]).toMatchObject([{ applied: false, waits_for: 2, rows: [] }, { applied: false, waits_for: 1, rows: [] }]) // prettier-ignore
  // One bad row in its middle: nothing of the first piece either.
  expect(third).toMatchObject({ applied: false, waits_for: 0, counts: { created: 9, refused: 1 } })
  expect(third?.rows.find(({ did }) => did === 'refused')).toMatchObject({
    line: 8,
    refusal: { code: 'reading-empty' },
  })
  expect([await kept(), await aside()]).toEqual([before, 0])
  // A break after the first piece, and the whole file again under another id.
  await sendPieces('00000000-0000-4000-8000-000000000002', [rows(1), rows(2)].slice(0, 1), { piece: { file: '00000000-0000-4000-8000-000000000002', place: 1, of: 2 } }) // prettier-ignore
  expect([await kept(), await aside()]).toEqual([before, 1])
  const good = [rows(1), rows(2), rows(3)]
  expect((await sendPieces('00000000-0000-4000-8000-000000000003', good)).at(-1)).toMatchObject({ applied: true, counts: { created: 9, refused: 0 } }) // prettier-ignore
  expect((await sendPieces('00000000-0000-4000-8000-000000000004', good)).at(-1)).toMatchObject({ counts: { created: 0, unchanged: 9 } }) // prettier-ignore
  expect([await kept(), await aside()]).toEqual([before + 9, 1])
  // A piece that is no such file ends the sending: those before it are gone, whichever it is.
  for (const [at, of] of [
    [2, 3],
    [3, 3],
  ] as const) {
    const file = `00000000-0000-4000-8000-00000000001${at}`
    await sendPieces(file, good.slice(0, at - 1), { piece: { file, place: 1, of } })
    expect(await aside()).toBe(2)
    expect(await send(rows(2).replaceAll(',', ';'), { piece: { file, place: at, of } })).toMatchObject({ refusal: { code: 'csv-semicolons' } }) // prettier-ignore
    expect([await kept(), await aside()]).toEqual([before + 9, 1])
  }
  // The last piece alone is no file; what never became whole is gone after a day.
  expect(await send(rows(4), { piece: { file: '00000000-0000-4000-8000-000000000005', place: 2, of: 2 } })).toMatchObject({ refusal: { code: 'piece-missing', piece: 1 } }) // prettier-ignore
  const now = hall.now
  hall.now = new Date(now.getTime() + 25 * 3_600_000)
  await send(rows(1), { piece: { file: '00000000-0000-4000-8000-000000000006', place: 1, of: 2 } })
  hall.now = now
  const { rows: left } = await sql<{ id: string }>`select upload_id as id from market.import_piece`.execute(hall.db)
  expect(left).toEqual([{ id: '00000000-0000-4000-8000-000000000006' }])
})

test('a file that is no such file gets one clear refusal, and nothing changes', async () => {
  const before = await kept()
  const row = `${feed('A')},2026-11-02T00:00:00Z,50,300\n`
  const files: readonly (readonly [string, string | Uint8Array])[] = [
    ['csv-semicolons', `${HEAD}${row}`.replaceAll(',', ';')],
    ['import-byte-order-mark', `\uFEFF${HEAD}${row}`],
    ['import-utf-16', Buffer.from(`${HEAD}${row}`, 'utf16le')],
    ['import-not-utf-8', Buffer.from(`${HEAD}café,2026-11-02T00:00:00Z,50,300\n`, 'latin1')],
    ['import-empty', ''],
    ['csv-no-rows', HEAD],
    ['csv-columns-missing', 'meter,energy_kwh\na,1\n'],
    ['csv-column-unknown', 'meter,at,volts\na,b,1\n'],
    ['csv-too-many-rows', 'meter,at\n' + 'a,b\n'.repeat(100_001)],
  ]
  for (const [code, file] of files)
    expect([code, await send(file).catch((thrown: unknown) => thrown)]).toMatchObject([code, { refusal: { code } }])
  expect(await kept()).toBe(before)
})

test('measured stands beside what is committed, and never in what is reserved; each tenant sees its own', async () => {
  expect(await usage(customer(own))).toMatchObject({ source: 'unknown', measured_w: null, peak_7d_w: null, committed_w: 1500 }) // prettier-ignore
  const reserved = async () =>
    (await sql`select element_id, reserved from market.element_limit where reserved > 0 order by 1, 2`.execute(hall.db))
      .rows
  const before = await reserved()
  await sent(`${HEAD}${both('2026-11-22T20:00:00Z', [[400, 500], [600, 500], [450, 500]], 200)}`) // prettier-ignore
  expect(await usage(customer(own))).toMatchObject({
    source: 'measured',
    measured_w: 950,
    newest_at: '2026-11-22T20:20:00.000Z',
    peak_7d_w: 1100,
    peak_at: '2026-11-22T20:10:00.000Z',
    known_s: 1200,
    alarm: null,
    price_micro_euros: 218_500,
    meters: [{ feed: feed('A'), power_w: 450 }, { feed: feed('B'), energy_wh: 400_167 }],
    months: [{ month: '2026-11', wh: 342, estimated: false }, { month: '2026-10', wh: null }, {}],
  }) // prettier-ignore
  expect(await usage(customer('another'))).toBeNull()
  await observe()
  const loads = measuredLoadsWire.parse(valueOf(await ask(measuredLoads, staff())))
  expect(loads.compartments).toMatchObject([{ compartment: place, service, committed_w: 1500, measured_w: 950, peak_7d_w: 1100, alarm: false }]) // prettier-ignore
  const element = (handle: string) => loads.elements.find((one) => one.element === handle)
  expect(element('ups-A')).toMatchObject({ measured_w: 450, feeds: 1, feeds_measured: 1, oldest_at: '2026-11-22T20:20:00.000Z' }) // prettier-ignore
  expect([element('row-B-2')?.measured_w, element('row-B-3')?.measured_w]).toEqual([500, null])
  // The chains show what it draws in the stead of what it has committed; what is reserved, and with one side lost, is what was sold.
  const chains = spaceRoutes.find(({ route }) => route === listSpaceLoads)
  const shown = spaceLoadsWire.parse(
    valueOf(
      await chains?.handle({
        params: {},
        query: {},
        body: undefined,
        actor: staff(),
        by: { kind: 'system', id: null },
        db: hall.db,
        now: hall.now,
        clock: () => hall.now,
        ifMatch: null,
      }),
    ),
  )
  const sums = (handle: string) => shown.elements?.find((one) => one.element === handle)?.sums
  expect(sums('ups-A')).toContainEqual(expect.objectContaining({ unit: 'W', normal: 750, expected: 450, other_side_lost: 1500 })) // prettier-ignore
  expect(sums('ups-B')).toContainEqual(expect.objectContaining({ unit: 'W', normal: 750, expected: 500, other_side_lost: 1500 })) // prettier-ignore
  expect(shown.loads).toMatchObject([{ watts: 1500, measured_w: 950 }])
  expect(await reserved()).toEqual(before)
})

test('what the meters said before the place was handed over is nobody’s to see: no kWh, no peak, no alarm of another', async () => {
  const handedOver = async (at: string): Promise<void> => {
    await sql`update market.step set done_at = ${at} where done_at is not null and line_id in (select l.id from market.line l join market.service s on s.id = l.service_id
      where s.number = ${service})`.execute(hall.db)
  }
  // It was reserved three weeks before: that is no use of it.
  await handedOver('2026-11-22T20:15:00Z')
  expect(await usage(customer(own))).toMatchObject({
    source: 'unknown',
    measured_w: null,
    peak_7d_w: null,
    meters: [{ power_w: 450, from: '2026-11-22T20:15:00.000Z' }, { power_w: 500 }],
    // 450 and 500 W for five minutes: the reading after tells of ten, half of which were not this tenant's.
    months: [{ month: '2026-11', wh: 79, from: '2026-11-22T20:15:00.000Z' }, { wh: null }, { wh: null }],
  })
  await handedOver('2026-11-22T20:30:00Z')
  expect(await usage(customer(own))).toMatchObject({
    newest_at: null,
    meters: [
      { newest_at: null, power_w: null, energy_wh: null },
      { newest_at: null, power_w: null, energy_wh: null },
    ],
  })
  await observe()
  const loads = measuredLoadsWire.parse(valueOf(await ask(measuredLoads, staff())))
  expect(loads.compartments).toMatchObject([{ compartment: place, measured_w: null, peak_7d_w: null }])
  await handedOver('2026-11-02T09:00:00Z')
})

test('a peak over one side is said once, to the site and to the tenant, and ends by itself a week later', async () => {
  const needs = async (scope: Parameters<typeof needsOf>[1]) =>
    (await needsOf(hall.db, scope, hall.now)).filter(({ kind }) => kind === 'power-alarm')
  const journal = async () =>
    (await sql<{ name: string }>`select name from floor.journal where name like 'power-alarm-%' order by at, id`.execute(hall.db) // prettier-ignore
    ).rows
      .map(({ name }) => name)
  // Who is called for incidents of this customer, and the two of the site.
  const readers = ['camille.roy@vesontio.example', 'lou.bourgeois@jurassix.example', 'sacha.perrin@vesontio.example']
  const mails = async () =>
    (await sql<{ recipient: string; subject: string; body: string; about_id: string; language: string }>`
        select recipient, subject, body, about_id, language from floor.mail where subject ~ 'kW|alerte|alarm' order by id`.execute(hall.db) // prettier-ignore
    ).rows
  const zone = (name: string) => sql`update facility.site set zone = ${name}`.execute(hall.db)
  await sent(`${HEAD}${both('2026-11-23T07:00:00Z', [[700, 700], [800, 900], [700, 700]], 210)}`) // prettier-ignore
  // Broken off between the alarm and its letters: neither is there, and both come with the next turn.
  await zone('Nowhere/At_all')
  await expect(observe()).rejects.toThrow(RangeError)
  await zone('Europe/Paris')
  expect([await needs({ all: true }), await mails()]).toEqual([[], []])
  await observe()
  await observe()
  const raised = await mails()
  expect(raised.map(({ recipient }) => recipient).toSorted()).toEqual(readers)
  expect(raised[0]).toMatchObject({
    subject: `${service}\u00A0: 1,70\u00A0kW tirés, plus que les 1,50\u00A0kW que porte une voie`,
    about_id: service,
    language: 'fr',
  })
  expect(raised[0]?.body).toContain('1,70\u00A0kW sur A + B le 23 novembre 2026 à 08:10')
  expect(raised[0]?.body).toContain(`mesuré par ${feed('A')} et ${feed('B')}`)
  expect(await needs({ all: true })).toMatchObject([
    {
      severity: 'stop',
      what: { code: 'need-power-alarm', compartment: place, peak_w: 1700, limit_w: 1500 },
      target: { kind: 'service', number: service },
    },
  ])
  expect(await needs({ all: false, organisations: [own] })).toHaveLength(1)
  expect(await needs({ all: false, organisations: [] })).toEqual([])
  expect(await usage(staff())).toMatchObject({ alarm: { peak_w: 1700, limit_w: 1500 } })
  expect(await journal()).toEqual(['power-alarm-raised'])
  // A week without readings: the peak is unknown, and unknown is not low.
  hall.now = new Date('2026-12-02T09:00:00Z')
  await observe()
  expect(await needs({ all: true })).toHaveLength(1)
  await sent(`${HEAD}${both('2026-12-02T08:00:00Z', [[400, 500], [600, 500]], 230)}`) // prettier-ignore
  await observe()
  await observe()
  expect(await needs({ all: true })).toEqual([])
  expect(await journal()).toEqual(['power-alarm-raised', 'power-alarm-ended'])
  const ended = (await mails()).slice(raised.length)
  expect(ended.map(({ recipient }) => recipient).toSorted()).toEqual(readers)
  expect(ended[0]?.body).toContain('est de 1,10\u00A0kW')
  expect(ended[0]?.body).toContain('1,70\u00A0kW le 23 novembre 2026 à 08:10')
})
