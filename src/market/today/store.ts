import { sql } from 'kysely'
import type { z } from 'zod'
import type { Scope } from '#people'
import type { Db } from '#postgres'
import type { needWire } from '../contract.ts'
import { organisationWire } from '../order/read.ts'
import { certificateNeed } from '../health-data/store.ts'
import { waitingRequests } from '../letter/shown/store.ts'
import { dayIn } from '../start-billing.ts'
import { organisationsById, theSite, within } from '../store.ts'

type Need = z.output<typeof needWire>

interface NeedRow {
  kind: Need['kind']
  code: string
  values: object
  organisation_id: string | null
  since: Date
  target_kind: Need['target']['kind']
  target: string
}

/** A firm quote is told a day before it gives back what it holds. */
const EXPIRES_SOON = "interval '1 day'"
const MOST = 50

const severity = {
  'session-down': 'stop',
  'power-alarm': 'stop',
  'certificate-ended': 'stop',
  'certificate-ends': 'wait',
  'work-blocked': 'stop',
  rejected: 'stop',
  'step-faults': 'stop',
  'second-person': 'wait',
  'quote-expires': 'wait',
  'line-waits': 'wait',
  'letter-asked': 'wait',
  'line-ready': 'wait',
  'work-open': 'plain',
} as const satisfies {
  readonly [kind in Need['kind']]: Need['severity']
}

const sessions = (scope: Scope) => sql`
  select 'session-down' as kind, 'need-session-down' as code, jsonb_build_object('asn', a.asn, 'route_server', f.route_server, 'error', f.last_error) as values,
         a.organisation_id, coalesce(f.since, f.at) as since, 'service' as target_kind, s.number as target
  from exchange.session_card f join exchange.attachment_card a on a.service_id = f.service_id join market.service s on s.id = f.service_id
  where a.state = 'production' and f.state = 'down' and s.live_at is not null and ${within(scope, 'a.organisation_id')}`

/** A peak of A + B over what one side alone is there for: the site's and the tenant's to know. */
const alarms = (scope: Scope) => sql`
  select 'power-alarm' as kind, 'need-power-alarm' as code, jsonb_build_object('compartment', c.label, 'peak_w', a.peak_w, 'limit_w', a.limit_w, 'peak_at', a.peak_at) as values,
         s.organisation_id, a.began_at as since, 'service' as target_kind, s.number as target
  from market.power_alarm a join market.service s on s.id = a.service_id join market.claim c on c.id = a.claim_id
  where a.ended_at is null and ${within(scope, 's.organisation_id')}`

const works = sql`
  select case w.state when 'to-confirm' then 'second-person' when 'blocked' then 'work-blocked' else 'work-open' end as kind,
         case w.state when 'to-confirm' then 'work-to-confirm' when 'blocked' then 'work-blocked' else 'work-to-do' end as code,
         jsonb_build_object('work', w.number, 'reason', w.blocked_why, 'what', w.what -> 'what') as values,
         w.organisation_id, coalesce(w.done_at, w.created_at) as since, 'work-order' as target_kind, w.number as target
  from market.work_order w where w.state in ('open', 'taken', 'blocked', 'to-confirm')`

const quotes = (scope: Scope, now: Date) => sql`
  select 'quote-expires' as kind, 'need-quote-expires' as code, jsonb_build_object('order', o.number, 'expires_at', o.expires_at) as values,
         o.organisation_id, o.quoted_at as since, 'order' as target_kind, o.number as target
  from market."order" o where o.quote_kind = 'firm' and o.accepted_at is null and o.cancelled_at is null
    and o.expires_at > ${now} and o.expires_at < ${now}::timestamptz + ${sql.raw(EXPIRES_SOON)}
    and exists (select from market.line l where l.order_id = o.id and l.state = 'quoted') and ${within(scope, 'o.organisation_id')}`

/** A person of the site is needed for its own waits; a customer for its own. */
const steps = (scope: Scope) => sql`
  select case when s.waits_what ->> 'code' = 'step-faults' then 'step-faults' else 'line-waits' end as kind, s.waits_what ->> 'code' as code,
         s.waits_what || jsonb_build_object('step', s.name, 'order', o.number) as values, o.organisation_id, s.waits_since as since, 'order' as target_kind, o.number as target
  from market.step s join market.line l on l.id = s.line_id join market."order" o on o.id = l.order_id
  where s.state in ('acted', 'undoing') and s.does_by <> 'person' and s.waits_for = ${scope.all ? 'site' : 'customer'} and ${within(scope, 'o.organisation_id')}`

const rejections = (scope: Scope) => sql`
  select 'rejected' as kind, 'need-rejected' as code, jsonb_build_object('position', l.position, 'reason', l.reject_reason) as values,
         o.organisation_id, l.rejected_at as since, 'order' as target_kind, o.number as target
  from market.line l join market."order" o on o.id = l.order_id where l.state = 'rejected' and ${within(scope, 'o.organisation_id')}`

/**
 * What was noticed as ready and waits for its acceptance: told to whom it is delivered. What is ready and waits for the others of its order, or
 * was accepted and waits for theirs, asks nothing. Who pays for another's line reads its service only.
 */
const handovers = (scope: Scope) => sql`
  select 'line-ready' as kind, 'need-line-ready' as code, jsonb_build_object('position', l.position) as values, s.organisation_id, l.notice_sent_at as since,
         case when s.organisation_id = o.organisation_id then 'order' else 'service' end as target_kind,
         case when s.organisation_id = o.organisation_id then o.number else s.number end as target
  from market.line l join market."order" o on o.id = l.order_id join market.service s on s.id = l.service_id
  where l.state = 'ready' and l.notice_sent_at is not null and l.accepted_handover_at is null and not l.unwinding
    and ${within(scope, 's.organisation_id')}`

/** Who waits for a letter of one's own; the site's people are told of its own panels. */
const letterRequests = async (db: Db, scope: Scope, now: Date) => {
  const site = await theSite(db)
  return sql`
    select 'letter-asked' as kind, 'letter-asked' as code, jsonb_build_object('company', (select name from people.organisation_card where id = o.organisation_id)) as values,
      o.organisation_id, q.asked_at as since, 'letters' as target_kind, o.number as target
    from ${waitingRequests(dayIn(site.zone, now))} and ${scope.all ? sql`q.other_id = ${site.operatorId}` : within(scope, 'q.other_id')}`
}

const rank = { stop: 0, wait: 1, plain: 2 } as const
/** The gravest are never cut off by fifty older ones that could wait. */
const byGravity = sql`case kind ${sql.join(
  Object.entries(severity).map(([kind, of]) => sql`when ${kind} then ${sql.lit(rank[of])}`),
  sql` `,
)} end`

/** What needs a person now: the gravest first, then the oldest. Work orders are the staff's. */
export const needsOf = async (db: Db, scope: Scope, now: Date): Promise<readonly Need[]> => {
  const site = await theSite(db)
  const certificate = await certificateNeed(db, { siteId: site.id, zone: site.zone, scope, now })
  const parts = [
    ...(certificate === null ? [] : [certificate]),
    sessions(scope),
    quotes(scope, now),
    steps(scope),
    rejections(scope),
    alarms(scope),
    await letterRequests(db, scope, now),
    ...(scope.all ? [works] : [handovers(scope)]),
  ]
  const { rows } =
    await sql<NeedRow>`select * from (${sql.join(parts, sql` union all `)}) as need order by ${byGravity}, since limit ${MOST}`.execute(
      db,
    )
  const organisations = await organisationsById(
    db,
    rows.map((row) => row.organisation_id).filter((id) => id !== null),
  )
  return rows.map((row) => ({
    kind: row.kind,
    severity: severity[row.kind],
    what: { ...row.values, code: row.code },
    organisation: row.organisation_id ? organisationWire(organisations.get(row.organisation_id)) : null,
    since: row.since.toISOString(),
    target: { kind: row.target_kind, number: row.target },
  }))
}

/** Orders of which a line waits, and how many are under way. */
export const waitingOrders = async (
  db: Db,
  scope: Scope,
): Promise<{ readonly ids: readonly string[]; readonly total: number; readonly underWay: number }> => {
  const { rows } = await sql<{ id: string; waits: boolean }>`
    select o.id, bool_or(l.waiting_for is not null or s.waits_for is not null) as waits from market."order" o join market.line l on l.order_id = o.id
    left join market.step s on s.line_id = l.id and s.state in ('acted', 'undoing')
    where (l.state in ('accepted', 'delivering', 'waiting', 'ready', 'rejected') or l.unwinding) and ${within(scope, 'o.organisation_id')}
    group by o.id order by min(coalesce(l.waiting_since, s.waits_since)) nulls last`.execute(db)
  const waiting = rows.filter((row) => row.waits)
  return { ids: waiting.slice(0, MOST).map((row) => row.id), total: waiting.length, underWay: rows.length }
}
