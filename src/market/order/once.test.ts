import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testHouse } from '../../testing-house.ts'
import type { TestServer } from '../../server/testing.ts'
import { acceptOrder, createOrder, listOrders, type OrderWire, previewOrder, requoteOrder } from '../contract.ts'

let here: TestServer
let signatory = ''
let sales = ''
beforeAll(async () => {
  here = await testHouse()
  const { member, operator } = here.organisations
  signatory = await here.keyOf(await here.addPerson({ organisation: member, rights: ['order', 'sign'] }))
  sales = await here.keyOf(await here.addPerson({ organisation: operator, roles: ['sales'] }))
}, 120_000)
afterAll(() => here.close())

const body = {
  organisation: 'jurassix',
  lines: [{ product: 'exchange-port', parameters: { speed: '10G', asn: 64_510, prefixes: ['198.51.100.0/24'] } }],
}
const counted = async () =>
  (
    await sql<{ services: number; told: number }>`select
      (select count(*)::int from market.line where service_id is not null) as services,
      (select count(*)::int from floor.journal where name = 'order-accepted') as told`.execute(here.database.db)
  ).rows[0]

test('an order signed five times at once with one key is signed once, and each time answered alike', async () => {
  const made = (await here.ask(createOrder, { key: signatory, body })).json<OrderWire>()
  const sign = () =>
    here.ask(acceptOrder, {
      key: signatory,
      params: { order: made.number },
      body: {},
      headers: { 'idempotency-key': 'one-signature' },
    })
  const answers = await Promise.all([sign(), sign(), sign(), sign(), sign()])
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200])
  for (const answer of answers) expect(answer.json()).toEqual(answers[0]?.json())
  expect(await counted()).toEqual({ services: 1, told: 1 })
  const other = await here.ask(acceptOrder, { key: signatory, params: { order: made.number }, body: {} })
  expect([other.statusCode, other.json<{ code: string }>().code]).toEqual([409, 'illegal-move'])
})

test('the quote says the term and what an end inside it costs; what was quoted is what is signed', async () => {
  const asks = { ...body, lines: [{ ...body.lines[0], parameters: { ...body.lines[0]?.parameters, asn: 64_511 } }] }
  const preview = (await here.ask(previewOrder, { key: signatory, body: asks })).json<{ terms: OrderWire['terms'] }>()
  const made = (await here.ask(createOrder, { key: signatory, body: asks })).json<OrderWire>()
  expect(made.terms).toEqual(preview.terms)
  expect(made.terms?.term_months).toBeGreaterThan(0)
  await sql`update market.contract set term_months = term_months + 24`.execute(here.database.db)
  const again = await here.ask(requoteOrder, { key: sales, params: { order: made.number } })
  expect(again.json<OrderWire>().terms?.term_months).toBe((made.terms?.term_months ?? 0) + 24)
  // Who read the first quote does not sign the second one unseen.
  const stale = await here.ask(acceptOrder, {
    key: signatory,
    params: { order: made.number },
    body: {},
    headers: { 'if-match': `"${made.version}"` },
  })
  expect(stale.json<{ code: string }>().code).toBe('version-changed')
  await sql`update market.contract set term_months = 1`.execute(here.database.db)
  const signed = await here.ask(acceptOrder, {
    key: signatory,
    params: { order: made.number },
    body: {},
    headers: { 'if-match': again.headers.etag as string },
  })
  const { rows } = await sql<{
    term_months: number
  }>`select term_months from market.service where number = ${signed.json<OrderWire>().lines[0]?.service}`.execute(
    here.database.db,
  )
  expect(rows[0]?.term_months).toBe((made.terms?.term_months ?? 0) + 24)
})

test('a customer’s firm quotes at one moment stay within its limit', async () => {
  await sql`update market.contract set firm_holds = 2`.execute(here.database.db)
  const answers = await Promise.all(
    [1, 2, 3, 4].map((n) =>
      here.ask(createOrder, {
        key: signatory,
        body: {
          ...body,
          quote: 'firm',
          lines: [{ ...body.lines[0], parameters: { ...body.lines[0]?.parameters, asn: 65_600 - 1000 + n } }],
        },
      }),
    ),
  )
  expect(answers.map((answer) => answer.json<{ code?: string }>().code ?? 'held').toSorted()).toEqual([
    'firm-holds-spent',
    'firm-holds-spent',
    'held',
    'held',
  ])
})

test('a page that begins nowhere is malformed, not a fault', async () => {
  const answer = await here.ask(listOrders, { key: sales, query: { cursor: 'nowhere' } })
  expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([400, 'malformed'])
})
