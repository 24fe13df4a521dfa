import type { Capacity } from '#facility'
import type { Newest } from '#telemetry'
import type { PhasesMeasured } from './sum-elements.ts'

/**
 * What the single-phase feeds on one phase of an element said last. A feed of three phases, or of an unknown one, says what it draws
 * in all: it is counted among the feeds and taken for nothing on no phase. Pure.
 */
export const measurePhases = (
  capacity: Capacity,
  newest: ReadonlyMap<string, Newest>,
  sold: ReadonlySet<string>,
): PhasesMeasured => {
  const found = new Map<string, { measured_w: number | null; feeds: number; feeds_measured: number }>()
  for (const feed of capacity.plant.elements) {
    if (feed.kind !== 'feed' || feed.compartmentId === null || feed.chain === null) continue
    if (!sold.has(feed.id) && !newest.has(feed.id)) continue
    const said = feed.phase === null ? null : (newest.get(feed.id)?.powerW ?? null)
    const keys = (capacity.behind.get(feed.compartmentId)?.[feed.chain] ?? []).flatMap(({ elementId, phase }) =>
      phase === null ? [] : [`${elementId} ${phase}`],
    )
    // An UPS has each phase in two units.
    for (const key of new Set(keys)) {
      const sum = found.get(key) ?? { measured_w: null, feeds: 0, feeds_measured: 0 }
      sum.feeds += 1
      if (said !== null) {
        sum.measured_w = (sum.measured_w ?? 0) + said
        sum.feeds_measured += 1
      }
      found.set(key, sum)
    }
  }
  return found
}
