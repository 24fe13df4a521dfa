import { expect, test } from 'vitest'
import { type Issued, composeCreditNote } from './compose-credit-note.ts'
import { composeInvoice, numberInvoice } from './compose-invoice.ts'
import type { BilledService } from './model.ts'
import { rateService } from './rate-service.ts'
import { isp, seller, service } from './testing.ts'

const issuedFor = (one: BilledService, month = '2026-12'): Issued['snapshot'] => {
  const owed = rateService(one, [], month, new Date(`${month}-01T07:00:00Z`)).map((due) => ({ service: one, due }))
  const composed = composeInvoice(seller, isp, owed, false)
  if (!composed.ok) throw new Error(composed.refusal.code)
  return numberInvoice(composed.value, 'F-2026-000001', '2026-12-01')
}

const issued = (endsOn: string | null, over: Partial<Issued> = {}): Issued => ({
  id: '019ab000-0000-7000-8000-000000000001',
  snapshot: issuedFor(service()),
  services: new Map([['BES-XP-000061', { endsOn, termEnds: '2027-11-20' }]]),
  creditedFrom: new Map(),
  ...over,
})

const repaid = (of: Issued) => {
  const note = composeCreditNote(of)
  return note.ok
    ? note.value.snapshot.lines.map((line) => [line.period.first_day, line.period.last_day, line.net_cents])
    : note.refusal.code
}

test('only days after the legal end are repaid, never the setup', () => {
  expect(repaid(issued('2026-12-10'))).toEqual([['2026-12-10', '2026-12-31', 24_839]]) // 22/31 of 350 €
  expect(repaid(issued('2026-11-25'))).toEqual([
    ['2026-11-25', '2026-11-30', 7_000], // 6/30
    ['2026-12-01', '2026-12-31', 35_000],
  ])
  expect(repaid(issued('2027-01-01'))).toBe('nothing-to-repay')
  expect(repaid(issued(null))).toBe('nothing-to-repay')
})

test('it names the invoice, has its VAT, and speaks of no payment', () => {
  const note = composeCreditNote(issued('2026-12-10'))
  expect(note).toMatchObject({
    value: {
      credited: [{ line: 3, from: '2026-12-10' }],
      snapshot: {
        type_code: '381',
        number: null,
        preceding: { number: 'F-2026-000001', issue_date: '2026-12-01' },
        lines: [
          {
            line: 1,
            name: { fr: 'Port d’échange 10 Gbit/s : remboursement' },
            quantity: 22,
            unit: 'DAY',
            price_base: 31,
          },
        ],
        vat: [{ category: 'S', percent: 20, net_cents: 24_839, vat_cents: 4_968 }],
        totals: { net_cents: 24_839, vat_cents: 4_968, gross_cents: 29_807 },
        notes: [{ subject: 'ABL' }],
      },
    },
  })
})

test('what was repaid is not repaid again; an end that moves forward repays the days between', () => {
  const before = new Map([[3, '2026-12-10']])
  expect(repaid(issued('2026-12-10', { creditedFrom: before }))).toBe('nothing-to-repay')
  expect(repaid(issued('2026-12-05', { creditedFrom: before }))).toEqual([['2026-12-05', '2026-12-09', 5_645]])
})

test('the price of an early end is repaid whole when the notice is taken back or moved', () => {
  const ending = service({ endsOn: '2026-12-10' })
  const of = (endsOn: string | null) => issued(endsOn, { snapshot: issuedFor(ending) })
  expect(repaid(of('2026-12-10'))).toBe('nothing-to-repay')
  const whole = [['2026-12-10', '2027-11-19', 397_005]] // 22/31 + 10 + 19/30 months at 350 €
  expect(repaid(of(null))).toEqual(whole)
  expect(repaid(of('2026-12-31'))).toEqual(whole)
})
