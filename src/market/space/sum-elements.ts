import { amountsOf, type Capacity, type Limit, type Load, type PlantElement } from '#facility'
import type { ElementLoadWire, SpaceLoadsWire } from './contract.ts'

type Side = 'A' | 'B'

/** 400 V between phases is 230 V against neutral. */
const ROOT_3 = Math.sqrt(3)

export const sidesOf = ({ sides }: Pick<Load, 'sides'>): readonly Side[] => (sides === 'A+B' ? ['A', 'B'] : [sides])

/** What a load draws on one of its sides with nothing lost: of A+B the half, by the rule of two supplies that share. */
export const normalWatts = ({ watts, sides }: Pick<Load, 'watts' | 'sides'>): number =>
  sides === 'A+B' ? Math.ceil(watts / 2) : watts

/** The watts that a place's own meter says of one side; null: not metered, or others are on that meter too. */
export type DrawnAt = (compartmentId: string, side: Side) => number | null

/**
 * What loads draw with nothing lost as far as it is known: a tenant's measured A + B in the stead of its commitment. Shown only: what is
 * reserved stays what was sold.
 */
export const expectedLoads = (loads: readonly Load[], drawnAt: DrawnAt): readonly Load[] => {
  const places = new Map<string, Load[]>()
  for (const load of loads) places.set(load.compartmentId, [...(places.get(load.compartmentId) ?? []), load])
  return [...places].flatMap(([compartmentId, own]): readonly Load[] => {
    const sides = [...new Set(own.flatMap(sidesOf))]
    const drawn = sides.map((side) => ({ side, watts: drawnAt(compartmentId, side) }))
    const known = drawn.flatMap(({ side, watts }) => (watts === null ? [] : [{ compartmentId, sides: side, watts }]))
    return known.length === drawn.length ? known : own.map((load) => ({ ...load, watts: normalWatts(load) }))
  })
}

const add = (sums: Map<string, number>, key: string, amount: number): void =>
  void sums.set(key, (sums.get(key) ?? 0) + amount)

/** By limit key: what of it firm quotes hold, order by order. */
const firmOf = (capacity: Capacity, loads: readonly HeldBy[]): ReadonlyMap<string, ReadonlyMap<string, number>> => {
  const firm = new Map<string, Map<string, number>>()
  for (const { firmOrder, ...load } of loads) {
    if (firmOrder === null) continue
    for (const { limit, amount } of amountsOf(capacity, load)) {
      const orders = firm.get(limit.key) ?? new Map<string, number>()
      add(orders, firmOrder, amount)
      firm.set(limit.key, orders)
    }
  }
  return firm
}

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

type Phases = Pick<ElementLoadWire, 'phases' | 'unbalance_percent'>

/** The amperes of one phase: VA against neutral; watts by the stated power factor. */
const amperesOf = ({ unit }: Limit, amount: number, voltageV: number, powerFactor: number): number =>
  Math.round((amount / (unit === 'W' ? powerFactor : 1) / (voltageV / ROOT_3)) * 10) / 10

/** What is committed on each phase, from the limits that hold it. A load on a three-phase way is taken to be in balance. */
const balanceOf = (
  { voltageV }: PlantElement,
  limits: readonly Limit[],
  { normal, lost }: ReturnType<typeof sumsOf>,
  { measured, powerFactor }: { readonly measured: PhasesMeasured; readonly powerFactor: number },
): Phases => {
  const phases = limits.flatMap((limit) =>
    limit.phase === null || limit.unit === 'kg'
      ? []
      : [
          {
            phase: limit.phase,
            unit: limit.unit,
            normal: normal.get(limit.key) ?? 0,
            other_side_lost: lost.get(limit.key) ?? 0,
            other_side_lost_a:
              voltageV === null ? null : amperesOf(limit, lost.get(limit.key) ?? 0, voltageV, powerFactor),
            oversell: limit.oversell,
            own_draw: limit.ownDraw,
            limit: limit.amount,
            ...(measured.get(`${limit.elementId} ${limit.phase}`) ?? { measured_w: null, feeds: 0, feeds_measured: 0 }),
          },
        ],
  )
  if (phases.length === 0) return { phases: null, unbalance_percent: null }
  const one = phases.filter(({ unit }) => unit === 'VA').map((each) => each.other_side_lost)
  const mean = one.reduce((sum, each) => sum + each, 0) / one.length
  return { phases, unbalance_percent: mean > 0 ? Math.round(((Math.max(...one) - mean) / mean) * 100) : null }
}

/** By element and phase. */
export type PhasesMeasured = ReadonlyMap<
  string,
  { readonly measured_w: number | null; readonly feeds: number; readonly feeds_measured: number }
>

/** What the feeds behind an element say. */
export interface Measured {
  readonly measured_w: number | null
  readonly oldest_at: string | null
  readonly feeds: number
  readonly feeds_measured: number
}

/** A load, and the order whose firm quote holds it. */
type HeldBy = Load & { readonly firmOrder: string | null }

/** Both chains, element by element: what is committed on it, in each case, against what it may carry. Pure. */
export const sumElements = (
  capacity: Capacity,
  loads: readonly HeldBy[],
  measured: {
    readonly elements: ReadonlyMap<string, Measured>
    readonly phases: PhasesMeasured
    readonly drawnAt: DrawnAt
  },
): Pick<SpaceLoadsWire, 'elements' | 'cooling'> => {
  const sums = sumsOf(capacity, loads)
  const { normal, lost } = sums
  const firm = firmOf(capacity, loads)
  const expected = new Map<string, number>()
  for (const load of expectedLoads(loads, measured.drawnAt))
    for (const { limit, amount } of amountsOf(capacity, load)) add(expected, limit.key, amount)
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
      sums: (limits.get(element.id) ?? [])
        .flatMap((limit) => (limit.phase !== null || limit.unit === 'kg' ? [] : [{ ...limit, unit: limit.unit }]))
        .map((limit) => ({
          unit: limit.unit,
          normal: normal.get(limit.key) ?? 0,
          expected: expected.get(limit.key) ?? 0,
          other_side_lost: lost.get(limit.key) ?? 0,
          firm: [...(firm.get(limit.key) ?? [])].map(([order, amount]) => ({ order, amount })),
          nominal: limit.nominal,
          oversell: limit.oversell,
          own_draw: limit.ownDraw,
          limit: limit.amount,
        })),
      ...balanceOf(element, limits.get(element.id) ?? [], sums, {
        measured: measured.phases,
        powerFactor: capacity.plant.rules.powerFactor,
      }),
      measured_w: measured.elements.get(element.handle)?.measured_w ?? null,
      measured_at: measured.elements.get(element.handle)?.oldest_at ?? null,
      feeds: measured.elements.get(element.handle)?.feeds ?? 0,
      feeds_measured: measured.elements.get(element.handle)?.feeds_measured ?? 0,
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
