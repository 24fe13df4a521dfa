import { acceptOrder, createOrder, type OrderAsked } from '#market/contract'
import type { Client } from '#kernel'
import { must } from '../scenarios/house/asking.ts'
import { count, MEMBER, siteHouse } from './house.ts'
import { type Row, timed } from './row.ts'

const QUOTED = 500
const CONNECTIONS = 20
const LEAST_PER_SECOND = 100
const QUARTERS = 20
/** Row 6 is sold down to so much on side A before its last power is fought for. */
const LEFT_W = 30_000
const ROW = '6'

type Line = Extract<OrderAsked['lines'][number], { product: 'rack-space' }>
const place = { near_meet_me: false, no_neighbour: false, option_next: false }
const quarter = (): Line => ({
  product: 'rack-space',
  parameters: { size: 'quarter', watts: 300, sides: 'A+B', health_data: false, place },
})
const rackIn = (watts: number): Line => ({
  product: 'rack-space',
  parameters: { size: 'full', watts, sides: 'A', health_data: false, place: { ...place, row: ROW } },
})

const draft = async (client: Client, line: Line): Promise<string> => {
  const body = { organisation: MEMBER.organisation, quote: 'subject-to-availability' as const, lines: [line] }
  return must(await client.call(createOrder, { body })).number
}
const accept = async (client: Client, order: string): Promise<string> => {
  const outcome = await client.call(acceptOrder, { params: { order }, body: {} })
  return outcome.ok ? 'signed' : outcome.problem.code
}

const together = async (orders: readonly string[], work: (order: string) => Promise<void>): Promise<void> => {
  const left = [...orders]
  const worker = async (): Promise<void> => {
    for (let order = left.pop(); order !== undefined; order = left.pop()) await work(order)
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, worker))
}

/** Half of the orders want the last quarter racks, half the last power of one board and what cools its row. */
export const acceptLastSpace: Row = {
  name: 'accept-last-space',
  what: `${QUOTED} orders accepted at once for the last ${QUARTERS} quarter racks and the last ${LEFT_W / 1000} kW of row ${ROW}`,
  owed: `${QUARTERS} quarter racks signed, no limit passed, no deadlock, >= ${LEAST_PER_SECOND}/s`,
  kept: ({ samples, counts }) =>
    samples.every((rate) => rate >= LEAST_PER_SECOND) &&
    counts?.['quarters'] === QUARTERS &&
    counts['over'] === 0 &&
    counts['deadlocks'] === 0,
  measure: async () => {
    const { signatory, owner } = await siteHouse()
    // 50 kW is what cooling leaves this row's zone with one unit lost: seven racks of 2.85 kW leave 30 kW.
    for (let each = 0; each < 7; each += 1) {
      const said = await accept(signatory, await draft(signatory, rackIn(2850)))
      if (said !== 'signed') throw new Error(`the power before the last could not be sold: ${said}`)
    }
    const orders: string[] = []
    for (let each = 0; each < QUOTED; each += 1)
      orders.push(await draft(signatory, each % 2 === 0 ? quarter() : rackIn(2000)))
    const deadlocks = () =>
      count(owner, 'select deadlocks::int as n from pg_stat_database where datname = current_database()')
    const before = await deadlocks()
    const answers = new Map<string, number>()
    const tookMs = await timed(() =>
      together(orders, async (order) => {
        const said = await accept(signatory, order)
        answers.set(said, (answers.get(said) ?? 0) + 1)
      }),
    )
    const { signed = 0, ...refused } = Object.fromEntries(answers)
    const strange = Object.keys(refused).filter(
      (code) => !['place-held', 'power-not-left', 'cooling-not-left'].includes(code),
    )
    if (strange.length > 0) throw new Error(`other answers: ${JSON.stringify(refused)}`)
    const held = (size: string) =>
      count(
        owner,
        `select count(*)::int as n from market.claim c join facility.compartment k on k.id = c.thing_id
         where c.given_back_at is null and k.size = $1`,
        [size],
      )
    return {
      unit: '1/s',
      samples: [QUOTED / (tookMs / 1000)],
      counts: {
        signed,
        quarters: await held('quarter'),
        over: await count(owner, 'select count(*)::int as n from market.element_limit where reserved > limit_amount'),
        deadlocks: (await deadlocks()) - before,
      },
    }
  },
}
