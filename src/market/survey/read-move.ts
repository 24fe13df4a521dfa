import { type Refusal, type Result, refuse } from '#kernel'
import type { Asking } from '../product.ts'
import type { MoveParameters } from '../products/move/parameters.ts'
import type { Survey } from './model.ts'
import { type MovePlan, planMove } from './plan-move.ts'
import { type MoveSpace, spaceOfMove, surveyByNumber } from './store.ts'

export interface Move {
  readonly survey: Survey
  readonly space: MoveSpace | null
  readonly plan: Result<MovePlan, Refusal>
}

/** A move as it stands: computed from its survey and its space each time, until it is agreed. */
export const readMove = async (
  db: Asking<never>['tx'],
  of: {
    readonly serviceId: string
    readonly organisationId: string
    readonly parameters: MoveParameters
    readonly zone: string
  },
): Promise<Move> => {
  const { parameters } = of
  const survey = await surveyByNumber(db, parameters.survey)
  if (survey?.organisationId !== of.organisationId) throw new Error(`the survey ${parameters.survey} is gone`)
  const space = await spaceOfMove(db, { ...of, to: parameters.to ?? null })
  return { survey, space, plan: space ? planned(survey, space, of) : refuse({ code: 'move-space-unknown' }) }
}

const planned = (
  { devices }: Survey,
  { firstU, unitsU }: MoveSpace,
  { parameters, zone }: { readonly parameters: MoveParameters; readonly zone: string },
): Result<MovePlan, Refusal> =>
  planMove(devices, {
    startsAt: new Date(parameters.starts_at),
    mustRunAt: new Date(parameters.must_run_at),
    roadMinutes: parameters.road_minutes,
    zone,
    space: { firstU, unitsU },
  })
