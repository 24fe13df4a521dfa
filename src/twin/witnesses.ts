import type { Sighting, Witnesses } from '#exchange/ports'
import { learnedFrom, type SpeakerAt } from '#devices/openbgpd'
import { Fault, messageOf } from '#kernel'
import { ask, inside } from './command.ts'
import type { PluggedMember } from './members.ts'
import { hostOf } from './site.ts'

/** Who can be asked what it learned: every other member's router, and last the collector. */
export interface Witness {
  readonly name: string
  readonly asn: number
  readonly namespace: string
  readonly at: SpeakerAt
}

const PING_SECONDS = 1
/** Some members may stand in quarantine and know nothing; the collector, asked last, knows all. */
const WITNESSES_MAX = 2

export const ping = async (namespace: string, address: string): Promise<boolean> => {
  const family = address.includes(':') ? '-6' : '-4'
  const ran = await ask([
    ...inside(namespace),
    'ping',
    family,
    '-n',
    '-q',
    '-c',
    '1',
    '-W',
    String(PING_SECONDS),
    address,
  ])
  // 0: answered; 1: no answer; anything else: it could not ask (ping(8)).
  if (ran.code > 1) throw new Fault('ping', `from ${namespace} to ${address}: ${ran.err.trim()}`)
  return ran.code === 0
}

export const memberWitness = (plugged: PluggedMember): Witness => ({
  name: `AS${plugged.member.asn}`,
  asn: plugged.member.asn,
  namespace: plugged.namespace,
  at: { name: plugged.speaker.daemon.name, socket: plugged.speaker.speaker.socket },
})

type Wanted = { readonly asn: number; readonly family: 4 | 6; readonly nextHop: string }

const askWitness = async (witness: Witness, of: Wanted, signal: AbortSignal): Promise<Sighting | null> => {
  const nextHop = hostOf(of.nextHop)
  const routes = await learnedFrom(witness.at, of, signal)
  const route = routes.find((one) => one.valid && one.nextHop === nextHop)
  return route === undefined
    ? null
    : { prefix: route.prefix, witness: witness.name, pinged: await ping(witness.namespace, nextHop) }
}

/** Those asked in turn start at another one each time, so that no router is always the one. */
const chooseWitnesses = (
  members: readonly Witness[],
  collector: Witness,
  of: Wanted,
  turn: number,
): readonly Witness[] => {
  const others = members.filter((one) => one.asn !== of.asn)
  const start = others.length === 0 ? 0 : turn % others.length
  return [...others.slice(start), ...others.slice(0, start)].slice(0, WITNESSES_MAX).concat(collector)
}

export const twinWitnesses = (there: {
  readonly members: () => readonly Witness[]
  readonly collector: Witness
  readonly responder: string
}): Witnesses => {
  let turn = 0
  return {
    async sighting(of, signal) {
      let seen: Sighting | null = null
      const faults: unknown[] = []
      for (const witness of chooseWitnesses(there.members(), there.collector, of, turn++)) {
        try {
          const sighting = await askWitness(witness, of, signal)
          if (sighting?.pinged === true) return sighting
          seen ??= sighting
        } catch (fault) {
          // One router that is switched off is no reason not to ask the next.
          faults.push(fault)
        }
        signal.throwIfAborted()
      }
      if (seen === null && faults.length > 0)
        throw new Fault('witnesses', faults.map(messageOf).join('; '), { cause: faults[0] })
      return seen
    },
    async answers(of, signal) {
      signal.throwIfAborted()
      const [v4, v6] = await Promise.all([ping(there.responder, hostOf(of.v4)), ping(there.responder, hostOf(of.v6))])
      return { v4, v6 }
    },
  }
}
