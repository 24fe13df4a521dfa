import { amperes, volts } from '#units'
import { breakerLimit } from '../power/apparent-power.ts'
import { buildGraph, sourcesOf } from '../power/graph.ts'
import { coolingLimits } from './cool-rows.ts'
import { keyOf, limitOf, OTHER_SIDE_LOST } from './make-limit.ts'
import { outletLimits } from './outlet-limits.ts'
import { ownDraws } from './own-draw.ts'
import { apparentVa } from './sum-loads.ts'
import { phaseLimits } from './phase-limits.ts'
import type { Behind, Capacity, Limit, Plant, PlantCompartment, PlantElement, SellingRules, Unit } from './model.ts'

const STANDING = 'standing'

/** From a tenant's own way towards the grid: the order in which limits are told. */
const LEVELS: readonly PlantElement['kind'][] = [
  'way',
  'feed',
  'board',
  'ups',
  'transfer-switch',
  'transformer',
  'genset',
  'grid-contract',
  'cooling-unit',
]
const levelOf = (kind: PlantElement['kind']): number => LEVELS.indexOf(kind)

/** In which units an element binds at any rate; it binds in the other one too where the site says a figure. A UPS binds in both. */
const BINDS: { readonly [K in PlantElement['kind']]: readonly Unit[] } = {
  'grid-contract': ['W'],
  transformer: ['VA'],
  genset: ['VA'],
  'transfer-switch': ['VA'],
  ups: ['W', 'VA'],
  board: ['VA'],
  way: ['VA'],
  feed: ['VA'],
  'cooling-unit': ['W'],
}

/** Of a breaker, where no figure in VA is said. A board without phases has three: only ways and feeds may have one. */
const breakerVa = ({ breakerA, voltageV, phases }: PlantElement): number | null =>
  breakerA === null || voltageV === null
    ? null
    : breakerLimit({ phases: phases ?? 3, voltage: volts(voltageV), breaker: amperes(breakerA) })

const nominalOf = (element: PlantElement, unit: Unit): number | null => {
  if (unit === 'W') return element.limitW
  const byBreaker = breakerVa(element)
  if (element.limitVa === null || byBreaker === null) return element.limitVa ?? byBreaker
  return Math.min(element.limitVa, byBreaker)
}

const powerLimits = (element: PlantElement, drawnW: number, rules: SellingRules): readonly Limit[] =>
  (['W', 'VA'] as const)
    .map((unit) => ({ failureCase: OTHER_SIDE_LOST, unit, nominal: nominalOf(element, unit) }))
    .filter(({ unit, nominal }) => nominal !== null || BINDS[element.kind].includes(unit))
    .map((said) =>
      limitOf(element, { ...said, ownDraw: said.unit === 'W' ? drawnW : apparentVa(drawnW, rules) }, rules),
    )

/** What stands behind a compartment without a feed on a side, or in a row that no unit cools: nothing is known, so nothing is sold. */
const missing = (handle: string, kind: PlantElement['kind']): Limit => ({
  key: `missing ${kind} ${handle}`,
  elementId: '',
  element: handle,
  kind,
  failureCase: OTHER_SIDE_LOST,
  phase: null,
  unit: 'W',
  nominal: null,
  oversell: 1,
  ownDraw: 0,
  amount: null,
  own: true,
  source: 'assumed',
})

/** Kilograms of a rack: never oversold. What it bears is its maker's figure. */
const rackLimit = ({ rackId, rack, rackKg }: PlantCompartment): Limit => ({
  key: keyOf(rackId, STANDING, 'kg'),
  elementId: rackId,
  element: rack,
  kind: 'rack',
  failureCase: STANDING,
  phase: null,
  unit: 'kg',
  nominal: rackKg,
  oversell: 1,
  ownDraw: 0,
  amount: rackKg,
  own: false,
  source: 'nameplate',
})

/** Every limit of the plant, and those that stand behind each compartment. Pure; made once per plant revision. */
export const computeLimits = (plant: Plant): Capacity => {
  const { elements, edges, compartments, rules } = plant
  const powered = elements.filter(({ kind }) => kind !== 'cooling-unit')
  const graph = buildGraph(powered, edges)
  // Cooling units hang on the chains too, as loads of the site's own.
  const drawn = ownDraws(elements, buildGraph(elements, edges))
  const own = new Map(
    powered.map((element) => [element.id, powerLimits(element, drawn.get(element.id) ?? 0, rules)] as const),
  )
  const byId = new Map(powered.map((element) => [element.id, element]))
  const phased = phaseLimits(byId, graph, own, rules)
  const cooling = coolingLimits(elements, new Set(compartments.map(({ row }) => row)), rules)

  const feeds = new Map<string, PlantElement>()
  for (const element of powered)
    if (element.kind === 'feed' && element.compartmentId !== null && element.chain !== null)
      feeds.set(`${element.chain} ${element.compartmentId}`, element)

  const side = (chain: 'A' | 'B', id: string, handle: string): readonly Limit[] => {
    const feed = feeds.get(`${chain} ${id}`)
    if (!feed) return [missing(`feed-${chain}-${handle}`, 'feed')]
    return [feed.id, ...sourcesOf(graph, feed.id)]
      .flatMap((above) => byId.get(above) ?? [])
      .toSorted((a, b) => levelOf(a.kind) - levelOf(b.kind) || (a.handle < b.handle ? -1 : 1))
      .flatMap((element) => [...(own.get(element.id) ?? []), ...phased.behind(feed, element.id)])
  }
  const balanced = (chain: 'A' | 'B', id: string): boolean => feeds.get(`${chain} ${id}`)?.phases === 3
  const behind = new Map(
    compartments.map((compartment): readonly [string, Behind] => {
      const cooled = cooling.get(compartment.row) ?? []
      return [
        compartment.id,
        {
          A: side('A', compartment.id, compartment.handle),
          B: side('B', compartment.id, compartment.handle),
          cooling: cooled.length > 0 ? cooled : [missing(`row ${compartment.row}`, 'cooling-unit')],
          rack: rackLimit(compartment),
          balanced: { A: balanced('A', compartment.id), B: balanced('B', compartment.id) },
          outlets: { A: outletLimits(compartment, 'A'), B: outletLimits(compartment, 'B') },
        },
      ]
    }),
  )
  const all = [
    ...[...own.values(), ...phased.all.values()].flat(),
    ...[...cooling.values()].flat(),
    ...[...behind.values()].flatMap(({ rack, outlets }) => [
      rack,
      ...[...outlets.A, ...outlets.B].map(({ limit }) => limit),
    ]),
  ]
  return {
    plant,
    limits: new Map(all.map((limit) => [limit.key, limit])),
    behind,
    compartments: new Map(compartments.map((compartment) => [compartment.id, compartment])),
  }
}
