import type { Language } from '#kernel'

const CENTS = 100

/** 1 234,50 € or €1,234.50. */
export const euros = (cents: number, language: Language): string =>
  new Intl.NumberFormat(language, { style: 'currency', currency: 'EUR' }).format(cents / CENTS)

const MICRO_EUROS = 1_000_000

/** A price by the unit, with all its digits: 0.2185 €/kWh. */
export const unitPrice = (microEuros: number, unit: string, language: Language): string =>
  `${new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 6 }).format(microEuros / MICRO_EUROS)} €/${unit}`
