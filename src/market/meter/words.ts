import { longDay, words } from '#kernel'
import { alarmMailWords } from './alarm/words.ts'
import { unitPriceMailWords } from './unit-price/words.ts'

type Values = { readonly [value: string]: unknown }
const t = (values: Values, name: string): string => String(values[name] ?? '')

/** What is said of rows of readings, and of a peak that is too high. */
export const meterWords = words({
  ...alarmMailWords,
  ...unitPriceMailWords,
  'unit-price-notice': {
    fr: (v: Values) =>
      `Un prix convenu ne monte pas sans avis : ${t(v, 'days')} jours d’avance, soit au plus tôt le ${longDay(t(v, 'earliest'), 'fr')}.`,
    en: (v: Values) =>
      `An agreed price takes notice: ${t(v, 'days')} days ahead, ${longDay(t(v, 'earliest'), 'en')} at the earliest.`,
  },
  'meter-unknown': {
    fr: (v: Values) => `Aucune voie du site, ni prise d’une baie partagée, ne s’appelle « ${t(v, 'meter')} ».`,
    en: (v: Values) => `No feed of the site, and no outlet of a shared rack, is called “${t(v, 'meter')}”.`,
  },
  'piece-missing': {
    fr: (v: Values) =>
      `Le morceau ${t(v, 'piece')} sur ${t(v, 'pieces')} de ce fichier n’est pas là : rien n’est gardé, renvoyer le fichier entier.`,
    en: (v: Values) =>
      `Piece ${t(v, 'piece')} of ${t(v, 'pieces')} of this file is not there: nothing is kept, send the whole file again.`,
  },
  'reading-instant': {
    fr: (v: Values) =>
      `« ${t(v, 'at')} » n’est pas un instant depuis l’an 2000 : écrire 2026-10-25T02:30:00+02:00, avec son décalage, ou Z ; sans lui, une heure du changement d’heure en est deux.`,
    en: (v: Values) =>
      `“${t(v, 'at')}” is not an instant since the year 2000: write 2026-10-25T02:30:00+02:00, with its offset, or Z; without one, an hour of the clock change is two.`,
  },
  'reading-number': {
    fr: (v: Values) => `« ${t(v, 'value')} » n’est pas un nombre pour ${t(v, 'column')} : chiffres, et un point.`,
    en: (v: Values) => `“${t(v, 'value')}” is not a number for ${t(v, 'column')}: digits, and a point.`,
  },
  'reading-twice-energy': {
    fr: 'energy_kwh et energy_wh ensemble : n’en donner qu’un.',
    en: 'energy_kwh and energy_wh together: give one of them.',
  },
  'reading-empty': {
    fr: 'La ligne ne dit ni compteur ni puissance.',
    en: 'The row says neither a counter nor a power.',
  },
  'reading-reset': {
    fr: (v: Values) => `« ${t(v, 'value')} » : la colonne reset prend 1, 0 ou rien.`,
    en: (v: Values) => `“${t(v, 'value')}”: the column reset takes 1, 0 or nothing.`,
  },
  'need-power-alarm': {
    fr: (v: Values) =>
      `${t(v, 'compartment')} : la pointe de A+B est de ${t(v, 'peak_w')} W, une voie seule y est prévue pour ${t(v, 'limit_w')} W. Réduire la charge, ou souscrire davantage.`,
    en: (v: Values) =>
      `${t(v, 'compartment')}: the peak of A+B is ${t(v, 'peak_w')} W, one side alone is there for ${t(v, 'limit_w')} W. Draw less, or commit to more.`,
  },
})
