import { createHash } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newId } from '#kernel'
import { testDatabase } from '../testing.ts'
import { jpeg, png, webp } from './pictures.fixture.ts'
import { cleanJpeg, cleanPng, cleanWebp } from './remove-metadata.ts'
import { sniffFile } from './sniff-file.ts'
import { MOST_FILE_B, keepFile, readFile } from './store.ts'

const bytes = (...parts: readonly (string | Uint8Array | readonly number[])[]): Uint8Array =>
  new Uint8Array(
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part)))),
  )

/** EXIF as a phone writes it: TIFF, big-endian, one IFD with a GPS pointer, and a place. */
const exif = bytes(
  'MM\0*',
  [0, 0, 0, 8, 0, 1, 0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 26, 0, 0, 0, 0],
  'GPS 47.2378 N 6.0241 E',
)

const segment = (marker: number, body: Uint8Array): Uint8Array =>
  bytes([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 0xff], body)

const pngChunk = (kind: string, body: Uint8Array): Uint8Array => {
  const head = Buffer.alloc(4)
  head.writeUInt32BE(body.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(typeof crc32 === 'function' ? crc32(bytes(kind, body)) : 0)
  return bytes(head, kind, body, sum)
}

const riffChunk = (kind: string, body: Uint8Array): Uint8Array => {
  const size = Buffer.alloc(4)
  size.writeUInt32LE(body.length)
  return bytes(kind, size, body, body.length % 2 ? [0] : [])
}

test('a JPEG loses EXIF, XMP, IPTC, comments, previews and what stands after its end, and keeps every byte that draws', () => {
  const photo = bytes(
    jpeg.subarray(0, 2),
    segment(0xe1, bytes('Exif\0\0', exif)),
    jpeg.subarray(2, 20),
    segment(0xe1, bytes('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>')),
    segment(0xed, bytes('Photoshop 3.0\0', 'City: Besançon')),
    segment(0xfe, bytes('taken by Léa')),
    segment(0xe2, bytes('MPF\0', exif)),
    jpeg.subarray(20),
    'a second picture',
    jpeg,
  )
  expect(cleanJpeg(photo)).toEqual(jpeg)
  expect(cleanJpeg(jpeg)).toEqual(jpeg)
  expect(Buffer.from(cleanJpeg(photo) ?? []).includes('ICC_PROFILE')).toBe(true)
})

test('a JPEG of several scans keeps them all', () => {
  const head = jpeg.subarray(0, jpeg.length - 2)
  const again = segment(0xda, bytes([1, 1, 0, 0, 63, 0]))
  const progressive = bytes(
    head,
    segment(0xfe, bytes('between two scans')),
    again,
    [0x12, 0xff, 0x00, 0xff, 0xd3, 0x34],
    [0xff, 0xd9],
  )
  expect(cleanJpeg(progressive)).toEqual(bytes(head, again, [0x12, 0xff, 0x00, 0xff, 0xd3, 0x34], [0xff, 0xd9]))
})

test('a PNG loses eXIf, its texts, its time, private chunks and what stands after its end', () => {
  const photo = bytes(
    png.subarray(0, 33),
    pngChunk('tEXt', bytes('Author\0Léa')),
    pngChunk('zTXt', bytes('Comment\0\0', deflateSync('at home'))),
    pngChunk('iTXt', bytes('XML:com.adobe.xmp\0\0\0\0\0<x/>')),
    pngChunk('eXIf', exif),
    pngChunk('tIME', bytes([7, 234, 11, 23, 10, 0, 0])),
    pngChunk('prVt', exif),
    png.subarray(33),
    'GPS 47.2378',
  )
  const clean = Buffer.from(cleanPng(photo) ?? [])
  for (const word of ['tEXt', 'zTXt', 'iTXt', 'eXIf', 'tIME', 'prVt', 'GPS']) expect(clean.includes(word)).toBe(false)
  expect(new Uint8Array(clean)).toEqual(cleanPng(png))
  for (const word of ['IHDR', 'IDAT', 'IEND']) expect(clean.includes(word)).toBe(true)
})

test('a WebP loses EXIF and XMP, and its header says so', () => {
  const flagged = Uint8Array.from(webp)
  flagged[20] = (flagged[20] ?? 0) | 0x0c
  const body = bytes(flagged.subarray(12), riffChunk('EXIF', exif), riffChunk('XMP ', bytes('<x:xmpmeta/>')))
  const size = Buffer.alloc(4)
  size.writeUInt32LE(body.length + 4)
  expect(cleanWebp(bytes('RIFF', size, 'WEBP', body))).toEqual(webp)
  expect(cleanWebp(webp)).toEqual(webp)
})

test('a picture that is cut short is refused, wherever it is cut', () => {
  fc.assert(
    fc.property(fc.constantFrom(jpeg, png, webp), fc.double({ min: 0, max: 0.999, noNaN: true }), (picture, part) => {
      const cut = picture.subarray(0, Math.floor(picture.length * part))
      expect(sniffFile(cut, 'a.jpg')?.mediaType.startsWith('image/') ?? false).toBe(false)
    }),
  )
})

test('no bytes whatever make it throw', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(
        [0xff, 0xd8],
        [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
        Buffer.from('RIFF\x10\0\0\0WEBP'),
      ),
      fc.uint8Array(),
      (head, tail) => {
        sniffFile(bytes(head, tail), 'x')
      },
    ),
  )
})

test('a type is read from the bytes, not from the name', () => {
  const typeOf = (content: string | Uint8Array, name = 'proof.jpg') =>
    sniffFile(typeof content === 'string' ? new TextEncoder().encode(content) : content, name)?.mediaType
  expect(typeOf(jpeg, 'x.txt')).toBe('image/jpeg')
  expect(typeOf(png)).toBe('image/png')
  expect(typeOf(webp)).toBe('image/webp')
  expect(typeOf('%PDF-1.7\n…')).toBe('application/pdf')
  expect(typeOf('{"a": 1}')).toBe('application/json')
  expect(typeOf('{ no json', 'a.txt')).toBe('text/plain')
  expect(typeOf('a;b\n1;2\n', 'A.CSV')).toBe('text/csv')
  expect(typeOf('<svg onload="x()"/>', 'a.svg')).toBe('text/plain')
  expect(typeOf('MZ\0\0')).toBe(undefined)
  expect(typeOf(bytes([0xe9, 0x20, 0xff]))).toBe(undefined)
  expect(typeOf(bytes('RIFF\0\0\0\0WAVE'))).toBe(undefined)
})

test('a file is kept without its metadata, found again, and refused by size or kind', async () => {
  const { db, close } = await testDatabase()
  const now = new Date('2026-11-23T10:00:00Z')
  const photo = bytes(jpeg.subarray(0, 2), segment(0xe1, bytes('Exif\0\0', exif)), jpeg.subarray(2))
  const owner = newId<'organisation'>()
  const kept = await keepFile(db, { name: '../../etc/photo "1".jpg', content: photo, ownerOrganisationId: owner, now })
  if (!kept.ok) throw new Error(kept.refusal.code)
  expect(kept.value).toEqual({
    id: kept.value.id,
    name: 'photo _1_.jpg',
    mediaType: 'image/jpeg',
    sizeBytes: jpeg.length,
    sha256: createHash('sha256').update(jpeg).digest('hex'),
  })
  const read = await readFile(db, kept.value.id)
  expect(read).toMatchObject({ ...kept.value, ownerOrganisationId: owner, keptAt: now })
  expect(new Uint8Array(read?.content ?? [])).toEqual(jpeg)
  expect(await readFile(db, newId())).toBe(null)

  const keep = (content: Uint8Array) => keepFile(db, { name: 'a.txt', content, ownerOrganisationId: null, now })
  expect(await keep(new Uint8Array(MOST_FILE_B + 1))).toEqual({
    ok: false,
    refusal: { code: 'file-too-large', most_bytes: MOST_FILE_B },
  })
  expect(await keep(new Uint8Array(0))).toEqual({ ok: false, refusal: { code: 'file-kind-refused' } })
  expect(await keep(new Uint8Array(10))).toEqual({ ok: false, refusal: { code: 'file-kind-refused' } })
  expect((await keep(new Uint8Array(MOST_FILE_B).fill(0x61))).ok).toBe(true)
  await close()
})
