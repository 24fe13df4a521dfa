import {
  addressOf,
  attach,
  attestAsn,
  type BuiltPort,
  chooseAddress,
  declareAsn,
  type Lan,
  lanOf,
  listPorts,
  lockFabric,
  recordQuarantinePass,
  wishState,
} from '#exchange'
import { type Refusal, type Result, ok, refuse } from '#kernel'
import { holderOf } from '../../claim/store.ts'
import type { Asking, Hold, Place, TakeOver } from '../../product.ts'
import { type ExchangePortParameters, megabitsPerSecond } from './parameters.ts'
import { admitNumbers, heldOf, holdsOf } from './stock.ts'
import { panelPosition, type PanelPosition } from './store.ts'

type Ask = Asking<ExchangePortParameters>

const namedPort = async ({ tx, site, parameters }: Ask, { at }: Place): Promise<Result<BuiltPort, Refusal>> => {
  const port = (await listPorts(tx, site.id)).find(({ switchHandle, number }) => `${switchHandle}/${number}` === at)
  if (!port) return refuse({ code: 'port-unknown', port: at })
  return port.speedMbps === megabitsPerSecond[parameters.speed]
    ? ok(port)
    : refuse({ code: 'port-other-speed', port: at, speed_mbps: port.speedMbps, said: parameters.speed })
}

/** Where it comes out: as the port is wired, or as the file says. Unknown is refused, for the patch is what a cease takes down. */
const positionOf = async (
  { tx, site }: Ask,
  port: BuiltPort,
  { at, panels }: Place,
): Promise<Result<PanelPosition, Refusal>> => {
  const [said] = panels
  if (port.prewired) {
    const { panelId, panelHandle: panel, position } = port.prewired
    return said === undefined || said === `${panel}/${position}`
      ? ok({ panelId, panel, position })
      : refuse({ code: 'port-wired-elsewhere', port: at, panel: `${panel}/${position}`, said })
  }
  if (said === undefined) return refuse({ code: 'panel-not-said', port: at })
  const position = await panelPosition(tx, site.id, said)
  return position ? ok(position) : refuse({ code: 'panel-position-unknown', panel: said })
}

const takenBy = async (tx: Ask['tx'], things: readonly Hold[]): Promise<Refusal | null> => {
  for (const { thingId, span, label } of things) {
    const by = await holderOf(tx, thingId, span)
    if (by !== null) return { code: 'place-in-service', place: label, by }
  }
  return null
}

const addressFor = (lan: Lan, { v4, v6 }: ExchangePortParameters) =>
  v4 === undefined && v6 === undefined ? refuse({ code: 'address-not-said' }) : chooseAddress(lan, [], { v4, v6 })

const holds = async (ask: Ask, place: Place): Promise<Result<readonly Hold[], Refusal>> => {
  const { tx, site, parameters } = ask
  const mac = admitNumbers(ask)
  if (!mac.ok) return mac
  // A port in production is locked to its router's address; one that is unknown would be cut off by the first turn.
  if (mac.value === null) return refuse({ code: 'mac-not-said' })
  const lan = await lanOf(tx, site.id)
  if (!lan) return refuse({ code: 'no-peering-lan' })
  await lockFabric(tx, lan.id)
  const port = await namedPort(ask, place)
  if (!port.ok) return port
  const address = addressFor(lan, parameters)
  if (!address.ok) return address
  const position = await positionOf(ask, port.value, place)
  if (!position.ok) return position
  const things = holdsOf(lan.id, { port: port.value, address: address.value, position: position.value, mac: mac.value })
  const taken = await takenBy(tx, things)
  if (taken) return refuse(taken)
  const { asn, as_set: asSet } = parameters
  const declared = await declareAsn(tx, {
    siteId: site.id,
    asn,
    organisationId: ask.organisationId,
    asSet: asSet ?? null,
    now: ask.now,
  })
  return declared.ok ? ok(things) : declared
}

/** In production at once: that it carries its member's traffic today stands for the quarantine and for the proof of its AS. */
const begin: TakeOver<ExchangePortParameters>['begin'] = async (ask, service) => {
  const { tx, site, parameters, now, organisationId } = ask
  const lan = await lanOf(tx, site.id)
  if (!lan) return refuse({ code: 'no-peering-lan' })
  const { v4, v6 } = addressOf(lan, heldOf(service.holds, 'lan-host').span[0])
  const { asn } = parameters
  const mac = heldOf(service.holds, 'mac').label
  const attached = await attach(tx, {
    serviceId: service.id,
    label: service.number,
    siteId: site.id,
    organisationId,
    lanId: lan.id,
    portId: heldOf(service.holds, 'port').thingId,
    asn,
    asSet: parameters.as_set ?? null,
    v4,
    v6,
    mac,
    maxPrefixV4: parameters.max_prefix_v4,
    maxPrefixV6: parameters.max_prefix_v6,
    prefixes: parameters.prefixes,
    state: 'quarantine',
    now,
    by: service.by,
  })
  if (!attached.ok) return attached
  const proved = await attestAsn(tx, {
    siteId: site.id,
    asn,
    now,
    by: service.by,
    reason: `taken over: ${service.number}`,
  })
  if (!proved.ok) return proved
  const wished = await wishState(tx, service.id, 'production', now, service.by)
  if (!wished.ok) return wished
  await recordQuarantinePass(tx, { asn, mac, serviceId: service.id, now })
  return ok(null)
}

/** A port that carries its member's traffic already. */
export const takeOverPort: TakeOver<ExchangePortParameters> = { holds, begin }
