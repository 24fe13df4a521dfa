import { sql } from 'kysely'
import { type Refusal, type Result, ok, refuse } from '#kernel'
import { type By, type Db, notify, writeJournal } from '#postgres'
import { claimsOfLines, giveBack } from '../claim/store.ts'
import { type OrderRow, changeLine, linesOf, turnClock } from './store.ts'

/**
 * Cancels an order that is not in service: a line that was never signed ends at once, a line under delivery unwinds
 * (each step undone, the last first, a person's by a work order) and gives back what it holds when nothing is left.
 */
export const cancelOrder = async (
  at: { readonly tx: Db; readonly now: Date; readonly by: By },
  order: OrderRow,
  reason: string,
): Promise<Result<'cancelled', Refusal>> => {
  const { tx, now } = at
  const lines = await linesOf(tx, [order.id])
  const served = lines.find((line) => line.state === 'in-service' || line.state === 'dismantled')
  if (served) return refuse({ code: 'in-service-already', position: served.position })
  if (order.cancelled_at) return refuse({ code: 'illegal-move', from: 'cancelled', to: 'cancelled' })
  if (order.kind === 'cease') return refuse({ code: 'illegal-move', from: 'notice-given', to: 'cancelled' })
  for (const line of lines) {
    if (line.service_id === null) {
      await giveBack(tx, await claimsOfLines(tx, [line.id]), now, async () => 0)
      await changeLine(tx, line.id, { state: 'cancelled' })
    } else {
      await changeLine(tx, line.id, { unwinding: { why: reason } })
      await turnClock(tx, line.id, 'site', { code: 'unwinding' }, now)
    }
  }
  await sql`update market."order" set cancelled_at = ${now}, cancel_reason = ${reason}, version = version + 1 where id = ${order.id}`.execute(
    tx,
  )
  await writeJournal(tx, {
    room: 'market',
    name: 'order-cancelled',
    subject: ['order', order.number],
    by: at.by,
    at: now,
    siteId: order.site_id,
    onBehalfOf: order.organisation_id,
  })
  await notify(tx, 'work')
  return ok('cancelled')
}
