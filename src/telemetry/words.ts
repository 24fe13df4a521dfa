import { figure, type Language, words } from '#kernel'

type Values = { readonly [value: string]: unknown }
const n = (values: Values, name: string, language: Language): string => figure(values[name] ?? '–', language)

/** Why a reading is not believed. */
export const telemetryWords = words({
  'reading-differs': {
    fr: (v: Values) =>
      `Un autre relevé de cet instant est connu : ${n(v, 'known_wh', 'fr')}\u00a0Wh, ${n(v, 'known_w', 'fr')}\u00a0W. Ce qui est connu ne change pas.`,
    en: (v: Values) =>
      `Another reading of that instant is known: ${n(v, 'known_wh', 'en')}\u00a0Wh, ${n(v, 'known_w', 'en')}\u00a0W. What is known does not change.`,
  },
  'reading-jump': {
    fr: (v: Values) =>
      `Le compteur saute de ${n(v, 'added_wh', 'fr')}\u00a0Wh en ${n(v, 'minutes', 'fr')}\u00a0min ; son disjoncteur en laisse passer ${n(v, 'most_wh', 'fr')} au plus. S’il a été remplacé ou réglé, le dire par la colonne reset.`,
    en: (v: Values) =>
      `The counter jumps by ${n(v, 'added_wh', 'en')}\u00a0Wh in ${n(v, 'minutes', 'en')}\u00a0min; its breaker lets ${n(v, 'most_wh', 'en')} through at most. If it was replaced or set, say so in the column reset.`,
  },
  'reading-misfit': {
    fr: (v: Values) =>
      `Le relevé ne tient pas entre ses voisins : ${n(v, 'before_wh', 'fr')}\u00a0Wh avant, ${n(v, 'after_wh', 'fr')}\u00a0Wh après.`,
    en: (v: Values) =>
      `The reading does not fit between its neighbours: ${n(v, 'before_wh', 'en')}\u00a0Wh before, ${n(v, 'after_wh', 'en')}\u00a0Wh after.`,
  },
  'reading-in-future': {
    fr: 'Ce relevé est dans l’avenir : vérifier l’heure du collecteur et son fuseau.',
    en: 'This reading lies in the future: check the collector’s clock and its zone.',
  },
  'power-implausible': {
    fr: (v: Values) =>
      `${n(v, 'power_w', 'fr')}\u00a0W ne passent pas par ce disjoncteur (${n(v, 'most_w', 'fr')}\u00a0W au plus).`,
    en: (v: Values) =>
      `${n(v, 'power_w', 'en')}\u00a0W do not pass through this breaker (${n(v, 'most_w', 'en')}\u00a0W at most).`,
  },
})
