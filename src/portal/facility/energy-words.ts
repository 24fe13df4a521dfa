import { words } from '#kernel'

/** What the meters of a rack space say, on the page of its service. */
export const w = words({
  energy: { fr: 'Énergie et puissance', en: 'Energy and power' },
  beside: { fr: 'A + B, selon ses compteurs', en: 'A + B, by its meters' },
  drawn: { fr: 'Tirés à présent', en: 'Drawn now' },
  drawnWords: {
    fr: (v: { drawn: string; age: string; committed: string }) =>
      `${v.drawn} tirés, mesuré ${v.age}, sur ${v.committed} souscrits`,
    en: (v: { drawn: string; age: string; committed: string }) =>
      `${v.drawn} drawn, measured ${v.age}, of ${v.committed} committed`,
  },
  unknownWords: {
    fr: (v: { committed: string }) => `inconnu, ${v.committed} souscrits`,
    en: (v: { committed: string }) => `not known, ${v.committed} committed`,
  },
  committed: { fr: 'Souscrits', en: 'Committed' },
  peak: { fr: 'Pointe de sept jours', en: 'Peak of seven days' },
  knownFor: { fr: (v: { d: string }) => `connus sur ${v.d}`, en: (v: { d: string }) => `known for ${v.d}` },
  price: { fr: 'Prix du jour', en: 'Today’s price' },
  unknown: { fr: 'inconnu', en: 'not known' },
  notRead: { fr: 'Ses compteurs n’ont pas encore été lus.', en: 'Its meters have not been read yet.' },
  notHandedOver: {
    fr: 'Rien n’est compté avant la remise de la place.',
    en: 'Nothing is counted before the place is handed over.',
  },
  noMeter: {
    fr: 'Baie partagée\u00a0: ses départs servent aussi à d’autres, rien n’est mesuré de ce service seul.',
    en: 'Shared rack: its feeds serve others too, nothing is measured of this service alone.',
  },
  alarm: {
    fr: (v: { peak: string; limit: string; at: string }) =>
      `Pointe de ${v.peak} le ${v.at}\u00a0: une voie seule ne porte que ${v.limit}.`,
    en: (v: { peak: string; limit: string; at: string }) =>
      `Peak of ${v.peak} on ${v.at}: one side alone carries ${v.limit} only.`,
  },
  alarmRule: {
    fr: 'Si une voie tombait à cet instant, l’autre pourrait couper. Tirer moins, ou souscrire davantage.',
    en: 'Had one side failed at that instant, the other could have tripped. Draw less, or commit more.',
  },
  month: { fr: 'Mois', en: 'Month' },
  used: { fr: 'Énergie', en: 'Energy' },
  cost: { fr: 'Au prix du jour, hors TVA', en: 'At today’s price, before VAT' },
  from: { fr: 'Connue de', en: 'Known from' },
  until: { fr: 'À', en: 'Until' },
  owed: {
    fr: (v: { energy: string }) => `dont ${v.energy} facturés\u00a0: ni avant le premier jour facturé, ni après la fin`,
    en: (v: { energy: string }) => `of which ${v.energy} are billed: none before the first billed day or after the end`,
  },
  missing: {
    fr: (v: { d: string }) => `${v.d} non relevées, non comptées`,
    en: (v: { d: string }) => `${v.d} not read, not counted`,
  },
  place: { fr: 'Place', en: 'Place' },
  since: { fr: (v: { at: string }) => `depuis le ${v.at}`, en: (v: { at: string }) => `since ${v.at}` },
  estimated: { fr: 'en partie estimée', en: 'partly estimated' },
  meters: { fr: 'Compteurs', en: 'Meters' },
  meter: { fr: 'Départ', en: 'Feed' },
  side: { fr: 'Voie', en: 'Side' },
  power: { fr: 'Puissance', en: 'Power' },
  counter: { fr: 'Compteur', en: 'Counter' },
  age: { fr: 'Lu', en: 'Read' },
})
