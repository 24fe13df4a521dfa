import { randomUUID } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import type { Client } from '#kernel'
import { acceptOrder, cancelOrder, createOrder, judgeHouse, showOrder } from '#market/contract'
import { type House, dropDataFolder, freePort, newDataFolder, startHouse, until } from '../house/start-house.ts'

const KILLS = 50
const ORDERS = 100
const AT_ONCE = 8
/** A kill comes at a random instant within this time after the server answers: orders of that moment take 5 to 100 ms. */
const LATEST_KILL_MS = 150

const data = newDataFolder()
let house: House | undefined
afterAll(async () => {
  await house?.stop()
  dropDataFolder(data)
})

interface Promised {
  readonly number: string
  state: 'signed' | 'refused' | 'cancelled'
}

/** Asks with one key until there is an answer: a refusal is an answer too. */
const surely = <T>(
  ask: (key: string) => Promise<{ ok: true; value: T } | { ok: false; problem: { code: string; status: number } }>,
) => {
  const key = randomUUID()
  return until(
    async () => {
      const answer = await ask(key)
      if (answer.ok) return { ok: true as const, value: answer.value }
      const again = answer.problem.status === 0 || answer.problem.status >= 500 || answer.problem.code === 'in-progress'
      return again ? null : { ok: false as const, code: answer.problem.code }
    },
    20_000,
    15,
  )
}

const paper = {
  file_name: 'order.pdf',
  content_base64: Buffer.from('%PDF-1.4\n%signed\n').toString('base64'),
  number: 'PO-1',
  date: '2026-11-20',
  signer: 'A signer',
}

const run = async (client: () => Client, n: number): Promise<Promised> => {
  const mac = `02:00:00:03:${(n >> 8).toString(16).padStart(2, '0')}:${(n & 255).toString(16).padStart(2, '0')}`
  const body = {
    organisation: 'jurassix',
    quote: 'subject-to-availability' as const,
    lines: [
      {
        product: 'exchange-port' as const,
        parameters: { speed: n % 2 ? ('10G' as const) : ('1G' as const), asn: 4_200_100_000 + n, mac },
      },
    ],
  }
  const created = await surely((idempotencyKey) => client().call(createOrder, { body, idempotencyKey }))
  if (!created.ok) throw new Error(`order ${n}: ${created.code}`)
  const { number } = created.value
  const signed = await surely((idempotencyKey) =>
    client().call(acceptOrder, { params: { order: number }, body: { paper }, idempotencyKey }),
  )
  if (!signed.ok) return { number, state: 'refused' }
  if (n % 3 > 0) return { number, state: 'signed' }
  const cancelled = await surely((idempotencyKey) =>
    client().call(cancelOrder, { params: { order: number }, body: { reason: 'changed their mind' }, idempotencyKey }),
  )
  if (!cancelled.ok) throw new Error(`cancel ${number}: ${cancelled.code}`)
  return { number, state: 'cancelled' }
}

test('fifty kills, a hundred orders: nothing lost, nothing double, nothing leaked', { timeout: 500_000 }, async () => {
  const port = await freePort()
  const args = ['--no-twin']
  house = await startHouse({ data, port, args })
  const client = (): Client => {
    if (!house) throw new Error('no house')
    return house.client
  }
  let finished = false
  const promised: Promised[] = []
  const orders = Array.from({ length: ORDERS }, (_, n) => n)
  const worker = async (): Promise<void> => {
    for (let n = orders.shift(); n !== undefined; n = orders.shift()) {
      // Two orders begin after each kill, so that every kill meets some half-way.
      await until(async () => (kills >= Math.floor((n * KILLS) / ORDERS) ? true : null), 100_000)
      promised.push(await run(client, n))
    }
  }
  let kills = 0
  const work = Promise.all(Array.from({ length: AT_ONCE }, worker)).finally(() => (finished = true))
  const killer = async (): Promise<void> => {
    for (; kills < KILLS; kills += 1) {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * LATEST_KILL_MS))
      house?.process.kill('SIGKILL')
      await house?.ended
      house = await startHouse({ data, port, args })
    }
  }
  await Promise.all([work, killer()])
  expect(finished).toBe(true)
  expect(kills).toBe(KILLS)
  expect(promised).toHaveLength(ORDERS)
  for (const promise of promised.filter((candidate) => candidate.state === 'cancelled')) {
    await until(async () => {
      const shown = await client().call(showOrder, { params: { order: promise.number } })
      return shown.ok && shown.value.state === 'cancelled' ? true : null
    })
  }
  for (const promise of promised) {
    const shown = await client().call(showOrder, { params: { order: promise.number } })
    if (!shown.ok) throw new Error(shown.problem.code)
    expect([promise.number, promise.state, shown.value.accepted !== null]).toEqual([
      promise.number,
      promise.state,
      promise.state !== 'refused',
    ])
  }
  const judged = await client().call(judgeHouse)
  expect(judged).toMatchObject({ ok: true, value: { lost: 0, double: 0, leaked: 0, differences: [] } })
})
