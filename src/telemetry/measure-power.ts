import { LONGEST_S, RESET, RESET_TOLD, type Series } from './model.ts'

/** What several meters draw together. Null where one of them does not say. */
export interface Power {
  /** Of the one that is furthest behind, in seconds since 1970. */
  readonly newestAt: number | null
  readonly measuredW: number | null
  readonly peakW: number | null
  readonly peakAt: number | null
  /** How many seconds of the stretch all of them are known. */
  readonly knownS: number
}

interface Step {
  readonly from: number
  readonly until: number
  readonly w: number
}
const S_PER_H = 3600

/**
 * What one meter drew, stretch by stretch, each at most an hour: what it said at the end of the stretch, else what its counter
 * went on by. A gap, and an interval in which the counter was set anew, say nothing.
 */
export const stepsOf = (series: Series): readonly Step[] => {
  const steps: Step[] = []
  for (let index = 1; index < series.length; index += 1) {
    const [from, until] = [series.at[index - 1] ?? 0, series.at[index] ?? 0]
    if (until - from > LONGEST_S) continue
    const said = series.powerW[index] ?? Number.NaN
    const mark = series.mark[index] ?? 0
    const counted = (series.energyWh[index] ?? Number.NaN) - (series.energyWh[index - 1] ?? Number.NaN)
    const w = !Number.isNaN(said)
      ? said
      : mark === RESET || mark === RESET_TOLD || counted < 0
        ? Number.NaN
        : Math.round((counted * S_PER_H) / (until - from))
    if (!Number.isNaN(w)) steps.push({ from, until, w })
  }
  return steps
}

/** The sum at each instant of [from, until) at which all meters are known; of the last such stretch what is drawn now. */
export const sumPower = (all: readonly Series[], from: number, until: number): Power => {
  const steps = all.map(stepsOf)
  const newest = all.map((series) => series.at[series.length - 1] ?? null)
  const read = newest.filter((at) => at !== null)
  const newestAt = read.length === 0 || read.length < all.length ? null : Math.min(...read)
  const unknown = { newestAt, measuredW: null, peakW: null, peakAt: null, knownS: 0 }
  if (steps.length === 0 || steps.some((one) => one.length === 0)) return unknown
  const places = steps.map(() => 0)
  let [measuredW, peakW, peakAt, knownS]: [number | null, number | null, number | null, number] = [null, null, null, 0]
  for (;;) {
    const heads = steps.map((one, side) => one[places[side] ?? 0])
    if (heads.some((head) => head === undefined)) break
    const here = heads.filter((head) => head !== undefined)
    const start = Math.max(from, ...here.map((step) => step.from))
    const stop = Math.min(until, ...here.map((step) => step.until))
    if (start < stop) {
      const w = here.reduce((sum, step) => sum + step.w, 0)
      knownS += stop - start
      measuredW = w
      if (peakW === null || w > peakW) [peakW, peakAt] = [w, stop]
    }
    const ends = Math.min(...here.map((step) => step.until))
    heads.forEach((head, side) => {
      if (head?.until === ends) places[side] = (places[side] ?? 0) + 1
    })
  }
  return { newestAt, measuredW, peakW, peakAt, knownS }
}
