import type { Attachment, Lan, RouteServerCard } from '../model.ts'
import type { FoundSession, WishedRouteServer } from '../ports.ts'
import type { SessionFinding } from '../found/model.ts'
import { announceable, bogonsOf } from './bogons.ts'

/** What a route server is to be: a peer for each member in production, and its own prefixes only. */
export const wishRouteServer = (
  server: RouteServerCard,
  lan: Lan,
  attachments: readonly Attachment[],
): WishedRouteServer => {
  const here = attachments.filter(({ lanId }) => lanId === lan.id)
  const refused = bogonsOf(lan)
  return {
    asn: server.asn,
    routerId: server.v4,
    v4: server.v4,
    v6: server.v6,
    lanV4: lan.v4,
    lanV6: lan.v6,
    bogons: refused,
    peers: here
      .filter(({ state }) => state === 'production')
      .map(({ serviceId, asn, v4, v6, prefixes, maxPrefixV4, maxPrefixV6 }) => ({
        serviceId,
        asn,
        v4,
        v6,
        prefixes: announceable(prefixes, refused, lan),
        maxPrefixV4,
        maxPrefixV6,
      })),
    // Of all attachments: one that leaves production takes its generation along, and this number must never fall.
    generation: Math.max(lan.generationFloor, ...here.map(({ generation }) => generation)),
  }
}

/** Each member in production with each family, as the route server tells it; one that it does not know is absent. */
export const sessionFindings = (
  attachments: readonly Attachment[],
  sessions: readonly FoundSession[],
): readonly SessionFinding[] => {
  const told = new Map(sessions.map((session) => [session.address, session]))
  return attachments
    .filter(({ state }) => state === 'production')
    .flatMap(({ serviceId, generation, v4, v6 }) =>
      ([4, 6] as const).map((family) => {
        const session = told.get(family === 4 ? v4 : v6)
        return {
          serviceId,
          wished: generation,
          family,
          state: session?.state ?? 'absent',
          since: session?.since ?? null,
          imported: session?.imported ?? null,
          filtered: session?.filtered ?? null,
          exported: session?.exported ?? null,
          lastError: session?.lastError ?? null,
        }
      }),
    )
}

/** Does the route server have to be told? `told`: what this process last told it; null after a start, when it is told once more. */
export const mustTell = (wish: WishedRouteServer, held: number | null, told: string | null): boolean =>
  held === null || held < wish.generation || (held === wish.generation && told !== JSON.stringify(wish))
