import { z } from 'zod'

/** What `bgpctl -j` of OpenBGPD 7.7 tells, as values. What is not understood throws. */

export interface LearnedRoute {
  readonly prefix: string
  readonly path: readonly number[]
  readonly nextHop: string
  /** Its next hop can be reached. */
  readonly valid: boolean
}

const rib = z.object({
  rib: z
    .array(
      z.object({
        prefix: z.string(),
        aspath: z.string(),
        exit_nexthop: z.string(),
        // Absent where false, as every sign of bgpctl's.
        valid: z.boolean().default(false),
      }),
    )
    .default([]),
})

/** The answer to `show rib`. */
export const parseRib = (text: string): readonly LearnedRoute[] =>
  rib.parse(JSON.parse(text)).rib.map((route) => ({
    prefix: route.prefix,
    // A set of the path, `{ 1 2 }`, is no single AS and is left out.
    path: route.aspath
      .split(' ')
      .filter((asn) => /^\d+$/.test(asn))
      .map(Number),
    nextHop: route.exit_nexthop,
    valid: route.valid,
  }))

export interface SpeakerSession {
  readonly address: string
  /** As RFC 4271 § 8.2.2 names it: `Idle`, `Connect`, `Active`, `OpenSent`, `OpenConfirm`, `Established`. */
  readonly state: string
}

const neighbors = z.object({
  neighbors: z.array(z.object({ remote_addr: z.string(), state: z.string() })).default([]),
})

/** The answer to `show neighbor`. */
export const parseNeighbors = (text: string): readonly SpeakerSession[] =>
  neighbors.parse(JSON.parse(text)).neighbors.map((one) => ({ address: one.remote_addr, state: one.state }))
