import { type Word, words } from '#kernel'
import { limitNames } from '#market/words'

/** Rack space in the order form: what is asked, where it would stand, and why not elsewhere. */
export const w = words({
  size: { fr: 'Taille', en: 'Size' },
  'size-quarter': { fr: 'Quart de baie, à serrure', en: 'Quarter rack, own lock' },
  'size-half': { fr: 'Demi-baie, à serrure', en: 'Half rack, own lock' },
  'size-full': { fr: 'Baie entière', en: 'Full rack' },
  'size-shared': { fr: 'À l’U, en baie partagée', en: 'By the U, in the shared rack' },
  'short-quarter': { fr: 'Quart de baie', en: 'Quarter rack' },
  'short-half': { fr: 'Demi-baie', en: 'Half rack' },
  'short-full': { fr: 'Baie entière', en: 'Full rack' },
  'short-shared': { fr: 'Baie partagée', en: 'Shared rack' },
  units: { fr: 'Hauteur', en: 'Height' },
  power: { fr: 'Puissance souscrite', en: 'Committed power' },
  wrongPower: { fr: 'De 0,1 à 100 kW', en: 'From 0.1 to 100 kW' },
  weight: { fr: 'Poids (facultatif)', en: 'Weight (optional)' },
  weightHint: { fr: 'Ce qui y sera, réservé sur la baie', en: 'Of what will stand there, held on the rack' },
  wrongWeight: { fr: 'De 1 à 10 000 kg', en: 'From 1 to 10,000 kg' },
  wrongUnits: { fr: 'De 1 à 60 U', en: 'From 1 to 60 U' },
  wrongTerm: { fr: 'De 0 à 120 mois', en: 'From 0 to 120 months' },
  sides: { fr: 'Voies', en: 'Sides' },
  'sides-A+B': { fr: 'A+B, chacune porte tout', en: 'A+B, each carries it all' },
  'sides-A': { fr: 'A seule', en: 'A only' },
  'sides-B': { fr: 'B seule', en: 'B only' },
  bothSides: {
    fr: (v: { kw: string }) => `${v.kw} au total, facturés une fois\u00a0: si une voie tombe, l’autre porte tout.`,
    en: (v: { kw: string }) => `${v.kw} in total, priced once: if one side fails, the other carries it all.`,
  },
  oneSide: {
    fr: (v: { side: string }) => `Une seule voie, ${v.side}\u00a0: si elle tombe, tout s’éteint avec elle.`,
    en: (v: { side: string }) => `One side only, ${v.side}: goes dark with it.`,
  },
  oneSideRule: {
    fr: 'Sans secours pour un essai, un équipement à double alimentation n’y gagne rien. Dit ainsi au devis et au procès-verbal.',
    en: 'No redundancy during a test or a fault; a second power supply gains nothing. Said so in the quote and the handover note.',
  },
  where: { fr: 'Où', en: 'Where' },
  rack: { fr: 'Baie (facultatif)', en: 'Rack (optional)' },
  row: { fr: 'Rangée (facultatif)', en: 'Row (optional)' },
  apartFrom: { fr: 'À l’écart de (facultatif)', en: 'Apart from (optional)' },
  apartHint: { fr: 'Un autre de vos services', en: 'Another service of yours' },
  term: { fr: 'Durée (facultatif)', en: 'Term (optional)' },
  startOn: { fr: 'Début (facultatif)', en: 'Start (optional)' },
  startHint: { fr: 'Réservé dès la signature, facturé d’ici', en: 'Held from the signature, billed from here' },
  months: { fr: 'mois', en: 'months' },
  nearMeetMe: { fr: 'Près de la salle de rencontre', en: 'Near the meet-me room' },
  noNeighbour: {
    fr: 'Sans voisin\u00a0: le reste de la baie est retenu vide, et payé',
    en: 'No neighbour: the rest of the rack is held empty, and paid for',
  },
  optionNext: {
    fr: 'Option\u00a0: une place voisine de même taille est tenue pour vous, sans puissance, à son propre prix',
    en: 'Option: a place of the same size beside it is held for you, without power, at its own price',
  },
  heldAsOption: {
    fr: (v: { place: string }) => `En option\u00a0: ${v.place}`,
    en: (v: { place: string }) => `As an option: ${v.place}`,
  },
  healthData: {
    fr: 'Ce service hébergera des données de santé (certificat HDS exigé)',
    en: 'This service will carry health data (an HDS certificate is needed)',
  },
  proposed: { fr: 'Place proposée', en: 'Place proposed' },
  looking: { fr: 'Recherche d’une place…', en: 'Looking for a place…' },
  placeOf: {
    fr: (v: { compartment: string; row: string; units: string }) =>
      `${v.compartment}${v.units === '' ? '' : `, ${v.units}`}, rangée ${v.row}`,
    en: (v: { compartment: string; row: string; units: string }) =>
      `${v.compartment}${v.units === '' ? '' : `, ${v.units}`}, row ${v.row}`,
  },
  seePlan: { fr: 'Voir sur le plan', en: 'See on the plan' },
  keptEmpty: {
    fr: (v: { places: string }) => `Restent vides\u00a0: ${v.places}`,
    en: (v: { places: string }) => `Kept empty: ${v.places}`,
  },
  others: {
    fr: (v: { n: string }) => `Choisir une autre place (${v.n})`,
    en: (v: { n: string }) => `Choose another place (${v.n})`,
  },
  passedOver: {
    fr: (v: { n: string; of: string }) => `Places écartées\u00a0: ${v.n} sur ${v.of}`,
    en: (v: { n: string; of: string }) => `Places passed over: ${v.n} of ${v.of}`,
  },
  tried: {
    fr: (v: { of: string }) =>
      `${v.of} places de cette taille ont été essayées\u00a0; chacune compte sous la première limite qu’elle rompt.`,
    en: (v: { of: string }) =>
      `${v.of} places of this size were tried; each counts under the first limit that it breaks.`,
  },
  place: { fr: 'Place', en: 'Place' },
  why: { fr: 'Pourquoi', en: 'Why' },
  firstLimit: { fr: 'Première limite rompue', en: 'First limit broken' },
  needs: { fr: 'Il faut', en: 'Needs' },
  left: { fr: 'Reste', en: 'Left' },
  room: { fr: 'Place qui reste, et besoin', en: 'Room left, and the need' },
  short: { fr: 'Manque', en: 'Short by' },
  choose: { fr: 'Choisir', en: 'Choose' },
  chooseThis: { fr: (v: { place: string }) => `Choisir ${v.place}`, en: (v: { place: string }) => `Choose ${v.place}` },
  nearest: { fr: 'Les plus proches', en: 'The nearest of them' },
  allOfThem: { fr: (v: { n: string }) => `Montrer les ${v.n}`, en: (v: { n: string }) => `Show all ${v.n}` },
  makeYes: { fr: 'Ce qui le rendrait possible', en: 'What would make it possible' },
  anyRack: { fr: 'Laisser le site choisir', en: 'Let the site choose' },
  chosenRack: {
    fr: (v: { rack: string }) => `Baie demandée\u00a0: ${v.rack}.`,
    en: (v: { rack: string }) => `Rack asked for: ${v.rack}.`,
  },
  lessPower: {
    fr: (v: { kw: string; place: string }) => `Demander ${v.kw} (${v.place})`,
    en: (v: { kw: string; place: string }) => `Ask for ${v.kw} (${v.place})`,
  },
  hdsRule: {
    fr: 'Code de la santé publique, art. L1111-8\u00a0: des données de santé ne s’hébergent que sous un certificat HDS valide de cette activité.',
    en: 'French public health code, art. L1111-8: health data is housed only under a valid HDS certificate with that activity.',
  },
  seeCertificates: { fr: 'Voir les certificats du site', en: 'See the site’s certificates' },
  noHealthData: { fr: 'Sans données de santé', en: 'Without health data' },
})

/** The short name of a limit; one that has none is told by its code, so that it is seen. */
export const whyOf = (code: string, t: (word: Word) => string): string => {
  const name = limitNames.get(code)
  return name ? t(name) : code
}
