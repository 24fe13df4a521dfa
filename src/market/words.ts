import { figure, longDay, words } from '#kernel'
import { importWords } from './import/words.ts'
import { meterWords } from './meter/words.ts'
import { orderWords } from './order/words.ts'
import { changeWords } from './change/words.ts'
import { crossConnectWords } from './products/cross-connect/words.ts'
import { rackSpaceWords } from './products/rack-space/words.ts'
import { sayPrice, UNIT_DIGITS } from './say-price.ts'
import { spaceWords } from './space/words.ts'
import { healthDataWords } from './health-data/words.ts'
import { letterWords } from './letter/words.ts'
import { workOrderWords } from './work-order/words.ts'

export { letterWords } from './letter/words.ts'
export { limitNames } from './space/limit-names.ts'
import { surveyWords } from './survey/words.ts'
import { takeOverWords } from './take-over/words.ts'

type Values = { readonly [value: string]: unknown }
const t = (values: Values, name: string): string => String(values[name] ?? '')
const price = (values: Values, name: string, language: 'fr' | 'en'): string =>
  sayPrice(Number(values[name]), language, UNIT_DIGITS)

/** What a public body's invoice lacks, and where that stands; the name of its field beside it, for who writes a file. */
const payerWord = {
  siret: { fr: 'le SIRET, dans sa fiche', en: 'its SIRET, from its record' },
  service_code: {
    fr: 'le code service (service_code), qui est sur son bon de commande',
    en: 'the service code (service_code), which is on its purchase order',
  },
  engagement_number: {
    fr: 'le numéro d’engagement (engagement_number), qui est sur son bon de commande',
    en: 'the engagement number (engagement_number), which is on its purchase order',
  },
} as const
const payerWords = ({ missing }: Values, language: 'fr' | 'en'): string =>
  [missing]
    .flat()
    .map((name) => Object.entries(payerWord).find(([one]) => one === name)?.[1][language] ?? String(name))
    .join(language === 'fr' ? '\u00a0; ' : '; ')

/** What the market refuses, waits for, asks a technician and writes to a customer. */
export const marketWords = words({
  ...changeWords,
  ...healthDataWords,
  ...workOrderWords,
  // refusals
  'organisation-unknown': {
    fr: (v: Values) => `Aucune organisation ne s’appelle « ${t(v, 'organisation')} ».`,
    en: (v: Values) => `No organisation is called “${t(v, 'organisation')}”.`,
  },
  'firm-holds-spent': {
    fr: (v: Values) =>
      `Ce client retient déjà du stock par ${t(v, 'most')} devis fermes : signer ou libérer l’un d’eux, ou demander un devis sous réserve.`,
    en: (v: Values) =>
      `This customer already holds stock by ${t(v, 'most')} firm quotes: sign or release one, or ask for a quote subject to availability.`,
  },
  'illegal-move': {
    fr: (v: Values) => `Impossible de passer de « ${t(v, 'from')} » à « ${t(v, 'to')} ».`,
    en: (v: Values) => `It cannot go from “${t(v, 'from')}” to “${t(v, 'to')}”.`,
  },
  'quote-expired': {
    fr: (v: Values) => `Le devis a expiré le ${t(v, 'expired_at').slice(0, 10)} : demander un nouveau devis.`,
    en: (v: Values) => `The quote expired on ${t(v, 'expired_at').slice(0, 10)}: ask for a new one.`,
  },
  'paper-missing': {
    fr: 'Signer au nom du client demande le document reçu : fichier, numéro, date et signataire.',
    en: 'Signing for the customer needs the document that was received: file, number, date and signer.',
  },
  'not-a-signatory': {
    fr: 'Seule une personne habilitée à signer pour l’organisation peut accepter ce devis.',
    en: 'Only a person authorised to sign for the organisation can accept this quote.',
  },
  'engagement-missing': {
    fr: (v: Values) =>
      `Un organisme public est facturé par son SIRET, son code service et son numéro d’engagement. Il manque\u00a0: ${payerWords(v, 'fr')}.`,
    en: (v: Values) =>
      `A public body is billed by its SIRET, its service code and its engagement number. Missing: ${payerWords(v, 'en')}.`,
  },
  'nothing-to-sign': {
    fr: (v: Values) =>
      `La ligne ${t(v, 'position')} n’est pas au devis (${t(v, 'state')}) : tout ou rien ne peut être signé.`,
    en: (v: Values) => `Line ${t(v, 'position')} is not quoted (${t(v, 'state')}): all or nothing can be signed.`,
  },
  'sold-meanwhile': {
    fr: 'Le stock vient d’être vendu à un autre : rien n’a été signé, demander un nouveau devis.',
    en: 'The stock was sold to another just now: nothing was signed, ask for a new quote.',
  },
  'in-service-already': {
    fr: (v: Values) => `La ligne ${t(v, 'position')} est en service : la résilier au lieu de l’annuler.`,
    en: (v: Values) => `Line ${t(v, 'position')} is in service: cease it rather than cancel it.`,
  },
  'step-not-open': {
    fr: 'Cette étape n’attend rien que l’on puisse clore à la main.',
    en: 'This step does not wait for anything that could be closed by hand.',
  },
  'work-not-open': {
    fr: (v: Values) => `L’intervention ${t(v, 'work')} n’est plus ouverte.`,
    en: (v: Values) => `Work order ${t(v, 'work')} is no longer open.`,
  },
  'work-not-to-confirm': {
    fr: (v: Values) => `L’intervention ${t(v, 'work')} n’attend pas de seconde personne.`,
    en: (v: Values) => `Work order ${t(v, 'work')} does not wait for a second person.`,
  },
  'same-person': {
    fr: 'Une seconde personne doit confirmer : pas celle qui a fait le travail.',
    en: 'A second person has to confirm: not the one who did the work.',
  },
  'proof-unknown': {
    fr: (v: Values) => `L’intervention ne demande pas de preuve « ${t(v, 'name')} ».`,
    en: (v: Values) => `The work order does not ask for a proof “${t(v, 'name')}”.`,
  },
  'proof-kind': {
    fr: (v: Values) => `La preuve « ${t(v, 'name')} » se donne autrement (${t(v, 'kind')}).`,
    en: (v: Values) => `The proof “${t(v, 'name')}” is given otherwise (${t(v, 'kind')}).`,
  },
  'proof-missing': {
    fr: (v: Values) => `Il manque une preuve : ${[v['missing']].flat().join(', ')}.`,
    en: (v: Values) => `A proof is missing: ${[v['missing']].flat().join(', ')}.`,
  },
  'reading-outside': {
    fr: (v: Values) =>
      `${figure(v['value'], 'fr')}\u00a0${t(v, 'unit')} est hors des limites ${figure(v['min'], 'fr')} à ${figure(v['max'], 'fr')}\u00a0${t(v, 'unit')}.`,
    en: (v: Values) =>
      `${figure(v['value'], 'en')}\u00a0${t(v, 'unit')} is outside ${figure(v['min'], 'en')} to ${figure(v['max'], 'en')}\u00a0${t(v, 'unit')}.`,
  },
  'scan-differs': {
    fr: (v: Values) =>
      `L’étiquette lue est ${t(v, 'read')}, il faut ${t(v, 'expected')} : ce n’est pas le bon endroit.`,
    en: (v: Values) =>
      `The label read is ${t(v, 'read')}, it should be ${t(v, 'expected')}: this is not the right place.`,
  },
  'cease-before-start': {
    fr: 'Le service n’est pas encore facturé à cette date : annuler la commande au lieu de la résilier.',
    en: 'The service is not billed yet on that day: cancel the order rather than cease it.',
  },
  'cease-in-the-past': {
    fr: (v: Values) => `La date ${t(v, 'wished_on')} est passée.`,
    en: (v: Values) => `The day ${t(v, 'wished_on')} has passed.`,
  },
  'no-price': {
    fr: (v: Values) => `Le tarif ne connaît pas « ${t(v, 'item')} ».`,
    en: (v: Values) => `The price list has no “${t(v, 'item')}”.`,
  },
  'no-peering-lan': { fr: 'Le site n’a pas de réseau d’échange.', en: 'The site has no peering LAN.' },
  'fabric-full': {
    fr: (v: Values) => `Plus un port ${t(v, 'speed')} n’est libre.`,
    en: (v: Values) => `No ${t(v, 'speed')} port is free.`,
  },
  'panels-full': {
    fr: 'Plus une position n’est libre sur les panneaux de la salle de rencontre.',
    en: 'No position is free on the meet-me room panels.',
  },
  // waits
  'delivery-begins': { fr: 'La livraison commence.', en: 'Delivery begins.' },
  unwinding: { fr: 'Ce qui a été fait est défait.', en: 'What was done is being undone.' },
  together: {
    fr: 'Attend les autres lignes : livraison groupée.',
    en: 'Waits for the other lines: delivered together.',
  },
  'step-faults': {
    fr: 'Une étape échoue\u00a0; elle est réessayée d’elle-même toutes les 30 secondes.',
    en: 'A step fails; it is tried again by itself every 30 seconds.',
  },
  'device-silent': {
    fr: 'Aucun appareil ne répond encore\u00a0: redemandé toutes les 30 secondes, la suite se fait d’elle-même dès qu’il répond. Rien n’est demandé au client.',
    en: 'No device answers yet: it is asked again every 30 seconds, and what follows goes by itself once it does. Nothing is asked of the customer.',
  },
  'work-to-do': {
    fr: (v: Values) => `Intervention ${t(v, 'work')} à faire.`,
    en: (v: Values) => `Work order ${t(v, 'work')} to be done.`,
  },
  'work-blocked': {
    fr: (v: Values) => `Intervention ${t(v, 'work')} bloquée : ${t(v, 'reason')}`,
    en: (v: Values) => `Work order ${t(v, 'work')} is blocked: ${t(v, 'reason')}`,
  },
  'work-to-confirm': {
    fr: (v: Values) => `L’intervention ${t(v, 'work')} attend une seconde personne.`,
    en: (v: Values) => `Work order ${t(v, 'work')} waits for a second person.`,
  },
  'no-link': {
    fr: (v: Values) => `Aucune lumière du client sur ${t(v, 'port')}.`,
    en: (v: Values) => `No light from the customer on ${t(v, 'port')}.`,
  },
  'port-errors': {
    fr: (v: Values) =>
      `${figure(v['errors'], 'fr')} trames en erreur sur le port\u00a0: le site les compte de nouveau toutes les 30 secondes.`,
    en: (v: Values) =>
      `${figure(v['errors'], 'en')} frames in error on the port: the site counts them again every 30 seconds.`,
  },
  'asn-contact-unknown': {
    fr: (v: Values) => `L’adresse du contact de l’AS${t(v, 'asn')} reste à relever au registre, par le site.`,
    en: (v: Values) => `The contact address of AS${t(v, 'asn')} is still to be read from the registry, by the site.`,
  },
  'asn-code-to-send': {
    fr: (v: Values) => `Le code pour l’AS${t(v, 'asn')} reste à envoyer.`,
    en: (v: Values) => `The code for AS${t(v, 'asn')} is still to be sent.`,
  },
  'asn-code-awaited': {
    fr: (v: Values) => `Le code envoyé à ${t(v, 'to')} prouve la maîtrise de l’AS${t(v, 'asn')}.`,
    en: (v: Values) => `The code mailed to ${t(v, 'to')} proves control of AS${t(v, 'asn')}.`,
  },
  'foreign-mac': {
    fr: (v: Values) => `Une autre adresse MAC parle sur le port : ${t(v, 'mac')}.`,
    en: (v: Values) => `Another MAC speaks on the port: ${t(v, 'mac')}.`,
  },
  'equipment-silent': {
    fr: (v: Values) => `L’équipement ne répond pas en quarantaine à ${t(v, 'v4')} et ${t(v, 'v6')}.`,
    en: (v: Values) => `The equipment does not answer in quarantine at ${t(v, 'v4')} and ${t(v, 'v6')}.`,
  },
  'mac-to-confirm': {
    fr: (v: Values) => `Confirmer l’adresse MAC apprise : ${t(v, 'mac')}.`,
    en: (v: Values) => `Confirm the MAC that was learned: ${t(v, 'mac')}.`,
  },
  'sessions-awaited': {
    fr: (v: Values) => `${t(v, 'established')} séances établies sur ${t(v, 'of')}.`,
    en: (v: Values) => `${t(v, 'established')} of ${t(v, 'of')} sessions established.`,
  },
  // steps
  'step-patch': { fr: 'Poser la jarretière', en: 'Patch the port' },
  'step-port': { fr: 'Ouvrir le port en quarantaine', en: 'Open the port in quarantine' },
  'step-test': { fr: 'Éprouver le port', en: 'Test the port' },
  'step-prove-asn': { fr: 'Prouver l’AS', en: 'Prove the AS' },
  'step-quarantine': { fr: 'Équipement vu en quarantaine', en: 'Equipment seen in quarantine' },
  'step-open': { fr: 'Ouvrir sur le réseau d’échange', en: 'Open on the peering LAN' },
  'step-live': { fr: 'Séances et routes vues', en: 'Sessions and routes seen' },
  'step-drain': { fr: 'Fermer les séances et le port', en: 'Close sessions and port' },
  'step-handover': { fr: 'Recette', en: 'Handover' },
  'step-unpatch': { fr: 'Retirer la jarretière', en: 'Remove the patch' },
  // proofs
  'patched-at-opening': { fr: 'Brassé à l’ouverture', en: 'Patched at the opening' },
  'stays-patched': { fr: 'Brassage laissé en place', en: 'Patch left in place' },
  'port-configured': { fr: 'Port configuré', en: 'Port configured' },
  'port-open': { fr: 'Port verrouillé sur la MAC', en: 'Port locked to the MAC' },
  'port-off': { fr: 'Port éteint', en: 'Port off' },
  link: { fr: 'Lien', en: 'Link' },
  errors: { fr: 'Trames en erreur', en: 'Frames in error' },
  'quarantine-carries': { fr: 'La quarantaine répond par le port', en: 'Quarantine answers through the port' },
  'quarantine-answers': { fr: 'L’équipement répond en quarantaine', en: 'Equipment answers in quarantine' },
  'quarantine-passed-before': { fr: 'Quarantaine déjà passée', en: 'Quarantine passed before' },
  mac: { fr: 'Adresse MAC', en: 'MAC address' },
  'asn-proved': { fr: 'Maîtrise de l’AS', en: 'Control of the AS' },
  'route-seen-v4': { fr: 'Route v4 vue par un autre', en: 'v4 route seen by another' },
  'route-seen-v6': { fr: 'Route v6 vue par un autre', en: 'v6 route seen by another' },
  'photo-labels': { fr: 'Photo des deux étiquettes', en: 'Photo of both labels' },
  'scan-port': { fr: 'Étiquette du port', en: 'Port label' },
  light: { fr: 'Lumière reçue', en: 'Light received' },
  note: { fr: 'Note', en: 'Note' },
  'accepted-on-paper': { fr: 'Recette par écrit', en: 'Accepted in writing' },
  rejected: { fr: 'Refusé à la remise', en: 'Rejected at handover' },
  remedied: { fr: 'Remis en ordre', en: 'Put right' },
  'closed-by-hand': { fr: 'Close à la main', en: 'Closed by hand' },
  declared: { fr: 'Déclaré par le fichier du site', en: 'Declared by the site file' },
  // what is held
  'hold-port': { fr: 'Port', en: 'Port' },
  'hold-lan-host': { fr: 'Adresses', en: 'Addresses' },
  'hold-panel-position': { fr: 'Position de panneau', en: 'Panel position' },
  'hold-mac': { fr: 'MAC', en: 'MAC' },
  // products and items
  'exchange-port': { fr: 'Port d’échange', en: 'Exchange port' },
  'port-1g': { fr: 'Port d’échange 1G', en: 'Exchange port 1G' },
  'port-10g': { fr: 'Port d’échange 10G', en: 'Exchange port 10G' },
  'port-100g': { fr: 'Port d’échange 100G', en: 'Exchange port 100G' },
  // work orders
  'work-patch-port': {
    fr: (v: Values) => `Poser la jarretière ${t(v, 'from')} vers ${t(v, 'to')}`,
    en: (v: Values) => `Patch ${t(v, 'from')} to ${t(v, 'to')}`,
  },
  'work-unpatch-port': {
    fr: (v: Values) => `Retirer la jarretière ${t(v, 'from')} vers ${t(v, 'to')}`,
    en: (v: Values) => `Remove the patch ${t(v, 'from')} to ${t(v, 'to')}`,
  },
  'tool-jumper': {
    fr: (v: Values) => `Jarretière monomode ${t(v, 'connector')} duplex`,
    en: (v: Values) => `Single-mode jumper ${t(v, 'connector')} duplex`,
  },
  'tool-fibre-scope': { fr: 'Microscope et nettoyeur de fibre', en: 'Fibre scope and cleaner' },
  'tool-light-meter': { fr: 'Photomètre', en: 'Light meter' },
  'tool-labels': { fr: (v: Values) => `${t(v, 'count')} étiquettes`, en: (v: Values) => `${t(v, 'count')} labels` },
  'act-find-port': {
    fr: (v: Values) => `Trouver le port ${t(v, 'from')} et la position ${t(v, 'to')}, lire leurs étiquettes.`,
    en: (v: Values) => `Find port ${t(v, 'from')} and position ${t(v, 'to')}, read their labels.`,
  },
  'act-clean-ends': { fr: 'Contrôler et nettoyer les deux faces.', en: 'Inspect and clean both end faces.' },
  'act-plug-both': {
    fr: (v: Values) => `Brancher ${t(v, 'from')}, puis ${t(v, 'to')}.`,
    en: (v: Values) => `Plug ${t(v, 'from')}, then ${t(v, 'to')}.`,
  },
  'act-label-both': {
    fr: (v: Values) => `Étiqueter les deux bouts : ${t(v, 'service')}.`,
    en: (v: Values) => `Label both ends: ${t(v, 'service')}.`,
  },
  'act-read-light': { fr: 'Lire la lumière reçue au panneau.', en: 'Read the light received at the panel.' },
  'act-check-dark': {
    fr: (v: Values) => `Vérifier que ${t(v, 'to')} est noir : ni lumière ni trafic.`,
    en: (v: Values) => `Check that ${t(v, 'to')} is dark: neither light nor traffic.`,
  },
  'act-unplug-both': {
    fr: (v: Values) => `Débrancher ${t(v, 'from')}, puis ${t(v, 'to')}.`,
    en: (v: Values) => `Unplug ${t(v, 'from')}, then ${t(v, 'to')}.`,
  },
  'act-cap-both': { fr: 'Poser les bouchons, retirer les étiquettes.', en: 'Put the caps on, remove the labels.' },
  ...rackSpaceWords,
  ...crossConnectWords,
  ...importWords,
  ...meterWords,
  ...orderWords,
  ...spaceWords,
  ...letterWords,
  ...surveyWords,
  ...takeOverWords,
  // today
  'need-quote-expires': {
    fr: (v: Values) => `Le devis ferme ${t(v, 'order')} retient du stock et expire bientôt.`,
    en: (v: Values) => `Firm quote ${t(v, 'order')} holds stock and expires soon.`,
  },
  'need-session-down': {
    fr: (v: Values) => `AS${t(v, 'asn')} n’a plus de séance avec ${t(v, 'route_server')}.`,
    en: (v: Values) => `AS${t(v, 'asn')} has no session with ${t(v, 'route_server')} any more.`,
  },
  'need-line-ready': {
    fr: 'Prête, l’avis est parti\u00a0: à accepter par écrit, ou à refuser avec le motif.',
    en: 'Ready, the notice has left: to be accepted in writing, or rejected with the reason.',
  },
  'need-rejected': {
    fr: (v: Values) => `Ligne ${t(v, 'position')} refusée à la remise : ${t(v, 'reason')}`,
    en: (v: Values) => `Line ${t(v, 'position')} rejected at handover: ${t(v, 'reason')}`,
  },
  // mails
  'mail-ready-subject': {
    fr: (v: Values) => `${t(v, 'service')} est prêt`,
    en: (v: Values) => `${t(v, 'service')} is ready`,
  },
  'mail-ready-body': {
    fr: (v: Values) =>
      `Bonjour,\n\nLe service ${t(v, 'service')} de votre commande ${t(v, 'order')} est prêt : tout ce que nous devons est fait et mesuré.\nVous pouvez l’accepter par écrit ou le refuser avec un motif ; sans réponse, il est réputé accepté le ${longDay(t(v, 'silent_on'), 'fr')}.\n`,
    en: (v: Values) =>
      `Hello,\n\nService ${t(v, 'service')} of your order ${t(v, 'order')} is ready: all that we owe is done and measured.\nYou may accept it in writing, or reject it with a reason; without an answer it counts as accepted on ${longDay(t(v, 'silent_on'), 'en')}.\n`,
  },
  'mail-notice-subject': {
    fr: (v: Values) => `${t(v, 'service')} prend fin le ${longDay(t(v, 'ends_on'), 'fr')}`,
    en: (v: Values) => `${t(v, 'service')} ends on ${longDay(t(v, 'ends_on'), 'en')}`,
  },
  'mail-notice-body': {
    fr: (v: Values) =>
      `Bonjour,\n\nLe service ${t(v, 'service')} est résilié (commande ${t(v, 'order')})\u00A0: le ${longDay(t(v, 'ends_on'), 'fr')} est le premier jour qui n’est plus dû.\nLe matériel qui resterait en place à partir de ce jour coûte des frais de gardiennage de ${price(v, 'storage_day_micro_euros', 'fr')} par jour hors taxes, jusqu’au jour où l’emplacement est constaté vide.\n`,
    en: (v: Values) =>
      `Hello,\n\nNotice was given for service ${t(v, 'service')} (order ${t(v, 'order')}): ${longDay(t(v, 'ends_on'), 'en')} is the first day that is not owed.\nGear that is still there from that day on costs a storage fee of ${price(v, 'storage_day_micro_euros', 'en')} a day without VAT, until the day on which the place is seen empty.\n`,
  },
  // the site's files
  'host-not-for-members': {
    fr: (v: Values) =>
      `L’hôte ${t(v, 'host')} de ${t(v, 'v4')} n’est pas pour un membre : les ${t(v, 'hosts')} premiers sont au site.`,
    en: (v: Values) =>
      `Host ${t(v, 'host')} of ${t(v, 'v4')} is not for a member: the first ${t(v, 'hosts')} are the site’s own.`,
  },
  'no-default-contract': {
    fr: 'Il manque un contrat sans organisation : les conditions de tous les autres.',
    en: 'A contract without an organisation is missing: the terms of everybody else.',
  },
})
