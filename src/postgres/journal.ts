import { sql } from 'kysely'
import { newId } from '#kernel'
import type { Db } from './db.ts'

/** Who did it: a person, a key of theirs, the system itself, or a file that was loaded. */
export interface By {
  readonly kind: 'person' | 'key' | 'system' | 'file'
  readonly id: string | null
  readonly requestId?: string | undefined
}

/** One line of the journal. Ids only, no names: a person can be anonymised, a line cannot be changed. */
export interface Entry {
  readonly room: string
  /** Past tense, of the room: `order-accepted`. */
  readonly name: string
  readonly subject: readonly [kind: string, id: string]
  readonly by: By
  readonly at: Date
  readonly siteId?: string | null
  /** The organisation that it concerns: its members may read the line. */
  readonly onBehalfOf?: string | null
  readonly data?: object
}

/** Written in the transaction of the rows that it tells of; wakes the live pages on commit. Never an input to a decision. */
export const writeJournal = async (tx: Db, entry: Entry): Promise<void> => {
  const told = JSON.stringify({
    room: entry.room,
    name: entry.name,
    kind: entry.subject[0],
    id: entry.subject[1],
    organisation: entry.onBehalfOf ?? null,
  })
  // The month's partition first: a process that runs over midnight of the last day finds it made.
  await sql`select floor.journal_month(${entry.at}), pg_notify('journal', ${told})`.execute(tx)
  await sql`
    insert into floor.journal (id, site_id, at, actor_kind, actor_id, on_behalf_of, request_id, room, name, subject_kind, subject_id, data)
    values (${newId()}, ${entry.siteId ?? null}, ${entry.at}, ${entry.by.kind}, ${entry.by.id}, ${entry.onBehalfOf ?? null},
            ${entry.by.requestId ?? null}, ${entry.room}, ${entry.name}, ${entry.subject[0]}, ${entry.subject[1]}, ${JSON.stringify(entry.data ?? {})}::jsonb)`.execute(
    tx,
  )
}
