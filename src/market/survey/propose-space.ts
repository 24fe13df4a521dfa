import { type Refusal, type Result, ok, refuse } from '#kernel'
import { type SurveyedDevice, moves } from './model.ts'

/** A size of compartment that the site has built, as small as its smallest one. */
export interface BuiltSize {
  readonly size: 'quarter' | 'half' | 'full'
  readonly unitsU: number
  readonly depthMm: number
  /** What its share of the rack may weigh. */
  readonly limitKg: number
}

export interface SpaceProposal {
  readonly size: BuiltSize['size']
  readonly units_u: number
  readonly free_u: number
  /** To be committed, on A+B. */
  readonly watts: number
  readonly drawn_w: number
  /** Of which from plates, where nothing could be measured. */
  readonly assumed_w: number
  /** Of what was weighed; the devices that were not are named among the warnings. */
  readonly weight_kg: number
  readonly cords: number
  readonly left_behind: readonly string[]
  readonly warnings: readonly Refusal[]
}

/** A device draws about half of what its plate says; assumed where nothing was measured, and said. */
const PLATE_PERCENT = 60
/** Room to grow, and a start of all devices at once. */
const MARGIN_PERCENT = 20
/** Commitments are proposed in steps that people remember. */
const STEP_W = 250
/** For a switch, a shelf and the next server. */
const SPARE_U = 2

const sum = (figures: readonly number[]): number => figures.reduce((total, figure) => total + figure, 0)

const warningsOf = (devices: readonly SurveyedDevice[]): readonly Refusal[] => {
  const named = (code: string, which: (device: SurveyedDevice) => boolean): readonly Refusal[] => {
    const labels = devices.filter(which).map(({ label }) => label)
    return labels.length === 0 ? [] : [{ code, devices: labels.join(', ') }]
  }
  return [
    ...named('survey-single-cord', ({ cords }) => cords < 2),
    ...named('survey-draw-assumed', ({ measured_w: measured }) => measured === null),
    ...named('survey-weight-unknown', ({ weight_kg: weight }) => weight === null),
    ...named('survey-depth-unknown', ({ depth_mm: depth }) => depth === null),
  ]
}

/** The draw in watts of one device, and how much of it is assumed; null: neither measured nor on a plate. */
const drawOf = ({
  measured_w,
  nameplate_w,
}: SurveyedDevice): { readonly w: number; readonly assumed: number } | null => {
  if (measured_w !== null) return { w: measured_w, assumed: 0 }
  if (nameplate_w === null) return null
  const assumed = Math.ceil((nameplate_w * PLATE_PERCENT) / 100)
  return { w: assumed, assumed }
}

/**
 * The smallest compartment that takes all that moves, and the power to commit on A+B: what was measured with a margin, rounded up.
 * Refused where a device's draw is not known at all, or nothing that was built is large enough. Pure.
 */
export const proposeSpace = (
  surveyed: readonly SurveyedDevice[],
  sizes: readonly BuiltSize[],
): Result<SpaceProposal, Refusal> => {
  const devices = surveyed.filter(moves)
  if (devices.length === 0) return refuse({ code: 'survey-nothing-moves' })
  const draws = devices.map(drawOf)
  const unknown = devices.filter((_, index) => draws[index] === null)
  if (unknown.length > 0)
    return refuse({ code: 'survey-draw-unknown', devices: unknown.map(({ label }) => label).join(', ') })
  const units = sum(devices.map(({ units_u: height }) => height))
  const weight = sum(devices.map(({ weight_kg: kg }) => kg ?? 0))
  const depth = Math.max(...devices.map(({ depth_mm: mm }) => mm ?? 0))
  const built = sizes
    .filter((one) => one.unitsU >= units + SPARE_U && one.limitKg >= weight && one.depthMm >= depth)
    .toSorted((a, b) => a.unitsU - b.unitsU)[0]
  if (!built) return refuse({ code: 'survey-too-big', units_u: units, weight_kg: weight, depth_mm: depth })
  const drawn = sum(draws.map((draw) => draw?.w ?? 0))
  return ok({
    size: built.size,
    units_u: units,
    free_u: built.unitsU - units,
    watts: Math.max(STEP_W, Math.ceil((drawn * (100 + MARGIN_PERCENT)) / 100 / STEP_W) * STEP_W),
    drawn_w: drawn,
    assumed_w: sum(draws.map((draw) => draw?.assumed ?? 0)),
    weight_kg: weight,
    cords: sum(devices.map(({ cords }) => cords)),
    left_behind: surveyed.filter((device) => !moves(device)).map(({ label }) => label),
    warnings: warningsOf(devices),
  })
}
