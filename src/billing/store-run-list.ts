import { sql } from 'kysely'
import type { z } from 'zod'
import type { Db } from '#postgres'
import type { runCard } from './contract.ts'
import type { RunState } from './model.ts'
import type { Page } from './store-invoice.ts'

interface Row {
  readonly id: string
  readonly site: string
  readonly month: string
  readonly state: RunState
  readonly prepared_at: Date
  readonly prepared_by: string | null
  readonly approved_at: Date | null
  readonly approved_by: string | null
  readonly specimen: boolean
  readonly held_total: number
  readonly invoices: number
  readonly credit_notes: number
  readonly net_cents: number
  readonly vat_cents: number
  readonly gross_cents: number
  readonly previous_net_cents: number | null
}

export interface RunFilter {
  readonly state?: string | undefined
  readonly month?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

const signed = (column: 'net_cents' | 'vat_cents' | 'gross_cents') =>
  sql`coalesce(sum(case i.kind when 'invoice' then i.${sql.ref(column)} else -i.${sql.ref(column)} end), 0)::bigint`

const cardOf = (row: Row): z.output<typeof runCard> => ({
  id: row.id,
  site: row.site,
  month: row.month,
  state: row.state,
  prepared_at: row.prepared_at.toISOString(),
  prepared_by: row.prepared_by,
  approved_at: row.approved_at?.toISOString() ?? null,
  approved_by: row.approved_by,
  specimen: row.specimen,
  totals: {
    invoices: row.invoices,
    credit_notes: row.credit_notes,
    net_cents: row.net_cents,
    vat_cents: row.vat_cents,
    gross_cents: row.gross_cents,
  },
  previous_net_cents: row.previous_net_cents,
  held_total: row.held_total,
})

/** Runs, newest first, each with its sums beside those of the last one approved before it. */
export const listRuns = async (db: Db, filter: RunFilter): Promise<Page<z.output<typeof runCard>>> => {
  const where = sql`(${filter.state ?? null}::text is null or r.state = ${filter.state ?? null})
    and (${filter.month ?? null}::text is null or r.month = ${filter.month ?? null})`
  const { rows } = await sql<Row>`
    select r.id, s.code as site, r.month, r.state, r.prepared_at, r.approved_at,
      (select p.name from people.person_card p where p.id = r.prepared_by) as prepared_by,
      (select p.name from people.person_card p where p.id = r.approved_by) as approved_by,
      coalesce((select world from floor.world), 'twin') = 'twin' as specimen,
      jsonb_array_length(r.held) as held_total, t.*,
      (select ${signed('net_cents')} from billing.invoice i where i.run_id = (
         select b.id from billing.run b where b.site_id = r.site_id and b.state = 'approved' and b.approved_at < r.prepared_at
         order by b.approved_at desc limit 1) having count(*) > 0) as previous_net_cents
    from billing.run r
    join facility.site_card s on s.id = r.site_id
    cross join lateral (
      select count(*) filter (where i.kind = 'invoice') as invoices, count(*) filter (where i.kind = 'credit-note') as credit_notes,
        ${signed('net_cents')} as net_cents, ${signed('vat_cents')} as vat_cents, ${signed('gross_cents')} as gross_cents
      from billing.invoice i where i.run_id = r.id) t
    where ${where} and (${filter.cursor ?? null}::uuid is null or r.id < ${filter.cursor ?? null}::uuid)
    order by r.id desc limit ${filter.limit + 1}`.execute(db)
  const counted = await sql<{ total: number }>`select count(*) as total from billing.run r where ${where}`.execute(db)
  const items = rows.slice(0, filter.limit).map(cardOf)
  return {
    items,
    next: rows.length > filter.limit ? (items.at(-1)?.id ?? null) : null,
    total: counted.rows[0]?.total ?? 0,
  }
}
