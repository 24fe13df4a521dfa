import { sql } from 'kysely'
import { newId } from '#kernel'
import { type Db, nextNumber } from '#postgres'
import type { LineState, WaitOwner } from '../model.ts'
import { linesThatReach } from '../move-line.ts'
import type { OrderAsked } from '../contract.ts'
import type { ChangePlan, Said } from '../product.ts'
import type { z } from 'zod'
import type { usageQuoted } from '../shapes.ts'
import type { QuotedTerms } from '../service/store.ts'

export interface OrderRow {
  id: string
  site_id: string
  number: string
  organisation_id: string
  kind: 'new' | 'change' | 'cease'
  together: boolean
  customer_reference: string | null
  service_code: string | null
  engagement_number: string | null
  quote_kind: 'firm' | 'subject-to-availability' | null
  quoted_at: Date | null
  expires_at: Date | null
  accepted_at: Date | null
  accepted_by: string | null
  paper_file_id: string | null
  paper_number: string | null
  paper_date: string | null
  paper_signer: string | null
  cancelled_at: Date | null
  cancel_reason: string | null
  by_site: boolean
  created_at: Date
  version: number
}

/** What was quoted for a line, kept as it was said. */
export interface LineQuote {
  readonly prices: readonly {
    readonly item: string
    readonly setup_micro_euros: number
    readonly monthly_micro_euros: number
    /** Of what is sold more than once: how many, and what each costs a month. */
    readonly quantity?: number
    readonly unit?: 'kW' | 'U' | 'x'
    readonly unit_micro_euros?: number
  }[]
  readonly refusal: { readonly code: string } | null
  /** What was said beside it. */
  readonly notes?: readonly Said[]
  /** Of what is metered: the list's price by the unit on that day. */
  readonly usage?: readonly z.output<typeof usageQuoted>[]
  /** Of a change: the monthly price before and after in 10⁻⁶ €, the parameters that it was quoted on, what it takes and leaves. */
  readonly change?: {
    readonly before: number
    readonly after: number
    readonly from: object
    readonly plan: ChangePlan
  }
  /** Of the contract on that day: what is signed is what was shown. */
  readonly terms?: QuotedTerms
}

export interface LineRow {
  id: string
  order_id: string
  position: number
  does: 'create' | 'change' | 'cease'
  product: string
  parameters: object
  service_id: string | null
  state: LineState
  quote: LineQuote | null
  waiting_for: WaitOwner | null
  waiting_what: { code: string } | null
  waiting_since: Date | null
  unwinding: boolean
  unwinding_why: string | null
  notice_sent_at: Date | null
  rejected_at: Date | null
  reject_reason: string | null
  accepted_handover_at: Date | null
  /** What the customer's paper says; null: it accepted by its own hand, on the day of `accepted_handover_at`. */
  accepted_handover_on: string | null
  version: number
}

const yearIn = (zone: string, at: Date): string =>
  new Intl.DateTimeFormat('en', { timeZone: zone, year: 'numeric' }).format(at)

/** `BES-O-2026-00042`: the next number of a yearly series. */
export const numberInYear = async (
  tx: Db,
  site: { readonly id: string; readonly code: string; readonly zone: string },
  letter: string,
  now: Date,
): Promise<string> => {
  const year = yearIn(site.zone, now)
  return `${site.code}-${letter}-${year}-${String(await nextNumber(tx, site.id, `${letter}-${year}`)).padStart(5, '0')}`
}

export const insertOrder = async (
  tx: Db,
  site: { readonly id: string; readonly code: string; readonly zone: string },
  order: {
    readonly organisationId: string
    readonly kind: 'new' | 'change' | 'cease'
    readonly asked: Omit<OrderAsked, 'lines' | 'changes' | 'organisation' | 'quote'>
    readonly draftedBy: string | null
    /** The site's own people drafted it: it may go beyond what a customer asks for by itself. */
    readonly bySite?: boolean
    readonly now: Date
  },
): Promise<{ readonly id: string; readonly number: string }> => {
  const id = newId<'order'>()
  const number = await numberInYear(tx, site, 'O', order.now)
  const { asked } = order
  await sql`
    insert into market."order" (id, site_id, number, organisation_id, kind, together, customer_reference, service_code, engagement_number, drafted_by, by_site, created_at)
    values (${id}, ${site.id}, ${number}, ${order.organisationId}, ${order.kind}, ${asked.together}, ${asked.customer_reference ?? null},
            ${asked.service_code ?? null}, ${asked.engagement_number ?? null}, ${order.draftedBy}, ${order.bySite ?? false}, ${order.now})`.execute(
    tx,
  )
  return { id, number }
}

export const insertLine = async (
  tx: Db,
  line: {
    readonly orderId: string
    readonly position: number
    readonly does: 'create' | 'change' | 'cease'
    readonly product: string
    readonly parameters: object
    readonly serviceId: string | null
    readonly state?: LineState
  },
): Promise<string> => {
  const id = newId<'line'>()
  await sql`
    insert into market.line (id, order_id, position, does, product, parameters, service_id, state)
    values (${id}, ${line.orderId}, ${line.position}, ${line.does}, ${line.product}, ${JSON.stringify(line.parameters)}::jsonb, ${line.serviceId}, ${line.state ?? 'draft'})`.execute(
    tx,
  )
  return id
}

/** The order by its number, its row locked where something is about to change. */
export const findOrder = async (db: Db, number: string, lock = false): Promise<OrderRow | null> =>
  (
    await sql<OrderRow>`select id, site_id, number, organisation_id, kind, together, customer_reference, service_code, engagement_number,
        quote_kind, quoted_at, expires_at, accepted_at, accepted_by, paper_file_id, paper_number, paper_date, paper_signer,
        cancelled_at, cancel_reason, by_site, created_at, version
      from market."order" where number = ${number} ${lock ? sql`for update` : sql``}`.execute(db)
  ).rows[0] ?? null

const lineColumns = sql`id, order_id, position, does, product, parameters, service_id, state, quote, waiting_for, waiting_what, waiting_since,
  unwinding, unwinding_why, notice_sent_at, rejected_at, reject_reason, accepted_handover_at, accepted_handover_on, version`

export const linesOf = async (db: Db, orderIds: readonly string[]): Promise<readonly LineRow[]> =>
  (
    await sql<LineRow>`select ${lineColumns} from market.line where order_id = any(${[...orderIds]}) order by order_id, position`.execute(
      db,
    )
  ).rows

/**
 * The order in which lines take stock: products by name, then as they stand in the order. Each product locks its own stock, so that
 * two orders with the same two products never wait for each other. Cross-connects come last: where one ends may be what another line
 * of the same order has just been given.
 */
export const inLockOrder = <L extends Pick<LineRow, 'product' | 'position'>>(lines: readonly L[]): readonly L[] => {
  const rank = ({ product }: L): string => (product === 'cross-connect' ? `~${product}` : product)
  return lines.toSorted((a, b) => (a.product === b.product ? a.position - b.position : rank(a) < rank(b) ? -1 : 1))
}

/** The lines of one order as they stand, their rows locked: the delivery drives none of them meanwhile. */
export const lockLines = async (tx: Db, orderId: string): Promise<readonly LineRow[]> =>
  (
    await sql<LineRow>`select ${lineColumns} from market.line where order_id = ${orderId} order by position for no key update`.execute(
      tx,
    )
  ).rows

/** Locks one line that nobody else is driving or changing right now; null where somebody is. */
export const lockLine = async (tx: Db, lineId: string): Promise<LineRow | null> =>
  (
    await sql<LineRow>`select ${lineColumns} from market.line where id = ${lineId} for no key update skip locked`.execute(
      tx,
    )
  ).rows[0] ?? null

export interface LineChange {
  readonly state?: LineState
  readonly serviceId?: string
  readonly quote?: LineQuote
  readonly wait?: { readonly for: WaitOwner; readonly what: { readonly code: string }; readonly since: Date } | null
  readonly unwinding?: { readonly why: string } | null
  readonly noticeSentAt?: Date | null
  readonly rejected?: { readonly at: Date; readonly reason: string } | null
  /** `on`: the day of the paper, where there is one. */
  readonly acceptedHandover?: { readonly at: Date; readonly on: string | null }
}

/** Writes what changed. A state that the line cannot reach from where it stands is our own mistake: nothing is written. */
export const changeLine = async (tx: Db, lineId: string, change: LineChange): Promise<void> => {
  const { wait, unwinding, rejected, state } = change
  const sets = [
    sql`version = version + 1`,
    ...(change.state ? [sql`state = ${change.state}`] : []),
    ...(change.serviceId ? [sql`service_id = ${change.serviceId}`] : []),
    ...(change.quote ? [sql`quote = ${JSON.stringify(change.quote)}::jsonb`] : []),
    ...(wait === undefined
      ? []
      : [
          sql`waiting_for = ${wait?.for ?? null}, waiting_what = ${wait ? JSON.stringify(wait.what) : null}::jsonb, waiting_since = ${wait?.since ?? null}`,
        ]),
    ...(unwinding === undefined
      ? []
      : [sql`unwinding = ${unwinding !== null}, unwinding_why = ${unwinding?.why ?? null}`]),
    ...(change.noticeSentAt === undefined ? [] : [sql`notice_sent_at = ${change.noticeSentAt}`]),
    ...(rejected === undefined
      ? []
      : [sql`rejected_at = ${rejected?.at ?? null}, reject_reason = ${rejected?.reason ?? null}`]),
    ...(change.acceptedHandover
      ? [
          sql`accepted_handover_at = ${change.acceptedHandover.at}, accepted_handover_on = ${change.acceptedHandover.on}`,
        ]
      : []),
  ]
  const reach = state ? sql`and state = any(${linesThatReach(state)})` : sql``
  const { numAffectedRows } = await sql`update market.line set ${sql.join(sets)} where id = ${lineId} ${reach}`.execute(
    tx,
  )
  if (numAffectedRows !== 1n) throw new Error(`line ${lineId} cannot become ${state ?? 'what it is'}`)
}

/** Ends the clock that runs and begins another one; the same owner's clock goes on. */
export const turnClock = async (
  tx: Db,
  lineId: string,
  owner: WaitOwner | 'ready' | 'in-service' | null,
  what: { readonly code: string } | null,
  now: Date,
): Promise<void> => {
  const running = (
    await sql<{ owner: string; what: { code: string } | null }>`
      select owner, what from market.clock where line_id = ${lineId} and ended_at is null`.execute(tx)
  ).rows[0]
  if (running && running.owner === owner && (running.what?.code ?? null) === (what?.code ?? null)) return
  if (running)
    await sql`update market.clock set ended_at = greatest(began_at, ${now}) where line_id = ${lineId} and ended_at is null`.execute(
      tx,
    )
  if (owner !== null) {
    await sql`insert into market.clock (line_id, owner, what, began_at) values (${lineId}, ${owner}, ${what ? JSON.stringify(what) : null}::jsonb, ${now})`.execute(
      tx,
    )
  }
}

/** No clock of a service that is closed runs on. */
export const stopClocks = async (tx: Db, serviceId: string, now: Date): Promise<void> => {
  await sql`update market.clock set ended_at = greatest(began_at, ${now})
    where ended_at is null and line_id in (select id from market.line where service_id = ${serviceId})`.execute(tx)
}

/** How long one owner's clock ran before an instant, in milliseconds. */
export const clockMs = async (db: Db, lineId: string, owner: WaitOwner, before: Date): Promise<number> =>
  (
    await sql<{ ms: number }>`
      select coalesce(sum(extract(epoch from least(coalesce(ended_at, ${before}), ${before}) - began_at)), 0)::float8 * 1000 as ms
      from market.clock where line_id = ${lineId} and owner = ${owner} and began_at < ${before}`.execute(db)
  ).rows[0]?.ms ?? 0

/** An order's number, and whose it is. */
export const orderNamed = async (
  db: Db,
  orderId: string,
): Promise<{ readonly number: string; readonly organisationId: string }> => {
  const { rows } = await sql<{ number: string; organisationId: string }>`
    select number, organisation_id as "organisationId" from market."order" where id = ${orderId}`.execute(db)
  if (!rows[0]) throw new Error(`no order ${orderId}`)
  return rows[0]
}

/** Lines of it go together, whatever was asked: neither is handed over, billed or cancelled without the other. */
export const goTogether = async (tx: Db, orderId: string): Promise<void> => {
  await sql`update market."order" set together = true, version = version + 1 where id = ${orderId} and not together`.execute(
    tx,
  )
}

/** Were the lines asked to be delivered and billed together? */
export const isTogether = async (db: Db, orderId: string): Promise<boolean> =>
  (await sql<{ together: boolean }>`select together from market."order" where id = ${orderId}`.execute(db)).rows[0]
    ?.together ?? false
