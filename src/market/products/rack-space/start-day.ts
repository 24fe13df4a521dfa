import { type Step, waitsFor } from '../../product.ts'
import { dayIn } from '../../start-billing.ts'
import type { RackSpaceParameters } from './parameters.ts'

type SpaceStep = Step<RackSpaceParameters>
type Context = Parameters<SpaceStep['act']>[0]

/** The agreed first day, while it is to come. */
const startsOn = ({ parameters: { start_on: day }, site, now }: Context): string | null =>
  day !== undefined && dayIn(site.zone, now) < day ? day : null

/** The place is held and made ready, and handed over on the agreed day: who has its keys before would use it without rent. */
export const fromStartDay = (step: SpaceStep): SpaceStep => ({
  ...step,
  act: async (context) => {
    if (startsOn(context) === null) await step.act(context)
  },
  found: async (context) => {
    const day = startsOn(context)
    if (day !== null) return waitsFor('site', { code: 'space-starts-on', day })
    // Its day has come after it was begun; asked again, nothing more happens.
    await step.act(context)
    return step.found(context)
  },
})
