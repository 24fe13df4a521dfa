import { newId } from '#kernel'
import { acceptOrder, createOrder } from '#market/contract'
import { lineNow, must, serviceNow } from '../scenarios/house/asking.ts'
import { twinStands } from '../scenarios/house/start-house.ts'
import { until } from '../scenarios/house/until.ts'
import { count, type House, MEMBER, openHouse, query } from './house.ts'
import { median, type Row } from './row.ts'

const TIMES = 10
const MOST_MS = 1000
const POLL_MS = 5
const LONGEST_MS = 60_000

const hex = (n: number): string => n.toString(16).padStart(2, '0')

/** What is announced on each port is its own: of two equal routes the route servers would show a witness one only. */
const lineOf = (turn: number) => ({
  product: 'exchange-port' as const,
  parameters: {
    speed: '10G' as const,
    asn: MEMBER.asn,
    mac: `02:be:50:01:00:${hex(turn)}`,
    prefixes: [`198.18.${100 + turn}.0/24`, `2001:db8:2${hex(turn)}::/48`],
  },
})

/** The member's equipment of this turn was in quarantine before, and passed: what is measured is the way from there. */
const letPass = ({ owner }: House, turn: number) =>
  query(owner, 'insert into exchange.quarantine_pass (asn, mac, service_id, passed_at) values ($1, $2, $3, now())', [
    MEMBER.asn,
    lineOf(turn).parameters.mac,
    newId(),
  ])

/** Milliseconds from the answer to the signature until the service was seen live: learned by another member, pinged, v4 and v6. */
const untilLive = async (house: House, turn: number): Promise<number> => {
  const { signatory } = house
  await letPass(house, turn)
  const body = { organisation: MEMBER.organisation, quote: 'subject-to-availability' as const, lines: [lineOf(turn)] }
  const { number: order } = must(await signatory.call(createOrder, { body }))
  must(await signatory.call(acceptOrder, { params: { order }, body: {} }))
  const start = performance.now()
  const { service } = await lineNow(signatory, order)
  if (!service) throw new Error(`${order} has no service`)
  const isLive = async () =>
    (await serviceNow(signatory, service)).live_at === null ? null : performance.now() - start
  return until(`${service} is live`, isLive, LONGEST_MS, POLL_MS)
}

/** The opening members have their sessions: what the start itself does is not measured. */
const untilQuiet = ({ owner }: House) =>
  until(
    'the opening members have their sessions',
    async () => {
      const up = await count(owner, `select count(*)::int as n from exchange.found_session where state = 'established'`)
      const down = await count(
        owner,
        `select count(*)::int as n from exchange.found_session where state <> 'established'`,
      )
      return up > 0 && down === 0 ? true : null
    },
    LONGEST_MS,
  )

export const twinPort: Row = {
  name: 'twin-port',
  what: 'acceptance of an exchange port (patched before, past quarantine) → another member learned its first route and was pinged, v4 and v6, twin',
  owed: `p50 < ${MOST_MS} ms`,
  kept: ({ samples }) => median(samples) < MOST_MS,
  missing: () => (process.getuid?.() === 0 ? undefined : 'network namespaces need root'),
  measure: async () => {
    const house = await openHouse({ twin: true })
    try {
      await twinStands(house.started)
      await untilQuiet(house)
      const samples: number[] = []
      for (let turn = 0; turn < TIMES; turn += 1) samples.push(await untilLive(house, turn))
      return { unit: 'ms', samples }
    } finally {
      await house.stop()
    }
  },
}
