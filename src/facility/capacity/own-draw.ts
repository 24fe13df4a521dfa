import { type PowerGraph, sourcesOf } from '../power/graph.ts'
import type { PlantElement } from './model.ts'

/**
 * Rated at its output (IEC 62040-3 declares power and apparent power of the output): what it loses is drawn by what stands above. The rated
 * power of a transformer is what it takes in, its own losses with it (IEC 60076-1, 5.1.1 note 1): they count at the transformer too.
 */
const RATED_AT_OUTPUT: readonly PlantElement['kind'][] = ['ups']

/** At most: of a loss in percent, what is lost at the rating. Null: not known. */
export const drawnBy = ({ ownDrawW, ownDrawPercent, limitW, limitVa }: PlantElement): number | null => {
  if (ownDrawPercent === null) return ownDrawW
  const rating = limitW ?? limitVa
  // Said in hundredths of a percent: whole numbers until the division.
  return rating === null ? null : Math.ceil((rating * Math.round(ownDrawPercent * 100)) / 10_000)
}

/**
 * By element, the watts of the site's own plant at and below it. A cooling module or a pump counts on the chain that feeds it and on no
 * other: the files refuse one on both, so nothing is switched over when a side is lost, and what is left draws what it is said to.
 */
export const ownDraws = (elements: readonly PlantElement[], graph: PowerGraph): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>()
  for (const element of elements) {
    const watts = drawnBy(element) ?? 0
    if (watts === 0) continue
    for (const id of [...(RATED_AT_OUTPUT.includes(element.kind) ? [] : [element.id]), ...sourcesOf(graph, element.id)])
      sums.set(id, (sums.get(id) ?? 0) + watts)
  }
  return sums
}
