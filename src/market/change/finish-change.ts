import { claimsOfLines, giveBack } from '../claim/store.ts'
import type { Driving } from '../delivery/driving.ts'
import { tell } from '../delivery/driving.ts'
import { stepsOf } from '../delivery/store.ts'
import { changeLine, turnClock } from '../order/store.ts'
import { keepChangeNote } from './note/store.ts'
import { claimsOfChange, closeChange, reloadClaims, signedChangeOf, writeChange } from './store.ts'

/** From that day on the service is what was asked; what it leaves is still held until every step is done. */
export const beginChange = async (
  driving: Driving,
  start: { readonly from: string; readonly reason: string },
): Promise<void> => {
  const { tx, line, service, now } = driving
  const from = await writeChange(tx, service, line, { from: start.from, now })
  await changeLine(tx, line.id, { state: 'in-service', wait: null })
  await turnClock(tx, line.id, 'in-service', null, now)
  await keepChangeNote(driving)
  await tell(driving, 'service-changed', { from, reason: start.reason })
}

/** Everything is done: what the service no longer stands on is given back, and what stays carries its new power. */
export const finishChange = async (driving: Driving): Promise<void> => {
  const { tx, line, now, product, site } = driving
  // What was seen of the old place after the handover stands on the note as well.
  if ((await stepsOf(tx, [line.id])).some((step) => !step.for_ready)) await keepChangeNote(driving)
  const { leaves, reloads } = await signedChangeOf(tx, line.id)
  const left = (await claimsOfChange(tx, line)).filter(({ id }) => leaves.includes(id))
  await giveBack(tx, left, now, (kind) => product.restDays(kind, tx, site.id))
  await reloadClaims(tx, site.id, reloads)
  await closeChange(tx, line.id)
  await turnClock(tx, line.id, null, null, now)
  await tell(driving, 'change-done', {})
}

/** Everything was undone: the service is what it was, and nothing of the change is held. */
export const endChange = async (driving: Driving): Promise<void> => {
  const { tx, line, now } = driving
  await giveBack(tx, await claimsOfLines(tx, [line.id]), now, async () => 0)
  await closeChange(tx, line.id)
  await changeLine(tx, line.id, { state: 'cancelled', wait: null, unwinding: null })
  await turnClock(tx, line.id, null, null, now)
  await tell(driving, 'line-cancelled', {})
}
