import { words } from '#kernel'

/** A cross-connect in the order form: from where to where, over what, and who has agreed. */
export const w = words({
  media: { fr: 'Média', en: 'Media' },
  'media-fibre-duplex': { fr: 'Fibre duplex', en: 'Fibre duplex' },
  'media-fibre-single': { fr: 'Fibre simple (BiDi)', en: 'Single fibre (BiDi)' },
  'media-copper': { fr: 'Cuivre', en: 'Copper' },
  pay: { fr: 'Prix', en: 'Price' },
  'pay-rent': { fr: 'Loyer mensuel', en: 'Monthly rent' },
  'pay-once': { fr: 'Payé une fois', en: 'Paid once' },
  from: { fr: 'De (A)', en: 'From (A)' },
  to: { fr: 'Vers (Z)', en: 'To (Z)' },
  'end-line': { fr: 'Place d’une ligne de cette commande', en: 'Space of a line of this order' },
  'end-service': { fr: 'Place d’un service', en: 'Space of a service' },
  'end-panel': { fr: 'Position d’un panneau', en: 'Position of a panel' },
  'end-exchange': { fr: 'Mon port du point d’échange', en: 'My port of the exchange' },
  'end-other': { fr: 'Une autre organisation', en: 'Another organisation' },
  line: { fr: 'Ligne', en: 'Line' },
  lineNumber: { fr: (v: { n: number }) => `Ligne ${v.n}`, en: (v: { n: number }) => `Line ${v.n}` },
  ownPort: { fr: 'Celui que j’ai', en: 'The one that I have' },
  service: { fr: 'Service', en: 'Service' },
  panel: { fr: 'Panneau', en: 'Panel' },
  panelWish: { fr: 'Panneau souhaité (facultatif)', en: 'Panel wished for (optional)' },
  position: { fr: 'Position (facultatif)', en: 'Position (optional)' },
  positionHint: { fr: 'Sinon la première libre', en: 'Otherwise the first free one' },
  organisation: { fr: 'Organisation', en: 'Organisation' },
  another: { fr: 'Une autre, par son identifiant…', en: 'Another, by its identifier…' },
  identifier: { fr: 'Identifiant', en: 'Identifier' },
  organisationHint: {
    fr: 'Son identifiant, par exemple rhin-rhone-transit',
    en: 'Its identifier, for example rhin-rhone-transit',
  },
  letter: { fr: 'Lettre d’autorisation (facultatif)', en: 'Letter of authorisation (optional)' },
  letterHint: {
    fr: 'Son numéro ou son code. Sinon elle est demandée à la signature, et le temps de l’autre côté est compté à part.',
    en: 'Its number or its code. Otherwise it is asked for at signing, and the other side’s time is counted apart.',
  },
  noLetter: {
    fr: 'Les deux bouts sont à vous, au site ou au point d’échange\u00a0: aucune lettre n’est requise.',
    en: 'Both ends are yours, the site’s or the exchange’s: no letter is needed.',
  },
  choose: { fr: 'Choisir…', en: 'Choose…' },
})
