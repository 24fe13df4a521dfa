import { type Refusal, type Result, ok, refuse } from '#kernel'
import type { Asking, Hold, Product } from '../../product.ts'
import { startOrder } from '../../survey/plan-move.ts'
import { hasSpace, moveSigns, surveyByNumber } from '../../survey/store.ts'
import { hourIn, moves } from '../../survey/model.ts'
import { type MoveParameters, moveParameters } from './parameters.ts'
import { deliverSteps } from './steps.ts'

type Ask = Pick<Asking<MoveParameters>, 'tx' | 'site' | 'organisationId' | 'parameters' | 'now' | 'lineId'>

/** A move holds nothing of the site's: crew and van are not stock. Its hours are judged once its place is known. */
const admit = async ({
  tx,
  site,
  organisationId,
  parameters,
  now,
  lineId,
}: Ask): Promise<Result<readonly Hold[], Refusal>> => {
  const survey = await surveyByNumber(tx, parameters.survey)
  if (survey?.organisationId !== organisationId) return refuse({ code: 'survey-unknown', survey: parameters.survey })
  if (new Date(parameters.starts_at) <= now)
    return refuse({ code: 'move-in-the-past', starts_at: hourIn(site.zone, parameters.starts_at) })
  // A look has no lines: where none is named, what else the order asks for is known when it is reserved.
  const to = parameters.to ?? null
  if ((to !== null || lineId !== null) && !(await hasSpace(tx, { organisationId, to, lineId })))
    return refuse({ code: 'move-space-unknown' })
  if (startOrder(survey.devices.filter(moves)) === null) return refuse({ code: 'move-circle', devices: survey.number })
  return ok([])
}

/** Out of the closet: fetched, racked, cabled and tested to a plan that has a way back. Done once, paid once. */
export const move: Product<MoveParameters> = {
  name: 'move',
  code: 'MV',
  parse: (parameters) => moveParameters.parse(parameters),
  price: (_, prices) => {
    const price = prices.find(({ item }) => item === 'move')
    return price ? ok([price]) : refuse({ code: 'no-price', item: 'move' })
  },
  look: async (asking, lines) => {
    const looked: Result<readonly Hold[], Refusal>[] = []
    for (const parameters of lines) looked.push(await admit({ ...asking, parameters, lineId: null }))
    return looked
  },
  reserve: admit,
  deliver: deliverSteps,
  cease: [],
  liveStep: 'tests',
  termMonths: () => 0,
  signs: (tx, _siteId, serviceIds) => moveSigns(tx, serviceIds),
  suspend: async () => undefined,
  resume: async () => undefined,
  restDays: async () => 0,
}
