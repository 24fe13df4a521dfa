/** Numbers that never stand in a path on the Internet: IANA's registries of special-purpose and reserved AS numbers. */

export type AsnRange = readonly [from: number, to: number]

const BOGONS: readonly AsnRange[] = [
  [0, 0], // RFC 7607
  [23456, 23456], // RFC 6793: AS_TRANS
  [64496, 64511], // RFC 5398: documentation
  [64512, 65534], // RFC 6996: private use
  [65535, 65535], // RFC 7300: last of 16 bits
  [65536, 65551], // RFC 5398: documentation
  [65552, 131071], // IANA: reserved
  [4_200_000_000, 4_294_967_294], // RFC 6996: private use
  [4_294_967_295, 4_294_967_295], // RFC 7300: last of 32 bits
]

/** The bogons without those numbers that the exchange itself admitted (a sample site's members live in documentation space). */
export const admittedBogonAsns = (admitted: readonly number[]): readonly AsnRange[] =>
  [...new Set(admitted)].reduce<readonly AsnRange[]>(
    (ranges, asn) =>
      ranges.flatMap(([from, to]): readonly AsnRange[] => {
        if (asn < from || asn > to) return [[from, to]]
        const parts: readonly AsnRange[] = [
          [from, asn - 1],
          [asn + 1, to],
        ]
        return parts.filter(([low, high]) => low <= high)
      }),
    BOGONS,
  )
