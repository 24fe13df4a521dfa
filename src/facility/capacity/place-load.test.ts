import fc from 'fast-check'
import { expect, test } from 'vitest'
import { computeLimits } from './compute-limits.ts'
import type { Load, Phase, Plant, PlantElement } from './model.ts'
import { PHASES } from './phase-limits.ts'
import { freeUnits, placeLoad, whyNowhere, type Wish } from './place-load.ts'
import { sumLoads } from './sum-loads.ts'
import { type SmallPlant, smallPlant } from './testing.ts'

const plain: SmallPlant = {
  rows: [
    [1, 4, 4],
    [2, 2],
  ],
  wayVa: 3680,
  boardVa: 20_000,
  upsW: 30_000,
  upsVa: 33_000,
  gridW: 50_000,
  coolingW: 15_000,
  powerFactor: 0.95,
}
const wish = (of: Partial<Wish> = {}): Wish => ({
  size: 'quarter',
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
const nothing = { reserved: new Map<string, number>(), held: new Map<string, readonly (readonly [number, number])[]>() }
const heldBy = (loads: readonly Load[]) =>
  new Map(
    loads.map(({ compartmentId }) => [compartmentId, [[0, 1] as const] as readonly (readonly [number, number])[]]),
  )

/** By the words of the rule alone: walk up from each feed, add everything up again for every compartment, each cooling unit lost in turn. */
const bearsByHand = (plant: Plant, loads: readonly Load[]): boolean => {
  const { elements, edges, rules } = plant
  const above = (id: string): readonly string[] => {
    const seen = new Set<string>([id])
    for (let grown = true; grown;) {
      grown = false
      for (const { from, to } of edges) if (seen.has(to) && !seen.has(from)) grown = Boolean(seen.add(from))
    }
    return [...seen]
  }
  const behind = new Map<string, number[]>()
  for (const load of loads) {
    for (const side of load.sides === 'A+B' ? ['A', 'B'] : [load.sides]) {
      const feed = elements.find(
        (one) => one.kind === 'feed' && one.chain === side && one.compartmentId === load.compartmentId,
      )
      for (const id of above(feed?.id ?? '')) behind.set(id, [...(behind.get(id) ?? []), load.watts])
    }
  }
  /** The site's own plant below it, and at it but where a rating is that of the output. */
  const ownAt = (one: PlantElement): number =>
    elements
      .filter((each) => above(each.id).includes(one.id) && (each !== one || one.kind !== 'ups'))
      .map(
        ({ ownDrawW, ownDrawPercent, limitW }) => ownDrawW ?? Math.ceil(((limitW ?? 0) * (ownDrawPercent ?? 0)) / 100),
      )
      .reduce((sum, each) => sum + each, 0)
  const apparentOf = (w: number): number => Math.ceil(w / rules.powerFactor - 1e-9)
  const within = (one: PlantElement): boolean => {
    const own = one.kind === 'way' || one.kind === 'feed'
    const times = own ? 1 : (rules.oversell.get(one.kind) ?? 1)
    const on = behind.get(one.id) ?? []
    // What is drawn by the site itself alone breaks nothing that is sold.
    if (on.length === 0) return true
    const w = on.reduce((sum, each) => sum + each, ownAt(one))
    const va = on.reduce((sum, each) => sum + apparentOf(each), apparentOf(ownAt(one)))
    return (
      (one.limitW === null || w <= Math.floor(one.limitW * times + 1e-9)) &&
      (one.limitVa === null || va <= Math.floor(one.limitVa * times + 1e-9))
    )
  }
  /** Each phase of a board, and of the UPS above it, alone: a third of three is on each, what hangs nobody knows where on all. */
  const phasesWithin = (one: PlantElement, phase: Phase): boolean => {
    if (one.kind !== 'board' && one.kind !== 'ups') return true
    const times = rules.oversell.get(one.kind) ?? 1
    const drawn = ownAt(one)
    let [w, va] = [0, 0]
    for (const load of loads) {
      for (const side of load.sides === 'A+B' ? ['A', 'B'] : [load.sides]) {
        const feed = elements.find(
          (each) => each.kind === 'feed' && each.chain === side && each.compartmentId === load.compartmentId,
        )
        if (!feed || !above(feed.id).includes(one.id)) continue
        const apparent = apparentOf(load.watts)
        const whole = feed.phases === 1 && (feed.phase === phase || feed.phase === null)
        w += whole ? load.watts : feed.phases === 3 ? Math.ceil(load.watts / 3) : 0
        va += whole ? apparent : feed.phases === 3 ? Math.ceil(apparent / 3) : 0
      }
    }
    const third = (limit: number): number => Math.floor(Math.floor(limit / 3) * times + 1e-9)
    const own = (watts: number): number => Math.ceil(watts / 3)
    return (
      (one.limitW === null || w === 0 || w + own(drawn) <= third(one.limitW)) &&
      (one.limitVa === null || va === 0 || va + own(apparentOf(drawn)) <= third(one.limitVa))
    )
  }
  const cooling = elements.filter(({ kind }) => kind === 'cooling-unit')
  const cooled = cooling.every((lost) => {
    const rowsOf = new Set(lost.servesRows)
    const left = cooling.filter((unit) => unit !== lost && unit.servesRows.some((row) => rowsOf.has(row)))
    const heat = loads.filter((load) =>
      rowsOf.has(plant.compartments.find(({ id }) => id === load.compartmentId)?.row ?? ''),
    )
    return heat.reduce((sum, load) => sum + load.watts, 0) <= left.reduce((sum, unit) => sum + (unit.limitW ?? 0), 0)
  })
  const kgOn = (rack: string): number =>
    loads
      .filter(({ compartmentId }) => plant.compartments.find(({ id }) => id === compartmentId)?.rack === rack)
      .reduce((sum, { weightKg }) => sum + (weightKg ?? 0), 0)
  const borne = plant.compartments.every(({ rack, rackKg }) => kgOn(rack) <= rackKg)
  const powered = elements.filter(({ kind }) => kind !== 'cooling-unit')
  return borne && cooled && powered.every((one) => within(one) && PHASES.every((phase) => phasesWithin(one, phase)))
}

/** By the words of the rule alone: of the same size, another one in the same rack, or one in a rack whose number is one more or one less. */
const besideByHand = (plant: Plant, id: string): readonly string[] => {
  const at = plant.compartments.find((one) => one.id === id)
  const numberOf = (rack: string): number => Number(rack.split('-')[1])
  return plant.compartments
    .filter((one) => at && one.id !== id && one.size === at.size && one.row === at.row)
    .filter((one) => Math.abs(numberOf(one.rack) - numberOf(at?.rack ?? '')) <= 1)
    .map((one) => one.id)
}

const sides = fc.constantFrom('A+B' as const, 'A' as const, 'B' as const)
const weightKg = fc.option(fc.integer({ min: 1, max: 400 }), { nil: null })
const plants = fc.record({
  rows: fc.array(fc.array(fc.constantFrom(1 as const, 2 as const, 4 as const), { minLength: 1, maxLength: 3 }), {
    minLength: 1,
    maxLength: 3,
  }),
  wayVa: fc.integer({ min: 1000, max: 8000 }),
  boardVa: fc.integer({ min: 2000, max: 20_000 }),
  upsW: fc.integer({ min: 4000, max: 30_000 }),
  upsVa: fc.integer({ min: 4000, max: 30_000 }),
  gridW: fc.integer({ min: 4000, max: 40_000 }),
  coolingW: fc.integer({ min: 2000, max: 20_000 }),
  powerFactor: fc.constantFrom(0.9, 0.95, 1),
  boardDrawW: fc.constantFrom(0, 0, 700, 2500),
  coolingDrawW: fc.constantFrom(0, 1200, 3500),
  upsLossPercent: fc.constantFrom(0, 5, 8),
  rackKg: fc.constantFrom(300, 1000),
  oversell: fc.constantFrom([], [['ups', 1.2] as const], [['board', 0.9] as const, ['way', 2] as const]),
  phaseOf: fc
    .array(fc.constantFrom('L1' as const, 'L2' as const, 'L3' as const, 'unknown' as const, 3 as const), {
      minLength: 1,
      maxLength: 5,
    })
    .map((on) => (rack: number, index: number) => on[(rack + index) % on.length] ?? 3),
})

test('what is offered and what is passed over is what brute force finds, after any sales', () => {
  fc.assert(
    fc.property(
      plants,
      fc.array(fc.record({ at: fc.nat(40), watts: fc.integer({ min: 100, max: 6000 }), sides, weightKg }), {
        maxLength: 12,
      }),
      fc.record({
        size: fc.constantFrom('full' as const, 'half' as const, 'quarter' as const),
        watts: fc.integer({ min: 100, max: 6000 }),
        sides,
        weightKg,
        optionNext: fc.boolean(),
      }),
      (shape, sales, asked) => {
        const plant = smallPlant(shape)
        const capacity = computeLimits(plant)
        const loads: Load[] = []
        for (const { at, ...sale } of sales) {
          const compartment = plant.compartments[at % plant.compartments.length]
          const load = { compartmentId: compartment?.id ?? '', ...sale }
          const free = !loads.some(({ compartmentId }) => compartmentId === load.compartmentId)
          if (free && bearsByHand(plant, [...loads, load])) loads.push(load)
        }
        const placement = placeLoad(capacity, wish(asked), { reserved: sumLoads(capacity, loads), held: heldBy(loads) })
        const taken = new Set(loads.map(({ compartmentId }) => compartmentId))
        const byHand = plant.compartments.filter(
          ({ id, size }) =>
            size === asked.size &&
            !loads.some(({ compartmentId }) => compartmentId === id) &&
            bearsByHand(plant, [
              ...loads,
              { compartmentId: id, watts: asked.watts, sides: asked.sides, weightKg: asked.weightKg },
            ]) &&
            (!asked.optionNext || besideByHand(plant, id).some((next) => !taken.has(next))),
        )
        expect(placement.ranked.map(({ compartment }) => compartment.id).toSorted()).toEqual(
          byHand.map(({ id }) => id).toSorted(),
        )
        for (const { compartment, option } of placement.ranked) {
          expect(option !== null).toBe(asked.optionNext)
          if (option)
            expect([taken.has(option.id), besideByHand(plant, compartment.id).includes(option.id)]).toEqual([
              false,
              true,
            ])
        }
        const all = [...placement.ranked, ...placement.passedOver].map(({ compartment }) => compartment.id)
        expect(all.toSorted()).toEqual(
          plant.compartments
            .filter(({ size }) => size === asked.size)
            .map(({ id }) => id)
            .toSorted(),
        )
      },
    ),
    { numRuns: 300 },
  )
})

test('P on A+B must be carried by either side alone: two feeds of 3680 VA do not make 7360', () => {
  const placement = placeLoad(computeLimits(smallPlant(plain)), wish({ size: 'full', watts: 4000 }), nothing)
  expect(placement.ranked).toEqual([])
  expect(whyNowhere(placement, 'full')).toMatchObject({
    code: 'one-side-cannot-carry',
    element: 'way-A-1-1',
    limit: 3680,
    amount: 4211,
    unit: 'VA',
    passed_over: { 'one-side-cannot-carry': 1 },
  })
})

test('a UPS binds by kVA before kW where the power factor makes it so', () => {
  const capacity = computeLimits(
    smallPlant({ ...plain, wayVa: 99_000, boardVa: 99_000, upsW: 30_000, upsVa: 30_000, coolingW: 99_000 }),
  )
  const [placed] = placeLoad(capacity, wish({ watts: 28_500 }), nothing).ranked
  expect(placed?.compartment.size).toBe('quarter')
  expect(whyNowhere(placeLoad(capacity, wish({ watts: 28_600 }), nothing), 'quarter')).toMatchObject({
    code: 'limit-reached',
    element: 'ups-A',
    unit: 'VA',
  })
})

test('one phase is full while its board and the others are not; three phases share; an unknown phase counts on all of them', () => {
  const on = ['L1', 'L1', 'L1', 'L2', 'unknown', 3] as const
  const plant = smallPlant({
    ...plain,
    rows: [[1, 1, 1, 1, 1, 1]],
    // Three poles of 230 V × 32 A: the sum is 22,080 VA, one phase 7,360.
    boardVa: 22_080,
    upsW: 90_000,
    upsVa: 90_000,
    coolingW: 60_000,
    phaseOf: (rack) => on[rack] ?? 3,
  })
  const capacity = computeLimits(plant)
  const sold = ['1-1', '1-2'].map((compartmentId): Load => ({ compartmentId, watts: 3000, sides: 'A+B' }))
  const asked = (watts: number, loads: readonly Load[] = sold) =>
    placeLoad(capacity, wish({ size: 'full', watts }), { reserved: sumLoads(capacity, loads), held: heldBy(loads) })
  const fits = (placement: ReturnType<typeof asked>) => placement.ranked.map(({ compartment }) => compartment.id).toSorted() // prettier-ignore
  // 6,316 of 7,360 VA are on L1: 1,100 W more (1,158 VA) are over it there, and wherever the phase is not known.
  const full = asked(1100)
  expect(fits(full)).toEqual(['1-4', '1-6'])
  expect(full.passedOver.slice(0, 2).map(({ because }) => because)).toEqual(
    ['1-3', '1-5'].map((compartment) => ({
      code: 'phase-reached',
      compartment,
      element: 'row-A-1',
      kind: 'board',
      phase: 'L1',
      unit: 'VA',
      amount: 1158,
      reserved: 6316,
      limit: 7360,
      own_draw: 0,
    })),
  )
  expect(fits(asked(900))).toEqual(['1-3', '1-4', '1-5', '1-6'])
  // A third of a three-phase load stands on each phase, and all of one that nobody knows.
  const sums = sumLoads(capacity, [{ compartmentId: '1-6', watts: 3000, sides: 'A' }, { compartmentId: '1-5', watts: 900, sides: 'B' }]) // prettier-ignore
  const of = (handle: string, unit: 'W' | 'VA') =>
    PHASES.map((phase) => sums.get(`${handle} other-side-lost:${phase} ${unit}`))
  expect([of('row-A-1', 'VA'), of('row-B-1', 'VA'), of('ups-A', 'W')]).toEqual([
    [1053, 1053, 1053],
    [948, 948, 948],
    [1000, 1000, 1000],
  ])
  expect([...capacity.limits.keys()].filter((key) => key.startsWith('grid') && key.includes(':'))).toEqual([])
})

test('the subscribed power of the grid holds, and so does cooling with its largest unit lost: heat counts once, whichever side it came by', () => {
  const wide = {
    ...plain,
    wayVa: 99_000,
    boardVa: 99_000,
    upsW: 99_000,
    upsVa: 99_000,
    gridW: 99_000,
    coolingW: 99_000,
  }
  const full = (of: Partial<SmallPlant>, watts: number) =>
    placeLoad(computeLimits(smallPlant({ ...wide, ...of })), wish({ size: 'full', watts }), nothing)
  expect(full({ gridW: 5000 }, 5000).ranked).toHaveLength(1)
  expect(full({ gridW: 5000 }, 5001).passedOver[0]?.because).toMatchObject({
    code: 'limit-reached',
    element: 'grid-A',
    kind: 'grid-contract',
    unit: 'W',
    limit: 5000,
  })
  // Two units of 5 kW: with one lost, one is left.
  expect(full({ coolingW: 5000 }, 5000).ranked).toHaveLength(1)
  expect(full({ coolingW: 5000 }, 5001).passedOver[0]?.because).toMatchObject({
    code: 'cooling-reached',
    kind: 'cooling-unit',
    limit: 5000,
    amount: 5001,
  })
})

test('an unknown limit is refused with its name, never taken for zero or for enough', () => {
  const plant = smallPlant(plain)
  const blind = {
    ...plant,
    elements: plant.elements.map((one) => (one.id === 'row-A-1' ? { ...one, limitVa: null } : one)),
  }
  const placement = placeLoad(computeLimits(blind), wish(), nothing)
  expect(placement.ranked).toEqual([])
  expect(placement.passedOver[0]?.because).toMatchObject({ code: 'limit-unknown', element: 'row-A-1', limit: null })
  const warm = { ...plant, elements: plant.elements.filter(({ kind }) => kind !== 'cooling-unit') }
  expect(placeLoad(computeLimits(warm), wish(), nothing).passedOver[0]?.because).toMatchObject({
    code: 'limit-unknown',
    element: 'row 1',
  })
})

test('ranked: a rack in use first, then the smaller way, then the emptier board; near the meet-me room before all that', () => {
  const plant = smallPlant({ ...plain, rows: [[4, 4], [4]], coolingW: 60_000 })
  const capacity = computeLimits(plant)
  const sold = [{ compartmentId: '1-2/a', watts: 500, sides: 'A+B' as const }]
  const now = { reserved: sumLoads(capacity, sold), held: heldBy(sold) }
  const ranked = placeLoad(capacity, wish(), now).ranked.map(({ compartment }) => compartment.handle)
  expect(ranked.slice(0, 4)).toEqual(['1-2/b', '1-2/c', '1-2/d', '2-1/a'])
  expect(placeLoad(capacity, wish({ nearMeetMe: true }), now).ranked[0]).toMatchObject({
    compartment: { handle: '1-1/a' },
    reasons: [{ code: 'place-metres', metres: 0 }, { code: 'place-way' }, { code: 'place-tightest' }],
  })
})

test('a rack, a row, apart from a row, no neighbour: each passed over with what stands against it', () => {
  const capacity = computeLimits(smallPlant({ ...plain, rows: [[4, 4], [4]] }))
  const held = new Map([['1-1/a', [[0, 1] as const]]])
  const asked = (of: Partial<Wish>) => placeLoad(capacity, wish(of), { reserved: new Map(), held })
  expect(asked({ rack: '1-1' }).ranked.map(({ compartment }) => compartment.handle)).toEqual([
    '1-1/b',
    '1-1/c',
    '1-1/d',
  ])
  expect(asked({ row: '2' }).ranked).toHaveLength(4)
  expect(
    asked({ apartFromRows: ['1'] }).passedOver.filter(({ because }) => because.code === 'place-not-apart'),
  ).toHaveLength(8)
  const alone = asked({ noNeighbour: true })
  expect(alone.passedOver.filter(({ because }) => because.code === 'place-neighbour')).toHaveLength(3)
  expect(alone.ranked[0]?.keptEmpty).toHaveLength(3)
})

test('an option: in the own rack first, then in the rack to the left or the right, never behind one of another size; else passed over', () => {
  const capacity = computeLimits(smallPlant({ ...plain, rows: [[4, 4, 1, 1, 2, 1]] }))
  const asked = (of: Partial<Wish>, held: readonly string[] = []) =>
    placeLoad(capacity, wish({ optionNext: true, ...of }), {
      reserved: new Map(),
      held: new Map(held.map((id) => [id, [[0, 1] as const]])),
    })
  const at = (placement: ReturnType<typeof asked>, id: string) =>
    placement.ranked.find(({ compartment }) => compartment.id === id)?.option?.id
  expect(at(asked({}), '1-1/b')).toBe('1-1/a')
  expect(at(asked({}, ['1-1/a', '1-1/c', '1-1/d']), '1-1/b')).toBe('1-2/a')
  expect(at(asked({ noNeighbour: true }), '1-2/a')).toBe('1-1/a')
  const full = asked({ size: 'full' })
  expect([at(full, '1-3'), at(full, '1-4')]).toEqual(['1-4', '1-3'])
  expect(full.passedOver).toMatchObject([{ because: { code: 'place-no-next', compartment: '1-6' } }])
  expect(asked({ size: 'full' }, ['1-4']).ranked).toEqual([])
})

test('height units come in one run, from the bottom up', () => {
  const rack = { firstU: 1, unitsU: 10 }
  const held: readonly (readonly [number, number])[] = [[3, 5], [1, 2]] // prettier-ignore
  expect(freeUnits(rack, [], 10)).toEqual([1, 11])
  expect(freeUnits(rack, held, 2)).toEqual([5, 7])
  expect(freeUnits(rack, held, 1)).toEqual([2, 3])
  expect(freeUnits(rack, [[3, 9]], 3)).toBeNull()
})
