import { sql } from 'kysely'
import type { Db } from '#postgres'
import { judgeHealthData } from './health-data/store.ts'
import { judgeEnds } from './products/cross-connect/ends/store.ts'
import { judgeLimits } from './sum/store.ts'
import type { Difference } from './sum/compare-limits.ts'

export type { Difference } from './sum/compare-limits.ts'

/**
 * Each question lists what should not be. *Lost*: promised and not being delivered or billed. *Double*: one thing for two.
 * *Leaked*: held or wished for nobody. The questions are asked of the rows themselves, never of the code that wrote them.
 */
const questions: readonly (readonly [Difference['kind'], string, string])[] = [
  [
    'lost',
    'accepted line without a service',
    `select o.number from market.line l join market."order" o on o.id = l.order_id
    where l.state in ('accepted','delivering','waiting','ready','in-service') and l.service_id is null`,
  ],
  [
    'lost',
    'accepted line without steps',
    `select o.number from market.line l join market."order" o on o.id = l.order_id
    where l.state in ('accepted','delivering','waiting','ready','in-service') and not exists (select from market.step s where s.line_id = l.id)
      and not (l.does = 'change' and coalesce(jsonb_array_length(l.quote #> '{change,plan,steps}'), 0) = 0)
      and not (l.does = 'cease' and l.product = 'move')`,
  ],
  [
    'lost',
    'order signed without a line that was reserved',
    `select o.number from market."order" o
    where o.accepted_at is not null and exists (select from market.line l where l.order_id = o.id and l.state in ('draft','quoted','refused','expired'))`,
  ],
  [
    'lost',
    'service that is delivered or in service and holds nothing',
    // A move is people's work: it holds nothing of the site's.
    `select s.number from market.service s
    where s.state in ('planned','in-service','suspended','notice-given') and s.product <> 'move' and not exists (select from market.claim c where c.service_id = s.id and c.given_back_at is null)`,
  ],
  [
    'lost',
    'line in service whose service is not',
    `select s.number from market.line l join market.service s on s.id = l.service_id
    where l.state = 'in-service' and l.does = 'create' and s.state = 'planned'`,
  ],
  [
    'lost',
    'service in service that is priced and not billed',
    `select s.number from market.service s
    where s.state in ('in-service','suspended','notice-given') and s.monthly_micro_euros is not null and s.billing_from is null`,
  ],
  [
    'lost',
    'step begun by a person’s work order that does not exist',
    `select o.number from market.step s join market.line l on l.id = s.line_id join market."order" o on o.id = l.order_id
    where s.does_by = 'person' and s.state = 'acted' and not exists (select from market.work_order w where w.step_id = s.id)`,
  ],
  [
    'lost',
    'notice given and no order that takes the service down',
    `select s.number from market.service s
    where s.state in ('notice-given','dismantling') and not exists (select from market.line l where l.service_id = s.id and l.does = 'cease' and l.state <> 'cancelled')`,
  ],
  [
    'lost',
    'acceptance that the journal does not know',
    `select o.number from market."order" o
    where o.accepted_at is not null and not exists (select from floor.journal j where j.subject_kind = 'order' and j.subject_id = o.number and j.name = 'order-accepted')`,
  ],
  [
    'double',
    'thing held twice',
    `select a.label from market.claim a join market.claim b on a.thing_id = b.thing_id and a.span && b.span and a.id < b.id
    where a.given_back_at is null and b.given_back_at is null`,
  ],
  [
    'double',
    'service created by two lines',
    `select s.number from market.service s join market.line l on l.service_id = s.id and l.does = 'create' group by s.number having count(*) > 1`,
  ],
  [
    'double',
    'work order open twice for one step',
    `select min(w.number) from market.work_order w where w.state in ('open','taken','blocked','to-confirm')
    group by w.step_id, w.undo having count(*) > 1`,
  ],
  [
    'leaked',
    'claim of a line that will not be delivered',
    `select c.label from market.claim c join market.line l on l.id = c.line_id
    where c.given_back_at is null and c.rests_until is null and l.state in ('cancelled','expired','refused','dismantled')`,
  ],
  [
    'leaked',
    'claim of a closed service that does not rest',
    `select c.label from market.claim c join market.service s on s.id = c.service_id
    where c.given_back_at is null and c.rests_until is null and s.state = 'closed'`,
  ],
  [
    'leaked',
    'claim of nobody',
    `select c.label from market.claim c where c.given_back_at is null and c.service_id is null and c.letter_id is null and c.firm_until is null and c.rests_until is null
      and not exists (select from market.line l where l.id = c.line_id and l.change_open)`,
  ],
  [
    'lost',
    'letter that may be used and holds no position',
    `select l.number from market.letter l join facility.site_card s on s.id = l.site_id where l.used_line_id is null and l.revoked_at is null
      and not exists (select from market.claim c where c.letter_id = l.id
        and (c.given_back_at is null or (c.given_back_at at time zone s.zone)::date > l.expires_on))`,
  ],
  [
    'leaked',
    'position held by a letter that is used, revoked or long expired',
    // A day of grace: expired letters are released by a reconciler, not by the clock.
    `select l.number from market.claim c join market.letter l on l.id = c.letter_id join facility.site_card s on s.id = l.site_id
    where c.given_back_at is null and (l.used_line_id is not null or l.revoked_at is not null or l.expires_on < (:now at time zone s.zone)::date - 1)`,
  ],
  [
    'double',
    'letter used by a line of another company',
    `select l.number from market.letter l join market.line n on n.id = l.used_line_id join market."order" o on o.id = n.order_id
    where o.organisation_id <> l.organisation_id`,
  ],
  [
    'leaked',
    'port wished for a service that is closed or unknown',
    `select a.service_id::text from exchange.attachment_card a
    where a.state <> 'off' and not exists (select from market.service s where s.id = a.service_id and s.state <> 'closed')`,
  ],
  [
    'leaked',
    'connection declared for a service that is closed or unknown',
    `select d.service_id::text from exchange.declared_card d
    where not exists (select from market.service s where s.id = d.service_id and s.state <> 'closed')`,
  ],
  [
    'leaked',
    'port wished for a service that does not hold it',
    `select a.service_id::text from exchange.attachment_card a
    where a.state <> 'off' and not exists (select from market.claim c
      left join market.line l on l.id = c.line_id and l.change_open
      where (c.service_id = a.service_id or l.service_id = a.service_id) and c.thing_id = a.port_id and c.given_back_at is null)`,
  ],
  [
    'leaked',
    'port open of a service that is suspended',
    `select s.number from exchange.attachment_card a join market.service s on s.id = a.service_id
    where a.state in ('production', 'quarantine') and s.suspended_for is not null`,
  ],
  [
    'leaked',
    'thing that a change was to give back',
    `select c.label from market.line l cross join jsonb_array_elements_text(l.change -> 'leaves') left_id join market.claim c on c.id = left_id::uuid
    where l.state = 'in-service' and not l.change_open and c.given_back_at is null and c.rests_until is null`,
  ],
  [
    'leaked',
    'change that is over and still open',
    `select o.number from market.line l join market."order" o on o.id = l.order_id where l.change_open and l.state in ('cancelled', 'expired', 'refused', 'dismantled')`,
  ],
  [
    'lost',
    'change in service that its service’s price does not know',
    `select s.number from market.line l join market.service s on s.id = l.service_id
    where l.does = 'change' and l.state = 'in-service' and not exists (select from market.service_price p where p.line_id = l.id)`,
  ],
  [
    'lost',
    'service whose price is not the last of its history',
    `select s.number from market.service s join lateral (select p.monthly_micro_euros from market.service_price p
      where p.service_id = s.id order by p.from_date desc, p.id desc limit 1) last on true where last.monthly_micro_euros is distinct from s.monthly_micro_euros`,
  ],
  [
    'leaked',
    'work order open for a step that is over',
    `select w.number from market.work_order w join market.step s on s.id = w.step_id
    where w.state in ('open','taken','blocked','to-confirm') and ((not w.undo and s.state in ('done','undone')) or (w.undo and s.state = 'undone'))`,
  ],
  [
    'leaked',
    'clock that runs for a line that is over',
    `select o.number from market.clock c join market.line l on l.id = c.line_id join market."order" o on o.id = l.order_id
    where c.ended_at is null and (l.state in ('cancelled','expired','dismantled')
      or exists (select from market.service s where s.id = l.service_id and s.state = 'closed'))`,
  ],
  [
    'lost',
    'power that is held and counts for nothing',
    `select c.label from market.load p join market.claim c on c.id = p.claim_id
    where c.given_back_at is null and not exists (select from market.sum_claim s where s.claim_id = c.id)`,
  ],
  [
    'leaked',
    'power that counts for a claim that was given back',
    `select c.label from market.claim c where c.given_back_at is not null and exists (select from market.sum_claim s where s.claim_id = c.id)`,
  ],
  [
    'double',
    'limit that is sold over',
    `select e.element_id::text from market.element_limit e where e.reserved > e.limit_amount`,
  ],
  [
    'leaked',
    'reserved sum that its claims do not make',
    `select e.element_id::text from market.element_limit e
    where e.reserved <> coalesce((select sum(c.amount) from market.sum_claim c where c.element_id = e.element_id and c.failure_case = e.failure_case and c.unit = e.unit), 0)`,
  ],
]

/** Most differences told of one question: the first hundred are enough to know. */
const MOST = 100

/** A question as it is asked at an instant: `:now` stands for it. */
const asked = (question: string, now: Date) =>
  sql.join(
    question.split(':now').map((part) => sql.raw(part)),
    sql`${now}::timestamptz`,
  )

/** Recomputes all promises from the rows in one snapshot, at that instant, and lists every difference. */
export const judge = async (db: Db, now: Date): Promise<readonly Difference[]> =>
  db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      const differences: Difference[] = []
      for (const [kind, what, question] of questions) {
        const { rows } = await sql<{
          subject: string
        }>`select subject from (${asked(question, now)}) as found (subject) limit ${MOST}`.execute(tx)
        differences.push(...rows.map(({ subject }) => ({ kind, what, subject })))
      }
      for (const found of [await judgeLimits(tx), await judgeHealthData(tx, now), await judgeEnds(tx)])
        differences.push(...found.slice(0, MOST))
      return differences
    })
