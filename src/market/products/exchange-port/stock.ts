import { createHash } from 'node:crypto'
import {
  type BuiltPort,
  type LanAddress,
  admitAsn,
  admitMac,
  asnState,
  chooseAddress,
  declareAsn,
  lanOf,
  lockFabric,
  portOf,
} from '#exchange'
import { type Refusal, type Result, ok, refuse } from '#kernel'
import { heldSpans } from '../../claim/store.ts'
import type { Asking, Hold } from '../../product.ts'
import { type ExchangePortParameters, megabitsPerSecond } from './parameters.ts'
import { freePort, freePosition } from './store.ts'

type Ask = Asking<ExchangePortParameters>

/** A thing that is divided along another axis than its owner's: the MAC addresses of a LAN beside its host numbers. RFC 9562 § 5.8. */
const derivedThing = (id: string, noun: string): string => {
  const digest = createHash('sha256').update(`${noun} ${id}`).digest('hex')
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`
}

const macNumber = (mac: string): number => Number.parseInt(mac.replaceAll(':', ''), 16)

/** May anybody come with this AS number and this MAC? */
const admitNumbers = ({ parameters, site }: Ask): Result<string | null, Refusal> => {
  const asn = admitAsn(parameters.asn, site.sample)
  if (!asn.ok) return asn
  return parameters.mac === undefined ? ok(null) : admitMac(parameters.mac)
}

/** An AS that another organisation has proved to be its own. */
const ofAnother = async ({ tx, site, parameters, organisationId }: Ask): Promise<boolean> => {
  const state = await asnState(tx, { siteId: site.id, asn: parameters.asn })
  return state !== null && state.organisationId !== organisationId && state.provedAt !== null
}

interface Held {
  readonly port: BuiltPort
  readonly address: LanAddress
  readonly position: { readonly panelId: string; readonly panel: string; readonly position: number } | null
  readonly mac: string | null
}

/** The things that one port in service stands on, each held once. */
export const holdsOf = (lanId: string, { port, address, position, mac }: Held): readonly Hold[] => [
  { kind: 'port', thingId: port.id, span: [0, 1], label: `${port.switchHandle}/${port.number}` },
  { kind: 'lan-host', thingId: lanId, span: [address.host, address.host + 1], label: `${address.v4}, ${address.v6}` },
  ...(position === null
    ? []
    : [
        {
          kind: 'panel-position',
          thingId: position.panelId,
          span: [position.position, position.position + 1] as const,
          label: `${position.panel}/${position.position}`,
        },
      ]),
  ...(mac === null
    ? []
    : [
        {
          kind: 'mac',
          thingId: derivedThing(lanId, 'mac'),
          span: [macNumber(mac), macNumber(mac) + 1] as const,
          label: mac,
        },
      ]),
]

/**
 * What an exchange port would hold: the port, the address pair (one host number for both families), the MAC where it was
 * named, and the position of the meet-me room panel where it comes out; or the first reason why not.
 */
export const lookAtStock = async (ask: Ask): Promise<Result<readonly Hold[], Refusal>> => {
  const { parameters, tx, site, lineId } = ask
  const mac = admitNumbers(ask)
  if (!mac.ok) return mac
  const portId = await freePort(tx, site.id, megabitsPerSecond[parameters.speed], lineId)
  if (!portId) return refuse({ code: 'fabric-full', speed: parameters.speed })
  const lan = await lanOf(tx, site.id)
  const port = await portOf(tx, portId)
  if (!lan || !port) return refuse({ code: 'no-peering-lan' })
  if (await ofAnother(ask)) return refuse({ code: 'asn-of-another', asn: parameters.asn })
  const macThing = derivedThing(lan.id, 'mac')
  const held = await heldSpans(tx, [lan.id, macThing], lineId)
  const hosts = (held.get(lan.id) ?? []).map(([from]) => from)
  const address = chooseAddress(lan, hosts, { v4: parameters.v4, v6: parameters.v6 })
  if (!address.ok) return address
  if (mac.value !== null && (held.get(macThing) ?? []).some(([from]) => from === macNumber(mac.value ?? ''))) {
    return refuse({ code: 'mac-taken', mac: mac.value })
  }
  const position = port.prewired
    ? { panelId: port.prewired.panelId, panel: port.prewired.panelHandle, position: port.prewired.position }
    : await freePosition(tx, site.id, lineId)
  if (!position) return refuse({ code: 'panels-full' })
  return ok(holdsOf(lan.id, { port, address: address.value, position, mac: mac.value }))
}

/**
 * The same under the fabric's lock. The look before the lock reads committed claims only, so its "full" is true at that
 * instant and spares the queue: nine hundred who come too late need not wait for the ten who are signing.
 */
export const reserveStock = async (ask: Ask): Promise<Result<readonly Hold[], Refusal>> => {
  const { tx, site, parameters, lineId } = ask
  const { speed } = parameters
  if (!(await freePort(tx, site.id, megabitsPerSecond[speed], lineId))) return refuse({ code: 'fabric-full', speed })
  const lan = await lanOf(tx, site.id)
  if (!lan) return refuse({ code: 'no-peering-lan' })
  await lockFabric(tx, lan.id)
  const holds = await lookAtStock(ask)
  if (!holds.ok) return holds
  const declared = await declareAsn(tx, {
    siteId: site.id,
    asn: parameters.asn,
    organisationId: ask.organisationId,
    asSet: parameters.as_set ?? null,
    now: ask.now,
  })
  return declared.ok ? holds : declared
}

/** What a service holds, by kind. */
export const heldOf = (holds: readonly Hold[], kind: string): Hold => {
  const hold = holds.find((candidate) => candidate.kind === kind)
  if (!hold) throw new Error(`the service holds no ${kind}`)
  return hold
}
