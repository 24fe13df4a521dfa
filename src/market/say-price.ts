import type { Language } from '#kernel'

const MICRO_EUROS = 1_000_000
const CENTS_DIGITS = 2
/** A price by the unit has as many of its six decimals as it needs. */
export const UNIT_DIGITS = 6

/** A price in 10⁻⁶ € as a sentence writes it; thousands apart by U+00A0, as everywhere in the house. */
export const sayPrice = (microEuros: number, language: Language, mostDigits: number = CENTS_DIGITS): string =>
  new Intl.NumberFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
    style: 'currency',
    currency: 'EUR',
    minimumFractionDigits: CENTS_DIGITS,
    maximumFractionDigits: mostDigits,
  })
    .format(microEuros / MICRO_EUROS)
    .replaceAll('\u202f', '\u00a0')
