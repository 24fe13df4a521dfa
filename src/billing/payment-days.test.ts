import { expect, test } from 'vitest'
import { paymentDays } from './compose-invoice.ts'

test('a public body has the law’s days, a health establishment fifty, a public undertaking sixty, and never more', () => {
  const days = (publicKind?: 'health' | 'undertaking', agreed?: number): number =>
    paymentDays({ publicBody: true, publicKind, paymentDays: agreed })
  expect([days(), days('health'), days('undertaking')]).toEqual([30, 50, 60])
  expect([days(undefined, 45), days('health', 60), days('undertaking', 90)]).toEqual([30, 50, 60])
  expect([days(undefined, 20), days('health', 30), days('undertaking', 45)]).toEqual([20, 30, 45])
  // Nobody else is held to it, by a kind that says nothing of it either.
  expect(paymentDays({ publicBody: false, paymentDays: 45 })).toBe(45)
  expect(paymentDays({ publicBody: false })).toBe(30)
})
