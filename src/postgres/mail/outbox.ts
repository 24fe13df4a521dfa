import { sql } from 'kysely'
import { type Clock, type Language, type Reconciler, messageOf, newId } from '#kernel'
import { type Db, notify } from '../db.ts'
import type { Letter, Post } from '../ports.ts'

export interface NewLetter {
  readonly recipient: string
  readonly subject: string
  readonly body: string
  /** What it is about, such as `['order', 'BES-O-2026-00042']`: shown beside it. */
  readonly about?: readonly [kind: string, id: string]
  /** Of its reader: a letter that names it leads to the page of what it is about, where it leaves with an address. */
  readonly language?: Language
  readonly now: Date
}

/** Puts a letter into the outbox, in the transaction that is its reason: what is rolled back is never sent. */
export const writeMail = async (tx: Db, letter: NewLetter): Promise<void> => {
  await sql`
    insert into floor.mail (id, recipient, subject, body, about_kind, about_id, language, written_at)
    values (${newId<'mail'>()}, ${letter.recipient}, ${letter.subject}, ${letter.body}, ${letter.about?.[0] ?? null},
            ${letter.about?.[1] ?? null}, ${letter.language ?? null}, ${letter.now})`.execute(tx)
  await notify(tx, 'mail')
}

interface UnsentRow {
  readonly id: string
  readonly recipient: string
  readonly subject: string
  readonly body: string
  readonly about_kind: string | null
  readonly about_id: string | null
  readonly language: Language | null
  readonly written_at: Date
  readonly attempts: number
  readonly tried_at: Date | null
}

const MINUTE_MS = 60_000
const LONGEST_WAIT_MINUTES = 6 * 60

/** After a letter was refused: one minute, two, four… up to six hours; it is never given up. */
export const isDue = (unsent: { readonly attempts: number; readonly tried_at: Date | null }, now: Date): boolean =>
  unsent.tried_at === null ||
  now.getTime() >= unsent.tried_at.getTime() + Math.min(2 ** (unsent.attempts - 1), LONGEST_WAIT_MINUTES) * MINUTE_MS

const MOST_AT_ONCE = 50

const letterOf = ({ about_kind: kind, about_id: id, written_at: writtenAt, ...row }: UnsentRow): Letter => ({
  id: row.id,
  recipient: row.recipient,
  subject: row.subject,
  body: row.body,
  writtenAt,
  about: kind === null || id === null ? null : [kind, id],
  language: row.language,
})

/** Takes letters out of the outbox. A letter whose sending was acknowledged but not written down goes out again, with the same Message-ID. */
export const outbox = (deps: {
  readonly db: Db
  readonly post: Post
  readonly clock: Clock
}): Reconciler<readonly Letter[], null, Letter> => ({
  name: 'mail',
  everySeconds: 60,
  wakes: ['mail'],
  look: async () => {
    const { rows } = await sql<UnsentRow>`
      select id, recipient, subject, body, about_kind, about_id, language, written_at, attempts, tried_at from floor.mail
      where sent_at is null order by tried_at nulls first, written_at limit 1000`.execute(deps.db)
    const now = deps.clock()
    const due = rows.filter((row) => isDue(row, now)).slice(0, MOST_AT_ONCE)
    return { wish: due.map(letterOf), found: null }
  },
  plan: (wish) => wish,
  apply: async (letter, signal) => {
    try {
      await deps.post.send(letter, signal)
    } catch (cause) {
      await sql`update floor.mail set attempts = attempts + 1, tried_at = ${deps.clock()}, last_fault = ${messageOf(cause).slice(0, 500)}
        where id = ${letter.id}`.execute(deps.db)
      throw cause
    }
    await sql`update floor.mail set attempts = attempts + 1, tried_at = ${deps.clock()}, sent_at = ${deps.clock()}, last_fault = null
      where id = ${letter.id}`.execute(deps.db)
    // More may be waiting than one turn takes.
    await notify(deps.db, 'mail')
  },
})
