import { expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { addressOf, createClient, route } from './index.ts'

const showOrder = route({
  method: 'GET',
  path: '/orders/:order',
  summary: 'An order',
  who: ['anyone'],
  params: z.object({ order: z.string() }),
  query: z.object({ limit: z.coerce.number().optional(), state: z.array(z.string()).optional() }),
  reply: z.object({ number: z.string(), version: z.number() }),
})
const accept = route({
  method: 'POST',
  path: '/orders/:order/accept',
  summary: 'Accept',
  who: ['own:sign'],
  params: z.object({ order: z.string() }),
  body: z.strictObject({ together: z.boolean() }),
  idempotent: true,
})
const paper = route({ method: 'GET', path: '/paper', summary: 'A file', who: ['anyone'], media: 'application/pdf' })

const answering = (response: Response, seen: Request[] = []) =>
  createClient({
    base: 'http://test',
    key: 'k',
    language: () => 'en',
    fetch: async (url, init) => {
      seen.push(new Request(url, init))
      return response.clone()
    },
  })

test('writes the address of a call, each part encoded', () => {
  expect(
    addressOf(showOrder, { params: { order: 'a/b' }, query: { limit: 3, state: ['x', 'y'], none: undefined } }),
  ).toBe('/api/v1/orders/a%2Fb?limit=3&state=x&state=y')
  expect(() => addressOf(showOrder)).toThrow('needs order')
})

test('a call is typed both ways and carries key, language, version and promise', async () => {
  const seen: Request[] = []
  const client = answering(
    Response.json({ number: 'BES-O-2026-00001', version: 4 }, { headers: { etag: '"4"' } }),
    seen,
  )
  const shown = await client.call(showOrder, { params: { order: '1' } })
  expect(shown).toEqual({ ok: true, status: 200, value: { number: 'BES-O-2026-00001', version: 4 }, version: 4 })
  if (shown.ok) expectTypeOf(shown.value).toEqualTypeOf<{ number: string; version: number }>()
  // @ts-expect-error the body is missing
  await client.call(accept, { params: { order: '1' } })
  await client.call(accept, {
    params: { order: '1' },
    body: { together: true },
    ifMatch: 4,
    idempotencyKey: 'same-key-1',
  })
  const sent = seen[2]
  expect(sent?.headers.get('authorization')).toBe('Bearer k')
  expect(sent?.headers.get('if-match')).toBe('"4"')
  expect(sent?.headers.get('idempotency-key')).toBe('same-key-1')
  expect(seen[1]?.headers.get('idempotency-key')).toMatch(/^[0-9a-f-]{36}$/)
})

test('a refusal, a stranger answer and silence are values', async () => {
  const refusal = {
    type: '/refusals#fabric-full',
    title: 'Full',
    titles: { fr: 'Plein', en: 'Full' },
    code: 'fabric-full',
    status: 409,
    requestId: 'r',
    values: {},
  }
  const refused = await answering(Response.json(refusal, { status: 409 })).call(showOrder, { params: { order: '1' } })
  expect(refused).toEqual({ ok: false, problem: refusal })
  const odd = await answering(new Response('<html>', { status: 502 })).call(showOrder, { params: { order: '1' } })
  expect(odd).toMatchObject({ ok: false, problem: { code: 'not-understood', status: 502 } })
  const silent = createClient({ base: 'http://test', fetch: () => Promise.reject(new TypeError('refused')) })
  expect(await silent.call(showOrder, { params: { order: '1' } })).toMatchObject({
    ok: false,
    problem: { code: 'no-server' },
  })
})

test('a file arrives with its name', async () => {
  const client = answering(
    new Response('%PDF', {
      headers: { 'content-type': 'application/pdf', 'content-disposition': 'attachment; filename="F-2026-1.pdf"' },
    }),
  )
  const got = await client.call(paper)
  if (!got.ok) throw new Error('refused')
  expect(got.value.name).toBe('F-2026-1.pdf')
  expect(await got.value.content.text()).toBe('%PDF')
})
