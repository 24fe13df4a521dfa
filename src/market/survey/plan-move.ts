import { type Refusal, type Result, ok, refuse } from '#kernel'
import { type SurveyedDevice, hourIn, moves } from './model.ts'

/** How long the parts of a move take, in minutes; what a crew of two was seen to need, and the road as the customer's site has it. */
export interface Pace {
  readonly offPerDevice: number
  readonly unrackPerDevice: number
  readonly road: number
  readonly rackPerDevice: number
  readonly onPerDevice: number
  readonly tests: number
}
export const PACE: Omit<Pace, 'road'> = {
  offPerDevice: 5,
  unrackPerDevice: 10,
  rackPerDevice: 15,
  onPerDevice: 5,
  tests: 60,
}

export const moveParts = ['backup-checked', 'off', 'unrack', 'road', 'rack', 'on', 'tests', 'decide', 'back'] as const
export interface MovePart {
  readonly part: (typeof moveParts)[number]
  readonly from: string
  readonly until: string
  /** In the order in which they are handled. */
  readonly devices: readonly string[]
}

export interface MovePlan {
  readonly starts_at: string
  /** Everything runs again by then: in the new place, or back in the old one. */
  readonly must_run_at: string
  /** Whoever has not passed the tests by then goes back: later, the way back would not end in time. */
  readonly decide_by: string
  readonly parts: readonly MovePart[]
  /** Where each device is screwed in: its lowest height unit. */
  readonly positions: readonly { readonly device: string; readonly from_u: number; readonly units_u: number }[]
}

const MINUTE_MS = 60_000

/** Each device behind all those that must run before it; among equals, as surveyed. Null: they wait for one another in a circle. */
export const startOrder = (devices: readonly SurveyedDevice[]): readonly SurveyedDevice[] | null => {
  const here = new Set(devices.map(({ label }) => label))
  const started = new Set<string>()
  const order: SurveyedDevice[] = []
  while (order.length < devices.length) {
    const next = devices.find(
      ({ label, after }) => !started.has(label) && after.every((other) => started.has(other) || !here.has(other)),
    )
    if (!next) return null
    started.add(next.label)
    order.push(next)
  }
  return order
}

/** More than any device weighs. */
const MOST_KG = 10_000

/**
 * The heaviest lowest: a rack that is pulled at stays upright, and nobody lifts above the shoulder what two must carry. What was not
 * weighed may be the heaviest.
 */
const positionsIn = (devices: readonly SurveyedDevice[], firstU: number): MovePlan['positions'] => {
  let from = firstU
  return devices
    .toSorted((a, b) => (b.weight_kg ?? MOST_KG) - (a.weight_kg ?? MOST_KG) || b.units_u - a.units_u)
    .map(({ label, units_u: units }) => {
      const at = from
      from += units
      return { device: label, from_u: at, units_u: units }
    })
}

interface Asked {
  readonly startsAt: Date
  readonly mustRunAt: Date
  readonly roadMinutes: number
  /** In which a refusal tells its hours. */
  readonly zone: string
  readonly space: { readonly firstU: number; readonly unitsU: number }
}

/**
 * The hours of a move and of its way back. Off in the reverse of the start's order, on in the start's order. `decide_by` leaves the
 * whole way back before `must_run_at`; a window in which the tests would end after it is refused. Pure.
 */
export const planMove = (surveyed: readonly SurveyedDevice[], asked: Asked): Result<MovePlan, Refusal> => {
  const devices = surveyed.filter(moves)
  const order = startOrder(devices)
  if (order === null)
    return refuse({
      code: 'move-circle',
      devices: devices
        .filter(({ after }) => after.length > 0)
        .map(({ label }) => label)
        .join(', '),
    })
  const units = devices.reduce((total, { units_u: height }) => total + height, 0)
  if (units > asked.space.unitsU)
    return refuse({ code: 'move-does-not-fit', units_u: units, space_u: asked.space.unitsU })
  const pace: Pace = { ...PACE, road: asked.roadMinutes }
  const names = order.map(({ label }) => label)
  const backwards = names.toReversed()
  const count = names.length
  const forward = [
    ['off', count * pace.offPerDevice, backwards],
    ['unrack', count * pace.unrackPerDevice, backwards],
    ['road', pace.road, []],
    ['rack', count * pace.rackPerDevice, names],
    ['on', count * pace.onPerDevice, names],
    ['tests', pace.tests, names],
  ] as const
  const backMinutes =
    count * (pace.offPerDevice + pace.unrackPerDevice + pace.rackPerDevice + pace.onPerDevice) + pace.road
  const decideBy = new Date(asked.mustRunAt.getTime() - backMinutes * MINUTE_MS)
  const parts: MovePart[] = []
  let at = asked.startsAt
  parts.push({ part: 'backup-checked', from: at.toISOString(), until: at.toISOString(), devices: names })
  for (const [part, minutes, handled] of forward) {
    const until = new Date(at.getTime() + minutes * MINUTE_MS)
    parts.push({ part, from: at.toISOString(), until: until.toISOString(), devices: handled })
    at = until
  }
  if (at > decideBy)
    return refuse({
      code: 'move-window-short',
      tests_end: hourIn(asked.zone, at.toISOString()),
      decide_by: hourIn(asked.zone, decideBy.toISOString()),
      needed_minutes: Math.round((at.getTime() - asked.startsAt.getTime()) / MINUTE_MS) + backMinutes,
    })
  parts.push(
    { part: 'decide', from: decideBy.toISOString(), until: decideBy.toISOString(), devices: [] },
    { part: 'back', from: decideBy.toISOString(), until: asked.mustRunAt.toISOString(), devices: backwards },
  )
  return ok({
    starts_at: asked.startsAt.toISOString(),
    must_run_at: asked.mustRunAt.toISOString(),
    decide_by: decideBy.toISOString(),
    parts,
    positions: positionsIn(devices, asked.space.firstU),
  })
}
