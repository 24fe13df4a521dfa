/** What an invoice of a public body must name, for Chorus Pro rejects it without; in the order in which it is told. */
export type Reference = 'siret' | 'service_code' | 'engagement_number'

export interface Buyer {
  readonly publicBody: boolean
  readonly siret: string | null
  /** Its own, which stands in for one that the order does not name. */
  readonly serviceCode: string | null
}
/** As an order, a letter or a contract names them. */
export interface Named {
  readonly serviceCode?: string | null | undefined
  readonly engagementNumber?: string | null | undefined
}

/** The service code that an invoice bears: the order's, or the body's own. */
export const serviceCodeOf = (buyer: Pick<Buyer, 'serviceCode'>, named: Named | null): string | null =>
  named?.serviceCode ?? buyer.serviceCode

/**
 * Which of them would be missing on an invoice of all that is named here; nobody else owes any. One rule for who signs, who agrees to pay in
 * a letter, what is taken over and what is invoiced: what passed at the signature is not held back at the end of the month. Pure.
 */
export const missingReferences = (buyer: Buyer, all: readonly (Named | null)[]): readonly Reference[] =>
  buyer.publicBody
    ? [
        ...(buyer.siret ? [] : (['siret'] as const)),
        ...(all.every((named) => serviceCodeOf(buyer, named)) ? [] : (['service_code'] as const)),
        ...(all.every((named) => named?.engagementNumber) ? [] : (['engagement_number'] as const)),
      ]
    : []

/** The same of a row of the house, as the rooms of people have it. */
export const buyerOf = (row: {
  readonly kinds: readonly string[]
  readonly siret: string | null
  readonly service_code: string | null
}): Buyer => ({ publicBody: row.kinds.includes('public-body'), siret: row.siret, serviceCode: row.service_code })
