import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { messageOf, type Problem } from '#kernel'
import { importReadings, MOST_READINGS, readingColumnsSaid, type ReadingsImported } from '#market/contract'
import { type Command, type Ending, type ServerCall, Unusable, refused, sayCli } from '../command.ts'
import { cutFile, type Piece } from '../cut-file.ts'
import { rowLines } from './import-rows.ts'

type Answer = ReadingsImported
type Told = { readonly ok: true; readonly value: Answer } | { readonly ok: false; readonly problem: Problem }

const MEGABYTE = 1_000_000
/** A piece in base64, inside a JSON body. */
const MOST_PIECE_BYTES = 4_800_000
/** A month of a site of 150 racks, both feeds of each compartment every ten minutes, is some 130 MB. */
const MOST_FILE_MB = 400
const MOST_ROWS_SHOWN = 2000

const piecesOf = async (call: ServerCall, path: string): Promise<readonly Piece[]> => {
  try {
    const { size } = await stat(path)
    if (size > MOST_FILE_MB * MEGABYTE)
      throw new Error(sayCli(call.language, 'file-too-long', { mb: Math.ceil(size / MEGABYTE), most: MOST_FILE_MB }))
    return cutFile(await readFile(path), { bytes: MOST_PIECE_BYTES, rows: MOST_READINGS })
  } catch (cause) {
    throw new Unusable(sayCli(call.language, 'unreadable-file', { file: path, why: messageOf(cause) }), { cause })
  }
}

/** The first that are refused, and the first of the others, in the order of the file. */
const shown = (rows: Answer['rows']): Answer['rows'] => {
  const left = { refused: MOST_ROWS_SHOWN, others: MOST_ROWS_SHOWN }
  return rows.filter(({ did }) => (left[did === 'refused' ? 'refused' : 'others'] -= 1) >= 0)
}

const joined = (a: Answer, b: Answer): Answer => {
  const rows = shown([...a.rows, ...b.rows])
  return {
    rows,
    counts: {
      created: a.counts.created + b.counts.created,
      updated: a.counts.updated + b.counts.updated,
      unchanged: a.counts.unchanged + b.counts.unchanged,
      refused: a.counts.refused + b.counts.refused,
      warned: a.counts.warned + b.counts.warned,
    },
    dry_run: a.dry_run && b.dry_run,
    applied: a.applied && b.applied,
    left_out: a.left_out + b.left_out + a.rows.length + b.rows.length - rows.length,
    resets: a.resets + b.resets,
    wraps: a.wraps + b.wraps,
    gaps: a.gaps + b.gaps,
  }
}

interface Sending {
  readonly name: string
  readonly dryRun: boolean
  readonly keepGood: boolean
}

/** Piece by piece, in the order of the file; stops at the first that is not applied, so that no later reading hides it. */
const sendAll = async (call: ServerCall, pieces: readonly Piece[], of: Sending): Promise<Told> => {
  let all: Answer | null = null
  for (const { content, offset } of pieces) {
    const outcome = await call.client.call(importReadings, {
      body: {
        file_name: of.name,
        content_base64: Buffer.from(content).toString('base64'),
        line_offset: offset,
        dry_run: of.dryRun,
        keep_good: of.keepGood,
      },
    })
    if (!outcome.ok) return outcome
    all = all ? joined(all, outcome.value) : outcome.value
    if (!of.dryRun && !outcome.value.applied) break
  }
  if (!all) throw new Error('a file has at least one piece')
  return { ok: true, value: all }
}

const ended = (outcome: Told, call: ServerCall): Ending => {
  if (!outcome.ok) return refused(outcome.problem, call.language)
  const { rows, counts, dry_run, applied, left_out: leftOut, resets, wraps, gaps } = outcome.value
  const told = rows.filter(({ did }) => did === 'refused')
  const word = applied ? 'import-applied' : dry_run ? 'import-would' : 'import-not-applied'
  return {
    code: counts.refused > 0 ? 1 : 0,
    value: outcome.value,
    lines: [
      ...told.flatMap((row) => rowLines(row, call.language)),
      ...(leftOut > 0 ? [sayCli(call.language, 'rows-left-out', { rows: leftOut })] : []),
      sayCli(call.language, 'readings-marks', { resets, wraps, gaps }),
      sayCli(call.language, word, counts),
    ],
  }
}

export const readings: Command = {
  where: 'server',
  name: 'import readings',
  takes: 'FILE.csv [--dry-run] [--keep-good]',
  does: {
    fr: 'importer des relevés de compteurs',
    en: 'import readings of meters',
  },
  details: readingColumnsSaid,
  options: { 'dry-run': { type: 'boolean' }, 'keep-good': { type: 'boolean' } },
  least: 1,
  most: 1,
  run: async (call) => {
    const path = call.args[0] ?? ''
    const pieces = await piecesOf(call, path)
    const of = {
      name: basename(path),
      dryRun: call.flags['dry-run'] === true,
      keepGood: call.flags['keep-good'] === true,
    }
    // Each piece is one transaction: a larger file is judged whole before the first of them is kept.
    if (pieces.length > 1 && !of.dryRun && !of.keepGood) {
      const judged = await sendAll(call, pieces, { ...of, dryRun: true })
      if (!judged.ok || judged.value.counts.refused > 0)
        return ended(judged.ok ? { ok: true, value: { ...judged.value, dry_run: false } } : judged, call)
    }
    return ended(await sendAll(call, pieces, of), call)
  },
}
