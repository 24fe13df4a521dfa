import { expect, test } from 'vitest'
import type { RackWire } from '#facility/contract'
import type { SpaceLoadWire } from '#market/contract'
import { aislesOf, cellOf, type Known, lostWatts, step } from './plan-layers.ts'

const rack = (row: number, n: number, front: 'north' | 'south', free = 42): RackWire => ({
  handle: `${row}-${n}`,
  room: 'hall',
  row: String(row),
  x_mm: n * 600,
  y_mm: row * 3000,
  width_mm: 600,
  depth_mm: 1200,
  front,
  units_u: 42,
  limit_kg: 1000,
  shared: false,
  fact: 'built',
  compartments: [
    {
      handle: `${row}-${n}/a`,
      size: 'full',
      first_u: 1,
      units_u: 42,
      state: free > 0 ? 'free' : 'sold',
      organisation: null,
    },
  ],
})
const racks = [rack(1, 1, 'south'), rack(1, 2, 'south'), rack(2, 1, 'north', 0), rack(2, 2, 'north')]

test('arrow keys walk along a row and to the nearest rack beyond the aisle', () => {
  expect(step(racks, '1-1', 'ArrowRight')).toBe('1-2')
  expect(step(racks, '1-2', 'ArrowRight')).toBeNull()
  expect(step(racks, '1-2', 'ArrowDown')).toBe('2-2')
  expect(step(racks, '2-2', 'ArrowUp')).toBe('1-2')
  expect(step(racks, 'elsewhere', 'ArrowUp')).toBe('1-1')
})

test('two fronts that face each other make a cold aisle', () => {
  expect(aislesOf(racks)).toMatchObject([{ kind: 'cold', rows: '1-2', y: 4200, depth: 1800 }])
})

const known = (loads: Known['loads'], ownOnly = false): Known => ({
  loads,
  ownOnly,
  now: new Date('2026-11-23T12:00:00Z'),
  write: (n) => String(n).replace('.', ','),
})
const load = (of: Partial<SpaceLoadWire> = {}): SpaceLoadWire => ({
  compartment: '1-1/a',
  rack: '1-1',
  row: '1',
  room: 'hall',
  size: 'full',
  weight_kg: null,
  units: null,
  state: 'sold',
  option: false,
  beside: [],
  organisation: { handle: 'jurassix', name: 'Jurassix Télécom' },
  service: 'BES-RS-000001',
  order: null,
  since: '2026-11-13T12:00:00Z',
  watts: 2450,
  sides: 'A+B',
  feeds: (['A', 'B'] as const).map((side) => ({
    side,
    feed: `feed-${side}`,
    phase: 'L1' as const,
    normal_w: 1225,
    other_side_lost_w: 2450,
    amount_va: 2579,
    limit_va: 3680,
    measured_w: null,
    measured_at: null,
  })),
  nearest: null,
  measured_w: null,
  measured_at: null,
  ...of,
})

test('what is unknown is never written as zero', () => {
  expect(cellOf({ ...rack(1, 1, 'south'), compartments: [] }, 'free', known([]))).toEqual({ text: '?', step: null })
  expect(cellOf(rack(1, 1, 'south', 0), 'free', known([]))).toEqual({ text: '0', step: 0 })
  expect(cellOf(rack(1, 1, 'south'), 'free', known([]))).toEqual({ text: '42', step: 5 })
  expect(cellOf(rack(1, 1, 'south'), 'committed', known(null))).toEqual({ text: '?', step: null })
  expect(cellOf(rack(1, 1, 'south'), 'committed', known([]))).toEqual({ text: '0', step: 0 })
})

test('committed power is P once; with one side lost the other carries all of it, and its step says how near a limit is', () => {
  expect(cellOf(rack(1, 1, 'south', 0), 'committed', known([load()]))).toEqual({ text: '2,5', step: 3 })
  expect(cellOf(rack(1, 1, 'south', 0), 'lost', known([load()]))).toEqual({ text: '2,5', step: 4, near: false })
  const board = load({ nearest: { element: 'row-A-1', phase: null, unit: 'VA', reserved: 95, limit: 100 } })
  expect(cellOf(rack(1, 1, 'south', 0), 'lost', known([board]))).toMatchObject({ step: 5, near: true })
  // A only and B only do not meet on one side.
  const only = (side: 'A' | 'B') => load({ sides: side, feeds: load().feeds.filter((feed) => feed.side === side) })
  expect(lostWatts([only('A'), only('B'), only('B')])).toBe(4900)
})

test('age is that of the newest reading, else of the contract; whoever sees its own racks alone reads nothing in the others', () => {
  expect(cellOf(rack(1, 1, 'south', 0), 'age', known([load()]))).toMatchObject({ text: '10', means: load().since })
  const measured = load({ measured_w: 900, measured_at: '2026-11-23T11:50:00Z' })
  expect(cellOf(rack(1, 1, 'south', 0), 'age', known([load(), measured]))).toMatchObject({ text: '0', step: 1 })
  const others = { ...rack(1, 1, 'south'), compartments: [] }
  expect(cellOf(others, 'committed', known([], true))).toEqual({ text: '', step: 0 })
  expect(cellOf(others, 'committed', known([load()], true)).text).toBe('2,5')
})
