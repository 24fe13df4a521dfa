import { ok, refuse, type Refusal, type Result } from '#kernel'
import { IMPORT_BYTES } from './limits.ts'

export type TextRefusal = Refusal & {
  readonly code:
    | 'import-empty'
    | 'import-too-large'
    | 'import-byte-order-mark'
    | 'import-utf-16'
    | 'import-nul-byte'
    | 'import-not-utf-8'
}

/** Enough of the beginning to tell UTF-16 without a mark: every second byte of western text is a NUL there. */
const LOOKED_AT = 4096

const looksUtf16 = (bytes: Uint8Array): boolean => {
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true
  const head = bytes.subarray(0, LOOKED_AT)
  const nulsAt = (odd: number): number =>
    head.reduce((sum, byte, at) => sum + (byte === 0 && at % 2 === odd ? 1 : 0), 0)
  return head.length >= 4 && Math.max(nulsAt(0), nulsAt(1)) > head.length / 4
}

/** Line and column, both from 1, of a place in a text. */
export const placeIn = (text: string, at: number): { readonly line: number; readonly column: number } => {
  const before = text.slice(0, at)
  const line = before.split('\n').length
  return { line, column: at - before.lastIndexOf('\n') }
}

/** The line of the first bytes that are no UTF-8. */
const brokenLine = (bytes: Uint8Array): number => {
  const whole = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  return placeIn(whole, Math.max(0, whole.indexOf('\uFFFD'))).line
}

/** The text of a file that is UTF-8 without a byte order mark (RFC 3629, RFC 8259 § 8.1). Nothing is guessed or repaired. */
export const readText = (bytes: Uint8Array, most = IMPORT_BYTES): Result<string, TextRefusal> => {
  if (bytes.length === 0) return refuse({ code: 'import-empty' })
  if (bytes.length > most) return refuse({ code: 'import-too-large', bytes: bytes.length, most })
  if (looksUtf16(bytes)) return refuse({ code: 'import-utf-16' })
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return refuse({ code: 'import-byte-order-mark' })
  const nul = bytes.indexOf(0)
  if (nul >= 0) return refuse({ code: 'import-nul-byte', byte: nul + 1 })
  try {
    return ok(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch {
    return refuse({ code: 'import-not-utf-8', line: brokenLine(bytes) })
  }
}
