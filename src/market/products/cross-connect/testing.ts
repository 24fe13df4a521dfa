import { sql } from 'kysely'
import { claimsOfLines } from '../../claim/store.ts'
import type { LineAsked, OrderAsked } from '../../contract.ts'
import { insertSteps, stepsOf } from '../../delivery/store.ts'
import { labelOf } from '#fibre'
import { inTransaction } from '#postgres'
import { insertLetter } from '../../letter/issue/store.ts'
import { changeLine, findOrder, insertLine, insertOrder, linesOf, numberInYear } from '../../order/store.ts'
import { changeService } from '../../service/store.ts'
import { theSite } from '../../store.ts'
import { changeWork, insertProof, listWorkRows } from '../../work-order/store.ts'
import { type Hall, spaceAsked } from '../rack-space/testing.ts'
import { ceaseSteps } from './steps.ts'
import type { CrossConnectParameters } from './parameters.ts'

type Asked = Partial<CrossConnectParameters> & Pick<CrossConnectParameters, 'a' | 'z'>

export const connectLine = (asked: Asked): LineAsked => ({
  product: 'cross-connect',
  parameters: { media: 'fibre-duplex', pay: 'rent', payer: 'a', ...asked },
})

/** An order for a duplex fibre, but for what is said. */
export const connectAsked = (asked: Asked, organisation = 'jurassix'): OrderAsked => ({
  organisation,
  quote: 'subject-to-availability',
  together: false,
  // A public body signs with it; it does no harm to the others.
  engagement_number: 'EJ-2026-1',
  lines: [connectLine(asked)],
})

/** A rack in this row, and a cross-connect from it to there, in one order. */
export const rackAndConnect = (
  row: string,
  z: CrossConnectParameters['z'],
  of: Partial<CrossConnectParameters> & { readonly organisation?: string } = {},
): OrderAsked => {
  const { organisation = 'jurassix', ...parameters } = of
  const space = spaceAsked({ size: row === '3' ? 'quarter' : 'half', watts: 300, place: { row } })
  return { ...space, organisation, lines: [...space.lines, connectLine({ a: { line: 1 }, z, ...parameters })] }
}

export const lineAt = async (hall: Pick<Hall, 'db'>, number: string, position = 1) => {
  const order = await findOrder(hall.db, number)
  const line = order ? (await linesOf(hall.db, [order.id])).find((one) => one.position === position) : undefined
  if (!order || !line) throw new Error(`no line ${position} of ${number}`)
  return { order, line, steps: await stepsOf(hall.db, [line.id]), holds: await claimsOfLines(hall.db, [line.id]) }
}

/** What a line holds, as people read it: `end-a R1-P01/01`. */
export const heldBy = async (hall: Pick<Hall, 'db'>, number: string, position = 1): Promise<readonly string[]> =>
  (await lineAt(hall, number, position)).holds.map(({ kind, label }) => `${kind} ${label}`)

/** The other side's letter for one of its positions, as its own route writes it. */
export const letterOf = (
  hall: Pick<Hall, 'db' | 'now'>,
  of: {
    readonly panel: string
    readonly position: number
    readonly to?: string
    readonly lineId?: string
    readonly expiresOn?: string
  },
): Promise<string> =>
  inTransaction(hall.db, async (tx) => {
    const site = await theSite(tx)
    const { rows } = await sql<{
      id: string
      connector: string
      media: string
      positions: number
      owner: string
      company: string
    }>`
      select p.id, p.connector, p.media, p.positions, p.owner_id as owner, o.id as company
      from fibre.panel_card p cross join people.organisation_card o where p.handle = ${of.panel} and o.handle = ${of.to ?? 'jurassix'}`.execute(
      tx,
    )
    const [panel] = rows
    if (!panel) throw new Error(`no panel ${of.panel}`)
    const number = await numberInYear(tx, site, 'L', hall.now)
    await insertLetter(tx, {
      siteId: site.id,
      number,
      issuerId: panel.owner,
      organisationId: panel.company,
      panel: { id: panel.id, handle: of.panel, connector: panel.connector, media: panel.media },
      position: of.position,
      label: labelOf({ handle: of.panel, positions: panel.positions }, of.position),
      expiresOn: of.expiresOn ?? '2027-01-31',
      forLineId: of.lineId ?? null,
      issuedBy: null,
      now: hall.now,
    })
    return number
  })

/** The site's people do what work orders ask; light meters read `dbm`, losses lie in the middle of what is allowed. */
export const doWorkAt = async (hall: Hall, dbm = -70): Promise<readonly string[]> => {
  const { rows } = await listWorkRows(hall.db, { state: null, open: true, before: null, limit: 100 })
  for (const work of rows) {
    for (const need of work.needs.filter((one) => one.required)) {
      const middle = ((need.min ?? 0) + (need.max ?? 0)) / 2
      await insertProof(hall.db, work.id, {
        need,
        text: need.kind === 'reading' ? null : (need.equals ?? 'seen'),
        value: need.kind === 'reading' ? (need.unit === 'dBm' ? dbm : middle) : null,
        fileId: null,
        by: hall.technicians[0],
        takenAt: hall.now,
        now: hall.now,
      })
    }
    await changeWork(hall.db, work.id, {
      state: 'done',
      done: { by: hall.technicians[0], at: hall.now },
      ...(work.second_person ? { confirmed: { by: hall.technicians[1], at: hall.now } } : {}),
    })
  }
  return rows.map((work) => work.what.what.code)
}

/** Notice was given and has run out: the order that takes the service down, as its route writes it. */
export const cease = async (hall: Pick<Hall, 'db' | 'now'>, number: string): Promise<string> => {
  const { order, line } = await lineAt(hall, number)
  const site = await theSite(hall.db)
  const serviceId = line.service_id ?? ''
  return inTransaction(hall.db, async (tx) => {
    await changeLine(tx, line.id, { state: 'in-service' })
    await changeService(tx, serviceId, { state: 'in-service' })
    await changeService(tx, serviceId, { state: 'notice-given' })
    const made = await insertOrder(tx, site, {
      organisationId: order.organisation_id,
      kind: 'cease',
      draftedBy: null,
      now: hall.now,
      asked: { together: false },
    })
    const own = { orderId: made.id, position: 1, product: 'cross-connect', parameters: {}, serviceId }
    const id = await insertLine(tx, { ...own, does: 'cease' })
    await insertSteps(tx, id, ceaseSteps)
    await changeLine(tx, id, { state: 'quoted' })
    await changeLine(tx, id, { state: 'accepted' })
    return made.number
  })
}
