import { sql } from 'kysely'
import { newId } from '#kernel'
import { type Db, nextNumber, notify, writeJournal } from '#postgres'
import type { ServiceState, Suspension } from '../model.ts'
import { servicesThatReach } from '../move-line.ts'
import type { Proof } from '../product.ts'

export interface ServiceRow {
  id: string
  site_id: string
  number: string
  organisation_id: string
  product: string
  parameters: object
  origin: 'ordered' | 'opening' | 'taken-over' | 'imported'
  state: ServiceState
  suspended_for: Suspension | null
  setup_cents: number
  monthly_micro_euros: number | null
  item: string | null
  billing: 'advance' | 'arrears' | null
  zone: string
  term_months: number | null
  early_end_percent: number | null
  /** Null: that of the contract. */
  notice_days: number | null
  ready_at: Date | null
  live_at: Date | null
  billing_from: string | null
  billing_reason: 'acceptance' | 'first-use' | 'notice-elapsed' | null
  term_ends: string | null
  notice_at: Date | null
  ends_on: string | null
  closed_at: Date | null
  created_at: Date
  version: number
}

/** What a customer signs beside the prices. */
export interface QuotedTerms {
  readonly billing: 'advance' | 'arrears'
  readonly term_months: number
  readonly notice_days: number
  readonly acceptance_working_days: number
  readonly early_end_percent: number
}

/** The contract of an organisation, or the site's default terms. */
export interface Terms extends QuotedTerms {
  readonly zone: string
  readonly firm_holds: number
  /** How many days ahead a place is held for a start that a customer asks for. */
  readonly start_days: number
}

/** Public bodies pay after the service was rendered: the rule of "service fait" (decree 2012-1246, article 33). */
export const termsOf = async (db: Db, siteId: string, organisationId: string): Promise<Terms> => {
  const row = (
    await sql<Terms>`
      select zone, term_months, notice_days, acceptance_working_days, early_end_percent, firm_holds, start_days,
        case when exists (select from people.organisation_card o where o.id = ${organisationId} and 'public-body' = any(o.kinds))
          then 'arrears' else billing end as billing
      from market.contract
      where site_id = ${siteId} and (organisation_id = ${organisationId} or organisation_id is null)
      order by organisation_id nulls last limit 1`.execute(db)
  ).rows[0]
  if (!row) throw new Error(`the site ${siteId} has no default contract`)
  return row
}

export const quotedTerms = ({ billing, term_months, notice_days, ...terms }: Terms): QuotedTerms => ({
  billing,
  term_months,
  notice_days,
  acceptance_working_days: terms.acceptance_working_days,
  early_end_percent: terms.early_end_percent,
})

export const insertService = async (
  tx: Db,
  site: { readonly id: string; readonly code: string },
  service: {
    readonly code: string
    readonly product: string
    readonly organisationId: string
    readonly parameters: object
    readonly item: string | null
    readonly setupCents: number
    readonly monthlyMicroEuros: number
    readonly terms: Terms
    readonly now: Date
  },
): Promise<{ readonly id: string; readonly number: string }> => {
  const id = newId<'service'>()
  const number = `${site.code}-${service.code}-${String(await nextNumber(tx, site.id, service.code)).padStart(6, '0')}`
  const { terms } = service
  await sql`
    insert into market.service (id, site_id, number, organisation_id, product, parameters, state, setup_cents, monthly_micro_euros, item,
                                billing, zone, term_months, early_end_percent, created_at)
    values (${id}, ${site.id}, ${number}, ${service.organisationId}, ${service.product}, ${JSON.stringify(service.parameters)}::jsonb, 'planned',
            ${service.setupCents}, ${service.monthlyMicroEuros}, ${service.item}, ${terms.billing}, ${terms.zone}, ${terms.term_months},
            ${terms.early_end_percent}, ${service.now})`.execute(tx)
  return { id, number }
}

const columns = sql`id, site_id, number, organisation_id, product, parameters, origin, state, suspended_for, setup_cents, monthly_micro_euros, item,
  billing, zone, term_months, early_end_percent, notice_days, ready_at, live_at, billing_from, billing_reason, term_ends, notice_at, ends_on, closed_at, created_at, version`

export const findService = async (db: Db, number: string, lock = false): Promise<ServiceRow | null> =>
  (
    await sql<ServiceRow>`select ${columns} from market.service where number = ${number} ${lock ? sql`for no key update` : sql``}`.execute(
      db,
    )
  ).rows[0] ?? null

export const serviceById = async (db: Db, id: string, lock = false): Promise<ServiceRow> => {
  const row = (
    await sql<ServiceRow>`select ${columns} from market.service where id = ${id} ${lock ? sql`for no key update` : sql``}`.execute(
      db,
    )
  ).rows[0]
  if (!row) throw new Error(`no service ${id}`)
  return row
}

/** Services by their id. */
export const servicesById = async (db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, ServiceRow>> => {
  const { rows } = await sql<ServiceRow>`select ${columns} from market.service where id = any(${[...ids]})`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}

export interface ServiceChange {
  readonly state?: ServiceState
  readonly suspendedFor?: Suspension | null
  readonly readyAt?: Date | null
  readonly liveAt?: Date
  readonly billing?: {
    readonly from: string
    readonly reason: 'acceptance' | 'first-use' | 'notice-elapsed'
    readonly termEnds: string | null
  }
  readonly notice?: { readonly at: Date; readonly endsOn: string } | null
  readonly closedAt?: Date
}

/** Writes what changed. A state that the service cannot reach from where it stands is our own mistake: nothing is written. */
export const changeService = async (tx: Db, serviceId: string, change: ServiceChange): Promise<void> => {
  const { state, notice } = change
  const sets = [
    sql`version = version + 1`,
    ...(change.state ? [sql`state = ${change.state}`] : []),
    ...(change.suspendedFor === undefined ? [] : [sql`suspended_for = ${change.suspendedFor}`]),
    ...(change.readyAt === undefined ? [] : [sql`ready_at = ${change.readyAt}`]),
    ...(change.liveAt ? [sql`live_at = ${change.liveAt}`] : []),
    ...(change.billing
      ? [
          sql`billing_from = ${change.billing.from}, billing_reason = ${change.billing.reason}, term_ends = ${change.billing.termEnds}`,
        ]
      : []),
    ...(notice === undefined ? [] : [sql`notice_at = ${notice?.at ?? null}, ends_on = ${notice?.endsOn ?? null}`]),
    ...(change.closedAt ? [sql`closed_at = ${change.closedAt}`] : []),
  ]
  const reach = state ? sql`and state = any(${servicesThatReach(state)})` : sql``
  const { numAffectedRows } =
    await sql`update market.service set ${sql.join(sets)} where id = ${serviceId} ${reach}`.execute(tx)
  if (numAffectedRows !== 1n) throw new Error(`service ${serviceId} cannot become ${state ?? 'what it is'}`)
}

/** Evidence of a step; the newest measurement of one proof stands. */
export const keepEvidence = async (
  tx: Db,
  of: {
    readonly lineId: string | null
    readonly serviceId: string
    readonly step: string
    readonly world: 'twin' | 'plant'
  },
  proofs: readonly Proof[],
): Promise<void> => {
  for (const proof of proofs) {
    await sql`
      insert into market.evidence (id, line_id, service_id, step, proof, value, unit, method, source, world, by_device, by_person, file_id, instrument_id, instrument, at)
      values (${newId()}, ${of.lineId}, ${of.serviceId}, ${of.step}, ${proof.proof}, ${JSON.stringify(proof.value)}::jsonb, ${proof.unit ?? null}, ${proof.method},
              ${proof.source}, ${of.world}, ${proof.device ?? null}, ${proof.personId ?? null}, ${proof.fileId ?? null},
              ${proof.instrument?.id ?? null}, ${proof.instrument ? JSON.stringify(proof.instrument.read) : null}::jsonb, ${proof.at})
      on conflict (service_id, line_id, step, proof) do update set value = excluded.value, unit = excluded.unit, method = excluded.method,
        source = excluded.source, by_device = excluded.by_device, by_person = excluded.by_person, file_id = excluded.file_id,
        instrument_id = excluded.instrument_id, instrument = excluded.instrument, at = excluded.at`.execute(tx)
  }
}

/**
 * A service that is being delivered becomes the payer's, who has agreed: its terms, its days of billing, its rules of public bodies
 * hold from then on, and the payer alone ceases it. The price stays as it was quoted. Asked again, nothing happens.
 */
export const passToPayer = async (
  tx: Db,
  of: { readonly siteId: string; readonly serviceId: string; readonly payerId: string; readonly now: Date },
): Promise<void> => {
  const { zone, billing, term_months, early_end_percent } = await termsOf(tx, of.siteId, of.payerId)
  const { rows } = await sql<{ number: string }>`
    update market.service set organisation_id = ${of.payerId}, zone = ${zone}, billing = ${billing}, term_months = ${term_months},
      early_end_percent = ${early_end_percent}, version = version + 1
    where id = ${of.serviceId} and organisation_id <> ${of.payerId} and state = 'planned' returning number`.execute(tx)
  for (const { number } of rows)
    await writeJournal(tx, {
      room: 'market',
      name: 'payer-agreed',
      subject: ['service', number],
      by: { kind: 'system', id: null },
      at: of.now,
      siteId: of.siteId,
      onBehalfOf: of.payerId,
    })
  if (rows.length > 0) await notify(tx, 'work')
}
