import type { Amount, Capacity, Limit, Load, SellingRules } from './model.ts'

/** A load's apparent power by the stated power factor, rounded up: what is promised must be there. */
export const apparentVa = (watts: number, { powerFactor }: SellingRules): number =>
  Math.ceil((watts * 1000) / Math.round(powerFactor * 1000))

/** The limits that a load counts against, and how much it counts for. Heat counts once, whichever side it came by. */
export const amountsOf = (capacity: Capacity, { compartmentId, watts, sides }: Load): readonly Amount[] => {
  const behind = capacity.behind.get(compartmentId)
  if (!behind) throw new Error(`no compartment ${compartmentId} in this plant`)
  const va = apparentVa(watts, capacity.plant.rules)
  const powered = [...(sides === 'B' ? [] : behind.A), ...(sides === 'A' ? [] : behind.B)]
  return [...powered, ...behind.cooling].map((limit) => ({ limit, amount: limit.unit === 'VA' ? va : watts }))
}

/** What all these loads come to, by limit. */
export const sumLoads = (capacity: Capacity, loads: readonly Load[]): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>()
  for (const load of loads)
    for (const { limit, amount } of amountsOf(capacity, load)) sums.set(limit.key, (sums.get(limit.key) ?? 0) + amount)
  return sums
}

/** A limit that cannot take an amount more: unknown, or spent. */
export interface Broken {
  readonly limit: Limit
  readonly amount: number
  /** What is reserved of it already. */
  readonly reserved: number
}

/** The first limit, from the tenant's own way to the grid and then cooling, that this load would break. */
export const firstBroken = (capacity: Capacity, reserved: ReadonlyMap<string, number>, load: Load): Broken | null => {
  for (const { limit, amount } of amountsOf(capacity, load)) {
    const before = reserved.get(limit.key) ?? 0
    if (limit.amount === null || before + amount > limit.amount) return { limit, amount, reserved: before }
  }
  return null
}

/** Limits that these loads break by their sum, with the loads behind each: nobody may edit the plant to that. */
export const brokenBy = <L extends Load>(
  capacity: Capacity,
  loads: readonly L[],
): readonly { readonly limit: Limit; readonly reserved: number; readonly loads: readonly L[] }[] => {
  const behind = new Map<string, { limit: Limit; reserved: number; loads: L[] }>()
  for (const load of loads) {
    for (const { limit, amount } of amountsOf(capacity, load)) {
      const sum = behind.get(limit.key) ?? { limit, reserved: 0, loads: [] }
      sum.reserved += amount
      sum.loads.push(load)
      behind.set(limit.key, sum)
    }
  }
  return [...behind.values()].filter(({ limit, reserved }) => limit.amount === null || reserved > limit.amount)
}
