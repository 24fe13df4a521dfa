import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { applySiteFiles } from '#facility/contract'
import type { Client } from '#kernel'
import { acceptOrder, createOrder, listSpaceLoads, type OrderAsked, placeSpace } from '#market/contract'
import { must } from '../scenarios/house/asking.ts'
import { count, MEMBER, siteHouse } from './house.ts'
import { type Row, timed } from './row.ts'

const QUOTED = 500
const CONNECTIONS = 20
const LEAST_PER_SECOND = 100
const QUARTERS = 20
/** What is left of one board on side A when its last power is fought for. */
const LEFT_W = 30_000
const ROW = '6'
const BOARD = 'row-A-6'
/** 43,647 VA and so 41,464 W by 0.95: less than the 50 kW that cooling leaves the row with one unit lost, so that the board binds. */
const BREAKERS_A = [125, 63] as const
/** Four racks of it leave those 30 kW. */
const BEFORE = { racks: 4, watts: 2850 } as const
const EACH_W = 2000
const SITE = 'sites/besancon'

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

/** The sample site with another breaker at the board. */
const setBreaker = async (admin: Client, breaker: number): Promise<void> => {
  const names = (await readdir(SITE)).filter((name) => name.endsWith('.yaml'))
  const files = await Promise.all(
    names.map(async (name) => ({
      name,
      text: (await readFile(join(SITE, name), 'utf8')).replace(
        new RegExp(`(handle: ${BOARD},.*breaker_a: )${BREAKERS_A[0]}\\b`),
        `$1${breaker}`,
      ),
    })),
  )
  must(await admin.call(applySiteFiles, { body: { files } }))
}

/** Everything that stands in the way of one more rack in the row, and what is left of the board. */
const whatBinds = async (admin: Client): Promise<{ readonly notByBoard: number; readonly leftW: number }> => {
  const body = { organisation: MEMBER.organisation, parameters: rackIn(EACH_W).parameters, before: [] }
  const { ranked, passed_over: passed } = must(await admin.call(placeSpace, { body }))
  const codes = new Set(['place-other-row', 'place-held', 'place-not-built'])
  const limits = (passed ?? []).filter(({ because }) => !codes.has(because.code))
  const loads = must(await admin.call(listSpaceLoads, {}))
  const sum = loads.elements?.find(({ element }) => element === BOARD)?.sums.find(({ unit }) => unit === 'VA')
  if (!sum || limits.length === 0) throw new Error(`nothing is said of ${BOARD}`)
  return {
    notByBoard: ranked.length + limits.filter(({ because }) => because['element'] !== BOARD).length,
    leftW: Math.floor(((sum.limit ?? 0) - sum.other_side_lost) * loads.power_factor),
  }
}

/** Half of the orders want the last quarter racks, half the last power of one board. */
export const acceptLastSpace: Row = {
  name: 'accept-last-space',
  what: `${QUOTED} orders accepted at once for the last ${QUARTERS} quarter racks and the last ${LEFT_W / 1000} kW of one board`,
  owed: `${QUARTERS} quarter racks signed, no limit passed, every refusal of power the board's, no deadlock, >= ${LEAST_PER_SECOND}/s`,
  kept: ({ samples, counts }) =>
    samples.every((rate) => rate >= LEAST_PER_SECOND) &&
    counts?.['quarters'] === QUARTERS &&
    counts['over'] === 0 &&
    counts['not_by_board'] === 0 &&
    counts['deadlocks'] === 0,
  measure: async () => {
    const { admin, signatory, owner } = await siteHouse()
    await setBreaker(admin, BREAKERS_A[1])
    for (let each = 0; each < BEFORE.racks; each += 1) {
      const said = await accept(signatory, await draft(signatory, rackIn(BEFORE.watts)))
      if (said !== 'signed') throw new Error(`the power before the last could not be sold: ${said}`)
    }
    const orders: string[] = []
    for (let each = 0; each < QUOTED; each += 1)
      orders.push(await draft(signatory, each % 2 === 0 ? quarter() : rackIn(EACH_W)))
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
      (code) => !['place-held', 'power-not-left', 'phase-not-left'].includes(code),
    )
    if (strange.length > 0) throw new Error(`other answers: ${JSON.stringify(refused)}`)
    const { notByBoard, leftW } = await whatBinds(admin)
    await setBreaker(admin, BREAKERS_A[0])
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
        left_of_board_w: leftW,
        not_by_board: notByBoard,
        over: await count(owner, 'select count(*)::int as n from market.element_limit where reserved > limit_amount'),
        deadlocks: (await deadlocks()) - before,
      },
    }
  },
}
