import { setTimeout as sleep } from 'node:timers/promises'
import { newId } from '#kernel'
import { acceptOrder, createOrder, showOrder, showService } from '#market/contract'
import { showStatus } from '#server/contract'
import { type House, MEMBER, openHouse, query, until } from './house.ts'
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

const untilRunning = ({ admin }: House): Promise<void> =>
  until('the twin runs', async () => {
    const outcome = await admin.call(showStatus)
    const twin = outcome.ok ? outcome.value.detail?.twin : undefined
    if (twin?.state === 'missing' || twin?.state === 'failed') throw new Error(twin.says.en)
    return twin?.state === 'running'
  })

/** The member's equipment of this turn was in quarantine before, and passed: what is measured is the way from there. */
const letPass = ({ owner }: House, turn: number) =>
  query(owner, 'insert into exchange.quarantine_pass (asn, mac, service_id, passed_at) values ($1, $2, $3, now())', [
    MEMBER.asn,
    lineOf(turn).parameters.mac,
    newId(),
  ])

/** The service of an order's only line. */
const serviceOf = async ({ signatory }: House, order: string): Promise<string> => {
  const outcome = await signatory.call(showOrder, { params: { order } })
  const service = outcome.ok ? outcome.value.lines[0]?.service : null
  if (!service) throw new Error(`${order} has no service`)
  return service
}

/** Milliseconds from the answer to the signature until the service was seen live: learned by another member, pinged, v4 and v6. */
const untilLive = async (house: House, turn: number): Promise<number> => {
  await letPass(house, turn)
  const drafted = await house.signatory.call(createOrder, {
    body: { organisation: MEMBER.organisation, quote: 'subject-to-availability', lines: [lineOf(turn)] },
  })
  if (!drafted.ok) throw new Error(drafted.problem.title)
  const accepted = await house.signatory.call(acceptOrder, { params: { order: drafted.value.number }, body: {} })
  const start = performance.now()
  if (!accepted.ok) throw new Error(accepted.problem.title)
  const service = await serviceOf(house, drafted.value.number)
  for (;;) {
    const shown = await house.signatory.call(showService, { params: { service } })
    if (!shown.ok) throw new Error(shown.problem.title)
    if (shown.value.live_at !== null) return performance.now() - start
    if (performance.now() - start > LONGEST_MS) throw new Error(`${service} was not live within ${LONGEST_MS / 1000} s`)
    await sleep(POLL_MS)
  }
}

export const twinPort: Row = {
  name: 'twin-port',
  what: 'acceptance of an exchange port (patched before, past quarantine) → another member learned its first route and was pinged, v4 and v6, twin',
  owed: `p50 < ${MOST_MS} ms`,
  kept: ({ samples }) => median(samples) < MOST_MS,
  missing: () => (process.getuid?.() === 0 ? undefined : 'network namespaces need root'),
  measure: async () => {
    const house = await openHouse({ twin: true })
    try {
      await untilRunning(house)
      await sleepUntilQuiet(house)
      const samples: number[] = []
      for (let turn = 0; turn < TIMES; turn += 1) samples.push(await untilLive(house, turn))
      return { unit: 'ms', samples }
    } finally {
      await house.stop()
    }
  },
}

/** The opening members have their sessions: what the start itself does is not measured. */
const sleepUntilQuiet = ({ owner }: House): Promise<void> =>
  until('the opening members have their sessions', async () => {
    const [row] = await query<{ down: number; up: number }>(
      owner,
      `select count(*) filter (where state <> 'established')::int as down, count(*) filter (where state = 'established')::int as up from exchange.found_session`,
    )
    return row !== undefined && row.down === 0 && row.up > 0
  })
