import { expect, test } from 'vitest'
import { computeLimits } from './compute-limits.ts'
import type { Plant, PlantElement } from './model.ts'
import { firstBroken } from './sum-loads.ts'
import { element, type SmallPlant, smallPlant } from './testing.ts'

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

test('phases hold up to the first UPS, and round it where a path does; a single-phase board has none', () => {
  const plant = smallPlant({ ...plain, rows: [[1]], phaseOf: () => 'L2' })
  const main = element('main-A', 'board', { chain: 'A', limitVa: 40_000 })
  const tied = (edges: Plant['edges'], of: Partial<PlantElement> = {}) =>
    [
      ...(computeLimits({
        ...plant,
        elements: [...plant.elements.map((one) => (one.id === 'row-A-1' ? { ...one, ...of } : one)), main],
        edges: [...plant.edges, { from: 'grid-A', to: 'main-A' }, { from: 'main-A', to: 'ups-A' }, ...edges],
      }).behind.get('1-1')?.A ?? []),
    ].flatMap(({ element: handle, phase, unit, amount }) =>
      phase === null ? [] : [`${handle} ${phase} ${amount} ${unit}`],
    )
  const below = ['row-A-1 L2 6666 VA', 'ups-A L2 10000 W', 'ups-A L2 11000 VA']
  expect(tied([])).toEqual(below)
  // A maintenance bypass hands its phases on as they are.
  expect(tied([{ from: 'main-A', to: 'row-A-1' }])).toEqual(['main-A L2 13333 VA', ...below])
  expect(tied([], { phases: 1 })).toEqual(below.slice(1))
})

test('what the site draws itself is never sold: a module at its own chain up to the grid, a UPS’s loss above it alone, in W, VA and on each phase', () => {
  const own = { boardDrawW: 900, coolingDrawW: 1500, upsLossPercent: 5 }
  const plant = smallPlant({ ...plain, ...own })
  const { limits } = computeLimits(plant)
  const of = (key: string) => {
    const limit = limits.get(key)
    return limit && [limit.nominal, limit.ownDraw, limit.amount]
  }
  // One module on each side for two rows; two boards a side; 5 % of 30 kW are lost in the UPS, at the grid but not at its own output.
  expect(of('grid-A other-side-lost W')).toEqual([50_000, 1500 + 1800 + 1500, 45_200])
  expect(of('ups-A other-side-lost W')).toEqual([30_000, 1800, 28_200])
  expect(of('ups-A other-side-lost:L2 W')).toEqual([10_000, 600, 9400])
  // 900 W ÷ 0.95.
  expect(of('row-A-1 other-side-lost VA')).toEqual([20_000, 948, 19_052])
  expect(of('row-A-1 other-side-lost:L1 VA')).toEqual([6666, 316, 6350])
  expect(of('way-A-1-1 other-side-lost VA')).toEqual([3680, 0, 3680])
  // Moved to chain B, the module counts there; what nobody says draws nothing, and more than there is leaves nothing.
  const edges = plant.edges.map(({ from, to }) => (to === 'cooling-1' ? { from: 'grid-B', to } : { from, to }))
  const moved = computeLimits({ ...plant, edges })
  expect(['A', 'B'].map((side) => moved.limits.get(`grid-${side} other-side-lost W`)?.ownDraw)).toEqual([3300, 6300])
  const none = computeLimits(smallPlant({ ...plain, coolingDrawW: 60_000 }))
  expect(none.limits.get('grid-A other-side-lost W')?.amount).toBe(0)
  // What a transformer is rated at is what it takes in: 1 % of 100 kVA is lost at it and above.
  const transformer = element('tr-A', 'transformer', { chain: 'A', limitVa: 100_000, ownDrawPercent: 1 })
  const fed = computeLimits({
    ...plant,
    elements: [...plant.elements, transformer],
    edges: [
      ...plant.edges.map(({ from, to }) => (to === 'ups-A' ? { from: 'tr-A', to } : { from, to })),
      { from: 'grid-A', to: 'tr-A' },
    ],
  })
  // The UPS’s 1,500 W and two boards’ 900 W reach it, the module of this side does not.
  expect(fed.limits.get('tr-A other-side-lost VA')?.ownDraw).toBe(Math.ceil((1000 + 1500 + 1800) / 0.95))
  expect(fed.limits.get('grid-A other-side-lost W')?.ownDraw).toBe(1500 + 1800 + 1500 + 1000)
  // Oversell multiplies what the element carries, not what the site draws of it.
  const more = computeLimits(smallPlant({ ...plain, ...own, oversell: [['ups', 1.1]] }))
  expect(more.limits.get('ups-A other-side-lost W')?.amount).toBe(33_000 - 1800)
  const asked = (watts: number) => {
    const narrow = { ...plain, wayVa: 99_000, boardVa: 99_000, upsW: 99_000, upsVa: 99_000, coolingW: 99_000 }
    const capacity = computeLimits(smallPlant({ ...narrow, gridW: 9000, coolingDrawW: 4000 }))
    return firstBroken(capacity, new Map(), { compartmentId: '1-1', watts, sides: 'A+B' })
  }
  expect(asked(5000)).toBeNull()
  expect(asked(5001)).toMatchObject({ limit: { element: 'grid-A', amount: 5000, ownDraw: 4000 }, amount: 5001 })
})

test('oversell is 1.00 unless a level says otherwise, and never at a tenant’s own way and feed', () => {
  const { limits } = computeLimits(
    smallPlant({ ...plain, oversell: [['ups', 1.1], ['way', 2], ['feed', 2]] }), // prettier-ignore
  )
  const of = (key: string) => [limits.get(key)?.oversell, limits.get(key)?.amount]
  expect(of('ups-A other-side-lost W')).toEqual([1.1, 33_000])
  expect(of('ups-A other-side-lost:L1 W')).toEqual([1.1, 11_000])
  expect(of('row-A-1 other-side-lost VA')).toEqual([1, 20_000])
  expect(of('grid-A other-side-lost W')).toEqual([1, 50_000])
  for (const own of ['way', 'feed']) expect(of(`${own}-A-1-1 other-side-lost VA`)).toEqual([1, 3680])
})

test('cooling units whose rows overlap: every set of rows is within what the units that reach it still give', () => {
  const plant = smallPlant({ ...plain, rows: [[1], [1], [1]], coolingW: 1 })
  const units = [
    element('c1', 'cooling-unit', { limitW: 10_000, servesRows: ['1', '2'] }),
    element('c2', 'cooling-unit', { limitW: 20_000, servesRows: ['2', '3'] }),
  ]
  const { behind } = computeLimits({
    ...plant,
    elements: [...plant.elements.filter(({ kind }) => kind !== 'cooling-unit'), ...units],
  })
  const of = (id: string) => behind.get(id)?.cooling.map(({ failureCase, amount }) => [failureCase, amount])
  // Row 1 has c1 alone: when it is lost, nothing is left for it.
  expect(of('1-1')).toContainEqual(['unit-lost:1', 0])
  expect(of('2-1')).toContainEqual(['unit-lost:2', 10_000])
  expect(of('2-1')).toContainEqual(['unit-lost:1,2,3', 10_000])
  expect(of('3-1')).toContainEqual(['unit-lost:3', 0])
})
