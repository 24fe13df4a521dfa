import { words } from '#kernel'

type Values = { readonly [value: string]: unknown }
const t = (values: Values, name: string): string => String(values[name] ?? '')

/** What stands on the paper of a change. */
export const changeNoteWords = words({
  title: {
    fr: (v: Values) => `Procès-verbal de changement ${t(v, 'service')}`,
    en: (v: Values) => `Note of the change of ${t(v, 'service')}`,
  },
  specimen: {
    fr: 'SPÉCIMEN\u00A0: établi par un jumeau, rien n’est remis.',
    en: 'SPECIMEN: made by a twin, nothing is handed over.',
  },
  customer: { fr: 'Client', en: 'Customer' },
  order: { fr: 'Commande', en: 'Order' },
  engagement: { fr: 'Numéro d’engagement', en: 'Engagement number' },
  service: { fr: 'Service', en: 'Service' },
  moved: {
    fr: (v: Values) => `${t(v, 'before')} → ${t(v, 'after')}`,
    en: (v: Values) => `${t(v, 'before')} → ${t(v, 'after')}`,
  },
  nothing: { fr: 'rien', en: 'nothing' },
  taken: { fr: (v: Values) => `Nouveau\u00A0: ${t(v, 'what')}`, en: (v: Values) => `New: ${t(v, 'what')}` },
  left: { fr: (v: Values) => `Rendu\u00A0: ${t(v, 'what')}`, en: (v: Values) => `Given back: ${t(v, 'what')}` },
  'price-before': { fr: 'Par mois avant, hors TVA', en: 'Monthly before, without VAT' },
  'price-after': { fr: 'Par mois ensuite, hors TVA', en: 'Monthly then, without VAT' },
  from: { fr: 'À partir du', en: 'From' },
  'from-handover': { fr: 'jour de la remise', en: 'the day of the handover' },
  yes: { fr: 'oui', en: 'yes' },
  no: { fr: 'non', en: 'no' },
  watts: { fr: 'Puissance souscrite', en: 'Committed power' },
  sides: { fr: 'Voies', en: 'Sides' },
  size: { fr: 'Taille', en: 'Size' },
  units_u: { fr: 'Unités de baie', en: 'Rack units' },
  speed: { fr: 'Débit', en: 'Speed' },
  mac: { fr: 'Adresse MAC', en: 'MAC address' },
  as_set: { fr: 'AS-SET', en: 'AS-SET' },
  prefixes: { fr: 'Préfixes', en: 'Prefixes' },
  max_prefix_v4: { fr: 'Préfixes IPv4 au plus', en: 'Most IPv4 prefixes' },
  max_prefix_v6: { fr: 'Préfixes IPv6 au plus', en: 'Most IPv6 prefixes' },
  health_data: { fr: 'Données de santé', en: 'Health data' },
  quarter: { fr: 'quart de baie', en: 'quarter rack' },
  half: { fr: 'demi-baie', en: 'half rack' },
  full: { fr: 'baie entière', en: 'full rack' },
  shared: { fr: 'baie partagée', en: 'shared rack' },
  signatures: {
    fr: 'Changement remis et reçu contradictoirement, date et signatures\u00A0:',
    en: 'Change handed over and received by both parties, date and signatures:',
  },
})
