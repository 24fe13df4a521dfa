import { coveredBy, countersOf, type Covered, energyBetween, type Power, type Series, seriesWithin, sumPower } from '#telemetry' // prettier-ignore
import type { MeterSpan } from './decide-spans.ts'

/** A span, and what its meter said meanwhile. Instants in seconds since 1970. */
export interface MeteredSpan {
  readonly span: MeterSpan
  readonly series: Series
}

const countsOver = ({ from, until }: MeterSpan, start: number, stop: number): boolean =>
  from <= start && (until === null || until >= stop)

/** [from, until) cut wherever one of these instants falls into it. */
const cutAt = (from: number, until: number, at: readonly number[]): readonly Covered[] => {
  const inside = [...new Set(at.filter((one) => one > from && one < until))].toSorted((a, b) => a - b)
  const bounds = [from, ...inside, until]
  return bounds.slice(1).map((stop, index) => ({ from: bounds[index] ?? from, until: stop }))
}
const boundsOf = ({ from, until }: MeterSpan): readonly number[] => (until === null ? [from] : [from, until])

const NOTHING: Power = { newestAt: null, measuredW: null, peakW: null, peakAt: null, knownS: 0 }

/** What is drawn now, and the peak: at each instant the sum of the meters that count then, where all of them are known. Pure. */
export const powerOfSpans = (all: readonly MeteredSpan[], from: number, until: number): Power => {
  let [sum, last] = [NOTHING, NOTHING]
  for (const piece of cutAt(
    from,
    until,
    all.flatMap(({ span }) => boundsOf(span)),
  )) {
    const here = all.filter(({ span }) => countsOver(span, piece.from, piece.until))
    last = sumPower(
      here.map(({ span, series }) => seriesWithin(series, span.from, span.until)),
      piece.from,
      piece.until,
    )
    const higher = last.peakW !== null && (sum.peakW === null || last.peakW > sum.peakW)
    sum = { ...(higher ? last : sum), knownS: sum.knownS + last.knownS }
  }
  // Of the piece that ends now.
  return { ...sum, newestAt: last.newestAt, measuredW: last.measuredW }
}

/** What all meters that counted counted together. */
export interface SpansEnergy {
  readonly wh: number
  readonly estimated: boolean
  /** By place, in the order in which they became the service's. */
  readonly places: readonly { readonly place: string; readonly wh: number }[]
  /** Of which all that is in it is known, but for `missingS` seconds between. */
  readonly from: number
  readonly until: number
  readonly missingS: number
}

interface Counted {
  readonly span: MeterSpan
  readonly counters: ReturnType<typeof countersOf>
  readonly covered: Covered | null
}

/** Stretches of which every meter that counts then says all, side by side ones as one. */
const knownStretches = (all: readonly Counted[], from: number, until: number): readonly Covered[] => {
  const bounds = all.flatMap(({ span, covered }) => [
    ...boundsOf(span),
    ...(covered ? [covered.from, covered.until] : []),
  ])
  const known: Covered[] = []
  for (const piece of cutAt(from, until, bounds)) {
    const here = all.filter(({ span }) => countsOver(span, piece.from, piece.until))
    const says = here.every(({ covered }) => covered && covered.from <= piece.from && covered.until >= piece.until)
    if (here.length === 0 || !says) continue
    const last = known.at(-1)
    if (last?.until === piece.from) known[known.length - 1] = { from: last.from, until: piece.until }
    else known.push(piece)
  }
  return known
}

/** How many of these seconds any meter counts at all. */
const countedSeconds = (all: readonly Counted[], from: number, until: number): number =>
  cutAt(
    from,
    until,
    all.flatMap(({ span }) => boundsOf(span)),
  )
    .filter((piece) => all.some(({ span }) => countsOver(span, piece.from, piece.until)))
    .reduce((sum, piece) => sum + piece.until - piece.from, 0)

/** The energy of [from, until), as far as all meters that count say it; null: nowhere do they. Pure. */
export const energyOfSpans = (metered: readonly MeteredSpan[], from: number, until: number): SpansEnergy | null => {
  const inTime = metered.toSorted((a, b) => a.span.from - b.span.from)
  const all = inTime.map(({ span, series }): Counted => {
    const counters = countersOf(series)
    return { span, counters, covered: coveredBy(counters) }
  })
  const known = from < until ? knownStretches(all, from, until) : []
  const [first, last] = [known[0], known.at(-1)]
  if (!first || !last) return null
  const places = new Map<string, number>()
  let [wh, estimated, knownS] = [0, false, 0]
  for (const stretch of known) {
    knownS += stretch.until - stretch.from
    for (const { span, counters } of all) {
      const [begin, end] = [Math.max(stretch.from, span.from), Math.min(stretch.until, span.until ?? Infinity)]
      const part = begin < end ? energyBetween(counters, begin, end) : null
      if (!part) continue
      wh += part.wh
      estimated ||= part.estimated
      places.set(span.place, (places.get(span.place) ?? 0) + part.wh)
    }
  }
  return {
    wh,
    estimated,
    places: [...places].map(([place, of]) => ({ place, wh: of })),
    from: first.from,
    until: last.until,
    missingS: countedSeconds(all, first.from, last.until) - knownS,
  }
}
