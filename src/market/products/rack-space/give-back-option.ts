import { claimsOfService, giveBack } from '../../claim/store.ts'
import type { StepContext } from '../../product.ts'
import { isOption } from './stock.ts'

/** What the service held as an option is free at once: nobody ever stood there. */
export const giveBackOption = async ({
  tx,
  serviceId,
  now,
}: Pick<StepContext<unknown>, 'tx' | 'serviceId' | 'now'>): Promise<void> =>
  giveBack(tx, (await claimsOfService(tx, serviceId)).filter(isOption), now, async () => 0)
