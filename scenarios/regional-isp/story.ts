import { join } from 'node:path'
import { expect } from 'vitest'
import { prepareRun } from '#billing/contract'
import type { Client } from '#kernel'
import {
  acceptOrder,
  changeService,
  createOrder,
  handOver,
  issueLetter,
  type OrderWire,
  remedyLine,
  type LineWire,
} from '#market/contract'
import { doctorFindsNothing, must, orderNow, serviceNow } from '../house/asking.ts'
import { commandLine } from '../house/command-line.ts'
import { dayHere } from '../house/days.ts'
import { deliverUntil, isLine, lineOf, sign } from '../house/delivery.ts'
import type { Stage } from '../house/stage.ts'
import { ROOT } from '../house/start-house.ts'
import { until } from '../house/until.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
const [RACK, PORT, CARRIER] = [1, 2, 3] as const
const MAIL = 'morgan.vuillemin@jurassix.example'
let order = ''

/** Accepted in writing by the customer's signatory, and seen in service. */
const accept = async (stage: Stage, signatory: Client, of: string, position: number): Promise<OrderWire> => {
  must(
    await signatory.call(handOver, { params: { order: of, position: `${position}` }, body: { verdict: 'accepted' } }),
  )
  return deliverUntil(stage, of, 'what was accepted is in service', isLine(position, 'in-service'))
}

/** How long each party was waited for, in ms, as the clocks of a line say it. */
const waited = ({ clocks }: LineWire, owner: string, now: number): number =>
  clocks
    .filter((clock) => clock.owner === owner)
    .reduce((sum, { began_at: from, ended_at: to }) => sum + (to === null ? now : Date.parse(to)) - Date.parse(from), 0)

/** What a run of that day's month would bill. */
const billedServices = async (
  { house }: Stage,
  at: number,
): Promise<readonly (readonly [string, string, number])[]> => {
  const month = dayHere(at).slice(0, 7)
  const run = must(await house.client.call(prepareRun, { body: { month, dry_run: true } }))
  return run.invoices
    .filter(({ organisation }) => organisation.handle === 'jurassix')
    .flatMap(({ lines }) => lines.map(({ service, charge, net_cents: net }) => [service, charge, net] as const))
}

export const orders = async (stage: Stage): Promise<void> => {
  const { house, key } = stage
  const isp = await key(MAIL, 'read', 'order', 'sign')
  const drafted = await commandLine(house.data)('order', join(ROOT, 'scenarios/regional-isp/order.yaml'))
  expect(drafted.code).toBe(0)
  order = (drafted.value as OrderWire).number
  await sign(isp, order)
  const ready = await deliverUntil(
    stage,
    order,
    'the rack is ready and the carrier is waited for',
    (now) => isLine(RACK, 'ready')(now) && lineOf(now, CARRIER).waiting?.for === 'other-side',
  )
  expect(lineOf(ready, CARRIER).waiting?.what).toMatchObject({ code: 'letter-awaited', handle: 'rhin-rhone-transit' })
  // The port's switch is a device: without one the line waits for the site, not for the carrier.
  const inService = await accept(stage, isp, order, RACK)
  const rack = lineOf(inService, RACK)
  expect([rack.state, rack.billing.reason]).toEqual(['in-service', 'acceptance'])
  const billed = await billedServices(stage, Date.now())
  expect(billed.map(([service, charge]) => [service, charge])).toEqual([
    [rack.service, 'setup'],
    [rack.service, 'rent'],
  ])
  expect(billed[0]?.[2]).toBe(15_000)
  for (const position of [RACK, PORT]) expect(waited(lineOf(inService, position), 'other-side', Date.now())).toBe(0)
  await doctorFindsNothing(house.client)
}

export const isConnected = async (stage: Stage): Promise<void> => {
  const { house, key } = stage
  const isp = await key(MAIL, 'read', 'order', 'sign')
  const carrier = await key('noa.barbier@rhin-rhone-transit.example', 'read', 'loa')
  const body = { company: 'jurassix', panel: 'M3-P01', position: 11, answers: { order, position: CARRIER } }
  const letter = must(await carrier.call(issueLetter, { body }))
  expect(letter.label).toBe('M3-P01/11')
  const ready = await deliverUntil(stage, order, 'the line to the carrier is ready', isLine(CARRIER, 'ready'))
  const line = lineOf(ready, CARRIER)
  // A month of the carrier's, and of nobody else's: the site was not waited for meanwhile.
  const [others, ours] = [waited(line, 'other-side', Number.NaN), waited(line, 'site', Number.NaN)]
  expect(others).toBeGreaterThan(31 * DAY_MS - MINUTE_MS)
  expect(others).toBeLessThan(31 * DAY_MS + 10 * MINUTE_MS)
  expect(ours).toBeLessThan(10 * MINUTE_MS)
  expect(waited(lineOf(ready, RACK), 'other-side', Number.NaN)).toBe(0)

  const params = { order, position: `${CARRIER}` }
  const reason = 'Light arrives on strand 2 only.'
  const rejected = must(await isp.call(handOver, { params, body: { verdict: 'rejected', reason } }))
  expect(lineOf(rejected, CARRIER)).toMatchObject({ state: 'rejected', rejected: { reason } })
  const [rack, cable] = [lineOf(rejected, RACK).service ?? '', line.service ?? '']
  const billed = await billedServices(stage, Date.now() + 31 * DAY_MS)
  expect(billed.some(([service]) => service === rack)).toBe(true)
  expect(billed.some(([service]) => service === cable)).toBe(false)

  must(await stage.technician.call(remedyLine, { params, body: { note: 'Sleeve of M3-P01/11 cleaned.' } }))
  await deliverUntil(stage, order, 'it is ready again', isLine(CARRIER, 'ready'))
  expect(lineOf(await accept(stage, isp, order, CARRIER), CARRIER).state).toBe('in-service')
  await doctorFindsNothing(house.client)
}

/** Quoted, signed, worked and handed over: the service as it is afterwards. */
const changed = async (stage: Stage, isp: Client, service: string, parameters: Record<string, unknown>) => {
  const quoted = must(await isp.call(changeService, { params: { service }, body: { parameters } }))
  if (quoted.order === null) throw new Error(`${service}: ${JSON.stringify(quoted.refusal)}`)
  const of = quoted.order
  must(await isp.call(acceptOrder, { params: { order: of }, body: {} }))
  // More power on a way that is large enough needs nobody: it is in service once it is signed.
  const ready = await deliverUntil(
    stage,
    of,
    'the change is ready',
    (now) => isLine(1, 'ready')(now) || isLine(1, 'in-service')(now),
  )
  if (isLine(1, 'ready')(ready)) await accept(stage, isp, of, 1)
  const all = await deliverUntil(stage, of, `all of ${JSON.stringify(parameters)}`, (now) =>
    lineOf(now, 1).steps.every(({ state }) => state === 'done'),
  )
  const done = lineOf(all, 1).steps.map(({ name }) => name)
  const now = await until('the change is closed', async () => {
    const shown = await serviceNow(stage.house.client, service)
    return shown.change_order === null ? shown : null
  })
  return { service: now, done }
}
const placeOf = ({ holds }: { readonly holds: readonly { kind: string; label: string }[] }): string | undefined =>
  holds.find(({ kind }) => kind === 'compartment')?.label

export const grows = async (stage: Stage): Promise<void> => {
  const { house, key } = stage
  const isp = await key(MAIL, 'read', 'order', 'sign')
  const rack = lineOf(await orderNow(house.client, order), RACK).service ?? ''
  const before = await serviceNow(house.client, rack)

  const more = await changed(stage, isp, rack, { watts: 2000 })
  expect(more.service.monthly_micro_euros).toBe(120_000_000 + 2 * 95_000_000)
  expect([placeOf(more.service), more.done]).toEqual([placeOf(before), []])

  // A cross-connect leads from this rack: elsewhere it would be left behind, and it is named.
  const away = { params: { service: rack }, body: { parameters: { size: 'half' }, dry_run: true } }
  const cable = lineOf(await orderNow(house.client, order), CARRIER).service
  expect(must(await isp.call(changeService, away)).refusal).toMatchObject({
    code: 'change-cross-connect-first',
    services: [cable],
  })

  const body = {
    organisation: 'jurassix',
    lines: [
      { product: 'rack-space' as const, parameters: { size: 'quarter' as const, watts: 500, sides: 'A' as const } },
    ],
  }
  const second = must(await isp.call(createOrder, { body })).number
  await sign(isp, second)
  await deliverUntil(stage, second, 'one side is ready', isLine(1, 'ready'))
  const oneSide = lineOf(await accept(stage, isp, second, 1), 1).service ?? ''
  const both = await changed(stage, isp, oneSide, { sides: 'A+B' })
  expect(both.service.parameters).toMatchObject({ sides: 'A+B', watts: 500 })
  expect(both.service.evidence.map(({ proof }) => proof)).toEqual(expect.arrayContaining(['voltage-a', 'voltage-b']))

  const bigger = await changed(stage, isp, oneSide, { size: 'half' })
  expect(bigger.service).toMatchObject({ number: oneSide, item: 'rack-half', monthly_micro_euros: 257_500_000 })
  expect(placeOf(bigger.service)).not.toBe(placeOf(both.service))
  expect(bigger.service.holds.filter(({ kind }) => kind === 'compartment')).toHaveLength(1)
  expect(bigger.done).toEqual(
    expect.arrayContaining(['new-feeds', 'new-keys', 'old-empty', 'old-breakers', 'old-keys-back']),
  )
  await doctorFindsNothing(house.client)
}
