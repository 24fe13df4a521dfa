import { type Refusal, type Result, ok, refuse } from '#kernel'
import { type Actor, type Call, type Served, mayAct, scopeOf, sees, serve } from '#people'
import { type Db, keepFile, writeJournal } from '#postgres'
import { allOrNothing } from '../all-or-nothing.ts'
import {
  acceptOrder,
  cancelOrder,
  createOrder,
  listOrders,
  type OrderAsked,
  type OrderWire,
  previewOrder,
  requoteOrder,
  showOrder,
} from '../contract.ts'
import { changesAsked, insertChanges, previewChanges } from '../change/order-changes.ts'
import { isStaff, mayFor, maySign } from '../may-act.ts'
import { productOf } from '../products/index.ts'
import { quotedTerms, termsOf } from '../service/store.ts'
import { dayIn } from '../start-billing.ts'
import { toldTo } from '../space/tell-customer.ts'
import { type OrganisationCard, organisationByHandle, organisationsById, theSite } from '../store.ts'
import { type Signature, acceptOrder as sign } from './accept.ts'
import { admitOrderPaper } from './admit-paper.ts'
import { cancelOrder as cancel } from './cancel.ts'
import { listOrderRows, lockedOrder, orderAgain, readCards, readOrder } from './read.ts'
import {
  lockFirmQuotes,
  otherPays,
  ownTermOf,
  priceWire,
  quoteLines,
  quoteOrder,
  toLineQuote,
  totalsOf,
} from './quote.ts'
import { type OrderRow, findOrder, insertLine, insertOrder, linesOf } from './store.ts'

/** The organisation that is ordered for, if this caller may order for it: an unknown one and another's are the same answer. */
const orderer = async (db: Db, actor: Actor, handle: string): Promise<Result<OrganisationCard, Refusal>> => {
  const organisation = await organisationByHandle(db, handle)
  return organisation && organisation.ended_at === null && mayFor(actor, organisation.id, ['admin', 'sales'], 'order')
    ? ok(organisation)
    : refuse({ code: 'organisation-unknown', organisation: handle })
}

const preview = serve(previewOrder, async ({ db, actor, body, now }) => {
  // Nothing here is in a transaction: what does not need an answer is asked beside it.
  const [organisation, site] = await Promise.all([orderer(db, actor, body.organisation), theSite(db)])
  if (!organisation.ok) return organisation
  const terms = await termsOf(db, site.id, organisation.value.id)
  const asking = { tx: db, now, day: dayIn(site.zone, now), site, organisationId: organisation.value.id }
  const changes = await changesAsked(db, organisation.value.id, body.changes)
  if (!changes.ok) return changes
  const named = [...body.lines, ...changes.value.map(({ service }) => service)]
  const products = new Map(named.map(({ product }, index) => [index + 1, product]))
  const quotes = await quoteLines({ ...asking, products, bounds: { ...terms, bySite: isStaff(actor) } }, body.lines)
  const paidByOther = body.lines.map(otherPays)
  const hidden = (index: number): boolean => paidByOther[index] === true && !isStaff(actor)
  const news = quotes.map((quoted, index) => {
    const product = productOf(body.lines[index]?.product ?? '')
    return {
      position: index + 1,
      product: product.name,
      prices: hidden(index) ? [] : toLineQuote(quoted).prices.map(priceWire),
      usage: [...(quoted.usage ?? [])],
      term_months: body.lines[index] ? ownTermOf(body.lines[index]) : null,
      would_reserve: quoted.holds.map(({ kind, label }) => ({ kind, label })),
      steps: product.deliver.map((step) => ({
        name: step.name,
        by: step.by,
        for_ready: step.forReady,
      })),
      notes: [...(quoted.notes ?? [])],
      refusal: quoted.refusal,
    }
  })
  const lines = [...news, ...(await previewChanges(asking, changes.value, news.length))].map((line) => ({
    ...line,
    refusal: toldTo(isStaff(actor), line.refusal),
  }))
  return ok({
    lines,
    terms: quotedTerms(terms),
    totals: totalsOf(lines.flatMap((line, index) => (paidByOther[index] === true ? [] : line.prices))),
    refusal: lines.find((line) => line.refusal)?.refusal ?? null,
  })
})

const draft = async (
  tx: Db,
  call: Pick<Call<typeof createOrder>, 'actor' | 'now' | 'by'>,
  asked: OrderAsked,
  organisation: OrganisationCard,
): Promise<Result<OrderWire, Refusal>> => {
  const site = await theSite(tx)
  const { now } = call
  const changes = await changesAsked(tx, organisation.id, asked.changes)
  if (!changes.ok) return changes
  if (asked.quote === 'firm')
    await lockFirmQuotes(
      tx,
      organisation.id,
      changes.value.map(({ service }) => service.id),
    )
  const order = await insertOrder(tx, site, {
    organisationId: organisation.id,
    kind: asked.lines.length === 0 ? 'change' : 'new',
    asked,
    draftedBy: call.actor.personId,
    bySite: isStaff(call.actor),
    now,
  })
  for (const [index, line] of asked.lines.entries()) {
    await insertLine(tx, {
      orderId: order.id,
      position: index + 1,
      does: 'create',
      product: line.product,
      parameters: line.parameters,
      serviceId: null,
    })
  }
  await insertChanges(tx, order.id, changes.value, asked.lines.length)
  const quoted = await quoteOrder(
    tx,
    { site, now, day: dayIn(site.zone, now) },
    { id: order.id, organisation_id: organisation.id, by_site: isStaff(call.actor) },
    await linesOf(tx, [order.id]),
    asked.quote,
  )
  if (!quoted.ok) return quoted
  await writeJournal(tx, {
    room: 'market',
    name: 'order-quoted',
    subject: ['order', order.number],
    by: call.by,
    at: now,
    siteId: site.id,
    onBehalfOf: organisation.id,
    data: { lines: asked.lines.length + changes.value.length, quote: asked.quote },
  })
  return ok(await orderAgain(tx, { site, now, staff: isStaff(call.actor) }, order.number))
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
  return ok({
    items: await readCards(db, rows),
    next: rows.length === query.limit ? (rows.at(-1)?.id ?? null) : null,
    total,
  })
})

const show = serve(showOrder, async ({ db, actor, params, now }) => {
  const order = await findOrder(db, params.order)
  return order && sees(scopeOf(actor), order.organisation_id)
    ? ok(await readOrder(db, { site: await theSite(db), now, staff: isStaff(actor) }, order))
    : null
})

/** What the caller saw is not what stands: somebody quoted or changed it meanwhile. Only where the caller says what it saw. */
const seenOtherwise = (ifMatch: number | null, { version }: OrderRow): Result<null, Refusal> =>
  ifMatch === null || ifMatch === version ? ok(null) : refuse({ code: 'version-changed', version })

const requote = serve(requoteOrder, async ({ db, actor, params, now, by, ifMatch }) =>
  allOrNothing(db, async (tx): Promise<Result<OrderWire, Refusal> | null> => {
    const order = await lockedOrder(tx, actor, params.order)
    if (!order) return null
    const seen = seenOtherwise(ifMatch, order)
    if (!seen.ok) return seen
    if (order.accepted_at || order.cancelled_at)
      return refuse({ code: 'illegal-move', from: order.accepted_at ? 'accepted' : 'cancelled', to: 'quoted' })
    const site = await theSite(tx)
    const quoted = await quoteOrder(
      tx,
      { site, now, day: dayIn(site.zone, now) },
      order,
      await linesOf(tx, [order.id]),
      order.quote_kind ?? 'firm',
    )
    if (!quoted.ok) return quoted
    await writeJournal(tx, {
      room: 'market',
      name: 'order-quoted',
      subject: ['order', order.number],
      by,
      at: now,
      siteId: site.id,
      onBehalfOf: order.organisation_id,
      data: { again: true },
    })
    return ok(await orderAgain(tx, { site, now, staff: isStaff(actor) }, order.number))
  }),
)

/** Who signs: the caller, where it may sign for the organisation; else sales or an administrator with the paper. */
const signatureOf = async (
  tx: Db,
  call: Pick<Call<typeof acceptOrder>, 'actor' | 'body' | 'now'>,
  order: OrderRow,
  zone: string,
): Promise<Result<Signature, Refusal>> => {
  const { actor, body, now } = call
  const { personId } = actor
  if (body.paper) {
    if (!actor.roles.has('admin') && !actor.roles.has('sales')) return refuse({ code: 'not-a-signatory' })
    const dated = admitOrderPaper(body.paper.date, order.created_at, { zone, now })
    if (!dated.ok) return dated
    const file = await keepFile(tx, {
      name: body.paper.file_name,
      content: Buffer.from(body.paper.content_base64, 'base64'),
      ownerOrganisationId: order.organisation_id,
      now,
    })
    if (!file.ok) return file
    return ok({
      by: 'paper',
      enteredBy: personId,
      fileId: file.value.id,
      number: body.paper.number,
      date: body.paper.date,
      signer: body.paper.signer,
    })
  }
  if (
    personId &&
    maySign(actor, order.organisation_id) &&
    (await mayAct(tx, { personId, organisationId: order.organisation_id, right: 'sign', day: dayIn(zone, now) }))
  )
    return ok({ by: 'signatory', personId })
  return refuse({ code: actor.roles.size > 0 ? 'paper-missing' : 'not-a-signatory' })
}

/** A purchase order comes after its quote: what is said at the signature takes the place of what was drafted. */
const withReferences = (
  order: OrderRow,
  said: Pick<Call<typeof acceptOrder>['body'], 'customer_reference' | 'service_code' | 'engagement_number'>,
): OrderRow => ({
  ...order,
  customer_reference: said.customer_reference ?? order.customer_reference,
  service_code: said.service_code ?? order.service_code,
  engagement_number: said.engagement_number ?? order.engagement_number,
})

const accept = serve(acceptOrder, async ({ db, params, ...call }) =>
  // A refusal takes the paper back with it.
  allOrNothing(db, async (tx): Promise<Result<OrderWire, Refusal> | null> => {
    const drafted = await lockedOrder(tx, call.actor, params.order)
    if (!drafted) return null
    const seen = seenOtherwise(call.ifMatch, drafted)
    if (!seen.ok) return seen
    const order = withReferences(drafted, call.body)
    const site = await theSite(tx)
    const organisation = (await organisationsById(tx, [order.organisation_id])).get(order.organisation_id)
    if (!organisation) return null
    const signature = await signatureOf(tx, call, order, site.zone)
    if (!signature.ok) return signature
    const accepted = await sign({ tx, site, now: call.now, by: call.by }, order, organisation, signature.value)
    return accepted.ok
      ? ok(await orderAgain(tx, { site, now: call.now, staff: isStaff(call.actor) }, order.number))
      : refuse(toldTo(isStaff(call.actor), accepted.refusal))
  }),
)

const cancelRoute = serve(cancelOrder, async ({ db, actor, params, body, now, by, ifMatch }) =>
  allOrNothing(db, async (tx): Promise<Result<OrderWire, Refusal> | null> => {
    const order = await lockedOrder(tx, actor, params.order)
    if (!order) return null
    // A notice once given is taken back with the site's consent only.
    const mine = order.kind === 'cease' ? isStaff(actor) : true
    if (!mine || !mayFor(actor, order.organisation_id, ['admin', 'sales'], 'sign'))
      return refuse({ code: 'not-allowed' })
    const seen = seenOtherwise(ifMatch, order)
    if (!seen.ok) return seen
    const cancelled = await cancel({ tx, now, by }, order, body.reason)
    return cancelled.ok
      ? ok(await orderAgain(tx, { site: await theSite(tx), now, staff: isStaff(actor) }, order.number))
      : cancelled
  }),
)

export const orderRoutes: readonly Served[] = [preview, create, list, show, requote, accept, cancelRoute]
