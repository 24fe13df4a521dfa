import fc from 'fast-check'
import { expect, test } from 'vitest'
import { startOfDay } from '#market'
import { countersOf, energyBetween, type Reading, type Series, seriesOf } from '#telemetry'
import { microEuros } from '#units'
import { service } from '../testing.ts'
import type { BilledDays } from '../model.ts'
import type { ServiceMeter, ServiceUsage, UsagePrice } from './model.ts'
import { rateUsage } from './rate-usage.ts'

const ZONE = 'Europe/Paris'
const HOUR = 3600
const at = (day: string): number => startOfDay(day, ZONE)

/** A counter that is read every hour from a day to another, both included, and goes on by so many Wh an hour. */
const steady = (from: string, until: string, perHour: number, begin = 1_000_000): Series => {
  const hours = (at(until) - at(from)) / HOUR
  return seriesOf(
    Array.from({ length: hours + 1 }, (_, hour): Reading => ({ at: at(from) + hour * HOUR, energyWh: begin + hour * perHour, powerW: null, mark: 0 })), // prettier-ignore
  )
}
const meter = (side: 'A' | 'B', series: Series, over: Partial<ServiceMeter> = {}): ServiceMeter => ({
  meterId: side,
  feed: `feed-${side}-2-21/a`,
  side,
  from: 0,
  until: null,
  series,
  billed: null,
  ...over,
})
const price = (from: string, euros: number): UsagePrice => ({ from, microEuros: microEuros(euros * 1_000_000) })
const usageOf = (meters: readonly ServiceMeter[], over: Partial<ServiceUsage> = {}): ServiceUsage => ({
  meters,
  agreed: [],
  list: [price('2026-01-01', 0.2)],
  ...over,
})
const space = service({ product: 'rack-space', item: 'rack-half', billingFrom: '2026-10-01', termEnds: null })
const NOVEMBER = new Date('2026-11-02T08:00:00Z')
const rate = (usage: ServiceUsage, billed: readonly BilledDays[] = [], now = NOVEMBER, month = '2026-11', of = space) =>
  rateUsage(of, billed, usage, month, now)
const told = (dues: ReturnType<typeof rate>) => dues.map((due) => [due.from, due.until, due.quantity, due.price, due.net_cents]) // prettier-ignore
const usageDays = (from: string, until: string): BilledDays => ({ serviceId: space.id, charge: 'usage', from, until })

test('A and B of the months that are over, in arrears whatever the rent is; October has an hour more, March one less', () => {
  const october = usageOf([meter('A', steady('2026-10-01', '2026-11-02', 400)), meter('B', steady('2026-10-01', '2026-11-02', 600))]) // prettier-ignore
  const dues = rate(october)
  expect(told(dues)).toEqual([['2026-10-01', '2026-11-01', 745, 200_000, 14_900]])
  expect(dues[0]).toMatchObject({
    charge: 'usage',
    unit: 'KWH',
    base: 1,
    meters: [
      { side: 'A', firstWh: 1_000_000, lastWh: 1_298_000, wh: 298_000, resets: 0, estimated: false },
      { side: 'B', wh: 447_000 },
    ],
  })
  const spring = rate(
    usageOf([meter('A', steady('2027-03-01', '2027-04-02', 1000))]),
    [],
    new Date('2027-04-02T08:00:00Z'),
    '2027-04',
    { ...space, billingFrom: '2027-03-01' },
  )
  expect(spring.map(({ quantity }) => quantity)).toEqual([743])
  expect(rate(october, [], new Date('2026-10-31T20:00:00Z'))).toEqual([])
  expect(rate(october, [usageDays('2026-10-01', '2026-11-01')])).toEqual([])
})

test('a price that changes in the middle of the month: each day its own; what was agreed goes before the list', () => {
  const meters = [meter('A', steady('2026-10-01', '2026-11-02', 1000))]
  const list = [price('2026-01-01', 0.2), price('2026-10-25', 0.25)]
  const dues = rate(usageOf(meters, { list }))
  // The 25th has 25 hours, and is the first of the new price.
  expect(told(dues)).toEqual([
    ['2026-10-01', '2026-10-25', 576, 200_000, 11_520],
    ['2026-10-25', '2026-11-01', 169, 250_000, 4225],
  ])
  expect(dues[1]?.meters?.[0]?.firstWh).toBe(dues[0]?.meters?.[0]?.lastWh)
  expect(told(rate(usageOf(meters, { list, agreed: [price('2026-10-25', 0.1)] }))).map(([, , , micro]) => micro)).toEqual([200_000, 100_000]) // prettier-ignore
  // A new price of the list is nothing to who has its own: not a line more.
  const own = rate(usageOf(meters, { list, agreed: [price('2026-10-01', 0.1)] }))
  expect(own.map(({ from, until, price: micro }) => [from, until, micro])).toEqual([
    ['2026-10-01', '2026-11-01', 100_000],
  ])
  expect(rate(usageOf(meters, { list: [price('2026-01-01', 0)] }))).toEqual([])
  expect(rate(usageOf(meters, { list: [] }))).toEqual([])
})

test('use is cut on the day from which another engagement is invoiced, and no kWh is lost between', () => {
  const order = (number: string, engagementNumber: string) => ({ number, engagementNumber, customerReference: null, paperNumber: null, serviceCode: null }) // prettier-ignore
  const later = (from: string, engagement: string) => ({ id: from, from, item: null, monthlyMicroEuros: microEuros(1), order: order(from, engagement) }) // prettier-ignore
  const of = {
    ...space,
    order: order('BES-O-1', 'EJ-1'),
    laterPrices: [later('2026-10-11', 'EJ-2'), later('2026-10-20', 'EJ-2')],
  }
  const dues = rate(usageOf([meter('A', steady('2026-10-01', '2026-11-02', 1000))]), [], NOVEMBER, '2026-11', of)
  expect(told(dues)).toEqual([
    ['2026-10-01', '2026-10-11', 240, 200_000, 4800],
    ['2026-10-11', '2026-11-01', 505, 200_000, 10_100],
  ])
  expect(dues[1]?.meters?.[0]?.firstWh).toBe(dues[0]?.meters?.[0]?.lastWh)
})

test('days that one side does not tell of wait for their readings, and are billed in the run where these come', () => {
  const a = steady('2026-10-01', '2026-11-02', 1000)
  const early = usageOf([meter('A', a), meter('B', steady('2026-10-01', '2026-10-21', 1000))])
  const first = rate(early)
  expect(told(first)).toEqual([['2026-10-01', '2026-10-21', 960, 200_000, 19_200]])
  const meters = first[0]?.meters ?? []
  const billedAt = (side: 'A' | 'B') => {
    const ends = meters.find((one) => one.side === side)
    return ends ? { day: '2026-10-21', lastWh: ends.lastWh, epochAt: ends.epochAt } : null
  }
  const late = usageOf([
    meter('A', a, { billed: billedAt('A') }),
    meter('B', steady('2026-10-01', '2026-11-02', 1000), { billed: billedAt('B') }),
  ])
  expect(told(rate(late, [usageDays('2026-10-01', '2026-10-21')]))).toEqual([['2026-10-21', '2026-11-01', 530, 200_000, 10_600]]) // prettier-ignore
  expect(rate(usageOf([meter('A', a), meter('B', seriesOf([]))]))).toEqual([])
  // First read on the 5th at noon: from then on, what was before is not known.
  const begun = seriesOf([
    { at: at('2026-10-05') + 12 * HOUR, energyWh: 500, powerW: null, mark: 0 },
    { at: at('2026-11-01'), energyWh: 700_500, powerW: null, mark: 0 },
  ])
  expect(told(rate(usageOf([meter('A', begun)])))).toEqual([['2026-10-05', '2026-11-01', 700, 200_000, 14_000]])
})

test('a missing week over the end of the month is shared by time, said to be estimated, and put right by the next bill', () => {
  const gap = (energyWh: number): Series =>
    seriesOf([
      { at: at('2026-10-01'), energyWh: 0, powerW: null, mark: 0 },
      { at: at('2026-10-29'), energyWh: 300_000, powerW: null, mark: 0 },
      { at: at('2026-11-05'), energyWh, powerW: null, mark: 0 },
      { at: at('2026-12-01'), energyWh: 700_000, powerW: null, mark: 0 },
    ])
  const now = new Date('2026-11-06T08:00:00Z')
  const [october] = rate(usageOf([meter('A', gap(370_000))]), [], now)
  expect(october).toMatchObject({ quantity: 330, meters: [{ estimated: true, lastWh: 330_000 }] })
  // The collector's own memory is imported later: on the 1st it stood at 350,000.
  const known = seriesOf([
    { at: at('2026-10-01'), energyWh: 0, powerW: null, mark: 0 },
    { at: at('2026-10-29'), energyWh: 300_000, powerW: null, mark: 0 },
    { at: at('2026-11-01'), energyWh: 350_000, powerW: null, mark: 0 },
    { at: at('2026-12-01'), energyWh: 700_000, powerW: null, mark: 0 },
  ])
  const ends = october?.meters?.[0]
  const billed = { day: '2026-11-01', lastWh: ends?.lastWh ?? 0, epochAt: ends?.epochAt ?? 0 }
  const december = new Date('2026-12-02T08:00:00Z')
  const [november] = rate(usageOf([meter('A', known, { billed })]), [usageDays('2026-10-01', '2026-11-01')], december, '2026-12') // prettier-ignore
  expect(november).toMatchObject({ quantity: 370, meters: [{ firstWh: 330_000, lastWh: 700_000, estimated: false }] })
  // Estimated above all that was drawn since: nothing is owed, and the next bill begins there again.
  const over = { ...billed, lastWh: 800_000 }
  expect(rate(usageOf([meter('A', known, { billed: over })]), [usageDays('2026-10-01', '2026-11-01')], december, '2026-12')).toMatchObject([{ quantity: 0, net_cents: 0, meters: [{ firstWh: 800_000, lastWh: 800_000 }] }]) // prettier-ignore
})

test('what was estimated is put right although the next run reads the counter from a later reading on', () => {
  const reading = (day: string, energyWh: number, mark = 0): Reading => ({ at: at(day), energyWh, powerW: null, mark })
  const [october] = rate(
    usageOf([meter('A', seriesOf([reading('2026-10-01', 0), reading('2026-10-29', 300_000), reading('2026-11-05', 370_000)]))]), // prettier-ignore
    [],
    new Date('2026-11-06T08:00:00Z'),
  )
  const ends = october?.meters?.[0]
  expect(ends).toMatchObject({ estimated: true, lastWh: 330_000 })
  const billed = { day: '2026-11-01', lastWh: ends?.lastWh ?? 0, epochAt: ends?.epochAt ?? 0 }
  const november = (...readings: readonly Reading[]) =>
    rate(usageOf([meter('A', seriesOf(readings), { billed })]), [usageDays('2026-10-01', '2026-11-01')], new Date('2026-12-02T08:00:00Z'), '2026-12') // prettier-ignore
  // Found later: on the 1st it stood at 350,000. October lost 20 kWh, and November brings them.
  expect(november(reading('2026-10-29', 300_000), reading('2026-11-01', 350_000), reading('2026-12-01', 700_000))).toMatchObject([{ quantity: 370, meters: [{ firstWh: 330_000, lastWh: 700_000 }] }]) // prettier-ignore
  // Found later: the meter was replaced on the 30th. What the new one stands at has nothing to do with the old bill.
  expect(november(reading('2026-10-29', 300_000), reading('2026-10-30', 0, 2), reading('2026-11-01', 20_000), reading('2026-12-01', 400_000))).toMatchObject([{ quantity: 380, meters: [{ firstWh: 20_000, lastWh: 400_000 }] }]) // prettier-ignore
  // Estimated too high, and set anew before it was drawn: what is left of it is a figure of the new counter.
  const over = rate(
    usageOf([meter('A', seriesOf([reading('2026-10-29', 300_000), reading('2026-11-01', 310_000), reading('2026-11-05', 315_000), reading('2026-11-06', 0, 2), reading('2026-12-01', 4000)]), { billed })]), // prettier-ignore
    [usageDays('2026-10-01', '2026-11-01')],
    new Date('2026-12-02T08:00:00Z'),
    '2026-12',
  )
  expect(over).toMatchObject([{ quantity: 0, meters: [{ lastWh: 15_000, epochAt: at('2026-11-06') }] }])
})

test('a counter that was set anew inside a gap that was estimated: what both are known to have counted is billed, less the estimate; the rest is unknown', () => {
  const reading = (day: string, energyWh: number, mark = 0, hour = 0): Reading => ({ at: at(day) + hour * HOUR, energyWh, powerW: null, mark }) // prettier-ignore
  const [october] = rate(
    usageOf([meter('A', seriesOf([reading('2026-10-01', 0), reading('2026-10-29', 300_000), reading('2026-11-05', 370_000)]))]), // prettier-ignore
    [],
    new Date('2026-11-06T08:00:00Z'),
  )
  const ends = october?.meters?.[0]
  expect(ends).toMatchObject({ estimated: true, lastWh: 330_000, readAt: at('2026-10-29') })
  const billed = { day: '2026-11-01', lastWh: 330_000, epochAt: ends?.epochAt ?? 0, readAt: ends?.readAt ?? 0 }
  const november = (...readings: readonly Reading[]) =>
    rate(usageOf([meter('A', seriesOf(readings), { billed })]), [usageDays('2026-10-01', '2026-11-01')], new Date('2026-12-02T08:00:00Z'), '2026-12') // prettier-ignore
  // It stood at 360,000 before it was replaced: 60 kWh and the new one's first, of which 30 were billed; then 380 of November.
  const before = [reading('2026-10-29', 300_000), reading('2026-10-31', 360_000), reading('2026-10-31', 0, 2, 1), reading('2026-11-01', 1000)] // prettier-ignore
  expect(november(...before, reading('2026-12-01', 381_000))).toMatchObject([
    { quantity: 411, meters: [{ firstWh: 330_000, lastWh: 381_000, resets: 1, estimated: false }] },
  ])
  // It was estimated too high: 20 kWh are known of the days of which 30 were billed.
  expect(november(reading('2026-10-29', 300_000), reading('2026-10-30', 0, 2), reading('2026-11-01', 20_000), reading('2026-12-01', 400_000))).toMatchObject([{ quantity: 370 }]) // prettier-ignore
  // Set anew in a gap of days: nothing of it is known, and the line does not pass for measured; whether an end lies in the gap or not.
  const gap = [reading('2026-10-01', 0), reading('2026-10-20', 200_000), reading('2026-11-05', 30_000, 1), reading('2026-12-01', 90_000)] // prettier-ignore
  const dues = rate(usageOf([meter('A', seriesOf(gap))]), [], new Date('2026-12-02T08:00:00Z'), '2026-12')
  expect(dues.map(({ quantity, meters }) => [quantity, meters?.[0]?.estimated, meters?.[0]?.resets])).toEqual([
    [200, true, 0],
    [60, true, 1],
  ])
  const inside = [reading('2026-10-01', 0), reading('2026-10-10', 100_000), reading('2026-10-20', 5000, 1), reading('2026-11-01', 65_000)] // prettier-ignore
  expect(rate(usageOf([meter('A', seriesOf(inside))]))).toMatchObject([
    { quantity: 160, meters: [{ estimated: true, resets: 1 }] },
  ])
})

test('wherever a counter was set anew, whatever was estimated at the end of a month before that came to light: three bills are what both counters are known to have counted', () => {
  const closing = [at('2026-11-01'), at('2026-12-01'), at('2027-01-01')]
  const [begins, ends] = [at('2026-10-01'), closing[2] ?? 0]
  const read = fc.record({ after: fc.integer({ min: 6, max: 72 }), perHour: fc.nat(3000), anew: fc.nat(7), starts: fc.nat(400_000) }) // prettier-ignore
  // Over the end of the month, that is: nothing of what lies between two readings that the bill knew.
  const hidden = fc.record({ before: fc.nat(120), after: fc.integer({ min: 1, max: 120 }) })
  const story = fc.record({ reads: fc.array(read, { minLength: 60, maxLength: 60 }), gaps: fc.tuple(hidden, hidden) })
  fc.assert(
    fc.property(story, ({ reads, gaps }) => {
      // As it is known in the end. A counter that is set anew begins where it likes; the last days are read without a gap.
      const truth: Reading[] = [{ at: begins, energyWh: 1_000_000, powerW: null, mark: 0 }]
      const add = (after: number, perHour: number, starts: number | null): void => {
        const last = truth.at(-1) ?? { at: begins, energyWh: 0 }
        const energyWh = starts ?? (last.energyWh ?? 0) + after * perHour
        truth.push({ at: last.at + after * HOUR, energyWh, powerW: null, mark: starts === null ? 0 : 2 })
      }
      for (const { after, perHour, anew, starts } of reads) add(after, perHour, anew === 0 ? starts : null)
      while ((truth.at(-1)?.at ?? 0) < ends + 24 * HOUR) add(24, 3000, null)
      let billed: ServiceMeter['billed'] = null
      let [total, day] = [0, '2026-10-01']
      for (const [month, end] of closing.entries()) {
        // What lies around the end of the month comes after its bill; a counter that stands lower was set anew without a word.
        const gap = gaps[month]
        const seen = truth.filter(
          (one) => !gap || one.at <= end - gap.before * HOUR || one.at >= end + gap.after * HOUR,
        )
        const series = seen.map((one, index) => {
          const lower = (one.energyWh ?? 0) < (seen[index - 1]?.energyWh ?? 0)
          return { ...one, mark: lower && one.mark === 0 ? 1 : one.mark }
        })
        const name = ['2026-11', '2026-12', '2027-01'][month] ?? ''
        const usage = usageOf([meter('A', seriesOf(series), { billed })])
        const dues = rate(usage, [usageDays('2026-10-01', day)], new Date((end + 12 * HOUR) * 1000), name)
        const line = dues.at(-1)?.meters?.[0]
        if (!line) throw new Error(`nothing is billed of the month before ${name}`)
        total += dues.reduce((sum, due) => sum + (due.meters?.[0]?.wh ?? 0), 0)
        day = dues.at(-1)?.until ?? day
        billed = { day, lastWh: line.lastWh, epochAt: line.epochAt, ...(line.estimated ? { readAt: line.readAt } : {}) }
      }
      const known = energyBetween(countersOf(seriesOf(truth)), begins, ends)
      return total === known?.wh
    }),
    { numRuns: 40, endOnFailure: true },
  )
})

test('what is found later between two readings that a bill knew does not open that bill again: what was unknown in it stays given away', () => {
  const reading = (day: string, energyWh: number, mark = 0): Reading => ({ at: at(day), energyWh, powerW: null, mark })
  const known = [reading('2026-10-01', 0), reading('2026-10-10', 100_000), reading('2026-10-20', 5000, 1), reading('2026-11-01', 65_000)] // prettier-ignore
  const [october] = rate(usageOf([meter('A', seriesOf(known))]))
  const ends = october?.meters?.[0]
  expect(october).toMatchObject({ quantity: 160, meters: [{ estimated: true, resets: 1, readAt: at('2026-11-01') }] })
  // Found later: it stood at 190,000 before it was replaced. The line of October said that something is not known of it, and stands.
  const found = [...known.slice(0, 2), reading('2026-10-19', 190_000), ...known.slice(2), reading('2026-12-01', 365_000)] // prettier-ignore
  const billed = { day: '2026-11-01', lastWh: 65_000, epochAt: ends?.epochAt ?? 0, readAt: ends?.readAt ?? 0 }
  expect(rate(usageOf([meter('A', seriesOf(found), { billed })]), [usageDays('2026-10-01', '2026-11-01')], new Date('2026-12-02T08:00:00Z'), '2026-12')).toMatchObject([{ quantity: 300, meters: [{ firstWh: 65_000, lastWh: 365_000, resets: 0 }] }]) // prettier-ignore
})

test('a move in the month counts both places, each while it was the service’s; the end of the service ends the bill', () => {
  const moved = at('2026-10-11') + 10 * HOUR
  const meters = [
    meter('A', steady('2026-10-01', '2026-11-02', 1000), { meterId: 'old', until: moved }),
    meter('A', steady('2026-10-01', '2026-11-02', 500), { meterId: 'new', from: at('2026-10-10') }),
  ]
  expect(rate(usageOf(meters))[0]).toMatchObject({
    quantity: 250 + 264.5,
    meters: [
      { meterId: 'old', wh: 250_000 },
      { meterId: 'new', wh: 264_500 },
    ],
  })
  // Back on its old outlet, which another had for ten days between: once on the line, and nothing of the other's.
  const back = [
    meter('A', steady('2026-10-01', '2026-11-02', 1000), { until: at('2026-10-11') }),
    meter('A', steady('2026-10-01', '2026-11-02', 1000), { from: at('2026-10-21') }),
  ]
  expect(rate(usageOf(back))[0]?.meters).toMatchObject([{ wh: (240 + 265) * 1000, firstWh: 1_000_000 }])
  const billed = { day: '2026-10-11', lastWh: 1_240_000, epochAt: at('2026-10-01') }
  const later = back.map((one) => ({ ...one, billed }))
  expect(told(rate(usageOf(later), [usageDays('2026-10-01', '2026-10-11')]))[0]?.[2]).toBe(265)
  const ended = { ...space, endsOn: '2026-10-15' }
  expect(told(rate(usageOf([meters[0]].flatMap((one) => one ?? [])), [], NOVEMBER, '2026-11', ended))).toEqual([['2026-10-01', '2026-10-15', 250, 200_000, 5000]]) // prettier-ignore
})
