import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { microEuros } from '#units'
import type { BilledDays, BilledService } from './model.ts'
import { rateService } from './rate-service.ts'

const service = (over: Partial<BilledService>): BilledService => ({
  id: 's',
  number: 'BES-XP-000061',
  organisationId: 'o',
  product: 'exchange-port',
  item: 'port-10g',
  setupMicroEuros: microEuros(500_000_000),
  monthlyMicroEuros: microEuros(350_000_000),
  billing: 'advance',
  zone: 'Europe/Paris',
  billingFrom: '2026-11-20',
  endsOn: null,
  termEnds: '2027-11-20',
  earlyEndPercent: 100,
  order: null,
  ...over,
})

const rate = (one: BilledService, month: string, now: string, billed: readonly BilledDays[] = []) =>
  rateService(one, billed, month, new Date(now)).map((due) => [due.charge, due.from, due.until, due.net_cents])

const billedBy = (one: BilledService, month: string, now: string): readonly BilledDays[] =>
  rateService(one, [], month, new Date(now)).map((due) => ({
    serviceId: one.id,
    charge: due.charge,
    from: due.from,
    until: due.until,
  }))

// On the other side of the earth no machine's day is Paris's day; nothing may depend on the machine's own zone.
describe.each([
  ['UTC', -0],
  ['Pacific/Auckland', -720],
])('under TZ=%s', (machineZone, offset) => {
  beforeEach(() => {
    vi.stubEnv('TZ', machineZone)
    expect(new Date('2026-07-01T00:00:00Z').getTimezoneOffset() + 0).toBe(offset + 0)
  })
  afterEach(() => void vi.unstubAllEnvs())

  test('in advance: the setup once, the days of the month in which it began, and the month to come', () => {
    const one = service({})
    expect(rate(one, '2026-12', '2026-12-01T07:00:00Z')).toEqual([
      ['setup', '2026-11-20', '2026-11-21', 50_000],
      ['rent', '2026-11-20', '2026-12-01', 12_833],
      ['rent', '2026-12-01', '2027-01-01', 35_000],
    ])
    const billed = billedBy(one, '2026-12', '2026-12-01T07:00:00Z')
    expect(rate(one, '2026-12', '2026-12-02T07:00:00Z', billed)).toEqual([])
    expect(rate(one, '2027-01', '2027-01-01T07:00:00Z', billed)).toEqual([['rent', '2027-01-01', '2027-02-01', 35_000]])
  })

  test('in arrears: only months that are over, by the contract’s clock', () => {
    const one = service({ billing: 'arrears' })
    expect(rate(one, '2026-11', '2026-11-30T22:59:00Z')).toEqual([])
    expect(rate(one, '2026-11', '2026-11-30T23:00:00Z')).toEqual([
      ['setup', '2026-11-20', '2026-11-21', 50_000],
      ['rent', '2026-11-20', '2026-12-01', 12_833],
    ])
    expect(rate(one, '2026-11', '2027-03-05T07:00:00Z')).toHaveLength(2)
    expect(rate({ ...one, zone: 'Pacific/Auckland' }, '2026-11', '2026-11-30T11:00:00Z')).toHaveLength(2)
    expect(rate({ ...one, zone: 'Pacific/Auckland' }, '2026-11', '2026-11-30T10:59:00Z')).toEqual([])
  })

  test('a service that ends is billed to its legal end, with the price of an end inside the term', () => {
    const one = service({
      endsOn: '2026-12-10',
      setupMicroEuros: microEuros(0),
      termEnds: '2027-02-10',
      earlyEndPercent: 50,
    })
    expect(rate(one, '2027-01', '2027-01-01T07:00:00Z')).toEqual([
      ['rent', '2026-11-20', '2026-12-01', 12_833],
      ['rent', '2026-12-01', '2026-12-10', 10_161],
      ['early-end', '2026-12-10', '2027-02-10', 35_544], // (22/31 + 1 + 9/28) × 350 € × 50 %
    ])
    expect(rate({ ...one, termEnds: null }, '2026-12', '2026-12-01T07:00:00Z')).toHaveLength(2)
    expect(rate({ ...one, termEnds: '2026-12-10' }, '2026-12', '2026-12-01T07:00:00Z')).toHaveLength(2)
    // Not before the month of the end is billed: until then the notice may still be taken back.
    expect(rate(one, '2026-11', '2026-11-25T07:00:00Z')).toEqual([['rent', '2026-11-20', '2026-12-01', 12_833]])
  })

  test('what costs nothing, or begins later, owes nothing', () => {
    expect(
      rate(
        service({ setupMicroEuros: microEuros(0), monthlyMicroEuros: microEuros(0) }),
        '2027-01',
        '2027-01-01T07:00:00Z',
      ),
    ).toEqual([])
    expect(rate(service({ billingFrom: '2027-01-01' }), '2026-12', '2026-12-01T07:00:00Z')).toEqual([])
  })

  const dayFrom = (start: string, days: number): string => Temporal.PlainDate.from(start).add({ days }).toString()

  test('over any life, every day in service is billed exactly once, whichever runs were made', () => {
    const life = fc.record({
      start: fc.integer({ min: 0, max: 400 }),
      lasts: fc.option(fc.integer({ min: 0, max: 500 }), { nil: null }),
      billing: fc.constantFrom('advance' as const, 'arrears' as const),
      zone: fc.constantFrom('Europe/Paris', 'Pacific/Auckland', 'America/Guadeloupe'),
      // Months in which a run was made, some twice, some forgotten; the last one is always made.
      runs: fc.array(fc.tuple(fc.integer({ min: 0, max: 29 }), fc.integer({ min: -3, max: 40 })), { maxLength: 12 }),
    })
    fc.assert(
      fc.property(life, ({ start, lasts, billing, zone, runs }) => {
        const billingFrom = dayFrom('2026-01-01', start)
        const endsOn = lasts === null ? null : dayFrom(billingFrom, lasts)
        const one = service({ billing, zone, billingFrom, endsOn, termEnds: null })
        const billed: BilledDays[] = []
        for (const [months, day] of [...runs.toSorted(([a], [b]) => a - b), [30, 40] as const]) {
          const month = Temporal.PlainYearMonth.from('2026-01').add({ months })
          const now = new Date(`${dayFrom(`${month.toString()}-01`, day)}T12:00:00Z`)
          for (const { charge, from, until } of rateService(one, billed, month.toString(), now))
            billed.push({ serviceId: one.id, charge, from, until })
        }
        const rented = new Map<string, number>()
        for (const range of billed.filter(({ charge }) => charge === 'rent'))
          for (let day = range.from; day < range.until; day = dayFrom(day, 1))
            rented.set(day, (rented.get(day) ?? 0) + 1)
        const owed = new Map<string, number>()
        const end = endsOn !== null && endsOn < '2028-08-01' ? endsOn : '2028-08-01'
        for (let day = billingFrom; day < end; day = dayFrom(day, 1)) owed.set(day, 1)
        expect(rented).toEqual(owed)
        expect(billed.filter(({ charge }) => charge === 'setup')).toHaveLength(1)
      }),
      { numRuns: 60 },
    )
  })
})
