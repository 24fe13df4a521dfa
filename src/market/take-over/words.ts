import { figure, firstOfMonth, type Language, longDay, words } from '#kernel'
import { revisedBeyondWords, revisedMailWords } from './revise/words.ts'

type Values = { readonly [value: string]: unknown }
const t = (values: Values, name: string): string => String(values[name] ?? '')

const day = (values: Values, name: string, language: Language): string => longDay(t(values, name), language)
/** A leap year has every day that a contract may name; what is no day stands as it is. */
const dayOfYear = (values: Values, name: string, language: Language): string => {
  const at = new Date(`2028-${t(values, name)}T00:00:00Z`)
  const locale = language === 'fr' ? 'fr-FR' : 'en-GB'
  return Number.isNaN(at.getTime())
    ? t(values, name)
    : firstOfMonth(
        new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(at),
        language,
      )
}

const FORMS: Readonly<Record<string, readonly [fr: string, en: string]>> = {
  date: ['une date AAAA-MM-JJ, de 1900 à 2199', 'a date YYYY-MM-DD, from 1900 to 2199'],
  euros: ['un montant en euros avec un point, 380.50', 'an amount in euros with a point, 380.50'],
  whole: ['un nombre entier', 'a whole number'],
  number: ['un nombre avec un point', 'a number with a point'],
  'yes-no': ['yes ou no', 'yes or no'],
  'month-day': ['un jour MM-JJ', 'a day MM-DD'],
  organisation: ['des minuscules, chiffres et tirets', 'lower case, digits and hyphens'],
  siret: ['14 chiffres', '14 digits'],
}
const MAIL = ['une adresse électronique', 'a mail address'] as const
const form = (values: Values, at: 0 | 1): string => (FORMS[t(values, 'form')] ?? MAIL)[at]
const list = (value: unknown): string => (Array.isArray(value) ? value.map(String).join(', ') : String(value ?? ''))

/** What a taken-over site is refused for, row by row. */
export const takeOverWords = words({
  ...revisedBeyondWords,
  ...revisedMailWords,
  'cell-missing': {
    fr: (v: Values) => `La colonne « ${t(v, 'column')} » doit être remplie.`,
    en: (v: Values) => `The column “${t(v, 'column')}” has to be filled in.`,
  },
  'cell-misread': {
    fr: (v: Values) => `« ${t(v, 'column')} » : « ${t(v, 'cell')} » n’est pas ${form(v, 0)}.`,
    en: (v: Values) => `“${t(v, 'column')}”: “${t(v, 'cell')}” is not ${form(v, 1)}.`,
  },
  'cell-no-choice': {
    fr: (v: Values) => `« ${t(v, 'column')} » : « ${t(v, 'cell')} » n’est pas l’un de ${list(v['choices'])}.`,
    en: (v: Values) => `“${t(v, 'column')}”: “${t(v, 'cell')}” is none of ${list(v['choices'])}.`,
  },
  'cell-alone': {
    fr: (v: Values) => `La colonne « ${t(v, 'column')} » ne dit rien sans « ${t(v, 'needs')} ».`,
    en: (v: Values) => `The column “${t(v, 'column')}” says nothing without “${t(v, 'needs')}”.`,
  },
  'cell-too-long': {
    fr: (v: Values) => `« ${t(v, 'column')} » dépasse ${t(v, 'most')} caractères.`,
    en: (v: Values) => `“${t(v, 'column')}” is longer than ${t(v, 'most')} characters.`,
  },
  'cell-outside': {
    fr: (v: Values) =>
      `«\u00A0${t(v, 'column')}\u00A0»\u00A0: ${t(v, 'cell')} n’est pas entre ${figure(v['from'], 'fr')} et ${figure(v['to'], 'fr')}.`,
    en: (v: Values) =>
      `“${t(v, 'column')}”: ${t(v, 'cell')} is not between ${figure(v['from'], 'en')} and ${figure(v['to'], 'en')}.`,
  },
  'cell-unprinted': {
    fr: (v: Values) => `« ${t(v, 'column')} » contient un retour à la ligne ou un caractère invisible.`,
    en: (v: Values) => `“${t(v, 'column')}” holds a line end or a character that nobody sees.`,
  },
  'cell-of-another-product': {
    fr: (v: Values) =>
      `La colonne « ${t(v, 'column')} » ne dit rien d’un service ${t(v, 'product')} : la laisser vide.`,
    en: (v: Values) => `The column “${t(v, 'column')}” says nothing of a ${t(v, 'product')} service: leave it empty.`,
  },
  'parameters-incomplete': {
    fr: (v: Values) => `Il manque ou il ne va pas : ${list(v['columns'])}.`,
    en: (v: Values) => `Missing or not right: ${list(v['columns'])}.`,
  },
  'old-number-twice': {
    fr: (v: Values) => `L’ancien numéro ${t(v, 'old_number')} est déjà à la ligne ${t(v, 'other_line')}.`,
    en: (v: Values) => `The old number ${t(v, 'old_number')} stands on line ${t(v, 'other_line')} already.`,
  },
  'organisation-contradicts': {
    fr: (v: Values) =>
      `La ligne ${t(v, 'other_line')} dit autre chose de ${t(v, 'organisation')} dans « ${t(v, 'column')} ».`,
    en: (v: Values) => `Line ${t(v, 'other_line')} says otherwise of ${t(v, 'organisation')} in “${t(v, 'column')}”.`,
  },
  'product-not-taken-over': {
    fr: (v: Values) => `Un service « ${t(v, 'product')} » ne se reprend pas d’un fichier.`,
    en: (v: Values) => `A service “${t(v, 'product')}” is not taken over from a file.`,
  },
  'item-unknown': {
    fr: (v: Values) => `Le tarif de ${t(v, 'product')} n’a pas d’article « ${t(v, 'item')} ».`,
    en: (v: Values) => `The price list of ${t(v, 'product')} has no item “${t(v, 'item')}”.`,
  },
  'not-in-service-yet': {
    fr: (v: Values) => `Le service commence le ${t(v, 'start')} : on ne reprend que ce qui est déjà en service.`,
    en: (v: Values) => `The service begins on ${t(v, 'start')}: only what is in service already is taken over.`,
  },
  'start-after-term': {
    fr: (v: Values) => `L’engagement finit (${t(v, 'term_end')}) avant le début (${t(v, 'start')}).`,
    en: (v: Values) => `The term ends (${t(v, 'term_end')}) before the start (${t(v, 'start')}).`,
  },
  'invoiced-before-start': {
    fr: (v: Values) => `Le premier jour non facturé (${t(v, 'invoiced_until')}) est avant le début (${t(v, 'start')}).`,
    en: (v: Values) => `The first day not invoiced (${t(v, 'invoiced_until')}) is before the start (${t(v, 'start')}).`,
  },
  'invoiced-far-ahead': {
    fr: (v: Values) =>
      `Facturé jusqu’au ${day(v, 'invoiced_until', 'fr')}\u00A0: plus d’un an d’avance\u00A0; rien n’est facturé ici avant ce jour.`,
    en: (v: Values) =>
      `Invoiced until ${day(v, 'invoiced_until', 'en')}: more than a year ahead; nothing is billed here before that day.`,
  },
  'notice-half-said': {
    fr: 'Un préavis a deux jours : celui où il a été reçu et la fin légale.',
    en: 'A notice has two days: the one on which it was received, and the legal end.',
  },
  'ends-before-start': {
    fr: (v: Values) => `La fin (${t(v, 'ends_on')}) est avant le début (${t(v, 'start')}).`,
    en: (v: Values) => `The end (${t(v, 'ends_on')}) is before the start (${t(v, 'start')}).`,
  },
  'ends-before-notice': {
    fr: (v: Values) => `La fin (${t(v, 'ends_on')}) est avant le préavis (${t(v, 'notice_on')}).`,
    en: (v: Values) => `The end (${t(v, 'ends_on')}) is before the notice (${t(v, 'notice_on')}).`,
  },
  'ends-before-invoiced': {
    fr: (v: Values) =>
      `L’ancien système a facturé jusqu’au ${t(v, 'invoiced_until')}, au-delà de la fin (${t(v, 'ends_on')}) : qu’il rembourse d’abord.`,
    en: (v: Values) =>
      `The old system has invoiced until ${t(v, 'invoiced_until')}, past the end (${t(v, 'ends_on')}): let it repay that first.`,
  },
  'over-already': {
    fr: (v: Values) => `Ce service est terminé depuis le ${t(v, 'ends_on')} et facturé : il n’y a rien à reprendre.`,
    en: (v: Values) => `This service ended on ${t(v, 'ends_on')} and is invoiced: there is nothing to take over.`,
  },
  'next-price-before-start': {
    fr: (v: Values) =>
      `Le prix révisé vaut à partir du ${t(v, 'from')}, avant le prix qu’il remplace (${t(v, 'start')}).`,
    en: (v: Values) =>
      `The revised price holds from ${t(v, 'from')} on, before the price that it replaces (${t(v, 'start')}).`,
  },
  'taken-over-fixed': {
    fr: (v: Values) =>
      `Déjà repris sous ${t(v, 'service')} ; ${list(v['fields'])} ne change plus par un fichier mais par une commande.`,
    en: (v: Values) =>
      `Taken over as ${t(v, 'service')} already; ${list(v['fields'])} changes by an order, no longer by a file.`,
  },
  'taken-over-billed': {
    fr: (v: Values) => `${t(v, 'service')} est déjà facturé ici ; ${list(v['fields'])} ne change plus par un fichier.`,
    en: (v: Values) =>
      `${t(v, 'service')} has been billed here; ${list(v['fields'])} does not change by a file any more.`,
  },
  'taken-over-repriced': {
    fr: (v: Values) =>
      `Le prix de ${t(v, 'service')} a été révisé ou changé ici depuis la reprise ; ${list(v['fields'])} ne change plus par un fichier.`,
    en: (v: Values) =>
      `The price of ${t(v, 'service')} was revised or changed here since it was taken over; ${list(v['fields'])} does not change by a file any more.`,
  },
  'place-in-service': {
    fr: (v: Values) => `${t(v, 'place')} est déjà tenu par ${t(v, 'by')}.`,
    en: (v: Values) => `${t(v, 'place')} is held by ${t(v, 'by')} already.`,
  },
  'compartment-unknown': {
    fr: (v: Values) => `Le site n’a pas de compartiment « ${t(v, 'compartment')} ».`,
    en: (v: Values) => `The site has no compartment “${t(v, 'compartment')}”.`,
  },
  'compartment-other-size': {
    fr: (v: Values) => `${t(v, 'compartment')} est construit en « ${t(v, 'size')} », pas en « ${t(v, 'said')} ».`,
    en: (v: Values) => `${t(v, 'compartment')} is built as “${t(v, 'size')}”, not as “${t(v, 'said')}”.`,
  },
  'units-not-said': {
    fr: (v: Values) => `${t(v, 'compartment')} est partagé : dire le U le plus bas (lowest_u).`,
    en: (v: Values) => `${t(v, 'compartment')} is shared: say the lowest U (lowest_u).`,
  },
  'units-outside': {
    fr: (v: Values) =>
      `Les U ${t(v, 'from')} à ${t(v, 'to')} sortent de ${t(v, 'compartment')} (U ${t(v, 'first')} à ${t(v, 'last')}).`,
    en: (v: Values) =>
      `U ${t(v, 'from')} to ${t(v, 'to')} lie outside ${t(v, 'compartment')} (U ${t(v, 'first')} to ${t(v, 'last')}).`,
  },
  'port-unknown': {
    fr: (v: Values) => `Aucun commutateur n’a le port « ${t(v, 'port')} ».`,
    en: (v: Values) => `No switch has the port “${t(v, 'port')}”.`,
  },
  'port-other-speed': {
    fr: (v: Values) =>
      `${t(v, 'port')} est un port à ${figure(v['speed_mbps'], 'fr')}\u00a0Mbit/s, pas ${t(v, 'said')}.`,
    en: (v: Values) =>
      `${t(v, 'port')} is a port of ${figure(v['speed_mbps'], 'en')}\u00a0Mbit/s, not ${t(v, 'said')}.`,
  },
  'port-wired-elsewhere': {
    fr: (v: Values) => `${t(v, 'port')} sort en ${t(v, 'panel')}, pas en ${t(v, 'said')}.`,
    en: (v: Values) => `${t(v, 'port')} comes out at ${t(v, 'panel')}, not at ${t(v, 'said')}.`,
  },
  'panel-not-said': {
    fr: (v: Values) => `${t(v, 'port')} n’est pas précâblé : dire où il sort (panel).`,
    en: (v: Values) => `${t(v, 'port')} is not pre-wired: say where it comes out (panel).`,
  },
  'panel-position-unknown': {
    fr: (v: Values) => `La position « ${t(v, 'panel')} » n’existe pas ou appartient à un port précâblé.`,
    en: (v: Values) => `There is no position “${t(v, 'panel')}”, or it is a pre-wired port’s.`,
  },
  'mac-not-said': {
    fr: 'Un port en service est verrouillé sur l’adresse MAC du routeur : la dire.',
    en: 'A port in service is locked to the router’s MAC address: say it.',
  },
  'address-not-said': {
    fr: 'Dire l’adresse IPv4 ou IPv6 du port sur le LAN de peering.',
    en: 'Say the port’s IPv4 or IPv6 address on the peering LAN.',
  },
  'not-indexed': {
    fr: 'Le prix de ce service ne suit pas d’indice, ou la valeur et le jour de la révision manquent.',
    en: 'The price of this service follows no index, or the index’s value or the day of the revision is missing.',
  },
  'not-the-revision-day': {
    fr: (v: Values) =>
      `Ce prix se révise le ${dayOfYear(v, 'index_day', 'fr')} de chaque année, pas le ${day(v, 'on', 'fr')}.`,
    en: (v: Values) =>
      `This price is revised on ${dayOfYear(v, 'index_day', 'en')} of each year, not on ${day(v, 'on', 'en')}.`,
  },
  'revised-already': {
    fr: (v: Values) => `Le prix est déjà révisé au ${day(v, 'from', 'fr')} : une révision vient après.`,
    en: (v: Values) => `The price is revised as of ${day(v, 'from', 'en')} already: a revision comes after it.`,
  },
  'publication-unsaid': {
    fr: (v: Values) =>
      `Un prix a été convenu le ${day(v, 'agreed_on', 'fr')} : dire quand l’indice a été publié, pour savoir s’il en tient compte.`,
    en: (v: Values) =>
      `A price was agreed on ${day(v, 'agreed_on', 'en')}: say when the index was published, to know whether it rests on it.`,
  },
  'contract-attached': {
    fr: (v: Values) => `${t(v, 'service')} a déjà son prix, ou n’a pas été importé : son contrat reste ce qu’il est.`,
    en: (v: Values) => `${t(v, 'service')} has its price already, or was not imported: its contract stays as it is.`,
  },
  'contract-before-import': {
    fr: (v: Values) =>
      `Ce service n’est connu ici que depuis le ${t(v, 'since')} : pas de facture dès le ${t(v, 'from')}.`,
    en: (v: Values) =>
      `This service is known here since ${t(v, 'since')} only: nothing is billed from ${t(v, 'from')} on.`,
  },
  'declared-by-file': {
    fr: (v: Values) => `Déclaré par ${t(v, 'file')}`,
    en: (v: Values) => `Declared by ${t(v, 'file')}`,
  },
})
