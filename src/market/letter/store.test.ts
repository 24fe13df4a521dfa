import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId, turn } from '#kernel'
import { inTransaction, violated } from '#postgres'
import { testDatabase } from '#postgres/testing'
import { expiry } from '../delivery/reconcile.ts'
import { judge } from '../judge.ts'
import { type Bench, layBench } from '../testing.ts'
import { bindLetter, consentOf, letterByCode, letterFor, requestConsent, useLetter } from './store.ts'
import { type Carrier, addCarrier, issuedLetter, signedLine } from './testing.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let bench: Bench
let carrier: Carrier
beforeAll(async () => {
  database = await testDatabase()
  bench = await layBench(database.db, { all: 1, prewired: 1 })
  carrier = await addCarrier(bench, 'carrier')
})
afterAll(() => database.close())

const DAY_MS = 86_400_000
const inDays = (days: number): Date => new Date(bench.now.getTime() + days * DAY_MS)
const ask = (code: string, organisationId = bench.isp, now = bench.now) =>
  letterFor(bench.db, { siteId: bench.site, code, organisationId, now })
const consent = (lineId: string, organisationId = bench.isp, now = bench.now) =>
  consentOf(bench.db, { siteId: bench.site, lineId, otherId: carrier.id, organisationId, now })
const claimOf = async (position: number) =>
  (
    await sql<{
      letter_id: string | null
      line_id: string | null
      service_id: string | null
      given_back_at: Date | null
    }>`
      select letter_id, line_id, service_id, given_back_at from market.claim where thing_id = ${carrier.panel.id}
        and span @> ${position}::int8 order by given_back_at nulls first`.execute(bench.db)
  ).rows[0]
/** Differences that letters make; the lines here were signed without the steps of a delivery. */
const letterDifferences = async () =>
  (await judge(bench.db, bench.now)).filter(({ what }) => /letter|nobody|twice/.test(what))

test('a letter holds its position, is found by its company alone, and is used once: one of two lines at one instant', async () => {
  const letter = await issuedLetter(bench, { from: carrier, to: bench.isp, position: 1 })
  expect(letter.number).toMatch(/^BES-L-2026-0000\d$/)
  expect(await claimOf(1)).toMatchObject({ letter_id: letter.id, given_back_at: null })
  await expect(
    issuedLetter(bench, { from: carrier, to: bench.townHall, position: 1 }).catch((thrown: unknown) => {
      throw new Error(violated(thrown) ?? 'not refused')
    }),
  ).rejects.toThrow('sold_once')
  const told = {
    letterId: letter.id,
    kind: 'letter',
    panel: 'm-carrier',
    position: 1,
    connector: 'SC-APC',
    media: 'os2',
  }
  expect(await ask(letter.code.toLowerCase().replaceAll('-', ' '))).toMatchObject({ ok: true, value: told })
  expect(await ask(letter.number)).toMatchObject({ ok: true, value: told })
  // Another company hears what it would hear of a code that never was.
  const never = await ask('00000-00000-00000-00000-00000')
  expect(never).toEqual({ ok: false, refusal: { code: 'letter-unknown' } })
  expect([await ask(letter.code, bench.townHall), await ask(letter.number, bench.townHall)]).toEqual([never, never])

  const [one, two, foreign] = [
    await signedLine(bench, bench.isp),
    await signedLine(bench, bench.isp),
    await signedLine(bench, bench.townHall),
  ]
  const use = (lineId: string) =>
    inTransaction(bench.db, (tx) => useLetter(tx, { letterId: letter.id, lineId, now: bench.now }))
  expect(await use(foreign.lineId)).toEqual({ ok: false, refusal: { code: 'letter-unknown' } })
  const used = await Promise.all([use(one.lineId), use(two.lineId)])
  expect(used.filter((each) => each.ok)).toEqual([{ ok: true, value: 'used' }])
  expect(used.filter((each) => !each.ok)).toEqual([{ ok: false, refusal: { code: 'letter-used' } }])
  const winner = used[0].ok ? one : two
  expect(await claimOf(1)).toEqual({
    letter_id: null,
    line_id: winner.lineId,
    service_id: winner.serviceId,
    given_back_at: null,
  })
  expect(await use(winner.lineId)).toEqual({ ok: true, value: 'used' })
  expect(await consent(winner.lineId)).toMatchObject(told)
  expect(await ask(letter.code)).toEqual({ ok: false, refusal: { code: 'letter-used' } })
  expect(await letterDifferences()).toEqual([])
})

test('an expired letter is refused and gives its position back; the doctor sees what would be lost or leaked', async () => {
  const letter = await issuedLetter(bench, { from: carrier, to: bench.isp, position: 2, expiresOn: '2026-11-24' })
  const line = await signedLine(bench, bench.isp)
  expect(await ask(letter.code, bench.isp, inDays(1))).toMatchObject({ ok: true })
  expect(await ask(letter.code, bench.isp, inDays(2))).toEqual({
    ok: false,
    refusal: { code: 'letter-expired', expires_on: '2026-11-24' },
  })
  expect(await useLetter(bench.db, { letterId: letter.id, lineId: line.lineId, now: inDays(2) })).toMatchObject({
    refusal: { code: 'letter-expired' },
  })
  const release = async (now: Date) => turn(expiry({ db: bench.db, clock: () => now }), new AbortController().signal)
  await release(inDays(1))
  expect(await claimOf(2)).toMatchObject({ letter_id: letter.id, given_back_at: null })
  await release(inDays(2))
  expect((await claimOf(2))?.given_back_at).toEqual(inDays(2))
  expect(await letterDifferences()).toEqual([])
  // Behind its back: given back too early, and kept after a revocation.
  const early = await issuedLetter(bench, { from: carrier, to: bench.isp, position: 2 })
  await sql`update market.claim set given_back_at = ${bench.now} where letter_id = ${early.id}`.execute(bench.db)
  const kept = await issuedLetter(bench, { from: carrier, to: bench.isp, position: 3 })
  await sql`update market.letter set revoked_at = ${bench.now} where id = ${kept.id}`.execute(bench.db)
  expect((await letterDifferences()).map(({ kind, subject }) => [kind, subject])).toEqual([
    ['lost', early.number],
    ['leaked', kept.number],
  ])
  await sql`update market.letter set revoked_at = ${bench.now} where id = ${early.id}`.execute(bench.db)
  await sql`update market.claim set given_back_at = ${bench.now} where letter_id = ${kept.id}`.execute(bench.db)
  expect(await ask(kept.code)).toEqual({ ok: false, refusal: { code: 'letter-revoked' } })
})

test('consent to a line: asked for once, given by the letter that answers it or by a standing consent, lowest free position first', async () => {
  const line = await signedLine(bench, bench.isp)
  expect(await consent(line.lineId)).toBeNull()
  const asking = {
    siteId: bench.site,
    lineId: line.lineId,
    otherId: carrier.id,
    organisationId: bench.isp,
    now: bench.now,
    media: 'os2',
    orderNumber: line.order,
  }
  await requestConsent(bench.db, asking)
  await requestConsent(bench.db, asking)
  const { rows: mails } = await sql<{
    subject: string
  }>`select subject from floor.mail where recipient = 'noc@carrier.example'`.execute(bench.db)
  expect(mails).toEqual([{ subject: 'isp asks to connect to your panel' }])

  const standing = newId()
  await sql`insert into market.standing_consent (id, site_id, issuer_id, panel_id, positions, any_company, until_date, given_at)
    values (${standing}, ${bench.site}, ${carrier.id}, ${carrier.panel.id}, '[3,6)', false, '2026-12-31', ${bench.now})`.execute(
    bench.db,
  )
  expect(await consent(line.lineId)).toBeNull()
  await sql`insert into market.standing_consent_company (consent_id, organisation_id) values (${standing}, ${bench.isp})`.execute(
    bench.db,
  )
  const held = await issuedLetter(bench, { from: carrier, to: bench.townHall, position: 3 })
  expect(await consent(line.lineId)).toMatchObject({ letterId: null, kind: 'standing', position: 4 })
  expect(await consent(line.lineId, bench.isp, inDays(60))).toBeNull()
  expect(await consentOf(bench.db, { ...asking, media: 'cat6a' })).toBeNull()
  // What the line took stays its own, also where a lower one comes free.
  await sql`insert into market.claim (id, site_id, line_id, kind, thing_id, span, label, held_at)
    values (${newId()}, ${bench.site}, ${line.lineId}, 'panel-position', ${carrier.panel.id}, '[5,6)', 'm-carrier/05', ${bench.now})`.execute(
    bench.db,
  )
  await sql`update market.claim set given_back_at = ${bench.now} where letter_id = ${held.id}`.execute(bench.db)
  await sql`update market.letter set revoked_at = ${bench.now} where id = ${held.id}`.execute(bench.db)
  expect(await consent(line.lineId)).toMatchObject({ position: 5 })
  const other = await signedLine(bench, bench.isp)
  expect(await consent(other.lineId)).toMatchObject({ position: 3 })

  const letter = await issuedLetter(bench, { from: carrier, to: bench.isp, position: 9, forLineId: line.lineId })
  expect(await consent(line.lineId)).toMatchObject({ letterId: letter.id, position: 9 })
  expect(await consent(other.lineId)).toMatchObject({ kind: 'standing' })
  // A letter that answers one line is not another's, until that line is over.
  const use = () => useLetter(bench.db, { letterId: letter.id, lineId: other.lineId, now: bench.now })
  expect(await bindLetter(bench.db, { letterId: letter.id, lineId: other.lineId })).toMatchObject({
    refusal: { code: 'letter-used' },
  })
  expect(await use()).toEqual({ ok: false, refusal: { code: 'letter-used' } })
  await sql`update market.line set unwinding = true where id = ${line.lineId}`.execute(bench.db)
  expect(await bindLetter(bench.db, { letterId: letter.id, lineId: other.lineId })).toEqual({
    ok: true,
    value: 'bound',
  })
  expect(await consent(other.lineId)).toMatchObject({ letterId: letter.id })
  expect(await use()).toEqual({ ok: true, value: 'used' })
  expect(await letterByCode(bench.db, letter.code)).toMatchObject({ used_line_id: other.lineId })
})
