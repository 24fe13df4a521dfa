import { ok, refuse } from '#kernel'
import { dayIn } from '#market'
import { type Served, serve } from '#people'
import { inTransaction, writeJournal } from '#postgres'
import { findSite, lockBilling } from '../store.ts'
import { numberOf } from '../store-issue.ts'
import { continueSeries } from './continue-series.ts'
import { takeNumbering } from './contract.ts'
import { issuedNumbers, writeNumbering } from './store.ts'

const take = serve(takeNumbering, ({ db, body, actor, by, now }) =>
  inTransaction(db, async (tx) => {
    const site = await findSite(tx, body.site)
    if (!site) return refuse({ code: 'site-unknown', site: body.site })
    // Serialized with approvals: no number is taken between the question and the answer.
    await lockBilling(tx, site.id)
    const issued = await issuedNumbers(tx, site.sellerId)
    const year = dayIn(site.zone, now).slice(0, 4)
    const continued = continueSeries(body.last, year, (series) => issued.get(series) ?? null)
    if (!continued.ok) return continued
    const { series, last } = continued.value
    const next = numberOf(series, last + 1)
    if (body.dry_run) return ok({ series, next, did: 'unchanged' as const })
    const did = await writeNumbering(tx, site.sellerId, continued.value, { personId: actor.personId, now })
    if (did !== 'unchanged')
      await writeJournal(tx, {
        room: 'billing',
        name: 'numbering-taken-over',
        subject: ['organisation', site.sellerId],
        by,
        at: now,
        siteId: site.id,
        data: { series, last },
      })
    return ok({ series, next, did })
  }),
)

export const numberingRoutes: readonly Served[] = [take]
