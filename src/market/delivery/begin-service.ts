import { Temporal } from 'temporal-polyfill'
import { writeMail } from '#postgres'
import { say } from '#kernel'
import { frenchHolidays } from '../french-holidays.ts'
import { changeLine, clockMs, isTogether, linesOf, turnClock } from '../order/store.ts'
import { changeService, termsOf } from '../service/store.ts'
import { type BillingStart, dayIn, startBilling } from '../start-billing.ts'
import { mailsOf } from '../store.ts'
import { marketWords } from '../words.ts'
import { type Driving, tell } from './driving.ts'

/** Lines that are delivered together are noticed and billed together. */
const othersReady = async ({ tx, line }: Driving): Promise<boolean> =>
  (await linesOf(tx, [line.order_id])).every(
    (other) => other.id === line.id || other.state === 'ready' || other.state === 'in-service',
  )

/** The site has done what it owes: the notice goes out, once. */
const sendNotice = async (driving: Driving): Promise<Date> => {
  const { tx, line, service, now, site } = driving
  await changeService(tx, service.id, { readyAt: service.ready_at ?? now })
  for (const to of await mailsOf(tx, service.organisation_id, ['order', 'sign'], dayIn(site.zone, now))) {
    const values = { service: service.number, order: driving.orderNumber }
    await writeMail(tx, {
      recipient: to.mail,
      subject: say(marketWords['mail-ready-subject'], to.language, values),
      body: say(marketWords['mail-ready-body'], to.language, values),
      about: ['order', driving.orderNumber],
      now,
    })
  }
  await changeLine(tx, line.id, { state: 'ready', wait: null, noticeSentAt: now })
  await turnClock(tx, line.id, 'ready', null, now)
  await tell(driving, 'line-ready', {})
  return now
}

/** When a ready line begins to be billed, by what is known now. */
export const billingStartOf = async (
  driving: Pick<Driving, 'tx' | 'site' | 'line' | 'service' | 'now'>,
  facts: { readonly noticeAt: Date | null; readonly live: Date | null },
): Promise<BillingStart> => {
  const { tx, line, service, now } = driving
  const terms = await termsOf(tx, driving.site.id, service.organisation_id)
  return startBilling({
    acceptedHandoverOn: line.accepted_handover_at ? dayIn(service.zone, line.accepted_handover_at) : null,
    firstUseOn: facts.live ? dayIn(service.zone, facts.live) : null,
    readyNoticeAt: facts.noticeAt,
    rejected: line.rejected_at !== null,
    customerClockBeforeReadyMs: facts.noticeAt ? await clockMs(tx, line.id, 'customer', facts.noticeAt) : 0,
    workingDays: terms.acceptance_working_days,
    zone: service.zone,
    holidays: frenchHolidays,
    now,
  })
}

/**
 * A line whose owed steps are done: notice once, then billing at the earliest of written acceptance, first use and silence.
 * From then on the service is in service.
 */
export const beginService = async (driving: Driving, seen: { readonly live: Date | null }): Promise<void> => {
  const { tx, line, service, now } = driving
  if ((await isTogether(tx, line.order_id)) && !(await othersReady(driving))) {
    if (line.state !== 'ready') {
      await changeLine(tx, line.id, { state: 'ready', wait: null })
      await turnClock(tx, line.id, 'ready', { code: 'together' }, now)
    }
    return
  }
  const noticeAt = line.notice_sent_at ?? (await sendNotice(driving))
  if (seen.live && service.live_at === null) {
    await changeService(tx, service.id, { liveAt: seen.live })
    await tell(driving, 'service-live', {})
  }
  // Billing may have begun by silence before the customer's equipment was ever seen.
  if (line.state === 'in-service') return
  const start = await billingStartOf(driving, { noticeAt, live: seen.live })
  if (start === null || !('from' in start)) return
  const termEnds =
    service.term_months === null
      ? null
      : Temporal.PlainDate.from(start.from).add({ months: service.term_months }).toString()
  await changeService(tx, service.id, {
    state: 'in-service',
    billing: { from: start.from, reason: start.reason, termEnds },
  })
  await changeLine(tx, line.id, { state: 'in-service', wait: null })
  await turnClock(tx, line.id, 'in-service', null, now)
  await tell(driving, 'service-begun', { from: start.from, reason: start.reason })
}
