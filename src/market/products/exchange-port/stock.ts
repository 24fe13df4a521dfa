import { createHash } from 'node:crypto'
import {
  type AsnState,
  type Lan,
  type LanAddress,
  admitAsn,
  admitMac,
  asnStates,
  chooseAddress,
  declareAsn,
  lanOf,
  lockFabric,
} from '#exchange'
import { type Refusal, type Result, ok, refuse } from '#kernel'
import type { Asking, AskingAll, Hold } from '../../product.ts'
import { type ExchangePortParameters, megabitsPerSecond } from './parameters.ts'
import { type FreePort, type FreeStock, type PanelPosition, anyPortFree, freeStock } from './store.ts'

type Ask = Asking<ExchangePortParameters>

/** A thing that is divided along another axis than its owner's: the MAC addresses of a LAN beside its host numbers. RFC 9562 § 5.8. */
export const derivedThing = (id: string, noun: string): string => {
  const digest = createHash('sha256').update(`${noun} ${id}`).digest('hex')
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`
}

export const macNumber = (mac: string): number => Number.parseInt(mac.replaceAll(':', ''), 16)

/** May anybody come with this AS number and this MAC? */
export const admitNumbers = ({
  parameters,
  site,
}: Pick<Ask, 'parameters' | 'site'>): Result<string | null, Refusal> => {
  const asn = admitAsn(parameters.asn, site.sample)
  if (!asn.ok) return asn
  return parameters.mac === undefined ? ok(null) : admitMac(parameters.mac)
}

interface Held {
  readonly port: Pick<FreePort, 'id' | 'switchHandle' | 'number'>
  readonly address: LanAddress
  readonly position: PanelPosition | null
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

/** What is there to choose from; what was chosen for one line is gone for the next. */
interface Stock extends FreeStock {
  readonly lan: Lan
  readonly asns: ReadonlyMap<number, AsnState>
}

const readStock = async (
  { tx, site }: Pick<Ask, 'tx' | 'site'>,
  lines: readonly ExchangePortParameters[],
  { exceptLineId, taken }: { readonly exceptLineId: string | null; readonly taken: number },
): Promise<Stock | null> => {
  const lan = await lanOf(tx, site.id)
  if (!lan) return null
  const speeds = lines.map(({ speed }) => megabitsPerSecond[speed])
  const asns = lines.map(({ asn }) => asn)
  return {
    ...(await freeStock(tx, { siteId: site.id, exceptLineId, speeds }, lines.length + taken)),
    lan,
    asns: await asnStates(tx, site.id, asns),
  }
}

const without = (stock: Stock, holds: readonly Hold[]): Stock => {
  const holding = (thingId: string): readonly number[] =>
    holds.flatMap((hold) => (hold.thingId === thingId ? [hold.span[0]] : []))
  const free = ({ panelId, position }: PanelPosition): boolean => !holding(panelId).includes(position)
  return {
    ...stock,
    ports: stock.ports.filter(({ id, prewired }) => holding(id).length === 0 && (!prewired || free(prewired))),
    hosts: [...stock.hosts, ...holding(stock.lan.id)],
    macs: [...stock.macs, ...holding(derivedThing(stock.lan.id, 'mac'))],
    positions: stock.positions.filter(free),
  }
}

/**
 * What an exchange port would hold: the port, the address pair (one host number for both families), the MAC where it was
 * named, and the position of the meet-me room panel where it comes out; or the first reason why not. Pure.
 */
const chooseHolds = (
  stock: Stock,
  { site, organisationId, parameters }: Pick<Ask, 'site' | 'organisationId' | 'parameters'>,
): Result<readonly Hold[], Refusal> => {
  const mac = admitNumbers({ site, parameters })
  if (!mac.ok) return mac
  const port = stock.ports.find(({ speedMbps }) => speedMbps === megabitsPerSecond[parameters.speed])
  if (!port) return refuse({ code: 'fabric-full', speed: parameters.speed })
  const declared = stock.asns.get(parameters.asn)
  if (declared && declared.organisationId !== organisationId && declared.provedAt !== null)
    return refuse({ code: 'asn-of-another', asn: parameters.asn })
  const address = chooseAddress(stock.lan, stock.hosts, { v4: parameters.v4, v6: parameters.v6 })
  if (!address.ok) return address
  if (mac.value !== null && stock.macs.includes(macNumber(mac.value)))
    return refuse({ code: 'mac-taken', mac: mac.value })
  const position = port.prewired ?? stock.positions[0]
  if (!position) return refuse({ code: 'panels-full' })
  return ok(holdsOf(stock.lan.id, { port, address: address.value, position, mac: mac.value }))
}

export const lookAtStock = async (
  asking: AskingAll,
  lines: readonly ExchangePortParameters[],
): Promise<readonly Result<readonly Hold[], Refusal>[]> => {
  const read = await readStock(asking, lines, { exceptLineId: null, taken: asking.taken.length })
  if (!read) return lines.map(() => refuse({ code: 'no-peering-lan' }))
  let stock = without(read, asking.taken)
  return lines.map((parameters) => {
    const holds = chooseHolds(stock, { ...asking, parameters })
    if (holds.ok) stock = without(stock, holds.value)
    return holds
  })
}

/**
 * The same under the fabric's lock. The look before the lock reads committed claims only, so its "full" is true at that
 * instant and spares the queue: nine hundred who come too late need not wait for the ten who are signing.
 */
export const reserveStock = async (ask: Ask): Promise<Result<readonly Hold[], Refusal>> => {
  const { tx, site, parameters, lineId: exceptLineId } = ask
  const { speed } = parameters
  const speeds = [megabitsPerSecond[speed]]
  if (!(await anyPortFree(tx, { siteId: site.id, exceptLineId, speeds }))) return refuse({ code: 'fabric-full', speed })
  const lan = await lanOf(tx, site.id)
  if (!lan) return refuse({ code: 'no-peering-lan' })
  await lockFabric(tx, lan.id)
  const stock = await readStock(ask, [parameters], { exceptLineId, taken: 0 })
  const holds = stock ? chooseHolds(stock, ask) : refuse({ code: 'no-peering-lan' })
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
