import type { Step, StepContext } from '../../product.ts'
import type { Instructions } from '../../work-order/store.ts'
import { workStep } from '../../work-order/work-step.ts'
import { sidesBeside } from './decide-change.ts'
import type { RackSpaceParameters } from './parameters.ts'
import { escorted, standingOf } from './standing.ts'
import { emptySpace, handKeys, openBreakers, proveFeeds, type Standing, takeKeysBack } from './work.ts'

type Context = StepContext<RackSpaceParameters>
type SpaceStep = Step<RackSpaceParameters>

const never = async (): Promise<null> => null

const changeIn = (context: Context): NonNullable<Context['change']> => {
  if (!context.change) throw new Error(`${context.serviceNumber} is not being changed`)
  return context.change
}

/** The place as it was, where the customer moves out of. */
const before = (context: Context): Context => {
  const { from, leaves } = changeIn(context)
  return { ...context, parameters: from, holds: leaves }
}

type Told = (instructions: (standing: Standing) => Instructions) => (context: Context) => Promise<Instructions>
const atNew: Told = (instructions) => async (context) => instructions(await standingOf(context))
const atOld: Told = (instructions) => async (context) => instructions(await standingOf(before(context)))

/** Only the circuits of one side: the others stay as they are, and carry the customer meanwhile. */
const onSides =
  (of: 'added' | 'removed', instructions: (standing: Standing) => Instructions) =>
  async (context: Context): Promise<Instructions> => {
    const { from } = changeIn(context)
    const sides = of === 'added' ? sidesBeside(context.parameters, from) : sidesBeside(from, context.parameters)
    const standing = await standingOf({ ...context, parameters: { ...context.parameters, sides: 'A+B' } })
    return instructions({ ...standing, circuits: standing.circuits.filter(({ side }) => sides.includes(side)) })
  }

const escortedBefore = (context: Context) => escorted(before(context))

/**
 * A move: the new place is proved and its keys handed before anybody leaves the old one, which is then taken down as in a cease. A
 * feed that is added is proved; one that is given up is opened, by two.
 */
export const changeSteps: readonly SpaceStep[] = [
  workStep(
    { name: 'new-feeds', forReady: true, needs: [] },
    { already: never, todo: atNew(proveFeeds), undo: atNew(openBreakers) },
  ),
  workStep(
    { name: 'new-keys', forReady: true, needs: ['new-feeds'] },
    { already: escorted, todo: atNew(handKeys), undo: atNew(takeKeysBack) },
  ),
  // Seen empty: the customer, or our hands for it, has moved.
  workStep(
    { name: 'old-empty', forReady: false, needs: ['new-keys'] },
    { already: never, todo: atOld(emptySpace), undo: never },
  ),
  workStep(
    { name: 'old-breakers', forReady: false, needs: ['old-empty'] },
    { already: never, todo: atOld(openBreakers), undo: atOld(proveFeeds) },
  ),
  workStep(
    { name: 'old-keys-back', forReady: false, needs: ['old-empty'] },
    { already: escortedBefore, todo: atOld(takeKeysBack), undo: atOld(handKeys) },
  ),
  workStep(
    { name: 'second-feed', forReady: true, needs: [] },
    { already: never, todo: onSides('added', proveFeeds), undo: onSides('added', openBreakers) },
  ),
  workStep(
    { name: 'feed-off', forReady: true, needs: [] },
    { already: never, todo: onSides('removed', openBreakers), undo: onSides('removed', proveFeeds) },
  ),
]
