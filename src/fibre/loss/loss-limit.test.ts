import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lossLimit } from './loss-limit.ts'

test('a limit is its sleeves, its splices and its length, each at the standard’s worst', () => {
  const route = { matedPairs: 5, splices: 2, lengthM: 34 }
  // 5 × 0.75 + 2 × 0.3 + 0.034 × 0.4
  expect(lossLimit('os2', route)).toMatchObject({ limitDb: 4.36, wavelengthNm: 1310 })
  expect(lossLimit('om4', { matedPairs: 2, splices: 0, lengthM: 100 })).toMatchObject({
    limitDb: 1.85,
    wavelengthNm: 850,
  })
})

test('more of anything never lowers the limit', () => {
  const some = fc.record({ matedPairs: fc.nat(8), splices: fc.nat(8), lengthM: fc.nat(20_000) })
  fc.assert(
    fc.property(some, some, (a, b) => {
      const most = {
        matedPairs: Math.max(a.matedPairs, b.matedPairs),
        splices: Math.max(a.splices, b.splices),
        lengthM: Math.max(a.lengthM, b.lengthM),
      }
      expect(lossLimit('os2', most).limitDb).toBeGreaterThanOrEqual(lossLimit('os2', a).limitDb)
    }),
  )
})
