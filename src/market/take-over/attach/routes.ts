import { sql } from 'kysely'
import { ok, refuse } from '#kernel'
import { serve } from '#people'
import { inTransaction, writeJournal } from '#postgres'
import { microEuros } from '#units'
import { pricesOn } from '../../order/quote.ts'
import { productNames } from '../../products/index.ts'
import { findService, termsOf } from '../../service/store.ts'
import { dayIn } from '../../start-billing.ts'
import { theSite } from '../../store.ts'
import { attachContract } from '../contract.ts'

const MICRO_EUROS_PER_CENT = 10_000

/**
 * A service that only a file spoke of gets what was agreed for it: a price, and the first day that is billed. The rest is the contract of its
 * organisation; nobody agreed to a term, so none is assumed.
 */
export const attachRoute = serve(attachContract, ({ db, params, body, by, now }) =>
  inTransaction(db, async (tx) => {
    const service = await findService(tx, params.service, true)
    if (!service) return null
    if (service.origin !== 'imported' || service.monthly_micro_euros !== null)
      return refuse({ code: 'contract-attached', service: service.number })
    if (service.state !== 'in-service') return refuse({ code: 'illegal-move', from: service.state, to: 'in-service' })
    const site = await theSite(tx)
    const today = dayIn(site.zone, now)
    const since = dayIn(site.zone, service.created_at)
    if (body.from < since) return refuse({ code: 'contract-before-import', from: body.from, since })
    const lists = await Promise.all(productNames.map((name) => pricesOn(tx, site.id, body.from, name)))
    const listed = lists.flat().find(({ item }) => item === body.item)
    if (!listed) return refuse({ code: 'no-price', item: body.item })
    const monthly =
      body.monthly_cents === undefined
        ? listed.monthlyMicroEuros
        : microEuros(body.monthly_cents * MICRO_EUROS_PER_CENT)
    const terms = await termsOf(tx, site.id, service.organisation_id)
    const told = {
      service: service.number,
      item: body.item,
      from: body.from,
      monthly_micro_euros: monthly,
      billing: terms.billing,
    }
    if (body.dry_run) return ok(told)
    await sql`update market.service set item = ${body.item}, setup_cents = 0, monthly_micro_euros = ${monthly}, billing = ${terms.billing},
      early_end_percent = 0, notice_days = ${terms.notice_days}, billing_from = ${body.from}, version = version + 1
      where id = ${service.id}`.execute(tx)
    await writeJournal(tx, {
      room: 'market',
      name: 'contract-attached',
      subject: ['service', service.number],
      by,
      at: now,
      siteId: service.site_id,
      onBehalfOf: service.organisation_id,
      data: { item: body.item, from: body.from, monthly_micro_euros: monthly, on: today },
    })
    return ok(told)
  }),
)
