import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import pg from 'pg'
import { type Client, createClient } from '#kernel'
import { acceptOrder, createOrder, listOrders, showOrder } from '#market/contract'
import { openDataFolder } from '#postgres'
import { clientOf, doctorFindsNothing, must, paper, portOrder, problemOf } from '../house/asking.ts'
import { dropDataFolder, freePort, type House, newDataFolder, spawnServer, startHouse } from '../house/start-house.ts'

const data = newDataFolder()
let house: House
let sales: Client
beforeAll(async () => {
  house = await startHouse({ data, port: await freePort(), args: ['--no-twin'] })
  sales = house.client
}, 60_000)
afterAll(async () => {
  await house?.stop()
  dropDataFolder(data)
}, 30_000)

/** The database itself, as its owner: for what only time could do. */
const inDatabase = async (statement: string): Promise<void> => {
  const { sockets } = await openDataFolder(data)
  const client = new pg.Client({ host: sockets, user: 'vesontio', database: 'vesontio' })
  await client.connect()
  await client.query(statement)
  await client.end()
}

const ASN = 4_200_300_000
const port = (parameters: object) =>
  portOrder('jurassix', { speed: '10G', asn: ASN, ...parameters }, 'subject-to-availability')
/** Another member's of the sample site. */
const OTHERS = { asn: 64_497, mac: '02:be:50:00:00:15', v4: '203.0.113.21' }

test.each([
  ['a multicast address of equipment', { mac: '03:00:5e:00:00:01' }, 'mac-multicast'],
  ['another member’s equipment', { mac: OTHERS.mac }, 'mac-taken'],
  ['another member’s AS', { asn: OTHERS.asn }, 'asn-of-another'],
  ['the AS that means none', { asn: 0 }, 'asn-reserved'],
  ['the AS of a transition (RFC 6793)', { asn: 23_456 }, 'asn-reserved'],
  ['an address outside the LAN', { v4: '198.51.100.7' }, 'address-outside-lan'],
  ['an address that is taken', { v4: OTHERS.v4 }, 'address-taken'],
  ['an address of the site’s own', { v4: '203.0.113.1' }, 'address-reserved'],
])('%s: refused in the quote, and cannot be signed', async (_, parameters, code) => {
  const order = must(await sales.call(createOrder, { body: port(parameters) }))
  expect([order.state, order.lines[0]?.refusal?.code, order.lines[0]?.holds]).toEqual(['refused', code, []])
  expect(problemOf(await sales.call(acceptOrder, { params: { order: order.number }, body: { paper } }))).toMatchObject({
    status: 409,
  })
})

test('the same post twice, at once and later, with one idempotency key: one order, one answer; another body is refused', async () => {
  const idempotencyKey = randomUUID()
  const before = must(await sales.call(listOrders)).total
  const body = port({ asn: ASN + 1 })
  const answers = await Promise.all(Array.from({ length: 5 }, () => sales.call(createOrder, { body, idempotencyKey })))
  const numbers = new Set(answers.flatMap((answer) => (answer.ok ? [answer.value.number] : [])))
  expect(numbers.size).toBe(1)
  expect(
    answers.flatMap((answer) => (answer.ok ? [] : [answer.problem.code])).filter((code) => code !== 'in-progress'),
  ).toEqual([])
  expect([...numbers]).toContain(must(await sales.call(createOrder, { body, idempotencyKey })).number)
  expect(must(await sales.call(listOrders)).total).toBe(before + 1)
  expect(problemOf(await sales.call(createOrder, { body: port({ asn: ASN + 2 }), idempotencyKey }))).toMatchObject({
    code: 'idempotency-key-reused',
  })
})

test('who may only read cannot sign, who is a stranger does not learn that the order is there', async () => {
  const order = must(await sales.call(createOrder, { body: port({ asn: ASN + 3 }) })).number
  const reader = await clientOf(house, 'eden.cuenot@jurassix.example', ['read'])
  expect(must(await reader.call(showOrder, { params: { order } })).number).toBe(order)
  expect(problemOf(await reader.call(acceptOrder, { params: { order }, body: {} }))).toMatchObject({ status: 403 })
  const stranger = await clientOf(house, 'noa.barbier@rhin-rhone-transit.example', ['read', 'order', 'sign'])
  expect(problemOf(await stranger.call(acceptOrder, { params: { order }, body: {} }))).toMatchObject({ status: 404 })
  expect(problemOf(await createClient({ base: house.base }).call(showOrder, { params: { order } }))).toMatchObject({
    status: 401,
  })
})

test('a quote that ran out cannot be signed', async () => {
  const order = must(await sales.call(createOrder, { body: { ...port({ asn: ASN + 4 }), quote: 'firm' } })).number
  await inDatabase(
    `update market."order" set quoted_at = quoted_at - interval '40 days', expires_at = now() - interval '1 second' where number = '${order}'`,
  )
  expect(problemOf(await sales.call(acceptOrder, { params: { order }, body: { paper } }))).toMatchObject({
    code: 'quote-expired',
  })
})

test('a second server on the data folder is refused, and names the first', async () => {
  const other = await spawnServer({ data, port: await freePort(), args: ['--no-twin'] })
  expect(await other.ended).toBe(1)
  expect(other.output()).toContain(`is served by process ${house.process.pid} at http://127.0.0.1:${house.port}`)
  await doctorFindsNothing(sales)
})
