import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compartmentsOf, expandRow, phaseOf, rackRow } from './expand-row.ts'

const row = (over: object = {}) =>
  rackRow.parse({
    row: '3',
    room: 'hall',
    count: 25,
    first: { x_mm: 1500, y_mm: 6900 },
    pitch_mm: 600,
    rack: { width_mm: 600, depth_mm: 1200, front: 'south', units_u: 47, limit_kg: 1000 },
    feeds: { boards: { A: 'row-A-3', B: 'row-B-3' }, breaker_a: 16 },
    ...over,
  })

test('a row of 25 stands at an even pitch, each rack with a way and a feed of both chains', () => {
  const { rows, complaints } = expandRow(row(), ['rack_rows', 0])
  expect(complaints).toEqual([])
  expect(rows.filter(({ kind }) => kind === 'rack')).toHaveLength(25)
  expect(rows.find(({ kind, handle }) => kind === 'rack' && handle === '3-12')?.fields).toMatchObject({
    x_mm: 8100,
    y_mm: 6900,
    units_u: 47,
  })
  expect(rows.find(({ handle }) => handle === 'way-A-3-12')?.fields).toMatchObject({
    limit_va: 3680,
    phase: 'L3',
    powered_by: ['row-A-3'],
  })
  expect(rows.find(({ handle }) => handle === 'feed-B-3-12')?.fields).toMatchObject({
    compartment: '3-12',
    powered_by: ['way-B-3-12'],
  })
})

test('an exception is built otherwise, and says so at its own line', () => {
  const { rows } = expandRow(
    row({ exceptions: [{ racks: [12], built_as: 'quarter', feeds: { breaker_a: 16, phases: 3 } }] }),
    ['rack_rows', 0],
  )
  const quarters = rows.filter(({ kind, handle }) => kind === 'compartment' && handle.startsWith('3-12'))
  expect(quarters.map(({ handle, fields }) => [handle, fields['first_u'], fields['units_u'], fields['lock']])).toEqual([
    ['3-12/a', 1, 11, 'lock 3-12/a'],
    ['3-12/b', 12, 11, 'lock 3-12/b'],
    ['3-12/c', 23, 11, 'lock 3-12/c'],
    ['3-12/d', 34, 11, 'lock 3-12/d'],
  ])
  expect(quarters[0]?.path).toEqual(['rack_rows', 0, 'exceptions', 0])
  expect(rows.find(({ handle }) => handle === 'way-A-3-12/c')?.fields).toMatchObject({
    voltage_v: 400,
    phases: 3,
    phase: null,
    limit_va: 11_085,
  })
})

test('compartments lie one above the other inside the rack', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('full' as const, 'half' as const, 'quarter' as const, 'shared' as const),
      fc.integer({ min: 4, max: 60 }),
      (size, units) => {
        const built = compartmentsOf('1-1', size, units)
        for (const [index, one] of built.entries()) {
          expect(one.first_u).toBe(1 + built.slice(0, index).reduce((total, below) => total + below.units_u, 0))
          expect(one.first_u + one.units_u - 1).toBeLessThanOrEqual(units)
        }
      },
    ),
  )
})

test('a way that was read on another phase, or on none yet, is said by its label; a label that the row lacks is told', () => {
  const ways = [
    { way: 'way-A-3-12', phase: 'L1' },
    { way: 'way-B-3-12', phase: 'unknown' },
  ] as const
  const phase = (rows: ReturnType<typeof expandRow>['rows'], handle: string) =>
    rows.find((one) => one.handle === handle)?.fields['phase']
  const read = expandRow(row({ ways }), ['rack_rows', 0])
  expect(read.complaints).toEqual([])
  expect(['way-A-3-12', 'feed-A-3-12', 'way-B-3-12', 'way-A-3-11'].map((handle) => phase(read.rows, handle))).toEqual([
    'L1',
    'L1',
    null,
    'L2',
  ])
  const wrong = expandRow(
    row({ exceptions: [{ racks: [12], feeds: { breaker_a: 16, phases: 3 } }], ways: [...ways, { way: 'way-A-3-11', phase: 'L1' }, { way: 'way-A-3-11', phase: 'L2' }] }), // prettier-ignore
    ['rack_rows', 0],
  )
  expect(wrong.complaints.map(({ path, refusal }) => [path.at(-2), refusal.code, refusal['way']])).toEqual([
    [0, 'no-such-way-in-row', 'way-A-3-12'],
    [1, 'no-such-way-in-row', 'way-B-3-12'],
    [3, 'way-twice', 'way-A-3-11'],
  ])
})

test('the phases of a row are balanced to one way', () => {
  const counts = new Map<string, number>()
  for (let rack = 1; rack <= 25; rack += 1) counts.set(phaseOf(rack, 0), (counts.get(phaseOf(rack, 0)) ?? 0) + 1)
  expect([...counts.values()].toSorted((a, b) => a - b)).toEqual([8, 8, 9])
})
