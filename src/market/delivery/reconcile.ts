import { sql } from 'kysely'
import type { Clock, Reconciler } from '#kernel'
import { type Db, inTransaction, writeJournal } from '#postgres'
import { claimsOfLines, endRests, giveBack } from '../claim/store.ts'
import { changeLine } from '../order/store.ts'
import { releaseExpired } from '../letter/issue/store.ts'
import type { Site } from '../product.ts'
import { productNames, productOf } from '../products/index.ts'
import { theSite } from '../store.ts'
import { type Watching, driveLine, keepFault } from './drive-line.ts'
import { type Driven, linesToDrive } from './plan-delivery.ts'
import { type BusyLine, busyLines } from './store.ts'

/** Lines driven in one turn; the next turn takes up the rest. */
const MOST_LINES = 2000
/** A device that stays silent is told after 20 s: what is under way is asked again sooner than that. */
const ASK_AGAIN_MS = 10_000
/** What waits is woken by what it waits for; this is for what no sign shows (silence of five days that became an acceptance). */
const LOOK_ANYWAY_MS = 600_000

interface Wanted {
  readonly site: Site
  readonly lines: readonly BusyLine[]
  readonly now: Date
}
interface Drive {
  readonly site: Site
  readonly line: BusyLine
}

/** Each line's sign with what its product sees of the world: read before it is driven, so that nothing is missed between. */
const signed = async (db: Db, site: Site, lines: readonly BusyLine[]): Promise<readonly BusyLine[]> => {
  const signs = new Map<string, string>()
  for (const product of productNames) {
    const ids = lines.filter((line) => line.product === product).map((line) => line.serviceId)
    if (ids.length === 0) continue
    for (const [id, sign] of await productOf(product).signs(db, site.id, ids)) signs.set(id, sign)
  }
  return lines.map((line) => ({ ...line, sign: `${line.sign} ${signs.get(line.serviceId) ?? ''}` }))
}

/**
 * Drives every line that is under way, each in a transaction of its own. Woken by anything that happens anywhere, it looks at
 * all lines in a few queries and drives those of which something changed.
 */
export const fulfilment = ({
  db,
  clock,
}: {
  readonly db: Db
  readonly clock: Clock
}): Reconciler<Wanted, ReadonlyMap<string, Driven>, Drive> => {
  const driven = new Map<string, Driven>()
  const note = (line: BusyLine, afterMs: number) =>
    driven.set(line.id, { sign: line.sign, again: new Date(clock().getTime() + afterMs) })
  return {
    name: 'fulfilment',
    everySeconds: 30,
    wakes: ['work', 'found'],
    look: async () => {
      const site = await theSite(db)
      const now = clock()
      const lines = await signed(db, site, await busyLines(db, site.id, now, MOST_LINES))
      const busy = new Set(lines.map(({ id }) => id))
      for (const id of driven.keys()) if (!busy.has(id)) driven.delete(id)
      return { wish: { site, lines, now }, found: driven }
    },
    plan: ({ site, lines, now }, found) => linesToDrive(lines, found, now).map((line) => ({ site, line })),
    apply: async ({ site, line }) => {
      const watching: Watching = { step: null }
      try {
        const soon = await inTransaction(db, (tx) => driveLine(tx, site, line.id, clock(), watching))
        note(line, soon ? ASK_AGAIN_MS : LOOK_ANYWAY_MS)
      } catch (thrown) {
        note(line, ASK_AGAIN_MS)
        const fault = { step: watching.step, thrown, now: clock() }
        // Where the database itself is away, what broke the step is what is told.
        await inTransaction(db, (tx) => keepFault(tx, line.id, fault)).catch(() => undefined)
        throw thrown
      }
    },
  }
}

type Due = { readonly kind: 'quote'; readonly orderId: string } | { readonly kind: 'rests' }

/** Firm quotes that ran out give back what they held, letters that nobody used their position; things that have rested are sold again. */
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
    inTransaction(db, (tx) => (due.kind === 'quote' ? expireQuote(tx, due.orderId, clock()) : endHolds(tx, clock()))),
})

const endHolds = async (tx: Db, now: Date): Promise<void> => {
  await endRests(tx, now)
  await releaseExpired(tx, now)
}

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
