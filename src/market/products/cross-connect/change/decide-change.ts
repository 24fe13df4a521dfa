import { type Refusal, type Result, ok, refuse } from '#kernel'
import { sameValues } from '../../../change/same-values.ts'
import type { CrossConnectParameters } from '../parameters.ts'

/** Which end a change moves: one at a time. Pure. */
export const movedEnd = (from: { readonly z?: unknown }, to: { readonly z?: unknown }): 'a' | 'z' =>
  sameValues(from.z, to.z) ? 'a' : 'z'

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
