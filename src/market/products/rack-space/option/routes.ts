import { capacityOf } from '#facility'
import { ok } from '#kernel'
import { scopeOf, sees, type Served, serve } from '#people'
import { claimsOfService } from '../../../claim/store.ts'
import { findService } from '../../../service/store.ts'
import { dayIn } from '../../../start-billing.ts'
import { isOption } from '../stock.ts'
import { optionQuotedBy } from '../store.ts'
import { showOption } from './contract.ts'
import { optionPriceOf } from './store.ts'

const show = serve(showOption, async ({ db, actor, params, now }) => {
  const service = await findService(db, params.service)
  if (!service || !sees(scopeOf(actor), service.organisation_id)) return null
  const held = (await claimsOfService(db, service.id)).find(isOption)
  if (!held) return ok({ service: service.number, option: null })
  const at = (await capacityOf(db, service.site_id)).capacity.compartments.get(held.thingId)
  if (!at) throw new Error(`the option of ${service.number} is on no compartment`)
  const { term_ends: termEnds } = service
  return ok({
    service: service.number,
    option: {
      place: at.handle,
      size: at.size,
      monthly_micro_euros: await optionPriceOf(db, service.id),
      kept_until: service.ends_on,
      free_from: termEnds !== null && dayIn(service.zone, now) < termEnds ? termEnds : null,
      quoted_by: await optionQuotedBy(db, held.thingId, null),
    },
  })
})

export const optionRoutes: readonly Served[] = [show]
