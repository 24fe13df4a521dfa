import { sql } from 'kysely'
import type { Db } from '#postgres'
import { microEuros } from '#units'
import { correctPrices } from '../correct-prices.ts'
import type { BilledLine } from '../model.ts'
import { monthsOf } from '../prorate-month.ts'

interface Price {
  readonly from: string
  readonly monthly_micro_euros: number
}
interface ServiceRow {
  readonly id: string
  readonly number: string
  readonly ends_on: string | null
  readonly prices: readonly { readonly id: string | null; readonly from: string; readonly monthly: number }[]
}

const serviceOf = async (db: Db, number: string): Promise<ServiceRow | null> =>
  (
    await sql<ServiceRow>`
      select s.id, s.number, s.ends_on, coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'from', p.from_date, 'monthly', p.monthly_micro_euros)
          order by p.from_date, p.id) from market.service_price_card p where p.service_id = s.id), '[]') as prices
      from market.service_card s where s.number = ${number} and s.monthly_micro_euros is not null and s.billing_from is not null`.execute(
      db,
    )
  ).rows[0] ?? null

interface LineRow {
  readonly invoice_id: string
  readonly number: string
  readonly line: number
  readonly from_day: string
  readonly until_day: string
  readonly monthly: number
  readonly reduced: readonly { readonly from: string; readonly until: string; readonly less: number }[]
}

/** All issued lines of the service's rent, in the order in which they were issued. */
const linesOf = async (db: Db, serviceId: string): Promise<readonly LineRow[]> =>
  (
    await sql<LineRow>`
      select b.invoice_id, i.number, b.line, lower(b.days) as from_day, coalesce(b.credited_from, upper(b.days)) as until_day,
        (i.snapshot #>> array['lines', (b.line - 1)::text, 'price_micro_euros'])::bigint as monthly,
        (select coalesce(jsonb_agg(jsonb_build_object('from', lower(r.days), 'until', upper(r.days), 'less', r.less_micro_euros) order by r.id), '[]')
          from billing.reduced r where r.invoice_id = b.invoice_id and r.line = b.line) as reduced
      from billing.billed b join billing.invoice i on i.id = b.invoice_id
      where b.service_id = ${serviceId} and i.state = 'issued' and b.charge = 'rent'
        and lower(b.days) < coalesce(b.credited_from, upper(b.days))
      order by i.issued_at, i.number, b.line`.execute(db)
  ).rows

/** What is owed more or less of the lines, were these the prices; one that is nowhere written yet bears its day as its id. */
const correctedBy = (service: ServiceRow, asked: readonly Price[], lines: readonly BilledLine[]) => {
  const [first, ...later] = service.prices
  const all = [
    ...later.map(({ id, from, monthly }) => ({ id: id ?? from, from, monthly })),
    ...asked.map(({ from, monthly_micro_euros: monthly }) => ({ id: from, from, monthly })),
  ].toSorted((a, b) => a.from.localeCompare(b.from))
  return correctPrices(
    {
      item: null,
      endsOn: service.ends_on,
      monthlyMicroEuros: microEuros(first?.monthly ?? 0),
      laterPrices: all.map(({ id, from, monthly }) => ({
        id,
        from,
        item: null,
        monthlyMicroEuros: microEuros(monthly),
        order: null,
      })),
    },
    lines,
  )
}

const sum = (amounts: readonly { readonly net_cents: number }[]): number =>
  amounts.reduce((total, { net_cents: cents }) => total + cents, 0)

/** What the prices change of what was invoiced, by the code that bills them; what other changes still owe is not counted in. Null: no such service. */
export const correctionBy = async (db: Db, number: string, asked: readonly Price[]) => {
  const service = await serviceOf(db, number)
  if (!service) return null
  const rows = await linesOf(db, service.id)
  const lines = rows.map((row): BilledLine => ({
    serviceId: service.id,
    invoiceId: row.invoice_id,
    line: row.line,
    from: row.from_day,
    until: row.until_day,
    monthlyMicroEuros: microEuros(row.monthly),
    reduced: row.reduced.map(({ from, until, less }) => ({ from, until, lessMicroEuros: microEuros(less) })),
  }))
  const [before, after] = [correctedBy(service, [], lines), correctedBy(service, asked, lines)]
  const repaid = (invoice: string): number => {
    const of = ({ reductions }: typeof before) => sum(reductions.filter(({ invoiceId }) => invoiceId === invoice))
    return of(after) - of(before)
  }
  const first = asked.map(({ from }) => from).toSorted()[0] ?? ''
  const touched = lines
    .filter(({ until }) => first < until)
    .flatMap(({ from, until }) => monthsOf(from < first ? first : from, until))
  return {
    service: service.number,
    invoiced_until:
      lines
        .map(({ until }) => until)
        .toSorted()
        .at(-1) ?? null,
    months: new Set(touched.map((part) => part.from.slice(0, 7))).size,
    raise_cents: sum(after.raises) - sum(before.raises),
    credits: [...new Map(rows.map((row) => [row.invoice_id, row.number]))]
      .map(([id, invoice]) => ({ invoice, net_cents: repaid(id) }))
      .filter(({ net_cents: cents }) => cents !== 0),
  }
}
