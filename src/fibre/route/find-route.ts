import { type Result, ok, refuse } from '#kernel'
import type { Cabling, Patching, Position, Trunk } from '../cabling/model.ts'
import { pairLabel, trunkAt } from '../cabling/trunk-at.ts'
import type { Colour, Connector, Media } from '../model.ts'
import { labelOf } from '../place-position.ts'
import { cutJumper, jumperRuns, plugOf, type Run, type Spot } from './run-jumper.ts'

/** A demarcation: a position of a panel, or equipment in a rack whose row has no panel. */
export type End = Position | { readonly rack: string }

/** One end of a jumper: the label beside the sleeve or the rack's handle, and the plug that fits there. */
export interface Plug {
  readonly label: string
  /** Null: equipment in the rack. */
  readonly at: Position | null
  readonly rack: string
  readonly connector: Connector
}
export interface Jumper {
  readonly is: 'jumper'
  readonly from: Plug
  readonly to: Plug
  readonly lengthM: number
  readonly stocked: boolean
  /** Two kinds of plug: angled and straight polish are never mated, each end is as its own sleeve. */
  readonly hybrid: boolean
  readonly colour: Colour
}
export interface TrunkPair {
  readonly is: 'trunk'
  readonly trunk: Trunk
  readonly pair: number
  readonly label: string
  readonly from: Position
  readonly to: Position
  readonly fromLabel: string
  readonly toLabel: string
}
export type Hop = Jumper | TrunkPair

export interface Route {
  readonly media: Media
  readonly hops: readonly Hop[]
  readonly lengthM: number
  /** What the choice was made by: trunks and runs as they lie, before jumpers are rounded up to the store's lengths. */
  readonly runMm: number
  /** Sleeves that light goes through, demarcations included: each is one mated pair. */
  readonly matedPairs: number
  readonly splices: number
}

export interface RouteAsked {
  readonly from: End
  readonly to: End
  readonly media: Media
  /** Of positions between the ends. */
  readonly isFree: (position: Position) => boolean
}

export type RouteRefusal =
  | { readonly code: 'no-patching' }
  | { readonly code: 'no-such-position'; readonly panel: string; readonly position: number; readonly positions: number }
  | { readonly code: 'media-differ'; readonly panel: string; readonly media: Media; readonly asked: Media }
  | { readonly code: 'same-end'; readonly label: string }
  | { readonly code: 'position-held'; readonly label: string }
  | { readonly code: 'no-route'; readonly from: string; readonly to: string; readonly media: Media }

const toMm = ({ lengthM }: Trunk): number => Math.round(lengthM * 1000)
export const isPosition = (end: End): end is Position => 'panelId' in end
const same = (a: Position, b: Position): boolean => a.panelId === b.panelId && a.position === b.position
const keyOf = ({ panelId, position }: Position): string => `${panelId}/${position}`

/** The words for one position, whatever panel it is on. */
export const positionLabel = (panels: Cabling['panels'], { panelId, position }: Position): string => {
  const panel = panels.get(panelId)
  if (!panel) throw new Error(`no panel ${panelId}`)
  return labelOf(panel, position)
}

interface Front {
  readonly spot: Spot
  readonly position: Position | null
  /** The pair that leads from the demarcation to this front. */
  readonly behind: TrunkPair | null
}

const spotOf = (panels: Cabling['panels'], { panelId }: Position): Spot => {
  const panel = panels.get(panelId)
  if (!panel) throw new Error(`no panel ${panelId}`)
  return { rack: panel.rackHandle, topU: panel.topU, roomId: panel.roomId, connector: panel.connector }
}

const pairOf = ({ panels, trunks }: Cabling, from: Position): TrunkPair | null => {
  const behind = trunkAt(trunks, from)
  if (!behind) return null
  const { trunk, pair, other: to } = behind
  const [fromLabel, toLabel] = [positionLabel(panels, from), positionLabel(panels, to)]
  return { is: 'trunk', trunk, pair, label: pairLabel(trunk, pair), from, to, fromLabel, toLabel }
}

/**
 * Where our own patching begins: a party's plug takes the front of its demarcation, so that a trunk behind it is the way on;
 * where nothing of ours is behind it, its cable is, and our jumper takes the front.
 */
const frontOf = (cabling: Cabling, end: End, { media, isFree }: RouteAsked): Result<Front, RouteRefusal> => {
  if (!isPosition(end))
    return ok({
      spot: { rack: end.rack, topU: null, roomId: null, connector: plugOf(media) },
      position: null,
      behind: null,
    })
  const panel = cabling.panels.get(end.panelId)
  if (!panel) throw new Error(`no panel ${end.panelId}`)
  if (end.position < 1 || end.position > panel.positions || !Number.isInteger(end.position))
    return refuse({ code: 'no-such-position', panel: panel.handle, position: end.position, positions: panel.positions })
  if (panel.media !== media)
    return refuse({ code: 'media-differ', panel: panel.handle, media: panel.media, asked: media })
  const behind = pairOf(cabling, end)
  if (!behind) return ok({ spot: spotOf(cabling.panels, end), position: end, behind: null })
  if (!isFree(behind.to)) return refuse({ code: 'position-held', label: behind.toLabel })
  return ok({ spot: spotOf(cabling.panels, behind.to), position: behind.to, behind })
}

/** One direction of one trunk, with the pair that a route would take. */
interface Leg {
  readonly pair: TrunkPair
  readonly enter: Spot
  readonly leave: Spot
}

/** For each trunk its lowest free pair, in both directions. */
const legsOf = (cabling: Cabling, asked: RouteAsked, taken: ReadonlySet<string>): readonly Leg[] =>
  cabling.trunks
    .filter(({ media }) => media === asked.media)
    .flatMap((trunk): readonly Leg[] => {
      for (let pair = 1; pair <= trunk.positions; pair += 1) {
        const ends = [trunk.from, trunk.to].map((end) => ({ ...end, position: end.position + pair - 1 }))
        if (!ends.every((end) => !taken.has(keyOf(end)) && asked.isFree(end))) continue
        return ends.flatMap((end) => {
          const way = pairOf(cabling, end)
          return way
            ? [{ pair: way, enter: spotOf(cabling.panels, way.from), leave: spotOf(cabling.panels, way.to) }]
            : []
        })
      }
      return []
    })

interface Cost {
  readonly mm: number
  readonly trunks: number
}
const isLess = (a: Cost, b: Cost): boolean => a.mm < b.mm || (a.mm === b.mm && a.trunks < b.trunks)

/**
 * The cheapest chain of trunks between two fronts: shortest, then fewest sleeves. A jumper's run obeys the triangle inequality,
 * so that no shortest chain goes through one trunk twice, and one free pair of each is enough to look at.
 */
const cheapestLegs = (legs: readonly Leg[], run: Run, from: Spot, to: Spot): readonly Leg[] | null => {
  const reached = legs.map((leg) => {
    const mm = run(from, leg.enter)
    return { leg, before: null as number | null, settled: false, cost: mm === null ? null : costOf(mm, leg, null) }
  })
  const straight = run(from, to)
  let best: { readonly cost: Cost; readonly last: number | null } | null =
    straight === null ? null : { cost: { mm: straight, trunks: 0 }, last: null }
  for (;;) {
    let at: number | null = null
    for (const [index, { cost, settled }] of reached.entries()) {
      const least = at === null ? null : (reached[at]?.cost ?? null)
      if (!settled && cost !== null && (least === null || isLess(cost, least))) at = index
    }
    const here = at === null ? undefined : reached[at]
    if (!here?.cost || (best !== null && !isLess(here.cost, best.cost))) break
    here.settled = true
    const home = run(here.leg.leave, to)
    const cost = home === null ? null : { mm: here.cost.mm + home, trunks: here.cost.trunks }
    if (cost !== null && (best === null || isLess(cost, best.cost))) best = { cost, last: at }
    for (const next of reached) {
      if (next.settled || next.leg.pair.trunk === here.leg.pair.trunk) continue
      const mm = run(here.leg.leave, next.leg.enter)
      const through = mm === null ? null : costOf(mm, next.leg, here.cost)
      if (through !== null && (next.cost === null || isLess(through, next.cost))) {
        next.cost = through
        next.before = at
      }
    }
  }
  if (best === null) return null
  const chain: Leg[] = []
  for (let at = best.last; at !== null; at = reached[at]?.before ?? null) {
    const leg = reached[at]?.leg
    if (leg) chain.unshift(leg)
  }
  return chain
}

const costOf = (jumperMm: number, { pair }: Leg, before: Cost | null): Cost => ({
  mm: (before?.mm ?? 0) + jumperMm + toMm(pair.trunk),
  trunks: (before?.trunks ?? 0) + 1,
})

const turned = (pair: TrunkPair): TrunkPair => ({
  ...pair,
  from: pair.to,
  to: pair.from,
  fromLabel: pair.toLabel,
  toLabel: pair.fromLabel,
})

const labelOfEnd = (cabling: Cabling, end: End): string =>
  isPosition(end) ? positionLabel(cabling.panels, end) : end.rack

const assemble = (media: Media, hops: readonly Hop[], jumpersMm: number): Route => {
  const sleeves = new Set<string>()
  let [metres, trunksMm, splices] = [0, 0, 0]
  for (const hop of hops) {
    metres += hop.is === 'trunk' ? hop.trunk.lengthM : hop.lengthM
    if (hop.is === 'trunk') {
      trunksMm += toMm(hop.trunk)
      splices += hop.trunk.splices
    }
    for (const end of [hop.from, hop.to])
      sleeves.add('panelId' in end ? keyOf(end) : end.at ? keyOf(end.at) : `${end.label} equipment`)
  }
  const lengthM = Math.round(metres * 100) / 100
  return { media, hops, lengthM, runMm: trunksMm + jumpersMm, matedPairs: sleeves.size, splices }
}

/** The hops from one front to the other: a jumper before each trunk, and the last one home. */
const patchThrough = (
  { panels, patching }: { readonly panels: Cabling['panels']; readonly patching: Patching },
  run: Run,
  [from, to]: readonly [Front, Front],
  { legs, media }: { readonly legs: readonly Leg[]; readonly media: Media },
): { readonly hops: readonly Hop[]; readonly runMm: number } => {
  const plugOn = ({ spot, position }: Pick<Front, 'spot' | 'position'>): Plug => ({
    label: position ? positionLabel(panels, position) : spot.rack,
    at: position,
    rack: spot.rack,
    connector: spot.connector,
  })
  const hops: Hop[] = []
  let at: Pick<Front, 'spot' | 'position'> = from
  let runMm = 0
  for (const leg of [...legs, null]) {
    const next = leg ? { spot: leg.enter, position: leg.pair.from } : to
    const mm = run(at.spot, next.spot)
    if (mm === null) throw new Error('a route was found that no jumper can be run along')
    runMm += mm
    const [near, far] = [plugOn(at), plugOn(next)]
    const hybrid = near.connector !== far.connector
    hops.push({
      is: 'jumper',
      from: near,
      to: far,
      ...cutJumper(patching, mm),
      hybrid,
      colour: patching.colours[media],
    })
    if (!leg) break
    hops.push(leg.pair)
    at = { spot: leg.leave, position: leg.pair.to }
  }
  return { hops, runMm }
}

/** The trunk that leads from one end straight to the other. */
const directPair = (cabling: Cabling, { from, to }: RouteAsked): TrunkPair | null => {
  const pair = isPosition(from) ? pairOf(cabling, from) : null
  return pair && isPosition(to) && same(pair.to, to) ? pair : null
}

/** The way between two demarcations over trunks with a free pair and jumpers along trays; nothing of it is kept. Pure. */
export const findRoute = (cabling: Cabling, asked: RouteAsked): Result<Route, RouteRefusal> => {
  const { patching } = cabling
  if (!patching) return refuse({ code: 'no-patching' })
  const { from, to, media } = asked
  if (isPosition(from) && isPosition(to) && same(from, to))
    return refuse({ code: 'same-end', label: positionLabel(cabling.panels, from) })
  const direct = directPair(cabling, asked)
  if (direct?.trunk.media === media) return ok(assemble(media, [direct], 0))
  const a = frontOf(cabling, from, asked)
  if (!a.ok) return a
  const z = frontOf(cabling, to, asked)
  if (!z.ok) return z
  const ends = [from, to, a.value.position, z.value.position]
  const taken = new Set(ends.flatMap((end) => (end && isPosition(end) ? keyOf(end) : [])))
  const run = jumperRuns(cabling, patching)
  const legs = cheapestLegs(legsOf(cabling, asked, taken), run, a.value.spot, z.value.spot)
  if (!legs) return refuse({ code: 'no-route', from: labelOfEnd(cabling, from), to: labelOfEnd(cabling, to), media })
  const { hops, runMm } = patchThrough({ panels: cabling.panels, patching }, run, [a.value, z.value], { legs, media })
  const [first, last] = [a.value.behind, z.value.behind]
  return ok(assemble(media, [...(first ? [first] : []), ...hops, ...(last ? [turned(last)] : [])], runMm))
}
