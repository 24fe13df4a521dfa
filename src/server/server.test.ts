import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { Fault, ok, refuse, route } from '#kernel'
import { serve } from '#people'
import { inTransaction, nextNumber, violated } from '#postgres'
import { type TestServer, testServer } from './testing.ts'

const SITE = '00000000-0000-7000-8000-000000000001'
const word = z.object({ word: z.string() })
const promise = route({
  method: 'POST',
  path: '/t/promises',
  summary: 'counts',
  who: ['anyone'],
  body: z.strictObject({ series: z.string(), then: z.enum(['keep', 'refuse', 'fault', 'collide', 'wait']) }),
  reply: z.object({ last: z.number(), version: z.number() }),
  idempotent: true,
  refusals: ['no-more'],
})
const echo = route({
  method: 'POST',
  path: '/t/echo',
  summary: 'echoes',
  who: ['nobody'],
  body: z.unknown(),
  reply: word,
})
const edit = route({
  method: 'PATCH',
  path: '/t/edit',
  summary: 'edits',
  who: ['anyone'],
  body: z.strictObject({}),
  reply: z.object({ version: z.number() }),
})
const file = route({ method: 'GET', path: '/t/file', summary: 'a file', who: ['anyone'], media: '*/*' })
const big = route({
  method: 'POST',
  path: '/t/big',
  summary: 'a file',
  who: ['anyone'],
  body: z.strictObject({ content_base64: z.base64() }),
  reply: word,
})
const leak = route({ method: 'GET', path: '/t/leak', summary: 'leaks', who: ['anyone'], reply: word })
const wrong = route({ method: 'GET', path: '/t/wrong', summary: 'answers wrongly', who: ['anyone'], reply: word })
const sick = route({
  method: 'GET',
  path: '/t/sick',
  summary: 'throws',
  who: ['anyone'],
  query: z.strictObject({ how: z.string() }),
  reply: word,
})
const secret = 'the inner message'

let releaseWaiting: () => void = () => undefined
let waiting: Promise<void> = Promise.resolve()
let reached: () => void = () => undefined

const count = serve(promise, async ({ db, body }) =>
  inTransaction(db, async (tx) => {
    const last = await nextNumber(tx, SITE, body.series)
    if (body.then === 'wait') {
      reached()
      await waiting
    }
    if (body.then === 'fault') throw new Fault('sw1', secret)
    if (body.then === 'collide')
      await sql`insert into floor.counter (site_id, series) values (${SITE}, ${body.series})`.execute(tx)
    return body.then === 'refuse' ? refuse({ code: 'no-more', left: 0 }) : ok({ last, version: 7 })
  }).catch((thrown: unknown) => {
    if (violated(thrown)) return refuse({ code: 'no-more', left: 0 })
    throw thrown
  }),
)

const throwing: Readonly<Record<string, () => Error>> = {
  fault: () => new Fault('bird1', secret),
  gone: () => Object.assign(new Error(secret), { code: '57P01' }),
  full: () => Object.assign(new Error(secret), { code: '53100' }),
  defect: () => new TypeError(secret),
}

let here: TestServer
let key: string
beforeAll(async () => {
  here = await testServer({
    words: { 'no-more': { fr: 'Il n’y en a plus.', en: 'There are no more.' } },
    served: () => [
      count,
      serve(echo, async () => ok({ word: 'heard' })),
      serve(edit, async ({ ifMatch }) =>
        ifMatch === 3 ? ok({ version: 4 }) : refuse({ code: ifMatch === null ? 'version-missing' : 'version-changed' }),
      ),
      serve(file, async () =>
        ok({ name: 'preuve d’ordre.pdf', mediaType: 'application/pdf', content: new TextEncoder().encode('%PDF-1.7') }),
      ),
      serve(big, async ({ body }) => ok({ word: String(body.content_base64.length) })),
      serve(leak, async () => ok(Object.assign({ word: 'told' }, { password: 'never told' }))),
      { route: wrong, handle: async () => ok({ word: 7 }) },
      serve(sick, async ({ query }) => {
        throw throwing[query.how]?.() ?? new Error(secret)
      }),
    ],
  })
  key = await here.keyOf(await here.addPerson({ organisation: here.organisations.operator, roles: ['admin'] }))
})
afterAll(() => here.close())

const lastOf = async (series: string): Promise<number> => {
  const { rows } = await sql<{ last: number }>`select last from floor.counter where series = ${series}`.execute(
    here.database.db,
  )
  return rows[0]?.last ?? 0
}

test('a refusal is problem+json in both languages, with its code, values and the request', async () => {
  const response = await here.ask(promise, {
    key,
    body: { series: 'R', then: 'refuse' },
    headers: { 'accept-language': 'en-GB,fr;q=0.5' },
  })
  expect(response.statusCode).toBe(409)
  expect(response.headers['content-type']).toMatch('application/problem+json')
  expect(response.json()).toEqual({
    type: '/refusals#no-more',
    title: 'There are no more.',
    titles: { fr: 'Il n’y en a plus.', en: 'There are no more.' },
    code: 'no-more',
    status: 409,
    requestId: response.headers['x-request-id'],
    values: { left: 0 },
  })
})

test('what is not asked for is refused with its place, never ignored', async () => {
  const unknown = await here.ask(promise, { key, body: { series: 'U', then: 'keep', more: 1 } })
  expect(unknown.statusCode).toBe(400)
  expect(unknown.json()).toMatchObject({ code: 'malformed', at: [{ path: 'body' }] })
  expect((await here.ask(leak, { key, query: { x: 1 } })).json()).toMatchObject({
    code: 'malformed',
    at: [{ path: 'query' }],
  })
  expect((await here.ask(promise, { key, body: '{"series":' })).json()).toMatchObject({
    code: 'malformed',
    status: 400,
  })
  expect((await here.ask(echo, { body: '['.repeat(40) + ']'.repeat(40) })).json()).toMatchObject({ code: 'malformed' })
  expect((await here.ask(promise, { key, body: 'x', headers: { 'content-type': 'text/plain' } })).statusCode).toBe(415)
})

test('an ordinary body is small, one with a file may hold 5 MB', async () => {
  expect((await here.ask(promise, { key, body: { series: 'x'.repeat(300_000), then: 'keep' } })).statusCode).toBe(413)
  const content_base64 = Buffer.alloc(5_000_000).toString('base64')
  expect((await here.ask(big, { key, body: { content_base64 } })).json()).toEqual({
    word: String(content_base64.length),
  })
  expect((await here.ask(big, { key, body: { content_base64: 'A'.repeat(7_400_000) } })).statusCode).toBe(413)
})

test('the same promise twice is kept once and answered the same; another one under its key is refused', async () => {
  const headers = { 'idempotency-key': 'same-promise-1' }
  const first = await here.ask(promise, { key, headers, body: { series: 'P', then: 'keep' } })
  const again = await here.ask(promise, { key, headers, body: { then: 'keep', series: 'P' } })
  expect([first.statusCode, again.statusCode]).toEqual([200, 200])
  expect(again.json()).toEqual(first.json())
  expect(again.headers.etag).toBe('"7"')
  expect(await lastOf('P')).toBe(1)
  const other = await here.ask(promise, { key, headers, body: { series: 'Q', then: 'keep' } })
  expect(other.json()).toMatchObject({ code: 'idempotency-key-reused', status: 409 })
  expect(await lastOf('Q')).toBe(0)
})

test('a refusal is kept too, even one by a constraint, and changes nothing; a fault is not kept', async () => {
  const headers = { 'idempotency-key': 'refused-promise' }
  for (const _ of [1, 2])
    expect((await here.ask(promise, { key, headers, body: { series: 'C', then: 'collide' } })).json()).toMatchObject({
      code: 'no-more',
    })
  expect(await lastOf('C')).toBe(0)
  const faulty = { 'idempotency-key': 'faulty-promise' }
  const silent = await here.ask(promise, { key, headers: faulty, body: { series: 'F', then: 'fault' } })
  expect(silent.json()).toMatchObject({ code: 'device-silent', status: 503, values: { device: 'sw1' } })
  expect(silent.body).not.toContain(secret)
  expect(await lastOf('F')).toBe(0)
  const { rows } = await sql`select key from floor.idempotency where key = 'faulty-promise'`.execute(here.database.db)
  expect(rows).toEqual([])
})

test('two at one moment: the second waits for the first one’s answer', async () => {
  waiting = new Promise((resolve) => {
    releaseWaiting = resolve
  })
  const begun = new Promise<void>((resolve) => {
    reached = resolve
  })
  const asked = { key, headers: { 'idempotency-key': 'at-one-moment' }, body: { series: 'W', then: 'wait' } }
  const first = here.ask(promise, asked)
  await begun
  const second = here.ask(promise, asked)
  // Until the second waits for the first one's row, nothing is proved by letting go.
  await expect
    .poll(async () => {
      const { rows } =
        await sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
          here.database.db,
        )
      return rows.length
    })
    .toBe(1)
  releaseWaiting()
  const answers = await Promise.all([first, second])
  expect(answers.map((answer) => answer.json())).toEqual([
    { last: 1, version: 7 },
    { last: 1, version: 7 },
  ])
  expect(await lastOf('W')).toBe(1)
})

test('a session that dies in the middle leaves neither the effect nor an answer: the same request again does it once', async () => {
  waiting = new Promise((resolve) => {
    releaseWaiting = resolve
  })
  const begun = new Promise<void>((resolve) => {
    reached = resolve
  })
  const headers = { 'idempotency-key': 'dies-in-the-middle' }
  const asking = here.ask(promise, { key, headers, body: { series: 'M', then: 'wait' } })
  await begun
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`.execute(
    here.database.db,
  )
  releaseWaiting()
  expect((await asking).json()).toMatchObject({ code: 'database-gone', status: 503 })
  expect(await lastOf('M')).toBe(0)
  expect((await here.ask(promise, { key, headers, body: { series: 'M', then: 'wait' } })).json()).toMatchObject({
    last: 1,
  })
  expect((await here.ask(promise, { key, headers, body: { series: 'M', then: 'wait' } })).json()).toMatchObject({
    last: 1,
  })
  expect(await lastOf('M')).toBe(1)
})

test('a key is kept for a day, and is the caller’s own', async () => {
  const headers = { 'idempotency-key': 'a-day-long-key' }
  const body = { series: 'D', then: 'keep' }
  const other = await here.keyOf(await here.addPerson({ organisation: here.organisations.member }))
  expect((await here.ask(promise, { key, headers, body })).json()).toMatchObject({ last: 1 })
  expect((await here.ask(promise, { key: other, headers, body })).json()).toMatchObject({ last: 2 })
  here.at('2026-11-24T08:59:00Z')
  expect((await here.ask(promise, { key, headers, body })).json()).toMatchObject({ last: 1 })
  here.at('2026-11-24T09:01:00Z')
  expect((await here.ask(promise, { key, headers, body })).json()).toMatchObject({ last: 3 })
  here.at('2026-11-23T09:00:00Z')
})

test('a promise without a key is refused; so is one when the disk is nearly full, while reading goes on', async () => {
  expect(
    (
      await here.ask(promise, { key, headers: { 'idempotency-key': 'short' }, body: { series: 'K', then: 'keep' } })
    ).json(),
  ).toMatchObject({ code: 'idempotency-key-missing', status: 400 })
  here.house.diskLow = true
  expect((await here.ask(promise, { key, body: { series: 'K', then: 'keep' } })).json()).toMatchObject({
    code: 'disk-low',
    status: 507,
  })
  expect((await here.ask(leak, { key })).statusCode).toBe(200)
  here.house.diskLow = false
})

test('an edit says which version it read', async () => {
  expect((await here.ask(edit, { key, body: {} })).statusCode).toBe(428)
  expect((await here.ask(edit, { key, body: {}, headers: { 'if-match': '"2"' } })).statusCode).toBe(412)
  expect((await here.ask(edit, { key, body: {}, headers: { 'if-match': 'x' } })).statusCode).toBe(400)
  const edited = await here.ask(edit, { key, body: {}, headers: { 'if-match': '"3"' } })
  expect([edited.statusCode, edited.headers.etag]).toEqual([200, '"4"'])
})

test('what the contract does not name does not leave; an answer outside it is a defect', async () => {
  const told = await here.ask(leak, { key })
  expect(told.json()).toEqual({ word: 'told' })
  expect((await here.ask(leak, { key, headers: { 'if-none-match': String(told.headers.etag) } })).statusCode).toBe(304)
  expect((await here.ask(wrong, { key })).json()).toMatchObject({ code: 'defect', status: 500 })
})

test.each([
  ['fault', 'device-silent', 503],
  ['gone', 'database-gone', 503],
  ['full', 'disk-low', 507],
  ['defect', 'defect', 500],
])('what is thrown (%s) is told as %s, without its inner message', async (how, code, status) => {
  const response = await here.ask(sick, { key, query: { how } })
  expect(response.json()).toMatchObject({ code, status })
  expect(response.body).not.toContain(secret)
  if (status === 503) expect(Number(response.headers['retry-after'])).toBeGreaterThan(0)
})

test('a file leaves as an attachment that can run nothing', async () => {
  const { headers, body } = await here.ask(file, { key })
  expect(headers['content-disposition']).toBe(
    `attachment; filename="preuve_d_ordre.pdf"; filename*=UTF-8''preuve%20d%E2%80%99ordre.pdf`,
  )
  expect(headers['content-security-policy']).toContain('sandbox')
  expect([headers['content-type'], headers['x-content-type-options'], body]).toEqual([
    'application/pdf',
    'nosniff',
    '%PDF-1.7',
  ])
})

test('every answer forbids frames, foreign scripts and caching; unknown addresses and hosts are told nothing', async () => {
  const none = await here.app.inject('/api/v1/nothing')
  expect(none.json()).toMatchObject({ code: 'not-found', status: 404 })
  expect(none.headers['content-security-policy']).toContain("default-src 'self'")
  expect(none.headers['cache-control']).toBe('no-store')
  const rebound = await here.app.inject({ url: '/api/v1/status', headers: { host: 'evil.example' } })
  expect(rebound.json()).toMatchObject({ code: 'wrong-host', status: 421 })
})

test('a page of another site can send nothing with a browser’s cookies', async () => {
  const cookie = 'vesontio-test.session_token=x'
  const send = (headers: Record<string, string>) => here.ask(echo, { body: {}, headers: { cookie, ...headers } })
  expect((await send({ origin: 'https://evil.example' })).json()).toMatchObject({ code: 'wrong-origin', status: 403 })
  expect((await send({})).statusCode).toBe(403)
  expect((await send({ origin: 'null' })).statusCode).toBe(403)
  expect((await send({ 'sec-fetch-site': 'cross-site', origin: 'http://localhost:80' })).statusCode).toBe(403)
  expect((await send({ origin: 'http://localhost:80' })).statusCode).toBe(200)
})

test('who is not signed in has a few tries, then waits', async () => {
  const codes = []
  for (let n = 0; n < 12; n += 1) codes.push((await here.ask(echo, { body: {} })).statusCode)
  expect(codes.at(-1)).toBe(429)
  here.at('2026-11-23T09:05:00Z')
  expect((await here.ask(echo, { body: {} })).statusCode).toBe(200)
  here.at('2026-11-23T09:00:00Z')
})
