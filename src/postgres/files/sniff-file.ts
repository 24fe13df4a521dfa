import { cleanJpeg, cleanPng, cleanWebp } from './remove-metadata.ts'

/** What may be kept. The type is read from the bytes; neither a name nor a sender decides it. */
export const mediaTypes = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'application/pdf',
  'application/json',
  'text/csv',
  'text/plain',
] as const
export type MediaType = (typeof mediaTypes)[number]

export interface Sniffed {
  readonly mediaType: MediaType
  /** Without what does not draw, where it is a picture. */
  readonly content: Uint8Array
}

/** Null: none of the kinds that are kept, or damaged. `name` only tells a table of values from plain text. */
export const sniffFile = (bytes: Uint8Array, name: string): Sniffed | null => {
  const picture = pictureOf(bytes)
  if (picture !== undefined) return picture
  // ISO 32000-2 § 7.5.2; readers look for the header within the first 1024 bytes, we do not.
  if (Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-')
    return { mediaType: 'application/pdf', content: bytes }
  return textOf(bytes, name)
}

/** Undefined: no picture. */
const pictureOf = (bytes: Uint8Array): Sniffed | null | undefined => {
  const [clean, mediaType] =
    bytes[0] === 0xff && bytes[1] === 0xd8
      ? ([cleanJpeg, 'image/jpeg'] as const)
      : bytes[0] === 0x89 && bytes[1] === 0x50
        ? ([cleanPng, 'image/png'] as const)
        : Buffer.from(bytes.subarray(0, 4)).toString('latin1') === 'RIFF'
          ? ([cleanWebp, 'image/webp'] as const)
          : ([null, null] as const)
  if (clean === null) return undefined
  const content = clean(bytes)
  return content && { mediaType, content }
}

const textOf = (bytes: Uint8Array, name: string): Sniffed | null => {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
  // Control characters other than tab, line ends and form feed: no text.
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000b\u000e-\u001f\u007f]/.test(text)) return null
  return {
    mediaType: isJson(text) ? 'application/json' : /\.csv$/i.test(name) ? 'text/csv' : 'text/plain',
    content: bytes,
  }
}

const isJson = (text: string): boolean => {
  if (!/^\s*[{[]/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
