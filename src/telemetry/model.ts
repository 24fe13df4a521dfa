/**
 * Readings of one subject in the order of time, column by column. What is not known is NaN, and never leaves this room as a
 * number: a month of a site is two and a half million readings, too many for an object each.
 */
export interface Series {
  readonly length: number
  /** Seconds since 1970, UTC, strictly rising. */
  readonly at: Float64Array
  /** What the counter stood at, in whole Wh. */
  readonly energyWh: Float64Array
  /** What was drawn at that instant, in whole W. */
  readonly powerW: Float64Array
  readonly mark: Uint8Array
}

/**
 * What a counter did since the reading before: `counted` went on; `reset` stands at what it counted since somebody, or a power
 * cut, set it anew, so that what it counted last is not known; from `WRAPPED` on it went over its end (`WRAPS`).
 */
export const COUNTED = 0
export const RESET = 1
/** A reset that whoever read the meter told; it stays one whatever stands beside it. */
export const RESET_TOLD = 2
export const WRAPPED = 3

const KWH = 1000
const TWO_32 = 4_294_967_296
/** Where counters begin again at zero, in Wh: five to eight digits of kWh, and 32 bits of Wh, of 10 Wh, of kWh. */
export const WRAPS: readonly number[] = [
  100_000 * KWH,
  1_000_000 * KWH,
  TWO_32,
  10_000_000 * KWH,
  TWO_32 * 10,
  100_000_000 * KWH,
  TWO_32 * KWH,
]

/** Two readings further apart leave a gap: what was used is known in total, when it was used is not. Metering grids are an hour at most. */
export const LONGEST_S = 3600

export const DAY_S = 86_400

export interface Reading {
  readonly at: number
  readonly energyWh: number | null
  readonly powerW: number | null
  readonly mark: number
}

const known = (value: number | undefined): number | null => (value === undefined || Number.isNaN(value) ? null : value)

export const readingAt = (series: Series, index: number): Reading => ({
  at: series.at[index] ?? 0,
  energyWh: known(series.energyWh[index]),
  powerW: known(series.powerW[index]),
  mark: series.mark[index] ?? COUNTED,
})

export const seriesOf = (readings: readonly Reading[]): Series => ({
  length: readings.length,
  at: Float64Array.from(readings, ({ at }) => at),
  energyWh: Float64Array.from(readings, ({ energyWh }) => energyWh ?? Number.NaN),
  powerW: Float64Array.from(readings, ({ powerW }) => powerW ?? Number.NaN),
  mark: Uint8Array.from(readings, ({ mark }) => mark),
})

export const EMPTY: Series = seriesOf([])

/** What was read from one instant to another (seconds since 1970), both counted; null: to the last. */
export const seriesWithin = (series: Series, from: number, until: number | null): Series => {
  const first = series.at.findIndex((at) => at >= from)
  const after = until === null ? -1 : series.at.findIndex((at) => at > until)
  const end = after === -1 ? series.length : after
  if (first === -1 || first >= end) return EMPTY
  return {
    length: end - first,
    at: series.at.subarray(first, end),
    energyWh: series.energyWh.subarray(first, end),
    powerW: series.powerW.subarray(first, end),
    mark: series.mark.subarray(first, end),
  }
}
