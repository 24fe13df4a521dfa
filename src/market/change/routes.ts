import { type Refusal, type Result, ok, refuse } from '#kernel'
import { type Call, type Served, scopeOf, sees, serve } from '#people'
import { type Db, writeJournal } from '#postgres'
import { allOrNothing } from '../all-or-nothing.ts'
import { changeService } from '../contract.ts'
import { isStaff, mayFor } from '../may-act.ts'
import { lockFirmQuotes, quoteChangeLine, quoteOrder } from '../order/quote.ts'
import { insertLine, insertOrder, linesOf } from '../order/store.ts'
import { productOf } from '../products/index.ts'
import { type ServiceRow, findService } from '../service/store.ts'
import { toldTo } from '../space/tell-customer.ts'
import { dayIn } from '../start-billing.ts'
import { organisationsById, theSite } from '../store.ts'
import { type ChangeQuoted, readParameters } from './ask-change.ts'
import type { ChangeQuotedWire } from './contract.ts'
import { mergeParameters, quotedWire } from './read-change.ts'

type ChangeCall = Pick<Call<typeof changeService>, 'actor' | 'body' | 'now' | 'by'>

/** Drafts and quotes the order of one change; what cannot be sold leaves nothing behind. */
const draft = async (
  tx: Db,
  call: ChangeCall,
  service: ServiceRow,
  parameters: object,
): Promise<Result<ChangeQuoted & { readonly order: string | null }, Refusal>> => {
  const { now, body } = call
  const site = await theSite(tx)
  const at = { tx, site, now, day: dayIn(site.zone, now) }
  if (body.quote === 'firm' && !body.dry_run) await lockFirmQuotes(tx, service.organisation_id, [service.id])
  const quoted = await quoteChangeLine(at, { serviceId: service.id, parameters, lineId: null })
  if (quoted.refusal || body.dry_run) return ok({ ...quoted, order: null })
  const order = await insertOrder(tx, site, {
    organisationId: service.organisation_id,
    kind: 'change',
    asked: {
      together: false,
      customer_reference: body.customer_reference,
      service_code: body.service_code,
      engagement_number: body.engagement_number,
    },
    draftedBy: call.actor.personId,
    now,
  })
  await insertLine(tx, {
    orderId: order.id,
    position: 1,
    does: 'change',
    product: service.product,
    parameters,
    serviceId: service.id,
  })
  const held = await quoteOrder(
    tx,
    at,
    { id: order.id, organisation_id: service.organisation_id },
    await linesOf(tx, [order.id]),
    body.quote,
  )
  if (!held.ok) return held
  const line = (await linesOf(tx, [order.id]))[0]
  await writeJournal(tx, {
    room: 'market',
    name: 'order-quoted',
    subject: ['order', order.number],
    by: call.by,
    at: now,
    siteId: site.id,
    onBehalfOf: service.organisation_id,
    data: { changes: service.number, quote: body.quote },
  })
  return ok({
    ...quoted,
    change: line?.quote?.change ?? null,
    refusal: line?.quote?.refusal ?? null,
    order: order.number,
  })
}

const change = serve(changeService, async ({ db, params, ...call }) =>
  allOrNothing(db, async (tx): Promise<Result<ChangeQuotedWire, Refusal> | null> => {
    const service = await findService(tx, params.service)
    if (!service || !sees(scopeOf(call.actor), service.organisation_id)) return null
    if (!mayFor(call.actor, service.organisation_id, ['admin', 'sales'], 'order'))
      return refuse({ code: 'not-allowed' })
    const product = productOf(service.product)
    const buyer = (await organisationsById(tx, [service.organisation_id])).get(service.organisation_id)
    const public_body = buyer?.kinds.includes('public-body') ?? false
    // Read once: what the product leaves out or fills in is what is compared, priced and kept.
    const read = readParameters(product, mergeParameters(product.parse(service.parameters), call.body.parameters))
    if (!read.ok)
      return ok({
        ...quotedWire(
          { service: service.number, product: service.product, parameters: service.parameters, order: null },
          { prices: [], change: null, refusal: read.refusal },
        ),
        public_body,
      })
    const drafted = await draft(tx, call, service, read.value.parsed)
    if (!drafted.ok) return drafted
    const refusal = toldTo(isStaff(call.actor), drafted.value.refusal)
    return ok({
      ...quotedWire(
        {
          service: service.number,
          product: service.product,
          parameters: read.value.parsed,
          order: drafted.value.order,
        },
        { ...drafted.value, refusal },
      ),
      public_body,
    })
  }),
)

export const changeRoutes: readonly Served[] = [change]
