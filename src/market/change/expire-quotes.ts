import { sql } from 'kysely'
import { type By, type Db, inTransaction, writeJournal } from '#postgres'
import { claimsOfLines, giveBack } from '../claim/store.ts'
import { type LineRow, changeLine, inLockOrder, lockLines } from '../order/store.ts'
import { productOf } from '../products/index.ts'

/** Carries an answer out of a transaction that leaves nothing behind. */
class Looked<A> extends Error {
  readonly answer: A
  constructor(answer: A) {
    super('looked')
    this.answer = answer
  }
}

interface Others {
  readonly serviceId: string
  /** Of the line that is looked for; null: it is not written yet. */
  readonly lineId: string | null
}

/** Lines that are not signed and hold something for a change of this service. */
const firmLines = ({ serviceId, lineId }: Others) => sql<{ id: string }>`
  select l.id from market.line l where l.service_id = ${serviceId} and l.does = 'change' and l.state in ('quoted', 'refused')
    and (${lineId}::uuid is null or l.id <> ${lineId}::uuid)
    and exists (select from market.claim c where c.line_id = l.id and c.given_back_at is null)`

/**
 * What a look finds as if the other firm quotes of this service were gone: of all of them one can be signed. Nothing is changed. One that
 * somebody signs or quotes right now counts as it is, so that who looks and who signs never wait in a circle; who looks shares the lines
 * with others who look.
 */
export const lookAlone = async <A>(
  { tx: db, now }: { readonly tx: Db; readonly now: Date },
  of: Others,
  look: (tx: Db) => Promise<A>,
): Promise<A> => {
  if ((await firmLines(of).execute(db)).rows.length === 0) return look(db)
  try {
    return await inTransaction(db, async (tx): Promise<A> => {
      const { rows: free } = await sql<{
        id: string
      }>`${firmLines(of)} order by l.id for share of l skip locked`.execute(tx)
      const ids = free.map(({ id }) => id)
      await giveBack(tx, await claimsOfLines(tx, ids), now, async () => 0)
      throw new Looked(await look(tx))
    })
  } catch (thrown) {
    if (thrown instanceof Looked) return thrown.answer
    throw thrown
  }
}

interface Over {
  /** Services that are locked. */
  readonly serviceIds: readonly string[]
  /** The order that takes their place, with its lines; null: a notice does. */
  readonly by: { readonly orderId: string; readonly lines: readonly Pick<LineRow, 'product' | 'position'>[] } | null
  readonly siteId: string
  readonly now: Date
  readonly who: By
}

/**
 * Ends what is quoted for changes of these services and can be signed no more: each was quoted on the service as it is, so that the first
 * to be signed, or a notice, leaves none of the others. A quote that replaces another, and a signature, end firm ones, which hold something; a
 * notice ends all. The whole order: it is signed whole or not at all. One that somebody is signing or quoting right now is theirs to end.
 */
export const expireQuotes = async (tx: Db, { serviceIds, by, siteId, now, who }: Over): Promise<readonly string[]> => {
  if (serviceIds.length === 0) return []
  const { rows: orders } = await sql<{ id: string; number: string; organisation_id: string }>`
    select o.id, o.number, o.organisation_id from market."order" o
    where o.accepted_at is null and o.cancelled_at is null and (${by === null} or o.quote_kind = 'firm')
      and o.id is distinct from ${by?.orderId ?? null}::uuid
      and exists (select from market.line l where l.order_id = o.id and l.does = 'change' and l.service_id = any(${[...serviceIds]}::uuid[])
        and l.state in ('quoted', 'refused'))
    order by o.id for update of o skip locked`.execute(tx)
  if (orders.length === 0) return []
  const lines: LineRow[] = []
  for (const { id } of orders)
    lines.push(...(await lockLines(tx, id)).filter(({ state }) => state === 'quoted' || state === 'refused'))
  // In the order of every signature, also by what only gives back.
  for (const name of new Set(inLockOrder([...lines, ...(by?.lines ?? [])]).map(({ product }) => product)))
    await productOf(name).lock?.(tx, siteId)
  const ids = lines.map(({ id }) => id)
  await giveBack(tx, await claimsOfLines(tx, ids), now, async () => 0)
  for (const id of ids) await changeLine(tx, id, { state: 'expired' })
  for (const order of orders) {
    await sql`update market."order" set expires_at = least(expires_at, ${now}), version = version + 1 where id = ${order.id}`.execute(
      tx,
    )
    await writeJournal(tx, {
      room: 'market',
      name: 'quote-expired',
      subject: ['order', order.number],
      by: who,
      at: now,
      siteId,
      onBehalfOf: order.organisation_id,
      data: { because: by === null ? 'notice' : 'replaced' },
    })
  }
  return orders.map(({ number }) => number)
}
