import { afterAll, expect, test } from 'vitest'
import type { Client } from '#kernel'
import { acceptOrder, cancelOrder, createOrder } from '#market/contract'
import { doctorFindsNothing, orderNow, paper, portOrder, surely, must } from '../house/asking.ts'
import { type House, dropDataFolder, freePort, newDataFolder, startHouse } from '../house/start-house.ts'
import { until } from '../house/until.ts'

const KILLS = 50
const ORDERS = 100
const AT_ONCE = 8
/** A kill comes at a random instant within this time after the server answers: orders of that moment take 5 to 100 ms. */
const LATEST_KILL_MS = 150
/** A start takes a second and a half of one core; on a busy machine several times that. */
const MOST_MS = 420_000

const data = newDataFolder()
/** The server of the moment: who asks while none is up waits for the next. */
let house: Promise<House> | undefined
let over = false
afterAll(async () => {
  over = true
  const last = await house?.catch(() => null)
  await last?.stop()
  dropDataFolder(data)
}, 60_000)

const client = async (): Promise<Client> => {
  if (!house) throw new Error('no server was ever started')
  return (await house).client
}

interface Promised {
  readonly number: string
  readonly state: 'signed' | 'refused' | 'cancelled'
}

const twoDigits = (n: number): string => n.toString(16).padStart(2, '0')

/** One customer's story: what it was promised in the end. */
const run = async (n: number): Promise<Promised> => {
  const mac = `02:00:00:03:${twoDigits(n >> 8)}:${twoDigits(n & 255)}`
  const body = portOrder(
    'jurassix',
    { speed: n % 2 ? '10G' : '1G', asn: 4_200_100_000 + n, mac },
    'subject-to-availability',
  )
  const { number } = must(
    await surely(`order ${n}`, async (again) => (await client()).call(createOrder, { body, ...again }), MOST_MS),
  )
  const params = { order: number }
  const signed = await surely(
    `signing ${number}`,
    async (again) => (await client()).call(acceptOrder, { params, body: { paper }, ...again }),
    MOST_MS,
  )
  if (!signed.ok) {
    expect([signed.problem.code, number]).toEqual([
      expect.stringMatching(/^(fabric-full|nothing-to-sign|sold-meanwhile)$/),
      number,
    ])
    return { number, state: 'refused' }
  }
  if (n % 3 > 0) return { number, state: 'signed' }
  must(
    await surely(
      `cancelling ${number}`,
      async (again) => (await client()).call(cancelOrder, { params, body: { reason: 'changed their mind' }, ...again }),
      MOST_MS,
    ),
  )
  return { number, state: 'cancelled' }
}

test('fifty kills, a hundred orders: nothing lost, nothing double, nothing leaked', { timeout: MOST_MS }, async () => {
  const port = await freePort()
  const start = (): Promise<House> => startHouse({ data, port, args: ['--no-twin'] })
  house = start()
  let kills = 0
  const promised: Promised[] = []
  const waiting = Array.from({ length: ORDERS }, (_, n) => n)
  const worker = async (): Promise<void> => {
    for (let n = waiting.shift(); n !== undefined; n = waiting.shift()) {
      // Two orders begin after each kill, so that every kill meets some half-way.
      const due = Math.floor((n * KILLS) / ORDERS)
      await until('the kill before', async () => (kills >= due || over ? true : null), MOST_MS)
      promised.push(await run(n))
    }
  }
  const killer = async (): Promise<void> => {
    for (; kills < KILLS && !over; kills += 1) {
      const up = await house
      await new Promise((resolve) => setTimeout(resolve, Math.random() * LATEST_KILL_MS))
      house = (up?.kill() ?? Promise.resolve()).then(start)
    }
    await house
  }
  const begun = performance.now()
  await Promise.all([killer(), ...Array.from({ length: AT_ONCE }, worker)])
  console.log(`${KILLS} kills in ${Math.round((performance.now() - begun) / 1000)} s`)

  expect(kills).toBe(KILLS)
  expect(promised).toHaveLength(ORDERS)
  expect(new Set(promised.map(({ number }) => number)).size).toBe(ORDERS)
  for (const { number, state } of promised) {
    const settled = await until(`${number} is as promised`, async () => {
      const order = await orderNow(await client(), number)
      if (state === 'cancelled') return order.state === 'cancelled' ? order : null
      return order
    })
    expect([number, settled.accepted !== null]).toEqual([number, state !== 'refused'])
  }
  await doctorFindsNothing(await client())
})
