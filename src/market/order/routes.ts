import { type Refusal, type Result, ok, refuse } from '#kernel'
import { type Actor, type Call, type Served, mayAct, scopeOf, sees, serve } from '#people'
import { type Db, inTransaction, keepFile, notify, writeJournal } from '#postgres'
import { sql } from 'kysely'
import { acceptOrder, cancelOrder, closeStep, createOrder, handOver, listOrders, type OrderAsked, type OrderWire, previewOrder, remedyLine, requoteOrder, showOrder } from '../contract.ts'
import { changeStep, stepsOf } from '../delivery/store.ts'
import { moveLine } from '../move-line.ts'
import type { Site } from '../product.ts'
import { productOf } from '../products/index.ts'
import { changeService, keepEvidence } from '../service/store.ts'
import { dayIn } from '../start-billing.ts'
import { type OrganisationCard, organisationByHandle, organisationsById, theSite } from '../store.ts'
import { type Signature, acceptOrder as sign } from './accept.ts'
import { cancelOrder as cancel } from './cancel.ts'
import { listOrderRows, readCards, readOrder } from './read.ts'
import { priceWire, quoteLine, quoteOrder, toLineQuote, totalsOf } from './quote.ts'
import { type OrderRow, changeLine, findOrder, insertLine, insertOrder, linesOf, turnClock } from './store.ts'

/** The organisation that is ordered for, if this caller may order for it: an unknown one and another's are the same answer. */
const orderer = async (db: Db, actor: Actor, handle: string): Promise<Result<OrganisationCard, Refusal>> => {
  const organisation = await organisationByHandle(db, handle)
  return organisation && organisation.ended_at === null && sees(scopeOf(actor, 'order'), organisation.id)
    ? ok(organisation)
    : refuse({ code: 'organisation-unknown', organisation: handle })
}

/** The order that a caller names, its row locked; null where it may not know of it. */
const locked = async (tx: Db, actor: Actor, number: string): Promise<OrderRow | null> => {
  const order = await findOrder(tx, number, true)
  return order && sees(scopeOf(actor), order.organisation_id) ? order : null
}

/** One order read again after it changed. */
const again = async (tx: Db, site: Site, number: string, now: Date): Promise<OrderWire> => {
  const order = await findOrder(tx, number)
  if (!order) throw new Error(`order ${number} vanished`)
  return readOrder(tx, site, order, now)
}

const preview = serve(previewOrder, async ({ db, actor, body, now }) => {
  const organisation = await orderer(db, actor, body.organisation)
  if (!organisation.ok) return organisation
  const site = await theSite(db)
  const asking = { tx: db, now, day: dayIn(site.zone, now), site, organisationId: organisation.value.id, lineId: null }
  const lines = []
  for (const [index, line] of body.lines.entries()) {
    const quoted = await quoteLine(asking, line)
    lines.push({
      position: index + 1,
      product: line.product,
      prices: toLineQuote(quoted).prices.map(priceWire),
      would_reserve: quoted.holds.map(({ kind, label }) => ({ kind, label })),
      steps: productOf(line.product).deliver.map((step) => ({ name: step.name, by: step.by, for_ready: step.forReady })),
      refusal: quoted.refusal,
    })
  }
  return ok({ lines, totals: totalsOf(lines.flatMap((line) => line.prices)), refusal: lines.find((line) => line.refusal)?.refusal ?? null })
})

const draft = async (tx: Db, call: Pick<Call<typeof createOrder>, 'actor' | 'now' | 'by'>, asked: OrderAsked, organisation: OrganisationCard): Promise<Result<OrderWire, Refusal>> => {
  const site = await theSite(tx)
  const { now } = call
  const order = await insertOrder(tx, site, { organisationId: organisation.id, kind: 'new', asked, draftedBy: call.actor.personId, now })
  for (const [index, line] of asked.lines.entries()) {
    await insertLine(tx, { orderId: order.id, position: index + 1, does: 'create', product: line.product, parameters: line.parameters, serviceId: null })
  }
  const quoted = await quoteOrder(tx, { site, now, day: dayIn(site.zone, now) }, { id: order.id, organisation_id: organisation.id }, await linesOf(tx, [order.id]), asked.quote)
  if (!quoted.ok) return quoted
  await writeJournal(tx, { room: 'market', name: 'order-quoted', subject: ['order', order.number], by: call.by, at: now, siteId: site.id, onBehalfOf: organisation.id, data: { lines: asked.lines.length, quote: asked.quote } })
  return ok(await again(tx, site, order.number, now))
}

/** A refusal undoes the draft that it was made for. */
class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}
const allOrNothing = async <A extends Result<unknown, Refusal> | null>(db: Db, work: (tx: Db) => Promise<A>) => {
  try {
    return await inTransaction(db, async (tx) => {
      const result = await work(tx)
      if (result && !result.ok) throw new Refused(result.refusal)
      return result
    })
  } catch (thrown) {
    if (thrown instanceof Refused) return refuse(thrown.refusal)
    throw thrown
  }
}

const create = serve(createOrder, async ({ db, body, ...call }) => {
  const organisation = await orderer(db, call.actor, body.organisation)
  return organisation.ok ? allOrNothing(db, (tx) => draft(tx, call, body, organisation.value)) : organisation
})

const list = serve(listOrders, async ({ db, actor, query }) => {
  const { rows, total } = await listOrderRows(db, {
    scope: scopeOf(actor),
    state: query.state ?? null,
    organisation: query.organisation ?? null,
    waitingFor: query.waiting_for ?? null,
    text: query.text ?? null,
    before: query.cursor ?? null,
    limit: query.limit,
  })
  return ok({ items: await readCards(db, rows), next: rows.length === query.limit ? (rows.at(-1)?.id ?? null) : null, total })
})

const show = serve(showOrder, async ({ db, actor, params, now }) => {
  const order = await findOrder(db, params.order)
  return order && sees(scopeOf(actor), order.organisation_id) ? ok(await readOrder(db, await theSite(db), order, now)) : null
})

const requote = serve(requoteOrder, async ({ db, actor, params, now, by }) =>
  allOrNothing(db, async (tx): Promise<Result<OrderWire, Refusal> | null> => {
    const order = await locked(tx, actor, params.order)
    if (!order) return null
    if (order.accepted_at || order.cancelled_at) return refuse({ code: 'illegal-move', from: order.accepted_at ? 'accepted' : 'cancelled', to: 'quoted' })
    const site = await theSite(tx)
    const quoted = await quoteOrder(tx, { site, now, day: dayIn(site.zone, now) }, order, await linesOf(tx, [order.id]), order.quote_kind ?? 'firm')
    if (!quoted.ok) return quoted
    await writeJournal(tx, { room: 'market', name: 'order-quoted', subject: ['order', order.number], by, at: now, siteId: site.id, onBehalfOf: order.organisation_id, data: { again: true } })
    return ok(await again(tx, site, order.number, now))
  }),
)

/** Who signs: the caller, where it may sign for the organisation; else sales or an administrator with the paper. */
const signatureOf = async (tx: Db, call: Pick<Call<typeof acceptOrder>, 'actor' | 'body' | 'now'>, order: OrderRow, zone: string): Promise<Result<Signature, Refusal>> => {
  const { actor, body, now } = call
  const { personId } = actor
  if (body.paper) {
    if (!actor.roles.has('admin') && !actor.roles.has('sales')) return refuse({ code: 'not-a-signatory' })
    const file = await keepFile(tx, { name: body.paper.file_name, content: Buffer.from(body.paper.content_base64, 'base64'), ownerOrganisationId: order.organisation_id, now })
    if (!file.ok) return file
    return ok({ by: 'paper', enteredBy: personId, fileId: file.value.id, number: body.paper.number, date: body.paper.date, signer: body.paper.signer })
  }
  if (personId && (await mayAct(tx, { personId, organisationId: order.organisation_id, right: 'sign', day: dayIn(zone, now) }))) return ok({ by: 'signatory', personId })
  return refuse({ code: actor.roles.size > 0 ? 'paper-missing' : 'not-a-signatory' })
}

const accept = serve(acceptOrder, async ({ db, params, ...call }) =>
  inTransaction(db, async (tx) => {
    const order = await locked(tx, call.actor, params.order)
    if (!order) return null
    const site = await theSite(tx)
    const organisation = (await organisationsById(tx, [order.organisation_id])).get(order.organisation_id)
    if (!organisation) return null
    const signature = await signatureOf(tx, call, order, site.zone)
    if (!signature.ok) return signature
    const accepted = await sign({ tx, site, now: call.now, by: call.by }, order, organisation, signature.value)
    return accepted.ok ? ok(await again(tx, site, order.number, call.now)) : accepted
  }),
)

const cancelRoute = serve(cancelOrder, async ({ db, actor, params, body, now, by }) =>
  inTransaction(db, async (tx) => {
    const order = await locked(tx, actor, params.order)
    if (!order) return null
    const cancelled = await cancel({ tx, now, by }, order, body.reason)
    return cancelled.ok ? ok(await again(tx, await theSite(tx), order.number, now)) : cancelled
  }),
)

const handOverRoute = serve(handOver, async ({ db, actor, params, body, now, by }) =>
  inTransaction(db, async (tx) => {
    const order = await locked(tx, actor, params.order)
    const line = order ? (await linesOf(tx, [order.id])).find((candidate) => candidate.position === params.position) : undefined
    if (!order || !line) return null
    if (line.state !== 'ready' || line.notice_sent_at === null) return refuse({ code: 'illegal-move', from: line.state, to: body.verdict === 'accepted' ? 'in-service' : 'rejected' })
    if (body.verdict === 'accepted') {
      await changeLine(tx, line.id, { acceptedHandoverAt: now })
    } else {
      await changeLine(tx, line.id, { state: 'rejected', rejected: { at: now, reason: body.reason } })
      await turnClock(tx, line.id, 'site', { code: 'need-rejected' }, now)
    }
    await writeJournal(tx, { room: 'market', name: `handover-${body.verdict}`, subject: ['order', order.number], by, at: now, siteId: order.site_id, onBehalfOf: order.organisation_id, data: { position: line.position } })
    await notify(tx, 'work')
    return ok(await again(tx, await theSite(tx), order.number, now))
  }),
)

/** Put right after a rejection: what a device can show is shown anew, then a new notice goes out and its days count anew. */
const remedy = serve(remedyLine, async ({ db, actor, params, now, by }) =>
  inTransaction(db, async (tx) => {
    const order = await locked(tx, actor, params.order)
    const line = order ? (await linesOf(tx, [order.id])).find((candidate) => candidate.position === params.position) : undefined
    if (!order || !line) return null
    const moved = line.state === 'rejected' ? moveLine(line.state, 'delivering') : refuse({ code: 'illegal-move', from: line.state, to: 'delivering' })
    if (!moved.ok) return moved
    for (const step of await stepsOf(tx, [line.id])) {
      if (step.does_by === 'machine' && step.for_ready && step.state === 'done') await changeStep(tx, step.id, { state: 'acted', doneAt: null, actedAt: now })
    }
    if (line.service_id) await changeService(tx, line.service_id, { readyAt: null })
    await changeLine(tx, line.id, { state: 'delivering', rejected: null, noticeSentAt: null })
    await turnClock(tx, line.id, 'site', null, now)
    await writeJournal(tx, { room: 'market', name: 'line-remedied', subject: ['order', order.number], by, at: now, siteId: order.site_id, onBehalfOf: order.organisation_id, data: { position: line.position } })
    await notify(tx, 'work')
    return ok(await again(tx, await theSite(tx), order.number, now))
  }),
)

interface OpenStep {
  id: string
  name: string
  line_id: string
  number: string
  service_id: string
  organisation_id: string
}

const closeRoute = serve(closeStep, async ({ db, actor, params, body, now, by }) =>
  inTransaction(db, async (tx) => {
    const found = (
      await sql<OpenStep>`select s.id, s.name, s.line_id, o.number, l.service_id, o.organisation_id from market.step s
        join market.line l on l.id = s.line_id join market."order" o on o.id = l.order_id
        where s.id = ${params.step} and s.state in ('acted', 'undoing') for update of s`.execute(tx)
    ).rows[0]
    if (!found) return refuse({ code: 'step-not-open' })
    const file = await keepFile(tx, { name: body.file_name, content: Buffer.from(body.content_base64, 'base64'), ownerOrganisationId: found.organisation_id, now })
    if (!file.ok) return file
    const site = await theSite(tx)
    const proof = { proof: 'closed-by-hand', value: body.note, method: 'administrator', source: 'attested' as const, fileId: file.value.id, at: now, ...(actor.personId ? { personId: actor.personId } : {}) }
    await keepEvidence(tx, { lineId: found.line_id, serviceId: found.service_id, step: found.name, world: site.world }, [proof])
    await sql`update market.step set state = case state when 'undoing' then 'undone' else 'done' end, done_at = ${now}, closed_by = ${actor.personId},
      waits_for = null, waits_what = null, waits_since = null, fault = null where id = ${found.id}`.execute(tx)
    await writeJournal(tx, { room: 'market', name: 'step-closed-by-hand', subject: ['order', found.number], by, at: now, siteId: site.id, onBehalfOf: found.organisation_id, data: { step: found.name } })
    await notify(tx, 'work')
    return ok(await again(tx, site, found.number, now))
  }),
)

export const orderRoutes: readonly Served[] = [preview, create, list, show, requote, accept, cancelRoute, handOverRoute, remedy, closeRoute]
