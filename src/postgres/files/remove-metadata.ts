/**
 * A photo tells where and when it was taken, by which phone, and often keeps a small copy of what was cropped away. Only what draws
 * the picture is kept. Each function answers null for bytes that are not a whole picture of its kind.
 */

const ascii = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length))

const joined = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts))

const SOI = 0xd8
const EOI = 0xd9
const SOS = 0xda
const COM = 0xfe

/** ITU-T T.81 B.1.1.3: markers that stand alone, without a length. */
const standsAlone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)

/** Of the application segments: JFIF (APP0), the colour profile (APP2) and Adobe's colour transform (APP14) draw; EXIF, XMP, IPTC, previews do not. */
const drawsJpeg = (marker: number, bytes: Uint8Array, at: number): boolean => {
  if (marker === COM) return false
  if (marker < 0xe0 || marker > 0xef) return true
  if (marker === 0xe0) return ascii(bytes, at, 5) === 'JFIF\0'
  if (marker === 0xe2) return ascii(bytes, at, 12) === 'ICC_PROFILE\0'
  return marker === 0xee && ascii(bytes, at, 5) === 'Adobe'
}

/** Where the coded data that begins at `from` ends: at the next marker that is neither stuffing nor a restart. */
const endOfScan = (bytes: Uint8Array, from: number): number => {
  for (let at = from; at + 1 < bytes.length; at += 1) {
    if (bytes[at] !== 0xff) continue
    const next = bytes[at + 1] ?? 0
    if (next !== 0x00 && next !== 0xff && !standsAlone(next)) return at
  }
  return bytes.length
}

export const cleanJpeg = (bytes: Uint8Array): Uint8Array | null => {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return null
  const kept: Uint8Array[] = [bytes.subarray(0, 2)]
  let scans = 0
  for (let at = 2; at + 1 < bytes.length;) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      at += 1
      continue
    }
    // What stands after the end of the picture (a second picture, a film) is not part of it.
    if (marker === EOI) return scans > 0 ? joined([...kept, bytes.subarray(at, at + 2)]) : null
    if (standsAlone(marker)) {
      at += 2
      continue
    }
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)
    let end = at + 2 + length
    if (length < 2 || end > bytes.length) return null
    if (marker === SOS) {
      end = endOfScan(bytes, end)
      scans += 1
    }
    if (drawsJpeg(marker, bytes, at + 4)) kept.push(bytes.subarray(at, end))
    at = end
  }
  return null
}

const PNG_HEAD = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
/** PNG third edition: the chunks that draw (animated ones too). Left out: eXIf, tEXt, iTXt, zTXt, tIME and what is private. */
const PNG_DRAWS = new Set(
  'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT'.split(' '),
)

export const cleanPng = (bytes: Uint8Array): Uint8Array | null => {
  if (PNG_HEAD.some((byte, at) => bytes[at] !== byte)) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const kept: Uint8Array[] = [bytes.subarray(0, 8)]
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 12 + view.getUint32(at)
    const kind = ascii(bytes, at + 4, 4)
    if (end > bytes.length || (at === 8 && kind !== 'IHDR')) return null
    if (PNG_DRAWS.has(kind)) kept.push(bytes.subarray(at, end))
    if (kind === 'IEND') return joined(kept)
    at = end
  }
  return null
}

const WEBP_DRAWS = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP'])
/** In VP8X: EXIF 0x08, XMP 0x04 (RFC 9649 § 2.7). */
const WEBP_METADATA_FLAGS = 0x0c

export const cleanWebp = (bytes: Uint8Array): Uint8Array | null => {
  if (ascii(bytes, 0, 4) !== 'RIFF' || ascii(bytes, 8, 4) !== 'WEBP') return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const whole = 8 + view.getUint32(4, true)
  if (whole > bytes.length) return null
  const kept: Uint8Array[] = []
  for (let at = 12; at + 8 <= whole;) {
    const size = view.getUint32(at + 4, true)
    const end = at + 8 + size + (size % 2)
    if (at + 8 + size > whole) return null
    const kind = ascii(bytes, at, 4)
    if (WEBP_DRAWS.has(kind)) {
      const chunk = Uint8Array.from(bytes.subarray(at, end))
      if (kind === 'VP8X') chunk[8] = (chunk[8] ?? 0) & ~WEBP_METADATA_FLAGS
      kept.push(chunk)
    }
    at = end
  }
  if (kept.length === 0) return null
  const body = joined(kept)
  const head = Uint8Array.from(bytes.subarray(0, 12))
  new DataView(head.buffer).setUint32(4, body.length + 4, true)
  return joined([head, body])
}
