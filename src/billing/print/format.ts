import type { Language } from '#kernel'

/** Numbers and dates as an invoice writes them. Thousands are parted by U+00A0: with Barlow, U+202F comes out too thin to see. */
const LOCALE = { fr: 'fr-FR', en: 'en-GB' } as const
const wide = (text: string): string => text.replaceAll('\u202F', '\u00A0')

const CENTS = 100
const MICRO = 1_000_000

const euros = (amount: number, language: Language, most: number): string =>
  wide(
    new Intl.NumberFormat(LOCALE[language], {
      style: 'currency',
      currency: 'EUR',
      minimumFractionDigits: 2,
      maximumFractionDigits: most,
    }).format(amount),
  ).replace('-', '−')

/** `1 234,50 €`, `€1,234.50` */
export const money = (amount_cents: number, language: Language): string => euros(amount_cents / CENTS, language, 2)

/** A unit price: as many of its six decimals as it has. */
export const unitPrice = (price_micro_euros: number, language: Language): string =>
  euros(price_micro_euros / MICRO, language, 6)

/** `1 234,567`: to the thousandth, as a counter of Wh has it in kWh. */
export const quantity = (amount: number, language: Language): string =>
  wide(new Intl.NumberFormat(LOCALE[language], { maximumFractionDigits: 3 }).format(amount))

const KILO = 1000
/** Wh as kWh. */
export const kilo = (wh: number, language: Language): string => quantity(wh / KILO, language)

/** `20 %`, `20%` */
export const percent = (rate: number, language: Language): string =>
  wide(new Intl.NumberFormat(LOCALE[language], { style: 'percent', maximumFractionDigits: 2 }).format(rate / 100))

const dateForm = (day: string, language: Language, options: Intl.DateTimeFormatOptions): string =>
  wide(new Intl.DateTimeFormat(LOCALE[language], { timeZone: 'UTC', ...options }).format(new Date(`${day}T00:00:00Z`)))

/** `23 nov. 2026`, `23 Nov 2026` */
export const date = (day: string, language: Language): string =>
  dateForm(day, language, { day: 'numeric', month: 'short', year: 'numeric' }).replaceAll(' ', '\u00A0')

/** `nov. 2026` */
export const monthName = (day: string, language: Language): string =>
  dateForm(day, language, { month: 'short', year: 'numeric' })

/** `20 – 30 nov. 2026`, with as little said twice as can be. */
export const period = (first: string, last: string, language: Language): string => {
  if (first === last) return date(first, language)
  if (first.slice(0, 7) === last.slice(0, 7)) return `${Number(first.slice(8))}\u00A0–\u00A0${date(last, language)}`
  return `${date(first, language)} – ${date(last, language)}`
}

/** An IBAN in groups of four. */
export const groups = (iban: string): string => iban.replaceAll(/(.{4})(?=.)/g, '$1\u00A0')

/** `123 456 782 00012`, and a SIREN likewise. */
export const siret = (digits: string): string =>
  digits.replace(/^(\d{3})(\d{3})(\d{3})/, '$1\u00A0$2\u00A0$3\u00A0').trimEnd()

export const countryName = (code: string, language: Language): string =>
  new Intl.DisplayNames(LOCALE[language], { type: 'region' }).of(code) ?? code
