import { prefixOf, within } from '../lan/address.ts'

interface Bogon {
  readonly prefix: string
  readonly source: string
}

/**
 * Prefixes that have no place in the table of an exchange, themselves or anything more specific. A default route is no bogon in
 * this sense (everything would be more specific than it): the prefix length rule keeps it out.
 */
export const bogons: readonly Bogon[] = [
  { prefix: '0.0.0.0/8', source: 'RFC 791 § 3.2' },
  { prefix: '10.0.0.0/8', source: 'RFC 1918' },
  { prefix: '100.64.0.0/10', source: 'RFC 6598' },
  { prefix: '127.0.0.0/8', source: 'RFC 1122 § 3.2.1.3' },
  { prefix: '169.254.0.0/16', source: 'RFC 3927' },
  { prefix: '172.16.0.0/12', source: 'RFC 1918' },
  { prefix: '192.0.0.0/24', source: 'RFC 6890' },
  { prefix: '192.0.2.0/24', source: 'RFC 5737' },
  { prefix: '192.88.99.0/24', source: 'RFC 7526' },
  { prefix: '192.168.0.0/16', source: 'RFC 1918' },
  { prefix: '198.18.0.0/15', source: 'RFC 2544' },
  { prefix: '198.51.100.0/24', source: 'RFC 5737' },
  { prefix: '203.0.113.0/24', source: 'RFC 5737' },
  { prefix: '224.0.0.0/4', source: 'RFC 5771' },
  { prefix: '240.0.0.0/4', source: 'RFC 1112 § 4' },
  // Everything that is not global unicast (2000::/3, RFC 4291 § 2.4).
  { prefix: '::/3', source: 'RFC 4291 § 2.4' },
  { prefix: '4000::/2', source: 'RFC 4291 § 2.4' },
  { prefix: '8000::/1', source: 'RFC 4291 § 2.4' },
  { prefix: '2001::/23', source: 'RFC 2928' },
  { prefix: '2001:db8::/32', source: 'RFC 3849' },
  { prefix: '2002::/16', source: 'RFC 7526' },
  { prefix: '3ffe::/16', source: 'RFC 3701' },
  { prefix: '3fff::/20', source: 'RFC 9637' },
]

const overlap = (a: string, b: string): boolean => within(prefixOf(a), prefixOf(b)) || within(prefixOf(b), prefixOf(a))

/** The bogons of one LAN: its own prefixes are added (RFC 7948 § 4.8), ranges that a sample site's members announce are let in. */
export const bogonsOf = (lan: {
  readonly v4: string
  readonly v6: string
  readonly samplePrefixes: readonly string[]
}): readonly string[] => [
  ...bogons
    .map(({ prefix }) => prefix)
    .filter((prefix) => !lan.samplePrefixes.some((sample) => overlap(prefix, sample))),
  lan.v4,
  lan.v6,
]

/** Of a member's prefixes those that its route servers may let in at all: no bogon, and nothing that covers the LAN itself. */
export const announceable = (
  prefixes: readonly string[],
  refused: readonly string[],
  lan: { readonly v4: string; readonly v6: string },
): readonly string[] =>
  prefixes.filter(
    (prefix) =>
      !refused.some((bogon) => within(prefixOf(prefix), prefixOf(bogon))) &&
      !overlap(prefix, lan.v4) &&
      !overlap(prefix, lan.v6),
  )
