import { words } from '#kernel'

export const w = words({
  change: { fr: 'Changer…', en: 'Change…' },
  title: { fr: 'Changer le service', en: 'Change the service' },
  asking: {
    fr: 'Calcul du prix et de ce que le site peut porter…',
    en: 'Computing the price and what the site can carry…',
  },
  nothing: {
    fr: 'Dites ce qui doit devenir autre\u00A0: le prix, ce qui serait occupé et les étapes paraissent ici avant tout.',
    en: 'Say what is to become otherwise: the price, what would be held and the steps appear here first.',
  },
  before: { fr: 'Par mois aujourd’hui', en: 'Each month today' },
  after: { fr: 'Par mois ensuite', en: 'Each month then' },
  was: { fr: 'Par mois avant', en: 'Each month before' },
  difference: { fr: 'Écart', en: 'Difference' },
  reserve: { fr: 'Serait occupé', en: 'Would be held' },
  giveBack: { fr: 'Rendu à la fin', en: 'Given back at the end' },
  steps: { fr: 'Étapes', en: 'Steps' },
  noSteps: {
    fr: 'Personne n’a rien à faire\u00A0: le changement commence à la signature.',
    en: 'Nobody has anything to do: the change begins with the signature.',
  },
  stays: {
    fr: 'Jusqu’à la remise, le service reste ce qu’il est, au prix d’aujourd’hui.',
    en: 'Until the handover the service stays as it is, at today’s price.',
  },
  draft: { fr: 'Établir le devis ferme', en: 'Make the firm quote' },
  refused: { fr: 'le site ne le porte pas', en: 'the site does not carry it' },
  unsaid: { fr: 'dites d’abord ce qui change', en: 'say first what changes' },
  kilowatts: { fr: 'Puissance souscrite (kW)', en: 'Committed power (kW)' },
  sides: { fr: 'Voies', en: 'Sides' },
  size: { fr: 'Emplacement', en: 'Space' },
  speed: { fr: 'Débit', en: 'Speed' },
  mac: { fr: 'Adresse MAC', en: 'MAC address' },
  asSet: { fr: 'AS-SET', en: 'AS-SET' },
  unreadable: { fr: 'Un nombre, s’il vous plaît', en: 'A number, please' },
  history: { fr: 'Prix dans le temps', en: 'Price over time' },
  from: { fr: 'À partir du', en: 'From' },
  byIndex: { fr: 'Révisé selon', en: 'Revised by' },
  underWay: { fr: 'Changement en cours', en: 'Change under way' },
})
