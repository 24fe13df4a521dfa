import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { attestControl, getExchange, getMember } from '#exchange/contract'
import { acceptOrder, createOrder } from '#market/contract'
import { showStatus } from '#server/contract'
import { doctorFindsNothing, must, paper, portOrder, surely, untilLine } from '../house/asking.ts'
import { dropDataFolder, freePort, type House, newDataFolder, startHouse, twinStands } from '../house/start-house.ts'
import { daemonsOf, hindrance, learnedAt, namespacesOf, pings } from '../house/twin-eyes.ts'
import { until } from '../house/until.ts'

const data = newDataFolder()
/** Members of the sample site, on their ports, with what the second announces. */
const ONE = { port: 25 }
const TWO = { port: 26, v4: '203.0.113.24', v6: '2001:db8:b5::24', routes: ['198.18.4.0/24', '2001:db8:104::/48'] }

let house: House
beforeAll(async () => {
  if (hindrance !== null) return
  house = await startHouse({ data, port: await freePort() })
  await twinStands(house)
  await allAsBefore()
}, 120_000)
afterAll(async () => {
  await house?.stop()
  dropDataFolder(data)
}, 30_000)

/** Every session of every member is there by the route servers' word, and a member's own router knows and reaches another. */
const allAsBefore = (): Promise<true> =>
  until(
    'every session and route is there',
    async () => {
      const { route_servers } = must(await house.client.call(getExchange))
      const servers = route_servers.filter(({ kind }) => kind === 'route-server')
      if (!servers.every((one) => one.sessions_wished > 0 && one.sessions_established === one.sessions_wished))
        return null
      const learned = [...(await learnedAt(data, ONE.port, TWO.v4)), ...(await learnedAt(data, ONE.port, TWO.v6))]
      const reached = await Promise.all([TWO.v4, TWO.v6].map((to) => pings(data, ONE.port, to)))
      return learned.join() === TWO.routes.join() && reached.every(Boolean) ? true : null
    },
    60_000,
    200,
  )

let n = 0
/** A member of whom nothing but the site's own work is missing: its AS is vouched for, its router's address named. */
const order = async (): Promise<string> => {
  n += 1
  const asn = 4_200_400_000 + n
  const [prefix4, prefix6] = [`198.18.${100 + n}.0/24`, `2001:db8:${(0x9000 + n).toString(16)}::/48`]
  const body = portOrder('jurassix', { speed: '10G', asn, mac: `02:00:00:08:00:0${n}`, prefixes: [prefix4, prefix6] })
  const { number } = must(await surely('an order', (again) => house.client.call(createOrder, { body, ...again })))
  must(
    await surely('its signature', (again) =>
      house.client.call(acceptOrder, { params: { order: number }, body: { paper }, ...again }),
    ),
  )
  must(
    await surely('the word for its AS', () =>
      house.client.call(attestControl, { params: { asn }, body: { reason: 'known to the site for years' } }),
    ),
  )
  return number
}

const delivered = async (number: string): Promise<void> => {
  const line = await untilLine(
    house.client,
    number,
    'in service and seen',
    ({ state, live_at }) => state === 'in-service' && live_at !== null,
    90_000,
  )
  const { v4 } = must(await house.client.call(getMember, { params: { service: line.service ?? '' } }))
  await until(
    'the new member is learned',
    async () => ((await learnedAt(data, ONE.port, v4 ?? '')).length === 1 ? true : null),
    60_000,
    100,
  )
}

const postmaster = (): number => Number(readFileSync(join(data, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])

describe.skipIf(hindrance !== null)('killed without warning while an order runs', () => {
  const told = async (what: string, work: () => Promise<void>): Promise<void> => {
    const begun = performance.now()
    await work()
    console.log(`${what}: all back after ${Math.round(performance.now() - begun)} ms`)
  }

  test.each([
    [
      'BIRD of the first route server',
      async () => (await daemonsOf(data, 'bird')).filter(({ namespace }) => namespace === 'rs1'),
    ],
    ['the switch', () => daemonsOf(data, 'ovs-vswitchd')],
    ['the switch’s database', () => daemonsOf(data, 'ovsdb-server')],
    [
      'a member’s own router',
      async () => (await daemonsOf(data, 'bgpd')).filter(({ namespace }) => namespace === `m${TWO.port}`),
    ],
  ])('%s comes back, with every member’s sessions and routes', async (what, victims) => {
    const pids = await victims()
    expect(pids.length).toBeGreaterThan(0)
    const number = await order()
    for (const { pid } of pids) process.kill(pid, 'SIGKILL')
    await told(what, async () => {
      await delivered(number)
      await allAsBefore()
    })
    const again = new Set((await victims()).map(({ pid }) => pid))
    expect(pids.filter(({ pid }) => again.has(pid))).toEqual([])
  })

  test('PostgreSQL: who asks meanwhile is told so, the orders go on by themselves', async () => {
    const number = await order()
    process.kill(postmaster(), 'SIGKILL')
    const next = order()
    await told('PostgreSQL', async () => {
      await delivered(number)
      await delivered(await next)
      await allAsBefore()
    })
  })

  test('the server: the next one takes over the database, clears the twin that was left, and delivers what was ordered', async () => {
    const number = await order()
    const before = await namespacesOf(data)
    const database = postmaster()
    await house.kill()
    expect(await namespacesOf(data)).toBeGreaterThanOrEqual(before)
    await told('the server', async () => {
      house = await startHouse({ data, port: house.port })
      expect(house.output()).toContain(`The database is still up (process ${database})`)
      await twinStands(house)
      await delivered(number)
      await allAsBefore()
    })
    expect((await daemonsOf(data, 'ovs-vswitchd')).length).toBe(1)
    expect((await daemonsOf(data, 'bird')).length).toBe(2)
  })

  test('nothing lost, double or leaked; when it stops, nothing of it is left on the machine', async () => {
    await doctorFindsNothing(house.client)
    const { detail } = must(await house.client.call(showStatus))
    expect(detail?.reconcilers.filter(({ faults }) => faults.length > 0)).toEqual([])
    const begun = performance.now()
    await house.stop()
    console.log(`the server stopped in ${Math.round(performance.now() - begun)} ms`)
    expect(await namespacesOf(data)).toBe(0)
    expect(() => process.kill(postmaster(), 0)).toThrow()
  })
})
