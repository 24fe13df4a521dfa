import type { Tongue } from '../language.tsx'
import { w } from './words.ts'

/** What a line or a service is, in a few words: "Port d'échange 10G". */
export const productTitle = (
  one: {
    readonly product: string
    readonly parameters?: Readonly<Record<string, unknown>>
    readonly item?: string | null
  },
  { t }: Tongue,
): string => {
  const name = one.product === 'exchange-port' ? t(w['product-exchange-port']) : one.product
  const speed = one.parameters?.['speed'] ?? one.item?.replace(/^port-/, '').toUpperCase()
  return typeof speed === 'string' ? `${name} ${speed}` : name
}

/** The line of identifiers under it: what is held, and the AS. */
export const identifiers = (one: {
  readonly service?: string | null
  readonly holds?: readonly { readonly label: string }[]
  readonly parameters?: Readonly<Record<string, unknown>>
}): string => {
  const asn = one.parameters?.['asn']
  return [one.service, ...(one.holds ?? []).map((h) => h.label), typeof asn === 'number' ? `AS${asn}` : null]
    .filter((part) => part !== null && part !== undefined && part !== '')
    .join(' · ')
}
