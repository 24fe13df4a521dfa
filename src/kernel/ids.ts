/** UUIDv7 (RFC 9562 § 5.7), branded per noun so that ids cannot be swapped. */
declare const noun: unique symbol
export type Id<N extends string> = string & { readonly [noun]: N }

const hex = (bytes: Uint8Array): string => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')

let lastMs = 0
let sequence = 0

/** A new id. Two ids of one process sort in the order in which they were made: 12 bits of `rand_a` count within a millisecond. */
export const newId = <N extends string>(at: number = Date.now()): Id<N> => {
  if (at > lastMs) {
    lastMs = at
    sequence = 0
  } else if (++sequence > 0xfff) {
    lastMs += 1
    sequence = 0
  }
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const time = lastMs.toString(16).padStart(12, '0')
  const head = (0x7000 | sequence).toString(16)
  const tail = hex(bytes.subarray(8))
  const variant = ((Number.parseInt(tail[0] ?? '0', 16) & 0x3) | 0x8).toString(16)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- here ids are made: the brand is given once
  return `${time.slice(0, 8)}-${time.slice(8)}-${head}-${variant}${tail.slice(1, 4)}-${tail.slice(4)}` as Id<N>
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
export const isId = (text: string): boolean => UUID.test(text)
