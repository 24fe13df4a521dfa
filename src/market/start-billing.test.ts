import { expect, test } from 'vitest'
import { frenchHolidays } from './french-holidays.ts'
import { type HandoverFacts, addWorkingDays, startBilling } from './start-billing.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const facts = (over: Partial<HandoverFacts>): HandoverFacts => ({
  acceptedHandoverOn: null,
  firstUseOn: null,
  readyNoticeAt: new Date('2026-11-23T14:02:00Z'), // a Monday
  rejected: false,
  customerClockBeforeReadyMs: 0,
  workingDays: 5,
  zone: 'Europe/Paris',
  holidays: frenchHolidays,
  now: new Date('2027-06-01T12:00:00Z'),
  ...over,
})

test('the holidays of a year are those of the decree, Easter and what moves with it included', () => {
  expect(frenchHolidays(2026)).toEqual([
    '2026-01-01', '2026-04-06', '2026-05-01', '2026-05-08', '2026-05-14', '2026-05-25',
    '2026-07-14', '2026-08-15', '2026-11-01', '2026-11-11', '2026-12-25',
  ]) // prettier-ignore
  // Easter Mondays of other years, among them the earliest and the latest of this century.
  for (const monday of ['2000-04-24', '2008-03-24', '2024-04-01', '2025-04-21', '2027-03-29', '2038-04-26'])
    expect(frenchHolidays(Number(monday.slice(0, 4)))).toContain(monday)
})

test('five working days skip the weekend, Easter Monday, and both Thursdays of May', () => {
  expect(addWorkingDays('2026-11-23', 5, frenchHolidays)).toBe('2026-11-30')
  expect(addWorkingDays('2026-04-02', 5, frenchHolidays)).toBe('2026-04-10')
  expect(addWorkingDays('2026-04-30', 5, frenchHolidays)).toBe('2026-05-11')
  expect(addWorkingDays('2026-12-24', 5, frenchHolidays)).toBe('2027-01-04')
  expect(addWorkingDays('2026-11-21', 1, frenchHolidays)).toBe('2026-11-23')
  expect(addWorkingDays('2026-11-21', 0, frenchHolidays)).toBe('2026-11-21')
})

test('billing starts at the earliest of acceptance, first use, and silence', () => {
  expect(startBilling(facts({}))).toEqual({ from: '2026-11-30', reason: 'notice-elapsed' })
  expect(startBilling(facts({ acceptedHandoverOn: '2026-11-25' }))).toEqual({
    from: '2026-11-25',
    reason: 'acceptance',
  })
  expect(startBilling(facts({ firstUseOn: '2026-11-24', acceptedHandoverOn: '2026-11-25' }))).toEqual({
    from: '2026-11-24',
    reason: 'first-use',
  })
  expect(startBilling(facts({ firstUseOn: '2026-11-25', acceptedHandoverOn: '2026-11-25' }))).toEqual({
    from: '2026-11-25',
    reason: 'acceptance',
  })
  expect(startBilling(facts({ acceptedHandoverOn: '2026-12-08' }))).toEqual({
    from: '2026-11-30',
    reason: 'notice-elapsed',
  })
})

test('before the days have passed it says by when; the last day counts from its first minute in the contract’s zone', () => {
  expect(startBilling(facts({ now: new Date('2026-11-29T22:59:59Z') }))).toEqual({
    expectedBy: '2026-11-30',
  })
  expect(startBilling(facts({ now: new Date('2026-11-29T23:00:00Z') }))).toEqual({
    from: '2026-11-30',
    reason: 'notice-elapsed',
  })
})

test('a motivated rejection stops silence from counting, not use nor acceptance', () => {
  expect(startBilling(facts({ rejected: true }))).toBeNull()
  expect(startBilling(facts({ rejected: true, firstUseOn: '2026-11-26' }))).toEqual({
    from: '2026-11-26',
    reason: 'first-use',
  })
})

test('without a notice there is nothing to count from', () => {
  expect(startBilling(facts({ readyNoticeAt: null }))).toBeNull()
})

test('the customer’s own waits do not move the start, and never bring it before the notice’s own day', () => {
  expect(startBilling(facts({ customerClockBeforeReadyMs: 3 * DAY_MS }))).toEqual({
    from: '2026-11-27',
    reason: 'notice-elapsed',
  })
  expect(startBilling(facts({ customerClockBeforeReadyMs: 40 * DAY_MS }))).toEqual({
    from: '2026-11-23',
    reason: 'notice-elapsed',
  })
})

test('the notice’s day is that of the contract’s zone, on the nights of both clock changes too', () => {
  const at = (iso: string, zone = 'Europe/Paris') =>
    startBilling(facts({ readyNoticeAt: new Date(iso), workingDays: 1, zone }))
  // Paris is an hour ahead until the night before Sunday 29 March, then two, and one again from Sunday 25 October.
  expect(at('2026-03-29T21:30:00Z')).toEqual({ from: '2026-03-30', reason: 'notice-elapsed' })
  expect(at('2026-03-29T22:30:00Z')).toEqual({ from: '2026-03-31', reason: 'notice-elapsed' })
  expect(at('2026-10-25T22:30:00Z')).toEqual({ from: '2026-10-26', reason: 'notice-elapsed' })
  expect(at('2026-10-25T23:30:00Z')).toEqual({ from: '2026-10-27', reason: 'notice-elapsed' })
  expect(at('2026-11-23T14:02:00Z', 'Pacific/Auckland')).toEqual({
    from: '2026-11-25',
    reason: 'notice-elapsed',
  })
})

test('what is ready, used or accepted before the agreed start is not billed before it; a later one stands', () => {
  const notBefore = '2027-01-15'
  expect(startBilling(facts({ acceptedHandoverOn: '2026-11-25', notBefore }))).toEqual({
    from: notBefore,
    reason: 'acceptance',
  })
  expect(
    startBilling(facts({ acceptedHandoverOn: '2027-02-01', now: new Date('2026-11-24T00:00:00Z'), notBefore })),
  ).toEqual({
    from: '2027-02-01',
    reason: 'acceptance',
  })
  // Silence alone would have counted on 30 November: it is told that it will from the start on.
  expect(startBilling(facts({ now: new Date('2026-11-24T00:00:00Z'), notBefore }))).toEqual({ expectedBy: notBefore })
  expect(startBilling(facts({ readyNoticeAt: null, notBefore }))).toBeNull()
})
