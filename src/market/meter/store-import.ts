import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { type Capacity, capacityOf } from '#facility'
import { type Refusal, type Result, ok, refuse } from '#kernel'
import { type By, type Db, inTransaction, notify, writeJournal } from '#postgres'
import { keepReadings, type ReadingAsked, type Sent, weighReadings } from '#telemetry'
import { type CsvRow, readCsv } from '../import/read-csv.ts'
import type { ImportRow } from '../import/contract.ts'
import { MOST_READINGS, readingColumns, type ReadingsImported } from './contract.ts'
import { type Column, readReading } from './read-reading.ts'

/** The most that the breaker of a feed lets through; W are never more than VA. */
const mostOf = (capacity: Capacity, feedId: string): number | null =>
  capacity.limits.get(`${feedId} other-side-lost VA`)?.nominal ?? null

interface Sorted {
  readonly sent: readonly Sent[]
  readonly refused: ReadonlyMap<number, Refusal>
}

/** What a row may speak of: a feed of the site, or an outlet of a shared rack's strip. */
interface Meter {
  readonly id: string
  readonly mostW: number | null
}
const metersOf = (capacity: Capacity): ReadonlyMap<string, Meter> =>
  new Map([
    ...capacity.plant.elements.flatMap(({ id, handle, kind }) =>
      kind === 'feed' ? [[handle, { id, mostW: mostOf(capacity, id) }] as const] : [],
    ),
    ...capacity.plant.compartments.flatMap(({ outlets }) =>
      outlets.map(({ id, handle, limitVa }) => [handle, { id, mostW: limitVa }] as const),
    ),
  ])

/** Which rows speak of which meter; a row's key is its place in the piece. */
const sortRows = (rows: readonly CsvRow<Column>[], capacity: Capacity): Sorted => {
  const meters = metersOf(capacity)
  const refused = new Map<number, Refusal>()
  const asked = new Map<Meter, ReadingAsked[]>()
  for (const [key, row] of rows.entries()) {
    const read = readReading(row)
    const of = meters.get(row.fields.meter)
    if (!read.ok || !of) {
      refused.set(key, read.ok ? { code: 'meter-unknown', meter: row.fields.meter } : read.refusal)
      continue
    }
    const { meter: _, ...reading } = read.value
    const list = asked.get(of)
    if (list) list.push({ key, ...reading })
    else asked.set(of, [{ key, ...reading }])
  }
  const sent = [...asked].map(([{ id, mostW }, list]) => ({ subjectId: id, mostW, asked: list }))
  return { sent, refused }
}

/** Listed in an answer, of the refused rows and of the others; all are counted. */
const MOST_LISTED = 2000
const LIMITS = { rows: MOST_READINGS, columns: 20, fieldChars: 200 }

export const readReadings = (content: Uint8Array): ReturnType<typeof readCsv<Column>> =>
  readCsv(content, { ...readingColumns, limits: LIMITS })

/** A piece of a file, or a file that is one piece. */
export interface Piece {
  readonly content: Uint8Array
  readonly lineOffset: number
}

type Weighed = Awaited<ReturnType<typeof weighReadings>>
type Judged = Omit<ReadingsImported, 'dry_run' | 'applied' | 'waits_for'>

const NOTHING: Judged = {
  rows: [],
  counts: { created: 0, updated: 0, unchanged: 0, refused: 0, warned: 0 },
  left_out: 0,
  resets: 0,
  wraps: 0,
  gaps: 0,
}

/** Every row's answer in the order of the file, beside what was said of the pieces before: the first refused ones, the first of the others. */
const tellRows = (
  before: Judged,
  { rows: read, lineOffset }: { readonly rows: readonly CsvRow<Column>[]; readonly lineOffset: number },
  refused: ReadonlyMap<number, Refusal>,
  weighed: Weighed,
): Judged => {
  // prettier-ignore
  const did = new Map<number, { readonly did: 'created' | 'unchanged' | 'refused'; readonly refusal: Refusal | null }>()
  for (const [key, refusal] of refused) did.set(key, { did: 'refused', refusal })
  for (const { admission } of weighed) for (const answer of admission.answers) did.set(answer.key, answer)
  const counts = { ...before.counts }
  const rows: ImportRow[] = [...before.rows]
  for (const [key, { line, fields }] of read.entries()) {
    const told = did.get(key)
    if (!told) throw new Error(`row ${key} of a file of readings has no answer`)
    counts[told.did] += 1
    const many = told.did === 'refused' ? counts.refused : counts.created + counts.unchanged
    if (many > MOST_LISTED) continue
    const { refusal } = told
    rows.push({ line: line + lineOffset, path: null, did: told.did, subject: fields.meter, refusal, warnings: [] })
  }
  const sum = (name: 'resets' | 'wraps' | 'gaps'): number =>
    weighed.reduce((all, { admission }) => all + admission.counts[name], before[name])
  return {
    rows,
    counts,
    left_out: before.left_out + before.rows.length + read.length - rows.length,
    resets: sum('resets'),
    wraps: sum('wraps'),
    gaps: sum('gaps'),
  }
}

export interface ReadingsImport {
  readonly siteId: string
  /** Of a file that came in pieces: those before the last one are kept aside under this id. */
  readonly file: { readonly id: string; readonly pieces: number } | null
  readonly last: Piece
  readonly dryRun: boolean
  readonly keepGood: boolean
  readonly by: By
  readonly now: Date
}

/** One piece after the other in the order of the file, each read when its turn comes: a month of a site is 130 MB. */
const pieceOf = async (tx: Db, { file, last }: ReadingsImport, place: number): Promise<Piece | null> => {
  if (place === (file?.pieces ?? 1)) return last
  const { rows } = await sql<{ content: Uint8Array; line_offset: number }>`
    select content, line_offset from market.import_piece where upload_id = ${file?.id ?? null} and place = ${place}`.execute(
    tx,
  )
  return rows[0] ? { content: rows[0].content, lineOffset: rows[0].line_offset } : null
}

/** Judges a whole file, and keeps what is good of each piece before the next is looked at: its readings stand between those. */
const takePieces = async (
  tx: Db,
  of: ReadingsImport,
): Promise<Result<Judged & { readonly sha256: string }, Refusal>> => {
  const { capacity } = await capacityOf(tx, of.siteId)
  const hash = createHash('sha256')
  let judged = NOTHING
  for (let place = 1; place <= (of.file?.pieces ?? 1); place += 1) {
    const piece = await pieceOf(tx, of, place)
    if (!piece) return refuse({ code: 'piece-missing', piece: place, pieces: of.file?.pieces ?? 1 })
    const csv = readReadings(piece.content)
    if (!csv.ok) return csv
    hash.update(piece.content)
    const { sent, refused } = sortRows(csv.value, capacity)
    const weighed = await weighReadings(tx, sent, of.now)
    judged = tellRows(judged, { rows: csv.value, lineOffset: piece.lineOffset }, refused, weighed)
    await keepReadings(tx, weighed)
  }
  return ok({ ...judged, sha256: hash.digest('hex') })
}

/** What was kept aside of a file goes with its last piece, and with any that is refused: who sends it begins again. */
export const forgetPieces = async (db: Db, upload: string): Promise<void> => {
  await sql`delete from market.import_piece where upload_id = ${upload}`.execute(db)
}

/** All or none, unless the good ones are wanted: one transaction, however many pieces the file came in. */
export const importFile = (db: Db, of: ReadingsImport): Promise<Result<ReadingsImported, Refusal>> =>
  inTransaction(db, async (tx): Promise<Result<ReadingsImported, Refusal>> => {
    await sql`savepoint judged`.execute(tx)
    const taken = await takePieces(tx, of)
    const applied = taken.ok && !of.dryRun && (taken.value.counts.refused === 0 || of.keepGood)
    if (!applied) await sql`rollback to savepoint judged`.execute(tx)
    if (of.file) await forgetPieces(tx, of.file.id)
    if (!taken.ok) return taken
    const { sha256, ...answer } = taken.value
    const told = ok({ ...answer, dry_run: of.dryRun, applied, waits_for: 0 })
    if (!applied || answer.counts.created === 0) return told
    const { resets, wraps, gaps, counts } = answer
    await writeJournal(tx, {
      room: 'market',
      name: 'file-imported',
      subject: ['import', sha256.slice(0, 12)],
      by: of.by,
      at: of.now,
      siteId: of.siteId,
      data: { kind: 'readings', sha256, ...counts, resets, wraps, gaps },
    })
    await notify(tx, 'readings')
    return told
  })

/** A piece that is not the last is kept aside; nothing is judged but its form. The same piece sent twice is one. */
export const keepPiece = async (
  db: Db,
  piece: Piece & {
    readonly file: string
    readonly place: number
    readonly pieces: number
    readonly dryRun: boolean
    readonly now: Date
  },
): Promise<ReadingsImported> => {
  await inTransaction(db, async (tx) => {
    await sql`delete from market.import_piece where kept_at < ${piece.now}::timestamptz - interval '1 day'`.execute(tx)
    await sql`insert into market.import_piece (upload_id, place, line_offset, content, kept_at)
      values (${piece.file}, ${piece.place}, ${piece.lineOffset}, ${Buffer.from(piece.content)}, ${piece.now})
      on conflict (upload_id, place) do update set line_offset = excluded.line_offset, content = excluded.content, kept_at = excluded.kept_at`.execute(
      tx,
    )
  })
  return { ...NOTHING, dry_run: piece.dryRun, applied: false, waits_for: piece.pieces - piece.place }
}
