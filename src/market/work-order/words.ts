import { words as facility } from '#facility/words'
import { longDay, say, type Language, type Word, words } from '#kernel'

type Values = { readonly [value: string]: unknown }
const t = (values: Values, name: string): string => String(values[name] ?? '')
const list = (values: Values, name: string): string => [values[name]].flat().join(', ')

const named: Readonly<Record<string, Word>> = facility
const kinds = (values: Values, language: Language): string =>
  [values['kinds']]
    .flat()
    .map((kind) => {
      const word = named[`instrument-${String(kind)}`]
      return word ? say(word, language) : String(kind)
    })
    .join(', ')
const called = (v: Values): string =>
  [v['make'], v['model'], `(${t(v, 'handle')})`].filter((part) => part !== null && part !== undefined).join(' ')

/** Why a reading is not taken with this instrument. */
export const workOrderWords = words({
  'instrument-missing': {
    fr: (v: Values) =>
      `Avec quel instrument cette valeur a-t-elle été lue\u00a0? Nommer l’un de ceux du site\u00a0: ${list(v, 'instruments')}.`,
    en: (v: Values) => `With which instrument was this value read? Name one of the site’s: ${list(v, 'instruments')}.`,
  },
  'instrument-unknown': {
    fr: (v: Values) => `Le site n’a pas d’instrument «\u00a0${t(v, 'handle')}\u00a0».`,
    en: (v: Values) => `The site has no instrument “${t(v, 'handle')}”.`,
  },
  'instrument-unfit': {
    fr: (v: Values) => `Cette valeur ne se lit pas avec ${called(v)}\u00a0: il faut ${kinds(v, 'fr')}.`,
    en: (v: Values) => `This value is not read with ${called(v)}: it takes ${kinds(v, 'en')}.`,
  },
  'instrument-retired': {
    fr: (v: Values) =>
      `${called(v)} ne sert plus depuis le ${longDay(t(v, 'since'), 'fr')}\u00a0: lire avec un autre instrument.`,
    en: (v: Values) =>
      `${called(v)} has not been in use since ${longDay(t(v, 'since'), 'en')}: read with another instrument.`,
  },
  'instrument-expired': {
    fr: (v: Values) =>
      `${called(v)} n’était étalonné que jusqu’au ${longDay(t(v, 'calibrated_until'), 'fr')}\u00a0: lire avec un autre instrument, ou dire bloqué.`,
    en: (v: Values) =>
      `${called(v)} was calibrated until ${longDay(t(v, 'calibrated_until'), 'en')} only: read with another instrument, or say blocked.`,
  },
})
