import {
  cablingOf,
  type End,
  isPosition,
  pairLabel,
  type Position,
  positionLabel,
  readLabel,
  type Route,
  trunkAt,
} from '#fibre'
import { type Refusal, type Result, ok, refuse } from '#kernel'
import { sameValues } from '../../change/same-values.ts'
import { claimsOfLines } from '../../claim/store.ts'
import type { AskingAll, Hold } from '../../product.ts'
import { chooseRoute, type Chosen, mediasFor, type Stock } from './choose-route.ts'
import type { CrossConnectParameters } from './parameters.ts'
import { type Ask, type EndsAsked, otherOf, type Side, sideA, sideZ } from './resolve-ends.ts'
import { frontOf, heldPositions, lockPanels, ownPorts } from './store.ts'

export const readStock = async (
  { tx, site }: Pick<Ask, 'tx' | 'site'>,
  exceptLineId: string | null,
): Promise<Stock> => ({
  cabling: await cablingOf(tx, site.id),
  held: await heldPositions(tx, site.id, exceptLineId),
})

const without = (stock: Stock, holds: readonly Hold[]): Stock => ({
  ...stock,
  held: new Set([
    ...stock.held,
    ...holds.flatMap(({ kind, thingId, span }) => (kind === 'panel-position' ? [`${thingId}/${span[0]}`] : [])),
  ]),
})

type Cabled = Stock['cabling']
const positionHold = ({ panels }: Cabled, at: Position): Hold => ({
  kind: 'panel-position',
  thingId: at.panelId,
  span: [at.position, at.position + 1],
  label: positionLabel(panels, at),
})

/** A demarcation and all that is fixed by it: the position, the pair behind it, and where that comes out. */
export const endHolds = (cabling: Cabled, end: End): readonly Hold[] => {
  if (!isPosition(end)) return []
  const behind = trunkAt(cabling.trunks, end)
  if (!behind) return [positionHold(cabling, end)]
  const { trunk, pair, other } = behind
  return [
    positionHold(cabling, end),
    { kind: 'trunk-pair', thingId: trunk.id, span: [pair, pair + 1], label: pairLabel(trunk, pair) },
    positionHold(cabling, other),
  ]
}

const endLabel = ({ panels }: Cabled, end: End): string => (isPosition(end) ? positionLabel(panels, end) : end.rack)

/**
 * Which end is which: positions are held like any other, so that each side of a line has a mark that only says where it is. Its route
 * is computed from the marks and from what is held, whenever somebody asks.
 */
const mark = (side: 'a' | 'z', lineId: string | null, label: string): Hold => ({
  kind: `end-${side}`,
  thingId: lineId ?? '',
  span: side === 'a' ? [0, 1] : [1, 2],
  label,
})

const once = (holds: readonly Hold[]): readonly Hold[] => {
  const seen = new Set<string>()
  return holds.filter(({ thingId, span }) => {
    const key = `${thingId} ${span[0]}`
    const isNew = !seen.has(key)
    seen.add(key)
    return isNew
  })
}

/** Every position and every pair of a route, once. */
const routeHolds = (cabling: Cabled, route: Route): readonly Hold[] =>
  route.hops.flatMap((hop) => (hop.is === 'trunk' ? endHolds(cabling, hop.from) : []))

const isAt = (hold: Hold, end: End): boolean =>
  isPosition(end) && hold.kind === 'panel-position' && hold.thingId === end.panelId && hold.span[0] === end.position

/** All that a chosen route holds. What a port of the exchange or a letter holds for us is not held again, only the front of it. */
export const holdsOf = async (
  tx: Ask['tx'],
  cabling: Cabled,
  { a, z, route }: Chosen,
  of: { readonly lineId: string | null; readonly heldForUs: Side['heldForUs'] },
): Promise<readonly Hold[]> => {
  const positions = once([...endHolds(cabling, a), ...routeHolds(cabling, route), ...endHolds(cabling, z)])
  const front: readonly Hold[] =
    of.heldForUs === 'port' && isPosition(z)
      ? [
          {
            kind: 'panel-front',
            thingId: await frontOf(tx, z.panelId),
            span: [z.position, z.position + 1],
            label: endLabel(cabling, z),
          },
        ]
      : []
  return [
    mark('a', of.lineId, endLabel(cabling, a)),
    mark('z', of.lineId, endLabel(cabling, z)),
    ...positions.filter((hold) => of.heldForUs === null || !isAt(hold, z)),
    ...front,
  ]
}

/** What can be held while the other side is not known: this side, chosen as if the other's first free position were reached. */
const holdsOfA = (
  cabling: Cabled,
  a: End | undefined,
  { lineId, unknown }: { readonly lineId: string | null; readonly unknown: string },
): readonly Hold[] => [
  ...(a ? [mark('a', lineId, endLabel(cabling, a)), ...endHolds(cabling, a)] : []),
  ...(lineId === null ? [mark('z', null, unknown)] : []),
]

/** Of several ends the one that lies nearest to where the others are patched together. */
const nearestToMeetMe = (stock: Stock, as: readonly End[], parameters: CrossConnectParameters): End | undefined => {
  const zs = [...stock.cabling.panels.values()]
    .filter(({ inMeetMe, ownerId }) => inMeetMe && ownerId !== null)
    .map(({ id }) => ({ panelId: id, position: 1 }))
  const chosen = chooseRoute(stock, { as, zs }, mediasFor(parameters.media))
  return chosen.ok ? chosen.value.a : as[0]
}

const chooseHolds = async (ask: EndsAsked, stock: Stock): Promise<Result<readonly Hold[], Refusal>> => {
  const other = await otherOf(ask, stock)
  if (!other.ok) return other
  const a = await sideA(ask, stock)
  if (!a.ok) return a
  const z = await sideZ(ask, stock, other.value)
  if (!z.ok) return z
  const { lineId, parameters } = ask
  const { cabling } = stock
  if (a.value.ends === null) {
    // Nothing of a dry run's route can be known from one end: it is told, not invented.
    const [there] = z.value.ends ?? []
    return ok([mark('a', null, a.value.unknown), mark('z', null, there ? endLabel(cabling, there) : z.value.unknown)])
  }
  if (z.value.ends === null)
    return ok(holdsOfA(cabling, nearestToMeetMe(stock, a.value.ends, parameters), { lineId, unknown: z.value.unknown }))
  const as = isNumbered(parameters.a)
    ? a.value.ends
    : apart(stock, a.value.ends, isNumbered(parameters.z) ? z.value.ends : [])
  const zs = isNumbered(parameters.z) ? z.value.ends : apart(stock, z.value.ends, as)
  const chosen = chooseRoute(stock, { as, zs }, mediasFor(parameters.media))
  return chosen.ok ? ok(await holdsOf(ask.tx, cabling, chosen.value, { lineId, heldForUs: z.value.heldForUs })) : chosen
}

/** Both ends on one panel, where the one that has no number would get the other's position: it gets the next free one. */
const apart = (stock: Stock, moving: readonly End[], fixed: readonly End[]): readonly End[] => {
  const taken = fixed.flatMap((end) => (isPosition(end) ? [`${end.panelId}/${end.position}`] : []))
  const isThere = ({ panelId, position }: Position): boolean => taken.includes(`${panelId}/${position}`)
  const free = (one: Position): boolean => !isThere(one) && !stock.held.has(`${one.panelId}/${one.position}`)
  return moving.map((end): End => {
    if (!isPosition(end) || !isThere(end)) return end
    const panel = stock.cabling.panels.get(end.panelId)
    for (let position = 1; position <= (panel?.positions ?? 0); position += 1) {
      const next = { panelId: end.panelId, position }
      const behind = trunkAt(stock.cabling.trunks, next)
      if (free(next) && (!behind || free(behind.other))) return next
    }
    return end
  })
}

const isNumbered = (end: CrossConnectParameters['a'] | CrossConnectParameters['z']): boolean =>
  'exchange' in end || 'organisation' in end || ('position' in end && end.position !== undefined)

export const lookForRoute = async (
  asking: AskingAll,
  lines: readonly CrossConnectParameters[],
): Promise<readonly Result<readonly Hold[], Refusal>[]> => {
  let stock = without(await readStock(asking, null), asking.taken)
  const looked: Result<readonly Hold[], Refusal>[] = []
  for (const parameters of lines) {
    const holds = await chooseHolds({ ...asking, parameters, lineId: null }, stock)
    if (holds.ok) stock = without(stock, holds.value)
    looked.push(holds)
  }
  return looked
}

/** Where end Z may be, of what is this customer's own; null: it is not, or is named by its position. */
const ownSideZ = async (ask: Ask, stock: Stock): Promise<Result<readonly End[] | null, Refusal>> => {
  const { tx, site, organisationId, lineId, parameters } = ask
  const { z } = parameters
  if ('panel' in z || 'organisation' in z) return ok(null)
  if ('exchange' in z && z.service === undefined && z.line === undefined)
    return ok(await ownPorts(tx, { siteId: site.id, organisationId, lineId }))
  const side = await sideZ(ask, stock, null)
  return side.ok ? ok(side.value.ends) : side
}

/** What a firm quote holds of the ends is still where the space or the port that they name is, or will be. */
const admitFirm = async (ask: Ask, stock: Stock): Promise<Result<null, Refusal>> => {
  const held = ask.lineId === null ? [] : await claimsOfLines(ask.tx, [ask.lineId])
  const [a, z] = [endOf(stock.cabling, held, 'a'), endOf(stock.cabling, held, 'z')]
  if (a !== null) {
    const side = await sideA(ask, stock)
    if (!side.ok) return side
    if (side.value.ends?.some((end) => sameValues(end, a)) === false) return refuse({ code: 'changed-meanwhile' })
  }
  const there = z === null ? ok(null) : await ownSideZ(ask, stock)
  if (!there.ok) return there
  return there.value?.some((end) => sameValues(end, z)) === false ? refuse({ code: 'changed-meanwhile' }) : ok(null)
}

/** One line under the lock of the panels. A letter that it names answers it from now on. */
export const reserveRoute = async (ask: Ask): Promise<Result<readonly Hold[], Refusal>> => {
  await lockPanels(ask.tx, ask.site.id)
  const stock = await readStock(ask, ask.lineId)
  const firm = await admitFirm(ask, stock)
  return firm.ok ? chooseHolds(ask, stock) : firm
}

/** The demarcation that a mark names; null while it is not known. */
export const endOf = ({ panels }: Cabled, holds: readonly Hold[], side: 'a' | 'z'): End | null => {
  const label = holds.find(({ kind }) => kind === `end-${side}`)?.label
  if (label === undefined) return null
  const read = readLabel(label)
  if (read === null) return { rack: label }
  const panel = [...panels.values()].find(({ handle }) => handle === read.panel)
  return panel ? { panelId: panel.id, position: read.position } : null
}

/** The route of a service, from its marks and from what it holds; nothing of it is kept. */
export const routeOfHolds = (
  cabling: Cabled,
  holds: readonly Hold[],
  { media }: Pick<CrossConnectParameters, 'media'>,
): Result<Route, Refusal> => {
  const [a, z] = [endOf(cabling, holds, 'a'), endOf(cabling, holds, 'z')]
  if (!a || !z) return refuse({ code: 'ends-unknown' })
  const own = new Set(
    holds.flatMap(({ kind, thingId, span }) => (kind === 'panel-position' ? [`${thingId}/${span[0]}`] : [])),
  )
  const everything = [...cabling.panels.values()].flatMap(({ id, positions }) =>
    Array.from({ length: positions }, (_, at) => `${id}/${at + 1}`),
  )
  const held = new Set(everything.filter((position) => !own.has(position)))
  const chosen = chooseRoute({ cabling, held }, { as: [a], zs: [z] }, mediasFor(media))
  return chosen.ok ? ok(chosen.value.route) : chosen
}
