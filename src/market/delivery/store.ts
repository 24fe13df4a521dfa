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

/** Lines that may have something to do; the oldest first. */
export const busyLines = async (db: Db, siteId: string, limit: number): Promise<readonly string[]> =>
  (
    await sql<{ id: string }>`
      select l.id from market.line l join market."order" o on o.id = l.order_id
      where o.site_id = ${siteId} and (l.state in ('accepted', 'delivering', 'waiting', 'ready') or l.unwinding
             or (l.state = 'in-service' and exists (select from market.step s where s.line_id = l.id and s.state in ('pending', 'acted'))))
      order by l.id limit ${limit}`.execute(db)
  ).rows.map((row) => row.id)
