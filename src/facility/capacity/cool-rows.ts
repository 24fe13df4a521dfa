import { limitOf } from './make-limit.ts'
import type { Limit, PlantElement, SellingRules } from './model.ts'

/** More kinds of rows in one zone would make more sums than anybody can read: then the zone is summed as a whole and row by row. */
const MOST_KINDS = 6

interface Kind {
  readonly rows: readonly string[]
  readonly units: readonly PlantElement[]
}

/** Rows that the same units serve are one kind. */
const kindsOf = (units: readonly PlantElement[], rows: readonly string[]): readonly Kind[] => {
  const kinds = new Map<string, { rows: string[]; units: readonly PlantElement[] }>()
  for (const row of rows) {
    const serving = units.filter(({ servesRows }) => servesRows.includes(row))
    if (serving.length === 0) continue
    const key = serving.map(({ id }) => id).join(' ')
    const kind = kinds.get(key) ?? { rows: [], units: serving }
    kind.rows.push(row)
    kinds.set(key, kind)
  }
  return [...kinds.values()]
}

/** Kinds that share a unit, directly or through others, are one zone. */
const zonesOf = (kinds: readonly Kind[]): readonly (readonly Kind[])[] => {
  const zones: Kind[][] = []
  for (const kind of kinds) {
    const ids = new Set(kind.units.map(({ id }) => id))
    const touching = zones.filter((zone) => zone.some((other) => other.units.some(({ id }) => ids.has(id))))
    for (const zone of touching) zones.splice(zones.indexOf(zone), 1)
    zones.push([...touching.flat(), kind])
  }
  return zones
}

const setsOf = (zone: readonly Kind[]): readonly (readonly Kind[])[] => {
  if (zone.length > MOST_KINDS) return [zone, ...zone.map((kind) => [kind])]
  return Array.from({ length: 2 ** zone.length - 1 }, (_, bits) =>
    zone.filter((_kind, place) => ((bits + 1) >> place) & 1),
  )
}

const limitOfSet = (
  set: readonly Kind[],
  rules: SellingRules,
): { readonly rows: readonly string[]; readonly limit: Limit } | null => {
  const units = [...new Map(set.flatMap((kind) => kind.units).map((unit) => [unit.id, unit])).values()]
  // The loss of the largest leaves the least; of equals the first by handle is named.
  const lost = units.toSorted(
    (a, b) =>
      (b.limitW ?? Number.POSITIVE_INFINITY) - (a.limitW ?? Number.POSITIVE_INFINITY) || (a.handle < b.handle ? -1 : 1),
  )[0]
  if (!lost) return null
  const rows = set.flatMap((kind) => kind.rows).toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  const known = units.every(({ limitW }) => limitW !== null)
  const left = units.reduce((sum, unit) => sum + (unit.id === lost.id ? 0 : (unit.limitW ?? 0)), 0)
  const limit = limitOf(
    lost,
    { failureCase: `unit-lost:${rows.join(',')}`, unit: 'W', nominal: known ? left : null },
    rules,
  )
  return { rows, limit }
}

/**
 * Cooling with one unit lost. Any set of rows may draw what the units that serve one of them still give: by Hall's theorem that is
 * enough for the heat of every row to find a unit, however the zones overlap. Per row, the limits that its heat counts against.
 */
export const coolingLimits = (
  elements: readonly PlantElement[],
  rows: ReadonlySet<string>,
  rules: SellingRules,
): ReadonlyMap<string, readonly Limit[]> => {
  const units = elements
    .filter(({ kind }) => kind === 'cooling-unit')
    .toSorted((a, b) => (a.handle < b.handle ? -1 : 1))
  const found = new Map<string, Limit[]>()
  for (const zone of zonesOf(kindsOf(units, [...rows].toSorted()))) {
    for (const set of setsOf(zone)) {
      const cooled = limitOfSet(set, rules)
      for (const row of cooled?.rows ?? []) {
        if (cooled) found.set(row, [...(found.get(row) ?? []), cooled.limit])
      }
    }
  }
  return found
}
