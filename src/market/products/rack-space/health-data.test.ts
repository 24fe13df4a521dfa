import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '#postgres'
import { acceptLine, askChange, cancelNow, lineOf, signedChange, standing } from '../../change/testing.ts'
import { judge } from '../../judge.ts'
import { needsOf } from '../../today/store.ts'
import { quotedOrder, signedOrder, signOrder } from '../../order/testing.ts'
import { theSite } from '../../store.ts'
import { rackSpaceParameters } from './parameters.ts'
import { takeOverSpace } from './take-over.ts'
import { doWork, drive, type Hall, layHall, spaceAsked } from './testing.ts'

let hall: Hall
beforeAll(async () => {
  hall = await layHall()
  await sql`update market.contract set firm_holds = 20`.execute(hall.db)
})
afterAll(() => hall.close())

/** The site's certificate for physical sites, valid through a day. */
const validUntil = (until: string) =>
  sql`update facility.site set certificates = ${JSON.stringify([
    { scheme: 'HDS', activities: [1], number: 'EXEMPLE-1', issuer: 'Exemple', from: '2026-01-01', until },
  ])}::jsonb`.execute(hall.db)
const valid = () => validUntil('2028-12-31')
const lapsed = () => validUntil('2026-11-22')
const no = { code: 'hds-not-valid', until: '2026-11-22' }

const refusalOf = async (number: string) => (await lineOf(hall, number)).line.quote?.refusal ?? null
const inService = async (asked: Parameters<typeof spaceAsked>[0]): Promise<string> => {
  const order = await signedOrder(hall, spaceAsked(asked))
  for (let round = 0; round < 3; round += 1) {
    await drive(hall)
    await doWork(hall)
  }
  await drive(hall)
  await acceptLine(hall, order)
  await drive(hall)
  return (await standing(hall, order)).number
}
const clinic = { size: 'full', watts: 1000, health_data: true } as const

test('a new space, quoted firmly or openly: the certificate is asked at the quote and at the signature', async () => {
  await lapsed()
  for (const kind of ['firm', 'subject-to-availability'] as const)
    expect(await refusalOf(await quotedOrder(hall, spaceAsked({ health_data: true }, kind)))).toMatchObject(no)
  await valid()
  const quoted = [
    await quotedOrder(hall, spaceAsked({ health_data: true }, 'firm')),
    await quotedOrder(hall, spaceAsked({ health_data: true })),
  ]
  await lapsed()
  for (const order of quoted) expect(await signOrder(hall, order)).toMatchObject({ refusal: { ...no, position: 1 } })
  await valid()
  for (const order of quoted) expect(await signOrder(hall, order)).toMatchObject({ ok: true })
}, 120_000)

test('a change of a service that carries health data, or shall: more power, a second place, an option, firm and open; less is always possible', async () => {
  await valid()
  const service = await inService({ ...clinic, term_months: 0, place: { rack: '5-3', option_next: true } })
  const plain = await inService({ size: 'full', watts: 1000, place: { rack: '5-10' } })
  const asked = [
    [service, { watts: 2000 }],
    [service, { place: { rack: '6-3' } }],
    [plain, { health_data: true }],
  ] as const
  for (const [number, parameters] of asked)
    for (const kind of ['firm', 'subject-to-availability'] as const) {
      await valid()
      const { order } = await askChange(hall, number, parameters, false, { quote: kind })
      await lapsed()
      expect((await askChange(hall, number, parameters, true)).refusal).toMatchObject(no)
      expect(await signOrder(hall, order ?? '')).toMatchObject({ refusal: { ...no, position: 1 } })
      await cancelNow(hall, order ?? '')
    }
  // What only gives back asks for no certificate: nobody is kept in what it no longer wants.
  await lapsed()
  await signedChange(hall, service, { place: { option_next: false } })
  await drive(hall)
  expect((await askChange(hall, service, { place: { option_next: true } }, true)).refusal).toMatchObject(no)
  await signedChange(hall, service, { watts: 500 })
  await drive(hall)
  await signedChange(hall, service, { health_data: false })
  await drive(hall)
  expect((await askChange(hall, service, { watts: 2000 }, true)).refusal).toBeNull()
  await valid()
  expect(await judge(hall.db, hall.now)).toEqual([])
}, 120_000)

test('an option is exercised, and a service taken over, under a valid certificate only', async () => {
  await valid()
  const service = await inService({ ...clinic, place: { rack: '5-20', option_next: true } })
  for (const kind of ['firm', 'subject-to-availability'] as const) {
    await valid()
    const order = await quotedOrder(hall, spaceAsked({ ...clinic, place: { exercise: service } }, kind))
    expect(await refusalOf(order)).toBeNull()
    await lapsed()
    expect(await signOrder(hall, order)).toMatchObject({ refusal: { ...no, position: 1 } })
    await cancelNow(hall, order)
    expect(
      await refusalOf(await quotedOrder(hall, spaceAsked({ ...clinic, place: { exercise: service } }, kind))),
    ).toMatchObject(no)
  }
  const takenOver = () =>
    inTransaction(hall.db, async (tx) =>
      takeOverSpace.holds(
        {
          tx,
          now: hall.now,
          site: await theSite(tx),
          organisationId: '00000000-0000-0000-0000-000000000000',
          parameters: rackSpaceParameters.parse({ ...clinic, sides: 'A+B' }),
          lineId: null,
        },
        { at: '6-24', lowestU: null, panels: [] },
      ),
    )
  expect(await takenOver()).toMatchObject({ refusal: no })
  await valid()
  expect(await takenOver()).toMatchObject({ ok: true })
  expect(await judge(hall.db, hall.now)).toEqual([])
}, 120_000)

test('a firm move does not let go of an option that another firm quote has promised since', async () => {
  const service = await inService({ size: 'full', watts: 500, place: { rack: '6-10', option_next: true } })
  const { order: move } = await askChange(hall, service, { place: { rack: '6-16' } }, false, { quote: 'firm' })
  const exercise = await quotedOrder(
    hall,
    spaceAsked({ size: 'full', watts: 500, place: { exercise: service } }, 'firm'),
  )
  expect(await refusalOf(exercise)).toBeNull()
  expect(await signOrder(hall, move ?? '')).toMatchObject({ refusal: { code: 'option-quoted', order: exercise } })
  expect(await signOrder(hall, exercise)).toMatchObject({ ok: true })
  expect(await judge(hall.db, hall.now)).toEqual([])
}, 120_000)

test('the certificate under a service is not edited away; that it runs out is told ninety days before, and by the doctor after', async () => {
  await valid()
  const { rows } = await sql<{ number: string; organisation: string }>`select number, organisation_id as organisation
    from market.service where state <> 'closed' and parameters ->> 'health_data' = 'true' order by number`.execute(
    hall.db,
  )
  const services = rows.map(({ number }) => number)
  expect(services.length).toBeGreaterThan(0)
  const record = (text: string) => hall.edit('power.yaml', 'power:\n', `${text}power:\n`)
  const certificate = (activities: string, until: string) =>
    `certificates:\n  - { scheme: HDS, activities: [${activities}], number: EXEMPLE-1, issuer: Exemple, from: "2026-01-01", until: "${until}" }\n\n`
  // Removed: the files say none.
  expect((await hall.plan()).refusals).toEqual([{ code: 'certificate-claimed', from: '2026-11-23', services }])
  expect(await hall.apply()).toMatchObject({ ok: false, refusal: { code: 'site-refused' } })
  await record(certificate('1', '2027-12-31'))
  expect((await hall.plan()).refusals).toEqual([{ code: 'certificate-claimed', from: '2028-01-01', services }])
  await hall.edit('power.yaml', certificate('1', '2027-12-31'), certificate('2', '2028-12-31'))
  expect((await hall.plan()).refusals).toEqual([{ code: 'certificate-claimed', from: '2026-11-23', services }])
  // More than before is the site's to record.
  await hall.edit('power.yaml', certificate('2', '2028-12-31'), certificate('1, 2', '2029-01-31'))
  expect((await hall.apply()).ok).toBe(true)

  const own = rows[0]?.organisation ?? ''
  const needs = async (scope: Parameters<typeof needsOf>[1], at: string) =>
    (await needsOf(hall.db, scope, new Date(at))).filter(({ kind }) => kind.startsWith('certificate'))
  const before = '2028-11-01T22:59:00Z'
  const from = '2028-11-01T23:00:00Z'
  expect(await needs({ all: true }, before)).toEqual([])
  expect(await needs({ all: true }, from)).toMatchObject([
    {
      kind: 'certificate-ends',
      severity: 'wait',
      what: { code: 'need-certificate-ends', until: '2029-01-31', services },
      since: '2028-11-01T23:00:00.000Z',
      target: { kind: 'site' },
    },
  ])
  expect(await needs({ all: false, organisations: [own] }, from)).toMatchObject([
    { what: { services }, target: { kind: 'service', number: services[0] } },
  ])
  expect(await needs({ all: false, organisations: [] }, from)).toEqual([])
  const doctor = async (at: string) =>
    (await judge(hall.db, new Date(at))).filter(({ what }) => what.startsWith('health data'))
  expect(await doctor('2029-01-31T12:00:00Z')).toEqual([])
  expect(await needs({ all: true }, '2029-02-01T12:00:00Z')).toMatchObject([
    { kind: 'certificate-ended', severity: 'stop', what: { until: '2029-01-31', services } },
  ])
  expect(await doctor('2029-02-01T12:00:00Z')).toEqual(
    services.map((subject) => ({
      kind: 'lost',
      what: 'health data without a valid HDS certificate of the site',
      subject,
    })),
  )
}, 120_000)
