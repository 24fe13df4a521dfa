import { attachmentOf, lanOf, lockFabric, macTaken, portOf } from '#exchange'
import { type Refusal, type Result, ok, refuse } from '#kernel'
import { claimsOfLines } from '../../claim/store.ts'
import type { AskingChange, Change, ChangePlan, Hold } from '../../product.ts'
import { lockLimits } from '../../sum/store.ts'
import { lockPanels } from '../cross-connect/store.ts'
import { changeSteps } from './change-steps.ts'
import { type PortChange, decideChange } from './decide-change.ts'
import { type ExchangePortParameters, megabitsPerSecond } from './parameters.ts'
import { admitNumbers, derivedThing, heldOf, macNumber } from './stock.ts'
import { freeStock, pluggedInFront } from './store.ts'

type Ask = AskingChange<ExchangePortParameters>

interface Exchanged {
  readonly takes: readonly Hold[]
  readonly leaves: readonly Hold[]
}
const nothing: Exchanged = { takes: [], leaves: [] }

/** Another port: at the same position of the panel where neither of both is wired to one of its own. */
const otherPort = async (ask: Ask): Promise<Result<Exchanged, Refusal>> => {
  const { tx, site, parameters: to, held, lineId } = ask
  const old = heldOf(held, 'port')
  const position = held.find(({ kind }) => kind === 'panel-position')
  const here = await portOf(tx, old.thingId)
  const stock = await freeStock(tx, { siteId: site.id, exceptLineId: lineId, speeds: [megabitsPerSecond[to.speed]] }, 1)
  const stays =
    position !== undefined && !here?.prewired ? stock.ports.find(({ prewired }) => prewired === null) : undefined
  const port = stays ?? stock.ports[0]
  if (!port) return refuse({ code: 'fabric-full', speed: to.speed })
  const taken: Hold = { kind: 'port', thingId: port.id, span: [0, 1], label: `${port.switchHandle}/${port.number}` }
  if (stays) return ok({ takes: [taken], leaves: [old] })
  const at = port.prewired ?? stock.positions[0]
  if (!at) return refuse({ code: 'panels-full' })
  const next: Hold = {
    kind: 'panel-position',
    thingId: at.panelId,
    span: [at.position, at.position + 1],
    label: `${at.panel}/${at.position}`,
  }
  return ok({ takes: [taken, next], leaves: [old, ...(position ? [position] : [])] })
}

/**
 * What is plugged into the front of the position that is left goes elsewhere in the same order. Nobody plugs anything there meanwhile: the
 * panels are locked, and the limits before them, which a space of the same order may want.
 */
const admitLeaving = async (ask: Ask, leaves: readonly Hold[], lock: boolean): Promise<Result<null, Refusal>> => {
  const left = leaves.find(({ kind }) => kind === 'panel-position')
  if (left && lock) {
    await lockLimits(ask.tx, ask.site.id)
    await lockPanels(ask.tx, ask.site.id)
  }
  const plugged = left ? await pluggedInFront(ask.tx, left, ask) : []
  return left && plugged.length > 0
    ? refuse({ code: 'change-front-first', services: plugged, label: left.label })
    : ok(null)
}

/** Other equipment: its address is nobody else's. */
const otherMac = async (ask: Ask, lanId: string, serviceId: string): Promise<Result<Exchanged, Refusal>> => {
  const { tx, held, lineId } = ask
  const mac = admitNumbers(ask)
  if (!mac.ok) return mac
  if (mac.value === null) return ok(nothing)
  const thingId = derivedThing(lanId, 'mac')
  const number = macNumber(mac.value)
  const stock = await freeStock(tx, { siteId: ask.site.id, exceptLineId: lineId, speeds: [] }, 1)
  if (stock.macs.includes(number) || (await macTaken(tx, lanId, mac.value, serviceId)))
    return refuse({ code: 'mac-taken', mac: mac.value })
  return ok({
    takes: [{ kind: 'mac', thingId, span: [number, number + 1], label: mac.value }],
    leaves: held.filter(({ kind }) => kind === 'mac'),
  })
}

const plan = async (ask: Ask, lock: boolean): Promise<Result<ChangePlan, Refusal>> => {
  const { tx, site, from, parameters: to, serviceId } = ask
  const lan = await lanOf(tx, site.id)
  if (!lan) return refuse({ code: 'no-peering-lan' })
  if (lock) await lockFabric(tx, lan.id)
  const attachment = await attachmentOf(tx, serviceId)
  // A port that is not open yet is still being delivered: there is nothing to bring it back to.
  if (attachment?.state !== 'production')
    return refuse({ code: 'illegal-move', from: attachment?.state ?? 'off', to: 'changed' })
  const decided: Result<PortChange, Refusal> = decideChange(from, to, attachment.mac)
  if (!decided.ok) return decided
  const port = decided.value.port ? await otherPort(ask) : ok(nothing)
  if (!port.ok) return port
  const front = await admitLeaving(ask, port.value.leaves, lock)
  if (!front.ok) return front
  const mac = decided.value.mac ? await otherMac(ask, lan.id, serviceId) : ok(nothing)
  if (!mac.ok) return mac
  return ok({
    takes: [...port.value.takes, ...mac.value.takes],
    leaves: [...port.value.leaves, ...mac.value.leaves],
    reloads: [],
    steps: decided.value.steps,
  })
}

/** A firm quote holds the new port; it is no promise that nothing was plugged into the front of the old position since. */
const admit = async (ask: Ask): Promise<Result<null, Refusal>> => {
  const { tx, site, held, lineId } = ask
  const taken = lineId === null ? [] : await claimsOfLines(tx, [lineId])
  if (!taken.some(({ kind }) => kind === 'panel-position')) return ok(null)
  const lan = await lanOf(tx, site.id)
  if (lan) await lockFabric(tx, lan.id)
  return admitLeaving(ask, held, true)
}

/** Another speed, other equipment or other filters: the same AS, the same addresses, the same number. */
export const changePort: Change<ExchangePortParameters> = {
  look: (ask) => plan(ask, false),
  reserve: (ask) => plan(ask, true),
  admit,
  steps: changeSteps,
  liveStep: 'live-again',
}
