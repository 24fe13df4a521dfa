import { type PowerGraph, sourcesOf } from '../power/graph.ts'
import { limitOf } from './make-limit.ts'
import type { Limit, Phase, PlantElement, SellingRules } from './model.ts'

export const PHASES: readonly Phase[] = ['L1', 'L2', 'L3']

/** Three poles, each with its own current; what a transformer, a genset or a contract gives is the sum of three (decision 0019). */
const POLED: readonly PlantElement['kind'][] = ['board', 'ups', 'transfer-switch']

/**
 * In × V to neutral is a third of √3 × V between phases × In. That an inverter gives each phase a third of its rating at most is assumed of
 * every UPS: makers say so (Riello, "Unbalanced loads and input currents"); the data sheet of the one that stands there has the last word.
 */
const ofPhase = (limit: Limit, element: PlantElement, rules: SellingRules): readonly Limit[] =>
  PHASES.map((phase) =>
    limitOf(
      element,
      {
        failureCase: `${limit.failureCase}:${phase}`,
        unit: limit.unit,
        nominal: limit.nominal === null ? null : Math.floor(limit.nominal / PHASES.length),
        phase,
        // Modules and pumps are three-phase motors, the meet-me room's gear is spread over the three.
        ownDraw: Math.ceil(limit.ownDraw / PHASES.length),
      },
      rules,
    ),
  )

/** Which phases a way is on: an unknown one may be any of them, so it counts on each. */
const phasesOf = ({ phases, phase }: PlantElement): readonly Phase[] =>
  phases === 1 && phase !== null ? [phase] : PHASES

export interface PhaseLimits {
  /** By element, every phase of each that ways hang on without a UPS between. */
  readonly all: ReadonlyMap<string, readonly Limit[]>
  /** Those of an element that count for what hangs on this feed. */
  readonly behind: (feed: PlantElement, elementId: string) => readonly Limit[]
}

/**
 * Phases hold from the way up to the first UPS, which balances what it draws. Where a path goes round a UPS (its bypass, a chain
 * without one) they hold along that path.
 */
export const phaseLimits = (
  elements: ReadonlyMap<string, PlantElement>,
  graph: PowerGraph,
  own: ReadonlyMap<string, readonly Limit[]>,
  rules: SellingRules,
): PhaseLimits => {
  const all = new Map<string, readonly Limit[]>()
  const reached = new Map<string, ReadonlySet<string>>()
  const make = (element: PlantElement): readonly Limit[] =>
    POLED.includes(element.kind) && element.phases !== 1
      ? (own.get(element.id) ?? []).flatMap((limit) => ofPhase(limit, element, rules))
      : []
  for (const feed of elements.values()) {
    if (feed.kind !== 'feed') continue
    const above = sourcesOf(graph, feed.id, (id) => elements.get(id)?.kind !== 'ups')
    reached.set(feed.id, new Set(above))
    for (const id of above) {
      const element = elements.get(id)
      if (element && !all.has(id)) all.set(id, make(element))
    }
  }
  const behind = (feed: PlantElement, elementId: string): readonly Limit[] => {
    if (!reached.get(feed.id)?.has(elementId)) return []
    const on = phasesOf(feed)
    return (all.get(elementId) ?? []).filter(({ phase }) => phase !== null && on.includes(phase))
  }
  return { all, behind }
}
