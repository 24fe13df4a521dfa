import { type Found, type Proof, type Step, type StepContext, done, waitsFor } from '../../product.ts'
import { hourIn } from '../../survey/model.ts'
import { type Agreed, agreedOf, type MoveSpace } from '../../survey/store.ts'
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

/** Who goes home needs no place: the space may be given back before the van has turned. */
const GIVEN_BACK: MoveSpace = {
  service: '—',
  compartment: '—',
  room: '—',
  row: '',
  rack: '',
  firstU: 1,
  unitsU: 0,
  readyAt: null,
  watts: 0,
  sides: 'A+B',
}

/** The plan by which it goes: the agreed one, whatever was computed since. */
const routeOf = async (context: Context, homeward = false): Promise<Route> => {
  const { survey, space } = await moveOf(context)
  const agreed = await agreedOf(context.tx, context.serviceId)
  if (!agreed || !(space || homeward))
    throw new Error(`the move ${context.serviceNumber} was not agreed or has nowhere to go`)
  const to = space ?? GIVEN_BACK
  return { service: context.serviceNumber, survey, space: to, plan: agreed.plan, zone: context.site.zone }
}
const told =
  (instructions: (route: Route) => Instructions, homeward = false) =>
  async (context: Context): Promise<Instructions> =>
    instructions(await routeOf(context, homeward))

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

/** Agreed again with other hours than those that were ordered: what was first agreed is no evidence of them. */
const saidAgain = (agreed: Agreed | null, { parameters }: Context): readonly Proof[] =>
  agreed && Date.parse(agreed.plan.starts_at) !== Date.parse(parameters.starts_at)
    ? [said('move-agreed', agreed.plan.decide_by, agreed.agreedAt, agreed.agreedBy)]
    : []

/** The van does not leave before both feeds of the new place are proved, nor at hours that have passed meanwhile. */
const space: MoveStep = {
  name: 'space',
  by: 'machine',
  forReady: true,
  needs: ['agree'],
  act: nothing,
  found: async (context) => {
    const { space: to } = await moveOf(context)
    if (!to?.readyAt) return waitsFor('site', { code: 'move-space-awaited', service: to?.service ?? '—' })
    const agreed = await agreedOf(context.tx, context.serviceId)
    if (agreed && new Date(agreed.plan.starts_at) <= context.now)
      return waitsFor('customer', {
        code: 'move-hours-passed',
        service: context.serviceNumber,
        starts_at: hourIn(context.site.zone, agreed.plan.starts_at),
      })
    return done(
      { proof: 'space-ready', value: to.service, method: 'service', source: 'declared', at: to.readyAt },
      ...saidAgain(agreed, context),
    )
  },
  undo: nothing,
  gone,
}

const fetched: MoveStep = workStep(
  { name: 'fetch', forReady: true, needs: ['space'] },
  { already: never, todo: told(fetch), undo: told(bringBack, true) },
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
