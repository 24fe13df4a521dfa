import { familiesOf, type Found, isSettled } from '../found/model.ts'
import type { Attachment, Family } from '../model.ts'

/** One thing to ask somebody about an attachment that is not yet all that it should be. */
export type Ask =
  | { readonly kind: 'port'; readonly switchHandle: string }
  | { readonly kind: 'carries' | 'answers' }
  | { readonly kind: 'sessions'; readonly routeServer: string }
  | { readonly kind: 'route'; readonly family: Family }

/** Who can be asked here: a device without an adapter says nothing, and nothing is said in its place. */
export interface Askable {
  readonly switches: ReadonlySet<string>
  readonly routeServers: ReadonlySet<string>
  readonly witnesses: boolean
}

/** For so long after a change it is worth asking often: somebody waits for it. */
const FRESH_MS = 20_000
/** What was once seen is seen again that often. */
export const AGED_MS = 60_000
export const AGED_AT_ONCE = 10

const inQuarantine = (attachment: Attachment, found: Found): readonly Ask[] => {
  const port = found.port
  const { switchHandle } = attachment
  const applied = port?.applied === true
  const bare = !applied || port.link !== 'up' || (attachment.mac === null && attachment.macLearned === null)
  const carries = applied && port.carriesV4 === true && port.carriesV6 === true
  const answers = applied && port.answersV4 === true && port.answersV6 === true
  return [
    ...(bare ? [{ kind: 'port', switchHandle } as const] : []),
    ...(applied && !carries ? [{ kind: 'carries' } as const] : []),
    ...(applied && !answers ? [{ kind: 'answers' } as const] : []),
  ]
}

const inProduction = (attachment: Attachment, found: Found): readonly Ask[] => {
  const open = found.routeServers.filter((handle) => {
    const up = found.sessions.filter((s) => s.routeServer === handle && s.state === 'established')
    return new Set(up.map(({ family }) => family)).size < 2
  })
  const unseen = familiesOf(attachment.prefixes).filter(
    (family) => !found.routes.some((route) => route.family === family && route.pinged === true),
  )
  return [
    ...(found.port?.applied === true ? [] : [{ kind: 'port', switchHandle: attachment.switchHandle } as const]),
    ...open.map((routeServer) => ({ kind: 'sessions', routeServer }) as const),
    ...unseen.map((family) => ({ kind: 'route', family }) as const),
  ]
}

const canAsk = (ask: Ask, attachment: Attachment, can: Askable): boolean => {
  switch (ask.kind) {
    case 'port':
    case 'carries':
      return can.switches.has(attachment.switchHandle)
    case 'sessions':
      return can.routeServers.has(ask.routeServer)
    case 'answers':
    case 'route':
      return can.witnesses
  }
}

/** What is still to be asked about one attachment, of those who can be asked. Nothing, once it is settled. */
export const asksOf = (attachment: Attachment, found: Found, can: Askable): readonly Ask[] => {
  if (isSettled(attachment, found)) return []
  const asks = attachment.state === 'quarantine' ? inQuarantine(attachment, found) : inProduction(attachment, found)
  return asks.filter((ask) => canAsk(ask, attachment, can))
}

/** Did something happen to it so lately that more may be about to? */
export const isFresh = (attachment: Attachment, found: Found, now: Date): boolean => {
  const last = Math.max(attachment.wishedAt.getTime(), found.port?.changedAt.getTime() ?? 0)
  return now.getTime() - last < FRESH_MS
}

/** Routes that were seen long ago and are to be looked at again, the oldest first, a few at a time. */
export const agedRoutes = (
  attachments: readonly Attachment[],
  found: ReadonlyMap<string, Found>,
  now: Date,
): readonly { readonly attachment: Attachment; readonly family: Family }[] =>
  attachments
    .filter(({ state }) => state === 'production')
    .flatMap((attachment) =>
      (found.get(attachment.serviceId)?.routes ?? []).map(({ family, at }) => ({ attachment, family, at })),
    )
    .filter(({ at }) => now.getTime() - at.getTime() >= AGED_MS)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .slice(0, AGED_AT_ONCE)
