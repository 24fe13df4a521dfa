import { randomUUID } from 'node:crypto'
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

interface Sending {
  readonly name: string
  readonly dryRun: boolean
  readonly keepGood: boolean
}

/** Piece by piece, in the order of the file; the last one's answer is the whole file's, which is kept in one transaction or not at all. */
const sendAll = async (call: ServerCall, pieces: readonly Piece[], of: Sending): Promise<Told> => {
  const file = randomUUID()
  let last: Told | null = null
  for (const [index, { content, offset }] of pieces.entries()) {
    const outcome = await call.client.call(importReadings, {
      body: {
        file_name: of.name,
        content_base64: Buffer.from(content).toString('base64'),
        line_offset: offset,
        dry_run: of.dryRun,
        keep_good: of.keepGood,
        piece: pieces.length === 1 ? null : { file, place: index + 1, of: pieces.length },
      },
    })
    if (!outcome.ok) return outcome
    last = outcome
  }
  if (!last) throw new Error('a file has at least one piece')
  return last
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
    return ended(await sendAll(call, pieces, of), call)
  },
}
