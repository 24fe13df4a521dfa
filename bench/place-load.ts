import { checkSite, computeLimits, indexed, placeLoad, plantOfRows, sumLoads } from '#facility'
import { sections } from '../src/site-sections.ts'
import { percentile, type Row, timedTimes } from './row.ts'

const LEAST_TIMES = 500
const MOST_P99_MS = 20

/** The sample site's 150 racks, every third compartment sold: all limits, each side lost, one cooling unit lost. */
export const placeLoadRow: Row = {
  name: 'place-load',
  what: 'placement among 150 racks with every limit, one side lost, a third sold',
  owed: `p99 < ${MOST_P99_MS} ms`,
  kept: ({ samples }) => percentile(samples, 0.99) < MOST_P99_MS,
  measure: async () => {
    const site = await checkSite('sites/besancon', sections)
    if (!site.ok) throw new Error('the sample site does not hold together')
    const capacity = computeLimits(plantOfRows(indexed(site.value.rows)))
    const loads = capacity.plant.compartments
      .filter(({ roomKind }, at) => at % 3 === 0 && roomKind === 'data-hall')
      .map(({ id }) => ({ compartmentId: id, watts: 1500, sides: 'A+B' as const }))
    const now = {
      reserved: sumLoads(capacity, loads),
      held: new Map(loads.map(({ compartmentId }) => [compartmentId, [[0, 1] as const]])),
    }
    const sizes = ['full', 'half', 'quarter'] as const
    const samples = await timedTimes(LEAST_TIMES, async (turn) => {
      const placement = placeLoad(
        capacity,
        {
          size: sizes[turn % sizes.length] ?? 'full',
          units: 1,
          watts: 500 + (turn % 30) * 100,
          sides: 'A+B',
          weightKg: turn % 3 === 0 ? 120 : null,
          rack: null,
          row: null,
          nearMeetMe: turn % 2 === 0,
          apartFromRows: [],
          noNeighbour: false,
          optionNext: false,
        },
        now,
      )
      if (placement.ranked.length + placement.passedOver.length === 0) throw new Error('nothing was looked at')
    })
    return { unit: 'ms', samples, counts: { racks: new Set(capacity.plant.compartments.map(({ rack }) => rack)).size } }
  },
}
