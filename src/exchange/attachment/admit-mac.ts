import { ok, refuse, type Refusal, type Result } from '#kernel'

export type MacRefusal = Refusal & { readonly code: 'mac-invalid' | 'mac-multicast' }

/** The ways in which vendors write the six octets: aa:bb:cc:dd:ee:ff, aa-bb-cc-dd-ee-ff, aabb.ccdd.eeff, aabbccddeeff. */
const WRITTEN = [
  /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/,
  /^[0-9a-f]{2}(-[0-9a-f]{2}){5}$/,
  /^[0-9a-f]{4}(\.[0-9a-f]{4}){2}$/,
  /^[0-9a-f]{12}$/,
]

/** A MAC address that one device can own, as aa:bb:cc:dd:ee:ff. The group bit (IEEE 802 § 8.2) is refused, so is the broadcast address with it. */
export const admitMac = (mac: string): Result<string, MacRefusal> => {
  const text = mac.trim().toLowerCase()
  const digits = text.replaceAll(/[^0-9a-f]/g, '')
  if (!WRITTEN.some((form) => form.test(text)) || digits === '000000000000') return refuse({ code: 'mac-invalid', mac })
  if ((Number.parseInt(digits.slice(0, 2), 16) & 1) === 1) return refuse({ code: 'mac-multicast', mac })
  return ok(digits.match(/../g)?.join(':') ?? digits)
}
