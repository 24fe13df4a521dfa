import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Right, newId } from '#kernel'
import { type Actor, systemActor } from '#people'
import { type TestDatabase, testDatabase } from '#postgres/testing'
import { billingRoutesOffered } from './contract.ts'
import { billingRoutes } from './routes.ts'

const ids = { operator: newId(), isp: newId(), carrier: newId(), site: newId(), person: newId(), service: newId() }
const NOW = new Date('2026-12-01T07:00:00Z')
let database: TestDatabase

const person = (over: Partial<Actor>): Actor => ({
  ...systemActor('request'),
  kind: 'person',
  personId: ids.person,
  ...over,
})
const accountant = person({ roles: new Set(['accountant']) })
const memberOf = (organisation: string, right: Right, over: Partial<Actor> = {}): Actor =>
  person({ organisations: new Map([[organisation, new Set([right])]]), ...over })

interface Asked {
  readonly params?: object
  readonly query?: object
  readonly body?: object
}

/** Calls a route as the server does once it has let the caller in: what it parses, and nothing else, reaches the handler. */
const call = async (address: string, actor: Actor, asked: Asked = {}) => {
  const served = billingRoutes.find(({ route }) => `${route.method} ${route.path}` === address)
  if (!served) throw new Error(`no route ${address}`)
  const { params, query, body } = served.route
  return served.handle({
    params: params?.parse(asked.params),
    query: query?.parse(asked.query ?? {}),
    body: body?.parse(asked.body),
    actor,
    by: { kind: 'person', id: ids.person },
    db: database.db,
    now: NOW,
    clock: () => NOW,
    ifMatch: null,
  })
}
const value = (answer: Awaited<ReturnType<typeof call>>): { readonly [name: string]: unknown } => {
  if (!answer?.ok) throw new Error(answer ? answer.refusal.code : 'not found')
  return answer.value as { readonly [name: string]: unknown }
}

beforeAll(async () => {
  database = await testDatabase()
  const { db } = database
  await sql`insert into floor.world (world, begun_at) values ('plant', ${NOW})`.execute(db)
  for (const [id, handle, kind] of [
    [ids.operator, 'operator', 'operator'],
    [ids.isp, 'isp', 'tenant'],
    [ids.carrier, 'carrier', 'carrier'],
  ])
    await sql`
      insert into people.organisation (id, handle, name, kinds, country, created_at)
      values (${id}, ${handle}, ${handle}, ${[kind]}, 'FR', ${NOW})`.execute(db)
  await sql`insert into people.person (id, organisation_id, name, created_at) values (${ids.person}, ${ids.operator}, 'Léa', ${NOW})`.execute(
    db,
  )
  await sql`
    insert into facility.site (id, code, name, zone, operator_id, created_at)
    values (${ids.site}, 'BES', 'Besançon', 'Europe/Paris', ${ids.operator}, ${NOW})`.execute(db)
  await sql`
    insert into market.service (id, site_id, number, organisation_id, product, item, parameters, state, setup_cents, monthly_micro_euros,
                                billing, zone, billing_from, billing_reason, created_at)
    values (${ids.service}, ${ids.site}, 'BES-XP-000061', ${ids.isp}, 'exchange-port', 'port-10g', '{}', 'in-service', 50000, 350000000,
            'advance', 'Europe/Paris', '2026-11-20', 'first-use', ${NOW})`.execute(db)
})
afterAll(() => database.close())

test('every route of the contract is answered', () => {
  expect(billingRoutes.map(({ route }) => route)).toEqual(billingRoutesOffered)
})

test('from a run to the paper: each reply is what the contract says, and each reader sees what is theirs', async () => {
  const run = value(await call('POST /invoice-runs', accountant, { body: { month: '2026-12' } }))
  const params = { run: run['id'] }
  expect(value(await call('GET /invoice-runs/:run', accountant, { params }))).toEqual(run)
  expect(value(await call('POST /invoice-runs/:run/approve', accountant, { params }))).toMatchObject({
    state: 'approved',
    specimen: false,
  })
  for (const [address, asked] of [
    ['GET /invoice-runs', {}],
    ['GET /invoice-runs/:run', { params }],
    ['GET /invoices', {}],
    ['GET /invoices/:invoice', { params: { invoice: 'F-2026-000001' } }],
    ['GET /seller', {}],
  ] as const) {
    const reply = billingRoutes.find(({ route }) => `${route.method} ${route.path}` === address)?.route.reply
    const answer = value(await call(address, accountant, asked))
    expect(reply?.parse(answer)).toEqual(answer)
  }
  const invoice = { params: { invoice: 'F-2026-000001' } }
  expect(value(await call('GET /invoices/:invoice', memberOf(ids.isp, 'billing'), invoice))).toMatchObject({
    number: 'F-2026-000001',
    specimen: false,
  })
  expect(value(await call('GET /invoices', memberOf(ids.isp, 'billing')))).toMatchObject({ total: 1 })
  const strangers = [
    memberOf(ids.carrier, 'billing'),
    memberOf(ids.isp, 'order'),
    // An engineer of the operator who also does a customer's accounts sees that customer's only.
    memberOf(ids.carrier, 'billing', { roles: new Set(['engineer']) }),
  ]
  for (const stranger of strangers) {
    expect(await call('GET /invoices/:invoice', stranger, invoice)).toBeNull()
    expect(await call('GET /invoices/:invoice/pdf', stranger, invoice)).toBeNull()
    expect(value(await call('GET /invoices', stranger))).toEqual({ items: [], next: null, total: 0 })
  }
})

test('the paper is a PDF named by its number', async () => {
  const file = value(await call('GET /invoices/:invoice/pdf', accountant, { params: { invoice: 'F-2026-000001' } }))
  expect(file).toMatchObject({ name: 'F-2026-000001.pdf', mediaType: 'application/pdf' })
  expect(
    Buffer.from(file['content'] as Uint8Array)
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-')
})

test('a credit note has nothing to repay while the service lives', async () => {
  const asked = { params: { invoice: 'F-2026-000001' }, body: {} }
  expect(await call('POST /invoices/:invoice/credit-note', accountant, asked)).toMatchObject({
    refusal: { code: 'nothing-to-repay' },
  })
})

test('the seller’s account is checked, and stands on the next invoice only', async () => {
  const seller = { legal_form: 'SAEM au capital de 1 000 000 €', register: 'RCS Besançon 123 456 782', bic: null }
  expect(
    await call('PUT /seller', accountant, { body: { ...seller, iban: 'FR14 2004 1010 0505 0001 3M02 607' } }),
  ).toMatchObject({
    refusal: { code: 'iban-wrong' },
  })
  const saved = value(
    await call('PUT /seller', accountant, { body: { ...seller, iban: 'FR14 2004 1010 0505 0001 3M02 606' } }),
  )
  expect(saved).toMatchObject({ iban: 'FR1420041010050500013M02606', organisation: { handle: 'operator' } })
  expect(
    value(await call('GET /invoices/:invoice', accountant, { params: { invoice: 'F-2026-000001' } })),
  ).toMatchObject({
    snapshot: { payment: { iban: null } },
  })
  expect(
    value(await call('POST /invoice-runs', accountant, { body: { month: '2027-01', dry_run: true } })),
  ).toMatchObject({
    warnings: [{ code: 'seller-vat-missing' }],
  })
})

test('an unknown key, and a month that is none, are refused at the door', async () => {
  await expect(call('POST /invoice-runs', accountant, { body: { month: '2026-13' } })).rejects.toThrow()
  await expect(call('POST /invoice-runs', accountant, { body: { month: '2026-12', force: true } })).rejects.toThrow()
  await expect(call('GET /invoices', accountant, { query: { sort: 'x' } })).rejects.toThrow()
})
