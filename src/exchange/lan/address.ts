/** IPv4 and IPv6 addresses and prefixes as numbers. Text that is no address gives null: nothing is guessed. */

const DECIMAL = /^(0|[1-9][0-9]{0,2})$/
const HEX_GROUP = /^[0-9a-f]{1,4}$/i

export const parseV4 = (text: string): number | null => {
  const parts = text.split('.')
  if (parts.length !== 4) return null
  let value = 0
  for (const part of parts) {
    if (!DECIMAL.test(part) || Number(part) > 255) return null
    value = value * 256 + Number(part)
  }
  return value
}

export const formatV4 = (value: number): string =>
  [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255].join('.')

const groupsOf = (text: string): string[] => (text === '' ? [] : text.split(':'))

export const parseV6 = (text: string): bigint | null => {
  const halves = text.split('::')
  if (halves.length > 2) return null
  const head = groupsOf(halves[0] ?? '')
  const tail = groupsOf(halves[1] ?? '')
  const missing = 8 - head.length - tail.length
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail]
  if (!groups.every((group) => HEX_GROUP.test(group))) return null
  return groups.reduce((value, group) => value * 65536n + BigInt(`0x${group}`), 0n)
}

/** As RFC 5952 § 4 writes it: lower case, no leading zeros, the longest run of two or more zero groups (the first of equals) as `::`. */
export const formatV6 = (value: bigint): string => {
  const groups = Array.from({ length: 8 }, (_, i) => Number((value >> BigInt(112 - 16 * i)) & 0xffffn))
  let best = { start: 0, length: 1 }
  for (let start = 0; start < 8; start += 1) {
    let length = 0
    while (start + length < 8 && groups[start + length] === 0) length += 1
    if (length > best.length) best = { start, length }
  }
  const written = groups.map((group) => group.toString(16))
  if (best.length < 2) return written.join(':')
  return `${written.slice(0, best.start).join(':')}::${written.slice(best.start + best.length).join(':')}`
}

export interface Prefix {
  readonly family: 4 | 6
  /** The network's first address. */
  readonly base: bigint
  readonly length: number
}

const widthOf = (family: 4 | 6): number => (family === 4 ? 32 : 128)

/** An address alone counts as a prefix of its full length. Bits behind the length are a mistake: null. */
export const parsePrefix = (text: string): Prefix | null => {
  const [address = '', length, ...more] = text.split('/')
  const v4 = parseV4(address)
  const base = v4 === null ? parseV6(address) : BigInt(v4)
  if (base === null || more.length > 0) return null
  const family = v4 === null ? 6 : 4
  const bits = length === undefined ? widthOf(family) : DECIMAL.test(length) ? Number(length) : -1
  if (bits < 0 || bits > widthOf(family)) return null
  const hostBits = BigInt(widthOf(family) - bits)
  return (base >> hostBits) << hostBits === base ? { family, base, length: bits } : null
}

/** A prefix that the caller knows to be well formed (a cidr column); anything else is our own mistake. */
export const prefixOf = (cidr: string): Prefix => {
  const prefix = parsePrefix(cidr)
  if (!prefix) throw new Error(`not a prefix: ${cidr}`)
  return prefix
}

/** Is `inner` the prefix `outer` or a more specific of it? */
export const within = (inner: Prefix, outer: Prefix): boolean => {
  if (inner.family !== outer.family || inner.length < outer.length) return false
  const hostBits = BigInt(widthOf(outer.family) - outer.length)
  return inner.base >> hostBits === outer.base >> hostBits
}
