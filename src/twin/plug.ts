import { Fault, messageOf } from '#kernel'
import {
  addMembers,
  equipped,
  keyOf,
  type MembersContext,
  planMembers,
  type PluggedMember,
  removeMembers,
} from './members.ts'
import type { TwinMember } from './site.ts'

/** One change of the customers' equipment at a time; a start that failed leaves nothing behind. */
export const plugger = (context: MembersContext, there: Map<string, PluggedMember>) => {
  let last: Promise<unknown> = Promise.resolve()
  const plug = async (asked: readonly TwinMember[], signal: AbortSignal): Promise<void> => {
    const wish = asked.map((member) => equipped(context.site, member))
    const plan = planMembers(wish, new Map([...there].map(([key, one]) => [key, one.member])))
    const leaving = plan.remove.flatMap((key) => there.get(key) ?? [])
    if (leaving.length > 0) {
      for (const key of plan.remove) there.delete(key)
      await removeMembers(context, leaving, signal)
    }
    for (const member of plan.change) {
      const now = there.get(keyOf(member))
      if (now === undefined) continue
      await now.speaker.change(member.prefixes)
      there.set(keyOf(member), { ...now, member })
      // Who mended his router does not sit out the wait that the fault earned him.
      context.wake([now])
    }
    if (plan.add.length === 0) return
    try {
      const { plugged, failed } = await addMembers(context, plan.add, signal)
      for (const one of plugged) there.set(keyOf(one.member), one)
      // Its first call may have come a moment before the route servers knew of it.
      context.wake(plugged)
      if (failed.length > 0)
        throw new Fault('twin', failed.map(({ fault }) => messageOf(fault)).join('; '), { cause: failed[0]?.fault })
    } catch (fault) {
      const half = plan.add.filter((member) => !there.has(keyOf(member)))
      await removeMembers(
        context,
        half.map((member) => ({ member })),
        AbortSignal.timeout(CLEAN_MS),
      )
      throw fault
    }
  }
  return (wish: readonly TwinMember[], signal: AbortSignal): Promise<void> => {
    const mine = last.then(
      () => plug(wish, signal),
      () => plug(wish, signal),
    )
    last = mine.catch(() => {})
    return mine
  }
}

const CLEAN_MS = 10_000
