import { type Result, ok, refuse } from '#kernel'
import { isCountry } from '#people/contract'
import { type Cents, cents, divideHalfAway } from '#units'
import type { Party, VatCategory } from './model.ts'

/** What the tax law says of one sale: category (BT-151), rate (BT-152), and why nothing is charged (BT-120, BT-121). */
export interface Vat {
  readonly category: VatCategory
  readonly rate_percent: number
  readonly reason_code: 'VATEX-EU-AE' | 'VATEX-EU-O' | null
}

export type VatRefusal = { readonly code: 'vat-territory-by-hand'; readonly country: string }

/** CGI art. 278. */
const STANDARD_PERCENT = 20

/** The Member States other than France (list of 2020, after the withdrawal of the United Kingdom). */
const MEMBER_STATES = new Set(
  'AT BE BG CY CZ DE DK EE ES FI GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
)

/** Monaco is French territory for VAT (directive 2006/112/CE art. 7). */
const FRENCH_TERRITORY = new Set(['FR', 'MC'])

/** Overseas: rates of their own, or none (CGI art. 294 to 296); and ZZ, a country that nobody has said yet. A person decides these. */
const OVERSEAS = new Set('ZZ GP MQ RE GF YT PM BL MF NC PF WF TF'.split(' '))

/** VIES writes Greece as EL. */
const prefixOf = (country: string): string => (country === 'GR' ? 'EL' : country)

/** Whether a VAT number has the form of its country. Whether it lives is a question to VIES, which is not asked here. */
const wellFormedVatNumber = (country: string, vatNumber: string): boolean =>
  new RegExp(`^${prefixOf(country)}[0-9A-Z+*]{2,12}$`).test(vatNumber.replaceAll(/[\s.-]/g, '').toUpperCase())

/** A number of another Member State without that State's form: it does not shift the tax, and a person should ask. */
export const doubtfulVatNumber = (buyer: Pick<Party, 'country' | 'vatNumber'>): boolean =>
  buyer.vatNumber !== null && MEMBER_STATES.has(buyer.country) && !wellFormedVatNumber(buyer.country, buyer.vatNumber)

const STANDARD: Vat = { category: 'S', rate_percent: STANDARD_PERCENT, reason_code: null }

/**
 * Services of a French seller to a business or a public body: taxed where the customer is (directive 2006/112/CE art. 44, CGI
 * art. 259-1°). The customer in another Member State owes the tax itself if it shows its VAT number (art. 196, CGI art. 283-2).
 */
export const decideVat = (buyer: Pick<Party, 'country' | 'vatNumber'>): Result<Vat, VatRefusal> => {
  const country = buyer.country.toUpperCase()
  if (FRENCH_TERRITORY.has(country)) return ok(STANDARD)
  // Nor is what is no country one outside the Union.
  if (OVERSEAS.has(country) || !isCountry(country)) return refuse({ code: 'vat-territory-by-hand', country })
  if (!MEMBER_STATES.has(country)) return ok({ category: 'O', rate_percent: 0, reason_code: 'VATEX-EU-O' })
  return buyer.vatNumber !== null && wellFormedVatNumber(country, buyer.vatNumber)
    ? ok({ category: 'AE', rate_percent: 0, reason_code: 'VATEX-EU-AE' })
    : ok(STANDARD)
}

/** The tax on the sum of one rate, rounded once (EN 16931, BR-S-09); the rate has at most two decimals. */
export const vatOn = (net: Cents, ratePercent: number): Cents =>
  cents(Number(divideHalfAway(BigInt(net) * BigInt(Math.round(ratePercent * 100)), 10_000n)))
