import { inTransaction } from '#postgres'
import type { OrderAsked } from '../contract.ts'
import { dayIn } from '../start-billing.ts'
import { organisationByHandle, organisationsById, theSite } from '../store.ts'
import type { Bench } from '../testing.ts'
import { acceptOrder } from './accept.ts'
import { quoteOrder } from './quote.ts'
import { findOrder, insertLine, insertOrder, linesOf } from './store.ts'

const by = { kind: 'system', id: null } as const

type Signing = Pick<Bench, 'db' | 'now' | 'signatory'>

/** Drafts and quotes, as the route does; answers the order's number. */
export const quotedOrder = (bench: Pick<Bench, 'db' | 'now'>, order: OrderAsked): Promise<string> =>
  inTransaction(bench.db, async (tx) => {
    const site = await theSite(tx)
    const organisation = await organisationByHandle(tx, order.organisation)
    if (!organisation) throw new Error(`no organisation ${order.organisation}`)
    const { id, number } = await insertOrder(tx, site, {
      organisationId: organisation.id,
      kind: 'new',
      asked: order,
      draftedBy: null,
      bySite: true,
      now: bench.now,
    })
    for (const [at, line] of order.lines.entries()) {
      await insertLine(tx, {
        orderId: id,
        position: at + 1,
        does: 'create',
        product: line.product,
        parameters: line.parameters,
        serviceId: null,
      })
    }
    const quoted = await quoteOrder(
      tx,
      { site, now: bench.now, day: dayIn(site.zone, bench.now) },
      { id, organisation_id: organisation.id, by_site: true },
      await linesOf(tx, [id]),
      order.quote,
    )
    if (!quoted.ok) throw new Error(quoted.refusal.code)
    return number
  })

/** Signs as the bench's signatory; answers what the signature did. */
export const signOrder = (bench: Signing, number: string) =>
  inTransaction(bench.db, async (tx) => {
    const site = await theSite(tx)
    const order = await findOrder(tx, number, true)
    const organisation = order
      ? (await organisationsById(tx, [order.organisation_id])).get(order.organisation_id)
      : undefined
    if (!order || !organisation) throw new Error(`no order ${number}`)
    return acceptOrder({ tx, site, now: bench.now, by }, order, organisation, {
      by: 'signatory',
      personId: bench.signatory,
    })
  })

export const signedOrder = async (bench: Signing, order: OrderAsked): Promise<string> => {
  const number = await quotedOrder(bench, order)
  const signed = await signOrder(bench, number)
  if (!signed.ok) throw new Error(JSON.stringify(signed.refusal))
  return number
}
