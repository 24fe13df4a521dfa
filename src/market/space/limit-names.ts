import { type Word, words } from '#kernel'

/** What a place is passed over for, in a word or three: where places are counted by it. */
export const limitNames: ReadonlyMap<string, Word> = new Map(
  Object.entries(
    words({
      'place-held': { fr: 'Déjà pris', en: 'Taken already' },
      'place-units-full': { fr: 'Pas assez d’U à la suite', en: 'Not enough U in one run' },
      'place-not-built': { fr: 'Pas encore construit', en: 'Not built yet' },
      'place-other-rack': { fr: 'Autre baie', en: 'Another rack' },
      'place-other-row': { fr: 'Autre rangée', en: 'Another row' },
      'place-not-apart': { fr: 'Même rangée que l’autre service', en: 'Same row as the other service' },
      'place-distance-unknown': { fr: 'Distance inconnue', en: 'Distance unknown' },
      'place-neighbour': { fr: 'A un voisin', en: 'Has a neighbour' },
      'place-has-neighbour': { fr: 'A un voisin', en: 'Has a neighbour' },
      'place-no-next': { fr: 'Rien de libre à côté', en: 'Nothing free beside it' },
      'one-side-cannot-carry': { fr: 'Une voie seule ne porte pas', en: 'One side alone cannot carry it' },
      'outlet-cannot-carry': { fr: 'Les prises d’une voie ne portent pas', en: 'One side’s outlets cannot carry it' },
      'limit-unknown': { fr: 'Limite inconnue', en: 'Limit unknown' },
      'limit-reached': { fr: 'Puissance, une voie perdue', en: 'Power, one side lost' },
      'power-not-left': { fr: 'Puissance, une voie perdue', en: 'Power, one side lost' },
      'phase-reached': { fr: 'Une phase est pleine, une voie perdue', en: 'A phase is full, one side lost' },
      'phase-not-left': { fr: 'Une phase est pleine, une voie perdue', en: 'A phase is full, one side lost' },
      'weight-reached': { fr: 'Poids sur la baie', en: 'Weight on the rack' },
      'weight-not-left': { fr: 'Poids sur la baie', en: 'Weight on the rack' },
      'cooling-reached': { fr: 'Froid, une unité perdue', en: 'Cooling, one unit lost' },
      'cooling-not-left': { fr: 'Froid, une unité perdue', en: 'Cooling, one unit lost' },
    }),
  ),
)
