import { type Refusal, type Result, ok, refuse } from '#kernel'
import { sameValues } from '../../../change/same-values.ts'
import type { CrossConnectParameters } from '../parameters.ts'

interface Ends {
  readonly a?: unknown
  readonly z?: unknown
}
const namesService = (end: unknown): boolean => typeof end === 'object' && end !== null && 'service' in end

/** Which end a change moves: one at a time. One that asks for nothing else follows the service that an end names. Pure. */
export const movedEnd = (from: Ends, to: Ends): 'a' | 'z' => {
  if (!sameValues(from.z, to.z)) return 'z'
  return sameValues(from.a, to.a) && namesService(to.z) && !namesService(to.a) ? 'z' : 'a'
}

/** The numbers of services where an end of this is. */
export const servicesNamed = ({ a, z }: Pick<CrossConnectParameters, 'a' | 'z'>): readonly string[] =>
  [a, z].flatMap((end) => ('service' in end && end.service !== undefined ? [end.service] : []))

/**
 * One of the customer's own ends goes elsewhere; the other one is where the new jumper joins what stays. What reaches somebody else's
 * port stays where that one let it: its letter is for one position.
 */
export const decideChange = (
  from: CrossConnectParameters,
  to: CrossConnectParameters,
  needsConsent: boolean,
): Result<'a' | 'z', Refusal> => {
  for (const field of ['media', 'pay', 'payer', 'letter'] as const)
    if (from[field] !== to[field]) return refuse({ code: 'change-not-sold', field })
  // The service is the payer's, the end is who ordered's: neither changes what is the other's.
  if (from.payer === 'z') return refuse({ code: 'change-not-sold', field: 'payer' })
  const [a, z] = [!sameValues(from.a, to.a), !sameValues(from.z, to.z)]
  if (a && z) return refuse({ code: 'change-one-end' })
  // A line's number says something in its own order only; the service says it for as long as it is there.
  if ((a && 'line' in to.a) || (z && 'line' in to.z)) return refuse({ code: 'change-name-service' })
  if (z && needsConsent) return refuse({ code: 'change-not-sold', field: 'z' })
  return ok(movedEnd(from, to))
}
