import { afterAll, beforeAll, expect, test } from 'vitest'
import { acceptOrder, createOrder, handOver, showOrder } from '#market/contract'
import { approveRun, prepareRun, type RunWire } from './contract.ts'
import { openTrade, type Trade } from './testing-hall.ts'

let trade: Trade
beforeAll(async () => {
  trade = await openTrade('2026-11-26T09:00:00Z')
})
afterAll(() => trade.close())

const people = () => ({
  isp: trade.member('morgan.vuillemin', 'read', 'order', 'sign', 'billing'),
  admin: trade.staff('camille.roy', 'admin'),
  accountant: trade.staff('sacha.perrin', 'accountant'),
})
const rack = {
  size: 'half',
  watts: 1500,
  sides: 'A+B',
  health_data: false,
  place: { near_meet_me: false, no_neighbour: false, option_next: false, row: '2' },
}
/** Signed by the customer, delivered and noticed on the 26th. */
const ready = async (): Promise<string> => {
  const { isp } = people()
  const lines = [{ product: 'rack-space', parameters: rack }]
  const body = { organisation: 'jurassix', quote: 'subject-to-availability', lines }
  const { number } = await trade.must(isp, createOrder, { body })
  await trade.must(isp, acceptOrder, { params: { order: number } })
  return number
}
const accept = async (order: string, date: string): Promise<void> => {
  const content_base64 = Buffer.from('%PDF-1.4\n%signed\n').toString('base64')
  const paper = { file_name: 'pv.pdf', content_base64, number: 'PV-1', date, signer: 'Morgan Vuillemin' }
  const params = { order, position: 1 }
  await trade.must(people().admin, handOver, { params, body: { verdict: 'accepted', paper } })
  await trade.drive()
  expect((await trade.must(people().isp, showOrder, { params: { order } })).lines[0]).toMatchObject({
    state: 'in-service',
    billing: { from: date, reason: 'acceptance' },
  })
}
const bill = async (month: string, at: string): Promise<RunWire> => {
  trade.now = new Date(at)
  const prepared = await trade.must(people().accountant, prepareRun, { body: { month } })
  return trade.must(people().accountant, approveRun, { params: { run: prepared.id } })
}
const rents = ({ invoices }: RunWire, service: string) =>
  invoices
    .flatMap(({ lines }) => lines)
    .filter((line) => line.charge === 'rent' && line.service === service)
    .map(({ period: { first_day, last_day } }) => [first_day, last_day])

test('a paper of days whose month is invoiced already changes no invoice: the next one carries the missing days, once', async () => {
  const [first, second] = [await ready(), await ready()]
  await trade.deliver(3)
  const serviceOf = async (order: string) =>
    (await trade.must(people().isp, showOrder, { params: { order } })).lines[0]?.service ?? ''
  const [early, late] = [await serviceOf(first), await serviceOf(second)]
  await accept(first, '2026-11-26')
  const december = await bill('2026-12', '2026-12-01T08:00:00Z')
  expect([rents(december, early), rents(december, late)]).toEqual([
    [
      ['2026-11-26', '2026-11-30'],
      ['2026-12-01', '2026-12-31'],
    ],
    [],
  ])
  // Signed on the 27th, entered after December was invoiced, within the days of silence.
  trade.now = new Date('2026-12-02T08:00:00Z')
  await accept(second, '2026-11-27')
  const january = await bill('2027-01', '2027-01-04T08:00:00Z')
  expect([rents(january, early), rents(january, late)]).toEqual([
    [['2027-01-01', '2027-01-31']],
    [
      ['2026-11-27', '2026-11-30'],
      ['2026-12-01', '2026-12-31'],
      ['2027-01-01', '2027-01-31'],
    ],
  ])
  const again = await trade.must(people().accountant, prepareRun, { body: { month: '2027-01', dry_run: true } })
  expect(again.invoices).toEqual([])
})
