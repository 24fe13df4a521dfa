import { z } from 'zod'

/**
 * A backup is one gzip stream of frames: a letter, a length (4 bytes, big-endian), that many bytes.
 *   H  the header, JSON, first
 *   T  a table begins, JSON; D its rows as COPY's text; E it ends, JSON: how many rows and the SHA-256 of their text
 *   Z  the end, JSON: how many tables. A file without it was cut short.
 */
export const FORMAT = 1

const column = z.string().min(1)
const digest = z.string().regex(/^[0-9a-f]{64}$/)

export const headerShape = z.object({
  format: z.literal(FORMAT),
  made_at: z.iso.datetime(),
  postgres: z.string(),
  /** The migrations that the data had: what a restore applies before it fills the tables. */
  migrations: z.array(z.object({ number: z.number().int(), name: z.string(), sha256: digest })),
  /** The first instants of the journal's months: its partitions are made before its rows come. */
  journal_months: z.array(z.iso.datetime()),
  sequences: z.array(z.object({ schema: z.string(), name: z.string(), last: z.string(), called: z.boolean() })),
})
export type Header = z.infer<typeof headerShape>

export const tableShape = z.object({ schema: z.string(), name: z.string(), columns: z.array(column) })
export type TableBegin = z.infer<typeof tableShape>

export const tableEndShape = z.object({ rows: z.number().int().nonnegative(), sha256: digest })
export type TableEnd = z.infer<typeof tableEndShape>

export const endShape = z.object({ tables: z.number().int(), rows: z.number().int() })

export type Letter = 'H' | 'T' | 'D' | 'E' | 'Z'
export interface Frame {
  readonly letter: Letter
  readonly body: Buffer
}

const HEAD_B = 5
/** Ours hold 64 KB or one long row; a length beyond that is not ours. */
const MOST_FRAME_B = 1 << 30

export const frame = (letter: Letter, body: Buffer | object): Buffer => {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body))
  const head = Buffer.alloc(HEAD_B)
  head.write(letter, 'latin1')
  head.writeUInt32BE(bytes.length, 1)
  return Buffer.concat([head, bytes])
}

const isLetter = (text: string): text is Letter => 'HTDEZ'.includes(text)

/** Reads frames from a stream; what is no whole frame is an error. */
export async function* readFrames(source: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let waiting: Buffer[] = []
  let held = 0
  let needed = HEAD_B
  for await (const chunk of source) {
    waiting.push(chunk)
    held += chunk.length
    if (held < needed) continue
    let all = waiting.length === 1 ? chunk : Buffer.concat(waiting)
    for (needed = HEAD_B; all.length >= HEAD_B; needed = HEAD_B) {
      const letter = all.toString('latin1', 0, 1)
      const length = all.readUInt32BE(1)
      if (!isLetter(letter) || length > MOST_FRAME_B) throw new Error('not a frame of a backup')
      needed = HEAD_B + length
      if (all.length < needed) break
      yield { letter, body: all.subarray(HEAD_B, needed) }
      all = all.subarray(needed)
    }
    waiting = all.length > 0 ? [all] : []
    held = all.length
  }
  if (held > 0) throw new Error('ends in the middle of a frame')
}
