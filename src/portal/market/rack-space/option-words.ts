import { words } from '#kernel'

/** An option on a compartment beside a service: shown, taken, given up, exercised. */
export const w = words({
  title: { fr: 'Option', en: 'Option' },
  place: { fr: 'Tenu pour vous, sans puissance', en: 'Kept for you, without power' },
  price: { fr: 'Prix par mois', en: 'Price each month' },
  within: { fr: 'compris dans le prix convenu', en: 'within the agreed price' },
  until: { fr: 'Jusqu’à quand', en: 'Until when' },
  asLong: { fr: 'aussi longtemps que le service', en: 'as long as the service' },
  untilDay: {
    fr: (v: { day: string }) => `fin du service, le ${v.day}`,
    en: (v: { day: string }) => `the end of the service, ${v.day}`,
  },
  free: { fr: 'Peut être rendue', en: 'May be given up' },
  freeAny: { fr: 'à tout moment', en: 'at any time' },
  freeFrom: {
    fr: (v: { day: string }) => `dès le ${v.day}, fin de l’engagement`,
    en: (v: { day: string }) => `from ${v.day} on, the end of the term`,
  },
  quotedBy: { fr: 'Promise par le devis ferme', en: 'Promised by the firm quote' },
  none: {
    fr: 'Aucune place voisine n’est tenue pour ce service.',
    en: 'No place beside it is kept for this service.',
  },
  take: { fr: 'Prendre une option…', en: 'Take an option…' },
  takeTitle: { fr: 'Prendre une option sur la place voisine', en: 'Take an option on the next place' },
  giveUp: { fr: 'Rendre l’option…', en: 'Give the option up…' },
  giveUpTitle: { fr: 'Rendre l’option', en: 'Give the option up' },
  exercise: { fr: 'Lever l’option…', en: 'Exercise the option…' },
  exerciseTitle: {
    fr: (v: { place: string }) => `Lever l’option sur ${v.place}`,
    en: (v: { place: string }) => `Exercise the option on ${v.place}`,
  },
  asking: { fr: 'Calcul de ce qui changerait…', en: 'Computing what would change…' },
  unreadable: { fr: 'De 0,1 à 100 kW', en: 'From 0.1 to 100 kW' },
  refused: { fr: 'la raison est au-dessus', en: 'the reason stands above' },
  unsaid: { fr: 'dites d’abord la puissance', en: 'say the power first' },
  draft: { fr: 'Établir le devis', en: 'Make the quote' },
  once: { fr: 'Une fois', en: 'Once' },
  monthly: { fr: 'Par mois', en: 'Each month' },
  wouldHold: { fr: 'Serait occupé', en: 'Would be held' },
  ends: { fr: 'Option, de ce service', en: 'Option, of this service' },
  endsAt: {
    fr: (v: { price: string }) => `−${v.price} par mois dès la signature`,
    en: (v: { price: string }) => `−${v.price} a month from the signature on`,
  },
  endsPlain: { fr: 'cesse à la signature', en: 'ends with the signature' },
  steps: { fr: 'Étapes', en: 'Steps' },
  keeps: {
    fr: 'Jusqu’à la signature, l’option continue de tenir la place\u00a0; un devis ferme tient en plus la puissance. S’il expire, l’option reste.',
    en: 'Until the signature the option goes on keeping the place; a firm quote holds the power beside it. When it expires, the option stays.',
  },
})
