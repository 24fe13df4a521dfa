import { type Refusal, type Result, ok, refuse, say } from '#kernel'
import { type Call, type Served, scopeOf, sees, serve } from '#people'
import { type Db, inTransaction, notify, writeJournal, writeMail } from '#postgres'
import { microEuros } from '#units'
import { sql } from 'kysely'
import type { z } from 'zod'
import { allOrNothing } from '../all-or-nothing.ts'
import { expireQuotes } from '../change/expire-quotes.ts'
import { monthlyOn, openChangeOf } from '../change/store.ts'
import {
  ceaseService,
  listServices,
  resumeService,
  showService,
  suspendService,
  type ServiceWire,
} from '../contract.ts'
import { insertSteps, stepsBegun, stepsToRedo } from '../delivery/store.ts'
import { type EndFacts, type ServiceEnd, endService } from '../end-service.ts'
import { mayFor } from '../may-act.ts'
import { moveService } from '../move-line.ts'
import { insertLine, insertOrder } from '../order/store.ts'
import { organisationWire } from '../order/read.ts'
import { ledTo } from '../products/cross-connect/ends/store.ts'
import { lockPanels } from '../products/cross-connect/store.ts'
import { productOf } from '../products/index.ts'
import { dayIn } from '../start-billing.ts'
import { resumeService as resumed, suspendService as suspended } from '../suspend-service.ts'
import { mailsOf, organisationsById, theSite } from '../store.ts'
import { marketWords } from '../words.ts'
import { listServiceRows, readService } from './read.ts'
import { storagePriceOn } from './store-storage.ts'
import { type ServiceRow, changeService, findService, termsOf } from './store.ts'

type ServiceCall = Pick<Call<typeof resumeService>, 'db' | 'actor' | 'params' | 'now' | 'by'>

const locked = async (tx: Db, call: Pick<ServiceCall, 'actor' | 'params'>): Promise<ServiceRow | null> => {
  const service = await findService(tx, call.params.service, true)
  return service && sees(scopeOf(call.actor), service.organisation_id) ? service : null
}

/** Changes a service under its lock and tells it. */
const change = (
  call: ServiceCall,
  name: string,
  act: (tx: Db, service: ServiceRow) => Promise<Result<null, Refusal>>,
): Promise<Result<ServiceWire, Refusal> | null> =>
  inTransaction(call.db, async (tx) => {
    const service = await locked(tx, call)
    if (!service) return null
    const acted = await act(tx, service)
    if (!acted.ok) return acted
    await writeJournal(tx, {
      room: 'market',
      name,
      subject: ['service', service.number],
      by: call.by,
      at: call.now,
      siteId: service.site_id,
      onBehalfOf: service.organisation_id,
    })
    // A delivery that still goes on stands still while the service is suspended.
    await notify(tx, 'work')
    const after = await findService(tx, service.number)
    return after ? ok(await readService(tx, after, call.now)) : null
  })

const suspend = serve(suspendService, (call) =>
  change(call, 'service-suspended', async (tx, service) => {
    const state = suspended(service)
    if (!state.ok) return state
    await changeService(tx, service.id, { state: state.value, suspendedFor: call.body.for })
    await productOf(service.product).suspend(tx, service.id, call.now)
    return ok(null)
  }),
)

const resume = serve(resumeService, (call) =>
  change(call, 'service-resumed', async (tx, service) => {
    const state = resumed(service)
    if (!state.ok) return state
    const begun = await stepsBegun(tx, service.id)
    await changeService(tx, service.id, { state: state.value, suspendedFor: null })
    const again = await stepsToRedo(tx, service.id)
    const standing = (step: string): boolean => !again.includes(step) && (begun === null || begun.includes(step))
    await productOf(service.product).resume(tx, service.id, call.now, standing)
    return ok(null)
  }),
)

const endOf = async (
  tx: Db,
  service: ServiceRow,
  wishedOn: string | null,
  now: Date,
): Promise<Result<ServiceEnd, Refusal>> => {
  const moved = moveService(service.state, 'notice-given')
  if (!moved.ok) return moved
  const terms = await termsOf(tx, service.site_id, service.organisation_id)
  const facts: EndFacts = {
    noticeOn: dayIn(service.zone, now),
    noticeDays: service.notice_days ?? terms.notice_days,
    wishedOn,
    billingFrom:
      service.billing_from ?? (service.origin === 'ordered' ? null : dayIn(service.zone, service.created_at)),
    termEnds: service.term_ends,
    monthlyMicroEuros: service.monthly_micro_euros === null ? null : microEuros(service.monthly_micro_euros),
    earlyEndPercent: service.early_end_percent ?? 0,
  }
  const end = endService(facts)
  if (!end.ok || end.value.earlyEnd === null) return end
  // The price of the day on which it ends, as it will be billed: the row's may be one that begins later.
  const monthly = await monthlyOn(tx, service, end.value.endsOn)
  return endService({ ...facts, monthlyMicroEuros: monthly === null ? null : microEuros(monthly) })
}

type Drafted = Awaited<ReturnType<typeof insertOrder>>

/** The order of a notice, with its number. Before any lock of the stock: who quotes firmly asks for the stock with a number in its hand. */
export const draftNotice = async (
  tx: Db,
  service: Pick<ServiceRow, 'organisation_id'>,
  call: { readonly actor: { readonly personId: string | null }; readonly now: Date },
): Promise<Drafted> =>
  insertOrder(tx, await theSite(tx), {
    organisationId: service.organisation_id,
    kind: 'cease',
    asked: { together: false },
    draftedBy: call.actor.personId,
    now: call.now,
  })

/** Notice: its order has one line, which takes the service down on its legal end by the product's own steps. */
export const giveNotice = async (
  tx: Db,
  service: ServiceRow,
  end: ServiceEnd,
  order: Drafted,
  call: { readonly now: Date },
): Promise<void> => {
  await sql`update market."order" set quoted_at = ${call.now} where id = ${order.id}`.execute(tx)
  const lineId = await insertLine(tx, {
    orderId: order.id,
    position: 1,
    does: 'cease',
    product: service.product,
    parameters: service.parameters,
    serviceId: service.id,
    state: 'accepted',
  })
  await insertSteps(tx, lineId, productOf(service.product).cease)
  await changeService(tx, service.id, {
    state: 'notice-given',
    notice: { at: call.now, endsOn: end.endsOn },
  })
  await notify(tx, 'work')
}

/** Whoever leaves gear behind was told beforehand, in writing, from when on and what that costs. */
const mailStorage = async (
  tx: Db,
  service: ServiceRow,
  order: string,
  told: { readonly ends_on: string; readonly storage_day_micro_euros: number | null },
  now: Date,
): Promise<void> => {
  if (told.storage_day_micro_euros === null) return
  for (const to of await mailsOf(tx, service.organisation_id, ['order', 'sign'], dayIn(service.zone, now))) {
    const values = { service: service.number, order, ...told }
    await writeMail(tx, {
      recipient: to.mail,
      language: to.language,
      subject: say(marketWords['mail-notice-subject'], to.language, values),
      body: say(marketWords['mail-notice-body'], to.language, values),
      about: ['order', order],
      now,
    })
  }
}

type Ceased = z.output<typeof ceaseService.reply>

const cease = serve(ceaseService, async ({ db, actor, params, body, now, by }) =>
  allOrNothing(db, async (tx): Promise<Result<Ceased, Refusal> | null> => {
    const service = await locked(tx, { actor, params })
    if (!service) return null
    if (!mayFor(actor, service.organisation_id, ['admin', 'sales'], 'sign')) return refuse({ code: 'not-allowed' })
    const changing = await openChangeOf(tx, service.id)
    if (changing !== null) return refuse({ code: 'change-under-way', order: changing })
    const end = await endOf(tx, service, body.on ?? null, now)
    if (!end.ok) return end
    const order = body.dry_run ? null : await draftNotice(tx, service, { actor, now })
    // What is quoted for it can be signed no more; before the panels, as every signature takes them.
    if (order) await expireQuotes(tx, { serviceIds: [service.id], by: null, siteId: service.site_id, now, who: by })
    // Nobody leads a cable to it between the look and the notice.
    await lockPanels(tx, service.site_id)
    const led = await ledTo(tx, service.id)
    if (led.length > 0) return refuse({ code: 'cease-cross-connect-first', services: led })
    const told = {
      ends_on: end.value.endsOn,
      early_end_cents: end.value.earlyEnd?.net_cents ?? 0,
      storage_day_micro_euros: await storagePriceOn(tx, service, end.value.endsOn),
    }
    if (!order) return ok({ ...told, order: null })
    await giveNotice(tx, service, end.value, order, { now })
    await mailStorage(tx, service, order.number, told, now)
    await writeJournal(tx, {
      room: 'market',
      name: 'notice-given',
      subject: ['service', service.number],
      by,
      at: now,
      siteId: service.site_id,
      onBehalfOf: service.organisation_id,
      data: { ends_on: told.ends_on },
    })
    return ok({ ...told, order: order.number })
  }),
)

const list = serve(listServices, async ({ db, actor, query }) => {
  const { rows, total } = await listServiceRows(db, {
    scope: scopeOf(actor),
    state: query.state ?? null,
    product: query.product ?? null,
    organisation: query.organisation ?? null,
    text: query.text ?? null,
    before: query.cursor ?? null,
    limit: query.limit,
  })
  const organisations = await organisationsById(
    db,
    rows.map((row) => row.organisation_id),
  )
  return ok({
    items: rows.map((row) => ({
      number: row.number,
      product: row.product,
      item: row.item,
      organisation: organisationWire(organisations.get(row.organisation_id)),
      origin: row.origin,
      state: row.state,
      suspended_for: row.suspended_for,
      monthly_micro_euros: row.monthly_micro_euros,
      billing_from: row.billing_from,
      live_at: row.live_at?.toISOString() ?? null,
      ends_on: row.ends_on,
    })),
    next: rows.length === query.limit ? (rows.at(-1)?.id ?? null) : null,
    total,
  })
})

const show = serve(showService, async ({ db, actor, params, now }) => {
  const service = await findService(db, params.service)
  return service && sees(scopeOf(actor), service.organisation_id) ? ok(await readService(db, service, now)) : null
})

export const serviceRoutes: readonly Served[] = [list, show, suspend, resume, cease]
