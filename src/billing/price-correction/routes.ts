import { ok } from '#kernel'
import { serve } from '#people'
import { tryPrices } from './contract.ts'
import { correctionBy } from './store.ts'

export const tryPricesRoute = serve(tryPrices, async ({ db, params, body }) => {
  const correction = await correctionBy(db, params.service, body.prices)
  return correction && ok(correction)
})
