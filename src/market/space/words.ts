import { words } from '#kernel'

type Values = { readonly [value: string]: unknown }
const t = (values: Values, name: string): string => String(values[name] ?? '')

const levelsFr: Readonly<Record<string, string>> = {
  way: 'le départ',
  feed: 'la voie',
  board: 'le tableau',
  ups: 'l’onduleur',
  'transfer-switch': 'l’inverseur',
  transformer: 'le transformateur',
  genset: 'le groupe électrogène',
  'grid-contract': 'la puissance souscrite au réseau',
}
const levelsEn: Readonly<Record<string, string>> = {
  way: 'the way',
  feed: 'the feed',
  board: 'the board',
  ups: 'the UPS',
  'transfer-switch': 'the transfer switch',
  transformer: 'the transformer',
  genset: 'the generating set',
  'grid-contract': 'the subscribed grid power',
}

/** What a customer is told of places: the kind of a limit, not what others hold of it. Part of the market's vocabulary. */
export const spaceWords = words({
  'power-not-left': {
    fr: (v: Values) =>
      `${v['compartment'] === undefined ? 'Aucune place' : t(v, 'compartment')} : ${levelsFr[t(v, 'kind')] ?? 'la chaîne'} n’a plus assez de puissance, une voie perdue.`,
    en: (v: Values) =>
      `${v['compartment'] === undefined ? 'No place' : t(v, 'compartment')}: ${levelsEn[t(v, 'kind')] ?? 'the chain'} has not enough power left with one side lost.`,
  },
  'phase-not-left': {
    fr: (v: Values) =>
      `${v['compartment'] === undefined ? 'Aucune place' : t(v, 'compartment')} : ${levelsFr[t(v, 'kind')] ?? 'la chaîne'} n’a plus assez de puissance sur cette phase, une voie perdue.`,
    en: (v: Values) =>
      `${v['compartment'] === undefined ? 'No place' : t(v, 'compartment')}: ${levelsEn[t(v, 'kind')] ?? 'the chain'} has not enough power left on that phase with one side lost.`,
  },
  'cooling-not-left': {
    fr: (v: Values) => `${t(v, 'compartment')} : le froid ne suffirait plus, une unité perdue.`,
    en: (v: Values) => `${t(v, 'compartment')}: cooling would not be enough with one unit lost.`,
  },
  'weight-not-left': {
    fr: (v: Values) => `${t(v, 'compartment')} : la baie ne porterait plus ce poids.`,
    en: (v: Values) => `${t(v, 'compartment')}: the rack would not bear this weight any more.`,
  },
  'place-has-neighbour': {
    fr: (v: Values) => `${t(v, 'compartment')} a un voisin.`,
    en: (v: Values) => `${t(v, 'compartment')} has a neighbour.`,
  },
})
