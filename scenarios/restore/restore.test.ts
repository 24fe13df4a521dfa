import { rmSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import type { Client } from '#kernel'
import { acceptOrder, cancelOrder, createOrder, listOrders, type OrderWire } from '#market/contract'
import { doctorFindsNothing, must, orderNow, paper, portOrder, signedOrder, untilLine } from '../house/asking.ts'
import { commandLine } from '../house/command-line.ts'
import { externalDatabase } from '../house/external-database.ts'
import { dropDataFolder, freePort, type House, newDataFolder, startHouse } from '../house/start-house.ts'

const folders = { from: newDataFolder(), fresh: newDataFolder(), external: newDataFolder() }
const file = `${folders.from}.backup`
const houses: House[] = []
const database = await externalDatabase()
afterAll(async () => {
  await Promise.all(houses.map((house) => house.stop()))
  await database.stop()
  for (const folder of Object.values(folders)) dropDataFolder(folder)
  rmSync(file, { force: true })
}, 60_000)

const start = async (data: string, env: NodeJS.ProcessEnv = {}): Promise<House> => {
  const house = await startHouse({ data, port: await freePort(), args: ['--no-twin'], env })
  houses.push(house)
  return house
}

const asn = (n: number): number => 4_200_200_000 + n
const mac = (n: number): string => `02:00:00:07:00:${n.toString(16).padStart(2, '0')}`

/** Every state that an order can be in when nobody has a device. */
const fill = async (client: Client): Promise<void> => {
  for (let n = 0; n < 12; n += 1) {
    const body = portOrder(
      'jurassix',
      { speed: n % 2 ? '10G' : '1G', asn: asn(n), mac: mac(n) },
      n % 5 ? 'subject-to-availability' : 'firm',
    )
    if (n % 4 === 0) must(await client.call(createOrder, { body }))
    else {
      const order = await signedOrder(client, body)
      if (n % 4 === 1) {
        must(await client.call(cancelOrder, { params: { order }, body: { reason: 'changed their mind' } }))
        await untilLine(client, order, 'cancelled', (line) => line.state === 'cancelled')
      }
    }
  }
}

const all = async (client: Client): Promise<readonly OrderWire[]> => {
  const { items, total } = must(await client.call(listOrders, { query: { limit: 200 } }))
  expect(items).toHaveLength(total)
  return Promise.all(items.map(({ number }) => orderNow(client, number)))
}

/** What was promised; where a line waits meanwhile is a matter of the hour. */
const promises = (orders: readonly OrderWire[]) =>
  orders.map(({ number, totals, quote, accepted, cancelled, lines }) => ({
    number,
    totals,
    quote,
    accepted,
    cancelled,
    lines: lines.map(({ service, holds, parameters, prices }) => ({ service, holds, parameters, prices })),
  }))

const sameBooks = async (house: House, before: readonly OrderWire[]): Promise<void> => {
  expect(promises(await all(house.client))).toEqual(promises(before))
  await doctorFindsNothing(house.client)
  const next = must(
    await house.client.call(createOrder, { body: portOrder('jurassix', { speed: '10G', asn: asn(99) }) }),
  ).number
  expect(before.map(({ number }) => number)).not.toContain(next)
  must(await house.client.call(acceptOrder, { params: { order: next }, body: { paper } }))
  await doctorFindsNothing(house.client)
}

test(
  'a backup of a site that serves fills a fresh data folder and a PostgreSQL of its own kind',
  { timeout: 180_000 },
  async () => {
    const from = await start(folders.from)
    await fill(from.client)
    const before = await all(from.client)
    expect(new Set(before.map(({ state }) => state)).size).toBeGreaterThanOrEqual(3)
    expect(await commandLine(folders.from)('backup', file)).toMatchObject({ code: 0 })
    await from.stop()

    expect(await commandLine(folders.fresh)('restore', file)).toMatchObject({ code: 0 })
    // What was there is never written over.
    expect(await commandLine(folders.fresh)('restore', file)).toMatchObject({
      code: 1,
      value: { code: 'database-not-empty' },
    })
    await sameBooks(await start(folders.fresh), before)

    const { url } = await database.gate()
    const env = { DATABASE_URL: url }
    expect(await commandLine(folders.external, env)('restore', file)).toMatchObject({ code: 0 })
    await sameBooks(await start(folders.external, env), before)
  },
)
