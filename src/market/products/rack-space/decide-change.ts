import { type Refusal, type Result, ok, refuse } from '#kernel'
import { sameValues } from '../../change/same-values.ts'
import type { Hold } from '../../product.ts'
import type { RackSpaceParameters } from './parameters.ts'

type Side = 'A' | 'B'

/** What becomes of a service in service: does it stand elsewhere, and who has something to do. */
export interface SpaceChange {
  readonly moves: boolean
  readonly steps: readonly string[]
}

const has = (sides: RackSpaceParameters['sides'], side: Side): boolean => sides === 'A+B' || sides === side

/** Sides of the one that the other has not. */
export const sidesBeside = (
  of: Pick<RackSpaceParameters, 'sides'>,
  other: Pick<RackSpaceParameters, 'sides'>,
): readonly Side[] => (['A', 'B'] as const).filter((side) => has(of.sides, side) && !has(other.sides, side))

/** Where it should stand; an option beside it comes and goes without anybody moving. */
const stand = ({ place: { option_next: _, exercise: __, ...place } }: RackSpaceParameters): object => place

/** A change where it stands that asks nothing more of the site than before. */
export const onlyGivesBack = (from: RackSpaceParameters, to: RackSpaceParameters, { moves }: SpaceChange): boolean =>
  !moves &&
  to.watts <= from.watts &&
  (to.weight_kg ?? 0) <= (from.weight_kg ?? 0) &&
  sidesBeside(to, from).length === 0 &&
  (from.place.option_next || !to.place.option_next)

/**
 * Another size, or another wish of where to stand, is another place; power and sides change where the service stands. More power on
 * a way that is large enough needs nobody: the way's own limit says whether it is.
 */
export const decideChange = (from: RackSpaceParameters, to: RackSpaceParameters): Result<SpaceChange, Refusal> => {
  if (from.term_months !== to.term_months) return refuse({ code: 'change-of-term' })
  // It was the first day of the service: moved, what is had more now would be billed from then on alone.
  if (from.start_on !== to.start_on) return refuse({ code: 'change-of-start' })
  if (from.place.exercise !== to.place.exercise) return refuse({ code: 'change-no-exercise' })
  const moves = from.size !== to.size || from.units_u !== to.units_u || !sameValues(stand(from), stand(to))
  if (moves) return ok({ moves, steps: ['new-feeds', 'new-keys', 'old-empty', 'old-breakers', 'old-keys-back'] })
  return ok({
    moves,
    steps: [
      ...(sidesBeside(to, from).length > 0 ? ['second-feed'] : []),
      ...(sidesBeside(from, to).length > 0 ? ['feed-off'] : []),
    ],
  })
}

/** Spans beyond any height unit: a claim of power alone holds no space. */
const POWER_FROM = 1000

const powerHold = (thingId: string, label: string, first: number, load: NonNullable<Hold['load']>): Hold => ({
  kind: 'power',
  thingId,
  span: [first, first + 1],
  label: load.watts > 0 ? `${label} +${load.watts} W ${load.sides}` : `${label} +${load.weightKg} kg`,
  load,
})

/**
 * What a firm quote of an option that is exercised holds: the power, at one span that no second quote gets; the place stays under the
 * option’s claim until the signature. What else the line would hold is held as it is.
 */
export const besideOption = (holds: readonly Hold[]): readonly Hold[] =>
  holds.map((hold) => (hold.load ? powerHold(hold.thingId, hold.label, POWER_FROM, hold.load) : hold))

/**
 * Power that is held beside what the place was sold with, until one load carries both. Where a side is added it counts as a load of
 * that side alone meanwhile: what both sides share is then held twice, never too little. `taken`: spans that other quotes hold there.
 */
export const extraPower = (
  { thingId, label, span: [at], load: carried }: Hold,
  from: Pick<RackSpaceParameters, 'watts' | 'sides' | 'weight_kg'>,
  to: Pick<RackSpaceParameters, 'watts' | 'sides' | 'weight_kg'>,
  taken: readonly (readonly [number, number])[] = [],
): readonly Hold[] => {
  const used = new Set(taken.map(([first]) => first))
  const next = (): number => {
    let first = POWER_FROM + at
    while (used.has(first)) first += POWER_FROM
    used.add(first)
    return first
  }
  const needed = (side: Side): number => (has(to.sides, side) ? to.watts : 0) - (has(from.sides, side) ? from.watts : 0)
  const loads =
    from.sides === to.sides
      ? [{ watts: to.watts - from.watts, sides: to.sides }]
      : (['A', 'B'] as const).map((sides) => ({ watts: needed(sides), sides }))
  // A load of weight alone: it is on the rack whichever side feeds it.
  const heavier = (to.weight_kg ?? 0) - (from.weight_kg ?? 0)
  const weights = heavier > 0 ? [{ watts: 0, sides: to.sides, weightKg: heavier }] : []
  const units = carried?.units ? { units: carried.units } : {}
  return [...loads.filter(({ watts }) => watts > 0), ...weights].map((load) =>
    powerHold(thingId, label, next(), { ...load, ...units }),
  )
}
