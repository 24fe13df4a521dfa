import { outletAmounts } from './outlet-limits.ts'
import type { Amount, Behind, Capacity, Limit, Load, SellingRules } from './model.ts'
import { PHASES } from './phase-limits.ts'

/** A load's apparent power by the stated power factor, rounded up: what is promised must be there. */
export const apparentVa = (watts: number, { powerFactor }: SellingRules): number =>
  Math.ceil((watts * 1000) / Math.round(powerFactor * 1000))

/** Of a load on a three-phase way each phase gets a third, rounded up: its strips stand on all three. */
const shareOf = ({ balanced }: Behind, side: 'A' | 'B', { phase }: Limit, whole: number): number =>
  phase !== null && balanced[side] ? Math.ceil(whole / PHASES.length) : whole

/** The limits that a load counts against, and how much it counts for. Heat counts once, whichever side it came by. */
export const amountsOf = (
  capacity: Capacity,
  { compartmentId, watts, sides, weightKg, units }: Load,
): readonly Amount[] => {
  const behind = capacity.behind.get(compartmentId)
  if (!behind) throw new Error(`no compartment ${compartmentId} in this plant`)
  const va = apparentVa(watts, capacity.plant.rules)
  const whole = (limit: Limit): number => (limit.unit === 'VA' ? va : watts)
  const on = (side: 'A' | 'B'): readonly Amount[] => {
    const amounts = behind[side].map((limit) => ({ limit, amount: shareOf(behind, side, limit, whole(limit)) }))
    if (behind.outlets[side].length === 0) return amounts
    const isOwn = ({ limit }: Amount): boolean => limit.own
    return [
      ...amounts.filter(isOwn),
      ...outletAmounts(behind.outlets[side], units, va),
      ...amounts.filter((one) => !isOwn(one)),
    ]
  }
  return [
    ...(sides === 'B' ? [] : on('A')),
    ...(sides === 'A' ? [] : on('B')),
    ...behind.cooling.map((limit) => ({ limit, amount: whole(limit) })),
    { limit: behind.rack, amount: weightKg ?? 0 },
  ].filter(({ amount }) => amount > 0)
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
