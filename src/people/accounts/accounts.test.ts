import { createHmac } from 'node:crypto'
import { getMigrations } from 'better-auth/db/migration'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Route } from '#kernel'
import { openDatabase } from '#postgres'
import { type TestServer, testServer } from '../../server/testing.ts'
import { firstAdministratorLink, localKey } from '../administrator/store.ts'
import {
  changePassword,
  disableTwoFactor,
  editPerson,
  enableTwoFactor,
  endPerson,
  keepSession,
  lookAtLink,
  makeLink,
  newBackupCodes,
  signIn,
  signOut,
  useLink,
  verifyBackupCode,
  verifyTotp,
  whoAmI,
} from '../contract.ts'
import { accountsOptions } from './better-auth.ts'
import { closedPaths, openPaths } from './open-paths.ts'

const ORIGIN = 'http://localhost:80'
const PASSWORD = 'cadran bleu et chemin de fer'
let here: TestServer
let adminKey: string
beforeAll(async () => {
  here = await testServer()
  adminKey = await here.keyOf(await here.addPerson({ organisation: here.organisations.operator, roles: ['admin'] }))
})
afterAll(() => here.close())

/** A browser: keeps its cookies, says where it comes from. */
const browser = () => {
  const jar = new Map<string, string>()
  return {
    jar,
    ask: async (route: Route, body?: unknown) => {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const response = await here.ask(route, {
        ...(body === undefined ? {} : { body }),
        headers: { origin: ORIGIN, ...(cookie ? { cookie } : {}) },
      })
      for (const set of response.cookies)
        if (set.maxAge === 0) jar.delete(set.name)
        else jar.set(set.name, set.value)
      return response
    },
  }
}

let minute = 0
/** Tries are counted by the clock: each test begins in its own minute. */
const later = (): void => here.at(new Date(Date.parse('2026-11-23T10:00:00Z') + (minute += 5) * 60_000).toISOString())

const invite = async (personId: string): Promise<string> => {
  const made = await here.ask(makeLink, { key: adminKey, params: { person: personId } })
  expect(made.statusCode).toBe(200)
  return made.json<{ path: string }>().path.split('#link=')[1] ?? ''
}

const personWithPassword = async (mail: string, organisation = here.organisations.member): Promise<string> => {
  later()
  const person = await here.addPerson({ organisation, mail, rights: ['order'] })
  const used = await here.ask(useLink, { body: { token: await invite(person), password: PASSWORD } })
  expect(used.json()).toEqual({ mail })
  return person
}

/** RFC 6238 with the defaults of every authenticator: SHA-1, 30 s, six digits. */
const totp = (uri: string): string => {
  const secret = new URL(uri).searchParams.get('secret') ?? ''
  const bits = [...secret.replaceAll('=', '')]
    .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
    .join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)))
  const mac = createHmac('sha1', key).update(counter).digest()
  return String((mac.readUInt32BE((mac.at(-1) ?? 0) & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

test('the library’s own migrator finds nothing to do', async () => {
  const owner = openDatabase({ connection: here.database.owner })
  const options = accountsOptions({
    db: owner.db,
    secret: 's'.repeat(44),
    url: new URL('http://localhost'),
    cookieName: 'v',
    say: () => undefined,
  })
  const { toBeAdded, toBeCreated, compileMigrations } = await getMigrations(options)
  expect({ toBeAdded, toBeCreated }).toEqual({ toBeAdded: [], toBeCreated: [] })
  expect((await compileMigrations()).replaceAll(/create schema if not exists "accounts"|[;\s]/g, '')).toBe('')
  await owner.close()
})

test('every path that the library would answer is either open or closed with a reason, and nothing else is listed', () => {
  const listed = [...openPaths, ...Object.keys(closedPaths)]
  expect(new Set(listed).size).toBe(listed.length)
  expect(listed.toSorted()).toEqual([...here.accounts.everyPath()].toSorted())
})

test('a stranger who tries every path gets in nowhere and makes nothing', async () => {
  const body = {
    email: 'mallory@evil.example',
    mail: 'mallory@evil.example',
    name: 'Mallory',
    password: PASSWORD,
    code: '123456',
    token: 'x'.repeat(43),
    provider: 'github',
    newPassword: PASSWORD,
    newEmail: 'm@evil.example',
    organizationId: 'x',
    slug: 'x',
  }
  for (const path of Object.keys(closedPaths)) {
    const [method, at] = path.split(' ')
    const url = `/api/v1/accounts${at?.replace(/:\w+/, 'github')}`
    const response = await here.app.inject({
      method: method === 'GET' ? 'GET' : 'POST',
      url,
      headers: { origin: ORIGIN },
      ...(method === 'POST' ? { payload: body } : {}),
    })
    // GET of an open path under another method answers by its own route: nothing of it is a way in.
    expect([path, response.statusCode]).toEqual([path, 404])
    expect(response.cookies).toEqual([])
  }
  for (const path of [
    '/organization/create',
    '/organization/list',
    '/admin/create-user',
    '/sign-in/magic-link',
    '/api-key/create',
    '/sign-up/email/',
    '/Sign-Up/email',
    '/..%2fsign-up/email',
    '//sign-up/email',
  ])
    expect(
      (
        await here.app.inject({
          method: 'POST',
          url: `/api/v1/accounts${path}`,
          headers: { origin: ORIGIN },
          payload: body,
        })
      ).statusCode,
    ).toBe(404)
  for (const url of ['/api/auth/sign-up/email', '/api/accounts/sign-up/email'])
    expect(
      (await here.app.inject({ method: 'POST', url, headers: { origin: ORIGIN }, payload: body })).statusCode,
    ).toBe(404)
  for (const path of openPaths) {
    later()
    const [method, at] = path.split(' ')
    const response = await here.app.inject({
      method: method === 'GET' ? 'GET' : 'POST',
      url: `/api/v1/accounts${at}`,
      headers: { origin: ORIGIN },
      ...(method === 'POST' ? { payload: body } : {}),
    })
    if (at === '/get-session') expect(response.json()).toEqual({ signed_in: false })
    else expect([400, 401]).toContain(response.statusCode)
  }
  const { rows } = await sql`select from accounts."user"`.execute(here.database.db)
  expect(rows).toEqual([])
})

test('a link works once: it sets a password, then the person signs in and out', async () => {
  const person = await here.addPerson({
    organisation: here.organisations.reseller,
    mail: 'Anne@Grand-Besancon.example',
    rights: ['order', 'sign'],
    name: 'Anne',
  })
  const token = await invite(person)
  expect((await here.ask(lookAtLink, { body: { token } })).json()).toMatchObject({
    name: 'Anne',
    organisation: 'grand-besancon',
    has_account: false,
  })
  expect((await here.ask(useLink, { body: { token, password: 'too short' } })).json()).toMatchObject({
    code: 'malformed',
  })
  expect((await here.ask(useLink, { body: { token, password: PASSWORD } })).json()).toEqual({
    mail: 'Anne@Grand-Besancon.example',
  })
  expect((await here.ask(useLink, { body: { token, password: PASSWORD } })).json()).toMatchObject({
    code: 'link-spent',
    status: 409,
  })
  later()
  const page = browser()
  expect(
    (await page.ask(signIn, { mail: 'anne@grand-besancon.example', password: 'not the password' })).json(),
  ).toMatchObject({ code: 'sign-in-wrong' })
  const signedIn = await page.ask(signIn, { mail: 'anne@grand-besancon.example', password: PASSWORD })
  expect(signedIn.json()).toEqual({ second_factor: false })
  expect(signedIn.body).not.toContain('token')
  expect(signedIn.cookies[0]).toMatchObject({ httpOnly: true, sameSite: 'Strict', name: 'vesontio-test.session_token' })
  expect((await page.ask(whoAmI)).json()).toMatchObject({
    person: { id: person, name: 'Anne' },
    roles: [],
    two_factor: false,
    // A reseller's person may do for the communes what it may do at home.
    organisations: [
      { handle: 'grand-besancon', rights: ['order', 'sign'] },
      { handle: 'ville-d-ornans', rights: ['order', 'sign'] },
    ],
  })
  expect((await page.ask(keepSession)).json()).toEqual({ signed_in: true })
  const cookies = new Map(page.jar)
  expect((await page.ask(signOut)).statusCode).toBe(204)
  for (const [name, value] of cookies) page.jar.set(name, value)
  expect((await page.ask(whoAmI)).statusCode).toBe(401)
})

test('a link that has expired, or was followed by another, is spent', async () => {
  later()
  const person = await here.addPerson({ organisation: here.organisations.member, mail: 'late@jura.example' })
  const first = await invite(person)
  const second = await invite(person)
  expect((await here.ask(lookAtLink, { body: { token: first } })).json()).toMatchObject({ code: 'link-spent' })
  here.at('2026-12-24T00:00:00Z')
  expect((await here.ask(lookAtLink, { body: { token: second } })).json()).toMatchObject({ code: 'link-spent' })
  later()
})

test('five guesses at one password, then a wait, wherever they come from', async () => {
  await personWithPassword('guessed@jura.example')
  later()
  const codes = []
  for (let n = 0; n < 6; n += 1)
    codes.push(
      (await browser().ask(signIn, { mail: 'guessed@jura.example', password: `guess ${n} of many` })).statusCode,
    )
  expect(codes.slice(0, 5).every((status) => status === 401 || status === 409)).toBe(true)
  expect(codes[5]).toBe(429)
})

test('the second factor: set up, asked for at sign-in, replaced by a paper code once, given up', async () => {
  await personWithPassword('two@jura.example')
  const page = browser()
  await page.ask(signIn, { mail: 'two@jura.example', password: PASSWORD })
  expect((await page.ask(enableTwoFactor, { password: 'not the password' })).json()).toMatchObject({
    code: 'password-wrong',
  })
  const { totp_uri, backup_codes } = (await page.ask(enableTwoFactor, { password: PASSWORD })).json<{
    totp_uri: string
    backup_codes: string[]
  }>()
  expect((await page.ask(verifyTotp, { code: totp(totp_uri) })).statusCode).toBe(204)
  expect((await page.ask(whoAmI)).json()).toMatchObject({ two_factor: true })
  later()
  const other = browser()
  expect((await other.ask(signIn, { mail: 'two@jura.example', password: PASSWORD })).json()).toEqual({
    second_factor: true,
  })
  expect((await other.ask(whoAmI)).statusCode).toBe(401)
  expect((await other.ask(verifyTotp, { code: '000000' })).json()).toMatchObject({ code: 'second-factor-wrong' })
  expect((await other.ask(verifyTotp, { code: totp(totp_uri) })).statusCode).toBe(204)
  expect((await other.ask(whoAmI)).statusCode).toBe(200)
  const third = browser()
  await third.ask(signIn, { mail: 'two@jura.example', password: PASSWORD })
  expect((await third.ask(verifyBackupCode, { code: backup_codes[0] })).statusCode).toBe(204)
  later()
  const fourth = browser()
  await fourth.ask(signIn, { mail: 'two@jura.example', password: PASSWORD })
  expect((await fourth.ask(verifyBackupCode, { code: backup_codes[0] })).json()).toMatchObject({
    code: 'second-factor-wrong',
  })
  expect(
    (await page.ask(newBackupCodes, { password: PASSWORD })).json<{ backup_codes: string[] }>().backup_codes,
  ).toHaveLength(10)
  expect((await page.ask(disableTwoFactor, { password: PASSWORD })).statusCode).toBe(204)
})

test('a new password ends every other session; an edited address is the next login; an ended person is out at once', async () => {
  const person = await personWithPassword('change@jura.example')
  const [page, other] = [browser(), browser()]
  for (const each of [page, other]) await each.ask(signIn, { mail: 'change@jura.example', password: PASSWORD })
  expect(
    (await page.ask(changePassword, { password: PASSWORD, new_password: 'un autre cadran, plus bleu' })).statusCode,
  ).toBe(204)
  expect((await other.ask(whoAmI)).statusCode).toBe(401)
  expect((await page.ask(whoAmI)).statusCode).toBe(200)
  const edited = await here.ask(editPerson, {
    key: adminKey,
    params: { person },
    body: { mail: 'changed@jura.example' },
    headers: { 'if-match': '"2"' },
  })
  expect(edited.json()).toMatchObject({ mail: 'changed@jura.example', version: 3 })
  later()
  expect(
    (await browser().ask(signIn, { mail: 'changed@jura.example', password: 'un autre cadran, plus bleu' })).statusCode,
  ).toBe(200)
  const key = await here.keyOf(person)
  const ended = await here.ask(endPerson, { key: adminKey, params: { person }, headers: { 'if-match': '"3"' } })
  expect(ended.json()).toMatchObject({ name: '—', mail: null, has_account: false })
  expect((await page.ask(whoAmI)).statusCode).toBe(401)
  expect((await here.ask(whoAmI, { key })).statusCode).toBe(401)
  later()
  expect(
    (await browser().ask(signIn, { mail: 'changed@jura.example', password: 'un autre cadran, plus bleu' })).statusCode,
  ).not.toBe(200)
})

test('the first administrator gets a link until a password is set; the machine’s own key is kept while it is good', async () => {
  const { db } = here.database
  const options = {
    db,
    clock: () => new Date('2026-11-23T12:00:00Z'),
    site: async () => ({ operator_id: here.organisations.operator, zone: 'Europe/Paris' }),
  }
  const held = await localKey(options, null)
  expect(await localKey(options, held)).toBe(held)
  expect(await localKey({ ...options, clock: () => new Date('2027-11-10T12:00:00Z') }, held)).not.toBe(held)
  expect(await localKey(options, `ves_${'x'.repeat(43)}`)).not.toBe(held)
  later()
  expect((await here.ask(whoAmI, { key: held ?? '' })).json()).toMatchObject({ kind: 'key', roles: ['admin'] })
  const link = await firstAdministratorLink(options, new URL('http://127.0.0.1:7300'))
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:7300\/sign-in#link=ves_[\w-]{43}$/)
  const token = link?.split('#link=')[1] ?? ''
  expect((await here.ask(useLink, { body: { token, password: PASSWORD } })).json()).toMatchObject({
    code: 'mail-missing',
  })
  expect(
    (await here.ask(useLink, { body: { token, password: PASSWORD, mail: 'admin@vesontio.example' } })).statusCode,
  ).toBe(200)
  expect(await firstAdministratorLink(options, new URL('http://127.0.0.1:7300'))).toBeNull()
})
