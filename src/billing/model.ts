import type { Refusal } from '#kernel'
import type { MicroEuros } from '#units'

export const runStates = ['prepared', 'approved', 'discarded'] as const
export type RunState = (typeof runStates)[number]

export const invoiceStates = ['prepared', 'issued'] as const
export const invoiceKinds = ['invoice', 'credit-note'] as const
export type InvoiceKind = (typeof invoiceKinds)[number]

/** What one line bills: the setup fee once, the rent of days, what was metered on them, the price of an end inside the term, gear that stayed. */
export const charges = ['setup', 'rent', 'usage', 'early-end', 'storage'] as const
export type Charge = (typeof charges)[number]

export const vatCategories = ['S', 'AE', 'O'] as const
/** UNTDID 5305: standard rate, reverse charge, outside the scope of the tax. */
export type VatCategory = (typeof vatCategories)[number]

/** The order on which a price rests, as far as an invoice speaks of it; `number` null: it was taken over, its order was another system's. */
export interface OrderReference {
  readonly number: string | null
  readonly customerReference: string | null
  readonly paperNumber: string | null
  readonly serviceCode: string | null
  readonly engagementNumber: string | null
}

/** A price that a change of the service brought, from a day on. */
export interface LaterPrice {
  readonly id: string
  readonly from: string
  readonly item: string | null
  readonly monthlyMicroEuros: MicroEuros
  /** The order of the change that brought it; absent: no order did (an index, a step agreed before), the one before it holds on. */
  readonly order?: OrderReference | null
}

/** One thing of the price list that a monthly price is made of. */
export interface PricePart {
  readonly item: string
  readonly monthlyMicroEuros: MicroEuros
  /** Absent: one of it, or it was not said. */
  readonly times?: { readonly quantity: number; readonly unit: 'kW' | 'U' | 'x'; readonly microEuros: MicroEuros }
}

/** A service as billing sees it. Dates are YYYY-MM-DD in `zone`. */
export interface BilledService {
  readonly id: string
  readonly number: string
  readonly organisationId: string
  readonly product: string
  readonly item: string | null
  readonly setupMicroEuros: MicroEuros
  /** The price at which it began. */
  readonly monthlyMicroEuros: MicroEuros
  /** In the order of their days; of one day the last counts. */
  readonly laterPrices?: readonly LaterPrice[]
  /** What each price was quoted as: by its id, empty text that at which it began. */
  readonly parts?: ReadonlyMap<string, readonly PricePart[]>
  /** What the site itself calls items of its list; those that products sell have words. */
  readonly names?: ReadonlyMap<string, { readonly fr: string; readonly en: string }>
  readonly billing: 'advance' | 'arrears'
  readonly zone: string
  /** First day billed. */
  readonly billingFrom: string
  /** Legal end: first day not owed. */
  readonly endsOn: string | null
  readonly termEnds: string | null
  readonly earlyEndPercent: number
  /** That created it. */
  readonly order: OrderReference | null
}

/** Days that an invoice has billed and no credit note has repaid; `until` is not counted. */
export interface BilledDays {
  readonly serviceId: string
  readonly charge: Charge
  readonly from: string
  readonly until: string
}

/** A line of rent of an issued invoice and its days that were not repaid; `reduced`: what credit notes took off its price meanwhile. */
export interface BilledLine {
  readonly serviceId: string
  readonly invoiceId: string
  readonly line: number
  readonly from: string
  readonly until: string
  readonly monthlyMicroEuros: MicroEuros
  readonly reduced: readonly Less[]
}

/** Days on which a billed line costs so much less a month. */
export interface Less {
  readonly from: string
  readonly until: string
  readonly lessMicroEuros: MicroEuros
}

/** The seller or a buyer, as it stood when the invoice was composed. */
export interface Party {
  readonly id: string
  readonly handle: string
  readonly name: string
  readonly publicBody: boolean
  /** Which public body it is, where the law gives it more days; absent: any other. */
  readonly publicKind?: 'health' | 'undertaking' | undefined
  readonly country: string
  readonly language: 'fr' | 'en'
  readonly siret: string | null
  readonly vatNumber: string | null
  readonly serviceCode: string | null
  readonly address: string
  readonly invoiceMail: string | null
  /** Of its contract; absent: nothing was agreed. */
  readonly paymentDays?: number | undefined
}

/** An organisation that could not be invoiced, and why; its services stay unbilled for the next run. */
export interface Held {
  readonly organisationId: string
  readonly services: readonly string[]
  readonly refusal: Refusal
}
