import { sql } from 'kysely'
import { type Refusal, type Result, ok, refuse } from '#kernel'
import type { Db } from '#postgres'
import { amountOf, cents, microEuros } from '#units'
import { type At, type ChangeQuoted, holdChange, quoteChange } from '../change/ask-change.ts'
import { expireQuotes } from '../change/expire-quotes.ts'
import { changesIn, tieNote, tiesOf } from '../change/find-ties.ts'
import { giveBack, claimsOfLines, claimsOfService, holdThings } from '../claim/store.ts'
import { type Bounds, admitTerms } from './admit-terms.ts'
import type { Asking, AskingAll, Hold, Price, Product, Said, Site } from '../product.ts'
import { usageOf } from '../meter/store-agreed.ts'
import { usagePricesOn } from '../meter/store.ts'
import { productOf } from '../products/index.ts'
import { mayLeaveGear } from '../service/store-storage.ts'
import { quotedTerms, serviceById, termsOf } from '../service/store.ts'
import { type LineQuote, type LineRow, type OrderRow, changeLine, goTogether, inLockOrder } from './store.ts'

const FIRM_DAYS = 7
const OPEN_DAYS = 30

/** The price list of one day. */
export const pricesOn = async (db: Db, siteId: string, day: string, product: string): Promise<readonly Price[]> =>
  (
    await sql<{ item: string; setup_micro_euros: number; monthly_micro_euros: number }>`
      select distinct on (item) item, setup_micro_euros, monthly_micro_euros from market.price
      where site_id = ${siteId} and product = ${product} and from_date <= ${day} order by item, from_date desc`.execute(
      db,
    )
  ).rows.map((row) => ({
    item: row.item,
    setupMicroEuros: row.setup_micro_euros,
    monthlyMicroEuros: row.monthly_micro_euros,
  }))

/** What of a product is priced by the unit, by the list of one day. */
const usageOn = async (
  { tx, site, day }: { readonly tx: Db; readonly site: Site; readonly day: string },
  name: string,
): Promise<NonNullable<LineQuote['usage']>> =>
  (await usagePricesOn(tx, site.id, day)).flatMap(({ product, ...price }) => (product === name ? [price] : []))

export interface Quoted {
  readonly prices: readonly Price[]
  readonly usage?: NonNullable<LineQuote['usage']>
  readonly holds: readonly Hold[]
  readonly notes?: readonly Said[]
  readonly refusal: Refusal | null
}

interface Line {
  readonly product: string
  readonly parameters: object
}

/** A kilowatt hour where it is metered, a day of storage where gear may stay behind; what is free is not told. */
const usageShown = (
  product: Product<never>,
  parameters: never,
  holds: readonly Hold[],
  prices: NonNullable<LineQuote['usage']>,
): NonNullable<LineQuote['usage']> => {
  const metered = product.metered?.(parameters, holds) === true
  return prices.filter(({ unit, unit_micro_euros: price }) =>
    unit === 'kWh' ? metered : mayLeaveGear(product) && price > 0,
  )
}

const hasRent = (prices: Result<readonly Price[], Refusal>): boolean =>
  prices.ok && prices.value.some(({ monthlyMicroEuros }) => monthlyMicroEuros > 0)

/** Prices the lines of one order and says whether the site can carry them all; reads only. The answers stand in the lines' order. */
export const quoteLines = async (
  asking: Omit<AskingAll, 'taken'> & {
    readonly day: string
    /** What may be asked for otherwise than the contract says; absent: anything. */
    readonly bounds?: Bounds & { readonly bySite: boolean }
  },
  lines: readonly Line[],
): Promise<readonly Quoted[]> => {
  const quoted = new Map<Line, Quoted>()
  const taken: Hold[] = []
  for (const name of new Set(lines.map(({ product }) => product))) {
    const product = productOf(name)
    const list = await pricesOn(asking.tx, asking.site.id, asking.day, name)
    const used = await usageOn(asking, name)
    const priced = lines
      .filter((line) => line.product === name)
      .map((line) => {
        const parameters = product.parse(line.parameters)
        return { line, parameters, prices: product.price(parameters, list) }
      })
    const sold = priced.flatMap(({ line, parameters, prices }) => {
      const own = {
        startOn: product.startOn?.(parameters) ?? null,
        // What has no rent is done once: it shortens no contract.
        termMonths: hasRent(prices) ? (product.termMonths?.(parameters) ?? null) : null,
      }
      const { bounds, day: today } = asking
      const admitted = bounds ? admitTerms(own, bounds, { today, bySite: bounds.bySite }) : ok('admitted' as const)
      if (prices.ok && admitted.ok) return [{ line, parameters, prices: prices.value }]
      const refusal = !prices.ok ? prices.refusal : !admitted.ok ? admitted.refusal : null
      quoted.set(line, { prices: prices.ok ? prices.value : [], holds: [], refusal })
      return []
    })
    const looked = await product.look(
      { ...asking, taken },
      sold.map(({ parameters }) => parameters),
    )
    for (const [index, { line, parameters, prices }] of sold.entries()) {
      const holds = looked[index]
      if (!holds) throw new Error(`${name} answered for ${looked.length} of ${sold.length} lines`)
      const usage = usageShown(product, parameters, holds.ok ? holds.value : [], used)
      const notes = holds.ok ? await product.tell?.({ ...asking, parameters }, holds.value) : []
      quoted.set(
        line,
        holds.ok
          ? { prices, usage, holds: holds.value, notes: notes ?? [], refusal: null }
          : { prices, usage, holds: [], refusal: holds.refusal },
      )
      if (holds.ok) taken.push(...holds.value)
    }
  }
  return lines.flatMap((line) => quoted.get(line) ?? [])
}

/** What a line that changes a service would do to it. */
export const quoteChangeLine = async (
  at: At,
  line: { readonly serviceId: string; readonly parameters: object; readonly lineId: string | null },
): Promise<ChangeQuoted> => {
  const service = await serviceById(at.tx, line.serviceId)
  const quoted = await quoteChange(at, service, line, await pricesOn(at.tx, at.site.id, at.day, service.product))
  if (quoted.change === null) return quoted
  const product = productOf(service.product)
  const { takes, leaves } = quoted.change.plan
  const left = new Set(leaves.map(({ kind, thingId, span }) => `${kind} ${thingId} ${span.join('-')}`))
  const stays = (await claimsOfService(at.tx, service.id)).filter(
    ({ kind, thingId, span }) => !left.has(`${kind} ${thingId} ${span.join('-')}`),
  )
  // What was agreed by the unit stays agreed: a change shows it as it is.
  const usage = await usageOf(at.tx, service, at.day)
  const parameters = product.parse(line.parameters)
  const after = [...stays, ...takes]
  const notes = await product.tell?.({ ...at, parameters }, after)
  return { ...quoted, notes: notes ?? [], usage: usageShown(product, parameters, after, usage) }
}

export const toLineQuote = (quoted: Omit<Quoted, 'holds'> & Partial<Pick<ChangeQuoted, 'change'>>): LineQuote => ({
  prices: quoted.prices.map((price) => ({
    item: price.item,
    setup_micro_euros: price.setupMicroEuros,
    monthly_micro_euros: price.monthlyMicroEuros,
    ...(price.times
      ? { quantity: price.times.quantity, unit: price.times.unit, unit_micro_euros: price.times.microEuros }
      : {}),
  })),
  refusal: quoted.refusal,
  ...(quoted.notes && quoted.notes.length > 0 ? { notes: quoted.notes } : {}),
  ...(quoted.usage && quoted.usage.length > 0 ? { usage: quoted.usage } : {}),
  ...(quoted.change ? { change: quoted.change } : {}),
})

export const priceWire = (price: LineQuote['prices'][number]) => ({
  item: price.item,
  setup_cents: amountOf(microEuros(price.setup_micro_euros), 1),
  monthly_micro_euros: price.monthly_micro_euros,
  monthly_cents: amountOf(microEuros(price.monthly_micro_euros), 1),
  ...(price.quantity !== undefined && price.unit !== undefined && price.unit_micro_euros !== undefined
    ? { times: { quantity: price.quantity, unit: price.unit, unit_micro_euros: price.unit_micro_euros } }
    : {}),
})

/** Does somebody else than the orderer pay for this line? Its price is then not the orderer's to read, nor in its totals. */
export const otherPays = ({
  product: name,
  parameters,
}: {
  readonly product: string
  readonly parameters: object
}): boolean => {
  const product = productOf(name)
  return product.otherPays?.(product.parse(parameters)) ?? false
}

export const totalsOf = (prices: readonly { readonly setup_cents: number; readonly monthly_cents: number }[]) => ({
  setup_cents: cents(prices.reduce((total, price) => total + price.setup_cents, 0)),
  monthly_cents: cents(prices.reduce((total, price) => total + price.monthly_cents, 0)),
})

/**
 * One firm quote of a customer at a time, or two at one moment would each be the last that the limit allows; and two of one service would
 * each look at what the other holds. Then the services that it changes: nobody gives notice meanwhile, for then nothing could be signed.
 * Before a new order draws its number, which is everybody's: a notice has its service when it draws one.
 */
export const lockFirmQuotes = async (tx: Db, organisationId: string, serviceIds: readonly string[]): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`firm-quote ${organisationId}`}, 0))`.execute(tx)
  for (const id of new Set(serviceIds.toSorted())) await serviceById(tx, id, true)
}

/** How many firm quotes of this customer hold stock now. */
const firmHolds = async (tx: Db, organisationId: string, exceptOrder: string): Promise<number> =>
  (
    await sql<{ n: number }>`
      select count(distinct l.order_id)::int as n from market.claim c join market.line l on l.id = c.line_id
      join market."order" o on o.id = l.order_id
      where o.organisation_id = ${organisationId} and o.id <> ${exceptOrder} and c.firm_until is not null and c.given_back_at is null`.execute(
      tx,
    )
  ).rows[0]?.n ?? 0

/** A term that was agreed for this line alone; null: the contract's. */
export const ownTermOf = ({ product: name, parameters }: Line): number | null => {
  const product = productOf(name)
  return product.termMonths?.(product.parse(parameters)) ?? null
}
const ownTerm = (line: LineRow): { readonly term_months?: number } => {
  const months = ownTermOf(line)
  return months === null ? {} : { term_months: months }
}

/**
 * Quotes every line of an order; a firm quote holds what it promises until it expires, within the customer's limit of
 * holds. A line that cannot be carried is refused with its reason, the others are quoted all the same.
 */
export const quoteOrder = async (
  tx: Db,
  at: { readonly site: Site; readonly now: Date; readonly day: string },
  order: Pick<OrderRow, 'id' | 'organisation_id'> & Partial<Pick<OrderRow, 'by_site'>>,
  lines: readonly LineRow[],
  kind: 'firm' | 'subject-to-availability',
): Promise<Result<'quoted', Refusal>> => {
  const terms = await termsOf(tx, at.site.id, order.organisation_id)
  if (kind === 'firm') {
    const changed = lines.flatMap(({ does, service_id: id }) => (does === 'change' && id !== null ? [id] : []))
    await lockFirmQuotes(tx, order.organisation_id, changed)
    await replaceQuotes({ tx, ...at }, order, lines)
  }
  if (kind === 'firm' && (await firmHolds(tx, order.organisation_id, order.id)) >= terms.firm_holds) {
    return refuse({ code: 'firm-holds-spent', most: terms.firm_holds })
  }
  const expiresAt = new Date(at.now.getTime() + (kind === 'firm' ? FIRM_DAYS : OPEN_DAYS) * 86_400_000)
  const ordered = inLockOrder(lines)
  await giveBackQuoted(tx, at, ordered)
  const asking = { tx, now: at.now, day: at.day, site: at.site, organisationId: order.organisation_id }
  const products = new Map(lines.map(({ position, product }) => [position, product]))
  const quotes = await quoteLines(
    { ...asking, products, bounds: { ...terms, bySite: order.by_site ?? false } },
    ordered.filter(({ does }) => does === 'create'),
  )
  let next = 0
  const written: LineRow[] = []
  for (const line of ordered) {
    const firmUntil = kind === 'firm' ? expiresAt : null
    let quoted: Omit<Quoted, 'holds'> & Partial<Pick<ChangeQuoted, 'change'>>
    if (line.does === 'change') quoted = await quoteOneChange(asking, line, firmUntil)
    else {
      const looked = quotes[next++]
      if (!looked) throw new Error(`line ${line.position} was not quoted`)
      quoted = looked.refusal === null && firmUntil ? await holdFirmly(asking, line, looked, firmUntil) : looked
    }
    const quote = { ...toLineQuote(quoted), terms: quotedTerms({ ...terms, ...ownTerm(line) }) }
    await changeLine(tx, line.id, { state: quoted.refusal ? 'refused' : 'quoted', quote })
    written.push({ ...line, quote })
  }
  await tellTies(tx, order.id, written)
  await sql`update market."order" set quote_kind = ${kind}, quoted_at = ${at.now}, expires_at = ${expiresAt}, version = version + 1
    where id = ${order.id}`.execute(tx)
  return ok('quoted')
}

/**
 * Of what is quoted firmly for one service only one can be signed, so that one alone holds: what is quoted now takes the place of what was,
 * where it can be sold at all.
 */
const replaceQuotes = async (at: At, order: Pick<OrderRow, 'id'>, lines: readonly LineRow[]): Promise<void> => {
  const changes = lines.flatMap((line) =>
    line.does === 'change' && line.service_id !== null ? [{ ...line, serviceId: line.service_id }] : [],
  )
  const serviceIds: string[] = []
  for (const { id, serviceId, parameters } of changes) {
    const { refusal } = await quoteChangeLine(at, { serviceId, parameters, lineId: id })
    if (refusal === null) serviceIds.push(serviceId)
  }
  const { tx, site, now } = at
  const who = { kind: 'system', id: null } as const
  await expireQuotes(tx, { serviceIds, by: { orderId: order.id, lines }, siteId: site.id, now, who })
}

/** A line that goes with others of its order says so, and the order is together from now on. */
const tellTies = async (tx: Db, orderId: string, lines: readonly LineRow[]): Promise<void> => {
  const ties = await tiesOf(
    tx,
    changesIn(lines, ({ quote }) => quote?.change?.plan.takes ?? []),
  )
  for (const { id, service_id: serviceId, quote } of lines) {
    const services = ties.get(serviceId ?? '')
    if (quote && services)
      await changeLine(tx, id, { quote: { ...quote, notes: [...(quote.notes ?? []), tieNote(services)] } })
  }
  if (ties.size > 0) await goTogether(tx, orderId)
}

/** What an earlier quote held; locks are taken in the order of every signature, also by what only gives back. */
const giveBackQuoted = async (
  tx: Db,
  at: { readonly site: Site; readonly now: Date },
  ordered: readonly LineRow[],
): Promise<void> => {
  const held = await claimsOfLines(
    tx,
    ordered.map(({ id }) => id),
  )
  if (held.length === 0) return
  for (const name of new Set(ordered.map(({ product }) => product))) await productOf(name).lock?.(tx, at.site.id)
  await giveBack(tx, held, at.now, async () => 0)
}

const quoteOneChange = async (at: At, line: LineRow, firmUntil: Date | null): Promise<ChangeQuoted> => {
  if (line.service_id === null) throw new Error(`line ${line.position} changes no service`)
  const looked = await quoteChangeLine(at, {
    serviceId: line.service_id,
    parameters: line.parameters,
    lineId: line.id,
  })
  return firmUntil ? holdChange(at, line, looked, firmUntil) : looked
}

const holdFirmly = async (
  asking: Omit<Asking<never>, 'parameters' | 'lineId'>,
  line: LineRow,
  quoted: Quoted,
  firmUntil: Date,
): Promise<Quoted> => {
  const product = productOf(line.product)
  const parameters = product.parse(line.parameters)
  const reserved = await product.reserve({ ...asking, parameters, lineId: line.id })
  if (!reserved.ok) return { ...quoted, holds: [], refusal: reserved.refusal }
  const instead = product.instead?.service(parameters) ?? null
  await holdThings(
    asking.tx,
    { siteId: asking.site.id, lineId: line.id, serviceId: null, firmUntil, now: asking.now },
    // A thing is held once: what another service still holds is not held by a quote beside it.
    product.instead && instead !== null ? product.instead.meanwhile(reserved.value) : reserved.value,
  )
  const notes = await product.tell?.({ ...asking, parameters }, reserved.value)
  return { ...quoted, notes: notes ?? [], holds: reserved.value }
}
