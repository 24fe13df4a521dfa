import { afterAll, beforeAll, expect, test } from 'vitest'
import { acceptOrder, createOrder, handOver, handOverPaid, issueLetter, showOrder, showService } from '#market/contract'
import { listInvoices, prepareRun, approveRun, showInvoice } from './contract.ts'
import { openTrade, type Trade } from './testing-hall.ts'

let trade: Trade
beforeAll(async () => {
  trade = await openTrade('2026-11-23T09:00:00Z')
})
afterAll(() => trade.close())

const EVERYTHING = ['read', 'order', 'sign', 'loa', 'billing'] as const

test('a cross-connect that the side it reaches pays for: ordered by one, billed to the other, and not a cent to who ordered it', async () => {
  const isp = trade.member('morgan.vuillemin', ...EVERYTHING)
  const carrier = trade.member('noa.barbier', ...EVERYTHING)
  const stranger = trade.member('mael.chopard', ...EVERYTHING)
  const admin = trade.staff('camille.roy', 'admin')
  const accountant = trade.staff('sacha.perrin', 'accountant')

  const asked = {
    organisation: 'jurassix',
    quote: 'subject-to-availability',
    customer_reference: 'JX-2026-7',
    lines: [
      {
        product: 'cross-connect',
        parameters: {
          media: 'fibre-duplex',
          pay: 'rent',
          payer: 'z',
          a: { panel: 'R1-P01', position: 1 },
          z: { organisation: 'rhin-rhone-transit', panel: 'M3-P01' },
        },
      },
    ],
  }
  const drafted = await trade.must(isp, createOrder, { body: asked })
  const params = { order: drafted.number }
  await trade.must(isp, acceptOrder, { params })
  await trade.drive()
  const quoted = await trade.must(admin, showOrder, { params })
  const [line] = quoted.lines
  const [price] = line?.prices ?? []
  expect(line).toMatchObject({ state: 'waiting', waiting: { for: 'other-side', what: { code: 'payer-awaited' } } })

  const letter = await trade.must(carrier, issueLetter, {
    body: {
      company: 'jurassix',
      panel: 'M3-P01',
      position: 3,
      answers: { order: drafted.number, position: 1 },
      pays: { customer_reference: 'RRT-77' },
    },
  })
  await trade.deliver()
  // Who orders does not accept what another pays for.
  const verdict = { body: { verdict: 'accepted' } }
  expect(await trade.ask(isp, handOver, { params: { ...params, position: 1 }, ...verdict })).toMatchObject({ refusal: { code: 'payer-accepts' } }) // prettier-ignore
  await trade.must(carrier, handOverPaid, { params: { letter: letter.number }, ...verdict })
  await trade.drive()
  const service = line?.service ?? ''
  expect(await trade.must(carrier, showService, { params: { service } })).toMatchObject({
    state: 'in-service',
    billing_from: '2026-11-23',
  })

  trade.now = new Date('2026-12-02T08:00:00Z')
  const prepared = await trade.must(accountant, prepareRun, { body: { month: '2026-12' } })
  expect(prepared.invoices.map(({ organisation }) => organisation.handle)).toEqual(['rhin-rhone-transit'])
  expect(prepared.held).toEqual([])
  const run = await trade.must(accountant, approveRun, { params: { run: prepared.id } })
  expect(run.invoices).toHaveLength(1)

  // Setup once, eight days of November and December in advance, under the payer's own reference.
  const [card] = (await trade.must(carrier, listInvoices)).items
  const { snapshot } = await trade.must(carrier, showInvoice, { params: { invoice: card?.number } }) // prettier-ignore
  // 60 € once, 25 € a month: 25 × 8 ÷ 30 = 6.67.
  expect(price).toMatchObject({ item: 'xc-fibre-duplex', setup_cents: 6000, monthly_cents: 2500 })
  expect(snapshot.lines.map(({ charge, net_cents, period }) => [charge, period.first_day, net_cents])).toEqual([
    ['setup', '2026-11-23', 6000],
    ['rent', '2026-11-23', 667],
    ['rent', '2026-12-01', 2500],
  ])
  expect(snapshot).toMatchObject({ buyer: { name: 'Rhin-Rhône Transit' }, purchase_order: 'RRT-77' })
  expect(snapshot.lines.every(({ service: of }) => of === service)).toBe(true)
  expect(JSON.stringify(snapshot)).not.toContain('JX-2026-7')

  // Who ordered it has no invoice, of this month or the next, and reads none of the payer's.
  expect((await trade.must(isp, listInvoices)).items).toEqual([])
  for (const other of [isp, stranger])
    expect(await trade.ask(other, showInvoice, { params: { invoice: card?.number } })).toBeNull()
  trade.now = new Date('2027-01-02T08:00:00Z')
  const next = await trade.must(accountant, prepareRun, { body: { month: '2027-01' } })
  expect(next.invoices.map(({ organisation, lines }) => [organisation.handle, lines.map(({ net_cents: net }) => net)])).toEqual([['rhin-rhone-transit', [2500]]]) // prettier-ignore
})
