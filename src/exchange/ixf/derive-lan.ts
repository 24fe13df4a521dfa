import { formatV4, formatV6, parsePrefix, prefixOf, within } from '../lan/address.ts'
import type { Family } from '../model.ts'
import type { DeclaredLan, DeclaredPrefix } from './model.ts'

/** A LAN is assumed no smaller than what exchanges usually have, and no larger than any of them. */
const USUAL = { 4: 24, 6: 64 } as const
const LARGEST = { 4: 20, 6: 48 } as const
const WIDTH = { 4: 32, 6: 128 } as const

const baseOf = (address: string): bigint => prefixOf(address).base

const write = (family: Family, base: bigint, length: number): string => {
  const hostBits = BigInt(WIDTH[family] - length)
  const network = (base >> hostBits) << hostBits
  return `${family === 4 ? formatV4(Number(network)) : formatV6(network)}/${length}`
}

/** The longest prefix, no longer than usual, that holds all of them. */
const cover = (family: Family, bases: readonly bigint[]): number => {
  let length: number = USUAL[family]
  const network = (base: bigint): bigint => base >> BigInt(WIDTH[family] - length)
  while (length > 0 && bases.some((base) => network(base) !== network(bases[0] ?? base))) length -= 1
  return length
}

/**
 * The prefix of a LAN by the addresses on it: what holds all of them; where that would be larger than any exchange is, the
 * prefix of usual size in which most of them lie. Null: there are none.
 */
export const deriveLan = (family: Family, addresses: readonly string[]): string | null => {
  const bases = addresses.map(baseOf)
  const [first] = bases
  if (first === undefined) return null
  const length = cover(family, bases)
  if (length >= LARGEST[family]) return write(family, first, length)
  const counts = new Map<string, number>()
  for (const base of bases) {
    const prefix = write(family, base, USUAL[family])
    counts.set(prefix, (counts.get(prefix) ?? 0) + 1)
  }
  return [...counts].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]?.[0] ?? null
}

/** An address or a prefix inside a LAN's prefix. */
export const liesIn = (address: string, prefix: string): boolean => within(prefixOf(address), prefixOf(prefix))

/** As `203.0.113.0/24`; null: not a prefix, or bits behind its length. */
export const canonicalPrefix = (text: string): { readonly family: Family; readonly prefix: string } | null => {
  const parsed = text.includes('/') ? parsePrefix(text) : null
  return parsed && { family: parsed.family, prefix: write(parsed.family, parsed.base, parsed.length) }
}

/** What a LAN lacks: given by who imports it where it lies there (or leaves no doubt), else derived from the addresses. */
export const completeLans = (
  lans: readonly DeclaredLan[],
  addresses: readonly { readonly vlan: number | null; readonly family: Family; readonly address: string }[],
  given: ReadonlyMap<Family, string>,
): readonly DeclaredLan[] => {
  const lacking = (family: Family): number => lans.filter((lan) => lan[`v${family}`] === null).length
  return lans.map((lan) => {
    const fill = (family: Family): DeclaredPrefix | null => {
      const said = lan[`v${family}`]
      if (said) return said
      const on = addresses
        .filter(
          (each) => each.family === family && (each.vlan === lan.vlan || (each.vlan === null && lans.length === 1)),
        )
        .map(({ address }) => address)
      const prefix = given.get(family)
      if (prefix !== undefined && (lacking(family) === 1 || on.some((address) => liesIn(address, prefix))))
        return { prefix, source: 'given' }
      const derived = deriveLan(family, on)
      return derived === null ? null : { prefix: derived, source: 'assumed' }
    }
    return { ...lan, v4: fill(4), v6: fill(6) }
  })
}
