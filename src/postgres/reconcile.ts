import { sql } from 'kysely'
import type { Clock, Reconciler } from '#kernel'
import type { Db } from './db.ts'
import { outbox } from './mail/outbox.ts'
import type { Post } from './ports.ts'

const HOUR_SECONDS = 3600

/** This month's and the next month's partition of the journal, so that midnight of the last day finds its own. */
const journalMonths = ({ db, clock }: { readonly db: Db; readonly clock: Clock }): Reconciler<Date, null, Date> => ({
  name: 'journal-months',
  everySeconds: 6 * HOUR_SECONDS,
  look: async () => ({ wish: clock(), found: null }),
  plan: (now) => [now, new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1))],
  apply: async (day) => {
    await sql`select floor.journal_month(${day})`.execute(db)
  },
})

export const floorReconcilers = (deps: { readonly db: Db; readonly clock: Clock; readonly post: Post }) => [
  journalMonths(deps),
  outbox(deps),
]
