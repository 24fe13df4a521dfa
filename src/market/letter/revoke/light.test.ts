import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '#postgres'
import { judge } from '../../judge.ts'
import { cancelOrder } from '../../order/cancel.ts'
import { changeLine, findOrder } from '../../order/store.ts'
import { signedOrder } from '../../order/testing.ts'
import { connectAsked, doWorkAt, letterOf, lineAt } from '../../products/cross-connect/testing.ts'
import { drive, type Hall, layHall } from '../../products/rack-space/testing.ts'
import { changeService } from '../../service/store.ts'
import { actorOf } from '../../testing.ts'
import { listWorkRows } from '../../work-order/store.ts'
import { revokeLetter } from '../contract.ts'
import { letterByNumber } from '../store.ts'
import { revoke } from './routes.ts'

let hall: Hall
beforeAll(async () => {
  hall = await layHall()
})
afterAll(() => hall.close())

const DAY_MS = 86_400_000
/** What a meter reads of a lit strand. */
const LIT_DBM = -8

const openWork = async () =>
  (await listWorkRows(hall.db, { state: null, open: true, before: null, limit: 10 })).rows.map(({ what, ...work }) => ({
    code: what.what.code,
    second: work.second_person,
    named: work.needs.some(({ name, required }) => name === 'may-go-dark' && required),
  }))
const revokeAsOther = async (letter: string) => {
  const row = await letterByNumber(hall.db, letter)
  const actor = actorOf(null, new Set(), new Map([[row?.issuer_id ?? '', new Set(['loa'] as const)]]))
  expect(revoke.route).toBe(revokeLetter)
  return revoke.handle({
    params: { letter },
    query: undefined,
    body: { dry_run: false },
    actor,
    by: { kind: 'person', id: null },
    db: hall.db,
    now: hall.now,
    clock: () => hall.now,
    ifMatch: null,
  })
}

test('a letter revoked with light on its fibre: nothing is touched before the legal day, and then only by a named person and a second one', async () => {
  const letter = await letterOf(hall, { panel: 'M3-P01', position: 7 })
  const z = { organisation: 'rhin-rhone-transit' }
  const number = await signedOrder(hall, connectAsked({ a: { panel: 'R2-P01' }, z, letter }))
  for (let round = 0; round < 6; round += 1) {
    await drive(hall)
    await doWorkAt(hall)
  }
  const { line } = await lineAt(hall, number)
  expect(line.state).toBe('ready')
  const serviceId = line.service_id ?? ''
  await inTransaction(hall.db, async (tx) => {
    await changeLine(tx, line.id, { state: 'in-service' })
    const billing = { from: '2026-11-23', reason: 'acceptance', termEnds: '2027-11-23' } as const
    await changeService(tx, serviceId, { state: 'in-service', billing })
  })
  expect(await revokeAsOther(letter)).toMatchObject({ ok: true, value: { how: 'notice', notice_days: 30 } })
  await drive(hall)
  expect(await openWork()).toEqual([])
  // What the other side has given notice of is not the site's to take back.
  const { rows: ceases } = await sql<{
    number: string
  }>`select o.number from market."order" o join market.line l on l.order_id = o.id
    where l.service_id = ${serviceId} and l.does = 'cease'`.execute(hall.db)
  const notice = await findOrder(hall.db, ceases[0]?.number ?? '')
  if (!notice) throw new Error('no notice')
  expect(
    await inTransaction(hall.db, (tx) =>
      cancelOrder({ tx, now: hall.now, by: { kind: 'system', id: null } }, notice, 'the payer would rather stay'),
    ),
  ).toMatchObject({ refusal: { code: 'letter-revoked', letter } })
  hall.now = new Date(hall.now.getTime() + 31 * DAY_MS)
  await drive(hall)
  expect((await openWork()).map(({ code }) => code)).toEqual(['work-see-dark'])
  await doWorkAt(hall, LIT_DBM)
  await drive(hall)
  const pulling = await openWork()
  expect(pulling.map(({ second, named }) => [second, named])).toEqual(pulling.map(() => [true, true]))
  expect(pulling.length).toBeGreaterThan(0)
  for (let round = 0; round < 4; round += 1) {
    await doWorkAt(hall, LIT_DBM)
    await drive(hall)
  }
  const { rows } = await sql<{ state: string; early: number; held: number }>`
    select state, early_end_percent as early, (select count(*)::int from market.claim c where c.service_id = s.id and c.given_back_at is null
      and c.rests_until is null) as held from market.service s where id = ${serviceId}`.execute(hall.db)
  expect(rows).toEqual([{ state: 'closed', early: 0, held: 0 }])
  expect((await judge(hall.db, hall.now)).filter(({ what }) => /letter|nobody|twice|notice/.test(what))).toEqual([])
})

test('a letter is revoked also while the delivery that used it is being undone already', async () => {
  const letter = await letterOf(hall, { panel: 'M3-P01', position: 8 })
  const number = await signedOrder(
    hall,
    connectAsked({ a: { panel: 'R2-P01' }, z: { organisation: 'rhin-rhone-transit' }, letter }),
  )
  await drive(hall)
  const { order } = await lineAt(hall, number)
  const cancelling = { now: hall.now, by: { kind: 'system', id: null } } as const
  await inTransaction(hall.db, (tx) => cancelOrder({ tx, ...cancelling }, order, 'changed their mind'))
  expect((await lineAt(hall, number)).line.unwinding).toBe(true)
  expect(await revokeAsOther(letter)).toMatchObject({ ok: true, value: { how: 'delivery' } })
  await drive(hall)
  await drive(hall)
  expect((await lineAt(hall, number)).line.state).toBe('cancelled')
})
