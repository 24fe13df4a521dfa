import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { microEuros } from '#units'
import type { BilledDays } from './model.ts'
import { type Storage, rateStorage } from './rate-storage.ts'
import { service } from './testing.ts'

const ended = service({ product: 'rack-space', endsOn: '2026-12-25', termEnds: null })
const list = [{ from: '2026-01-01', microEuros: microEuros(20_000_000) }]
const stays = (emptyOn: string | null, over: Partial<Storage> = {}): Storage => ({
  emptyOn,
  agreed: [],
  list,
  ...over,
})
const rate = (storage: Storage | undefined, month: string, now: string, billed: readonly BilledDays[] = []) =>
  rateStorage(ended, billed, storage, month, new Date(now)).map(({ from, until, quantity, net_cents: net }) => [
    from,
    until,
    quantity,
    net,
  ])
const days = (from: string, until: string): BilledDays => ({ serviceId: ended.id, charge: 'storage', from, until })

test('gear that stays twelve days over a month’s end: seven in the first run, five in the next, the day on which it was seen empty is free', () => {
  const first = rate(stays(null), '2027-01', '2027-01-03T08:00:00Z')
  expect(first).toEqual([['2026-12-25', '2027-01-01', 7, 14_000]])
  const billed = [days('2026-12-25', '2027-01-01')]
  expect(rate(stays(null), '2027-01', '2027-01-03T08:00:00Z', billed)).toEqual([])
  expect(rate(stays('2027-01-06'), '2027-02', '2027-02-01T08:00:00Z', billed)).toEqual([
    ['2027-01-01', '2027-01-06', 5, 10_000],
  ])
  expect(rate(stays('2027-01-06'), '2027-02', '2027-02-01T08:00:00Z')).toEqual([
    ['2026-12-25', '2027-01-01', 7, 14_000],
    ['2027-01-01', '2027-01-06', 5, 10_000],
  ])
})

test('seen empty by the legal end nothing is owed, nor before the notice, without a price, or for another product', () => {
  for (const emptyOn of ['2026-12-25', '2026-12-24'])
    expect(rate(stays(emptyOn), '2027-02', '2027-02-01T08:00:00Z')).toEqual([])
  expect(rate(undefined, '2027-02', '2027-02-01T08:00:00Z')).toEqual([])
  expect(rate(stays(null, { list: [] }), '2027-02', '2027-02-01T08:00:00Z')).toEqual([])
  expect(rate(stays(null), '2026-12', '2026-12-31T08:00:00Z')).toEqual([])
  const goesOn = service({ endsOn: null })
  expect(rateStorage(goesOn, [], stays(null), '2027-02', new Date('2027-02-01T08:00:00Z'))).toEqual([])
})

test('not seen empty yet: the days of the months that are over, none after the run’s own, none of the running month', () => {
  expect(rate(stays(null), '2026-12', '2027-03-02T08:00:00Z')).toEqual([['2026-12-25', '2027-01-01', 7, 14_000]])
  expect(rate(stays(null), '2027-03', '2027-03-02T08:00:00Z')).toEqual([
    ['2026-12-25', '2027-01-01', 7, 14_000],
    ['2027-01-01', '2027-02-01', 31, 62_000],
    ['2027-02-01', '2027-03-01', 28, 56_000],
  ])
})

test('a day costs its own day’s price; what was agreed with the service goes before the list', () => {
  const risen = [...list, { from: '2026-12-30', microEuros: microEuros(25_500_000) }]
  expect(rate(stays('2027-01-02', { list: risen }), '2027-01', '2027-02-01T08:00:00Z')).toEqual([
    ['2026-12-25', '2026-12-30', 5, 10_000],
    ['2026-12-30', '2027-01-01', 2, 5_100],
    ['2027-01-01', '2027-01-02', 1, 2_550],
  ])
  const agreed = [{ from: '2026-12-31', microEuros: microEuros(0) }]
  expect(rate(stays('2027-01-02', { agreed }), '2027-01', '2027-02-01T08:00:00Z')).toEqual([
    ['2026-12-25', '2026-12-31', 6, 12_000],
  ])
})

test('whatever runs came when, each day is billed once', () => {
  const start = Temporal.PlainDate.from('2026-12-25')
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 200 }),
      fc.array(fc.integer({ min: 0, max: 240 }), { maxLength: 8 }),
      (stayed, runs) => {
        const emptyOn = start.add({ days: stayed }).toString()
        const billed: BilledDays[] = []
        for (const at of [...runs.toSorted((a, b) => a - b), 260]) {
          const today = start.add({ days: at }).toString()
          // Before it was seen empty nobody knows that it will be.
          const known = stays(today < emptyOn ? null : emptyOn)
          for (const due of rateStorage(ended, billed, known, today.slice(0, 7), new Date(`${today}T12:00:00Z`)))
            billed.push(days(due.from, due.until))
        }
        const counted = billed.flatMap(({ from, until }) =>
          Array.from({ length: Temporal.PlainDate.from(from).until(until).days }, (_, day) =>
            Temporal.PlainDate.from(from).add({ days: day }).toString(),
          ),
        )
        expect(counted.toSorted()).toEqual(
          Array.from({ length: stayed }, (_, day) => start.add({ days: day }).toString()),
        )
      },
    ),
  )
})
