import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  acceptOrder,
  changeService,
  createOrder,
  handOver,
  importReadings,
  measuredLoads,
  remedyLine,
  serviceUsage,
  showOrder,
  showService,
} from '#market/contract'
import { approveRun, prepareRun, type RunWire } from '../contract.ts'
import { openTrade, type Trade } from '../testing-hall.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** What each feed of the place draws, in W, from when it was read first: whoever it is that draws. */
const DRAWN = { A: 400, B: 600 }
let trade: Trade
beforeAll(async () => {
  trade = await openTrade('2026-11-02T09:00:00Z')
})
afterAll(() => trade.close())

const people = () => ({
  isp: trade.member('morgan.vuillemin', 'read', 'order', 'sign', 'billing'),
  admin: trade.staff('camille.roy', 'admin'),
  accountant: trade.staff('sacha.perrin', 'accountant'),
})
const BEGINS = Date.parse('2026-10-01T00:00:00Z')
/** Hourly counters of both feeds of a place over these days, with what was drawn on average. */
const read = async (place: string, from: string, until: string, drawn = DRAWN): Promise<void> => {
  const rows: string[] = []
  for (let at = Date.parse(from); at <= Date.parse(until); at += HOUR)
    for (const side of ['A', 'B'] as const)
      rows.push(`feed-${side}-${place},${new Date(at).toISOString()},${Math.round(((at - BEGINS) / HOUR) * drawn[side])}`) // prettier-ignore
  const content_base64 = Buffer.from(`meter,at,energy_wh\n${rows.join('\n')}\n`).toString('base64')
  expect(await trade.must(people().admin, importReadings, { body: { file_name: 'r.csv', content_base64 } })).toMatchObject({ applied: true }) // prettier-ignore
}
const space = (more: object = {}) => ({
  size: 'half',
  watts: 1500,
  sides: 'A+B',
  health_data: false,
  ...more,
  place: { near_meet_me: false, no_neighbour: false, option_next: false, row: '2' },
})
const bill = async (month: string): Promise<RunWire> => {
  const prepared = await trade.must(people().accountant, prepareRun, { body: { month } })
  return trade.must(people().accountant, approveRun, { params: { run: prepared.id } })
}
const used = (run: RunWire) =>
  run.invoices
    .flatMap(({ lines }) => lines)
    .filter(({ charge }) => charge === 'usage')
    .map(({ quantity, period, metered }) => ({
      days: [period.first_day, period.last_day],
      kwh: quantity,
      meters: metered?.meters.map(({ feed, wh }) => [feed, wh]),
    }))
const hours = (from: string, until: string): number => (Date.parse(until) - Date.parse(from)) / HOUR
const usage = (service: string) => trade.must(people().isp, serviceUsage, { params: { service } })
const holds = async (service: string): Promise<readonly string[]> =>
  (await trade.must(people().isp, showService, { params: { service } })).holds
    .filter(({ kind }) => kind === 'compartment')
    .map(({ label }) => label)

let service = ''
let first = ''

test('what was drawn in a place between its signature and its handover is nobody’s: not shown, not billed; before the first billed day it is shown and not billed', async () => {
  const { isp, admin } = people()
  const order = await trade.must(isp, createOrder, {
    body: {
      organisation: 'jurassix',
      quote: 'subject-to-availability',
      lines: [{ product: 'rack-space', parameters: space() }],
    },
  })
  const params = { order: order.number }
  await trade.must(isp, acceptOrder, { params })
  await trade.drive()
  service = (await trade.must(isp, showOrder, { params })).lines[0]?.service ?? ''
  ;[first = ''] = await holds(service)
  // Somebody else, or the site's own gear, draws there: reserved is not handed over.
  trade.now = new Date('2026-11-09T12:30:00Z')
  await read(first, '2026-11-07T00:00:00Z', '2026-11-09T12:00:00Z')
  expect(await usage(service)).toMatchObject({ source: 'unknown', peak_7d_w: null, committed_w: 1500, awaits_handover: true, meters: [], months: [{ wh: null }, { wh: null }, { wh: null }] }) // prettier-ignore
  expect((await trade.must(admin, measuredLoads)).compartments).toMatchObject([
    { compartment: first, measured_w: null },
  ])

  // Handed over on the 10th at ten, rejected, put right, accepted on the 16th: what the customer drew meanwhile it sees.
  trade.now = new Date('2026-11-10T09:00:00Z')
  await trade.deliver(3)
  const line = { params: { ...params, position: 1 } }
  await trade.must(isp, handOver, { ...line, body: { verdict: 'rejected', reason: 'the door does not lock' } })
  trade.now = new Date('2026-11-13T09:00:00Z')
  await trade.must(admin, remedyLine, { ...line, body: { note: 'new lock' } })
  await trade.deliver(2)
  trade.now = new Date('2026-11-16T14:00:00Z')
  await trade.must(isp, handOver, { ...line, body: { verdict: 'accepted' } })
  await trade.drive()
  trade.now = new Date('2026-12-02T08:00:00Z')
  await read(first, '2026-11-09T13:00:00Z', '2026-12-02T08:00:00Z')
  const { meters, months, ...now } = await usage(service)
  expect(now).toMatchObject({ source: 'measured', measured_w: 1000, peak_7d_w: 1000, known_s: 7 * DAY / 1000 }) // prettier-ignore
  expect(meters).toMatchObject([{ feed: `feed-A-${first}`, place: first, until: null }, { side: 'B' }])
  expect(meters[0]?.from).toMatch(/^2026-11-10T09:00:0\d/)
  const november = months[1]
  const billed = hours('2026-11-15T23:00:00Z', '2026-11-30T23:00:00Z')
  expect(november).toMatchObject({ month: '2026-11', owed_wh: billed * 1000, places: [{ place: first }], missing_s: 0 })
  const shown = hours('2026-11-10T09:00:00Z', '2026-11-30T23:00:00Z')
  expect(Math.abs((november?.wh ?? 0) - shown * 1000)).toBeLessThan(5)
  // Rent from the day of the acceptance, and so is what is drawn.
  expect(used(await bill('2026-12'))).toEqual([
    {
      days: ['2026-11-16', '2026-11-30'],
      kwh: billed,
      meters: [
        [`feed-A-${first}`, billed * 400],
        [`feed-B-${first}`, billed * 600],
      ],
    },
  ])
}, 120_000)

test('after a move both places stand on the page and on the bill by name, the new one from its handover, the old one until it was given back', async () => {
  const { isp } = people()
  trade.now = new Date('2026-12-05T09:00:00Z')
  const asked = await trade.must(isp, changeService, {
    params: { service },
    body: { parameters: space({ size: 'full', watts: 1800 }), quote: 'subject-to-availability' },
  })
  const params = { order: asked.order }
  await trade.must(isp, acceptOrder, { params })
  await trade.drive()
  const second = (await trade.must(isp, showOrder, { params })).lines[0]?.change
  expect(second).not.toBeNull()
  const place = asked.would_reserve.find(({ kind }) => kind === 'compartment')?.label ?? ''
  // Reserved on the 5th; handed over on the 8th; the customer has moved on the 9th, and accepts on the 14th.
  trade.now = new Date('2026-12-08T09:00:00Z')
  await read(place, '2026-12-06T00:00:00Z', '2026-12-08T08:00:00Z', { A: 3000, B: 3000 })
  for (let round = 0; round < 2; round += 1) await trade.deliver(1)
  expect((await usage(service)).meters.map(({ place: of, until }) => [of, until])).toEqual([[first, null], [first, null], [place, null], [place, null]]) // prettier-ignore
  trade.now = new Date('2026-12-14T09:00:00Z')
  await trade.must(isp, handOver, { params: { ...params, position: 1 }, body: { verdict: 'accepted' } })
  await trade.deliver(4)
  expect(await holds(service)).toEqual([place])
  trade.now = new Date('2027-01-02T08:00:00Z')
  await read(place, '2026-12-08T09:00:00Z', '2027-01-02T07:00:00Z', { A: 3000, B: 3000 })
  await read(first, '2026-12-02T09:00:00Z', '2027-01-02T07:00:00Z')
  const { meters, months } = await usage(service)
  expect(meters.map(({ place: of, until }) => [of, until === null])).toEqual([[place, true], [place, true], [first, false], [first, false]]) // prettier-ignore
  const december = months[1]
  expect(december).toMatchObject({ month: '2026-12', missing_s: 0, estimated: false })
  expect(december?.owed_wh).toBe(december?.wh)
  expect(december?.places.map(({ place: of }) => of)).toEqual([first, place])
  const left = Date.parse(meters.at(-1)?.until ?? '')
  const handed = Date.parse(meters[0]?.from ?? '')
  expect(new Date(handed).toISOString()).toMatch(/^2026-12-08T09:/)
  expect(new Date(left).toISOString()).toMatch(/^2026-12-14T09:/)
  const [atFirst, atPlace] = december?.places.map(({ wh }) => wh) ?? []
  expect(Math.abs((atFirst ?? 0) - ((left - Date.parse('2026-11-30T23:00:00Z')) / HOUR) * 1000)).toBeLessThan(5)
  expect(Math.abs((atPlace ?? 0) - ((Date.parse('2026-12-31T23:00:00Z') - handed) / HOUR) * 6000)).toBeLessThan(5)
  // The bill is what the page says, to the Wh.
  const lines = used(await bill('2027-01'))
  expect(lines.map(({ days }) => days)).toEqual([['2026-12-01', '2026-12-31']])
  expect(Math.round((lines[0]?.kwh ?? 0) * 1000)).toBe(december?.wh)
  expect(lines[0]?.meters?.map(([feed]) => feed).toSorted()).toEqual([`feed-A-${first}`, `feed-A-${place}`, `feed-B-${first}`, `feed-B-${place}`].toSorted()) // prettier-ignore
  // Whoever comes into the old place begins there anew: this customer reads nothing of it any more.
  expect((await usage(service)).peak_7d_w).toBe(6000)
}, 120_000)
