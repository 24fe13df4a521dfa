import fc from 'fast-check'
import { expect, test } from 'vitest'
import { amperes, volts } from '#units'
import { breakerLimit, singlePhasePower, threePhasePower, threePhasePowerToNeutral } from './apparent-power.ts'

test.each([
  [1, 230, 16, 3680],
  [1, 230, 32, 7360],
  [3, 400, 16, 11_085],
  [3, 400, 32, 22_170],
] as const)('%i phase, %i V, %i A carry %i VA', (phases, voltage, breaker, limit) => {
  expect(breakerLimit({ phases, voltage: volts(voltage), breaker: amperes(breaker) })).toBe(limit)
})

test('√3 goes with the voltage between phases, 3 with that to neutral: both tell the same circuit', () => {
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 1000 }), fc.integer({ min: 1, max: 400 }), (toNeutral, current) => {
      const between = threePhasePower(volts(toNeutral * Math.sqrt(3)), amperes(current))
      expect(Math.abs(between - threePhasePowerToNeutral(volts(toNeutral), amperes(current)))).toBeLessThanOrEqual(1)
      expect(threePhasePowerToNeutral(volts(toNeutral), amperes(current))).toBe(
        3 * singlePhasePower(volts(toNeutral), amperes(current)),
      )
    }),
  )
})
