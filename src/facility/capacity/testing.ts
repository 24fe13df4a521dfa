import type { Phase, Plant, PlantCompartment, PlantElement } from './model.ts'

/** An element of a plant of the mind. */
export const element = (id: string, kind: PlantElement['kind'], of: Partial<PlantElement> = {}): PlantElement => ({
  id,
  handle: id,
  kind,
  chain: null,
  limitW: null,
  limitVa: null,
  breakerA: null,
  voltageV: null,
  phases: 3,
  phase: null,
  compartmentId: null,
  servesRows: [],
  ownDrawW: null,
  ownDrawPercent: null,
  source: 'nameplate',
  ...of,
})

export interface SmallPlant {
  /** Rows of racks; each rack is built as so many compartments. */
  readonly rows: readonly (readonly (1 | 2 | 4)[])[]
  readonly wayVa: number
  readonly boardVa: number
  readonly upsW: number
  readonly upsVa: number
  readonly gridW: number
  readonly coolingW: number
  readonly powerFactor: number
  /** What each row's board, each cooling unit and each UPS (in percent of its rating) draws itself. */
  readonly boardDrawW?: number
  readonly coolingDrawW?: number
  readonly upsLossPercent?: number
  readonly rackKg?: number
  readonly oversell?: readonly (readonly [kind: string, factor: number])[]
  /** On what the ways of a place hang, by its number in the row of racks and in the rack; else on three phases. */
  readonly phaseOf?: (rack: number, index: number) => Phase | 'unknown' | 3
}

const SIZES = { 1: 'full', 2: 'half', 4: 'quarter' } as const

const rulesFor = (of: SmallPlant): Plant['rules'] => ({
  powerFactor: of.powerFactor,
  powerFactorSource: 'assumed',
  oversell: new Map(of.oversell ?? []),
  meetMeEntries: new Map([['hall', { xMm: 0, yMm: 0 }]]),
})

/** Two cooling units for every two rows, one on each chain. */
const hangCooling = (of: SmallPlant, elements: PlantElement[], edges: { from: string; to: string }[]): void => {
  for (let at = 0; at < of.rows.length; at += 2) {
    const servesRows = [String(at + 1), String(at + 2)]
    for (const [index, chain] of (['A', 'B'] as const).entries()) {
      const handle = `cooling-${at + index + 1}`
      const drawn = { limitW: of.coolingW, ownDrawW: of.coolingDrawW ?? null, chain, servesRows }
      elements.push(element(handle, 'cooling-unit', drawn))
      edges.push({ from: `grid-${chain}`, to: handle })
    }
  }
}

/** Two chains from a grid contract over a UPS and a board for each row to every compartment; two cooling units for every two rows. */
export const smallPlant = (of: SmallPlant): Plant => {
  const elements: PlantElement[] = []
  const edges: { from: string; to: string }[] = []
  const compartments: PlantCompartment[] = []
  for (const chain of ['A', 'B'] as const) {
    elements.push(element(`grid-${chain}`, 'grid-contract', { chain, limitW: of.gridW }))
    elements.push(
      element(`ups-${chain}`, 'ups', {
        chain,
        limitW: of.upsW,
        limitVa: of.upsVa,
        ownDrawPercent: of.upsLossPercent ?? null,
      }),
    )
    edges.push({ from: `grid-${chain}`, to: `ups-${chain}` })
  }
  for (const [at, racks] of of.rows.entries()) {
    const row = String(at + 1)
    for (const chain of ['A', 'B'] as const) {
      elements.push(
        element(`row-${chain}-${row}`, 'board', { chain, limitVa: of.boardVa, ownDrawW: of.boardDrawW ?? null }),
      )
      edges.push({ from: `ups-${chain}`, to: `row-${chain}-${row}` })
    }
    for (const [place, count] of racks.entries()) {
      const rack = `${row}-${place + 1}`
      for (let index = 0; index < count; index += 1) {
        const id = count === 1 ? rack : `${rack}/${'abcd'[index] ?? ''}`
        const units = 44 / count
        compartments.push({
          id,
          handle: id,
          size: SIZES[count],
          firstU: 1 + index * units,
          unitsU: units,
          lock: null,
          rack,
          rackId: `rack ${rack}`,
          rackKg: of.rackKg ?? 1000,
          row,
          room: 'hall',
          roomName: 'Hall',
          roomKind: 'data-hall',
          xMm: place * 600,
          yMm: at * 3000,
          fact: 'built',
          outlets: [],
        })
        const on = of.phaseOf?.(place, index) ?? 3
        const phases = on === 3 ? { phases: on } : { phases: 1 as const, phase: on === 'unknown' ? null : on }
        for (const chain of ['A', 'B'] as const) {
          elements.push(element(`way-${chain}-${id}`, 'way', { chain, limitVa: of.wayVa, ...phases }))
          elements.push(
            element(`feed-${chain}-${id}`, 'feed', { chain, limitVa: of.wayVa, ...phases, compartmentId: id }),
          )
          edges.push(
            { from: `row-${chain}-${row}`, to: `way-${chain}-${id}` },
            { from: `way-${chain}-${id}`, to: `feed-${chain}-${id}` },
          )
        }
      }
    }
  }
  hangCooling(of, elements, edges)
  return { elements, edges, compartments, rules: rulesFor(of) }
}
