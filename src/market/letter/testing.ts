import { sql } from 'kysely'
import { newId } from '#kernel'
import { inTransaction } from '#postgres'
import { insertLine, insertOrder, numberInYear } from '../order/store.ts'
import { insertService, termsOf } from '../service/store.ts'
import { theSite } from '../store.ts'
import type { Bench } from '../testing.ts'
import { insertLetter } from './issue/store.ts'

/** A carrier with a panel of its own in the meet-me room, and somebody there who may issue letters. */
export interface Carrier {
  readonly id: string
  readonly handle: string
  readonly person: string
  readonly panel: { readonly id: string; readonly handle: string; readonly connector: string; readonly media: string }
}

export const addCarrier = async (
  bench: Pick<Bench, 'db' | 'site'>,
  handle: string,
  rights: readonly string[] = ['loa'],
): Promise<Carrier> => {
  const { db, site } = bench
  const [id, person, panel] = [newId(), newId(), newId()]
  await sql`insert into people.organisation (id, handle, name, kinds, country, language, created_at)
    values (${id}, ${handle}, ${handle}, array['carrier'], 'FR', 'en', '2026-01-01')`.execute(db)
  await sql`insert into people.person (id, organisation_id, name, mail, language, created_at)
    values (${person}, ${id}, 'A carrier’s person', ${`noc@${handle}.example`}, 'en', '2026-01-01')`.execute(db)
  for (const right of rights)
    await sql`insert into people.authorisation (id, person_id, "right", from_date, created_at)
      values (${newId()}, ${person}, ${right}, '2026-01-01', '2026-01-01')`.execute(db)
  const name = `m-${handle}`
  await sql`insert into fibre.panel (id, site_id, handle, room_id, rack_id, top_u, connector, media, positions, owner_id)
    select ${panel}, ${site}, ${name}, room_id, id, 20, 'SC-APC', 'os2', 24, ${id} from facility.rack where site_id = ${site} limit 1`.execute(
    db,
  )
  return { id, handle, person, panel: { id: panel, handle: name, connector: 'SC-APC', media: 'os2' } }
}

/** A signed line of this organisation, with its service: what stands before a letter is asked for. */
export const signedLine = (
  bench: Pick<Bench, 'db' | 'now'>,
  organisationId: string,
  product = 'exchange-port',
): Promise<{ readonly lineId: string; readonly serviceId: string; readonly service: string; readonly order: string }> =>
  inTransaction(bench.db, async (tx) => {
    const site = await theSite(tx)
    const order = await insertOrder(tx, site, {
      organisationId,
      kind: 'new',
      asked: { together: false },
      draftedBy: null,
      now: bench.now,
    })
    const service = await insertService(tx, site, {
      code: 'XC',
      product,
      organisationId,
      parameters: {},
      item: null,
      setupCents: 0,
      monthlyMicroEuros: 0,
      terms: await termsOf(tx, site.id, organisationId),
      now: bench.now,
    })
    const lineId = await insertLine(tx, {
      orderId: order.id,
      position: 1,
      does: 'create',
      product,
      parameters: {},
      serviceId: service.id,
      state: 'accepted',
    })
    return { lineId, serviceId: service.id, service: service.number, order: order.number }
  })

/** A letter as the route writes it, without asking who may. */
export const issuedLetter = (
  bench: Pick<Bench, 'db' | 'now'>,
  of: {
    readonly from: Carrier
    readonly to: string
    readonly position: number
    readonly expiresOn?: string
    readonly forLineId?: string
  },
): Promise<{ readonly id: string; readonly number: string; readonly code: string }> =>
  inTransaction(bench.db, async (tx) => {
    const site = await theSite(tx)
    const number = await numberInYear(tx, site, 'L', bench.now)
    const id = await insertLetter(tx, {
      siteId: site.id,
      number,
      issuerId: of.from.id,
      organisationId: of.to,
      panel: of.from.panel,
      position: of.position,
      label: `${of.from.panel.handle}/${String(of.position).padStart(2, '0')}`,
      expiresOn: of.expiresOn ?? '2027-01-22',
      forLineId: of.forLineId ?? null,
      issuedBy: of.from.person,
      now: bench.now,
    })
    const { rows } = await sql<{ code: string }>`select code from market.letter where id = ${id}`.execute(tx)
    return { id, number, code: rows[0]?.code ?? '' }
  })
