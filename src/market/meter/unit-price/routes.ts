import { Temporal } from 'temporal-polyfill'
import { ok, refuse, say } from '#kernel'
import { type Served, scopeOf, sees, serve } from '#people'
import { type Db, inTransaction, writeJournal, writeMail } from '#postgres'
import { findService, type ServiceRow, termsOf } from '../../service/store.ts'
import { dayIn } from '../../start-billing.ts'
import { mailsOf } from '../../store.ts'
import { usagePriceOn } from '../store.ts'
import { admitNotice } from './admit-notice.ts'
import { listUnitPrices, reviseUnitPrice } from './contract.ts'
import { unitPricesOf, writeUnitPrice } from './store.ts'
import { unitPriceMailWords } from './words.ts'

const noticeOf = async (db: Db, service: ServiceRow): Promise<number> =>
  service.notice_days ?? (await termsOf(db, service.site_id, service.organisation_id)).notice_days

const revise = serve(reviseUnitPrice, ({ db, params, body, by, now }) =>
  inTransaction(db, async (tx) => {
    const service = await findService(tx, params.service, true)
    if (!service) return null
    if (service.monthly_micro_euros === null) return refuse({ code: 'no-contract', service: service.number })
    const { item, from, unit_micro_euros: microEuros } = body
    const day = Temporal.PlainDate.from(from).subtract({ days: 1 }).toString()
    const of = { siteId: service.site_id, serviceId: service.id, product: service.product, day }
    const before = await usagePriceOn(tx, of, item)
    const noticeDays = await noticeOf(tx, service)
    const today = dayIn(service.zone, now)
    const admitted = admitNotice({ from, microEuros }, before, { today, noticeDays })
    if (!admitted.ok) return admitted
    const readers = await mailsOf(tx, service.organisation_id, ['order', 'sign'], today)
    const values = {
      service: service.number,
      item,
      from,
      before_micro_euros: before,
      unit_micro_euros: microEuros,
    } as const
    const told = { ...values, notice_days: noticeDays, letters: readers.length }
    if (body.dry_run) return ok(told)
    await writeUnitPrice(tx, service.id, { item, from, microEuros })
    for (const { mail, language } of readers)
      await writeMail(tx, {
        recipient: mail,
        language,
        subject: say(unitPriceMailWords['mail-unit-price-subject'], language, values),
        body: say(unitPriceMailWords['mail-unit-price-body'], language, values),
        about: ['service', service.number],
        now,
      })
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

const list = serve(listUnitPrices, async ({ db, actor, params }) => {
  const service = await findService(db, params.service)
  if (!service || !sees(scopeOf(actor), service.organisation_id)) return null
  return ok({ prices: [...(await unitPricesOf(db, service.id))], notice_days: await noticeOf(db, service) })
})

export const unitPriceRoutes: readonly Served[] = [revise, list]
