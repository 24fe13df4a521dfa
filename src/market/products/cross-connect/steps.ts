import { cablingOf, isPosition } from '#fibre'
import { foundOf } from '#exchange'
import { type Proof, type Step, type StepContext, done } from '../../product.ts'
import type { Instructions } from '../../work-order/store.ts'
import { workStep } from '../../work-order/work-step.ts'
import { askConsent, foundConsent } from './consent.ts'
import type { CrossConnectParameters } from './parameters.ts'
import { endOf, routeOfHolds } from './stock.ts'
import { lightSeen, portServiceAt } from './store.ts'
import {
  type Area,
  DARK_MOST_DBM,
  jumpersIn,
  proveRoute,
  pullJumpers,
  runJumpers,
  seeDark,
  type Standing,
} from './work.ts'

type Context = StepContext<CrossConnectParameters>
type RouteStep = Step<CrossConnectParameters>

export const standingOf = async ({ tx, site, holds, parameters, serviceNumber }: Context): Promise<Standing> => {
  const cabling = await cablingOf(tx, site.id)
  const route = routeOfHolds(cabling, holds, parameters)
  if (!route.ok) throw new Error(`${serviceNumber} holds no way: ${route.refusal.code}`)
  return { service: serviceNumber, cabling, route: route.value, media: parameters.media }
}

const never = async (): Promise<null> => null
const nothing = async (): Promise<void> => undefined

const consent: RouteStep = {
  name: 'consent',
  by: 'customer',
  forReady: true,
  needs: [],
  act: askConsent,
  found: foundConsent,
  // What was held goes with the line's claims; a letter stays used by the line that used it.
  undo: nothing,
  gone: async () => done(),
}

export const noJumper =
  (area: Area) =>
  async (context: Context): Promise<readonly Proof[] | null> =>
    jumpersIn(await standingOf(context), area).length === 0
      ? [{ proof: 'no-jumper-here', value: area, method: 'route', source: 'declared', at: context.now }]
      : null

/** Light on a strand, or traffic on the port of the exchange at its end. Copper is looked at by a person, who cannot be sure of it. */
export const seenOn = async (context: Context, step = 'see-dark'): Promise<'dark' | 'lit' | 'unknown'> => {
  const { tx, lineId, holds, parameters, site } = context
  const z = 'exchange' in parameters.z ? endOf(await cablingOf(tx, site.id), holds, 'z') : null
  const port = z && isPosition(z) ? await portServiceAt(tx, z) : null
  if (port !== null && (await foundOf(tx, port)).port?.link === 'up') return 'lit'
  const light = await lightSeen(tx, lineId, step)
  if (light.length < 2) return 'unknown'
  return light.some((dbm) => dbm > DARK_MOST_DBM) ? 'lit' : 'dark'
}

const pulled =
  (area: Area) =>
  async (context: Context): Promise<Instructions> =>
    pullJumpers(await standingOf(context), area, await seenOn(context))

const patch = (name: string, area: Area): RouteStep =>
  workStep(
    { name, forReady: true, needs: ['consent'] },
    {
      already: noJumper(area),
      todo: async (context) => runJumpers(await standingOf(context), area),
      undo: pulled(area),
    },
  )

const prove: RouteStep = workStep(
  { name: 'prove-route', forReady: true, needs: ['patch-hall', 'patch-meet-me'] },
  {
    // Two demarcations of one trunk have nothing to be run between them, and are measured all the same.
    already: never,
    todo: async (context) => proveRoute(await standingOf(context)),
    undo: never,
  },
)

export const deliverSteps: readonly RouteStep[] = [
  consent,
  patch('patch-hall', 'hall'),
  patch('patch-meet-me', 'meet-me'),
  prove,
]

const dark: RouteStep = workStep(
  { name: 'see-dark', forReady: true, needs: [] },
  { already: never, todo: async (context) => seeDark(await standingOf(context)), undo: never },
)
const pull = (name: string, area: Area, needs: readonly string[]): RouteStep =>
  workStep({ name, forReady: true, needs }, { already: noJumper(area), todo: pulled(area), undo: never })

/** The delivery backwards: seen dark, then the meet-me room, then the hall. */
export const ceaseSteps: readonly RouteStep[] = [
  dark,
  pull('pull-meet-me', 'meet-me', ['see-dark']),
  pull('pull-hall', 'hall', ['pull-meet-me']),
]
