import { ok, refuse, type Refusal, type Result } from '#kernel'
import type { Lan } from '../model.ts'
import { formatV4, formatV6, parseV4, parseV6, prefixOf } from './address.ts'

/**
 * Host number n of the peering LAN is v4 base + n and v6 prefix::n, where the decimal digits of n are written as they stand
 * (host 61 is .61 and ::61). People then read one number in both families; the map stays one to one because no two decimal
 * numbers have the same digits.
 */
export interface LanAddress {
  readonly host: number
  readonly v4: string
  readonly v6: string
}

type Addressed = Pick<Lan, 'v4' | 'v6' | 'reservedHosts'>

/** The last host number: neither the network's nor the broadcast address (RFC 919), and its digits fit behind the v6 prefix. */
export const lastHost = (lan: Addressed): number => {
  const v4Hosts = 2 ** (32 - prefixOf(lan.v4).length) - 2
  const v6HostBits = 128 - prefixOf(lan.v6).length
  const v6Hosts =
    v6HostBits >= 24 ? v4Hosts : Number((2n ** BigInt(v6HostBits) - 1n).toString(16).replace(/[a-f].*$/, ''))
  return Math.min(v4Hosts, v6Hosts)
}

export const addressOf = (lan: Addressed, host: number): LanAddress => {
  if (!Number.isInteger(host) || host < 1 || host > lastHost(lan))
    throw new RangeError(`${host} is no host of ${lan.v4}`)
  return {
    host,
    v4: formatV4(Number(prefixOf(lan.v4).base) + host),
    v6: formatV6(prefixOf(lan.v6).base + BigInt(`0x${host}`)),
  }
}

/** The host number of an address of this LAN, v4 or v6; null where it is none. */
export const hostOf = (lan: Addressed, address: string): number | null => {
  const v4 = parseV4(address)
  const v6 = v4 === null ? parseV6(address) : null
  let host = 0
  if (v4 !== null) host = v4 - Number(prefixOf(lan.v4).base)
  else if (v6 !== null) {
    const digits = (v6 - prefixOf(lan.v6).base).toString(16)
    host = /^[1-9][0-9]{0,8}$/.test(digits) ? Number(digits) : 0
  }
  return host >= 1 && host <= lastHost(lan) ? host : null
}

/** The lowest free host numbers behind the reserved ones, at most `count` of them; fewer when the LAN is nearly full. */
export const firstFreeHosts = (lan: Addressed, heldHosts: readonly number[], count = 1): readonly number[] => {
  const held = new Set(heldHosts)
  const free: number[] = []
  const last = lastHost(lan)
  for (let host = lan.reservedHosts + 1; host <= last && free.length < count; host += 1) {
    if (!held.has(host)) free.push(host)
  }
  return free
}

export type AddressRefusal = Refusal & {
  readonly code: 'lan-full' | 'address-outside-lan' | 'address-reserved' | 'address-taken' | 'address-not-a-pair'
}

/** The address pair of a new member: the first free one, or the one asked for, by either family. */
export const chooseAddress = (
  lan: Addressed,
  heldHosts: readonly number[],
  asked: { readonly v4?: string | null | undefined; readonly v6?: string | null | undefined } = {},
): Result<LanAddress, AddressRefusal> => {
  const wanted = [asked.v4, asked.v6].filter((address) => address !== null && address !== undefined)
  const hosts = wanted.map((address) => ({ address, host: hostOf(lan, address) }))
  for (const { address, host } of hosts) {
    if (host === null) return refuse({ code: 'address-outside-lan', address, v4: lan.v4, v6: lan.v6 })
    if (host <= lan.reservedHosts) return refuse({ code: 'address-reserved', address })
    if (heldHosts.includes(host)) return refuse({ code: 'address-taken', address })
  }
  if (hosts.length === 2 && hosts[0]?.host !== hosts[1]?.host) {
    return refuse({ code: 'address-not-a-pair', v4: asked.v4, v6: asked.v6 })
  }
  const host = hosts[0]?.host ?? firstFreeHosts(lan, heldHosts)[0]
  return host === undefined ? refuse({ code: 'lan-full', v4: lan.v4 }) : ok(addressOf(lan, host))
}

/**
 * Where the quarantine responder listens, on the quarantine VLAN: the last reserved host. It is in the LAN's own prefix, so that
 * a member's equipment reaches it with the very addresses that it will use in production.
 */
export const quarantineResponder = (lan: Addressed): LanAddress => addressOf(lan, lan.reservedHosts)
