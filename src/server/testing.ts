import { sql } from 'kysely'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { type OperatorRole, type Right, type Route, type Word, addressOf, newId } from '#kernel'
import { type Accounts, type Served, openAccounts } from '#people'
import { peopleWords } from '#people/words'
import { peopleRoutes } from '../people/routes.ts'
import { type Laid, type TestDatabase, testDatabase } from '../postgres/testing.ts'
import { type ServerOptions, buildServer } from './build-server.ts'
import type { House } from './routes.ts'
import { siteFacts, stillServed } from './store.ts'

export const ZONE = 'Europe/Paris'

/** A server on a database of its own, with an operator, a reseller of one commune, and a member that knows nothing of them. */
export interface TestServer {
  readonly app: FastifyInstance
  readonly database: TestDatabase
  readonly accounts: Accounts
  readonly organisations: {
    readonly operator: string
    readonly member: string
    readonly reseller: string
    readonly commune: string
  }
  /** Set the time; it does not pass by itself. */
  readonly at: (now: string) => void
  readonly house: { diskLow: boolean }
  readonly addPerson: (of: {
    readonly organisation: string
    readonly roles?: readonly OperatorRole[]
    readonly rights?: readonly Right[]
    readonly name?: string
    readonly mail?: string
  }) => Promise<string>
  /** A key of the person, carrying everything that the person holds. */
  readonly keyOf: (personId: string, scopes?: readonly string[]) => Promise<string>
  readonly ask: (route: Route, of?: Asked) => Promise<LightMyRequestResponse>
  readonly close: () => Promise<void>
}

export interface Asked {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
  readonly key?: string
  readonly headers?: Readonly<Record<string, string>>
}

const ALL_SCOPES = [
  'read',
  'order',
  'sign',
  'visit',
  'remote-hands',
  'incident',
  'loa',
  'billing',
  'admin',
  'sales',
  'engineer',
  'technician',
  'accountant',
]

const addOrganisation = async (
  { db }: TestDatabase,
  handle: string,
  kind: string,
  resellerId: string | null = null,
): Promise<string> => {
  const id = newId()
  await sql`insert into people.organisation (id, handle, name, kinds, reseller_id, country, created_at)
    values (${id}, ${handle}, ${handle}, ${[kind]}, ${resellerId}, 'FR', '2026-01-01T00:00:00Z')`.execute(db)
  return id
}

const foundSmallSite = async (database: TestDatabase): Promise<TestServer['organisations']> => {
  const operator = await addOrganisation(database, 'vesontio-sas', 'operator')
  const member = await addOrganisation(database, 'jura-net', 'exchange-member')
  const reseller = await addOrganisation(database, 'grand-besancon', 'public-body')
  const commune = await addOrganisation(database, 'ville-d-ornans', 'public-body', reseller)
  await sql`insert into facility.site (id, code, name, zone, sample, operator_id, created_at)
    values (${newId()}, 'BES', 'Besançon', ${ZONE}, true, ${operator}, '2026-01-01T00:00:00Z')`.execute(database.db)
  return { operator, member, reseller, commune }
}

const addPerson =
  ({ db }: TestDatabase): TestServer['addPerson'] =>
  async ({ organisation, roles = [], rights = [], name = 'Jeanne', mail = null }) => {
    const id = newId()
    await sql`insert into people.person (id, organisation_id, name, mail, created_at) values (${id}, ${organisation}, ${name}, ${mail}, '2026-01-01T00:00:00Z')`.execute(
      db,
    )
    for (const role of roles)
      await sql`insert into people.operator_role (person_id, role, created_at) values (${id}, ${role}, '2026-01-01T00:00:00Z')`.execute(
        db,
      )
    for (const right of rights)
      await sql`insert into people.authorisation (id, person_id, "right", from_date, created_at) values (${newId()}, ${id}, ${right}, '2026-01-01', '2026-01-01T00:00:00Z')`.execute(
        db,
      )
    return id
  }

const keyOf =
  ({ db }: TestDatabase): TestServer['keyOf'] =>
  async (personId, scopes = ALL_SCOPES) => {
    const secret = `ves_${Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url')}`
    await sql`insert into people.api_key (id, person_id, label, sha256, scopes, created_at, expires_at)
    values (${newId()}, ${personId}, 'test', sha256(${Buffer.from(secret)}), ${scopes}, '2026-01-01T00:00:00Z', '2030-01-01T00:00:00Z')`.execute(
      db,
    )
    return secret
  }

const askOf =
  (app: FastifyInstance): TestServer['ask'] =>
  (route, { params, query, body, key, headers } = {}) =>
    app.inject({
      method: route.method,
      url: addressOf(route, { ...(params ? { params } : {}), ...(query ? { query } : {}) }),
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...(route.idempotent === true ? { 'idempotency-key': crypto.randomUUID() } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    })

const houseOf = (state: { diskLow: boolean }): House => ({
  version: '0.0.0',
  world: 'twin',
  diskLow: () => state.diskLow,
  diskFreeBytes: () => null,
  twin: () => ({ state: 'off', says: { fr: 'arrêté', en: 'off' }, missing: [] }),
  database: { kind: 'external', version: '18' },
  reconcilers: () => [],
})

export interface TestServerOptions {
  /** What the database holds from the start; absent: nothing. */
  readonly laid?: Laid
  /** Another site than the small one of these tests. */
  readonly found?: (database: TestDatabase) => Promise<TestServer['organisations']>
  readonly served?: (database: TestDatabase) => readonly Served[]
  readonly words?: Readonly<Record<string, Word>>
  readonly options?: (database: TestDatabase) => Promise<Partial<ServerOptions>>
}

export const testServer = async ({
  laid,
  found = foundSmallSite,
  served,
  words,
  options,
}: TestServerOptions = {}): Promise<TestServer> => {
  const database = await testDatabase(laid ? { laid } : {})
  const organisations = await found(database)
  let now = new Date('2026-11-23T09:00:00Z')
  const clock = (): Date => now
  const accounts = openAccounts({
    db: database.db,
    secret: 'a test of no secret at all, 48 characters and more',
    url: new URL('http://localhost'),
    cookieName: 'vesontio-test',
    say: () => undefined,
  })
  const house = { diskLow: false }
  const people = peopleRoutes({ accounts, site: () => siteFacts(database.db), stillServed })
  const app = await buildServer({
    db: database.db,
    clock,
    served: [...people, ...(served?.(database) ?? [])],
    words: { ...peopleWords, ...words },
    accounts,
    listener: { on: () => () => undefined },
    house: houseOf(house),
    ...(await options?.(database)),
  })
  return {
    app,
    database,
    accounts,
    organisations,
    at: (text) => {
      now = new Date(text)
    },
    house,
    addPerson: addPerson(database),
    keyOf: keyOf(database),
    ask: askOf(app),
    close: async () => {
      await app.close()
      await database.close()
    },
  }
}
