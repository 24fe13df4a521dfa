import { expect } from 'vitest'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type InvoiceWire, listInvoices, showInvoice } from '#billing/contract'
import type { LineWire } from '#market/contract'
import { doctorFindsNothing, must, orderNow, serviceNow } from '../house/asking.ts'
import { commandLine } from '../house/command-line.ts'
import { dayHere, firstMonth, inYear } from '../house/days.ts'
import { cloneBeside, commandsOf, type } from '../house/readme-commands.ts'
import type { Stage } from '../house/stage.ts'
import { ROOT } from '../house/start-house.ts'
import { doOpenWork } from '../house/technician.ts'
import { until } from '../house/until.ts'

const HEADING = "## Grand Besançon's rack"
const RESTART = 'npm start -- --days-ahead 31'
const README_MONTH = '2026-11'

const blocks = commandsOf('README.md', HEADING)
const restart = blocks.findIndex((block) => block.includes(RESTART))

let clone = ''
let year = ''
let order = ''
const servicesOf = async ({ house }: Stage): Promise<readonly string[]> =>
  (await orderNow(house.client, order)).lines.map(({ service }) => service ?? '')
const oneOf = (line: LineWire, about: string): string =>
  String(line.evidence.find(({ proof }) => proof === about)?.value)

export const orders = async (stage: Stage): Promise<void> => {
  expect(restart).toBeGreaterThan(4)
  const { house } = stage
  clone = cloneBeside(house.data)
  year = dayHere(new Date()).slice(0, 4)
  order = `BES-O-${year}-00001`
  await type(clone, inYear(blocks.slice(0, restart), year))

  const { state, accepted, totals, lines } = await until('all three lines are in service', async () => {
    const now = await orderNow(house.client, order)
    return now.state === 'in-service' ? now : null
  })
  expect([state, accepted?.paper?.number, totals]).toEqual([
    'in-service',
    'BC-2026-0117',
    { setup_cents: 52_000, monthly_cents: 81_000 },
  ])
  expect(lines.map(({ product, state: at, billing }) => [product, at, billing.reason])).toEqual([
    ['rack-space', 'in-service', 'acceptance'],
    ['cross-connect', 'in-service', 'acceptance'],
    ['cross-connect', 'in-service', 'acceptance'],
  ])
  const [rack, own, carrier] = lines
  if (!rack || !own || !carrier) throw new Error('three lines')
  expect(rack.evidence.map(({ proof }) => proof)).toEqual(
    expect.arrayContaining(['voltage-a', 'voltage-b', 'key-handed-to', 'handover-note']),
  )
  // Nobody was asked for the way to its own fibre; the carrier's letter is the consent to the other, and picked its port.
  expect(own.evidence.map(({ proof }) => proof)).toContain('consent-not-needed')
  expect(own.clocks.filter(({ owner }) => owner === 'other-side')).toEqual([])
  expect(oneOf(carrier, 'consent')).toBe('M3-P01/07')
  expect(carrier.clocks.some(({ owner, ended_at: ended }) => owner === 'other-side' && ended !== null)).toBe(true)
  expect(oneOf(carrier, 'loss-2')).toBe('1.02')
  await doctorFindsNothing(house.client)
}

export const isRefusedWithoutEngagement = async (stage: Stage): Promise<void> => {
  const { house } = stage
  const cli = commandLine(house.data)
  const text = readFileSync(join(ROOT, 'scenarios/grand-besancon/order.yaml'), 'utf8')
  const file = join(house.data, 'no-engagement.yaml')
  writeFileSync(
    file,
    text.replace(/^engagement_number:.*\n/m, '').replace(/^lines:/m, 'quote: subject-to-availability\nlines:'),
  )
  const papers = ['--paper', join(clone, 'signed.pdf'), '--paper-number', 'BC-1']
  const said = await cli('order', file, '--accept', ...papers, '--paper-signer', 'Alix Monnier')
  expect(said).toMatchObject({
    code: 1,
    value: {
      code: 'engagement-missing',
      titles: { en: expect.stringContaining('engagement_number') },
      values: { missing: ['engagement_number'] },
    },
  })
}

/** Thirty days of notice: the way to the carrier ends before the term, and the other two lines go on. */
export const givesUpOneLine = async (stage: Stage): Promise<void> => {
  const { house } = stage
  const [, , carrier = ''] = await servicesOf(stage)
  const cli = commandLine(house.data)
  const dry = await cli('service', 'cease', carrier, '--dry-run')
  expect(dry).toMatchObject({ code: 0, value: { order: null } })
  expect((await cli('service', 'cease', carrier)).code).toBe(0)
  const { ends_on: endsOn, billing_from: from } = await serviceNow(house.client, carrier)
  expect((Date.parse(endsOn ?? '') - Date.parse(from ?? '')) / 86_400_000).toBe(30)
}

const invoiceOf = async ({ house }: Stage): Promise<InvoiceWire> => {
  const { items } = must(await house.client.call(listInvoices, { query: { organisation: 'grand-besancon' } }))
  return must(await house.client.call(showInvoice, { params: { invoice: items[0]?.number ?? '' } }))
}

export const isBilled = async (stage: Stage): Promise<void> => {
  const { house } = stage
  const [rack = '', own = '', carrier = ''] = await servicesOf(stage)
  const from = (await serviceNow(house.client, rack)).billing_from ?? ''
  const now = new Date(Date.now() + 31 * 86_400_000)
  const commands = inYear(blocks.slice(restart + 1), dayHere(now).slice(0, 4)).map((command) =>
    command.replaceAll(README_MONTH, from.slice(0, 7)),
  )
  const said = await type(clone, commands)
  expect(said).toContain('0 lost, 0 double, 0 leaked')
  expect(
    readFileSync(join(clone, commands.join(' ').match(/F-\d{4}-000001\.pdf/)?.[0] ?? ''))
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-')
  const { number, snapshot } = await invoiceOf(stage)
  expect(number).toMatch(/^F-\d{4}-000001$/)
  expect(snapshot).toMatchObject({
    purchase_order: 'EJ-2026-00481',
    buyer_reference: 'DSI-EXEMPLE',
    sales_order: order,
    specimen: true,
    buyer: { public_body: true },
  })
  const cents = [
    [rack, 'setup', 40_000],
    [rack, 'rent', firstMonth(76_000, from)],
    [own, 'setup', 6000],
    [own, 'rent', firstMonth(2500, from)],
    [carrier, 'setup', 6000],
    [carrier, 'rent', firstMonth(2500, from)],
  ]
  expect(snapshot.lines.map(({ service, charge, net_cents: net }) => [service, charge, net])).toEqual(cents)
  const net = cents.reduce((sum, [, , one]) => sum + Number(one), 0)
  expect(snapshot.totals).toEqual({
    net_cents: net,
    vat_cents: Math.round(net / 5),
    gross_cents: net + Math.round(net / 5),
  })
}

export const hasOneLineLess = async (stage: Stage): Promise<void> => {
  const { house, technician, colleague } = stage
  const [rack = '', own = '', carrier = ''] = await servicesOf(stage)
  const done: string[] = []
  await until('the line to the carrier is taken down', async () => {
    done.push(...(await doOpenWork(technician, colleague, ({ service }) => service === carrier)))
    return (await serviceNow(house.client, carrier)).state === 'closed' ? true : null
  })
  expect(done).toEqual(['work-see-dark', 'work-pull-jumpers'])
  const states = await Promise.all([rack, own, carrier].map((service) => serviceNow(house.client, service)))
  expect(states.map(({ state, holds }) => [state, holds.length > 0])).toEqual([
    ['in-service', true],
    ['in-service', true],
    ['closed', false],
  ])
  await doctorFindsNothing(house.client)
}
