/** A part of a CSV file under its header; `offset`: what its lines are to be added to, to be those of the file. */
export interface Piece {
  readonly content: Uint8Array
  readonly offset: number
}

const NEWLINE = 0x0a

/**
 * A file of lines in pieces that the server takes, each under the same header. Whatever is wrong with the file as a whole stands in
 * its first piece too, so that the server's refusal is that of the file. Fields with line breaks in them are not for such files.
 */
export const cutFile = (
  bytes: Uint8Array,
  most: { readonly bytes: number; readonly rows: number },
): readonly Piece[] => {
  const end = bytes.indexOf(NEWLINE)
  const header = bytes.subarray(0, end + 1)
  if (end < 0 || header.length >= most.bytes) return [{ content: bytes, offset: 0 }]
  const pieces: Piece[] = []
  let [from, at, row, begun] = [header.length, header.length, 0, 0]
  const cut = (): void => {
    const content = new Uint8Array(header.length + at - from)
    content.set(header)
    content.set(bytes.subarray(from, at), header.length)
    pieces.push({ content, offset: begun })
    from = at
    begun = row
  }
  while (at < bytes.length) {
    const stop = bytes.indexOf(NEWLINE, at)
    const next = stop < 0 ? bytes.length : stop + 1
    if (at > from && (header.length + next - from > most.bytes || row - begun >= most.rows)) cut()
    at = next
    row += 1
  }
  if (at > from || pieces.length === 0) cut()
  return pieces
}
