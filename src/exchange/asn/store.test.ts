import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '#postgres/testing'
import { layExchange, type Bench } from '../testing.ts'
import { asnState, attestAsn, declareAsn, proveAsn, sendAsnCode, setAsnContact } from './store.ts'

let database: TestDatabase
let bench: Bench
beforeEach(async () => {
  database = await testDatabase()
  bench = await layExchange(database.db)
})
afterEach(() => database.close())

const ASN = 64505
const of = (later_s = 0) => ({ siteId: bench.site.id, asn: ASN, now: new Date(bench.now.getTime() + later_s * 1000) })
const declare = (organisationId: string, later_s = 0, asSet: string | null = null) =>
  declareAsn(database.db, { ...of(later_s), organisationId, asSet })
const mails = async () =>
  (
    await sql<{
      recipient: string
      subject: string
      body: string
    }>`select recipient, subject, body from floor.mail order by written_at`.execute(database.db)
  ).rows
const mailedCode = async () => (await mails()).at(-1)?.body.match(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/)?.[0] ?? ''
const declaredWithContact = async () => {
  await declare(bench.jura)
  await setAsnContact(database.db, { ...of(), mail: 'noc@jura.example', source: 'RIPE aut-num AS64505' })
}
const DAY_S = 86_400

test('a number is declared once; the same again changes nothing but its AS-SET', async () => {
  expect(await asnState(database.db, of())).toBeNull()
  expect(await declare(bench.jura)).toMatchObject({
    ok: true,
    value: { asn: ASN, organisationId: bench.jura, provedAt: null },
  })
  expect(await declare(bench.jura, 0, 'AS-JURA')).toMatchObject({ ok: true, value: { asSet: 'AS-JURA' } })
  expect(await declare(bench.jura)).toMatchObject({ ok: true, value: { asSet: 'AS-JURA' } })
})

test('another organisation’s number is refused, until nobody has cared for it in a month', async () => {
  await declare(bench.jura)
  expect(await declare(bench.doubs)).toMatchObject({ ok: false, refusal: { code: 'asn-of-another', asn: ASN } })
  expect(await declare(bench.doubs, 31 * DAY_S)).toMatchObject({ ok: true, value: { organisationId: bench.doubs } })
})

test('a proved number is never given away', async () => {
  await declare(bench.jura)
  await attestAsn(database.db, { ...of(), reason: 'a letter signed by its administrator' })
  expect(await declare(bench.doubs, 400 * DAY_S)).toMatchObject({ ok: false, refusal: { code: 'asn-of-another' } })
})

test('two who declare one number at one moment: one has it', async () => {
  const both = await Promise.all([declare(bench.jura), declare(bench.doubs)])
  expect(both.filter(({ ok }) => ok)).toHaveLength(1)
})

test('the code is mailed in both languages, and only its digest is kept', async () => {
  await declaredWithContact()
  expect(await sendAsnCode(database.db, of())).toMatchObject({
    ok: true,
    value: { sent: true, to: 'noc@jura.example' },
  })
  const [mail] = await mails()
  expect(mail?.recipient).toBe('noc@jura.example')
  expect(mail?.subject).toContain('AS64505')
  expect(mail?.body).toContain('point d’échange')
  expect(mail?.body).toContain('internet exchange')
  const { rows } = await sql<{ row: string }>`select row_to_json(a)::text as row from exchange.asn a`.execute(
    database.db,
  )
  expect(rows.map(({ row }) => row).join()).not.toContain(await mailedCode())
})

test('a code is not sent to nobody, nor twice in a row', async () => {
  expect(await sendAsnCode(database.db, of())).toMatchObject({ ok: false, refusal: { code: 'asn-unknown' } })
  await declare(bench.jura)
  expect(await sendAsnCode(database.db, of())).toMatchObject({ ok: false, refusal: { code: 'asn-contact-unknown' } })
  await setAsnContact(database.db, { ...of(), mail: 'noc@jura.example', source: 'RIPE' })
  await sendAsnCode(database.db, of())
  expect(await sendAsnCode(database.db, of())).toMatchObject({ ok: true, value: { sent: false } })
  expect(await sendAsnCode(database.db, { ...of(10), again: true })).toMatchObject({
    ok: false,
    refusal: { code: 'code-just-sent' },
  })
  expect(await mails()).toHaveLength(1)
  expect(await sendAsnCode(database.db, { ...of(301), again: true })).toMatchObject({ ok: true, value: { sent: true } })
  expect(await mails()).toHaveLength(2)
})

test('the code proves control, however it is typed', async () => {
  await declaredWithContact()
  await sendAsnCode(database.db, of())
  const code = (await mailedCode()).toLowerCase().replaceAll('-', ' ')
  expect(await proveAsn(database.db, { ...of(60), code })).toEqual({ ok: true, value: null })
  expect(await asnState(database.db, of())).toMatchObject({ provedHow: 'mailed-code', provedAt: of(60).now })
  expect(await proveAsn(database.db, { ...of(61), code: 'anything' })).toEqual({ ok: true, value: null })
  expect(await sendAsnCode(database.db, of(DAY_S))).toMatchObject({ ok: true, value: { sent: false } })
})

test('five wrong codes spend it, the right one comes too late', async () => {
  await declaredWithContact()
  await sendAsnCode(database.db, of())
  for (const left of [4, 3, 2, 1, 0]) {
    expect(await proveAsn(database.db, { ...of(), code: 'AAAA-AAAA-AAAA' })).toMatchObject({
      ok: false,
      refusal: { code: 'code-wrong', left },
    })
  }
  expect(await proveAsn(database.db, { ...of(), code: await mailedCode() })).toMatchObject({
    ok: false,
    refusal: { code: 'too-many-attempts' },
  })
  // The machine's own step does not hand out five more.
  expect(await sendAsnCode(database.db, of(3600))).toMatchObject({ ok: true, value: { sent: false } })
  await sendAsnCode(database.db, { ...of(3600), again: true })
  expect(await proveAsn(database.db, { ...of(3600), code: await mailedCode() })).toEqual({ ok: true, value: null })
})

test('a code of last week counts no more, and is replaced', async () => {
  await declaredWithContact()
  await sendAsnCode(database.db, of())
  const code = await mailedCode()
  expect(await proveAsn(database.db, { ...of(7 * DAY_S), code })).toMatchObject({
    ok: false,
    refusal: { code: 'code-expired' },
  })
  expect(await sendAsnCode(database.db, of(7 * DAY_S))).toMatchObject({ ok: true, value: { sent: true } })
})

test('a code that went to a former address counts no more', async () => {
  await declaredWithContact()
  await sendAsnCode(database.db, of())
  const code = await mailedCode()
  await setAsnContact(database.db, { ...of(), mail: 'hostmaster@jura.example', source: 'RIPE' })
  expect(await proveAsn(database.db, { ...of(), code })).toMatchObject({
    ok: false,
    refusal: { code: 'code-not-sent' },
  })
})

test('an operator’s word is told as such', async () => {
  await declare(bench.jura)
  await attestAsn(database.db, { ...of(), reason: 'called back at the registry’s number' })
  expect(await asnState(database.db, of())).toMatchObject({
    provedHow: 'attested',
    provedReason: 'called back at the registry’s number',
  })
  const { rows } = await sql<{
    name: string
  }>`select name from floor.journal where subject_id = 'AS64505' order by id`.execute(database.db)
  expect(rows.map(({ name }) => name)).toEqual(['asn-declared', 'asn-proved'])
})
