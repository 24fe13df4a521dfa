import type { PlantCompartment } from './model.ts'

const collator = new Intl.Collator('en', { numeric: true })
export const byHandle = (a: PlantCompartment, b: PlantCompartment): number => collator.compare(a.handle, b.handle)

/** Built, so that it can be sold. */
export const isBuilt = ({ fact }: PlantCompartment): boolean => fact === 'built' || fact === 'measured'

/** The racks that stand left and right of a rack in its row; racks without compartments are not sold and do not count. */
const racksBeside = (row: readonly PlantCompartment[], rack: string): readonly string[] => {
  // A row runs along one axis; the other moves less than a rack is wide.
  const inOrder = [...new Set(row.toSorted((a, b) => a.xMm + a.yMm - b.xMm - b.yMm).map((one) => one.rack))]
  const at = inOrder.indexOf(rack)
  return [at - 1, at + 1].flatMap((place) => inOrder[place] ?? [])
}

/**
 * The compartment that a customer may have an option on, in words that it understands: one of the same size that is free, in its own
 * rack, else in the rack to its left, else to its right. Null: none of them is free. `all` are the compartments of the site.
 */
export const nextFree = (
  all: readonly PlantCompartment[],
  at: PlantCompartment,
  isFree: (compartment: PlantCompartment) => boolean,
): PlantCompartment | null => {
  const row = all.filter((one) => one.room === at.room && one.row === at.row)
  for (const rack of [at.rack, ...racksBeside(row, at.rack)]) {
    const [next] = row
      .filter((one) => one.rack === rack && one.id !== at.id && one.size === at.size && isBuilt(one) && isFree(one))
      .toSorted(byHandle)
    if (next) return next
  }
  return null
}
