import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Right } from '#kernel'
import type { Actor } from '#people'
import { inTransaction } from '#postgres'
import { testDatabase } from '#postgres/testing'
import { today } from '../contract.ts'
import { judge } from '../judge.ts'
import { changeLine, turnClock } from '../order/store.ts'
import { changeService } from '../service/store.ts'
import { type Bench, actorOf, askAs, layBench, memberOf } from '../testing.ts'
import {
  checkLetter,
  endStanding,
  giveStanding,
  issueLetter,
  type LetterWire,
  letterPdf,
  listLetters,
  listPorts,
  listRequests,
  listStanding,
  revokeLetter,
  showLetter,
  type StandingWire,
} from './contract.ts'
import { consentOf, requestConsent, useLetter } from './store.ts'
import { type Carrier, addCarrier, signedLine } from './testing.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let bench: Bench
let carrier: Carrier
let rival: Carrier
beforeAll(async () => {
  database = await testDatabase()
  bench = await layBench(database.db, { all: 2, prewired: 2 })
  carrier = await addCarrier(bench, 'carrier', ['loa', 'read'])
  rival = await addCarrier(bench, 'rival')
})
afterAll(() => database.close())

const of = (one: Carrier, rights: readonly Right[] = ['loa']): Actor =>
  actorOf(one.person, new Set(), new Map([[one.id, new Set(rights)]]))
const engineer = () => actorOf(bench.technicians[0], new Set(['engineer']))
const isp = () => memberOf(bench, ['order', 'sign', 'loa'])

const issue = (body: object, as: Actor = of(carrier)) => askAs(bench, issueLetter, { as, body })
const issued = async (position: number, more: object = {}): Promise<LetterWire> => {
  const answer = await issue({ company: 'isp', panel: 'm-carrier', position, ...more })
  if (!answer?.ok) throw new Error(JSON.stringify(answer))
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the route's own answer
  return answer.value as LetterWire
}
const check = (code: string) => askAs(bench, checkLetter, { params: { code }, as: actorOf(null) })
const revoke = (letter: string, body: object = { dry_run: false }, as: Actor = of(carrier)) =>
  askAs(bench, revokeLetter, { as, params: { letter }, body })
const mailsAbout = async (subject: string) =>
  (
    await sql<{
      recipient: string
      body: string
    }>`select recipient, body from floor.mail where subject like ${subject} order by written_at`.execute(bench.db)
  ).rows
const letterDifferences = async () =>
  (await judge(bench.db, bench.now)).filter(({ what }) => /letter|nobody|twice/.test(what))

test('who may issue what: the right, the own panel, a free position, another company, a day to come', async () => {
  const asked = { company: 'isp', panel: 'm-carrier', position: 1 }
  expect(await issue(asked, of(carrier, ['order', 'sign']))).toMatchObject({ refusal: { code: 'panel-not-yours' } })
  // Another's panel and one that never was are the same answer.
  expect(await issue(asked, of(rival))).toEqual({ ok: false, refusal: { code: 'panel-not-yours', panel: 'm-carrier' } })
  expect(await issue({ ...asked, panel: 'm-none' }, of(rival))).toMatchObject({ refusal: { code: 'panel-not-yours' } })
  // The site's own people issue for the site's panels, not for a carrier's.
  expect(await issue(asked, engineer())).toMatchObject({ refusal: { code: 'panel-not-yours' } })
  expect(await issue({ company: 'isp', panel: 'm-p1', position: 1 }, engineer())).toEqual({
    ok: false,
    refusal: { code: 'position-taken', label: 'm-p1/01' },
  })
  expect(await issue({ company: 'isp', panel: 'm-p1', position: 3 }, engineer())).toMatchObject({
    ok: true,
    value: { state: 'valid', issuer: { handle: 'operator' }, label: 'm-p1/03', connector: 'LC-UPC' },
  })
  expect(await issue({ ...asked, company: 'nobody' })).toMatchObject({ refusal: { code: 'organisation-unknown' } })
  expect(await issue({ ...asked, company: 'carrier' })).toEqual({ ok: false, refusal: { code: 'letter-to-itself' } })
  expect(await issue({ ...asked, position: 25 })).toMatchObject({
    refusal: { code: 'no-such-position', positions: 24 },
  })
  expect(await issue({ ...asked, expires_on: '2026-11-22' })).toMatchObject({ refusal: { code: 'letter-expiry' } })
  expect(await issue({ ...asked, answers: { order: 'BES-O-2026-00001', position: 1 } })).toMatchObject({
    refusal: { code: 'request-unknown' },
  })

  // Two at one instant, for two companies: one of them has it.
  const both = await Promise.all([issue(asked), issue({ ...asked, company: 'town-hall' })])
  expect(both.filter((each) => each?.ok)).toHaveLength(1)
  expect(both.filter((each) => each?.ok === false)).toMatchObject([{ refusal: { code: 'position-taken' } }])
  await sql`update market.contract set letter_days = 10`.execute(bench.db)
  const letter = await issued(2)
  expect(letter).toMatchObject({
    state: 'valid',
    expires_on: '2026-12-03',
    issued_by: 'A carrier’s person',
    used: null,
    may_revoke: true,
  })
  await sql`update market.contract set letter_days = 60`.execute(bench.db)
  expect((await mailsAbout(`%${letter.number}`)).map(({ recipient }) => recipient)).toEqual([
    `${bench.signatory}@member.example`,
  ])
  expect(await askAs(bench, listPorts, { as: of(carrier) })).toMatchObject({
    value: { items: [{ panel: 'm-carrier', owner: { handle: 'carrier' }, taken: [1, 2] }], days: 60 },
  })
  expect(await letterDifferences()).toEqual([])
})

test('both parties see a letter, nobody else; its code tells anybody the state and nothing more', async () => {
  const letter = await issued(3)
  const shown = (as: Actor) => askAs(bench, showLetter, { as, params: { letter: letter.number } })
  expect([await shown(of(carrier, [])), await shown(isp()), await shown(engineer())]).toMatchObject([
    { ok: true, value: { code: letter.code } },
    { ok: true, value: { may_revoke: false } },
    { ok: true, value: { may_revoke: false } },
  ])
  expect([await shown(of(rival)), await revoke(letter.number, { dry_run: true }, of(rival))]).toEqual([null, null])
  expect(await askAs(bench, letterPdf, { as: of(rival), params: { letter: letter.number } })).toBeNull()
  expect(await revoke(letter.number, { dry_run: true }, isp())).toEqual({ ok: false, refusal: { code: 'not-allowed' } })
  const numbers = async (as: Actor, query: object) => {
    const answer = await askAs(bench, listLetters, { as, query: { limit: 50, ...query } })
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the route's own answer
    return answer?.ok ? (answer.value as { items: LetterWire[] }).items.map((each) => each.number) : []
  }
  expect(await numbers(of(carrier), { side: 'issued' })).toContain(letter.number)
  expect(await numbers(of(carrier), { side: 'received' })).toEqual([])
  expect(await numbers(isp(), { side: 'received', state: 'valid', text: letter.label })).toEqual([letter.number])
  expect(await numbers(isp(), { state: 'revoked' })).toEqual([])
  expect(await numbers(of(rival), {})).toEqual([])

  expect(await check(letter.code.toLowerCase())).toEqual({ ok: true, value: { state: 'valid' } })
  for (const other of ['00000-00000-00000-00000-00000', letter.number, '', 'x'.repeat(200)])
    expect(await check(other)).toBeNull()
  const pdf = async (language: 'fr' | 'en') => {
    const answer = await askAs(bench, letterPdf, { as: isp(), params: { letter: letter.number }, query: { language } })
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the route's own answer
    return answer?.ok ? (answer.value as { name: string; content: Uint8Array }) : null
  }
  expect((await pdf('fr'))?.name).toBe(`${letter.number}.pdf`)
  expect(Buffer.from((await pdf('en'))?.content.subarray(0, 5) ?? []).toString()).toBe('%PDF-')

  expect(await revoke(letter.number, { dry_run: true })).toMatchObject({
    value: { how: 'at-once', service: null, ends_on: null },
  })
  expect(await check(letter.code)).toEqual({ ok: true, value: { state: 'valid' } })
  expect(await revoke(letter.number)).toMatchObject({ ok: true, value: { how: 'at-once' } })
  expect(await revoke(letter.number)).toEqual({ ok: false, refusal: { code: 'letter-revoked' } })
  expect(await check(letter.code)).toEqual({ ok: true, value: { state: 'revoked' } })
  // The position is free again, at once.
  const again = await issued(3)
  expect(again.number).not.toBe(letter.number)
  bench.now = new Date(bench.now.getTime() + 61 * 86_400_000)
  expect(await check(again.code)).toEqual({ ok: true, value: { state: 'expired' } })
  bench.now = new Date(bench.now.getTime() - 61 * 86_400_000)
})

test('a line that waits is a request on the other side’s page and in its day, until a letter answers it', async () => {
  const line = await signedLine(bench, bench.isp)
  await requestConsent(bench.db, {
    siteId: bench.site,
    lineId: line.lineId,
    otherId: carrier.id,
    organisationId: bench.isp,
    now: bench.now,
    media: 'os2',
    panelId: carrier.panel.id,
    orderNumber: line.order,
  })
  const requests = async (as: Actor) => {
    const answer = await askAs(bench, listRequests, { as })
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the route's own answer
    return answer?.ok ? (answer.value as { items: object[] }).items : null
  }
  const wanted = {
    order: line.order,
    position: 1,
    company: { handle: 'isp', name: 'isp' },
    media: 'os2',
    panel: 'm-carrier',
    product: 'exchange-port',
  }
  expect(await requests(of(carrier))).toMatchObject([wanted])
  expect([await requests(of(rival)), await requests(isp())]).toEqual([[], []])
  const day = await askAs(bench, today, { as: of(carrier, ['read']) })
  expect(day).toMatchObject({
    value: { needs: [{ kind: 'letter-asked', severity: 'wait', target: { kind: 'letters', number: line.order } }] },
  })
  const answers = { order: line.order, position: 1 }
  expect(await issue({ company: 'town-hall', panel: 'm-carrier', position: 4, answers })).toMatchObject({
    refusal: { code: 'request-unknown' },
  })
  expect(await issue({ company: 'isp', panel: 'm-rival', position: 4, answers }, of(rival))).toMatchObject({
    refusal: { code: 'request-unknown' },
  })
  await sql`update market.letter_request set media = 'cat6a'`.execute(bench.db)
  expect(await issue({ company: 'isp', panel: 'm-carrier', position: 4, answers })).toMatchObject({
    refusal: { code: 'letter-media' },
  })
  await sql`update market.letter_request set media = 'os2'`.execute(bench.db)
  const letter = await issued(4, { answers })
  expect(letter.answers).toEqual(answers)
  expect(await requests(of(carrier))).toEqual([])
  expect(await issue({ company: 'isp', panel: 'm-carrier', position: 5, answers })).toMatchObject({
    refusal: { code: 'request-unknown' },
  })
  expect(
    await consentOf(bench.db, {
      siteId: bench.site,
      lineId: line.lineId,
      otherId: carrier.id,
      organisationId: bench.isp,
      now: bench.now,
    }),
  ).toMatchObject({ panel: 'm-carrier', position: 4 })

  // A letter that answers a line and is revoked before it was used: the line waits on the same page again.
  await sql`delete from market.letter_request where line_id = ${line.lineId}`.execute(bench.db)
  expect(await revoke(letter.number)).toMatchObject({ value: { how: 'at-once' } })
  expect(await requests(of(carrier))).toMatchObject([{ order: line.order, company: { handle: 'isp' } }])
  const second = await issued(4, { answers })

  // Revoked while its line is being delivered: the line is undone and its customer told, without a bill.
  await useLetter(bench.db, { letterId: await letterId(second.number), lineId: line.lineId, now: bench.now })
  await inTransaction(bench.db, (tx) => changeLine(tx, line.lineId, { state: 'delivering' }))
  expect(await revoke(second.number, { dry_run: true })).toMatchObject({
    value: { how: 'delivery', service: line.service, ends_on: null },
  })
  expect(await revoke(second.number)).toMatchObject({ ok: true })
  const { rows } = await sql`select unwinding, unwinding_why from market.line where id = ${line.lineId}`.execute(
    bench.db,
  )
  expect(rows).toEqual([
    { unwinding: true, unwinding_why: `Lettre d’autorisation ${second.number} révoquée par l’autre côté` },
  ])
  expect((await mailsAbout(`%${second.number}%`)).at(-1)?.body).toMatch(
    new RegExp(`${line.service}.*rien n’est facturé`, 's'),
  )
})

const letterId = async (number: string): Promise<string> => {
  const { rows } = await sql<{ id: string }>`select id from market.letter where number = ${number}`.execute(bench.db)
  return rows[0]?.id ?? ''
}

test('a letter with a service on it is revoked by notice: the legal day, an order that takes it down, no early end, a mail', async () => {
  const letter = await issued(6)
  const line = await signedLine(bench, bench.isp)
  expect(
    await useLetter(bench.db, { letterId: await letterId(letter.number), lineId: line.lineId, now: bench.now }),
  ).toEqual({ ok: true, value: 'used' })
  await inTransaction(bench.db, async (tx) => {
    for (const state of ['delivering', 'ready', 'in-service'] as const) await changeLine(tx, line.lineId, { state })
    await turnClock(tx, line.lineId, 'in-service', null, bench.now)
    await changeService(tx, line.serviceId, {
      state: 'in-service',
      billing: { from: '2026-11-01', reason: 'acceptance', termEnds: '2027-11-01' },
    })
    await sql`update market.service set monthly_micro_euros = 50000000, early_end_percent = 100 where id = ${line.serviceId}`.execute(
      tx,
    )
  })
  expect(await askAs(bench, showLetter, { as: isp(), params: { letter: letter.number } })).toMatchObject({
    value: { state: 'used', used: { order: line.order, position: 1, service: line.service } },
  })
  expect(await check(letter.code)).toEqual({ ok: true, value: { state: 'used' } })
  expect(await issue({ company: 'isp', panel: 'm-carrier', position: 6 })).toMatchObject({
    refusal: { code: 'position-taken' },
  })

  const told = { how: 'notice', service: line.service, ends_on: '2026-12-23', notice_days: 30 }
  expect(await revoke(letter.number, { dry_run: true })).toEqual({ ok: true, value: told })
  const service = async () =>
    (
      await sql`select state, ends_on::text as ends_on, early_end_percent from market.service where id = ${line.serviceId}`.execute(
        bench.db,
      )
    ).rows[0]
  expect(await service()).toMatchObject({ state: 'in-service' })
  expect(await revoke(letter.number)).toEqual({ ok: true, value: told })
  expect(await service()).toEqual({ state: 'notice-given', ends_on: '2026-12-23', early_end_percent: 0 })
  const { rows: cease } =
    await sql`select n.does, n.state from market.line n where n.service_id = ${line.serviceId} and n.does = 'cease'`.execute(
      bench.db,
    )
  expect(cease).toEqual([{ does: 'cease', state: 'accepted' }])
  // Its position stays the service's until it is taken down.
  expect(await issue({ company: 'isp', panel: 'm-carrier', position: 6 })).toMatchObject({
    refusal: { code: 'position-taken' },
  })
  const mail = (await mailsAbout(`%${letter.number}%`)).at(-1)
  expect(mail?.body).toMatch(new RegExp(`${line.service} prend fin le 23 décembre 2026.*aucune indemnité`, 's'))
  const { rows: journal } = await sql<{ on_behalf_of: string }>`
    select on_behalf_of from floor.journal where name = 'letter-revoked' and subject_id = ${letter.number} order by id`.execute(
    bench.db,
  )
  expect(journal.map((row) => row.on_behalf_of)).toEqual([carrier.id, bench.isp])
  expect(await letterDifferences()).toEqual([])
})

test('a standing consent is given for a group, seen by its giver alone, and ended for the future', async () => {
  const give = (body: object, as: Actor = of(carrier)) =>
    askAs(bench, giveStanding, {
      as,
      body: { panel: 'm-carrier', from_position: 10, to_position: 12, until_date: '2027-12-31', ...body },
    })
  expect(await give({}, of(rival))).toMatchObject({ refusal: { code: 'panel-not-yours' } })
  expect(await give({ from_position: 13 })).toMatchObject({ refusal: { code: 'positions-reversed' } })
  expect(await give({ to_position: 25 })).toMatchObject({ refusal: { code: 'no-such-position' } })
  expect(await give({ until_date: '2026-11-22' })).toMatchObject({ refusal: { code: 'consent-until' } })
  expect(await give({ companies: ['carrier'] })).toMatchObject({ refusal: { code: 'letter-to-itself' } })
  const given = await give({ companies: ['isp', 'isp'] })
  expect(given).toMatchObject({ value: { companies: [{ handle: 'isp' }], in_force: true } })
  if (!given?.ok) throw new Error('not given')
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the route's own answer
  const { id } = given.value as StandingWire
  const waiting = {
    siteId: bench.site,
    otherId: carrier.id,
    now: bench.now,
    lineId: (await signedLine(bench, bench.isp)).lineId,
  }
  expect(await consentOf(bench.db, { ...waiting, organisationId: bench.isp })).toMatchObject({
    kind: 'standing',
    position: 10,
  })
  expect(await consentOf(bench.db, { ...waiting, organisationId: bench.townHall })).toBeNull()
  const lists = async (as: Actor) => {
    const answer = await askAs(bench, listStanding, { as })
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the route's own answer
    return answer?.ok ? (answer.value as { items: StandingWire[] }).items.map((each) => each.id) : null
  }
  expect([await lists(of(carrier)), await lists(isp()), await lists(engineer())]).toEqual([[id], [], [id]])
  const end = (as: Actor) =>
    askAs(bench, endStanding, { as, params: { consent: id }, body: { revoke: [], dry_run: false } })
  expect([await end(of(rival)), await end(isp())]).toEqual([null, null])
  expect(await end(engineer())).toEqual({ ok: false, refusal: { code: 'not-allowed' } })
  expect(await end(of(carrier))).toMatchObject({ value: { in_force: false } })
  expect(await end(of(carrier))).toEqual({ ok: false, refusal: { code: 'consent-ended' } })
  expect(await consentOf(bench.db, { ...waiting, organisationId: bench.isp })).toBeNull()
})
