import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '#postgres'
import { askChange } from '../../change/testing.ts'
import { judge } from '../../judge.ts'
import { quoteLines } from '../../order/quote.ts'
import { quotedOrder, signedOrder, signOrder } from '../../order/testing.ts'
import { changeService, serviceById } from '../../service/store.ts'
import { theSite } from '../../store.ts'
import { asked as portAsked } from '../../testing.ts'
import { type Hall, layHall, spaceAsked } from '../rack-space/testing.ts'
import type { CrossConnectParameters } from './parameters.ts'
import { connectAsked, connectLine, heldBy, letterOf, lineAt, rackAndConnect } from './testing.ts'

let hall: Hall
beforeAll(async () => {
  hall = await layHall()
})
afterAll(() => hall.close())

/** What a dry run says of one line: what it would hold, or the code of its refusal. */
const look = async (parameters: Parameters<typeof connectLine>[0], organisation = 'jurassix'): Promise<unknown> => {
  const site = await theSite(hall.db)
  const { rows } = await sql<{
    id: string
  }>`select id from people.organisation_card where handle = ${organisation}`.execute(hall.db)
  const asking = { tx: hall.db, now: hall.now, day: '2026-11-23', site, organisationId: rows[0]?.id ?? '' }
  const [quoted] = await quoteLines(asking, [connectLine(parameters)])
  return quoted?.refusal?.code ?? quoted?.holds.map(({ kind, label }) => `${kind} ${label}`)
}
const own = { panel: 'M3-P03' } as const
const town = 'grand-besancon'

test('a dry run says what would be held, what is not known yet, and why not', async () => {
  // Own to own, both on one panel: the second takes the next position.
  expect(await look({ a: own, z: own }, town)).toEqual([
    'end-a M3-P03/01',
    'end-z M3-P03/02',
    'panel-position M3-P03/01',
    'panel-position M3-P03/02',
  ])
  // The site's panel at the end of a row: the pair behind it and where that comes out are part of it.
  expect(await look({ a: { panel: 'R1-P01', position: 3 }, z: { ...own, position: 1 } }, town)).toEqual([
    'end-a R1-P01/03',
    'end-z M3-P03/01',
    'panel-position R1-P01/03',
    'trunk-pair K-R1/03',
    'panel-position M2-P01/03',
    'panel-position M3-P03/01',
  ])
  // Which rack another line of the same order gets is known when both are reserved.
  expect(await look({ a: { line: 1 }, z: { organisation: 'rhin-rhone-transit' } })).toEqual([
    'end-a ? (1)',
    'end-z rhin-rhone-transit: ?',
  ])
  const refused = (asked: Partial<CrossConnectParameters>, organisation = town) =>
    look({ a: own, z: { panel: 'R1-P01' }, ...asked }, organisation)
  expect(
    await Promise.all([
      refused({ payer: 'z' }),
      refused({ payer: 'z', z: { organisation: 'rhin-rhone-transit' }, letter: 'BES-L-2026-00999' }),
      refused({ a: { panel: 'M9-P09' } }),
      refused({ a: own }, 'jurassix'),
      refused({ a: { ...own, position: 13 } }),
      refused({ a: { ...own, position: 2 }, z: { ...own, position: 2 } }),
      refused({ media: 'copper' }),
      refused({ a: { service: 'BES-RS-000999' } }),
      refused({ z: { exchange: true } }),
      refused({ z: { organisation: 'no-such' } }),
      refused({ z: { organisation: 'manufacture-vauclair' } }),
      refused({ z: { organisation: 'rhin-rhone-transit', panel: 'M3-P02' } }),
      refused({ z: { organisation: 'rhin-rhone-transit' }, letter: 'BES-L-2026-00999' }),
      refused({ letter: 'BES-L-2026-00999' }),
    ]),
  ).toEqual([
    'payer-none',
    'payer-agrees-later',
    'panel-unknown',
    'panel-of-another',
    'no-such-position',
    'same-end',
    'media-differ',
    'space-unknown',
    'port-none',
    'organisation-unknown',
    'no-panel-of',
    'panel-of-another',
    'letter-unknown',
    'letter-not-needed',
  ])
})

test('a rack and its cross-connect in one order: the fibre starts where the rack was given; row 6 goes over a panel on the way', async () => {
  const number = await signedOrder(hall, { ...rackAndConnect('3', { panel: 'M2-P03', position: 4 }), quote: 'firm' })
  expect(await heldBy(hall, number, 2)).toEqual([
    'end-a R3-P01/01',
    'end-z M2-P03/04',
    'panel-position R3-P01/01',
    'trunk-pair K-R3/01',
    'panel-position M2-P02/01',
    'panel-position M2-P03/04',
  ])
  const far = await signedOrder(
    hall,
    connectAsked({ a: { panel: 'R6-P01', position: 2 }, z: { panel: 'M2-P03', position: 5 } }),
  )
  expect((await heldBy(hall, far)).slice(2)).toEqual([
    'panel-position R6-P01/02',
    'trunk-pair K-R6/02',
    'panel-position R5-P02/02',
    'panel-position R5-P01/01',
    'trunk-pair K-R5/01',
    'panel-position M2-P02/25',
    'panel-position M2-P03/05',
  ])
  // Another one from the same rack, by its service's number.
  const { rows } = await sql<{
    number: string
  }>`select number from market.service where product = 'rack-space'`.execute(hall.db)
  expect(await look({ a: { service: rows[0]?.number ?? '' }, z: { panel: 'M2-P03', position: 30 } })).toContain(
    'end-a R3-P01/02',
  )
  expect(await look({ a: { service: rows[0]?.number ?? '' }, z: own }, town)).toBe('space-unknown')
  // Row 4 has no panel: its jumper is run from the meet-me room to the rack itself.
  const space = spaceAsked({ size: 'full', watts: 300, place: { row: '4' } })
  const bare = await signedOrder(hall, {
    ...space,
    lines: [...space.lines, connectLine({ a: { line: 1 }, z: { panel: 'M2-P03', position: 6 } })],
  })
  expect(await heldBy(hall, bare, 2)).toEqual([
    expect.stringMatching(/^end-a 4-\d+$/),
    'end-z M2-P03/06',
    'panel-position M2-P03/06',
  ])
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test('a carrier’s letter: named in the order it is the other end; without it this end alone is held', async () => {
  const letter = await letterOf(hall, { panel: 'M3-P01', position: 7 })
  const z = { organisation: 'rhin-rhone-transit' } as const
  expect(await look({ a: { panel: 'R2-P01' }, z, letter }, town)).toMatch(/^letter-/)
  expect(await look({ a: { panel: 'R2-P01' }, z: { organisation: 'alpes-longue-distance' }, letter })).toBe(
    'letter-of-another',
  )
  const number = await signedOrder(hall, connectAsked({ a: { panel: 'R2-P01' }, z, letter }))
  expect(await heldBy(hall, number)).toEqual([
    'end-a R2-P01/01',
    'end-z M3-P01/07',
    'panel-position R2-P01/01',
    'trunk-pair K-R2/01',
    'panel-position M2-P01/25',
  ])
  // It answers that line, and no other one.
  const second = await quotedOrder(hall, connectAsked({ a: { panel: 'R2-P01' }, z }))
  expect(await look({ a: { panel: 'R2-P01' }, z, letter })).toEqual(expect.anything())
  expect(await signOrder(hall, second)).toMatchObject({ ok: true })
  expect(await heldBy(hall, second)).toEqual([
    'end-a R2-P01/02',
    'panel-position R2-P01/02',
    'trunk-pair K-R2/02',
    'panel-position M2-P01/26',
  ])
})

test('to the exchange: the front of the own port’s position, once for each port; neither product gets what the other holds', async () => {
  const port = portAsked('jurassix', { asn: 64510, mac: '02:be:50:00:02:01' })
  const space = rackAndConnect('1', { exchange: true, line: 3 })
  const both = await signedOrder(hall, { ...space, lines: [...space.lines, ...port.lines] })
  const held = await heldBy(hall, both, 3)
  const position = held.find((one) => one.startsWith('panel-position'))?.slice('panel-position '.length)
  expect((await heldBy(hall, both, 2)).slice(1)).toEqual([
    expect.stringMatching(/^end-z M1-P0/),
    'panel-position R1-P01/01',
    'trunk-pair K-R1/01',
    'panel-position M2-P01/01',
    expect.stringMatching(/^panel-front M1-P0/),
  ])
  // The port's product writes its label without the zero.
  expect((await heldBy(hall, both, 2))[1]?.replace('/0', '/')).toBe(`end-z ${position?.replace('/0', '/')}`)
  expect(await look({ a: { panel: 'R2-P01' }, z: { exchange: true } })).toBe('port-none')
  // The port goes, the jumper in front of it is still there: nobody else gets that port, nor that position.
  const site = await theSite(hall.db)
  const { order } = await lineAt(hall, both)
  await sql`update market.claim c set given_back_at = ${hall.now} from market.service s
    where s.id = c.service_id and s.product = 'exchange-port' and s.origin = 'ordered'`.execute(hall.db)
  const asking = { tx: hall.db, now: hall.now, day: '2026-11-23', site, organisationId: order.organisation_id }
  const [again] = await quoteLines(asking, port.lines)
  expect(again?.holds.map(({ kind }) => kind)).toEqual(held.map((one) => one.split(' ')[0]))
  expect(again?.holds.map(({ label }) => label)).not.toContain(position)
  await sql`update market.claim c set given_back_at = null from market.service s
    where s.id = c.service_id and s.product = 'exchange-port' and s.origin = 'ordered'`.execute(hall.db)
  const [panel = '', number = ''] = position?.split('/') ?? []
  expect(await look({ a: { panel: 'R2-P01' }, z: { panel, position: Number(number) } })).toBe('position-held')
})

test('two at one instant for the last positions of a panel: as many as there are, and never two for one', async () => {
  // Six positions of the town's panel are left for eight who sign at once.
  await signedOrder(hall, connectAsked({ a: { ...own, position: 1 }, z: { ...own, position: 2 } }, town))
  await signedOrder(hall, connectAsked({ a: { ...own, position: 3 }, z: { ...own, position: 4 } }, town))
  await signedOrder(hall, connectAsked({ a: { ...own, position: 5 }, z: { ...own, position: 6 } }, town))
  const quoted: string[] = []
  for (let n = 0; n < 8; n += 1)
    quoted.push(await quotedOrder(hall, connectAsked({ a: { panel: 'R2-P01' }, z: own }, town)))
  const signed = await Promise.all(quoted.map((number) => signOrder(hall, number)))
  expect(signed.filter(({ ok }) => ok)).toHaveLength(6)
  expect(signed.flatMap((one) => (one.ok ? [] : [one.refusal.code]))).toEqual(['panel-full', 'panel-full'])
  const same = await Promise.all(
    [1, 2].map(() =>
      quotedOrder(hall, connectAsked({ a: { panel: 'R2-P01', position: 20 }, z: { panel: 'M2-P03', position: 40 } })),
    ),
  )
  const two = await Promise.all(same.map((number) => signOrder(hall, number)))
  expect(two.filter(({ ok }) => ok)).toHaveLength(1)
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test('a refusal leaves nothing of an order behind, its rack neither', async () => {
  const before = await sql`select count(*) from market.claim where given_back_at is null`.execute(hall.db)
  const number = await quotedOrder(hall, rackAndConnect('1', { panel: 'M2-P03', position: 40 }))
  const signed = await signOrder(hall, number)
  expect(signed).toMatchObject({ ok: false })
  const after = await sql`select count(*) from market.claim where given_back_at is null`.execute(hall.db)
  expect(after.rows).toEqual(before.rows)
})

test('a rack from which a cross-connect leads does not move to where its panel does not serve it: the service is named', async () => {
  const number = await signedOrder(hall, rackAndConnect('1', { panel: 'R2-P01' }))
  const [space, connect] = [await lineAt(hall, number, 1), await lineAt(hall, number, 2)]
  const services = await Promise.all([space, connect].map(({ line }) => serviceById(hall.db, line.service_id ?? '')))
  const [rack, cable] = services
  if (!rack || !cable) throw new Error('no services')
  await inTransaction(hall.db, (tx) =>
    changeService(tx, rack.id, {
      state: 'in-service',
      billing: { from: '2026-11-23', reason: 'acceptance', termEnds: '2027-11-23' },
    }),
  )
  const dry = (parameters: object) => askChange(hall, rack.number, parameters, true)
  expect(await dry({ place: { row: '2' } })).toMatchObject({
    change: null,
    refusal: { code: 'change-cross-connect-first', services: [cable.number] },
  })
  expect(await dry({ place: { row: '1', near_meet_me: true } })).toMatchObject({ refusal: null })
})
