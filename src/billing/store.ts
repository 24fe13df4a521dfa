import { sql } from 'kysely'
import type { Db } from '#postgres'
import { cents, microEuros } from '#units'
import type { Issued } from './compose-credit-note.ts'
import type { Seller } from './compose-invoice.ts'
import { type RunFacts, reductionsOf } from './compose-run.ts'
import { invoiceSnapshot } from './contract.ts'
import type { BilledDays, BilledLine, BilledService, Charge, OrderReference, Party } from './model.ts'
import { withParts } from './parts/store.ts'
import { loadStorage } from './store-storage.ts'
import { loadUsage } from './usage/store.ts'

/** What billing reads: the cards of the rooms on its left, and its own rows. Nothing here decides or writes but the seller's row. */
export interface BillingSite {
  readonly id: string
  readonly code: string
  readonly zone: string
  readonly sellerId: string
  /** Of a twin: nobody owes its invoices. */
  readonly specimen: boolean
}

const siteColumns = sql`s.id, s.code, s.zone, s.operator_id as "sellerId", coalesce((select world from floor.world), 'twin') = 'twin' as specimen`

/** A site by its code; without one, the first. */
export const findSite = async (db: Db, code?: string): Promise<BillingSite | null> => {
  const { rows } = await sql<BillingSite>`
    select ${siteColumns} from facility.site_card s where ${code ?? null}::text is null or s.code = ${code ?? null} order by s.code limit 1`.execute(
    db,
  )
  return rows[0] ?? null
}

export const siteById = async (db: Db, id: string): Promise<BillingSite> => {
  const { rows } = await sql<BillingSite>`select ${siteColumns} from facility.site_card s where s.id = ${id}`.execute(
    db,
  )
  const site = rows[0]
  if (!site) throw new Error(`the site ${id} of a run is not known`)
  return site
}

/** One at a time prepares, approves, discards or repays on one site: each reads what was billed and then bills. */
export const lockBilling = async (tx: Db, siteId: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended('billing ' || ${siteId}, 0))`.execute(tx)
}

export interface KnownParty extends Party {
  readonly ended: boolean
}

interface PartyRow {
  readonly id: string
  readonly handle: string
  readonly name: string
  readonly kinds: readonly string[]
  readonly country: string
  readonly language: 'fr' | 'en'
  readonly siret: string | null
  readonly vat_number: string | null
  readonly service_code: string | null
  readonly address: string
  readonly invoice_mail: string | null
  readonly ended_at: Date | null
  readonly payment_days: number | null
}

const partyOf = (row: PartyRow): KnownParty => ({
  id: row.id,
  handle: row.handle,
  name: row.name,
  publicBody: row.kinds.includes('public-body'),
  publicKind: row.kinds.includes('public-health')
    ? 'health'
    : row.kinds.includes('public-undertaking')
      ? 'undertaking'
      : undefined,
  country: row.country,
  language: row.language,
  siret: row.siret,
  vatNumber: row.vat_number,
  serviceCode: row.service_code,
  address: row.address,
  invoiceMail: row.invoice_mail,
  paymentDays: row.payment_days ?? undefined,
  ended: row.ended_at !== null,
})

export const loadParties = async (db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, KnownParty>> => {
  const { rows } = await sql<PartyRow>`
    select o.*, (select c.payment_days from market.contract_card c where c.organisation_id = o.id
                   -- General terms do not bind a public body: where it agreed nothing itself, the law's days hold.
                   or (c.organisation_id is null and not 'public-body' = any(o.kinds))
                 order by c.organisation_id nulls last limit 1) as payment_days
    from people.organisation_card o where o.id = any(${[...new Set(ids)]}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, partyOf(row)]))
}

interface SellerRow {
  readonly legal_form: string | null
  readonly register: string | null
  readonly iban: string | null
  readonly bic: string | null
}

export const loadSeller = async (db: Db, sellerId: string): Promise<Seller> => {
  const party = (await loadParties(db, [sellerId])).get(sellerId)
  if (!party) throw new Error(`the operator ${sellerId} of a site is not known`)
  const { rows } = await sql<SellerRow>`
    select legal_form, register, iban, bic from billing.seller where organisation_id = ${sellerId}`.execute(db)
  const row = rows[0]
  return {
    ...party,
    legalForm: row?.legal_form ?? null,
    register: row?.register ?? null,
    iban: row?.iban ?? null,
    bic: row?.bic ?? null,
  }
}

export const saveSeller = async (tx: Db, sellerId: string, row: SellerRow): Promise<void> => {
  await sql`
    insert into billing.seller (organisation_id, legal_form, register, iban, bic)
    values (${sellerId}, ${row.legal_form}, ${row.register}, ${row.iban}, ${row.bic})
    on conflict (organisation_id) do update
    set legal_form = excluded.legal_form, register = excluded.register, iban = excluded.iban, bic = excluded.bic`.execute(
    tx,
  )
}

interface ServiceRow {
  readonly id: string
  readonly number: string
  readonly organisation_id: string
  readonly product: string
  readonly item: string | null
  readonly setup_cents: number
  readonly prices: readonly {
    readonly id: string | null
    readonly from: string
    readonly item: string | null
    readonly monthly: number
    readonly order: OrderReference | null
  }[]
  readonly billing: 'advance' | 'arrears'
  readonly zone: string
  readonly billing_from: string
  readonly ends_on: string | null
  readonly term_ends: string | null
  readonly early_end_percent: number
  readonly order_number: string | null
  readonly taken_over: boolean
  readonly customer_reference: string | null
  readonly paper_number: string | null
  readonly service_code: string | null
  readonly engagement_number: string | null
}

const MICRO_EUROS_PER_CENT = 10_000

/** The price at which a service began, and those that changes brought. */
const pricesOf = ({
  number,
  prices: [first, ...later],
}: ServiceRow): Pick<BilledService, 'item' | 'monthlyMicroEuros' | 'laterPrices'> => {
  if (!first) throw new Error(`${number} is billed and has no price`)
  return {
    item: first.item,
    monthlyMicroEuros: microEuros(first.monthly),
    laterPrices: later.map(({ id, from, item, monthly, order }) => {
      if (id === null) throw new Error(`a later price of ${number} is nowhere written`)
      return { id, from, item, monthlyMicroEuros: microEuros(monthly), order }
    }),
  }
}

const serviceOf = (row: ServiceRow): BilledService => ({
  id: row.id,
  number: row.number,
  organisationId: row.organisation_id,
  product: row.product,
  ...pricesOf(row),
  setupMicroEuros: microEuros(cents(row.setup_cents) * MICRO_EUROS_PER_CENT),
  billing: row.billing,
  zone: row.zone,
  billingFrom: row.billing_from,
  endsOn: row.ends_on,
  termEnds: row.term_ends,
  earlyEndPercent: row.early_end_percent,
  order:
    row.order_number === null && !row.taken_over
      ? null
      : {
          number: row.order_number,
          customerReference: row.customer_reference,
          paperNumber: row.paper_number,
          serviceCode: row.service_code,
          engagementNumber: row.engagement_number,
        },
})

/**
 * Services under contract whose billing has begun, one that was taken over from the first day that the old system has not invoiced;
 * those that have ended too: their last days may not be billed yet.
 */
const loadServices = async (tx: Db, siteId: string): Promise<readonly BilledService[]> => {
  const { rows } = await sql<ServiceRow>`
    select s.id, s.number, s.organisation_id, s.product,
           case when t.setup_paid then 0 else s.setup_cents end as setup_cents,
           (select jsonb_agg(jsonb_build_object('id', p.id, 'from', p.from_date, 'item', p.item, 'monthly', p.monthly_micro_euros,
                'order', case when c.price_id is not null then jsonb_build_object('number', c.number, 'customerReference', c.customer_reference,
                  'paperNumber', c.paper_number, 'serviceCode', c.service_code, 'engagementNumber', c.engagement_number) end)
              order by p.from_date, p.id)
            from market.service_price_card p left join market.service_price_order_card c on c.price_id = p.id where p.service_id = s.id) as prices,
           coalesce(s.billing, 'advance') as billing, s.zone, greatest(s.billing_from, t.invoiced_until) as billing_from, s.ends_on, s.term_ends,
           coalesce(s.early_end_percent, 0) as early_end_percent,
           o.number as order_number, coalesce(o.customer_reference, t.customer_reference) as customer_reference, o.paper_number, o.service_code,
           coalesce(o.engagement_number, t.engagement_number) as engagement_number, t.service_id is not null as taken_over
    from market.service_card s
    left join market.taken_over_card t on t.service_id = s.id
    left join lateral (select * from market.service_order_card o where o.service_id = s.id order by o.id limit 1) o on true
    where s.site_id = ${siteId} and s.monthly_micro_euros is not null and s.billing_from is not null`.execute(tx)
  return rows.map(serviceOf)
}

interface BilledRow {
  readonly service_id: string
  readonly charge: Charge
  readonly from_day: string
  readonly until_day: string
}

/** Days billed and not repaid, by every run but `exceptRun`. */
const loadBilled = async (tx: Db, siteId: string, exceptRun: string | null): Promise<readonly BilledDays[]> => {
  const { rows } = await sql<BilledRow>`
    select service_id, charge, lower(part) as from_day, upper(part) as until_day
    from (
      select b.service_id, b.charge,
             unnest(range_agg(daterange(lower(b.days), coalesce(b.credited_from, upper(b.days))))) as part
      from billing.billed b join billing.invoice i on i.id = b.invoice_id
      where i.site_id = ${siteId} and b.price_id is null and (${exceptRun}::uuid is null or i.run_id is distinct from ${exceptRun}::uuid)
      group by b.service_id, b.charge
    ) billed`.execute(tx)
  return rows.map((row) => ({
    serviceId: row.service_id,
    charge: row.charge,
    from: row.from_day,
    until: row.until_day,
  }))
}

interface LineRow {
  readonly service_id: string
  readonly invoice_id: string
  readonly line: number
  readonly from_day: string
  readonly until_day: string
  readonly monthly: number
  readonly reduced: readonly { readonly from: string; readonly until: string; readonly less: number }[]
}

const reducedOf = sql`(select coalesce(jsonb_agg(jsonb_build_object('from', lower(r.days), 'until', upper(r.days), 'less', r.less_micro_euros,
  'net_cents', r.net_cents) order by r.id), '[]') from billing.reduced r where r.invoice_id = b.invoice_id and r.line = b.line)`

/** Issued lines of rent with days on which a later price has begun: what may have to be corrected. */
const loadLines = async (tx: Db, siteId: string): Promise<readonly BilledLine[]> => {
  const { rows } = await sql<LineRow>`
    select b.service_id, b.invoice_id, b.line, lower(b.days) as from_day, coalesce(b.credited_from, upper(b.days)) as until_day,
           (i.snapshot #>> array['lines', (b.line - 1)::text, 'price_micro_euros'])::bigint as monthly, ${reducedOf} as reduced
    from billing.billed b join billing.invoice i on i.id = b.invoice_id
    where i.site_id = ${siteId} and i.state = 'issued' and b.charge = 'rent'
      and lower(b.days) < coalesce(b.credited_from, upper(b.days))
      and exists (select from market.service_price_card p where p.service_id = b.service_id and p.id is not null
                    and p.from_date < coalesce(b.credited_from, upper(b.days)))
    order by i.issued_at, i.number, b.line`.execute(tx)
  return rows.map((row) => ({
    serviceId: row.service_id,
    invoiceId: row.invoice_id,
    line: row.line,
    from: row.from_day,
    until: row.until_day,
    monthlyMicroEuros: microEuros(row.monthly),
    reduced: row.reduced.map(({ from, until, less }) => ({ from, until, lessMicroEuros: microEuros(less) })),
  }))
}

interface IssuedRow {
  readonly id: string
  readonly snapshot: unknown
  readonly lines: readonly {
    readonly line: number
    readonly credited_from: string | null
    readonly number: string
    readonly ends_on: string | null
    readonly term_ends: string | null
    readonly empty_on: string | null
    readonly reduced: readonly {
      readonly from: string
      readonly until: string
      readonly less: number
      readonly net_cents: number
    }[]
  }[]
}

/** Issued invoices with what became of their services. */
export const loadIssued = async (tx: Db, ids: readonly string[]): Promise<readonly Issued[]> => {
  const { rows } = await sql<IssuedRow>`
    select i.id, i.snapshot, coalesce(jsonb_agg(jsonb_build_object('line', b.line, 'credited_from', b.credited_from,
             'number', s.number, 'ends_on', s.ends_on, 'term_ends', s.term_ends, 'empty_on', e.seen_on, 'reduced', ${reducedOf})) filter (where b.id is not null), '[]') as lines
    from billing.invoice i
    left join billing.billed b on b.invoice_id = i.id
    left join market.service_card s on s.id = b.service_id
    left join market.emptying_card e on b.charge = 'storage' and e.service_id = b.service_id
    where i.id = any(${[...ids]}::uuid[]) and i.state = 'issued' and i.kind = 'invoice'
    group by i.id order by i.number`.execute(tx)
  return rows.map((row) => ({
    id: row.id,
    snapshot: invoiceSnapshot.parse(row.snapshot),
    services: new Map(row.lines.map((line) => [line.number, { endsOn: line.ends_on, termEnds: line.term_ends }])),
    emptyOn: new Map(row.lines.map((line) => [line.line, line.empty_on])),
    creditedFrom: new Map(
      row.lines.flatMap(({ line, credited_from }) => (credited_from === null ? [] : [[line, credited_from] as const])),
    ),
    reduced: new Map(
      row.lines.map(({ line, reduced }) => [
        line,
        reduced.map(({ less, ...of }) => ({ ...of, lessMicroEuros: microEuros(less) })),
      ]),
    ),
  }))
}

/** Those that billed days past a legal end, storage of days on which nothing stayed any more, or the price of an end that has moved. */
const overbilled = async (tx: Db, siteId: string): Promise<readonly string[]> => {
  const { rows } = await sql<{ id: string }>`
    select distinct b.invoice_id as id
    from billing.billed b
    join billing.invoice i on i.id = b.invoice_id
    join market.service_card s on s.id = b.service_id
    left join market.emptying_card e on b.charge = 'storage' and e.service_id = b.service_id
    where i.site_id = ${siteId} and i.state = 'issued'
      and ((b.charge = 'rent' and s.ends_on < coalesce(b.credited_from, upper(b.days)))
        or (b.charge = 'storage' and e.seen_on < coalesce(b.credited_from, upper(b.days)))
        or (b.charge = 'early-end' and b.credited_from is null and s.ends_on is distinct from lower(b.days)))`.execute(
    tx,
  )
  return rows.map(({ id }) => id)
}

export interface RunOf {
  readonly site: BillingSite
  readonly month: string
  readonly now: Date
  /** A run that is being prepared again, or checked: what it billed does not stand in its own way. */
  readonly exceptRun: string | null
}

/** Everything that `composeRun` decides from, read inside the caller's transaction. */
export const loadRunFacts = async (
  tx: Db,
  { site, month, now, exceptRun }: RunOf,
): Promise<RunFacts & { readonly organisations: ReadonlyMap<string, KnownParty> }> => {
  const services = await withParts(tx, await loadServices(tx, site.id))
  const billed = await loadBilled(tx, site.id, exceptRun)
  const lines = await loadLines(tx, site.id)
  const lowered = reductionsOf(services, lines).map(({ invoiceId }) => invoiceId)
  return {
    month,
    now,
    seller: await loadSeller(tx, site.sellerId),
    organisations: await loadParties(
      tx,
      services.map((service) => service.organisationId),
    ),
    services,
    billed,
    usage: await loadUsage(tx, { siteId: site.id, services, billed, now, exceptRun }),
    storage: await loadStorage(tx, site.id, services),
    lines,
    issued: await loadIssued(tx, [...new Set([...(await overbilled(tx, site.id)), ...lowered])]),
    specimen: site.specimen,
  }
}
