import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { microEuros } from '#units'
import { type EndFacts, earlyEndCharge, endService } from './end-service.ts'

const facts = (over: Partial<EndFacts>): EndFacts => ({
  noticeOn: '2026-11-03',
  noticeDays: 30,
  wishedOn: null,
  billingFrom: '2026-05-16',
  termEnds: '2027-05-16',
  monthlyMicroEuros: microEuros(350_000_000),
  earlyEndPercent: 100,
  ...over,
})

test('the end is the notice plus the contract’s days, or the later day that was asked for', () => {
  expect(endService(facts({ termEnds: null }))).toEqual({
    ok: true,
    value: { endsOn: '2026-12-03', earlyEnd: null },
  })
  expect(endService(facts({ termEnds: null, wishedOn: '2026-11-10' }))).toMatchObject({
    value: { endsOn: '2026-12-03' },
  })
  expect(endService(facts({ termEnds: null, wishedOn: '2027-01-31' }))).toMatchObject({
    value: { endsOn: '2027-01-31' },
  })
})

test('an end before the start, or in the past, is refused', () => {
  expect(endService(facts({ wishedOn: '2026-05-15' }))).toEqual({
    ok: false,
    refusal: { code: 'cease-before-start', wished_on: '2026-05-15', billing_from: '2026-05-16' },
  })
  expect(endService(facts({ billingFrom: null }))).toMatchObject({
    ok: false,
    refusal: { code: 'cease-before-start' },
  })
  expect(endService(facts({ wishedOn: '2026-11-02' }))).toEqual({
    ok: false,
    refusal: { code: 'cease-in-the-past', wished_on: '2026-11-02', notice_on: '2026-11-03' },
  })
})

test('an end inside the term costs the rest of it by the contract’s percentage', () => {
  // 29 days of December (31) + January to April + 15 days of May (31) = 5 + 13/31 months at 350 € = 1 896,77 €
  expect(endService(facts({}))).toEqual({
    ok: true,
    value: {
      endsOn: '2026-12-03',
      earlyEnd: { from: '2026-12-03', until: '2027-05-16', percent: 100, net_cents: 189_677 },
    },
  })
  expect(endService(facts({ earlyEndPercent: 50 }))).toMatchObject({
    value: { earlyEnd: { net_cents: 94_839 } },
  })
  expect(endService(facts({ earlyEndPercent: 0 }))).toMatchObject({ value: { earlyEnd: null } })
  expect(endService(facts({ wishedOn: '2027-05-16' }))).toMatchObject({
    value: { earlyEnd: null },
  })
  expect(endService(facts({ monthlyMicroEuros: null }))).toMatchObject({
    value: { earlyEnd: null },
  })
})

test('whole months left cost whole months, whichever they are', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }), (offset, months) => {
      const from = Temporal.PlainDate.from('2026-01-01').add({ months: offset })
      const until = from.add({ months }).toString()
      expect(earlyEndCharge(microEuros(123_450_000), from.toString(), until, 100)).toBe(12_345 * months)
    }),
  )
})
