import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operatorRoles, rights } from '#kernel'
import { mayAct, organisationCard, personCard } from '#people'
import { type TestServer, testServer } from '../server/testing.ts'
import {
  createKey,
  createOrganisation,
  createPerson,
  editOrganisation,
  editPerson,
  endOrganisation,
  endPerson,
  grantRight,
  listKeys,
  listOrganisations,
  listPersons,
  makeLink,
  revokeKey,
  setRoles,
  showOrganisation,
  showPerson,
  type KeyWire,
  type OrganisationWire,
  type PersonWire,
  whoAmI,
  withdrawRight,
} from './contract.ts'
import { cursorAfter, partsOf } from './cursor.ts'
import { decideRights } from './decide-rights.ts'

let here: TestServer
let admin: string
let sales: string
let member: string
beforeAll(async () => {
  here = await testServer()
  const { operator } = here.organisations
  admin = await here.keyOf(await here.addPerson({ organisation: operator, roles: ['admin'], name: 'Ada' }))
  sales = await here.keyOf(await here.addPerson({ organisation: operator, roles: ['sales'], name: 'Sam' }))
  member = await here.keyOf(
    await here.addPerson({ organisation: here.organisations.member, rights: ['order'], name: 'Max' }),
  )
})
afterAll(() => here.close())

const version = (n: number) => ({ 'if-match': `"${n}"` })

test('an organisation is added, read, edited by version, and ended when nothing is owed', async () => {
  const asked = { handle: 'horlogerie-lip', name: 'Horlogerie Lip', kinds: ['tenant'], country: 'FR' }
  const made = (await here.ask(createOrganisation, { key: sales, body: asked })).json<OrganisationWire>()
  expect(made).toMatchObject({ handle: 'horlogerie-lip', language: 'fr', reseller: null, version: 1 })
  expect((await here.ask(createOrganisation, { key: sales, body: asked })).json()).toMatchObject({
    code: 'handle-taken',
    title: 'L’identifiant «\u00A0horlogerie-lip\u00A0» est déjà pris.',
  })
  const params = { organisation: 'horlogerie-lip' }
  expect((await here.ask(editOrganisation, { key: sales, params, body: { name: 'Lip' } })).json()).toMatchObject({
    code: 'version-missing',
  })
  const edited = await here.ask(editOrganisation, {
    key: sales,
    params,
    body: { name: 'Lip', reseller: 'grand-besancon', siret: '73282932000074' },
    headers: version(1),
  })
  expect(edited.json()).toMatchObject({
    name: 'Lip',
    reseller: { handle: 'grand-besancon' },
    siret: '73282932000074',
    version: 2,
  })
  expect(
    (await here.ask(editOrganisation, { key: sales, params, body: { name: 'X' }, headers: version(1) })).json(),
  ).toMatchObject({ code: 'version-changed', status: 412 })
  expect(
    (
      await here.ask(editOrganisation, {
        key: sales,
        params,
        body: { reseller: 'horlogerie-lip' },
        headers: version(2),
      })
    ).json(),
  ).toMatchObject({ code: 'resells-to-itself' })
  expect(
    (
      await here.ask(editOrganisation, {
        key: sales,
        params: { organisation: 'grand-besancon' },
        body: { reseller: 'horlogerie-lip' },
        headers: version(1),
      })
    ).json(),
  ).toMatchObject({ code: 'resells-to-itself' })
  expect((await here.ask(endOrganisation, { key: sales, params, headers: version(2) })).statusCode).toBe(403)
  expect((await here.ask(endOrganisation, { key: admin, params, headers: version(2) })).json()).toMatchObject({
    version: 3,
    ended_at: '2026-11-23T09:00:00.000Z',
  })
  expect(
    (
      await here.ask(endOrganisation, { key: admin, params: { organisation: 'vesontio-sas' }, headers: version(1) })
    ).json(),
  ).toMatchObject({ code: 'operator-stays' })
  expect(
    (
      await here.ask(endOrganisation, { key: admin, params: { organisation: 'grand-besancon' }, headers: version(1) })
    ).json(),
  ).toMatchObject({ code: 'still-resells' })
})

test('what the site’s files own is not edited here', async () => {
  await sql`insert into people.organisation (id, handle, name, kinds, country, file_owned, created_at) values (gen_random_uuid(), 'from-file', 'From file', '{tenant}', 'FR', true, now())`.execute(
    here.database.db,
  )
  expect(
    (
      await here.ask(editOrganisation, {
        key: admin,
        params: { organisation: 'from-file' },
        body: { name: 'X' },
        headers: version(1),
      })
    ).json(),
  ).toMatchObject({ code: 'owned-by-file' })
})

test('a member sees its own rows only; another’s do not exist for it', async () => {
  const list = (await here.ask(listOrganisations, { key: member })).json<{ items: OrganisationWire[] }>()
  expect(list.items.map(({ handle }) => handle)).toEqual(['jura-net'])
  expect(
    (await here.ask(showOrganisation, { key: member, params: { organisation: 'grand-besancon' } })).statusCode,
  ).toBe(404)
  const other = await here.addPerson({ organisation: here.organisations.reseller, name: 'Bea' })
  expect((await here.ask(showPerson, { key: member, params: { person: other } })).statusCode).toBe(404)
  const persons = (await here.ask(listPersons, { key: member })).json<{ items: PersonWire[] }>()
  expect(persons.items.map(({ name }) => name)).toEqual(['Max'])
  const reseller = await here.keyOf(other)
  expect(
    (await here.ask(listOrganisations, { key: reseller }))
      .json<{ items: OrganisationWire[] }>()
      .items.map(({ handle }) => handle),
  ).toEqual(['grand-besancon', 'ville-d-ornans'])
})

test('lists are paged by cursor, in the order of the language, and found by a text taken literally', async () => {
  const { reseller } = here.organisations
  for (const name of ['Éloïse', 'Zoé', 'Emile', 'Eve_100%'])
    await here.addPerson({ organisation: reseller, name, rights: name === 'Zoé' ? ['visit'] : [] })
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const page: { items: PersonWire[]; next: string | null } = (
      await here.ask(listPersons, {
        key: admin,
        query: { organisation: 'grand-besancon', limit: 2, ...(cursor ? { cursor } : {}) },
      })
    ).json()
    seen.push(...page.items.map(({ name }) => name))
    cursor = page.next
  } while (cursor)
  expect(seen).toEqual(['Bea', 'Éloïse', 'Emile', 'Eve_100%', 'Zoé'])
  const named = async (query: object) =>
    (await here.ask(listPersons, { key: admin, query: { ...query } }))
      .json<{ items: PersonWire[] }>()
      .items.map(({ name }) => name)
  expect(await named({ text: '0%' })).toEqual(['Eve_100%'])
  expect(await named({ text: 'e_1' })).toEqual(['Eve_100%'])
  expect(await named({ right: 'visit' })).toEqual(['Zoé'])
  expect((await here.ask(listPersons, { key: admin, query: { cursor: 'nonsense' } })).json()).toMatchObject({
    code: 'malformed',
  })
})

test('a cursor carries any text there and back', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 3 }), (parts) => {
      expect(partsOf(cursorAfter(...parts), parts.length)).toEqual(parts)
      expect(partsOf(cursorAfter(...parts), parts.length + 1)).toBeNull()
    }),
  )
})

test('an authorisation holds on the site’s days, from its first to its last, and not after it was withdrawn', async () => {
  const made = (
    await here.ask(createPerson, { key: sales, body: { organisation: 'jura-net', name: 'Noé' } })
  ).json<PersonWire>()
  const params = { person: made.id }
  expect(
    (
      await here.ask(grantRight, {
        key: sales,
        params,
        body: { right: 'sign', from_date: '2026-12-02', until_date: '2026-12-01' },
      })
    ).json(),
  ).toMatchObject({ code: 'dates-reversed' })
  const granted = await here.ask(grantRight, {
    key: sales,
    params,
    body: { right: 'sign', from_date: '2026-12-01', until_date: '2026-12-31' },
  })
  expect(granted.json<PersonWire>().authorisations).toMatchObject([{ right: 'sign', in_force: false }])
  expect(
    (await here.ask(grantRight, { key: sales, params, body: { right: 'sign', from_date: '2026-12-01' } })).json(),
  ).toMatchObject({ code: 'right-held-already' })
  const key = await here.keyOf(made.id)
  const held = async (at: string): Promise<unknown> => {
    here.at(at)
    return (await here.ask(whoAmI, { key })).json<{ organisations: { rights: string[] }[] }>().organisations[0]?.rights
  }
  // Midnight in Paris, not in Greenwich.
  expect(await held('2026-11-30T22:59:59Z')).toEqual([])
  expect(await held('2026-11-30T23:00:00Z')).toEqual(['sign'])
  expect(await held('2026-12-31T22:59:59Z')).toEqual(['sign'])
  expect(await held('2026-12-31T23:00:00Z')).toEqual([])
  // One that has run out gives way to a new one.
  const again = (
    await here.ask(grantRight, { key: sales, params, body: { right: 'sign', from_date: '2027-01-01' } })
  ).json<PersonWire>()
  const open = again.authorisations.find(({ in_force }) => in_force)
  expect(await held('2027-02-01T10:00:00Z')).toEqual(['sign'])
  const withdraw = { key: sales, params: { ...params, authorisation: open?.id ?? '' } }
  expect((await here.ask(withdrawRight, withdraw)).statusCode).toBe(200)
  expect((await here.ask(withdrawRight, withdraw)).json()).toMatchObject({ code: 'withdrawn-already' })
  expect(await held('2027-02-01T10:00:01Z')).toEqual([])
  here.at('2026-11-23T09:00:00Z')
})

test('roles are an administrator’s to give, to the operator’s persons only, and the last administrator stays', async () => {
  const { operator } = here.organisations
  const person = (
    await here.ask(createPerson, { key: admin, body: { organisation: 'vesontio-sas', name: 'Tom' } })
  ).json<PersonWire>()
  expect(
    (await here.ask(createPerson, { key: sales, body: { organisation: 'vesontio-sas', name: 'X' } })).json(),
  ).toMatchObject({ code: 'operator-by-admin', status: 403 })
  expect(
    (
      await here.ask(editPerson, {
        key: sales,
        params: { person: person.id },
        body: { mail: 'sam@evil.example' },
        headers: version(1),
      })
    ).statusCode,
  ).toBe(403)
  expect(
    (
      await here.ask(setRoles, {
        key: sales,
        params: { person: person.id },
        body: { roles: ['admin'] },
        headers: version(1),
      })
    ).statusCode,
  ).toBe(403)
  const set = await here.ask(setRoles, {
    key: admin,
    params: { person: person.id },
    body: { roles: ['technician', 'engineer'] },
    headers: version(1),
  })
  expect(set.json<PersonWire>().roles).toEqual(['engineer', 'technician'])
  const stranger = await here.addPerson({ organisation: here.organisations.member })
  expect(
    (
      await here.ask(setRoles, {
        key: admin,
        params: { person: stranger },
        body: { roles: ['admin'] },
        headers: version(1),
      })
    ).json(),
  ).toMatchObject({ code: 'not-of-the-operator' })
  const self = (await here.ask(whoAmI, { key: admin })).json<{ person: { id: string } }>().person.id
  for (const route of [endPerson, setRoles]) {
    const body = route === setRoles ? { body: { roles: ['sales'] } } : {}
    expect(
      (await here.ask(route, { key: admin, params: { person: self }, ...body, headers: version(1) })).json(),
    ).toMatchObject({ code: 'last-admin' })
  }
  // A role on record outside of the operator counts for nothing.
  await sql`insert into people.operator_role (person_id, role, created_at) values (${stranger}, 'admin', now())`.execute(
    here.database.db,
  )
  expect((await here.ask(whoAmI, { key: await here.keyOf(stranger) })).json()).toMatchObject({ roles: [] })
  expect(operator).toBeTruthy()
})

test('an ended person is anonymous and does nothing more', async () => {
  const person = await here.addPerson({
    organisation: here.organisations.member,
    name: 'Lou',
    mail: 'lou@jura.example',
    rights: ['sign'],
  })
  const key = await here.keyOf(person)
  const ended = (await here.ask(endPerson, { key: admin, params: { person }, headers: version(1) })).json<PersonWire>()
  expect(ended).toMatchObject({
    name: '—',
    mail: null,
    phone: null,
    roles: [],
    authorisations: [{ right: 'sign', in_force: false }],
  })
  expect((await here.ask(whoAmI, { key })).statusCode).toBe(401)
  expect(
    (await here.ask(editPerson, { key: admin, params: { person }, body: { name: 'Lou' }, headers: version(2) })).json(),
  ).toMatchObject({ code: 'person-ended' })
  expect((await here.ask(makeLink, { key: admin, params: { person } })).json()).toMatchObject({ code: 'person-ended' })
  const { rows } = await sql<{
    text: string
  }>`select (p.*)::text || (select string_agg((j.*)::text, '') from floor.journal j) as text from people.person p where id = ${person}`.execute(
    here.database.db,
  )
  expect(rows[0]?.text).not.toMatch(/Lou|lou@/)
})

test('a key is shown once, carries at most what its maker holds, expires and is revoked', async () => {
  const { member: organisation } = here.organisations
  const person = await here.addPerson({ organisation, rights: ['order', 'sign'], name: 'Kim' })
  const session = await here.keyOf(person)
  expect(
    (await here.ask(createKey, { key: session, body: { label: 'ci', scopes: ['order'], days: 30 } })).json(),
  ).toMatchObject({ code: 'key-by-key' })
  expect(
    (await here.ask(createKey, { key: admin, body: { label: 'ci', scopes: ['admin', 'sign'], days: 30 } })).json(),
  ).toMatchObject({ code: 'scope-not-held', values: { scopes: ['sign'] } })
  const made = (await here.ask(createKey, { key: admin, body: { label: 'ci', scopes: ['admin'], days: 30 } })).json<
    KeyWire & { key: string }
  >()
  expect(made.key).toMatch(/^ves_[\w-]{43}$/)
  const { rows } = await sql<{
    n: number
  }>`select count(*) as n from people.api_key where sha256 = sha256(${Buffer.from(made.key)})`.execute(here.database.db)
  expect(rows[0]?.n).toBe(1)
  expect((await here.ask(whoAmI, { key: made.key })).json()).toMatchObject({ kind: 'key', roles: ['admin'] })
  here.at('2026-12-23T09:00:01Z')
  expect((await here.ask(whoAmI, { key: made.key })).statusCode).toBe(401)
  here.at('2026-11-23T09:00:00Z')
  expect((await here.ask(revokeKey, { key: member, params: { key: made.id } })).statusCode).toBe(404)
  expect((await here.ask(revokeKey, { key: admin, params: { key: made.id } })).json()).toMatchObject({
    id: made.id,
    revoked_at: '2026-11-23T09:00:00.000Z',
  })
  expect((await here.ask(whoAmI, { key: made.key })).statusCode).toBe(401)
  const own = (await here.ask(listKeys, { key: session })).json<{ items: KeyWire[] }>()
  expect(own.items.map((item) => item.person.name)).toEqual(['Kim'])
  expect(JSON.stringify(own)).not.toContain('sha256')
  const narrowed = (await here.ask(whoAmI, { key: await here.keyOf(person, ['order']) })).json<{
    organisations: { rights: string[] }[]
  }>()
  expect(narrowed.organisations[0]?.rights).toEqual(['order'])
})

test('the door says who may act for whom', async () => {
  const { reseller, commune, member: other } = here.organisations
  const { db } = here.database
  const personId = await here.addPerson({ organisation: reseller, rights: ['sign'], name: 'Yan' })
  const may = (organisationId: string, day = '2026-11-23', right: 'sign' | 'order' = 'sign') =>
    mayAct(db, { personId, organisationId, right, day })
  expect(
    await Promise.all([
      may(reseller),
      may(commune),
      may(other),
      may(reseller, '2025-12-31'),
      may(reseller, '2026-11-23', 'order'),
    ]),
  ).toEqual([true, true, false, false, false])
  expect(await organisationCard(db, commune)).toMatchObject({ handle: 'ville-d-ornans', reseller_id: reseller })
  expect(await personCard(db, personId)).toMatchObject({ name: 'Yan', organisation_id: reseller })
})

test('a key never widens what its holder has, and roles count at the operator’s only', () => {
  const some = (of: readonly string[]) => fc.subarray([...of])
  fc.assert(
    fc.property(
      some(rights),
      some(operatorRoles),
      some([...rights, ...operatorRoles]),
      fc.boolean(),
      (held, roles, scopes, atOperator) => {
        const standing = { organisation_id: 'own', rights: held, roles, resold: ['sub'] }
        const full = decideRights(standing, atOperator ? 'own' : 'else')
        const narrow = decideRights(standing, atOperator ? 'own' : 'else', scopes)
        expect([...full.roles]).toEqual(atOperator ? roles : [])
        expect([...narrow.roles].every((role) => full.roles.has(role) && scopes.includes(role))).toBe(true)
        for (const id of ['own', 'sub'])
          expect([...(narrow.organisations.get(id) ?? [])]).toEqual(held.filter((right) => scopes.includes(right)))
      },
    ),
  )
})
