import { sql } from 'kysely'
import type { Clock, Reconciler } from '#kernel'
import { type Db, inTransaction, writeJournal } from '#postgres'
import { claimsOfLines, endRests, giveBack } from '../claim/store.ts'
import { changeLine } from '../order/store.ts'
import { theSite } from '../store.ts'
import { driveLine, keepFault } from './drive-line.ts'
import { busyLines } from './store.ts'

/** Lines driven in one turn; the next turn takes up the rest. */
const MOST_LINES = 2000

/** Drives every line that is under way, each in a transaction of its own. */
export const fulfilment = ({
  db,
  clock,
}: {
  readonly db: Db
  readonly clock: Clock
}): Reconciler<readonly string[], null, string> => ({
  name: 'fulfilment',
  everySeconds: 30,
  wakes: ['work', 'found'],
  look: async () => ({ wish: await busyLines(db, (await theSite(db)).id, MOST_LINES), found: null }),
  plan: (lines) => lines,
  apply: async (lineId) => {
    const site = await theSite(db)
    try {
      await inTransaction(db, (tx) => driveLine(tx, site, lineId, clock()))
    } catch (thrown) {
      await inTransaction(db, (tx) => keepFault(tx, lineId, thrown, clock()))
      throw thrown
    }
  },
})

type Due = { readonly kind: 'quote'; readonly orderId: string } | { readonly kind: 'rests' }

/** Firm quotes that ran out give back what they held; things that have rested are sold again. */
export const expiry = ({
  db,
  clock,
}: {
  readonly db: Db
  readonly clock: Clock
}): Reconciler<readonly Due[], null, Due> => ({
  name: 'expiry',
  everySeconds: 60,
  wakes: [],
  look: async () => ({
    wish: [
      ...(
        await sql<{
          id: string
        }>`select id from market."order" o where expires_at <= ${clock()} and accepted_at is null and cancelled_at is null
          and exists (select from market.line l where l.order_id = o.id and l.state in ('quoted', 'refused')) order by id limit 500`.execute(
          db,
        )
      ).rows.map((row): Due => ({ kind: 'quote', orderId: row.id })),
      { kind: 'rests' },
    ],
    found: null,
  }),
  plan: (due) => due,
  apply: (due) =>
    inTransaction(db, (tx) =>
      due.kind === 'quote' ? expireQuote(tx, due.orderId, clock()) : endRests(tx, clock()).then(() => undefined),
    ),
})

/** Locks the order first, as signing does: a quote is either signed or expired. */
const expireQuote = async (tx: Db, orderId: string, now: Date): Promise<void> => {
  const order = (
    await sql<{ number: string; organisation_id: string; site_id: string }>`
      select number, organisation_id, site_id from market."order"
      where id = ${orderId} and accepted_at is null and cancelled_at is null and expires_at <= ${now} for update`.execute(
      tx,
    )
  ).rows[0]
  if (!order) return
  const { rows } = await sql<{
    id: string
  }>`select id from market.line where order_id = ${orderId} and state in ('quoted', 'refused')`.execute(tx)
  await giveBack(
    tx,
    await claimsOfLines(
      tx,
      rows.map((row) => row.id),
    ),
    now,
    async () => 0,
  )
  for (const line of rows) await changeLine(tx, line.id, { state: 'expired' })
  await writeJournal(tx, {
    room: 'market',
    name: 'quote-expired',
    subject: ['order', order.number],
    by: { kind: 'system', id: null },
    at: now,
    siteId: order.site_id,
    onBehalfOf: order.organisation_id,
  })
}
