import { words } from '#kernel'

type Values = { readonly [value: string]: unknown }
const t = (values: Values, name: string): string => String(values[name] ?? '')
const kilowatts = (values: Values, language: 'fr' | 'en'): string =>
  new Intl.NumberFormat(language, { maximumFractionDigits: 3 }).format(Number(values['watts']) / 1000)

/** What stands on the paper of a handover. */
export const noteWords = words({
  title: {
    fr: (v: Values) => `Procès-verbal de remise ${t(v, 'service')}`,
    en: (v: Values) => `Handover note ${t(v, 'service')}`,
  },
  specimen: {
    fr: 'SPÉCIMEN : établi par un jumeau, rien n’est remis.',
    en: 'SPECIMEN: made by a twin, nothing is handed over.',
  },
  customer: { fr: 'Client', en: 'Customer' },
  order: { fr: 'Commande', en: 'Order' },
  place: { fr: 'Emplacement', en: 'Place' },
  power: { fr: 'Puissance souscrite', en: 'Committed power' },
  'power-value': {
    fr: (v: Values) =>
      v['sides'] === 'A+B'
        ? `${kilowatts(v, 'fr')} kW au total sur A et B, que chaque voie porte seule`
        : `${kilowatts(v, 'fr')} kW sur la seule voie ${t(v, 'sides')} : s’arrête avec elle`,
    en: (v: Values) =>
      v['sides'] === 'A+B'
        ? `${kilowatts(v, 'en')} kW in total on A and B, which each side carries alone`
        : `${kilowatts(v, 'en')} kW on side ${t(v, 'sides')} only: goes dark with it`,
  },
  circuit: { fr: (v: Values) => `Voie ${t(v, 'side')}`, en: (v: Values) => `Side ${t(v, 'side')}` },
  yes: { fr: 'oui', en: 'yes' },
  signatures: {
    fr: 'Remis et reçu contradictoirement, date et signatures :',
    en: 'Handed over and received by both parties, date and signatures:',
  },
})
