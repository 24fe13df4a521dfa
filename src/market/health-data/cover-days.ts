import type { Certificate } from '#facility'
import { Temporal } from 'temporal-polyfill'

/** Activity 1 of the HDS framework (arrêté du 26 avril 2024): the physical site that houses somebody's equipment. */
export const PHYSICAL_SITE = 1

export type Cover = Pick<Certificate, 'scheme' | 'activities' | 'from' | 'until'>

/** How long before the last covered day a person is told: an audit of renewal and its report take a season. */
export const TOLD_DAYS = 90

const dayAfter = (day: string, days = 1): string => Temporal.PlainDate.from(day).add({ days }).toString()

const physical = (certificates: readonly Cover[]): readonly Cover[] =>
  certificates.filter(({ scheme, activities }) => scheme === 'HDS' && activities.includes(PHYSICAL_SITE))

/** The last day through which health data may be housed without a break, from this day on; null: not on this day. Pure. */
export const coveredThrough = (certificates: readonly Cover[], day: string): string | null => {
  const cover = physical(certificates)
  let last: string | null = null
  for (let round = 0; round < cover.length; round += 1) {
    const next: string = last === null ? day : dayAfter(last)
    const furthest = cover
      .filter(({ from, until }) => from <= next && next <= until)
      .map(({ until }) => until)
      .toSorted()
      .at(-1)
    if (furthest === undefined) break
    last = furthest
  }
  return last
}

/** The first day from today on that an edit would leave without the cover that it has; null: every such day keeps it. Pure. */
export const firstDayLost = (before: readonly Cover[], after: readonly Cover[], today: string): string | null => {
  const lost = physical(before)
    .filter(({ until }) => until >= today)
    .flatMap(({ from, until }) => {
      const first = from > today ? from : today
      const through = coveredThrough(after, first)
      if (through === null) return [first]
      return through < until ? [dayAfter(through)] : []
    })
  return lost.toSorted()[0] ?? null
}

/** When a person has to be told: the day, and whether the cover is over; null: not yet. Pure. */
export const coverEnds = (
  certificates: readonly Cover[],
  today: string,
): { readonly over: boolean; readonly until: string | null; readonly since: string } | null => {
  const through = coveredThrough(certificates, today)
  if (through === null) {
    const past = physical(certificates)
      .map(({ until }) => until)
      .filter((until) => until < today)
      .toSorted()
      .at(-1)
    return { over: true, until: past ?? null, since: past === undefined ? today : dayAfter(past) }
  }
  const since = dayAfter(through, -TOLD_DAYS)
  return since <= today ? { over: false, until: through, since } : null
}
