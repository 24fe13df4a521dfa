import { type Language, longDay, words } from '#kernel'

type Values = { readonly [value: string]: unknown }
const t = (values: Values, name: string): string => String(values[name] ?? '')
const date = (values: Values, name: string, language: Language): string => longDay(t(values, name), language)

/** Why an order is not quoted as it was asked for. */
export const orderWords = words({
  'item-unnamed': {
    fr: (v: Values) =>
      `L’article « ${t(v, 'item')} » n’a pas de nom : lui donner « name », en fr et en en, tel qu’il est écrit sur la facture.`,
    en: (v: Values) =>
      `The item “${t(v, 'item')}” has no name: add name: { fr: …, en: … }, as it stands on an invoice.`,
  },
  'start-in-past': {
    fr: (v: Values) => `Le début demandé, le ${date(v, 'start_on', 'fr')}, est passé.`,
    en: (v: Values) => `The start that was asked for, ${date(v, 'start_on', 'en')}, is past.`,
  },
  'start-too-far': {
    fr: (v: Values) =>
      `Le début demandé, le ${date(v, 'start_on', 'fr')}, est trop loin : un emplacement se réserve ${t(v, 'days')} jours d’avance au plus, soit jusqu’au ${date(v, 'latest', 'fr')}. Au-delà, écrire au site.`,
    en: (v: Values) =>
      `The start that was asked for, ${date(v, 'start_on', 'en')}, is too far: a place is held at most ${t(v, 'days')} days ahead, until ${date(v, 'latest', 'en')}. Beyond that, write to the site.`,
  },
  'term-too-short': {
    fr: (v: Values) =>
      `La durée demandée, ${t(v, 'months')} mois, est plus courte que celle du contrat, ${t(v, 'least')} mois : le site seul peut l’accorder.`,
    en: (v: Values) =>
      `The term that was asked for, ${t(v, 'months')} months, is shorter than the contract’s ${t(v, 'least')} months: only the site can grant it.`,
  },
})
