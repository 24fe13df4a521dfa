/** The code that is mailed to the contact of an AS: what it looks like and when it counts. */

/** Crockford's base 32: no I, L, O, U, so that it can be read aloud. 12 signs are 60 bits; 5 tries of them are no lottery. */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 12
const GROUP = 4
export const MOST_ATTEMPTS = 5
export const VALID_DAYS = 7
/** A person may ask for another mail, but not fill somebody's mailbox. */
export const REST_SECONDS = 300

export const expiryOf = (sentAt: Date): Date => new Date(sentAt.getTime() + VALID_DAYS * 86_400_000)

/** A code from random bytes, one sign a byte: `K7QF-2M9X-4TBA`. */
export const writeCode = (random: Uint8Array): string => {
  if (random.length < LENGTH) throw new RangeError(`${LENGTH} random bytes are needed`)
  const signs = Array.from(random.subarray(0, LENGTH), (byte) => SIGNS[byte % SIGNS.length])
  return [0, GROUP, 2 * GROUP].map((at) => signs.slice(at, at + GROUP).join('')).join('-')
}

/** What people type, made one: case, dashes, spaces, and the letters that Crockford reads as digits. */
export const readCode = (typed: string): string =>
  typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
