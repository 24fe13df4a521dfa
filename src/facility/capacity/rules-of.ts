import { z } from 'zod'
import type { SellingRules } from './model.ts'

const said = z.object({
  power_factor: z.number(),
  power_factor_source: z.enum(['measured', 'contracted', 'nameplate', 'assumed']),
  oversell: z.record(z.string(), z.number()),
  meet_me_entries: z.array(z.object({ room: z.string(), x_mm: z.number(), y_mm: z.number() })),
})

/** The site's selling rules from its `capacity`, as the files say it and the database keeps it. */
export const rulesOf = (capacity: unknown): SellingRules => {
  const { power_factor, power_factor_source, oversell, meet_me_entries } = said.parse(capacity)
  return {
    powerFactor: power_factor,
    powerFactorSource: power_factor_source,
    oversell: new Map(Object.entries(oversell)),
    meetMeEntries: new Map(meet_me_entries.map(({ room, x_mm: xMm, y_mm: yMm }) => [room, { xMm, yMm }])),
  }
}
