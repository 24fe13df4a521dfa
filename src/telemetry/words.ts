import { words } from '#kernel'

type Values = { readonly [value: string]: unknown }
const n = (values: Values, name: string): string => String(values[name] ?? '–')

/** Why a reading is not believed. */
export const telemetryWords = words({
  'reading-differs': {
    fr: (v: Values) =>
      `Un autre relevé de cet instant est connu : ${n(v, 'known_wh')} Wh, ${n(v, 'known_w')} W. Ce qui est connu ne change pas.`,
    en: (v: Values) =>
      `Another reading of that instant is known: ${n(v, 'known_wh')} Wh, ${n(v, 'known_w')} W. What is known does not change.`,
  },
  'reading-jump': {
    fr: (v: Values) =>
      `Le compteur saute de ${n(v, 'added_wh')} Wh en ${n(v, 'minutes')} min ; son disjoncteur en laisse passer ${n(v, 'most_wh')} au plus. S’il a été remplacé ou réglé, le dire par la colonne reset.`,
    en: (v: Values) =>
      `The counter jumps by ${n(v, 'added_wh')} Wh in ${n(v, 'minutes')} min; its breaker lets ${n(v, 'most_wh')} through at most. If it was replaced or set, say so in the column reset.`,
  },
  'reading-misfit': {
    fr: (v: Values) =>
      `Le relevé ne tient pas entre ses voisins : ${n(v, 'before_wh')} Wh avant, ${n(v, 'after_wh')} Wh après.`,
    en: (v: Values) =>
      `The reading does not fit between its neighbours: ${n(v, 'before_wh')} Wh before, ${n(v, 'after_wh')} Wh after.`,
  },
  'reading-in-future': {
    fr: 'Ce relevé est dans l’avenir : vérifier l’heure du collecteur et son fuseau.',
    en: 'This reading lies in the future: check the collector’s clock and its zone.',
  },
  'power-implausible': {
    fr: (v: Values) => `${n(v, 'power_w')} W ne passent pas par ce disjoncteur (${n(v, 'most_w')} W au plus).`,
    en: (v: Values) => `${n(v, 'power_w')} W do not pass through this breaker (${n(v, 'most_w')} W at most).`,
  },
})
