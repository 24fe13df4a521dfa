import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  importServices,
  listTakenConsents,
  revokeTakenConsent,
  showService,
  type TakenConsentWire,
} from '#market/contract'
import type { TestServer } from '../../src/server/testing.ts'
import { testHouse } from '../../src/testing-house.ts'

let here: TestServer
const keys = { admin: '', carrier: '', reader: '', other: '' }
const idOf = async (handle: string): Promise<string> => {
  const { rows } = await sql<{ id: string }>`select id from people.organisation where handle = ${handle}`.execute(
    here.database.db,
  )
  return rows[0]?.id ?? ''
}
beforeAll(async () => {
  here = await testHouse()
  here.at('2026-12-01T07:00:00Z')
  const carrier = await idOf('rhin-rhone-transit')
  keys.admin = await here.keyOf(await here.addPerson({ organisation: here.organisations.operator, roles: ['admin'] }))
  keys.carrier = await here.keyOf(await here.addPerson({ organisation: carrier, rights: ['loa'], name: 'Carrier' }))
  keys.reader = await here.keyOf(await here.addPerson({ organisation: carrier, rights: ['visit'], name: 'Reader' }))
  keys.other = await here.keyOf(
    await here.addPerson({ organisation: await idOf('alpes-longue-distance'), rights: ['loa'], name: 'Other' }),
  )
  const content = (await readFile('sites/besancon/take-over/services.csv')).toString('base64')
  const body = { file_name: 'services.csv', content_base64: content, keep_good: true }
  const answer = await here.ask(importServices, { key: keys.admin, body })
  expect([answer.statusCode, answer.statusCode === 200 ? '' : answer.body]).toEqual([200, ''])
}, 240_000)
afterAll(() => here.close())

const listed = async (key: string): Promise<readonly TakenConsentWire[]> =>
  (await here.ask(listTakenConsents, { key })).json<{ items: readonly TakenConsentWire[] }>().items
const revoke = async (key: string, taken: string, dryRun = false) =>
  here.ask(revokeTakenConsent, { key, params: { taken }, body: { dry_run: dryRun } })

test('whose panel is reached reads who was connected there before, by which line of which file, and gives thirty days’ notice', async () => {
  const own = await listed(keys.carrier)
  expect(own.length).toBeGreaterThan(0)
  expect([...new Set(own.map(({ issuer }) => issuer.handle))]).toEqual(['rhin-rhone-transit'])
  const first = own.find(({ label }) => label === 'M3-P01/01')
  expect(first).toMatchObject({
    company: { handle: 'scierie-levier' },
    state: 'in-service',
    file_name: 'services.csv',
    file_line: 19,
    revoked_at: null,
    may_revoke: true,
  })
  const taken = first?.service ?? ''
  expect((await listed(keys.other)).map(({ service }) => service)).not.toContain(taken)
  expect((await listed(keys.admin)).length).toBeGreaterThan(own.length)
  expect((await listed(keys.reader)).every(({ may_revoke: may }) => !may)).toBe(true)
  expect((await revoke(keys.other, taken)).statusCode).toBe(404)
  expect((await revoke(keys.admin, taken)).statusCode).toBe(403)

  const told = { how: 'notice', service: taken, ends_on: '2026-12-31', notice_days: 30 }
  expect((await revoke(keys.carrier, taken, true)).json()).toEqual(told)
  const state = async () =>
    (await here.ask(showService, { key: keys.admin, params: { service: taken } })).json<object>()
  expect(await state()).toMatchObject({
    state: 'in-service',
    ends_on: null,
    other_side: { by: 'taken-over', organisation: { handle: 'rhin-rhone-transit' }, letter: null, revoked: false },
  })
  expect((await revoke(keys.carrier, taken)).json()).toEqual(told)
  expect(await state()).toMatchObject({ state: 'notice-given', ends_on: '2026-12-31', early_end_cents: 0 })
  expect((await listed(keys.carrier)).find(({ service }) => service === taken)).toMatchObject({
    state: 'notice-given',
    ends_on: '2026-12-31',
    may_revoke: false,
    revoked_at: '2026-12-01T07:00:00.000Z',
  })
  expect((await revoke(keys.carrier, taken)).json()).toMatchObject({ code: 'letter-revoked' })
  // Told to the company; its payer does not take back what the other side has given notice of.
  const { rows } = await sql<{ name: string }>`select name from floor.journal where subject_id = ${taken} and at = '2026-12-01T07:00:00Z'`.execute(here.database.db) // prettier-ignore
  expect(rows.filter(({ name }) => name === 'taken-consent-revoked')).toHaveLength(2)
}, 120_000)
