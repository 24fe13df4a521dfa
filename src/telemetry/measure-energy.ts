import { LONGEST_S, RESET, RESET_TOLD, type Series, WRAPPED, WRAPS } from './model.ts'

/** What one counter says of a stretch of time. */
export interface Energy {
  readonly wh: number
  /** What it stood at, at both ends. */
  readonly firstWh: number
  readonly lastWh: number
  /** How often it was set anew: what it counted between the reading before and that instant is unknown, and not in `wh`. */
  readonly resets: number
  /**
   * An end fell into a gap: the total is measured, its share before and after that instant is by time alone. Or it was set anew inside a gap:
   * of that time nothing is known, and nothing is in `wh`.
   */
  readonly estimated: boolean
  /** The reading from which what it stood at last was taken: not after the end. */
  readonly lastReadAt: number
  /** Since when it has counted on at both ends, in seconds since 1970: the first reading, or the last that was set anew. */
  readonly firstEpochAt: number
  readonly lastEpochAt: number
  /** At `firstEpochAt` it was set anew; false: that is only where these readings begin, it may have counted on for longer. */
  readonly firstAnew: boolean
}

/** The readings that have a counter. */
interface Counters {
  readonly at: readonly number[]
  readonly wh: readonly number[]
  readonly mark: readonly number[]
}

/** From the first to the last reading with a counter; null: there is none. */
export interface Covered {
  readonly from: number
  readonly until: number
}

export const countersOf = (series: Series): Counters => {
  const [at, wh, mark]: [number[], number[], number[]] = [[], [], []]
  for (let index = 0; index < series.length; index += 1) {
    const value = series.energyWh[index] ?? Number.NaN
    if (Number.isNaN(value)) continue
    at.push(series.at[index] ?? 0)
    wh.push(value)
    mark.push(series.mark[index] ?? 0)
  }
  return { at, wh, mark }
}

export const coveredBy = ({ at }: Counters): Covered | null => {
  const [from, until] = [at[0], at.at(-1)]
  return from === undefined || until === undefined ? null : { from, until }
}

/** The last index whose reading is not after `instant`; -1: there is none. */
const lastNotAfter = (at: readonly number[], instant: number): number => {
  let [low, high] = [0, at.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((at[middle] ?? 0) <= instant) low = middle + 1
    else high = middle
  }
  return low - 1
}

const isReset = (mark: number | undefined): boolean => mark === RESET || mark === RESET_TOLD

/** What the counter counted from the reading before this one to this one; null: it was set anew between. */
const countedAt = ({ wh, mark }: Counters, index: number): number | null => {
  const [before, here, marked] = [wh[index - 1] ?? 0, wh[index] ?? 0, mark[index] ?? 0]
  if (isReset(marked)) return null
  return marked >= WRAPPED ? (WRAPS[marked - WRAPPED] ?? 0) - before + here : here - before
}

interface Index {
  /** The reading not after the instant. */
  readonly index: number
  /** Counted since that reading, by time, in whole Wh. */
  readonly beyond: number
  readonly stands: number
  readonly estimated: boolean
}

/** What the counter stood at: between two readings by time. In an interval in which it was set anew, what it stood at before. */
const standsAt = (counters: Counters, instant: number): Index => {
  const { at, wh, mark } = counters
  const index = lastNotAfter(at, instant)
  const [from, until, here] = [at[index] ?? 0, at[index + 1], wh[index] ?? 0]
  if (until === undefined || instant === from) return { index, beyond: 0, stands: here, estimated: false }
  const counted = countedAt(counters, index + 1)
  if (counted === null) return { index, beyond: 0, stands: here, estimated: until - from > LONGEST_S }
  const beyond = Math.round((counted * (instant - from)) / (until - from))
  const marked = mark[index + 1] ?? 0
  const end = marked >= WRAPPED ? (WRAPS[marked - WRAPPED] ?? Infinity) : Infinity
  return { index, beyond, stands: (here + beyond) % end, estimated: until - from > LONGEST_S }
}

const epochAt = ({ at, mark }: Counters, index: number): { readonly at: number; readonly anew: boolean } => {
  let place = index
  while (place > 0 && !isReset(mark[place])) place -= 1
  return { at: at[place] ?? 0, anew: isReset(mark[place]) }
}

/**
 * What was counted in [from, until), seconds since 1970; null where the counter was not read before and after. Parts that lie side
 * by side add up to the whole, to the Wh: a part that ends inside an interval ends where the next begins.
 */
export const energyBetween = (counters: Counters, from: number, until: number): Energy | null => {
  const covered = coveredBy(counters)
  if (covered === null || from < covered.from || until > covered.until || from > until) return null
  const [first, last] = [standsAt(counters, from), standsAt(counters, until)]
  let wh = last.beyond - first.beyond
  let resets = 0
  let unknown = false
  for (let index = first.index + 1; index <= last.index; index += 1) {
    const counted = countedAt(counters, index)
    if (counted === null) {
      resets += 1
      unknown ||= (counters.at[index] ?? 0) - (counters.at[index - 1] ?? 0) > LONGEST_S
    } else wh += counted
  }
  const firstEpoch = epochAt(counters, first.index)
  return {
    wh,
    firstWh: first.stands,
    lastWh: last.stands,
    resets,
    estimated: first.estimated || last.estimated || unknown,
    lastReadAt: counters.at[last.index] ?? until,
    firstEpochAt: firstEpoch.at,
    lastEpochAt: epochAt(counters, last.index).at,
    firstAnew: firstEpoch.anew,
  }
}
