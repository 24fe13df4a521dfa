import { type End, isPosition } from '#fibre'
import { type Refusal, type Result, ok, refuse } from '#kernel'
import type { AskingChange, Change, ChangePlan, Hold } from '../../../product.ts'
import { chooseRoute, mediasFor, type Stock } from '../choose-route.ts'
import type { CrossConnectParameters } from '../parameters.ts'
import { standsAt } from '../ends/store.ts'
import { otherOf, type Side, sideA, sideZ } from '../resolve-ends.ts'
import { endHolds, endOf, holdsOf, readStock } from '../stock.ts'
import { lockPanels } from '../store.ts'
import { decideChange, servicesNamed } from './decide-change.ts'
import { changeSteps } from './steps.ts'

type Ask = AskingChange<CrossConnectParameters>

/** Who takes one of these stands, or comes out, elsewhere. */
const PLACES = ['compartment', 'rack-units', 'panel-position']

const keyOf = ({ thingId, span }: Hold): string => `${thingId} ${span[0]}`

/** The end that stays is not in its own way; the end that is left is: both jumpers lie beside each other for a while. */
const besideKept = (stock: Stock, kept: End): Stock => {
  const own = new Set(
    endHolds(stock.cabling, kept).flatMap(({ kind, thingId, span }) =>
      kind === 'panel-position' ? [`${thingId}/${span[0]}`] : [],
    ),
  )
  return { ...stock, held: new Set([...stock.held].filter((position) => !own.has(position))) }
}

const nextPlan = async (
  ask: Ask,
  stock: Stock,
  of: { readonly side: 'a' | 'z'; readonly kept: End; readonly next: Side },
): Promise<Result<ChangePlan, Refusal>> => {
  const { tx, held, lineId, parameters } = ask
  const steps = changeSteps.map(({ name }) => name)
  // Where the other line of the order will stand is known when both are reserved.
  if (of.next.ends === null) return ok({ takes: [], leaves: [], reloads: [], steps })
  const { cabling } = stock
  const [as, zs] = of.side === 'a' ? [of.next.ends, [of.kept]] : [[of.kept], of.next.ends]
  const chosen = chooseRoute(besideKept(stock, of.kept), { as, zs }, mediasFor(parameters.media))
  if (!chosen.ok) return chosen
  const onPort = of.side === 'z' ? of.next.heldForUs : held.some(({ kind }) => kind === 'panel-front') ? 'port' : null
  const wanted = await holdsOf(tx, cabling, chosen.value, { lineId, heldForUs: onPort })
  const mark = `end-${of.side}`
  const known = new Set(held.filter(({ kind }) => kind !== mark).map(keyOf))
  const needed = new Set(wanted.map(keyOf))
  // A letter's position is held, and is where it was.
  const stays = (hold: Hold): boolean =>
    hold.kind === (of.side === 'a' ? 'end-z' : 'end-a') ||
    needed.has(keyOf(hold)) ||
    (isPosition(of.kept) && hold.thingId === of.kept.panelId && hold.span[0] === of.kept.position)
  return ok({
    takes: wanted.filter((hold) => hold.kind === mark || (!hold.kind.startsWith('end-') && !known.has(keyOf(hold)))),
    leaves: held.filter((hold) => hold.kind === mark || !stays(hold)),
    reloads: [],
    steps,
  })
}

const plan = async (ask: Ask, lock: boolean): Promise<Result<ChangePlan, Refusal>> => {
  if (lock) await lockPanels(ask.tx, ask.site.id)
  const stock = await readStock(ask, ask.lineId)
  const [before, after] = [await otherOf({ ...ask, parameters: ask.from }, stock), await otherOf(ask, stock)]
  if (!after.ok) return after
  const needsConsent = (before.ok && before.value !== null) || after.value !== null
  const side = decideChange(ask.from, ask.parameters, needsConsent)
  if (!side.ok) return side
  const kept = endOf(stock.cabling, ask.held, side.value === 'a' ? 'z' : 'a')
  if (!kept) return refuse({ code: 'ends-unknown' })
  const next = side.value === 'a' ? await sideA(ask, stock) : await sideZ(ask, stock, null)
  return next.ok ? nextPlan(ask, stock, { side: side.value, kept, next: next.value }) : next
}

/** One end goes elsewhere: new jumpers are run beside the old, which are pulled when somebody has seen that they may be. */
export const changeEnd: Change<CrossConnectParameters> = {
  look: (ask) => plan(ask, false),
  reserve: (ask) => plan(ask, true),
  standsIn: servicesNamed,
  goesWith: ({ tx, serviceId, from, parameters: to }, beside) =>
    standsAt(
      tx,
      { serviceId, ends: [from.a, from.z, to.a, to.z] },
      beside.filter(({ takes }) => takes.some(({ kind }) => PLACES.includes(kind))).map((one) => one.serviceId),
    ),
  steps: changeSteps,
  liveStep: null,
}
