import { sql } from 'kysely'
import { type Refusal, type Result, ok, refuse } from '#kernel'
import { type By, type Db, notify, writeJournal } from '#postgres'
import { claimsOfLines, giveBack } from '../claim/store.ts'
import { revokedLetterOf } from '../letter/store.ts'
import { leftAstray } from '../products/cross-connect/ends/store.ts'
import { lockPanels } from '../products/cross-connect/store.ts'
import { changeService, serviceById } from '../service/store.ts'
import { type LineRow, type OrderRow, changeLine, lockLines, turnClock } from './store.ts'

/** A change names its service from the quote on: what is under delivery is told by the state. */
const SIGNED: readonly LineRow['state'][] = ['accepted', 'delivering', 'waiting', 'ready', 'rejected']

/** The lines that can still be cancelled: neither in service nor over, nor being undone already. Pure. */
export const cancellable = (
  lines: readonly Pick<LineRow, 'id' | 'state' | 'position' | 'unwinding'>[],
): Result<readonly Pick<LineRow, 'id' | 'state'>[], Refusal> => {
  const over = ['in-service', 'dismantled', 'cancelled']
  const open = lines.filter((line) => !line.unwinding && !over.includes(line.state))
  if (open.length > 0) return ok(open)
  const served = lines.find((line) => line.state === 'in-service' || line.state === 'dismantled')
  return served
    ? refuse({ code: 'in-service-already', position: served.position })
    : refuse({ code: 'illegal-move', from: 'cancelled', to: 'cancelled' })
}

/**
 * A notice is taken back while nothing is dismantled: the service is again what it was before. Where the other side has revoked its
 * letter, it is not the payer's nor the site's to take back: the port that is reached is the other side's.
 */
const takeBackNotice = async (tx: Db, lines: readonly LineRow[]): Promise<Result<null, Refusal>> => {
  for (const line of lines) {
    if (line.service_id === null) throw new Error('a cease names its service')
    const service = await serviceById(tx, line.service_id, true)
    if (line.state !== 'accepted' || service.state !== 'notice-given')
      return refuse({ code: 'illegal-move', from: service.state, to: 'in-service' })
    const revoked = await revokedLetterOf(tx, service.id)
    if (revoked !== null) return refuse({ code: 'letter-revoked', letter: revoked })
    await changeLine(tx, line.id, { state: 'cancelled', wait: null })
    await changeService(tx, service.id, {
      state: service.suspended_for === null ? 'in-service' : 'suspended',
      notice: null,
    })
  }
  return ok(null)
}

/**
 * Half of a move is none: no cross-connect is left where only these lines would bring the service that it leads to, nor where that one is no
 * more. Nobody leads another one there meanwhile: the panels are locked.
 */
const admitCancel = async (tx: Db, siteId: string, lines: readonly LineRow[]): Promise<Result<null, Refusal>> => {
  const open = cancellable(lines)
  if (!open.ok) return open
  const undone = lines.filter((line) => SIGNED.includes(line.state) && open.value.some(({ id }) => id === line.id))
  const place = undone.find(({ does, product }) => product !== 'cross-connect' || does === 'change')
  if (!place) return ok(null)
  await lockPanels(tx, siteId)
  const services = await leftAstray(
    tx,
    undone.map(({ id }) => id),
  )
  return services.length > 0
    ? refuse({ code: 'cancel-leaves-cross-connect', services, position: place.position })
    : ok(null)
}

/** Lines of one order, locked: what of them is not in service ends or unwinds. */
export const cancelLines = async (
  tx: Db,
  lines: readonly LineRow[],
  reason: string,
  now: Date,
): Promise<Result<null, Refusal>> => {
  const open = cancellable(lines)
  if (!open.ok) return open
  for (const line of open.value) {
    if (!SIGNED.includes(line.state)) {
      await giveBack(tx, await claimsOfLines(tx, [line.id]), now, async () => 0)
      await changeLine(tx, line.id, { state: 'cancelled' })
    } else {
      // What it waited for is over; while it unwinds it may wait for other things.
      const state = line.state === 'waiting' ? { state: 'delivering' as const } : {}
      await changeLine(tx, line.id, { ...state, unwinding: { why: reason }, wait: null })
      await turnClock(tx, line.id, 'site', { code: 'unwinding' }, now)
    }
  }
  return ok(null)
}

/**
 * Cancels what of an order is not in service, in the given transaction, whose order row is locked: a line that was never
 * signed ends at once, a line under delivery unwinds (each step undone, the last first, a person's by a work order) and gives
 * back what it holds when nothing is left. Lines in service stay. Of a cease it is the notice that is taken back.
 */
export const cancelOrder = async (
  at: { readonly tx: Db; readonly now: Date; readonly by: By },
  order: OrderRow,
  reason: string,
): Promise<Result<'cancelled', Refusal>> => {
  const { tx, now } = at
  const lines = await lockLines(tx, order.id)
  const admitted = order.kind === 'cease' ? ok(null) : await admitCancel(tx, order.site_id, lines)
  if (!admitted.ok) return admitted
  const done = order.kind === 'cease' ? await takeBackNotice(tx, lines) : await cancelLines(tx, lines, reason, now)
  if (!done.ok) return done
  await sql`update market."order" set cancelled_at = ${now}, cancel_reason = ${reason}, version = version + 1 where id = ${order.id}`.execute(
    tx,
  )
  await writeJournal(tx, {
    room: 'market',
    name: order.kind === 'cease' ? 'notice-taken-back' : 'order-cancelled',
    subject: ['order', order.number],
    by: at.by,
    at: now,
    siteId: order.site_id,
    onBehalfOf: order.organisation_id,
  })
  await notify(tx, 'work')
  return ok('cancelled')
}
