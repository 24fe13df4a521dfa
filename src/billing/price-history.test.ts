import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { microEuros } from '#units'
import { correctPrices } from './correct-prices.ts'
import type { BilledDays, BilledLine, BilledService, LaterPrice, Less } from './model.ts'
import { engagementCuts, orderOn, priceOn } from './price-history.ts'
import { rateService } from './rate-service.ts'
import { service } from './testing.ts'

const price = (from: string, euros: number, id = from): LaterPrice => ({
  id,
  from,
  item: 'port-100g',
  monthlyMicroEuros: microEuros(euros * 1_000_000),
})
const changed = (laterPrices: readonly LaterPrice[], over: Partial<BilledService> = {}): BilledService =>
  service({ billingFrom: '2026-11-01', setupMicroEuros: microEuros(0), laterPrices, ...over })
const rents = (one: BilledService, month: string, now = `${month}-01T07:00:00Z`) =>
  rateService(
    one,
    [{ serviceId: one.id, charge: 'rent', from: '2026-11-01', until: `${month}-01` }],
    month,
    new Date(now),
  ).map((due) => [due.from, due.until, due.price / 1_000_000, due.net_cents, due.item])

test('a change in the middle of a month cuts its rent by day, the first day of the new price counted: in advance and in arrears', () => {
  const one = changed([price('2026-12-11', 700)])
  const cut = [
    ['2026-12-01', '2026-12-11', 350, 11_290, 'port-10g'], // 10/31 of 350 €
    ['2026-12-11', '2027-01-01', 700, 47_419, 'port-100g'], // 21/31 of 700 €
  ]
  expect(rents(one, '2026-12')).toEqual(cut)
  expect(rents({ ...one, billing: 'arrears' }, '2026-12', '2027-01-02T07:00:00Z')).toEqual(cut)
})

test('two changes in one month; one on its first day; two on one day, of which the last counts', () => {
  expect(rents(changed([price('2026-12-05', 400), price('2026-12-20', 310)]), '2026-12')).toEqual([
    ['2026-12-01', '2026-12-05', 350, 4_516, 'port-10g'],
    ['2026-12-05', '2026-12-20', 400, 19_355, 'port-100g'],
    ['2026-12-20', '2027-01-01', 310, 12_000, 'port-100g'],
  ])
  const first = [['2026-12-01', '2027-01-01', 700, 70_000, 'port-100g']]
  expect(rents(changed([price('2026-12-01', 700)]), '2026-12')).toEqual(first)
  expect(rents(changed([price('2026-12-01', 500, 'a'), price('2026-12-01', 700, 'b')]), '2026-12')).toEqual(first)
  expect(rents(changed([price('2026-12-10', 0)]), '2026-12')).toEqual([
    ['2026-12-01', '2026-12-10', 350, 10_161, 'port-10g'],
  ])
})

test('a day of 23 hours and one of 25 are days', () => {
  for (const [month, day] of [
    ['2027-03', '2027-03-28'],
    ['2027-10', '2027-10-31'],
  ] as const) {
    const after = Temporal.PlainDate.from(day).add({ days: 1 }).toString()
    const [before, on] = rents(changed([price(day, 310)]), month)
    expect([before?.[1], before?.[3]]).toEqual([day, day.endsWith('28') ? 30_484 : 33_871]) // 27/31, 30/31 of 350 €
    expect(on?.[3]).toBe(day.endsWith('28') ? 4_000 : 1_000) // 4/31, 1/31 of 310 €
    expect(priceOn(changed([price(day, 310)]), after).monthlyMicroEuros).toBe(310_000_000)
  }
})

const line = (over: Partial<BilledLine> = {}): BilledLine => ({
  serviceId: 'service-1',
  invoiceId: 'F1',
  line: 1,
  from: '2026-12-01',
  until: '2027-01-01',
  monthlyMicroEuros: microEuros(350_000_000),
  reduced: [],
  ...over,
})

test('days billed before the change: dearer ones are charged the difference, cheaper ones get it back, the right ones nothing', () => {
  expect(correctPrices(changed([price('2026-12-11', 700)]), [line()])).toMatchObject({
    raises: [
      {
        from: '2026-12-11',
        until: '2027-01-01',
        price: 350_000_000,
        net_cents: 23_710,
        priceId: '2026-12-11',
        unit: 'DAY',
      },
    ],
    reductions: [],
  })
  expect(correctPrices(changed([price('2026-12-11', 250)]), [line()])).toMatchObject({
    raises: [],
    reductions: [{ invoiceId: 'F1', line: 1, lessMicroEuros: 100_000_000, net_cents: 6_774, part: { days: 21 } }],
  })
  expect(correctPrices(changed([price('2026-12-11', 350)]), [line()])).toEqual({ raises: [], reductions: [] })
  expect(correctPrices(changed([]), [line()])).toEqual({ raises: [], reductions: [] })
  // What is billed past the end is repaid whole; nothing of it is corrected.
  expect(correctPrices(changed([price('2026-12-11', 250)], { endsOn: '2026-12-11' }), [line()]).reductions).toEqual([])
})

test('what a dearer price had brought comes back first, then what had been billed before it', () => {
  const raised = line({ invoiceId: 'F2', line: 4, from: '2026-12-11', monthlyMicroEuros: microEuros(50_000_000) })
  expect(correctPrices(changed([price('2026-12-11', 400), price('2026-12-21', 250)]), [line(), raised])).toMatchObject({
    raises: [],
    reductions: [
      { invoiceId: 'F2', line: 4, lessMicroEuros: 50_000_000, part: { from: '2026-12-21' } },
      { invoiceId: 'F1', line: 1, lessMicroEuros: 100_000_000, part: { from: '2026-12-21' } },
    ],
  })
})

const dayFrom = (start: string, days: number): string => Temporal.PlainDate.from(start).add({ days }).toString()

test('whichever runs were made and however late a change was dated, each day was charged its price, and a second run finds nothing', () => {
  const changes = fc.array(
    fc.record({
      at: fc.integer({ min: 0, max: 200 }),
      euros: fc.integer({ min: 0, max: 900 }),
      known: fc.integer({ min: 0, max: 7 }),
    }),
    { maxLength: 5 },
  )
  fc.assert(
    fc.property(changes, fc.constantFrom('advance' as const, 'arrears' as const), (made, billing) => {
      const lines: (BilledLine & { reduced: Less[] })[] = []
      const known = made
        .toSorted((a, b) => a.at - b.at)
        .map((one, at) => ({ ...one, price: price(dayFrom('2026-11-01', one.at), one.euros, String(at)) }))
      let one = changed([], { billing })
      for (let run = 0; run <= 8; run += 1) {
        one = changed(
          known.filter((change) => change.known <= run).map((change) => change.price),
          { billing },
        )
        const month = Temporal.PlainYearMonth.from('2026-11').add({ months: run }).toString()
        const now = new Date(`${dayFrom(`${month}-01`, 32)}T12:00:00Z`)
        for (const turn of [1, 2]) {
          const billed = lines.flatMap((row): BilledDays[] => (row.line === 0 ? [{ ...row, charge: 'rent' }] : []))
          const { raises, reductions } = correctPrices(one, lines)
          const due = [...rateService(one, billed, month, now), ...raises]
          if (turn === 2) expect([due, reductions]).toEqual([[], []])
          for (const [at, row] of due.entries())
            lines.push({
              serviceId: one.id,
              invoiceId: `F${run} ${at}`,
              line: row.priceId === undefined ? 0 : 1,
              from: row.from,
              until: row.until,
              monthlyMicroEuros: row.price,
              reduced: [],
            })
          for (const { invoiceId, part, lessMicroEuros } of reductions)
            lines
              .find((row) => row.invoiceId === invoiceId)
              ?.reduced.push({ from: part.from, until: part.until, lessMicroEuros })
        }
      }
      for (let day = '2026-11-01'; day < '2027-08-01'; day = dayFrom(day, 1)) {
        const charged = lines
          .filter(({ from, until }) => from <= day && day < until)
          .flatMap((row) => [
            row.monthlyMicroEuros,
            ...row.reduced
              .filter(({ from, until }) => from <= day && day < until)
              .map((less) => -Number(less.lessMicroEuros)),
          ])
          .reduce((sum, amount) => sum + amount, 0)
        expect([day, charged]).toEqual([day, priceOn(one, day).monthlyMicroEuros])
      }
    }),
    { numRuns: 40 },
  )
})

test('a day rests on the order of the last change that has begun; a customer’s own reference goes on where the change names none', () => {
  const order = (number: string, engagementNumber: string | null, customerReference: string | null = null) => ({
    number,
    engagementNumber,
    customerReference,
    paperNumber: null,
    serviceCode: null,
  })
  const one = changed(
    [
      { ...price('2026-12-11', 700), order: order('BES-O-2', 'EJ-2') },
      price('2027-01-01', 714),
      { ...price('2027-02-01', 800), order: order('BES-O-3', 'EJ-2', 'BC-9') },
    ],
    { order: order('BES-O-1', 'EJ-1', 'BC-1') },
  )
  const named = (day: string) => {
    const of = orderOn(one, day)
    return [of?.number, of?.engagementNumber, of?.customerReference]
  }
  expect(named('2026-12-10')).toEqual(['BES-O-1', 'EJ-1', 'BC-1'])
  expect(named('2026-12-11')).toEqual(['BES-O-2', 'EJ-2', 'BC-1'])
  expect(named('2027-01-15')).toEqual(['BES-O-2', 'EJ-2', 'BC-1'])
  expect(named('2027-02-01')).toEqual(['BES-O-3', 'EJ-2', 'BC-9'])
  expect(engagementCuts(one)).toEqual(['2026-12-11'])
})
