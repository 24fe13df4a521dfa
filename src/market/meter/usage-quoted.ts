import { z } from 'zod'

/** What is metered, and a day of gear that stays after the end, is priced by the unit: it is in no sum before it is used. */
export const usageQuoted = z.object({ item: z.string(), unit: z.enum(['kWh', 'day']), unit_micro_euros: z.number() })
