import { type FeedTurn, startOfDay } from '#market'

/** While a counter counts for a service, in seconds since 1970; null: from the first day billed, and still. */
export interface FeedSpan {
  readonly from: number | null
  readonly until: number | null
}

/**
 * While a service drew from one side of its place, held over `held` and sold with `sides` now; null: never. A side that was added counts
 * from the first day of that change, one that was given up until its way was open: the other does not wait for it, and nothing that it
 * counted is lost. Of a side that came back the whole span: between, it counted nothing. Pure; `turns` of this place, in the order of time.
 */
export const spanOfFeed = (
  side: 'A' | 'B',
  sides: 'A+B' | 'A' | 'B',
  held: FeedSpan,
  turns: readonly FeedTurn[],
  zone: string,
): FeedSpan | null => {
  const mine = turns.filter(({ before, after }) => before.includes(side) !== after.includes(side))
  const [first, last] = [mine[0], mine.at(-1)]
  if (!first || !last) return sides.includes(side) ? held : null
  return {
    from: first.after.includes(side) ? startOfDay(first.day, zone) : held.from,
    until: last.after.includes(side) ? held.until : last.doneAt,
  }
}
