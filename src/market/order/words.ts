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
  'paper-in-future': {
    fr: (v: Values) =>
      `Le document porte la date du ${date(v, 'signed_on', 'fr')} ; nous sommes le ${date(v, 'today', 'fr')} : personne n’a encore signé ce jour-là.`,
    en: (v: Values) =>
      `The document is dated ${date(v, 'signed_on', 'en')}, and today is ${date(v, 'today', 'en')}: nobody has signed on that day yet.`,
  },
  'paper-before-order': {
    fr: (v: Values) =>
      `Le document porte la date du ${date(v, 'signed_on', 'fr')}, la commande est du ${date(v, 'drafted_on', 'fr')} : on ne signe pas ce qui n’est pas encore écrit. Un document plus ancien est une demande : le citer en référence.`,
    en: (v: Values) =>
      `The document is dated ${date(v, 'signed_on', 'en')}, the order ${date(v, 'drafted_on', 'en')}: nobody signs what is not written yet. An older document is a request: name it as the reference.`,
  },
  'paper-before-notice': {
    fr: (v: Values) =>
      `Le document porte la date du ${date(v, 'signed_on', 'fr')}, l’avis de mise à disposition est du ${date(v, 'noticed_on', 'fr')} : on n’accepte pas ce qui n’est pas encore remis.`,
    en: (v: Values) =>
      `The document is dated ${date(v, 'signed_on', 'en')}, the ready notice ${date(v, 'noticed_on', 'en')}: nobody accepts what was not handed over yet.`,
  },
  'term-too-short': {
    fr: (v: Values) =>
      `La durée demandée, ${t(v, 'months')} mois, est plus courte que celle du contrat, ${t(v, 'least')} mois : le site seul peut l’accorder.`,
    en: (v: Values) =>
      `The term that was asked for, ${t(v, 'months')} months, is shorter than the contract’s ${t(v, 'least')} months: only the site can grant it.`,
  },
})
