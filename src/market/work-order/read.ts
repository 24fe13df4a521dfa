import { sql } from 'kysely'
import type { Db } from '#postgres'
import type { WorkWire } from '../contract.ts'
import { organisationWire } from '../order/read.ts'
import { organisationsById, personNames } from '../store.ts'
import { type WorkRow, instrumentsFor, proofsOf } from './store.ts'

const contextOf = async (
  db: Db,
  stepIds: readonly string[],
): Promise<ReadonlyMap<string, { readonly order: string; readonly service: string | null }>> =>
  new Map(
    (
      await sql<{ step_id: string; order: string; service: string | null }>`
        select s.id as step_id, o.number as "order", v.number as service from market.step s join market.line l on l.id = s.line_id
        join market."order" o on o.id = l.order_id left join market.service v on v.id = l.service_id where s.id = any(${[...stepIds]})`.execute(
        db,
      )
    ).rows.map((row) => [row.step_id, row]),
  )

/** Work orders as a technician sees them; `asker`: the person, whose own instruments come first. */
export const readWork = async (
  db: Db,
  rows: readonly WorkRow[],
  asker: string | null,
): Promise<readonly WorkWire[]> => {
  const instruments = await instrumentsFor(db, asker)
  const contexts = await contextOf(
    db,
    rows.map((row) => row.step_id),
  )
  const proofs = await proofsOf(
    db,
    rows.map((row) => row.id),
  )
  const organisations = await organisationsById(
    db,
    rows.map((row) => row.organisation_id),
  )
  const names = await personNames(db, [
    ...rows.flatMap((row) => [row.taken_by, row.done_by, row.confirmed_by]),
    ...proofs.map((proof) => proof.by_person),
  ])
  const nameOf = (id: string | null): string | null => (id ? (names.get(id) ?? null) : null)
  return rows.map((row) => ({
    number: row.number,
    organisation: organisationWire(organisations.get(row.organisation_id)),
    order: contexts.get(row.step_id)?.order ?? '',
    service: contexts.get(row.step_id)?.service ?? null,
    undo: row.undo,
    state: row.state,
    what: { ...row.what.what },
    places: row.what.places.map((place) => ({ ...place })),
    tools: row.what.tools.map((tool) => ({ ...tool })),
    actions: row.what.actions.map((action) => ({ ...action })),
    needs: row.needs.map((need) => ({ ...need, instruments: [...(need.instruments ?? [])] })),
    instruments: instruments.filter(({ kind }) => row.needs.some((need) => need.instruments?.includes(kind))),
    proofs: proofs
      .filter((proof) => proof.work_order_id === row.id)
      .map((proof) => ({
        name: proof.name,
        kind: proof.kind,
        text: proof.text,
        value: proof.value,
        unit: proof.unit,
        file: proof.file_id,
        by: nameOf(proof.by_person),
        instrument: proof.instrument,
        taken_at: proof.taken_at.toISOString(),
      })),
    second_person: row.second_person,
    taken_by: nameOf(row.taken_by),
    done_by: nameOf(row.done_by),
    confirmed_by: nameOf(row.confirmed_by),
    blocked_why: row.blocked_why,
    planned_for: row.planned_for?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
    done_at: row.done_at?.toISOString() ?? null,
    version: row.version,
  }))
}
