import type { Clock, Reconciler } from '#kernel'
import { type Db, inTransaction, notify } from '#postgres'
import { attachmentsOf, learnMac, macTaken, outrun } from '../attachment/store.ts'
import { admitMac } from '../attachment/admit-mac.ts'
import { recordPorts } from '../found/store.ts'
import { type SwitchCard, switchOf } from '../lan/store.ts'
import type { Attachment } from '../model.ts'
import type { Fabric, FoundPort, WishedPort } from '../ports.ts'
import { learnedMacs, planPorts, standing, strayPorts, wishPort } from './plan-ports.ts'

export interface Deps {
  readonly db: Db
  readonly clock: Clock
  readonly site: { readonly id: string }
}

const EVERY_SECONDS = 5

type Step =
  | { readonly kind: 'write'; readonly ports: readonly WishedPort[] }
  | { readonly kind: 'catch-up'; readonly lanId: string; readonly held: number }
  | { readonly kind: 'record'; readonly found: readonly FoundPort[]; readonly at: Date }

interface Wish {
  readonly card: SwitchCard | null
  readonly ports: readonly WishedPort[]
}
interface Look {
  readonly ports: readonly FoundPort[]
  readonly at: Date
}

/** Keeps what a switch showed, learns the addresses of equipment in quarantine, and wakes whoever waits for it. */
export const keepFabric = async (
  db: Db,
  card: SwitchCard,
  attachments: readonly Attachment[],
  found: readonly FoundPort[],
  at: Date,
): Promise<void> => {
  const findings = found.flatMap(({ number, ...port }) => {
    const portId = card.ports.get(number)
    return portId === undefined ? [] : [{ ...port, portId }]
  })
  const here = standing(attachments.filter(({ switchHandle }) => switchHandle === card.handle))
  await inTransaction(db, async (tx) => {
    const news = await recordPorts(tx, findings, at)
    let learned = false
    for (const { attachment, mac } of learnedMacs(here, found)) {
      // One that no equipment may have, or another member has, is shown among the port's addresses but not offered.
      if (!admitMac(mac).ok || (await macTaken(tx, attachment.lanId, mac, attachment.serviceId))) continue
      learned =
        (await learnMac(tx, { serviceId: attachment.serviceId, generation: attachment.generation, mac, at })) || learned
    }
    if (news.length > 0 || learned) await notify(tx, 'found', card.handle)
  })
}

const lookAndKeep = async (
  { db, clock, site }: Deps,
  card: SwitchCard,
  fabric: Fabric,
  signal: AbortSignal,
): Promise<void> => {
  const at = clock()
  const found = await fabric.look(signal)
  await keepFabric(db, card, await attachmentsOf(db, site.id), found, at)
}

/** Brings the ports of one switch to what is wished of them, and tells what it found. */
export const fabricReconciler = (deps: Deps, handle: string, fabric: Fabric): Reconciler<Wish, Look, Step> => ({
  name: `fabric-${handle}`,
  everySeconds: EVERY_SECONDS,
  wakes: ['wish'],
  look: async (signal) => {
    const at = deps.clock()
    // The device first: whatever it holds was committed before it was written there, so the rows read after it are never older.
    const found = await fabric.look(signal)
    const card = await switchOf(deps.db, deps.site.id, handle)
    if (!card) return { wish: { card, ports: [] }, found: { ports: [], at } }
    const here = (await attachmentsOf(deps.db, deps.site.id)).filter(({ switchHandle }) => switchHandle === handle)
    const wished = standing(here).map((attachment) => wishPort(card.lan, attachment))
    const strays = strayPorts(card.lan, new Set(card.ports.keys()), wished, found)
    return { wish: { card, ports: [...wished, ...strays] }, found: { ports: found, at } }
  },
  plan: ({ card, ports }, { ports: found, at }) => {
    if (!card) return []
    const write = planPorts(ports, found)
    const held = new Map(found.map((port) => [port.number, port.generation ?? 0]))
    const ahead = ports.filter((port) => (held.get(port.number) ?? 0) > port.generation)
    return [
      ...(write.length > 0 ? [{ kind: 'write', ports: write } as const] : [{ kind: 'record', found, at } as const]),
      ...(ahead.length > 0
        ? [
            {
              kind: 'catch-up',
              lanId: card.lan.id,
              held: Math.max(...ahead.map(({ number }) => held.get(number) ?? 0)),
            } as const,
          ]
        : []),
    ]
  },
  apply: async (step, signal) => {
    const { db, site } = deps
    if (step.kind === 'catch-up') {
      await inTransaction(db, (tx) => outrun(tx, site.id, step.lanId, step.held))
      return
    }
    const card = await switchOf(db, site.id, handle)
    if (!card) return
    if (step.kind === 'record') {
      await keepFabric(db, card, await attachmentsOf(db, site.id), step.found, step.at)
      return
    }
    try {
      await fabric.apply(step.ports, signal)
    } catch (cause) {
      // What it holds now is worth knowing, but why it was not changed is what counts.
      await lookAndKeep(deps, card, fabric, signal).catch(() => undefined)
      throw cause
    }
    await lookAndKeep(deps, card, fabric, signal)
  },
})
