import { sql } from 'kysely'
import { type Actor, type Scope, scopeOf, sees } from '#people'
import type { Db } from '#postgres'
import { changeWireOf } from '../change/read-change.ts'
import { changedFromOf } from '../change/store.ts'
import { claimsOfLines } from '../claim/store.ts'
import type { OrderWire } from '../contract.ts'
import { type StepRow, stepsOf } from '../delivery/store.ts'
import { billingStartsOf } from '../delivery/begin-service.ts'
import { orderState } from '../move-line.ts'
import type { Site } from '../product.ts'
import { type ServiceRow, servicesById } from '../service/store.ts'
import { toldTo } from '../space/tell-customer.ts'
import { type OrganisationCard, organisationsById, personNames, within } from '../store.ts'
import { otherPays, ownTermOf, priceWire, totalsOf } from './quote.ts'
import type { InstrumentRead } from '../work-order/instrument.ts'
import { type LineRow, type OrderRow, findOrder, linesOf } from './store.ts'

type LineWire = OrderWire['lines'][number]
const iso = (at: Date | null): string | null => at?.toISOString() ?? null

export interface EvidenceRow {
  line_id: string | null
  service_id: string
  step: string
  proof: string
  value: unknown
  unit: string | null
  method: string
  source: 'measured' | 'attested' | 'declared'
  world: 'twin' | 'plant'
  by_device: string | null
  by_person: string | null
  file_id: string | null
  instrument: InstrumentRead | null
  at: Date
}
const evidenceColumns = sql`line_id, service_id, step, proof, value, unit, method, source, world, by_device, by_person, file_id, instrument, at`

export const evidenceOf = async (
  db: Db,
  of: { readonly lineIds: readonly string[]; readonly serviceId: string | null },
): Promise<readonly EvidenceRow[]> =>
  (
    await sql<EvidenceRow>`select ${evidenceColumns} from market.evidence
      where line_id = any(${[...of.lineIds]}) or service_id = ${of.serviceId}::uuid order by at, proof`.execute(db)
  ).rows

export const evidenceWire = (row: EvidenceRow, names: ReadonlyMap<string, string>): LineWire['evidence'][number] => ({
  step: row.step,
  proof: row.proof,
  value: row.value,
  unit: row.unit,
  method: row.method,
  source: row.source,
  world: row.world,
  by: row.by_device ?? (row.by_person ? (names.get(row.by_person) ?? null) : null),
  file: row.file_id,
  instrument: row.instrument,
  at: row.at.toISOString(),
})

interface ClockRow {
  line_id: string
  owner: LineWire['clocks'][number]['owner']
  what: { code: string } | null
  began_at: Date
  ended_at: Date | null
}

const clocksOf = async (db: Db, lineIds: readonly string[]): Promise<readonly ClockRow[]> =>
  (
    await sql<ClockRow>`select line_id, owner, what, began_at, ended_at from market.clock
      where line_id = any(${[...lineIds]}) order by line_id, began_at`.execute(db)
  ).rows

const workNumbers = async (db: Db, stepIds: readonly string[]): Promise<ReadonlyMap<string, string>> =>
  new Map(
    (
      await sql<{ step_id: string; number: string }>`select distinct on (step_id) step_id, number from market.work_order
        where step_id = any(${[...stepIds]}) order by step_id, undo desc`.execute(db)
    ).rows.map((row) => [row.step_id, row.number]),
  )

const waitingWire = (waiting: {
  readonly for: LineRow['waiting_for']
  readonly what: { readonly code: string } | null
  readonly since: Date | null
}) =>
  waiting.for && waiting.what && waiting.since
    ? { for: waiting.for, what: waiting.what, since: waiting.since.toISOString() }
    : null

/** What broke inside is the staff's to read; everybody else is told that the site is at it. */
const stepWire = (row: StepRow, { works, staff }: Pick<Gathered, 'works' | 'staff'>): LineWire['steps'][number] => ({
  id: row.id,
  name: row.name,
  by: row.does_by,
  for_ready: row.for_ready,
  state: row.state,
  acted_at: iso(row.acted_at),
  done_at: iso(row.done_at),
  waits: waitingWire({ for: row.waits_for, what: row.waits_what, since: row.waits_since }),
  fault: staff ? row.fault : null,
  work_order: works.get(row.id) ?? null,
  closed_by_hand: row.closed_by !== null,
})

const SIGNED: readonly LineRow['state'][] = [
  'accepted',
  'delivering',
  'waiting',
  'ready',
  'rejected',
  'in-service',
  'dismantled',
  'cancelled',
]

const billed = (line: LineRow): boolean => line.does !== 'cease' && SIGNED.includes(line.state)

const billingWire = (line: LineRow, service: ServiceRow | null, all: Gathered): LineWire['billing'] => {
  if (!service || !billed(line)) return { from: null, reason: null, expected_by: null }
  if (line.does === 'create' && service.billing_from)
    return { from: service.billing_from, reason: service.billing_reason, expected_by: null }
  const since = all.changed.get(line.id) ?? null
  if (since) return { from: since, reason: null, expected_by: null }
  const start = all.starts.get(line.id) ?? null
  return {
    from: null,
    reason: null,
    expected_by: start === null ? null : 'from' in start ? start.from : start.expectedBy,
  }
}

const waitsToBegin = (line: LineRow, services: ReadonlyMap<string, ServiceRow>): boolean =>
  billed(line) && (line.does === 'change' || services.get(line.service_id ?? '')?.billing_from === null)

/** For whom an order is read, and when. */
export interface Reading {
  readonly site: Site
  readonly now: Date
  readonly staff: boolean
}

interface Gathered extends Reading {
  readonly steps: readonly StepRow[]
  readonly works: ReadonlyMap<string, string>
  readonly clocks: readonly ClockRow[]
  readonly claims: Awaited<ReturnType<typeof claimsOfLines>>
  readonly evidence: readonly EvidenceRow[]
  readonly names: ReadonlyMap<string, string>
  readonly services: ReadonlyMap<string, ServiceRow>
  /** By line: the day from which its change is billed. */
  readonly changed: ReadonlyMap<string, string>
  readonly starts: Awaited<ReturnType<typeof billingStartsOf>>
}

const lineWire = (line: LineRow, all: Gathered): LineWire => {
  const service = line.service_id ? (all.services.get(line.service_id) ?? null) : null
  return {
    position: line.position,
    does: line.does,
    product: line.product,
    parameters: { ...line.parameters },
    state: line.state,
    unwinding: line.unwinding,
    service: service?.number ?? null,
    prices: all.staff || !otherPays(line) ? (line.quote?.prices ?? []).map(priceWire) : [],
    usage: [...(line.quote?.usage ?? [])],
    term_months: ownTermOf(line),
    notes: [...(line.quote?.notes ?? [])],
    refusal: toldTo(all.staff, line.quote?.refusal ?? null),
    holds: all.claims.filter((claim) => claim.lineId === line.id).map(({ kind, label }) => ({ kind, label })),
    waiting: waitingWire({ for: line.waiting_for, what: line.waiting_what, since: line.waiting_since }),
    steps: all.steps.filter((step) => step.line_id === line.id).map((step) => stepWire(step, all)),
    clocks: all.clocks
      .filter((clock) => clock.line_id === line.id)
      .map((clock) => ({
        owner: clock.owner,
        what: clock.what,
        began_at: clock.began_at.toISOString(),
        ended_at: iso(clock.ended_at),
      })),
    evidence: all.evidence.filter((row) => row.line_id === line.id).map((row) => evidenceWire(row, all.names)),
    // Of a change the notice is its own; the service was ready long before.
    ready_at: iso(line.does === 'change' ? line.notice_sent_at : (service?.ready_at ?? null)),
    notice_sent_at: iso(line.notice_sent_at),
    live_at: iso(line.does === 'change' ? null : (service?.live_at ?? null)),
    rejected: line.rejected_at ? { at: line.rejected_at.toISOString(), reason: line.reject_reason ?? '' } : null,
    billing:
      all.staff || !otherPays(line) ? billingWire(line, service, all) : { from: null, reason: null, expected_by: null },
    change: line.quote?.change ? changeWireOf(line.quote.change, all.changed.get(line.id) ?? null) : null,
  }
}

export const organisationWire = (card: OrganisationCard | undefined): OrderWire['organisation'] => {
  if (!card) throw new Error('a row names an organisation that does not exist')
  return { id: card.id, handle: card.handle, name: card.name }
}

const acceptedWire = (order: OrderRow, names: ReadonlyMap<string, string>): OrderWire['accepted'] =>
  order.accepted_at === null
    ? null
    : {
        at: order.accepted_at.toISOString(),
        by: order.accepted_by ? (names.get(order.accepted_by) ?? null) : order.paper_signer,
        paper:
          order.paper_file_id && order.paper_number && order.paper_date && order.paper_signer
            ? {
                file: order.paper_file_id,
                number: order.paper_number,
                date: order.paper_date,
                signer: order.paper_signer,
              }
            : null,
      }

/** One order as the portal and the command line see it. */
export const readOrder = async (db: Db, reading: Reading, order: OrderRow): Promise<OrderWire> => {
  const lines = await linesOf(db, [order.id])
  const lineIds = lines.map((line) => line.id)
  const steps = await stepsOf(db, lineIds)
  const evidence = await evidenceOf(db, { lineIds, serviceId: null })
  const names = await personNames(db, [order.accepted_by, ...evidence.map((row) => row.by_person)])
  const services = await servicesById(
    db,
    lines.flatMap(({ service_id: id }) => (id === null ? [] : [id])),
  )
  const all: Gathered = {
    ...reading,
    services,
    changed: await changedFromOf(db, lineIds),
    // Only where something is still to begin is it asked when: a together order asks all of its lines.
    starts: lines.some((line) => waitsToBegin(line, services))
      ? await billingStartsOf(
          { tx: db, site: reading.site, now: reading.now },
          { together: order.together, lines },
          services,
        )
      : new Map(),
    steps,
    works: await workNumbers(
      db,
      steps.map((step) => step.id),
    ),
    clocks: await clocksOf(db, lineIds),
    claims: await claimsOfLines(db, lineIds),
    evidence,
    names,
  }
  const wires = lines.map((line) => lineWire(line, all))
  const paid = wires.filter(({ position }) => lines.some((line) => line.position === position && !otherPays(line)))
  return {
    id: order.id,
    number: order.number,
    state: orderState(lines.map((line) => line.state)),
    kind: order.kind,
    organisation: organisationWire((await organisationsById(db, [order.organisation_id])).get(order.organisation_id)),
    together: order.together,
    customer_reference: order.customer_reference,
    service_code: order.service_code,
    engagement_number: order.engagement_number,
    quote:
      order.quote_kind && order.quoted_at && order.expires_at
        ? {
            kind: order.quote_kind,
            quoted_at: order.quoted_at.toISOString(),
            expires_at: order.expires_at.toISOString(),
          }
        : null,
    accepted: acceptedWire(order, names),
    cancelled: order.cancelled_at ? { at: order.cancelled_at.toISOString(), reason: order.cancel_reason ?? '' } : null,
    lines: wires,
    terms: lines[0]?.quote?.terms ?? null,
    totals: totalsOf(paid.flatMap((line) => line.prices)),
    created_at: order.created_at.toISOString(),
    version: order.version,
  }
}

export interface OrderFilter {
  readonly scope: Scope
  readonly state: string | null
  readonly organisation: string | null
  readonly waitingFor: string | null
  readonly text: string | null
  /** The id of the last order of the page before. */
  readonly before: string | null
  readonly limit: number
}

/** The state of an order as SQL, equal to `orderState`: a list must filter on it before it cuts a page. */
export const stateSql = sql`case
  when bool_or(l.state in ('accepted','delivering','waiting','ready','rejected')) then 'delivering'
  when bool_or(l.state = 'draft') then 'draft' when bool_or(l.state = 'refused') then 'refused'
  when bool_or(l.state = 'quoted') then 'quoted' when bool_or(l.state = 'in-service') then 'in-service'
  when bool_or(l.state = 'dismantled') then 'dismantled' when bool_or(l.state = 'expired') then 'expired' else 'cancelled' end`

export const listOrderRows = async (
  db: Db,
  filter: OrderFilter,
): Promise<{ readonly rows: readonly OrderRow[]; readonly total: number }> => {
  const where = sql`${within(filter.scope, 'o.organisation_id')}
    and (${filter.organisation}::text is null or o.organisation_id = (select id from people.organisation_card where handle = ${filter.organisation}))
    and (${filter.text}::text is null or o.number ilike '%' || ${filter.text} || '%' or o.customer_reference ilike '%' || ${filter.text} || '%')
    and (${filter.waitingFor}::text is null or exists (select from market.line w where w.order_id = o.id and w.waiting_for = ${filter.waitingFor}))
    and (${filter.state}::text is null or (select ${stateSql} from market.line l where l.order_id = o.id) = ${filter.state})`
  const { rows } = await sql<OrderRow>`select o.* from market."order" o where ${where}
    and (${filter.before}::uuid is null or o.id < ${filter.before}::uuid) order by o.id desc limit ${filter.limit}`.execute(
    db,
  )
  const total =
    (await sql<{ n: number }>`select count(*)::int as n from market."order" o where ${where}`.execute(db)).rows[0]?.n ??
    0
  return { rows, total }
}

/** Orders as a list shows them. */
export const readCards = async (db: Db, orders: readonly OrderRow[]) => {
  const lines = await linesOf(
    db,
    orders.map((order) => order.id),
  )
  const organisations = await organisationsById(
    db,
    orders.map((order) => order.organisation_id),
  )
  const numbers = await serviceNumbers(
    db,
    lines.map((line) => line.service_id).filter((id) => id !== null),
  )
  return orders.map((order) => {
    const own = lines.filter((line) => line.order_id === order.id)
    return {
      number: order.number,
      state: orderState(own.map((line) => line.state)),
      organisation: organisationWire(organisations.get(order.organisation_id)),
      lines: own.map((line) => ({
        position: line.position,
        product: line.product,
        state: line.state,
        service: line.service_id ? (numbers.get(line.service_id) ?? null) : null,
        waiting: waitingWire({ for: line.waiting_for, what: line.waiting_what, since: line.waiting_since }),
      })),
      totals: totalsOf(
        own.filter((line) => !otherPays(line)).flatMap((line) => (line.quote?.prices ?? []).map(priceWire)),
      ),
      expires_at: iso(order.expires_at),
      accepted_at: iso(order.accepted_at),
      created_at: order.created_at.toISOString(),
    }
  })
}

export const serviceNumbers = async (db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> =>
  new Map(
    (
      await sql<{
        id: string
        number: string
      }>`select id, number from market.service where id = any(${[...ids]})`.execute(db)
    ).rows.map((row) => [row.id, row.number]),
  )

/** The order that a caller names, its row locked; null where it may not know of it. */
export const lockedOrder = async (tx: Db, actor: Actor, number: string): Promise<OrderRow | null> => {
  const order = await findOrder(tx, number, true)
  return order && sees(scopeOf(actor), order.organisation_id) ? order : null
}

/** One order read again after it changed. */
export const orderAgain = async (tx: Db, reading: Reading, number: string): Promise<OrderWire> => {
  const order = await findOrder(tx, number)
  if (!order) throw new Error(`order ${number} vanished`)
  return readOrder(tx, reading, order)
}
