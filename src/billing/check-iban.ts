import { type Result, ok, refuse } from '#kernel'

const LETTER_A = 55
const MODULUS = 97n

/** The check digits of an IBAN without spaces (ISO 13616, by ISO 7064 mod 97-10). */
export const checkIban = (iban: string): Result<string, { readonly code: 'iban-wrong'; readonly iban: string }> => {
  const turned = iban.slice(4) + iban.slice(0, 4)
  const digits = turned.replaceAll(/[A-Z]/g, (letter) => String((letter.codePointAt(0) ?? 0) - LETTER_A))
  return /^\d+$/.test(digits) && BigInt(digits) % MODULUS === 1n ? ok(iban) : refuse({ code: 'iban-wrong', iban })
}
