import { sql } from 'kysely'
import { newId } from '#kernel'
import { type Db, nextNumber, violated } from '#postgres'
import type { Site } from '../product.ts'
import { keepEvidence } from '../service/store.ts'
import type { Billed, Fixed, Open, TakenRow } from './model.ts'
import type { TakenOverWire } from './shape.ts'

/** The file that a site is taken over from, as evidence names it. */
export interface SourceFile {
  readonly name: string
  /** In hexadecimal. */
  readonly sha256: string
}

/** A service that was taken over before, with what its row said then. */
export interface Known {
  readonly serviceId: string
  readonly number: string
  readonly fixed: Fixed
  readonly billed: Billed
  readonly open: Open
}

export const knownByOldNumber = async (
  db: Db,
  siteId: string,
  oldNumbers: readonly string[],
): Promise<ReadonlyMap<string, Known>> => {
  const { rows } = await sql<{
    old_number: string
    service_id: string
    number: string
    declared: { fixed: Fixed; billed: Billed; open: Open }
  }>`
    select t.old_number, t.service_id, s.number, t.declared from market.taken_over t join market.service s on s.id = t.service_id
    where t.site_id = ${siteId} and t.old_number = any(${[...oldNumbers]})`.execute(db)
  return new Map(
    rows.map(({ old_number, service_id, number, declared }) => [
      old_number,
      { serviceId: service_id, number, ...declared },
    ]),
  )
}

/** What was taken over before, locked: a revision or an order of one of them is waited for, and then read as it is. */
export const lockKnown = async (tx: Db, siteId: string, oldNumbers: readonly string[]): Promise<void> => {
  await sql`select from market.service s join market.taken_over t on t.service_id = s.id
    where t.site_id = ${siteId} and t.old_number = any(${[...oldNumbers]}) order by s.id for update of s`.execute(tx)
}

/** What the row says of the service itself, in its columns. */
export interface Terms {
  readonly billing: 'advance' | 'arrears'
  readonly zone: string
  readonly earlyEndPercent: number
}

interface Writing {
  readonly tx: Db
  readonly site: Site
  readonly now: Date
  readonly file: SourceFile
}

/** A service carries the last price of its history. */
const latestPrice = ({ monthlyMicroEuros, next }: Billed): number => next?.monthlyMicroEuros ?? monthlyMicroEuros

export const insertTakenService = async (
  { tx, site, now }: Writing,
  row: TakenRow,
  of: {
    readonly organisationId: string
    readonly code: string
    readonly parameters: object
    readonly item: string | null
    readonly terms: Terms
  },
): Promise<{ readonly id: string; readonly number: string }> => {
  const id = newId<'service'>()
  const number = `${site.code}-${of.code}-${String(await nextNumber(tx, site.id, of.code)).padStart(6, '0')}`
  const { billed, open, fixed } = row
  await sql`
    insert into market.service (id, site_id, number, organisation_id, product, parameters, origin, state, setup_cents, monthly_micro_euros, item,
                                billing, zone, early_end_percent, notice_days, billing_from, term_ends, created_at)
    values (${id}, ${site.id}, ${number}, ${of.organisationId}, ${fixed.product}, ${JSON.stringify(of.parameters)}::jsonb, 'taken-over', 'in-service',
            ${billed.setupCents}, ${latestPrice(billed)}, ${of.item}, ${of.terms.billing}, ${of.terms.zone}, ${of.terms.earlyEndPercent},
            ${open.noticeDays}, ${billed.start}, ${open.termEnd}, ${now})`.execute(tx)
  return { id, number }
}

/** The price history of a service whose price is known to change: the one at which it began, and the one that follows. */
const writePrices = async (
  tx: Db,
  serviceId: string,
  item: string | null,
  billed: Billed,
  now: Date,
): Promise<void> => {
  await sql`delete from market.service_price where service_id = ${serviceId} and line_id is null`.execute(tx)
  if (!billed.next) return
  const prices = [
    { from: billed.start, micro: billed.monthlyMicroEuros },
    { from: billed.next.from, micro: billed.next.monthlyMicroEuros },
  ]
  for (const { from, micro } of prices) {
    const items = JSON.stringify([{ item, setup_micro_euros: 0, monthly_micro_euros: micro }])
    await sql`
      insert into market.service_price (id, service_id, from_date, item, items, monthly_micro_euros, made_at)
      values (${newId()}, ${serviceId}, ${from}, ${item}, ${items}::jsonb, ${micro}, ${now})`.execute(tx)
  }
}

/** What the old system said, beside the service; and that it was declared by this file, not seen. */
export const writeDeclared = async (
  { tx, site, now, file }: Writing,
  row: TakenRow,
  service: { readonly id: string; readonly item: string | null; readonly priced: boolean },
): Promise<void> => {
  const { fixed, billed, open } = row
  await sql`
    insert into market.taken_over (service_id, site_id, old_number, invoiced_until, setup_paid, price_from, next_price_from, index_name, index_value,
      index_day, customer_reference, engagement_number, declared, file_name, file_sha256, file_line, at)
    values (${service.id}, ${site.id}, ${row.oldNumber}, ${billed.invoicedUntil}, ${billed.setupPaid}, ${open.priceFrom}, ${billed.next?.from ?? null},
      ${open.index?.name ?? null}, ${open.index?.value ?? null}, ${open.index?.day ?? null}, ${open.orderReference}, ${open.engagementNumber},
      ${JSON.stringify({ fixed, billed, open })}::jsonb, ${file.name}, decode(${file.sha256}, 'hex'), ${row.line}, ${now})
    on conflict (service_id) do update set invoiced_until = excluded.invoiced_until, setup_paid = excluded.setup_paid,
      next_price_from = excluded.next_price_from, index_name = excluded.index_name, index_day = excluded.index_day,
      -- A price that was revised meanwhile rests on the newer value, unless the file says another than it did.
      price_from = case when excluded.declared #> '{open,priceFrom}' = taken_over.declared #> '{open,priceFrom}'
        then taken_over.price_from else excluded.price_from end,
      index_value = case when excluded.declared #> '{open,index}' = taken_over.declared #> '{open,index}'
        then taken_over.index_value else excluded.index_value end,
      customer_reference = excluded.customer_reference, engagement_number = excluded.engagement_number, declared = excluded.declared,
      file_name = excluded.file_name, file_sha256 = excluded.file_sha256, file_line = excluded.file_line, at = excluded.at`.execute(
    tx,
  )
  if (service.priced) await writePrices(tx, service.id, service.item, billed, now)
  await keepEvidence(tx, { lineId: null, serviceId: service.id, step: 'take-over', world: site.world }, [
    {
      proof: 'declared-by-file',
      value: { file: file.name, sha256: file.sha256, line: row.line, old_number: row.oldNumber },
      method: `${file.name} sha256:${file.sha256}`,
      source: 'declared',
      at: now,
    },
  ])
}

/** Its price moved here since the file: by a revision, or by a change that was ordered. */
export const repriced = async (tx: Db, { serviceId, billed }: Known): Promise<boolean> => {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from market.service_price where service_id = ${serviceId}`.execute(tx)
  return (rows[0]?.n ?? 0) > (billed.next ? 2 : 0)
}

/** Brings the service to what a later file says of it. What it costs stays what it is here, unless the file says that otherwise. */
export const updateTakenService = async (
  tx: Db,
  serviceId: string,
  { billed, open }: TakenRow,
  of: { readonly item: string | null; readonly terms: Terms; readonly priced: boolean },
): Promise<void> => {
  const price = of.priced
    ? sql`, billing_from = ${billed.start}, monthly_micro_euros = ${latestPrice(billed)}, item = ${of.item}`
    : sql``
  await sql`
    update market.service set version = version + 1, term_ends = ${open.termEnd}, notice_days = ${open.noticeDays},
      early_end_percent = ${of.terms.earlyEndPercent}, setup_cents = ${billed.setupCents},
      billing = ${of.terms.billing} ${price}
    where id = ${serviceId}`.execute(tx)
}

export const takenOverOf = async (db: Db, serviceId: string): Promise<TakenOverWire | null> => {
  const { rows } = await sql<Omit<TakenOverWire, 'at'> & { readonly at: Date }>`
    select t.old_number, t.invoiced_until, t.setup_paid, t.price_from, t.index_name as index, t.index_value::float8 as index_value, t.index_day,
      t.customer_reference, t.engagement_number, t.file_name, encode(t.file_sha256, 'hex') as file_sha256, t.file_line, t.at, s.notice_days
    from market.taken_over t join market.service s on s.id = t.service_id where t.service_id = ${serviceId}`.execute(db)
  const [row] = rows
  return row ? { ...row, at: row.at.toISOString() } : null
}

/** Where the old system stopped cannot move any more: this system has billed days of the service. */
export const billedHere = (thrown: unknown): boolean => violated(thrown) === 'taken_over_billed'

/** The day of a notice that was received by the old system. */
export const writeNoticeDay = async (tx: Db, serviceId: string, day: string, zone: string): Promise<void> => {
  await sql`update market.service set notice_at = (${day}::date + time '12:00') at time zone ${zone} where id = ${serviceId}`.execute(
    tx,
  )
}
