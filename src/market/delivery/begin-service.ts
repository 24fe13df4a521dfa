import { Temporal } from 'temporal-polyfill'
import { notify, writeMail } from '#postgres'
import { say } from '#kernel'
import { beginChange } from '../change/finish-change.ts'
import { keepChangeNote } from '../change/note/store.ts'
import { changedFrom } from '../change/store.ts'
import { frenchHolidays } from '../french-holidays.ts'
import { type LineRow, changeLine, clockMs, isTogether, linesOf, turnClock } from '../order/store.ts'
import { productOf } from '../products/index.ts'
import { changeService, serviceById, termsOf } from '../service/store.ts'
import {
  type BillingReason,
  type BillingStart,
  dayIn,
  silenceAccepts,
  startBilling,
  startTogether,
} from '../start-billing.ts'
import { mailsOf } from '../store.ts'
import { marketWords } from '../words.ts'
import { type Driving, tell } from './driving.ts'
import { stepsOf } from './store.ts'

/** The site has done what it owes: the notice goes out, once. */
const sendNotice = async (driving: Driving): Promise<Date> => {
  const { tx, line, service, now, site } = driving
  if (line.does === 'create') await changeService(tx, service.id, { readyAt: service.ready_at ?? now })
  const terms = await termsOf(tx, site.id, service.organisation_id)
  const facts = {
    customerClockBeforeReadyMs: await clockMs(tx, line.id, 'customer', now),
    workingDays: terms.acceptance_working_days,
    zone: service.zone,
    holidays: frenchHolidays,
  }
  for (const to of await mailsOf(tx, service.organisation_id, ['order', 'sign'], dayIn(site.zone, now))) {
    const values = { service: service.number, order: driving.orderNumber, silent_on: silenceAccepts(facts, now) }
    await writeMail(tx, {
      recipient: to.mail,
      language: to.language,
      subject: say(marketWords['mail-ready-subject'], to.language, values),
      body: say(marketWords['mail-ready-body'], to.language, values),
      about: ['order', driving.orderNumber],
      now,
    })
  }
  await changeLine(tx, line.id, { state: 'ready', wait: null, noticeSentAt: now })
  await turnClock(tx, line.id, 'ready', null, now)
  // Who accepts a change has its note in hand; one that nobody worked for begins at once, and has it then.
  if (line.does === 'change' && (await stepsOf(tx, [line.id])).length > 0) await keepChangeNote(driving)
  await tell(driving, 'line-ready', {})
  return now
}

type Ready = Pick<Driving, 'tx' | 'site' | 'line' | 'service' | 'now'>

/** When a ready line would begin to be billed by itself, by what is known now. */
const ownStart = async ({ tx, site, line, service, now }: Ready): Promise<BillingStart> => {
  if (line.does === 'change') return changeStart({ tx, site, line, service, now })
  if (service.billing_from !== null && service.billing_reason !== null)
    return { from: service.billing_from, reason: service.billing_reason }
  const { notice_sent_at: noticeAt } = line
  const terms = await termsOf(tx, site.id, service.organisation_id)
  return startBilling({
    acceptedHandoverOn:
      line.accepted_handover_on ?? (line.accepted_handover_at ? dayIn(service.zone, line.accepted_handover_at) : null),
    firstUseOn: service.live_at ? dayIn(service.zone, service.live_at) : null,
    readyNoticeAt: noticeAt,
    rejected: line.rejected_at !== null,
    customerClockBeforeReadyMs: noticeAt ? await clockMs(tx, line.id, 'customer', noticeAt) : 0,
    workingDays: terms.acceptance_working_days,
    zone: service.zone,
    holidays: frenchHolidays,
    now,
    notBefore: startOn(line),
  })
}

const startOn = ({ product: name, parameters }: LineRow): string | null => {
  const product = productOf(name)
  return product.startOn?.(product.parse(parameters)) ?? null
}

/** A change begins as a service does; one that needs nobody's work begins with its signature, and its first use is its own. */
const changeStart = async (ready: Ready): Promise<BillingStart> => {
  const { tx, line, service } = ready
  const from = await changedFrom(tx, line.id)
  if (from !== null) return { from, reason: 'acceptance' }
  const steps = await stepsOf(tx, [line.id])
  const liveStep = productOf(line.product).change?.liveStep ?? null
  const usedAt = steps.find(({ name }) => name === liveStep)?.done_at ?? null
  return ownStart({
    ...ready,
    line: {
      ...line,
      does: 'create',
      accepted_handover_at: line.accepted_handover_at ?? (steps.length === 0 ? line.notice_sent_at : null),
    },
    service: { ...service, billing_from: null, billing_reason: null, live_at: usedAt },
  })
}

/** The other lines of an order that is delivered and billed together; none where each goes by itself, or was cancelled. */
const siblingsOf = async ({ tx, line }: Pick<Driving, 'tx' | 'line'>): Promise<readonly LineRow[]> =>
  (await isTogether(tx, line.order_id))
    ? (await linesOf(tx, [line.order_id])).filter(
        (other) => other.id !== line.id && other.state !== 'cancelled' && !other.unwinding,
      )
    : []

/** When a line begins to be billed: by itself, or with all those that are billed together. */
export const billingStartOf = async (ready: Ready): Promise<BillingStart> => {
  const starts = [await ownStart(ready)]
  for (const line of await siblingsOf(ready)) {
    if (line.service_id === null) return null
    const service = await serviceById(ready.tx, line.service_id)
    starts.push(await ownStart({ ...ready, line, service }))
  }
  return startTogether(starts)
}

/**
 * When each line of one order would begin to be billed, asked once a line however many there are: of a together order they answer for each
 * other. `services` by id; a line without one has nothing to count from.
 */
export const billingStartsOf = async (
  { tx, site, now }: Pick<Ready, 'tx' | 'site' | 'now'>,
  order: { readonly together: boolean; readonly lines: readonly LineRow[] },
  services: ReadonlyMap<string, Ready['service']>,
): Promise<ReadonlyMap<string, BillingStart>> => {
  const own = new Map<string, BillingStart>()
  for (const line of order.lines) {
    const service = line.service_id === null ? undefined : services.get(line.service_id)
    own.set(line.id, service ? await ownStart({ tx, site, line, service, now }) : null)
  }
  if (!order.together) return own
  const counted = order.lines.filter(({ state, unwinding }) => state !== 'cancelled' && !unwinding)
  return new Map(
    order.lines.map(({ id }) => [
      id,
      startTogether(
        [id, ...counted.map((line) => line.id).filter((other) => other !== id)].map((one) => own.get(one) ?? null),
      ),
    ]),
  )
}

/** What the last round found out: the notice goes out once all that is delivered together is ready; then live, when it was seen. */
const takeNote = async (driving: Driving): Promise<Ready | null> => {
  const { tx, line, service, now } = driving
  const siblings = await siblingsOf(driving)
  if (
    line.state !== 'in-service' &&
    siblings.some((other) => other.state !== 'ready' && other.state !== 'in-service')
  ) {
    if (line.state === 'ready') return null
    await changeLine(tx, line.id, { state: 'ready', wait: null })
    await turnClock(tx, line.id, 'ready', { code: 'together' }, now)
    return null
  }
  const noticeAt = line.notice_sent_at ?? (await sendNotice(driving))
  // Others have waited for it: with their notices, or with their van, which leaves when the new place is ready.
  if (line.notice_sent_at === null) await notify(tx, 'work')
  const seen = await liveAt(driving)
  if (seen && service.live_at === null) {
    await changeService(tx, service.id, { liveAt: seen })
    await tell(driving, 'service-live', {})
  }
  return {
    ...driving,
    line: { ...line, notice_sent_at: noticeAt },
    service: { ...service, live_at: service.live_at ?? seen },
  }
}

const liveAt = async ({ tx, line, product }: Driving): Promise<Date | null> =>
  line.does === 'create'
    ? ((await stepsOf(tx, [line.id])).find((row) => row.name === product.liveStep)?.done_at ?? null)
    : null

/**
 * A line whose owed steps are done: notice once, then billing at the earliest of written acceptance, first use and silence.
 * From then on the service is in service.
 */
export const beginService = async (driving: Driving): Promise<void> => {
  const { tx, line } = driving
  const noted = await takeNote(driving)
  // Billing may have begun by silence before the customer's equipment was ever seen.
  if (noted === null || line.state === 'in-service') return
  const { service } = noted
  const start = await billingStartOf(noted)
  if (start === null || !('from' in start)) return
  if (line.does === 'change') await beginChange(driving, start)
  else await beginCreated(driving, service, start)
  if (await isTogether(tx, line.order_id)) await notify(tx, 'work')
}

const beginCreated = async (
  driving: Driving,
  service: Ready['service'],
  start: { readonly from: string; readonly reason: BillingReason },
): Promise<void> => {
  const { tx, line, now } = driving
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
