import { bytes, u16 } from './encode-flow.ts'
import { macBytes, v4Bytes, v6Bytes } from './address-bytes.ts'

/** Frames that ask for an address without claiming one, so that nobody's table is changed by a probe; and what answers them. */

const BROADCAST = 'ff:ff:ff:ff:ff:ff'
const ARP = 0x0806
const IPV6 = 0x86dd
const ICMPV6 = 58

/** RFC 5227 § 2.1.1: an ARP request whose sender address is 0.0.0.0. */
export const arpProbe = (from: string, target: string): Buffer =>
  bytes(
    bytes(macBytes(BROADCAST), macBytes(from), u16(ARP)),
    bytes(u16(1), u16(0x0800), [6, 4], u16(1)),
    bytes(macBytes(from), v4Bytes('0.0.0.0'), macBytes('00:00:00:00:00:00'), v4Bytes(target)),
    Buffer.alloc(18), // IEEE 802.3: at least 60 bytes before the check sequence
  )

/** The link-local address made of a MAC, RFC 4291 appendix A. */
const linkLocal = (mac: string): Uint8Array => {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = macBytes(mac)
  return Uint8Array.from([0xfe, 0x80, 0, 0, 0, 0, 0, 0, a ^ 2, b, c, 0xff, 0xfe, d, e, f])
}

const checksum = (body: Uint8Array): number => {
  let sum = 0
  for (let at = 0; at < body.length; at += 2) sum += ((body[at] ?? 0) << 8) | (body[at + 1] ?? 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}

/** RFC 4861 § 4.3: a neighbour solicitation from the link-local address of `from`. */
export const neighbourSolicitation = (from: string, target: string): Buffer => {
  const wanted = v6Bytes(target)
  const [x = 0, y = 0, z = 0] = wanted.subarray(13)
  const group = Uint8Array.from([0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff, x, y, z])
  const source = linkLocal(from)
  const message = bytes([135, 0, 0, 0, 0, 0, 0, 0], wanted, [1, 1], macBytes(from))
  const pseudo = bytes(source, group, [0, 0], u16(message.length), [0, 0, 0, ICMPV6])
  message.writeUInt16BE(checksum(bytes(pseudo, message)), 2)
  return bytes(
    bytes([0x33, 0x33, 0xff, x, y, z], macBytes(from), u16(IPV6)),
    bytes([0x60, 0, 0, 0], u16(message.length), [ICMPV6, 255], source, group),
    message,
  )
}

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

/** Is this frame the ARP reply or neighbour advertisement of `target` to the probe's sender? */
export const answersProbe = (
  frame: Buffer,
  from: string,
  target: { readonly v4: string; readonly v6: string },
): 4 | 6 | null => {
  if (frame.length < 42 || !same(frame.subarray(0, 6), macBytes(from))) return null
  const kind = frame.readUInt16BE(12)
  const REPLY = 2
  if (kind === ARP)
    return frame.readUInt16BE(20) === REPLY && same(frame.subarray(28, 32), v4Bytes(target.v4)) ? 4 : null
  const NEIGHBOUR_ADVERTISEMENT = 136
  const isAdvertisement =
    kind === IPV6 && frame.length >= 78 && frame[20] === ICMPV6 && frame[54] === NEIGHBOUR_ADVERTISEMENT
  return isAdvertisement && same(frame.subarray(62, 78), v6Bytes(target.v6)) ? 6 : null
}
