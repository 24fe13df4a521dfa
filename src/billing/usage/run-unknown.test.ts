import { afterAll, beforeAll, expect, test } from 'vitest'
import { say } from '#kernel'
import { acceptOrder, createOrder, handOver, importReadings, showOrder, showService } from '#market/contract'
import { approveRun, prepareRun, type RunWire, showRun } from '../contract.ts'
import { openTrade, type Trade } from '../testing-hall.ts'
import { words } from '../words.ts'

const HOUR = 3_600_000
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
const handedOver = async (): Promise<readonly [service: string, place: string]> => {
  const { isp } = people()
  const place = { near_meet_me: false, no_neighbour: false, option_next: false, row: '2' }
  const parameters = { size: 'half', watts: 1500, sides: 'A+B', health_data: false, place }
  const lines = [{ product: 'rack-space', parameters }]
  const body = { organisation: 'jurassix', quote: 'subject-to-availability', lines }
  const params = { order: (await trade.must(isp, createOrder, { body })).number }
  await trade.must(isp, acceptOrder, { params })
  await trade.deliver(3)
  await trade.must(isp, handOver, { params: { ...params, position: 1 }, body: { verdict: 'accepted' } })
  await trade.drive()
  const service = (await trade.must(isp, showOrder, { params })).lines[0]?.service ?? ''
  const { holds } = await trade.must(isp, showService, { params: { service } })
  return [service, holds.find(({ kind }) => kind === 'compartment')?.label ?? '']
}
/** Hourly counters of these sides of the place. */
const read = async (place: string, sides: readonly string[], from: string, until: string): Promise<void> => {
  const rows: string[] = []
  for (let at = Date.parse(from); at <= Date.parse(until); at += HOUR)
    for (const side of sides)
      rows.push(`feed-${side}-${place},${new Date(at).toISOString()},${(at - Date.parse('2026-10-01')) / HOUR}`)
  const content_base64 = Buffer.from(`meter,at,energy_kwh\n${rows.join('\n')}\n`).toString('base64')
  expect(await trade.must(people().admin, importReadings, { body: { file_name: 'r.csv', content_base64 } })).toMatchObject({ applied: true }) // prettier-ignore
}
const warned = ({ invoices }: RunWire) =>
  invoices.flatMap(({ warnings }) => warnings).filter(({ code }) => code === 'usage-unknown')

test('a feed that was not read is named by the run, with its service and the days that are not billed; once it is read nothing is said', async () => {
  const { accountant } = people()
  const [service, place] = await handedOver()
  trade.now = new Date('2026-12-01T08:00:00Z')
  await read(place, ['A'], '2026-11-02T07:00:00Z', '2026-12-01T07:00:00Z')
  const body = { month: '2026-12' }
  const told = { code: 'usage-unknown', service, feeds: [`feed-B-${place}`], first_day: '2026-11-02', last_day: '2026-11-30' } // prettier-ignore
  const dry = await trade.must(accountant, prepareRun, { body: { ...body, dry_run: true } })
  expect(warned(dry)).toEqual([told])
  const run = await trade.must(accountant, prepareRun, { body })
  expect(run.invoices.flatMap(({ lines }) => lines).filter(({ charge }) => charge === 'usage')).toEqual([])
  expect(warned(run)).toEqual([told])
  expect(say(words['usage-unknown'], 'fr', told)).toContain(`${service}\u00a0: aucune consommation facturée du 2 novembre 2026 au 30 novembre 2026`) // prettier-ignore
  expect(say(words['usage-unknown'], 'en', told)).toContain(`for want of readings of feed-B-${place}`)
  const params = { run: run.id }
  await trade.must(accountant, approveRun, { params })
  trade.now = new Date('2027-01-01T08:00:00Z')
  // As it stood when it was approved, whatever is read afterwards.
  await read(place, ['B'], '2026-11-02T07:00:00Z', '2027-01-01T07:00:00Z')
  await read(place, ['A'], '2026-12-01T08:00:00Z', '2027-01-01T07:00:00Z')
  expect(warned(await trade.must(accountant, showRun, { params }))).toEqual([told])
  const next = await trade.must(accountant, prepareRun, { body: { month: '2027-01' } })
  expect(warned(next)).toEqual([])
  expect(next.invoices.flatMap(({ lines }) => lines).filter(({ charge }) => charge === 'usage')).toMatchObject([
    { period: { first_day: '2026-11-02', last_day: '2026-11-30' } },
    { period: { first_day: '2026-12-01', last_day: '2026-12-31' } },
  ])
})
