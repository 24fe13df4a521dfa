import { sql } from 'kysely'
import type { Capacity } from '#facility'
import { type Db, keepFile } from '#postgres'
import { changesBeside } from '../../change/store.ts'
import type { AskingChange } from '../../product.ts'
import type { InstrumentRead } from '../../work-order/instrument.ts'
import { movedEnd } from '../cross-connect/change/decide-change.ts'

/** A compartment that is held beside a service for its growth: empty, without power. */
export const OPTION_KIND = 'compartment-option'

/** An outlet of a shared rack's strip, with its own meter. */
export const OUTLET_KIND = 'outlet'

/** Kinds of things that are compartments: a whole one, height units of a shared one, or an option on one. */
export const SPACE_KINDS = ['compartment', 'rack-units', OPTION_KIND] as const

/** Which spans of which compartments others hold. */
export const heldSpace = async (
  db: Db,
  siteId: string,
  exceptLineId: string | null,
): Promise<ReadonlyMap<string, readonly (readonly [number, number])[]>> => {
  const { rows } = await sql<{ id: string; from: number; to: number }>`
    select thing_id as id, lower(span) as "from", upper(span) as "to" from market.claim
    where site_id = ${siteId} and kind = any(${[...SPACE_KINDS]}) and given_back_at is null
      and (${exceptLineId}::uuid is null or line_id is distinct from ${exceptLineId}::uuid)`.execute(db)
  const held = new Map<string, (readonly [number, number])[]>()
  for (const { id, from, to } of rows) held.set(id, [...(held.get(id) ?? []), [from, to]])
  return held
}

/** The compartments of one of this customer's own services; null where it has no such service that holds space. */
export const ownSpace = async (
  db: Db,
  of: { readonly organisationId: string; readonly service: string },
): Promise<readonly string[] | null> => {
  const { rows } = await sql<{ id: string }>`
    select c.thing_id as id from market.claim c join market.service s on s.id = c.service_id
    where s.number = ${of.service} and s.organisation_id = ${of.organisationId} and c.kind = any(${[...SPACE_KINDS]}) and c.given_back_at is null`.execute(
    db,
  )
  return rows.length === 0 ? null : rows.map(({ id }) => id)
}

/** An option as it stands: on which compartment, and of what service. */
export interface OwnOption {
  readonly compartmentId: string
  readonly state: string
  /** No price, nothing that an exercise could take off. */
  readonly hasContract: boolean
  /** The order of a change that the service is undergoing. */
  readonly changeOrder: string | null
}

/** The option that one of this customer's own services has; null where there is none. */
export const ownOption = async (
  db: Db,
  of: { readonly organisationId: string; readonly service: string },
): Promise<OwnOption | null> =>
  (
    await sql<OwnOption>`
      select c.thing_id as "compartmentId", s.state, s.monthly_micro_euros is not null and s.billing_from is not null as "hasContract",
        (select o.number from market.line l join market."order" o on o.id = l.order_id
          where l.service_id = s.id and l.change_open) as "changeOrder"
      from market.claim c join market.service s on s.id = c.service_id
      where s.number = ${of.service} and s.organisation_id = ${of.organisationId} and c.kind = ${OPTION_KIND} and c.given_back_at is null`.execute(
      db,
    )
  ).rows[0] ?? null

/** The order whose firm quote, or whose other line, promises to exercise the option on this compartment; null: none but this line. */
export const optionQuotedBy = async (
  db: Db,
  compartmentId: string,
  exceptLineId: string | null,
): Promise<string | null> =>
  (
    await sql<{ number: string }>`
      select o.number from market.claim c join market.line l on l.id = c.line_id join market."order" o on o.id = l.order_id
      where c.thing_id = ${compartmentId} and c.kind = 'power' and c.given_back_at is null and l.does = 'create'
        and (${exceptLineId}::uuid is null or c.line_id <> ${exceptLineId}::uuid)
      order by o.number limit 1`.execute(db)
  ).rows[0]?.number ?? null

export const handoverNoteOf = async (
  db: Db,
  serviceId: string,
): Promise<{ readonly fileId: string; readonly madeAt: Date; readonly sha256: string } | null> =>
  (
    await sql<{ fileId: string; madeAt: Date; sha256: string }>`
      select h.file_id as "fileId", h.made_at as "madeAt", encode(f.sha256, 'hex') as sha256
      from market.handover_note h join floor.file f on f.id = h.file_id where h.service_id = ${serviceId}`.execute(db)
  ).rows[0] ?? null

/** Keeps the note as the service's last one; an older one stays among the files that its evidence names. */
export const keepHandoverNote = async (
  tx: Db,
  note: {
    readonly serviceId: string
    readonly organisationId: string
    readonly name: string
    readonly content: Uint8Array
    readonly now: Date
  },
): Promise<void> => {
  const file = await keepFile(tx, {
    name: note.name,
    content: note.content,
    ownerOrganisationId: note.organisationId,
    now: note.now,
  })
  if (!file.ok) throw new Error(`a handover note of our own was refused: ${file.refusal.code}`)
  await sql`insert into market.handover_note (service_id, file_id, made_at) values (${note.serviceId}, ${file.value.id}, ${note.now})
    on conflict (service_id) do update set file_id = excluded.file_id, made_at = excluded.made_at`.execute(tx)
}

/** What was read and handed over, as the steps of this line showed it. */
export interface Shown {
  readonly step: string
  readonly proof: string
  readonly value: string
  readonly unit: string | null
  readonly by: string | null
  readonly instrument: InstrumentRead | null
  readonly at: Date
}
export const shownOf = async (db: Db, lineId: string): Promise<readonly Shown[]> =>
  (
    await sql<Shown>`
      select distinct on (e.step, e.proof) e.step, e.proof, e.value #>> '{}' as value, e.unit, p.name as by, e.instrument, e.at
      from market.evidence e left join people.person_card p on p.id = e.by_person
      where e.line_id = ${lineId} order by e.step, e.proof, e.at desc`.execute(db)
  ).rows

/** Names for paper: the customer, its language, and the site. */
export const partiesOf = async (
  db: Db,
  of: { readonly organisationId: string; readonly siteId: string },
): Promise<{
  readonly customer: string
  readonly language: 'fr' | 'en'
  readonly site: string
  readonly operator: string
}> => {
  const row = (
    await sql<{ customer: string; language: 'fr' | 'en'; site: string; operator: string }>`
      select o.name as customer, o.language, s.name as site, p.name as operator
      from people.organisation_card o cross join facility.site_card s join people.organisation_card p on p.id = s.operator_id
      where o.id = ${of.organisationId} and s.id = ${of.siteId}`.execute(db)
  ).rows[0]
  if (!row) throw new Error('the parties of a handover are not known')
  return row
}

interface Moving extends Pick<AskingChange<never>, 'tx' | 'serviceId' | 'lineId' | 'beside'> {
  readonly capacity: Capacity
  /** Compartments: where the service stands, and where it would. */
  readonly from: string
  readonly to: string
}

/** A cross-connect of the one who stands there, and which of its ends begin in that space. */
interface Beginning {
  readonly id: string
  readonly number: string
  readonly parameters: object
  readonly a: boolean
  readonly z: boolean
}

/** By the service that an end names, or by the line of the order that created both. */
const beginsIn = (end: 'a' | 'z') => sql`(v.parameters #>> ${[end, 'service']}::text[] is not distinct from s.number
  or exists (select from market.line l join market.line o on o.order_id = l.order_id
    where l.service_id = x.id and l.does = 'create' and o.service_id = s.id and o.does = 'create'
      and o.position = (v.parameters #>> ${[end, 'line']}::text[])::int))`

/**
 * Cross-connects that begin in this space and would be left behind: a jumper comes along only as far as its panel still serves the
 * new rack, in the same row and not on the old rack itself; or where the same order moves this very end. One that a change is bringing here
 * begins here already. In the order of their numbers.
 */
export const leftBehind = async ({ capacity, from, to, ...of }: Moving): Promise<readonly string[]> => {
  const [old, next] = [from, to].map((id) => capacity.compartments.get(id))
  if (!old || !next) throw new Error(`no compartment ${old ? to : from}`)
  if (old.rack === next.rack) return []
  const { rows } = await sql<Beginning>`
    select x.id, x.number, v.parameters, ${beginsIn('a')} as a, ${beginsIn('z')} as z
    from market.service x join market.service s on s.id = ${of.serviceId} and s.site_id = x.site_id
      left join market.line g on g.service_id = x.id and g.change_open and not g.unwinding
      cross join lateral (select x.parameters, x.id as service_id, null::uuid as line_id
        union all select g.parameters, null, g.id where g.id is not null) v
    where x.product = 'cross-connect' and x.state <> 'closed'
      and (x.organisation_id = s.organisation_id or exists (select from market.line l join market."order" o on o.id = l.order_id
        where l.service_id = x.id and l.does = 'create' and o.organisation_id = s.organisation_id))
      and (${beginsIn('a')} or ${beginsIn('z')})
      and not (${old.row === next.row} and exists (select from market.claim c join fibre.panel_card p on p.id = c.thing_id
        where (c.service_id = v.service_id or c.line_id = v.line_id) and c.kind = 'panel-position' and c.given_back_at is null
          and p.row_handle = ${old.row} and p.rack_handle <> ${old.rack}))
    order by x.number`.execute(of.tx)
  const changed = await changesBeside(of.tx, of)
  const comesAlong = ({ id, parameters, ...begins }: Beginning): boolean => {
    const after = changed.get(id)
    return (
      after !== undefined && (['a', 'z'] as const).every((end) => !begins[end] || movedEnd(parameters, after) === end)
    )
  }
  return [...new Set(rows.filter((one) => !comesAlong(one)).map(({ number }) => number))]
}
