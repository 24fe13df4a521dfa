import { words } from '#kernel'

type Values = { readonly [value: string]: unknown }
const t = (values: Values, name: string): string => String(values[name] ?? '')

/** What a change of a service is refused for, and what its steps are called. */
export const changeWords = words({
  'no-contract': {
    fr: (v: Values) => `${t(v, 'service')} n’a pas de contrat : sans prix, rien n’est à changer.`,
    en: (v: Values) => `${t(v, 'service')} has no contract: without a price there is nothing to change.`,
  },
  'nothing-changes': {
    fr: (v: Values) => `${t(v, 'service')} est déjà tel qu’il est demandé.`,
    en: (v: Values) => `${t(v, 'service')} is already as it is asked to be.`,
  },
  'term-runs': {
    fr: (v: Values) => `Le service est engagé jusqu’au ${t(v, 'term_ends')} : d’ici là son prix ne baisse pas.`,
    en: (v: Values) => `The service is committed until ${t(v, 'term_ends')}: it does not become cheaper before.`,
  },
  'change-under-way': {
    fr: (v: Values) => `Le service est déjà en cours de changement : ${t(v, 'order')}.`,
    en: (v: Values) => `The service is being changed already: ${t(v, 'order')}.`,
  },
  'change-not-sold': {
    fr: (v: Values) =>
      `${t(v, 'field') || t(v, 'product')} ne se change pas en service : résilier et commander de nouveau.`,
    en: (v: Values) => `${t(v, 'field') || t(v, 'product')} is not changed in service: cease it and order anew.`,
  },
  'change-of-start': {
    fr: 'Le début convenu est passé : un changement commence à sa remise, à sa signature si personne n’a rien à faire.',
    en: 'The agreed start is past: a change begins when it is handed over, or is signed where nobody has anything to do.',
  },
  'change-of-term': {
    fr: 'La durée d’engagement ne se change pas ainsi : elle est au contrat.',
    en: 'The term is not changed this way: it is in the contract.',
  },
  'changed-meanwhile': {
    fr: 'Le service a changé depuis le devis : demander un nouveau devis.',
    en: 'The service has changed since the quote: ask for a new one.',
  },
  'parameters-refused': {
    fr: (v: Values) => `Le paramètre « ${t(v, 'path')} » n’est pas valable : ${t(v, 'message')}`,
    en: (v: Values) => `The parameter “${t(v, 'path')}” is not valid: ${t(v, 'message')}`,
  },
  'service-unknown': {
    fr: (v: Values) => `Cette organisation n’a pas de service ${t(v, 'service')}.`,
    en: (v: Values) => `This organisation has no service ${t(v, 'service')}.`,
  },
  'way-too-small': {
    fr: (v: Values) =>
      `Le départ ${t(v, 'element')} de ${t(v, 'compartment')} ne porte pas ${t(v, 'amount')} ${t(v, 'unit')} de plus (${t(v, 'reserved')} sur ${t(v, 'limit')}) : il faut un départ plus fort, ou un autre emplacement.`,
    en: (v: Values) =>
      `The way ${t(v, 'element')} of ${t(v, 'compartment')} does not carry ${t(v, 'amount')} ${t(v, 'unit')} more (${t(v, 'reserved')} of ${t(v, 'limit')}): it takes a larger way, or another place.`,
  },
  'confirmed-by-hand': {
    fr: 'Confirmé à la main par une seconde personne',
    en: 'Confirmed by hand by a second person',
  },
  'hold-power': { fr: 'Puissance de plus', en: 'More power' },
  // work orders of a change
  'work-repatch-port': {
    fr: (v: Values) => `Déplacer la jarretière de ${t(v, 'from')} à ${t(v, 'next')} (${t(v, 'to')})`,
    en: (v: Values) => `Move the jumper from ${t(v, 'from')} to ${t(v, 'next')} (${t(v, 'to')})`,
  },
  'act-unplug-switch': {
    fr: (v: Values) => `Débrancher ${t(v, 'from')} ; ${t(v, 'to')} reste branché.`,
    en: (v: Values) => `Unplug ${t(v, 'from')}; ${t(v, 'to')} stays plugged.`,
  },
  'act-plug-switch': {
    fr: (v: Values) => `Brancher sur ${t(v, 'next')}, puis étiqueter de nouveau les deux extrémités.`,
    en: (v: Values) => `Plug into ${t(v, 'next')}, then label both ends anew.`,
  },
  // steps of a change
  'step-new-feeds': { fr: 'Prouver les voies du nouvel emplacement', en: 'Prove the sides of the new place' },
  'step-new-keys': {
    fr: 'Remettre serrure et clé du nouvel emplacement',
    en: 'Hand over lock and key of the new place',
  },
  'step-old-empty': { fr: 'Constater l’ancien emplacement vide', en: 'See the old place empty' },
  'step-old-breakers': { fr: 'Ouvrir et cadenasser l’ancien emplacement', en: 'Open and lock out the old place' },
  'step-old-keys-back': { fr: 'Reprendre les clés de l’ancien emplacement', en: 'Take back the keys of the old place' },
  'step-second-feed': { fr: 'Prouver la voie ajoutée', en: 'Prove the added side' },
  'step-feed-off': { fr: 'Ouvrir la voie abandonnée', en: 'Open the side given up' },
  'step-new-patch': { fr: 'Déplacer la jarretière', en: 'Move the jumper' },
  'step-switch-over': { fr: 'Basculer le port', en: 'Switch the port over' },
  'step-test-again': { fr: 'Éprouver le nouveau port', en: 'Test the new port' },
  'step-quarantine-again': { fr: 'Nouvel équipement vu en quarantaine', en: 'New equipment seen in quarantine' },
  'step-open-again': { fr: 'Rouvrir sur le réseau d’échange', en: 'Open on the peering LAN again' },
  'step-live-again': { fr: 'Séances et routes revues', en: 'Sessions and routes seen again' },
  'step-old-unpatch': { fr: 'Retirer l’ancienne jarretière', en: 'Remove the old jumper' },
})
