import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SurveyedDevice } from './model.ts'
import { PACE, planMove, startOrder } from './plan-move.ts'
import { proposeSpace } from './propose-space.ts'

const device = (label: string, of: Partial<SurveyedDevice> = {}): SurveyedDevice => ({
  label,
  kind: 'server',
  units_u: 2,
  depth_mm: 700,
  measured_w: 200,
  nameplate_w: 750,
  weight_kg: 25,
  cords: 2,
  after: [],
  ...of,
})
const SIZES = [
  { size: 'full', unitsU: 47, depthMm: 1200, limitKg: 1000 },
  { size: 'quarter', unitsU: 11, depthMm: 1200, limitKg: 234 },
  { size: 'half', unitsU: 23, depthMm: 1200, limitKg: 489 },
] as const

/** A watchmaker's closet: two hosts on one array, a firewall and a switch with one cord each, and a UPS that stays. */
const CLOSET = [
  device('hv-1', { measured_w: 240, after: ['san', 'sw'] }),
  device('hv-2', { measured_w: 210, after: ['san', 'sw'] }),
  device('san', { kind: 'storage', measured_w: 190, weight_kg: 32 }),
  device('fw', { kind: 'firewall', units_u: 1, measured_w: 45, weight_kg: 5, cords: 1 }),
  device('sw', { kind: 'switch', units_u: 1, measured_w: 60, weight_kg: 4, cords: 1 }),
  device('ups', { kind: 'ups', units_u: 3, measured_w: 80, weight_kg: 60, cords: 1 }),
]

test('a closet of 745 W and 8 U asks for a quarter rack and 1 kW; the UPS stays, a single cord is said', () => {
  expect(proposeSpace(CLOSET, SIZES)).toEqual({
    ok: true,
    value: {
      size: 'quarter',
      units_u: 8,
      free_u: 3,
      watts: 1000,
      drawn_w: 745,
      assumed_w: 0,
      weight_kg: 91,
      cords: 8,
      left_behind: ['ups'],
      warnings: [{ code: 'survey-single-cord', devices: 'fw, sw' }],
    },
  })
})

test('what was not measured is assumed from the plate and said; what is on no plate either is refused, never zero', () => {
  const plated = proposeSpace([device('old', { measured_w: null, nameplate_w: 500, weight_kg: null })], SIZES)
  expect(plated).toMatchObject({
    ok: true,
    value: {
      drawn_w: 300,
      assumed_w: 300,
      watts: 500,
      warnings: [{ code: 'survey-draw-assumed' }, { code: 'survey-weight-unknown' }],
    },
  })
  expect(proposeSpace([device('dark', { measured_w: null, nameplate_w: null })], SIZES)).toMatchObject({
    refusal: { code: 'survey-draw-unknown', devices: 'dark' },
  })
  expect(proposeSpace([device('big', { units_u: 46 })], SIZES)).toMatchObject({ refusal: { code: 'survey-too-big' } })
  // By weight, not by height: eight units of 60 kg are no quarter rack.
  const heavy = ['a', 'b', 'c', 'd'].map((label) => device(label, { weight_kg: 60 }))
  expect(proposeSpace(heavy, SIZES)).toMatchObject({ value: { size: 'half' } })
  expect(proposeSpace([device('ups', { kind: 'ups' })], SIZES)).toMatchObject({
    refusal: { code: 'survey-nothing-moves' },
  })
})

const window = (hours: number) => ({
  startsAt: new Date('2026-12-05T07:00:00Z'),
  mustRunAt: new Date(Date.parse('2026-12-05T07:00:00Z') + hours * 3_600_000),
  roadMinutes: 20,
  zone: 'Europe/Paris',
  space: { firstU: 1, unitsU: 11 },
})

test('the plan stops hosts before their array and starts them after it, and leaves the whole way back before the hour', () => {
  const planned = planMove(CLOSET, window(10))
  if (!planned.ok) throw new Error(planned.refusal.code)
  const { parts, decide_by: decideBy, positions } = planned.value
  expect(parts.map(({ part }) => part)).toEqual([
    'backup-checked',
    'off',
    'unrack',
    'road',
    'rack',
    'on',
    'tests',
    'decide',
    'back',
  ])
  expect(parts.find(({ part }) => part === 'on')?.devices).toEqual(['san', 'fw', 'sw', 'hv-1', 'hv-2'])
  expect(parts.find(({ part }) => part === 'off')?.devices).toEqual(['hv-2', 'hv-1', 'sw', 'fw', 'san'])
  // 5 devices × (5 + 10 + 15 + 5) min and 20 min of road, before 17:00 UTC.
  expect(decideBy).toBe('2026-12-05T13:45:00.000Z')
  expect(parts.find(({ part }) => part === 'tests')?.until).toBe('2026-12-05T11:15:00.000Z')
  expect(positions[0]).toEqual({ device: 'san', from_u: 1, units_u: 2 })
  // What was not weighed is not light.
  const unweighed = planMove([...CLOSET, device('tape', { weight_kg: null })], window(12))
  expect(unweighed.ok && unweighed.value.positions[0]?.device).toBe('tape')
})

test('a window without time for the way back, a circle and a space too low are refused', () => {
  expect(planMove(CLOSET, window(6))).toMatchObject({ refusal: { code: 'move-window-short', needed_minutes: 450 } })
  const circle = [device('a', { after: ['b'] }), device('b', { after: ['a'] })]
  expect(planMove(circle, window(10))).toMatchObject({ refusal: { code: 'move-circle', devices: 'a, b' } })
  expect(planMove(CLOSET, { ...window(10), space: { firstU: 1, unitsU: 7 } })).toMatchObject({
    refusal: { code: 'move-does-not-fit', units_u: 8, space_u: 7 },
  })
})

test('whatever waits for whatever: each device starts once, behind all it waits for, and no two share a height', () => {
  const closets = fc.integer({ min: 1, max: 12 }).chain((count) =>
    fc.tuple(
      ...Array.from({ length: count }, (_, at) =>
        fc.record({
          units: fc.integer({ min: 1, max: 4 }),
          // Only earlier ones: no circle.
          after: fc.subarray(Array.from({ length: at }, (__, earlier) => `d${earlier}`)),
        }),
      ),
    ),
  )
  fc.assert(
    fc.property(closets, fc.integer(), (made, seed) => {
      const devices = made
        .map(({ units, after }, at) => device(`d${at}`, { units_u: units, after }))
        .toSorted((a, b) => ((a.label.length * 31 + seed) % 7) - ((b.label.length * 31 + seed) % 7))
      const order = startOrder(devices)?.map(({ label }) => label) ?? []
      expect(order.toSorted()).toEqual(devices.map(({ label }) => label).toSorted())
      for (const { label, after } of devices)
        for (const other of after) expect(order.indexOf(other)).toBeLessThan(order.indexOf(label))
      const planned = planMove(devices, { ...window(48), space: { firstU: 1, unitsU: 48 } })
      if (!planned.ok) throw new Error(planned.refusal.code)
      const taken = planned.value.positions.flatMap(({ from_u: from, units_u: units }) =>
        Array.from({ length: units }, (_, up) => from + up),
      )
      expect(new Set(taken).size).toBe(taken.length)
      expect(Date.parse(planned.value.decide_by)).toBeGreaterThanOrEqual(
        Date.parse(planned.value.starts_at) + devices.length * PACE.rackPerDevice * 60_000,
      )
    }),
  )
})
