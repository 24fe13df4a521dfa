import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { attestControl } from '#exchange/contract'
import type { Client } from '#kernel'
import { acceptOrder, createOrder, listOrders } from '#market/contract'
import { showStatus } from '#server/contract'
import { doctorFindsNothing, lineNow, must, paper, portOrder, problemOf, surely, untilLine } from '../house/asking.ts'
import { externalDatabase, type ExternalDatabase, type Gate } from '../house/external-database.ts'
import { dropDataFolder, freePort, type House, newDataFolder, startHouse, twinStands } from '../house/start-house.ts'
import { hindrance } from '../house/twin-eyes.ts'
import { until } from '../house/until.ts'

const AWAY_MS = 30_000

const folders = [newDataFolder(), newDataFolder()] as const
let database: ExternalDatabase
let gate: Gate
/** With the devices. */
let first: House
/** Another process on the same database, without devices of its own. */
let second: House
beforeAll(async () => {
  if (hindrance !== null) return
  database = await externalDatabase()
  gate = await database.gate()
  first = await startHouse({ data: folders[0], port: await freePort(), env: { DATABASE_URL: gate.url } })
  await twinStands(first)
}, 120_000)
afterAll(async () => {
  await Promise.all([first?.stop(), second?.stop()])
  await database?.stop()
  for (const folder of folders) dropDataFolder(folder)
}, 60_000)

let n = 0
const parameters = () => {
  n += 1
  return {
    speed: '10G',
    asn: 4_200_500_000 + n,
    mac: `02:00:00:09:00:${n.toString(16).padStart(2, '0')}`,
    prefixes: [`198.18.${120 + n}.0/24`],
  }
}

/** A customer who asks again with the same key until there is an answer. */
const ordered = async (client: () => Client): Promise<string> => {
  const of = parameters()
  const { number } = must(
    await surely('an order', (again) => client().call(createOrder, { body: portOrder('jurassix', of), ...again })),
  )
  must(
    await surely('its signature', (again) =>
      client().call(acceptOrder, { params: { order: number }, body: { paper }, ...again }),
    ),
  )
  must(
    await surely('the word for its AS', () =>
      client().call(attestControl, { params: { asn: of.asn }, body: { reason: 'known to the site for years' } }),
    ),
  )
  return number
}

const delivered = (client: Client, number: string) =>
  untilLine(
    client,
    number,
    'in service and seen',
    ({ state, live_at }) => state === 'in-service' && live_at !== null,
    45_000,
  )

const turning = async (client: Client): Promise<readonly string[]> =>
  must(await client.call(showStatus))
    .detail?.reconcilers.filter(({ state }) => state === 'idle' || state === 'turning')
    .map(({ name }) => name) ?? []

describe.skipIf(hindrance !== null)('the database of a cluster', () => {
  test(
    'gone for half a minute while orders run: 503 at once for who asks, then everything goes on by itself',
    { timeout: 180_000 },
    async () => {
      const running = await ordered(() => first.client)
      await gate.cut()
      const back = new Promise<void>((resolve) => setTimeout(resolve, AWAY_MS)).then(gate.mend)
      const asked: { code: string; status: number; ms: number }[] = []
      const meanwhile = Array.from({ length: 3 }, () => ordered(() => first.client))
      let away = true
      void back.then(() => (away = false))
      while (away) {
        const begun = performance.now()
        const problem = problemOf(await first.client.call(listOrders))
        if (problem) asked.push({ code: problem.code, status: problem.status, ms: performance.now() - begun })
        await new Promise((resolve) => setTimeout(resolve, 250))
      }
      await back
      expect(asked.length).toBeGreaterThan(10)
      expect([...new Set(asked.map(({ code, status }) => `${status} ${code}`))]).toEqual(['503 database-gone'])
      const numbers = [running, ...(await Promise.all(meanwhile))]
      expect(new Set(numbers).size).toBe(4)
      for (const number of numbers) await delivered(first.client, number)
      expect(must(await first.client.call(listOrders)).total).toBe(4)
      await doctorFindsNothing(first.client)
      console.log(
        `refused ${asked.length} times, the slowest answer after ${Math.round(Math.max(...asked.map(({ ms }) => ms)))} ms`,
      )
    },
  )

  test(
    'two servers on it: each thing is done by one of them; when one dies the other goes on',
    { timeout: 180_000 },
    async () => {
      second = await startHouse({
        data: folders[1],
        port: await freePort(),
        args: ['--no-twin'],
        env: { DATABASE_URL: (await database.gate()).url },
      })
      const numbers = await Promise.all([first, second, first, second].map(({ client }) => ordered(() => client)))
      for (const number of numbers) await delivered(second.client, number)
      const [here, there] = [await turning(first.client), await turning(second.client)]
      expect(here).toContain('observe')
      expect(here.filter((name) => there.includes(name))).toEqual([])
      for (const number of numbers) {
        const { steps, evidence } = await lineNow(first.client, number)
        expect(steps.every(({ state }) => state === 'done')).toBe(true)
        expect(new Set(evidence.map(({ proof }) => proof)).size).toBe(evidence.length)
      }
      const last = await ordered(() => second.client)
      await first.kill()
      await until(
        'the other drives the orders',
        async () => ((await turning(second.client)).includes('fulfilment') ? true : null),
        60_000,
      )
      // Devices are gone with the first: the line waits and nothing is lost.
      expect((await lineNow(second.client, last)).state).not.toBe('cancelled')
      first = await startHouse({ data: folders[0], port: first.port, env: { DATABASE_URL: gate.url } })
      await twinStands(first)
      await delivered(second.client, last)
      await doctorFindsNothing(second.client)
    },
  )
})
