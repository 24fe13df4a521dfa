import { figure, words } from '#kernel'

type Values = { readonly [value: string]: unknown }
const t = (values: Values, name: string): string => String(values[name] ?? '')
const numbers = ({ services }: Values): string => [services].flat().map(String).join(', ')

/** What is refused so that no cross-connect leads nowhere, and what is said of its ends beside a quote. */
export const endWords = words({
  'cancel-leaves-cross-connect': {
    fr: (v: Values) =>
      `${numbers(v)} aboutirait là où son service n’est pas, si la ligne ${t(v, 'position')} était annulée : accepter aussi celle-ci, ou d’abord annuler, déplacer ou résilier cette liaison.`,
    en: (v: Values) =>
      `${numbers(v)} would end where its service is not if line ${t(v, 'position')} were cancelled: accept that one too, or first cancel, move or cease that cross-connect.`,
  },
  'cease-cross-connect-first': {
    fr: (v: Values) =>
      `${numbers(v)} aboutit à ce service : résilier d’abord cette liaison (ou révoquer sa lettre, si l’autre partie la paie), ou en déplacer le bout.`,
    en: (v: Values) =>
      `${numbers(v)} ends at this service: first cease that cross-connect (or revoke its letter where the other side pays), or move its end.`,
  },
  'service-under-notice': {
    fr: (v: Values) => `${t(v, 'service')} est résilié : aucune liaison n’y est plus menée.`,
    en: (v: Values) => `${t(v, 'service')} is under notice: no cross-connect is led there any more.`,
  },
  'goes-together': {
    fr: (v: Values) =>
      `Va avec ${numbers(v)} : toutes les lignes de cette commande sont remises et facturées ensemble, ou annulées ensemble.`,
    en: (v: Values) =>
      `Goes with ${numbers(v)}: all lines of this order are handed over and billed together, or cancelled together.`,
  },
  'way-over-trunks': {
    fr: (v: Values) =>
      `Les deux bouts sont au panneau ${t(v, 'panel')}, dont vos fiches occupent les faces avant : pas de jarretière sur ce panneau, la voie passe par ${[v['pairs']].flat().map(String).join(' et ')}, ${figure(v['length_m'], 'fr')}\u00a0m en tout.`,
    en: (v: Values) =>
      `Both ends are on panel ${t(v, 'panel')}, whose fronts take your own plugs: no jumper on that panel, the way goes over ${[v['pairs']].flat().map(String).join(' and ')}, ${figure(v['length_m'], 'en')}\u00a0m in all.`,
  },
})
