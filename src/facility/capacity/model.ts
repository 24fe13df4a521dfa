import type { elementKinds, facts, sizes, sources } from '../model.ts'

type ElementKind = (typeof elementKinds)[number]
type Source = (typeof sources)[number]
export type Size = (typeof sizes)[number]

/** One element of a chain, or one cooling unit. `id` is the row's, or its handle where the rows are still files. */
export interface PlantElement {
  readonly id: string
  readonly handle: string
  readonly kind: ElementKind
  readonly chain: 'A' | 'B' | null
  readonly limitW: number | null
  readonly limitVa: number | null
  readonly breakerA: number | null
  readonly voltageV: number | null
  readonly phases: 1 | 3 | null
  readonly phase: 'L1' | 'L2' | 'L3' | null
  /** By the same kind of id; on feeds only. */
  readonly compartmentId: string | null
  readonly servesRows: readonly string[]
  /** What it draws itself with the other side lost, in W or in percent of its rating; both null: not known. */
  readonly ownDrawW: number | null
  readonly ownDrawPercent: number | null
  readonly source: Source
}

/** One outlet of a strip, with a meter of its own, numbered as the height unit that it lies beside. */
export interface Outlet {
  readonly id: string
  readonly handle: string
  readonly side: 'A' | 'B'
  readonly number: number
  /** What its own breaker lets through. */
  readonly limitVa: number
}

/** One compartment with the rack and the room that it stands in. */
export interface PlantCompartment {
  readonly id: string
  readonly handle: string
  readonly size: Size
  readonly firstU: number
  readonly unitsU: number
  readonly lock: string | null
  readonly rack: string
  readonly rackId: string
  /** What the rack bears, all its compartments together. */
  readonly rackKg: number
  readonly row: string
  readonly room: string
  readonly roomName: string
  readonly roomKind: string
  /** The middle of the rack on the room's plan. */
  readonly xMm: number
  readonly yMm: number
  readonly fact: (typeof facts)[number]
  /** Of a shared rack with metered strips. */
  readonly outlets: readonly Outlet[]
}

/** How power is sold on this site; each figure says where it comes from. */
export interface SellingRules {
  /** kVA of a load = kW ÷ this. */
  readonly powerFactor: number
  readonly powerFactorSource: Source
  /** Per kind of element, 1 where nothing is said; under 1 keeps a reserve. Never at a tenant's own way and feed. */
  readonly oversell: ReadonlyMap<string, number>
  /** Where cables leave a room towards the meet-me room; a room without one: the distance is unknown. */
  readonly meetMeEntries: ReadonlyMap<string, { readonly xMm: number; readonly yMm: number }>
}

export interface Plant {
  readonly elements: readonly PlantElement[]
  /** Who powers whom, by ids. */
  readonly edges: readonly { readonly from: string; readonly to: string }[]
  readonly compartments: readonly PlantCompartment[]
  readonly rules: SellingRules
}

export type Unit = 'W' | 'VA' | 'kg'
export type Phase = 'L1' | 'L2' | 'L3'

/**
 * What one element may carry in one failure case. `other-side-lost`: all that hangs on this side alone. `other-side-lost:L1`: of that,
 * what hangs on one phase. `unit-lost:1,2`: the cooling units that serve rows 1 and 2 without the largest of them. `standing`: what a
 * rack bears, whatever fails.
 */
export interface Limit {
  /** `element case unit`: one limit, one key. */
  readonly key: string
  readonly elementId: string
  readonly element: string
  readonly kind: ElementKind | 'rack' | 'outlet'
  readonly failureCase: string
  /** Of one phase of a three-phase element; null: of all of it. */
  readonly phase: Phase | null
  readonly unit: Unit
  /** What the element may carry by itself; null: unknown, so that nothing may be sold behind it. */
  readonly nominal: number | null
  readonly oversell: number
  /** What the site's own plant at and below it draws, in this limit's unit: never sold, whatever is oversold. */
  readonly ownDraw: number
  /** nominal × oversell, rounded down, less the site's own draw. */
  readonly amount: number | null
  /** A tenant's own way, feed or outlet: never oversold. */
  readonly own: boolean
  readonly source: Source
}

/** The limits that a load in one compartment counts against: its own way first, then towards the grid, cooling last. */
export interface Behind {
  readonly A: readonly Limit[]
  readonly B: readonly Limit[]
  readonly cooling: readonly Limit[]
  /** The rack that it stands in, with those beside it. */
  readonly rack: Limit
  /** The sides whose way has three phases: a load draws a third on each. */
  readonly balanced: { readonly A: boolean; readonly B: boolean }
  /** Of a shared rack: the breaker of each metered outlet, by the height unit that it lies beside. */
  readonly outlets: { readonly A: readonly OutletLimit[]; readonly B: readonly OutletLimit[] }
}

export interface OutletLimit {
  readonly number: number
  readonly limit: Limit
}

export interface Capacity {
  readonly plant: Plant
  readonly limits: ReadonlyMap<string, Limit>
  readonly behind: ReadonlyMap<string, Behind>
  readonly compartments: ReadonlyMap<string, PlantCompartment>
}

export type Sides = 'A+B' | 'A' | 'B'

/** What somebody is promised: P watts in total, over both sides or over one. */
export interface Load {
  readonly compartmentId: string
  readonly watts: number
  readonly sides: Sides
  /** What stands there, as its customer says; absent or null: not known, and in no sum. */
  readonly weightKg?: number | null
  /** The height units that it stands in, half-open, where a shared rack is sold by them; absent or null: the whole compartment. */
  readonly units?: readonly [from: number, to: number] | null
}

/** What a load counts for against one limit. */
export interface Amount {
  readonly limit: Limit
  readonly amount: number
}
