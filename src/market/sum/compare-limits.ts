import { amountsOf, type Capacity, type Load } from '#facility'

/** Something that should not be, as the doctor tells it. */
export interface Difference {
  readonly kind: 'lost' | 'double' | 'leaked'
  readonly what: string
  readonly subject: string
}

export interface KeptLimit {
  readonly key: string
  readonly limit: number
}
export interface KeptSum {
  readonly claimId: string
  readonly key: string
  readonly amount: number
}

/** One text for each row of a sum, so that both sides compare as sets. */
const sumText = ({ claimId, key, amount }: KeptSum): string => `${claimId} ${key} ${amount}`

/** What the database keeps of limits and sums, against what the plant and the loads make of them. Pure. */
export const compareLimits = (
  kept: { readonly limits: readonly KeptLimit[]; readonly sums: readonly KeptSum[] },
  capacity: Capacity,
  loads: readonly (Load & { readonly claimId: string })[],
): readonly Difference[] => {
  const owed = new Map(
    [...capacity.limits.values()].flatMap(({ key, amount }) => (amount === null ? [] : [[key, amount] as const])),
  )
  const has = new Map(kept.limits.map(({ key, limit }) => [key, limit]))
  const nameOf = (key: string): string => {
    const limit = capacity.limits.get(key)
    return limit ? `${limit.element} ${limit.failureCase} ${limit.unit}` : key
  }
  const limits = [...new Set([...owed.keys(), ...has.keys()])]
    .filter((key) => owed.get(key) !== has.get(key))
    .map((key): Difference => ({ kind: 'lost', what: 'limit that the plant does not make', subject: nameOf(key) }))
  const counted = new Set(kept.sums.map(sumText))
  const asked = loads.flatMap((load) =>
    amountsOf(capacity, load).map(({ limit: { key }, amount }): KeptSum => ({ claimId: load.claimId, key, amount })),
  )
  const made = new Set(asked.map(sumText))
  const differs = [
    ...asked.filter((sum) => !counted.has(sumText(sum))),
    ...kept.sums.filter((sum) => !made.has(sumText(sum))),
  ]
  return [
    ...limits,
    ...differs.map(({ key }): Difference => ({
      kind: 'leaked',
      what: 'sum that the load does not make',
      subject: nameOf(key),
    })),
  ]
}
