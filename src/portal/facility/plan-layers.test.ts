import { expect, test } from 'vitest'
import type { RackWire } from '#facility/contract'
import { aislesOf, cellOf, step } from './plan-layers.ts'

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

test('what is unknown is never written as zero', () => {
  expect(cellOf({ ...rack(1, 1, 'south'), compartments: [] }, 'free')).toEqual({ text: '?', step: null })
  expect(cellOf(rack(1, 1, 'south', 0), 'free')).toEqual({ text: '0', step: 0 })
  expect(cellOf(rack(1, 1, 'south'), 'free')).toEqual({ text: '42', step: 5 })
})
