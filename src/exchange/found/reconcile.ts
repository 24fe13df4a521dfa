import type { Reconciler } from '#kernel'
import { type Db, inTransaction, notify } from '#postgres'
import { countUnwished, forgetUnwished } from './store.ts'

const EVERY_SECONDS = 5

/** Sessions and routes are told only of who wishes them: what is left of a service that does not any more is forgotten. Asks no device. */
export const forgetReconciler = ({
  db,
  site,
}: {
  readonly db: Db
  readonly site: { readonly id: string }
}): Reconciler<number, null, number> => ({
  name: 'forget-found',
  everySeconds: EVERY_SECONDS,
  wakes: ['wish', 'found'],
  look: async () => ({ wish: await countUnwished(db, site.id), found: null }),
  plan: (unwished) => (unwished > 0 ? [unwished] : []),
  apply: () =>
    inTransaction(db, async (tx) => {
      if ((await forgetUnwished(tx, site.id)).length > 0) await notify(tx, 'found', 'forgotten')
    }),
})
