import type { Right } from '#kernel'
import type { Place } from '../product.ts'

/** What an organisation is; `public-health` and `public-undertaking` say which public body it is. */
export const declaredKinds = [
  'tenant',
  'carrier',
  'public-body',
  'public-health',
  'public-undertaking',
  'exchange-member',
] as const
export type DeclaredKind = (typeof declaredKinds)[number]

/** What a row says of its customer: only the cells that are filled in. */
export interface DeclaredOrganisation {
  readonly handle: string
  readonly given: {
    readonly name?: string
    readonly kinds?: readonly DeclaredKind[]
    readonly country?: string
    readonly language?: 'fr' | 'en'
    readonly siret?: string
    readonly vat_number?: string
    readonly service_code?: string
    readonly address?: string
    readonly invoice_mail?: string
  }
}

export interface DeclaredContact {
  readonly name: string
  readonly mail: string | null
  readonly phone: string | null
  readonly rights: readonly Right[]
}

/** What the place of a service in the house is: changed by orders, never by a file. */
export interface Fixed {
  readonly organisation: string
  readonly product: string
  readonly parameters: object
  readonly place: Place
  readonly noticeOn: string | null
  readonly endsOn: string | null
}

/** What bills: it may be put right until the first invoice of this system. Days are YYYY-MM-DD. */
export interface Billed {
  readonly start: string
  readonly invoicedUntil: string
  readonly item: string | null
  readonly monthlyMicroEuros: number
  readonly next: { readonly from: string; readonly monthlyMicroEuros: number } | null
  /** The agreed price of a kWh; 0: the rent includes it; null: the list's of the first day that is billed here. */
  readonly kwhMicroEuros: number | null
  readonly setupCents: number
  readonly setupPaid: boolean
  /** Null: that of the contract. A public body always pays in arrears. */
  readonly billing: 'advance' | 'arrears' | null
}

/** What may change at any time. */
export interface Open {
  readonly termEnd: string | null
  /** Null: those of the contract. */
  readonly noticeDays: number | null
  readonly earlyEndPercent: number | null
  readonly priceFrom: string | null
  readonly index: { readonly name: string; readonly value: number | null; readonly day: string | null } | null
  readonly orderReference: string | null
  readonly engagementNumber: string | null
}

/** One row of the file: one service that lives already. */
export interface TakenRow {
  readonly line: number
  readonly oldNumber: string
  readonly organisation: DeclaredOrganisation
  readonly contact: DeclaredContact | null
  readonly fixed: Fixed
  readonly billed: Billed
  readonly open: Open
}
