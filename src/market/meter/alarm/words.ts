import { firstOfMonth, type Language, words } from '#kernel'

const W_PER_KW = 1000

/** What both mails of an alarm name. */
export interface Told {
  readonly service: string
  readonly organisation: string
  readonly place: string
  /** Those that the place has: where there is one alone, nothing is said of the other. */
  readonly sides: 'A+B' | 'A' | 'B'
  readonly zone: string
  readonly limit_w: number
  readonly peak_w: number
  readonly peak_at: Date
  /** The handles of the feeds, or of the outlets of the units. */
  readonly meters: readonly string[]
  /** The seven days over which the peak was taken. */
  readonly from: Date
  readonly until: Date
}
export interface Ended extends Told {
  /** The peak of the last seven days; null: the place was given back. */
  readonly now_w: number | null
}

const kw = (watts: number, language: Language): string =>
  `${new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(watts / W_PER_KW)}\u00A0kW`
/** In the site's time; what is no instant stands as it is. */
const instant = (at: Date, { zone }: Told, language: Language): string =>
  at instanceof Date
    ? firstOfMonth(
        new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
          dateStyle: 'long',
          timeStyle: 'short',
          timeZone: zone,
        }).format(at),
        language,
      )
    : String(at)
/** Units of a shared rack have an outlet each on every strip. */
const meters = ({ meters: all }: Told, language: Language): string =>
  new Intl.ListFormat(language === 'fr' ? 'fr-FR' : 'en-GB').format(all.map(String))
const onSides = ({ sides }: Told): string => (sides === 'A+B' ? 'A + B' : sides)
const window = (v: Told, language: Language): string =>
  language === 'fr'
    ? `du ${instant(v.from, v, 'fr')} au ${instant(v.until, v, 'fr')}`
    : `from ${instant(v.from, v, 'en')} to ${instant(v.until, v, 'en')}`
/** What is carried there, and what happens above it. */
const limit = (v: Told, language: Language): string => {
  const carried = kw(v.limit_w, language)
  if (language === 'fr')
    return v.sides === 'A+B'
      ? `Une voie seule y porte ${carried}\u00A0: si l’autre est perdue, celle qui reste est surchargée ou déclenche, et le matériel s’arrête.`
      : `Cette voie y porte ${carried}\u00A0: au-delà, elle est surchargée ou déclenche, et le matériel s’arrête.`
  return v.sides === 'A+B'
    ? `One side alone carries ${carried} there: if the other one is lost, the one that is left is overloaded or trips, and the gear stops.`
    : `This side carries ${carried} there: above that it is overloaded or trips, and the gear stops.`
}

/** What is written when more is drawn on both sides than one alone is there for, and when this is over. */
export const alarmMailWords = words({
  'mail-power-alarm-subject': {
    fr: (v: Told) =>
      `${v.service}\u00A0: ${kw(v.peak_w, 'fr')} tirés, plus que les ${kw(v.limit_w, 'fr')} que porte une voie`,
    en: (v: Told) =>
      `${v.service}: ${kw(v.peak_w, 'en')} drawn, more than the ${kw(v.limit_w, 'en')} that one side carries`,
  },
  'mail-power-alarm-body': {
    fr: (v: Told) =>
      `Bonjour,\n\nLe service ${v.service} de ${v.organisation} (${v.place}) a tiré ${kw(v.peak_w, 'fr')} sur ${onSides(v)} le ${instant(v.peak_at, v, 'fr')}. ${limit(v, 'fr')}\n\nSource\u00A0: mesuré par ${meters(v, 'fr')}, plus haute valeur des sept jours ${window(v, 'fr')} (heure locale, ${v.zone}).\n\nÀ faire\u00A0: réduire la charge, ou demander plus de puissance. Une autre lettre dira que l’alerte a pris fin.\n`,
    en: (v: Told) =>
      `Hello,\n\nService ${v.service} of ${v.organisation} (${v.place}) drew ${kw(v.peak_w, 'en')} on ${onSides(v)} on ${instant(v.peak_at, v, 'en')}. ${limit(v, 'en')}\n\nSource: measured by ${meters(v, 'en')}, the highest value of the seven days ${window(v, 'en')} (local time, ${v.zone}).\n\nTo do: draw less, or ask for more power. Another letter will say that the alarm is over.\n`,
  },
  'mail-power-alarm-ended-subject': {
    fr: (v: Ended) => `${v.service}\u00A0: fin de l’alerte de puissance`,
    en: (v: Ended) => `${v.service}: the power alarm is over`,
  },
  'mail-power-alarm-ended-body': {
    fr: (v: Ended) =>
      `Bonjour,\n\nL’alerte de puissance du service ${v.service} de ${v.organisation} (${v.place}) a pris fin. ${
        v.now_w === null
          ? 'L’emplacement a été rendu.'
          : `Sur ${onSides(v)}, la plus haute valeur des sept jours ${window(v, 'fr')} (heure locale, ${v.zone}) est de ${kw(v.now_w, 'fr')}, mesurée par ${meters(v, 'fr')}\u00A0; le plafond est de ${kw(v.limit_w, 'fr')}.`
      }\n\nElle avait atteint ${kw(v.peak_w, 'fr')} le ${instant(v.peak_at, v, 'fr')}.\n`,
    en: (v: Ended) =>
      `Hello,\n\nThe power alarm of service ${v.service} of ${v.organisation} (${v.place}) is over. ${
        v.now_w === null
          ? 'The place was given back.'
          : `On ${onSides(v)} the highest value of the seven days ${window(v, 'en')} (local time, ${v.zone}) is ${kw(v.now_w, 'en')}, measured by ${meters(v, 'en')}; the limit is ${kw(v.limit_w, 'en')}.`
      }\n\nIt had reached ${kw(v.peak_w, 'en')} on ${instant(v.peak_at, v, 'en')}.\n`,
  },
})
