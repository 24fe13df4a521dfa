import { amountsOf, type Capacity, type Limit, type Load, type PlantElement } from '#facility'
import type { ElementLoadWire, SpaceLoadsWire } from './contract.ts'

type Phase = 'L1' | 'L2' | 'L3'
type Side = 'A' | 'B'

/** 400 V between phases is 230 V against neutral. */
const ROOT_3 = Math.sqrt(3)
const PHASES: readonly Phase[] = ['L1', 'L2', 'L3']

export const sidesOf = ({ sides }: Pick<Load, 'sides'>): readonly Side[] => (sides === 'A+B' ? ['A', 'B'] : [sides])

/** What a load draws on one of its sides with nothing lost: of A+B the half, by the rule of two supplies that share. */
export const normalWatts = ({ watts, sides }: Pick<Load, 'watts' | 'sides'>): number =>
  sides === 'A+B' ? Math.ceil(watts / 2) : watts

const add = (sums: Map<string, number>, key: string, amount: number): void =>
  void sums.set(key, (sums.get(key) ?? 0) + amount)

/** By limit key: what is drawn with nothing lost, and what is reserved for the loss of the other side or of a cooling unit. */
const sumsOf = (capacity: Capacity, loads: readonly Load[]) => {
  const normal = new Map<string, number>()
  const lost = new Map<string, number>()
  for (const load of loads) {
    for (const { limit, amount } of amountsOf(capacity, load)) add(lost, limit.key, amount)
    for (const { limit, amount } of amountsOf(capacity, { ...load, watts: normalWatts(load) }))
      add(normal, limit.key, amount)
  }
  return { normal, lost }
}

/** The feed of each compartment by side, and what stands above it up to the grid. */
export const feedsOf = ({ plant }: Capacity): ReadonlyMap<string, PlantElement> =>
  new Map(
    plant.elements.flatMap((element) =>
      element.kind === 'feed' && element.compartmentId !== null && element.chain !== null
        ? [[`${element.chain} ${element.compartmentId}`, element] as const]
        : [],
    ),
  )

/** Watts by board and phase. A load on a three-phase feed is taken to be in balance. */
const phasesOf = (capacity: Capacity, loads: readonly Load[]) => {
  const feeds = feedsOf(capacity)
  const sums = new Map<string, { normal: number; lost: number }>()
  for (const load of loads) {
    for (const side of sidesOf(load)) {
      const feed = feeds.get(`${side} ${load.compartmentId}`)
      const boards = new Set(
        (capacity.behind.get(load.compartmentId)?.[side] ?? [])
          .filter(({ kind }) => kind === 'board')
          .map(({ elementId }) => elementId),
      )
      const on: readonly Phase[] = feed?.phase ? [feed.phase] : PHASES
      for (const board of boards) {
        for (const phase of on) {
          const sum = sums.get(`${board} ${phase}`) ?? { normal: 0, lost: 0 }
          sum.normal += normalWatts(load) / on.length
          sum.lost += load.watts / on.length
          sums.set(`${board} ${phase}`, sum)
        }
      }
    }
  }
  return sums
}

type Phases = Pick<ElementLoadWire, 'phases' | 'unbalance_percent'>

const balanceOf = (element: PlantElement, sums: ReturnType<typeof phasesOf>, powerFactor: number): Phases => {
  if (element.kind !== 'board' || element.phases === 1 || element.voltageV === null)
    return { phases: null, unbalance_percent: null }
  const neutral = element.voltageV / ROOT_3
  const phases = PHASES.map((phase) => {
    const { normal, lost } = sums.get(`${element.id} ${phase}`) ?? { normal: 0, lost: 0 }
    return {
      phase,
      normal_w: Math.round(normal),
      other_side_lost_w: Math.round(lost),
      other_side_lost_a: Math.round((lost / powerFactor / neutral) * 10) / 10,
      limit_a: element.breakerA,
    }
  })
  const mean = phases.reduce((sum, one) => sum + one.other_side_lost_w, 0) / phases.length
  const most = Math.max(...phases.map((one) => one.other_side_lost_w))
  return { phases, unbalance_percent: mean === 0 ? null : Math.round(((most - mean) / mean) * 100) }
}

/** What the feeds behind an element say. */
export interface Measured {
  readonly measured_w: number | null
  readonly oldest_at: string | null
  readonly feeds: number
  readonly feeds_measured: number
}

/** Both chains, element by element: what is committed on it, in each case, against what it may carry. Pure. */
export const sumElements = (
  capacity: Capacity,
  loads: readonly Load[],
  measured: ReadonlyMap<string, Measured>,
): Pick<SpaceLoadsWire, 'elements' | 'cooling'> => {
  const { normal, lost } = sumsOf(capacity, loads)
  const byPhase = phasesOf(capacity, loads)
  const limits = new Map<string, Limit[]>()
  for (const limit of capacity.limits.values())
    limits.set(limit.elementId, [...(limits.get(limit.elementId) ?? []), limit])
  const elements = capacity.plant.elements
    .filter(({ kind }) => kind !== 'cooling-unit' && kind !== 'feed')
    .map((element) => ({
      element: element.handle,
      kind: element.kind,
      chain: element.chain,
      source: element.source,
      sums: (limits.get(element.id) ?? []).map((limit) => ({
        unit: limit.unit,
        normal: normal.get(limit.key) ?? 0,
        other_side_lost: lost.get(limit.key) ?? 0,
        nominal: limit.nominal,
        oversell: limit.oversell,
        limit: limit.amount,
      })),
      ...balanceOf(element, byPhase, capacity.plant.rules.powerFactor),
      measured_w: measured.get(element.handle)?.measured_w ?? null,
      measured_at: measured.get(element.handle)?.oldest_at ?? null,
      feeds: measured.get(element.handle)?.feeds ?? 0,
      feeds_measured: measured.get(element.handle)?.feeds_measured ?? 0,
    }))
  const cooling = [...capacity.limits.values()]
    .filter(({ kind }) => kind === 'cooling-unit')
    .map((limit) => ({
      lost: limit.element,
      rows: limit.failureCase.replace('unit-lost:', '').split(','),
      committed_w: lost.get(limit.key) ?? 0,
      oversell: limit.oversell,
      limit_w: limit.amount,
    }))
  return { elements, cooling }
}
