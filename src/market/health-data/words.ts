import { type Language, longDay, words } from '#kernel'

interface Values {
  readonly from?: string
  readonly until?: string | null
  readonly services?: readonly string[]
}
const named = ({ services = [] }: Values): string => services.join(', ')
const day = (value: string | null | undefined, language: Language): string => longDay(value ?? '', language)

/** What is said of the certificate for health data that services stand on. */
export const healthDataWords = words({
  'certificate-claimed': {
    fr: (v: Values) =>
      `Sans ce certificat HDS (activité 1, site physique), le site ne couvrirait plus les données de santé à partir du ${day(v.from, 'fr')}, or ces services en hébergent\u00a0: ${named(v)}.`,
    en: (v: Values) =>
      `Without this HDS certificate (activity 1, physical site), the site would not cover health data from ${day(v.from, 'en')} on, but these services house it: ${named(v)}.`,
  },
  'need-certificate-ends': {
    fr: (v: Values) =>
      `Le certificat HDS du site vaut jusqu’au ${day(v.until, 'fr')}\u00a0; hébergent des données de santé\u00a0: ${named(v)}. Le site l’aura renouvelé d’ici là, ou ils n’y sont plus couverts.`,
    en: (v: Values) =>
      `The site’s HDS certificate is valid until ${day(v.until, 'en')}; these services house health data: ${named(v)}. The site has it renewed by then, or they are not covered there any more.`,
  },
  'need-certificate-ended': {
    fr: (v: Values) =>
      `Le site n’a plus de certificat HDS valide${v.until ? ` depuis le ${day(v.until, 'fr')}` : ''}, or ces services hébergent des données de santé\u00a0: ${named(v)}.`,
    en: (v: Values) =>
      `The site has no valid HDS certificate${v.until ? ` since ${day(v.until, 'en')}` : ''}, but these services house health data: ${named(v)}.`,
  },
})
