import { setTimeout as pause } from 'node:timers/promises'
import type { Reconciler } from '#kernel'
import { inTransaction, notify, type Db } from '#postgres'
import { attachmentsOf } from '../attachment/store.ts'
import { type Deps, keepFabric } from '../fabric/reconcile.ts'
import type { Found } from '../found/model.ts'
import { foundOfMany, recordSighting, recordTests } from '../found/store.ts'
import { quarantineResponder } from '../lan/choose-address.ts'
import { routeServerOf, switchOf } from '../lan/store.ts'
import type { Attachment, Family } from '../model.ts'
import type { Fabric, RouteServer, Witnesses } from '../ports.ts'
import { keepSessions } from '../route-server/reconcile.ts'
import { agedRoutes, type Ask, type Askable, asksOf, isFresh } from './plan-watch.ts'

const EVERY_SECONDS = 5
const POLL_MS = 50
/** A turn ends at last, so that the lock and the status breathe; the next one goes on. */
const TURN_MS = 60_000
/** No single question may take longer. */
const ANSWER_MS = 5_000
/** A device that failed is left alone for a moment. */
const AFTER_FAULT_MS = 1_000
const AT_ONCE = 16
/** Of these, what nobody waits for takes half at most. */
const STALE_AT_ONCE = 8

export interface Watch extends Deps {
  readonly fabrics: ReadonlyMap<string, Fabric>
  readonly routeServers: ReadonlyMap<string, RouteServer>
  readonly witnesses: Witnesses | null
}

interface Route {
  readonly attachment: Attachment
  readonly family: Family
}
interface Seen {
  readonly attachments: readonly Attachment[]
  readonly found: ReadonlyMap<string, Found>
  readonly at: Date
}
/** Who is asked about, and which routes are looked at again. */
interface Step {
  readonly services: readonly string[]
  readonly again: readonly Route[]
}

/** Questions under way, each asked once at a time: one that waits long for its answer holds up no other. */
interface Questions {
  readonly running: Map<string, Promise<void>>
  /** When each last failed, and why the first did. */
  readonly failed: Map<string, number>
  readonly faults: unknown[]
}

const ask = (questions: Questions, key: string, work: () => Promise<void>): void => {
  const { running, failed, faults } = questions
  if (
    running.has(key) ||
    running.size >= AT_ONCE ||
    performance.now() - (failed.get(key) ?? -Infinity) < AFTER_FAULT_MS
  )
    return
  const done = work()
    .catch((thrown: unknown) => {
      failed.set(key, performance.now())
      faults.push(thrown)
    })
    .finally(() => running.delete(key))
  running.set(key, done)
}

const see = async ({ db, clock, site }: Watch): Promise<Seen> => {
  const at = clock()
  const attachments = await attachmentsOf(db, site.id, ['quarantine', 'production'])
  return {
    attachments,
    found: await foundOfMany(
      db,
      attachments.map(({ serviceId }) => serviceId),
    ),
    at,
  }
}

const keep = async (db: Db, about: string, write: (tx: Db) => Promise<boolean>): Promise<void> =>
  inTransaction(db, async (tx) => {
    if (await write(tx)) await notify(tx, 'found', about)
  })

const askSwitch = async (watch: Watch, handle: string, signal: AbortSignal): Promise<void> => {
  const fabric = watch.fabrics.get(handle)
  const card = await switchOf(watch.db, watch.site.id, handle)
  if (!fabric || !card) return
  const at = watch.clock()
  const found = await fabric.look(signal)
  await keepFabric(watch.db, card, await attachmentsOf(watch.db, watch.site.id), found, at)
}

const askRouteServer = async (watch: Watch, handle: string, signal: AbortSignal): Promise<void> => {
  const server = watch.routeServers.get(handle)
  const card = await routeServerOf(watch.db, watch.site.id, handle)
  if (!server || !card) return
  const at = watch.clock()
  const held = await server.look(signal)
  await keepSessions(watch.db, card.server.id, await attachmentsOf(watch.db, watch.site.id), held, at)
}

const askPort = async (
  watch: Watch,
  attachment: Attachment,
  kind: 'carries' | 'answers',
  signal: AbortSignal,
): Promise<void> => {
  const { db, clock, site, fabrics, witnesses } = watch
  const { portId, generation, serviceId, switchHandle, portNumber, v4, v6 } = attachment
  const card = await switchOf(db, site.id, switchHandle)
  if (!card) return
  const at = clock()
  const carries =
    kind === 'carries'
      ? await fabrics.get(switchHandle)?.probe(portNumber, quarantineResponder(card.lan), signal)
      : null
  const answers =
    kind === 'answers' ? await witnesses?.answers({ v4, v6, vlan: card.lan.quarantineVlan }, signal) : null
  await keep(db, serviceId, (tx) =>
    recordTests(tx, { portId, generation, carries: carries ?? null, answers: answers ?? null }, at),
  )
}

const askRoute = async (watch: Watch, attachment: Attachment, family: Family, signal: AbortSignal): Promise<void> => {
  const { db, clock, witnesses } = watch
  if (!witnesses) return
  const { serviceId, generation, asn } = attachment
  const at = clock()
  const sighting = await witnesses.sighting(
    { asn, family, nextHop: family === 4 ? attachment.v4 : attachment.v6 },
    signal,
  )
  await keep(db, serviceId, (tx) => recordSighting(tx, { serviceId, wished: generation, family, sighting }, at))
}

const put = (watch: Watch, questions: Questions, attachment: Attachment, question: Ask, turn: AbortSignal): void => {
  const { serviceId } = attachment
  const signal = (): AbortSignal => AbortSignal.any([turn, AbortSignal.timeout(ANSWER_MS)])
  switch (question.kind) {
    case 'port':
      return ask(questions, `switch ${question.switchHandle}`, () => askSwitch(watch, question.switchHandle, signal()))
    case 'sessions':
      return ask(questions, `route server ${question.routeServer}`, () =>
        askRouteServer(watch, question.routeServer, signal()),
      )
    case 'carries':
    case 'answers':
      return ask(questions, `${question.kind} ${serviceId}`, () => askPort(watch, attachment, question.kind, signal()))
    case 'route':
      return ask(questions, `route ${question.family} ${serviceId}`, () =>
        askRoute(watch, attachment, question.family, signal()),
      )
  }
}

const nothing: Found = { port: null, sessions: [], routes: [], routeServers: [] }

const askableOf = ({ fabrics, routeServers, witnesses }: Watch): Askable => ({
  switches: new Set(fabrics.keys()),
  routeServers: new Set(routeServers.keys()),
  witnesses: witnesses !== null,
})

interface Question {
  readonly attachment: Attachment
  readonly question: Ask
}

/** What is to be asked now: of what changed lately again and again, of the rest once a turn. */
const questionsAt = (
  { attachments, found, at }: Seen,
  can: Askable,
): { readonly fresh: Question[]; readonly stale: Question[] } => {
  const fresh: Question[] = []
  const stale: Question[] = []
  for (const attachment of attachments) {
    const of = found.get(attachment.serviceId) ?? nothing
    const list = isFresh(attachment, of, at) ? fresh : stale
    for (const question of asksOf(attachment, of, can)) list.push({ attachment, question })
  }
  return { fresh, stale }
}

/**
 * Asks once about everything that is not settled, and again every 50 ms about what changed lately, until that is settled too.
 * Rows are read anew each time: a wish that comes meanwhile is looked after at once, and before what has been silent for long.
 */
const askUntilSettled = async (watch: Watch, again: readonly Route[], turn: AbortSignal): Promise<void> => {
  const questions: Questions = { running: new Map(), failed: new Map(), faults: [] }
  const can = askableOf(watch)
  const begun = performance.now()
  const waiting: Question[] = again.map(({ attachment, family }) => ({
    attachment,
    question: { kind: 'route', family },
  }))
  for (let first = true; !turn.aborted; first = false) {
    const { fresh, stale } = questionsAt(await see(watch), can)
    if (first) waiting.unshift(...stale)
    for (const { attachment, question } of fresh) put(watch, questions, attachment, question, turn)
    while (questions.running.size < STALE_AT_ONCE) {
      const next = waiting.shift()
      if (!next) break
      put(watch, questions, next.attachment, next.question, turn)
    }
    const idle = fresh.length === 0 && waiting.length === 0 && questions.running.size === 0
    if (idle || performance.now() - begun > TURN_MS) break
    await pause(POLL_MS, undefined, { signal: turn }).catch(() => undefined)
  }
  await Promise.all(questions.running.values())
  if (questions.faults.length > 0) throw questions.faults[0]
}

/** Looks at what no single device tells: ports under test, routes at other members; often while somebody waits for it. */
export const observeReconciler = (watch: Watch): Reconciler<Seen, Askable, Step> => ({
  name: 'observe',
  everySeconds: EVERY_SECONDS,
  wakes: ['wish', 'found'],
  look: async () => ({ wish: await see(watch), found: askableOf(watch) }),
  plan: ({ attachments, found, at }, can) => {
    const services = attachments
      .filter((attachment) => asksOf(attachment, found.get(attachment.serviceId) ?? nothing, can).length > 0)
      .map(({ serviceId }) => serviceId)
    const again = can.witnesses ? agedRoutes(attachments, found, at) : []
    return services.length + again.length > 0 ? [{ services, again }] : []
  },
  apply: (step, signal) => askUntilSettled(watch, step.again, signal),
})
