/** Addresses as the bytes that frames and matches carry. A text that is no such address is a defect of the caller: it was admitted before. */

export const macBytes = (text: string): Uint8Array => {
  const parts = text.split(':')
  if (parts.length !== 6 || parts.some((part) => !/^[0-9a-f]{2}$/i.test(part)))
    throw new Error(`"${text}" is no MAC address`)
  return Uint8Array.from(parts, (part) => Number.parseInt(part, 16))
}

export const v4Bytes = (text: string): Uint8Array => {
  const parts = text.split('.')
  const bytes = parts.map(Number)
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part)) || bytes.some((byte) => byte > 255)) {
    throw new Error(`"${text}" is no IPv4 address`)
  }
  return Uint8Array.from(bytes)
}

export const v6Bytes = (text: string): Uint8Array => {
  const halves = text.toLowerCase().split('::')
  const groups = (half: string | undefined): number[] =>
    half === undefined || half === ''
      ? []
      : half.split(':').map((group) => {
          if (!/^[0-9a-f]{1,4}$/.test(group)) throw new Error(`"${text}" is no IPv6 address`)
          return Number.parseInt(group, 16)
        })
  const head = groups(halves[0])
  const tail = groups(halves[1])
  const missing = 8 - head.length - tail.length
  if (halves.length > 2 || (halves.length === 2 ? missing < 1 : missing !== 0))
    throw new Error(`"${text}" is no IPv6 address`)
  const all = [...head, ...Array.from({ length: missing }, () => 0), ...tail]
  return Uint8Array.from(all.flatMap((group) => [group >> 8, group & 0xff]))
}

/** The mask of a prefix length, as long as the address. */
export const maskBytes = (bits: number, length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, at) => (0xff00 >> Math.min(8, Math.max(0, bits - at * 8))) & 0xff)

export const macText = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(':')
