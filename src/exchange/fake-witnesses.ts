import type { Sighting, Witnesses } from './ports.ts'

/** Other members of the mind, for tests. */
export interface FakeWitnesses extends Witnesses {
  /** The route of this next hop is seen from now on; null: no more. */
  readonly see: (nextHop: string, sighting: Sighting | null) => void
  /** The equipment with this v4 address answers in quarantine from now on. */
  readonly answer: (v4: string, reach: { readonly v4: boolean; readonly v6: boolean }) => void
  readonly asked: () => number
}

export const fakeWitnesses = (): FakeWitnesses => {
  const seen = new Map<string, Sighting>()
  const answering = new Map<string, { readonly v4: boolean; readonly v6: boolean }>()
  let asked = 0
  return {
    see: (nextHop, sighting) => {
      if (sighting) seen.set(nextHop, sighting)
      else seen.delete(nextHop)
    },
    answer: (v4, reach) => {
      answering.set(v4, reach)
    },
    asked: () => asked,
    sighting: async ({ nextHop }, signal) => {
      signal.throwIfAborted()
      asked += 1
      return seen.get(nextHop) ?? null
    },
    answers: async ({ v4 }, signal) => {
      signal.throwIfAborted()
      return answering.get(v4) ?? { v4: false, v6: false }
    },
  }
}
