import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel'
import { recordingPaper } from '#paper/testing'
import { drawInvoice } from '../print/draw-invoice.ts'
import { printInvoice } from '../print/print-invoice.ts'
import type { InvoiceSnapshot } from '../snapshot.ts'
import { readInvoice } from '../store-invoice.ts'
import { type BilledSite, billedSite, orderLine, runMonth, sellService } from '../testing-site.ts'

let site: BilledSite
beforeAll(async () => {
  site = await billedSite()
})
afterAll(() => site.database.close())

const rack = { item: 'rack-full', setup_micro_euros: 0, monthly_micro_euros: 380_000_000 }
const each = { quantity: 4, unit: 'kW', unit_micro_euros: 23_750_000 }
const power = { item: 'kw-committed', setup_micro_euros: 0, monthly_micro_euros: 95_000_000, ...each }
const option = { item: 'option-full', setup_micro_euros: 0, monthly_micro_euros: 95_000_000 }

/** A whole rack with an option on the next one; the option given up on the 16th, where it was. */
const sold = async (number: string, givenUp: boolean): Promise<void> => {
  const of = { organisation: site.ids.isp, product: 'rack-space' }
  const service = await sellService(site, { ...of, number, item: 'rack-full', euros: 570 })
  const line = await orderLine(site, { ...of, service, number: number.replace('RS-0', 'O-2026-'), does: 'create' })
  await sql`update market.line set quote = ${JSON.stringify({ prices: [rack, power, option], refusal: null })}::jsonb where id = ${line}`.execute(
    site.db,
  )
  if (!givenUp) return
  for (const [from, items, euros] of [
    ['2026-12-01', [], 570],
    ['2026-12-16', [rack, power], 475],
  ] as const)
    await sql`insert into market.service_price (id, service_id, from_date, item, items, monthly_micro_euros, made_at)
      values (${newId()}, ${service}, ${from}, 'rack-full', ${JSON.stringify(items)}::jsonb, ${euros * 1_000_000}, ${from})`.execute(
      site.db,
    )
}

/** All words that stand on the paper. */
const printed = (invoice: InvoiceSnapshot): string => {
  const { paper, read } = recordingPaper()
  drawInvoice(paper, invoice)
  return read().join(' ').replaceAll(' | ', ' ').replaceAll('\u00A0', ' ').replaceAll(/ +/g, ' ')
}

test('a line of rent names what its price is made of, the option with its own amount: as data and on paper, in both languages', async () => {
  await sold('BES-RS-000001', false)
  await sold('BES-RS-000002', true)
  // Its price was agreed apart from the list: what it is made of is not known, and not told.
  const of = { organisation: site.ids.isp, product: 'rack-space' }
  const agreed = await sellService(site, { ...of, number: 'BES-RS-000003', item: 'rack-full', euros: 500 })
  const line = await orderLine(site, { ...of, service: agreed, number: 'BES-O-2026-00093', does: 'create' })
  await sql`update market.line set quote = ${JSON.stringify({ prices: [rack, power, option] })}::jsonb where id = ${line}`.execute(
    site.db,
  )
  const run = await runMonth(site, '2026-12', '2026-12-20T08:00:00Z')
  expect(run.invoices.map(({ net_cents: net }) => net)).toEqual([57_000 + 27_581 + 24_516 + 50_000])
  const invoice = await readInvoice(site.db, { all: true }, run.invoices[0]?.number ?? '')
  if (!invoice) throw new Error('the invoice is not there')
  const named = [
    { item: 'rack-full', name: { fr: 'Baie entière', en: 'Full rack' }, price_micro_euros: 380_000_000 },
    {
      item: 'kw-committed',
      name: { fr: 'Puissance souscrite', en: 'Committed power' },
      price_micro_euros: 95_000_000,
      times: each,
    },
    {
      item: 'option-full',
      name: { fr: 'Option sur la baie voisine', en: 'Option on the next rack' },
      price_micro_euros: 95_000_000,
    },
  ]
  expect(
    invoice.snapshot.lines.map(({ service, period, net_cents, parts }) => [
      service,
      period.first_day,
      net_cents,
      parts,
    ]),
  ).toEqual([
    ['BES-RS-000001', '2026-12-01', 57_000, named],
    ['BES-RS-000002', '2026-12-01', 27_581, named],
    ['BES-RS-000002', '2026-12-16', 24_516, named.slice(0, 2)],
    ['BES-RS-000003', '2026-12-01', 50_000, undefined],
  ])
  expect(printed(invoice.snapshot)).toContain(
    'par mois : Baie entière 380,00 € + Puissance souscrite 4 kW × 23,75 € = 95,00 € + Option sur la baie voisine 95,00 €',
  )
  const { buyer } = invoice.snapshot
  expect(printed({ ...invoice.snapshot, buyer: { ...buyer, language: 'en' } })).toContain(
    'a month: Full rack €380.00 + Committed power 4 kW × €23.75 = €95.00 + Option on the next rack €95.00',
  )
  expect((await printInvoice(invoice.snapshot, new Date('2026-12-20'))).length).toBeGreaterThan(5000)

  // Days that are repaid say nothing of parts.
  await sql`update market.service set state = 'notice-given', ends_on = '2026-12-21' where number = 'BES-RS-000001'`.execute(
    site.db,
  )
  const back = await runMonth(site, '2027-01', '2027-01-02T08:00:00Z')
  const note = back.invoices.find(({ kind }) => kind === 'credit-note')
  const credit = await readInvoice(site.db, { all: true }, note?.number ?? '')
  expect(credit?.snapshot.lines).toMatchObject([{ service: 'BES-RS-000001', net_cents: 20_226 }])
  expect(credit?.snapshot.lines[0]).not.toHaveProperty('parts')
})
