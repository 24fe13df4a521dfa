import { z } from 'zod'

/** RFC 2622 § 5: an as-set name, possibly hierarchical (AS64500:AS-CUSTOMERS). */
const AS_SET = /^(AS\d+:)*AS-[A-Z0-9_-]{1,60}(:AS-[A-Z0-9_-]{1,60})*$/i
const MAC = /^[0-9a-f]{2}([:-][0-9a-f]{2}){5}$/i
const MOST_PREFIXES = 200

export const portSpeeds = ['1G', '10G', '100G'] as const
export const megabitsPerSecond = { '1G': 1000, '10G': 10_000, '100G': 100_000 } as const

/** What a customer says when it orders a port of the peering fabric. */
export const exchangePortParameters = z.strictObject({
  speed: z.enum(portSpeeds),
  asn: z.number().int().min(0).max(4_294_967_295),
  as_set: z.string().regex(AS_SET).optional(),
  /** Optional: learned in quarantine, then confirmed. */
  mac: z.string().regex(MAC).optional(),
  /** A particular address of the peering LAN; otherwise the lowest free one. */
  v4: z.ipv4().optional(),
  v6: z.ipv6().optional(),
  /** The customer's own prefixes: the only ones that the route servers let in. */
  prefixes: z
    .array(z.union([z.cidrv4(), z.cidrv6()]))
    .max(MOST_PREFIXES)
    .default([]),
  max_prefix_v4: z.number().int().min(1).max(1_000_000).default(100),
  max_prefix_v6: z.number().int().min(1).max(1_000_000).default(100),
})
export type ExchangePortParameters = z.output<typeof exchangePortParameters>
