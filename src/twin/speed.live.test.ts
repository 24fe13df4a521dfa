import { describe, expect, test } from 'vitest'
import { connect, hindrance, makeStand, member, untilSeen } from './testing/stand.ts'

const RUNS = 12

const median = (all: readonly number[]): number =>
  all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN
const told = (all: readonly number[]): string =>
  `median ${Math.round(median(all))} ms, ${Math.round(Math.min(...all))}…${Math.round(Math.max(...all))} ms, ${all.length} runs`

describe.skipIf(hindrance !== null)('how quick the twin is', () => {
  test('from the wish of one more member to its routes at another one, pinged, v4 and v6', async () => {
    const stand = await makeStand()
    try {
      const members = [member(1), member(2)]
      await connect(stand.twin, members)
      await untilSeen(stand.twin, member(1))
      const times: number[] = []
      for (let run = 0; run < RUNS; run++) {
        const one = member(members.length + 1)
        members.push(one)
        const begun = performance.now()
        await connect(stand.twin, members, [one])
        await untilSeen(stand.twin, one)
        times.push(performance.now() - begun)
      }
      console.info(`one more member, seen and pinged in both families: ${told(times)}`)
      expect(median(times)).toBeLessThan(400)
    } finally {
      await stand.close()
    }
  })

  test('from nothing to a dozen members', async () => {
    const begun = performance.now()
    const stand = await makeStand()
    try {
      const base = performance.now()
      const members = Array.from({ length: 12 }, (_, at) => member(at + 1))
      await stand.twin.plug(members, AbortSignal.timeout(30_000))
      const plugged = performance.now()
      await connect(stand.twin, members)
      for (const one of members) await untilSeen(stand.twin, one)
      const seen = performance.now()
      console.info(
        `base ${Math.round(base - begun)} ms, twelve routers ${Math.round(plugged - base)} ms, all of them seen and pinged ${Math.round(seen - plugged)} ms later`,
      )
      expect(plugged - base).toBeLessThan(1500)
    } finally {
      await stand.close()
    }
  })
})
