import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createOrder, previewOrder } from '../../../contract.ts'
import { signOrder, signedOrder } from '../../../order/testing.ts'
import { actorOf, askAs, asked as portAsked } from '../../../testing.ts'
import { drive, type Hall, layHall } from '../../rack-space/testing.ts'
import { ledTo, strayEnds } from '../ends/store.ts'
import { connectLine, doWorkAt, heldBy, lineAt } from '../testing.ts'

let hall: Hall
beforeAll(async () => {
  hall = await layHall()
})
afterAll(() => hall.close())

test('a port that comes out elsewhere takes the cross-connect in its front along, in one order', async () => {
  const port = portAsked('jurassix', { asn: 64510, mac: '02:be:50:00:02:01' })
  const created = await signedOrder(hall, {
    ...port,
    lines: [...port.lines, connectLine({ a: { panel: 'R1-P01' }, z: { exchange: true, line: 1 } })],
  })
  for (let round = 0; round < 6; round += 1) {
    await drive(hall)
    await doWorkAt(hall)
  }
  // No switch answers here: what it would have shown is written, and both are in service.
  const [first, second] = [await lineAt(hall, created, 1), await lineAt(hall, created, 2)]
  await sql`update exchange.attachment set state = 'production' where service_id = ${first.line.service_id}`.execute(
    hall.db,
  )
  for (const { line } of [first, second])
    await sql`update market.service set state = 'in-service', billing_from = '2026-11-23', billing_reason = 'acceptance', term_ends = '2027-11-23'
      where id = ${line.service_id}`.execute(hall.db)
  const { rows } = await sql<{ number: string }>`select number from market.service
    where id in (${first.line.service_id}, ${second.line.service_id}) order by number desc`.execute(hall.db)
  const [xp, xc] = [rows[0]?.number, rows[1]?.number]
  expect([xp?.slice(0, 6), xc?.slice(0, 6)]).toEqual(['BES-XP', 'BES-XC'])
  // Ports of 100G are wired to a panel of their own: the faster one comes out there.
  await sql`update exchange.port p set prewired_panel_id = f.id, prewired_position = p.number - 40
    from fibre.panel f where f.handle = 'M1-P01' and p.speed_mbps = 100000 and p.site_id = f.site_id`.execute(hall.db)

  const as = actorOf(hall.technicians[0], new Set(['admin']))
  const body = (changes: readonly object[]) => ({
    organisation: 'jurassix',
    quote: 'subject-to-availability',
    together: false,
    lines: [],
    changes,
  })
  const faster = { service: xp, parameters: { speed: '100G' } }
  const along = { service: xc, parameters: { z: { line: null, service: xp } } }
  expect(await askAs(hall, previewOrder, { as, body: body([faster]) })).toMatchObject({
    value: { lines: [{ refusal: { code: 'change-front-first', services: [xc] } }] },
  })
  expect(await askAs(hall, previewOrder, { as, body: body([along, faster]) })).toMatchObject({
    value: { refusal: null },
  })
  const drafted = await askAs(hall, createOrder, { as, body: body([along, faster]) })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the route's own answer
  const order = drafted?.ok ? (drafted.value as { number: string }).number : JSON.stringify(drafted)
  expect(await signOrder(hall, order)).toMatchObject({ ok: true })
  const taken = await heldBy(hall, order, 2)
  const position = taken.find((one) => one.startsWith('panel-position'))?.slice('panel-position '.length)
  const unpadded = (await heldBy(hall, order, 1)).map((one) => one.replace('/0', '/'))
  expect(unpadded).toEqual(
    [`end-z ${position ?? ''}`, `panel-front ${position ?? ''}`].map((one) => one.replace('/0', '/')),
  )
  // What it leaves is the front of the old position, which the port leaves too.
  await drive(hall)
  const { steps } = await lineAt(hall, order, 1)
  expect(steps.map(({ name }) => name)).toContain('see-old-dark')

  // Where it goes is where the port goes; it is known by the port that it leads to, and named where that port does not come out.
  expect(await strayEnds(hall.db)).toEqual([])
  expect(await ledTo(hall.db, first.line.service_id ?? '')).toEqual([xc])
  const { line } = await lineAt(hall, order, 1)
  await sql`update market.claim set label = 'M1-P02/48' where kind = 'end-z' and line_id = ${line.id}`.execute(hall.db)
  expect(await strayEnds(hall.db)).toEqual([{ number: xc, label: 'M1-P02/48', service: xp }])
})
