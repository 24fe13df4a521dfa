/**
 * Quantities that cannot be mixed: each is a number that carries its unit in its type.
 * A value is made only by the function named after its unit, which checks it; everywhere else a cast is a lint error.
 */
declare const unit: unique symbol
type Quantity<U extends string> = number & { readonly [unit]: U }

export type Watts = Quantity<'W'>
export type VoltAmperes = Quantity<'VA'>
export type Amperes = Quantity<'A'>
export type Volts = Quantity<'V'>
export type Celsius = Quantity<'°C'>
export type Millimetres = Quantity<'mm'>
export type Kilograms = Quantity<'kg'>
export type Decibels = Quantity<'dB'>
export type DecibelMilliwatts = Quantity<'dBm'>
export type BitsPerSecond = Quantity<'bit/s'>
export type Bytes = Quantity<'B'>

const whole =
  <Q extends number>(name: string, least: number) =>
  (n: number): Q => {
    if (!Number.isSafeInteger(n) || n < least) throw new RangeError(`${n} is not a whole number of ${name}`)
    return n as Q
  }

const real =
  <Q extends number>(name: string) =>
  (n: number): Q => {
    if (!Number.isFinite(n)) throw new RangeError(`${n} is not a number of ${name}`)
    return n as Q
  }

export const watts = whole<Watts>('W', 0)
export const voltAmperes = whole<VoltAmperes>('VA', 0)
export const amperes = real<Amperes>('A')
export const volts = real<Volts>('V')
export const celsius = real<Celsius>('°C')
export const millimetres = whole<Millimetres>('mm', 0)
export const kilograms = real<Kilograms>('kg')
export const decibels = real<Decibels>('dB')
export const decibelMilliwatts = real<DecibelMilliwatts>('dBm')
export const bitsPerSecond = whole<BitsPerSecond>('bit/s', 0)
export const bytes = whole<Bytes>('B', 0)

/** Adds quantities of one unit; `sum(watts(3), decibels(4))` does not compile. */
export const sum = <Q extends number>(first: Q, ...rest: readonly NoInfer<Q>[]): Q =>
  rest.reduce<number>((total, next) => total + next, first) as Q

/** The only way to put a power level and a loss together. */
export const afterLoss = (level: DecibelMilliwatts, loss: Decibels): DecibelMilliwatts =>
  decibelMilliwatts(level - loss)
