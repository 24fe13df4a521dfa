import { sql } from 'kysely'
import { newId } from '#kernel'
import type { Db } from '#postgres'
import type { WaitOwner } from '../model.ts'
import type { Step } from '../product.ts'
import type { StepState } from './plan-delivery.ts'

export interface StepRow {
  id: string
  line_id: string
  position: number
  name: string
  does_by: 'person' | 'machine' | 'customer'
  for_ready: boolean
  state: StepState
  acted_at: Date | null
  done_at: Date | null
  waits_for: WaitOwner | null
  waits_what: { code: string } | null
  waits_since: Date | null
  fault: string | null
  closed_by: string | null
}

const columns = sql`id, line_id, position, name, does_by, for_ready, state, acted_at, done_at, waits_for, waits_what, waits_since, fault, closed_by`

export const insertSteps = async (
  tx: Db,
  lineId: string,
  steps: readonly Pick<Step<never>, 'name' | 'by' | 'forReady'>[],
): Promise<void> => {
  // What is done once and leaves nothing behind is taken off the books without a step.
  if (steps.length === 0) return
  const rows = steps.map(
    (step, at) => sql`(${newId()}, ${lineId}, ${at + 1}, ${step.name}, ${step.by}, ${step.forReady})`,
  )
  await sql`insert into market.step (id, line_id, position, name, does_by, for_ready) values ${sql.join(rows)}`.execute(
    tx,
  )
}

export const stepsOf = async (db: Db, lineIds: readonly string[]): Promise<readonly StepRow[]> =>
  (
    await sql<StepRow>`select ${columns} from market.step where line_id = any(${[...lineIds]}) order by line_id, position`.execute(
      db,
    )
  ).rows

export interface StepChange {
  readonly state?: StepState
  readonly actedAt?: Date | null
  readonly doneAt?: Date | null
  readonly undoneAt?: Date
  readonly wait?: { readonly for: WaitOwner; readonly what: { readonly code: string }; readonly since: Date } | null
  readonly fault?: string | null
  readonly closedBy?: string | null
}

export const changeStep = async (tx: Db, stepId: string, change: StepChange): Promise<void> => {
  const { wait } = change
  const sets = [
    ...(change.state ? [sql`state = ${change.state}`] : []),
    ...(change.actedAt === undefined ? [] : [sql`acted_at = ${change.actedAt}`]),
    ...(change.doneAt === undefined ? [] : [sql`done_at = ${change.doneAt}`]),
    ...(change.undoneAt ? [sql`undone_at = ${change.undoneAt}`] : []),
    ...(wait === undefined
      ? []
      : [
          sql`waits_for = ${wait?.for ?? null}, waits_what = ${wait ? JSON.stringify(wait.what) : null}::jsonb, waits_since = ${wait?.since ?? null}`,
        ]),
    ...(change.fault === undefined ? [] : [sql`fault = ${change.fault}`]),
    ...(change.closedBy === undefined ? [] : [sql`closed_by = ${change.closedBy}`]),
  ]
  if (sets.length > 0) await sql`update market.step set ${sql.join(sets)} where id = ${stepId}`.execute(tx)
}

/** A line that may have something to do. */
export interface BusyLine {
  readonly id: string
  readonly product: string
  readonly serviceId: string
  /** All that people and the market's own routes may change of it, as a text: the same text, nothing new. */
  readonly sign: string
}

/** Lines that may be driven (see `mayDrive`), the oldest first. */
export const busyLines = async (db: Db, siteId: string, now: Date, limit: number): Promise<readonly BusyLine[]> =>
  (
    await sql<BusyLine>`
      select l.id, l.product, l.service_id as "serviceId",
        concat_ws(' ', l.version, s.version,
          (select string_agg(t.state, ',' order by t.position) from market.step t where t.line_id = l.id),
          (select sum(w.version) from market.work_order w join market.step t on t.id = w.step_id where t.line_id = l.id),
          case when o.together then (select sum(other.version) from market.line other where other.order_id = o.id) end) as sign
      from market.line l join market.service s on s.id = l.service_id join market."order" o on o.id = l.order_id
      where s.site_id = ${siteId} and (l.unwinding
        or (l.does = 'cease' and l.state in ('accepted', 'delivering', 'waiting')
            and (s.ends_on is null or s.ends_on <= (${now}::timestamptz at time zone s.zone)::date))
        or (l.change_open and s.suspended_for is null and s.state in ('in-service', 'notice-given')
            and l.state in ('accepted', 'delivering', 'waiting', 'ready', 'in-service'))
        or (l.does = 'create' and s.suspended_for is null and s.state in ('planned', 'in-service', 'notice-given')
            and (l.state in ('accepted', 'delivering', 'waiting', 'ready')
              or (l.state = 'in-service' and exists (select from market.step t where t.line_id = l.id and t.state in ('pending', 'acted'))))))
      order by l.id limit ${limit}`.execute(db)
  ).rows

/** The steps of a service's delivery that were begun; null: it was not delivered here (it was there at the opening). */
export const stepsBegun = async (db: Db, serviceId: string): Promise<readonly string[] | null> => {
  const { rows } = await sql<{ name: string; state: StepState }>`
    select t.name, t.state from market.step t join market.line l on l.id = t.line_id
    where l.service_id = ${serviceId} and l.does = 'create'`.execute(db)
  if (rows.length === 0) return null
  return rows.filter(({ state }) => state === 'acted' || state === 'done').map(({ name }) => name)
}

/**
 * Steps of a delivery that a change does once more and has not come to yet (`open-again` does `open`), while machines have begun
 * to change what they showed.
 */
export const stepsToRedo = async (db: Db, serviceId: string): Promise<readonly string[]> =>
  (
    await sql<{ name: string }>`
      select regexp_replace(t.name, '-again$', '') as name from market.step t join market.line l on l.id = t.line_id
      where l.service_id = ${serviceId} and l.change_open and not l.unwinding and t.name like '%-again' and t.state = 'pending'
        and exists (select from market.step m where m.line_id = l.id and m.does_by = 'machine' and m.state in ('acted', 'done'))`.execute(
      db,
    )
  ).rows.map(({ name }) => name)
