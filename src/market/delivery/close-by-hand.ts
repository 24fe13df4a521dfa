import { type Refusal, type Result, ok, refuse } from '#kernel'
import type { Step } from '../product.ts'
import type { WorkRow } from '../work-order/store.ts'

/** What closing a step by hand does: it ends with it, it waits for somebody else's confirmation, or this is that confirmation. */
export type ClosedByHand = 'closed' | 'to-confirm' | 'confirmed'

/**
 * What can darken a customer is seen by two, whoever they are: an administrator who closes such a step by hand is one of them, and never both.
 * `by`: who closes; a key without a person may be the first, for the second is another person. A person's step for which nobody was sent yet
 * (a place before its agreed day, one that is not empty yet) has nothing to attest. Pure.
 */
export const closeByHand = (
  doesBy: Step<never>['by'],
  work: Pick<WorkRow, 'state' | 'second_person' | 'done_by'> | null,
  by: string | null,
): Result<ClosedByHand, Refusal> => {
  if (doesBy === 'person' && work === null) return refuse({ code: 'step-not-open' })
  if (!work?.second_person || work.state === 'done' || work.state === 'withdrawn') return ok('closed')
  if (work.state !== 'to-confirm') return ok('to-confirm')
  return by === null || by === work.done_by ? refuse({ code: 'same-person' }) : ok('confirmed')
}
