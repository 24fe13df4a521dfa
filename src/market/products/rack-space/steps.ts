import { type Step, type StepContext, done, underWay, waitsFor } from '../../product.ts'
import { gearInside } from '../../survey/store.ts'
import type { Instructions } from '../../work-order/store.ts'
import { workOfStep } from '../../work-order/store.ts'
import { workStep } from '../../work-order/work-step.ts'
import { giveBackOption } from './give-back-option.ts'
import type { RackSpaceParameters } from './parameters.ts'
import { printNote } from './print-note.ts'
import { escorted, standingOf } from './standing.ts'
import { fromStartDay } from './start-day.ts'
import { handoverNoteOf, keepHandoverNote, partiesOf, shownOf } from './store.ts'
import { emptySpace, handKeys, openBreakers, proveFeeds, type Standing, takeKeysBack } from './work.ts'

type Context = StepContext<RackSpaceParameters>
type SpaceStep = Step<RackSpaceParameters>

const told =
  (instructions: (standing: Standing) => Instructions) =>
  async (context: Context): Promise<Instructions> =>
    instructions(await standingOf(context))

const never = async (): Promise<null> => null
const nothing = async (): Promise<void> => undefined

/** What was moved in leaves before anybody takes the keys or opens a breaker: it may still run. */
const onceEmpty = (step: SpaceStep): SpaceStep => {
  const inside = async ({ tx, serviceId }: Context): Promise<string | null> =>
    (await gearInside(tx, [serviceId])).get(serviceId) ?? null
  return {
    ...step,
    undo: async (context) => {
      if ((await inside(context)) === null) await step.undo(context)
    },
    gone: async (context) => {
      const service = await inside(context)
      if (service !== null) return waitsFor('site', { code: 'space-gear-leaves-first', service })
      if (!(await workOfStep(context.tx, context.stepId, true))) await step.undo(context)
      return step.gone(context)
    },
  }
}

const feeds: SpaceStep = onceEmpty(
  workStep(
    { name: 'feeds', forReady: true, needs: [] },
    { already: never, todo: told(proveFeeds), undo: told(openBreakers) },
  ),
)

const keys: SpaceStep = fromStartDay(
  onceEmpty(
    workStep(
      { name: 'keys', forReady: true, needs: ['feeds'] },
      { already: escorted, todo: told(handKeys), undo: told(takeKeysBack) },
    ),
  ),
)

/** What was read and handed over, on paper: made from the evidence of this line once all of it is there. */
const handoverNote: SpaceStep = {
  name: 'handover-note',
  by: 'machine',
  forReady: true,
  needs: ['feeds', 'keys'],
  act: async (context) => {
    const { tx, site, organisationId, serviceId, serviceNumber, orderNumber, now } = context
    const content = await printNote({
      ...(await partiesOf(tx, { organisationId, siteId: site.id })),
      standing: await standingOf(context),
      order: orderNumber,
      specimen: site.world === 'twin',
      zone: site.zone,
      shown: await shownOf(tx, context.lineId),
      sides: context.parameters.sides,
      at: now,
    })
    await keepHandoverNote(tx, { serviceId, organisationId, name: `handover-${serviceNumber}.pdf`, content, now })
  },
  found: async ({ tx, serviceId, actedAt }) => {
    const note = actedAt === null ? null : await handoverNoteOf(tx, serviceId)
    if (!note) return underWay
    return done({
      proof: 'handover-note',
      value: note.sha256,
      method: 'SHA-256',
      source: 'measured',
      fileId: note.fileId,
      at: note.madeAt,
    })
  },
  undo: nothing,
  gone: async () => done(),
}

export const deliverSteps: readonly SpaceStep[] = [feeds, keys, handoverNote]

/** The delivery backwards: nobody opens a breaker before the compartment was seen empty. */
const seenEmpty: SpaceStep = workStep(
  { name: 'empty', forReady: true, needs: [] },
  { already: never, todo: told(emptySpace), undo: never },
)
/** An option ends with its service: it is free from the day of the end on, however long the taking down takes. */
const empty: SpaceStep = {
  ...seenEmpty,
  act: async (context) => {
    await giveBackOption(context)
    await seenEmpty.act(context)
  },
}
const breakers: SpaceStep = workStep(
  { name: 'breakers', forReady: true, needs: ['empty'] },
  { already: never, todo: told(openBreakers), undo: never },
)
const keysBack: SpaceStep = workStep(
  { name: 'keys-back', forReady: true, needs: ['empty'] },
  { already: escorted, todo: told(takeKeysBack), undo: never },
)

export const ceaseSteps: readonly SpaceStep[] = [empty, breakers, keysBack]
