import type { Reconciler } from '#kernel'
import { inTransaction, notify, type Db } from '#postgres'
import { attachmentsOf, outrun } from '../attachment/store.ts'
import type { Deps } from '../fabric/reconcile.ts'
import { recordSessions } from '../found/store.ts'
import { routeServerOf } from '../lan/store.ts'
import type { Attachment } from '../model.ts'
import type { FoundSession, RouteServer, WishedRouteServer } from '../ports.ts'
import { mustTell, sessionFindings, wishRouteServer } from './plan-peers.ts'

const EVERY_SECONDS = 5

interface Held {
  readonly generation: number | null
  readonly sessions: readonly FoundSession[]
}
interface Wish {
  readonly id: string
  readonly lanId: string
  readonly config: WishedRouteServer
}
interface Found extends Held {
  readonly at: Date
  /** What this process last told it, to see a change of the site's own data, which draws no generation. */
  readonly told: string | null
}
type Step =
  | { readonly kind: 'tell'; readonly config: WishedRouteServer }
  | { readonly kind: 'catch-up'; readonly lanId: string; readonly held: number }
  | { readonly kind: 'record'; readonly held: Held; readonly at: Date }

/** Keeps the sessions that one route server tells of, and wakes whoever waits for them. */
export const keepSessions = async (
  db: Db,
  routeServerId: string,
  attachments: readonly Attachment[],
  held: Held,
  at: Date,
): Promise<void> =>
  inTransaction(db, async (tx) => {
    const findings = sessionFindings(attachments, held.sessions)
    const news = await recordSessions(tx, { id: routeServerId, generation: held.generation }, findings, at)
    if (news.length > 0) await notify(tx, 'found', 'sessions')
  })

/** Brings one route server to the members in production, and tells what it found. */
export const routeServerReconciler = (
  deps: Deps,
  handle: string,
  server: RouteServer,
): Reconciler<Wish | null, Found, Step> => {
  const { db, clock, site } = deps
  let told: string | null = null
  const wished = async (): Promise<Wish | null> => {
    const card = await routeServerOf(db, site.id, handle)
    if (!card) return null
    const config = wishRouteServer(card.server, card.lan, await attachmentsOf(db, site.id))
    return { id: card.server.id, lanId: card.lan.id, config }
  }
  const keep = async (held: Held, at: Date): Promise<void> => {
    const card = await routeServerOf(db, site.id, handle)
    if (card) await keepSessions(db, card.server.id, await attachmentsOf(db, site.id), held, at)
  }
  const lookAndKeep = async (signal: AbortSignal): Promise<void> => {
    const at = clock()
    await keep(await server.look(signal), at)
  }
  return {
    name: `route-server-${handle}`,
    everySeconds: EVERY_SECONDS,
    wakes: ['wish'],
    look: async (signal) => {
      const at = clock()
      const held = await server.look(signal)
      return { wish: await wished(), found: { ...held, at, told } }
    },
    plan: (wish, { told: before, at, ...held }) => {
      if (!wish) return []
      if (held.generation !== null && held.generation > wish.config.generation) {
        return [
          { kind: 'catch-up', lanId: wish.lanId, held: held.generation },
          { kind: 'record', held, at },
        ]
      }
      return mustTell(wish.config, held.generation, before)
        ? [{ kind: 'tell', config: wish.config }]
        : [{ kind: 'record', held, at }]
    },
    apply: async (step, signal) => {
      if (step.kind === 'catch-up') {
        await inTransaction(db, (tx) => outrun(tx, site.id, step.lanId, step.held))
        return
      }
      if (step.kind === 'record') return keep(step.held, step.at)
      try {
        await server.apply(step.config, signal)
      } catch (cause) {
        // What it holds now is worth knowing, but why it was not changed is what counts.
        await lookAndKeep(signal).catch(() => undefined)
        throw cause
      }
      told = JSON.stringify(step.config)
      await lookAndKeep(signal)
    },
  }
}
