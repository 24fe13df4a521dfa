import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OperatorRole, Right } from '#kernel'
import type { Actor } from '#people'
import { listServices, showOrder, showService, ceaseService, previewOrder, handOver } from '../../contract.ts'
import { judge } from '../../judge.ts'
import {
  handOverPaid,
  issueLetter,
  type LetterWire,
  listRequests,
  revokeLetter,
  showLetter,
} from '../../letter/contract.ts'
import { signedOrder } from '../../order/testing.ts'
import { findService } from '../../service/store.ts'
import { actorOf, askAs } from '../../testing.ts'
import { drive, type Hall, layHall } from '../rack-space/testing.ts'
import { showRoute } from './contract.ts'
import { connectAsked, doWorkAt, lineAt } from './testing.ts'

let hall: Hall
let people: ReadonlyMap<string, { readonly person: string; readonly organisation: string }>
beforeAll(async () => {
  hall = await layHall()
  const { rows } = await sql<{ mail: string; person: string; organisation: string }>`
    select mail, id as person, organisation_id as organisation from people.person_card`.execute(hall.db)
  people = new Map(rows.map((row) => [row.mail.split('@')[0] ?? '', row]))
})
afterAll(() => hall.close())

const staff: readonly OperatorRole[] = ['admin']
const by = (name: string, rights: readonly Right[] = ['read', 'order', 'sign', 'loa']): Actor => {
  const one = people.get(name)
  if (!one) throw new Error(`nobody is ${name}`)
  return actorOf(one.person, new Set(), new Map([[one.organisation, new Set(rights)]]))
}
const admin = () => actorOf(hall.technicians[0], new Set(staff))
const jurassix = () => by('morgan.vuillemin')
const carrier = (rights?: readonly Right[]) => by('noa.barbier', rights)
const stranger = () => by('mael.chopard')

const ask = { z: { organisation: 'rhin-rhone-transit', panel: 'M3-P01' }, payer: 'z' } as const
const ordered = async (position: number): Promise<{ readonly order: string; readonly service: string }> => {
  const order = await signedOrder(hall, connectAsked({ a: { panel: 'R1-P01', position }, ...ask }))
  await drive(hall)
  const { rows } = await sql<{
    number: string
  }>`select s.number from market.service s join market.line l on l.service_id = s.id
    join market."order" o on o.id = l.order_id where o.number = ${order}`.execute(hall.db)
  return { order, service: rows[0]?.number ?? '' }
}
const letterBody = (order: string, position: number, pays: object | null = {}) => ({
  company: 'jurassix',
  panel: 'M3-P01',
  position,
  answers: { order, position: 1 },
  ...(pays === null ? {} : { pays }),
})
const issued = async (order: string, position: number, references: object = {}): Promise<string> => {
  const answer = await askAs(hall, issueLetter, { as: carrier(), body: letterBody(order, position, references) })
  if (!answer?.ok) throw new Error(JSON.stringify(answer))
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the route's own answer
  return (answer.value as LetterWire).number
}
const work = async (): Promise<void> => {
  for (let round = 0; round < 5; round += 1) {
    await drive(hall)
    await doWorkAt(hall)
  }
  await drive(hall)
}

test('the side that is reached pays: asked with the price, agreed in its letter by who signs for it, and billed to it', async () => {
  const { order, service } = await ordered(1)
  expect((await lineAt(hall, order)).line).toMatchObject({
    state: 'waiting',
    waiting_for: 'other-side',
    waiting_what: { code: 'payer-awaited', organisation: 'Rhin-Rhône Transit' },
  })
  // Who orders reads no price; the site's people and the payer do.
  const shown = await askAs(hall, showOrder, { as: jurassix(), params: { order } })
  expect(shown).toMatchObject({
    value: { lines: [{ prices: [], service }], totals: { monthly_cents: 0, setup_cents: 0 } },
  })
  const [price] = (await lineAt(hall, order)).line.quote?.prices ?? []
  expect(await askAs(hall, showOrder, { as: admin(), params: { order } })).toMatchObject({
    value: { lines: [{ prices: [{ item: 'xc-fibre-duplex', monthly_micro_euros: price?.monthly_micro_euros }] }] },
  })
  const dry = { ...connectAsked({ a: { panel: 'R1-P01', position: 5 }, ...ask }) }
  expect(await askAs(hall, previewOrder, { as: jurassix(), body: dry })).toMatchObject({
    value: { lines: [{ prices: [], refusal: null }], totals: { monthly_cents: 0 } },
  })
  expect(await askAs(hall, listRequests, { as: carrier() })).toMatchObject({
    value: {
      items: [
        {
          order,
          pays: { monthly_micro_euros: price?.monthly_micro_euros, terms: { billing: 'advance' }, public_body: false },
        },
      ],
    },
  })
  // The letter has to say it, and only who signs for the payer says so.
  const issue = (body: object, as: Actor) => askAs(hall, issueLetter, { as, body })
  expect(await issue(letterBody(order, 3, null), carrier())).toMatchObject({ refusal: { code: 'letter-must-pay' } })
  expect(await issue(letterBody(order, 3), carrier(['loa']))).toMatchObject({ refusal: { code: 'not-a-signatory' } })
  const { answers: _, ...unasked } = letterBody(order, 3)
  expect(await issue(unasked, carrier())).toMatchObject({ refusal: { code: 'letter-pays-unasked' } })
  // Until then nothing is the carrier's.
  expect(await askAs(hall, showService, { as: carrier(), params: { service } })).toBeNull()
  expect(await askAs(hall, showService, { as: admin(), params: { service } })).toMatchObject({
    value: { other_side: { by: 'asked', organisation: { handle: 'rhin-rhone-transit' }, letter: null } },
  })

  const letter = await issued(order, 3, { customer_reference: 'RRT-77' })
  await drive(hall)
  const seen = await findService(hall.db, service)
  expect(seen).toMatchObject({
    organisation_id: people.get('noa.barbier')?.organisation,
    monthly_micro_euros: price?.monthly_micro_euros,
    state: 'planned',
  })
  // What an invoice names is the payer's own.
  const { rows } = await sql`select customer_reference, engagement_number, paper_number from market.service_order_card
    where service_id = ${seen?.id}`.execute(hall.db)
  expect(rows).toEqual([{ customer_reference: 'RRT-77', engagement_number: null, paper_number: null }])
  await work()
  expect((await lineAt(hall, order)).line.state).toBe('ready')

  // The order is A's, the handover is the payer's.
  const accept = { params: { order, position: 1 }, body: { verdict: 'accepted' } }
  expect(await askAs(hall, handOver, { as: jurassix(), ...accept })).toMatchObject({
    refusal: { code: 'payer-accepts', service },
  })
  const say = (as: Actor) => askAs(hall, handOverPaid, { as, params: { letter }, body: { verdict: 'accepted' } })
  expect([await say(stranger()), await say(jurassix())]).toEqual([
    null,
    { ok: false, refusal: { code: 'not-allowed' } },
  ])
  expect(await askAs(hall, showLetter, { as: carrier(), params: { letter } })).toMatchObject({
    value: { may_accept: true, pays: true },
  })
  expect(await say(carrier())).toMatchObject({ ok: true, value: { may_accept: false } })
  expect(await say(carrier())).toMatchObject({ refusal: { code: 'illegal-move' } })
  await drive(hall)

  // Z sees its service and its price; A that it is there, its state and its way; a stranger nothing.
  expect(await askAs(hall, showService, { as: carrier(), params: { service } })).toMatchObject({
    value: {
      state: 'in-service',
      billing_from: '2026-11-23',
      monthly_micro_euros: price?.monthly_micro_euros,
      // Both parties of the letter know each other; whoever reads the service is one of them, or the site's people.
      other_side: { by: 'letter', organisation: { handle: 'jurassix' }, letter, letter_state: 'used', revoked: false },
    },
  })
  expect(
    await askAs(hall, listServices, { as: carrier(), query: { limit: 10, product: 'cross-connect' } }),
  ).toMatchObject({
    value: { items: [{ number: service }] },
  })
  expect(await askAs(hall, showService, { as: jurassix(), params: { service } })).toBeNull()
  const ofLetter = { params: { letter } }
  expect(await askAs(hall, showLetter, { as: jurassix(), ...ofLetter })).toMatchObject({
    value: { used: { service, state: 'in-service', ends_on: null }, pays: true, may_revoke: true },
  })
  const way = (as: Actor) => askAs(hall, showRoute, { as, params: { service } })
  expect([(await way(carrier()))?.ok, (await way(jurassix()))?.ok, await way(stranger())]).toEqual([true, true, null])
  expect([
    await askAs(hall, showLetter, { as: stranger(), ...ofLetter }),
    await askAs(hall, showService, { as: stranger(), params: { service } }),
  ]).toEqual([null, null])
  // Both read what happened: the one of its order, the other of its service.
  const told = await sql<{ kind: string; handle: string }>`
    select j.subject_kind as kind, o.handle from floor.journal j join people.organisation_card o on o.id = j.on_behalf_of
    where j.name = 'line-ready' and j.subject_id in (${order}, ${service}) order by 1`.execute(hall.db)
  expect(told.rows).toEqual([
    { kind: 'order', handle: 'jurassix' },
    { kind: 'service', handle: 'rhin-rhone-transit' },
  ])
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test('ceased by the payer; the other side, who ordered, revokes with thirty days’ notice', async () => {
  const { order, service } = await ordered(2)
  const letter = await issued(order, 4)
  await work()
  await askAs(hall, handOverPaid, { as: carrier(), params: { letter }, body: { verdict: 'accepted' } })
  await drive(hall)
  const revoke = (as: Actor, dryRun = true) =>
    askAs(hall, revokeLetter, { as, params: { letter }, body: { dry_run: dryRun } })
  // The payer ceases; its letter is what it agreed to.
  expect(await revoke(carrier())).toEqual({ ok: false, refusal: { code: 'payer-ceases', service } })
  expect(await revoke(stranger())).toBeNull()
  const cease = (as: Actor) => askAs(hall, ceaseService, { as, params: { service }, body: { dry_run: true } })
  expect(await cease(jurassix())).toBeNull()
  // The end of the term is its own contract's.
  expect(await cease(carrier())).toMatchObject({ ok: true, value: { order: null } })
  expect(await revoke(jurassix())).toMatchObject({
    value: { how: 'notice', service, ends_on: '2026-12-23', notice_days: 30 },
  })
  expect(await revoke(by('morgan.vuillemin', ['sign']), false)).toMatchObject({ ok: true })
  expect(await findService(hall.db, service)).toMatchObject({
    state: 'notice-given',
    ends_on: '2026-12-23',
    early_end_percent: 0,
  })
  const { rows } = await sql<{ recipient: string }>`select recipient from floor.mail where about_id = ${service}
    and subject like '%revo%' or subject like '%révo%'`.execute(hall.db)
  expect(rows.map(({ recipient }) => recipient)).toEqual(['noa.barbier@rhin-rhone-transit.example'])
  expect(await judge(hall.db, hall.now)).toEqual([])
})

test('a letter without the words is no consent, neither is a standing consent: both wait for the payer', async () => {
  await sql`insert into market.standing_consent (id, site_id, issuer_id, panel_id, positions, any_company, until_date, given_at)
    select gen_random_uuid(), p.site_id, p.owner_id, p.id, '[10,12]', true, '2027-12-31', ${hall.now} from fibre.panel_card p where p.handle = 'M3-P01'`.execute(
    hall.db,
  )
  const { order } = await ordered(6)
  expect((await lineAt(hall, order)).line.waiting_what).toMatchObject({ code: 'payer-awaited' })
  // A public body names its own references, or does not agree.
  await sql`update people.organisation set kinds = array_append(kinds, 'public-body') where handle = 'rhin-rhone-transit'`.execute(
    hall.db,
  )
  const issue = (references: object) =>
    askAs(hall, issueLetter, { as: carrier(), body: letterBody(order, 7, references) })
  expect(await issue({})).toMatchObject({
    refusal: { code: 'engagement-missing', missing: ['service_code', 'engagement_number'] },
  })
  expect(await issue({ service_code: 'SC-1', engagement_number: 'EJ-9' })).toMatchObject({ ok: true })
  await drive(hall)
  const { line } = await lineAt(hall, order)
  const { rows } = await sql`select s.billing, c.engagement_number, c.service_code from market.service s
    join market.service_order_card c on c.service_id = s.id where s.id = ${line.service_id}`.execute(hall.db)
  // Public bodies pay in arrears, whatever the orderer's contract says.
  expect(rows).toEqual([{ billing: 'arrears', engagement_number: 'EJ-9', service_code: 'SC-1' }])
})
