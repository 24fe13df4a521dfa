import type { Language } from '#kernel'

const CENTS = 100

/** 1 234,50 € or €1,234.50. */
export const euros = (cents: number, language: Language): string =>
  new Intl.NumberFormat(language, { style: 'currency', currency: 'EUR' }).format(cents / CENTS)
