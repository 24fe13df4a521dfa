import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listInvoices, printInvoice, type RunWire } from '#billing/contract'
import { confirmMacAddress, getMember, proveControl, sendCode, setContact } from '#exchange/contract'
import type { Client } from '#kernel'
import { confirmWork, listOrders, listWork, type OrderWire } from '#market/contract'
import { listJournal } from '#server/contract'
import { jpeg } from '../../src/postgres/files/pictures.fixture.ts'
import {
  clientOf,
  doctorFindsNothing,
  lineNow,
  must,
  orderNow,
  paper,
  portOrder,
  problemOf,
  serviceNow,
  signedOrder,
  stepOf,
  untilLine,
} from '../house/asking.ts'
import { commandLine, type Told } from '../house/command-line.ts'
import { editedSite } from '../house/edited-site.ts'
import { lettersTo, mailedCode } from '../house/mailbox.ts'
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
import { until } from '../house/until.ts'

const ORDER_FILE = join(ROOT, 'scenarios/first-port/isp-10g.yaml')
const ISP_PREFIXES = ['198.18.64.0/22', '2001:db8:6400::/40']
const SECOND = { asn: 64_511, mac: '02:00:5e:10:00:11', prefixes: ['198.18.80.0/24', '2001:db8:8000::/40'] }
/** The port of a member that was there before: its router is asked what it learned. */
const WITNESS_PORT = 57

// Both leave without notice, so that a cease can be seen to its end on one day; and 100G ports are patched when they are sold.
const term = (organisation: string): string =>
  `  - { organisation: ${organisation}, zone: Europe/Paris, billing: advance, term_months: 12, notice_days: 0, acceptance_working_days: 5, early_end_percent: 100, payment_days: 30, firm_holds: 5 }\n`
const EDITS = [
  { file: 'prices.yaml', from: 'contracts:\n', to: `contracts:\n${term('jurassix')}${term('manufacture-vauclair')}` },
  { file: 'exchange.yaml', from: '{ from: 57, to: 62,', to: '{ from: 57, to: 58,' },
]

const data = newDataFolder()
const site = editedSite(EDITS)
const cli = commandLine(data)
let house: House
let isp: Client
beforeAll(async () => {
  if (hindrance !== null) return
  house = await startHouse({ data, port: await freePort(), args: ['--site', site] })
  await twinStands(house)
  isp = await clientOf(house, 'morgan.vuillemin@jurassix.example', ['read', 'order', 'sign', 'billing'])
}, 120_000)
afterAll(async () => {
  await house?.stop()
  dropDataFolder(data)
  rmSync(site, { recursive: true, force: true })
}, 30_000)

/** The edge of the wire: the contract's test says that replies have these shapes. */
const orderIn = (told: Told): OrderWire => told.value as OrderWire
const runIn = (told: Told): RunWire => told.value as RunWire

let order = ''
let service = ''
let address = { v4: '', v6: '' }
const paperFile = (): readonly string[] => {
  const file = join(data, 'signed.pdf')
  writeFileSync(file, Buffer.from(paper.content_base64, 'base64'))
  return ['--paper', file, '--paper-number', paper.number, '--paper-signer', paper.signer]
}
const memberNow = async (of: string) => must(await house.client.call(getMember, { params: { service: of } }))
const addressesNow = async (of: string) => {
  const { v4, v6 } = await memberNow(of)
  if (v4 === null || v6 === null) throw new Error(`${of} has no addresses`)
  return { v4, v6 }
}
const proofsOf = async (of: string) =>
  new Map((await serviceNow(house.client, of)).evidence.map((row) => [row.proof, row]))

const tellTimes = async (what: string, number: string): Promise<number> => {
  const { accepted, lines } = await orderNow(house.client, number)
  const begun = new Date(accepted?.at ?? '').getTime()
  const after = (at: string | null): string => (at === null ? '—' : `${new Date(at).getTime() - begun}`)
  const steps = lines[0]?.steps ?? []
  console.log(
    `${what}, ms after acceptance: ${steps.map(({ name, acted_at, done_at }) => `${name} ${after(acted_at)}→${after(done_at)}`).join(', ')}`,
  )
  return new Date(steps.at(-1)?.done_at ?? '').getTime() - begun
}

describe.skipIf(hindrance !== null)('from quote to invoice and back', () => {
  test('the dry run tells the price, what it would reserve and every step, and changes nothing', async () => {
    const journal = async (): Promise<unknown> =>
      must(await house.client.call(listJournal, { query: { limit: 20 } })).items
    const before = await journal()
    const dry = await cli('order', ORDER_FILE, '--dry-run')
    expect(dry).toMatchObject({
      code: 0,
      value: {
        refusal: null,
        totals: { setup_cents: 20_000, monthly_cents: 29_000 },
        lines: [{ product: 'exchange-port', refusal: null, prices: [{ item: 'port-10g' }] }],
      },
    })
    const [line] = orderIn(dry).lines as unknown as [
      { would_reserve: { kind: string }[]; steps: { name: string; by: string }[] },
    ]
    expect(line.would_reserve.map(({ kind }) => kind)).toEqual(['port', 'lan-host', 'panel-position'])
    expect(line.steps.map(({ name, by }) => `${name} ${by}`)).toEqual([
      'patch person',
      'port machine',
      'test machine',
      'prove-asn customer',
      'quarantine customer',
      'open machine',
      'live customer',
    ])
    expect(must(await house.client.call(listOrders, { query: { organisation: 'jurassix' } })).total).toBe(0)
    expect(await journal()).toEqual(before)
  })

  test('an order file with a key that nobody knows is refused, not ignored', async () => {
    const file = join(data, 'typo.yaml')
    writeFileSync(
      file,
      'organisation: jurassix\nlines:\n  - product: exchange-port\n    parameters: { speed: 10G, asn: 64510, vlan: 7 }\n',
    )
    expect(await cli('order', file)).toMatchObject({
      code: 1,
      value: { code: 'malformed', at: [{ path: 'body.lines.0.parameters', message: expect.stringContaining('vlan') }] },
    })
  })

  test('signed by the paper: what the site owes is done and measured without the customer, and the notice leaves', async () => {
    const signed = await cli('order', ORDER_FILE, '--accept', ...paperFile(), '--wait', '0')
    expect([signed.code, orderIn(signed).accepted?.paper?.number]).toEqual([3, paper.number])
    order = orderIn(signed).number
    const ready = await untilLine(house.client, order, 'ready', (line) => line.state === 'ready')
    expect(ready.service).toMatch(/^BES-XP-\d{6}$/)
    service = ready.service ?? ''
    expect(stepOf(ready, 'patch').work_order).toBeNull()
    const proofs = await proofsOf(service)
    expect(proofs.get('patched-at-opening')).toMatchObject({ source: 'declared', world: 'twin' })
    expect(proofs.get('port-configured')).toMatchObject({ source: 'measured', value: 'quarantine' })
    expect(proofs.get('link')).toMatchObject({ source: 'measured', value: 'up' })
    expect(proofs.get('errors')).toMatchObject({ source: 'measured', value: 0, unit: 'frames' })
    expect(proofs.get('quarantine-carries')).toMatchObject({ source: 'measured', value: { v4: true, v6: true } })
    const notice = await until(
      'the ready notice',
      async () =>
        lettersTo(data, 'morgan.vuillemin@jurassix.example').find((letter) => letter.includes(service)) ?? null,
    )
    expect(notice).toContain(order)
    const { v4, v6 } = await addressesNow(service)
    address = { v4, v6 }
    // In quarantine it is nobody's neighbour.
    expect(await pings(data, WITNESS_PORT, v4)).toBe(false)
    expect(await learnedAt(data, WITNESS_PORT, v4)).toEqual([])
  })

  test('the customer proves its AS by the mailed code, and confirms the address that the port learned', async () => {
    const params = { asn: 64_510 }
    expect(stepOf(await lineNow(house.client, order), 'prove-asn').waits).toMatchObject({
      for: 'customer',
      what: { code: 'asn-code-awaited' },
    })
    expect(problemOf(await isp.call(proveControl, { params, body: { code: '0000-0000-0000' } }))).toMatchObject({
      code: 'code-wrong',
    })
    const code = await mailedCode(data, 'noc@jurassix.example')
    expect(must(await isp.call(proveControl, { params, body: { code } })).proved_at).not.toBeNull()
    const waiting = await untilLine(
      house.client,
      order,
      'a learned address',
      (line) => stepOf(line, 'quarantine').waits?.what.code === 'mac-to-confirm',
    )
    const { mac_learned } = await memberNow(service)
    expect(stepOf(waiting, 'quarantine').waits?.what).toMatchObject({ mac: mac_learned })
    const own = { service }
    expect(
      problemOf(await isp.call(confirmMacAddress, { params: own, body: { mac: '03:00:5e:00:00:01' } })),
    ).toMatchObject({ code: 'mac-multicast' })
    expect(
      problemOf(await isp.call(confirmMacAddress, { params: own, body: { mac: '02:be:50:00:00:15' } })),
    ).toMatchObject({ code: 'mac-taken' })
    expect(must(await isp.call(confirmMacAddress, { params: own, body: {} })).mac).toBe(mac_learned)
  })

  test('live: four sessions, and another member’s own router has the routes and reaches it, v4 and v6', async () => {
    const done = await untilLine(
      house.client,
      order,
      'in service and seen',
      (line) => line.state === 'in-service' && line.live_at !== null,
    )
    await tellTimes('first port', order)
    expect(done.steps.every(({ state, closed_by_hand }) => state === 'done' && !closed_by_hand)).toBe(true)
    expect(done.billing).toMatchObject({ reason: 'first-use' })
    const { sessions } = await memberNow(service)
    expect(sessions?.filter(({ kind, state }) => kind === 'route-server' && state === 'established')).toHaveLength(4)
    expect(await learnedAt(data, WITNESS_PORT, address.v4)).toEqual([ISP_PREFIXES[0]])
    expect(await learnedAt(data, WITNESS_PORT, address.v6)).toEqual([ISP_PREFIXES[1]])
    expect(await Promise.all([address.v4, address.v6].map((to) => pings(data, WITNESS_PORT, to)))).toEqual([true, true])
    const proofs = await proofsOf(service)
    for (const name of [
      'bgp-rs1-v4',
      'bgp-rs1-v6',
      'bgp-rs2-v4',
      'bgp-rs2-v6',
      'route-seen-v4',
      'route-seen-v6',
      'quarantine-answers',
      'mac',
      'port-open',
      'asn-proved',
    ])
      expect([name, proofs.get(name)?.source, proofs.get(name)?.world]).toEqual([name, 'measured', 'twin'])
    expect(await serviceNow(isp, service)).toMatchObject({
      state: 'in-service',
      billing_reason: 'first-use',
      origin: 'ordered',
    })
    expect((await cli('order', 'show', order, '--wait', '1')).code).toBe(0)
  })

  let second = { order: '', service: '' }
  test('a port that nobody patched: the technician’s photo, the registry’s contact; the first ISP learns the second one’s routes', async () => {
    const number = await signedOrder(house.client, portOrder('manufacture-vauclair', { speed: '100G', ...SECOND }))
    const waiting = await untilLine(
      house.client,
      number,
      'a work order',
      (line) => stepOf(line, 'patch').work_order !== null,
    )
    const work = stepOf(waiting, 'patch').work_order ?? ''
    expect((await cli('work', 'list')).value).toMatchObject({
      items: [{ number: work, state: 'open', what: { code: 'work-patch-port' } }],
    })
    expect(await cli('work', 'done', work)).toMatchObject({ code: 1, value: { code: 'proof-missing' } })
    const photo = join(data, 'labels.jpg')
    writeFileSync(photo, jpeg)
    expect(
      await cli('work', 'done', work, '--proof', photo, '--reading', 'light=-3.1', '--instrument', 'olts-1'),
    ).toMatchObject({
      code: 0,
      value: { state: 'done' },
    })
    await untilLine(house.client, number, 'ready', (line) => line.state === 'ready')
    const contact = { mail: 'noc@second.example', source: 'RIPE database, aut-num' }
    must(await house.client.call(setContact, { params: { asn: SECOND.asn }, body: contact }))
    const params = { asn: SECOND.asn }
    must(await house.client.call(sendCode, { params }))
    must(await house.client.call(proveControl, { params, body: { code: await mailedCode(data, contact.mail) } }))
    const done = await untilLine(
      house.client,
      number,
      'in service and seen',
      (line) => line.state === 'in-service' && line.live_at !== null,
    )
    await tellTimes('second port', number)
    second = { order: number, service: done.service ?? '' }
    expect((await proofsOf(second.service)).get('photo-labels')).toMatchObject({
      source: 'attested',
      file: expect.any(String),
    })
    const firstPort = (await memberNow(service)).port?.number ?? 0
    const { v4, v6 } = await addressesNow(second.service)
    expect([...(await learnedAt(data, firstPort, v4)), ...(await learnedAt(data, firstPort, v6))]).toEqual(
      SECOND.prefixes,
    )
    expect(await Promise.all([v4, v6].map((to) => pings(data, firstPort, to)))).toEqual([true, true])
  })

  test('the month’s invoices: a dry run, then numbers without a gap and a PDF', async () => {
    const month = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(new Date()).slice(0, 7)
    const dry = await cli('invoice', 'run', '--month', month, '--dry-run')
    expect([dry.code, runIn(dry).id, runIn(dry).totals.invoices]).toEqual([0, null, 2])
    expect(must(await house.client.call(listInvoices)).total).toBe(0)
    const prepared = await cli('invoice', 'run', '--month', month)
    expect(runIn(prepared)).toMatchObject({ state: 'prepared', invoices: [{ number: null }, { number: null }] })
    const approved = await cli('invoice', 'run', '--month', month, '--approve')
    const year = month.slice(0, 4)
    expect(runIn(approved)).toMatchObject({ state: 'approved', specimen: true })
    expect(
      runIn(approved)
        .invoices.map(({ number }) => String(number))
        .toSorted(),
    ).toEqual([`F-${year}-000001`, `F-${year}-000002`])
    const mine = must(await isp.call(listInvoices)).items
    expect(mine.map(({ organisation, state }) => [organisation.handle, state])).toEqual([['jurassix', 'issued']])
    expect(mine[0]?.net_cents).toBeGreaterThan(20_000)
    const pdf = must(await isp.call(printInvoice, { params: { invoice: mine[0]?.number ?? '' } }))
    expect(
      Buffer.from(await pdf.content.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-')
  })

  test('leaving: the dry run tells the charge; sessions and port go first, then the jumper, with a second person', async () => {
    const dry = await cli('service', 'cease', service, '--dry-run')
    expect(dry).toMatchObject({ code: 0, value: { order: null } })
    expect((dry.value as { early_end_cents: number }).early_end_cents).toBeGreaterThan(11 * 29_000)
    expect(await serviceNow(isp, service)).toMatchObject({ state: 'in-service', ends_on: null })
    expect((await cli('service', 'cease', service)).code).toBe(0)
    await until('the service is closed', async () =>
      (await serviceNow(isp, service)).state === 'closed' ? true : null,
    )
    const closed = await serviceNow(isp, service)
    expect(closed.evidence.find(({ proof }) => proof === 'port-off')).toMatchObject({ source: 'measured' })
    expect(closed.evidence.find(({ proof }) => proof === 'stays-patched')).toBeDefined()
    // The addresses rest, for routers and filters of others remember them; all else may be sold again.
    expect(closed.holds.filter(({ rests_until }) => rests_until !== null).map(({ kind }) => kind)).toEqual(['lan-host'])
    expect(await learnedAt(data, WITNESS_PORT, address.v4)).toEqual([])
    expect(await pings(data, WITNESS_PORT, address.v4)).toBe(false)

    const ceased = await cli('service', 'cease', second.service)
    const pull = (ceased.value as { order: string }).order
    const work = await until(
      'the work order of the pull',
      async () => stepOf(await lineNow(house.client, pull), 'unpatch').work_order,
    )
    const photo = join(data, 'labels.jpg')
    expect(await cli('work', 'done', work, '--proof', photo)).toMatchObject({ code: 0, value: { state: 'to-confirm' } })
    expect(problemOf(await house.client.call(confirmWork, { params: { work } }))).toMatchObject({ code: 'same-person' })
    const colleague = await clientOf(house, 'sacha.perrin@vesontio.example', ['read', 'technician'])
    expect(must(await colleague.call(confirmWork, { params: { work } })).state).toBe('done')
    await until('the second service is closed', async () =>
      (await serviceNow(house.client, second.service)).state === 'closed' ? true : null,
    )
    expect(must(await house.client.call(listWork, { query: { open: 'true' } })).total).toBe(0)
  })

  test('back with the same router, past quarantine on a patched port: from acceptance to live, and the doctor finds nothing', async () => {
    const mac = (await proofsOf(service)).get('mac')?.value
    const body = portOrder('jurassix', { speed: '10G', asn: 64_510, mac, prefixes: ISP_PREFIXES })
    // Signed by the signatory in person, on the portal.
    const number = await signedOrder(isp, body, {})
    await untilLine(house.client, number, 'in service and seen', (line) => line.live_at !== null)
    const ms = await tellTimes('known router, patched port', number)
    console.log(`from acceptance to live: ${ms} ms`)
    const { v4 } = await addressesNow((await lineNow(isp, number)).service ?? '')
    expect(v4).not.toBe(address.v4)
    expect(await learnedAt(data, WITNESS_PORT, v4)).toEqual([ISP_PREFIXES[0]])
    await doctorFindsNothing(house.client)
    expect(await cli('doctor')).toMatchObject({ code: 0, value: { lost: 0, double: 0, leaked: 0 } })
    expect(readdirSync(join(data, 'mail')).every((name) => name.endsWith('.eml'))).toBe(true)
  })
})
