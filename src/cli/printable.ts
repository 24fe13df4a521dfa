/** What a terminal obeys instead of showing (ECMA-48), and what turns the reading order around (Unicode TR 36 § 2.10.2). */
const OBEYED = /(?![\n\t])\p{Cc}|[\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/gu

const shown = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`

/** Text of others for a terminal: a name with an escape in it neither colours, moves nor hides what stands around it. Line ends stay. */
export const printable = (text: string): string => text.replaceAll(OBEYED, shown)

/** The same on one line: a name cannot pretend to be the next row. */
export const onOneLine = (text: string): string => printable(text).replaceAll(/[\n\t]/g, shown)

/** JSON.stringify leaves DEL, the eight-bit escapes and the marks of direction as they are; as \u they are the same document. */
export const printableJson = (value: unknown): string => printable(JSON.stringify(value, null, 2))
