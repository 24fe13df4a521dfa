import { refuse, ok, say } from '#kernel'
import { serve } from '#people'
import { type Db, inTransaction, writeJournal, writeMail } from '#postgres'
import { openChangeOf, pricesOfService } from '../../change/store.ts'
import { findService, type ServiceRow } from '../../service/store.ts'
import { dayIn } from '../../start-billing.ts'
import { mailsOf } from '../../store.ts'
import { reviseService } from '../contract.ts'
import { admitIndex, revisePrices } from './revise-price.ts'
import { indexedOf, writeRevision } from './store.ts'
import { type RevisedTold, revisedMailWords } from './words.ts'

const readersOf = (tx: Db, service: ServiceRow, now: Date) =>
  mailsOf(tx, service.organisation_id, ['order', 'sign'], dayIn(service.zone, now))

/** Whoever signs for the customer reads the new price, and how the index moved it. */
const tell = async (tx: Db, service: ServiceRow, values: RevisedTold, now: Date): Promise<void> => {
  for (const { mail, language } of await readersOf(tx, service, now))
    await writeMail(tx, {
      recipient: mail,
      language,
      subject: say(revisedMailWords['mail-revised-subject'], language, values),
      body: say(revisedMailWords['mail-revised-body'], language, values),
      about: ['service', service.number],
      now,
    })
}

export const reviseRoute = serve(reviseService, ({ db, params, body, by, now }) =>
  inTransaction(db, async (tx) => {
    const service = await findService(tx, params.service, true)
    if (!service) return null
    const indexed = service.monthly_micro_euros === null ? null : await indexedOf(tx, service.id)
    if (!indexed) return refuse({ code: 'not-indexed' })
    const publishedOn = body.published_on ?? null
    const revised = revisePrices(indexed, { value: body.index_value, on: body.on, publishedOn })
    if (!revised.ok) return revised
    // What was signed and is not handed over has its price from a day that is not known yet: a late revision loses nothing by waiting.
    const open = await openChangeOf(tx, service.id)
    const begun = (await pricesOfService(tx, service.id)).some(({ order }) => order === open)
    if (open !== null && !begun) return refuse({ code: 'change-under-way', order: open })
    const [first] = revised.value
    const { index, indexValue: before } = indexed
    if (index === null || before === null) return refuse({ code: 'not-indexed' })
    const admitted = body.beyond ? ok(null) : admitIndex({ index, before, value: body.index_value }, first)
    if (!admitted.ok) return admitted
    const told = {
      service: service.number,
      from: first.from,
      before_micro_euros: first.beforeMicroEuros,
      monthly_micro_euros: first.monthlyMicroEuros,
      index,
      index_before: before,
      index_value: body.index_value,
      letters: (await readersOf(tx, service, now)).length,
      prices: revised.value.map((price) => ({
        from: price.from,
        before_micro_euros: price.beforeMicroEuros,
        monthly_micro_euros: price.monthlyMicroEuros,
      })),
    }
    if (body.dry_run) return ok(told)
    await writeRevision(tx, service, revised.value, { index, before, value: body.index_value, publishedOn }, now)
    await tell(tx, service, { ...told, begun: first.from <= dayIn(service.zone, now) }, now)
    await writeJournal(tx, {
      room: 'market',
      name: 'service-revised',
      subject: ['service', service.number],
      by,
      at: now,
      siteId: service.site_id,
      onBehalfOf: service.organisation_id,
      data: { index, before, value: body.index_value, from: first.from },
    })
    return ok(told)
  }),
)
