import { expect, test } from 'vitest'
import { nearestOf, nearestSum } from './nearest-limit.ts'

const sum = (unit: 'W' | 'VA', other_side_lost: number, limit: number | null) => ({
  unit,
  normal: other_side_lost / 2,
  expected: other_side_lost / 2,
  other_side_lost,
  firm: [],
  nominal: limit,
  oversell: 1,
  own_draw: 0,
  limit,
})
const phase = (name: 'L1' | 'L2' | 'L3', other_side_lost: number, limit: number | null) => ({
  phase: name,
  unit: 'VA' as const,
  normal: 0,
  other_side_lost,
  other_side_lost_a: null,
  oversell: 1,
  own_draw: 0,
  limit,
  measured_w: null,
  feeds: 0,
  feeds_measured: 0,
})

test('the limit that is spent first: of both units, of the phases too; one that is not known is none', () => {
  const sums = [sum('W', 50, 100), sum('VA', 60, 100)]
  expect(nearestOf({ sums, phases: null })).toEqual({ share: 0.6, phase: null })
  expect(nearestSum({ sums })?.unit).toBe('VA')
  expect(nearestOf({ sums, phases: [phase('L1', 10, 30), phase('L2', 29, 30), phase('L3', 0, null)] })).toEqual({
    share: 29 / 30,
    phase: 'L2',
  })
  expect(nearestOf({ sums: [sum('W', 50, null)], phases: null })).toBeNull()
})
