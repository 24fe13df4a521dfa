import { longDay, words } from '#kernel'

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
    fr: 'SPÉCIMEN : établi par un jumeau, rien n’est remis.',
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
        : `${kilowatts(v, 'fr')} kW sur la seule voie ${t(v, 'sides')} : s’arrête avec elle`,
    en: (v: Values) =>
      v['sides'] === 'A+B'
        ? `${kilowatts(v, 'en')} kW in total on A and B, which each side carries alone`
        : `${kilowatts(v, 'en')} kW on side ${t(v, 'sides')} only: goes dark with it`,
  },
  circuit: { fr: (v: Values) => `Voie ${t(v, 'side')}`, en: (v: Values) => `Side ${t(v, 'side')}` },
  yes: { fr: 'oui', en: 'yes' },
  signatures: {
    fr: 'Remis et reçu contradictoirement, date et signatures :',
    en: 'Handed over and received by both parties, date and signatures:',
  },
})

/** What this product refuses, asks a technician and keeps as evidence; part of the market's vocabulary. */
export const rackSpaceWords = words({
  'space-starts-on': {
    fr: ({ day }: Values) => `L’emplacement est remis au jour convenu\u00a0: ${longDay(String(day), 'fr')}.`,
    en: ({ day }: Values) => `The place is handed over on the agreed day: ${longDay(String(day), 'en')}.`,
  },
  'rack-unknown': {
    fr: (v: Values) => `La baie ${t(v, 'rack')} n’existe pas.`,
    en: (v: Values) => `There is no rack ${t(v, 'rack')}.`,
  },
  'apart-from-unknown': {
    fr: (v: Values) => `${t(v, 'service')} n’est pas un emplacement de ce client.`,
    en: (v: Values) => `${t(v, 'service')} is not a space of this customer.`,
  },
  'option-unknown': {
    fr: (v: Values) => `${t(v, 'service')} n’est pas un service de ce client qui tienne une option.`,
    en: (v: Values) => `${t(v, 'service')} is not a service of this customer that holds an option.`,
  },
  'option-quoted': {
    fr: (v: Values) =>
      `${t(v, 'order')} promet déjà de lever l’option${t(v, 'service') === '' ? '' : ` de ${t(v, 'service')}`} : le signer, l’annuler, ou attendre la fin de ce devis ferme.`,
    en: (v: Values) =>
      `${t(v, 'order')} already promises to exercise the option${t(v, 'service') === '' ? '' : ` of ${t(v, 'service')}`}: sign it, cancel it, or wait until that firm quote ends.`,
  },
  'change-no-exercise': {
    fr: 'Une option se lève par une nouvelle commande, pas en modifiant un service.',
    en: 'An option is exercised by a new order, not by changing a service.',
  },
  'change-cross-connect-first': {
    fr: (v: Values) =>
      `${t(v, 'services')} part de cet emplacement et ne suivrait pas en ${t(v, 'compartment')} : rester dans la rangée, ou changer ce raccordement dans la même commande, ou avant.`,
    en: (v: Values) =>
      `${t(v, 'services')} begins in this space and would not come along to ${t(v, 'compartment')}: stay in the row, or change that cross-connect in the same order, or before.`,
  },
  'hds-missing': {
    fr: 'Le site n’a pas de certificat HDS : pas de données de santé.',
    en: 'The site has no HDS certificate: no health data.',
  },
  'hds-scope': {
    fr: (v: Values) => `Le certificat HDS du site ne couvre pas l’activité ${t(v, 'activity')} (site physique).`,
    en: (v: Values) => `The site’s HDS certificate does not cover activity ${t(v, 'activity')} (physical site).`,
  },
  'hds-not-valid': {
    fr: (v: Values) =>
      `Le certificat HDS du site vaut du ${t(v, 'from')} au ${t(v, 'until')} : pas de données de santé le ${t(v, 'day')}.`,
    en: (v: Values) =>
      `The site’s HDS certificate is valid from ${t(v, 'from')} to ${t(v, 'until')}: no health data on ${t(v, 'day')}.`,
  },
  'step-feeds': { fr: 'Prouver les deux voies', en: 'Prove both sides' },
  'step-keys': { fr: 'Remettre serrure et clé', en: 'Hand over lock and key' },
  'step-handover-note': { fr: 'Établir le procès-verbal', en: 'Write the handover note' },
  'step-empty': { fr: 'Constater le vide', en: 'See it empty' },
  'step-breakers': { fr: 'Ouvrir et cadenasser', en: 'Open and lock out' },
  'step-keys-back': { fr: 'Reprendre les clés', en: 'Take the keys back' },
  'scan-way-a': { fr: 'Étiquette du départ A', en: 'Label of way A' },
  'scan-way-b': { fr: 'Étiquette du départ B', en: 'Label of way B' },
  'scan-feed-a': { fr: 'Étiquette de la prise A', en: 'Label of outlet A' },
  'scan-feed-b': { fr: 'Étiquette de la prise B', en: 'Label of outlet B' },
  'outlets-a': { fr: 'Prises du bandeau A', en: 'Outlets of strip A' },
  'outlets-b': { fr: 'Prises du bandeau B', en: 'Outlets of strip B' },
  'voltage-a': { fr: 'Tension A', en: 'Voltage A' },
  'voltage-b': { fr: 'Tension B', en: 'Voltage B' },
  'phase-a': { fr: 'Phase A', en: 'Phase A' },
  'phase-b': { fr: 'Phase B', en: 'Phase B' },
  'dead-a': { fr: 'Tension A, disjoncteur ouvert', en: 'Voltage A, breaker open' },
  'dead-b': { fr: 'Tension B, disjoncteur ouvert', en: 'Voltage B, breaker open' },
  'scan-lock': { fr: 'Étiquette de la serrure', en: 'Label of the lock' },
  'key-number': { fr: 'Numéro de clé', en: 'Key number' },
  'key-handed-to': { fr: 'Clé remise à', en: 'Key handed to' },
  'photo-empty': { fr: 'Photo du compartiment vide', en: 'Photo of the empty compartment' },
  'photo-outlets': { fr: 'Photo des prises libres', en: 'Photo of the free outlets' },
  'escorted-access': { fr: 'Accès accompagné', en: 'Escorted access' },
  'handover-note': { fr: 'Procès-verbal de remise', en: 'Handover note' },
  'hold-compartment': { fr: 'Compartiment', en: 'Compartment' },
  'hold-compartment-option': { fr: 'Option sur un compartiment', en: 'Option on a compartment' },
  'hold-outlet': { fr: 'Prise comptée', en: 'Metered outlet' },
  'hold-rack-units': { fr: 'Unités de baie', en: 'Rack units' },
  'rack-space': { fr: 'Hébergement', en: 'Rack space' },
  'rack-quarter': { fr: 'Quart de baie', en: 'Quarter rack' },
  'rack-half': { fr: 'Demi-baie', en: 'Half rack' },
  'rack-full': { fr: 'Baie entière', en: 'Full rack' },
  'rack-u': { fr: 'Unité en baie partagée', en: 'Unit of a shared rack' },
  'option-quarter': { fr: 'Option sur le quart de baie voisin', en: 'Option on the next quarter rack' },
  'option-half': { fr: 'Option sur la demi-baie voisine', en: 'Option on the next half rack' },
  'option-full': { fr: 'Option sur la baie voisine', en: 'Option on the next rack' },
  'kw-committed': { fr: 'Puissance souscrite', en: 'Committed power' },
  'tool-voltmeter': { fr: 'Voltmètre et testeur de phase', en: 'Voltmeter and phase tester' },
  'tool-keys': { fr: 'Clé du compartiment', en: 'Key of the compartment' },
  'tool-padlock': { fr: 'Cadenas de consignation', en: 'Lock-out padlock' },
  'work-prove-feeds': {
    fr: (v: Values) => `Prouver ${t(v, 'sides')} en ${t(v, 'compartment')}`,
    en: (v: Values) => `Prove ${t(v, 'sides')} at ${t(v, 'compartment')}`,
  },
  'work-hand-keys': {
    fr: (v: Values) => `Remettre la clé de ${t(v, 'compartment')}`,
    en: (v: Values) => `Hand over the key of ${t(v, 'compartment')}`,
  },
  'work-empty-space': {
    fr: (v: Values) => `Constater que ${t(v, 'compartment')} est vide`,
    en: (v: Values) => `See that ${t(v, 'compartment')} is empty`,
  },
  'work-open-breakers': {
    fr: (v: Values) => `Ouvrir et cadenasser ${t(v, 'ways')}`,
    en: (v: Values) => `Open and lock out ${t(v, 'ways')}`,
  },
  'work-unplug-units': {
    fr: (v: Values) => `Débrancher ${t(v, 'compartment')}`,
    en: (v: Values) => `Unplug ${t(v, 'compartment')}`,
  },
  'work-keys-back': {
    fr: (v: Values) => `Reprendre la clé de ${t(v, 'compartment')}`,
    en: (v: Values) => `Take back the key of ${t(v, 'compartment')}`,
  },
  'act-read-labels': {
    fr: (v: Values) =>
      `Lire les étiquettes des départs et des prises de ${t(v, 'compartment')} : elles nomment la même baie.`,
    en: (v: Values) => `Read the labels of the ways and outlets of ${t(v, 'compartment')}: they name the same rack.`,
  },
  'act-read-voltage': {
    fr: (v: Values) => `Mesurer tension et phase aux prises de chaque voie (${t(v, 'sides')}).`,
    en: (v: Values) => `Measure voltage and phase at the outlets of each side (${t(v, 'sides')}).`,
  },
  'act-open-and-prove': {
    fr: (v: Values) =>
      `Ouvrir ${t(v, 'ways')} l’un après l’autre : la prise de ${t(v, 'compartment')} s’éteint, aucune autre ; refermer.`,
    en: (v: Values) =>
      `Open ${t(v, 'ways')} one after the other: the outlet of ${t(v, 'compartment')} goes dead, no other; close again.`,
  },
  'act-never-open': {
    fr: (v: Values) => `Ne jamais ouvrir ${t(v, 'ways')} : d’autres clients y sont branchés.`,
    en: (v: Values) => `Never open ${t(v, 'ways')}: other customers hang on it.`,
  },
  'act-try-lock': {
    fr: (v: Values) => `Essayer la serrure marquée «\u00a0${t(v, 'lock')}\u00a0».`,
    en: (v: Values) => `Try the lock marked “${t(v, 'lock')}”.`,
  },
  'act-hand-key': {
    fr: (v: Values) => `Noter le numéro de la clé et à qui elle est remise pour ${t(v, 'service')}.`,
    en: (v: Values) => `Note the number of the key and to whom it is handed for ${t(v, 'service')}.`,
  },
  'act-see-empty': {
    fr: (v: Values) => `Ouvrir ${t(v, 'compartment')}, photographier le vide.`,
    en: (v: Values) => `Open ${t(v, 'compartment')}, photograph it empty.`,
  },
  'act-gear-left': {
    fr: 'S’il reste du matériel : bloquer l’intervention en disant quoi, ne rien débrancher.',
    en: 'If gear is left: block the work order saying what, unplug nothing.',
  },
  'act-open-and-lock': {
    fr: (v: Values) => `Lire l’étiquette, ouvrir ${t(v, 'ways')}, cadenasser, vérifier l’absence de tension.`,
    en: (v: Values) => `Read the label, open ${t(v, 'ways')}, lock out, check that it is dead.`,
  },
  'act-unplug-cords': {
    fr: (v: Values) => `Débrancher les cordons de ${t(v, 'compartment')}, obturer les prises.`,
    en: (v: Values) => `Unplug the cords of ${t(v, 'compartment')}, cap the outlets.`,
  },
  'act-take-key': {
    fr: (v: Values) => `Reprendre la clé de la serrure ${t(v, 'lock')}, noter son numéro.`,
    en: (v: Values) => `Take back the key of lock ${t(v, 'lock')}, note its number.`,
  },
})
