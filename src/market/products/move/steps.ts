import { type Found, type Proof, type Step, type StepContext, done, waitsFor } from '../../product.ts'
import { hourIn } from '../../survey/model.ts'
import { agreedOf } from '../../survey/store.ts'
import { type Move, readMove } from '../../survey/read-move.ts'
import type { Instructions } from '../../work-order/store.ts'
import { workStep } from '../../work-order/work-step.ts'
import type { MoveParameters } from './parameters.ts'
import { bringBack, fetch, putIntoRack, type Route, takeOut } from './work.ts'

type Context = StepContext<MoveParameters>
type MoveStep = Step<MoveParameters>

const nothing = async (): Promise<void> => undefined
const never = async (): Promise<null> => null
const gone = async (): Promise<Found> => done()

const moveOf = ({ tx, site, serviceId, organisationId, parameters }: Context): Promise<Move> =>
  readMove(tx, { serviceId, organisationId, parameters, zone: site.zone })

/** The plan by which it goes: the agreed one, whatever was computed since. */
const routeOf = async (context: Context): Promise<Route> => {
  const { survey, space } = await moveOf(context)
  const agreed = await agreedOf(context.tx, context.serviceId)
  if (!agreed || !space) throw new Error(`the move ${context.serviceNumber} was not agreed or has nowhere to go`)
  return { service: context.serviceNumber, survey, space, plan: agreed.plan, zone: context.site.zone }
}
const told =
  (instructions: (route: Route) => Instructions) =>
  async (context: Context): Promise<Instructions> =>
    instructions(await routeOf(context))

const said = (proof: string, value: string, at: Date, by: string | null): Proof => ({
  proof,
  value,
  method: 'portal',
  source: 'declared',
  at,
  ...(by === null ? {} : { personId: by }),
})

/** Nobody touches a device before its owner has seen the hours and the way back, and agreed. */
const agreement: MoveStep = {
  name: 'agree',
  by: 'customer',
  forReady: true,
  needs: [],
  act: nothing,
  found: async ({ tx, serviceId, serviceNumber }) => {
    const agreed = await agreedOf(tx, serviceId)
    return agreed
      ? done(said('move-agreed', agreed.plan.decide_by, agreed.agreedAt, agreed.agreedBy))
      : waitsFor('customer', { code: 'move-to-agree', service: serviceNumber })
  },
  undo: nothing,
  gone,
}

/** The van does not leave before both feeds of the new place are proved. */
const space: MoveStep = {
  name: 'space',
  by: 'machine',
  forReady: true,
  needs: ['agree'],
  act: nothing,
  found: async (context) => {
    const { space: to } = await moveOf(context)
    return to?.readyAt
      ? done({ proof: 'space-ready', value: to.service, method: 'service', source: 'declared', at: to.readyAt })
      : waitsFor('site', { code: 'move-space-awaited', service: to?.service ?? '—' })
  },
  undo: nothing,
  gone,
}

const fetched: MoveStep = workStep(
  { name: 'fetch', forReady: true, needs: ['space'] },
  { already: never, todo: told(fetch), undo: told(bringBack) },
)
const racked: MoveStep = workStep(
  { name: 'rack', forReady: true, needs: ['fetch'] },
  { already: never, todo: told(putIntoRack), undo: told(takeOut) },
)

const tests: MoveStep = {
  name: 'tests',
  by: 'customer',
  forReady: false,
  needs: ['rack'],
  act: nothing,
  found: async ({ tx, site, serviceId, serviceNumber }) => {
    const agreed = await agreedOf(tx, serviceId)
    return agreed?.testedAt
      ? done(said('move-tested', agreed.testNote ?? '', agreed.testedAt, agreed.testedBy))
      : waitsFor('customer', {
          code: 'move-to-test',
          service: serviceNumber,
          decide_by: agreed ? hourIn(site.zone, agreed.plan.decide_by) : '',
        })
  },
  undo: nothing,
  gone,
}

export const deliverSteps: readonly MoveStep[] = [agreement, space, fetched, racked, tests]
