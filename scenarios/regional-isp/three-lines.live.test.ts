import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { prepareRun } from '#billing/contract'
import { getMember, proveControl } from '#exchange/contract'
import type { Client } from '#kernel'
import { handOver, issueLetter, type LineWire, type OrderWire } from '#market/contract'
import { clientOf, doctorFindsNothing, must, orderNow } from '../house/asking.ts'
import { commandLine } from '../house/command-line.ts'
import { dayHere } from '../house/days.ts'
import { deliverUntil, isLine, lineOf, sign } from '../house/delivery.ts'
import { mailedCode } from '../house/mailbox.ts'
import {
  dropDataFolder,
  freePort,
  type House,
  newDataFolder,
  ROOT,
  startHouse,
  twinStands,
} from '../house/start-house.ts'
import { hindrance, learnedAt, pings } from '../house/twin-eyes.ts'

/** The port of a member that was there before: its router is asked what it learned. */
const WITNESS_PORT = 57
const [RACK, PORT, CARRIER] = [1, 2, 3] as const
const ASN = 64_510
const PREFIXES = { v4: '198.18.110.0/24', v6: '2001:db8:110::/48' }

const data = newDataFolder()
let house: House
let isp: Client
let carrier: Client
let crew: { readonly house: House; readonly technician: Client; readonly colleague: Client }
let order = ''
beforeAll(async () => {
  if (hindrance !== null) return
  house = await startHouse({ data, port: await freePort() })
  await twinStands(house)
  isp = await clientOf(house, 'morgan.vuillemin@jurassix.example', ['read', 'order', 'sign', 'billing'])
  carrier = await clientOf(house, 'noa.barbier@rhin-rhone-transit.example', ['read', 'loa'])
  crew = {
    house,
    technician: await clientOf(house, 'camille.roy@vesontio.example', ['read', 'technician', 'engineer']),
    colleague: await clientOf(house, 'sacha.perrin@vesontio.example', ['read', 'technician']),
  }
}, 120_000)
afterAll(async () => {
  await house?.stop()
  dropDataFolder(data)
}, 30_000)

/** How long each party was waited for, as the clocks of a line say it; the one that runs is counted until now. */
const waited = ({ clocks }: LineWire, owner: string): number =>
  clocks
    .filter((clock) => clock.owner === owner)
    .reduce(
      (sum, { began_at, ended_at }) => sum + Date.parse(ended_at ?? new Date().toISOString()) - Date.parse(began_at),
      0,
    )
const running = ({ clocks }: LineWire): readonly string[] =>
  clocks.filter(({ ended_at }) => ended_at === null).map(({ owner }) => owner)

const tellClocks = ({ lines }: OrderWire): void => {
  for (const line of lines) {
    const told = [...new Set(line.clocks.map(({ owner }) => owner))].map((owner) => `${owner} ${waited(line, owner)}`)
    console.log(`line ${line.position}, ms by whose clock ran: ${told.join(', ')}`)
  }
}

/** Service and charge of what this month's run would bill to the ISP. */
const billed = async (): Promise<readonly string[]> => {
  const body = { month: dayHere(Date.now()).slice(0, 7), dry_run: true }
  const { invoices } = must(await house.client.call(prepareRun, { body }))
  return invoices
    .filter(({ organisation }) => organisation.handle === 'jurassix')
    .flatMap(({ lines }) => lines.map(({ service, charge }) => `${service} ${charge}`))
    .toSorted()
}
const accept = async (position: number): Promise<LineWire> => {
  must(await isp.call(handOver, { params: { order, position: `${position}` }, body: { verdict: 'accepted' } }))
  return lineOf(
    await deliverUntil(crew, order, 'what was accepted is in service', isLine(position, 'in-service')),
    position,
  )
}

describe.skipIf(hindrance !== null)('the ISP’s three lines at once, on real daemons', () => {
  test('one signature reserves all three; rack and port are ready while the carrier is waited for', async () => {
    const drafted = await commandLine(data)('order', join(ROOT, 'scenarios/regional-isp/order.yaml'))
    expect(drafted.code).toBe(0)
    order = (drafted.value as OrderWire).number
    await sign(isp, order)
    const now = await deliverUntil(
      crew,
      order,
      'the rack and the port are ready, the carrier is asked',
      (seen) =>
        isLine(RACK, 'ready')(seen) &&
        isLine(PORT, 'ready')(seen) &&
        lineOf(seen, CARRIER).waiting?.for === 'other-side',
    )
    expect(lineOf(now, CARRIER).waiting?.what).toMatchObject({ code: 'letter-awaited', handle: 'rhin-rhone-transit' })
    expect(now.lines.map(({ service }) => service?.slice(0, 6))).toEqual(['BES-RS', 'BES-XP', 'BES-XC'])
  })

  test('the rack is accepted and billed; the port goes live on the route servers and is billed; the carrier’s clock runs on its line alone', async () => {
    const rack = await accept(RACK)
    const code = await mailedCode(data, 'noc@jurassix.example')
    must(await isp.call(proveControl, { params: { asn: ASN }, body: { code } }))
    const now = await deliverUntil(
      crew,
      order,
      'the port is live and billed',
      (seen) => lineOf(seen, PORT).live_at !== null && isLine(PORT, 'in-service')(seen),
    )
    const port = lineOf(now, PORT)
    expect([rack.billing.reason, port.state, port.billing.reason]).toEqual(['acceptance', 'in-service', 'first-use'])
    const { v4, v6, sessions } = must(await house.client.call(getMember, { params: { service: port.service ?? '' } }))
    expect(sessions?.filter(({ kind, state }) => kind === 'route-server' && state === 'established')).toHaveLength(4)
    expect(await learnedAt(data, WITNESS_PORT, v4 ?? '')).toEqual([PREFIXES.v4])
    expect(await learnedAt(data, WITNESS_PORT, v6 ?? '')).toEqual([PREFIXES.v6])
    expect(await Promise.all([v4, v6].map((to) => pings(data, WITNESS_PORT, to ?? '')))).toEqual([true, true])

    const slow = lineOf(now, CARRIER)
    expect([slow.state, running(slow), slow.billing.from]).toEqual(['waiting', ['other-side'], null])
    for (const position of [RACK, PORT]) expect(waited(lineOf(now, position), 'other-side')).toBe(0)
    // What the customer takes to accept and to prove its AS lies on the clocks of what was ready.
    for (const position of [RACK, PORT]) expect(waited(lineOf(now, position), 'ready')).toBeGreaterThan(0)
    expect([running(rack), running(port)]).toEqual([['in-service'], ['in-service']])
    expect(await billed()).toEqual(
      [rack.service, port.service].flatMap((service) => [`${service} rent`, `${service} setup`]).toSorted(),
    )
    await doctorFindsNothing(house.client)
  })

  test('the carrier answers: its line is patched, measured and accepted; its wait is kept with its reason', async () => {
    const before = await orderNow(house.client, order)
    const body = { company: 'jurassix', panel: 'M3-P01', position: 11, answers: { order, position: CARRIER } }
    must(await carrier.call(issueLetter, { body }))
    await deliverUntil(crew, order, 'the line to the carrier is ready', isLine(CARRIER, 'ready'))
    const line = await accept(CARRIER)
    expect([line.state, line.billing.reason, running(line)]).toEqual(['in-service', 'acceptance', ['in-service']])
    // One wait, kept with its reason: it began before the rack was accepted, and outlasted the port’s going live.
    const waits = line.clocks.filter(({ owner }) => owner === 'other-side')
    expect(waits.map(({ what }) => what?.code)).toEqual(['letter-awaited'])
    expect(Date.parse(waits[0]?.began_at ?? '')).toBeLessThan(Date.parse(lineOf(before, PORT).live_at ?? ''))
    expect(Date.parse(waits[0]?.ended_at ?? '')).toBeGreaterThan(Date.parse(lineOf(before, PORT).live_at ?? ''))
    const consent = line.evidence.find(({ proof }) => proof === 'consent')
    expect(consent).toMatchObject({ value: 'M3-P01/11', method: 'letter of authorisation' })
    expect(line.evidence.map(({ proof }) => proof)).toEqual(expect.arrayContaining(['loss-1', 'loss-2', 'polarity']))
    const now = await orderNow(house.client, order)
    tellClocks(now)
    expect(now.state).toBe('in-service')
    expect(lineOf(now, PORT).live_at).toBe(lineOf(before, PORT).live_at)
    expect((await billed()).filter((row) => row.startsWith(line.service ?? '-'))).toEqual([
      `${line.service} rent`,
      `${line.service} setup`,
    ])
    await doctorFindsNothing(house.client)
    expect(await commandLine(data)('doctor')).toMatchObject({ code: 0, value: { lost: 0, double: 0, leaked: 0 } })
  })
})
