import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askChange, cancelNow } from '../../../change/testing.ts'
import { createOrder, orderWire } from '../../../contract.ts'
import { judge } from '../../../judge.ts'
import { acceptOrder } from '../../../order/accept.ts'
import { findOrder } from '../../../order/store.ts'
import { quotedOrder, signedOrder } from '../../../order/testing.ts'
import { organisationsById, theSite } from '../../../store.ts'
import { actorOf, askAs, asked as portAsked } from '../../../testing.ts'
import { drive, type Hall, layHall, spaceAsked } from '../../rack-space/testing.ts'
import { connectAsked, connectLine, doWorkAt, lineAt } from '../testing.ts'

let hall: Hall
beforeAll(async () => {
  hall = await layHall()
})
afterAll(() => hall.close())

const ROUNDS = 12
const by = { kind: 'system', id: null } as const

/** Signs on a connection of its own, without `inTransaction`, which would hide two that wait in a circle by trying again. */
const sign = (number: string) =>
  hall.db.transaction().execute(async (tx) => {
    const [site, order] = [await theSite(tx), await findOrder(tx, number, true)]
    const organisation = order && (await organisationsById(tx, [order.organisation_id])).get(order.organisation_id)
    if (!order || !organisation) throw new Error(`no order ${number}`)
    const signature = { by: 'signatory', personId: hall.signatory } as const
    return acceptOrder({ tx, site, now: hall.now, by }, order, organisation, signature)
  })

/** Two signatures at one instant; in every other round the second one is begun first. */
const atOnce = async (round: number, first: string, second: string) => {
  if (round % 2 === 0) return Promise.all([sign(first), sign(second)])
  const [later, sooner] = await Promise.all([sign(second), sign(first)])
  return [sooner, later] as const
}

/** Both ended before anything of them was done, so that the next round finds what this one did. */
const endBoth = async (signed: readonly (readonly [order: string, was: { readonly ok: boolean }])[]): Promise<void> => {
  for (const [order, { ok }] of signed) if (ok) await cancelNow(hall, order)
  await drive(hall)
}

/** The service of a line, in service at its price as if it had been handed over. */
const begun = async (order: string): Promise<{ readonly id: string; readonly number: string }> => {
  const { line } = await lineAt(hall, order)
  await sql`update market.step set state = 'done' where line_id = ${line.id}`.execute(hall.db)
  await sql`update market.line set state = 'in-service', accepted_handover_at = ${hall.now} where id = ${line.id}`.execute(
    hall.db,
  )
  const { rows } = await sql<{ id: string; number: string }>`update market.service
    set state = 'in-service', billing_from = '2026-11-23', billing_reason = 'acceptance', ready_at = ${hall.now}
    where id = ${line.service_id} returning id, number`.execute(hall.db)
  if (!rows[0]) throw new Error(`no service of ${order}`)
  return rows[0]
}

test('a rack moves while a cross-connect is ordered from it: the cable ends where the rack goes, or the rack stays', async () => {
  const rack = await begun(await signedOrder(hall, spaceAsked({ size: 'half', watts: 300, place: { row: '1' } })))
  for (let round = 0; round < ROUNDS; round += 1) {
    const { order: move } = await askChange(hall, rack.number, { place: { row: '2' } })
    const cable = await quotedOrder(hall, connectAsked({ a: { service: rack.number }, z: { panel: 'M2-P03' } }))
    const [moved, led] = await atOnce(round, move ?? '', cable)
    expect(led).toMatchObject({ ok: true })
    if (!moved.ok) expect(moved.refusal.code).toBe('change-cross-connect-first')
    const end = (await lineAt(hall, cable)).holds.find(({ kind }) => kind === 'end-a')?.label
    expect(end?.split('-')[0]).toBe(moved.ok ? 'R2' : 'R1')
    await endBoth([
      [cable, led],
      [move ?? '', moved],
    ])
  }
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test('a port goes elsewhere while a cross-connect is ordered to it, each with a space beside: no cable is left at the old position, nobody waits in a circle', async () => {
  const ordered = await signedOrder(hall, portAsked('jurassix', { asn: 64510, mac: '02:be:50:00:02:01' }))
  for (let turn = 0; turn < 4; turn += 1) {
    await drive(hall)
    await doWorkAt(hall)
  }
  // No switch answers here: what it would have shown is written.
  const port = await begun(ordered)
  await sql`update exchange.attachment set state = 'production' where service_id = ${port.id}`.execute(hall.db)
  // Ports of 100G are wired to a panel of their own: the faster one comes out there.
  await sql`update exchange.port p set prewired_panel_id = f.id, prewired_position = p.number - 40
    from fibre.panel f where f.handle = 'M1-P01' and p.speed_mbps = 100000 and p.site_id = f.site_id`.execute(hall.db)
  const space = spaceAsked({ watts: 100 })
  const as = actorOf(hall.technicians[0], new Set(['admin']))
  const changes = [{ service: port.number, parameters: { speed: '100G' } }]
  for (let round = 0; round < ROUNDS; round += 1) {
    const drafted = await askAs(hall, createOrder, {
      as,
      body: { ...space, quote: 'subject-to-availability', changes },
    })
    if (!drafted?.ok) throw new Error(JSON.stringify(drafted))
    const faster = orderWire.parse(drafted.value).number
    const to = connectLine({ a: { panel: 'R1-P01' }, z: { exchange: true } })
    const cable = await quotedOrder(hall, { ...space, lines: [...space.lines, to] })
    const [moved, led] = await atOnce(round, faster, cable)
    expect(led).toMatchObject({ ok: true })
    if (!moved.ok) expect(moved.refusal.code).toBe('change-front-first')
    const { holds } = await lineAt(hall, cable, 2)
    const end = holds.find(({ kind }) => kind === 'end-z')?.label
    const { rows } = await sql<{
      label: string
    }>`select c.label from market.claim c left join market.line l on l.id = c.line_id
      where c.kind = 'panel-position' and c.given_back_at is null and (c.service_id = ${port.id} or l.service_id = ${port.id})
      order by l.does = 'change' desc limit 1`.execute(hall.db)
    const [panel, position] = (rows[0]?.label ?? '').split('/')
    expect(end).toMatch(new RegExp(`^${panel}/0*${position}$`))
    await endBoth([
      [cable, led],
      [faster, moved],
    ])
  }
})
