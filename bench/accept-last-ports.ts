import { acceptOrder, createOrder } from '#market/contract'
import type { Client } from '#kernel'
import { must } from '../scenarios/house/asking.ts'
import { count, type House, MEMBER, siteHouse } from './house.ts'
import { type Row, timed } from './row.ts'

const QUOTED = 1000
const CONNECTIONS = 20
const LEFT = 10
const LEAST_PER_SECOND = 200
const MOST_LINES = 50
const SPEED = '10G' as const
const SPEED_MBPS = 10_000

const lineOf = () => ({ product: 'exchange-port' as const, parameters: { speed: SPEED, asn: MEMBER.asn } })

const draft = async (client: Client, lines: number): Promise<string> => {
  const body = {
    organisation: MEMBER.organisation,
    quote: 'subject-to-availability' as const,
    lines: Array.from({ length: lines }, lineOf),
  }
  return must(await client.call(createOrder, { body })).number
}

const accept = async (client: Client, order: string): Promise<string> => {
  const outcome = await client.call(acceptOrder, { params: { order }, body: {} })
  return outcome.ok ? 'signed' : outcome.problem.code
}

/** `CONNECTIONS` workers take from one list until it is empty. */
const together = async (orders: readonly string[], work: (order: string) => Promise<void>): Promise<void> => {
  const left = [...orders]
  const worker = async (): Promise<void> => {
    for (let order = left.pop(); order !== undefined; order = left.pop()) await work(order)
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, worker))
}

const freePorts = ({ owner }: House): Promise<number> =>
  count(
    owner,
    `select count(*)::int as n from exchange.port p where speed_mbps = $1 and ended_at is null
     and not exists (select from market.claim c where c.thing_id = p.id and c.given_back_at is null)`,
    [SPEED_MBPS],
  )

const deadlocks = ({ owner }: House): Promise<number> =>
  count(owner, 'select deadlocks::int as n from pg_stat_database where datname = current_database()')

/** Signs for ports until no more than `LEFT` of the speed are free. */
const sellDownTo = async (client: Client, free: number): Promise<void> => {
  for (let surplus = free - LEFT; surplus > 0; surplus -= MOST_LINES) {
    const said = await accept(client, await draft(client, Math.min(surplus, MOST_LINES)))
    if (said !== 'signed') throw new Error(`the ports before the last ten could not be sold: ${said}`)
  }
}

export const acceptLastPorts: Row = {
  name: 'accept-last-ports',
  what: `${QUOTED.toLocaleString('en')} quoted orders for the last ${LEFT} ports, accepted by HTTP POST on ${CONNECTIONS} connections`,
  owed: `exactly ${LEFT} signed, the others refused before signing, no deadlock, >= ${LEAST_PER_SECOND}/s`,
  kept: ({ samples, counts }) =>
    samples.every((rate) => rate >= LEAST_PER_SECOND) &&
    counts?.['signed'] === LEFT &&
    counts['refused'] === QUOTED - LEFT &&
    counts['deadlocks'] === 0,
  measure: async () => {
    const house = await siteHouse()
    const { signatory } = house
    await sellDownTo(signatory, await freePorts(house))
    const orders: string[] = []
    for (let each = 0; each < QUOTED; each += 1) orders.push(await draft(signatory, 1))
    const before = await deadlocks(house)
    const answers = new Map<string, number>()
    const tookMs = await timed(() =>
      together(orders, async (order) => {
        const said = await accept(signatory, order)
        answers.set(said, (answers.get(said) ?? 0) + 1)
      }),
    )
    const { signed = 0, 'fabric-full': full = 0, ...others } = Object.fromEntries(answers)
    if (Object.keys(others).length > 0) throw new Error(`other answers: ${JSON.stringify(others)}`)
    return {
      unit: '1/s',
      samples: [QUOTED / (tookMs / 1000)],
      counts: { signed, refused: full, deadlocks: (await deadlocks(house)) - before },
    }
  },
}
