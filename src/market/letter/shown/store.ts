import { type RawBuilder, sql } from 'kysely'
import type { OperatorRole } from '#kernel'
import { type Actor, type Scope, sees } from '#people'
import type { Db } from '#postgres'
import { mayFor, maySign } from '../../may-act.ts'
import { priceWire, totalsOf } from '../../order/quote.ts'
import { organisationsById, personNames, within } from '../../store.ts'
import { stateOf } from '../admit-letter.ts'
import type { LetterRequestWire, LetterWire, PortsWire } from '../contract.ts'
import type { ServiceState } from '../../model.ts'
import type { LineQuote } from '../../order/store.ts'
import { quotedTerms, termsOf } from '../../service/store.ts'
import { type LetterRow, factsOf, letterColumns } from '../store.ts'

/** The operator's people issue and revoke for the site's own panels; for a carrier's only the carrier does. */
const operatorRoles: readonly OperatorRole[] = ['admin', 'engineer']
export const mayIssueFor = (actor: Actor, issuerId: string, operatorId: string): boolean =>
  mayFor(actor, issuerId, issuerId === operatorId ? operatorRoles : [], 'loa')

/**
 * Who may revoke: the issuer; but once a service that the issuer pays for is there, the issuer ceases that, as its payer, and the
 * other side, the company, is who revokes with notice.
 */
export const mayRevoke = (
  actor: Actor,
  letter: Pick<LetterRow, 'issuer_id' | 'organisation_id' | 'pays'>,
  of: { readonly operatorId: string; readonly state: ServiceState | null },
): boolean =>
  letter.pays && of.state !== null && of.state !== 'planned'
    ? mayFor(actor, letter.organisation_id, [], 'loa') || mayFor(actor, letter.organisation_id, [], 'sign')
    : mayIssueFor(actor, letter.issuer_id, of.operatorId)

/** Both its parties see a letter, and the site's people. */
export const seesLetter = (scope: Scope, letter: Pick<LetterRow, 'issuer_id' | 'organisation_id'>): boolean =>
  sees(scope, letter.issuer_id) || sees(scope, letter.organisation_id)

export const partyOf = (card: { readonly handle: string; readonly name: string } | undefined) => {
  if (!card) throw new Error('a letter names an organisation that does not exist')
  return { handle: card.handle, name: card.name }
}

interface LineName {
  readonly id: string
  readonly order: string
  readonly position: number
  readonly service: string | null
  readonly state: ServiceState | null
  readonly ends_on: string | null
  readonly ready_at: Date | null
  readonly payer_id: string | null
  /** Noticed, and nothing said of it yet. */
  readonly to_accept: boolean
}
const lineNames = async (db: Db, ids: readonly (string | null)[]): Promise<ReadonlyMap<string, LineName>> => {
  const known = ids.filter((id) => id !== null)
  if (known.length === 0) return new Map()
  const { rows } = await sql<LineName>`
    select n.id, o.number as "order", n.position, s.number as service, s.state, s.ends_on, s.ready_at, s.organisation_id as payer_id,
      n.state = 'ready' and n.notice_sent_at is not null and n.accepted_handover_at is null and not n.unwinding as to_accept from market.line n join market."order" o on o.id = n.order_id
      left join market.service s on s.id = n.service_id where n.id = any(${known})`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}

export interface Showing {
  readonly actor: Actor
  readonly operatorId: string
  /** The site's day. */
  readonly day: string
}

export const readLetters = async (
  db: Db,
  showing: Showing,
  rows: readonly LetterRow[],
): Promise<readonly LetterWire[]> => {
  const [organisations, persons, lines] = [
    await organisationsById(
      db,
      rows.flatMap((row) => [row.issuer_id, row.organisation_id]),
    ),
    await personNames(
      db,
      rows.map((row) => row.issued_by),
    ),
    await lineNames(
      db,
      rows.flatMap((row) => [row.for_line_id, row.used_line_id]),
    ),
  ]
  return rows.map((row): LetterWire => {
    const answers = lines.get(row.for_line_id ?? '')
    const used = lines.get(row.used_line_id ?? '')
    return {
      number: row.number,
      state: stateOf(factsOf(row), showing.day),
      issuer: partyOf(organisations.get(row.issuer_id)),
      company: partyOf(organisations.get(row.organisation_id)),
      panel: row.panel,
      position: row.position,
      label: row.label,
      connector: row.connector,
      media: row.media,
      expires_on: row.expires_on,
      issued_at: row.issued_at.toISOString(),
      issued_by: persons.get(row.issued_by ?? '') ?? null,
      answers: answers ? { order: answers.order, position: answers.position } : null,
      used:
        used && row.used_at
          ? {
              at: row.used_at.toISOString(),
              order: used.order,
              position: used.position,
              service: used.service,
              state: used.state,
              ends_on: used.ends_on,
              ready_at: used.ready_at?.toISOString() ?? null,
            }
          : null,
      may_accept:
        row.pays &&
        used?.to_accept === true &&
        used.payer_id === row.issuer_id &&
        maySign(showing.actor, row.issuer_id),
      pays: row.pays,
      revoked_at: row.revoked_at?.toISOString() ?? null,
      code: row.code,
      may_revoke: row.revoked_at === null && mayRevoke(showing.actor, row, { ...showing, state: used?.state ?? null }),
      version: row.version,
    }
  })
}

/** The same decision as `stateOf`, for a filter. */
const stateIn = (
  day: string,
) => sql`case when l.revoked_at is not null then 'revoked' when l.used_line_id is not null then 'used'
  when l.expires_on < ${day}::date then 'expired' else 'valid' end`

export const listLetterRows = async (
  db: Db,
  filter: {
    readonly scope: Scope
    /** Of whom `side` speaks: the caller's own organisations. */
    readonly own: readonly string[]
    readonly side: 'issued' | 'received' | null
    readonly state: LetterWire['state'] | null
    /** A handle: issued by it or for it. */
    readonly organisation: string | null
    readonly text: string | null
    readonly day: string
    readonly before: string | null
    readonly limit: number
  },
): Promise<{ readonly rows: readonly LetterRow[]; readonly total: number }> => {
  const own = (column: RawBuilder<unknown>) => sql`${column} = any(${[...filter.own]}::uuid[])`
  const side =
    filter.side === null ? sql`true` : own(filter.side === 'issued' ? sql`l.issuer_id` : sql`l.organisation_id`)
  const where = sql`(${within(filter.scope, 'l.issuer_id')} or ${within(filter.scope, 'l.organisation_id')}) and ${side}
    and (${filter.state}::text is null or ${stateIn(filter.day)} = ${filter.state})
    and (${filter.organisation}::text is null or exists (select from people.organisation_card g
      where g.handle = ${filter.organisation} and g.id in (l.issuer_id, l.organisation_id)))
    and (${filter.text}::text is null or l.number ilike '%' || ${filter.text} || '%' or l.label ilike '%' || ${filter.text} || '%')`
  const { rows } = await sql<LetterRow>`select ${letterColumns} from market.letter l where ${where}
    and (${filter.before}::uuid is null or l.id < ${filter.before}::uuid) order by l.id desc limit ${filter.limit}`.execute(
    db,
  )
  const { rows: counted } = await sql<{
    n: number
  }>`select count(*)::int as n from market.letter l where ${where}`.execute(db)
  return { rows, total: counted[0]?.n ?? 0 }
}

interface RequestRow {
  order: string
  position: number
  product: string
  organisation_id: string
  other_id: string
  media: string | null
  panel: string | null
  pays: boolean
  site_id: string
  quote: LineQuote | null
  asked_at: Date
}
const MOST_REQUESTS = 200

/**
 * A request stands while its line is under way and has neither a letter nor a position of the other side's. Joined as q, n (the
 * line) and o (its order).
 */
export const waitingRequests = (
  day: string,
) => sql`market.letter_request q join market.line n on n.id = q.line_id join market."order" o on o.id = n.order_id
  where n.state in ('accepted', 'delivering', 'waiting') and not n.unwinding
    and not exists (select from market.letter l where l.revoked_at is null and l.issuer_id = q.other_id
      and (l.used_line_id = n.id or (l.for_line_id = n.id and l.used_line_id is null and l.expires_on >= ${day}::date)))
    and not exists (select from market.claim c join fibre.panel_card p on p.id = c.thing_id join facility.site_card s on s.id = p.site_id
      where c.line_id = n.id and c.kind = 'panel-position' and c.given_back_at is null and coalesce(p.owner_id, s.operator_id) = q.other_id)`

/** What whoever answers would pay, under its own terms: it reads that before its letter agrees. */
const pricedFor = async (
  db: Db,
  rows: readonly RequestRow[],
): Promise<ReadonlyMap<RequestRow, NonNullable<LetterRequestWire['pays']>>> => {
  const priced = new Map<RequestRow, NonNullable<LetterRequestWire['pays']>>()
  const organisations = await organisationsById(
    db,
    rows.map((row) => row.other_id),
  )
  for (const row of rows.filter(({ pays }) => pays)) {
    const prices = (row.quote?.prices ?? []).map(priceWire)
    priced.set(row, {
      items: prices.map(({ item }) => item),
      setup_cents: totalsOf(prices).setup_cents,
      monthly_micro_euros: prices.reduce((sum, price) => sum + price.monthly_micro_euros, 0),
      terms: quotedTerms(await termsOf(db, row.site_id, row.other_id)),
      public_body: organisations.get(row.other_id)?.kinds.includes('public-body') ?? false,
    })
  }
  return priced
}

export const readRequests = async (db: Db, scope: Scope, day: string): Promise<readonly LetterRequestWire[]> => {
  const { rows } = await sql<RequestRow>`
    select o.number as "order", n.position, n.product, o.organisation_id, q.other_id, coalesce(n.parameters ->> 'media', q.media) as media, (select handle from fibre.panel_card where id = q.panel_id) as panel,
      q.pays, q.site_id, n.quote, q.asked_at from ${waitingRequests(day)} and ${within(scope, 'q.other_id')} order by q.asked_at limit ${MOST_REQUESTS}`.execute(
    db,
  )
  const organisations = await organisationsById(
    db,
    rows.flatMap((row) => [row.organisation_id, row.other_id]),
  )
  const priced = await pricedFor(db, rows)
  return rows.map((row) => ({
    order: row.order,
    position: row.position,
    product: row.product,
    company: partyOf(organisations.get(row.organisation_id)),
    other: partyOf(organisations.get(row.other_id)),
    media: row.media,
    panel: row.panel,
    pays: priced.get(row) ?? null,
    asked_at: row.asked_at.toISOString(),
  }))
}

export interface PanelRow {
  id: string
  handle: string
  rack: string
  room: string
  connector: string
  media: string
  positions: number
  /** The site's operator, where the panel is the site's own. */
  owner_id: string
  taken: readonly number[]
}
/** Panels with what is taken of them: held by something, or wired to a port of the fabric. */
export const panelsWithTaken = async (
  db: Db,
  of: { readonly siteId: string; readonly handle: string | null },
): Promise<readonly PanelRow[]> =>
  (
    await sql<PanelRow>`
      select p.id, p.handle, p.rack_handle as rack, p.room_name as room, p.connector, p.media, p.positions, coalesce(p.owner_id, s.operator_id) as owner_id,
        array(select generate_series(lower(c.span), upper(c.span) - 1)::int from market.claim c where c.thing_id = p.id and c.given_back_at is null
          union select w.prewired_position from exchange.port_card w where w.prewired_panel_id = p.id order by 1) as taken
      from fibre.panel_card p join facility.site_card s on s.id = p.site_id
      where p.site_id = ${of.siteId} and (${of.handle}::text is null or p.handle = ${of.handle}) order by p.handle`.execute(
      db,
    )
  ).rows

export const portsOf = async (
  db: Db,
  of: { readonly siteId: string; readonly operatorId: string; readonly actor: Actor },
): Promise<readonly PortsWire[]> => {
  const all = await panelsWithTaken(db, { siteId: of.siteId, handle: null })
  const rows = all.filter((row) => mayIssueFor(of.actor, row.owner_id, of.operatorId))
  const owners = await organisationsById(
    db,
    rows.map((row) => row.owner_id),
  )
  return rows.map((row) => ({
    panel: row.handle,
    rack: row.rack,
    room: row.room,
    connector: row.connector,
    media: row.media,
    positions: row.positions,
    owner: partyOf(owners.get(row.owner_id)),
    taken: [...row.taken],
  }))
}

export interface PrintedParty {
  readonly name: string
  readonly address: string
  readonly siret: string | null
}
/** Both companies and the site, as paper names them. */
export const partiesOf = async (
  db: Db,
  letter: Pick<LetterRow, 'site_id' | 'issuer_id' | 'organisation_id'>,
): Promise<{
  readonly issuer: PrintedParty
  readonly company: PrintedParty
  readonly site: string
  readonly operator: PrintedParty
}> => {
  const party = (alias: string) =>
    sql`jsonb_build_object('name', ${sql.ref(`${alias}.name`)}, 'address', ${sql.ref(`${alias}.address`)}, 'siret', ${sql.ref(`${alias}.siret`)})`
  const { rows } = await sql<{ issuer: PrintedParty; company: PrintedParty; site: string; operator: PrintedParty }>`
    select ${party('i')} as issuer, ${party('c')} as company, s.name as site, ${party('p')} as operator
    from facility.site_card s join people.organisation_card p on p.id = s.operator_id
      join people.organisation_card i on i.id = ${letter.issuer_id} join people.organisation_card c on c.id = ${letter.organisation_id}
    where s.id = ${letter.site_id}`.execute(db)
  if (!rows[0]) throw new Error('the parties of a letter are not known')
  return rows[0]
}
