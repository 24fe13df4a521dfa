import type { Refusal } from '#kernel'
import { COUNTED, LONGEST_S, type Reading, RESET, RESET_TOLD, WRAPPED, WRAPS } from './model.ts'

/** A reading as somebody sends it; `key` finds its row again. */
export interface ReadingAsked {
  readonly key: number
  readonly at: number
  readonly energyWh: number | null
  readonly powerW: number | null
  /** The counter was set anew, or the meter replaced, since the reading before. */
  readonly reset: boolean
}

/** A counter that jumped, and from where it is not believed any more. */
export interface Jump {
  readonly at: number
  readonly energyWh: number
}

export interface Admission {
  /** Readings that are known now, those that were and those that came, in the order of time. */
  readonly readings: readonly Reading[]
  readonly answers: readonly {
    readonly key: number
    readonly did: 'created' | 'unchanged' | 'refused'
    readonly refusal: Refusal | null
  }[]
  readonly jump: Jump | null
  readonly counts: { readonly resets: number; readonly wraps: number; readonly gaps: number }
}

export interface Admitting {
  /** What is known around them: from the last reading with a counter before the first that is asked, to the first after the last. */
  readonly known: readonly Reading[]
  readonly asked: readonly ReadingAsked[]
  /** The most that the breaker lets through for an hour; null: not known, and nothing can be called a jump. */
  readonly mostW: number | null
  readonly jump: Jump | null
  /** Seconds since 1970. */
  readonly now: number
}

/**
 * IEC 60898-1 (conventional tripping current; IEC 60947-2 has 1.3): a breaker may carry up to 1.45 times its current for an hour.
 * A counter that went on faster did not count what went through it.
 */
const MARGIN = 1.45
const S_PER_H = 3600
/** A counter tells what it counted when it turns over: one reading may be late by so much. */
const ROUNDING_WH = 1000
/** How many readings ahead a counter is looked for, where meters tell counters and power in turn. */
const NEAR = 4
/** Clocks of collectors go wrong by a little. */
const AHEAD_S = 300

const mostWh = (mostW: number, seconds: number): number => (mostW * MARGIN * seconds) / S_PER_H + ROUNDING_WH

interface Counter {
  readonly at: number
  readonly energyWh: number
}
const isCounter = <R extends { readonly energyWh: number | null }>(
  reading: R | undefined,
): reading is R & { readonly energyWh: number } => reading !== undefined && reading.energyWh !== null

const goesOn = (from: Counter, to: Counter, mostW: number | null): boolean =>
  to.energyWh >= from.energyWh && (mostW === null || to.energyWh - from.energyWh <= mostWh(mostW, to.at - from.at))

/** What the counter did between two readings, the second of which is lower. */
const fallOf = (from: Counter, to: Counter, mostW: number | null): number => {
  if (mostW === null) return RESET
  const most = mostWh(mostW, to.at - from.at)
  const at = WRAPS.findIndex((end) => from.energyWh < end && end - from.energyWh + to.energyWh <= most)
  return at === -1 ? RESET : WRAPPED + at
}

const sameReading = (known: Reading, asked: ReadingAsked): boolean =>
  known.energyWh === asked.energyWh && known.powerW === asked.powerW

/** The marks of readings that stand beside others now; what was told stays, and the first, whose forerunner is not here. */
const markAll = (readings: readonly Reading[], mostW: number | null): readonly Reading[] => {
  let before: Counter | null = null
  return readings.map((reading) => {
    if (!isCounter(reading)) return reading
    const mark =
      reading.mark === RESET_TOLD || before === null
        ? reading.mark
        : reading.energyWh < before.energyWh
          ? fallOf(before, reading, mostW)
          : COUNTED
    before = reading
    return reading.mark === mark ? reading : { ...reading, mark }
  })
}

type Verdict = { readonly refusal: Refusal; readonly jump: Jump | null } | null

/** Around one reading: what is known and admitted before and after it, and what comes next of what is known or asked. */
interface Around {
  readonly before: Counter | null
  readonly after: (Reading & Counter) | null
  readonly next: Counter | null
  readonly mostW: number | null
  readonly jump: Jump | null
}

const jumpRefusal = (before: Counter, to: Counter, mostW: number): Refusal => ({
  code: 'reading-jump',
  added_wh: to.energyWh - before.energyWh,
  most_wh: Math.round(mostWh(mostW, to.at - before.at)),
  minutes: Math.round((to.at - before.at) / 60),
})

/** Why a counter reading does not fit where it stands; null: it does. */
const judgeCounter = (asked: ReadingAsked & Counter, around: Around): Verdict => {
  const { before, after, next, mostW, jump } = around
  const misfit = { refusal: { code: 'reading-misfit', before_wh: before?.energyWh ?? null, after_wh: after?.energyWh ?? null }, jump } // prettier-ignore
  if (!asked.reset && before !== null) {
    if (asked.energyWh < before.energyWh) {
      // A single low reading between two that belong together is a slip of the collector, not a counter set anew.
      if (fallOf(before, asked, mostW) === RESET && next !== null && goesOn(before, next, mostW)) return misfit
    } else if (mostW !== null) {
      // However long ago it was: what stands at or above the jump goes on from it.
      const since =
        jump !== null && jump.at < asked.at && asked.energyWh >= jump.energyWh && !goesOn(before, jump, mostW)
      if (since || !goesOn(before, asked, mostW))
        return {
          refusal: jumpRefusal(before, asked, mostW),
          jump: since ? jump : { at: asked.at, energyWh: asked.energyWh },
        }
    }
  }
  // What was admitted before stays: a late reading has to stand between its neighbours.
  if (after !== null && after.mark === COUNTED && !goesOn(asked, after, mostW)) return misfit
  return null
}

const judge = (asked: ReadingAsked, around: Around, now: number): Verdict => {
  const { mostW, jump } = around
  if (asked.at > now + AHEAD_S) return { refusal: { code: 'reading-in-future' }, jump }
  if (asked.powerW !== null && mostW !== null && asked.powerW > mostW * MARGIN)
    return { refusal: { code: 'power-implausible', power_w: asked.powerW, most_w: Math.round(mostW * MARGIN) }, jump }
  return isCounter(asked) ? judgeCounter(asked, around) : null
}

/** Which of these readings belong to what is known of one subject. Twice the same is unchanged; nothing that is known changes. Pure. */
export const admitReadings = ({ known, asked, mostW, jump: before, now }: Admitting): Admission => {
  const inTime = asked.toSorted((a, b) => a.at - b.at || a.key - b.key)
  const answers: Admission['answers'][number][] = []
  const merged: Reading[] = []
  let jump = before
  let place = 0
  let last: Counter | null = null
  const take = (reading: Reading): void => {
    merged.push(reading)
    if (isCounter(reading)) last = reading
  }
  for (const [index, one] of inTime.entries()) {
    for (let head = known[place]; head !== undefined && head.at < one.at; head = known[++place]) take(head)
    const there = known[place]?.at === one.at ? known[place] : merged.at(-1)?.at === one.at ? merged.at(-1) : undefined
    if (there !== undefined) {
      const same = sameReading(there, one)
      const refusal = same ? null : { code: 'reading-differs', known_wh: there.energyWh, known_w: there.powerW }
      answers.push({ key: one.key, did: same ? 'unchanged' : 'refused', refusal })
      continue
    }
    const coming = inTime.slice(index + 1, index + NEAR).find(isCounter) ?? null
    const after = known.slice(place, place + NEAR).find(isCounter) ?? null
    const next = coming !== null && (after === null || coming.at < after.at) ? coming : after
    const verdict = judge(one, { before: last, after, next, mostW, jump }, now)
    if (verdict) {
      ;({ jump } = verdict)
      answers.push({ key: one.key, did: 'refused', refusal: verdict.refusal })
      continue
    }
    // A counter that is back where it was did not jump for good; one that somebody set anew begins anew.
    if (isCounter(one) && jump !== null && (one.reset || one.at > jump.at)) jump = null
    take({ at: one.at, energyWh: one.energyWh, powerW: one.powerW, mark: one.reset ? RESET_TOLD : COUNTED })
    answers.push({ key: one.key, did: 'created', refusal: null })
  }
  const readings = markAll([...merged, ...known.slice(place)], mostW)
  return { readings, answers, jump, counts: countMarks(readings, new Set(known.map(({ at }) => at))) }
}

const countMarks = (readings: readonly Reading[], old: ReadonlySet<number>): Admission['counts'] => {
  let [resets, wraps, gaps] = [0, 0, 0]
  for (const [index, { at, mark }] of readings.entries()) {
    const before = readings[index - 1]
    if (before === undefined || (old.has(at) && old.has(before.at))) continue
    if (at - before.at > LONGEST_S) gaps += 1
    if (mark === RESET || mark === RESET_TOLD) resets += 1
    if (mark >= WRAPPED) wraps += 1
  }
  return { resets, wraps, gaps }
}
