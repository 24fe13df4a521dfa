import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { ok, refuse } from '#kernel'
import { serve } from '#people'
import { inTransaction, writeJournal } from '#postgres'
import { findService, termsOf } from '../../service/store.ts'
import { dayIn } from '../../start-billing.ts'
import { usagePriceOn } from '../store.ts'
import { admitNotice } from './admit-notice.ts'
import { reviseUnitPrice } from './contract.ts'

export const unitPriceRoute = serve(reviseUnitPrice, ({ db, params, body, by, now }) =>
  inTransaction(db, async (tx) => {
    const service = await findService(tx, params.service, true)
    if (!service) return null
    if (service.monthly_micro_euros === null) return refuse({ code: 'no-contract', service: service.number })
    const { item, from, unit_micro_euros: microEuros } = body
    const day = Temporal.PlainDate.from(from).subtract({ days: 1 }).toString()
    const of = { siteId: service.site_id, serviceId: service.id, product: service.product, day }
    const before = await usagePriceOn(tx, of, item)
    const noticeDays = service.notice_days ?? (await termsOf(tx, service.site_id, service.organisation_id)).notice_days
    const admitted = admitNotice({ from, microEuros }, before, { today: dayIn(service.zone, now), noticeDays })
    if (!admitted.ok) return admitted
    const told = { service: service.number, item, from, before_micro_euros: before, unit_micro_euros: microEuros }
    if (body.dry_run) return ok(told)
    await sql`
      insert into market.service_usage_price (service_id, item, unit_micro_euros, from_date) values (${service.id}, ${item}, ${microEuros}, ${from})
      on conflict (service_id, item, from_date) do update set unit_micro_euros = excluded.unit_micro_euros`.execute(tx)
    await writeJournal(tx, {
      room: 'market',
      name: 'unit-price-revised',
      subject: ['service', service.number],
      by,
      at: now,
      siteId: service.site_id,
      onBehalfOf: service.organisation_id,
      data: { item, from, before, unit_micro_euros: microEuros },
    })
    return ok(told)
  }),
)
