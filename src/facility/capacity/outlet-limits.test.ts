import fc from 'fast-check'
import { expect, test } from 'vitest'
import { computeLimits } from './compute-limits.ts'
import type { Load, Plant } from './model.ts'
import { placeLoad, type Wish } from './place-load.ts'
import { sumLoads } from './sum-loads.ts'
import { smallPlant } from './testing.ts'

const UNITS = 6
const WAY_VA = 7360
const wish = (of: Partial<Wish>): Wish => ({
  size: 'shared',
  units: 1,
  watts: 1000,
  weightKg: null,
  sides: 'A+B',
  rack: null,
  row: null,
  nearMeetMe: false,
  apartFromRows: [],
  noNeighbour: false,
  optionNext: false,
  ...of,
})

/** Two shared racks, an outlet of so many VA beside each unit of each strip; nothing above the ways is ever full. */
const sharedPlant = (outletVa: number): Plant => {
  const wide = { boardVa: 90_000, upsW: 90_000, upsVa: 90_000, gridW: 90_000, coolingW: 90_000 }
  const plant = smallPlant({ ...wide, rows: [[1, 1]], wayVa: WAY_VA, powerFactor: 0.95 })
  const compartments = plant.compartments.map((one) => ({
    ...one,
    size: 'shared' as const,
    firstU: 1,
    unitsU: UNITS,
    outlets: (['A', 'B'] as const).flatMap((side) =>
      Array.from({ length: UNITS }, (_, at) => {
        const id = `outlet-${side}-${one.handle}/${at + 1}`
        return { id, handle: id, side, number: at + 1, limitVa: outletVa }
      }),
    ),
  }))
  return { ...plant, compartments }
}

interface Sold extends Load {
  readonly units: readonly [from: number, to: number]
}
const sidesOf = ({ sides }: Pick<Load, 'sides'>): readonly string[] => (sides === 'A+B' ? ['A', 'B'] : [sides])
const apparentOf = (watts: number): number => Math.ceil(watts / 0.95 - 1e-9)

/** By the words of the rule alone: with the other side lost all of P passes by the outlets of its units on this side, each an equal part. */
const bearsByHand = ({ compartments }: Plant, outletVa: number, loads: readonly Sold[]): boolean =>
  compartments.every(({ id }) =>
    ['A', 'B'].every((side) => {
      const here = loads.filter((load) => load.compartmentId === id && sidesOf(load).includes(side))
      const way = here.reduce((sum, { watts }) => sum + apparentOf(watts), 0)
      const outlets = Array.from({ length: UNITS }, (_, at) =>
        here
          .filter(({ units: [from, to] }) => from <= at + 1 && at + 1 < to)
          .reduce((sum, { watts, units: [from, to] }) => sum + Math.ceil(apparentOf(watts) / (to - from)), 0),
      )
      return way <= WAY_VA && outlets.every((va) => va <= outletVa)
    }),
  )

/** The first unit of the lowest run that is free, tried one by one. */
const runByHand = (loads: readonly Sold[], id: string, units: number): readonly [number, number] | null => {
  for (let from = 1; from + units - 1 <= UNITS; from += 1) {
    const meets = ({ compartmentId, units: [a, b] }: Sold): boolean =>
      compartmentId === id && a < from + units && from < b
    if (!loads.some(meets)) return [from, from + units]
  }
  return null
}

const sides = fc.constantFrom('A+B' as const, 'A' as const, 'B' as const)
const asked = fc.record({ units: fc.integer({ min: 1, max: 4 }), watts: fc.integer({ min: 100, max: 7000 }), sides })

test('units of a shared rack are offered where the outlets beside them carry the load, as brute force finds, after any sales', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(1380, 2300, 3680),
      fc.array(asked, { maxLength: 6 }),
      fc.array(fc.nat(1), { minLength: 6, maxLength: 6 }),
      asked,
      (outletVa, sales, racks, wanted) => {
        const plant = sharedPlant(outletVa)
        const capacity = computeLimits(plant)
        const standing = ({ watts, ...of }: typeof wanted, id: string, loads: readonly Sold[]): Sold | null => {
          const units = runByHand(loads, id, of.units)
          return units && { compartmentId: id, watts, sides: of.sides, units }
        }
        const loads: Sold[] = []
        for (const [at, sale] of sales.entries()) {
          const load = standing(sale, plant.compartments[racks[at] ?? 0]?.id ?? '', loads)
          if (load && bearsByHand(plant, outletVa, [...loads, load])) loads.push(load)
        }
        const held = new Map<string, (readonly [number, number])[]>()
        for (const { compartmentId, units } of loads)
          held.set(compartmentId, [...(held.get(compartmentId) ?? []), units])
        const placement = placeLoad(capacity, wish(wanted), { reserved: sumLoads(capacity, loads), held })
        const byHand = plant.compartments.flatMap(({ id }) => {
          const load = standing(wanted, id, loads)
          return load && bearsByHand(plant, outletVa, [...loads, load]) ? [[id, ...load.units]] : []
        })
        const offered = placement.ranked.toSorted((a, b) => (a.compartment.id < b.compartment.id ? -1 : 1))
        expect(offered.map(({ compartment, span }) => [compartment.id, ...span])).toEqual(byHand)
        for (const { because } of placement.passedOver) {
          if (because.code !== 'outlet-cannot-carry') continue
          const most = Number(because['most_watts'])
          const fits = (watts: number, units: number): boolean => Math.ceil(apparentOf(watts) / units) <= outletVa
          // What it proposes is what fits, and not a watt or a unit less would do.
          expect([fits(most, wanted.units), fits(most + 1, wanted.units)]).toEqual([true, false])
          const needed = Number(because['units_needed'])
          expect([fits(wanted.watts, needed), fits(wanted.watts, needed - 1)]).toEqual([true, false])
        }
      },
    ),
    { numRuns: 300 },
  )
})
