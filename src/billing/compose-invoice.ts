import { Temporal } from 'temporal-polyfill'
import { type Result, type Word, ok, refuse, say } from '#kernel'
import { missingReferences, serviceCodeOf } from '#market'
import { marketWords } from '#market/words'
import { addCents, cents } from '#units'
import { unitPrice } from './print/format.ts'
import { type Vat, type VatRefusal, decideVat, vatOn } from './decide-vat.ts'
import type { BilledService, OrderReference, Party } from './model.ts'
import { orderOn } from './price-history.ts'
import { namedParts } from './parts/name-parts.ts'
import { lastDayBefore } from './prorate-month.ts'
import type { Due } from './rate-service.ts'
import type { InvoiceSnapshot, SnapshotLine } from './snapshot.ts'
import { words } from './words.ts'

/** The seller's organisation, and what else the law and a payer want of it. */
export interface Seller extends Party {
  readonly legalForm: string | null
  readonly register: string | null
  readonly iban: string | null
  readonly bic: string | null
}

export interface Owed {
  readonly service: BilledService
  readonly due: Due
}

export type EngagementMissing = {
  readonly code: 'engagement-unsaid'
  readonly organisation: string
  readonly missing: readonly ('siret' | 'service-code' | 'engagement-number')[]
}
export type ComposeRefusal = EngagementMissing | VatRefusal

/** C. com. art. L441-10: thirty days unless agreed otherwise. */
const PAYMENT_DAYS = 30
/** The most that a public body has: CCP art. R2192-10, R2192-11 1° (health, the armed forces’ too) and 2° (public undertakings). */
const PUBLIC_DAYS = { other: 30, health: 50, undertaking: 60 } as const

/** A public body has the law's days where nothing was agreed, and never more, whatever was (CCP art. L2192-10). */
export const paymentDays = ({
  publicBody,
  publicKind,
  paymentDays: agreed,
}: Pick<Party, 'publicBody' | 'publicKind' | 'paymentDays'>): number => {
  if (!publicBody) return agreed ?? PAYMENT_DAYS
  const most = PUBLIC_DAYS[publicKind ?? 'other']
  return Math.min(agreed ?? most, most)
}

const SIREN_DIGITS = 9
/** What a product, or an item of the price list, is called on paper. */
const NAMES: ReadonlyMap<string | null, Word> = new Map(
  Object.entries({
    'exchange-port': words['exchange-port'],
    'port-1g': words['port-1g'],
    'port-10g': words['port-10g'],
    'port-100g': words['port-100g'],
    'rack-space': words['rack-space'],
    'rack-quarter': words['rack-quarter'],
    'rack-half': words['rack-half'],
    'rack-full': words['rack-full'],
    'rack-u': words['rack-u'],
    'cross-connect': marketWords['cross-connect'],
    'xc-fibre-duplex': marketWords['xc-fibre-duplex'],
    'xc-fibre-single': marketWords['xc-fibre-single'],
    'xc-copper': marketWords['xc-copper'],
    'xc-fibre-duplex-once': marketWords['xc-fibre-duplex-once'],
    'xc-fibre-single-once': marketWords['xc-fibre-single-once'],
    'xc-copper-once': marketWords['xc-copper-once'],
    move: marketWords.move,
  }),
)
export const both = (word: Word, values: object = {}): { readonly fr: string; readonly en: string } => ({
  fr: say(word, 'fr', values),
  en: say(word, 'en', values),
})

const itemName = (
  service: Pick<BilledService, 'item' | 'product' | 'names'>,
): { readonly fr: string; readonly en: string } => {
  const own = service.item === null ? undefined : service.names?.get(service.item)
  if (own) return own
  const named = NAMES.get(service.item) ?? NAMES.get(service.product)
  if (named) return both(named)
  const plain = `${service.product} ${service.item ?? ''}`.trim()
  return { fr: plain, en: plain }
}

/** The order that a line bills: its setup fee that of the service, all else the one on which the price of its first day rests. */
export const orderOf = ({ service, due }: Owed): OrderReference | null =>
  due.charge === 'setup' ? service.order : orderOn(service, due.from)

const isEstimated = ({ meters = [] }: Due): boolean => meters.some(({ estimated }) => estimated)

/** What a line calls itself beside its item: of storage the days and their price. */
const valuesOf = ({ quantity: days, price }: Due, item: string, language: 'fr' | 'en'): object => ({
  item,
  days,
  price: unitPrice(price, language),
})

const wordOf = (due: Due): (typeof words)[Due['charge'] | 'usage-estimated' | 'difference'] => {
  if (due.priceId !== undefined) return words.difference
  return isEstimated(due) ? words['usage-estimated'] : words[due.charge]
}

const meteredOf = (due: Due): Pick<SnapshotLine, 'metered'> =>
  due.meters === undefined
    ? {}
    : {
        metered: {
          estimated: isEstimated(due),
          meters: due.meters.map(({ feed, side, firstWh, lastWh, resets, wh }) => ({
            feed,
            side,
            first_wh: firstWh,
            last_wh: lastWh,
            resets,
            wh,
          })),
        },
      }

const lineOf = (owed: Owed, line: number, vat: Vat): SnapshotLine => {
  const { service, due } = owed
  const order = orderOf(owed)
  const item = itemName(due.item === undefined ? service : { ...service, item: due.item })
  const word = wordOf(due)
  return {
    line,
    charge: due.charge,
    service: service.number,
    name: { fr: say(word, 'fr', valuesOf(due, item.fr, 'fr')), en: say(word, 'en', valuesOf(due, item.en, 'en')) },
    quantity: due.quantity,
    unit: due.unit,
    price_micro_euros: due.price,
    price_base: due.base,
    net_cents: due.net_cents,
    period: { first_day: due.from, last_day: lastDayBefore(due.until) },
    ...namedParts(due.parts),
    ...meteredOf(due),
    vat_category: vat.category,
    vat_percent: vat.rate_percent,
    order: order?.number ?? null,
    customer_reference: order?.customerReference ?? order?.paperNumber ?? null,
  }
}

const reasonOf = (category: Vat['category']): { readonly fr: string; readonly en: string } | null => {
  switch (category) {
    case 'S':
      return null
    case 'AE':
      return both(words['reverse-charge'])
    case 'O':
      return both(words['outside-scope'])
  }
}

/** VAT once per category and rate, on the sum of its lines (BG-23). */
export const sumInvoice = (lines: readonly SnapshotLine[]): Pick<InvoiceSnapshot, 'vat' | 'totals'> => {
  const groups = new Map<string, readonly SnapshotLine[]>()
  for (const line of lines) {
    const key = `${line.vat_category} ${line.vat_percent}`
    groups.set(key, [...(groups.get(key) ?? []), line])
  }
  const vat = [...groups.values()].flatMap((group) => {
    const first = group[0]
    if (!first) return []
    const net = addCents(...group.map((line) => cents(line.net_cents)))
    const category = first.vat_category
    return {
      category,
      percent: first.vat_percent,
      net_cents: net,
      vat_cents: vatOn(net, first.vat_percent),
      reason_code: category === 'S' ? null : category === 'AE' ? ('VATEX-EU-AE' as const) : ('VATEX-EU-O' as const),
      reason: reasonOf(category),
    }
  })
  const net_cents = addCents(...vat.map((group) => group.net_cents))
  const vat_cents = addCents(...vat.map((group) => group.vat_cents))
  return { vat, totals: { net_cents, vat_cents, gross_cents: addCents(net_cents, vat_cents) } }
}

/** The one value that all have, or null. */
const shared = (all: readonly (string | null)[]): string | null => {
  const first = all[0] ?? null
  return all.every((one) => one === first) ? first : null
}

export const periodOf = (lines: readonly SnapshotLine[]): InvoiceSnapshot['period'] => {
  const rent = lines.filter((line) => line.charge === 'rent')
  const counted = rent.length > 0 ? rent : lines
  const first = counted.map((line) => line.period.first_day).toSorted()[0]
  const last = counted
    .map((line) => line.period.last_day)
    .toSorted()
    .at(-1)
  if (first === undefined || last === undefined) throw new Error('an invoice has at least one line')
  return { first_day: first, last_day: last }
}

const partyOf = (party: Party, inScope: boolean): Omit<InvoiceSnapshot['seller'], 'legal_form' | 'register'> => ({
  id: party.id,
  name: party.name,
  siret: party.siret,
  siren: party.siret?.slice(0, SIREN_DIGITS) ?? null,
  vat_number: inScope ? party.vatNumber : null,
  address: party.address,
  country: party.country,
})

const notesOf = (seller: Seller, buyer: Party, vat: Vat): InvoiceSnapshot['notes'] => {
  const [fee, penalty] = buyer.publicBody
    ? [words['recovery-fee-public'], words['late-penalty-public']]
    : [words['recovery-fee'], words['late-penalty']]
  const reason = reasonOf(vat.category)
  return [
    ...(reason ? [{ subject: 'TXD' as const, text: reason }] : []),
    // BR-O-02 keeps the number out of BT-31, CGI ann. II art. 242 nonies A wants it on the paper.
    ...(vat.category === 'O' && seller.vatNumber !== null
      ? [{ subject: 'ABL' as const, text: both(words['seller-vat'], { vat_number: seller.vatNumber }) }]
      : []),
    { subject: 'ABL' as const, text: both(words.nature) },
    { subject: 'PMD' as const, text: both(penalty) },
    { subject: 'PMT' as const, text: both(fee) },
    { subject: 'AAB' as const, text: both(words['no-discount']) },
  ]
}

/** Which service code and engagement an order names; a public body's own code stands in for the order's. */
export const engagementOf = (
  buyer: Party,
  order: OrderReference | null,
): { readonly serviceCode: string | null; readonly engagementNumber: string | null } => ({
  serviceCode: serviceCodeOf(buyer, order),
  engagementNumber: order?.engagementNumber ?? null,
})

const CALLED = { siret: 'siret', service_code: 'service-code', engagement_number: 'engagement-number' } as const

/** What Chorus Pro rejects a public body's invoice for. */
const missingOf = (buyer: Party, owed: readonly Owed[]): EngagementMissing | null => {
  const missing = missingReferences(buyer, owed.map(orderOf)).map((one) => CALLED[one])
  return missing.length > 0 ? { code: 'engagement-unsaid', organisation: buyer.name, missing } : null
}

/** One invoice of one buyer, not yet numbered. For a public body all that is owed names one engagement. */
export const composeInvoice = (
  seller: Seller,
  buyer: Party,
  owed: readonly Owed[],
  specimen: boolean,
): Result<InvoiceSnapshot, ComposeRefusal> => {
  const missing = missingOf(buyer, owed)
  if (missing) return refuse(missing)
  const decided = decideVat(buyer)
  if (!decided.ok) return decided
  const vat = decided.value
  const inScope = vat.category !== 'O'
  const lines = owed.map((one, index) => lineOf(one, index + 1, vat))
  const named = engagementOf(buyer, owed[0] ? orderOf(owed[0]) : null)
  return ok({
    version: 1,
    number: null,
    issue_date: null,
    type_code: '380',
    currency: 'EUR',
    due_date: null,
    buyer_reference: buyer.publicBody ? named.serviceCode : null,
    purchase_order: buyer.publicBody ? named.engagementNumber : shared(lines.map((line) => line.customer_reference)),
    sales_order: shared(lines.map((line) => line.order)),
    preceding: null,
    notes: notesOf(seller, buyer, vat),
    seller: { ...partyOf(seller, inScope), legal_form: seller.legalForm, register: seller.register },
    buyer: { ...partyOf(buyer, inScope), public_body: buyer.publicBody, language: buyer.language },
    period: periodOf(lines),
    lines,
    ...sumInvoice(lines),
    payment: { days: paymentDays(buyer), iban: seller.iban, bic: seller.bic },
    specimen,
  })
}

/** The invoice as issued: its number, its day, and the day by which it is to be paid. */
export const numberInvoice = (draft: InvoiceSnapshot, number: string, issueDate: string): InvoiceSnapshot => ({
  ...draft,
  number,
  issue_date: issueDate,
  due_date:
    draft.type_code === '381' ? null : Temporal.PlainDate.from(issueDate).add({ days: draft.payment.days }).toString(),
})
