import { ok, refuse, type Refusal, type Result } from '#kernel'

interface Range {
  readonly from: number
  readonly to: number
  readonly source: string
  /** May stand in a sample site, where nothing reaches the Internet. */
  readonly inSample: boolean
}

/** AS numbers that no member of a real exchange can have (IANA, Special-Purpose AS Numbers). */
export const reservedAsns: readonly Range[] = [
  { from: 0, to: 0, source: 'RFC 7607', inSample: false },
  { from: 23456, to: 23456, source: 'RFC 6793', inSample: false },
  { from: 64496, to: 64511, source: 'RFC 5398', inSample: true },
  { from: 64512, to: 65534, source: 'RFC 6996', inSample: true },
  { from: 65535, to: 65535, source: 'RFC 7300', inSample: false },
  { from: 65536, to: 65551, source: 'RFC 5398', inSample: true },
  { from: 4200000000, to: 4294967294, source: 'RFC 6996', inSample: true },
  { from: 4294967295, to: 4294967295, source: 'RFC 7300', inSample: false },
]

const LAST_ASN = 4294967295

export type AsnRefusal = Refusal & { readonly code: 'asn-reserved' | 'asn-invalid' }

/** May a member come with this AS number? `sample`: the site is an invented one and may use the numbers kept for documentation and private use. */
export const admitAsn = (asn: number, sample: boolean): Result<number, AsnRefusal> => {
  if (!Number.isInteger(asn) || asn < 0 || asn > LAST_ASN) return refuse({ code: 'asn-invalid', asn })
  const range = reservedAsns.find(({ from, to }) => asn >= from && asn <= to)
  return range && !(sample && range.inSample) ? refuse({ code: 'asn-reserved', asn, source: range.source }) : ok(asn)
}
