import { rm } from 'node:fs/promises'
import { addPorts, removePorts } from '#devices/open-vswitch'
import { Fault } from '#kernel'
import { ask } from './command.ts'
import type { Watch } from './daemon.ts'
import { deviceName, type FabricBase } from './fabric-base.ts'
import type { TwinNames } from './names.ts'
import { type Cable, cableLines, deleteNamespaces, dressCable, emptyNamespaces, ipBatch } from './namespaces.ts'
import { factoryMac, hostOf, lengthOf, type TwinMember, type TwinSite } from './site.ts'
import { type StartedSpeaker, startSpeaker } from './speakers.ts'

/** The customers' routers: which stand there, and which should. */

export interface PluggedMember {
  readonly member: TwinMember
  readonly namespace: string
  readonly device: string
  readonly speaker: StartedSpeaker
}

export const keyOf = (member: TwinMember): string => `${member.switch}/${member.port}`

/** What makes it another router, rather than the same one that announces something else. */
const identity = (member: TwinMember): string =>
  JSON.stringify([member.asn, hostOf(member.v4), hostOf(member.v6), member.mac])

export interface PlugPlan {
  readonly remove: readonly string[]
  readonly add: readonly TwinMember[]
  readonly change: readonly TwinMember[]
}

/** Pure: what brings the routers that stand there to those that should. */
export const planMembers = (wish: readonly TwinMember[], there: ReadonlyMap<string, TwinMember>): PlugPlan => {
  const wished = new Map(wish.map((member) => [keyOf(member), member]))
  if (wished.size !== wish.length) throw new Error('two routers on one port')
  const isSame = (member: TwinMember): boolean => {
    const now = there.get(keyOf(member))
    return now !== undefined && identity(now) === identity(member)
  }
  return {
    remove: [...there.keys()].filter((key) => {
      const next = wished.get(key)
      return next === undefined || !isSame(next)
    }),
    add: wish.filter((member) => !isSame(member)),
    change: wish.filter(
      (member) => isSame(member) && there.get(keyOf(member))?.prefixes.join() !== member.prefixes.join(),
    ),
  }
}

export interface MembersContext {
  readonly names: TwinNames
  readonly site: TwinSite
  readonly fabric: FabricBase
  readonly watch: Watch
  /** Has these routers call the route servers again at once. */
  readonly wake: (members: readonly PluggedMember[]) => void
}

/** So many are dressed at a time: more than the machine has cores only wait for each other. */
const AT_ONCE = 4

const someAtOnce = async <T, R>(
  all: readonly T[],
  act: (one: T) => Promise<R>,
): Promise<readonly PromiseSettledResult<R>[]> => {
  const results: PromiseSettledResult<R>[] = []
  const queue = all.entries()
  const work = async (): Promise<void> => {
    for (const [at, one] of queue) [results[at]] = await Promise.allSettled([act(one)])
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, all.length) }, work))
  return results
}

interface Slot extends Cable {
  readonly member: TwinMember
  readonly device: string
}

const bySwitch = (slots: readonly Slot[]): ReadonlyMap<string, readonly Slot[]> => {
  const found = new Map<string, Slot[]>()
  for (const slot of slots) found.set(slot.member.switch, [...(found.get(slot.member.switch) ?? []), slot])
  return found
}

/** The address that its maker gave a router, unless another is asked for: named later, the router is the same one. */
export const equipped = (site: TwinSite, member: TwinMember): TwinMember & { readonly mac: string } => ({
  ...member,
  mac: member.mac ?? factoryMac(switchAtOf(site, member), member.port),
})

const switchAtOf = (site: TwinSite, member: TwinMember): number => {
  const at = site.switches.findIndex((one) => one.handle === member.switch)
  if (at < 0) throw new Fault('twin', `has no switch ${member.switch}`, { again: false })
  return at
}

const slotOf = (context: MembersContext, member: TwinMember): Slot => {
  const at = switchAtOf(context.site, member)
  const { v4, v6 } = context.site.lan
  return {
    member,
    namespace: context.names.member(at, member.port),
    device: deviceName(at, member.port),
    mac: equipped(context.site, member).mac,
    v4: `${hostOf(member.v4)}/${lengthOf(v4)}`,
    v6: `${hostOf(member.v6)}/${lengthOf(v6)}`,
  }
}

const startRouter = (context: MembersContext, slot: Slot): Promise<StartedSpeaker> =>
  startSpeaker(
    context.site,
    {
      ...slot.member,
      name: `AS${slot.member.asn} on ${slot.member.switch}/${slot.member.port}`,
      namespace: slot.namespace,
      path: `${context.names.runDir}/${slot.device}`,
    },
    context.watch,
  )

export interface Added {
  readonly plugged: readonly PluggedMember[]
  readonly failed: readonly { readonly member: TwinMember; readonly fault: unknown }[]
}

/** Sets up routers: all namespaces and cables in one go, then each router by itself while the switches take their ports. */
export const addMembers = async (
  context: MembersContext,
  members: readonly TwinMember[],
  signal: AbortSignal,
): Promise<Added> => {
  const slots = members.map((member) => slotOf(context, member))
  await ipBatch(cableLines(context.names.fabric, slots))
  const ports = [...bySwitch(slots)].map(([handle, some]) =>
    addPorts(
      context.fabric.database,
      context.fabric.bridgeOf(handle),
      some.map((slot) => ({ device: slot.device, number: slot.member.port })),
      signal,
    ),
  )
  const routers = someAtOnce(slots, async (slot): Promise<PluggedMember> => {
    await dressCable(slot)
    const speaker = await startRouter(context, slot)
    return { member: slot.member, namespace: slot.namespace, device: slot.device, speaker }
  })
  const [results, portResults] = await Promise.all([routers, Promise.allSettled(ports)])
  const plugged = results.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const portFault = portResults.find((one) => one.status === 'rejected')
  if (portFault !== undefined) {
    for (const one of plugged) one.speaker.daemon.release()
    throw portFault.reason
  }
  return {
    plugged,
    failed: results.flatMap((one, at) => {
      const member = members[at]
      return one.status === 'rejected' && member !== undefined ? [{ member, fault: one.reason }] : []
    }),
  }
}

/** Takes routers away; half of one, left by a start that failed, too. */
export const removeMembers = async (
  context: MembersContext,
  leaving: readonly { readonly member: TwinMember; readonly speaker?: StartedSpeaker }[],
  signal: AbortSignal,
): Promise<void> => {
  const slots = leaving.map(({ member }) => slotOf(context, member))
  for (const { speaker } of leaving) speaker?.daemon.release()
  // A router that is switched off says goodbye, so that its neighbours need not wait for its silence.
  const namespaces = slots.map((slot) => slot.namespace)
  await emptyNamespaces(namespaces, 'SIGTERM')
  // The kernel clears a namespace in its own time; the cable goes at once, so that another may take its name.
  const cables = slots.map((slot) => `link del ${slot.device}`).join('\n')
  await ask(['ip', '-n', context.names.fabric, '-force', '-batch', '-'], { input: `${cables}\n` })
  await deleteNamespaces(namespaces)
  for (const [handle, some] of bySwitch(slots)) {
    const devices = some.map((slot) => slot.device)
    await removePorts(context.fabric.database, context.fabric.bridgeOf(handle), devices, signal)
  }
  await Promise.all(
    slots.flatMap((slot) =>
      ['conf', 'sock', 'out'].map((end) => rm(`${context.names.runDir}/${slot.device}.${end}`, { force: true })),
    ),
  )
}
