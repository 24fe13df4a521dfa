import { type Refusal, type Result, ok, refuse } from '#kernel'
import { claimsOfService, giveBack } from '../claim/store.ts'
import { pricesOn, toLineQuote } from '../order/quote.ts'
import type { LineRow } from '../order/store.ts'
import type { Instead } from '../product.ts'
import { productOf } from '../products/index.ts'
import { findService } from '../service/store.ts'
import type { At } from './ask-change.ts'
import { admitChange, monthlyOf, pricesAfter } from './plan-change.ts'
import { openChangeOf, writeChange } from './store.ts'

/**
 * What another service gives up for this line, in the transaction that signs it: free for the line at once, and billed no more from that
 * day on, for nobody has an option on what is sold. A term that still runs does not stand against it: more is owed than before. The
 * service is locked and known to be the same customer's.
 */
export const giveUpFor = async (
  at: At,
  line: LineRow,
  number: string,
  instead: Instead<never>,
): Promise<Result<null, Refusal>> => {
  const { tx, site, now, day } = at
  const service = await findService(tx, number)
  if (!service) throw new Error(`no service ${number}`)
  const open = await openChangeOf(tx, service.id)
  if (open !== null) return refuse({ code: 'change-under-way', order: open, service: number })
  const product = productOf(service.product)
  const from = product.parse(service.parameters)
  const to = instead.without(from)
  const before = admitChange(service, from, to)
  if (!before.ok) return before
  const list = await pricesOn(tx, site.id, day, service.product)
  const [priced, cheaper] = [product.price(from, list), product.price(to, list)]
  if (!priced.ok) return priced
  if (!cheaper.ok) return cheaper
  const after = Math.max(0, before.value + monthlyOf(cheaper.value) - monthlyOf(priced.value))
  const plan = { takes: [], leaves: [], reloads: [], steps: [] }
  const quote = toLineQuote({
    prices: pricesAfter(cheaper.value, after),
    refusal: null,
    change: { before: before.value, after, from: service.parameters, plan },
  })
  const begun = service.billing_from ?? day
  const left = (await claimsOfService(tx, service.id)).filter((claim) => instead.leaves(claim))
  await giveBack(tx, left, now, async () => 0)
  await writeChange(tx, service, { ...line, parameters: to, quote }, { from: begun > day ? begun : day, now })
  return ok(null)
}
