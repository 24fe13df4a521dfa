import { cablingOf } from '#fibre'
import type { Step, StepContext } from '../../../product.ts'
import type { Instructions } from '../../../work-order/store.ts'
import { workStep } from '../../../work-order/work-step.ts'
import type { CrossConnectParameters } from '../parameters.ts'
import { noJumper, seenOn, standingOf } from '../steps.ts'
import { endOf } from '../stock.ts'
import { holdsOfLine } from '../store.ts'
import { type Area, joinKept, proveRoute, pullJumpers, runJumpers, seeDark } from '../work.ts'

type Context = StepContext<CrossConnectParameters>
type RouteStep = Step<CrossConnectParameters>

const never = async (): Promise<null> => null

/** The way as it was: what the change leaves, and what stays of it. */
const before = async (context: Context): Promise<Context> => {
  if (!context.change) throw new Error(`${context.serviceNumber} is not being changed`)
  const taken = new Set(await holdsOfLine(context.tx, context.lineId))
  const stays = context.holds.filter(({ thingId, span }) => !taken.has(`${thingId} ${span[0]}`))
  return { ...context, parameters: context.change.from, holds: [...context.change.leaves, ...stays] }
}

/** Where the new way meets what stays: the old plug is in that sleeve until the old way is pulled. */
const keptLabel = async (context: Context): Promise<string> => {
  const old = await before(context)
  const cabling = await cablingOf(context.tx, context.site.id)
  const [was, is] = [endOf(cabling, old.holds, 'a'), endOf(cabling, context.holds, 'a')]
  const side = JSON.stringify(was) === JSON.stringify(is) ? 'end-a' : 'end-z'
  return context.holds.find(({ kind }) => kind === side)?.label ?? ''
}

const seen = async (context: Context): Promise<'dark' | 'lit' | 'unknown'> =>
  seenOn(await before(context), 'see-old-dark')

/** Run and labelled beside the old one; only its last plug waits. */
const newPatch = (name: string, area: Area): RouteStep =>
  workStep(
    { name, forReady: true, needs: [] },
    {
      already: noJumper(area),
      todo: async (context) => {
        const kept = await keptLabel(context)
        return joinKept(runJumpers(await standingOf(context), area), { code: 'act-leave-beside', at: kept })
      },
      // Whether it carries light already is not known: a named person says.
      undo: async (context) => pullJumpers(await standingOf(context), area, 'unknown'),
    },
  )

const oldPull = (name: string, area: Area): RouteStep =>
  workStep(
    { name, forReady: true, needs: ['see-old-dark'] },
    {
      already: async (context) => noJumper(area)(await before(context)),
      todo: async (context): Promise<Instructions> =>
        pullJumpers(await standingOf(await before(context)), area, await seen(context)),
      undo: async (context) =>
        joinKept(runJumpers(await standingOf(await before(context)), area), {
          code: 'act-plug-over',
          at: await keptLabel(context),
        }),
    },
  )

/** The new way lies ready; the old one is seen dark, or somebody says that it may be; it is pulled, and the new one is plugged and measured. */
export const changeSteps: readonly RouteStep[] = [
  newPatch('new-patch-hall', 'hall'),
  newPatch('new-patch-meet-me', 'meet-me'),
  workStep(
    { name: 'see-old-dark', forReady: true, needs: ['new-patch-hall', 'new-patch-meet-me'] },
    { already: never, todo: async (context) => seeDark(await standingOf(await before(context))), undo: never },
  ),
  oldPull('old-pull-meet-me', 'meet-me'),
  oldPull('old-pull-hall', 'hall'),
  workStep(
    { name: 'prove-again', forReady: true, needs: ['old-pull-meet-me', 'old-pull-hall'] },
    {
      already: never,
      todo: async (context) =>
        joinKept(
          proveRoute(await standingOf(context)),
          { code: 'act-plug-over', at: await keptLabel(context) },
          'first',
        ),
      undo: never,
    },
  ),
]
