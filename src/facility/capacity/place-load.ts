import type { Refusal } from '#kernel'
import type { Capacity, Limit, PlantCompartment, Sides, Size } from './model.ts'
import { outletRefusal } from './outlet-limits.ts'
import { byHandle, isBuilt, nextFree } from './next-free.ts'
import { amountsOf, firstBroken } from './sum-loads.ts'

export interface Wish {
  readonly size: Size
  /** Height units asked for in a shared rack; a built compartment is taken whole. */
  readonly units: number
  readonly watts: number
  /** Null: not said. */
  readonly weightKg: number | null
  readonly sides: Sides
  readonly rack: string | null
  readonly row: string | null
  readonly nearMeetMe: boolean
  /** Rows to stay out of: those of another service of the same customer. */
  readonly apartFromRows: readonly string[]
  /** Nobody else in the rack: its other compartments are held too and stay empty. */
  readonly noNeighbour: boolean
  /** Beside it, a compartment of the same size is held for the customer's growth, without power. */
  readonly optionNext: boolean
}

/** What stands now. */
export interface Occupation {
  /** By limit key. */
  readonly reserved: ReadonlyMap<string, number>
  /** Height units that are held, by compartment; half-open, from 1. A built compartment that is held is held whole. */
  readonly held: ReadonlyMap<string, readonly (readonly [from: number, to: number])[]>
}

export interface Candidate {
  readonly compartment: PlantCompartment
  readonly span: readonly [from: number, to: number]
  readonly keptEmpty: readonly PlantCompartment[]
  /** Held beside it as an option; null: none was asked for. */
  readonly option: PlantCompartment | null
  readonly reasons: readonly Refusal[]
}
export interface PassedOver {
  readonly compartment: PlantCompartment
  /** The first limit that it breaks. */
  readonly because: Refusal
}
export interface Placement {
  readonly ranked: readonly Candidate[]
  readonly passedOver: readonly PassedOver[]
}

type Row = readonly PlantCompartment[]
type Found =
  | { readonly refusal: Refusal; readonly depth: number }
  | { readonly candidate: Candidate; readonly rank: readonly number[] }

/** The lowest run of free units: from the bottom up, so that what is free stays in one piece. */
export const freeUnits = (
  { firstU, unitsU }: Pick<PlantCompartment, 'firstU' | 'unitsU'>,
  held: readonly (readonly [from: number, to: number])[],
  units: number,
): readonly [from: number, to: number] | null => {
  let from = firstU
  for (const [start, end] of held.toSorted(([a], [b]) => a - b)) {
    if (start - from >= units) break
    from = Math.max(from, end)
  }
  return from + units <= firstU + unitsU ? [from, from + units] : null
}

const metresToMeetMe = (capacity: Capacity, { room, xMm, yMm }: PlantCompartment): number | null => {
  const entry = capacity.plant.rules.meetMeEntries.get(room)
  // Cables run along trays, at right angles.
  return entry ? Math.round((Math.abs(entry.xMm - xMm) + Math.abs(entry.yMm - yMm)) / 1000) : null
}

/** Hard wishes and what is not there yet, from the cheapest question on. */
const misfit = (capacity: Capacity, wish: Wish, at: PlantCompartment): Refusal | null => {
  if (!isBuilt(at)) return { code: 'place-not-built', compartment: at.handle, fact: at.fact }
  if (wish.rack !== null && at.rack !== wish.rack)
    return { code: 'place-other-rack', compartment: at.handle, rack: wish.rack }
  if (wish.row !== null && at.row !== wish.row)
    return { code: 'place-other-row', compartment: at.handle, row: wish.row }
  if (wish.apartFromRows.includes(at.row)) return { code: 'place-not-apart', compartment: at.handle, row: at.row }
  if (wish.nearMeetMe && metresToMeetMe(capacity, at) === null)
    return { code: 'place-distance-unknown', compartment: at.handle, room: at.room }
  return null
}

/** A compartment, and of a shared rack the height units of it. */
interface Place {
  readonly at: PlantCompartment
  readonly units: readonly [from: number, to: number] | null
}

const DEPTH = { misfit: 1, held: 2, neighbour: 3, next: 4, way: 5, unknown: 6, limit: 7 } as const

const broken = (
  capacity: Capacity,
  wish: Wish,
  reserved: Occupation['reserved'],
  { at, units }: Place,
): Found | null => {
  const { watts, sides, weightKg } = wish
  const found = firstBroken(capacity, reserved, { compartmentId: at.id, watts, sides, weightKg, units })
  if (!found) return null
  const { limit, amount, reserved: before } = found
  const values = {
    compartment: at.handle,
    element: limit.element,
    kind: limit.kind,
    unit: limit.unit,
    amount,
    reserved: before,
    limit: limit.amount,
    own_draw: limit.ownDraw,
  }
  if (limit.kind === 'rack') return { refusal: { code: 'weight-reached', ...values }, depth: DEPTH.limit }
  if (limit.amount === null) return { refusal: { code: 'limit-unknown', ...values }, depth: DEPTH.unknown }
  if (limit.kind === 'outlet') {
    const refusal = outletRefusal(capacity, { compartmentId: at.id, watts, units }, found)
    return { refusal: { ...refusal, compartment: at.handle }, depth: DEPTH.way }
  }
  if (limit.own && amount > limit.amount)
    return { refusal: { code: 'one-side-cannot-carry', ...values, watts: wish.watts }, depth: DEPTH.way }
  if (limit.phase !== null)
    return { refusal: { code: 'phase-reached', ...values, phase: limit.phase }, depth: DEPTH.limit }
  if (limit.kind === 'cooling-unit') return { refusal: { code: 'cooling-reached', ...values }, depth: DEPTH.limit }
  return { refusal: { code: 'limit-reached', ...values }, depth: DEPTH.limit }
}

const spareOf = (limit: Limit, amount: number, reserved: Occupation['reserved']): number =>
  (limit.amount ?? 0) - (reserved.get(limit.key) ?? 0) - amount

/** Of the limits that others share: the one that would be the fullest, in thousandths. */
const tightest = (capacity: Capacity, wish: Wish, reserved: Occupation['reserved'], at: PlantCompartment) => {
  let found: { readonly limit: Limit; readonly free: number; readonly full: number } | null = null
  for (const { limit, amount } of amountsOf(capacity, { compartmentId: at.id, watts: wish.watts, sides: wish.sides })) {
    if (limit.own || limit.amount === null || limit.amount === 0) continue
    const free = spareOf(limit, amount, reserved)
    const full = Math.round((1 - free / limit.amount) * 1000)
    if (found === null || full > found.full) found = { limit, free, full }
  }
  return found
}

const wayOf = (capacity: Capacity, wish: Wish, at: PlantCompartment): readonly Limit[] => {
  const behind = capacity.behind.get(at.id)
  const ways = [...(wish.sides === 'B' ? [] : (behind?.A ?? [])), ...(wish.sides === 'A' ? [] : (behind?.B ?? []))]
  return ways.filter(({ own, unit }) => own && unit === 'VA')
}

/**
 * Why one that fits is better than another, told and ranked by the same figures: near the meet-me room where that was asked; a rack
 * that is in use already, so that whole racks stay free; a way no larger than needed; then the emptiest boards.
 */
const rankOf = (capacity: Capacity, wish: Wish, { reserved }: Occupation, at: PlantCompartment, neighbours: number) => {
  const metres = metresToMeetMe(capacity, at)
  const ways = wayOf(capacity, wish, at)
  const spare = Math.min(...ways.map(({ amount }) => amount ?? 0))
  const tight = tightest(capacity, wish, reserved, at)
  const reasons: Refusal[] = [
    ...(metres === null ? [] : [{ code: 'place-metres', metres }]),
    ...(neighbours === 0 ? [] : [{ code: 'place-rack-in-use', neighbours }]),
    ...(ways[0] ? [{ code: 'place-way', element: ways[0].element, limit: spare, unit: ways[0].unit }] : []),
    ...(tight
      ? [
          {
            code: 'place-tightest',
            element: tight.limit.element,
            phase: tight.limit.phase,
            free: tight.free,
            limit: tight.limit.amount,
            unit: tight.limit.unit,
          },
        ]
      : []),
  ]
  return { reasons, rank: [wish.nearMeetMe ? (metres ?? 0) : 0, -neighbours, spare, tight?.full ?? 0] }
}

const look = (capacity: Capacity, wish: Wish, now: Occupation, at: PlantCompartment, inRack: Row): Found => {
  const wrong = misfit(capacity, wish, at)
  if (wrong) return { refusal: wrong, depth: DEPTH.misfit }
  const held = now.held.get(at.id) ?? []
  const span = at.size === 'shared' ? freeUnits(at, held, wish.units) : held.length > 0 ? null : ([0, 1] as const)
  if (!span) {
    const code = at.size === 'shared' ? 'place-units-full' : 'place-held'
    return { refusal: { code, compartment: at.handle, units: wish.units }, depth: DEPTH.held }
  }
  const others = inRack.filter(({ id }) => id !== at.id)
  const neighbours = others.filter(({ id }) => (now.held.get(id) ?? []).length > 0)
  if (wish.noNeighbour && neighbours[0])
    return {
      refusal: { code: 'place-neighbour', compartment: at.handle, neighbour: neighbours[0].handle },
      depth: DEPTH.neighbour,
    }
  const keptEmpty = wish.noNeighbour ? others : []
  const free = (one: PlantCompartment): boolean => (now.held.get(one.id) ?? []).length === 0 && !keptEmpty.includes(one)
  const option = wish.optionNext ? nextFree(capacity.plant.compartments, at, free) : null
  if (wish.optionNext && !option)
    return { refusal: { code: 'place-no-next', compartment: at.handle }, depth: DEPTH.next }
  const over = broken(capacity, wish, now.reserved, { at, units: at.size === 'shared' ? span : null })
  if (over) return over
  const { rank, reasons } = rankOf(capacity, wish, now, at, neighbours.length)
  return { rank, candidate: { compartment: at, span, keptEmpty, option, reasons } }
}

/**
 * Where this load can stand: every compartment of the size, ranked with its reasons, or passed over with the first limit that it
 * breaks; the nearest misses first. Pure; the same question gets the same answer.
 */
export const placeLoad = (capacity: Capacity, wish: Wish, now: Occupation): Placement => {
  const racks = new Map<string, PlantCompartment[]>()
  for (const compartment of capacity.plant.compartments)
    racks.set(compartment.rack, [...(racks.get(compartment.rack) ?? []), compartment])
  const asked = capacity.plant.compartments.filter(
    ({ size, roomKind }) => size === wish.size && roomKind === 'data-hall',
  )
  const found = asked.map((at) => ({ at, found: look(capacity, wish, now, at, racks.get(at.rack) ?? []) }))
  const fits = found.flatMap(({ found: one }) => ('candidate' in one ? [one] : []))
  const misses = found.flatMap(({ at, found: one }) => ('refusal' in one ? [{ at, ...one }] : []))
  const ranked = fits.toSorted((a, b) => {
    const place = a.rank.findIndex((figure, index) => figure !== b.rank[index])
    return place < 0
      ? byHandle(a.candidate.compartment, b.candidate.compartment)
      : (a.rank[place] ?? 0) - (b.rank[place] ?? 0)
  })
  return {
    ranked: ranked.map(({ candidate }) => candidate),
    passedOver: misses
      .toSorted((a, b) => b.depth - a.depth || byHandle(a.at, b.at))
      .map(({ at, refusal }) => ({ compartment: at, because: refusal })),
  }
}

/** Why nothing fits, in one refusal: of the nearest miss, and how many broke which limit. */
export const whyNowhere = ({ passedOver }: Placement, size: Size): Refusal => {
  const nearest = passedOver[0]
  if (!nearest) return { code: 'size-not-built', size }
  const counts: Record<string, number> = {}
  for (const { because } of passedOver) counts[because.code] = (counts[because.code] ?? 0) + 1
  return { ...nearest.because, passed_over: counts }
}
