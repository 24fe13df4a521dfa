import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from 'kysely'
import type { Route } from '#kernel'
import type { Db } from '#postgres'
import { askChange } from '../change/testing.ts'
import { ceaseService, createOrder } from '../contract.ts'
import { type Hall, layHall, spaceAsked } from '../products/rack-space/testing.ts'
import { marketRoutes } from '../routes.ts'
import { serviceById } from '../service/store.ts'
import { actorOf } from '../testing.ts'
import { lockLimits } from '../sum/store.ts'
import { lockFirmQuotes } from './quote.ts'
import { findOrder, lockLines } from './store.ts'
import { signedOrder } from './testing.ts'

let hall: Hall
beforeAll(async () => {
  hall = await layHall()
})
afterAll(() => hall.close())

const ask = (db: Db, route: Route, of: { readonly params?: object; readonly body: object }) =>
  marketRoutes
    .find((one) => one.route === route)
    ?.handle({
      params: of.params ?? {},
      query: {},
      body: of.body,
      actor: actorOf(hall.signatory, new Set(['admin'])),
      by: { kind: 'person', id: hall.signatory },
      db,
      now: hall.now,
      clock: () => hall.now,
      ifMatch: null,
    })
/** On a connection of its own, without `inTransaction`, which would hide two that wait in a circle by trying again. Nothing of it stays. */
const lookedOnly = async <A>(work: (tx: Db) => Promise<A>): Promise<A> => {
  let answer: A | undefined
  await hall.db
    .transaction()
    .execute(async (tx) => {
      answer = await work(tx)
      throw new Error('looked only')
    })
    .catch((thrown: unknown) => {
      if (!(thrown instanceof Error && thrown.message === 'looked only')) throw thrown
    })
  if (answer === undefined) throw new Error('no answer')
  return answer
}
const somebodyWaits = () =>
  expect
    .poll(
      async () =>
        (
          await sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
            hall.db,
          )
        ).rows.length,
      { timeout: 25_000 },
    )
    .toBe(1)

/** A space in service, as if it had been handed over. */
const spaceInService = async () => {
  const order = await signedOrder(hall, spaceAsked({ size: 'half', watts: 300 }))
  const { rows } = await sql<{ id: string; number: string; organisation_id: string; site_id: string }>`
    update market.service set state = 'in-service', billing_from = '2026-11-23', billing_reason = 'acceptance' where id =
      (select l.service_id from market.line l join market."order" o on o.id = l.order_id where o.number = ${order})
    returning id, number, organisation_id, site_id`.execute(hall.db)
  const [service] = rows
  if (!service) throw new Error('no service')
  await sql`update market.line set state = 'in-service' where service_id = ${service.id}`.execute(hall.db)
  return service
}

test('an order waits for its customer’s other firm quotes and for its services before it draws a number: who has them is not kept waiting for one', async () => {
  const service = await spaceInService()
  const params = { service: service.number }
  const changes = [{ service: service.number, parameters: { watts: 400 } }]
  const drafting = () =>
    lookedOnly(async (tx) =>
      ask(tx, createOrder, { body: createOrder.body?.parse({ ...spaceAsked(), quote: 'firm', changes }) ?? {} }),
    )

  const [changed, beside] = await lookedOnly(async (tx) => {
    await lockFirmQuotes(tx, service.organisation_id, [])
    const waits = drafting()
    await somebodyWaits()
    const { order: number } = await askChange({ ...hall, db: tx }, service.number, { watts: 500 }, false, { quote: 'firm' }) // prettier-ignore
    return [number, waits] as const
  })
  expect(changed).toMatch(/-O-2026-/)
  expect(await beside).toMatchObject({ ok: true })

  const [ceased, after] = await lookedOnly(async (tx) => {
    await serviceById(tx, service.id, true)
    const waits = drafting()
    await somebodyWaits()
    return [await ask(tx, ceaseService, { params, body: { dry_run: false } }), waits] as const
  })
  expect(ceased).toMatchObject({ value: { order: expect.stringContaining('-O-2026-') } })
  expect(await after).toMatchObject({ ok: true })
})

test('who only looks at a change does not wait for who signs another one, nor counts it where others only look too', async () => {
  const service = await spaceInService()
  const { order } = await askChange(hall, service.number, { watts: 3000 }, false, { quote: 'firm' })
  const found = await findOrder(hall.db, order ?? '')
  if (!found) throw new Error('nothing was quoted')
  // Both together are more than the way of the space carries.
  const looking = async () => (await askChange(hall, service.number, { watts: 3300 }, true)).refusal
  const beside = await lookedOnly(async (tx) => {
    // As a signature has them when it has come to the stock.
    await lockLines(tx, found.id)
    await lockLimits(tx, service.site_id)
    return looking()
  })
  expect(beside).toMatchObject({ code: 'way-too-small' })
  expect(await Promise.all([looking(), looking(), looking()])).toEqual([null, null, null])
})
