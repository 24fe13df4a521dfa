import type { Refusal } from '#kernel'
import type { Seller } from './compose-invoice.ts'
import { doubtfulVatNumber } from './decide-vat.ts'
import type { Unbilled } from './compose-run.ts'
import type { InvoiceKind, Party } from './model.ts'
import { lastDayBefore } from './prorate-month.ts'

/** More than this from one run to the next, and a person should know why. */
const LARGE_CHANGE_PERCENT = 50
const PERCENT = 100

/** What the law or the payment wants of the seller and is not there. */
export const checkSeller = (seller: Seller): readonly Refusal[] => [
  ...(seller.vatNumber === null ? [{ code: 'seller-vat-missing' }] : []),
  ...(seller.legalForm === null || seller.register === null ? [{ code: 'seller-register-missing' }] : []),
  ...(seller.iban === null ? [{ code: 'seller-account-missing' }] : []),
]

export interface CheckedInvoice {
  readonly kind: InvoiceKind
  readonly buyer: Party & { readonly ended: boolean }
  /** Net of the organisation in this run. */
  readonly net_cents: number
  /** The same in the last approved run; null: it had none there. */
  readonly previous_net_cents: number | null
  /** It was never invoiced before. */
  readonly first: boolean
  /** Services of the organisation whose use of the last month is not known. */
  readonly unbilled: readonly Unbilled[]
}

/** What a person should look at before one invoice is issued; none of it stops the run. */
export const checkInvoice = (invoice: CheckedInvoice): readonly Refusal[] => {
  if (invoice.kind === 'credit-note') return []
  const { buyer, previous_net_cents: before } = invoice
  const change = before !== null && before > 0 ? Math.round(((invoice.net_cents - before) * PERCENT) / before) : 0
  return [
    ...(buyer.ended ? [{ code: 'buyer-ended' }] : []),
    ...(buyer.country === 'FR' && buyer.siret === null ? [{ code: 'siret-missing' }] : []),
    ...(buyer.address.trim() === '' ? [{ code: 'address-missing' }] : []),
    ...(buyer.invoiceMail === null ? [{ code: 'invoice-mail-missing' }] : []),
    ...(doubtfulVatNumber(buyer) ? [{ code: 'vat-number-doubtful', vat_number: buyer.vatNumber }] : []),
    ...(invoice.first ? [{ code: 'first-invoice' }] : []),
    ...invoice.unbilled.map(({ service, feeds, from, until }) => ({
      code: 'usage-unknown',
      service,
      feeds,
      first_day: from,
      last_day: lastDayBefore(until),
    })),
    ...(Math.abs(change) > LARGE_CHANGE_PERCENT ? [{ code: 'large-change', percent: change }] : []),
  ]
}
