export const languages = ['fr', 'en'] as const
export type Language = (typeof languages)[number]

/** One sentence or label in both languages. A function gets the refusal's (or the label's) values. */
export type Word = { readonly [L in Language]: string | ((values: never) => string) }

/** A room's vocabulary: a missing language is a compile error. */
export const words = <const W extends { readonly [key: string]: Word }>(all: W): W => all

/** Says one word in one language. */
export const say = (word: Word, language: Language, values: object = {}): string => {
  const form = word[language]
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- whoever says a word gives the values that its form names
  return typeof form === 'string' ? form : (form as (v: object) => string)(values)
}

/** A day (YYYY-MM-DD, of whatever zone it was named in) as a sentence says it; what is no day stands as it is. */
export const longDay = (day: string, language: Language): string => {
  const at = new Date(`${day}T00:00:00Z`)
  const locale = language === 'fr' ? 'fr-FR' : 'en-GB'
  return Number.isNaN(at.getTime())
    ? day
    : firstOfMonth(new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(at), language)
}

/** French counts the first day of a month and numbers the others: le 1er janvier, le 2 janvier. `Intl` does not know it. */
export const firstOfMonth = (said: string, language: Language): string =>
  language === 'fr' ? said.replace(/^1 (?=\p{L})/u, '1er ') : said

/** A number of a sentence as its language writes it, thousands apart; what is no number, such as a name in its stead, stands as it is. */
export const figure = (value: unknown, language: Language, mostDigits = 3): string =>
  typeof value === 'number' && Number.isFinite(value)
    ? new Intl.NumberFormat(language === 'fr' ? 'fr-FR' : 'en-GB', { maximumFractionDigits: mostDigits })
        .format(value)
        // As everywhere else in the house: U+202F comes out too thin to see.
        .replaceAll('\u202f', '\u00a0')
    : String(value ?? '')
