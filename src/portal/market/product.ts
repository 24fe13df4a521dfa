import type { Tongue } from '../language.tsx'
import { label } from '../phrase.ts'
import { w } from './words.ts'

type Parameters = Readonly<Record<string, unknown>>

/** "Quart de baie, 1,5 kW A+B"; of units of the shared rack, how many. */
const spaceTitle = (parameters: Parameters, { t, f, language }: Tongue): string => {
  const { size, watts, sides, units_u: units } = parameters
  const what =
    size === 'shared'
      ? `${label('rack-u', language)}${typeof units === 'number' ? `, ${f.number(units)} U` : ''}`
      : label(`rack-${String(size)}`, language)
  const power = typeof watts === 'number' ? `, ${f.quantity(watts / 1000, 'kW')} ${String(sides)}` : ''
  // Whoever signs it, delivers it or enters it knows.
  return `${what}${power}${parameters['health_data'] === true ? `, ${t(w.healthData)}` : ''}`
}

/** What a line or a service is, in a few words: "Port d'échange 10G". */
export const productTitle = (
  one: {
    readonly product: string
    readonly parameters?: Parameters
    readonly item?: string | null
  },
  tongue: Tongue,
): string => {
  const { t, language } = tongue
  if (one.product === 'rack-space' && one.parameters?.['size'] !== undefined) return spaceTitle(one.parameters, tongue)
  const media = one.parameters?.['media']
  if (one.product === 'cross-connect' && typeof media === 'string') return label(`xc-${media}`, language)
  if (one.product !== 'exchange-port') return label(one.item ?? one.product, language)
  const name = t(w['product-exchange-port'])
  const speed = one.parameters?.['speed'] ?? one.item?.replace(/^port-/, '').toUpperCase()
  return typeof speed === 'string' ? `${name} ${speed}` : name
}

/** The line of identifiers under it: what is held, and the AS. */
export const identifiers = (one: {
  readonly service?: string | null
  readonly holds?: readonly { readonly label: string }[]
  readonly parameters?: Parameters
}): string => {
  const asn = one.parameters?.['asn']
  // A cross-connect holds a position as an end and as a place on its panel.
  const held = new Set((one.holds ?? []).map((h) => h.label))
  return [one.service, ...held, typeof asn === 'number' ? `AS${asn}` : null]
    .filter((part) => part !== null && part !== undefined && part !== '')
    .join(' · ')
}
