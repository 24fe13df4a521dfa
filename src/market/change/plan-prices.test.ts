import { expect, test } from 'vitest'
import { planPrices, pricesThatHold } from './plan-prices.ts'

const price = (from: string, monthlyMicroEuros: number) => ({ from, monthlyMicroEuros })

test('a change costs from its own day on, and what was fixed for later moves with it', () => {
  const move = { before: 100, after: 150 }
  expect(planPrices([price('2026-01-01', 100)], move, '2026-12-05')).toEqual([price('2026-12-05', 150)])
  // Revised for January before the change began in December: neither of both is lost.
  expect(planPrices([price('2026-01-01', 100), price('2027-01-01', 102)], { before: 102, after: 152 }, '2026-12-05')).toEqual([price('2026-12-05', 150), price('2027-01-01', 152)]) // prettier-ignore
  // Revised after the signature: what was signed is the difference.
  expect(planPrices([price('2026-01-01', 100), price('2026-12-01', 102)], move, '2026-12-05')).toEqual([price('2026-12-05', 152)]) // prettier-ignore
  // Of two prices of one day the later written counts; nobody is paid for a service.
  expect(planPrices([price('2026-01-01', 100), price('2027-01-01', 102), price('2027-01-01', 40)], { before: 40, after: 0 }, '2027-01-01')).toEqual([price('2027-01-01', 0)]) // prettier-ignore
  expect(planPrices([price('2026-01-01', 30), price('2027-01-01', 40)], { before: 40, after: 0 }, '2026-12-05')).toEqual([price('2026-12-05', 0), price('2027-01-01', 0)]) // prettier-ignore
})

test('of several prices of one day the last holds, with the order and the index that moved it', () => {
  const index = { name: 'ILC', before: 100, value: 102 }
  expect(
    pricesThatHold([
      { from: '2026-12-01', order: null, index: null, euros: 350 },
      { from: '2027-01-01', order: 'BES-O-2', index: null, euros: 700 },
      { from: '2027-01-01', order: null, index, euros: 714 },
    ]),
  ).toEqual([
    { from: '2026-12-01', order: null, index: null, euros: 350 },
    { from: '2027-01-01', order: 'BES-O-2', index, euros: 714 },
  ])
})
