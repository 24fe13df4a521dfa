/** Money: unit prices are whole micro-euros, amounts whole cents; the currency stands beside the amount where it is stored. */
declare const money: unique symbol
export type MicroEuros = number & { readonly [money]: 'µ€' }
export type Cents = number & { readonly [money]: 'c€' }

const MICRO_EUROS_PER_CENT = 10_000

const safe = (n: number, name: string): number => {
  if (!Number.isSafeInteger(n)) throw new RangeError(`${n} is not a whole number of ${name}`)
  return n
}

export const microEuros = (n: number): MicroEuros => safe(n, 'µ€') as MicroEuros
export const cents = (n: number): Cents => safe(n, 'c€') as Cents

/** Divides whole numbers and rounds half away from zero, exactly (no float on the way). */
export const divideHalfAway = (numerator: bigint, denominator: bigint): bigint => {
  if (denominator <= 0n) throw new RangeError('the denominator must be above zero')
  const magnitude = numerator < 0n ? -numerator : numerator
  const rounded = (2n * magnitude + denominator) / (2n * denominator)
  return numerator < 0n ? -rounded : rounded
}

/** unit price × numerator / denominator, in cents, rounded once (half away from zero, EN 16931 line amounts). */
export const amountOf = (price: MicroEuros, numerator: number, denominator = 1): Cents =>
  cents(
    Number(
      divideHalfAway(
        BigInt(price) * BigInt(safe(numerator, 'units')),
        BigInt(MICRO_EUROS_PER_CENT) * BigInt(safe(denominator, 'units')),
      ),
    ),
  )

export const addCents = (...amounts: readonly Cents[]): Cents => cents(amounts.reduce<number>((a, b) => a + b, 0))
