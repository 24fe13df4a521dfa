import { DAY_S, type Reading, type Series } from './model.ts'

/**
 * A day of readings in few bytes: of each the difference from the one before, seven bits a byte, the sign in the lowest bit. A
 * reading of a rack every ten minutes takes six to eight bytes.
 */
const VERSION = 1
const HAS_ENERGY = 1
const HAS_POWER = 2
const MARK_SHIFT = 2
const BITS = 128
/** The largest number of seven-bit groups that a whole number below 2^53 takes, twice over for its sign. */
const MOST_BYTES = 8

/** Not by shifts: they end at 32 bits, counters do not. */
const putWhole = (bytes: number[], value: number): void => {
  let rest = value
  for (; rest >= BITS; rest = Math.floor(rest / BITS)) bytes.push((rest % BITS) + BITS)
  bytes.push(rest)
}
const putSigned = (bytes: number[], value: number): void => putWhole(bytes, value < 0 ? -2 * value - 1 : 2 * value)

/** `day` counts from 1970; the readings are of that UTC day, in the order of time. */
export const packChunk = (day: number, readings: readonly Reading[]): Uint8Array => {
  const bytes = [VERSION]
  putWhole(bytes, readings.length)
  let [at, energy, power] = [day * DAY_S, 0, 0]
  for (const reading of readings) {
    const flags = (reading.energyWh === null ? 0 : HAS_ENERGY) + (reading.powerW === null ? 0 : HAS_POWER)
    bytes.push(flags + (reading.mark << MARK_SHIFT))
    putWhole(bytes, reading.at - at)
    at = reading.at
    if (reading.energyWh !== null) {
      putSigned(bytes, reading.energyWh - energy)
      energy = reading.energyWh
    }
    if (reading.powerW !== null) {
      putSigned(bytes, reading.powerW - power)
      power = reading.powerW
    }
  }
  return Uint8Array.from(bytes)
}

/** Chunks of one subject in the order of their days, as one series. */
export const unpackChunks = (
  chunks: readonly { readonly day: number; readonly readings: number; readonly content: Uint8Array }[],
): Series => {
  const length = chunks.reduce((sum, { readings }) => sum + readings, 0)
  const series = {
    length,
    at: new Float64Array(length),
    energyWh: new Float64Array(length).fill(Number.NaN),
    powerW: new Float64Array(length).fill(Number.NaN),
    mark: new Uint8Array(length),
  }
  let index = 0
  for (const { day, content } of chunks) index = unpackInto(series, index, day, content)
  if (index !== length) throw new Error('a chunk of readings holds another number of them than its row says')
  return series
}

const unpackInto = (series: Series, from: number, day: number, content: Uint8Array): number => {
  let place = 0
  const byte = (): number => {
    const value = content[place]
    if (value === undefined) throw new Error('a chunk of readings ends too early')
    place += 1
    return value
  }
  const whole = (): number => {
    let [value, scale] = [0, 1]
    for (let count = 0; count <= MOST_BYTES; count += 1) {
      const next = byte()
      if (next < BITS) return value + next * scale
      value += (next - BITS) * scale
      scale *= BITS
    }
    throw new Error('a chunk of readings holds a number without an end')
  }
  const signed = (): number => {
    const value = whole()
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }
  if (byte() !== VERSION) throw new Error('a chunk of readings was packed in another way')
  const count = whole()
  let [at, energy, power] = [day * DAY_S, 0, 0]
  for (let index = from; index < from + count; index += 1) {
    const flags = byte()
    at += whole()
    series.at[index] = at
    series.mark[index] = flags >> MARK_SHIFT
    if ((flags & HAS_ENERGY) !== 0) series.energyWh[index] = energy += signed()
    if ((flags & HAS_POWER) !== 0) series.powerW[index] = power += signed()
  }
  return from + count
}
