import { sql } from 'kysely'
import type { Refusal, Result } from '#kernel'
import { type By, type Db, inTransaction, writeJournal } from '#postgres'
import { allOrNothing } from '../all-or-nothing.ts'
import type { ImportAnswer, ImportRow } from './contract.ts'

/** A row as its format read it: where it stands, of whom or what it speaks. */
export interface Placed {
  readonly line?: number
  readonly path?: string
  readonly subject: string
}

/** What applying a row did. `subject`: a better name for it than the file's (the number that it got). */
export interface Applied {
  readonly did: 'created' | 'updated' | 'unchanged'
  readonly subject?: string
  readonly warnings?: readonly Refusal[]
}

export interface Import<Row extends Placed> {
  /** `ixf`, `services`, `readings`: what the journal calls it. */
  readonly kind: string
  /** SHA-256 of the file, in hexadecimal. */
  readonly sha256: string
  readonly siteId: string
  readonly rows: readonly Row[]
  readonly dryRun: boolean
  readonly keepGood: boolean
  readonly by: By
  readonly now: Date
  /** Before the rows, once the site’s other imports are over: the locks of all of them, and what they share. */
  readonly begin?: (tx: Db) => Promise<void>
  /** After the rows: what the file no longer says, as rows of the answer. Changes that it makes are undone with the rest. */
  readonly after?: (tx: Db) => Promise<readonly ImportRow[]>
}

/** Carries the answer out of a transaction whose changes are not wanted. */
class Undone extends Error {
  readonly rows: readonly ImportRow[]
  constructor(rows: readonly ImportRow[]) {
    super('an import was not applied')
    this.rows = rows
  }
}

const countRows = (rows: readonly ImportRow[]): ImportAnswer['counts'] => {
  const count = (did: ImportRow['did']): number => rows.filter((row) => row.did === did).length
  return {
    created: count('created'),
    updated: count('updated'),
    unchanged: count('unchanged'),
    refused: count('refused'),
    warned: rows.filter(({ warnings }) => warnings.length > 0).length,
  }
}

const toRow = ({ line, path, subject }: Placed, result: Result<Applied>): ImportRow => ({
  line: line ?? null,
  path: path ?? null,
  ...(result.ok
    ? {
        did: result.value.did,
        subject: result.value.subject ?? subject,
        refusal: null,
        warnings: [...(result.value.warnings ?? [])],
      }
    : { did: 'refused', subject, refusal: result.refusal, warnings: [] }),
})

/** What would be created has no name yet: the number that it was given was given back. */
const unnamed =
  (rows: readonly Placed[]) =>
  (row: ImportRow, index: number): ImportRow =>
    row.did === 'created' ? { ...row, subject: rows[index]?.subject ?? row.subject } : row

/**
 * Applies the rows of a file one after the other, each in a savepoint of its own, so that every row is judged and told also when one before it
 * was refused. All or none, unless `keepGood`; a dry run leaves nothing. One import at a time runs at a site. Joins a running transaction.
 */
export const runImport = async <Row extends Placed>(
  db: Db,
  asked: Import<Row>,
  apply: (tx: Db, row: Row) => Promise<Result<Applied>>,
): Promise<ImportAnswer> => {
  const { dryRun, keepGood, siteId, kind, sha256 } = asked
  const answer = (rows: readonly ImportRow[], applied: boolean): ImportAnswer => ({
    rows: [...rows],
    counts: countRows(rows),
    dry_run: dryRun,
    applied,
  })
  try {
    const rows = await inTransaction(db, async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtext('import'), hashtext(${siteId}))`.execute(tx)
      await asked.begin?.(tx)
      const told: ImportRow[] = []
      for (const row of asked.rows) told.push(toRow(row, await allOrNothing(tx, (inner) => apply(inner, row))))
      if (asked.after) told.push(...(await asked.after(tx)))
      const counts = countRows(told)
      if (dryRun || (counts.refused > 0 && !keepGood)) throw new Undone(told)
      if (counts.created + counts.updated > 0) {
        const subject = ['import', sha256.slice(0, 12)] as const
        const data = { kind, sha256, ...counts }
        await writeJournal(tx, {
          room: 'market',
          name: 'file-imported',
          subject,
          by: asked.by,
          at: asked.now,
          siteId,
          data,
        })
      }
      return told
    })
    return answer(rows, true)
  } catch (thrown) {
    if (thrown instanceof Undone) return answer(thrown.rows.map(unnamed(asked.rows)), false)
    throw thrown
  }
}
