import { Temporal } from 'temporal-polyfill'
import { type Result, ok, refuse } from '#kernel'
import type { LetterFacts, LetterRefusal, LetterState } from './model.ts'

/** Revoked says more than used, and used more than expired: what was used in time stands after its last day. */
export const stateOf = ({ expiresOn, used, revoked }: LetterFacts, day: string): LetterState => {
  if (revoked) return 'revoked'
  if (used) return 'used'
  return expiresOn < day ? 'expired' : 'valid'
}

/** May this letter be used, on this day, by this company? */
export const admitLetter = (
  letter: LetterFacts & { readonly organisationId: string },
  by: { readonly organisationId: string; readonly day: string },
): Result<'valid', LetterRefusal> => {
  // Another company is told what it would be told of a letter that never was: not even that there is one.
  if (letter.organisationId !== by.organisationId) return refuse({ code: 'letter-unknown' })
  const state = stateOf(letter, by.day)
  switch (state) {
    case 'valid':
      return ok('valid')
    case 'expired':
      return refuse({ code: 'letter-expired', expires_on: letter.expiresOn })
    case 'used':
      return refuse({ code: 'letter-used' })
    case 'revoked':
      return refuse({ code: 'letter-revoked' })
  }
}

/** No letter stands for longer than a year: who is authorised to issue it may have gone. */
const MOST_DAYS = 366

/** Dates are YYYY-MM-DD in the site's zone; absent: as many days as the agreement says. */
export const admitExpiry = (
  wished: string | undefined,
  of: { readonly day: string; readonly days: number },
): Result<string, { readonly code: 'letter-expiry'; readonly expires_on: string; readonly latest: string }> => {
  const today = Temporal.PlainDate.from(of.day)
  const latest = today.add({ days: MOST_DAYS }).toString()
  const expiresOn = wished ?? today.add({ days: of.days }).toString()
  return expiresOn < of.day || expiresOn > latest
    ? refuse({ code: 'letter-expiry', expires_on: expiresOn, latest })
    : ok(expiresOn)
}

/** Base 32 without I, L, O and U (Crockford): what is read from paper or over the telephone is typed right. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const GROUP = 5
const LENGTH = 25
const BITS_A_DIGIT = 5

/** Random bytes one needs: one for each digit, of which five bits count. */
export const CODE_BYTES = LENGTH

/** A check code of 125 bits, as printed: 7K3QM-… in five groups of five. */
export const codeFrom = (bytes: Uint8Array): string => {
  if (bytes.length < CODE_BYTES) throw new Error('a check code needs more random bytes')
  const digits = Array.from(bytes.subarray(0, LENGTH), (byte) => DIGITS[byte & (2 ** BITS_A_DIGIT - 1)]).join('')
  return digits.match(new RegExp(`.{${GROUP}}`, 'g'))?.join('-') ?? digits
}

/** What was typed as it was printed; null: no code of ours. */
export const readCode = (typed: string): string | null => {
  const digits = typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  return digits.length === LENGTH && [...digits].every((digit) => DIGITS.includes(digit))
    ? (digits.match(new RegExp(`.{${GROUP}}`, 'g'))?.join('-') ?? null)
    : null
}

/** What revoking does: an unused letter ends at once, a service on it ends with notice, a delivery on it is undone. */
export type Revocation =
  | { readonly how: 'at-once' }
  | { readonly how: 'delivery' }
  | { readonly how: 'notice'; readonly endsOn: string }
  /** What used it is over or ends sooner anyway. */
  | { readonly how: 'over' }

export const revokeLetter = (
  letter: {
    readonly state: LetterState
    readonly usedBy: { readonly service: string; readonly endsOn: string | null } | null
  },
  of: { readonly day: string; readonly noticeDays: number },
): Result<Revocation, LetterRefusal> => {
  if (letter.state === 'revoked') return refuse({ code: 'letter-revoked' })
  if (letter.usedBy === null) return ok({ how: 'at-once' })
  const legal = Temporal.PlainDate.from(of.day).add({ days: of.noticeDays }).toString()
  switch (letter.usedBy.service) {
    case 'planned':
      return ok({ how: 'delivery' })
    case 'in-service':
    case 'suspended':
      return ok({ how: 'notice', endsOn: legal })
    case 'notice-given':
      return letter.usedBy.endsOn !== null && letter.usedBy.endsOn <= legal
        ? ok({ how: 'over' })
        : ok({ how: 'notice', endsOn: legal })
    default:
      return ok({ how: 'over' })
  }
}

/** The lowest position of a group that nobody holds; what the asking line holds itself comes first. Positions from..to, both counted. */
export const pickPosition = (
  group: { readonly from: number; readonly to: number },
  held: { readonly own: readonly number[]; readonly others: readonly number[] },
): number | null => {
  const inside = held.own.filter((position) => position >= group.from && position <= group.to)
  if (inside.length > 0) return Math.min(...inside)
  const taken = new Set(held.others)
  for (let position = group.from; position <= group.to; position += 1) if (!taken.has(position)) return position
  return null
}
