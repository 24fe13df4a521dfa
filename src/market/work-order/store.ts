import { sql } from 'kysely'
import type { InstrumentKind } from '#facility/contract'
import { newId } from '#kernel'
import { type Db, notify } from '#postgres'
import { numberInYear } from '../order/store.ts'
import type { Site } from '../product.ts'
import type { Instrument, InstrumentOffered, InstrumentRead, KeptInstrument } from './instrument.ts'

export interface Place {
  readonly room: string
  readonly row: string
  readonly rack: string
  readonly panel: string | null
  readonly position: number | null
  readonly device: string | null
  readonly port: number | null
  readonly unit_u: number | null
}

/** A proof that a work order asks for; bounds in the reading's unit, `equals` for a scanned label. */
export interface Need {
  readonly name: string
  readonly kind: 'note' | 'photo' | 'scan' | 'reading'
  readonly unit: string | null
  readonly min: number | null
  readonly max: number | null
  readonly equals: string | null
  readonly required: boolean
  /** What such a value is read with, the usual kind first; absent: it is no reading of an instrument. */
  readonly instruments?: readonly InstrumentKind[]
}

/** What a technician is told: codes of the market's words with their values, so that it reads in both languages. */
export interface Instructions {
  readonly what: { readonly code: string; readonly [value: string]: unknown }
  readonly places: readonly Place[]
  readonly tools: readonly { readonly code: string; readonly [value: string]: unknown }[]
  readonly actions: readonly { readonly code: string; readonly [value: string]: unknown }[]
  readonly needs: readonly Need[]
  /** A second person confirms what can darken a customer. */
  readonly secondPerson: boolean
}

export interface WorkRow {
  id: string
  number: string
  step_id: string
  undo: boolean
  organisation_id: string
  what: Omit<Instructions, 'needs' | 'secondPerson'>
  needs: readonly Need[]
  second_person: boolean
  planned_for: Date | null
  state: 'open' | 'taken' | 'blocked' | 'to-confirm' | 'done' | 'withdrawn'
  taken_by: string | null
  blocked_why: string | null
  done_by: string | null
  done_at: Date | null
  confirmed_by: string | null
  confirmed_at: Date | null
  created_at: Date
  version: number
}

export interface ProofRow {
  work_order_id: string
  name: string
  kind: Need['kind']
  text: string | null
  value: number | null
  unit: string | null
  file_id: string | null
  by_person: string | null
  instrument_id: string | null
  instrument: InstrumentRead | null
  taken_at: Date
}

const columns = sql`w.id, w.number, w.step_id, w.undo, w.organisation_id, w.what, w.needs, w.second_person, w.planned_for, w.state, w.taken_by,
  w.blocked_why, w.done_by, w.done_at, w.confirmed_by, w.confirmed_at, w.created_at, w.version`

/** Opens the work order of a step, or of its undoing; once, however often it is asked. */
export const openWork = async (
  of: {
    readonly tx: Db
    readonly site: Site
    readonly now: Date
    readonly stepId: string
    readonly organisationId: string
  },
  undo: boolean,
  instructions: Instructions,
): Promise<void> => {
  const { tx, site, now, stepId } = of
  if (await workOfStep(tx, stepId, undo)) return
  const { needs, secondPerson, ...what } = instructions
  await sql`
    insert into market.work_order (id, site_id, number, step_id, undo, organisation_id, what, needs, second_person, state, created_at)
    values (${newId()}, ${site.id}, ${await numberInYear(tx, site, 'W', now)}, ${stepId}, ${undo}, ${of.organisationId},
            ${JSON.stringify(what)}::jsonb, ${JSON.stringify(needs)}::jsonb, ${secondPerson}, 'open', ${now})`.execute(
    tx,
  )
}

export const workOfStep = async (db: Db, stepId: string, undo: boolean, lock = false): Promise<WorkRow | null> =>
  (
    await sql<WorkRow>`select ${columns} from market.work_order w where w.step_id = ${stepId} and w.undo = ${undo}
      ${lock ? sql`for update` : sql``}`.execute(db)
  ).rows[0] ?? null

/** The step was found done without its work order: nobody need go there any more. */
export const withdrawOpenWork = async (tx: Db, stepId: string): Promise<void> => {
  await sql`update market.work_order set state = 'withdrawn', version = version + 1
    where step_id = ${stepId} and not undo and state in ('open', 'taken', 'blocked', 'to-confirm')`.execute(tx)
}

export const findWork = async (db: Db, number: string, lock = false): Promise<WorkRow | null> =>
  (
    await sql<WorkRow>`select ${columns} from market.work_order w where w.number = ${number} ${lock ? sql`for update` : sql``}`.execute(
      db,
    )
  ).rows[0] ?? null

export const listWorkRows = async (
  db: Db,
  filter: {
    readonly state: string | null
    readonly open: boolean
    readonly before: string | null
    readonly limit: number
  },
): Promise<{ readonly rows: readonly WorkRow[]; readonly total: number }> => {
  const where = sql`(${filter.state}::text is null or w.state = ${filter.state})
    and (not ${filter.open}::boolean or w.state in ('open', 'taken', 'blocked', 'to-confirm'))`
  const { rows } = await sql<WorkRow>`select ${columns} from market.work_order w
    where ${where} and (${filter.before}::uuid is null or w.id < ${filter.before}::uuid) order by w.id desc limit ${filter.limit}`.execute(
    db,
  )
  const total =
    (await sql<{ n: number }>`select count(*)::int as n from market.work_order w where ${where}`.execute(db)).rows[0]
      ?.n ?? 0
  return { rows, total }
}

export const proofsOf = async (db: Db, workIds: readonly string[]): Promise<readonly ProofRow[]> =>
  (
    await sql<ProofRow>`select work_order_id, name, kind, text, value::float8 as value, unit, file_id, by_person, instrument_id, instrument, taken_at
      from market.work_proof where work_order_id = any(${[...workIds]}) order by received_at, name`.execute(db)
  ).rows

export interface WorkChange {
  readonly state: WorkRow['state']
  /** Who takes it over; `begunBy` counts only where nobody has taken it yet. */
  readonly takenBy?: string | null
  readonly begunBy?: string | null
  readonly blockedWhy?: string | null
  readonly done?: { readonly by: string | null; readonly at: Date }
  readonly confirmed?: { readonly by: string | null; readonly at: Date }
}

/** Moves a work order and wakes the delivery that waits for it. */
export const changeWork = async (tx: Db, workId: string, change: WorkChange): Promise<void> => {
  const sets = [
    sql`state = ${change.state}, version = version + 1`,
    ...(change.takenBy === undefined ? [] : [sql`taken_by = ${change.takenBy}`]),
    ...(change.begunBy === undefined ? [] : [sql`taken_by = coalesce(taken_by, ${change.begunBy})`]),
    ...(change.blockedWhy === undefined ? [] : [sql`blocked_why = ${change.blockedWhy}`]),
    ...(change.state === 'blocked' ? [sql`was_blocked = true`] : []),
    ...(change.done ? [sql`done_by = ${change.done.by}, done_at = ${change.done.at}`] : []),
    ...(change.confirmed ? [sql`confirmed_by = ${change.confirmed.by}, confirmed_at = ${change.confirmed.at}`] : []),
  ]
  await sql`update market.work_order set ${sql.join(sets)} where id = ${workId}`.execute(tx)
  await notify(tx, 'work')
}

export const insertProof = async (
  tx: Db,
  workId: string,
  proof: {
    readonly need: Need
    readonly text: string | null
    readonly value: number | null
    readonly fileId: string | null
    readonly by: string | null
    readonly instrument?: KeptInstrument | null
    readonly takenAt: Date
    readonly now: Date
  },
): Promise<void> => {
  await sql`
    insert into market.work_proof (id, work_order_id, name, kind, text, value, unit, file_id, by_person, instrument_id, instrument, taken_at, received_at)
    values (${newId()}, ${workId}, ${proof.need.name}, ${proof.need.kind}, ${proof.text}, ${proof.value}, ${proof.need.unit}, ${proof.fileId}, ${proof.by},
            ${proof.instrument?.id ?? null}, ${proof.instrument ? JSON.stringify(proof.instrument.read) : null}::jsonb, ${proof.takenAt}, ${proof.now})
    on conflict (work_order_id, name) do update set text = excluded.text, value = excluded.value, file_id = excluded.file_id,
      by_person = excluded.by_person, instrument_id = excluded.instrument_id, instrument = excluded.instrument, taken_at = excluded.taken_at, received_at = excluded.received_at`.execute(
    tx,
  )
}

/** What the site's people can read values with; dates as its files tell them. */
export const instrumentsOf = async (db: Db): Promise<readonly Instrument[]> =>
  (
    await sql<Instrument>`select id, handle, kind, make, model, serial, calibrated_until::text as calibrated_until, retired_on::text as retired_on
      from facility.instrument_card order by handle`.execute(db)
  ).rows

/** The same with when this person last used each; the one used last comes first. */
export const instrumentsFor = async (db: Db, personId: string | null): Promise<readonly InstrumentOffered[]> => {
  const { rows: used } = await sql<{ id: string; at: Date }>`
    select instrument_id as id, max(taken_at) as at from market.work_proof
    where by_person = ${personId} and instrument_id is not null group by 1`.execute(db)
  const last = new Map(used.map(({ id, at }) => [id, at.toISOString()]))
  return (await instrumentsOf(db))
    .map(({ id, ...one }) => ({ ...one, last_used_at: last.get(id) ?? null }))
    .toSorted((a, b) => (b.last_used_at ?? '').localeCompare(a.last_used_at ?? '', 'en'))
}
